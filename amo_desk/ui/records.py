"""One table model for every list: rows are records, columns are declared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHeaderView, QTableView

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
Spans = Sequence[tuple[int, int]]
RECORD_ROLE = Qt.ItemDataRole.UserRole
BELOW_ROLE = RECORD_ROLE + 1
MARKS_ROLE = RECORD_ROLE + 2
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Generic[R]):
    """A column: its title, the text of a record in it, and how it stands.

    `edit` gives the text an editor starts with and makes the column editable; `colour` names a theme colour. `below` is
    a second, quiet line, and `marks` are the parts of the text that answer what was typed, for `MarkedDelegate`.
    """

    title: str
    text: Callable[[R], str]
    right: bool = False
    stretch: bool = False
    width: int = 0
    edit: Callable[[R], str] | None = None
    colour: Callable[[R], QColor | None] | None = None
    tip: Callable[[R], str] | None = None
    below: Callable[[R], str] | None = None
    marks: Callable[[R], Spans] | None = None


class RecordModel(QAbstractTableModel, Generic[R]):
    """Records shown by declared columns; the record itself is in `RECORD_ROLE`."""

    def __init__(self, columns: Sequence[Column[R]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._rows: list[R] = []
        self.edited: Callable[[int, int, str], None] = lambda _row, _column, _text: None

    def show(self, rows: Sequence[R]) -> None:
        """Shows these records, keeping the selection where rows only changed."""
        if len(rows) == len(self._rows):
            self._rows = list(rows)
            if self._rows:
                last = self.index(len(self._rows) - 1, len(self.columns) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def record(self, row: int) -> R:
        """The record in a row."""
        return self._rows[row]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many records."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """How many columns."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The title of a column."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column.right)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The text, colour or record of a cell."""
        if not index.isValid():
            return None
        record, column = self._rows[index.row()], self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(record)
        if role == Qt.ItemDataRole.EditRole:
            return column.edit(record) if column.edit else column.text(record)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            below = column.below(record) if column.below else ""
            return f"{column.title} : {column.text(record)}" + (f", {below}" if below else "")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column.right)
        if role == Qt.ItemDataRole.ForegroundRole and column.colour:
            return column.colour(record)
        if role == Qt.ItemDataRole.ToolTipRole and column.tip:
            return column.tip(record)
        if role == BELOW_ROLE and column.below:
            return column.below(record)
        if role == MARKS_ROLE and column.marks:
            return column.marks(record)
        return record if role == RECORD_ROLE else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Selectable, and editable where the column says so."""
        flags = super().flags(index)
        if index.isValid() and self.columns[index.column()].edit:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Hands what was typed to `edited`; the records change only when new ones are shown."""
        if role != Qt.ItemDataRole.EditRole:
            return False
        self.edited(index.row(), index.column(), str(value))
        return True


def sized(view: QTableView, model: RecordModel[R]) -> None:
    """Gives the columns of a table the widths they declare; those that stretch share the rest."""
    header = view.horizontalHeader()
    for index, column in enumerate(model.columns):
        mode = QHeaderView.ResizeMode.Stretch if column.stretch else QHeaderView.ResizeMode.Interactive
        header.setSectionResizeMode(index, mode)
        if column.width:
            view.setColumnWidth(index, column.width)


def _alignment(right: bool) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
