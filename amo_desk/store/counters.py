"""Counters for the numbers on paper; a number once taken is never given again."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select, update

from amo_desk.store.schema import counters


def take(connection: Connection, name: str) -> int:
    """The next value of a counter, taken in the transaction that uses it."""
    value = last(connection, name) + 1
    put(connection, name, value)
    return value


def put(connection: Connection, name: str, value: int) -> None:
    """Sets a counter."""
    if connection.execute(update(counters).where(counters.c.name == name).values(value=value)).rowcount == 0:
        connection.execute(insert(counters).values(name=name, value=value))


def last(connection: Connection, name: str) -> int:
    """The value that was taken last, 0 for a counter that was never used."""
    return int(connection.execute(select(counters.c.value).where(counters.c.name == name)).scalar() or 0)
