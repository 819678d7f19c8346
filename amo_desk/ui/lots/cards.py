"""The card at the right of the lots page: the lot to come, or a closed lot."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from amo_desk.domain.lot import Lot
from amo_desk.ui import messages
from amo_desk.ui.lots.state import LotsState
from amo_desk.ui.shortcuts import Key
from amo_desk.ui.widgets.basics import STEP, button, card, key_cap, label, row, rule, set_property

SHORT_HASH = 16


class _Card(QWidget):
    """A card with facts one under the other: a quiet word at the left, the figure at the right."""

    def __init__(self) -> None:
        super().__init__()
        self.frame, self.column = card()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.frame)

    def fact(self, title: str) -> QLabel:
        value = label()
        value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        value.setAccessibleName(title)
        holder = QWidget()
        lines = QVBoxLayout(holder)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(2 * STEP)
        lines.addLayout(row(label(title, "quiet"), value, stretch=1))
        lines.addWidget(rule())
        self.column.addWidget(holder)
        return value


class ComingCard(_Card):
    """How full the lot to come is, what it adds up to, and the key that closes it."""

    close_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.column.addWidget(label(self.tr("LOT À CLORE"), "section"))
        self.count = label("", "figure")
        self._of = label("", "quiet")
        head = QHBoxLayout()
        head.addWidget(self.count)
        head.addWidget(self._of, 1, Qt.AlignmentFlag.AlignBottom)
        self.column.addLayout(head)
        self._bar = QProgressBar()
        self._bar.setAccessibleName(self.tr("Remplissage du lot"))
        self.column.addWidget(self._bar)
        self.column.addSpacing(STEP)
        self._payer = self.fact(self.tr("Organisme"))
        self._billed = self.fact(self.tr("Facturé"))
        self._estimated = self.fact(self.tr("Estimation"))
        self._uncounted = label("", "warn", wrap=True)
        self.column.addWidget(self._uncounted)
        self._limit = label("", "quiet", wrap=True)
        self._source = label("", "warn", wrap=True)
        self.column.addWidget(self._limit)
        self.column.addWidget(self._source)
        self.column.addStretch(1)
        self.warning = label("", "warn", wrap=True)
        self.column.addWidget(self.warning)
        self.close_button = button(self.tr("Clore le lot"), self.close_asked.emit, primary=True)
        self.column.addLayout(row(self.close_button, key_cap(Key.RECEIVE.value), stretch=0))

    def show_state(self, state: LotsState) -> None:
        """Shows the lot that the ticked dossiers would make."""
        limit, chosen = state.stock.limit, len(state.ticked)
        self.count.setText(self.tr("{0} / {1}").format(chosen, limit))
        self._of.setText(self.tr("dossier") if chosen == 1 else self.tr("dossiers"))
        self._bar.setRange(0, max(1, limit))
        self._bar.setValue(chosen)
        self._payer.setText((state.kind.payer if state.kind else "") or "–")
        self._billed.setText(messages.money(state.billed))
        self._estimated.setText(messages.money(state.estimated))
        self._show_uncounted(state.uncounted)
        self._show_source(state)
        self.warning.setText(self.tr("F5 encore pour clore définitivement. Échap pour revenir.") if state.armed else "")
        self.warning.setVisible(state.armed)
        set_property(self.frame, "tone", "warn" if state.armed else "")
        words = self.tr("Clore définitivement") if state.armed else self.tr("Clore le lot")
        self.close_button.setText(words)
        self.close_button.setAccessibleName(words)
        self.close_button.setEnabled(state.can_close)

    def _show_uncounted(self, count: int) -> None:
        one = self.tr("1 dossier non calculable, hors de ce total")
        self._uncounted.setText(
            one if count == 1 else self.tr("{0} dossiers non calculables, hors de ce total").format(count)
        )
        self._uncounted.setVisible(count > 0)

    def _show_source(self, state: LotsState) -> None:
        source = state.stock.source
        if source is None:
            return
        self._limit.setText(self.tr("{0} dossiers au plus. {1}").format(state.stock.limit, source.title))
        self._limit.setToolTip(source.href)
        grade = messages.translated(messages.GRADES[source.grade])
        self._source.setText("\n".join(part for part in (self.tr("Limite {0}").format(grade), source.note) if part))
        set_property(self._source, "role", "quiet" if source.confirmed else "warn")


class ClosedCard(_Card):
    """What a closed lot holds, and its papers again."""

    slip_asked = Signal()
    workbook_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.column.addWidget(label(self.tr("LOT CLOS"), "section"))
        self.count = label("", "figure")
        self._closed = label("", "quiet", wrap=True)
        self.column.addWidget(self.count)
        self.column.addWidget(self._closed)
        self.column.addSpacing(STEP)
        self._payer = self.fact(self.tr("Organisme"))
        self._pieces = self.fact(self.tr("Pièces"))
        self._billed = self.fact(self.tr("Facturé"))
        self._amo = self.fact(self.tr("Part AMO estimée"))
        self._complement = self.fact(self.tr("Complément estimé"))
        self._uncounted = label("", "warn", wrap=True)
        self.column.addWidget(self._uncounted)
        self._copies = self.fact(self.tr("Bordereaux édités"))
        self._hash = self.fact(self.tr("Empreinte"))
        self.column.addStretch(1)
        self.column.addWidget(label(self.tr("Un lot clos ne change plus."), "quiet", wrap=True))
        self.slip_button = button(self.tr("Bordereau"), self.slip_asked.emit, primary=True)
        self.slip_button.setAccessibleName(self.tr("Revoir le bordereau"))
        self.workbook_button = button(self.tr("Classeur"), self.workbook_asked.emit)
        self.workbook_button.setAccessibleName(self.tr("Enregistrer le classeur"))
        self.column.addLayout(row(self.slip_button, key_cap(self.tr("Entrée")), stretch=0))
        self.column.addLayout(row(self.workbook_button, key_cap(Key.WORKBOOK.value), stretch=0))

    def show_lot(self, lot: Lot | None, busy: bool) -> None:
        """Shows a closed lot."""
        if lot is None:
            return
        count = len(lot.lines)
        self.count.setText(self.tr("1 dossier") if count == 1 else self.tr("{0} dossiers").format(count))
        self._closed.setText(self.tr("clos le {0}\npar {1}").format(f"{lot.closed_at:%d/%m/%Y %H:%M}", lot.agent))
        self._payer.setText(lot.payer or "–")
        self._pieces.setText(str(lot.pieces))
        self._billed.setText(messages.money(lot.billed))
        self._amo.setText(messages.money(lot.amo))
        self._complement.setText(messages.money(lot.complement))
        partial = sum(line.uncounted > 0 for line in lot.lines)
        one = self.tr("1 dossier non calculable ou en partie seulement")
        many = self.tr("{0} dossiers non calculables ou en partie seulement")
        self._uncounted.setText(one if partial == 1 else many.format(partial))
        self._uncounted.setVisible(partial > 0)
        self._copies.setText(str(lot.copies))
        self._hash.setText(lot.content_hash[:SHORT_HASH])
        self._hash.setToolTip(lot.content_hash)
        for widget in (self.slip_button, self.workbook_button):
            widget.setEnabled(not busy)
