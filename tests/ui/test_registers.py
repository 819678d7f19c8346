"""The registers page, driven by its keys on a real store; and its states without a screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from medicine_lists import imported
from openpyxl import load_workbook
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from amo_desk.domain.errors import Refused
from amo_desk.domain.office import Role
from amo_desk.settings import Settings
from amo_desk.store import medicines
from amo_desk.store.medicines import Edition
from amo_desk.ui import messages
from amo_desk.ui.page import Context, Notices, Page
from amo_desk.ui.registers import state as states
from amo_desk.ui.registers.controller import RegistersPage
from amo_desk.ui.registers.state import ImportState, Step
from amo_desk.ui.shortcuts import Key
from amo_desk.ui.tasks import Tasks
from amo_desk.usecases import registers
from amo_desk.usecases.desk import Desk
from amo_desk.usecases.register_imports import Outcome, Register, Sheet
from ui.driving import CONTROL, focused, press, write

ALT = Qt.KeyboardModifier.AltModifier
Hosted = Callable[[Page], QWidget]

HEADER = "CODE;NOM;DCI1;DOSAGE1;UNITE_DOSAGE1;FORME;PRESENTATION;PPV;PH;PRIX_BR;PRINCEPS_GENERIQUE;TAUX_REMBOURSEMENT"
FIRST = "6118000010104;PREMIER;DCI;1;G;COMPRIME;1 BOITE 8;14,00;9,00;12,10;P;70%"
SECOND = "6118000081302;SECOND;DCI;500;MG;SACHET;1 BOITE 12;92,40;60,00;92,40;G;70%"
WRONG_KEY = "6118000010105;CLE;DCI;1;G;COMPRIME;1 BOITE 8;14,00;9,00;12,10;P;0%"
NO_PRICE = "6118000081302;SECOND;DCI;500;MG;SACHET;1 BOITE 12;cher;60,00;92,40;G;70%"


@pytest.fixture
def said(context: Context) -> list[tuple[str, str]]:
    news: list[tuple[str, str]] = []
    context.notices.said.connect(lambda level, text: news.append((level, text)))
    return news


@pytest.fixture
def page(context: Context, desk: Desk, hosted: Hosted) -> Iterator[RegistersPage]:
    """The page with the medicine list chosen."""
    made = RegistersPage(context, desk)
    host = hosted(made)
    press(Qt.Key.Key_3, with_=ALT)
    yield made
    host.close()


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    def write(*lines: str, header: str = HEADER, name: str = "liste.csv") -> Path:
        path = tmp_path / name
        path.write_text("\n".join((header, *lines)), encoding="utf-8")
        return path

    return write


def type_in(text: str) -> None:
    line = focused()
    assert isinstance(line, QLineEdit)
    line.clear()
    write(text)


def look(page: RegistersPage, path: Path, day: str = "") -> None:
    """Types a file, goes on to the day and confirms it."""
    page.view.panel.file.setFocus()
    type_in(str(path))
    press(Qt.Key.Key_Return)
    if day:
        type_in(day)
    press(Qt.Key.Key_Return)


def check(page: RegistersPage, path: Path, day: str = "") -> None:
    """Types a file and its day, and has it tried by the columns recognised."""
    look(page, path, day)
    press(Qt.Key.Key_F5)


def figures(page: RegistersPage) -> dict[str, str]:
    return {name: value.text() for name, (holder, value) in page.view.panel._values.items() if holder.isVisible()}


def details(page: RegistersPage) -> list[tuple[str, ...]]:
    model = page.view.panel.details.model()
    columns = range(model.columnCount())
    return [tuple(str(model.index(row, column).data()) for column in columns) for row in range(model.rowCount())]


def test_the_cards_tell_what_each_register_holds(page: RegistersPage, desk: Desk) -> None:
    held = registers.register_state(desk)
    assert page.view.cards[Register.AFFILIATES].figure.text() == str(held.people)
    assert page.view.cards[Register.PRACTITIONERS].figure.text() == "30"
    assert page.view.cards[Register.MEDICINES].figure.text() == "0"
    assert page.view.cards[Register.MEDICINES].about.text() == "aucune liste importée"
    assert page.view.panel.file.line.hasFocus()
    assert page.view.panel.day.line.text() == "23/11/2026"
    assert page.view.panel.day.line.accessibleName() == "En vigueur depuis le"
    assert page.view.panel.day.line.visibleRegion().boundingRect().width() > 100


def test_a_list_is_checked_then_imported(
    page: RegistersPage, desk: Desk, written: Callable[..., Path], said: list[tuple[str, str]]
) -> None:
    check(page, written(FIRST, WRONG_KEY))
    assert figures(page) == {"lines": "2", "added": "2", "warnings": "1"}
    assert details(page) == [("3", "Code (13 chiffres)", "clé de contrôle du code-barres inexacte ; gardé")]
    assert registers.register_state(desk).editions == ()
    press(Qt.Key.Key_F5)
    (edition,) = registers.register_state(desk).editions
    assert (edition.day, edition.products) == (date(2026, 11, 23), 2)
    assert said == [("good", "Import terminé : 2 lignes.")]
    assert page.view.cards[Register.MEDICINES].figure.text() == "2"
    assert page.view.panel.words.text().startswith("Liste importée, en vigueur depuis le 23/11/2026")
    assert len(details(page)) == 1


def test_enter_alone_never_imports(page: RegistersPage, desk: Desk, written: Callable[..., Path]) -> None:
    check(page, written(FIRST))
    for _ in range(3):
        press(Qt.Key.Key_Return)
    assert page.state.importing.step is Step.CHECKED
    assert registers.register_state(desk).editions == ()


def test_the_day_of_the_list_is_the_one_typed(page: RegistersPage, desk: Desk, written: Callable[..., Path]) -> None:
    check(page, written(FIRST), "32/13")
    assert page.state.importing.step is Step.COLUMNS
    assert page.view.panel.day.line.property("wrong")
    assert "Indiquez le jour depuis lequel cette liste est en vigueur" in page.view.panel.words.text()
    page.view.panel.day.setFocus()
    type_in("01/01/2026")
    press(Qt.Key.Key_F5, Qt.Key.Key_F5)
    assert [edition.day for edition in registers.register_state(desk).editions] == [date(2026, 1, 1)]


def test_what_a_second_list_changes_is_told_first(
    page: RegistersPage, desk: Desk, written: Callable[..., Path]
) -> None:
    imported(desk, written(FIRST, SECOND, name="une.csv"), day=date(2026, 1, 1))
    check(page, written(FIRST.replace("14,00", "15,00"), WRONG_KEY, name="deux.csv"))
    told = figures(page)
    assert told == {"lines": "2", "added": "1", "closed": "1", "updated": "1", "repriced": "1", "warnings": "1"}
    said = page.view.panel.words.text()
    assert said.startswith("Essai de la liste en vigueur depuis le 23/11/2026, par rapport à celle du 01/01/2026.")
    assert page.view.panel._closed.text() == "Retirés"


def test_the_same_list_changes_nothing(
    page: RegistersPage, desk: Desk, written: Callable[..., Path], said: list[tuple[str, str]]
) -> None:
    path = written(FIRST)
    imported(desk, path, day=date(2026, 1, 1), label="Ancienne")
    check(page, path)
    words = "Cette liste est déjà au registre, en vigueur depuis le 01/01/2026 : rien à changer."
    assert page.view.panel.words.text() == words
    press(Qt.Key.Key_F5)
    assert page.state.importing.step is Step.CHECKED
    assert len(registers.register_state(desk).editions) == 1
    assert said == []


def test_a_column_nobody_recognised_is_chosen_once(page: RegistersPage, written: Callable[..., Path]) -> None:
    odd = HEADER.replace("PPV", "TARIF").replace("DCI1", "Principe actif")
    look(page, written(FIRST, header=odd))
    columns = page.view.panel.columns
    assert page.state.importing.lacking == ("ppv",)
    assert columns._words.text() == "Colonnes obligatoires à indiquer : Prix public (PPV)."
    assert columns.combos["dci"].currentText() == "Principe actif"
    assert focused() is columns.combos["ppv"]
    press(Qt.Key.Key_F5)
    assert page.state.importing.step is Step.COLUMNS
    press(*[Qt.Key.Key_Down] * 8)
    assert columns.combos["ppv"].currentText() == "TARIF"
    assert columns._samples["ppv"].toolTip() == "14,00"
    press(Qt.Key.Key_F5, Qt.Key.Key_F5)
    assert page.state.importing.step is Step.DONE
    look(page, written(FIRST, SECOND, header=odd, name="suivante.csv"))
    assert page.state.importing.lacking == ()
    assert "Mêmes colonnes que la dernière fois" in columns._words.text()


def test_wrong_lines_are_listed_reported_and_the_corrected_file_is_taken(
    page: RegistersPage, desk: Desk, written: Callable[..., Path], tmp_path: Path
) -> None:
    check(page, written(FIRST, NO_PRICE))
    assert figures(page) == {"lines": "2", "added": "1", "refused": "1"}
    assert details(page) == [("3", "Prix public (PPV)", "le PPV n'est pas un montant")]
    assert "Une liste s'importe entière" in page.view.panel.words.text()
    assert page.view.panel.go.text() == "Vérifier de nouveau"
    page.save_report(tmp_path / "refus.xlsx")
    sheet = load_workbook(tmp_path / "refus.xlsx").active
    cells = [str(cell.value) for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert {"Prix public (PPV)", "le PPV n'est pas un montant", "SECOND", "cher"} <= set(cells)
    press(Qt.Key.Key_F5)
    assert page.state.importing.step is Step.CHECKED
    assert registers.register_state(desk).editions == ()
    written(FIRST, SECOND)
    press(Qt.Key.Key_F5)
    assert page.view.panel.go.text() == "Importer"
    press(Qt.Key.Key_F5)
    assert [edition.products for edition in registers.register_state(desk).editions] == [2]


def test_a_mended_list_with_other_columns_is_read_by_them(
    page: RegistersPage, desk: Desk, written: Callable[..., Path]
) -> None:
    check(page, written(FIRST, NO_PRICE))
    other = "NOTE;" + HEADER
    written(f"a;{FIRST}", f"b;{SECOND}", header=other)
    press(Qt.Key.Key_F5)
    assert page.state.importing.step is Step.COLUMNS
    press(Qt.Key.Key_F5)
    press(Qt.Key.Key_F5)
    assert [edition.products for edition in registers.register_state(desk).editions] == [2]
    with desk.store.reading() as connection:
        (first,) = medicines.get(connection, ["6118000010104"], desk.today()).values()
    assert (first.ppv, first.base) == (1400, 1210)


@pytest.mark.parametrize(
    "content, words",
    [(None, "n'existe pas"), (b"", "ne contient aucune ligne"), (b"%PDF-1.7 \x00", "n'est ni un classeur")],
)
def test_a_file_that_is_no_list_is_refused_in_words(
    page: RegistersPage, tmp_path: Path, content: bytes | None, words: str
) -> None:
    path = tmp_path / "liste.xlsx"
    if content is not None:
        path.write_bytes(content)
    check(page, path)
    assert words in page.view.panel.words.text()
    assert page.view.panel.words.property("role") == "bad"
    assert str(tmp_path) not in page.view.panel.words.text()


def test_a_file_is_chosen_in_the_dialog(page: RegistersPage, qtbot: QtBot, written: Callable[..., Path]) -> None:
    path = written(FIRST)
    press(Qt.Key.Key_N, with_=CONTROL)
    dialog = page.findChild(QFileDialog)
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    qtbot.waitUntil(name.hasFocus)
    name.setText(str(path))
    qtbot.keyClick(name, Qt.Key.Key_Return)
    assert page.state.importing.step is Step.COLUMNS
    assert page.view.panel.file.line.text() == str(path)


def test_a_dropped_file_is_opened(page: RegistersPage, written: Callable[..., Path]) -> None:
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(written(FIRST)))])
    about = (Qt.DropAction.CopyAction, dropped, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entering = QDragEnterEvent(QPointF(9, 9).toPoint(), *about)
    page.view.dragEnterEvent(entering)
    assert entering.isAccepted()
    page.view.dropEvent(QDropEvent(QPointF(9, 9), *about))
    assert page.state.importing.step is Step.COLUMNS


def test_escape_stops_and_nothing_is_written(
    desk: Desk, hosted: Hosted, qtbot: QtBot, written: Callable[..., Path]
) -> None:
    tasks = Tasks()
    page = RegistersPage(Context(tasks=tasks, notices=Notices(), settings=Settings()), desk)
    host = hosted(page)
    press(Qt.Key.Key_3, with_=ALT)
    look(page, written(FIRST, SECOND))
    qtbot.waitUntil(lambda: page.state.importing.step is Step.COLUMNS, timeout=20_000)
    press(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: page.state.importing.step is Step.CHECKED, timeout=20_000)
    press(Qt.Key.Key_F5)
    assert page.view.panel.stop.isVisible()
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not page.state.importing.busy, timeout=20_000)
    assert page.state.importing.step is Step.CHECKED
    assert registers.register_state(desk).editions == ()
    host.close()
    tasks.close()


def test_an_agent_may_look_but_not_import(context: Context, desk: Desk, hosted: Hosted, qtbot: QtBot) -> None:
    page = RegistersPage(context, replace(desk, agent=replace(desk.agent, role=Role.AGENT)))
    host = hosted(page)
    assert [action.key for action in page.actions_now()] == [Key.MEMBER_1, Key.MEMBER_2, Key.MEMBER_3]
    assert page.view.panel.words.text() == "Seul un responsable peut importer un registre."
    assert not page.view.panel.file.line.isEnabled()
    qtbot.keyClick(host, Qt.Key.Key_F5)
    assert page.state.importing.step is Step.FILE


def test_everything_has_a_name(
    page: RegistersPage, written: Callable[..., Path], unnamed: Callable[[QWidget], list[str]]
) -> None:
    assert unnamed(page) == []
    look(page, written(FIRST, WRONG_KEY))
    assert unnamed(page) == []
    press(Qt.Key.Key_F5)
    assert unnamed(page) == []


class TestState:
    def edition(self, number: int, day: date) -> Edition:
        return Edition(id=number, label="", day=day, products=1, imported_at=datetime(2026, 1, 1, tzinfo=UTC))

    def test_the_edition_in_force_is_the_latest_that_holds(self) -> None:
        old, new, later = (self.edition(n, date(2026, month, 1)) for n, month in ((1, 1), (2, 6), (3, 12)))
        editions = (later, new, old)
        assert states.in_force(editions, date(2026, 11, 23)) == new
        assert states.in_force(editions, date(2026, 6, 1)) == new
        assert states.in_force(editions, date(2026, 5, 31)) == old
        assert states.in_force(editions, date(2025, 1, 1)) == old
        assert states.in_force((), date(2026, 1, 1)) is None

    def test_two_editions_of_a_day_leave_the_last_imported(self) -> None:
        day = date(2026, 1, 1)
        assert states.in_force((self.edition(1, day), self.edition(2, day)), day) == self.edition(2, day)

    def test_time_left_follows_the_pace(self) -> None:
        assert states.seconds_left(250, 1000, 3.0) == 9
        assert states.seconds_left(0, 1000, 3.0) is None
        assert states.seconds_left(250, 1000, 0.2) is None
        assert states.seconds_left(1000, 1000, 3.0) == 0

    def test_another_file_forgets_the_one_before(self) -> None:
        before = replace(MEDICINES, file="a", error=Refused("file.empty", file="a"), complete=True)
        after = states.with_file(before, "b")
        assert after == replace(MEDICINES, file="b", complete=True)
        assert after.can_look

    def test_another_register_begins_anew_and_keeps_the_day(self) -> None:
        assert states.with_register(replace(MEDICINES, file="a"), Register.MEDICINES).file == "a"
        other = states.with_register(replace(MEDICINES, file="a"), Register.AFFILIATES)
        assert other == ImportState(register=Register.AFFILIATES, day="2026-01-01")

    def test_quotes_around_a_path_are_left_out(self) -> None:
        assert ImportState(file=' "C:/listes/liste.xlsx" ').path == Path("C:/listes/liste.xlsx")
        assert not ImportState(file=' "" ').can_look

    def test_an_import_needs_a_checked_file_a_day_and_something_to_change(self) -> None:
        checked = states.checked(replace(MEDICINES, file="a"), outcome(added=1))
        assert checked.can_import
        assert not replace(checked, day="bientôt").can_import
        assert not replace(checked, step=Step.DONE).can_import
        assert not states.checked(MEDICINES, outcome(unchanged=3)).can_import
        assert not states.checked(MEDICINES, replace(outcome(added=1), unchanged_file=True)).can_import

    def test_another_day_is_checked_again(self) -> None:
        checked = states.checked(replace(PEOPLE, sheet=SHEET), outcome(added=1))
        for changed in (states.with_day(checked, "2026-02-01"), states.with_complete(checked, True)):
            assert (changed.step, changed.outcome) == (Step.COLUMNS, None)

    def test_a_column_of_the_file_is_one_of_ours_only(self) -> None:
        looked = states.looked(PEOPLE, SHEET)
        assert looked.lacking == ("last_name",)
        assert not looked.can_check
        twice = states.mapped(looked, "last_name", 0)
        assert twice.doubled == ("first_name", "last_name")
        assert not replace(twice, lacking=()).can_check
        apart = states.mapped(twice, "last_name", 1)
        assert apart.doubled == ()
        assert replace(apart, lacking=()).can_check

    def test_a_stopped_import_can_be_started_again(self) -> None:
        stopped = states.with_error(states.working(PEOPLE, Step.CHECKING), Refused("task.cancelled"))
        assert (stopped.step, stopped.error) == (Step.COLUMNS, None)
        again = states.with_error(states.working(MEDICINES, Step.LOOKING), Refused("task.cancelled"))
        assert again.step is Step.FILE

    def test_one_goes_back_step_by_step(self) -> None:
        now = replace(PEOPLE, file="a", step=Step.CHECKED, outcome=outcome(added=1))
        walked = []
        while (before := states.back(now)) is not None:
            walked.append((before.step, before.file))
            now = before
        assert walked == [(Step.COLUMNS, "a"), (Step.FILE, "a"), (Step.FILE, "")]

    def test_a_list_with_a_refused_line_is_tried_again_and_not_imported(self) -> None:
        tried = states.checked(replace(MEDICINES, file="a"), outcome(added=1, refused=1))
        assert (tried.can_check, tried.can_import, tried.can_report) == (True, False, True)
        people = states.checked(replace(PEOPLE, file="a"), outcome(added=1, refused=1))
        assert (people.can_check, people.can_import, people.can_report) == (False, True, True)


MEDICINES = ImportState(register=Register.MEDICINES, day="2026-01-01")
PEOPLE = ImportState(register=Register.AFFILIATES, day="2026-01-01", step=Step.COLUMNS)
SHEET = Sheet(
    header=("Prénom", "Autre"),
    sample=(("Amal", "x"),),
    mapping={"first_name": 0, "last_name": None},
    missing=("last_name",),
    ambiguous=(),
    remembered=False,
    about=1,
)


def outcome(**figures: int) -> Outcome:
    return Outcome(lines=sum(figures.values()), extract_day=date(2026, 1, 1), **figures)


FILES = ["missing", "unreadable", "damaged", "empty", "encrypted", "not_a_workbook", "too_large"]


@pytest.mark.parametrize("code", [*(f"file.{kind}" for kind in FILES), "extract.columns", "medicines.rows"])
def test_every_trouble_with_a_file_has_a_sentence(code: str) -> None:
    words = messages.sentence(Refused(code, file="liste.xlsx", count=3, missing=("CODE",)))
    assert "liste.xlsx" in words
    assert "{" not in words
