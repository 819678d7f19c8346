"""Dossiers in the store: drafts saved as they are typed, received dossiers, and lists of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, Row, Select, bindparam, func, insert, select, update

from amo_desk.domain.dossier import Dossier, DossierSummary, State
from amo_desk.domain.errors import Missing
from amo_desk.store import codec
from amo_desk.store.database import check_version
from amo_desk.store.schema import dossiers, families, lots, people

# Made once: it runs at every pause of the agent's hands.
_SAVE_DRAFT = (
    update(dossiers)
    .where(
        dossiers.c.id == bindparam("of"),
        dossiers.c.version == bindparam("was"),
        dossiers.c.state == State.DRAFT.value,
    )
    .values(content=bindparam("typed"), version=bindparam("becomes"))
)


def add(connection: Connection, dossier: Dossier) -> None:
    """Writes a new dossier."""
    connection.execute(insert(dossiers).values(id=dossier.id, **_values(dossier), version=dossier.version))


def save(connection: Connection, dossier: Dossier) -> Dossier:
    """Writes a changed dossier over the version it was read as, and returns it with the next one."""
    result = connection.execute(
        update(dossiers)
        .where(dossiers.c.id == dossier.id, dossiers.c.version == dossier.version)
        .values(**_values(dossier), version=dossier.version + 1)
    )
    check_version(result.rowcount)
    return get(connection, dossier.id)


def save_draft(connection: Connection, dossier_id: UUID, version: int, content: bytes) -> None:
    """Writes what was typed so far into a draft."""
    values = {"of": dossier_id, "was": version, "typed": content, "becomes": version + 1}
    check_version(connection.execute(_SAVE_DRAFT, values).rowcount)


def get(connection: Connection, dossier_id: UUID) -> Dossier:
    """The dossier with this id."""
    row = connection.execute(_query().where(dossiers.c.id == dossier_id)).first()
    if row is None:
        raise Missing("dossier.missing")
    return _dossier(row)


def by_number(connection: Connection, number: str) -> Dossier:
    """The dossier with this number on its receipt."""
    row = connection.execute(_query().where(dossiers.c.number == number)).first()
    if row is None:
        raise Missing("dossier.number")
    return _dossier(row)


def drafts(connection: Connection) -> tuple[DossierSummary, ...]:
    """The drafts of this store, the latest first."""
    query = _summaries().where(dossiers.c.state == State.DRAFT.value).order_by(dossiers.c.begun_at.desc())
    return _listed(connection, query)


def of_family(connection: Connection, family_id: UUID, limit: int) -> tuple[DossierSummary, ...]:
    """The latest dossiers of a family, drafts and cancelled ones left out."""
    query = (
        _summaries()
        .where(dossiers.c.family_id == family_id, dossiers.c.number.is_not(None))
        .where(dossiers.c.state != State.CANCELLED.value)
        .order_by(dossiers.c.received_at.desc())
        .limit(limit)
    )
    return _listed(connection, query)


def waiting(connection: Connection, form: str, payer: str) -> tuple[DossierSummary, ...]:
    """The received dossiers of a kind for a payer that are in no lot yet, oldest first."""
    query = (
        _summaries()
        .where(dossiers.c.state == State.RECEIVED.value, dossiers.c.form == form, dossiers.c.payer == payer)
        .order_by(dossiers.c.received_at, dossiers.c.number)
    )
    return _listed(connection, query)


def waiting_counts(connection: Connection, never: Collection[str]) -> dict[tuple[str, str], int]:
    """How many received dossiers are in no lot yet, by kind and payer; forms that never are in one are left out."""
    c = dossiers.c
    query = (
        select(c.form, c.payer, func.count())
        .where(c.state == State.RECEIVED.value, c.form.not_in(never))
        .group_by(c.form, c.payer)
        .order_by(c.form, c.payer)
    )
    return {(form, payer): count for form, payer, count in connection.execute(query)}


def received_on(connection: Connection, day: date) -> int:
    """How many dossiers were received on a day."""
    query = select(func.count()).where(dossiers.c.deposit_day == day, dossiers.c.number.is_not(None))
    return int(connection.execute(query).scalar_one())


def whole(connection: Connection, beneficiaries: Collection[UUID], forms: Collection[str]) -> tuple[Dossier, ...]:
    """The received dossiers of some beneficiaries on some forms, with their contents, the latest first."""
    query = (
        _query()
        .where(dossiers.c.beneficiary_id.in_(beneficiaries), dossiers.c.form.in_(forms))
        .where(dossiers.c.number.is_not(None), dossiers.c.state != State.CANCELLED.value)
        .order_by(dossiers.c.received_at.desc(), dossiers.c.number.desc())
    )
    return tuple(_dossier(row) for row in connection.execute(query))


def care_days(connection: Connection, agreement_id: UUID) -> tuple[date, ...]:
    """The days of care of the dossiers that an agreement covers."""
    covered = dossiers.c.agreement_id == agreement_id
    query = select(dossiers.c.care_day).where(covered, dossiers.c.care_day.is_not(None))
    return tuple(connection.execute(query.order_by(dossiers.c.care_day)).scalars())


def many(connection: Connection, ids: Iterable[UUID]) -> tuple[Dossier, ...]:
    """The dossiers with these ids, in the order of their numbers."""
    query = _query().where(dossiers.c.id.in_(list(ids))).order_by(dossiers.c.number)
    return tuple(_dossier(row) for row in connection.execute(query))


def count_receipt(connection: Connection, dossier: Dossier) -> None:
    """Remembers that a receipt was made; the dossier itself does not change."""
    where = dossiers.c.id == dossier.id
    connection.execute(update(dossiers).where(where).values(receipts=dossiers.c.receipts + 1))


def put_in_lot(connection: Connection, records: Iterable[Dossier], lot_id: UUID) -> None:
    """Marks dossiers as sent with a lot; refuses when one of them changed in the meantime."""
    for dossier in records:
        where = (dossiers.c.id == dossier.id, dossiers.c.version == dossier.version)
        values = {"state": dossier.state.value, "lot_id": lot_id, "version": dossier.version + 1}
        check_version(connection.execute(update(dossiers).where(*where).values(**values)).rowcount)


def _query() -> Select[tuple[object, ...]]:
    lot = lots.c.id == dossiers.c.lot_id
    return select(dossiers, lots.c.number.label("lot_number")).join(lots, lot, isouter=True)


def _summaries() -> Select[tuple[object, ...]]:
    insured = families.c
    return (
        _query()
        .add_columns(people.c.last_name, people.c.first_name, insured.immatriculation, insured.affiliation)
        .join(people, people.c.id == dossiers.c.beneficiary_id)
        .join(families, families.c.id == dossiers.c.family_id)
    )


def _listed(connection: Connection, query: Select[tuple[object, ...]]) -> tuple[DossierSummary, ...]:
    return tuple(
        DossierSummary(
            id=row.id,
            number=row.number or "",
            state=State(row.state),
            form=row.form,
            beneficiary_id=row.beneficiary_id,
            beneficiary=f"{row.last_name.upper()} {row.first_name}".strip(),
            immatriculation=row.immatriculation,
            affiliation=row.affiliation,
            deposit_day=row.deposit_day,
            care_day=row.care_day,
            prescriber=row.prescriber,
            payer=row.payer,
            billed=row.billed,
            estimated=row.estimated,
            lot_number=row.lot_number or "",
        )
        for row in connection.execute(query)
    )


def _values(dossier: Dossier) -> dict[str, object]:
    fields = dossier.content.fields
    evaluation = dossier.evaluation
    return {
        "number": dossier.number or None,
        "state": dossier.state.value,
        "form": dossier.form,
        "edition": dossier.edition,
        "family_id": dossier.family_id,
        "beneficiary_id": dossier.beneficiary_id,
        "deposit_day": dossier.deposit_day,
        "care_day": dossier.content.care_day,
        "prescriber": fields.get("prescriber_inpe", ""),
        "payer": evaluation.payer if evaluation else "",
        "billed": dossier.content.billed,
        "estimated": evaluation.quote.estimated if evaluation else None,
        "content": codec.encoded(dossier.content),
        "evaluation": codec.encoded(evaluation) if evaluation else None,
        "agent": dossier.agent,
        "begun_at": dossier.begun_at,
        "received_at": dossier.received_at,
        "receipts": dossier.receipts,
        "agreement_id": dossier.agreement_id,
    }


def _dossier(row: Row[tuple[object, ...]]) -> Dossier:
    return Dossier(
        id=row.id,
        number=row.number or "",
        state=State(row.state),
        form=row.form,
        edition=row.edition,
        family_id=row.family_id,
        beneficiary_id=row.beneficiary_id,
        deposit_day=row.deposit_day,
        content=codec.content(row.content),
        agent=row.agent,
        begun_at=row.begun_at,
        received_at=row.received_at,
        evaluation=codec.evaluation(row.evaluation),
        lot_number=row.lot_number or "",
        receipts=row.receipts,
        agreement_id=row.agreement_id,
        printed_for=row.printed_for,
        version=row.version,
    )
