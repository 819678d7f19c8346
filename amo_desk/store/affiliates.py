"""Families in the store: written by the register, found by number or by name."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from pyroaring import BitMap
from sqlalchemy import Connection, Row, bindparam, select

from amo_desk.domain.errors import Missing
from amo_desk.domain.identifiers import compact
from amo_desk.domain.names import index_words
from amo_desk.domain.people import Beneficiary, Certificate, CertificateKind, Family, Relation, Sex, Status
from amo_desk.store import counters
from amo_desk.store.bulk import Rows
from amo_desk.store.names import VERSION, Names, Postings
from amo_desk.store.schema import certificates, families, people, person_numbers

# Beside words, a number with one or two figures is that of too many people for a keystroke: so many are compared.
MOST_BESIDE_WORDS = 30_000
# Counters: the people in the register, and the last number one of them was given.
PEOPLE, LAST_NUMBER = "people", "people_number"
_END = "\U0010ffff"
_INSURED = Relation.INSURED.value
# No person is kept under more numbers than these: three of the family with and without zeros in front, and a CIN.
MOST_NUMBERS = 7
# Shorter words beside a figure belong to the number: CIN begin with one or two letters.
_WORDS_BESIDE = re.compile(r"[^\W\d_]{3,}")

# What every keystroke asks is written once.
_NUMBERED = (
    select(person_numbers.c.person)
    .where(person_numbers.c.number >= bindparam("first"), person_numbers.c.number < bindparam("end"))
    .order_by(person_numbers.c.number, person_numbers.c.person)
    .limit(bindparam("limit"))
)
_FOUND = (
    select(people, families.c.immatriculation, families.c.affiliation, families.c.mutuelle)
    .join(families, families.c.id == people.c.family_id)
    .where(people.c.number.in_(bindparam("found", expanding=True)))
)
_MEMBER = people.alias("member")
_MEMBERS = (
    select(people.c.number, _MEMBER.c.position, _MEMBER.c.relation, _MEMBER.c.last_name, _MEMBER.c.first_name)
    .join(_MEMBER, _MEMBER.c.family_id == people.c.family_id)
    .where(people.c.number.in_(bindparam("found", expanding=True)))
    .order_by(people.c.number, _MEMBER.c.position)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One person found, with the family they are covered through; `family` are the first names of the others."""

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
    family: tuple[str, ...] = ()


def add(connection: Connection, records: Iterable[Family]) -> int:
    """Writes families with their search keys; returns how many people they hold."""
    rows = _Rows(connection)
    first = number = counters.last(connection, LAST_NUMBER)
    postings = Postings()
    for family in records:
        number = _rows(family, rows, postings, number)
        rows.write(whole=False)
    rows.write(whole=True)
    if number > first:
        postings.write(connection)
        counters.put(connection, LAST_NUMBER, number)
        counters.put(connection, PEOPLE, counters.last(connection, PEOPLE) + number - first)
    return number - first


def index_names(connection: Connection) -> None:
    """Writes the words of everybody's names, where an older program left none."""
    if counters.last(connection, VERSION) or not count(connection):
        return
    postings = Postings()
    c = people.c
    for row in connection.execute(select(c.number, c.relation, c.last_name, c.first_name, c.arabic_name)):
        words = _words(row.last_name, row.first_name, row.arabic_name)
        postings.add(row.number, words, head=row.relation == Relation.INSURED.value)
    postings.write(connection)


def get(connection: Connection, family_id: UUID) -> Family:
    """One family with all its members."""
    found = some(connection, (family_id,))
    if not found:
        raise Missing("family.missing")
    return found[family_id]


def some(connection: Connection, ids: Collection[UUID]) -> dict[UUID, Family]:
    """The families with these ids, each with all its members."""
    proofs: dict[UUID, list[Certificate]] = {}
    owned = select(certificates).join(people).where(people.c.family_id.in_(ids)).order_by(certificates.c.kind)
    for proof in connection.execute(owned):
        proofs.setdefault(proof.person_id, []).append(Certificate(kind=CertificateKind(proof.kind), until=proof.until))
    members: dict[UUID, list[Beneficiary]] = {}
    for row in connection.execute(select(people).where(people.c.family_id.in_(ids)).order_by(people.c.position)):
        members.setdefault(row.family_id, []).append(_member(row, proofs.get(row.id, [])))
    return {
        row.id: Family(
            id=row.id,
            immatriculation=row.immatriculation,
            affiliation=row.affiliation,
            mutuelle=row.mutuelle,
            section=row.section,
            status=Status(row.status),
            extract_day=row.extract_day,
            members=tuple(members.get(row.id, ())),
            ppr=row.ppr,
            phone=row.phone,
            address=row.address,
            rib=row.rib,
        )
        for row in connection.execute(select(families).where(families.c.id.in_(ids)))
    }


def find(connection: Connection, names: Names, typed: str, limit: int) -> tuple[Hit, ...]:
    """The people whose numbers begin with what was typed, or whose names hold it: best first, insured persons first."""
    return _hits(connection, numbers_of(connection, names, typed, limit))


