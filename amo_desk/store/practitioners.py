"""Practitioners and establishments by their INPE; one number may stand under several names, which is then shown."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Connection, func, insert, select

from amo_desk.domain.people import Convention, Practitioner
from amo_desk.store.schema import conventions, practitioners


def add(connection: Connection, records: Iterable[tuple[UUID, Practitioner]]) -> None:
    """Writes practitioners under the ids they are given, with their conventions."""
    rows: list[dict[str, object]] = []
    agreed: list[dict[str, object]] = []
    for key, p in records:
        rows.append(
            {
                "id": key,
                "inpe": p.inpe,
                "name": p.name,
                "kind": p.kind,
                "speciality": p.speciality,
                "place": p.place,
                "ice": p.ice,
                "fiscal_id": p.fiscal_id,
                "learnt": p.learnt,
            }
        )
        agreed += [{"practitioner_id": key, "since": c.since, "member": c.member} for c in p.conventions]
    if rows:
        connection.execute(insert(practitioners), rows)
    if agreed:
        connection.execute(insert(conventions), agreed)


def find(connection: Connection, inpe: str) -> tuple[Practitioner, ...]:
    """Everybody registered under an INPE."""
    rows = connection.execute(
        select(practitioners).where(practitioners.c.inpe == inpe).order_by(practitioners.c.name)
    ).all()
    agreed: dict[UUID, list[Convention]] = {}
    query = select(conventions).where(conventions.c.practitioner_id.in_([row.id for row in rows]))
    for row in connection.execute(query.order_by(conventions.c.since)) if rows else ():
        agreed.setdefault(row.practitioner_id, []).append(Convention(since=row.since, member=row.member))
    return tuple(
        Practitioner(
            inpe=row.inpe,
            name=row.name,
            kind=row.kind,
            speciality=row.speciality,
            place=row.place,
            ice=row.ice,
            fiscal_id=row.fiscal_id,
            conventions=tuple(agreed.get(row.id, ())),
            learnt=row.learnt,
        )
        for row in rows
    )


def count(connection: Connection) -> int:
    """How many practitioners the register holds."""
    return int(connection.execute(select(func.count()).select_from(practitioners)).scalar_one())
