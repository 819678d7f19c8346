"""Where the room is small, header and pieces of a dental form fold into a line each while the work is elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from amo_desk.ui.widgets.basics import STEP
from amo_desk.ui.widgets.chart_panel import LEGEND, ChartPanel
from amo_desk.ui.widgets.fold import Fold

TEETH_LEAST, TEETH_MOST = 84, 250
LINES_LEAST, LINES_WISHED = 128, 240
PIECES_LEAST, PIECES_WISHED = 120, 180
FOLDED, TITLE = 24, 24
LINES_SHARE, PIECES_SHARE = 5, 4


class Folding(QObject):
    """Opens a part when the focus enters it, folds the others, and gives the teeth the height that is left."""

    def __init__(self, form: QWidget, column: QVBoxLayout, header: Fold, teeth: ChartPanel, pieces: Fold) -> None:
        super().__init__(form)
        self._form, self._column = form, column
        self._header, self._teeth, self._pieces = header, teeth, pieces
        self._on = False
        # A part that folded between the two clicks of a double click would move the second one elsewhere.
        self._after_click = QTimer(self)
        self._after_click.setSingleShot(True)
        self._after_click.setInterval(QApplication.doubleClickInterval())
        self._after_click.timeout.connect(self._follow_focus)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_changed)

    def turn(self, on: bool) -> None:
        """Folds where there is little room, or never."""
        self._on = on
        self._header.set_open(True)
        self._pieces.set_open(True)
        self.arrange()

    def open(self, part: Fold) -> None:
        """Opens a part and folds the other, before the focus comes there."""
        self._show(part)

    def arrange(self) -> None:
        """Shares the height out again."""
        if not self._on:
            self._column.setStretchFactor(self._pieces, PIECES_SHARE)
            return
        if self._roomy():
            self._header.set_open(True)
            self._pieces.set_open(True)
        elif self._header.is_open and self._pieces.is_open:
            self._pieces.set_open(False)
        self._column.setStretchFactor(self._pieces, PIECES_SHARE if self._pieces.is_open else 0)
        taken = self._fixed() + LINES_LEAST + LEGEND + STEP
        taken += self._header_height() if self._header.is_open else FOLDED
        taken += PIECES_LEAST if self._pieces.is_open else FOLDED
        self._teeth.give_height(min(TEETH_MOST, max(TEETH_LEAST, self._form.height() - taken)))

    def _roomy(self) -> bool:
        """Whether everything may stay open."""
        teeth = min(TEETH_MOST, round(self._form.width() * self._teeth.chart.ratio()))
        wished = self._fixed() + self._header_height() + LEGEND + teeth + LINES_WISHED + PIECES_WISHED
        return self._form.height() >= wished

    def _fixed(self) -> int:
        """What never folds: the card's edges, the title, and the gaps between the parts."""
        return 8 * STEP + TITLE + 6 * 2 * STEP

    def _header_height(self) -> int:
        body = self._header.body
        return body.heightForWidth(body.width()) if body.hasHeightForWidth() else body.sizeHint().height()

    def _focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        if not self._on or now is None or not self._form.isAncestorOf(now):
            return
        if QApplication.mouseButtons() is Qt.MouseButton.NoButton:
            self._follow_focus()
        else:
            self._after_click.start()

    def _follow_focus(self) -> None:
        now = QApplication.focusWidget()
        if not self._on or now is None or not self._form.isAncestorOf(now):
            return
        if QApplication.mouseButtons() is not Qt.MouseButton.NoButton:
            self._after_click.start()
            return
        inside = [part for part in (self._header, self._pieces) if part.body.isAncestorOf(now)]
        self._show(inside[0] if inside else None)

    def _show(self, part: Fold | None) -> None:
        if not self._on:
            return
        for each in (self._header, self._pieces):
            each.set_open(each is part)
        self.arrange()
