"""Families in the store: written by the register, found by number or by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, Select, false, func, insert, intersect, or_, select

from amo_desk.domain.errors import Missing
from amo_desk.domain.identifiers import compact
from amo_desk.domain.names import search_keys
from amo_desk.domain.people import Beneficiary, Certificate, CertificateKind, Family, Relation, Sex, Status
from amo_desk.store.schema import certificates, families, people, person_keys

BATCH = 2000
NUMBER = "#"
_END = "\U0010ffff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One person found, with the family they are covered through."""

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


def add(connection: Connection, records: Iterable[Family]) -> int:
    """Writes families with their search keys; returns how many people they hold."""
    rows: dict[str, list[dict[str, object]]] = {"families": [], "people": [], "certificates": [], "keys": []}
    count = 0
    for family in records:
        _rows(family, rows)
        count += len(family.members)
        if len(rows["people"]) > BATCH:
            _flush(connection, rows)
    _flush(connection, rows)
    return count


def get(connection: Connection, family_id: UUID) -> Family:
    """One family with all its members."""
    row = connection.execute(select(families).where(families.c.id == family_id)).first()
    if row is None:
        raise Missing("family.missing")
    proofs: dict[UUID, list[Certificate]] = {}
    owned = select(certificates).join(people).where(people.c.family_id == family_id).order_by(certificates.c.kind)
    for proof in connection.execute(owned):
        proofs.setdefault(proof.person_id, []).append(Certificate(kind=CertificateKind(proof.kind), until=proof.until))
    members = connection.execute(select(people).where(people.c.family_id == family_id).order_by(people.c.position))
    return Family(
        id=row.id,
        immatriculation=row.immatriculation,
        affiliation=row.affiliation,
        mutuelle=row.mutuelle,
        section=row.section,
        status=Status(row.status),
        extract_day=row.extract_day,
        members=tuple(
            Beneficiary(
                id=m.id,
                relation=Relation(m.relation),
                last_name=m.last_name,
                first_name=m.first_name,
                arabic_name=m.arabic_name,
                birth=m.birth,
                sex=Sex(m.sex),
                cin=m.cin,
                rights_from=m.rights_from,
                rights_to=m.rights_to,
                certificates=tuple(proofs.get(m.id, ())),
            )
            for m in members
        ),
    )


def find(connection: Connection, typed: str, limit: int) -> tuple[Hit, ...]:
    """The people whose numbers or names begin with what was typed, insured persons first."""
    found = beginning_with(typed).subquery()
    insured = people.alias("insured")
    query = (
        select(people, families.c.immatriculation, families.c.affiliation, families.c.mutuelle)
        .add_columns(insured.c.last_name.label("i_last"), insured.c.first_name.label("i_first"))
        .join(found, found.c.person_id == people.c.id)
        .join(families, families.c.id == people.c.family_id)
        .join(insured, (insured.c.family_id == families.c.id) & (insured.c.relation == Relation.INSURED.value))
        .order_by(people.c.position, people.c.last_name, people.c.first_name, people.c.id)
        .limit(limit)
    )
    return tuple(
        Hit(
            family_id=row.family_id,
            person_id=row.id,
            name=f"{row.last_name.upper()} {row.first_name}".strip(),
            arabic_name=row.arabic_name,
            relation=Relation(row.relation),
            insured=f"{row.i_last.upper()} {row.i_first}".strip(),
            immatriculation=row.immatriculation,
            affiliation=row.affiliation,
            cin=row.cin,
            mutuelle=row.mutuelle,
            birth_year=row.birth.year,
        )
        for row in connection.execute(query)
    )


def beginning_with(typed: str) -> Select[tuple[UUID]]:
    """The query for the ids of the people whose numbers or names begin with what was typed."""
    wanted = _wanted(typed)
    if not wanted:
        return select(person_keys.c.person_id).where(false())
    if len(wanted) == 1:
        return wanted[0]
    return select(intersect(*wanted).subquery().c.person_id)


def immatriculations(connection: Connection, limit: int) -> tuple[str, ...]:
    """The first immatriculations of the register, in the order they were entered."""
    query = select(families.c.immatriculation).order_by(families.c.id).limit(limit)
    return tuple(connection.execute(query).scalars())


def count(connection: Connection) -> int:
    """How many people the register holds."""
    return int(connection.execute(select(func.count()).select_from(people)).scalar_one())


def _wanted(typed: str) -> Sequence[Select[tuple[UUID]]]:
    """One query for the people behind each word, all of which must agree; a number is one word."""
    number = compact(typed)
    if re.search(r"\d", number):
        # A card prints leading zeros that a workbook may have lost: with and without are the same number.
        return [_beginning(*(NUMBER + form for form in {number, number.lstrip("0") or number}))]
    return [_beginning(key) for key in search_keys(typed)]


def _beginning(*prefixes: str) -> Select[tuple[UUID]]:
    column = person_keys.c.key
    ranges = [(column >= prefix) & (column < prefix + _END) for prefix in prefixes]
    return select(person_keys.c.person_id).where(or_(*ranges)).distinct()


def _rows(family: Family, rows: dict[str, list[dict[str, object]]]) -> None:
    rows["families"].append(
        {
            "id": family.id,
            "immatriculation": family.immatriculation,
            "affiliation": family.affiliation,
            "mutuelle": family.mutuelle,
            "section": family.section,
            "status": family.status.value,
            "extract_day": family.extract_day,
        }
    )
    for position, member in enumerate(family.members):
        rows["people"].append(
            {
                "id": member.id,
                "family_id": family.id,
                "position": position,
                "relation": member.relation.value,
                "last_name": member.last_name,
                "first_name": member.first_name,
                "arabic_name": member.arabic_name,
                "birth": member.birth,
                "sex": member.sex.value,
                "cin": member.cin,
                "rights_from": member.rights_from,
                "rights_to": member.rights_to,
            }
        )
        for proof in member.certificates:
            rows["certificates"].append({"person_id": member.id, "kind": proof.kind.value, "until": proof.until})
        rows["keys"] += [{"key": key, "person_id": member.id} for key in _keys(family, member)]


def _keys(family: Family, member: Beneficiary) -> Iterable[str]:
    names = f"{member.last_name} {member.first_name} {member.arabic_name}"
    numbers = {compact(member.cin)} if member.cin else set()
    if member.relation is Relation.INSURED:
        numbers |= {compact(family.immatriculation), compact(family.affiliation)}
        numbers |= {number.lstrip("0") for number in numbers}
    return sorted({*search_keys(names), *(NUMBER + number for number in numbers if number)})


def _flush(connection: Connection, rows: dict[str, list[dict[str, object]]]) -> None:
    tables = {"families": families, "people": people, "certificates": certificates, "keys": person_keys}
    for name, table in tables.items():
        if rows[name]:
            connection.execute(insert(table), rows[name])
            rows[name].clear()
