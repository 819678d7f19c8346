"""The import of a medicine list as it looks: the file, the day, what it would change, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from amo_desk.ui import messages
from amo_desk.ui.records import Column, RecordModel
from amo_desk.ui.registers.state import Detail, ImportState, Phase
from amo_desk.ui.shortcuts import Key
from amo_desk.ui.widgets.basics import STEP, button, card, key_cap, label, row, set_property
from amo_desk.ui.widgets.inputs import DateInput, TextInput
from amo_desk.ui.widgets.listing import listing
from amo_desk.usecases.registers import ImportReport, MedicinePreview


def grouped(number: int) -> str:
    """A count with its thousands set apart, as amounts are."""
    return f"{number:,}".replace(",", "\u00a0")


class ImportPanel(QWidget):
    """Asks for a file and a day, shows how far its reading is and what was found."""

    file_typed = Signal(str)
    day_typed = Signal(str)
    browse_asked = Signal()
    check_asked = Signal()
    go_asked = Signal()
    stop_asked = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        frame, column = card()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self._frame = frame
        column.addWidget(label(self.tr("Importer la liste des médicaments"), "title"))
        self._entries = QWidget()
        self._entries.setLayout(self._make_entries(today))
        column.addWidget(self._entries)
        self.words = label("", "quiet", wrap=True)
        column.addWidget(self.words)
        self.bar = QProgressBar()
        self.bar.setAccessibleName(self.tr("Avancement de la lecture"))
        column.addWidget(self.bar)
        self._figures = QWidget()
        self._figures.setLayout(self._make_figures())
        column.addWidget(self._figures)
        self._make_details()
        column.addWidget(self._details_title)
        column.addWidget(self.details, 1)
        column.addStretch(0)
        self.go = button(self.tr("Importer"), self.go_asked.emit, primary=True)
        self.stop = button(self.tr("Arrêter"), self.stop_asked.emit)
        self._go_key, self._stop_key = key_cap(Key.RECEIVE.value), key_cap(self.tr("Échap"))
        column.addLayout(row(self.go, self._go_key, self.stop, self._stop_key, QWidget(), stretch=4))

    def _make_entries(self, today: Callable[[], date]) -> QHBoxLayout:
        self.file = TextInput(self.tr("Fichier (xlsx, xls, ods ou csv)"), placeholder=self.tr("Glissez un fichier ici"))
        # The page takes what is dropped: the field would paste its address as text.
        self.file.line.setAcceptDrops(False)
        self.day = DateInput(self.tr("Liste en vigueur depuis le"), today)
        self.browse = button(self.tr("Choisir…"), self.browse_asked.emit)
        self.browse.setAccessibleName(self.tr("Choisir le fichier"))
        self.file.typed.connect(self.file_typed)
        self.day.typed.connect(self.day_typed)
        self.file.left.connect(self.day.setFocus)
        self.day.left.connect(self.check_asked)
        choosing = QWidget()
        choosing.setLayout(row(self.browse, key_cap(Key.NEW.value)))
        since = QWidget()
        since.setFixedWidth(180)
        since.setLayout(row(self.day, stretch=0))
        line = row(self.file, choosing, since, stretch=0)
        line.setAlignment(choosing, Qt.AlignmentFlag.AlignBottom)
        return line

    def _make_figures(self) -> QHBoxLayout:
        self._values: dict[str, tuple[QWidget, QLabel]] = {}
        line = QHBoxLayout()
        line.setContentsMargins(0, STEP, 0, STEP)
        line.setSpacing(6 * STEP)
        for name, title in (
            ("products", self.tr("Produits")),
            ("added", self.tr("Ajoutés")),
            ("removed", self.tr("Retirés")),
            ("changed", self.tr("Modifiés")),
            ("repriced", self.tr("dont prix")),
            ("remarks", self.tr("Remarques")),
        ):
            holder, value = QWidget(), label("", "number")
            value.setAccessibleName(title)
            lines = QVBoxLayout(holder)
            lines.setContentsMargins(0, 0, 0, 0)
            lines.setSpacing(0)
            lines.addWidget(label(title, "quiet"))
            lines.addWidget(value)
            line.addWidget(holder)
            self._values[name] = holder, value
        line.addStretch(1)
        return line

    def _make_details(self) -> None:
        self._details_model: RecordModel[Detail] = RecordModel(
            (
                Column(title=self.tr("Ligne"), text=_line, right=True, width=72),
                Column(title=self.tr("Code ou colonne"), text=lambda detail: detail.subject, width=176),
                Column(title=self.tr("Remarque"), text=_reason, stretch=True, tip=_reason),
            ),
            self,
        )
        self._details_title = label("", "section")
        self.details = listing(self.tr("Remarques sur le fichier"), self._details_model)

    def show_state(self, state: ImportState, allowed: bool) -> None:
        """Shows where the import stands."""
        self.file.show_value(state.file)
        self.day.show_value(state.day)
        self.day.show_wrong(bool(state.day) and state.from_day is None)
        self._entries.setEnabled(allowed and not state.busy)
        words, tone = (
            self._sentence(state) if allowed else (self.tr("Seul un responsable peut importer une liste."), "warn")
        )
        self.words.setText(words)
        set_property(self.words, "role", tone)
        edges = {Phase.REFUSED: "bad", Phase.IMPORTED: "good"}
        set_property(self._frame, "tone", edges.get(state.phase, ""))
        self.bar.setVisible(state.busy)
        self.bar.setRange(0, state.total)
        self.bar.setValue(state.done)
        self._show_figures(state)
        self._show_details(state)
        self._show_buttons(state, allowed)

    def _show_figures(self, state: ImportState) -> None:
        figures: dict[str, int] = {}
        if state.report:
            figures = {"products": state.report.products, "remarks": len(state.report.warnings)}
        elif state.preview:
            seen = state.preview
            figures = {"products": seen.products, "remarks": len(seen.warnings)}
            if seen.compared_with:
                changes = {
                    "added": seen.added,
                    "removed": seen.removed,
                    "changed": seen.changed,
                    "repriced": seen.repriced,
                }
                figures |= changes
        self._figures.setVisible(bool(figures) and not state.busy)
        for name, (holder, value) in self._values.items():
            holder.setVisible(name in figures)
            value.setText(grouped(figures.get(name, 0)))

    def _show_details(self, state: ImportState) -> None:
        details = () if state.busy else state.details
        self._details_model.show(details)
        self._details_title.setText(self.tr("POURQUOI") if state.error else self.tr("REMARQUES"))
        self._details_title.setVisible(bool(details))
        self.details.setVisible(bool(details))

    def _show_buttons(self, state: ImportState, allowed: bool) -> None:
        checked = state.phase in (Phase.CHECKED, Phase.IMPORTING)
        words = self.tr("Importer") if checked else self.tr("Vérifier le fichier")
        self.go.setText(words)
        self.go.setAccessibleName(words)
        self.go.setEnabled(allowed and (state.can_check or state.can_import))
        for widget in (self.go, self._go_key):
            widget.setVisible(not state.busy)
        for widget in (self.stop, self._stop_key):
            widget.setVisible(state.busy)

    def _sentence(self, state: ImportState) -> tuple[str, str]:
        if state.error:
            return messages.sentence(state.error), "bad"
        if state.busy:
            return self._progress(state), "quiet"
        if state.report:
            return self._result(state.report)
        if state.preview:
            return self._forecast(state, state.preview)
        return self.tr("La liste est d'abord lue en entier ; rien n'est écrit avant que vous l'importiez."), "quiet"

    def _progress(self, state: ImportState) -> str:
        doing = self.tr("Import en cours") if state.phase is Phase.IMPORTING else self.tr("Lecture du fichier")
        parts = [doing]
        if state.total:
            parts.append(self.tr("{0} lignes sur {1} environ").format(grouped(state.done), grouped(state.total)))
        if state.seconds_left:
            parts.append(self.tr("encore {0} s environ").format(state.seconds_left))
        return " · ".join(parts)

    def _result(self, report: ImportReport) -> tuple[str, str]:
        day = messages.day_text(report.day)
        if report.unchanged:
            same = self.tr("Cette liste est déjà là, sous « {0} », en vigueur depuis le {1} : rien n'a changé.")
            return same.format(report.edition, day), "quiet"
        return self.tr("Importée : « {0} », en vigueur depuis le {1}.").format(report.edition, day), "good"

    def _forecast(self, state: ImportState, seen: MedicinePreview) -> tuple[str, str]:
        if state.from_day is None:
            return self.tr("Indiquez le jour depuis lequel cette liste est en vigueur. Exemple : 01/01/2026."), "bad"
        if not seen.compared_with:
            return self.tr("Première liste de ce poste. F5 pour l'importer."), "quiet"
        if state.same:
            return self.tr("Ce fichier dit la même chose que « {0} ».").format(seen.compared_with), "quiet"
        return self.tr("Par rapport à « {0} ». F5 pour importer.").format(seen.compared_with), "quiet"


def _line(detail: Detail) -> str:
    return "–" if detail.line is None else grouped(detail.line)


def _reason(detail: Detail) -> str:
    source = messages.REASONS.get(detail.reason)
    return messages.translated(source) if source else detail.reason
