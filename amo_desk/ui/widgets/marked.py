"""Cells whose text shows which part of it answers what was typed, with a quiet second line where there is one."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QTextLayout, QTextLine, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from amo_desk.ui import theme
from amo_desk.ui.records import BELOW_ROLE, MARKS_ROLE, Spans

TWO_LINES = 48
ACROSS, BETWEEN = 8, 3
_STROKE = 2


class MarkedDelegate(QStyledItemDelegate):
    """Underlines the parts that answer, on a tinted ground: letters that join stay joined and keep their places."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The ground as Qt draws it, then the words."""
        drawn = QStyleOptionViewItem(option)
        self.initStyleOption(drawn, index)
        text, drawn.text = drawn.text, ""
        drawn.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, drawn, painter, drawn.widget)
        below = index.data(BELOW_ROLE) or ""
        height = drawn.fontMetrics.height()
        room = drawn.rect.adjusted(ACROSS, 0, -ACROSS, 0)
        room.setTop(room.center().y() - ((2 * height + BETWEEN) // 2 if below else height // 2))
        painter.save()
        painter.setFont(drawn.font)
        painter.setPen(drawn.palette.text().color())
        _draw(painter, drawn, room, text, index.data(MARKS_ROLE) or ())
        if below:
            painter.setPen(theme.current().colour("quiet"))
            _draw(painter, drawn, room.translated(0, height + BETWEEN), below, ())
        painter.restore()


def _draw(painter: QPainter, drawn: QStyleOptionViewItem, room: QRect, text: str, marks: Spans) -> None:
    """One line of text, shortened where it must be, at the side where its column stands."""
    shown = drawn.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    layout = QTextLayout(shown, drawn.font)
    own = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
    own.setWrapMode(QTextOption.WrapMode.NoWrap)
    own.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    layout.setTextOption(own)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(room.width())
    layout.endLayout()
    at_right = QStyle.visualAlignment(drawn.direction, drawn.displayAlignment) & Qt.AlignmentFlag.AlignRight
    place = QPointF(room.right() + 1 - line.naturalTextWidth() if at_right else room.left(), room.top())
    for start, end in marks:
        if start < len(shown):
            _mark(painter, line, place, start, min(end, len(shown)))
    layout.draw(painter, place)


def _mark(painter: QPainter, line: QTextLine, place: QPointF, start: int, end: int) -> None:
    left, right = sorted((_edge(line, start), _edge(line, end)))
    part = QRectF(place.x() + left, place.y(), right - left, line.height())
    accent = theme.current().colour("accent")
    ground = theme.current().colour("accent")
    ground.setAlphaF(0.16)
    painter.fillRect(part, ground)
    painter.fillRect(QRectF(part.left(), part.bottom() - _STROKE / 2, part.width(), _STROKE), accent)


def _edge(line: QTextLine, place: int) -> float:
    found: Any = line.cursorToX(place)
    return float(found[0])
