"""What may come next in an orthodontic treatment, and between which days it may begin."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from amo_desk.domain.odf import AgreementStanding, Due, PeriodKind
from amo_desk.rules.odf_agreements import in_force
from amo_desk.rules.odf_judging import Judged
from amo_desk.rules.odf_terms import Treatment, later


def due(treatment: Treatment, rows: Sequence[Judged], standings: Sequence[AgreementStanding]) -> Due | None:
    """The next period, or the agreement to ask for first; nothing when the treatment is over or nothing may come.

    While the treatment is interrupted without an end nothing is due. Retention comes after the last half-year that is
    covered, or sooner once its agreement was given.
    """
    if treatment.case is not None and treatment.case.closed_on is not None:
        return None
    counted = {kind: [row for row in rows if row.counted and row.period.kind is kind] for kind in PeriodKind}
    surgical = in_force(treatment, PeriodKind.SURGICAL, standings)
    if surgical is not None and not counted[PeriodKind.SURGICAL]:
        return _surgical(treatment, counted[PeriodKind.SEMESTER], surgical)
    semesters, years = counted[PeriodKind.SEMESTER], counted[PeriodKind.RETENTION]
    if not semesters and not years:
        return None if counted[PeriodKind.SURGICAL] else _first(treatment, standings)
    limit = treatment.number("odf/max_semesters", treatment.day)
    place = max((row.position for row in semesters), default=limit)
    agreed = in_force(treatment, PeriodKind.RETENTION, standings)
    if years or place >= limit or agreed is not None:
        return _retention(treatment, semesters, years, agreed)
    earliest = _after(semesters, counted[PeriodKind.INTERRUPTION])
    return None if earliest is None else Due(kind=PeriodKind.SEMESTER, rank=place + 1, earliest=earliest)


def _first(treatment: Treatment, standings: Sequence[AgreementStanding]) -> Due | None:
    """The first half-year between its agreement and the day that closes the right, or that agreement itself."""
    birthday = treatment.person.birthday(treatment.number("odf/start_age", treatment.day))
    last = birthday if birthday == date.max else birthday - timedelta(days=1)
    wanted = treatment.wanted(PeriodKind.SEMESTER)
    if last < treatment.day or wanted is None:
        return None
    agreed = in_force(treatment, PeriodKind.SEMESTER, standings)
    if agreed is None:
        return Due(kind=None, rank=1, earliest=treatment.day, latest=last, stage=wanted[1].id)
    decided, latest = _window(treatment, agreed)
    earliest, latest = max(decided, treatment.person.birth), min(latest or last, last)
    return Due(kind=PeriodKind.SEMESTER, rank=1, earliest=earliest, latest=latest) if earliest <= latest else None


def _surgical(treatment: Treatment, semesters: Sequence[Judged], agreed: AgreementStanding) -> Due | None:
    limit = treatment.number("odf/start_age", treatment.day)
    first, latest = _window(treatment, agreed)
    earliest = max(first, treatment.person.birthday(limit), _after(semesters, ()) or first)
    if treatment.person.age(earliest) < limit or (latest is not None and latest < earliest):
        return None
    return Due(kind=PeriodKind.SURGICAL, rank=None, earliest=earliest, latest=latest)


def _retention(
    treatment: Treatment, semesters: Sequence[Judged], years: Sequence[Judged], agreed: AgreementStanding | None
) -> Due | None:
    place = max((row.position for row in years), default=0) + 1
    wanted = treatment.wanted(PeriodKind.RETENTION)
    earliest = _after(years or semesters, ())
    if place > treatment.number("odf/retention_years", treatment.day) or earliest is None or wanted is None:
        return None
    if years:
        return Due(kind=PeriodKind.RETENTION, rank=place, earliest=earliest)
    if agreed is not None:
        first, latest = _window(treatment, agreed)
        if latest is None or earliest <= latest:
            return Due(kind=PeriodKind.RETENTION, rank=place, earliest=max(first, earliest), latest=latest)
    return Due(kind=None, rank=place, earliest=earliest, stage=wanted[1].id)


def _window(treatment: Treatment, agreed: AgreementStanding) -> tuple[date, date | None]:
    """The days between which what was agreed may begin; the last one is unknown where no rule sets one."""
    earliest = agreed.agreement.decided_on or treatment.day
    return earliest, agreed.lapses_on and agreed.lapses_on - timedelta(days=1)


def _after(rows: Sequence[Judged], stops: Sequence[Judged]) -> date | None:
    """The first day after some periods and the interruptions that follow them; nothing while one of them lasts."""
    if any(row.until is None for row in rows):
        return None
    ends = [row.until for row in rows if row.until is not None]
    if not ends:
        return None
    earliest = later(max(ends), 1)
    for stop in stops:
        if stop.period.since <= earliest and (stop.until is None or stop.until >= earliest):
            if stop.until is None:
                return None
            earliest = later(stop.until, 1)
    return earliest
