"""The medicines of the reference as they look: what was found, or which prices the latest list changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from amo_desk.ui import theme
from amo_desk.ui.messages import day_text
from amo_desk.ui.records import Column, RecordModel
from amo_desk.ui.reference import medicine_words as words
from amo_desk.ui.widgets.basics import card, label, set_property
from amo_desk.ui.widgets.listing import listing
from amo_desk.usecases.medicines import Found, Listed

NAME = 280


class MedicinesView(QWidget):
    """Shows one answer; `marked` carries the code that has the cursor now."""

    marked = Signal(str)

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self._found: Found | None = None
        self._showing = False
        frame, column = card()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self.words = label("", "quiet", wrap=True)
        column.addWidget(self.words)
        self._rows: RecordModel[Listed] = RecordModel(
            (
                Column(title=self.tr("Code"), text=lambda row: row.code, width=136),
                Column(
                    title=self.tr("Médicament"),
                    text=words.row_name,
                    stretch=True,
                    width=NAME,
                    tip=words.row_name,
                    colour=_tone,
                ),
                Column(title=self.tr("Substance"), text=_substance, width=150, tip=_substance),
                Column(title=self.tr("Nature"), text=words.row_kind, width=78),
                Column(title=self.tr("PPV (DH)"), text=lambda row: _price(row, "ppv"), right=True, width=88),
                Column(
                    title=self.tr("Écart"), text=self._change, right=True, width=164, colour=_tone, tip=self._change
                ),
                Column(title=self.tr("PRIX_BR"), text=lambda row: _price(row, "base"), right=True, width=88),
                Column(title=self.tr("Taux"), text=lambda row: words.rate_text(row.medicine), right=True, width=56),
                Column(title=self.tr("PECOF"), text=self._costly, width=64),
                Column(title=self.tr("Liste du"), text=_list_day, width=92, colour=_tone),
            ),
            self,
        )
        self.table = listing(self.tr("Médicaments"), self._rows, least=(3, 2, 9, 6), row_height=30)
        self.table.selectionModel().currentRowChanged.connect(self._marked)
        column.addWidget(self.table, 1)
        column.addStretch(0)

    def show_found(self, found: Found | None) -> None:
        """Shows an answer, from its first row where it is another one."""
        if found == self._found or found is None:
            return
        self._found = found
        self._showing = True
        self._rows.show(found.rows)
        self.table.scrollToTop()
        if found.rows:
            self.table.selectRow(0)
        self._showing = False
        self.table.setVisible(bool(found.rows))
        said, tone = self._sentence(found)
        self.words.setText(said)
        set_property(self.words, "role", tone)

    def code(self) -> str:
        """The code that has the cursor, nothing where there is no row."""
        row = self.table.currentIndex().row()
        return self._rows.record(row).code if 0 <= row < self._rows.rowCount() else ""

    def _sentence(self, found: Found) -> tuple[str, str]:
        """Which list is asked, and what came of it."""
        current, previous = found.current, found.previous
        if current is None:
            words_now = self.tr(
                "Aucune liste de médicaments n'est au registre : un responsable l'importe par F4, Alt+3."
            )
            return words_now, "warn"
        in_force = self.tr("Liste en vigueur depuis le {0} ({1}).").format(day_text(current.day), current.label)
        if found.typed.strip():
            if not found.rows:
                return f"{in_force} " + self.tr("Rien n'y répond, ni dans les autres listes."), "quiet"
            if all(row.medicine is None for row in found.rows):
                return f"{in_force} " + self.tr("Ni elle ni les autres listes ne connaissent ce code."), "warn"
            more = self.tr("Les {0} premiers ; tapez plus de lettres.").format(len(found.rows)) if found.more else ""
            return " ".join(filter(None, (in_force, more))), "quiet"
        if previous is None:
            return f"{in_force} " + self.tr("C'est la seule : aucun changement de prix à montrer."), "quiet"
        since = self.tr("Changements de prix depuis la liste précédente : liste du {0}, comparée à celle du {1}.")
        since = since.format(day_text(current.day), day_text(previous.day))
        return f"{since} {self._counts(found)}", "quiet"

    def _counts(self, found: Found) -> str:
        prices = [(row.before.ppv, row.medicine.ppv) for row in found.rows if row.before and row.medicine]
        dearer, cheaper = sum(old < new for old, new in prices), sum(old > new for old, new in prices)
        counted = self.tr("PPV en hausse : {0}, en baisse : {1} ; autres prix : {2}.")
        return counted.format(dearer, cheaper, len(prices) - dearer - cheaper)

    def _change(self, row: Listed) -> str:
        compared = self._found is not None and self._found.previous is not None
        return words.row_change(row, self._today(), compared=compared)

    def _costly(self, row: Listed) -> str:
        return self.tr("PECOF") if row.costly else ""

    def _marked(self, _now: QModelIndex, _before: QModelIndex) -> None:
        if not self._showing:
            self.marked.emit(self.code())


def _substance(row: Listed) -> str:
    return row.medicine.dci if row.medicine else ""


def _price(row: Listed, name: str) -> str:
    return words.price(getattr(row.medicine, name)) if row.medicine else ""


def _list_day(row: Listed) -> str:
    return day_text(row.medicine.edition_day if row.medicine else None)


def _tone(row: Listed) -> QColor | None:
    return None if row.in_force else theme.current().colour("amber")
