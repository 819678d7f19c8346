"""Tests: the time line of a treatment keeps everything between its edges and hides no period behind another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amo_desk.domain.agreements import Agreement, AgreementState
from amo_desk.domain.days import months_after
from amo_desk.domain.odf import AgreementStanding, Due, Ledger, LedgerRow, OdfCase, Period, PeriodKind
from amo_desk.domain.odf_timeline import BoxState, TimeLine, TimeMark, TimeMarkKind, time_line

ID = UUID(int=1)
AGREED = Agreement(
    id=ID,
    kind="odf",
    stage="first",
    state=AgreementState.GRANTED,
    family_id=ID,
    beneficiary_id=ID,
    requested_on=date(2025, 1, 10),
    number="00412377",
    decided_on=date(2025, 2, 2),
    agent="essai",
)
STANDING = AgreementStanding(agreement=AGREED, state=AgreementState.GRANTED, lapses_on=date(2025, 8, 3))


def row(since: date, *, kind: PeriodKind = PeriodKind.SEMESTER, rank: int = 1, counted: bool = True) -> LedgerRow:
    until = None if kind is PeriodKind.INTERRUPTION else months_after(since, 6)
    period = Period(kind=kind, rank=rank, since=since)
    return LedgerRow(
        period=period,
        until=until,
        counted=counted,
        base=None,
        amo=None,
        complement=None,
        coefficient=90 if counted else 0,
    )


def ledger(*rows: LedgerRow, due: Due | None = None, day: date = date(2026, 11, 23)) -> Ledger:
    counted = sum(found.counted and found.period.kind is PeriodKind.SEMESTER for found in rows)
    return Ledger(
        beneficiary_id=ID,
        case=None,
        day=day,
        agreements=(STANDING,),
        rows=rows,
        started_on=rows[0].period.since if rows else None,
        start_birthday=date(2028, 8, 19),
        canine_birthday=date(2030, 8, 19),
        semester_months=6,
        semesters_counted=counted,
        semesters_limit=6,
        coefficient_counted=90 * counted,
        coefficient_limit=540,
        retention_counted=0,
        retention_limit=2,
        base=0,
        amo=0,
        complement=0,
        due=due,
    )


def mark(line: TimeLine, kind: TimeMarkKind) -> TimeMark:
    return next(found for found in line.marks if found.kind is kind)


def test_three_half_years_leave_three_and_two_years_of_retention_ahead():
    rows = [row(date(2025, 7, 4)), row(date(2026, 1, 4), rank=2), row(date(2026, 7, 4), rank=3)]
    line = time_line(ledger(*rows, due=Due(kind=PeriodKind.SEMESTER, rank=4, earliest=date(2027, 1, 4))))
    assert [(box.kind.value, box.rank, box.state.value) for box in line.boxes] == [
        ("semester", 1, "counted"),
        ("semester", 2, "counted"),
        ("semester", 3, "counted"),
        ("semester", 4, "ahead"),
        ("semester", 5, "ahead"),
        ("semester", 6, "ahead"),
        ("retention", 1, "ahead"),
        ("retention", 2, "ahead"),
    ]
    assert line.lanes == 1
    assert [box.row for box in line.boxes[:3]] == rows
    assert line.boxes[-1].until == date(2030, 7, 3), "its last day"
    assert mark(line, TimeMarkKind.AGREEMENT).number == "00412377"
    assert TimeMarkKind.LAPSE not in {found.kind for found in line.marks}, "it began: nothing can lapse"
    assert [year for _, year in line.years] == list(range(line.start.year + 1, line.end.year + 1))


def test_a_refused_half_year_stands_below_the_one_that_counts():
    line = time_line(ledger(row(date(2025, 7, 4)), row(date(2025, 9, 1), rank=2, counted=False)))
    assert [(box.lane, box.state) for box in line.boxes] == [(0, BoxState.COUNTED), (1, BoxState.REFUSED)]
    assert line.lanes == 2


def test_an_interruption_without_an_end_lasts_until_now():
    line = time_line(ledger(row(date(2025, 7, 4)), row(date(2026, 1, 4), kind=PeriodKind.INTERRUPTION, counted=False)))
    pause = line.boxes[1]
    assert (pause.ongoing, pause.until, pause.state) == (True, date(2026, 11, 23), BoxState.COUNTED)


def test_before_the_first_half_year_the_day_it_becomes_void_is_marked():
    due = Due(kind=PeriodKind.SEMESTER, rank=1, earliest=date(2025, 2, 2), latest=date(2025, 8, 2))
    line = time_line(ledger(due=due, day=date(2025, 3, 1)))
    assert mark(line, TimeMarkKind.LAPSE).day == date(2025, 8, 3)
    assert len(line.boxes) == 8


def test_what_is_long_due_is_drawn_from_today():
    due = Due(kind=PeriodKind.SEMESTER, rank=2, earliest=date(2024, 1, 4))
    line = time_line(ledger(row(date(2023, 7, 4)), due=due))
    assert line.boxes[1].since == date(2026, 11, 23)
    assert mark(line, TimeMarkKind.DUE).day == date(2024, 1, 4)


def test_days_far_from_the_treatment_stand_at_the_edge():
    young = replace(ledger(row(date(2025, 7, 4))), start_birthday=date(2034, 1, 1))
    birthday = mark(time_line(young), TimeMarkKind.BIRTHDAY)
    assert birthday.beyond
    assert birthday.x == 1.0
    typo = time_line(ledger(row(date(2025, 7, 4)), row(date(2062, 1, 4), rank=2, counted=False)))
    assert (typo.boxes[1].beyond, typo.boxes[1].width) == (True, 0.0)
    assert typo.boxes[0].width > 0.1


def test_nothing_known_is_a_line_around_the_day():
    line = time_line(replace(ledger(), agreements=()))
    assert not line.boxes
    assert 0 < mark(line, TimeMarkKind.TODAY).x < 1


def test_a_change_of_orthodontist_is_marked():
    case = OdfCase(
        id=ID,
        family_id=ID,
        beneficiary_id=ID,
        opened_on=date(2025, 7, 4),
        transferred_on=date(2026, 3, 1),
        agent="essai",
    )
    line = time_line(replace(ledger(row(date(2025, 7, 4))), case=case))
    assert mark(line, TimeMarkKind.TRANSFER).day == date(2026, 3, 1)


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_ends_of_the_calendar_are_days_too(day: date):
    rows = [row(day), row(day, kind=PeriodKind.INTERRUPTION, counted=False)]
    due = Due(kind=PeriodKind.SEMESTER, rank=2, earliest=day)
    line = time_line(replace(ledger(*rows, due=due, day=day), start_birthday=day))
    assert all(0 <= box.x <= box.x + box.width <= 1 for box in line.boxes)


DAYS = st.dates(date(2015, 1, 1), date(2035, 1, 1))
ROWS = st.builds(
    lambda since, kind, rank, counted: row(since, kind=kind, rank=rank, counted=counted),
    DAYS,
    st.sampled_from(PeriodKind),
    st.integers(1, 8),
    st.booleans(),
)
DUES = st.none() | st.builds(
    lambda kind, rank, earliest: Due(kind=kind, rank=rank, earliest=earliest),
    st.none() | st.sampled_from(PeriodKind),
    st.none() | st.integers(1, 6),
    DAYS,
)


@given(rows=st.lists(ROWS, max_size=8), due=DUES, day=DAYS)
def test_every_box_and_mark_stays_on_the_line_and_lanes_hide_nothing(rows: list[LedgerRow], due: Due | None, day: date):
    line = time_line(ledger(*rows, due=due, day=day))
    assert sum(box.row is not None for box in line.boxes) == len(rows)
    assert all(0 <= box.x <= box.x + box.width <= 1 for box in line.boxes)
    assert all(0 <= found.x <= 1 for found in line.marks)
    assert all(box.width > 0 for box in line.boxes if box.state is not BoxState.REFUSED)
    for one, other in combinations(line.boxes, 2):
        if one.lane == other.lane:
            assert one.until <= other.since or other.until <= one.since
    assert line.end - line.start > timedelta(0)


def test_a_half_year_is_as_long_as_the_parameter_says() -> None:
    due = Due(kind=PeriodKind.SEMESTER, rank=1, earliest=date(2026, 12, 1))
    line = time_line(replace(ledger(due=due), semester_months=4))
    first, second = line.boxes[:2]
    assert (first.until, second.since, second.until) == (date(2027, 3, 31), date(2027, 4, 1), date(2027, 7, 31))
