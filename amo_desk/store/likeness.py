"""Who may be entered twice: each person under the hash of their CIN, and of their name with their birth date.

Two people under one hash stand side by side in the table, so that the database finds them without reading anybody else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from enum import Enum
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, exists, func, insert, or_, select

from amo_desk.domain.identifiers import compact
from amo_desk.domain.names import name_words, sound
from amo_desk.domain.people import Beneficiary
from amo_desk.store.bulk import Rows
from amo_desk.store.schema import people, person_likeness, told_apart

_AT_ONCE = 500
# So many are not settled by hand: the rest comes up once these are.
_MOST_PAIRS = 50_000


class Person(NamedTuple):
    """What of a record or of a row tells people apart."""

    last_name: str
    first_name: str
    birth: date
    cin: str

    @classmethod
    def of(cls, row: Any) -> Person:
        """What tells the person of a record or of a row apart."""
        return cls(row.last_name, row.first_name, row.birth, row.cin)


class Likeness(Enum):
    """Why two entries may be one person."""

    CIN = 0
    NAME_AND_BIRTH = 1


class Hashes:
    """The hashes of people, gathered to be written in their order: a table of millions is filled page by page."""

    def __init__(self, connection: Connection) -> None:
        self._rows = Rows(connection, person_likeness, in_order=True)

    def add(self, number: int, person: Person) -> None:
        """Notes a person by their number."""
        for kind, key in _keys(person):
            self._rows.add((kind, key, number))
        if self._rows.full:
            self._rows.write()

    def write(self) -> None:
        """Writes what was gathered."""
        self._rows.write()


def index(connection: Connection) -> None:
    """Writes everybody's hashes, where an older program left none."""
    if connection.execute(select(person_likeness.c.person).limit(1)).first():
        return
    gathered, c = Hashes(connection), people.c
    for row in connection.execute(select(c.number, c.last_name, c.first_name, c.birth, c.cin)):
        gathered.add(row.number, Person.of(row))
    gathered.write()


def remove(connection: Connection, number: int, person: Person) -> None:
    """Takes a person out, who is still the one that was noted."""
    c = person_likeness.c
    for kind, key in _keys(person):
        connection.execute(delete(person_likeness).where(c.kind == kind, c.key == key, c.person == number))


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
    shared = set(_keys(Person.of(one))) & set(_keys(Person.of(other)))
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


def _keys(person: Person) -> Iterator[tuple[int, int]]:
    cin = compact(person.cin)
    if cin:
        yield Likeness.CIN.value, _hash(cin)
    words = sorted({*_sounds(person.last_name), *_sounds(person.first_name)})
    if words:
        yield Likeness.NAME_AND_BIRTH.value, _hash(f"{person.birth} {' '.join(words)}")


@lru_cache(maxsize=65_536)
def _sounds(name: str) -> tuple[str, ...]:
    """What a name sounds like: Mohammed and Mohamed are one."""
    return tuple(sound(word) for word in name_words(name))


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest()) >> 1
