"""Which prior agreement covers a period of orthodontics, and what is wrong with that."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import TypeAlias

from amo_desk.domain.agreements import GIVEN, Agreement, AgreementState
from amo_desk.domain.days import day_text
from amo_desk.domain.dossier import AGREEMENT_DATE, AGREEMENT_NUMBER
from amo_desk.domain.identifiers import compact
from amo_desk.domain.odf import AgreementStanding, Period, PeriodKind
from amo_desk.rules.agreements import last_start, standing
from amo_desk.rules.odf_terms import Fault, Treatment
from amo_desk.rules.wording import Details

Started: TypeAlias = Callable[[Agreement], Iterable[date]]
_USABLE, _GIVEN, _RIGHT_STAGE, _OTHER = range(4)


def covering(treatment: Treatment, period: Period, started: Started) -> AgreementStanding | None:
    """The agreement that a period names or, where it names none, the one of its stage.

    Without a number, one that was refused, is void or still open is never taken; a period told from elsewhere takes
    only one that covers it, since its own agreement may be unknown here. `started` tells the days on which counted
    periods began under an agreement.
    """
    named = compact(period.agreement)
    found = []
    for agreement in treatment.agreements:
        there = standing(agreement, period.since, treatment.rulebook, started(agreement))
        merit = _merit(treatment, period, there)
        worst = _USABLE if period.elsewhere else _GIVEN
        if compact(agreement.number) == named if named else merit <= worst:
            decided = agreement.decided_on or date.min
            found.append(((merit, -decided.toordinal(), repr(agreement)), there))
    return min(found, key=lambda pair: pair[0])[1] if found else None


def agreement_faults(
    treatment: Treatment, period: Period, cover: AgreementStanding | None, *, begins: bool
) -> Iterator[Fault]:
    """What is wrong with the agreement of a period; `begins` tells that the treatment itself starts with it."""
    if cover is None:
        yield from _unrecorded(treatment, period, begins=begins)
        return
    agreement = cover.agreement
    number = agreement.number or "–"
    details: Details = {"number": number, "period": treatment.name(period)}
    right_stage = of_stage(treatment, period.kind, agreement)
    if not right_stage:
        yield Fault(rule="odf_agreement_stage", target=AGREEMENT_NUMBER, details=details)
    if agreement.state not in GIVEN:
        state = treatment.rulebook.sentences[f"agreement_{agreement.state.value}"].message
        yield Fault(rule="odf_agreement_state", target=AGREEMENT_NUMBER, details={**details, "state": state})
        return
    decided = agreement.decided_on
    if decided is None or not right_stage:
        return
    if period.since < decided:
        yield _before(treatment, period, decided)
    elif cover.state is AgreementState.VOID or (begins and cover.lapses_on and period.since >= cover.lapses_on):
        yield _too_late(treatment, period, decided)
    if period.agreed_on is not None and period.agreed_on != decided:
        details = {"number": number, "typed": day_text(period.agreed_on), "recorded": day_text(decided)}
        yield Fault(rule="odf_agreement_date", target=AGREEMENT_DATE, details=details)


def in_force(
    treatment: Treatment, kind: PeriodKind, standings: Iterable[AgreementStanding]
) -> AgreementStanding | None:
    """The agreement under which such a period may begin, the latest one; nothing where one has to be asked for."""
    usable = [there for there in standings if there.state in GIVEN and of_stage(treatment, kind, there.agreement)]
    return max(usable, key=lambda there: there.agreement.decided_on or date.min) if usable else None


def _unrecorded(treatment: Treatment, period: Period, *, begins: bool) -> Iterator[Fault]:
    """A period whose agreement this office did not record: what was typed serves."""
    told_here = not period.elsewhere or period.kind is PeriodKind.INTERRUPTION
    details: Details = {"period": treatment.name(period)}
    if period.agreement and told_here:
        yield Fault(
            rule="odf_agreement_unknown", target=AGREEMENT_NUMBER, details={**details, "number": period.agreement}
        )
    elif told_here:
        yield Fault(rule="odf_no_agreement", target=AGREEMENT_NUMBER, details=details)
    agreed, wanted = period.agreed_on, treatment.wanted(period.kind)
    if agreed is None or wanted is None:
        return
    last = last_start(wanted[0], agreed, treatment.rulebook)
    if period.since < agreed:
        yield _before(treatment, period, agreed)
    elif begins and last is not None and period.since > last:
        yield _too_late(treatment, period, agreed)


def _before(treatment: Treatment, period: Period, agreed: date) -> Fault:
    details: Details = {"period": treatment.name(period), "agreed": day_text(agreed)}
    return Fault(rule="odf_start", target=AGREEMENT_DATE, details=details, sentence="odf_start_before")


def _too_late(treatment: Treatment, period: Period, agreed: date) -> Fault:
    wanted = treatment.wanted(period.kind)
    last = last_start(wanted[0], agreed, treatment.rulebook) if wanted else None
    details: Details = {"agreed": day_text(agreed), "last_day": day_text(last or agreed)}
    return Fault(rule="odf_start", target=AGREEMENT_DATE, details=details)


def _merit(treatment: Treatment, period: Period, there: AgreementStanding) -> int:
    agreement = there.agreement
    if not of_stage(treatment, period.kind, agreement):
        return _OTHER
    if agreement.state not in GIVEN:
        return _RIGHT_STAGE
    early = agreement.decided_on is not None and period.since < agreement.decided_on
    return _USABLE if there.state in GIVEN and not early else _GIVEN


def of_stage(treatment: Treatment, kind: PeriodKind, agreement: Agreement) -> bool:
    """Whether an agreement is of the kind and stage that such a period wants."""
    wanted = treatment.wanted(kind)
    return wanted is not None and (agreement.kind, agreement.stage) == (wanted[0].id, wanted[1].id)