def numbers_of(
    connection: Connection, names: Names, typed: str, limit: int, within: BitMap | None = None
) -> Sequence[int]:
    """The register's own numbers of the people found, among some where `within` says which."""
    if not re.search(r"\d", typed):
        return names.index(connection).find(typed, limit, within)
    words = _WORDS_BESIDE.findall(typed)
    number = compact(_WORDS_BESIDE.sub("", typed) if words else typed)
    if not words and within is None:
        return list(islice(_beginning(connection, number, limit * MOST_NUMBERS), limit))
    found = BitMap(_beginning(connection, number, MOST_BESIDE_WORDS))
    if within is not None:
        found &= within
    return names.index(connection).find(" ".join(words), limit, found) if words else tuple(found)[:limit]


def immatriculations(connection: Connection, limit: int) -> tuple[str, ...]:
    """The first immatriculations of the register, in the order they were entered."""
    query = select(families.c.immatriculation).order_by(families.c.id).limit(limit)
    return tuple(connection.execute(query).scalars())


def first_ids(connection: Connection, limit: int) -> tuple[UUID, ...]:
    """The ids of the first families of the register, in the order they were entered."""
    return tuple(connection.execute(select(families.c.id).order_by(families.c.id).limit(limit)).scalars())


def count(connection: Connection) -> int:
    """How many people the register holds."""
    return counters.last(connection, PEOPLE)


def _beginning(connection: Connection, number: str, most: int) -> dict[int, None]:
    """The people of the first so many numbers that begin so, in the order of these numbers."""
    # A card prints leading zeros that a workbook may have lost: with and without are the same number.
    found: dict[int, None] = {}
    for form in dict.fromkeys((number, number.lstrip("0") or number)):
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
        hits[row.number] = Hit(
            family_id=row.family_id,
            person_id=row.id,
            name=_name(row.last_name, row.first_name),
            arabic_name=row.arabic_name,
            relation=Relation(row.relation),
            insured=_name(insured[2], insured[3]) if insured else _name(row.last_name, row.first_name),
            immatriculation=row.immatriculation,
            affiliation=row.affiliation,
            cin=row.cin,
            mutuelle=row.mutuelle,
            birth_year=row.birth.year,
            family=tuple(first for position, _, _, first in family if position != row.position),
        )
    return tuple(hits[number] for number in found)


def _name(last: str, first: str) -> str:
    return f"{last.upper()} {first}".strip()


def _member(row: Row[tuple[object, ...]], proofs: Iterable[Certificate]) -> Beneficiary:
    return Beneficiary(
        id=row.id,
        relation=Relation(row.relation),
        last_name=row.last_name,
        first_name=row.first_name,
        arabic_name=row.arabic_name,
        birth=row.birth,
        sex=Sex(row.sex),
        cin=row.cin,
        rights_from=row.rights_from,
        rights_to=row.rights_to,
        certificates=tuple(proofs),
    )


class _Rows:
    """The rows of new families, table by table."""

    def __init__(self, connection: Connection) -> None:
        self.families, self.people = Rows(connection, families), Rows(connection, people)
        self.certificates = Rows(connection, certificates)
        self.numbers = Rows(connection, person_numbers, in_order=True)

    def write(self, *, whole: bool) -> None:
        """Writes the batches that are full, or all there is; no row comes before the one that it names."""
        if whole or self.people.full:
            for table in (self.families, self.people, self.certificates):
                table.write()
        if whole or self.numbers.full:
            self.numbers.write()


def _rows(family: Family, rows: _Rows, postings: Postings, number: int) -> int:
    """Adds the rows of a family, in the order of the columns; returns the number its last member was given."""
    rows.families.add(
        (
            family.id,
            family.immatriculation,
            family.affiliation,
            family.mutuelle,
            family.section,
            family.status.value,
            family.extract_day,
            family.ppr,
            family.phone,
            family.address,
            family.rib,
        )
    )
    for position, member in enumerate(family.members):
        number += 1
        rows.people.add(
            (
                member.id,
                number,
                family.id,
                position,
                member.relation.value,
                member.last_name,
                member.first_name,
                member.arabic_name,
                member.birth,
                member.sex.value,
                member.cin,
                member.rights_from,
                member.rights_to,
            )
        )
        for proof in member.certificates:
            rows.certificates.add((member.id, proof.kind.value, proof.until))
        for key in search_numbers(family, member):
            rows.numbers.add((key, number))
        postings.add(number, name_keys(member), head=member.relation is Relation.INSURED)
    return number


def name_keys(member: Beneficiary) -> frozenset[str]:
    """The words under which a person is looked for."""
    return _words(member.last_name, member.first_name, member.arabic_name)


def _words(*names: str) -> frozenset[str]:
    return frozenset().union(*(index_words(name) for name in names))


def search_numbers(family: Family, member: Beneficiary) -> list[str]:
    """The numbers under which a person is looked for: their CIN, and those of the family for the insured person."""
    numbers = {compact(member.cin)} if member.cin else set()
    if member.relation is Relation.INSURED:
        own = {compact(family.immatriculation), compact(family.affiliation), compact(family.ppr)}
        numbers |= own | {number.lstrip("0") for number in own}
    return sorted(numbers - {""})
