"""The table of lines and the entry below it, for each kind of form."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QLineEdit,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from amo_desk.domain.dossier import Line
from amo_desk.ui import messages
from amo_desk.ui.intake.cells import ActDelegate, CellDelegate
from amo_desk.ui.intake.line_columns import CELLS, LEAST, LineColumns, quotation
from amo_desk.ui.intake.state import LineState, Offered
from amo_desk.ui.records import RECORD_ROLE, RecordModel, sized
from amo_desk.ui.widgets.basics import STEP, label, row, table

ROW_HEIGHT = 44
NARROWEST = 190


class LinesView(QWidget):
    """Lines as a table with editable cells, and one entry that takes codes, words and scans."""

    entered = Signal(str)
    picked = Signal(object)
    edited = Signal(int, str, str)
    removed = Signal(int)
    left = Signal()
    visited = Signal(int)
    unprepared = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.table = table(self.tr("Lignes du dossier"), ROW_HEIGHT)
        self.table.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self._cells, self._act_cells = CellDelegate(self.table), ActDelegate(self.table)
        self.table.setItemDelegate(self._cells)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(True)
        self.table.installEventFilter(self)
        self.table.viewport().installEventFilter(self)
        self.prepared = label("", "prepared")
        self.prepared.hide()
        self.entry = QLineEdit()
        self.entry.setAccessibleName(self.tr("Ajouter une ligne"))
        self.entry.installEventFilter(self)
        self.entry.returnPressed.connect(self._entry_returned)
        self.choices = QListWidget()
        self.choices.itemActivated.connect(lambda item: self._pick(item.data(Qt.ItemDataRole.UserRole)))
        self.choices.installEventFilter(self)
        self._panel = QFrame()
        self._panel.setObjectName("Panel")
        panel = QVBoxLayout(self._panel)
        panel.setContentsMargins(STEP, STEP, STEP, STEP)
        panel.addWidget(label(self.tr("Choisir avec les flèches, Entrée pour ajouter, Échap pour revenir"), "quiet"))
        panel.addWidget(self.choices)
        self._panel.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        column.addWidget(self.table, 1)
        column.addLayout(row(self.prepared, self.entry, stretch=1))
        column.addWidget(self._panel, 1)
        self._columns: tuple[str, ...] = ()
        self._least: tuple[int, ...] = ()
        self._model: RecordModel[LineState] | None = None

    def prepare(self, kind: str) -> None:
        """Gets ready for one kind of lines: acts, medicines, dental, free, or none at all."""
        self.setVisible(kind != "none")
        placeholders = {
            "acts": self.tr("Lettre-clé et coefficient : Cs, B 120, Z 16… « = 150 » pour le montant"),
            "medicines": self.tr("Scanner ou saisir un code, un nom… « 2* » devant pour deux boîtes"),
            "dental": self.tr("Dent, code ou mots de l'acte, faces : « 16 D701 MO = 200 », « 26 détartrage »"),
            "free": self.tr("Ce qui est facturé, en quelques mots, puis son montant : honoraires = 1 200"),
        }
        medicines, acts = self.tr("Médicaments correspondants"), self.tr("Actes correspondants")
        self.choices.setAccessibleName(medicines if kind == "medicines" else acts)
        self._columns, self._least = CELLS[kind], LEAST.get(kind, ())
        self._model = RecordModel(LineColumns(self).of(kind), self)
        self._model.edited = self._edited
        self.table.setModel(self._model)
        self.table.selectionModel().currentRowChanged.connect(self._visited)
        self.table.setItemDelegateForColumn(1, self._act_cells if kind == "dental" else self._cells)
        sized(self.table, self._model)
        self.prepare_for("", "")
        self.entry.setPlaceholderText(placeholders.get(kind, ""))
        self.entry.clear()
        self.hide_choices()

    def show_lines(self, lines: Sequence[LineState]) -> None:
        """Shows the lines as they stand."""
        if self._model is not None:
            longer = len(lines) > self._model.rowCount()
            self._model.show(lines)
            self._fit()
            if longer:
                self.table.scrollToBottom()

    def ask_amount(self, index: int) -> None:
        """Opens the cell of the amount paid in a line."""
        if self._model is not None:
            cell = self._model.index(index, self._columns.index("billed"))
            self.table.setCurrentIndex(cell)
            self.table.setFocus()
            self.table.edit(cell)

    def go_on(self) -> None:
        """Where the work goes on after the header: the first line whose amount is not typed yet, else the entry."""
        count = self._model.rowCount() if self._model is not None else 0
        states: list[LineState] = [self.table.model().index(place, 0).data(RECORD_ROLE) for place in range(count)]
        unpriced = next((place for place, state in enumerate(states) if state.line.billed is None), None)
        if unpriced is None:
            self.entry.setFocus()
        else:
            self.ask_amount(unpriced)

    def select_line(self, index: int) -> None:
        """Puts the cursor on a line; the focus stays where it is."""
        if self._model is not None and self.table.currentIndex().row() != index:
            self.table.setCurrentIndex(self._model.index(index, self._columns.index("billed")))

    def go_to(self, index: int) -> None:
        """Takes the focus to a line, at the first cell of it that can be typed over."""
        if self._model is not None:
            self.table.setCurrentIndex(
                self._model.index(index, next(i for i, cell in enumerate(self._columns) if cell))
            )
            self.table.setFocus()

    def prepare_for(self, words: str, spoken: str) -> None:
        """Shows what the next line is for, ahead of what is typed; `spoken` says it to a screen reader."""
        self.prepared.setText(words)
        self.prepared.setVisible(bool(words))
        self.entry.setAccessibleDescription(spoken)

    def offer(self, choices: Sequence[Offered]) -> None:
        """Offers products or acts to choose from."""
        self.choices.clear()
        for choice in choices:
            self.choices.addItem(_offer_words(choice))
            self.choices.item(self.choices.count() - 1).setData(Qt.ItemDataRole.UserRole, choice.line)
        self.choices.setCurrentRow(0)
        self.table.hide()
        self._panel.show()
        self.choices.setFocus()

    def hide_choices(self) -> None:
        """Takes the offer away."""
        self._panel.hide()
        self.table.show()

    def end_choices(self) -> bool:
        """Takes the offer back, the words in the entry kept; False when there was none."""
        if self._panel.isHidden():
            return False
        self.hide_choices()
        self.entry.setFocus()
        return True

    def focus_entry(self) -> None:
        """Goes to the entry; what stands there is selected, so that typing replaces it."""
        self.entry.setFocus()
        self.entry.selectAll()

    def put_back(self, text: str) -> None:
        """Puts a text that was typed elsewhere into the entry."""
        self.entry.setText(text)
        self.focus_entry()

    def take_entry(self) -> None:
        """Empties the entry once it was understood, takes back what was offered before, and the focus."""
        self.hide_choices()
        self.entry.clear()
        self.entry.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the table and of the offer: remove, move on, take; letters go on in the entry."""
        if event.type() == QEvent.Type.FocusIn and watched is self.table and self._model is not None:
            if not self.table.currentIndex().isValid() and self._model.rowCount():
                self.table.setCurrentIndex(self._model.index(0, self._columns.index("billed")))
            return False
        if event.type() == QEvent.Type.Resize and watched is self.table.viewport():
            self._fit()
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if watched is self.entry:
            return self._entry_key(event)
        key = event.key()
        if watched is self.choices and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            item = self.choices.currentItem()
            if item is not None:
                self._pick(item.data(Qt.ItemDataRole.UserRole))
            return True
        if watched is self.choices and event.text().isprintable() and event.text():
            self.hide_choices()
            self.put_back("")
            QApplication.sendEvent(self.entry, event)
            return True
        if watched is self.table and key == Qt.Key.Key_Delete and self.table.currentIndex().isValid():
            self.removed.emit(self.table.currentIndex().row())
            return True
        # The Enter that ends the typing in a cell comes by here too: the cell's editor has the focus then.
        if watched is self.table and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.table.hasFocus():
            self.entry.setFocus()
            return True
        return super().eventFilter(watched, event)

    def _entry_key(self, event: QKeyEvent) -> bool:
        """Backspace before the first letter takes back what the line is prepared for."""
        if event.key() == Qt.Key.Key_Backspace and not self.entry.text() and self.prepared.text():
            self.unprepared.emit()
            return True
        return False

    def _visited(self, current: QModelIndex, _before: QModelIndex) -> None:
        self.visited.emit(current.row())

    def _fit(self) -> None:
        """Leaves out the columns that are needed least, and gives each row the height of its words."""
        if self._model is None or not self._least:
            return
        needed = sum(column.width or NARROWEST for column in self._model.columns)
        for index in self._least:
            hidden = needed > self.table.viewport().width()
            self.table.setColumnHidden(index, hidden)
            needed -= self._model.columns[index].width if hidden else 0
        self.table.resizeRowsToContents()

    def _entry_returned(self) -> None:
        if self.entry.text().strip():
            self.entered.emit(self.entry.text())
        else:
            self.left.emit()

    def _pick(self, line: Line) -> None:
        self.hide_choices()
        self.picked.emit(line)

    def _edited(self, row: int, column: int, text: str) -> None:
        self.edited.emit(row, self._columns[column], text)
        # Moved in the middle of a commit, the focus would make the editor commit once more.
        QTimer.singleShot(0, self, self._go_on)

    def _go_on(self) -> None:
        """Back to the entry once a cell was typed over, unless the agent went elsewhere or to the next cell."""
        if self.table.hasFocus():
            self.entry.setFocus()


def _offer_words(choice: Offered) -> str:
    """What a choice says: a product with its price, an act with its code and its coefficient."""
    line = choice.line
    if choice.act is None:
        return f"{line.label} · {messages.money(line.billed)}"
    teeth = " ".join(str(tooth) for tooth in line.teeth)
    return " · ".join(filter(None, (teeth, line.code, line.label, quotation(choice.act, line))))
