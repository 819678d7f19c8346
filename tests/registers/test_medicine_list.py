"""The official medicine list is read exactly, and the same from any format; wrong lines are told cell by cell."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from shared import SHARED, needs_shared

from amo_desk.domain.extracts import Refusal
from amo_desk.domain.medicine import Medicine, fingerprint
from amo_desk.registers import columns, medicines, tables

DAY = date(2026, 11, 23)
COLUMNS = tuple(column.label for column in medicines.COLUMNS)
NAME = "ref-des-medicaments-cnops-2014"
OFFICIAL = SHARED / "medicaments" / f"{NAME}.xlsx"
AS_TEXT = SHARED / "medicaments" / f"{NAME}.cp1252.csv"
FIVE_COLUMNS = SHARED / "medicaments" / f"{NAME}.5cols-variant.xlsx"
# Invented products; the first two codes have a right check digit.
FIRST, SECOND, WRONG_DIGIT = "6118999000018", "6118999000025", "6118999000030"


def row(code: Any = FIRST, **cells: Any) -> dict[str, Any]:
    told = {
        "CODE": code,
        "NOM": "ESSAI",
        "DCI1": "SUBSTANCE",
        "DOSAGE1": "600 / 5",
        "UNITE_DOSAGE1": "MG / MG",
        "FORME": "COMPRIME",
        "PRESENTATION": "1 BOITE 20",
        "PPV": 95,
        "PH": 40.1,
        "PRIX_BR": "1 234,5",
        "PRINCEPS_GENERIQUE": "G",
        "TAUX_REMBOURSEMENT": "70%",
    }
    return told | cells


def workbook(folder: Path, *rows: dict[str, Any], header: tuple[str, ...] = COLUMNS) -> Path:
    book = openpyxl.Workbook()
    book.active.append(header)
    for told in rows:
        book.active.append([told[column] for column in COLUMNS] if told else [])
    path = folder / "list.xlsx"
    book.save(path)
    return path


@dataclass(frozen=True)
class Read:
    """What was read of a file."""

    records: tuple[Medicine, ...]
    warnings: tuple[Refusal, ...]
    refusals: tuple[Refusal, ...]

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.records)


def header_of(path: Path) -> columns.Header:
    with tables.reading(path) as table:
        found = columns.header_of([(table.line, table.header)], medicines.COLUMNS)
    assert found is not None
    return found


def read(path: Path, label: str = "Liste d'essai", day: date = DAY) -> Read:
    with medicines.reading(path, header_of(path).mapping, label, day, lambda: None) as (_, batches):
        some = list(batches)
    return Read(
        records=tuple(line.medicine for batch in some for line in batch.lines),
        warnings=tuple(notice for batch in some for notice in batch.notices),
        refusals=tuple(refusal for batch in some for refusal in batch.refusals),
    )


@pytest.fixture(scope="module")
def official() -> Read:
    return read(OFFICIAL)


@needs_shared
def test_the_official_list_is_whole(official: Read) -> None:
    assert len(official.records) == 5917
    assert Counter(record.rate for record in official.records) == {Decimal("0.7"): 3940, Decimal(0): 1977}
    assert sum(record.generic for record in official.records) == 2886
    for field, without in (("ppv", 208), ("ph", 421), ("base", 27)):
        assert sum(getattr(record, field) == 0 for record in official.records) == without


@needs_shared
def test_the_nineteen_wrong_check_digits_are_told_and_kept(official: Read) -> None:
    by_code = {record.code: record for record in official.records}
    assert [(notice.column, notice.code) for notice in official.warnings] == [("code", "code.check_digit")] * 19
    assert by_code["6118000140213"].name == "COMBIVIR"
    combivir = next(n for n, record in enumerate(official.records, start=2) if record.code == "6118000140213")
    assert combivir in {notice.line for notice in official.warnings}


@needs_shared
def test_single_products_are_exact(official: Read) -> None:
    dearest = max(official.records, key=lambda record: record.ppv)
    assert dearest.name.startswith("SUTENT")
    assert dearest.ppv == 38_480_00
    assert official.records[1] == Medicine(
        code="6118010116230",
        name="ELOXATINE 5 MG/ML",
        dci="OXALIPLATINE",
        dosage="200 MG",
        form="SOLUTION A DILUER POUR PERFUSION",
        presentation="1 BOITE 1 FLACON 40 ML",
        ppv=2_882_00,
        ph=2_555_00,
        base=2_882_00,
        generic=False,
        rate=Decimal("0.7"),
        edition="Liste d'essai",
        edition_day=DAY,
    )
    assert not any("NA" in record.dosage.split() for record in official.records)


@needs_shared
def test_the_text_file_says_the_same_as_the_workbook(official: Read) -> None:
    assert read(AS_TEXT) == official


@needs_shared
def test_the_variant_lacks_what_says_which_box_it_is_and_what_it_costs() -> None:
    header = header_of(FIVE_COLUMNS)
    assert header.missing == ("code", "ppv", "generic")
    assert {name for name, place in header.mapping.items() if place is not None} == {
        "name",
        "form",
        "presentation",
        "base",
        "rate",
    }


def test_a_line_becomes_a_product(tmp_path: Path) -> None:
    found = read(workbook(tmp_path, row(), {}, row(SECOND, PPV="", PRINCEPS_GENERIQUE="p", UNITE_DOSAGE1="")))
    first, second = found.records
    assert first.dosage == "600 / 5 MG"
    assert (first.ppv, first.ph, first.base) == (9500, 4010, 123_450)
    assert (first.generic, first.rate) == (True, Decimal("0.7"))
    assert (second.ppv, second.generic, second.dosage) == (0, False, "600 / 5")
    assert found.warnings == ()


def test_columns_are_known_by_name_in_any_order_and_spelling(tmp_path: Path) -> None:
    spelt = {"CODE": " code ", "UNITE_DOSAGE1": "Unité dosage 1", "TAUX_REMBOURSEMENT": "Taux-Remboursement"}
    plain = workbook(tmp_path, row())
    expected = read(plain).fingerprint
    book = openpyxl.Workbook()
    order = COLUMNS[::-1]
    book.active.append(["Autre", *(spelt.get(column, column) for column in order)])
    book.active.append(["x", *(row()[column] for column in order)])
    book.save(plain)
    assert read(plain).fingerprint == expected


@pytest.mark.parametrize(
    "names",
    [
        [
            "code", "libelle", "DCI", "dosage", "unite", "forme", "presentation", "PRIX_PPV", "PRIX_PH", "PRIX_PBR",
            "PRINCEPS", "Taux",
        ],
        [
            "Code-barres", "Médicament", "Substance active", "Dosage", "Unité de dosage", "Forme pharmaceutique",
            "Conditionnement", "PPV (DH)", "Prix hospitalier", "Base de remboursement", "Princeps / Générique",
            "Taux de remboursement",
        ],
    ],
)  # fmt: skip
def test_columns_are_known_by_other_names(tmp_path: Path, names: list[str]) -> None:
    expected = read(workbook(tmp_path, row())).fingerprint
    assert read(workbook(tmp_path, row(), header=tuple(names))).fingerprint == expected


def test_a_column_that_stands_twice_is_told_and_not_chosen(tmp_path: Path) -> None:
    header = header_of(workbook(tmp_path, row(), header=(*COLUMNS[:-1], "ppv")))
    assert (header.missing, header.ambiguous) == (("ppv", "rate"), ("ppv",))


@pytest.mark.parametrize(
    "code", [6118999000018, 6118999000018.0, "6118999000018", " 6118999 000018", "6118999000018.0"]
)
def test_a_code_is_thirteen_digits_however_the_cell_holds_it(tmp_path: Path, code: Any) -> None:
    assert read(workbook(tmp_path, row(code))).records[0].code == FIRST


def test_a_number_cell_gets_its_first_zeros_back(tmp_path: Path) -> None:
    assert read(workbook(tmp_path, row(12345678905))).records[0].code == "0012345678905"


@pytest.mark.parametrize("rate", ["70%", "70 %", "0.70", "0,7", 0.7, 70])
def test_a_rate_is_a_fraction_however_it_is_written(tmp_path: Path, rate: Any) -> None:
    assert read(workbook(tmp_path, row(TAUX_REMBOURSEMENT=rate))).records[0].rate == Decimal("0.7")


@pytest.mark.parametrize(
    "cells,reason",
    [
        ({"CODE": ""}, "code.missing"),
        ({"CODE": "TOTAL"}, "code.format"),
        ({"CODE": "611899900001"}, "code.format"),
        ({"CODE": "6,119E+12"}, "code.rounded"),
        ({"NOM": " "}, "name.missing"),
        ({"PPV": -1}, "ppv.format"),
        ({"PPV": "12.345"}, "ppv.format"),
        ({"PPV": 1e12}, "ppv.format"),
        ({"PPV": True}, "ppv.format"),
        ({"PH": date(2026, 1, 2)}, "ph.format"),
        ({"PRIX_BR": "gratuit"}, "base.format"),
        ({"PRINCEPS_GENERIQUE": "X"}, "kind.format"),
        ({"TAUX_REMBOURSEMENT": ""}, "rate.format"),
        ({"TAUX_REMBOURSEMENT": "170%"}, "rate.format"),
        ({"TAUX_REMBOURSEMENT": 1.5}, "rate.format"),
    ],
)
def test_a_wrong_line_is_refused_by_number_and_reason(tmp_path: Path, cells: dict[str, Any], reason: str) -> None:
    found = read(workbook(tmp_path, row(SECOND), {}, row() | cells))
    (named,) = cells
    column = next(column.id for column in medicines.COLUMNS if column.label == named)
    assert found.refusals == (Refusal(4, column, reason),)
    assert [record.code for record in found.records] == [SECOND]


def test_each_wrong_cell_of_a_line_is_told(tmp_path: Path) -> None:
    found = read(workbook(tmp_path, row("", NOM=""), row(PH="x")))
    assert [refusal[:3] for refusal in found.refusals] == [
        (2, "code", "code.missing"),
        (2, "name", "name.missing"),
        (3, "ph", "ph.format"),
    ]


@pytest.mark.parametrize("said,generic", [("G", True), ("Générique", True), ("p", False), ("PRINCEPS", False)])
def test_princeps_and_generic_are_told_by_their_letter_or_their_word(tmp_path: Path, said: str, generic: bool) -> None:
    assert read(workbook(tmp_path, row(PRINCEPS_GENERIQUE=said))).records[0].generic is generic


def test_what_is_odd_is_told_with_its_line(tmp_path: Path) -> None:
    found = read(workbook(tmp_path, row(WRONG_DIGIT), row(DOSAGE1=date(2005, 10, 10))))
    assert found.warnings == (
        Refusal(2, "code", "code.check_digit"),
        Refusal(3, "dosage", "dosage.date"),
    )
    assert found.records[1].dosage == ""


def test_the_fingerprint_knows_products_and_not_their_order_label_or_day(tmp_path: Path) -> None:
    found = read(workbook(tmp_path, row(), row(SECOND)))
    other = read(workbook(tmp_path, row(SECOND), row()), "Autre", date(2014, 1, 1))
    assert found.fingerprint == other.fingerprint
    assert fingerprint(found.records[:1]) != found.fingerprint
    assert read(workbook(tmp_path, row(PH=40.2), row(SECOND))).fingerprint != found.fingerprint
