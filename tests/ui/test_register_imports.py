"""Extracts imported in the window, driven by its keys on a real store: file, columns, trial, import, report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from amo_desk.settings import Settings
from amo_desk.ui.page import Context, Notices, Page
from amo_desk.ui.registers import words
from amo_desk.ui.registers.controller import RegistersPage
from amo_desk.ui.registers.sentences import ImportWords
from amo_desk.ui.registers.state import ImportState, Step
from amo_desk.ui.tasks import Tasks
from amo_desk.usecases import lookup, registers
from amo_desk.usecases.desk import Desk
from amo_desk.usecases.register_imports import COLUMNS, Register
from ui.driving import CONTROL, ENTER, ESC, focused, press, write

ALT = Qt.KeyboardModifier.AltModifier
F5 = Qt.Key.Key_F5
HEADER = "Immat;Situation;Lien;Nom;Prénom;Date naiss;Sexe;Droits du;Droits au"
MOTHER = "90000001;actif;assuré;Zniber;Leila;05/04/1980;F;01/01/2010;"
CHILD = "90000001;actif;enfant;Zniber;Omar;05/04/2012;M;05/04/2012;"
SHORT = "90000002;actif;assuré;Zniber;Nezha;05/04/80;F;01/01/2010;"


@pytest.fixture
def page(context: Context, desk: Desk, hosted: Callable[[Page], QWidget]) -> Iterator[RegistersPage]:
    made = RegistersPage(context, desk)
    host = hosted(made)
    yield made
    host.close()


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    def write_lines(*lines: str, header: str = HEADER, name: str = "extrait.csv") -> Path:
        path = tmp_path / name
        path.write_text("\n".join((header, *lines)), encoding="utf-8")
        return path

    return write_lines


def open_file(page: RegistersPage, path: Path) -> None:
    """Types a file, goes on to the day and confirms it."""
    page.view.panel.file.setFocus()
    line = focused()
    assert isinstance(line, QLineEdit)
    line.clear()
    write(str(path))
    press(ENTER, ENTER)


def figures(page: RegistersPage) -> dict[str, str]:
    return {name: value.text() for name, (box, value) in page.view.panel._values.items() if box.isVisible()}


def details(page: RegistersPage) -> list[tuple[str, ...]]:
    model = page.view.panel.details.model()
    columns = range(model.columnCount())
    return [tuple(str(model.index(row, column).data()) for column in columns) for row in range(model.rowCount())]


def test_an_extract_goes_from_the_file_to_the_register_by_its_keys(
    page: RegistersPage, desk: Desk, written: Callable[..., Path]
) -> None:
    before = registers.register_state(desk).people
    open_file(page, written(MOTHER, CHILD, SHORT))
    panel = page.view.panel
    assert page.state.importing.step is Step.COLUMNS
    assert panel.columns.combos["birth"].currentText() == "Date naiss"
    assert focused() is panel.columns.combos["immatriculation"]
    press(F5)
    assert figures(page) == {"lines": "3", "added": "2", "refused": "1"}
    assert details(page) == [("4", "Né(e) le", "année sur deux chiffres : le siècle n'est pas sûr")]
    assert "Les lignes refusées ne seront pas importées." in panel.words.text()
    assert registers.register_state(desk).people == before
    press(F5)
    assert page.state.importing.step is Step.DONE
    assert registers.register_state(desk).people == before + 2
    assert lookup.find(desk, "zniber omar").people[0].insured == "ZNIBER Leila"
    assert "extrait du 23/11/2026" in page.view.cards[Register.AFFILIATES].about.text()


def test_a_column_nobody_recognised_is_told_and_remembered(page: RegistersPage, written: Callable[..., Path]) -> None:
    odd = HEADER.replace("Prénom", "Petit nom du membre")
    open_file(page, written(MOTHER, header=odd))
    panel = page.view.panel
    combo = panel.columns.combos["first_name"]
    assert page.state.importing.lacking == ("first_name",)
    assert "Colonnes obligatoires à indiquer : Prénom." in panel.columns._words.text()
    assert focused() is combo
    press(F5)
    assert page.state.importing.step is Step.COLUMNS
    press(*[Qt.Key.Key_Down] * 5)
    assert combo.currentText() == "Petit nom du membre"
    assert panel.columns._samples["first_name"].toolTip() == "Leila"
    press(F5, F5)
    assert page.state.importing.step is Step.DONE
    open_file(page, written(MOTHER, CHILD, header=odd, name="suivant.csv"))
    assert page.state.importing.lacking == ()
    assert "Mêmes colonnes que la dernière fois" in panel.columns._words.text()


def test_enter_walks_through_the_columns_to_the_button(page: RegistersPage, written: Callable[..., Path]) -> None:
    open_file(page, written(MOTHER))
    columns = page.view.panel.columns
    walked = []
    for _ in columns.combos:
        walked.append(focused())
        press(ENTER)
    assert walked == list(columns.combos.values())
    assert focused() is page.view.panel.go
    assert page.state.importing.step is Step.COLUMNS


def test_who_is_absent_from_a_complete_extract_is_counted_as_closed(
    page: RegistersPage, written: Callable[..., Path]
) -> None:
    open_file(page, written(MOTHER, CHILD))
    press(F5, F5)
    open_file(page, written(MOTHER, name="suivant.csv"))
    press(F5)
    assert "closed" not in figures(page)
    page.view.panel.complete.setFocus()
    press(Qt.Key.Key_Space)
    assert page.state.importing.step is Step.COLUMNS
    press(F5)
    assert int(figures(page)["closed"].replace("\u00a0", "")) >= 1


def test_the_same_file_changes_nothing(page: RegistersPage, written: Callable[..., Path]) -> None:
    path = written(MOTHER)
    open_file(page, path)
    press(F5, F5)
    open_file(page, path)
    press(F5)
    assert page.view.panel.words.text() == "Ce fichier est déjà celui du registre : rien à changer."
    assert not page.state.importing.can_go


def test_an_older_extract_is_refused_and_then_asked_for(page: RegistersPage, written: Callable[..., Path]) -> None:
    open_file(page, written(MOTHER))
    press(F5, F5)
    open_file(page, written(MOTHER, CHILD, name="ancien.csv"))
    page.view.panel.day.setFocus()
    line = focused()
    assert isinstance(line, QLineEdit)
    line.clear()
    write("01/10/2026")
    assert not page.view.panel.older.isVisible()
    press(F5)
    assert "est plus ancien que le registre" in page.view.panel.words.text()
    page.view.panel.older.setFocus()
    press(Qt.Key.Key_Space)
    press(F5)
    assert page.state.importing.step is Step.CHECKED


def test_a_day_is_needed(page: RegistersPage, written: Callable[..., Path]) -> None:
    open_file(page, written(MOTHER))
    page.view.panel.day.setFocus()
    line = focused()
    assert isinstance(line, QLineEdit)
    line.clear()
    write("32/13")
    press(F5)
    assert page.state.importing.step is Step.COLUMNS
    assert "Indiquez le jour de l'extrait" in page.view.panel.words.text()


def test_escape_goes_back_step_by_step(page: RegistersPage, written: Callable[..., Path]) -> None:
    open_file(page, written(MOTHER))
    press(F5)
    walked = []
    for _ in range(3):
        press(ESC)
        walked.append((page.state.importing.step, bool(page.state.importing.file)))
    assert walked == [(Step.COLUMNS, True), (Step.FILE, True), (Step.FILE, False)]


def test_escape_stops_an_import_and_nothing_is_written(
    desk: Desk, hosted: Callable[[Page], QWidget], qtbot: QtBot, written: Callable[..., Path]
) -> None:
    before = registers.register_state(desk).people
    tasks = Tasks()
    page = RegistersPage(Context(tasks=tasks, notices=Notices(), settings=Settings()), desk)
    host = hosted(page)
    open_file(page, written(MOTHER, CHILD))
    qtbot.waitUntil(lambda: page.state.importing.step is Step.COLUMNS, timeout=20_000)
    press(F5)
    qtbot.waitUntil(lambda: page.state.importing.step is Step.CHECKED, timeout=20_000)
    press(F5)
    assert page.view.panel.stop.isVisible()
    press(ESC)
    qtbot.waitUntil(lambda: not page.state.importing.busy, timeout=20_000)
    assert page.state.importing.step is Step.CHECKED
    assert registers.register_state(desk).people == before
    host.close()
    tasks.close()


def test_the_report_says_each_refused_line_and_why(
    page: RegistersPage, tmp_path: Path, written: Callable[..., Path]
) -> None:
    open_file(page, written(MOTHER, SHORT))
    press(F5)
    press(Qt.Key.Key_S, with_=CONTROL)
    dialog = page.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.selectedFiles()[0].endswith("refus.xlsx")
    dialog.close()
    page.save_report(tmp_path / "refus.xlsx")
    sheet = load_workbook(tmp_path / "refus.xlsx").active
    cells = [str(cell.value) for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert "Né(e) le" in cells
    assert "année sur deux chiffres : le siècle n'est pas sûr" in cells
    assert "Nezha" in cells


def test_a_report_that_cannot_be_written_is_said(
    page: RegistersPage, context: Context, tmp_path: Path, written: Callable[..., Path]
) -> None:
    said: list[str] = []
    context.notices.said.connect(lambda _level, text: said.append(text))
    open_file(page, written(SHORT, MOTHER))
    press(F5)
    page.save_report(tmp_path / "nowhere" / "refus.xlsx")
    assert said == ["Le fichier refus.xlsx n'a pas pu être écrit. Choisissez un autre dossier."]


def test_practitioners_are_imported_the_same_way(page: RegistersPage, desk: Desk, written: Callable[..., Path]) -> None:
    press(Qt.Key.Key_2, with_=ALT)
    open_file(page, written("111222333;Dr Nadia Zniber;medecin", header="INPE;Nom;Type", name="praticiens.csv"))
    press(F5, F5)
    assert page.state.importing.step is Step.DONE
    assert lookup.practitioner_names(desk, ["111222333"]) == {"111222333": "Dr Nadia Zniber"}
    assert not page.view.panel.complete.isVisible()


def test_everything_has_a_name(
    page: RegistersPage, written: Callable[..., Path], unnamed: Callable[[QWidget], list[str]]
) -> None:
    assert unnamed(page) == []
    open_file(page, written(MOTHER, SHORT))
    assert unnamed(page) == []
    press(F5)
    assert unnamed(page) == []


@pytest.mark.parametrize("register", Register)
def test_every_register_and_every_column_has_its_name(register: Register) -> None:
    assert words.register_name(register)
    named = {words.column_name(column.id) for column in COLUMNS[register]}
    assert len(named) == len(COLUMNS[register])
    assert {column.id for column in COLUMNS[register]} <= set(words.COLUMNS)


@pytest.mark.parametrize(
    "seconds, said", [(9, "encore 9 s environ"), (119, "encore 119 s environ"), (150, "encore 2 min environ")]
)
def test_the_time_left_is_said(seconds: int, said: str) -> None:
    now = ImportState(step=Step.IMPORTING, day=date(2026, 1, 1).isoformat(), done=10, total=1000, seconds_left=seconds)
    words_now, _ = ImportWords().sentence(now, allowed=True)
    assert words_now.splitlines()[0] == f"Import en cours · 10 lignes sur 1\u00a0000 environ · {said}"
