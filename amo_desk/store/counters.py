"""Counters for the numbers on paper; a number once taken is never given again."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select, update

from amo_desk.store.schema import counters


def take(connection: Connection, name: str) -> int:
    """The next value of a counter, taken in the transaction that uses it."""
    value = connection.execute(select(counters.c.value).where(counters.c.name == name)).scalar()
    if value is None:
        connection.execute(insert(counters).values(name=name, value=1))
        return 1
    connection.execute(update(counters).where(counters.c.name == name).values(value=value + 1))
    return int(value) + 1
