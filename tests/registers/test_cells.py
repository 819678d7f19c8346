"""Cells say a number, a day or a word; what cannot be told for sure is refused with its reason."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amo_desk.registers import cells
from amo_desk.registers.cells import Unreadable
from amo_desk.registers.tables import Cell


@pytest.mark.parametrize(
    "cell,number",
    [("0123", "0123"), (123, "123"), (6118000140213.0, "6118000140213"), (" 88-4512 ", "88-4512"), ("", "")],
)
def test_a_number_is_what_the_cell_shows(cell: Cell, number: str) -> None:
    assert cells.number(cell) == number


@pytest.mark.parametrize(
    "cell,code",
    [
        (6.1e23, "number.rounded"),
        ("6,1E+12", "number.rounded"),
        ("6.118E+12", "number.rounded"),
        (12.5, "number.format"),
        (-3, "number.format"),
        (True, "number.format"),
        (date(2026, 4, 12), "number.date"),
    ],
)
def test_what_a_spreadsheet_did_to_a_number_is_told(cell: Cell, code: str) -> None:
    with pytest.raises(Unreadable, match=code.replace(".", r"\.")):
        cells.number(cell)


def test_a_cin_with_an_e_is_no_rounded_number() -> None:
    assert cells.number("AE12345") == "AE12345"
    assert cells.number("E123456") == "E123456"


@pytest.mark.parametrize(
    "cell",
    [
        date(1974, 3, 5),
        datetime(1974, 3, 5, 0, 0),  # noqa: DTZ001
        "05/03/1974",
        "5-3-1974",
        "05.03.1974",
        "1974-03-05",
        "1974-03-05 00:00:00",
        "1974-03-05T00:00:00",
        " ٠٥/٠٣/١٩٧٤ ",
    ],
)
def test_a_day_is_a_date_or_a_text_that_writes_one(cell: Cell) -> None:
    assert cells.day(cell) == date(1974, 3, 5)


@pytest.mark.parametrize(
    "cell,code",
    [
        ("05/03/74", "day.short_year"),
        ("31/02/1974", "day.format"),
        ("03/25/1974", "day.format"),
        ("mars 1974", "day.format"),
        (27_093, "day.number"),
        (27_093.0, "day.number"),
        (time(10, 30), "day.format"),
        (timedelta(days=1), "day.format"),
    ],
)
def test_what_is_no_certain_day_is_refused(cell: Cell, code: str) -> None:
    with pytest.raises(Unreadable, match=code.replace(".", r"\.")):
        cells.day(cell)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_day_is_read_back_from_its_texts(day: date) -> None:
    assert cells.day(f"{day:%d/%m/%Y}") == cells.day(day.isoformat()) == day


@given(st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.dates(), st.times(), st.timedeltas()))
def test_any_cell_is_read_or_refused(cell: Cell) -> None:
    for read in (cells.number, cells.day, cells.text):
        try:
            read(cell)
        except Unreadable as trouble:
            assert trouble.code.partition(".")[0] in {"number", "day"}  # noqa: PT017
