"""A workbook read in slices says what the same workbook says whole."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from shared import SHARED, needs_shared

from amo_desk.domain.errors import DeskError
from amo_desk.registers import slices, tables
from amo_desk.registers.slices import Odd, Slices

WORKBOOKS = sorted((SHARED / "torture" / "calamine").glob("*.xls[xm]"))


def trimmed(lines: Any) -> list[tuple[int, list[Any]]]:
    """Lines without the empty cells at their ends, which the widest line of a slice decides."""
    found = []
    for number, cells in lines:
        told = list(cells)
        while told and told[-1] == "":
            told.pop()
        found.append((number, told))
    return found


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every workbook is large, and cut very often."""
    monkeypatch.setattr(slices, "LARGE", 0)
    monkeypatch.setattr(slices, "SLICE", 1000)


@pytest.mark.usefixtures("small")
def test_slices_say_what_the_whole_says(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["C3"] = "header"
    for row in range(5, 400):
        book.active.cell(row, 2, f"text {row % 7} & <é> الاسم")
        book.active.cell(row, 3, row / 4)
        book.active.cell(row, 4, date(2026, 1, 1 + row % 28))
        book.active.cell(row, 5, datetime(2026, 1, 1, row % 24))  # noqa: DTZ001
        book.active.cell(row, 6, row % 2 == 0)
        book.active.cell(row, 7, f"'{slices._MARKS[0]}{row}" if row % 9 == 0 else str(row))
    path = tmp_path / "a.xlsx"
    book.save(path)
    read = Slices(path)
    assert trimmed(tables._checked(read.rows(), "a")) == trimmed(tables._whole(path)[1])
    assert read.total == 399


@needs_shared
@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.name)
def test_hostile_workbooks_say_the_same_or_are_read_whole(path: Path) -> None:
    try:
        whole = trimmed(tables._whole(path)[1])
    except DeskError:
        whole = []
    try:
        tables._check_archive(path)
        cut = trimmed(tables._checked(Slices(path).rows(), path.name))
    except (Odd, DeskError, zipfile.BadZipFile):
        return
    assert not cut or cut == whole


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("numbered", [True, False])
def test_common_strings_are_looked_up_in_every_slice(tmp_path: Path, numbered: bool) -> None:
    strings = [f"<si><t>mot {place} &amp; é</t></si>" for place in range(90)] + [
        "<si><r><t>a</t></r><r><t>b</t></r></si>"
    ]
    row = '<row{at}><c t="s" s="0"><v>{first}</v></c><c s="0" t="s"><v>{second}</v></c><c><v>{n}</v></c></row>'
    rows = "".join(
        row.format(at=f' r="{n}"' if numbered else "", first=n % 91, second=n * 7 % 91, n=n) for n in range(1, 300)
    )
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    book.save(path)
    with zipfile.ZipFile(path) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    links = parts["xl/_rels/workbook.xml.rels"].decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    link = f'<Relationship Id="rId9" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'
    parts["xl/_rels/workbook.xml.rels"] = links.replace("</Relationships>", link).encode()
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{main}">{"".join(strings)}</sst>'.encode()
    parts["xl/worksheets/sheet1.xml"] = f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'.encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    cut = trimmed(tables._checked(Slices(path).rows(), "a"))
    assert cut == trimmed(tables._whole(path)[1])
    assert cut[90][1][0] == "mot 0 & é"
    assert cut[89][1][0] == "ab"


@pytest.mark.usefixtures("small")
def test_where_it_can_be_cut_no_more_the_whole_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = openpyxl.Workbook()
    for row in range(200):
        book.active.append([row, f"name {row}"])
    path = tmp_path / "a.xlsx"
    book.save(path)
    expected = trimmed(tables._whole(path)[1])
    rows = Slices.rows

    def broken(self: Slices) -> Any:
        for number, cells in rows(self):
            if number == 120:
                raise Odd
            yield number, cells

    monkeypatch.setattr(Slices, "rows", broken)
    large = tables._large(path)
    assert large is not None
    assert trimmed(large[1]) == expected
