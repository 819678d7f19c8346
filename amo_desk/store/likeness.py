"""Who may be entered twice: people who share a CIN, or one hash of their name and their birth date.

Those who share one stand side by side in a table, so that the database finds them without reading anybody else.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, exists, func, insert, or_, select

from amo_desk.domain.identifiers import compact
from amo_desk.domain.people import Beneficiary
from amo_desk.domain.person_keys import likeness_key
from amo_desk.store.bulk import Rows
from amo_desk.store.schema import merges, people, person_likeness, person_numbers, told_apart

_AT_ONCE = 500
# So many are not settled by hand: the rest comes up once these are.
_MOST_PAIRS = 50_000
_FIRST_LETTER = "A"
Pair = tuple[int, int]


class Likeness(Enum):
    """Why two entries may be one person."""

    CIN = "cin"
    NAME_AND_BIRTH = "name_and_birth"


class Hashes:
    """The hashes of people, gathered to be written in their order: a table of millions is filled page by page."""

    def __init__(self, connection: Connection) -> None:
        self._rows = Rows(connection, person_likeness, in_order=True)

    def add(self, number: int, key: int) -> None:
        """Notes a person by their number, unless they have no name."""
        if key:
            self._rows.add((key, number))
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
    query = select(c.number, c.last_name, c.first_name, c.birth).where(c.id.not_in(select(merges.c.dropped)))
    for row in connection.execute(query):
        gathered.add(row.number, key_of(row))
    gathered.write()


def key_of(person: Any) -> int:
    """The key of the person of a record or of a row."""
    return likeness_key(person.last_name, person.first_name, person.birth)


def remove(connection: Connection, number: int, key: int) -> None:
    """Takes a person out, who was noted under a key."""
    c = person_likeness.c
    connection.execute(delete(person_likeness).where(c.key == key, c.person == number))


def pairs(connection: Connection, limit: int) -> tuple[Pair, ...]:
    """The numbers of those who may be one person, without those told apart: same CIN first.

    Of those with one name and one birth date, the ones whose CIN differ in two families come last.
    """
    found: dict[Pair, None] = {}
    last: list[Pair] = []
    # A CIN begins with a letter: the other numbers are not read.
    numbered = sorted(_pairs(connection, person_numbers, "number", person_numbers.c.number >= _FIRST_LETTER))
    for some in _parts(numbered):
        who = _who(connection, some)
        found |= dict.fromkeys(pair for pair in some if _same_cin(*(who[number] for number in pair)))
    if len(found) < limit:
        for some in _parts([pair for pair in sorted(_pairs(connection, person_likeness, "key")) if pair not in found]):
            who = _who(connection, some)
            unlikely = {pair for pair in some if _contradict(*(who[number] for number in pair))}
            found |= dict.fromkeys(pair for pair in some if pair not in unlikely)
            last += sorted(unlikely)
            if len(found) >= limit:
                break
    return (*found, *last)[:limit]


def alike(one: Beneficiary, other: Beneficiary) -> tuple[Likeness, ...]:
    """Why two may be one, if anything says so."""
    same = 0 != key_of(one) == key_of(other)
    told = {Likeness.CIN: _same_cin(one, other), Likeness.NAME_AND_BIRTH: same}
    return tuple(kind for kind, same in told.items() if same)


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


def _pairs(connection: Connection, table: Table, name: str, *where: ColumnElement[bool]) -> list[Pair]:
    """Two people wherever several stand under one value of a table, but those told apart."""
    shared = table.c[name]
    several = select(shared).where(*where).group_by(shared).having(func.count() > 1)
    one, other = table.alias(), table.alias()
    known = exists().where(told_apart.c.one == one.c.person, told_apart.c.other == other.c.person)
    same = (other.c[name] == one.c[name]) & (other.c.person > one.c.person)
    query = (
        select(one.c.person.label("one"), other.c.person.label("other"))
        .join(other, same)
        .where(one.c[name].in_(several), ~known)
        .limit(_MOST_PAIRS)
    )
    return [(row.one, row.other) for row in connection.execute(query)]


def _parts(found: list[Pair]) -> list[list[Pair]]:
    return [found[start : start + _AT_ONCE] for start in range(0, len(found), _AT_ONCE)]


def _who(connection: Connection, found: Collection[Pair]) -> dict[int, Any]:
    c = people.c
    mentioned = {number for pair in found for number in pair}
    query = select(c.number, c.cin, c.family_id).where(c.number.in_(mentioned))
    return {row.number: row for row in connection.execute(query)}


def _same_cin(one: Any, other: Any) -> bool:
    return bool(one.cin) and compact(one.cin) == compact(other.cin)


def _contradict(one: Any, other: Any) -> bool:
    return bool(one.cin and other.cin and one.cin != other.cin and one.family_id != other.family_id)
