"""The editions of the official medicine list, each kept whole under the day from which it holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Connection, Row, Select, func, insert, select

from amo_desk.domain.medicine import Medicine
from amo_desk.domain.names import folded
from amo_desk.store.schema import medicine_editions, medicines

BATCH = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One edition of the list and how many products it holds."""

    id: int
    label: str
    day: date
    products: int
    imported_at: datetime


def add_edition(
    connection: Connection, label: str, day: date, fingerprint: str, at: datetime, records: Sequence[Medicine]
) -> int | None:
    """Writes a whole edition; nothing happens when the very same list is already there."""
    same = select(medicine_editions.c.id).where(medicine_editions.c.fingerprint == fingerprint)
    if connection.execute(same).first():
        return None
    edition = int(connection.execute(select(func.coalesce(func.max(medicine_editions.c.id), 0))).scalar_one()) + 1
    connection.execute(
        insert(medicine_editions).values(id=edition, label=label, day=day, fingerprint=fingerprint, imported_at=at)
    )
    rows = [_row(edition, record) for record in records]
    for start in range(0, len(rows), BATCH):
        connection.execute(insert(medicines), rows[start : start + BATCH])
    return edition


def editions(connection: Connection) -> tuple[Edition, ...]:
    """Every edition, the latest first."""
    query = (
        select(medicine_editions, func.count(medicines.c.code).label("products"))
        .join(medicines, isouter=True)
        .group_by(medicine_editions.c.id)
        .order_by(medicine_editions.c.day.desc(), medicine_editions.c.id.desc())
    )
    return tuple(
        Edition(id=r.id, label=r.label, day=r.day, products=r.products, imported_at=r.imported_at)
        for r in connection.execute(query)
    )


def edition_on(connection: Connection, day: date) -> int | None:
    """The edition in force on a day: the latest that holds by then, else the earliest there is."""
    c = medicine_editions.c
    current = select(c.id).where(c.day <= day).order_by(c.day.desc(), c.id.desc()).limit(1)
    earliest = select(c.id).order_by(c.day, c.id.desc()).limit(1)
    return connection.execute(current).scalar() or connection.execute(earliest).scalar()


def day_of(connection: Connection, fingerprint: str) -> date | None:
    """The day from which a list holds, nothing where it is not there."""
    return connection.execute(
        select(medicine_editions.c.day).where(medicine_editions.c.fingerprint == fingerprint)
    ).scalar()


def get(connection: Connection, codes: Iterable[str], day: date) -> dict[str, Medicine]:
    """The products behind barcodes, by the edition in force on a day; unknown codes are left out."""
    wanted = list(codes)
    edition = edition_on(connection, day) if wanted else None
    if edition is None:
        return {}
    query = _query().where(medicines.c.edition_id == edition, medicines.c.code.in_(wanted))
    return {row.code: _medicine(row) for row in connection.execute(query)}


def repriced(connection: Connection, listed: Mapping[str, Medicine], day: date) -> dict[str, Medicine]:
    """Those among some products that the list of a day gives another PPV, PH or PRIX_BR, as that list has them."""
    now = get(connection, listed, day)
    return {code: new for code, new in now.items() if new.prices != listed[code].prices}


def history(connection: Connection, code: str) -> tuple[Medicine, ...]:
    """A product in every list that has it, the oldest first."""
    query = _query().where(medicines.c.code == code).order_by(medicine_editions.c.day, medicine_editions.c.id)
    return tuple(_medicine(row) for row in connection.execute(query))


def find(connection: Connection, words: str, day: date, limit: int) -> tuple[Medicine, ...]:
    """The products whose name, DCI, dosage and presentation hold every word, names that begin so first."""
    edition = edition_on(connection, day)
    tokens = folded(words).split()
    if edition is None or not tokens:
        return ()
    query = _query().where(medicines.c.edition_id == edition)
    for token in tokens:
        query = query.where(medicines.c.search.contains(token, autoescape=True))
    begins = medicines.c.search.startswith(tokens[0], autoescape=True)
    query = query.order_by(begins.desc(), medicines.c.search, medicines.c.code).limit(limit)
    return tuple(_medicine(row) for row in connection.execute(query))


def in_force(connection: Connection, day: date) -> tuple[Medicine, ...]:
    """The whole edition in force on a day, by code."""
    edition = edition_on(connection, day)
    return everything(connection, edition) if edition is not None else ()


def everything(connection: Connection, edition: int) -> tuple[Medicine, ...]:
    """A whole edition, by code."""
    query = _query().where(medicines.c.edition_id == edition).order_by(medicines.c.code)
    return tuple(_medicine(row) for row in connection.execute(query))


def _query() -> Select[tuple[object, ...]]:
    return select(medicines, medicine_editions.c.label, medicine_editions.c.day).join(medicine_editions)


def _row(edition: int, record: Medicine) -> dict[str, object]:
    return {
        "edition_id": edition,
        "code": record.code,
        "name": record.name,
        "dci": record.dci,
        "dosage": record.dosage,
        "form": record.form,
        "presentation": record.presentation,
        "ppv": record.ppv,
        "ph": record.ph,
        "base": record.base,
        "generic": record.generic,
        "rate": int(record.rate * 10_000),
        "search": folded(f"{record.name} {record.dosage} {record.dci} {record.presentation}"),
    }


def _medicine(row: Row[tuple[object, ...]]) -> Medicine:
    return Medicine(
        code=row.code,
        name=row.name,
        dci=row.dci,
        dosage=row.dosage,
        form=row.form,
        presentation=row.presentation,
        ppv=row.ppv,
        ph=row.ph,
        base=row.base,
        generic=row.generic,
        rate=Decimal(row.rate) / 10_000,
        edition=row.label,
        edition_day=row.day,
    )
