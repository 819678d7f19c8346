"""The rules of the orthodontic periods: each is judged against those that count before it.

Interruptions are judged first, then half-years, the surgical half-year, and retention: a later kind gives way to an
earlier one. Within a kind the oldest comes first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from amo_desk.domain.agreements import Agreement
from amo_desk.domain.days import day_text
from amo_desk.domain.findings import Finding, Level
from amo_desk.domain.odf import AgreementStanding, Period, PeriodKind
from amo_desk.domain.sources import Text
from amo_desk.rules.odf_agreements import agreement_faults, covering
from amo_desk.rules.odf_terms import RANK_FIELDS, Fault, Treatment, in_order, later
from amo_desk.rules.wording import Details, worded

CARE, PRACTITIONER = "care_date", "prescriber_inpe"
# What does not count whoever sets it aside: the ceilings, and an agreement that is none.
ABSOLUTE = frozenset(
    {
        "odf_semesters",
        "odf_surgical_once",
        "odf_retention_years",
        "odf_agreement_state",
        "odf_agreement_stage",
        "odf_start",
    },
)
PASSES = (PeriodKind.INTERRUPTION, PeriodKind.SEMESTER, PeriodKind.SURGICAL, PeriodKind.RETENTION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A period with its last day, its place among those of its kind, and what is wrong with it.

    `position` counts from 1, half-years that nobody recorded included; it is the place that the period would take where
    it does not count.
    """

    period: Period
    until: date | None
    position: int
    counted: bool
    agreement: AgreementStanding | None
    faults: tuple[Fault, ...]
    findings: tuple[Finding, ...]


