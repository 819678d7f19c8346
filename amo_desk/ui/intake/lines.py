"""The table of lines and the entry below it, for each kind of form."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QLineEdit,
    QListWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from amo_desk.domain.dossier import Line
from amo_desk.domain.findings import Level
from amo_desk.ui import messages, theme
from amo_desk.ui.intake.state import LineState
from amo_desk.ui.records import Column, Index, RecordModel, sized
from amo_desk.ui.widgets.basics import STEP, label, table

ROW_HEIGHT = 44


class _CellDelegate(QStyledItemDelegate):
    """Cells that are typed over: the editor is named by the title of its column."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Qt's own editor, with a name for screen readers."""
        editor = super().createEditor(parent, option, index)
        editor.setAccessibleName(str(index.model().headerData(index.column(), Qt.Orientation.Horizontal)))
        return editor


class LinesView(QWidget):
    """Lines as a table with editable cells, and one entry that takes codes, words and scans."""

    entered = Signal(str)
    picked = Signal(object)
    edited = Signal(int, str, str)
    removed = Signal(int)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.table = table(self.tr("Lignes du dossier"), ROW_HEIGHT)
        self.table.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.table.setItemDelegate(_CellDelegate(self.table))
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(True)
        self.table.installEventFilter(self)
        self.entry = QLineEdit()
        self.entry.setAccessibleName(self.tr("Ajouter une ligne"))
        self.entry.returnPressed.connect(self._entry_returned)
        self.choices = QListWidget()
        self.choices.setAccessibleName(self.tr("Médicaments correspondants"))
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
        column.addWidget(self.entry)
        column.addWidget(self._panel, 1)
        self._columns: tuple[str, ...] = ()
        self._model: RecordModel[LineState] | None = None

    def prepare(self, kind: str) -> None:
        """Gets ready for one kind of lines: acts, medicines, dental, free, or none at all."""
        self.setVisible(kind != "none")
        columns, names, placeholder = {
            "acts": (
                self._act_columns(),
                ("", "coefficient", "quantity", "billed", "", "", ""),
                self.tr("Lettre-clé et coefficient : Cs, B 120, Z 16… « = 150 » pour le montant"),
            ),
            "medicines": (
                self._medicine_columns(),
                ("", "quantity", "billed", "", "", "", ""),
                self.tr("Scanner ou saisir un code, un nom… « 2* » devant pour deux boîtes"),
            ),
            "dental": (
                self._dental_columns(),
                ("teeth", "", "faces", "", "", "billed", "", ""),
                self.tr("Dent, code et faces : 16 D701 MO = 200"),
            ),
            "free": (
                self._free_columns(),
                ("", "quantity", "billed", "", "", "", ""),
                self.tr("Ce qui est facturé, en quelques mots : monture et verres = 1 200"),
            ),
            "none": ((), (), ""),
        }[kind]
        self._columns = names
        self._model = RecordModel(columns, self)
        self._model.edited = self._edited
        self.table.setModel(self._model)
        sized(self.table, self._model)
        self.entry.setPlaceholderText(placeholder)
        self.entry.clear()
        self.hide_choices()

    def show_lines(self, lines: Sequence[LineState]) -> None:
        """Shows the lines as they stand."""
        if self._model is not None:
            longer = len(lines) > self._model.rowCount()
            self._model.show(lines)
            if longer:
                self.table.scrollToBottom()

    def ask_amount(self, index: int) -> None:
        """Opens the cell of the amount paid in a line."""
        if self._model is not None:
            cell = self._model.index(index, self._columns.index("billed"))
            self.table.setCurrentIndex(cell)
            self.table.setFocus()
            self.table.edit(cell)

    def offer(self, choices: Sequence[Line]) -> None:
        """Offers products to choose from."""
        self.choices.clear()
        for line in choices:
            self.choices.addItem(f"{line.label} · {messages.money(line.billed)}")
            self.choices.item(self.choices.count() - 1).setData(Qt.ItemDataRole.UserRole, line)
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
        """Empties the entry once it was understood and takes the focus back."""
        self.entry.clear()
        self.entry.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the table and of the offer: remove, move on, take; letters go on in the entry."""
        if event.type() == QEvent.Type.FocusIn and watched is self.table and self._model is not None:
            if not self.table.currentIndex().isValid() and self._model.rowCount():
                self.table.setCurrentIndex(self._model.index(0, self._columns.index("billed")))
            return False
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
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

    def _quantity_column(self) -> Column[LineState]:
        return Column(title=self.tr("Qté"), text=_quantity, right=True, width=52, edit=_quantity)

    def _medicine_columns(self) -> tuple[Column[LineState], ...]:
        return (
            Column(title=self.tr("Médicament"), text=_named, stretch=True, colour=_tone, tip=_first_finding),
            self._quantity_column(),
            Column(title=self.tr("Payé"), text=_amount, right=True, width=86, edit=_typed_amount),
            Column(title=self.tr("Base"), text=lambda s: messages.money(s.quote.tnr or None), right=True, width=86),
            Column(title=self.tr("Taux"), text=_rate, right=True, width=60),
            Column(title=self.tr("AMO"), text=lambda s: messages.money(s.quote.amo), right=True, width=86),
            Column(title="", text=_mark, width=32, colour=_tone),
        )

    def _act_columns(self) -> tuple[Column[LineState], ...]:
        return (
            Column(title=self.tr("Acte"), text=_named, stretch=True, colour=_tone, tip=_first_finding),
            Column(title=self.tr("Coef."), text=_coefficient, right=True, width=70, edit=_coefficient),
            self._quantity_column(),
            Column(title=self.tr("Facturé"), text=_amount, right=True, width=90, edit=_typed_amount),
            Column(title=self.tr("TNR"), text=lambda s: messages.money(s.quote.tnr), right=True, width=86),
            Column(title=self.tr("AMO"), text=lambda s: messages.money(s.quote.amo), right=True, width=86),
            Column(title="", text=_mark, width=32, colour=_tone),
        )

    def _free_columns(self) -> tuple[Column[LineState], ...]:
        return (
            Column(title=self.tr("Prestation"), text=_named, stretch=True, colour=_tone, tip=_first_finding),
            self._quantity_column(),
            Column(title=self.tr("Facturé"), text=_amount, right=True, width=90, edit=_typed_amount),
            Column(title=self.tr("Base"), text=lambda s: messages.money(s.quote.tnr), right=True, width=86),
            Column(title=self.tr("Taux"), text=_rate, right=True, width=60),
            Column(title=self.tr("AMO"), text=lambda s: messages.money(s.quote.amo), right=True, width=86),
            Column(title="", text=_mark, width=32, colour=_tone),
        )

    def _dental_columns(self) -> tuple[Column[LineState], ...]:
        return (
            Column(title=self.tr("Dent"), text=lambda s: _teeth(s) or "–", width=58, edit=_teeth),
            Column(title=self.tr("Acte"), text=_coded, stretch=True, colour=_tone, tip=_first_finding),
            Column(
                title=self.tr("Faces"),
                text=lambda s: " ".join(s.line.faces) or "–",
                width=60,
                edit=lambda s: s.line.faces,
            ),
            Column(title=self.tr("Cotation"), text=_quotation, right=True, width=104),
            Column(title=self.tr("TNR"), text=lambda s: messages.money(s.quote.tnr), right=True, width=72),
            Column(title=self.tr("Facturé"), text=_amount, right=True, width=78, edit=_typed_amount),
            Column(title=self.tr("AMO"), text=lambda s: messages.money(s.quote.amo), right=True, width=72),
            Column(title="", text=_mark, width=26, colour=_tone),
        )


def _tone(state: LineState) -> QColor | None:
    levels = {finding.standing for finding in state.findings}
    if Level.BLOCK in levels:
        return theme.current().colour("red")
    return theme.current().colour("amber") if Level.WARN in levels else None


def _first_finding(state: LineState) -> str:
    return messages.said(state.findings[0].text) if state.findings else ""


def _named(state: LineState) -> str:
    below = _first_finding(state) or _note(state) or state.detail
    return f"{state.line.label or state.line.code}\n{below}"


def _quantity(state: LineState) -> str:
    return str(state.line.quantity)


def _coded(state: LineState) -> str:
    words = f"{state.line.code} {state.line.label}".strip()
    finding = _first_finding(state)
    return f"{words}\n{finding}" if finding else words


def _note(state: LineState) -> str:
    """Why a line that can be computed counts for less."""
    return messages.translated(messages.NOTES.get(state.quote.note, "")) if state.quote.note else ""


def _amount(state: LineState) -> str:
    return messages.money(state.line.billed)


def _typed_amount(state: LineState) -> str:
    return "" if state.line.billed is None else _amount(state)


def _mark(state: LineState) -> str:
    levels = {finding.standing for finding in state.findings}
    if Level.BLOCK in levels:
        return "✕"
    return "!" if Level.WARN in levels or state.quote.amo is None else "✓"


def _rate(state: LineState) -> str:
    return "–" if state.quote.rate is None else f"{state.quote.rate * 100:.0f} %"


def _whole(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def _coefficient(state: LineState) -> str:
    number = state.line.coefficient
    if number is None and state.act is not None:
        number = state.act.coefficient
    return "–" if number is None else _whole(str(number)).replace(".", ",")


def _quotation(state: LineState) -> str:
    if state.act is None or state.act.coefficient is None:
        return "–"
    value = next((d.value for d in state.quote.details if d.unit == "MAD"), None)
    letter = f"{state.act.letter} {_coefficient(state)}"
    return letter if value is None else f"{letter} × {value:.2f}".replace(".", ",")


def _teeth(state: LineState) -> str:
    return " ".join(str(tooth) for tooth in state.line.teeth)
