"""What every test of a page may ask for: what pages share, a window that binds their keys, and a walk over names."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from medicine_lists import imported
from PySide6.QtCore import Qt
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
from amo_desk.commands.tour import DAY
from amo_desk.settings import Settings
from amo_desk.ui import theme
from amo_desk.ui.page import Context, Notices, Page
from amo_desk.ui.tasks import Tasks
from amo_desk.usecases import accounts, demo
from amo_desk.usecases.clock import SetClock
from ui.counter import LOGIN, PASSWORD, Counter

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


@pytest.fixture(autouse=True)
def button_up() -> Iterator[None]:
    """No test leaves a button of the mouse down, which the next one would take for a drag."""
    yield
    assert QApplication.mouseButtons() is Qt.MouseButton.NoButton


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


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A settings file of the test's own, so that no test changes this machine's."""
    file = tmp_path / "settings.toml"
    monkeypatch.setattr(paths, "settings_file", lambda: file)
    return file


@pytest.fixture
def counter(qtbot: QtBot, store_folder: Path, clock: SetClock) -> Iterator[Counter]:
    """An agent in front of a window that was not opened yet."""
    made = Counter(qtbot, store_folder, clock)
    yield made
    made.close()


@pytest.fixture(scope="session")
def listed_template(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same store with the invented list of medicines in its register."""
    folder = tmp_path_factory.mktemp("listed") / "store"
    shutil.copytree(template, folder)
    desk = accounts.log_in(folder, LOGIN, PASSWORD, SetClock(DAY))
    imported(desk, paths.bundled("db/demo/medicines.csv"), day=demo.LIST_DAY)
    desk.store.close()
    return folder


@pytest.fixture
def listed(qtbot: QtBot, listed_template: Path, tmp_path: Path, clock: SetClock) -> Iterator[Counter]:
    """An agent in front of a window whose store knows the invented medicines."""
    folder = tmp_path / "listed"
    shutil.copytree(listed_template, folder)
    made = Counter(qtbot, folder, clock)
    yield made
    made.close()
