"""Tests: workbooks are read back by two readers and hold what the records hold."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from zipfile import ZipFile

import openpyxl
import pytest
from pages import HOSTILE, naughty_strings
from python_calamine import CalamineWorkbook
from samples import LOT, SLIP, line

from amo_desk.documents.workbook import lot_workbook
from amo_desk.domain.lot import LotLine

FIRST = 6


def by_openpyxl(data: bytes, sheet: str) -> list[list[object]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [list(row) for row in book[sheet].iter_rows(values_only=True)]


def by_calamine(data: bytes, sheet: str) -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def centimes(value: object) -> int:
    return round(Decimal(str(value)) * 100)


def day(value: object) -> date | None:
    return value.date() if isinstance(value, datetime) else value or None


def read_line(row: list[object]) -> LotLine:
    known = row[11] != "non calculable"
    return LotLine(
        number=row[1],
        immatriculation=row[2],
        affiliation=row[3],
        insured=row[4],
        beneficiary=row[5] or "",
        relation=row[6],
        deposit_day=day(row[7]),
        care_day=day(row[8]),
        pieces=int(row[9]),
        billed=centimes(row[10]),
        base=centimes(row[11]) if known else 0,
        amo=centimes(row[12]) if known else 0,
        complement=centimes(row[13]) if known else 0,
        uncounted=int(row[14]),
    )


@pytest.mark.parametrize("read", [by_openpyxl, by_calamine])
def test_the_lines_read_back_are_those_of_the_lot(read):
    rows = read(lot_workbook(SLIP), "Bordereau")
    lines = tuple(read_line(row) for row in rows[FIRST - 1 : FIRST - 1 + len(LOT.lines)])
    assert lines == LOT.lines
    assert rows[FIRST - 1][3] == "00001"


@pytest.mark.parametrize("read", [by_openpyxl, by_calamine])
def test_the_totals_read_back_are_those_of_the_lot(read):
    data = lot_workbook(SLIP)
    total = read(data, "Bordereau")[FIRST - 1 + len(LOT.lines)]
    assert total[1] == "Total"
    assert (int(total[9]), centimes(total[10])) == (LOT.pieces, LOT.billed)
    assert (centimes(total[12]), centimes(total[13])) == (LOT.amo, LOT.complement)
    sums = {row[0]: row for row in read(data, "Récapitulatif") if row[0]}
    assert centimes(sums["Total du lot"][3]) == LOT.billed
    assert int(sums["Total du lot"][1]) == len(LOT.lines)
    assert sums["Empreinte du contenu"][1] == LOT.content_hash
    assert day(sums["Clos le"][1]) == LOT.closed_at.date()


def test_identifiers_are_text_and_amounts_are_numbers():
    sheet = openpyxl.load_workbook(io.BytesIO(lot_workbook(SLIP)))["Bordereau"]
    for column in "BCD":
        cell = sheet[f"{column}{FIRST}"]
        assert (cell.data_type, cell.number_format) == ("s", "@")
    for column in "KLMN":
        cell = sheet[f"{column}{FIRST}"]
        assert (cell.data_type, cell.number_format) == ("n", "#,##0.00")
    assert sheet[f"H{FIRST}"].is_date
    assert sheet.freeze_panes == "C6"
    assert sheet.print_title_rows == "$5:$5"
    assert sheet.page_setup.orientation == "landscape"


def test_what_cannot_be_computed_is_words_not_nought():
    lost = replace(line(10), uncounted=1, base=0, amo=0, complement=0)
    rows = by_openpyxl(lot_workbook(replace(SLIP, lot=replace(LOT, lines=(lost,)))), "Bordereau")
    assert rows[FIRST - 1][11:14] == ["non calculable"] * 3
    assert rows[FIRST][11:14] == ["non calculable"] * 3
    assert rows[FIRST + 1][1].endswith("Lignes non calculables : 1.")


def test_one_unknown_complement_leaves_the_total_unknown_and_the_rest_counted():
    lot = replace(LOT, lines=(line(0), replace(line(1), complement=None)))
    rows = by_openpyxl(lot_workbook(replace(SLIP, lot=lot)), "Bordereau")
    assert [centimes(value) for value in rows[FIRST][11:13]] == [17_500, 14_000]
    assert rows[FIRST][13] == "non calculable"
    assert centimes(rows[FIRST + 1][12]) == 28_000
    assert rows[FIRST + 1][13] == "non calculable"


def test_the_same_lot_gives_the_same_bytes_dated_by_the_lot():
    data = lot_workbook(SLIP)
    assert data == lot_workbook(SLIP)
    with ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 11, 23, 16, 5, 0)}
        assert b"2026-11-23T16:05:00Z" in archive.read("docProps/core.xml")
        assert not any(b"EXEMPLI" in archive.read(name) for name in archive.namelist() if "docProps" in name)


INSURED = 4


def written_back(texts: list[str]) -> tuple[bytes, list[object], list[object]]:
    """The names of insured persons as a lot's workbook gives them back, by two readers."""
    lines = tuple(replace(SLIP.lot.lines[0], insured=text) for text in texts)
    data = lot_workbook(replace(SLIP, lot=replace(SLIP.lot, lines=lines)))
    names = slice(FIRST - 1, FIRST - 1 + len(texts))
    first = [row[INSURED] for row in by_openpyxl(data, "Bordereau")[names]]
    return data, first, [row[INSURED] for row in by_calamine(data, "Bordereau")[names]]


def name_cells(data: bytes, count: int) -> list[object]:
    """The cells of those names."""
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    return [row[INSURED] for row in sheet.iter_rows(min_row=FIRST, max_row=FIRST + count - 1)]


def test_hostile_names_are_text_and_come_back_as_themselves():
    plain = [text for text in HOSTILE if text.replace("\t", "").replace("\n", "").isprintable()]
    data, first, second = written_back(plain)
    assert first == plain
    assert second == plain
    cells = name_cells(data, len(plain))
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.quotePrefix for cell in cells] == [str(cell.value).startswith(("=", "+")) for cell in cells]


def test_every_sign_that_starts_a_formula_is_kept_as_text():
    signs = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "#N/A", "0012"]
    data, first, _ = written_back(signs)
    assert first == signs
    assert [cell.quotePrefix for cell in name_cells(data, len(signs))] == [True] * 5 + [False] * 2


def test_control_characters_are_shown_not_dropped():
    _, first, _ = written_back(["a\x00b\x07\rc\x7f\ud800"])
    assert first == ["a␀b␇␍c\ufffd\ufffd"]


def test_text_too_long_for_a_cell_says_that_it_was_cut():
    _, (first,), _ = written_back(["x" * 40_000])
    assert len(first) == 32_767
    assert first.endswith("(texte coupé)")


def test_naughty_strings_come_back_from_both_readers():
    plain = [text for text in naughty_strings() if text.isprintable() and text.strip()]
    assert len(plain) > 300
    _, first, second = written_back(plain)
    assert first == plain
    assert second == plain
