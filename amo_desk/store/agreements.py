"""Prior agreements in the store: written at every step, found by number, by person, by state."""

from __future__ import annotations

import re
from collections.abc import Collection
from uuid import UUID

from pyroaring import BitMap
from sqlalchemy import ColumnElement, Connection, Row, Select, insert, or_, select, update

from amo_desk.domain.agreements import Agreement, AgreementState, AgreementSummary
from amo_desk.domain.errors import Missing
from amo_desk.domain.identifiers import compact
from amo_desk.store import finding
from amo_desk.store.database import check_version
from amo_desk.store.names import Names
from amo_desk.store.schema import agreements, dossiers, families, people

_END = "\U0010ffff"
MOST_PEOPLE = 1_000
_LATEST = (agreements.c.requested_on.desc(), agreements.c.id.desc())


def add(connection: Connection, agreement: Agreement) -> None:
    """Writes a new agreement."""
    connection.execute(insert(agreements).values(id=agreement.id, **_values(agreement), version=agreement.version))


def save(connection: Connection, agreement: Agreement) -> Agreement:
    """Writes a changed agreement over the version it was read as, and returns it with the next one."""
    result = connection.execute(
        update(agreements)
        .where(agreements.c.id == agreement.id, agreements.c.version == agreement.version)
        .values(**_values(agreement), version=agreement.version + 1)
    )
    check_version(result.rowcount)
    return get(connection, agreement.id).agreement


def get(connection: Connection, agreement_id: UUID) -> AgreementSummary:
    """The agreement with this id, and whose it is."""
    found = _listed(connection, _summaries().where(agreements.c.id == agreement_id))
    if not found:
        raise Missing("agreement.missing")
    return found[0]


def find(
    connection: Connection, names: Names, typed: str, states: Collection[AgreementState], kind: str, limit: int
) -> tuple[AgreementSummary, ...]:
    """The agreements in these states, and of a kind where one is given, the latest requests first.

    What was typed begins their number, a number of the family, or the words of the beneficiary's name.
    """
    chosen = select(agreements.c.id)
    if typed.strip():
        chosen = chosen.where(_wanted(connection, names, typed))
    if len(states) < len(AgreementState):
        chosen = chosen.where(agreements.c.state.in_(sorted(state.value for state in states)))
    if kind:
        chosen = chosen.where(agreements.c.kind == kind)
    # People and dossiers are joined to the few that are shown, not to all that were found.
    few = chosen.order_by(*_LATEST).limit(limit)
    return _listed(connection, _summaries().where(agreements.c.id.in_(few)))


def of_beneficiary(connection: Connection, beneficiary_id: UUID) -> tuple[AgreementSummary, ...]:
    """All the agreements of a beneficiary, the latest request first."""
    return _listed(connection, _summaries().where(agreements.c.beneficiary_id == beneficiary_id))


def of_beneficiaries(connection: Connection, ids: Collection[UUID]) -> dict[UUID, tuple[Agreement, ...]]:
    """All the agreements of each of some beneficiaries, the oldest request first."""
    found: dict[UUID, list[Agreement]] = {beneficiary_id: [] for beneficiary_id in ids}
    query = select(agreements).where(agreements.c.beneficiary_id.in_(ids))
    for row in connection.execute(query.order_by(agreements.c.requested_on, agreements.c.id)):
        found[row.beneficiary_id].append(_agreement(row))
    return {beneficiary_id: tuple(owned) for beneficiary_id, owned in found.items()}


def numbered(connection: Connection, number: str) -> tuple[Agreement, ...]:
    """The agreements that bear a number, however it is spaced."""
    rows = connection.execute(select(agreements).where(agreements.c.number_key == compact(number)))
    return tuple(_agreement(row) for row in rows)


def _wanted(connection: Connection, names: Names, typed: str) -> ColumnElement[bool]:
    """Agreements whose number begins with what was typed, and those of the people found by it."""
    number = compact(typed)
    if not re.search(r"\d", number):
        asked = select(people.c.number).where(people.c.id.in_(select(agreements.c.beneficiary_id)))
        theirs = BitMap(connection.execute(asked).scalars())
        found = finding.numbers_of(connection, names, typed, MOST_PEOPLE, theirs)
        return agreements.c.beneficiary_id.in_(select(people.c.id).where(people.c.number.in_(found)))
    its_own = (agreements.c.number_key >= number) & (agreements.c.number_key < number + _END)
    found = finding.numbers_of(connection, names, typed, MOST_PEOPLE)
    of_family = select(people.c.family_id).where(people.c.number.in_(found))
    return or_(its_own, agreements.c.family_id.in_(of_family))


def _summaries() -> Select[tuple[object, ...]]:
    return (
        select(agreements, people.c.last_name, people.c.first_name, families.c.immatriculation, families.c.affiliation)
        .add_columns(dossiers.c.number.label("request_number"))
        .join(people, people.c.id == agreements.c.beneficiary_id)
        .join(families, families.c.id == agreements.c.family_id)
        .join(dossiers, dossiers.c.id == agreements.c.request_id, isouter=True)
        .order_by(*_LATEST)
    )


def _listed(connection: Connection, query: Select[tuple[object, ...]]) -> tuple[AgreementSummary, ...]:
    rows = connection.execute(query).all()
    covered: dict[UUID, list[str]] = {}
    numbers = (
        select(dossiers.c.agreement_id, dossiers.c.number)
        .where(dossiers.c.agreement_id.in_([row.id for row in rows]))
        .order_by(dossiers.c.received_at, dossiers.c.number)
    )
    for agreement_id, number in connection.execute(numbers):
        covered.setdefault(agreement_id, []).append(number)
    return tuple(
        AgreementSummary(
            agreement=_agreement(row),
            beneficiary=f"{row.last_name.upper()} {row.first_name}".strip(),
            immatriculation=row.immatriculation,
            affiliation=row.affiliation,
            request_number=row.request_number or "",
            covered=tuple(covered.get(row.id, ())),
        )
        for row in rows
    )


def _values(agreement: Agreement) -> dict[str, object]:
    return {
        "kind": agreement.kind,
        "stage": agreement.stage,
        "state": agreement.state.value,
        "family_id": agreement.family_id,
        "beneficiary_id": agreement.beneficiary_id,
        "practitioner": agreement.practitioner,
        "requested_on": agreement.requested_on,
        "codes": list(agreement.codes),
        "teeth": list(agreement.teeth),
        "quoted": agreement.quoted,
        "number": agreement.number,
        "number_key": compact(agreement.number),
        "decided_on": agreement.decided_on,
        "reason": agreement.reason,
        "note": agreement.note,
        "request_id": agreement.request_id,
        "agent": agreement.agent,
    }


def _agreement(row: Row[tuple[object, ...]]) -> Agreement:
    return Agreement(
        id=row.id,
        kind=row.kind,
        stage=row.stage,
        state=AgreementState(row.state),
        family_id=row.family_id,
        beneficiary_id=row.beneficiary_id,
        practitioner=row.practitioner,
        requested_on=row.requested_on,
        codes=tuple(row.codes),
        teeth=tuple(row.teeth),
        quoted=row.quoted,
        number=row.number,
        decided_on=row.decided_on,
        reason=row.reason,
        note=row.note,
        request_id=row.request_id,
        agent=row.agent,
        version=row.version,
    )
