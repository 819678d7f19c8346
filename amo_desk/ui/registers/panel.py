"""The import of a file as it looks: the file, its columns, what it would change, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from amo_desk.ui.import_words import reason
from amo_desk.ui.records import Column, RecordModel
from amo_desk.ui.registers.columns import ColumnsView
from amo_desk.ui.registers.sentences import ImportWords, grouped
from amo_desk.ui.registers.state import Detail, ImportState, Step
from amo_desk.ui.registers.words import column_name
from amo_desk.ui.shortcuts import Key, key_text
from amo_desk.ui.widgets.basics import STEP, Elided, button, card, holder, key_cap, label, row, set_property
from amo_desk.ui.widgets.inputs import DateInput, TextInput
from amo_desk.ui.widgets.listing import listing
from amo_desk.usecases.register_imports import Outcome, Register

FIGURES = ("lines", "added", "updated", "repriced", "closed", "unchanged", "refused", "warnings")


class ImportPanel(QWidget):
    """Asks for a file, its columns and its day, shows how far its reading is and what was found."""

    file_typed = Signal(str)
    file_left = Signal()
    day_typed = Signal(str)
    complete_ticked = Signal(bool)
    older_ticked = Signal(bool)
    browse_asked = Signal()
    go_asked = Signal()
    stop_asked = Signal()
    report_asked = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._register = Register.AFFILIATES
        self._said = ImportWords()
        frame, column = card()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self._frame = frame
        self._title, self._steps = label("", "title"), Elided("quiet")
        column.addLayout(row(self._title, self._steps, stretch=1))
        self._entries = holder(self._make_entries(today))
        column.addWidget(self._entries)
        self._ticks = holder(self._make_ticks())
        column.addWidget(self._ticks)
        self.words = label("", "quiet", wrap=True)
        column.addWidget(self.words)
        self.bar = QProgressBar()
        self.bar.setAccessibleName(self.tr("Avancement de la lecture"))
        column.addWidget(self.bar)
        self._figures = holder(self._make_figures())
        column.addWidget(self._figures)
        self.columns = ColumnsView()
        column.addWidget(self.columns, 1)
        self._make_details()
        column.addWidget(self._details_title)
        column.addWidget(self.details, 1)
        column.addStretch(0)
        self.go = button("", self.go_asked.emit, primary=True)
        self.stop = button(self.tr("Arrêter"), self.stop_asked.emit)
        self.report = button(self.tr("Enregistrer le rapport"), self.report_asked.emit)
        self.columns.left.connect(self.go.setFocus)
        self._go = holder(row(self.go, key_cap(key_text(Key.RECEIVE))))
        self._stop = holder(row(self.stop, key_cap(key_text(Key.BACK))))
        self._report = holder(row(self.report, key_cap(key_text(Key.SAVE))))
        column.addLayout(row(self._go, self._stop, self._report, QWidget(), stretch=3))

    def _make_entries(self, today: Callable[[], date]) -> QHBoxLayout:
        self.file = TextInput(self.tr("Fichier (xlsx, xls, ods ou csv)"), placeholder=self.tr("Glissez un fichier ici"))
        # The page takes what is dropped: the field would paste its address as text.
        self.file.line.setAcceptDrops(False)
        self.day = DateInput(self.tr("Jour de l'extrait"), today)
        self.browse = button(self.tr("Choisir…"), self.browse_asked.emit)
        self.browse.setAccessibleName(self.tr("Choisir le fichier"))
        self.file.typed.connect(self.file_typed)
        self.day.typed.connect(self.day_typed)
        self.file.left.connect(self.day.setFocus)
        self.day.left.connect(self.file_left)
        choosing = holder(row(self.browse, key_cap(Key.NEW.value)))
        since = holder(row(self.day, stretch=0))
        since.setFixedWidth(150)
        line = row(self.file, choosing, since, stretch=0)
        line.setAlignment(choosing, Qt.AlignmentFlag.AlignBottom)
        return line

    def _make_ticks(self) -> QVBoxLayout:
        meaning = self.tr("Les absents ne sont fermés que dans les mutuelles et sections que le fichier contient.")
        self.complete = QCheckBox(self.tr("Extrait complet : qui n'y est plus perd ses droits"))
        self.complete.setAccessibleName(self.complete.text())
        self.complete.setAccessibleDescription(meaning)
        self.older = QCheckBox(self.tr("Importer même un extrait plus ancien que le registre"))
        self.older.setAccessibleName(self.older.text())
        self.complete.toggled.connect(self.complete_ticked)
        self.older.toggled.connect(self.older_ticked)
        lines = QVBoxLayout()
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        for widget in (self.complete, label(meaning, "quiet", wrap=True), self.older):
            lines.addWidget(widget)
        return lines

    def _make_figures(self) -> QHBoxLayout:
        self._values: dict[str, tuple[QWidget, QLabel]] = {}
        line = QHBoxLayout()
        line.setContentsMargins(0, STEP, 0, STEP)
        line.setSpacing(5 * STEP)
        titles = {
            "lines": self.tr("Lignes"),
            "added": self.tr("Ajoutés"),
            "updated": self.tr("Mis à jour"),
            "repriced": self.tr("Prix changés"),
            "closed": self.tr("Fermés"),
            "unchanged": self.tr("Inchangés"),
            "refused": self.tr("Refusées"),
            "warnings": self.tr("Remarques"),
        }
        for name in FIGURES:
            value = label("", "number")
            value.setAccessibleName(titles[name])
            lines = QVBoxLayout()
            lines.setContentsMargins(0, 0, 0, 0)
            lines.setSpacing(0)
            caption = label(titles[name], "quiet")
            lines.addWidget(caption)
            if name == "closed":
                self._closed = caption
            lines.addWidget(value)
            box = holder(lines)
            line.addWidget(box)
            self._values[name] = box, value
        line.addStretch(1)
        return line

    def _make_details(self) -> None:
        self._details_model: RecordModel[Detail] = RecordModel(
            (
                Column(title=self.tr("Ligne"), text=_line, right=True, width=80),
                Column(title=self.tr("Colonne"), text=self._subject, width=170),
                Column(title=self.tr("Raison"), text=self._why, stretch=True, tip=self._why),
            ),
            self,
        )
        self._details_title = label("", "section")
        self.details = listing(self.tr("Lignes refusées et remarques"), self._details_model)

    def show_state(self, state: ImportState, allowed: bool) -> None:
        """Shows where the import stands."""
        self._register = state.register
        self._title.setText(self._said.title(state.register))
        self._steps.show_text(self._said.steps(state))
        self.day.show_title(self._said.day_title(state))
        self._closed.setText(self._said.closed_title(state))
        self._values["closed"][1].setAccessibleName(self._closed.text())
        self.file.show_value(state.file)
        self.day.show_value(state.day)
        self.day.show_wrong(bool(state.day) and state.from_day is None)
        self._show_ticks(state)
        self._entries.setEnabled(allowed and not state.busy)
        self._ticks.setEnabled(allowed and not state.busy)
        words, tone = self._said.sentence(state, allowed)
        self.words.setText(words)
        self.words.setVisible(bool(words))
        set_property(self.words, "role", tone)
        edges = {Step.DONE: "good"}
        set_property(self._frame, "tone", "bad" if state.error else edges.get(state.step, ""))
        self.bar.setVisible(state.busy)
        self.bar.setRange(0, state.total)
        self.bar.setValue(state.done)
        self.columns.setVisible(state.step is Step.COLUMNS and not state.details)
        self.columns.show_state(state)
        self._show_figures(state.outcome if not state.busy else None)
        self._show_details(state)
        self._show_buttons(state, allowed)

    def _show_ticks(self, state: ImportState) -> None:
        closing = state.register is Register.AFFILIATES
        self._ticks.setVisible(closing and state.step in (Step.COLUMNS, Step.CHECKED))
        # An extract that is not the latest is only asked about once it was refused as such.
        self.older.setVisible(state.older or (state.error is not None and state.error.code == "extract.older"))
        for box, on in ((self.complete, state.complete), (self.older, state.older)):
            with QSignalBlocker(box):
                box.setChecked(on)

    def _show_figures(self, seen: Outcome | None) -> None:
        self._figures.setVisible(seen is not None and not seen.unchanged_file)
        for name, (box, value) in self._values.items():
            figure = getattr(seen, name) if seen else 0
            value.setText(grouped(figure))
            box.setVisible(bool(figure) or name in ("lines", "added"))
            set_property(value, "tone", "bad" if name == "refused" else "")

    def _show_details(self, state: ImportState) -> None:
        details = () if state.busy else state.details
        self._details_model.show(details)
        self._details_title.setText(self._said.details_title(state))
        self._details_title.setVisible(bool(details))
        self.details.setVisible(bool(details))

    def _show_buttons(self, state: ImportState, allowed: bool) -> None:
        words = self._said.next_step(state)
        self.go.setText(words)
        self.go.setAccessibleName(words)
        self.go.setEnabled(allowed and state.can_go)
        self._go.setVisible(not state.busy and state.step is not Step.DONE)
        self._stop.setVisible(state.busy)
        self._report.setVisible(state.can_report)

    def _subject(self, detail: Detail) -> str:
        return column_name(detail.subject)

    def _why(self, detail: Detail) -> str:
        words = reason(detail.reason)
        return self.tr("{0} (déjà ligne {1})").format(words, grouped(detail.first)) if detail.first else words


def _line(detail: Detail) -> str:
    return grouped(detail.line)
