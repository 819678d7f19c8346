"""Listens for a scanner wherever the focus is: a burst of keys, ended by Enter, that no hand can type."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from amo_desk.domain.scan import repaired
from amo_desk.ui.widgets.tooth_chart import ToothChart

LONGEST_GAP_MILLISECONDS = 35
SHORTEST_CODE = 8


class ScanListener(QObject):
    """Turns a burst into `scanned`, and puts the field that received its keys back as it was.

    It listens while its page is in sight with no dialog before it: behind a lock or a question nothing is taken in.
    """

    scanned = Signal(str)

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._keys = ""
        self._last = 0
        self._field: QWidget | None = None
        self._put_back: Callable[[], None] = _nothing

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Watches every key press of the application."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or not watched.isWindowType():
            return False
        if not self._page.isVisible() or QApplication.activeModalWidget() is not None:
            return False
        # The moment of the key itself: a busy window handles slow keys one right after the other.
        quick = event.timestamp() - self._last <= LONGEST_GAP_MILLISECONDS
        self._last = event.timestamp()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return quick and self._ended()
        if event.text() and event.text().isprintable():
            if not quick:
                self._started()
            self._keys += event.text()
        return False

    def _started(self) -> None:
        self._keys = ""
        self._field = QApplication.focusWidget()
        self._put_back = _restorer(self._field)

    def _ended(self) -> bool:
        keys, self._keys = self._keys, ""
        code = repaired(keys) if len(keys) >= SHORTEST_CODE else None
        if code is None:
            return False
        if self._field is not None and self._field is QApplication.focusWidget():
            self._put_back()
        self.scanned.emit(code)
        return True


def _restorer(widget: QWidget | None) -> Callable[[], None]:
    """Puts back what a field holds now, or what is chosen on a tooth chart."""
    if isinstance(widget, QLineEdit):
        return partial(_retype, widget, widget.text())
    if isinstance(widget, ToothChart):
        return partial(widget.put_back, widget.kept())
    return _nothing


def _retype(field: QLineEdit, text: str) -> None:
    field.setText(text)
    field.textEdited.emit(text)


def _nothing() -> None:
    """Nothing was changed by the keys of a scan."""
