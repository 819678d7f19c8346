"""The contribution of a month: the gross amount typed, the two halves and the total, with what capped them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from amo_desk.ui import messages
from amo_desk.ui.reference import words
from amo_desk.ui.reference.state import Calculation
from amo_desk.ui.widgets.basics import STEP, card, label, rule, set_property
from amo_desk.ui.widgets.inputs import ChoiceInput, amount_input


class CalculatorView(QWidget):
    """Shows one calculation; says what was typed."""

    gross_typed = Signal(str)
    kind_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        frame, column = card()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self.gross = amount_input(self.tr("Rémunération ou pension brute du mois, en dirhams"))
        self.kind = ChoiceInput(
            self.tr("Situation"), (("active", self.tr("En activité")), ("pension", self.tr("Pensionné")))
        )
        self.gross.typed.connect(self.gross_typed)
        self.kind.typed.connect(self.kind_chosen)
        self.gross.left.connect(self.kind.setFocus)
        self.kind.left.connect(self.gross.setFocus)
        entries = QHBoxLayout()
        entries.setSpacing(3 * STEP)
        entries.addWidget(self.gross, 2)
        entries.addWidget(self.kind, 1)
        entries.addStretch(2)
        column.addWidget(label(self.tr("Cotisation AMO du mois"), "title"))
        column.addLayout(entries)
        column.addWidget(rule())
        column.addWidget(label(self.tr("COTISATION TOTALE"), "section"))
        self.total = label("–", "figure")
        self.total.setAccessibleName(self.tr("Cotisation totale"))
        column.addWidget(self.total)
        column.addLayout(self._make_halves())
        self.capped = label("", "quiet", wrap=True)
        column.addWidget(self.capped)
        column.addStretch(1)

    def _make_halves(self) -> QGridLayout:
        halves = QGridLayout()
        halves.setHorizontalSpacing(6 * STEP)
        self.employee, self.employer = QLabel(), QLabel()
        names = (self.tr("Part de l'assuré"), self.tr("Part de l'employeur ou de la caisse"))
        for row, (name, figure) in enumerate(zip(names, (self.employee, self.employer), strict=True)):
            figure.setAccessibleName(name)
            halves.addWidget(label(name, "quiet"), row, 0)
            halves.addWidget(figure, row, 1, Qt.AlignmentFlag.AlignRight)
        halves.setColumnStretch(2, 1)
        return halves

    def show_state(self, calculation: Calculation) -> None:
        """Shows what was typed and what came of it."""
        self.gross.show_value(calculation.gross)
        self.kind.show_value(calculation.kind)
        self.gross.show_wrong(bool(calculation.gross) and calculation.amount is None)
        share = calculation.share
        for figure, amount in (
            (self.total, share.total if share else None),
            (self.employee, share.employee if share else None),
            (self.employer, share.employer if share else None),
        ):
            figure.setText(
                messages.money(amount) if amount is None else self.tr("{0} DH").format(messages.money(amount))
            )
        said = messages.translated(words.CAPPED[share.capped]) if share else ""
        if calculation.error is not None:
            said = messages.sentence(calculation.error)
        self.capped.setText(said)
        set_property(self.capped, "role", "bad" if calculation.error else "quiet")
