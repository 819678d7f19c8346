"""The lots page, driven by its keys on a real store; and its states without a screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from dossiers import received
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit, QTableView, QWidget
from pytestqt.qtbot import QtBot

from amo_desk.domain.dossier import State
from amo_desk.domain.errors import Refused
from amo_desk.domain.sources import Grade, Source
from amo_desk.ui.lots import state as states
from amo_desk.ui.lots.controller import LotsPage
from amo_desk.ui.lots.state import LotsState, Stock
from amo_desk.ui.page import Context, Page
from amo_desk.usecases import intake, lots, papers
from amo_desk.usecases.clock import SetClock
from amo_desk.usecases.desk import Desk
from amo_desk.usecases.papers import Paper
from ui.driving import CONTROL, press

Hosted = Callable[[Page], QWidget]


@pytest.fixture
def said(context: Context) -> list[tuple[str, str]]:
    news: list[tuple[str, str]] = []
    context.notices.said.connect(lambda level, text: news.append((level, text)))
    return news


@pytest.fixture
def three(desk: Desk) -> Desk:
    """A desk where three consultations and a dental dossier wait."""
    for _ in range(3):
        received(desk)
    received(desk, "dental_care")
    return desk


@pytest.fixture
def page(context: Context, three: Desk, hosted: Hosted) -> Iterator[LotsPage]:
    made = LotsPage(context, three)
    host = hosted(made)
    yield made
    host.close()


def ticks(page: LotsPage) -> list[bool]:
    model = page.view.waiting.model()
    box = Qt.ItemDataRole.CheckStateRole
    return [Qt.CheckState(model.index(row, 0).data(box)) is Qt.CheckState.Checked for row in range(model.rowCount())]


def texts(table: QTableView, column: int) -> list[str]:
    model = table.model()
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def close_lot() -> None:
    press(Qt.Key.Key_F5)
    press(Qt.Key.Key_F5)


def test_the_first_kind_is_open_with_its_oldest_ticked(page: LotsPage) -> None:
    assert texts(page.view.kinds, 0) == ["Consultation, analyses, radiologie · CNOPS", "Soins dentaires · CNOPS"]
    assert texts(page.view.kinds, 1) == ["3", "1"]
    assert ticks(page) == [True, True, True]
    assert page.view.waiting.hasFocus()
    assert page.view.coming.count.text() == "3 / 30"
    assert page.view.coming.close_button.isEnabled()


def test_space_toggles_and_ctrl_a_takes_all(page: LotsPage) -> None:
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Space)
    assert ticks(page) == [True, False, True]
    assert page.view.coming.count.text() == "2 / 30"
    press(Qt.Key.Key_A, with_=CONTROL)
    assert ticks(page) == [True, True, True]
    press(Qt.Key.Key_A, with_=CONTROL)
    assert ticks(page) == [False, False, False]
    assert not page.view.coming.close_button.isEnabled()


def test_a_click_on_the_box_toggles(page: LotsPage, qtbot: QtBot) -> None:
    table = page.view.waiting
    box = table.visualRect(table.model().index(1, 0))
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=box.topLeft() + QPoint(14, box.height() // 2))
    assert ticks(page) == [True, False, True]


def test_kinds_are_chosen_by_arrows_and_enter_goes_to_the_dossiers(page: LotsPage) -> None:
    page.view.kinds.setFocus()
    press(Qt.Key.Key_Down)
    assert len(ticks(page)) == 1
    press(Qt.Key.Key_Return)
    assert page.view.waiting.hasFocus()


def test_closing_takes_two_presses(page: LotsPage, three: Desk, qtbot: QtBot, said: list[tuple[str, str]]) -> None:
    press(Qt.Key.Key_F5)
    assert lots.latest(three) == ()
    assert page.view.coming.warning.isVisible()
    press(Qt.Key.Key_Escape)
    assert not page.view.coming.warning.isVisible()
    press(Qt.Key.Key_F5)
    press(Qt.Key.Key_Space)
    assert not page.view.coming.warning.isVisible()
    press(Qt.Key.Key_F5)
    assert lots.latest(three) == ()
    with qtbot.waitSignal(page.paper_asked) as asked:
        press(Qt.Key.Key_F5)
    (lot,) = lots.latest(three)
    assert len(lot.lines) == 2
    paper, title = asked.args
    assert isinstance(paper, Paper)
    assert paper.name == f"bordereau-{lot.number}.pdf"
    assert title == f"Bordereau {lot.number}"
    assert said == [("good", f"Lot {lot.number} clos : 2 dossiers, 300,00 DH facturés.")]


def test_after_closing_the_lot_is_shown_and_the_kinds_counted_again(page: LotsPage) -> None:
    press(Qt.Key.Key_Space)
    close_lot()
    assert texts(page.view.kinds, 1) == ["1", "1"]
    assert page.view.lots.selectionModel().hasSelection()
    assert page.view.closed.count.text() == "2 dossiers"
    assert page.view.lines.isVisible()
    assert [action.key.name for action in page.actions_now()] == ["PRINT", "WORKBOOK"]


def test_enter_on_a_closed_lot_shows_its_slip_again(page: LotsPage, desk: Desk, qtbot: QtBot) -> None:
    close_lot()
    papers.issued(desk, papers.lot_slip(desk, page.state.lot))
    page.view.lots.setFocus()
    with qtbot.waitSignal(page.paper_asked) as asked:
        press(Qt.Key.Key_Return)
    assert asked.args[0].name.endswith("-copie1.pdf")


def test_the_workbook_is_saved_where_asked(
    page: LotsPage, qtbot: QtBot, tmp_path: Path, said: list[tuple[str, str]]
) -> None:
    close_lot()
    press(Qt.Key.Key_E, with_=CONTROL)
    dialog = page.findChild(QFileDialog)
    assert Path(dialog.selectedFiles()[0]).name == f"bordereau-{page.state.lot.number}.xlsx"
    target = tmp_path / "lot.xlsx"
    _choose(qtbot, dialog, target)
    assert target.read_bytes()[:2] == b"PK"
    assert said[-1] == ("good", "Classeur enregistré : lot.xlsx.")


def test_a_workbook_that_cannot_be_written_is_told(page: LotsPage, tmp_path: Path, said: list[tuple[str, str]]) -> None:
    close_lot()
    press(Qt.Key.Key_E, with_=CONTROL)
    target = tmp_path / "gone" / "lot.xlsx"
    target.parent.mkdir()
    dialog = page.findChild(QFileDialog)
    dialog.setDirectory(str(target.parent))
    target.parent.rmdir()
    dialog.fileSelected.emit(str(target))
    assert said[-1] == ("bad", "Le fichier lot.xlsx n'a pas pu être écrit. Choisissez un autre dossier.")


def test_a_dossier_that_left_meanwhile_is_refused_and_the_lists_are_read_again(
    page: LotsPage, three: Desk, said: list[tuple[str, str]]
) -> None:
    gone = page.state.waiting[0].id
    lots.close(three, [gone])
    close_lot()
    assert said == [("bad", "Ce dossier n'est plus dans l'état qui permet cette action.")]
    assert len(lots.latest(three)) == 1
    assert gone not in {dossier.id for dossier in page.state.waiting}
    assert {intake.get(three, dossier.id).state for dossier in page.state.waiting} == {State.RECEIVED}


def test_a_scanned_receipt_is_ticked(page: LotsPage) -> None:
    press(Qt.Key.Key_A, with_=CONTROL)
    number = page.state.waiting[2].number
    assert not page.scanned("6118000140213")
    assert page.scanned(number.replace("-", ""))
    assert ticks(page) == [False, False, True]
    assert page.view.waiting.currentIndex().row() == 2
    assert page.scanned(number)
    assert ticks(page) == [False, False, True]


def test_what_was_unticked_stays_so_when_the_page_is_entered_again(page: LotsPage, three: Desk) -> None:
    press(Qt.Key.Key_Space)
    received(three)
    page.entered()
    assert ticks(page) == [False, True, True, True]


def test_nothing_to_send(context: Context, desk: Desk, hosted: Hosted, qtbot: QtBot) -> None:
    page = LotsPage(context, desk)
    host = hosted(page)
    assert page.actions_now() == ()
    qtbot.keyClick(host, Qt.Key.Key_F5)
    assert lots.latest(desk) == ()


def test_payers_stand_apart(context: Context, desk: Desk, clock: SetClock, hosted: Hosted) -> None:
    clock.at = datetime(2027, 2, 15, 9, 0, tzinfo=UTC)
    received(desk, care="2027-01-31")
    received(desk, care="2027-02-01")
    page = LotsPage(context, desk)
    host = hosted(page)
    assert host.isVisible()
    assert [text.rsplit(" ", 1)[1] for text in texts(page.view.kinds, 0)] == ["CNOPS", "CNSS"]


def test_columns_give_way_in_a_narrow_window(page: LotsPage) -> None:
    assert not page.view.waiting.isColumnHidden(5)
    page.window().resize(1100, 640)
    assert page.view.waiting.isColumnHidden(5)
    assert not page.view.waiting.isColumnHidden(3)


def test_everything_has_a_name(page: LotsPage, unnamed: Callable[[QWidget], list[str]]) -> None:
    assert unnamed(page) == []
    close_lot()
    assert unnamed(page) == []
    index: QModelIndex = page.view.lines.model().index(0, 0)
    assert str(index.data(Qt.ItemDataRole.AccessibleTextRole)).startswith("Numéro : D014")


class TestState:
    @pytest.fixture
    def state(self, desk: Desk) -> LotsState:
        for _ in range(3):
            received(desk)
        limit, source = 2, lots.largest(desk)[1]
        kinds = lots.kinds(desk)
        state = states.stocked(LotsState(stock=Stock()), Stock(kinds=kinds, limit=limit, source=source))
        return states.with_waiting(state, lots.waiting(desk, "consultation", "CNOPS"))

    def test_the_oldest_are_ticked_up_to_the_limit(self, state: LotsState) -> None:
        assert state.chosen == state.waiting[:2]
        assert (state.billed, state.estimated, state.uncounted) == (30_000, 18_000, 0)

    def test_one_more_is_refused(self, state: LotsState) -> None:
        with pytest.raises(Refused) as refusal:
            states.toggled(state, state.waiting[2].id)
        assert refusal.value.details == {"limit": 2}

    def test_another_may_take_the_place_of_one(self, state: LotsState) -> None:
        state = states.toggled(state, state.waiting[0].id)
        state = states.toggled(state, state.waiting[2].id)
        assert state.chosen == state.waiting[1:]
        assert states.all_toggled(state).chosen == state.waiting[:2]

    def test_any_change_disarms(self, state: LotsState) -> None:
        armed = replace(state, armed=True)
        assert not states.toggled(armed, state.waiting[0].id).armed
        assert not states.all_toggled(armed).armed
        assert not states.stocked(armed, state.stock).armed
        assert not states.with_waiting(armed, state.waiting).armed

    def test_a_dossier_without_estimation_is_counted_apart(self, state: LotsState) -> None:
        unknown = replace(state.waiting[0], estimated=None)
        state = replace(state, waiting=(unknown, *state.waiting[1:]))
        assert (state.estimated, state.uncounted) == (9_000, 1)

    def test_the_kind_goes_when_nothing_of_it_waits(self, state: LotsState) -> None:
        after = states.stocked(state, replace(state.stock, kinds=()))
        assert (after.kind, after.waiting, after.ticked) == (None, (), frozenset())


def test_an_official_limit_is_quiet(page: LotsPage) -> None:
    source = page.state.stock.source
    assert source is not None
    labels = page.view.coming._source
    assert labels.property("role") == "warn"
    assert "à confirmer" in labels.text()
    official: Source = replace(source, grade=Grade.OFFICIAL, note="")
    page.view.show_state(replace(page.state, stock=replace(page.state.stock, source=official)))
    assert labels.property("role") == "quiet"


def _choose(qtbot: QtBot, dialog: QFileDialog, target: Path) -> None:
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    assert name is not None
    qtbot.waitUntil(name.hasFocus)
    name.setText(str(target))
    qtbot.keyClick(name, Qt.Key.Key_Return)
