"""Who may be entered twice: each person under the hash of their CIN, and of their name with their birth date.

Two people under one hash stand side by side in the table, so that the database finds them without reading anybody else.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from enum import Enum
from functools import lru_cache
from hashlib import blake2b
from typing import Protocol

from sqlalchemy import Connection, Select, case, delete, exists, func, insert, or_, select

from amo_desk.domain.identifiers import compact
from amo_desk.domain.names import name_words, sound
from amo_desk.domain.people import Beneficiary
from amo_desk.store.schema import people, person_likeness, told_apart

_CHUNK = 200_000


class Person(Protocol):
    """What of a record or of a row tells people apart."""

    @property
    def last_name(self) -> str: ...
    @property
    def first_name(self) -> str: ...
    @property
    def birth(self) -> date: ...
    @property
    def cin(self) -> str: ...


class Likeness(Enum):
    """Why two entries may be one person."""

    CIN = 0
    NAME_AND_BIRTH = 1


class Hashes:
    """The hashes of people, gathered to be written in their order: a table of millions is filled page by page."""

    def __init__(self) -> None:
        self._rows: list[tuple[int, int, int]] = []

    def add(self, connection: Connection, person: int, row: Person) -> None:
        """Notes a person by their number, with the names, the birth and the CIN of a record or a row."""
        self._rows += [(kind, key, person) for kind, key in _keys(row)]
        if len(self._rows) >= _CHUNK:
            self.write(connection)

    def write(self, connection: Connection) -> None:
        """Writes what was gathered."""
        if self._rows:
            names = person_likeness.c.keys()
            connection.execute(
                insert(person_likeness), [dict(zip(names, row, strict=True)) for row in sorted(self._rows)]
            )
        self._rows.clear()


def index(connection: Connection) -> None:
    """Writes everybody's hashes, where an older program left none."""
    if connection.execute(select(person_likeness.c.person).limit(1)).first():
        return
    gathered, c = Hashes(), people.c
    for row in connection.execute(select(c.number, c.last_name, c.first_name, c.birth, c.cin)):
        gathered.add(connection, row.number, row)
    gathered.write(connection)


def remove(connection: Connection, person: int, row: Person) -> None:
    """Takes a person out, whose record is still the one that was noted."""
    c = person_likeness.c
    for kind, key in _keys(row):
        connection.execute(delete(person_likeness).where(c.kind == kind, c.key == key, c.person == person))


def pairs(connection: Connection, limit: int) -> Iterator[tuple[int, int]]:
    """The numbers of those who may be one person, without those told apart: same CIN first.

    Of those with one name and one birth date, the ones whose CIN differ in two families come last.
    """
    seen: set[tuple[int, int]] = set()
    for kind in Likeness:
        for one, other in connection.execute(_pairs(kind).limit(limit)):
            if (one, other) not in seen and len(seen) < limit:
                seen.add((one, other))
                yield one, other


def alike(one: Beneficiary, other: Beneficiary) -> tuple[Likeness, ...]:
    """Why two may be one, if anything says so."""
    shared = set(_keys(one)) & set(_keys(other))
    return tuple(kind for kind in Likeness if kind.value in {kind for kind, _ in shared})


def tell_apart(connection: Connection, one: int, other: int, at: datetime, agent: str) -> bool:
    """Remembers that two are two; false when it was known."""
    first, second = sorted((one, other))
    c = told_apart.c
    if connection.execute(select(c.one).where(c.one == first, c.other == second)).first():
        return False
    connection.execute(insert(told_apart).values(one=first, other=second, at=at, agent=agent))
    return True


def told_apart_from(connection: Connection, person: int) -> frozenset[int]:
    """Those who are known to be another person."""
    c = told_apart.c
    rows = connection.execute(select(c.one, c.other).where(or_(c.one == person, c.other == person)))
    return frozenset(one if other == person else other for one, other in rows)


def _pairs(kind: Likeness) -> Select[int, int]:
    c = person_likeness.c
    several = select(c.key).where(c.kind == kind.value).group_by(c.key).having(func.count() > 1).cte()
    one, other = person_likeness.alias(), person_likeness.alias()
    known = exists().where(told_apart.c.one == one.c.person, told_apart.c.other == other.c.person)
    query = (
        select(one.c.person, other.c.person)
        .select_from(several)
        .join(one, (one.c.kind == kind.value) & (one.c.key == several.c.key))
        .join(other, (other.c.kind == kind.value) & (other.c.key == several.c.key) & (other.c.person > one.c.person))
        .where(~known)
    )
    if kind is Likeness.CIN:
        return query.order_by(one.c.person, other.c.person)
    first, second = people.alias(), people.alias()
    two_cin = (first.c.cin != "") & (second.c.cin != "") & (first.c.cin != second.c.cin)
    unlikely = case((two_cin & (first.c.family_id != second.c.family_id), 1), else_=0)
    return (
        query.join(first, first.c.number == one.c.person)
        .join(second, second.c.number == other.c.person)
        .order_by(unlikely, one.c.person, other.c.person)
    )


def _keys(row: Person) -> Iterator[tuple[int, int]]:
    cin = compact(row.cin)
    if cin:
        yield Likeness.CIN.value, _hash(cin)
    words = sorted({*_sounds(row.last_name), *_sounds(row.first_name)})
    if words:
        yield Likeness.NAME_AND_BIRTH.value, _hash(f"{row.birth} {' '.join(words)}")


@lru_cache(maxsize=65_536)
def _sounds(name: str) -> tuple[str, ...]:
    """What a name sounds like: Mohammed and Mohamed are one."""
    return tuple(sound(word) for word in name_words(name))


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest()) >> 1
