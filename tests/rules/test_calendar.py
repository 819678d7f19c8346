"""Closed days, calendar months, and the last day that is never moved."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from amo_desk.domain.days import months_after
from amo_desk.domain.dossier import Line
from amo_desk.rules.calendar import WEEKEND, closed, next_working_day
from amo_desk.rules.case import Case
from amo_desk.rules.checklist import evaluate
from amo_desk.rules.deadlines import deadline
from amo_desk.rules.rulebook import Rulebook
from rules.casework import case_of


@pytest.mark.parametrize(
    "day, expected",
    [
        (date(2026, 1, 14), "Nouvel an Amazigh"),
        (date(2023, 1, 14), WEEKEND),
        (date(2026, 10, 31), "Fête de l'Unité"),
        (date(2026, 7, 30), "Fête du Trône"),
        (date(2026, 3, 20), "Fête de la rupture du jeûne (estimé)"),
        (date(2026, 11, 22), WEEKEND),
        (date(2026, 11, 23), ""),
    ],
)
def test_why_offices_are_closed(day: date, expected: str) -> None:
    assert closed(day) == expected


def test_the_next_working_day_is_the_day_itself_or_the_first_open_one() -> None:
    assert next_working_day(date(2026, 11, 23)) == date(2026, 11, 23)
    # Thursday and Friday are the feast, then the weekend.
    assert [closed(date(2026, 8, 20 + n)) != "" for n in range(5)] == [True, True, True, True, False]
    assert next_working_day(date(2026, 8, 20)) == date(2026, 8, 24)


def test_every_day_there_is_has_an_answer() -> None:
    assert closed(date(1, 1, 1)) == ""
    assert next_working_day(date.max) == date.max
    assert next_working_day(date(9999, 12, 25)) == date(9999, 12, 27)


@pytest.mark.parametrize(
    "day, months, expected",
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 10, 1), 3, date(2027, 1, 1)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(9999, 11, 1), 3, date.max),
    ],
)
def test_months_are_those_of_the_calendar(day: date, months: int, expected: date) -> None:
    assert months_after(day, months) == expected


def _late(rulebook: Rulebook, care: date, **fields: str) -> Case:
    return case_of(rulebook, "consultation", [Line(code="C", billed=8_000)], care_date=care, fields=fields)


def test_a_closed_last_day_is_told_and_not_moved(rulebook: Rulebook) -> None:
    found = deadline(_late(rulebook, date(2026, 9, 19)))
    assert found
    assert (found.last_day, found.closed, found.working_days) == (date(2026, 11, 18), "Fête de l'indépendance", False)
    assert found.days_left == -5


def test_the_sixtieth_day_is_in_time_and_the_next_is_not(rulebook: Rulebook) -> None:
    deposit = date(2026, 11, 23)
    keys = [
        [f.key for f in evaluate(_late(rulebook, deposit - timedelta(days=days))).findings] for days in (59, 60, 61)
    ]
    assert keys == [["check/deposit_soon"], ["check/deposit_soon"], ["check/deposit_deadline"]]


def test_days_run_from_the_end_of_a_long_treatment(rulebook: Rulebook) -> None:
    found = deadline(_late(rulebook, date(2026, 1, 2), continuous_end="2026-11-02"))
    assert found
    assert (found.start, found.last_day) == (date(2026, 11, 2), date(2027, 1, 1))


def test_force_majeure_with_its_reason_is_a_warning_that_carries_it(rulebook: Rulebook) -> None:
    plain = evaluate(_late(rulebook, date(2026, 8, 1)))
    told = evaluate(_late(rulebook, date(2026, 8, 1), force_majeure="Hospitalisé à l'étranger"))
    assert [(f.key, f.level.value) for f in plain.findings] == [("check/deposit_deadline", "block")]
    assert [(f.key, f.level.value) for f in told.findings] == [("check/deposit_deadline", "warn")]
    assert "Hospitalisé à l'étranger" in told.findings[0].text.fr
    assert "114 jours" in told.findings[0].text.fr


@pytest.mark.parametrize("reason", ["", " ", "..", "ok"])
def test_force_majeure_without_a_reason_stays_a_block(rulebook: Rulebook, reason: str) -> None:
    (finding,) = evaluate(_late(rulebook, date(2026, 8, 1), force_majeure=reason)).findings
    assert finding.level.value == "block"
