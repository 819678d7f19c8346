"""The monthly contribution: 5 % shared in two, 2,5 % of pensions, from 70 to 400 DH."""

from __future__ import annotations

from datetime import date

import pytest

from amo_desk.domain.errors import Missing, Refused
from amo_desk.rules.contribution import Kind, contribution
from amo_desk.rules.rulebook import Rulebook

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    "gross, kind, expected",
    [
        pytest.param(500_000, "active", (25_000, 12_500, 12_500, ""), id="5 % of 5 000 DH"),
        pytest.param(500_000, "pension", (12_500, 12_500, 0, ""), id="2,5 % of 5 000 DH, no employer"),
        pytest.param(140_000, "active", (7_000, 3_500, 3_500, ""), id="just 70 DH"),
        pytest.param(139_900, "active", (7_000, 3_500, 3_500, "min"), id="under 70 DH"),
        pytest.param(800_000, "active", (40_000, 20_000, 20_000, ""), id="just 400 DH"),
        pytest.param(800_100, "active", (40_000, 20_000, 20_000, "max"), id="over 400 DH"),
        pytest.param(1_700_000, "pension", (40_000, 40_000, 0, "max"), id="a high pension"),
        pytest.param(1, "pension", (7_000, 7_000, 0, "min"), id="one centime"),
        pytest.param(300_020, "active", (15_001, 7_500, 7_501, ""), id="the odd centime is the employer's"),
    ],
)
def test_contribution(rulebook: Rulebook, gross: int, kind: Kind, expected: tuple[int, int, int, str]) -> None:
    found = contribution(gross, kind, DAY, rulebook)
    assert (found.total, found.employee, found.employer, found.capped) == expected


def test_both_parts_make_the_total(rulebook: Rulebook) -> None:
    for gross in range(139_000, 801_000, 1_117):
        found = contribution(gross, "active", DAY, rulebook)
        assert found.employee + found.employer == found.total
        assert 0 <= found.employer - found.employee <= 1


@pytest.mark.parametrize("gross", [0, -1])
def test_nothing_earned_is_refused(rulebook: Rulebook, gross: int) -> None:
    with pytest.raises(Refused, match=r"contribution\.gross"):
        contribution(gross, "active", DAY, rulebook)


def test_a_day_before_the_law_has_no_contribution(rulebook: Rulebook) -> None:
    with pytest.raises(Missing, match=r"rules\.no_value"):
        contribution(500_000, "active", date(2006, 8, 31), rulebook)


def test_every_figure_has_its_source(rulebook: Rulebook) -> None:
    assert [len(contribution(500_000, kind, DAY, rulebook).sources) for kind in ("active", "pension")] == [4, 3]
    assert all(source.confirmed for source in contribution(500_000, "active", DAY, rulebook).sources)
