"""The time line of an orthodontic treatment, drawn: periods in time, today, the birthday, what is still to come."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from amo_desk.domain.odf import Ledger, PeriodKind
from amo_desk.domain.odf_timeline import BoxState, TimeBox, TimeLine, TimeMark, TimeMarkKind, time_line
from amo_desk.ui import theme
from amo_desk.ui.messages import translated
from amo_desk.ui.widgets.basics import STEP
from amo_desk.ui.widgets.odf_words import DAYS, box_text, line_text, mark_text, period_short

MARGIN, LANE, BOX, RADIUS = 10, 36, 28, 4
LABEL, LABEL_ROWS, AXIS = 16, 2, 20
NARROWEST = 5
_PENS = {
    TimeMarkKind.TODAY: ("ink", Qt.PenStyle.SolidLine, 2),
    TimeMarkKind.BIRTHDAY: ("red", Qt.PenStyle.DashDotLine, 1),
    TimeMarkKind.LAPSE: ("red", Qt.PenStyle.DashLine, 1),
    TimeMarkKind.AGREEMENT: ("green", Qt.PenStyle.DotLine, 1),
    TimeMarkKind.TRANSFER: ("amber", Qt.PenStyle.DotLine, 1),
    TimeMarkKind.DUE: ("amber", Qt.PenStyle.DashLine, 1),
}


class OdfTimeline(QWidget):
    """Draws one ledger; arrows walk its periods, `walked` carries the place of the period in the ledger."""

    walked = Signal(int)
    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("OdfTimeline")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._ledger: Ledger | None = None
        self._line: TimeLine | None = None
        self._chosen: int | None = None
        self.setAccessibleName(self.tr("Ligne du temps du traitement"))

    def show_ledger(self, ledger: Ledger | None, chosen: int | None) -> None:
        """Shows a treatment, with one of its periods marked."""
        if ledger != self._ledger:
            self._ledger = ledger
            self._line = time_line(ledger) if ledger else None
        self._chosen = chosen
        name = self.tr("Ligne du temps du traitement")
        if self._line is not None and ledger is not None:
            name = self.tr("{0} : {1}").format(name, line_text(self._line, ledger))
        self.setAccessibleName(name)
        current = next((box for box in self._boxes() if self._is_chosen(box)), None)
        self.setAccessibleDescription(box_text(current) if current else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As high as its lanes and its words."""
        lanes = self._line.lanes if self._line else 1
        return QSize(400, LABEL * LABEL_ROWS + STEP + LANE * lanes + AXIS)

    def minimumSizeHint(self) -> QSize:
        """As high as the hint, as narrow as one wants."""
        return QSize(160, self.sizeHint().height())

    # keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right walk the periods, Home and End go to the first and the last."""
        count = len(self._ledger.rows) if self._ledger else 0
        last = count - 1
        now = last if self._chosen is None else self._chosen
        before, after = (1, -1) if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else (-1, 1)
        places = {
            Qt.Key.Key_Left: now + before,
            Qt.Key.Key_Right: now + after,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        key = Qt.Key(event.key())
        if key in places and count:
            self.walked.emit(min(max(places[key], 0), last))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses the period under it."""
        self.setFocus()
        box = self._box_at(event.position().toPoint())
        place = self._place(box) if box else None
        if place is not None:
            self.walked.emit(place)

    def event(self, event: QEvent) -> bool:
        """Says in words what is under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._words_at(event.pos()), self)
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Draws the focus."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Takes the drawn focus away."""
        super().focusOutEvent(event)
        self.update()

    # places

    def _boxes(self) -> tuple[TimeBox, ...]:
        return tuple(box for box in self._line.boxes if not box.beyond) if self._line else ()

    def _place(self, box: TimeBox) -> int | None:
        rows = self._ledger.rows if self._ledger else ()
        return next((place for place, row in enumerate(rows) if row is box.row), None)

    def _is_chosen(self, box: TimeBox) -> bool:
        return self._chosen is not None and self._place(box) == self._chosen

    def _x(self, share: float) -> float:
        """A share of the line in pixels; time runs from right to left where one reads so."""
        along = 1 - share if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else share
        return MARGIN + along * (self.width() - 2 * MARGIN)

    @property
    def _top(self) -> int:
        return LABEL * LABEL_ROWS + STEP

    def _rect(self, box: TimeBox) -> QRectF:
        left, right = sorted((self._x(box.x), self._x(box.x + box.width)))
        top = self._top + box.lane * LANE + (LANE - BOX) / 2
        return QRectF(left + 1, top, max(right - left - 2, NARROWEST), BOX)

    def _box_at(self, point: QPoint) -> TimeBox | None:
        return next((box for box in self._boxes() if self._rect(box).contains(point)), None)

    def _words_at(self, point: QPoint) -> str:
        box = self._box_at(point)
        if box is not None:
            return box_text(box)
        marks = self._line.marks if self._line else ()
        return "\n".join(mark_text(mark) for mark in marks if abs(self._x(mark.x) - point.x()) <= STEP)

    # drawing

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the years, the days that matter, then the periods."""
        if self._line is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_axis(painter, self._line)
        for box in self._boxes():
            self._draw_box(painter, box)
        self._draw_marks(painter, self._line)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(_colour("accent"), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)

    def _draw_axis(self, painter: QPainter, line: TimeLine) -> None:
        bottom = self._top + LANE * line.lanes
        painter.setPen(QPen(_colour("line"), 1))
        painter.drawLine(MARGIN, bottom, self.width() - MARGIN, bottom)
        for share, year in line.years:
            x = self._x(share)
            painter.setPen(QPen(_colour("line"), 1))
            painter.drawLine(round(x), self._top, round(x), bottom + STEP)
            painter.setPen(_colour("quiet"))
            room = QRectF(x - 30, bottom + 2, 60, AXIS - 2)
            painter.drawText(room, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter, str(year))

    def _draw_box(self, painter: QPainter, box: TimeBox) -> None:
        rect, chosen = self._rect(box), self._is_chosen(box)
        fill, edge, ink, style = self._tones(box)
        painter.setBrush(_colour(fill))
        painter.setPen(QPen(_colour("ink" if chosen else edge), 2 if chosen else 1, style))
        painter.drawRoundedRect(rect, RADIUS, RADIUS)
        if box.state is BoxState.REFUSED or box.kind is PeriodKind.INTERRUPTION:
            painter.setBrush(_hatch(edge))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(rect, RADIUS, RADIUS)
        words = period_short(box.kind, box.rank)
        words = f"✕ {words}" if box.state is BoxState.REFUSED else words
        if painter.fontMetrics().horizontalAdvance(words) <= rect.width():
            painter.setPen(_colour(ink))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, words)

    def _tones(self, box: TimeBox) -> tuple[str, str, str, Qt.PenStyle]:
        """Fill, edge, ink and edge style of a period."""
        if box.state is BoxState.REFUSED:
            return "red_soft", "red", "red", Qt.PenStyle.SolidLine
        if box.state is BoxState.AHEAD:
            return "card", "quiet", "quiet", Qt.PenStyle.DashLine
        if box.kind is PeriodKind.INTERRUPTION:
            return "ground", "quiet", "ink", Qt.PenStyle.SolidLine
        if self._ledger is not None and box.since <= self._ledger.day < box.until:
            return "accent", "accent", "card", Qt.PenStyle.SolidLine
        return "green_soft", "green", "green", Qt.PenStyle.SolidLine

    def _draw_marks(self, painter: QPainter, line: TimeLine) -> None:
        bottom = self._top + LANE * line.lanes
        taken = [0.0] * LABEL_ROWS
        labels = []
        for mark in sorted(line.marks, key=lambda one: self._x(one.x)):
            role, style, width = _PENS[mark.kind]
            x = self._x(mark.x)
            words = self._label(mark)
            room = painter.fontMetrics().horizontalAdvance(words) + 2 * STEP
            left = min(max(x - room / 2, 0), self.width() - room)
            lane = next((at for at, end in enumerate(taken) if left >= end), LABEL_ROWS - 1)
            painter.setPen(QPen(_colour(role), width, style))
            painter.drawLine(round(x), LABEL * (lane + 1), round(x), bottom)
            if left >= taken[lane]:
                taken[lane] = left + room
                labels.append((role, words, QRectF(left, LABEL * lane, room, LABEL)))
        for role, words, where in labels:
            painter.fillRect(where, _colour("card"))
            painter.setPen(_colour(role))
            painter.drawText(where, Qt.AlignmentFlag.AlignCenter, words)

    def _label(self, mark: TimeMark) -> str:
        words = translated(DAYS[mark.kind])
        if mark.kind is TimeMarkKind.TODAY:
            return words
        words = f"{words} {mark.day:%d/%m/%y}"
        if not mark.beyond:
            return words
        forward = mark.x > 0
        return f"{words} →" if forward else f"← {words}"


def _colour(role: str) -> QColor:
    return theme.current().colour(role)


def _hatch(role: str) -> QBrush:
    colour = _colour(role)
    colour.setAlphaF(0.35)
    return QBrush(colour, Qt.BrushStyle.BDiagPattern)
