"""Several acts in one session: what each still counts for, after article 9-B and the CNOPS page on consultations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import pytest

from amo_desk.domain.dossier import Line
from amo_desk.domain.findings import Quote
from amo_desk.domain.sources import Grade
from amo_desk.rules.rulebook import Rulebook
from amo_desk.rules.tariff import quote
from rules.casework import CENTRE, DOCTOR, case_of

# K is 22,50 DH in private care (grid 1).
K40, K20, K10 = (Line(code="K", coefficient=Decimal(n), billed=200_000) for n in (40, 20, 10))
VISIT = Line(code="C", billed=10_000)
ULTRASOUND = Line(code="Z", coefficient=Decimal(16), billed=40_000)
BLOOD = Line(code="B", coefficient=Decimal(100), billed=20_000)


def _quote(rulebook: Rulebook, lines: Iterable[Line], *, same: bool = True, **changes: object) -> Quote:
    fields = {"same_session": "1" if same else "", "executor_inpe": "", **changes.pop("fields", {})}  # type: ignore[dict-item]
    return quote(case_of(rulebook, "consultation", lines, mutuelle="MGEN", fields=fields, **changes))  # type: ignore[arg-type]


def _told(quoted: Quote) -> list[tuple[object, str]]:
    return [(line.tnr, line.note) for line in quoted.lines]


def test_acts_of_one_session_count_whole_then_half_then_nothing(rulebook: Rulebook) -> None:
    told = _told(_quote(rulebook, [K10, K40, K20]))
    assert told == [(0, "session_following"), (90_000, ""), (22_500, "session_part")]


def test_what_counts_for_nothing_is_zero_and_no_unknown(rulebook: Rulebook) -> None:
    quoted = _quote(rulebook, [K40, K20, K10])
    last = quoted.lines[2]
    assert (last.base, last.amo, last.complement, last.reason) == (0, 0, 0, "")
    assert quoted.uncounted == 0
    assert quoted.left == quoted.billed - quoted.amo - quoted.complement


def test_each_reduction_opens_its_source(rulebook: Rulebook) -> None:
    quoted = _quote(rulebook, [K40, K20, K10])
    rules = [[d.label for d in line.details if d.label.startswith("session/")] for line in quoted.lines]
    assert rules == [[], ["session/second"], ["session/third"]]
    (detail,) = (d for d in quoted.lines[1].details if d.label == "session/second")
    assert (detail.value, detail.source.grade) == (Decimal("0.50"), Grade.TRANSCRIPTION)
    assert "177-06" in detail.source.title


def test_nobody_said_one_session_so_nothing_is_reduced(rulebook: Rulebook) -> None:
    told = _told(_quote(rulebook, [VISIT, K40, K20, K10], same=False))
    assert told == [(8_000, ""), (90_000, ""), (45_000, ""), (22_500, "")]


def test_with_a_consultation_only_the_dearest_is_paid(rulebook: Rulebook) -> None:
    told = _told(_quote(rulebook, [VISIT, K20, ULTRASOUND]))
    assert told == [(0, "session_dearest"), (45_000, ""), (0, "session_dearest")]


def test_a_consultation_dearer_than_the_act_is_the_one_paid(rulebook: Rulebook) -> None:
    cheap = Line(code="Z", coefficient=Decimal(6), billed=10_000)
    quoted = _quote(rulebook, [cheap, VISIT])
    assert _told(quoted) == [(0, "session_dearest"), (8_000, "")]
    (detail,) = (d for d in quoted.lines[0].details if d.label == "session/with_consultation")
    assert detail.source.grade is Grade.OFFICIAL


def test_two_that_cost_the_same_keep_the_first(rulebook: Rulebook) -> None:
    same = Line(code="Z", coefficient=Decimal(8), billed=10_000)
    assert _told(_quote(rulebook, [VISIT, same])) == [(8_000, ""), (0, "session_dearest")]


def test_analyses_are_never_of_the_session(rulebook: Rulebook) -> None:
    assert _told(_quote(rulebook, [VISIT, BLOOD])) == [(8_000, ""), (11_000, "")]


@pytest.mark.parametrize("executor, expected", [("", 0), (DOCTOR, 0), (CENTRE, 8_000)])
def test_imaging_of_another_producer_is_not_of_the_session(rulebook: Rulebook, executor: str, expected: int) -> None:
    quoted = _quote(rulebook, [VISIT, ULTRASOUND], fields={"executor_inpe": executor})
    assert [line.tnr for line in quoted.lines] == [expected, 16_000]


def test_imaging_alone_is_not_halved(rulebook: Rulebook) -> None:
    assert _told(_quote(rulebook, [ULTRASOUND, K40])) == [(16_000, ""), (90_000, "")]


def test_one_act_done_three_times_in_a_session_counts_once_and_a_half(rulebook: Rulebook) -> None:
    thrice = Line(code="K", coefficient=Decimal(20), quantity=3, billed=200_000)
    assert _told(_quote(rulebook, [thrice])) == [(67_500, "session_part")]


def test_flat_amounts_follow_the_consultations_that_count(rulebook: Rulebook) -> None:
    case = case_of(
        rulebook,
        "consultation",
        [VISIT, K20],
        mutuelle="MGPAP",
        care_date=date(2026, 1, 2),
        fields={"same_session": "1"},
    )
    assert [line.complement for line in quote(case).lines] == [0, 9_000]


def test_what_has_no_price_is_not_ranked(rulebook: Rulebook) -> None:
    unknown = Line(code="K", billed=10_000)
    quoted = _quote(rulebook, [unknown, K20, K10])
    assert [line.reason for line in quoted.lines] == ["coefficient_missing", "", ""]
    assert [line.tnr for line in quoted.lines] == [None, 45_000, 11_250]


def test_before_the_first_day_of_the_rule_nothing_is_reduced(rulebook: Rulebook) -> None:
    quoted = _quote(rulebook, [VISIT, K20], care_date=date(2006, 8, 31))
    assert [line.reason for line in quoted.lines] == ["act_no_tariff", "act_no_tariff"]


@pytest.mark.parametrize(
    "fields, expected",
    [
        ({"executor_sector": "public"}, [8_000, 9_000]),
        ({"executor_sector": "same"}, [8_000, 11_000]),
        ({}, [8_000, 11_000]),
        ({"sector": "public"}, [5_000, 9_000]),
        ({"sector": "public", "executor_sector": "private"}, [5_000, 11_000]),
        ({"executor_sector": "elsewhere"}, [8_000, 11_000]),
    ],
)
def test_the_laboratory_may_be_of_another_sector(
    rulebook: Rulebook, fields: dict[str, str], expected: list[int]
) -> None:
    quoted = _quote(rulebook, [VISIT, BLOOD], same=False, fields=fields)
    assert [line.tnr for line in quoted.lines] == expected
