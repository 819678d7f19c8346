"""Practitioners and establishments by their INPE; one number may stand under several names, which is then shown."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Connection, func, insert, select

from amo_desk.domain.people import Practitioner
from amo_desk.store.schema import practitioners


def add(connection: Connection, records: Iterable[tuple[UUID, Practitioner]]) -> None:
    """Writes practitioners under the ids they are given."""
    rows = [
        {
            "id": key,
            "inpe": p.inpe,
            "name": p.name,
            "kind": p.kind,
            "speciality": p.speciality,
            "place": p.place,
            "learnt": p.learnt,
        }
        for key, p in records
    ]
    if rows:
        connection.execute(insert(practitioners), rows)


def find(connection: Connection, inpe: str) -> tuple[Practitioner, ...]:
    """Everybody registered under an INPE."""
    query = select(practitioners).where(practitioners.c.inpe == inpe).order_by(practitioners.c.name)
    return tuple(
        Practitioner(
            inpe=row.inpe,
            name=row.name,
            kind=row.kind,
            speciality=row.speciality,
            place=row.place,
            learnt=row.learnt,
        )
        for row in connection.execute(query)
    )


def count(connection: Connection) -> int:
    """How many practitioners the register holds."""
    return int(connection.execute(select(func.count()).select_from(practitioners)).scalar_one())
