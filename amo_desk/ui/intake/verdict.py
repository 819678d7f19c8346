"""The right of the page: the verdict with its findings and deadline, and the seven amounts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from amo_desk.domain.findings import Deadline, Finding, Level, Quote, Verdict
from amo_desk.domain.money import Centimes
from amo_desk.ui import messages, theme
from amo_desk.ui.intake.state import VerdictState
from amo_desk.ui.widgets.basics import STEP, card, label, rule, set_property

PADDING = 24
TONES = {Verdict.COMPLETE: "good", Verdict.WITH_WARNINGS: "warn", Verdict.NOT_RECEIVABLE: "bad"}
MARKS = {Level.BLOCK: ("✕", "red"), Level.WARN: ("!", "amber"), Level.NOTE: ("·", "quiet")}


class VerdictView(QWidget):
    """Always in sight: complete, complete with warnings or not receivable, and why."""

    finding_opened = Signal(object)
    override_given = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self._frame, column = card()
        self._title = label("", "title", wrap=True)
        self.findings = QListWidget()
        self.findings.setAccessibleName(self.tr("Points relevés"))
        self.findings.setWordWrap(True)
        self.findings.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.findings.setItemDelegate(_Wrapping(self.findings))
        self.findings.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.findings.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.findings.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.findings.itemActivated.connect(lambda item: self.finding_opened.emit(item.data(Qt.ItemDataRole.UserRole)))
        self.reason = QLineEdit()
        self.reason.setAccessibleName(self.tr("Motif de la levée"))
        self.reason.setPlaceholderText(self.tr("Motif de la levée, puis Entrée"))
        self.reason.returnPressed.connect(self._reason_given)
        self.reason.hide()
        self._nothing = label(
            self.tr("Aucun point relevé : toutes les pièces et mentions demandées sont là."), "good", wrap=True
        )
        self._deadline = _DeadlineView()
        column.addWidget(self._title)
        column.addWidget(self._nothing)
        column.addWidget(self.findings, 1)
        column.addWidget(self.reason)
        column.addWidget(self._deadline)
        self._quote = QuoteView()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(3 * STEP)
        outer.addWidget(self._frame, 1)
        outer.addWidget(self._quote)
        self._overridden: Finding | None = None

    def show_state(self, state: VerdictState) -> None:
        """Shows verdict, findings, deadline and amounts."""
        evaluation = state.evaluation
        set_property(self._frame, "tone", TONES[evaluation.verdict])
        self._title.setText(messages.translated(messages.VERDICTS[evaluation.verdict]))
        self._show_findings(evaluation.findings)
        self._nothing.setVisible(not evaluation.findings)
        self._deadline.setVisible(state.timed)
        self._deadline.show_deadline(evaluation.deadline, state.deadline_tone)
        self._quote.setVisible(state.estimated)
        self._quote.show_state(state)

    def current(self) -> Finding | None:
        """The finding that has the cursor."""
        found: Finding | None = self.findings.currentIndex().data(Qt.ItemDataRole.UserRole)
        return found

    def ask_reason(self, finding: Finding) -> None:
        """Asks why a finding is set aside."""
        self._overridden = finding
        self.reason.setText(finding.overridden)
        self.reason.setToolTip(messages.said(finding.text))
        self.reason.show()
        self.reason.setFocus()

    def end_reason(self) -> bool:
        """Takes the question back; False when there was none."""
        if self.reason.isHidden():
            return False
        self.reason.hide()
        self.findings.setFocus()
        return True

    def _reason_given(self) -> None:
        if self._overridden is not None:
            self.override_given.emit(self._overridden, self.reason.text())

    def _show_findings(self, findings: Sequence[Finding]) -> None:
        kept = self.current()
        self.findings.clear()
        for finding in findings:
            mark, role = MARKS[finding.standing]
            words = f"{mark}  {messages.said(finding.text)}"
            if finding.overridden:
                words += "\n" + self.tr("levé : {0}").format(finding.overridden)
            if not finding.source.confirmed:
                words = words.removesuffix(".") + " " + self.tr("(à confirmer).")
            item = QListWidgetItem(words)
            item.setForeground(theme.current().colour(role))
            advice = messages.said(finding.advice) if finding.advice else ""
            grade = messages.translated(messages.GRADES[finding.source.grade])
            item.setToolTip("\n".join(filter(None, (advice, finding.source.title, grade))))
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, advice)
            level = messages.translated(messages.LEVELS[finding.standing])
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{level} : {messages.said(finding.text)}")
            item.setData(Qt.ItemDataRole.UserRole, finding)
            self.findings.addItem(item)
            if kept is not None and kept.key == finding.key:
                self.findings.setCurrentItem(item)
        if not self.findings.currentIndex().isValid() and self.findings.count():
            self.findings.setCurrentRow(0)


class _Wrapping(QStyledItemDelegate):
    """Gives an item the height its text needs inside the padding of the style sheet."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """The height for a text wrapped a little earlier than the whole width."""
        narrower = QStyleOptionViewItem(option)
        narrower.rect.setWidth(narrower.rect.width() - PADDING)
        return super().sizeHint(narrower, index)


class _DeadlineView(QWidget):
    """The days left to deposit, as a meter."""

    def __init__(self) -> None:
        super().__init__()
        self._days = label("", "strong")
        self._last = label("", "quiet", wrap=True)
        self._meter = QProgressBar()
        self._meter.setTextVisible(False)
        self._meter.setAccessibleName(self.tr("Délai de dépôt"))
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Délai de dépôt")))
        head.addStretch(1)
        head.addWidget(self._days)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        column.addWidget(rule())
        column.addLayout(head)
        column.addWidget(self._meter)
        column.addWidget(self._last)

    def show_deadline(self, deadline: Deadline | None, tone: str) -> None:
        """Shows the meter, or that the day of care is missing."""
        if deadline is None:
            self._days.setText("–")
            self._meter.setValue(0)
            self._last.setText(self.tr("se compte depuis la date des soins"))
            return
        left = deadline.days_left
        self._days.setText(self.tr("J-{0}").format(left) if left >= 0 else self.tr("J+{0}").format(-left))
        days = (deadline.last_day - deadline.start).days if deadline.start else deadline.limit
        self._meter.setRange(0, days)
        self._meter.setValue(min(days, max(0, days - left)))
        set_property(self._meter, "tone", tone)
        words = self.tr("dernier jour : {0}").format(messages.day_text(deadline.last_day))
        self._last.setText(f"{words} ({self._closed(deadline)})" if deadline.closed else words)

    def _closed(self, deadline: Deadline) -> str:
        """Why the office is closed on the last day: the day itself does not move."""
        if deadline.closed == "weekend":
            return self.tr("fin de semaine, bureau fermé")
        return self.tr("{0}, bureau fermé").format(deadline.closed)


class QuoteView(QFrame):
    """The estimation: one figure that matters, then the amounts it is made of."""

    def __init__(self) -> None:
        super().__init__()
        frame, column = card()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(frame)
        self._figure = label("", "figure")
        self._figure.setAccessibleName(self.tr("Remboursement estimé"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(2 * STEP)
        self._grid.setVerticalSpacing(STEP + 1)
        self._grid.setColumnStretch(0, 1)
        self._rows: list[tuple[QWidget, QWidget]] = []
        # Two rates in a name and an amount that cannot be computed beside it want a second line.
        self._names = [*(label(wrap=True) for _ in range(6)), label("", "strong", wrap=True)]
        self._amounts = [label(), label(), label(), label(), label(), label(), label("", "strong")]
        for index, (name, amount) in enumerate(zip(self._names, self._amounts, strict=True)):
            self._grid.addWidget(name, index, 0)
            self._grid.addWidget(amount, index, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self._below = label("", "quiet", wrap=True)
        self._doubts = label("", "warn", wrap=True)
        self._heading = label("", "section")
        column.addWidget(self._heading)
        column.addWidget(self._figure)
        column.addLayout(self._grid)
        column.addWidget(rule())
        column.addWidget(self._below)
        column.addWidget(self._doubts)

    def show_state(self, state: VerdictState) -> None:
        """Shows the amounts; what cannot be computed says so."""
        quote = state.evaluation.quote
        whole, least = self.tr("REMBOURSEMENT ESTIMÉ"), self.tr("REMBOURSEMENT ESTIMÉ, AU MOINS")
        self._heading.setText(least if quote.partial else whole)
        self._figure.setText(self._headline(quote))
        rates, complements = _rates(state.rates), _rates(state.complement_rates)
        unknown = self.tr("non calculable")
        known = quote.estimated is not None or not quote.lines

        def figure(amount: Centimes | None) -> str:
            """An amount over the lines that can be computed: a floor where others cannot."""
            if not known or amount is None:
                return unknown
            return f"≥ {messages.money(amount)}" if quote.uncounted else messages.money(amount)

        rows = (
            (self.tr("Facturé"), messages.money(quote.billed)),
            (self.tr("Tarif de référence"), figure(quote.tnr)),
            (self.tr("Base retenue"), figure(quote.base)),
            (self.tr("Part AMO {0}").format(rates), figure(quote.amo)),
            (self.tr("Complément mutuelle {0}").format(complements), figure(quote.complement)),
            (self.tr("Autres déductions"), messages.money(quote.deductions)),
            (self.tr("Reste à l'assuré"), unknown if quote.left is None else messages.money(quote.left)),
        )
        for name, amount, (words, shown) in zip(self._names, self._amounts, rows, strict=True):
            name.setText(words)
            amount.setText(shown)
            amount.setAccessibleName(words)
        self._below.setText(self._payer(state))
        self._doubts.setText(self._doubtful(state))
        self._doubts.setVisible(bool(self._doubts.text()))

    def _headline(self, quote: Quote) -> str:
        if not quote.lines:
            return "–"
        if quote.estimated is None:
            return self.tr("non calculable")
        return self.tr("{0} DH").format(messages.money(quote.estimated))

    def _payer(self, state: VerdictState) -> str:
        payer = self.tr("Organisme gestionnaire : {0}").format(state.evaluation.payer)
        coming = state.evaluation.payer_next
        if coming is None:
            return payer
        return self.tr("{0} ({1} dès le {2})").format(payer, coming[0], messages.day_text(coming[1]))

    def _doubtful(self, state: VerdictState) -> str:
        words = []
        if state.evaluation.quote.uncounted:
            uncounted = state.evaluation.quote.uncounted
            one, many = self.tr("1 ligne non calculable"), self.tr("{0} lignes non calculables")
            words.append(one if uncounted == 1 else many.format(uncounted))
        if state.unconfirmed:
            one, many = self.tr("1 valeur « à confirmer »"), self.tr("{0} valeurs « à confirmer »")
            words.append(one if state.unconfirmed == 1 else many.format(state.unconfirmed))
        return " · ".join(words) + (self.tr(" · F10 pour les sources") if words else "")


def _rates(rates: Sequence[Decimal]) -> str:
    return " / ".join(f"{rate * 100:.0f}\u00a0%" for rate in rates)
