"""The registers page as it looks: a card for each register, what is to know of the one chosen, and the import."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from amo_desk.ui.messages import day_text
from amo_desk.ui.records import Column, RecordModel
from amo_desk.ui.registers.panel import ImportPanel
from amo_desk.ui.registers.sentences import grouped
from amo_desk.ui.registers.state import RegistersState
from amo_desk.ui.registers.words import register_name
from amo_desk.ui.shortcuts import MEMBERS, Key, key_text
from amo_desk.ui.widgets.basics import STEP, RowButton, button, card, key_cap, label, row, set_property
from amo_desk.ui.widgets.listing import listing
from amo_desk.usecases.register_imports import Register

if TYPE_CHECKING:
    from amo_desk.store.medicines import Edition


class RegisterCard(RowButton):
    """The name of a register, how much it holds, a line about it; pressing it chooses the register."""

    def __init__(self, title: str, key: str, run: Callable[[], None]) -> None:
        super().__init__(title, run)
        self.setProperty("register", True)
        self.figure, self.about = label("–", "figure"), label("", "quiet", wrap=True)
        self.figure.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * STEP, 3 * STEP, 4 * STEP, 3 * STEP)
        column.setSpacing(STEP)
        column.addLayout(row(label(title.upper(), "section"), key_cap(key), stretch=0))
        column.addWidget(self.figure)
        column.addWidget(self.about)
        column.addStretch(1)

    def show_count(self, count: int, about: str, tone: str = "quiet") -> None:
        """Shows how much there is, and a line about it."""
        self.figure.setText(grouped(count))
        self.about.setText(about)
        set_property(self.about, "role", tone)


class RegistersView(QWidget):
    """Shows one state; says which register is chosen and which file was dropped."""

    register_chosen = Signal(object)
    duplicates_asked = Signal()
    practitioners_asked = Signal()
    dropped = Signal(str)

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.cards = {
            register: RegisterCard(register_name(register), key.value, partial(self.register_chosen.emit, register))
            for register, key in zip(Register, MEMBERS, strict=False)
        }
        self.panel = ImportPanel(today)
        top = QHBoxLayout()
        top.setSpacing(3 * STEP)
        for made in self.cards.values():
            top.addWidget(made, 1)
        self._about = QStackedWidget()
        self._about.addWidget(self._people_card())
        self._about.addWidget(self._practitioners_card())
        self._about.addWidget(self._editions_card())
        below = QHBoxLayout()
        below.setSpacing(3 * STEP)
        below.addWidget(self._about, 2)
        below.addWidget(self.panel, 5)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * STEP)
        column.addLayout(top)
        column.addLayout(below, 1)

    def _people_card(self) -> QWidget:
        frame, column = card()
        self._extract = label("", "quiet", wrap=True)
        self._doubles = label("", "", wrap=True)
        self.duplicates = button(self.tr("Doublons"), self.duplicates_asked.emit)
        column.addWidget(label(self.tr("Assurés et ayants droit"), "title"))
        column.addWidget(self._extract)
        column.addSpacing(STEP)
        column.addWidget(self._doubles)
        column.addLayout(row(self.duplicates, key_cap(key_text(Key.DUPLICATES)), QWidget(), stretch=2))
        column.addStretch(1)
        return frame

    def _practitioners_card(self) -> QWidget:
        frame, column = card()
        self._list_day = label("", "quiet", wrap=True)
        self._learnt, self._shared = label("", "", wrap=True), label("", "", wrap=True)
        self.practitioners = button(self.tr("Ouvrir la liste"), self.practitioners_asked.emit)
        column.addWidget(label(self.tr("Praticiens et établissements"), "title"))
        column.addWidget(self._list_day)
        column.addSpacing(STEP)
        column.addWidget(self._learnt)
        column.addWidget(self._shared)
        column.addLayout(row(self.practitioners, key_cap(key_text(Key.PRACTITIONERS)), QWidget(), stretch=2))
        column.addStretch(1)
        return frame

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
        self.editions = listing(self.tr("Éditions de la liste des médicaments"), self._editions_model, least=(2,))
        self._no_editions = label(
            self.tr("Aucune liste importée : les codes-barres des médicaments ne disent encore ni nom ni prix."),
            "warn",
            wrap=True,
        )
        column.addWidget(label(self.tr("Éditions de la liste des médicaments"), "title", wrap=True))
        column.addWidget(self._no_editions)
        column.addWidget(self.editions, 1)
        column.addStretch(0)
        return frame

    def show_state(self, state: RegistersState) -> None:
        """Shows what the registers hold, what waits in the one chosen and where the import stands."""
        chosen = state.importing.register
        for register, made in self.cards.items():
            set_property(made, "chosen", register is chosen)
            made.setEnabled(not state.importing.busy)
        self._about.setCurrentIndex(tuple(Register).index(chosen))
        self._show_counts(state)
        self._show_waiting(state)
        self.panel.show_state(state.importing, state.may_import)

    def _show_counts(self, state: RegistersState) -> None:
        held = state.registers
        if held is None:
            return
        self._show_extract(state, Register.AFFILIATES, held.people)
        self._show_extract(state, Register.PRACTITIONERS, held.practitioners)
        medicines = self.cards[Register.MEDICINES]
        if state.current is None:
            medicines.show_count(0, self.tr("aucune liste importée"), "warn")
        else:
            words = self.tr("produits, liste en vigueur depuis le {0}").format(day_text(state.current.day))
            medicines.show_count(state.current.products, words)
        self._editions_model.show(held.editions)
        self._no_editions.setVisible(not held.editions)
        self.editions.setVisible(bool(held.editions))

    def _show_extract(self, state: RegistersState, register: Register, count: int) -> None:
        known = state.latest.get(register)
        words = self.tr("aucun extrait importé sur ce poste")
        if known is not None:
            words = self.tr("extrait du {0}, importé le {1}")
            words = words.format(day_text(known.day), f"{known.imported_at:%d/%m/%Y %H:%M}")
        self.cards[register].show_count(count, words)

    def _show_waiting(self, state: RegistersState) -> None:
        waiting = state.waiting
        self._extract.setText(self.tr("Chaque famille garde le jour de l'extrait dont elle vient."))
        self._list_day.setText(self.tr("Ce qu'un agent apprend au guichet sert tout de suite, puis se valide ici."))
        one, many = self.tr("▲ 1 paire de fiches se ressemble."), self.tr("▲ {0} paires de fiches se ressemblent.")
        self._say(self._doubles, waiting.duplicates, one, many, self.tr("Aucun doublon à départager."))
        one, many = self.tr("▲ 1 praticien appris attend."), self.tr("▲ {0} praticiens appris attendent.")
        self._say(self._learnt, waiting.pending, one, many, self.tr("Aucun praticien appris n'attend."))
        one, many = self.tr("▲ 1 INPE porte plusieurs noms."), self.tr("▲ {0} INPE portent plusieurs noms.")
        self._say(self._shared, waiting.conflicts, one, many, self.tr("Aucun INPE ne porte deux noms."))

    def _say(self, where: QLabel, count: int, one: str, many: str, none: str) -> None:
        words = none if not count else one if count == 1 else many.format(count)
        where.setText(words)
        set_property(where, "role", "warn" if count else "quiet")

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
