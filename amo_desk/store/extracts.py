"""What is remembered of the imports of the registers: the latest file of each, and the columns of each header."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import Connection, delete, insert, select

from amo_desk.store.journal import Author
from amo_desk.store.schema import extracts, mappings


def fingerprint(connection: Connection, register: str) -> str:
    """What the latest file imported into a register was, empty before the first."""
    query = select(extracts.c.fingerprint).where(extracts.c.register == register)
    return str(connection.execute(query).scalar() or "")


def latest(connection: Connection) -> dict[str, tuple[date, datetime]]:
    """The day of the latest extract imported into each register, and when it was."""
    found = connection.execute(select(extracts.c.register, extracts.c.day, extracts.c.imported_at))
    return {row.register: (row.day, row.imported_at) for row in found}


def remember(connection: Connection, author: Author, register: str, of: str, day: date) -> None:
    """Keeps which file is now the latest of a register."""
    connection.execute(delete(extracts).where(extracts.c.register == register))
    row = {"register": register, "fingerprint": of, "day": day, "imported_at": author.at}
    connection.execute(insert(extracts).values(**row))


def mapping(connection: Connection, register: str, header: str) -> Mapping[str, int | None] | None:
    """The columns chosen the last time for a header, known by its hash."""
    here = (mappings.c.register == register) & (mappings.c.header == header)
    return connection.execute(select(mappings.c.columns).where(here)).scalar()


def remember_mapping(connection: Connection, register: str, header: str, chosen: Mapping[str, int | None]) -> None:
    """Keeps the columns chosen for a header."""
    connection.execute(delete(mappings).where((mappings.c.register == register) & (mappings.c.header == header)))
    connection.execute(insert(mappings).values(register=register, header=header, columns=dict(chosen)))
