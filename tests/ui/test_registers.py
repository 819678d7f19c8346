"""The registers page, driven by its keys on a real store; and its states without a screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from amo_desk.domain.errors import Refused
from amo_desk.domain.office import Role
from amo_desk.settings import Settings
from amo_desk.store.medicines import Edition
from amo_desk.ui import messages
from amo_desk.ui.page import Context, Notices, Page
from amo_desk.ui.registers import state as states
from amo_desk.ui.registers.controller import RegistersPage
from amo_desk.ui.registers.state import Detail, ImportState, Phase
from amo_desk.ui.tasks import Tasks
from amo_desk.usecases import registers
from amo_desk.usecases.desk import Desk
from amo_desk.usecases.registers import MedicinePreview
from ui.driving import CONTROL, focused, press, write

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
    made = RegistersPage(context, desk)
    host = hosted(made)
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


def check(page: RegistersPage, path: Path) -> None:
    """Types a file, goes on to the day and confirms it."""
    page.view.panel.file.setFocus()
    type_in(str(path))
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)


def figures(page: RegistersPage) -> dict[str, str]:
    return {name: value.text() for name, (holder, value) in page.view.panel._values.items() if holder.isVisible()}


def details(page: RegistersPage) -> list[tuple[str, ...]]:
    model = page.view.panel.details.model()
    columns = range(model.columnCount())
    return [tuple(str(model.index(row, column).data()) for column in columns) for row in range(model.rowCount())]


def test_the_cards_tell_what_each_register_holds(page: RegistersPage, desk: Desk) -> None:
    held = registers.register_state(desk)
    assert page.view.people.figure.text() == str(held.people)
    assert page.view.practitioners.figure.text() == "30"
    assert page.view.medicines.figure.text() == "0"
    assert page.view.medicines.about.text() == "aucune liste importée"
    assert page.view.panel.file.line.hasFocus()
    assert page.view.panel.day.line.text() == "23/11/2026"
    assert page.view.panel.day.line.visibleRegion().boundingRect().width() > 100


def test_a_list_is_checked_then_imported(
    page: RegistersPage, desk: Desk, written: Callable[..., Path], said: list[tuple[str, str]]
) -> None:
    check(page, written(FIRST, WRONG_KEY))
    assert figures(page) == {"products": "2", "remarks": "1"}
    assert details(page) == [("3", "6118000010105", "clé de contrôle du code-barres inexacte ; gardé")]
    assert registers.register_state(desk).editions == ()
    press(Qt.Key.Key_F5)
    (edition,) = registers.register_state(desk).editions
    assert (edition.day, edition.products) == (date(2026, 11, 23), 2)
    assert said == [("good", "Liste des médicaments importée : 2 produits.")]
    assert page.view.medicines.figure.text() == "2"
    assert page.view.panel.words.text().startswith("Importée : « Liste des médicaments au 23/11/2026 »")
    assert len(details(page)) == 1


def test_enter_alone_never_imports(page: RegistersPage, desk: Desk, written: Callable[..., Path]) -> None:
    check(page, written(FIRST))
    for _ in range(3):
        press(Qt.Key.Key_Return)
    assert page.state.importing.phase is Phase.CHECKED
    assert registers.register_state(desk).editions == ()


def test_the_day_of_the_list_is_the_one_typed(page: RegistersPage, desk: Desk, written: Callable[..., Path]) -> None:
    check(page, written(FIRST))
    assert page.view.panel.day.line.hasFocus()
    type_in("32/13")
    press(Qt.Key.Key_F5)
    assert page.view.panel.day.line.property("wrong")
    assert "Indiquez le jour" in page.view.panel.words.text()
    type_in("01/01/2026")
    press(Qt.Key.Key_F5)
    assert [edition.day for edition in registers.register_state(desk).editions] == [date(2026, 1, 1)]


def test_what_a_second_list_changes_is_told_first(
    page: RegistersPage, desk: Desk, written: Callable[..., Path]
) -> None:
    registers.import_medicines(desk, written(FIRST, SECOND, name="une.csv"), day=date(2026, 1, 1))
    check(page, written(FIRST.replace("14,00", "15,00"), WRONG_KEY, name="deux.csv"))
    told = figures(page)
    assert told == {"products": "2", "added": "1", "removed": "1", "changed": "1", "repriced": "1", "remarks": "1"}


def test_the_same_list_changes_nothing(
    page: RegistersPage, desk: Desk, written: Callable[..., Path], said: list[tuple[str, str]]
) -> None:
    path = written(FIRST)
    registers.import_medicines(desk, path, day=date(2026, 1, 1), label="Ancienne")
    check(page, path)
    assert page.view.panel.words.text() == "Ce fichier dit la même chose que « Ancienne »."
    press(Qt.Key.Key_F5)
    assert "rien n'a changé" in page.view.panel.words.text()
    assert len(registers.register_state(desk).editions) == 1
    assert said == []


def test_missing_columns_are_named(page: RegistersPage, desk: Desk, written: Callable[..., Path]) -> None:
    check(page, written(FIRST, header=HEADER.replace("PPV", "PRIX").replace("DCI1", "DCI")))
    assert details(page) == [("–", "DCI1", "colonne absente"), ("–", "PPV", "colonne absente")]
    assert "n'a pas les colonnes de la liste officielle" in page.view.panel.words.text()
    assert registers.register_state(desk).editions == ()


def test_wrong_lines_are_listed_and_the_corrected_file_is_taken(
    page: RegistersPage, desk: Desk, written: Callable[..., Path]
) -> None:
    check(page, written(FIRST, NO_PRICE))
    assert details(page) == [("3", "", "le PPV n'est pas un montant")]
    assert "Lignes inexactes dans liste.csv : 1." in page.view.panel.words.text()
    written(FIRST, SECOND)
    press(Qt.Key.Key_F5)
    press(Qt.Key.Key_F5)
    assert [edition.products for edition in registers.register_state(desk).editions] == [2]


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
    assert page.state.importing.phase is Phase.CHECKED
    assert page.view.panel.file.line.text() == str(path)


def test_a_dropped_file_is_checked(page: RegistersPage, written: Callable[..., Path]) -> None:
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(written(FIRST)))])
    about = (Qt.DropAction.CopyAction, dropped, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entering = QDragEnterEvent(QPointF(9, 9).toPoint(), *about)
    page.view.dragEnterEvent(entering)
    assert entering.isAccepted()
    page.view.dropEvent(QDropEvent(QPointF(9, 9), *about))
    assert page.state.importing.phase is Phase.CHECKED


def test_escape_stops_and_nothing_is_written(
    desk: Desk, hosted: Hosted, qtbot: QtBot, written: Callable[..., Path]
) -> None:
    tasks = Tasks()
    page = RegistersPage(Context(tasks=tasks, notices=Notices(), settings=Settings()), desk)
    host = hosted(page)
    check(page, written(FIRST, SECOND))
    qtbot.waitUntil(lambda: page.state.importing.phase is Phase.CHECKED)
    page.view.panel.day.setFocus()
    press(Qt.Key.Key_F5)
    assert page.view.panel.stop.isVisible()
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not page.state.importing.busy)
    assert page.state.importing.phase is Phase.CHECKED
    assert registers.register_state(desk).editions == ()
    host.close()
    tasks.close()


def test_an_agent_may_look_but_not_import(context: Context, desk: Desk, hosted: Hosted, qtbot: QtBot) -> None:
    page = RegistersPage(context, replace(desk, agent=replace(desk.agent, role=Role.AGENT)))
    host = hosted(page)
    assert page.actions_now() == ()
    assert page.view.panel.words.text() == "Seul un responsable peut importer une liste."
    assert not page.view.panel.file.line.isEnabled()
    qtbot.keyClick(host, Qt.Key.Key_F5)
    assert page.state.importing.phase is Phase.CHOOSING


def test_everything_has_a_name(
    page: RegistersPage, written: Callable[..., Path], unnamed: Callable[[QWidget], list[str]]
) -> None:
    assert unnamed(page) == []
    check(page, written(FIRST, WRONG_KEY))
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
        before = ImportState(file="a", day="2026-01-01", phase=Phase.REFUSED, error=Refused("file.empty", file="a"))
        after = states.with_file(before, "b")
        assert after == ImportState(file="b", day="2026-01-01")
        assert after.can_check

    def test_quotes_around_a_path_are_left_out(self) -> None:
        assert ImportState(file=' "C:/listes/liste.xlsx" ').path == Path("C:/listes/liste.xlsx")
        assert not ImportState(file=' "" ').can_check

    def test_an_import_needs_a_checked_file_and_a_day(self) -> None:
        seen = MedicinePreview(compared_with="", products=1, added=1, removed=0, changed=0, repriced=0, warnings=())
        checked = ImportState(file="a", day="2026-01-01", phase=Phase.CHECKED, preview=seen)
        assert checked.can_import
        assert not replace(checked, day="bientôt").can_import
        assert not replace(checked, phase=Phase.IMPORTED).can_import

    def test_a_stopped_import_can_be_started_again(self) -> None:
        stopped = states.with_error(ImportState(file="a", phase=Phase.CHECKING), Refused("task.cancelled"))
        assert (stopped.phase, stopped.error) == (Phase.CHOOSING, None)

    def test_reasons_are_read_off_the_error(self) -> None:
        error = Refused("medicines.columns", file="a", missing=("CODE",), twice=("PPV",))
        refused = states.with_error(ImportState(file="a"), error)
        assert refused.details == (
            Detail(line=None, subject="CODE", reason="column.missing"),
            Detail(line=None, subject="PPV", reason="column.twice"),
        )


READER = ["check_digit", "repeated", "dosage.date", "column.missing", "column.twice"]
ROWS = ["code.missing", "code.format", "code.rounded", "code.twice", "name.missing"]
CELLS = ["ppv.format", "ph.format", "base.format", "kind.format", "rate.format"]
FILES = ["missing", "unreadable", "damaged", "empty", "encrypted", "not_a_workbook", "too_large"]


@pytest.mark.parametrize("reason", [*READER, *ROWS, *CELLS])
def test_every_reason_has_words(reason: str) -> None:
    assert reason in messages.REASONS


@pytest.mark.parametrize("code", [*(f"file.{kind}" for kind in FILES), "medicines.columns", "medicines.rows"])
def test_every_trouble_with_a_file_has_a_sentence(code: str) -> None:
    words = messages.sentence(Refused(code, file="liste.xlsx", count=3, missing=("CODE",)))
    assert "liste.xlsx" in words
    assert "{" not in words
