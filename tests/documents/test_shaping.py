"""Tests: text prints as itself, Arabic joined and in order, and nothing of it is lost when it wraps."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import HOSTILE

from amo_desk.documents import paper, shaping
from amo_desk.documents.fonts import find_family, registered
from amo_desk.documents.shaping import broken, cleaned, measured, shaped

REGULAR, _ = registered(find_family())


def forms(*codes: int) -> str:
    return "".join(map(chr, codes))


@pytest.mark.parametrize("module", [paper, shaping])
def test_examples_hold(module: object):
    assert doctest.testmod(module).failed == 0


def test_a_word_is_joined_and_runs_from_right_to_left():
    # مستفيد: initial meem, medial seen, medial teh, medial feh, medial yeh, final dal; drawn from the left.
    assert shaped("مستفيد", rtl=True) == forms(0xFEAA, 0xFEF4, 0xFED4, 0xFE98, 0xFEB4, 0xFEE3)


def test_lam_alef_is_one_sign():
    assert shaped("لا", rtl=True) == forms(0xFEFB)


def test_numbers_and_latin_words_keep_their_order_inside_arabic():
    line = shaped("قبل 04/01/2027 لدى CNOPS", rtl=True)
    assert line.startswith("CNOPS ")
    assert "04/01/2027" in line
    assert line.index("CNOPS") < line.index("04/01/2027")


@pytest.mark.parametrize("text", [",./;'[]\\-=", '<>?:"{}|_+', "[(a)]{b}<c>", "a » b « c"])
def test_brackets_stay_as_they_are_from_left_to_right(text: str):
    assert shaped(text) == text


def test_brackets_turn_with_the_script_around_them():
    assert shaped("(ب)", rtl=True) == f"({forms(0xFE8F)})"
    assert shaped("[ب", rtl=True) == f"{forms(0xFE8F)}]"
    assert shaped("ب (abc) 12/03", rtl=True) == f"12/03 (abc) {forms(0xFE8F)}"


def test_marks_of_direction_cannot_turn_a_name_around():
    assert shaped("\u202eamina\u202c") == "amina"


@pytest.mark.parametrize("text", HOSTILE)
def test_cleaning_twice_changes_nothing(text: str):
    assert cleaned(cleaned(text)) == cleaned(text)


@given(st.text(max_size=80), st.floats(min_value=12, max_value=200))
def test_lines_fit_and_hold_every_sign(text: str, width: float):
    lines = broken(text, width, REGULAR, 8)
    assert "".join(lines).replace(" ", "") == cleaned(text).replace(" ", "")
    assert all(measured(line, REGULAR, 8) <= width + 1e-6 for line in lines if len(line) > 1)


def test_an_arabic_paragraph_starts_at_its_first_word():
    text = "يرجى إحضار الوثائق التكميلية في أجل أقصاه 04/01/2027 مع هذا الوصل"
    lines = broken(text, 90, REGULAR, 8)
    assert len(lines) > 2
    assert " ".join(lines) == text
    assert shaped(lines[0], rtl=True).endswith(shaped("يرجى", rtl=True))
