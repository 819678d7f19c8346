"""The lots page as it looks: what waits and what left at the left, the dossiers in the middle, the lot at the right."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTableView, QWidget

from amo_desk.domain.lot import Lot, LotLine
from amo_desk.ui.lots.cards import ClosedCard, ComingCard
from amo_desk.ui.lots.state import LotsState, counted, same_kind
from amo_desk.ui.lots.ticks import Tickable, TickModel
from amo_desk.ui.messages import day_text, money
from amo_desk.ui.records import RECORD_ROLE, Column, RecordModel
from amo_desk.ui.widgets.basics import STEP, Elided, card, label, row
from amo_desk.ui.widgets.listing import listing, on_keys, select
from amo_desk.usecases.lots import Kind

NUMBER, INSURED, DAY, AMOUNT = 158, 84, 94, 84
KIND_HEIGHT, MOST_KINDS = 40, 6
LEFT, RIGHT = 248, 236


class LotsView(QWidget):
    """Shows one state; says what the agent chose, ticked or asked for."""

    kind_chosen = Signal(object)
    lot_chosen = Signal(object)
    tick_asked = Signal(object)
    close_asked = Signal()
    slip_asked = Signal()
    workbook_asked = Signal()

    def __init__(self, labels: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels = labels
        self._showing = False
        self._make_tables()
        self._heading, self._count = Elided(role="title"), label(role="quiet")
        self._heading.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._nothing = label(
            self.tr("Aucun dossier n'attend d'être envoyé, et aucun lot n'est clos."), "quiet", wrap=True
        )
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.coming, self.closed = ComingCard(), ClosedCard()
        self.coming.close_asked.connect(self.close_asked)
        self.closed.slip_asked.connect(self.slip_asked)
        self.closed.workbook_asked.connect(self.workbook_asked)
        self._middle, self._right = QStackedWidget(), QStackedWidget()
        for shown in (self.waiting, self.lines, self._nothing):
            self._middle.addWidget(shown)
        for summary in (self.coming, self.closed):
            self._right.addWidget(summary)
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(3 * STEP)
        columns.addWidget(self._left_card())
        columns.addWidget(self._middle_card(), 1)
        columns.addWidget(self._right)
        self._right.setFixedWidth(RIGHT)
        self._wire()

    def _make_tables(self) -> None:
        kinds: RecordModel[Kind] = RecordModel(
            (
                Column(title=self.tr("En attente"), text=lambda kind: self._kind(kind.form, kind.payer), stretch=True),
                Column(title=self.tr("Dossiers"), text=lambda kind: str(kind.waiting), right=True, width=48),
            ),
            self,
        )
        lots: RecordModel[Lot] = RecordModel(
            (
                Column(title=self.tr("Lot clos"), text=self._lot, stretch=True, tip=self._lot),
                Column(title=self.tr("Dossiers"), text=lambda lot: str(len(lot.lines)), right=True, width=44),
            ),
            self,
        )
        waiting = TickModel(
            (
                Column(title="", text=lambda _row: "", width=36),
                Column(title=self.tr("Numéro"), text=lambda row: row.dossier.number, width=NUMBER),
                Column(title=self.tr("Assuré"), text=lambda row: row.dossier.immatriculation, width=INSURED),
                Column(title=self.tr("Bénéficiaire"), text=_beneficiary, stretch=True, tip=_beneficiary),
                Column(title=self.tr("Déposé le"), text=lambda row: day_text(row.dossier.deposit_day), width=DAY),
                Column(title=self.tr("Soins du"), text=lambda row: day_text(row.dossier.care_day), width=DAY),
                Column(title=self.tr("Facturé"), text=lambda row: money(row.dossier.billed), right=True, width=AMOUNT),
                Column(
                    title=self.tr("Estimé"), text=lambda row: money(row.dossier.estimated), right=True, width=AMOUNT
                ),
            ),
            self,
        )
        lines: RecordModel[LotLine] = RecordModel(
            (
                Column(title=self.tr("Numéro"), text=lambda line: line.number, width=NUMBER),
                Column(title=self.tr("Assuré"), text=lambda line: line.immatriculation, width=INSURED),
                Column(title=self.tr("Bénéficiaire"), text=lambda line: line.beneficiary, stretch=True),
                Column(title=self.tr("Déposé le"), text=lambda line: day_text(line.deposit_day), width=DAY),
                Column(title=self.tr("Facturé"), text=lambda line: money(line.billed), right=True, width=AMOUNT),
                Column(
                    title=self.tr("Part AMO"),
                    text=lambda line: money(counted(line, line.amo)),
                    right=True,
                    width=AMOUNT,
                ),
                Column(
                    title=self.tr("Complément"),
                    text=lambda line: money(counted(line, line.complement)),
                    right=True,
                    width=102,
                ),
            ),
            self,
        )
        waiting.ticking = self.tick_asked.emit
        self._models = kinds, lots, waiting, lines
        self.kinds = listing(self.tr("Dossiers en attente, par type et organisme"), kinds, row_height=KIND_HEIGHT)
        self.lots = listing(self.tr("Lots clos"), lots, row_height=48)
        self.kinds.setWordWrap(True)
        self.waiting = listing(self.tr("Dossiers du lot à clore"), waiting, least=(5, 2, 4, 7))
        self.lines = listing(self.tr("Dossiers du lot clos"), lines, least=(3, 1, 6, 5))
        for table in (self.kinds, self.lots):
            table.horizontalHeader().hide()

    def _left_card(self) -> QWidget:
        frame, column = card()
        frame.setFixedWidth(LEFT)
        self._no_kinds = label(self.tr("Rien n'attend."), "quiet")
        self._no_lots = label(self.tr("Aucun lot clos sur ce poste."), "quiet", wrap=True)
        column.addWidget(label(self.tr("DOSSIERS EN ATTENTE"), "section"))
        column.addWidget(self._no_kinds)
        column.addWidget(self.kinds)
        column.addSpacing(2 * STEP)
        column.addWidget(label(self.tr("LOTS CLOS"), "section"))
        column.addWidget(self._no_lots)
        column.addWidget(self.lots, 1)
        column.addStretch(0)
        return frame

    def _middle_card(self) -> QWidget:
        frame, column = card()
        column.addLayout(row(self._heading, self._count, stretch=0))
        column.addWidget(self._middle, 1)
        self._hint = label(
            self.tr("Espace : cocher ou décocher · Ctrl+A : les plus anciens, jusqu'à la limite"), "quiet"
        )
        column.addWidget(self._hint)
        return frame

    def _wire(self) -> None:
        for table, signal in ((self.kinds, self.kind_chosen), (self.lots, self.lot_chosen)):
            table.selectionModel().selectionChanged.connect(lambda *_, t=table, s=signal: self._selected(t, s))
        on_keys(self.kinds, self.waiting.setFocus, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        on_keys(self.lots, self._enter_lot, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        on_keys(self.lines, self.slip_asked.emit, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        on_keys(self.waiting, self._tick_current, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        for before, after in (
            (self.kinds, self.waiting),
            (self.waiting, self.lots),
            (self.lots, self.lines),
            (self.lines, self.coming.close_button),
        ):
            QWidget.setTabOrder(before, after)

    def _selected(self, table: QTableView, signal: Signal) -> None:
        rows = table.selectionModel().selectedRows()
        if rows and not self._showing:
            signal.emit(rows[0].data(RECORD_ROLE))  # type: ignore[attr-defined]

    def _enter_lot(self) -> None:
        if self.lots.selectionModel().hasSelection():
            self.slip_asked.emit()
        elif self.lots.currentIndex().isValid():
            self.lots.selectRow(self.lots.currentIndex().row())

    def _tick_current(self) -> None:
        index = self.waiting.currentIndex()
        if index.isValid():
            self.tick_asked.emit(index.data(RECORD_ROLE).dossier.id)

    def _kind(self, form: str, payer: str) -> str:
        return f"{self._labels(form)} · {payer}" if payer else self._labels(form)

    def _lot(self, lot: Lot) -> str:
        return f"{lot.number}\n{lot.closed_at:%d/%m} · {self._kind(lot.form, lot.payer)}"

    def show_state(self, state: LotsState) -> None:
        """Shows the lists, the dossiers and the card of what is chosen."""
        self._showing = True
        kinds, lots, waiting, lines = self._models
        kinds.show(state.stock.kinds)
        lots.show(state.stock.lots)
        waiting.show([Tickable(dossier=dossier, ticked=dossier.id in state.ticked) for dossier in state.waiting])
        lines.show(state.lot.lines if state.lot else ())
        for table, empty in ((self.kinds, self._no_kinds), (self.lots, self._no_lots)):
            table.setVisible(table.model().rowCount() > 0)
            empty.setVisible(table.model().rowCount() == 0)
        self.kinds.setFixedHeight(KIND_HEIGHT * min(len(state.stock.kinds), MOST_KINDS) + 2)
        select(self.kinds, next((i for i, k in enumerate(state.stock.kinds) if same_kind(k, state.kind)), None))
        chosen = state.lot.id if state.lot else None
        select(self.lots, next((i for i, lot in enumerate(state.stock.lots) if lot.id == chosen), None))
        self._showing = False
        self._show_chosen(state)

    def _show_chosen(self, state: LotsState) -> None:
        pages: tuple[tuple[object, QWidget], ...] = ((state.kind, self.waiting), (state.lot, self.lines))
        shown = next((widget for choice, widget in pages if choice), self._nothing)
        self._middle.setCurrentWidget(shown)
        self._right.setCurrentWidget(self.closed if state.lot else self.coming)
        self._hint.setVisible(state.kind is not None)
        if state.kind:
            self._heading.show_text(self._kind(state.kind.form, state.kind.payer))
            self._count.setText(self._counted(len(state.waiting)))
            if not self.waiting.currentIndex().isValid() and state.waiting:
                self.waiting.selectRow(0)
        elif state.lot:
            self._heading.show_text(self.tr("Lot {0}").format(state.lot.number))
            self._count.setText(self._kind(state.lot.form, state.lot.payer))
        self.coming.show_state(state)
        self.closed.show_lot(state.lot, state.busy)

    def _counted(self, waiting: int) -> str:
        return self.tr("1 dossier en attente") if waiting == 1 else self.tr("{0} dossiers en attente").format(waiting)

    def focus_first(self, state: LotsState) -> None:
        """The focus where work begins: the dossiers, else the lots that left."""
        (self.waiting if state.waiting else self.lots).setFocus()

    def point_at(self, dossier: UUID) -> None:
        """Moves to a waiting dossier."""
        for number in range(self._models[2].rowCount()):
            if self._models[2].record(number).dossier.id == dossier:
                self.waiting.selectRow(number)
                self.waiting.scrollTo(self.waiting.currentIndex())


def _beneficiary(row: Tickable) -> str:
    return row.dossier.beneficiary
