"""The journal: one row per change, each carrying the hash of the one before, so that tampering shows."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, func, insert, select

from amo_desk.store import counters
from amo_desk.store.codec import encoded
from amo_desk.store.schema import journal

Details = Mapping[str, object]

# How many rows were ever written: without it, taking the last ones away would leave a chain that holds.
COUNTER = "journal"


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
    written = counters.take(connection, COUNTER)
    row = {
        "seq": max(written, last.seq + 1) if last else written,
        # As it will be read: the hash covers the text of the moment, zone included.
        "at": author.at.astimezone(UTC),
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
    """The number of the first row that is missing or does not follow from the one before; nothing when all hold."""
    previous, expected = "", 1
    for row in connection.execute(select(journal).order_by(journal.c.seq)).mappings():
        fields = {name: value for name, value in row.items() if name != "hash"}
        if row["seq"] != expected or row["previous"] != previous or row["hash"] != _hash(fields):
            return int(row["seq"])
        previous, expected = row["hash"], expected + 1
    return expected if counters.last(connection, COUNTER) != expected - 1 else None


def events(connection: Connection, noun: str) -> frozenset[str]:
    """What ever happened to things of a kind."""
    return frozenset(connection.execute(select(journal.c.event).where(journal.c.noun == noun).distinct()).scalars())


def length(connection: Connection) -> int:
    """How many rows the journal has."""
    return int(connection.execute(select(func.count()).select_from(journal)).scalar_one())


def fingerprint(record: object) -> str:
    """The hash of a record, for the journal to say exactly what was received or sent without repeating it."""
    return hashlib.sha256(encoded(record)).hexdigest()


def _hash(row: Mapping[str, object]) -> str:
    return fingerprint(dict(row))
