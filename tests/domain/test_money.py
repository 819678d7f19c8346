"""Amounts are whole centimes: what is typed, what is shown, and what a rate makes of them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amo_desk.domain.errors import Refused
from amo_desk.domain.money import LARGEST, amount_text, centimes, parse_amount, share

AMOUNTS = st.integers(0, LARGEST)


@given(AMOUNTS)
def test_what_is_shown_can_be_typed(amount: int) -> None:
    assert parse_amount(amount_text(amount)) == amount


@given(AMOUNTS)
def test_dirhams_and_centimes_are_one(amount: int) -> None:
    assert centimes(Decimal(amount) / 100) == amount


@given(AMOUNTS, st.decimals(0, 1, places=4))
def test_a_share_and_the_rest_are_the_whole(amount: int, rate: Decimal) -> None:
    part = share(amount, rate)
    assert 0 <= part <= amount
    assert abs(part + share(amount, 1 - rate) - amount) <= 1


@pytest.mark.parametrize(
    "typed, expected",
    [
        ("0", 0),
        ("12", 1_200),
        ("12,", 1_200),
        ("12,5", 1_250),
        ("12.05", 1_205),
        (" 1 234,50 ", 123_450),
        ("1\u00a0234,50", 123_450),
        ("1\u202f234,50", 123_450),
        ("99999999,99", LARGEST),
    ],
)
def test_amounts_as_people_type_them(typed: str, expected: int) -> None:
    assert parse_amount(typed) == expected


@pytest.mark.parametrize("typed", ["", "-5", "12,505", "1.234,50", "1,234.50", ",50", "12 DH", "1e3", "²", "NaN"])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match=r"amount\.format"):
        parse_amount(typed)


def test_an_amount_too_large_is_refused() -> None:
    with pytest.raises(Refused, match=r"amount\.too_large"):
        parse_amount("100000000")


def test_halves_go_up() -> None:
    assert [share(1, Decimal("0.5")), share(3_505, Decimal("0.7")), centimes("0.005")] == [1, 2_454, 1]


def test_a_negative_amount_keeps_its_sign() -> None:
    assert amount_text(-5) == "-0,05"
