"""Closed lots, kept with the lines they were sent with."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, Row, insert, select, update

from amo_desk.domain.errors import Missing
from amo_desk.domain.lot import Lot
from amo_desk.store import codec
from amo_desk.store.schema import lots


def add(connection: Connection, lot: Lot) -> None:
    """Writes a closed lot."""
    connection.execute(
        insert(lots).values(
            id=lot.id,
            number=lot.number,
            form=lot.form,
            payer=lot.payer,
            closed_at=lot.closed_at,
            agent=lot.agent,
            lines=codec.encoded(lot.lines),
            content_hash=lot.content_hash,
            copies=lot.copies,
        )
    )


def get(connection: Connection, lot_id: UUID) -> Lot:
    """The lot with this id."""
    row = connection.execute(select(lots).where(lots.c.id == lot_id)).first()
    if row is None:
        raise Missing("lot.missing")
    return _lot(row)


def latest(connection: Connection, limit: int) -> tuple[Lot, ...]:
    """The lots closed last, the latest first."""
    query = select(lots).order_by(lots.c.closed_at.desc(), lots.c.number.desc()).limit(limit)
    return tuple(_lot(row) for row in connection.execute(query))


def count_copy(connection: Connection, lot: Lot) -> None:
    """Remembers that the slip of a lot was made once more."""
    connection.execute(update(lots).where(lots.c.id == lot.id).values(copies=lots.c.copies + 1))


def _lot(row: Row[tuple[object, ...]]) -> Lot:
    return Lot(
        id=row.id,
        number=row.number,
        form=row.form,
        payer=row.payer,
        closed_at=row.closed_at,
        agent=row.agent,
        lines=codec.lot_lines(row.lines),
        content_hash=row.content_hash,
        copies=row.copies,
    )
