"""How cells of the lines are typed over, and how the cell of an act is drawn."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from amo_desk.ui import theme
from amo_desk.ui.intake.state import LineState
from amo_desk.ui.records import RECORD_ROLE, Index

ACROSS, ALONG = 8, 5
_WRAPPED = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft) | int(Qt.AlignmentFlag.AlignTop)


class CellDelegate(QStyledItemDelegate):
    """Cells that are typed over: the editor is named by the title of its column."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Qt's own editor, with a name for screen readers."""
        editor = super().createEditor(parent, option, index)
        editor.setAccessibleName(str(index.model().headerData(index.column(), Qt.Orientation.Horizontal)))
        return editor


class ActDelegate(CellDelegate):
    """An act on one line, shortened where it must be; below it, quiet and whole, what is said of it."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The ground as Qt draws it, then the words."""
        drawn = QStyleOptionViewItem(option)
        self.initStyleOption(drawn, index)
        words, drawn.text = drawn.text.splitlines(), ""
        style = drawn.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, drawn, painter, drawn.widget)
        painter.save()
        painter.setFont(drawn.font)
        room = drawn.rect.adjusted(ACROSS, ALONG, -ACROSS, -ALONG)
        metrics = drawn.fontMetrics
        painter.setPen(theme.current().colour("ink"))
        first = metrics.elidedText(words[0], Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _WRAPPED, first)
        top = room.top() + metrics.height()
        for place, text in enumerate(words[1:], start=2):
            painter.setPen(self._colour(index, last=place == len(words)))
            below = QRect(room.left(), top, room.width(), room.bottom() - top + metrics.height())
            painter.drawText(below, _WRAPPED, text)
            top += _height(drawn, text, room.width())
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As high as its words in the width of the column."""
        drawn = QStyleOptionViewItem(option)
        self.initStyleOption(drawn, index)
        words = drawn.text.splitlines()
        width = max(1, drawn.rect.width() - 2 * ACROSS)
        below = sum(_height(drawn, text, width) for text in words[1:])
        return QSize(width, drawn.fontMetrics.height() + below + 2 * ALONG)

    def _colour(self, index: QModelIndex | QPersistentModelIndex, *, last: bool) -> QColor:
        """The last words are a finding where there is one."""
        state: LineState = index.data(RECORD_ROLE)
        toned = index.data(Qt.ItemDataRole.ForegroundRole) if last and state.findings else None
        return toned if isinstance(toned, QColor) else theme.current().colour("quiet")


def _height(drawn: QStyleOptionViewItem, text: str, width: int) -> int:
    return drawn.fontMetrics.boundingRect(QRect(0, 0, width, 1000), _WRAPPED, text).height()
