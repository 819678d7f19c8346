"""A hand at the keyboard of the real window, without a screen: it types, presses keys and takes pictures."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from amo_desk import paths
from amo_desk.settings import Settings
from amo_desk.ui import printing, theme
from amo_desk.ui.main_window import MainWindow
from amo_desk.ui.page import Context, Notices
from amo_desk.ui.shortcuts import Key
from amo_desk.ui.tasks import Tasks
from amo_desk.ui.workplace import Workplace
from amo_desk.usecases.clock import SetClock

PAPER_DPI = 110
SIZE = QSize(1366, 768)


class Hand:
    """Everything it does goes through key events on the widget that has the focus."""

    def __init__(self, out: Path, clock: SetClock, *, dark: bool) -> None:
        self._application = application = theme.application(["amo-desk"])
        theme.apply(application, "dark" if dark else "light", paths.bundled("resources/styles"))
        self._out, self._clock = out, clock
        self._context = Context(tasks=Tasks(immediate=True), notices=Notices(), settings=Settings())
        self._number = 0
        self.window: MainWindow | None = None

    def open(self, store: Path, hint: tuple[str, str] | None, *, first_run: bool) -> MainWindow:
        """Opens the window on a store, in place of the one before."""
        self.close()
        window = MainWindow(self._context, store, self._clock, hint, first_run=first_run)
        window.resize(SIZE)
        window.show()
        self.window = window
        self._settle()
        return window

    def workplace(self) -> Workplace:
        """The workplace of the agent who logged in."""
        if self.window is None or self.window.workplace is None:
            raise RuntimeError("nobody logged in")
        return self.window.workplace

    def type(self, text: str) -> None:
        """Types a text where the focus is."""
        for letter in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
                QApplication.sendEvent(self._focus(), event)
        self._settle()

    def press(self, *keys: Key | Qt.Key) -> None:
        """Presses keys one after the other, by the name they have in the program or on the keyboard."""
        for key in keys:
            if isinstance(key, Key):
                QTest.keySequence(self._focus(), QKeySequence(key.value))
            else:
                QTest.keyClick(self._focus(), key)
            self._settle()

    def fill(self, *values: str) -> None:
        """Types values into fields that follow each other, Enter after each."""
        for value in values:
            if value:
                self.type(value)
            self.press(Qt.Key.Key_Return)

    def picture(self, name: str) -> None:
        """Takes a picture of what is in sight: the window, or the dialog in front of it."""
        self._settle()
        self._number += 1
        shown = self._application.activeModalWidget() or self._focus().window()
        shown.grab().save(str(self._out / f"{self._number:02d}-{name}.png"))
        sys.stdout.write(f"{self._number:02d} {name}\n")
        sys.stdout.flush()

    def keep_paper(self) -> None:
        """Saves the paper in the preview as PDF, and its pages as pictures."""
        preview = self.workplace().pages.preview
        paper = preview.paper()
        preview.save_to(self._out / paper.name)
        for number, image in enumerate(printing.page_images(paper.pdf, PAPER_DPI), start=1):
            image.save(str(self._out / f"{Path(paper.name).stem}-p{number}.png"))
        self.workplace().notice.hide()

    def keep(self, name: str, data: bytes) -> None:
        """Writes a file beside the pictures."""
        (self._out / name).write_bytes(data)

    def close(self) -> None:
        """Closes the window, which ends the session."""
        if self.window is not None:
            self.window.close()
            self.window.deleteLater()
            self.window = None
        self._settle()

    def _focus(self) -> QWidget:
        widget = QApplication.focusWidget() or self.window
        if widget is None:
            raise RuntimeError("no window")
        return widget

    def _settle(self) -> None:
        for _ in range(3):
            self._application.processEvents()
        if self.window is not None and self._application.activeWindow() is None:
            self.window.activateWindow()
            self._application.processEvents()
