"""Families in the store, as the register writes them; `finding` looks them up."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select

from amo_desk.domain.errors import Missing, Stale
from amo_desk.domain.people import Beneficiary, Certificate, CertificateKind, Family, Learnt, Relation, Sex, Status
from amo_desk.domain.person_keys import number_keys, words_of
from amo_desk.store import counters, learnt
from amo_desk.store.bulk import Rows
from amo_desk.store.journal import Author
from amo_desk.store.likeness import Hashes, key_of
from amo_desk.store.names import VERSION, Postings
from amo_desk.store.schema import certificates, families, merges, people, person_numbers

# Counters: the people in the register, and the last number one of them was given.
PEOPLE, LAST_NUMBER = "people", "people_number"
# Those who were not dropped for another entry of theirs.
_STAYING = people.c.id.not_in(select(merges.c.dropped))


def add(connection: Connection, records: Iterable[Family]) -> int:
    """Writes families with their search keys; returns how many people they hold."""
    rows = _Rows(connection)
    first = number = counters.last(connection, LAST_NUMBER)
    postings, hashes = Postings(), Hashes(connection)
    for family in records:
        for person, member in enumerate(family.members, start=number + 1):
            hashes.add(person, key_of(member))
        number = _rows(family, rows, postings, number)
        rows.write(whole=False)
    rows.write(whole=True)
    hashes.write()
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
    query = select(c.number, c.relation, c.last_name, c.first_name, c.arabic_name).where(_STAYING)
    for row in connection.execute(query):
        words = words_of(row.last_name, row.first_name, row.arabic_name)
        postings.add(row.number, words, head=row.relation == Relation.INSURED.value)
    postings.write(connection)


def get(connection: Connection, family_id: UUID) -> Family:
    """One family with all its members."""
    found = some(connection, (family_id,))
    if not found:
        raise Missing("family.missing")
    return found[family_id]


def some(connection: Connection, ids: Collection[UUID], *, dropped: bool = False) -> dict[UUID, Family]:
    """The families with these ids, each with all its members; `dropped` ones too, which were merged, where asked."""
    if not ids:
        return {}
    proofs: dict[UUID, list[Certificate]] = {}
    owned = select(certificates).join(people).where(people.c.family_id.in_(ids)).order_by(certificates.c.kind)
    for proof in connection.execute(owned):
        proofs.setdefault(proof.person_id, []).append(Certificate(kind=CertificateKind(proof.kind), until=proof.until))
    query = select(people).where(people.c.family_id.in_(ids)).order_by(people.c.position)
    rows = connection.execute(query if dropped else query.where(_STAYING)).all()
    told = learnt.some(connection, {*ids, *(row.id for row in rows)})
    found = connection.execute(select(families).where(families.c.id.in_(ids))).all()
    extracts = {row.id: row.extract_day for row in found}
    members: dict[UUID, list[Beneficiary]] = {}
    for row in rows:
        member = _member(row, proofs.get(row.id, ()), told.get(row.id, ()), extracts[row.family_id])
        members.setdefault(row.family_id, []).append(member)
    return {row.id: _family(row, members.get(row.id, ()), told.get(row.id, ())) for row in found}


def of_people(connection: Connection, ids: Collection[UUID], *, dropped: bool = False) -> dict[UUID, Family]:
    """The families of people, by person; `dropped` entries too, which were merged, where asked."""
    query = select(people.c.id, people.c.family_id).where(people.c.id.in_(ids))
    owned = {row.id: row.family_id for row in connection.execute(query if dropped else query.where(_STAYING))}
    found = some(connection, set(owned.values()), dropped=dropped)
    return {person_id: found[family_id] for person_id, family_id in owned.items()}


def learn(connection: Connection, subject: UUID, field: str, value: str, author: Author) -> Family:
    """Writes a fact told of a family or of a person; a name is found from then on."""
    before = _family_of(connection, subject, field)
    told = learnt.value(connection, subject, field)
    learnt.put(connection, subject, field, value, author)
    return _told_anew(connection, before.id, subject, field, told, value)


def settle(connection: Connection, subject: UUID, field: str) -> Family:
    """Forgets a fact told; what the register says stands again."""
    before = _family_of(connection, subject, field)
    told = learnt.value(connection, subject, field)
    if not learnt.remove(connection, subject, field):
        raise Stale("learnt.settled")
    return _told_anew(connection, before.id, subject, field, told, "")


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


def _family_of(connection: Connection, subject: UUID, field: str) -> Family:
    if field not in learnt.PERSON_FIELDS:
        return get(connection, subject)
    found = of_people(connection, (subject,))
    if subject not in found:
        raise Missing("family.member")
    return found[subject]


def _told_anew(connection: Connection, family: UUID, subject: UUID, field: str, before: str, now: str) -> Family:
    """The family with what is told of it now; people are found by their names in the register and the one told."""
    if field in learnt.PERSON_FIELDS:
        row = connection.execute(select(people).where(people.c.id == subject)).one()
        registered, told = name_keys(row), words_of(now)
        postings = Postings()
        postings.remove(row.number, words_of(before) - registered)
        postings.add(row.number, registered | told, head=row.relation == Relation.INSURED.value)
        postings.write(connection)
    return get(connection, family)


def _family(row: Row[tuple[object, ...]], members: Iterable[Beneficiary], told: Collection[Learnt]) -> Family:
    registered = {field: getattr(row, field) for field in learnt.FAMILY_FIELDS}
    facts = learnt.beside(told, registered, row.extract_day)
    return Family(
        id=row.id,
        immatriculation=row.immatriculation,
        affiliation=row.affiliation,
        mutuelle=row.mutuelle,
        section=row.section,
        status=Status(row.status),
        extract_day=row.extract_day,
        members=tuple(members),
        ppr=row.ppr,
        learnt=facts,
        **registered | learnt.standing(facts),
    )


def _member(
    row: Row[tuple[object, ...]], proofs: Iterable[Certificate], told: Collection[Learnt], extract_day: date
) -> Beneficiary:
    registered = {field: getattr(row, field) for field in learnt.PERSON_FIELDS}
    facts = learnt.beside(told, registered, extract_day)
    return Beneficiary(
        id=row.id,
        relation=Relation(row.relation),
        last_name=row.last_name,
        first_name=row.first_name,
        birth=row.birth,
        sex=Sex(row.sex),
        cin=row.cin,
        rights_from=row.rights_from,
        rights_to=row.rights_to,
        certificates=tuple(proofs),
        learnt=facts,
        **registered | learnt.standing(facts),
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


def name_keys(member: Beneficiary | Row[Any]) -> frozenset[str]:
    """The words under which a person is looked for, by their record or their row."""
    return words_of(member.last_name, member.first_name, member.arabic_name)


def search_numbers(family: Family, member: Beneficiary) -> list[str]:
    """The numbers under which a person is looked for: their CIN, and those of the family for the insured person."""
    of_family = (family.immatriculation, family.affiliation, family.ppr)
    return sorted(number_keys(member.cin, of_family, insured=member.relation is Relation.INSURED))
