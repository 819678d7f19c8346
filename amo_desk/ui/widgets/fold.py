"""A part of a page that folds into one line while the work is elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from amo_desk.ui.widgets.basics import set_property

_BY_KEY = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class _Summary(QPushButton):
    """The one line: as much of the text as there is room for, the whole as its tip and its name."""

    reached = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("flat", True)
        self.setProperty("fold", True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._whole = ""

    def show_text(self, text: str) -> None:
        """Shows a text."""
        self._whole = text
        self.setToolTip(text)
        self.setAccessibleName(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fits the text again."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Fits the text again when the type is another."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """One who walks here by Tab wants what is folded."""
        super().focusInEvent(event)
        if event.reason() in _BY_KEY:
            self.reached.emit()

    def _fit(self) -> None:
        mark = "◂" if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else "▸"
        words = self.fontMetrics().elidedText(f"{mark} {self._whole}", Qt.TextElideMode.ElideRight, self.width() - 14)
        self.setText(words)


class Fold(QWidget):
    """A body, or in its place a line that says what is in it; `wanted` says that somebody asks for the body."""

    wanted = Signal()

    def __init__(self, body: QWidget) -> None:
        super().__init__()
        self.body = body
        self.summary = _Summary()
        self.summary.hide()
        self.summary.clicked.connect(lambda _checked: self.wanted.emit())
        self.summary.reached.connect(self.wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.summary)
        column.addWidget(body, 1)

    @property
    def is_open(self) -> bool:
        """Whether the body is in sight."""
        return self.summary.isHidden()

    def set_open(self, on: bool) -> None:
        """Shows the body, or the line in its place."""
        if on != self.is_open:
            self.summary.setVisible(not on)
            self.body.setVisible(on)

    def show_summary(self, text: str, tone: str = "") -> None:
        """Takes the words of the line, in the tone of what is wrong in the body."""
        self.summary.show_text(text)
        set_property(self.summary, "tone", tone)
