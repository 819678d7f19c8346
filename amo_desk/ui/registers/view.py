"""The registers page as it looks: a card for each register, the editions of the medicine list, and the import."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from amo_desk.ui.messages import day_text
from amo_desk.ui.records import Column, RecordModel
from amo_desk.ui.registers.panel import ImportPanel, grouped
from amo_desk.ui.registers.state import RegistersState
from amo_desk.ui.widgets.basics import STEP, card, label, set_property
from amo_desk.ui.widgets.listing import listing

if TYPE_CHECKING:
    from amo_desk.store.medicines import Edition


class _Register(QWidget):
    """A card with the name of a register, how much it holds, and a line about it."""

    def __init__(self, title: str) -> None:
        super().__init__()
        frame, column = card()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self.figure, self.about = label("–", "figure"), label("", "quiet", wrap=True)
        self.figure.setAccessibleName(title)
        column.setSpacing(STEP)
        column.addWidget(label(title.upper(), "section"))
        column.addWidget(self.figure)
        column.addWidget(self.about)
        column.addStretch(1)

    def show_count(self, count: int, about: str, tone: str = "quiet") -> None:
        self.figure.setText(grouped(count))
        self.about.setText(about)
        set_property(self.about, "role", tone)


class RegistersView(QWidget):
    """Shows one state; says which file was dropped on it."""

    dropped = Signal(str)

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.people = _Register(self.tr("Personnes"))
        self.practitioners = _Register(self.tr("Praticiens"))
        self.medicines = _Register(self.tr("Médicaments"))
        self.panel = ImportPanel(today)
        top = QHBoxLayout()
        top.setSpacing(3 * STEP)
        for register in (self.people, self.practitioners, self.medicines):
            top.addWidget(register, 1)
        below = QHBoxLayout()
        below.setSpacing(3 * STEP)
        below.addWidget(self._editions_card(), 2)
        below.addWidget(self.panel, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * STEP)
        column.addLayout(top)
        column.addLayout(below, 1)

    def _editions_card(self) -> QWidget:
        frame, column = card()
        self._editions_model: RecordModel[Edition] = RecordModel(
            (
                Column(title=self.tr("Depuis le"), text=lambda edition: day_text(edition.day), width=96),
                Column(title=self.tr("Liste"), text=lambda edition: edition.label, stretch=True, tip=_imported),
                Column(title=self.tr("Produits"), text=lambda e: grouped(e.products), right=True, width=88),
            ),
            self,
        )
        self.editions = listing(self.tr("Éditions de la liste des médicaments"), self._editions_model)
        self._no_editions: QLabel = label(
            self.tr("Aucune liste importée : les codes-barres des médicaments ne disent encore ni nom ni prix."),
            "warn",
            wrap=True,
        )
        column.addWidget(label(self.tr("Éditions de la liste des médicaments"), "title"))
        column.addWidget(self._no_editions)
        column.addWidget(self.editions, 1)
        column.addStretch(0)
        return frame

    def show_state(self, state: RegistersState) -> None:
        """Shows what the registers hold and where the import stands."""
        held = state.registers
        if held is not None:
            self.people.show_count(held.people, self.tr("assurés et ayants droit"))
            self.practitioners.show_count(held.practitioners, self.tr("praticiens et établissements"))
            self._show_medicines(state.current)
            self._editions_model.show(held.editions)
            self._no_editions.setVisible(not held.editions)
            self.editions.setVisible(bool(held.editions))
        self.panel.show_state(state.importing, state.may_import)

    def _show_medicines(self, current: Edition | None) -> None:
        if current is None:
            self.medicines.show_count(0, self.tr("aucune liste importée"), "warn")
            return
        words = self.tr("produits, liste en vigueur depuis le {0}").format(day_text(current.day))
        self.medicines.show_count(current.products, words)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcomes a file."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Takes the first file dropped."""
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.dropped.emit(files[0])


def _imported(edition: Edition) -> str:
    return f"{edition.label}\n{edition.imported_at:%d/%m/%Y %H:%M}"
