"""Which column of the file is which of ours: one row a column, with what the first lines say in it."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from amo_desk.ui.registers import state as states
from amo_desk.ui.registers.state import ImportState
from amo_desk.ui.registers.words import column_name
from amo_desk.ui.widgets.basics import STEP, Elided, emptied, label, set_property
from amo_desk.usecases.register_imports import COLUMNS, Register, Sheet

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ColumnsView(QWidget):
    """The mapping; `chosen` carries a column of ours and the place of the file's column, or nothing."""

    chosen = Signal(str, object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Register, Sheet] | None = None
        self.combos: dict[str, QComboBox] = {}
        self._samples: dict[str, Elided] = {}
        self._words = label("", "quiet", wrap=True)
        inner = QWidget()
        self._grid = QGridLayout(inner)
        self._grid.setContentsMargins(0, 0, 2 * STEP, 0)
        self._grid.setHorizontalSpacing(3 * STEP)
        self._grid.setVerticalSpacing(STEP)
        for place, part in enumerate((3, 4, 5)):
            self._grid.setColumnStretch(place, part)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        column.addWidget(self._words)
        column.addWidget(self._area, 1)

    def show_state(self, state: ImportState) -> None:
        """Shows the mapping; the rows are built anew for another file only."""
        sheet = state.sheet
        if sheet is None:
            return
        if self._shown != (state.register, sheet):
            self._build(state.register, sheet)
        self._words.setText(self._sentence(state, sheet))
        set_property(self._words, "role", "bad" if state.lacking or state.doubled else "quiet")
        for name, combo in self.combos.items():
            place = state.mapping.get(name)
            with QSignalBlocker(combo):
                combo.setCurrentIndex(0 if place is None else place + 1)
            self._samples[name].show_text(states.samples(sheet.sample, place))
            set_property(combo, "wrong", name in (*state.lacking, *state.doubled))

    def focus_first(self, state: ImportState) -> None:
        """Goes to the first column that is lacking, else to the first of all."""
        name = next(iter((*state.lacking, *self.combos)), None)
        if name in self.combos:
            self.combos[name].setFocus()
            self._area.ensureWidgetVisible(self.combos[name])

    def _sentence(self, state: ImportState, sheet: Sheet) -> str:
        if state.lacking:
            names = ", ".join(column_name(name) for name in state.lacking)
            return self.tr("Colonnes obligatoires à indiquer : {0}.").format(names)
        if state.doubled:
            names = ", ".join(column_name(name) for name in state.doubled)
            return self.tr("La même colonne du fichier sert plusieurs fois : {0}.").format(names)
        if sheet.ambiguous:
            names = ", ".join(column_name(name) for name in sheet.ambiguous)
            return self.tr("Plusieurs colonnes du fichier pourraient être : {0}. Choisissez.").format(names)
        if sheet.remembered:
            return self.tr("Mêmes colonnes que la dernière fois : votre choix a été repris. ● obligatoire.")
        found = sum(place is not None for place in state.mapping.values())
        words = self.tr("Colonnes reconnues : {0} sur {1}. ● obligatoire.")
        return words.format(found, len(self.combos))

    def _build(self, register: Register, sheet: Sheet) -> None:
        emptied(self._grid)
        self._shown = register, sheet
        self.combos, self._samples = {}, {}
        titles = (self.tr("Notre colonne"), self.tr("Colonne du fichier"), self.tr("Premières valeurs"))
        for place, title in enumerate(titles):
            self._grid.addWidget(label(title, "section"), 0, place)
        for row, column in enumerate(COLUMNS[register], start=1):
            name = column_name(column.id)
            combo, sample = QComboBox(), Elided("quiet", right=False)
            combo.setAccessibleName(name)
            combo.addItem(self.tr("– aucune –"))
            combo.addItems([title or self.tr("colonne {0}").format(n) for n, title in enumerate(sheet.header, start=1)])
            combo.currentIndexChanged.connect(
                lambda index, column=column.id: self.chosen.emit(column, index - 1 if index else None)
            )
            combo.installEventFilter(self)
            caption = label(f"● {name}" if column.required else name, "strong" if column.required else "")
            caption.setBuddy(combo)
            for place, widget in enumerate((caption, combo, sample)):
                self._grid.addWidget(widget, row, place)
                widget.show()
            self.combos[column.id], self._samples[column.id] = combo, sample
        self._grid.setRowStretch(len(self.combos) + 1, 1)
        for before, after in pairwise(self.combos.values()):
            QWidget.setTabOrder(before, after)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes on to the next column, after the last one to what comes below; a wheel only scrolls."""
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in _ENTER:
            walk = list(self.combos.values())
            following = next((n for n, combo in enumerate(walk, start=1) if combo is watched), len(walk))
            if following < len(walk):
                walk[following].setFocus()
                self._area.ensureWidgetVisible(walk[following])
            else:
                self.left.emit()
            return True
        return super().eventFilter(watched, event)
