"""The practitioners page as it looks: a line to search, which entries to keep, the list, and one entry in full."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from amo_desk.domain.identifiers import number_span
from amo_desk.domain.names import parted, spans
from amo_desk.ui.practitioners.detail import EntrySide
from amo_desk.ui.practitioners.state import PractitionersState, Shown
from amo_desk.ui.records import RECORD_ROLE, Column, RecordModel, Spans
from amo_desk.ui.widgets.basics import STEP, card, label, row
from amo_desk.ui.widgets.listing import listing, on_keys, select, walk_from
from amo_desk.ui.widgets.marked import TWO_LINES, MarkedDelegate
from amo_desk.usecases.practitioners import Entry


class PractitionersView(QWidget):
    """Shows one state; typing, arrows and Enter work from the search line."""

    typed = Signal(str)
    listed = Signal(object)
    chosen = Signal(object)

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._showing = False
        self._typed = ""
        self._shared: frozenset[str] = frozenset()
        self.search = QLineEdit()
        self.search.setAccessibleName(self.tr("Chercher un praticien"))
        self.search.setPlaceholderText(self.tr("INPE ou nom…"))
        self.search.textEdited.connect(self.typed)
        self.lists = QComboBox()
        self.lists.setAccessibleName(self.tr("Praticiens montrés"))
        for shown in Shown:
            self.lists.addItem("", shown)
        self.lists.currentIndexChanged.connect(lambda _index: self.listed.emit(self.lists.currentData()))
        self.detail = EntrySide(today)
        self._make_table()
        self._lay_out()

    def _make_table(self) -> None:
        self._model: RecordModel[Entry] = RecordModel(
            (
                Column(title=self.tr("INPE"), text=lambda e: e.practitioner.inpe, width=100, marks=self._in_inpe),
                Column(
                    title=self.tr("Nom"),
                    text=lambda e: e.practitioner.name,
                    stretch=True,
                    width=220,
                    below=self._standing,
                    marks=self._in_name,
                ),
                Column(title=self.tr("Nature"), text=lambda e: e.practitioner.kind, width=110),
                Column(title=self.tr("Spécialité"), text=lambda e: e.practitioner.speciality, width=170),
                Column(title=self.tr("Lieu"), text=lambda e: e.practitioner.place, width=110),
                Column(title=self.tr("Convention"), text=self._convention, width=100),
            ),
            self,
        )
        self.rows = listing(self.tr("Praticiens et établissements"), self._model, least=(3, 5, 4), row_height=TWO_LINES)
        self.rows.setItemDelegate(MarkedDelegate(self.rows))
        self.rows.selectionModel().selectionChanged.connect(lambda *_: self._selected())
        walk_from(self.search, self.rows)
        on_keys(self.rows, self.detail.focus_first, Qt.Key.Key_Return, Qt.Key.Key_Enter)

    def _lay_out(self) -> None:
        frame, column = card()
        self._count, self._nothing = label("", "quiet"), label("", "quiet", wrap=True)
        column.addLayout(row(label(self.tr("Praticiens"), "title"), self._count, stretch=0))
        column.addLayout(row(self.search, self.lists, stretch=0))
        column.addWidget(self._nothing)
        column.addWidget(self.rows, 1)
        column.addStretch(0)
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(3 * STEP)
        columns.addWidget(frame, 1)
        columns.addWidget(self.detail)

    def show_state(self, state: PractitionersState) -> None:
        """Shows the list and the entry chosen."""
        self._showing = True
        self._typed = state.typed if state.shown is Shown.ALL else ""
        self._shared = frozenset(conflict.inpe for conflict in state.listing.conflicts)
        entries = state.entries
        if self.search.text() != state.typed:
            self.search.setText(state.typed)
        self._show_lists(state)
        self._model.show(entries)
        self.rows.setVisible(bool(entries))
        self._nothing.setText(self._empty(state))
        self._nothing.setVisible(not entries)
        words = self.tr("{0} premiers, précisez") if state.shown is Shown.ALL and state.listing.more else "{0}"
        self._count.setText(words.format(len(entries)))
        ids = [entry.id for entry in entries]
        select(self.rows, ids.index(state.chosen) if state.chosen in ids else None)
        self._showing = False
        for widget in (self.search, self.lists, self.rows):
            widget.setEnabled(state.form is None)
        self.detail.show_state(state)

    def _show_lists(self, state: PractitionersState) -> None:
        words = {
            Shown.ALL: self.tr("Tout le registre"),
            Shown.PENDING: self.tr("Appris au guichet, à valider ({0})").format(len(state.listing.pending)),
            Shown.CONFLICTS: self.tr("INPE à plusieurs noms ({0})").format(len(state.listing.conflicts)),
        }
        with QSignalBlocker(self.lists):
            for place, shown in enumerate(Shown):
                self.lists.setItemText(place, words[shown])
                if shown is state.shown:
                    self.lists.setCurrentIndex(place)

    def _empty(self, state: PractitionersState) -> str:
        words = {
            Shown.ALL: self.tr("Personne ne correspond. Ctrl+N note un praticien rencontré au guichet."),
            Shown.PENDING: self.tr("Rien à valider : aucun praticien appris au guichet n'attend."),
            Shown.CONFLICTS: self.tr("Aucun INPE ne porte deux noms."),
        }
        return words[state.shown]

    def _standing(self, entry: Entry) -> str:
        """What keeps an entry from being like the others."""
        parts = []
        if entry.practitioner.learnt:
            parts.append(self.tr("▲ appris au guichet, à valider"))
        if entry.practitioner.inpe in self._shared:
            parts.append(self.tr("▲ cet INPE porte plusieurs noms"))
        return " · ".join(parts)

    def _convention(self, entry: Entry) -> str:
        inside = entry.practitioner.in_convention(self._today())
        return "–" if inside is None else self.tr("oui") if inside else self.tr("non")

    def _in_inpe(self, entry: Entry) -> Spans:
        part = number_span(entry.practitioner.inpe, parted(self._typed)[1])
        return (part,) if part else ()

    def _in_name(self, entry: Entry) -> Spans:
        return spans(entry.practitioner.name, self._typed)

    def _selected(self) -> None:
        rows = self.rows.selectionModel().selectedRows()
        if rows and not self._showing:
            self.chosen.emit(rows[0].data(RECORD_ROLE).id)

    def focus_first(self, state: PractitionersState) -> None:
        """The focus where work begins: the form, else the search line."""
        if state.form is not None:
            self.detail.form.focus_on("")
        else:
            self.search.setFocus()
            self.search.selectAll()
