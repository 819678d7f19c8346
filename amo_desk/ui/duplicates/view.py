"""The duplicates page as it looks: the pairs at the left, the two entries fact by fact, and the merge that is asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from amo_desk.ui import theme
from amo_desk.ui.duplicates import state as states
from amo_desk.ui.duplicates.state import Compared, DuplicatesState
from amo_desk.ui.messages import sentence
from amo_desk.ui.records import Column, RecordModel
from amo_desk.ui.shortcuts import Key, key_text
from amo_desk.ui.widgets.asking import Ask, AskForm, Asking
from amo_desk.ui.widgets.basics import STEP, button, card, holder, key_cap, label, row
from amo_desk.ui.widgets.listing import listing, on_keys, select
from amo_desk.ui.widgets.marked import TWO_LINES, MarkedDelegate
from amo_desk.ui.widgets.register_words import field_name
from amo_desk.usecases.people import DuplicatePair, Likeness, Side

ASIDE = 340


class DuplicatesView(QWidget):
    """Shows one state; says which pair is chosen and what is done about it."""

    chosen = Signal(int)
    merge_asked = Signal()
    distinct_asked = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._showing = False
        self._pairs: RecordModel[DuplicatePair] = RecordModel(
            (
                Column(
                    title=self.tr("Fiches qui se ressemblent"), text=_names, below=self._why, stretch=True, tip=_names
                ),
            ),
            self,
        )
        self.pairs = listing(self.tr("Doublons possibles"), self._pairs, row_height=TWO_LINES)
        self.pairs.setItemDelegate(MarkedDelegate(self.pairs))
        self.pairs.selectionModel().currentRowChanged.connect(lambda now, _was: self._chosen(now.row()))
        on_keys(self.pairs, self.merge_asked.emit, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        self._facts: RecordModel[Compared] = RecordModel(
            (
                Column(title=self.tr("Ce que dit le registre"), text=lambda c: field_name(c.field), width=160),
                Column(title="", text=lambda c: "≠" if c.differs else "", width=32, colour=_colour),
                Column(title=self.tr("Première fiche"), text=lambda c: c.one or "–", stretch=True, colour=_colour),
                Column(title=self.tr("Seconde fiche"), text=lambda c: c.other or "–", stretch=True, colour=_colour),
            ),
            self,
        )
        self.facts = listing(self.tr("Les deux fiches"), self._facts, row_height=28)
        self.facts.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.form = AskForm(today)
        self._lay_out()

    def _lay_out(self) -> None:
        left, column = card()
        left.setFixedWidth(ASIDE)
        self._count = label("", "quiet")
        self._nothing = label(
            self.tr("Aucun doublon à départager : ni même CIN, ni même nom et naissance."), "quiet", wrap=True
        )
        column.addLayout(row(label(self.tr("Doublons"), "title"), self._count, stretch=0))
        column.addWidget(self._nothing)
        column.addWidget(self.pairs, 1)
        column.addStretch(0)
        right, column = card()
        self._title, self._on_them = label("", "title", wrap=True), label("", "quiet", wrap=True)
        self.merge = button(self.tr("Fusionner…"), self.merge_asked.emit, primary=True)
        self.distinct = button(self.tr("Deux personnes distinctes"), self.distinct_asked.emit)
        self._not_allowed = label(self.tr("Seul un responsable peut fusionner deux fiches."), "warn", wrap=True)
        keys = row(
            self.merge,
            key_cap(key_text(Key.RECEIVE)),
            self.distinct,
            key_cap(key_text(Key.OVERRIDE)),
            QWidget(),
            stretch=4,
        )
        choices = QVBoxLayout()
        choices.addWidget(self._not_allowed)
        choices.addLayout(keys)
        self._below = QStackedWidget()
        self._below.addWidget(holder(choices))
        self._below.addWidget(self.form)
        compared = QVBoxLayout()
        compared.setContentsMargins(0, 0, 0, 0)
        compared.setSpacing(2 * STEP)
        compared.addWidget(self._title)
        compared.addWidget(self.facts, 1)
        compared.addWidget(self._on_them)
        compared.addWidget(self._below)
        self._compared = holder(compared)
        column.addWidget(self._compared, 1)
        column.addStretch(0)
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(3 * STEP)
        columns.addWidget(left)
        columns.addWidget(right, 1)

    def show_state(self, state: DuplicatesState) -> None:
        """Shows the pairs and the one that is compared."""
        self._showing = True
        pairs, current = state.pairs or (), state.current
        self._pairs.show(pairs)
        self.pairs.setVisible(bool(pairs))
        self._nothing.setVisible(state.pairs == ())
        one, many = self.tr("1 paire"), self.tr("{0} paires").format(len(pairs))
        self._count.setText(one if len(pairs) == 1 else many if pairs else "")
        select(self.pairs, state.chosen if current else None)
        self._compared.setVisible(current is not None)
        self._showing = False
        self.pairs.setEnabled(not state.merging and not state.busy)
        if current is None:
            return
        self._title.setText(_names(current))
        self._facts.show(states.compared(current))
        sides = self.tr("Première fiche : {0}. Seconde fiche : {1}.")
        self._on_them.setText(sides.format(self._hanging(current.one), self._hanging(current.other)))
        self._not_allowed.setVisible(not state.may_merge)
        self.merge.setEnabled(state.may_merge and not state.busy)
        self.distinct.setEnabled(not state.busy)
        self._below.setCurrentIndex(1 if state.merging else 0)
        self.form.setMaximumHeight(16_777_215 if state.merging else 0)
        if state.merging:
            self.form.show_asking(self._asking(state, current))

    def _asking(self, state: DuplicatesState, pair: DuplicatePair) -> Asking:
        words = self.tr("{0} · imm. {1}")
        choices = tuple(
            (str(side.person.id), words.format(side.person.name, side.family.immatriculation))
            for side in (pair.one, pair.other)
        )
        return Asking(
            title=self.tr("Fusionner les deux fiches"),
            purpose=self.tr("Dossiers, accords et traitement passent à la fiche gardée. Le journal garde tout."),
            done=self.tr("Fusionner"),
            fields=(
                Ask(id=states.KEPT, title=self.tr("Fiche gardée"), kind="choice", choices=choices, half=True),
                Ask(id=states.REASON, title=self.tr("Motif"), hint=self.tr("Il est gardé au journal."), half=True),
            ),
            values=state.values,
            troubles={place: sentence(error) for place, error in state.troubles.items()},
        )

    def _hanging(self, side: Side) -> str:
        """What hangs on an entry, in words."""
        owned = side.belongings
        counts = (
            (owned.dossiers, self.tr("1 dossier"), self.tr("{0} dossiers")),
            (owned.drafts, self.tr("1 brouillon"), self.tr("{0} brouillons")),
            (owned.agreements, self.tr("1 accord"), self.tr("{0} accords")),
        )
        parts = [one if count == 1 else many.format(count) for count, one, many in counts if count]
        if owned.treatment:
            parts.append(self.tr("un traitement ODF"))
        return ", ".join(parts) or self.tr("rien d'autre")

    def _why(self, pair: DuplicatePair) -> str:
        words = {
            Likeness.CIN: self.tr("même CIN"),
            Likeness.NAME_AND_BIRTH: self.tr("même nom, même naissance"),
        }
        return " · ".join(words[likeness] for likeness in pair.alike)

    def _chosen(self, place: int) -> None:
        if place >= 0 and not self._showing:
            self.chosen.emit(place)


def _names(pair: DuplicatePair) -> str:
    names = dict.fromkeys((pair.one.person.name, pair.other.person.name))
    return " / ".join(names)


def _colour(fact: Compared) -> QColor | None:
    return theme.current().colour("amber") if fact.differs else None
