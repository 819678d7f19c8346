"""A table with its declared columns in place: widths, what stretches, and what gives way where the room is small."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHeaderView, QLineEdit, QTableView, QWidget

from amo_desk.ui.records import RecordModel
from amo_desk.ui.widgets.basics import table

NARROWEST = 150
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 10, Qt.Key.Key_PageUp: -10}


class _Fitter(QObject):
    """Hides columns, the least needed first, until the stretching ones keep a readable width."""

    def __init__(self, view: QTableView, model: RecordModel[Any], least: Sequence[int]) -> None:
        super().__init__(view)
        self._view, self._widths, self._least = view, [column.width for column in model.columns], tuple(least)
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fits the columns again when the room changed."""
        if event.type() == QEvent.Type.Resize:
            self.fit()
        return super().eventFilter(watched, event)

    def fit(self) -> None:
        """Shows as many columns as there is room for."""
        needed = sum(width or NARROWEST for width in self._widths)
        room = self._view.viewport().width()
        for index in self._least:
            hidden = needed > room
            self._view.setColumnHidden(index, hidden)
            needed -= self._widths[index] if hidden else 0


class _Walker(QObject):
    """Moves through a table from the line above it, which keeps the focus; Enter goes to the table."""

    def __init__(self, line: QLineEdit, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes the arrows, the pages and Enter; leaves all the rest to the line."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            count = self._view.model().rowCount()
            if key in _STEPS and count:
                to = self._view.currentIndex().row() + _STEPS[key]
                select(self._view, min(max(to, 0), count - 1))
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._view.setFocus()
                return True
        return super().eventFilter(watched, event)


def walk_from(line: QLineEdit, view: QTableView) -> None:
    """Lets the arrows walk through a table while one types in the line that searches it."""
    _Walker(line, view)


def listing(name: str, model: RecordModel[Any], *, least: Sequence[int] = (), row_height: int = 32) -> QTableView:
    """A table of records; `least` are the columns to leave out where the room is small, the least needed first."""
    view = table(name, row_height)
    view.setModel(model)
    view.setWordWrap(False)
    header = view.horizontalHeader()
    header.setMinimumSectionSize(20)
    for index, column in enumerate(model.columns):
        stretch, fixed = QHeaderView.ResizeMode.Stretch, QHeaderView.ResizeMode.Fixed
        header.setSectionResizeMode(index, stretch if column.stretch else fixed)
        if column.width:
            view.setColumnWidth(index, column.width)
    _Fitter(view, model, least)
    return view


def select(view: QTableView, number: int | None) -> None:
    """Selects a row, or none, and brings it into sight."""
    model = view.selectionModel()
    if number is None:
        model.clear()
        return
    whole = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    model.setCurrentIndex(view.model().index(number, 0), whole)


def on_keys(widget: QWidget, run: Callable[[], object], *keys: Qt.Key) -> None:
    """Runs something when a key is pressed while the widget has the focus."""
    for key in keys:
        shortcut = QShortcut(QKeySequence(key), widget, context=Qt.ShortcutContext.WidgetShortcut)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(run)
