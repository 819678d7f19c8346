"""Extracts of invented people, as the tests of the imports write them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

HEADER = (
    "N° immat", "N° aff.", "Mutuelle", "Section", "Situation", "Lien de parenté", "Nom", "Prénom", "الاسم",
    "Date naiss.", "Sexe", "CIN", "Droits du", "Droits au", "Téléphone", "Adresse", "RIB", "PPR",
)  # fmt: skip
RIB = "011519000001205000534921"


def person(
    immat: Any = "7100001",
    relation: str = "Assuré",
    last: str = "Tazi",
    first: str = "Omar",
    birth: Any = date(1970, 5, 17),
    **cells: Any,
) -> dict[str, Any]:
    """A line by the names of its columns."""
    told: dict[str, Any] = {
        "N° immat": immat,
        "N° aff.": "77-1",
        "Mutuelle": "MGPAP",
        "Section": "Rabat",
        "Situation": "Actif" if relation == "Assuré" else "",
        "Lien de parenté": relation,
        "Nom": last,
        "Prénom": first,
        "الاسم": "عمر التازي",
        "Date naiss.": birth,
        "Sexe": "M",
        "CIN": "",
        "Droits du": date(2010, 1, 1),
        "Droits au": "",
        "Téléphone": "",
        "Adresse": "",
        "RIB": "",
        "PPR": "",
    }
    assert cells.keys() <= told.keys() | {"Nom et prénom"}
    return told | cells


def family(immat: Any = "7100001", **cells: Any) -> list[dict[str, Any]]:
    """An insured person, a spouse and two children."""
    return [
        person(immat, **({"CIN": f"AB{immat}"} | cells)),
        person(immat, "Conjoint", "Alaoui", "Nadia", date(1975, 2, 3), Sexe="F", CIN=f"CD{immat}"),
        person(immat, "Enfant", "Tazi", "Salma", date(2008, 9, 30), Sexe="F"),
        person(immat, "Enfant", "Tazi", "Yassine", date(2012, 12, 1)),
    ]


def workbook(path: Path, lines: Sequence[dict[str, Any]], header: Sequence[str] = HEADER, above: int = 0) -> Path:
    """The lines in a workbook, under some lines of title."""
    book = openpyxl.Workbook()
    for rank in range(above):
        book.active.append([f"Titre {rank}"])
    book.active.append(list(header))
    for line in lines:
        book.active.append([line[name] for name in header])
    book.save(path)
    return path


def text(path: Path, lines: Sequence[dict[str, Any]], header: Sequence[str] = HEADER) -> Path:
    """The lines in a text file."""
    rows = [header, *([line[name] for name in header] for line in lines)]
    cells = [";".join(f"{c:%d/%m/%Y}" if isinstance(c, date) else str(c) for c in row) for row in rows]
    path.write_text("\n".join(cells), encoding="utf-8")
    return path
