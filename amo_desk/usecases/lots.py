"""Lots: at most so many dossiers of one kind for one payer, closed once, then only read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from amo_desk.domain.dossier import Dossier, DossierSummary, State
from amo_desk.domain.errors import Missing, Refused
from amo_desk.domain.lot import Lot, LotLine
from amo_desk.domain.numbers import paper_number
from amo_desk.domain.people import Family
from amo_desk.domain.sources import Source, Text
from amo_desk.rules.rulebook import Rulebook
from amo_desk.store import affiliates, counters, dossiers, journal, lots
from amo_desk.usecases.clock import new_id
from amo_desk.usecases.desk import Desk
from amo_desk.usecases.paper_parts import RELATIONS

LATEST_LOTS = 200
LARGEST = "lots/max_dossiers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """The dossiers of one form for one payer that wait to be sent."""

    form: str
    label: Text
    payer: str
    waiting: int


def largest(desk: Desk) -> tuple[int, Source]:
    """How many dossiers a lot may hold today, and who says so."""
    value = desk.rulebook.parameter(LARGEST).at(desk.today())
    return int(value.number), value.source


def kinds(desk: Desk) -> tuple[Kind, ...]:
    """The kinds of which dossiers wait to be sent; those that go another way than by lot are left out."""
    with desk.store.reading() as connection:
        counts = dossiers.waiting_counts(connection, never_sent(desk.rulebook))
    labels = {form.id: form.label for form in desk.rulebook.forms}
    return tuple(
        Kind(form=form, label=labels.get(form, Text(fr=form, ar=form)), payer=payer, waiting=count)
        for (form, payer), count in counts.items()
    )


def never_sent(rulebook: Rulebook) -> frozenset[str]:
    """The forms of which received dossiers are put in no lot: requests go to the adviser of the mutuelle."""
    return frozenset(form.id for form in rulebook.forms if not form.lot)


def waiting(desk: Desk, form: str, payer: str) -> tuple[DossierSummary, ...]:
    """The dossiers of a kind that wait to be sent, oldest first."""
    with desk.store.reading() as connection:
        return dossiers.waiting(connection, form, payer)


def latest(desk: Desk) -> tuple[Lot, ...]:
    """The lots closed last."""
    with desk.store.reading() as connection:
        return tuple(
            replace(lot, closed_at=desk.at_office(lot.closed_at)) for lot in lots.latest(connection, LATEST_LOTS)
        )


def close(desk: Desk, ids: Sequence[UUID]) -> Lot:
    """A lot of these dossiers, with its number; all of them move together or none does."""
    limit, _ = largest(desk)
    if not ids:
        raise Refused("lot.empty")
    if len(set(ids)) > limit:
        raise Refused("lot.too_large", limit=limit)
    now = desk.clock.now()
    office = desk.office
    with desk.store.writing() as connection:
        chosen = dossiers.many(connection, ids)
        if len(chosen) != len(set(ids)):
            raise Missing("dossier.missing")
        if len({(d.form, d.evaluation.payer if d.evaluation else "") for d in chosen}) != 1:
            raise Refused("lot.mixed")
        moved = tuple(dossier.moved(State.LOTTED) for dossier in chosen)
        lines = tuple(_line(dossier, affiliates.get(connection, dossier.family_id)) for dossier in chosen)
        counter = counters.take(connection, f"L{office.code}{office.station}{now:%y}")
        first = chosen[0]
        lot = Lot(
            id=new_id(),
            number=paper_number("L", office.code, office.station, now.year, counter),
            form=first.form,
            payer=first.evaluation.payer if first.evaluation else "",
            closed_at=now,
            agent=desk.agent.name,
            lines=lines,
            content_hash=journal.fingerprint(lines),
        )
        lots.add(connection, lot)
        dossiers.put_in_lot(connection, moved, lot.id)
        details = {"number": lot.number, "dossiers": len(lines), "content": lot.content_hash}
        journal.write(connection, desk.author(), "lot", str(lot.id), "lot_closed", details)
        for dossier in moved:
            journal.write(connection, desk.author(), "dossier", str(dossier.id), "lotted", {"lot": lot.number})
    return lot


def _line(dossier: Dossier, family: Family) -> LotLine:
    evaluation = dossier.evaluation
    if evaluation is None:
        raise Refused("lot.draft")
    person = family.member(dossier.beneficiary_id)
    quote = evaluation.quote
    return LotLine(
        number=dossier.number,
        immatriculation=family.immatriculation,
        affiliation=family.affiliation,
        insured=family.insured.name,
        beneficiary=person.name,
        relation=RELATIONS[person.relation].fr,
        deposit_day=dossier.deposit_day,
        care_day=dossier.content.care_day,
        pieces=sum(piece.present for piece in evaluation.pieces),
        billed=quote.billed,
        base=quote.base,
        amo=quote.amo,
        complement=quote.complement,
        uncounted=quote.uncounted,
    )
