"""The numbers on paper catch what a hurried hand gets wrong."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amo_desk.domain.numbers import paper_number, read_paper_number

NUMBERS = st.builds(
    paper_number,
    st.sampled_from("DL"),
    st.integers(0, 999).map("{:03d}".format),
    st.integers(0, 99).map("{:02d}".format),
    st.integers(2000, 2099),
    st.integers(1, 99_999),
)


@given(NUMBERS)
def test_what_is_printed_is_read(number: str) -> None:
    assert read_paper_number(number) == number
    assert read_paper_number(number.replace("-", "").lower()) == number
    assert read_paper_number(f"  {number.replace('-', ' ')} ") == number


@given(NUMBERS)
def test_every_wrong_digit_is_caught(number: str) -> None:
    for place, character in enumerate(number):
        for wrong in "0123456789" if character.isdigit() else "":
            if wrong != character:
                assert read_paper_number(number[:place] + wrong + number[place + 1 :]) is None


@given(NUMBERS)
def test_every_swap_of_neighbours_is_caught(number: str) -> None:
    bare = number.replace("-", "")
    for place in range(1, len(bare) - 1):
        swapped = bare[:place] + bare[place + 1] + bare[place] + bare[place + 2 :]
        if swapped != bare:
            assert read_paper_number(swapped) is None


@given(st.text(max_size=30))
def test_nothing_else_is_a_number(text: str) -> None:
    read = read_paper_number(text)
    assert read is None or re.fullmatch(r"[DL]\d{3}-\d{2}-\d{2}-\d{5}-\d{2}", read)


@pytest.mark.parametrize("text", ["", "D", "X014-03-26-00127-91", "D014-03-26-00127", "0143-03-26-00127-91"])
def test_what_looks_like_one_is_not_one(text: str) -> None:
    assert read_paper_number(text) is None
