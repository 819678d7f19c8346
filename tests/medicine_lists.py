"""Lists of medicines for tests: invented ones written on the spot, and their import by the columns recognised."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from datetime import date
from pathlib import Path

import openpyxl
from shared import SHARED

from amo_desk.usecases.desk import Desk
from amo_desk.usecases.register_imports import COLUMNS, Options, Outcome, Register, apply_recognised

HEADER = tuple(column.label for column in COLUMNS[Register.MEDICINES])
OFFICIAL = SHARED / "medicaments" / "ref-des-medicaments-cnops-2014.xlsx"
AS_TEXT = SHARED / "medicaments" / "ref-des-medicaments-cnops-2014.cp1252.csv"
FIRST, SECOND, THIRD = "6118999000018", "6118999000025", "6118999000032"


def listed(folder: Path, *products: tuple[str, str, str], header: tuple[str, ...] = HEADER) -> Path:
    """A list of invented products, each by its code, name and price."""
    path = folder / "list.csv"
    lines = [f"{code};{name};X;5;MG;COMPRIME;1 BOITE;{price};0;{price};P;70%" for code, name, price in products]
    path.write_text("\n".join((";".join(header), *lines)), encoding="utf-8")
    return path


def imported(desk: Desk, path: Path, *, day: date | None = None, label: str = "") -> Outcome:
    """What came of the import of a list that holds from a day."""
    return apply_recognised(desk, Register.MEDICINES, path, Options(extract_day=day, label=label))


def derived(folder: Path, dearer: Mapping[str, int], gone: frozenset[str] = frozenset()) -> Path:
    """The official list with some public prices raised by so many dirhams, and without some products."""
    book = openpyxl.Workbook()
    with closing(openpyxl.load_workbook(OFFICIAL, read_only=True)) as official:
        for row in official.worksheets[0].iter_rows(values_only=True):
            cells = list(row)
            if cells[0] in dearer:
                cells[7] = float(str(cells[7])) + dearer[str(cells[0])]
            if cells[0] not in gone:
                book.active.append(cells)
    book.save(folder / "liste-suivante.xlsx")
    return folder / "liste-suivante.xlsx"
