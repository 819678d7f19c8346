"""Lists of medicines for tests: invented ones written on the spot, and their import by the columns recognised."""

from __future__ import annotations

from datetime import date
from pathlib import Path

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
