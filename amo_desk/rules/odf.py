"""The orthodontic ledger: the periods of a treatment, which of them count, what they are paid on, what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from amo_desk.domain.agreements import Agreement
from amo_desk.domain.dossier import AGREEMENT_DATE, AGREEMENT_NUMBER, Content, Dossier, State
from amo_desk.domain.money import Centimes, centimes, share, total
from amo_desk.domain.odf import AgreementStanding, Ledger, LedgerRow, OdfCase, Period, PeriodKind
from amo_desk.domain.people import Beneficiary
from amo_desk.rules.agreements import standing
from amo_desk.rules.forms import Form
from amo_desk.rules.odf_due import due
from amo_desk.rules.odf_judging import Judged, judged, started_under
from amo_desk.rules.odf_terms import CEILING, RANK_FIELDS, RETENTION_YEARS, Treatment, act_coefficient
from amo_desk.rules.parameters import PRIVATE, PUBLIC

if TYPE_CHECKING:
    from amo_desk.rules.rulebook import Rulebook


def period_of(form: Form, dossier: Dossier) -> Period | None:
    """The period that a dossier stands for; nothing on another form, without the day of care, or once cancelled.

    Its amounts are those of its stored estimation, where that could be computed.
    """
    period = told_in(form, dossier.content)
    if period is None or dossier.state is State.CANCELLED:
        return None
    period = replace(period, dossier_id=dossier.id, dossier_number=dossier.number)
    quote = dossier.evaluation.quote if dossier.evaluation else None
    if quote is None or quote.uncounted or quote.estimated is None:
        return period
    return replace(period, base=quote.base, amo=quote.amo, complement=quote.complement)


def told_in(form: Form, content: Content) -> Period | None:
    """The period that the header and the lines of a form tell of."""
    since = content.care_day
    if form.odf is None or since is None:
        return None
    fields = content.fields
    return Period(
        kind=form.odf,
        rank=_rank(form, content),
        since=since,
        practitioner=fields.get("prescriber_inpe", ""),
        agreement=fields.get(AGREEMENT_NUMBER, ""),
        agreed_on=content.day(AGREEMENT_DATE),
        billed=total(line.billed for line in content.lines) if content.lines else None,
        overrides=content.overrides,
    )


def ledger(
    rulebook: Rulebook,
    person: Beneficiary,
    *,
    day: date,
    mutuelle: str,
    case: OdfCase | None = None,
    periods: Sequence[Period] = (),
    agreements: Sequence[Agreement] = (),
) -> Ledger:
    """All that is known of a treatment on a day: the periods told in the case and those deposited, oldest first."""
    treatment = Treatment(rulebook=rulebook, person=person, day=day, case=case, agreements=tuple(agreements))
    found = judged(treatment, (*(case.told if case else ()), *periods))
    amounts = [_amounts(treatment, row, mutuelle) for row in found]
    semesters = _counted(found, PeriodKind.SEMESTER)
    started = _counted(found, PeriodKind.SEMESTER) or _counted(found, PeriodKind.SURGICAL)
    standings = _standings(treatment, found)
    return Ledger(
        beneficiary_id=person.id,
        case=case,
        day=day,
        agreements=standings,
        rows=tuple(_entry(treatment, row, paid) for row, paid in zip(found, amounts, strict=True)),
        started_on=started[0].period.since if started and started[0].position == 1 else None,
        start_birthday=person.birthday(treatment.number("odf/start_age", day)),
        canine_birthday=person.birthday(treatment.number("odf/canine_age", day)),
        semester_months=treatment.number("odf/semester_months", day),
        semesters_counted=len(semesters),
        semesters_limit=treatment.number("odf/max_semesters", day),
        coefficient_counted=len(semesters) * treatment.coefficient(PeriodKind.SEMESTER, 1),
        coefficient_limit=act_coefficient(rulebook, CEILING),
        retention_counted=len(_counted(found, PeriodKind.RETENTION)),
        retention_limit=treatment.number("odf/retention_years", day),
        base=sum(paid.base or 0 for paid in amounts),
        amo=sum(paid.amo or 0 for paid in amounts),
        complement=total(paid.complement for paid in amounts if paid.base is not None),
        due=due(treatment, found, standings),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Amounts:
    """What a period is paid on and its parts, in centimes; nothing where no source gives them."""

    base: Centimes | None
    amo: Centimes | None
    complement: Centimes | None


def _amounts(treatment: Treatment, row: Judged, mutuelle: str) -> _Amounts:
    """The forfait or less, 0 for a period that does not count; what the dossier was quoted stands where it is that."""
    if not row.counted:
        return _Amounts(base=0, amo=0, complement=0)
    forfait, rate, extra = _values(treatment, row.period, mutuelle)
    if forfait is None or rate is None:
        return _Amounts(base=None, amo=None, complement=None)
    period = row.period
    base = max(0, min(amount for amount in (centimes(forfait), period.billed, period.base) if amount is not None))
    if period.base == base and period.amo is not None:
        amo = max(0, min(period.amo, base))
        quoted = period.complement
        return _Amounts(base=base, amo=amo, complement=None if quoted is None else max(0, min(quoted, base - amo)))
    amo = share(base, rate)
    complement = None if extra is None else min(share(base, extra), base - amo)
    return _Amounts(base=base, amo=amo, complement=complement)


def _values(treatment: Treatment, period: Period, mutuelle: str) -> tuple[Decimal | None, ...]:
    """The forfait, the rate and the complement of a period, from the parameters that its form names."""
    book, day = treatment.rulebook, period.since
    form = next((form for form in treatment.forms(period.kind) if form.forfait), None)
    if form is None:
        return None, None, None
    payer = str(book.parameter("organisation/payer").nearest(day, regime=PUBLIC).value)
    names = (form.forfait, form.rate, form.complement or "")
    found = [
        book.parameter(name).find(day, mutuelle=mutuelle, sector=PRIVATE, payer=payer) if name else None
        for name in names
    ]
    return tuple(value.number if value else None for value in found)


def _entry(treatment: Treatment, row: Judged, paid: _Amounts) -> LedgerRow:
    return LedgerRow(
        period=row.period,
        until=row.until,
        counted=row.counted,
        base=paid.base,
        amo=paid.amo,
        complement=paid.complement,
        coefficient=treatment.coefficient(row.period.kind, row.position) if row.counted else 0,
        agreement=row.agreement,
        findings=row.findings,
    )


def _counted(rows: Iterable[Judged], kind: PeriodKind) -> list[Judged]:
    return [row for row in rows if row.counted and row.period.kind is kind]


def _standings(treatment: Treatment, rows: Sequence[Judged]) -> tuple[AgreementStanding, ...]:
    """What each orthodontic agreement is worth on the day of the ledger, in the order they were asked for."""
    kinds = {wanted[0].id for kind in PeriodKind if (wanted := treatment.wanted(kind))}
    ours = sorted(
        (agreement for agreement in treatment.agreements if agreement.kind in kinds),
        key=lambda agreement: (agreement.requested_on, repr(agreement)),
    )
    return tuple(
        standing(agreement, treatment.day, treatment.rulebook, started_under(agreement, rows)) for agreement in ours
    )


def _rank(form: Form, content: Content) -> int | None:
    """The rank that the header tells; that of the first half-year is known, of a surgical one there is none."""
    if form.odf is PeriodKind.SURGICAL or form.odf is None:
        return None
    name = RANK_FIELDS[form.odf]
    if all(field.id != name for field in form.fields):
        return 1
    return RETENTION_YEARS.get(content.fields.get(name, ""), content.amount(name))
