"""The editions of the official medicine list, each kept whole under the day from which it holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Select, func, insert, or_, select

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


class Head(NamedTuple):
    """An edition by its name and the day from which it holds."""

    id: int
    label: str
    day: date


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


def heads(connection: Connection) -> tuple[Head, ...]:
    """Every edition that ever holds, the latest first: the last imported of those that begin on the same day."""
    c = medicine_editions.c
    by_day: dict[date, Head] = {}
    for row in connection.execute(select(c.id, c.label, c.day).order_by(c.day.desc(), c.id.desc())):
        by_day.setdefault(row.day, Head(row.id, row.label, row.day))
    return tuple(by_day.values())


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


def history(connection: Connection, code: str) -> tuple[tuple[Head, Medicine | None], ...]:
    """Every list that ever holds, the oldest first, with the product where it has it."""
    query = _query().where(medicines.c.code == code)
    listed = {row.edition_id: _medicine(row) for row in connection.execute(query)}
    return tuple((head, listed.get(head.id)) for head in reversed(heads(connection)))


def latest(connection: Connection, codes: Iterable[str]) -> dict[str, Medicine]:
    """The products behind codes as the latest list that has them does, each; codes of no list are left out."""
    query = _query().where(medicines.c.code.in_(list(codes)))
    rows = connection.execute(query.order_by(medicine_editions.c.day, medicine_editions.c.id))
    return {row.code: _medicine(row) for row in rows}


def of_edition(connection: Connection, edition: int, codes: Iterable[str]) -> dict[str, Medicine]:
    """The products behind codes in one list."""
    query = _query().where(medicines.c.edition_id == edition, medicines.c.code.in_(list(codes)))
    return {row.code: _medicine(row) for row in connection.execute(query)}


def repriced_between(connection: Connection, before: int, now: int) -> tuple[tuple[Medicine, Medicine], ...]:
    """The products of two lists of which a price differs, as both have them, by name."""
    new, old = medicines.c, medicines.alias("old").c
    differs = or_(new.ppv != old.ppv, new.ph != old.ph, new.base != old.base)
    codes = select(new.code).join(old.code.table, old.code == new.code)
    codes = codes.where(new.edition_id == now, old.edition_id == before, differs)
    both = []
    for edition in (before, now):
        query = _query().where(medicines.c.edition_id == edition, medicines.c.code.in_(codes))
        both.append({row.code: _medicine(row) for row in connection.execute(query)})
    pairs = [(both[0][code], record) for code, record in both[1].items()]
    return tuple(sorted(pairs, key=lambda pair: (folded(pair[1].label), pair[1].code)))


def find(connection: Connection, words: str, day: date, limit: int) -> tuple[Medicine, ...]:
    """The products whose name, DCI, dosage and presentation hold every word, names that begin so first."""
    edition = edition_on(connection, day)
    tokens = folded(words).split()
    if edition is None or not tokens:
        return ()
    query = _worded(_query(), tokens).where(medicines.c.edition_id == edition).limit(limit)
    return tuple(_medicine(row) for row in connection.execute(query))


def look_up(connection: Connection, typed: str, day: date, limit: int, *, code: bool) -> tuple[str, ...]:
    """The codes that begin so, or those of the products that hold every word, in the list of a day.

    Where that list has none, those of any other list.
    """
    edition, tokens = edition_on(connection, day), folded(typed).split()
    if edition is None or not tokens:
        return ()
    query = select(medicines.c.code)
    if code:
        query = query.where(medicines.c.code.startswith(typed, autoescape=True)).order_by(medicines.c.code)
    else:
        query = _worded(query, tokens)
    found = connection.execute(query.where(medicines.c.edition_id == edition).limit(limit)).scalars().all()
    if not found:
        # A product stands in as many lists as there are: each once.
        found = tuple(dict.fromkeys(connection.execute(query).scalars()))[:limit]
    return tuple(found)


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


def _worded(query: Select[Any], tokens: Sequence[str]) -> Select[Any]:
    """The products whose name, DCI, dosage and presentation hold every word, names that begin so first."""
    for token in tokens:
        query = query.where(medicines.c.search.contains(token, autoescape=True))
    begins = medicines.c.search.startswith(tokens[0], autoescape=True)
    return query.order_by(begins.desc(), medicines.c.search, medicines.c.code)


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