Rule: TypeAlias = Callable[["_Look"], Iterator[Fault]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """A period under judgement, beside all those judged before it."""

    treatment: Treatment
    period: Period
    rows: tuple[Judged, ...]
    until: date | None

    @property
    def name(self) -> Text:
        return self.treatment.name(self.period)

    @property
    def rank_field(self) -> str:
        return RANK_FIELDS.get(self.period.kind, CARE)

    @property
    def last(self) -> date:
        return self.until or date.max

    def counted(self, *kinds: PeriodKind) -> tuple[Judged, ...]:
        return tuple(row for row in self.rows if row.counted and row.period.kind in kinds)

    @property
    def begins(self) -> bool:
        """Whether the treatment starts here; a later rank without an earlier period is one that began elsewhere."""
        kind = self.period.kind
        known = any(row.period.kind is kind for row in self.rows)
        return not self.counted(kind) and (known or (self.period.rank or 1) <= 1)

    @property
    def position(self) -> int:
        before = max((row.position for row in self.counted(self.period.kind)), default=0)
        return max(before + 1, self.period.rank or 0)


def judged(treatment: Treatment, periods: Iterable[Period]) -> tuple[Judged, ...]:
    """Every period with what is wrong with it, the oldest first."""
    ordered = sorted(periods, key=in_order)
    rows: tuple[Judged, ...] = ()
    for kind in PASSES:
        for period in ordered:
            if period.kind is kind:
                rows = (*rows, _judge(treatment, period, rows))
    return tuple(sorted(rows, key=lambda row: in_order(row.period)))


def started_under(agreement: Agreement, rows: Iterable[Judged]) -> tuple[date, ...]:
    """The days on which counted periods began that an agreement covers."""
    return tuple(
        row.period.since
        for row in rows
        if row.counted and row.agreement is not None and row.agreement.agreement.id == agreement.id
    )


def _judge(treatment: Treatment, period: Period, rows: tuple[Judged, ...]) -> Judged:
    look = _Look(treatment=treatment, period=period, rows=rows, until=_until(treatment, period, rows))
    cover = covering(treatment, period, lambda agreement: started_under(agreement, rows))
    faults = [fault for rule in RULES for fault in rule(look)]
    faults += agreement_faults(treatment, period, cover, begins=look.begins)
    findings = tuple(found for fault in faults if (found := _finding(treatment, period, fault)) is not None)
    blocked = any(finding.standing is Level.BLOCK for finding in findings)
    return Judged(
        period=period,
        until=look.until,
        position=look.position,
        counted=not blocked and ABSOLUTE.isdisjoint(fault.rule for fault in faults),
        agreement=cover,
        faults=tuple(faults),
        findings=findings,
    )


def _finding(treatment: Treatment, period: Period, fault: Fault) -> Finding | None:
    check = treatment.check(period.kind, fault.rule)
    if check is None:
        return None
    return worded(
        treatment.rulebook.sentences[fault.sentence or fault.rule],
        fault.details,
        key=f"check/{fault.rule}",
        level=check.level,
        override=check.override,
        source=check.source,
        target=fault.target,
        overrides=period.overrides,
    )


def _until(treatment: Treatment, period: Period, rows: tuple[Judged, ...]) -> date | None:
    """The last day of a period; a half-year lasts longer by the interruptions that fall in it."""
    if period.kind is PeriodKind.INTERRUPTION:
        return period.until
    end = treatment.last_day(period)
    if period.kind is not PeriodKind.SEMESTER:
        return end
    for stop in (row.period for row in rows if row.counted and row.period.kind is PeriodKind.INTERRUPTION):
        if period.since < stop.since <= end:
            if stop.until is None:
                return None
            end = later(end, (stop.until - stop.since).days + 1)
    return end


def _dates(look: _Look) -> Iterator[Fault]:
    """In the future, before the birth, or ended before it began."""
    treatment, period = look.treatment, look.period
    details: Details = {"period": look.name}
    if period.since > treatment.day:
        yield Fault(rule="care_date_future", target=CARE, details=details, sentence="odf_future")
    if period.since < treatment.person.birth:
        yield Fault(rule="care_before_birth", target=CARE, details=details, sentence="odf_before_birth")
    if period.until is not None and period.until < period.since:
        yield Fault(rule="field_invalid", target="until", details=details, sentence="odf_backwards")


def _age(look: _Look) -> Iterator[Fault]:
    """A treatment begun on or after the birthday that closes the right to it; the surgical half-year, before."""
    treatment, period = look.treatment, look.period
    limit, age = treatment.number("odf/start_age", period.since), treatment.person.age(period.since)
    details: Details = {"age": str(age), "limit": str(limit)}
    if period.kind is PeriodKind.SEMESTER and look.begins and age >= limit:
        yield Fault(rule="odf_age", target=CARE, details=details)
    if period.kind is PeriodKind.SURGICAL and age < limit:
        yield Fault(rule="odf_surgical_age", target=CARE, details=details)


def _early(look: _Look) -> Iterator[Fault]:
    """A half-year before the end of the one before."""
    if look.period.kind is PeriodKind.SEMESTER:
        ends = [row.until for row in look.counted(PeriodKind.SEMESTER) if row.until is not None]
        if ends and look.period.since <= max(ends):
            details: Details = {"period": look.name, "until": day_text(max(ends))}
            yield Fault(rule="odf_early", target=CARE, details=details)


# With which other kinds a period may not share a day, beside what `_early` and `_retention` say of half-years.
_APART = {
    PeriodKind.INTERRUPTION: (PeriodKind.INTERRUPTION,),
    PeriodKind.SEMESTER: (),
    PeriodKind.SURGICAL: (PeriodKind.SEMESTER,),
    PeriodKind.RETENTION: (PeriodKind.SURGICAL, PeriodKind.RETENTION),
}


def _overlap(look: _Look) -> Iterator[Fault]:
    """A period that shares a day with another one."""
    for row in look.counted(*_APART[look.period.kind]):
        if row.period.since <= look.last and look.period.since <= (row.until or date.max):
            details: Details = {"period": look.name, "other": look.treatment.name(row.period)}
            yield Fault(rule="odf_overlap", target=CARE, details=details)
            return


def _interrupted(look: _Look) -> Iterator[Fault]:
    """A period that begins while the treatment is interrupted."""
    if look.period.kind is PeriodKind.INTERRUPTION:
        return
    for row in look.counted(PeriodKind.INTERRUPTION):
        if row.period.since <= look.period.since <= (row.until or date.max):
            details: Details = {"period": look.name, "other": look.treatment.name(row.period)}
            yield Fault(rule="odf_interrupted", target=CARE, details=details)
            return


def _ranks(look: _Look) -> Iterator[Fault]:
    """A rank told twice, one that leaves a gap or comes after a later one, one without those before it."""
    kind, rank = look.period.kind, look.period.rank
    if kind not in RANK_FIELDS or rank is None:
        return
    before, counted = [row for row in look.rows if row.period.kind is kind], look.counted(kind)
    last = max((row.position for row in counted or before), default=0)
    details: Details = {"period": look.name, "rank": str(rank), "expected": str(last + 1)}
    if any(row.period.rank == rank for row in counted):
        yield Fault(rule="odf_rank_twice", target=look.rank_field, details=details)
    elif not before and rank > 1:
        yield Fault(rule="odf_history", target=look.rank_field, details=details)
    elif rank < 1 or rank > last + 1 or (counted and rank <= last):
        yield Fault(rule="odf_rank", target=look.rank_field, details=details)


def _ceiling(look: _Look) -> Iterator[Fault]:
    """Beyond the last period of its kind that is covered."""
    treatment, day = look.treatment, look.period.since
    if look.period.kind is PeriodKind.SURGICAL and look.counted(PeriodKind.SURGICAL):
        yield Fault(rule="odf_surgical_once", target=CARE, details={"period": look.name})
    for kind, rule, parameter in (
        (PeriodKind.SEMESTER, "odf_semesters", "odf/max_semesters"),
        (PeriodKind.RETENTION, "odf_retention_years", "odf/retention_years"),
    ):
        limit = treatment.number(parameter, day)
        if look.period.kind is kind and look.position > limit:
            details: Details = {"rank": str(look.position), "limit": str(limit)}
            yield Fault(rule=rule, target=look.rank_field, details=details)


def _retention(look: _Look) -> Iterator[Fault]:
    """Retention before the active treatment ended."""
    if look.period.kind is PeriodKind.RETENTION:
        ends = [row.until or row.period.since for row in look.counted(PeriodKind.SEMESTER)]
        if ends and look.period.since <= max(ends):
            details: Details = {"period": look.name, "until": day_text(max(ends))}
            yield Fault(rule="odf_retention_early", target=CARE, details=details)


def _practitioner(look: _Look) -> Iterator[Fault]:
    """Another orthodontist than before, and no transfer recorded."""
    period, case = look.period, look.treatment.case
    if not period.practitioner or period.kind is PeriodKind.INTERRUPTION:
        return
    moved = case.transferred_on if case else None
    before = [
        row.period
        for row in look.rows
        if row.counted and row.period.practitioner and row.period.since <= period.since
        if row.period.kind is not PeriodKind.INTERRUPTION
        if moved is None or row.period.since >= moved or period.since < moved
    ]
    expected = max(before, key=in_order).practitioner if before else ""
    if case:
        told = case.former_practitioner if moved is not None and period.since < moved else case.practitioner
        expected = told or expected
    if expected and expected != period.practitioner:
        details: Details = {"period": look.name, "expected": expected}
        yield Fault(rule="odf_practitioner", target=PRACTITIONER, details=details)


RULES: tuple[Rule, ...] = (
    _dates,
    _age,
    _early,
    _overlap,
    _interrupted,
    _ranks,
    _ceiling,
    _retention,
    _practitioner,
)
