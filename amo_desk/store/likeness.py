"""Who may be entered twice: each person under the hash of their CIN, and of their name with their birth date.

Two people under one hash stand side by side in the table, so that the database finds them without reading anybody else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from enum import Enum
from functools import lru_cache
from hashlib import blake2b
from typing import Protocol

from sqlalchemy import Connection, delete, exists, func, insert, or_, select

from amo_desk.domain.identifiers import compact
from amo_desk.domain.names import name_words, sound
from amo_desk.domain.people import Beneficiary
from amo_desk.store.schema import people, person_likeness, told_apart

_CHUNK, _AT_ONCE = 200_000, 500
# So many are not settled by hand: the rest comes up once these are.
_MOST_PAIRS = 50_000


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


def pairs(connection: Connection, limit: int) -> tuple[tuple[int, int], ...]:
    """The numbers of those who may be one person, without those told apart: same CIN first.

    Of those with one name and one birth date, the ones whose CIN differ in two families come last.
    """
    found = dict.fromkeys(sorted(_pairs(connection, Likeness.CIN)))
    last: list[tuple[int, int]] = []
    named = [pair for pair in sorted(_pairs(connection, Likeness.NAME_AND_BIRTH)) if pair not in found]
    for start in range(0, len(named), _AT_ONCE):
        if len(found) >= limit:
            break
        some = named[start : start + _AT_ONCE]
        unlikely = _unlikely(connection, some)
        found |= dict.fromkeys(pair for pair in some if pair not in unlikely)
        last += unlikely
    return (*found, *sorted(last))[:limit]


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


def _pairs(connection: Connection, kind: Likeness) -> list[tuple[int, int]]:
    c = person_likeness.c
    several = select(c.key).where(c.kind == kind.value).group_by(c.key).having(func.count() > 1)
    one, other = person_likeness.alias(), person_likeness.alias()
    known = exists().where(told_apart.c.one == one.c.person, told_apart.c.other == other.c.person)
    same = (other.c.kind == kind.value) & (other.c.key == one.c.key) & (other.c.person > one.c.person)
    query = (
        select(one.c.person.label("one"), other.c.person.label("other"))
        .join(other, same)
        .where(one.c.kind == kind.value, one.c.key.in_(several), ~known)
        .limit(_MOST_PAIRS)
    )
    return [(row.one, row.other) for row in connection.execute(query)]


def _unlikely(connection: Connection, found: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
    """The pairs whose two CIN differ in two families."""
    c = people.c
    query = select(c.number, c.cin, c.family_id).where(c.number.in_({number for pair in found for number in pair}))
    who = {row.number: row for row in connection.execute(query)}
    return {
        (one, other)
        for one, other in found
        if who[one].cin and who[other].cin
        if who[one].cin != who[other].cin and who[one].family_id != who[other].family_id
    }


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
