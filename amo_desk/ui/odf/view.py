"""The ODF page as it looks: the treatments of the section, or the child, the ledger and what can be done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from amo_desk.domain.odf import LedgerRow
from amo_desk.rules.rulebook import Rulebook
from amo_desk.ui import theme
from amo_desk.ui.messages import day_text, money, said
from amo_desk.ui.odf.side import ActionsSide, ChildSide
from amo_desk.ui.odf.state import OdfState
from amo_desk.ui.records import RECORD_ROLE, Column, RecordModel
from amo_desk.ui.widgets.basics import STEP, card, label, row, set_property
from amo_desk.ui.widgets.listing import listing, on_keys, select
from amo_desk.ui.widgets.odf_timeline import OdfTimeline
from amo_desk.ui.widgets.odf_words import due_text, period_name, progress_text, row_tone
from amo_desk.usecases.odf import OdfSummary

_TONES = {"bad": "red", "warn": "amber"}


class OdfView(QWidget):
    """Shows one state; says what was chosen, typed or asked for."""

    treatment_marked = Signal(object)
    treatment_opened = Signal()
    period_chosen = Signal(int)
    remove_asked = Signal()

    def __init__(self, rulebook: Rulebook, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rulebook = rulebook
        self._showing = False
        self.child, self.side = ChildSide(rulebook), ActionsSide(rulebook, today)
        self._make_tables()
        self._pages = QStackedWidget()
        self._pages.addWidget(self._list_card())
        self._pages.addWidget(self._ledger_columns())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        self._wire()

    def _make_tables(self) -> None:
        treatments: RecordModel[OdfSummary] = RecordModel(
            (
                Column(title=self.tr("Enfant"), text=lambda one: one.beneficiary, stretch=True),
                Column(title=self.tr("Immatriculation"), text=lambda one: one.immatriculation, width=132),
                Column(title=self.tr("Semestres"), text=self._of_limit, right=True, width=92),
                Column(title=self.tr("Ce qui vient"), text=self._due, stretch=True),
                Column(title=self.tr("Dès le"), text=_earliest, width=100),
                Column(title=self.tr("À signaler"), text=self._wrong, width=110, colour=_wrong_colour),
            ),
            self,
        )
        periods: RecordModel[LedgerRow] = RecordModel(
            (
                Column(title=self.tr("Période"), text=_name, width=132),
                Column(title=self.tr("Du"), text=lambda one: day_text(one.period.since), width=94),
                Column(title=self.tr("Au"), text=lambda one: day_text(one.until), width=94),
                Column(title=self.tr("Dossier"), text=self._dossier, width=158),
                Column(title=self.tr("Base"), text=_base, right=True, width=78),
                Column(title=self.tr("Part AMO"), text=lambda one: money(one.amo), right=True, width=82),
                Column(title=self.tr("Constat"), text=self._finding, stretch=True, colour=_colour, tip=self._finding),
            ),
            self,
        )
        self._models = treatments, periods
        self.treatments = listing(self.tr("Traitements en cours"), treatments, least=(1, 5))
        self.periods = listing(self.tr("Périodes du traitement"), periods, least=(4, 2, 3, 5))

    def _list_card(self) -> QWidget:
        frame, column = card()
        self._count = label("", "quiet")
        self._nothing = label(
            self.tr("Aucun traitement ouvert. Cherchez l'enfant (F2), ouvrez sa famille, puis Ctrl+O."),
            "quiet",
            wrap=True,
        )
        column.addLayout(row(label(self.tr("Traitements d'orthopédie dento-faciale"), "title"), self._count, stretch=0))
        column.addWidget(self._nothing)
        column.addWidget(self.treatments, 1)
        column.addStretch(0)
        column.addWidget(label(self.tr("Flèches, puis Entrée pour ouvrir le registre d'un enfant."), "quiet"))
        return frame

    def _ledger_columns(self) -> QWidget:
        holder = QWidget()
        columns = QHBoxLayout(holder)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(3 * STEP)
        columns.addWidget(self.child)
        columns.addWidget(self._middle_card(), 1)
        columns.addWidget(self.side)
        return holder

    def _middle_card(self) -> QWidget:
        frame, column = card()
        self._progress, self._coefficient = label("", "title", wrap=True), label("", "quiet")
        self.timeline = OdfTimeline()
        self._no_periods = label(self.tr("Aucune période enregistrée."), "quiet", wrap=True)
        self._detail, self._troubles = label("", "quiet", wrap=True), label("", "bad", wrap=True)
        column.addLayout(row(self._progress, self._coefficient, stretch=0))
        column.addWidget(self.timeline)
        column.addWidget(self._no_periods)
        column.addWidget(self._detail)
        column.addWidget(self._troubles)
        column.addWidget(self.periods, 1)
        column.addStretch(0)
        return frame

    def _wire(self) -> None:
        self.treatments.selectionModel().selectionChanged.connect(lambda *_: self._marked())
        self.periods.selectionModel().selectionChanged.connect(lambda *_: self._chosen())
        self.timeline.walked.connect(self.period_chosen)
        self.timeline.opened.connect(self.periods.setFocus)
        on_keys(self.treatments, self.treatment_opened.emit, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        for widget in (self.periods, self.timeline):
            on_keys(widget, self.remove_asked.emit, Qt.Key.Key_Delete)
        self.treatments.doubleClicked.connect(lambda _index: self.treatment_opened.emit())
        QWidget.setTabOrder(self.timeline, self.periods)

    def _marked(self) -> None:
        rows = self.treatments.selectionModel().selectedRows()
        if rows and not self._showing:
            self.treatment_marked.emit(rows[0].data(RECORD_ROLE).case.id)

    def _chosen(self) -> None:
        rows = self.periods.selectionModel().selectedRows()
        if rows and not self._showing:
            self.period_chosen.emit(rows[0].row())

    # words

    def _of_limit(self, one: OdfSummary) -> str:
        return self.tr("{0} sur {1}").format(one.ledger.semesters_counted, one.ledger.semesters_limit)

    def _due(self, one: OdfSummary) -> str:
        return due_text(one.ledger.due, one.ledger.day, self._rulebook)

    def _wrong(self, one: OdfSummary) -> str:
        return self.tr("✕ à revoir") if _troubled(one) else ""

    def _dossier(self, one: LedgerRow) -> str:
        return one.period.dossier_number or self.tr("noté à la main")

    def _finding(self, one: LedgerRow) -> str:
        marks = {"bad": "✕ ", "warn": "! "}
        words = " ; ".join(said(finding.text) for finding in one.findings)
        return f"{marks.get(row_tone(one), '')}{words}" if words else self._counts(one)

    def _counts(self, one: LedgerRow) -> str:
        return self.tr("✓ compté") if one.counted else ""

    # states

    def show_state(self, state: OdfState) -> None:
        """Shows the list, or the ledger with what is asked about it."""
        self._showing = True
        if state.child is None or state.ledger is None:
            self._show_list(state)
        else:
            self._show_ledger(state)
        self._showing = False

    def _show_list(self, state: OdfState) -> None:
        self._pages.setCurrentIndex(0)
        count = len(state.treatments)
        self._count.setText(self.tr("1 traitement") if count == 1 else self.tr("{0} traitements").format(count))
        self._models[0].show(state.treatments)
        self.treatments.setVisible(count > 0)
        self._nothing.setVisible(count == 0)
        ids = [one.case.id for one in state.treatments]
        select(self.treatments, ids.index(state.marked) if state.marked in ids else None)

    def _show_ledger(self, state: OdfState) -> None:
        ledger = state.ledger
        if ledger is None:
            return
        self._pages.setCurrentIndex(1)
        self.child.show_state(state)
        self.side.show_state(state)
        self._progress.setText(progress_text(ledger))
        words = self.tr("D{0} sur D{1}").format(ledger.coefficient_counted, ledger.coefficient_limit)
        self._coefficient.setText(words)
        self.timeline.show_ledger(ledger, state.chosen)
        self._models[1].show(ledger.rows)
        self.periods.setVisible(bool(ledger.rows))
        self._no_periods.setVisible(not ledger.rows)
        select(self.periods, state.chosen)
        self._show_detail(state)

    def _show_detail(self, state: OdfState) -> None:
        """The whole of the period chosen, with all that is wrong with it."""
        one = state.row
        self._detail.setVisible(one is not None)
        self._troubles.setVisible(one is not None and bool(one.findings))
        if one is None:
            return
        period = one.period
        name = state.names.get(period.practitioner, period.practitioner)
        words = (
            _name(one),
            self._dossier(one),
            self.tr("accord {0}").format(period.agreement) if period.agreement else "",
            name,
            self.tr("base {0}").format(_base(one)),
            self.tr("part AMO {0}").format(money(one.amo)),
            self.tr("complément {0}").format(money(one.complement)) if one.complement is not None else "",
        )
        self._detail.setText(" · ".join(filter(None, words)))
        self._troubles.setText(self._finding(one))
        set_property(self._troubles, "role", row_tone(one))

    def focus_first(self, state: OdfState) -> None:
        """The focus where work begins: the form, the time line, the list."""
        if state.form is not None:
            self.side.form.focus_on("")
        elif state.child is not None:
            self.timeline.setFocus()
        else:
            self.treatments.setFocus()


def _name(one: LedgerRow) -> str:
    return period_name(one.period.kind, one.period.rank)


def _base(one: LedgerRow) -> str:
    return money(one.base)


def _earliest(one: OdfSummary) -> str:
    return day_text(one.ledger.due.earliest) if one.ledger.due else "–"


def _troubled(one: OdfSummary) -> bool:
    return any(row_tone(row) == "bad" for row in one.ledger.rows)


def _wrong_colour(one: OdfSummary) -> QColor | None:
    return theme.current().colour("red") if _troubled(one) else None


def _colour(one: LedgerRow) -> QColor | None:
    tone = _TONES.get(row_tone(one))
    return theme.current().colour(tone) if tone else None
