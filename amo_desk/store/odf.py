"""Orthodontic treatments in the store: one a child, with the periods that were told by hand."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Connection, Row, insert, select, update

from amo_desk.domain.errors import Missing
from amo_desk.domain.odf import OdfCase
from amo_desk.store import codec
from amo_desk.store.database import check_version
from amo_desk.store.schema import odf_cases


def add(connection: Connection, case: OdfCase) -> None:
    """Writes a new treatment."""
    connection.execute(insert(odf_cases).values(id=case.id, **_values(case), version=case.version))


def save(connection: Connection, case: OdfCase) -> OdfCase:
    """Writes a changed treatment over the version it was read as, and returns it with the next one."""
    result = connection.execute(
        update(odf_cases)
        .where(odf_cases.c.id == case.id, odf_cases.c.version == case.version)
        .values(**_values(case), version=case.version + 1)
    )
    check_version(result.rowcount)
    return get(connection, case.id)


def get(connection: Connection, case_id: UUID) -> OdfCase:
    """The treatment with this id."""
    row = connection.execute(select(odf_cases).where(odf_cases.c.id == case_id)).first()
    if row is None:
        raise Missing("odf.missing")
    return _case(row)


def of_beneficiary(connection: Connection, beneficiary_id: UUID) -> OdfCase | None:
    """The treatment of a child, open or closed, if it has one."""
    row = connection.execute(select(odf_cases).where(odf_cases.c.beneficiary_id == beneficiary_id)).first()
    return None if row is None else _case(row)


def of_beneficiaries(connection: Connection, ids: Collection[UUID]) -> dict[UUID, OdfCase]:
    """The treatments of some children, by child; those without one are left out."""
    query = select(odf_cases).where(odf_cases.c.beneficiary_id.in_(ids))
    return {row.beneficiary_id: _case(row) for row in connection.execute(query)}


def still_open(connection: Connection) -> tuple[OdfCase, ...]:
    """The treatments that are not closed, in the order they were opened."""
    query = select(odf_cases).where(odf_cases.c.closed_on.is_(None)).order_by(odf_cases.c.opened_on, odf_cases.c.id)
    return tuple(_case(row) for row in connection.execute(query))


def _values(case: OdfCase) -> dict[str, object]:
    return {
        "family_id": case.family_id,
        "beneficiary_id": case.beneficiary_id,
        "opened_on": case.opened_on,
        "practitioner": case.practitioner,
        "former_practitioner": case.former_practitioner,
        "transferred_on": case.transferred_on,
        "told": codec.encoded(case.told),
        "closed_on": case.closed_on,
        "note": case.note,
        "agent": case.agent,
    }


def _case(row: Row[tuple[object, ...]]) -> OdfCase:
    return OdfCase(
        id=row.id,
        family_id=row.family_id,
        beneficiary_id=row.beneficiary_id,
        opened_on=row.opened_on,
        practitioner=row.practitioner,
        former_practitioner=row.former_practitioner,
        transferred_on=row.transferred_on,
        told=codec.periods(row.told),
        closed_on=row.closed_on,
        note=row.note,
        agent=row.agent,
        version=row.version,
    )
