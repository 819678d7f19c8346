"""The reference page as it looks: a line to search, the chapters, the rows that match, and the whole of one row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QTableView, QTextBrowser, QVBoxLayout, QWidget

from amo_desk.ui import theme
from amo_desk.ui.messages import day_text, said, translated
from amo_desk.ui.records import Column, RecordModel
from amo_desk.ui.reference import medicine_words, words
from amo_desk.ui.reference.calculator import CalculatorView
from amo_desk.ui.reference.medicines import MedicinesView
from amo_desk.ui.reference.state import ReferenceState, Tab
from amo_desk.ui.shortcuts import MEMBERS
from amo_desk.ui.widgets.basics import STEP, card, key_cap, label
from amo_desk.ui.widgets.listing import listing
from amo_desk.usecases.reference import Entry, Reference

CHAPTERS = 240
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ReferenceView(QWidget):
    """Shows one state; typing, arrows and Enter work from the search line."""

    typed = Signal(str)
    tab_chosen = Signal(object)

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self._reference: Reference | None = None
        self._state = ReferenceState()
        self.search = QLineEdit()
        self.search.setAccessibleName(self.tr("Chercher dans les règles et les médicaments"))
        self.search.textEdited.connect(self.typed)
        self.search.installEventFilter(self)
        self._about = label("", "quiet")
        self._troubles = label("", "warn", wrap=True)
        self.calculator = CalculatorView()
        self.medicines = MedicinesView(today)
        self.medicines.table.installEventFilter(self)
        self.detail = _Detail(self.tr("Détail de la ligne"))
        self.detail.installEventFilter(self)
        self._middle = QStackedWidget()
        frame, column = card()
        column.addWidget(self._make_rows(), 1)
        self._empty = label(translated(words.NOTHING_CHOSEN), "quiet", wrap=True)
        column.addWidget(self._empty)
        column.addStretch(0)
        self._middle.addWidget(frame)
        self._middle.addWidget(self.calculator)
        self._middle.addWidget(self.medicines)
        self._lay_out()

    def _lay_out(self) -> None:
        chapters, column = card()
        chapters.setFixedWidth(CHAPTERS)
        column.addWidget(self._make_chapters())
        below, detail = card()
        detail.addWidget(self.detail)
        right = QVBoxLayout()
        right.setSpacing(3 * STEP)
        right.addWidget(self._middle, 11)
        right.addWidget(below, 9)
        columns = QHBoxLayout()
        columns.setSpacing(3 * STEP)
        columns.addWidget(chapters)
        columns.addLayout(right, 1)
        head = QHBoxLayout()
        head.setSpacing(3 * STEP)
        head.addWidget(self.search, 1)
        head.addWidget(self._about)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(3 * STEP)
        outer.addLayout(head)
        outer.addWidget(self._troubles)
        outer.addLayout(columns, 1)

    def _make_chapters(self) -> QWidget:
        names = self.tab_names()
        self._chapters: RecordModel[Tab] = RecordModel(
            (
                Column(title=self.tr("Chapitre"), text=lambda tab: names[tab], stretch=True, tip=self._key),
                Column(title=self.tr("Lignes"), text=self._count, right=True, width=64),
            ),
            self,
        )
        self.chapters = listing(self.tr("Chapitres"), self._chapters, row_height=34)
        self.chapters.horizontalHeader().hide()
        self.chapters.selectionModel().currentRowChanged.connect(self._chapter_marked)
        self.chapters.installEventFilter(self)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.chapters, 1)
        hint = QHBoxLayout()
        hint.addWidget(key_cap(f"{MEMBERS[0].value} … {MEMBERS[len(Tab) - 1].value[-1]}"))
        hint.addStretch(1)
        column.addLayout(hint)
        return holder

    def _make_rows(self) -> QWidget:
        self._rows: RecordModel[Entry] = RecordModel(
            (
                Column(title=self.tr("Code"), text=lambda entry: entry.code, width=84),
                Column(title=self.tr("Règle"), text=_label, stretch=True, tip=_label),
                Column(title=self.tr("Pour"), text=words.row_for, width=128, tip=words.row_for),
                Column(title=self.tr("Valeur"), text=words.row_value, right=True, width=112, tip=words.row_value),
                Column(title=self.tr("Depuis le"), text=lambda e: day_text(_since(e)), width=92),
                Column(title=self.tr("Source"), text=lambda e: e.source.title, width=188, tip=_title),
                Column(title=self.tr("Degré"), text=lambda e: words.grade_text(e.source), width=108, colour=_tone),
                Column(title=self.tr("Comparé le"), text=lambda e: day_text(e.source.checked_on), width=98),
            ),
            self,
        )
        self.rows = listing(self.tr("Règles"), self._rows, least=(7, 5), row_height=30)
        self.rows.selectionModel().currentRowChanged.connect(self._row_marked)
        self.rows.installEventFilter(self)
        return self.rows

    def tab_names(self) -> dict[Tab, str]:
        """The chapters in words."""
        return {
            Tab.ALL: self.tr("Tout"),
            Tab.LETTER_KEYS: self.tr("Lettres-clés"),
            Tab.ACTS: self.tr("Actes de la NGAP"),
            Tab.MEDICINES: self.tr("Médicaments"),
            Tab.ILLNESSES: self.tr("ALD"),
            Tab.MUTUELLES: self.tr("Mutuelles"),
            Tab.FORMS: self.tr("Dossiers et pièces"),
            Tab.PARAMETERS: self.tr("Taux et délais"),
            Tab.DOUBTS: self.tr("À confirmer"),
            Tab.CONTRIBUTIONS: self.tr("Cotisations"),
        }

    def show_state(self, state: ReferenceState) -> None:
        """Shows the chapters with their counts, the rows of one, and what is wrong in the office's file."""
        before, self._state, self._reference = self._state, state, state.reference
        self._chapters.show(tuple(Tab))
        with QSignalBlocker(self.chapters.selectionModel()):
            self.chapters.selectRow(list(Tab).index(state.tab))
        self._show_rows(state.shown, keep=before.shown == state.shown)
        self._show_about(state.reference)
        self.calculator.show_state(state.calculation)
        self.medicines.show_found(state.medicines)
        self._middle.setCurrentIndex({Tab.CONTRIBUTIONS: 1, Tab.MEDICINES: 2}.get(state.tab, 0))
        examples = self.tr("Un code ou quelques lettres : D702, diabète, délai, couronne…")
        if state.tab is Tab.MEDICINES:
            examples = self.tr("Un code-barres (scannez la boîte), un nom, une substance, ou « pecof »")
        self.search.setPlaceholderText(examples)
        self._show_detail()

    def _show_rows(self, entries: Sequence[Entry], *, keep: bool) -> None:
        if not keep:
            self._rows.show(entries)
            self.rows.scrollToTop()
            if entries:
                self.rows.selectRow(0)
        self.rows.setVisible(bool(entries))
        self._empty.setVisible(not entries)

    def _show_about(self, reference: Reference | None) -> None:
        if reference is None:
            return
        self._about.setText(self.tr("Règles {0} · au {1}").format(reference.version, day_text(reference.day)))
        sentence = self.tr("Votre fichier de bureau n'est pas suivi, les règles livrées s'appliquent :")
        self._troubles.setText(f"{sentence}\n{words.troubles_text(reference)}")
        self._troubles.setVisible(bool(reference.troubles))

    def current(self) -> Entry | None:
        """The row that has the cursor."""
        row = self.rows.currentIndex().row()
        return self._rows.record(row) if 0 <= row < self._rows.rowCount() else None

    def _show_detail(self) -> None:
        state, entry, shown = self._state, self.current(), ""
        if state.tab is Tab.CONTRIBUTIONS:
            shown = words.calculation_html(state.calculation)
        elif state.tab is Tab.MEDICINES:
            if state.card is not None and state.card.listed.code == self.medicines.code():
                shown = medicine_words.card_html(state.card, self._today())
        elif entry is not None and self._reference is not None:
            shown = words.entry_html(entry, self._reference)
        self.detail.show_html(shown)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search line the arrows walk through the rows; Enter goes to the whole of one."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if key in _ENTER and watched in (self.search, self._table(), self.chapters):
                self._go_on(watched)
                return True
            if watched is self.search and key in _MOVES:
                self._walk(key)
                return True
        if event.type() == QEvent.Type.PaletteChange and watched is self.detail:
            self._show_detail()
        return super().eventFilter(watched, event)

    def _go_on(self, watched: QObject) -> None:
        if self._state.tab is Tab.CONTRIBUTIONS:
            self.calculator.gross.setFocus()
        elif watched is self.chapters:
            self._table().setFocus()
        else:
            self.detail.setFocus()

    def _walk(self, key: Qt.Key) -> None:
        table = self._table()
        page = max(1, table.viewport().height() // table.verticalHeader().defaultSectionSize() - 1)
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -page, Qt.Key.Key_PageDown: page}[key]
        last = table.model().rowCount() - 1
        table.selectRow(min(max(table.currentIndex().row() + step, 0), last))

    def _table(self) -> QTableView:
        """The rows in sight."""
        return self.medicines.table if self._state.tab is Tab.MEDICINES else self.rows

    def _row_marked(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._show_detail()

    def _chapter_marked(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self.tab_chosen.emit(self._chapters.record(now.row()))

    def _count(self, tab: Tab) -> str:
        if tab is Tab.CONTRIBUTIONS:
            return ""
        more = tab is Tab.MEDICINES and self._state.medicines is not None and self._state.medicines.more
        return f"{self._state.count(tab)}{'+' if more else ''}"

    def _key(self, tab: Tab) -> str:
        return MEMBERS[list(Tab).index(tab)].value


class _Detail(QTextBrowser):
    """A text to read with the arrows; its addresses are shown, never opened."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setOpenLinks(False)
        self._shown = ""

    def show_html(self, shown: str) -> None:
        """Shows a text from its beginning, unless it is the one in sight."""
        if shown != self._shown:
            self._shown = shown
            self.setHtml(shown)


def _label(entry: Entry) -> str:
    return said(entry.label)


def _since(entry: Entry) -> date:
    return entry.now.since if entry.now else entry.source.since


def _title(entry: Entry) -> str:
    return "\n".join(filter(None, (entry.source.title, entry.source.href, entry.source.note)))


def _tone(entry: Entry) -> QColor | None:
    return None if entry.source.confirmed else theme.current().colour("amber")
