"""Orthodontics: a dossier as a period, and the ledger of a treatment; minimal, until the rules of the NGAP come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from amo_desk.domain.agreements import Agreement
from amo_desk.domain.days import months_after
from amo_desk.domain.dossier import Dossier
from amo_desk.domain.odf import Due, Ledger, LedgerRow, OdfCase, Period, PeriodKind
from amo_desk.domain.people import Beneficiary
from amo_desk.rules.agreements import standing
from amo_desk.rules.forms import Form
from amo_desk.rules.rulebook import Rulebook

_KINDS = {
    "odf_first": PeriodKind.SEMESTER,
    "odf_next": PeriodKind.SEMESTER,
    "odf_surgical": PeriodKind.SURGICAL,
    "odf_retention": PeriodKind.RETENTION,
}
_YEARS = {"first": 1, "second": 2}
_HALF_YEAR = 6


def period_of(form: Form, dossier: Dossier) -> Period | None:
    """What a dossier deposits of a treatment; nothing for other forms, or while its day is not known."""
    kind, since = _KINDS.get(form.id), dossier.content.care_day
    if kind is None or since is None:
        return None
    fields = dossier.content.fields
    rank = 1 if form.id == "odf_first" else dossier.content.amount("semester")
    quote = dossier.evaluation.quote if dossier.evaluation else None
    return Period(
        kind=kind,
        rank=_YEARS.get(fields.get("retention_year", "")) if kind is PeriodKind.RETENTION else rank,
        since=since,
        practitioner=fields.get("prescriber_inpe", ""),
        agreement=fields.get("agreement_number", ""),
        dossier_id=dossier.id,
        dossier_number=dossier.number,
        billed=dossier.content.billed,
        base=quote.base if quote else None,
        amo=quote.amo if quote else None,
        complement=quote.complement if quote else None,
    )


def ledger(
    beneficiary: Beneficiary,
    case: OdfCase | None,
    periods: Iterable[Period],
    agreements: Iterable[Agreement],
    day: date,
    rulebook: Rulebook,
) -> Ledger:
    """All that is known of a treatment on a day."""
    every = sorted((*periods, *(case.told if case else ())), key=lambda period: period.since)
    counted = [period for period in every if period.kind is PeriodKind.SEMESTER]
    limit = int(rulebook.parameter("odf/max_semesters").nearest(day).number)
    started = [period.since for period in every if period.kind is not PeriodKind.INTERRUPTION]
    rank = len(counted) + 1
    due = None
    if counted and rank <= limit:
        due = Due(kind=PeriodKind.SEMESTER, rank=rank, earliest=months_after(counted[-1].since, _HALF_YEAR))
    elif not counted:
        due = Due(kind=PeriodKind.SEMESTER, rank=1, earliest=day)
    return Ledger(
        beneficiary_id=beneficiary.id,
        case=case,
        day=day,
        agreements=tuple(standing(agreement, day, rulebook, started) for agreement in agreements),
        rows=tuple(LedgerRow(period=p, until=p.until, counted=True, base=p.base, coefficient=0) for p in every),
        started_on=min(started, default=None),
        start_birthday=months_after(beneficiary.birth, 16 * 12),
        canine_birthday=months_after(beneficiary.birth, 18 * 12),
        semesters_counted=len(counted),
        semesters_limit=limit,
        coefficient_counted=0,
        coefficient_limit=0,
        retention_counted=0,
        retention_limit=0,
        base=sum(p.base or 0 for p in every),
        amo=sum(p.amo or 0 for p in every),
        complement=sum(p.complement or 0 for p in every),
        due=due,
    )
