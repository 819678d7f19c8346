"""An orthodontic dossier at the counter: what the ledger says of it once it stands among the periods that are known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from amo_desk.domain.agreements import GIVEN, Agreement, AgreementState
from amo_desk.domain.days import day_text
from amo_desk.domain.findings import Level
from amo_desk.domain.odf import Period, PeriodKind
from amo_desk.rules.agreements import standing
from amo_desk.rules.odf import told_in
from amo_desk.rules.odf_agreements import of_stage
from amo_desk.rules.odf_judging import Judged, judged, started_under
from amo_desk.rules.odf_terms import Fault, Treatment
from amo_desk.rules.wording import Details

if TYPE_CHECKING:
    from amo_desk.rules.case import Case

STAGE, CARE = "stage", "care_date"
# What the header says of these by itself: a missing number, a care date that cannot be.
_SAID_BY_THE_HEADER = frozenset({"odf_no_agreement", "care_date_future", "care_before_birth"})


def odf_faults(case: Case) -> tuple[Fault, ...]:
    """What is wrong with a dossier that stands for a period, or with a request for the agreement of one."""
    treatment, others = _treatment(case), _others(case)
    own = told_in(case.form, case.content)
    if own is not None:
        return tuple(_on_fields(case, _period_faults(treatment, own, others)))
    if case.form.id in treatment.requests:
        return tuple(_request_faults(treatment, case.text(STAGE), judged(treatment, others)))
    return ()


def period_agreement(case: Case) -> Agreement | None:
    """The agreement under which the period of a dossier counts; nothing where it does not count or has none."""
    own = told_in(case.form, case.content)
    if own is None:
        return None
    row = next(row for row in judged(_treatment(case), (*_others(case), own)) if row.period is own)
    return row.agreement.agreement if row.counted and row.agreement else None


def _treatment(case: Case) -> Treatment:
    known = case.known
    return Treatment(
        rulebook=case.rulebook,
        person=known.beneficiary,
        day=case.deposit_day,
        case=known.odf,
        agreements=known.agreements,
    )


def _others(case: Case) -> tuple[Period, ...]:
    """The other periods of the treatment: those told by hand and those deposited."""
    odf = case.known.odf
    return (*(odf.told if odf else ()), *case.known.periods)


def _on_fields(case: Case, faults: Iterator[Fault]) -> Iterator[Fault]:
    """The faults at fields that the form asks for: what its header does not tell apart is about the care date."""
    asked = {field.id for field in case.form.fields}
    for fault in faults:
        yield fault if fault.target in asked else replace(fault, target=CARE)


def _period_faults(treatment: Treatment, own: Period, others: tuple[Period, ...]) -> Iterator[Fault]:
    rows = judged(treatment, (*others, own))
    row = next(row for row in rows if row.period is own)
    yield from (fault for fault in row.faults if fault.rule not in _SAID_BY_THE_HEADER)
    yield from _interruptions(rows, own)
    yield from _disturbed(judged(treatment, others), rows)


def _interruptions(rows: tuple[Judged, ...], own: Period) -> Iterator[Fault]:
    """The interruptions without an agreement since the period before this one."""
    before = [r.period.since for r in rows if r.period.kind is own.kind and r.period is not own]
    last = max((since for since in before if since <= own.since), default=date.min)
    for row in rows:
        if row.period.kind is PeriodKind.INTERRUPTION and last <= row.period.since <= own.since:
            yield from (fault for fault in row.faults if fault.rule == "odf_no_agreement")


def _disturbed(before: tuple[Judged, ...], after: tuple[Judged, ...]) -> Iterator[Fault]:
    """The periods that count without this dossier and would no more with it, and why."""
    counted = {id(row.period) for row in before if row.counted}
    for row in after:
        if id(row.period) in counted and not row.counted:
            why = next((finding.text for finding in row.findings if finding.standing is Level.BLOCK), None)
            if why is not None:
                yield Fault(rule="odf_disturbs", target=CARE, details={"why": why})


def _request_faults(treatment: Treatment, stage: str, rows: tuple[Judged, ...]) -> Iterator[Fault]:
    """What stands against asking for an agreement: of the active treatment, while no stage is said."""
    kind = _kind_of(treatment, stage) or PeriodKind.SEMESTER
    counted = [row for row in rows if row.counted and row.period.kind is kind]
    day, age = treatment.day, treatment.person.age(treatment.day)
    limit = treatment.number("odf/start_age", day)
    if kind is PeriodKind.SEMESTER and not counted and age >= limit:
        yield Fault(rule="odf_age", target=STAGE, details={"age": str(age), "limit": str(limit)})
    if kind is PeriodKind.SURGICAL and counted:
        yield Fault(rule="odf_surgical_once", target=STAGE, details={"period": treatment.name(counted[0].period)})
    place = max((row.position for row in counted), default=0) + 1
    for ceiling, rule, parameter in (
        (PeriodKind.SEMESTER, "odf_semesters", "odf/max_semesters"),
        (PeriodKind.RETENTION, "odf_retention_years", "odf/retention_years"),
    ):
        most = treatment.number(parameter, day)
        if kind is ceiling and place > most:
            yield Fault(rule=rule, target=STAGE, details={"rank": str(place), "limit": str(most)})
    yield from _open_requests(treatment, kind, rows)


def _open_requests(treatment: Treatment, kind: PeriodKind, rows: tuple[Judged, ...]) -> Iterator[Fault]:
    """The agreements of the same stage that were asked for and not answered, or that may still serve."""
    for agreement in treatment.agreements:
        there = standing(agreement, treatment.day, treatment.rulebook, started_under(agreement, rows))
        open_still = there.state in GIVEN or there.state is AgreementState.REQUESTED
        if open_still and of_stage(treatment, kind, agreement):
            state = treatment.rulebook.sentences[f"agreement_{there.state.value}"].message
            day = day_text(agreement.decided_on or agreement.requested_on)
            details: Details = {"number": agreement.number or "–", "state": state, "day": day}
            yield Fault(rule="odf_request_open", target=STAGE, details=details)


def _kind_of(treatment: Treatment, stage: str) -> PeriodKind | None:
    return next((kind for kind in PeriodKind if (want := treatment.wanted(kind)) and want[1].id == stage), None)
