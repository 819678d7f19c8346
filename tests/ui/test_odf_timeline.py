"""The time line and the treatment at a glance: what they say in words, and how they are walked by keys and mouse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from amo_desk import paths
from amo_desk.domain.days import months_after
from amo_desk.domain.odf import Due, PeriodKind
from amo_desk.rules import loading
from amo_desk.rules.rulebook import Rulebook
from amo_desk.ui.widgets.odf_panel import OdfPanel, steps
from amo_desk.ui.widgets.odf_timeline import OdfTimeline
from amo_desk.ui.widgets.odf_words import due_text, months_left
from ui.counter import texts
from ui.ledgers import TODAY, finding, ledger, pause, semester, three

END, HOME, LEFT, RIGHT = Qt.Key.Key_End, Qt.Key.Key_Home, Qt.Key.Key_Left, Qt.Key.Key_Right
Shown = Callable[..., OdfTimeline]


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return loading.load(paths.bundled("db/reference"), paths.bundled("forms"))


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    def show(of: object = None, chosen: int | None = None, width: int = 760) -> OdfTimeline:
        line = OdfTimeline()
        qtbot.addWidget(line)
        line.show_ledger(ledger() if of is None else of, chosen)
        line.resize(width, line.sizeHint().height())
        with qtbot.waitActive(line):
            line.show()
            line.activateWindow()
        line.setFocus()
        return line

    return show


def test_its_name_says_the_whole_treatment_in_words(shown: Shown) -> None:
    rows = [*three()[:1], semester(2, date(2025, 9, 1), finding("Semestre trop tôt"))]
    name = shown(ledger(rows)).accessibleName()
    for words in (
        "1 semestre sur 6 · 1\u00a0200,00 DH AMO",
        "Semestre 1, du 04/07/2025 au 04/01/2026, compté",
        "Semestre 2, du 01/09/2025 au 01/03/2026, non compté ; Semestre trop tôt",
        "accord 00412377 le 02/02/2025",
        "aujourd'hui le 23/11/2026",
        "limite d'âge le 19/08/2028",
    ):
        assert words in name.replace(" 200,00", "\u00a0200,00"), words


def test_without_a_period_it_says_so(shown: Shown) -> None:
    assert "Aucune période enregistrée" in shown(ledger([])).accessibleName()
    shown().show_ledger(None, None)


def test_an_interruption_is_said_without_being_counted(shown: Shown) -> None:
    name = shown(ledger([*three()[:1], pause(date(2026, 1, 4))])).accessibleName()
    assert "Interruption, depuis le 04/01/2026." in name


def test_arrows_walk_from_period_to_period_and_stop_at_the_ends(shown: Shown, qtbot: QtBot) -> None:
    line = shown(chosen=1)
    for key, place in ((RIGHT, 2), (LEFT, 0), (END, 2), (HOME, 0)):
        with qtbot.waitSignal(line.walked) as walked:
            QTest.keyClick(line, key)
        assert walked.args == [place]
    line.show_ledger(ledger(), 2)
    with qtbot.waitSignal(line.walked) as walked:
        QTest.keyClick(line, RIGHT)
    assert walked.args == [2]
    with qtbot.waitSignal(line.opened):
        QTest.keyClick(line, Qt.Key.Key_Return)


def test_the_period_chosen_is_described(shown: Shown) -> None:
    line = shown(chosen=1)
    assert line.accessibleDescription() == "Semestre 2, du 04/01/2026 au 04/07/2026, compté"
    line.show_ledger(ledger(), None)
    assert line.accessibleDescription() == ""


def test_time_runs_the_other_way_where_one_reads_from_the_right(shown: Shown, qtbot: QtBot) -> None:
    line = shown(chosen=1)
    left = [line._rect(box).left() for box in line._boxes()]
    line.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    mirrored = [line._rect(box).left() for box in line._boxes()]
    assert left == sorted(left)
    assert mirrored == sorted(mirrored, reverse=True)
    with qtbot.waitSignal(line.walked) as walked:
        QTest.keyClick(line, LEFT)
    assert walked.args == [2]


def test_a_click_chooses_and_the_mouse_is_answered_in_words(shown: Shown, qtbot: QtBot) -> None:
    line = shown()
    middle = line._rect(line._boxes()[1]).center().toPoint()
    with qtbot.waitSignal(line.walked) as walked:
        QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=middle)
    assert walked.args == [1]
    assert line._words_at(middle).startswith("Semestre 2, du 04/01/2026")
    ahead = line._rect(line._boxes()[3]).center().toPoint()
    assert line._words_at(ahead).endswith("à venir")
    with qtbot.assertNotEmitted(line.walked):
        QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=ahead)
    today = next(mark for mark in line._line.marks if mark.kind.value == "today")
    assert "aujourd'hui le 23/11/2026" in line._words_at(QPoint(round(line._x(today.x)), 20))


@pytest.mark.parametrize("width", [200, 470, 1200])
def test_every_period_is_drawn_whatever_the_width(shown: Shown, width: int) -> None:
    rows = [*three(), semester(2, date(2026, 2, 1), finding("trop tôt")), pause(date(2026, 9, 1), date(2026, 9, 2))]
    line = shown(ledger(rows), 3, width)
    picture = line.grab().toImage()
    boxes = {box: line._rect(box).toRect() for box in line._boxes()}
    line._ledger = line._line = None
    empty = line.grab().toImage()
    assert len(boxes) == len(rows)
    for box, rect in boxes.items():
        assert 0 <= rect.left() < rect.right() <= width, box
        assert picture.copy(rect) != empty.copy(rect), box


def test_steps_tell_what_counts_what_is_under_way_and_what_is_next() -> None:
    found = steps(ledger())
    assert [step.state for step in found] == ["done", "done", "now", "due", "ahead", "ahead"]
    assert found[3].since == date(2027, 1, 4)
    last_day = steps(ledger([*three()[:2], replace(three()[2], until=TODAY)]))
    assert last_day[2].state == "now", "its last day is one of its days"
    refused = steps(ledger([*three()[:1], semester(2, date(2025, 9, 1), finding("non"))]))
    assert [step.state for step in refused] == ["done", *["ahead"] * 5]


def test_the_panel_tells_the_agreement_the_start_the_birthday_and_what_comes(qtbot: QtBot, rulebook: Rulebook) -> None:
    panel = OdfPanel(rulebook)
    qtbot.addWidget(panel)
    panel.setFixedWidth(240)
    panel.show_ledger(ledger())
    panel.show()
    words = texts(panel)
    for said in (
        "Accord 00412377 du 02/02/2025",
        "utilisé",
        "Début 04/07/2025",
        "dans le délai",
        "16 ans le 19/08/2028",
        "20 mois",
        "3 semestres sur 6",
        "Semestre 4 possible dès le 04/01/2027",
    ):
        assert said in words, said
    boxes = [found for found in panel.findChildren(QLabel) if found.property("step")]
    assert [box.accessibleName() for box in boxes][2:4] == ["S3, en cours, 04/07/2026", "S4, prochain, 04/01/2027"]
    assert all(box.width() > 20 for box in boxes)
    panel.show_ledger(ledger([replace(three()[0], agreement=None)]))
    assert "dans le délai" not in texts(panel), "the agreement of the start is not known"


@pytest.mark.parametrize(
    "due,words",
    [
        (None, "Plus rien à venir"),
        (Due(kind=PeriodKind.SEMESTER, rank=2, earliest=TODAY), "Semestre 2 possible dès aujourd'hui"),
        (Due(kind=PeriodKind.SEMESTER, rank=2, earliest=date(2026, 7, 4)), "Semestre 2 possible depuis le 04/07/2026"),
        (Due(kind=PeriodKind.SEMESTER, rank=2, earliest=date(2027, 1, 4)), "Semestre 2 possible dès le 04/01/2027"),
        (
            Due(kind=PeriodKind.SEMESTER, rank=1, earliest=TODAY, latest=date(2027, 2, 1)),
            "Semestre 1 possible jusqu'au 01/02/2027",
        ),
        (
            Due(kind=PeriodKind.RETENTION, rank=1, earliest=date(2027, 1, 4), latest=date(2027, 7, 4)),
            "Contention, année 1 possible du 04/01/2027 au 04/07/2027",
        ),
        (Due(kind=None, rank=None, earliest=TODAY, stage="retention"), "Accord à demander : Contention"),
        (Due(kind=None, rank=None, earliest=TODAY, stage="?"), "Accord à demander"),
    ],
)
def test_what_comes_next_in_words(due: Due | None, words: str, rulebook: Rulebook) -> None:
    assert due_text(due, TODAY, rulebook) == words


def test_months_left_are_whole_ones() -> None:
    assert months_left(TODAY, months_after(TODAY, 5)) == 5
    assert months_left(TODAY, date(2027, 4, 22)) == 4
    assert months_left(TODAY, date(2020, 1, 1)) == 0
