"""An agent in front of the real window: it opens a store, types where the focus is and reads what is in sight."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QEvent, QModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from amo_desk.domain.dossier import Content
from amo_desk.settings import Settings
from amo_desk.ui.intake.controller import IntakePage
from amo_desk.ui.intake.work import Work
from amo_desk.ui.main_window import MainWindow
from amo_desk.ui.page import Context, Notices, Page
from amo_desk.ui.pages import Pages
from amo_desk.ui.shortcuts import Key
from amo_desk.ui.tasks import Tasks
from amo_desk.ui.workplace import Workplace
from amo_desk.usecases.clock import Clock
from ui.driving import ENTER, ESC, fill, focused, write

LOGIN, PASSWORD = "s.bennani", "guichet-trois-2026"


class Counter:
    """One window on one store, from the login to the end of the session."""

    def __init__(
        self, qtbot: QtBot, folder: Path, clock: Clock, *, settings: Settings | None = None, immediate: bool = True
    ) -> None:
        self._qtbot, self._folder, self._clock = qtbot, folder, clock
        tasks = Tasks(immediate=immediate)
        self.context = Context(tasks=tasks, notices=Notices(), settings=settings or Settings())
        self.said: list[tuple[str, str]] = []
        self.context.notices.said.connect(lambda level, text: self.said.append((level, text)))
        self.window: MainWindow | None = None
        self._moment = 0

    def open(self, *, first_run: bool = False) -> MainWindow:
        """Opens the window, at the login or at the first run."""
        self.window = MainWindow(self.context, self._folder, self._clock, first_run=first_run)
        with self._qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        return self.window

    def log_in(self, login: str = LOGIN, password: str = PASSWORD) -> Workplace:
        """Opens the window and logs in by its keys."""
        self.open()
        fill(login, password)
        return self.workplace

    def close(self) -> None:
        """Closes the window, which ends the session."""
        if self.window is not None:
            self.window.close()
            self._let_go()
        self.context.tasks.close()

    def crash(self) -> None:
        """Ends as a power cut would: nothing is saved, nobody logs out, the store is no longer locked."""
        assert self.window is not None
        workplace = self.workplace
        workplace._watch(False)
        workplace.pages.intake._autosave._timer.stop()
        workplace.desk.store.engine.dispose()
        workplace.desk.store.lock.release()
        self.window.workplace = None
        self.window.close()
        self._let_go()

    def _let_go(self) -> None:
        """Deletes the window now: those that wait to be deleted would still listen and be dressed in later tests."""
        assert self.window is not None
        self.window.deleteLater()
        self.window = None
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    @property
    def workplace(self) -> Workplace:
        """The workplace of the agent at the desk."""
        assert self.window is not None
        assert self.window.workplace is not None, "nobody logged in"
        return self.window.workplace

    def every_page(self) -> list[Page]:
        """All the pages, those nobody asked for yet too."""
        pages = self.workplace.pages
        return [getattr(pages, name) for name, made in vars(Pages).items() if isinstance(made, cached_property)]

    @property
    def intake(self) -> IntakePage:
        """The intake page."""
        return self.workplace.pages.intake

    def work(self) -> Work:
        """The dossier under way."""
        assert self.intake.work is not None, "no dossier under way"
        return self.intake.work

    def content(self) -> Content:
        """What is typed and ticked so far."""
        return self.work().content

    def press(self, *keys: Key | Qt.Key) -> None:
        """Presses keys by their name in the program or on the keyboard."""
        for key in keys:
            if isinstance(key, Key):
                combined = QKeySequence(key.value)[0]
                QTest.keyClick(focused(), combined.key(), combined.keyboardModifiers())
            else:
                QTest.keyClick(focused(), key)
            settle()

    def click(self, within: QWidget, words: str) -> None:
        """Clicks the button in sight whose name begins with these words."""
        shown = [button for button in within.findChildren(QAbstractButton) if button.isVisible()]
        (button,) = [button for button in shown if button.accessibleName().startswith(words)]
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        settle()

    def scan(self, keys: str, gap: int = 5) -> None:
        """Lets a scanner type: its keys reach the window so many milliseconds apart, Enter ends them."""
        handle = focused().window().windowHandle()
        self._moment += 10_000
        for mark in (*keys, "\r"):
            self._moment += gap
            key = ENTER if mark == "\r" else Qt.Key.Key_unknown
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, mark)
                event.setTimestamp(self._moment)
                QApplication.sendEvent(handle, event)
        settle()

    def search(self, typed: str) -> None:
        """Types into the search field, in place of what was there."""
        self.press(Key.SEARCH)
        write(typed)

    def begin(self, form: int, member: int = 1, immatriculation: str = "0123456") -> IntakePage:
        """Goes to a member of a family and begins a dossier on the form at this place of the menu."""
        self.search(immatriculation)
        self.press(ENTER, Key[f"MEMBER_{member}"], Qt.Key.Key_Home, *[Qt.Key.Key_Down] * (form - 1), ENTER)
        return self.intake

    def take(self, form: str, member: int = 1, immatriculation: str = "0123456") -> IntakePage:
        """Begins a dossier on the form that is found by its name."""
        shown = self.workplace.page() is self.intake and self.intake.work is None
        if not (shown and f"Imm. {immatriculation}" in texts(self.intake.view.family)):
            self.search(immatriculation)
            self.press(ENTER)
        self.press(Key[f"MEMBER_{member}"])
        write(form)
        self.press(ENTER)
        assert self.work().form.label.fr == form, f"{form} is not the form that opened"
        return self.intake

    def enter_lines(self, *entries: str) -> None:
        """Types lines, Enter after each."""
        self.press(Key.ENTRY)
        for entry in entries:
            write(entry)
            self.press(ENTER)

    def tick_all(self) -> None:
        """Ticks every piece with all its mentions."""
        self.press(Key.PIECES, Qt.Key.Key_Home)
        for _ in range(self.intake.view.form.pieces.topLevelItemCount()):
            self.press(Qt.Key.Key_Space, Qt.Key.Key_Down)

    def findings(self) -> list[str]:
        """The findings in sight, as a screen reader says them."""
        shown = self.intake.view.verdict.findings
        return [shown.item(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(shown.count())]

    def follow(self, words: str) -> str:
        """Walks to the finding with these words and presses Enter; returns where the cursor stands then."""
        self.press(Key.FINDINGS, Qt.Key.Key_Home)
        place = next(place for place, said in enumerate(self.findings()) if words in said)
        self.press(*[Qt.Key.Key_Down] * place, ENTER)
        return self.place()

    def place(self) -> str:
        """Where the cursor stands in the form: a field by its id, a line by its number, the entry, the pieces."""
        form = self.intake.view.form
        fields = {name: made.editor for name, made in form.inputs.items()}
        row = f"line/{form.lines.table.currentIndex().row()}"
        parts = {**fields, row: form.lines.table, "entry": form.lines.entry, "pieces": form.pieces}
        return next(name for name, widget in parts.items() if widget is focused())

    def reopen(self) -> None:
        """Leaves the dossier and its family, and takes the draft up again from the page of the search."""
        draft = self.work().dossier.id
        self.press(ESC, ESC, ESC, Qt.Key.Key_Down, ENTER)
        assert self.work().dossier.id == draft, "the draft is not where one looks for it"

    def header(self, **values: str) -> None:
        """Types header fields by their id; the keys walk there as an agent would."""
        self.press(Key.HEADER)
        for name in list(self.intake.view.form.inputs):
            assert focused() is self.intake.view.form.inputs[name].editor
            if name in values:
                edit = focused()
                if isinstance(edit, QLineEdit):
                    edit.selectAll()
                write(values[name])
            self.press(ENTER)


def settle() -> None:
    """Lets come what waits for the next turns: new widgets show, a cell typed over hands on its text and the focus.

    Without a window manager nobody gives the focus back to the window after a dialog.
    """
    for _ in range(3):
        QApplication.processEvents()
    windows = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow) and w.isVisible()]
    if QApplication.activeWindow() is None and windows:
        windows[0].activateWindow()
        QApplication.processEvents()


def texts(page: QWidget) -> str:
    """All that can be read on the page at the moment: labels, buttons, lines, tables, lists and trees."""
    settle()
    found: list[str] = []
    for widget in (page, *page.findChildren(QWidget)):
        if not widget.isVisible():
            continue
        found.append(widget.toolTip())
        if isinstance(widget, (QLabel, QAbstractButton, QLineEdit)):
            found.append(widget.text())
        elif isinstance(widget, QPlainTextEdit):
            found.append(widget.toPlainText())
        elif isinstance(widget, QAbstractItemView) and widget.model() is not None:
            found.extend(_cells(widget.model(), QModelIndex()))
    return "\n".join(filter(None, found))


def everything_in_sight() -> str:
    """All that can be read in the windows of the program, titles included."""
    windows = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
    return "\n".join([*(window.windowTitle() for window in windows), *(texts(window) for window in windows)])


def rows(view: QAbstractItemView) -> list[list[str]]:
    """The cells of a table, row by row."""
    model = view.model()
    return [
        [str(model.index(row, column).data() or "") for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def _cells(model: QAbstractItemModel, parent: QModelIndex) -> list[str]:
    found: list[str] = []
    for row in range(model.rowCount(parent)):
        for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)):
            index = model.index(row, column, parent)
            found.append(str(index.data() or ""))
            found.extend(_cells(model, index) if column == 0 else [])
    return found
