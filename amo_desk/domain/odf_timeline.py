"""The time line of an orthodontic treatment, the same on screen and on paper: boxes and marks from 0 to 1 in time.

    line = time_line(ledger)
    line.boxes      half-years, retention, interruptions; counted, refused or still ahead; in lanes that never overlap
    line.marks      agreements, today, the birthday that matters, the transfer, what is due
    line.years      where each year begins

Days far from the treatment stand at an edge (`beyond`) instead of squeezing everything else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from amo_desk.domain.agreements import GIVEN, AgreementState
from amo_desk.domain.days import months_after
from amo_desk.domain.findings import Level
from amo_desk.domain.odf import Ledger, LedgerRow, PeriodKind

_YEAR = 12


class BoxState(Enum):
    """Whether a period counts or stands, is refused, or may still come."""

    COUNTED = "counted"
    REFUSED = "refused"
    AHEAD = "ahead"


class TimeMarkKind(Enum):
    """What a day on the line is; BIRTHDAY is the one before which a treatment must begin."""

    AGREEMENT = "agreement"
    LAPSE = "lapse"
    TRANSFER = "transfer"
    BIRTHDAY = "birthday"
    DUE = "due"
    TODAY = "today"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeBox:
    """A period from `x` over `width`; `until` is its last day, `row` is nothing for one that is ahead.

    `ongoing` periods have no end yet; one that is `beyond` lies wholly outside the line and has no width.
    """

    x: float
    width: float
    lane: int
    kind: PeriodKind
    rank: int | None
    state: BoxState
    since: date
    until: date
    ongoing: bool = False
    beyond: bool = False
    row: LedgerRow | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMark:
    """A day of the treatment; `beyond` says that it lies outside the line, on the side of the edge where it stands.

    `number` is that of the agreement for AGREEMENT and LAPSE.
    """

    x: float
    kind: TimeMarkKind
    day: date
    number: str = ""
    beyond: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLine:
    """The days it covers, how many lanes the boxes take, and everything on it from the earliest to the latest."""

    start: date
    end: date
    lanes: int
    boxes: tuple[TimeBox, ...]
    marks: tuple[TimeMark, ...]
    years: tuple[tuple[float, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    kind: PeriodKind
    rank: int | None
    state: BoxState
    since: date
    until: date
    ongoing: bool = False
    row: LedgerRow | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    start: date
    end: date

    def x(self, day: date) -> float:
        """Where a day stands, at an edge when it lies outside."""
        return min(max((day - self.start).days / (self.end - self.start).days, 0.0), 1.0)

    def holds(self, day: date) -> bool:
        return self.start <= day <= self.end


def time_line(ledger: Ledger) -> TimeLine:
    """The line of a treatment: what was, what is refused, and what may still come under the ceilings."""
    spans = [*(_told(ledger, row) for row in ledger.rows), *_ahead(ledger)]
    days = sorted(_days(ledger), key=lambda found: found[1])
    scale = _scale(ledger, spans, [day for _, day, _ in days])
    boxes = tuple(_boxes(spans, scale))
    years = [date(year, 1, 1) for year in range(scale.start.year, scale.end.year + 1)]
    return TimeLine(
        start=scale.start,
        end=scale.end,
        lanes=max((box.lane for box in boxes), default=0) + 1,
        boxes=boxes,
        marks=tuple(
            TimeMark(x=scale.x(day), kind=kind, day=day, number=number, beyond=not scale.holds(day))
            for kind, day, number in days
        ),
        years=tuple((scale.x(first), first.year) for first in years if scale.holds(first)),
    )


def stands(row: LedgerRow) -> bool:
    """Whether a period is not refused: it counts, or it is an interruption that nothing blocks."""
    blocked = any(finding.standing is Level.BLOCK for finding in row.findings)
    return row.counted or (row.period.kind is PeriodKind.INTERRUPTION and not blocked)


def _told(ledger: Ledger, row: LedgerRow) -> _Span:
    """A period of the ledger; one without an end lasts until now."""
    period = row.period
    shortest = _end(ledger, period.kind, period.since)
    return _Span(
        kind=period.kind,
        rank=period.rank,
        state=BoxState.COUNTED if stands(row) else BoxState.REFUSED,
        since=period.since,
        until=max(row.until or max(ledger.day, shortest), period.since),
        ongoing=row.until is None,
        row=row,
    )


def _ahead(ledger: Ledger) -> Iterator[_Span]:
    """The periods that may still come, one after the other from what is due, as far as the ceilings allow."""
    due = ledger.due
    if due is None or due.kind is None or due.rank is None:
        return
    since = due.earliest
    if ledger.day > _end(ledger, due.kind, since):
        since = ledger.day
    for kind, first, count in _plan(ledger, due.kind, due.rank):
        for rank in range(first, first + count):
            after = _end(ledger, kind, since)
            last = max(since, after - timedelta(days=1))
            yield _Span(kind=kind, rank=rank, state=BoxState.AHEAD, since=since, until=last)
            since = after


def _end(ledger: Ledger, kind: PeriodKind, since: date) -> date:
    """The day after a period of full length; an interruption that goes on is drawn over a month at least."""
    months = {PeriodKind.RETENTION: _YEAR, PeriodKind.INTERRUPTION: 1}
    return months_after(since, months.get(kind, ledger.semester_months))


def _plan(ledger: Ledger, kind: PeriodKind, rank: int) -> Iterator[tuple[PeriodKind, int, int]]:
    """Kinds of period with their first rank and how many of them remain."""
    if kind is PeriodKind.SEMESTER:
        yield kind, rank, ledger.semesters_limit - ledger.semesters_counted
        yield PeriodKind.RETENTION, ledger.retention_counted + 1, ledger.retention_limit - ledger.retention_counted
    elif kind is PeriodKind.RETENTION:
        yield kind, rank, ledger.retention_limit - ledger.retention_counted
    else:
        yield kind, rank, 1


def _days(ledger: Ledger) -> Iterator[tuple[TimeMarkKind, date, str]]:
    for standing in ledger.agreements:
        agreed = standing.agreement
        if agreed.decided_on is None or standing.state not in GIVEN:
            continue
        yield TimeMarkKind.AGREEMENT, agreed.decided_on, agreed.number
        if standing.state is AgreementState.GRANTED and standing.lapses_on is not None and ledger.started_on is None:
            yield TimeMarkKind.LAPSE, standing.lapses_on, agreed.number
    if ledger.case is not None and ledger.case.transferred_on is not None:
        yield TimeMarkKind.TRANSFER, ledger.case.transferred_on, ""
    yield TimeMarkKind.BIRTHDAY, ledger.start_birthday, ""
    yield TimeMarkKind.TODAY, ledger.day, ""
    if ledger.due is not None:
        yield TimeMarkKind.DUE, ledger.due.earliest, ""


def _scale(ledger: Ledger, spans: Iterable[_Span], days: Iterable[date]) -> _Scale:
    """From the first to the last day that belongs to the treatment, and a year further for the other ones."""
    firm = [day for s in spans if s.state is not BoxState.REFUSED for day in (s.since, s.until)]
    firm = firm or [ledger.due.earliest if ledger.due else ledger.day]
    low, high = min(firm), max(firm)
    near_low, near_high = _earlier(low, _YEAR), months_after(high, _YEAR)
    loose = [*days, *(day for s in spans if s.state is BoxState.REFUSED for day in (s.since, s.until))]
    near = [day for day in loose if near_low <= day <= near_high]
    return _Scale(start=_earlier(min([low, *near]), 1), end=months_after(max([high, *near]), 1))


def _boxes(spans: Iterable[_Span], scale: _Scale) -> Iterator[TimeBox]:
    """The spans on the line; where two overlap, what counts keeps the first lane."""
    taken: list[list[_Span]] = []
    for span in sorted(spans, key=lambda s: (s.state is BoxState.REFUSED, s.since, s.until)):
        lane = next((at for at, others in enumerate(taken) if not any(_overlap(span, o) for o in others)), len(taken))
        if lane == len(taken):
            taken.append([])
        taken[lane].append(span)
        x = scale.x(span.since)
        yield TimeBox(
            x=x,
            width=scale.x(span.until) - x,
            lane=lane,
            kind=span.kind,
            rank=span.rank,
            state=span.state,
            since=span.since,
            until=span.until,
            ongoing=span.ongoing,
            beyond=span.until <= scale.start or span.since >= scale.end,
            row=span.row,
        )


def _overlap(one: _Span, other: _Span) -> bool:
    return one.since < other.until and other.since < one.until


def _earlier(day: date, months: int) -> date:
    """So many months before a day."""
    return months_after(day, -months) if (day.year - date.min.year) * _YEAR + day.month > months else date.min
