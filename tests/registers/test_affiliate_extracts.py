"""A line of an extract is a person, exactly; a line with a bad cell is refused by number, column and code."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from extracts import HEADER, RIB, person, text, workbook
from shared import SHARED, needs_shared

from amo_desk.domain.errors import DeskError
from amo_desk.domain.extracts import PersonLine, Refusal
from amo_desk.domain.person_keys import likeness_key
from amo_desk.registers import affiliate_columns, affiliates, columns, practitioners
from amo_desk.registers.affiliates import Known, split_name

DAY = date(2026, 11, 1)
KNOWN = (
    Known(code="MGPAP", names=("Mutuelle Générale du Personnel", "التعاضدية العامة")),
    Known(code="MGEN", immatriculation=r"\d{7}"),
)
TORTURE = sorted(path for path in (SHARED / "torture").rglob("*") if path.is_file())


def read(
    path: Path, header: tuple[str, ...] = HEADER, mapping: dict[str, int | None] | None = None
) -> tuple[list[PersonLine], list[Refusal], list[Refusal]]:
    places = mapping or columns.recognised(header, affiliate_columns.COLUMNS).mapping
    people: list[PersonLine] = []
    refused: list[Refusal] = []
    notices: list[Refusal] = []
    with affiliates.reading(path, places, KNOWN, "MGPAP", DAY, lambda: None) as (_, batches):
        for batch in batches:
            people += map(PersonLine._make, batch.people)
            refused += [line.refusal for line in batch.unread]
            notices += batch.notices
    return people, refused, notices


@pytest.mark.parametrize("write", [workbook, text])
def test_a_line_is_a_person(tmp_path: Path, write: Callable[..., Path]) -> None:
    told = {"Droits au": date(2027, 6, 30), "Téléphone": "06 00 00 00 01", "Adresse": " 1, rue inventée ", "RIB": RIB}
    path = write(tmp_path / "extract.file", [person("0123", PPR="77", CIN="ab 12345", **told)])
    (line,), refused, notices = read(path)
    assert (refused, notices) == ([], [])
    assert line._replace(numbers=tuple(sorted(line.numbers))) == PersonLine(
        line=2,
        mutuelle="MGPAP",
        immatriculation="0123",
        affiliation="77-1",
        section="Rabat",
        status="active",
        ppr="77",
        phone="06 00 00 00 01",
        address="1, rue inventée",
        rib=RIB,
        relation="insured",
        last_name="Tazi",
        first_name="Omar",
        arabic_name="عمر التازي",
        birth=date(1970, 5, 17),
        sex="M",
        cin="AB12345",
        rights_from=date(2010, 1, 1),
        rights_to=date(2027, 6, 30),
        certificates=(),
        key=("MGPAP", False, "123"),
        other_key=("MGPAP", True, "771"),
        numbers=("0123", "123", "77", "771", "AB12345"),
        likeness=likeness_key("Omar", "Tazi", date(1970, 5, 17)),
    )


def test_a_line_with_a_bad_cell_spoils_no_other(tmp_path: Path) -> None:
    lines = [person(str(100 + place), Sexe="?" if place in (3, 7) else "F") for place in range(12)]
    people, refused, _ = read(workbook(tmp_path / "extract.xlsx", lines))
    assert [(refusal.line, refusal.column) for refusal in refused] == [(5, "sex"), (9, "sex")]
    assert [line.immatriculation for line in people] == [str(100 + place) for place in range(12) if place not in (3, 7)]
    assert {line.sex for line in people} == {"F"}


def test_true_is_not_taken_for_one(tmp_path: Path) -> None:
    # To Python they are equal: what was read of one must not be remembered for the other.
    lines = [{**person("0"), "N° immat": immat} for immat in (1, True, 1.0, "1")]
    people, refused, _ = read(workbook(tmp_path / "extract.xlsx", lines))
    assert [refusal.line for refusal in refused] == [3]
    assert [line.immatriculation for line in people] == ["1", "1", "1"]


@pytest.mark.parametrize(
    "cells,column,code",
    [
        ({"N° immat": 6.1e23}, "immatriculation", "number.rounded"),
        ({"N° immat": "6,1E+12"}, "immatriculation", "number.rounded"),
        ({"N° aff.": date(2026, 4, 12)}, "affiliation", "number.date"),
        ({"N° immat": "", "N° aff.": ""}, "immatriculation", "number.missing"),
        ({"N° immat": "---"}, "immatriculation", "number.format"),
        ({"N° immat": "9" * 41}, "immatriculation", "number.format"),
        ({"Mutuelle": "AUTRE"}, "mutuelle", "word.unknown"),
        ({"Lien de parenté": ""}, "relation", "word.missing"),
        ({"Lien de parenté": "Cousin"}, "relation", "word.unknown"),
        ({"Situation": ""}, "status", "word.missing"),
        ({"Nom": "", "Prénom": "", "الاسم": ""}, "last_name", "name.missing"),
        ({"Nom": "x" * 1001}, "last_name", "text.long"),
        ({"Date naiss.": ""}, "birth", "day.missing"),
        ({"Date naiss.": "17/05/70"}, "birth", "day.short_year"),
        ({"Date naiss.": 25_705}, "birth", "day.number"),
        ({"Date naiss.": date(2026, 11, 2)}, "birth", "birth.range"),
        ({"Date naiss.": "17/05/1870"}, "birth", "birth.range"),
        ({"Sexe": ""}, "sex", "word.missing"),
        ({"Droits du": ""}, "rights_from", "day.missing"),
        ({"Droits au": date(2009, 1, 1)}, "rights_to", "rights.order"),
        ({"RIB": RIB[:-1]}, "rib", "rib.format"),
        ({"RIB": 1.15e22}, "rib", "number.rounded"),
    ],
)
def test_a_bad_cell_refuses_its_line_alone(tmp_path: Path, cells: dict[str, Any], column: str, code: str) -> None:
    people, refused, _ = read(workbook(tmp_path / "a.xlsx", [person(), person() | cells, person()]))
    assert refused == [Refusal(3, column, code)]
    assert [line.line for line in people] == [2, 4]


def test_what_is_odd_is_kept_and_told(tmp_path: Path) -> None:
    wrong_key = RIB[:-1] + "2"
    lines = [person(RIB=wrong_key), person("12", Mutuelle="mgen"), person("1234567", Mutuelle="MGEN")]
    people, refused, notices = read(workbook(tmp_path / "a.xlsx", lines))
    assert refused == []
    assert notices == [Refusal(2, "rib", "rib.key"), Refusal(3, "immatriculation", "number.pattern")]
    assert [line.mutuelle for line in people] == ["MGPAP", "MGEN", "MGEN"]


@pytest.mark.parametrize(
    "said,value",
    [("ASSURÉE", "insured"), ("adhérent", "insured"), ("Épouse", "spouse"), ("الزوجة", "spouse"), ("Fils", "child")],
)
def test_relations_are_known_by_their_words(tmp_path: Path, said: str, value: str) -> None:
    (line,), _, _ = read(workbook(tmp_path / "a.xlsx", [person(relation=said, Situation="R")]))
    assert (line.relation, line.status) == (value, "retired")


def test_a_mutuelle_is_known_by_its_name_and_is_the_office_s_own_without_one(tmp_path: Path) -> None:
    lines = [
        person(Mutuelle="Mutuelle générale du personnel"),
        person(Mutuelle="التعاضدية العامة"),
        person(Mutuelle=""),
    ]
    people, _, _ = read(workbook(tmp_path / "a.xlsx", lines))
    assert [line.mutuelle for line in people] == ["MGPAP"] * 3


def test_one_column_may_hold_the_whole_name(tmp_path: Path) -> None:
    header = ("Nom et prénom", *(name for name in HEADER if name not in ("Nom", "Prénom")))
    lines = [person() | {"Nom et prénom": name} for name in ("EL ALAMI Omar", "TAZI OMAR", "Omar Tazi")]
    people, refused, _ = read(workbook(tmp_path / "a.xlsx", lines, header), header)
    assert refused == []
    names = [(line.last_name, line.first_name) for line in people]
    assert names == [("EL ALAMI", "Omar"), ("TAZI OMAR", ""), ("Omar Tazi", "")]


def test_a_name_is_parted_by_its_capitals_only() -> None:
    assert split_name("Omar TAZI Amine") == ("Omar TAZI Amine", "")
    assert split_name("") == ("", "")


def test_the_header_may_stand_below_titles_and_merged_cells(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [person()], above=5)
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("A1:H1")
    book.save(path)
    (line,), _, _ = read(path)
    assert line.line == 7


def test_a_workbook_that_counts_from_1904_gives_the_same_days(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [])
    book = openpyxl.load_workbook(path)
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.append([person()[name] for name in HEADER])
    book.save(path)
    (line,), _, _ = read(path)
    assert line.birth == date(1970, 5, 17)


def test_a_formula_gives_its_value(tmp_path: Path) -> None:
    path = tmp_path / "a.ods"
    cells = {name: str(value) for name, value in person(birth="17/05/1970", **{"Droits du": "01/01/2010"}).items()}
    _ods(path, HEADER, cells | {"Nom": ("of:=CONCATENATE('A';'B')", "AB")})
    (line,), _, _ = read(path)
    assert line.last_name == "AB"


def _ods(path: Path, header: tuple[str, ...], cells: dict[str, Any]) -> None:
    def cell(value: Any) -> str:
        if isinstance(value, tuple):
            formula, shown = value
            return (
                f'<table:table-cell table:formula="{formula}" office:value-type="string"><text:p>{shown}</text:p>'
                "</table:table-cell>"
            )
        return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'

    rows = "".join(
        f"<table:table-row>{''.join(map(cell, row))}</table:table-row>"
        for row in (header, [cells[name] for name in header])
    )
    content = (
        '<?xml version="1.0"?><office:document-content'
        ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
        f'<office:body><office:spreadsheet><table:table table:name="a">{rows}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest'
            ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )


@needs_shared
def test_naughty_strings_stay_what_they_are(tmp_path: Path) -> None:
    naughty = (SHARED / "torture" / "naughty" / "blns.txt").read_text(encoding="utf-8").split("\n")
    told = [said for said in naughty if said.strip() and not said.startswith("#")]
    # What a workbook cannot hold is not for this reader.
    told = [said for said in told if all(ord(c) > 31 and c != "\ufffe" for c in said) and len(said) <= 1000]
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(HEADER)
        for said in told:
            cells = person(birth="17/05/1970", **{"Droits du": "01/01/2010"}) | {"Nom": said, "Adresse": said}
            writer.writerow([cells[name] for name in HEADER])
    people, refused, _ = read(path)
    assert refused == []
    assert [line.last_name for line in people] == [said.strip() for said in told]
    assert [line.address for line in people] == [said.strip() for said in told]


@needs_shared
@pytest.mark.parametrize("path", TORTURE, ids=lambda path: path.name)
def test_every_hostile_file_is_lines_or_one_trouble(path: Path) -> None:
    for columns_ in (affiliate_columns.COLUMNS, practitioners.COLUMNS):
        mapping: dict[str, int | None] = {column.id: place for place, column in enumerate(columns_)}
        try:
            if columns_ is affiliate_columns.COLUMNS:
                people, _, _ = read(path, mapping=mapping)
                assert people == []
            else:
                with practitioners.reading(path, mapping, DAY, lambda: None) as (_, batches):
                    assert not any(batch.lines for batch in batches)
        except DeskError as error:
            assert error.code.startswith("file.")  # noqa: PT017
