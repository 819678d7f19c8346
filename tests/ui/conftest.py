"""What every test of a page may ask for: what pages share, a window that binds their keys, and a walk over names."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from amo_desk import paths
from amo_desk.settings import Settings
from amo_desk.ui import theme
from amo_desk.ui.page import Context, Notices, Page
from amo_desk.ui.tasks import Tasks

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
INTERACTIVE = (QLineEdit, QAbstractButton, QComboBox, QAbstractItemView, QPlainTextEdit)


class Host(QMainWindow):
    """A bare window around one page, with the keys the page offers at the moment."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self.setCentralWidget(page)
        page.changed.connect(self._bind)
        self._bind()

    def _bind(self) -> None:
        for action in self.actions():
            self.removeAction(action)
        for offered in self.page.actions_now():
            action = QAction(offered.label, self)
            action.setShortcut(QKeySequence(offered.key.value))
            action.setEnabled(offered.enabled)
            action.triggered.connect(lambda _checked=False, run=offered.run: run())
            self.addAction(action)


@pytest.fixture(autouse=True)
def themed(qapp: QApplication) -> None:
    """The application in the light theme, as agents see it."""
    if not qapp.styleSheet():
        theme.apply(qapp, "light", paths.bundled("resources/styles"))


@pytest.fixture
def context() -> Iterator[Context]:
    """What pages share; work runs at once and `context.notices.said` tells the news."""
    tasks = Tasks(immediate=True)
    yield Context(tasks=tasks, notices=Notices(), settings=Settings())
    tasks.close()


@pytest.fixture
def hosted(qtbot: QtBot) -> Callable[[Page], Host]:
    """Shows a page in a window of a counter's size, with its keys bound, and enters it."""
    kept: list[Host] = []

    def show(page: Page) -> Host:
        host = Host(page)
        kept.append(host)
        qtbot.addWidget(host)
        host.resize(1366, 768)
        with qtbot.waitActive(host):
            host.show()
            host.activateWindow()
        page.entered()
        return host

    return show


@pytest.fixture
def unnamed() -> Callable[[QWidget], list[str]]:
    """Names the widgets of a page that an agent can use but a screen reader could not name."""

    def walk(page: QWidget) -> list[str]:
        found = []
        for widget in page.findChildren(QWidget):
            inner = isinstance(widget, QHeaderView) or isinstance(widget.parent(), QAbstractItemView)
            popup = isinstance(widget, QAbstractItemView) and widget.window() is not page.window()
            if isinstance(widget, INTERACTIVE) and not (inner or popup) and not widget.accessibleName():
                found.append(f"{type(widget).__name__} {widget.objectName()}".strip())
        return found

    return walk
