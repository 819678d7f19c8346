"""The journal: one row per change, each carrying the hash of the one before, so that tampering shows."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from amo_desk.store.codec import encoded
from amo_desk.store.schema import journal

Details = Mapping[str, str | int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who changes something, where and when."""

    agent: str
    station: str
    at: datetime


def write(
    connection: Connection, author: Author, noun: str, subject: str, event: str, details: Details | None = None
) -> None:
    """Adds a row about a change, in the transaction of the change itself."""
    last = connection.execute(select(journal.c.seq, journal.c.hash).order_by(journal.c.seq.desc()).limit(1)).first()
    row = {
        "seq": last.seq + 1 if last else 1,
        "at": author.at,
        "agent": author.agent,
        "station": author.station,
        "noun": noun,
        "subject": subject,
        "event": event,
        "details": dict(details or {}),
        "previous": last.hash if last else "",
    }
    connection.execute(insert(journal).values(**row, hash=_hash(row)))


def first_broken(connection: Connection) -> int | None:
    """The number of the first row that does not follow from the one before; nothing when the chain holds."""
    previous, expected = "", 1
    for row in connection.execute(select(journal).order_by(journal.c.seq)).mappings():
        fields = {name: value for name, value in row.items() if name != "hash"}
        if row["seq"] != expected or row["previous"] != previous or row["hash"] != _hash(fields):
            return int(row["seq"])
        previous, expected = row["hash"], expected + 1
    return None


def length(connection: Connection) -> int:
    """How many rows the journal has."""
    return int(connection.execute(select(func.count()).select_from(journal)).scalar_one())


def fingerprint(record: object) -> str:
    """The hash of a record, for the journal to say exactly what was received or sent without repeating it."""
    return hashlib.sha256(encoded(record)).hexdigest()


def _hash(row: Mapping[str, object]) -> str:
    return fingerprint(dict(row))
