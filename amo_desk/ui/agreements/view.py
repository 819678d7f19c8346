"""The agreements page as it looks: a line to search, a state to keep, the list, and one agreement in full."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from amo_desk.domain.agreements import AgreementState
from amo_desk.rules.rulebook import Rulebook
from amo_desk.ui import theme
from amo_desk.ui.agreements.detail import DetailSide
from amo_desk.ui.agreements.state import ALL, AgreementsState, Listed
from amo_desk.ui.messages import day_text, translated
from amo_desk.ui.records import RECORD_ROLE, Column, RecordModel
from amo_desk.ui.widgets.basics import STEP, card, label, row
from amo_desk.ui.widgets.listing import listing, on_keys, select, walk_from
from amo_desk.ui.widgets.odf_words import AGREEMENTS, kind_text, lapse_day, state_text

_ROLES = {"bad": "red", "warn": "amber", "good": "green", "quiet": "quiet"}


class AgreementsView(QWidget):
    """Shows one state; typing, arrows and Enter work from the search line."""

    typed = Signal(str)
    filtered = Signal(str)
    chosen = Signal(object)

    def __init__(self, rulebook: Rulebook, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rulebook, self._today = rulebook, today
        self._showing = False
        self.search = QLineEdit()
        self.search.setAccessibleName(self.tr("Chercher un accord"))
        self.search.setPlaceholderText(self.tr("Numéro d'accord, nom, immatriculation…"))
        self.search.textEdited.connect(self.typed)
        self.filter = QComboBox()
        self.filter.setAccessibleName(self.tr("État des accords"))
        self.filter.addItem(self.tr("Tous les états"), ALL)
        for state in AgreementState:
            self.filter.addItem(translated(AGREEMENTS[state]), state.value)
        self.filter.currentIndexChanged.connect(
            lambda _index: self.filtered.emit(str(self.filter.currentData() or ALL))
        )
        self.detail = DetailSide(rulebook, today)
        self._make_table()
        self._lay_out()

    def _make_table(self) -> None:
        self._model: RecordModel[Listed] = RecordModel(
            (
                Column(title=self.tr("Numéro"), text=_number, width=104),
                Column(title=self.tr("Bénéficiaire"), text=_beneficiary, stretch=True, tip=_beneficiary),
                Column(title=self.tr("Objet"), text=self._kind, stretch=True, tip=self._kind),
                Column(title=self.tr("Demandé le"), text=lambda one: day_text(one.agreement.requested_on), width=98),
                Column(title=self.tr("Décidé le"), text=lambda one: day_text(one.agreement.decided_on), width=98),
                Column(title=self.tr("État"), text=_state, width=190, colour=_colour),
                Column(title=self.tr("Caduc le"), text=self._lapses, width=98),
            ),
            self,
        )
        self.rows = listing(self.tr("Accords préalables"), self._model, least=(4, 3, 6))
        self.rows.selectionModel().selectionChanged.connect(lambda *_: self._selected())
        walk_from(self.search, self.rows)
        on_keys(self.rows, self._enter_detail, Qt.Key.Key_Return, Qt.Key.Key_Enter)

    def _lay_out(self) -> None:
        frame, column = card()
        self._title, self._count = label("", "title", wrap=True), label("", "quiet")
        self._nothing = label("", "quiet", wrap=True)
        column.addLayout(row(self._title, self._count, stretch=0))
        column.addLayout(row(self.search, self.filter, stretch=0))
        column.addWidget(self._nothing)
        column.addWidget(self.rows, 1)
        column.addStretch(0)
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(3 * STEP)
        columns.addWidget(frame, 1)
        columns.addWidget(self.detail)
        for before, after in ((self.search, self.filter), (self.filter, self.rows)):
            QWidget.setTabOrder(before, after)

    def _selected(self) -> None:
        rows = self.rows.selectionModel().selectedRows()
        if rows and not self._showing:
            self.chosen.emit(rows[0].data(RECORD_ROLE).agreement.id)

    def _enter_detail(self) -> None:
        offered = (*self.detail.buttons.values(), self.detail.print)
        first = next((widget for widget in offered if widget.isVisible()), None)
        if first is not None:
            first.setFocus()

    def _lapses(self, one: Listed) -> str:
        return day_text(lapse_day(one.standing, self._today()))

    def _kind(self, one: Listed) -> str:
        return kind_text(self._rulebook, one.agreement)

    def show_state(self, state: AgreementsState) -> None:
        """Shows the list and the agreement chosen."""
        self._showing = True
        whose = state.whose
        title = self.tr("Accords de {0}").format(whose.person.name) if whose else self.tr("Accords préalables")
        self._title.setText(title)
        count = len(state.found)
        self._count.setText(self.tr("1 accord") if count == 1 else self.tr("{0} accords").format(count))
        if self.search.text() != state.typed:
            self.search.setText(state.typed)
        with QSignalBlocker(self.filter):
            self.filter.setCurrentIndex(max(0, self.filter.findData(state.filter)))
        self._model.show(state.found)
        self.rows.setVisible(count > 0)
        self._nothing.setText(self._empty(state))
        self._nothing.setVisible(count == 0)
        ids = [one.agreement.id for one in state.found]
        select(self.rows, ids.index(state.chosen) if state.chosen in ids else None)
        self._showing = False
        for widget in (self.search, self.filter, self.rows):
            widget.setEnabled(state.form is None)
        self.detail.show_state(state)

    def _empty(self, state: AgreementsState) -> str:
        if state.typed or state.filter:
            return self.tr("Aucun accord ne correspond. Échap efface la recherche.")
        return self.tr("Aucun accord enregistré. Ctrl+N note une demande ; un dossier de demande reçu en crée une.")

    def focus_first(self, state: AgreementsState) -> None:
        """The focus where work begins: the form, else the search line."""
        if state.form is not None:
            self.detail.form.focus_on("")
        else:
            self.search.setFocus()
            self.search.selectAll()


def _number(one: Listed) -> str:
    return one.agreement.number or "–"


def _beneficiary(one: Listed) -> str:
    return one.summary.beneficiary


def _state(one: Listed) -> str:
    return state_text(one.standing)[0]


def _colour(one: Listed) -> QColor | None:
    return theme.current().colour(_ROLES[state_text(one.standing)[1]])
