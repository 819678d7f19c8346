"""People found while one types: by the beginning of a number, by the words of a name, or by both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from pyroaring import BitMap
from sqlalchemy import Connection, Row, and_, bindparam, select

from amo_desk.domain.identifiers import compact
from amo_desk.domain.names import parted
from amo_desk.domain.people import Relation
from amo_desk.domain.person_keys import number_keys
from amo_desk.store import learnt
from amo_desk.store.names import Names
from amo_desk.store.schema import families, merges, people, person_numbers
from amo_desk.store.schema import learnt as told_facts

# Beside words, the people of so many numbers that begin so are looked for among the names. Fewer figures than three
# begin more numbers than that: so many of the best names are compared with them first, one by one.
MOST_BESIDE_WORDS, FIGURES, WALKED = 30_000, 3, 300
_END = "\U0010ffff"
_OF_FAMILY = ("immatriculation", "affiliation", "mutuelle", "extract_day", "ppr")
_INSURED = Relation.INSURED.value
# No person is kept under more numbers than these: three of the family with and without zeros in front, and a CIN.
MOST_NUMBERS = 7

# What every keystroke asks is written once.
_NUMBERED = (
    select(person_numbers.c.person)
    .where(person_numbers.c.number >= bindparam("first"), person_numbers.c.number < bindparam("end"))
    .order_by(person_numbers.c.number, person_numbers.c.person)
    .limit(bindparam("limit"))
)
_FOUND = (
    select(
        people,
        *(families.c[name] for name in _OF_FAMILY),
        told_facts.c.value.label("told_arabic"),
        told_facts.c.at.label("told_at"),
    )
    .join(families, families.c.id == people.c.family_id)
    .outerjoin(told_facts, and_(told_facts.c.subject == people.c.id, told_facts.c.field == "arabic_name"))
    .where(people.c.number.in_(bindparam("found", expanding=True)))
)
_TELLING = (
    select(people.c.id, people.c.number, people.c.relation, people.c.cin)
    .add_columns(families.c.immatriculation, families.c.affiliation, families.c.ppr)
    .join(families, families.c.id == people.c.family_id)
)
_THEIR_NUMBERS = _TELLING.where(people.c.number.in_(bindparam("found", expanding=True)))
_NUMBERS_OF = _TELLING.where(people.c.id.in_(bindparam("found", expanding=True)))
_MEMBER = people.alias("member")
_MEMBERS = (
    select(people.c.number, _MEMBER.c.position, _MEMBER.c.relation, _MEMBER.c.last_name, _MEMBER.c.first_name)
    .join(_MEMBER, _MEMBER.c.family_id == people.c.family_id)
    .where(people.c.number.in_(bindparam("found", expanding=True)), _MEMBER.c.id.not_in(select(merges.c.dropped)))
    .order_by(people.c.number, _MEMBER.c.position)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One person found, with the family they are covered through; `family` are the others, by relation and name."""

    family_id: UUID
    person_id: UUID
    name: str
    arabic_name: str
    relation: Relation
    insured: str
    immatriculation: str
    affiliation: str
    cin: str
    mutuelle: str
    birth_year: int
    extract_day: date
    ppr: str = ""
    family: tuple[tuple[Relation, str], ...] = ()


def find(connection: Connection, names: Names, typed: str, limit: int) -> tuple[Hit, ...]:
    """The people whose numbers begin with what was typed, or whose names hold it: best first, insured persons first."""
    return _hits(connection, numbers_of(connection, names, typed, limit))


