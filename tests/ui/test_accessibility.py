"""What a screen reader and a keyboard need: names on everything that can be used, pages that say what they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from dossiers import received
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from amo_desk.ui.crash import CrashDialog
from amo_desk.ui.intake.sources import SourcesDialog
from amo_desk.ui.page import Page
from amo_desk.ui.palette import ActionPalette
from amo_desk.ui.shortcuts import Key
from amo_desk.usecases.clock import SetClock
from ui.conftest import INTERACTIVE
from ui.counter import Counter, settle
from ui.driving import ENTER, ESC, focused, write

FORMS = {1: ("Cs = 300", "B 120"), 2: ("2000000000015",), 3: ("16 D706 = 600",)}


def unnamed(page: QWidget) -> list[str]:
    """What can be used on the page at the moment and has no name; parts of Qt's own widgets have theirs from Qt."""
    settle()
    found = []
    for widget in page.findChildren(QWidget):
        part = isinstance(widget, QHeaderView) or isinstance(widget.parent(), (QAbstractItemView, QLineEdit, QComboBox))
        if isinstance(widget, INTERACTIVE) and widget.isVisible() and not part and not widget.accessibleName():
            found.append(f"{type(widget).__name__} in {type(widget.parent()).__name__}")
    return found


@pytest.fixture
def pages(listed: Counter) -> tuple[Counter, list[Page]]:
    workplace = listed.log_in()
    assert listed.window is not None
    assert listed.window.login is not None
    assert listed.window.lock is not None
    return listed, [*listed.every_page(), listed.window.lock, workplace]


def test_everything_on_every_page_has_a_name(pages: tuple[Counter, list[Page]]) -> None:
    counter, found = pages
    received(counter.workplace.desk)
    pages_keys = (Key.LOTS, Key.REGISTERS, Key.PRACTITIONERS, Key.DUPLICATES, Key.ACCOUNTS, Key.AGREEMENTS, Key.ODF)
    for key in (*pages_keys, Key.SEARCH):
        counter.press(key)
        assert unnamed(counter.workplace) == [], key
    write("alami")
    assert unnamed(counter.workplace) == []
    counter.press(Key.LOCK)
    assert unnamed(found[-2]) == []


def test_everything_on_every_form_has_a_name(listed: Counter) -> None:
    listed.log_in()
    for form, entries in FORMS.items():
        listed.begin(form)
        assert unnamed(listed.workplace) == []
        listed.enter_lines(*entries)
        assert unnamed(listed.workplace) == []
        listed.press(Key.FINDINGS, Key.OVERRIDE)
        assert unnamed(listed.workplace) == []
        listed.press(ESC, Key.MISSING)
        assert unnamed(listed.workplace) == []
        listed.press(ESC, ESC, ESC)


def test_the_login_and_the_first_run_have_names(qtbot: QtBot, tmp_path: Path, clock: SetClock) -> None:
    for first_run in (False, True):
        counter = Counter(qtbot, tmp_path / "none", clock)
        window = counter.open(first_run=first_run)
        assert unnamed(window) == []
        counter.close()


@pytest.mark.parametrize("kind", [ActionPalette, SourcesDialog, CrashDialog])
def test_dialogs_have_a_title_and_names(counter: Counter, kind: type[QDialog]) -> None:
    counter.log_in()
    counter.begin(1)
    counter.enter_lines("Cs = 300")
    if kind is CrashDialog:
        CrashDialog("Qt", counter.window).open()
    else:
        counter.press(Key.ACTIONS if kind is ActionPalette else Key.WHY)
    dialog = next(found for found in QApplication.topLevelWidgets() if type(found) is kind and found.isVisible())
    assert dialog.windowTitle()
    assert unnamed(dialog) == []
    dialog.close()


def test_pages_are_named_by_their_class_and_have_a_title(pages: tuple[Counter, list[Page]]) -> None:
    counter, found = pages
    counter.begin(1)
    window = counter.window
    assert window is not None
    for widget in (window, *found):
        assert widget.objectName() == type(widget).__name__
    titled = [page for page in found if page is not counter.workplace and page is not counter.workplace.pages.preview]
    assert [type(page).__name__ for page in titled if not page.title()] == []


def test_findings_and_pieces_are_said_with_their_weight(counter: Counter) -> None:
    counter.log_in()
    counter.begin(1)
    assert all(finding.split(" : ")[0] in ("bloquant", "réserve", "à noter") for finding in counter.findings())
    sheet = counter.intake.view.form.pieces.topLevelItem(0)
    assert sheet is not None
    role = Qt.ItemDataRole.AccessibleTextRole
    assert sheet.data(0, role) == "Feuille de soins, à remettre"
    counter.tick_all()
    assert sheet.data(0, role).startswith("Feuille de soins, ")
    assert sheet.data(0, role).endswith("mentions")


def test_meaning_is_never_a_colour_alone(counter: Counter) -> None:
    counter.log_in()
    counter.begin(1)
    findings = counter.intake.view.verdict.findings
    marks = {findings.item(row).text()[0] for row in range(findings.count())}
    assert marks <= {"✕", "!", "·"}
    levels = [finding.split(" : ")[0] for finding in counter.findings()]
    assert len(marks) == len(set(levels))


def test_captions_belong_to_their_fields(counter: Counter) -> None:
    counter.log_in()
    counter.begin(1)
    for made in counter.intake.view.form.inputs.values():
        caption = next((found for found in made.findChildren(QLabel) if found.buddy() is not None), None)
        assert made.editor.accessibleName()
        if caption is not None and caption.text():
            assert caption.buddy() is made.editor
            assert caption.text() == made.editor.accessibleName()


def test_tab_walks_through_the_form_from_the_first_field_to_the_pieces(counter: Counter) -> None:
    counter.log_in()
    counter.begin(1)
    form = counter.intake.view.form
    counter.press(Key.HEADER)
    walked = []
    for _ in range(len(form.inputs) + 3):
        walked.append(focused())
        counter.press(Qt.Key.Key_Tab)
    assert walked == [*(made.editor for made in form.inputs.values()), form.lines.entry, form.lines.table, form.pieces]


def test_enter_walks_through_the_header_and_on_to_the_lines(counter: Counter) -> None:
    counter.log_in()
    counter.begin(1)
    form = counter.intake.view.form
    walked = []
    for _ in form.inputs:
        walked.append(focused())
        counter.press(ENTER)
    assert walked == [made.editor for made in form.inputs.values()]
    assert focused() is form.lines.entry


def test_the_focus_starts_where_the_work_starts(counter: Counter) -> None:
    workplace = counter.log_in()
    assert focused() is workplace.top.search
    counter.press(Key.LOCK)
    line = focused()
    assert isinstance(line, QLineEdit)
    assert line.echoMode() is QLineEdit.EchoMode.Password