def numbers_of(
    connection: Connection, names: Names, typed: str, limit: int, within: BitMap | None = None
) -> Sequence[int]:
    """The register's own numbers of the people found, among some where `within` says which."""
    words, number = parted(typed)
    if not number:
        return names.index(connection).find(typed, limit, within)
    number = compact(number)
    if not words and within is None:
        return list(islice(_beginning(connection, number, limit * MOST_NUMBERS), limit))
    index = names.index(connection)
    found: dict[int, None] = {}
    if words and len(number) < FIGURES:
        best = index.find(words, WALKED, within)
        found = dict.fromkeys(_with_number(connection, best, number))
        if found and len(best) < WALKED:
            return list(islice(found, limit))
    if len(found) < limit:
        numbered = BitMap(_beginning(connection, number, MOST_BESIDE_WORDS))
        some = numbered if within is None else numbered & within
        found |= dict.fromkeys(index.find(words, limit, some) if words else some)
    return list(islice(found, limit))


def _forms(number: str) -> tuple[str, ...]:
    """A number as it is typed, and as a workbook may have left it: a card prints zeros that are easily lost."""
    return tuple(dict.fromkeys((number, number.lstrip("0") or number)))


def _with_number(connection: Connection, found: Sequence[int], number: str) -> Iterable[int]:
    """Those of the people found who have a number that begins so, in the same order."""
    forms = _forms(number)
    own = {row.number: _keys(row) for row in connection.execute(_THEIR_NUMBERS, {"found": found})}
    if merged := _merged(connection, found):
        for row in connection.execute(_NUMBERS_OF, {"found": list(merged)}):
            own[merged[row.id]] |= _keys(row)
    return (one for one in found if any(key.startswith(forms) for key in own[one]))


def _keys(row: Row[Any]) -> set[str]:
    of_family = (row.immatriculation, row.affiliation, row.ppr)
    return number_keys(row.cin, of_family, insured=row.relation == _INSURED)


def _merged(connection: Connection, found: Sequence[int]) -> dict[UUID, int]:
    """The entries that were merged into those of the people found, or into such an entry, each with whose it is."""
    kept = select(merges.c.dropped, people.c.number).join(people, people.c.id == merges.c.kept)
    latest = {row.dropped: row.number for row in connection.execute(kept.where(people.c.number.in_(found)))}
    every: dict[UUID, int] = {}
    while latest:
        every |= latest
        before = select(merges).where(merges.c.kept.in_(latest))
        latest = {row.dropped: latest[row.kept] for row in connection.execute(before)}
    return every


def _beginning(connection: Connection, number: str, most: int) -> dict[int, None]:
    """The people of the first so many numbers that begin so, in the order of these numbers."""
    found: dict[int, None] = {}
    for form in _forms(number):
        bounds = {"first": form, "end": form + _END, "limit": most}
        found.update(dict.fromkeys(connection.execute(_NUMBERED, bounds).scalars()))
    return found


def _hits(connection: Connection, found: Sequence[int]) -> tuple[Hit, ...]:
    """The people with these numbers, in the same order, each with what tells them from others."""
    if not found:
        return ()
    families_of: dict[int, list[tuple[int, str, str, str]]] = {number: [] for number in found}
    for number, *member in connection.execute(_MEMBERS, {"found": found}):
        families_of[number].append(tuple(member))
    hits = {}
    for row in connection.execute(_FOUND, {"found": found}):
        family = families_of[row.number]
        insured = next((member for member in family if member[1] == _INSURED), None)
        told = row.told_at is not None and learnt.stands(row.told_at, row.extract_day)
        hits[row.number] = Hit(
            family_id=row.family_id,
            person_id=row.id,
            name=_name(row.last_name, row.first_name),
            arabic_name=row.told_arabic if told else row.arabic_name,
            relation=Relation(row.relation),
            insured=_name(insured[2], insured[3]) if insured else _name(row.last_name, row.first_name),
            immatriculation=row.immatriculation,
            affiliation=row.affiliation,
            cin=row.cin,
            mutuelle=row.mutuelle,
            birth_year=row.birth.year,
            extract_day=row.extract_day,
            ppr=row.ppr,
            family=tuple((Relation(to), first) for position, to, _, first in family if position != row.position),
        )
    return tuple(hits[number] for number in found)


def _name(last: str, first: str) -> str:
    return f"{last.upper()} {first}".strip()
