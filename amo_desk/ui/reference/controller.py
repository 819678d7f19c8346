"""The reference page: between what an agent looks for and the rules."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from amo_desk.domain.errors import DeskError
from amo_desk.domain.identifiers import is_barcode
from amo_desk.ui.page import Action, Context, Page, numbered
from amo_desk.ui.reference import state as states
from amo_desk.ui.reference.state import Calculation, ReferenceState, Tab
from amo_desk.ui.reference.view import ReferenceView
from amo_desk.ui.shortcuts import Key
from amo_desk.usecases import medicines, reference
from amo_desk.usecases.desk import Desk
from amo_desk.usecases.medicines import Card, Found


class ReferencePage(Page):
    """Everything the rules hold, found by typing, each with its source, grade and day."""

    left = Signal()

    def __init__(self, context: Context, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._desk = context, desk
        self.state = ReferenceState()
        self._marked = ""
        self.view = ReferenceView(desk.today)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.view.typed.connect(self._typed)
        self.view.tab_chosen.connect(self.choose)
        self.view.medicines.marked.connect(self._mark)
        self.view.calculator.gross_typed.connect(lambda text: self._calculate(gross=text))
        self.view.calculator.kind_chosen.connect(lambda kind: self._calculate(kind=kind))

    def title(self) -> str:
        """The title of the page."""
        return self.tr("Ce que dit la règle")

    def actions_now(self) -> tuple[Action, ...]:
        """The chapters, and the way back."""
        names, tabs = self.view.tab_names(), tuple(Tab)
        chapters = numbered([names[tab] for tab in tabs], lambda place: self._go_to(tabs[place]))
        return (Action(key=Key.BACK, label=self.tr("Retour"), run=self._back), *chapters)

    def entered(self) -> None:
        """Reads the rules as of today and takes the focus to the search line."""
        current = self.state.reference
        if current is None or current.day != self._desk.today():
            self._show(states.with_reference(self.state, reference.reference(self._desk)))
        # A list may have come in the meantime.
        self._look_up()
        self._focus()

    def scanned(self, code: str) -> bool:
        """Shows the medicine of a box that was scanned."""
        if not is_barcode(code):
            return False
        self.view.search.setText(code)
        self.choose(Tab.MEDICINES)
        self._typed(code)
        self._focus()
        return True

    def choose(self, tab: Tab) -> None:
        """Shows a chapter."""
        self._show(replace(self.state, tab=tab))

    def _go_to(self, tab: Tab) -> None:
        self.choose(tab)
        self._focus()

    def _focus(self) -> None:
        if self.state.tab is Tab.CONTRIBUTIONS:
            self.view.calculator.gross.setFocus()
        else:
            self.view.search.setFocus()
            self.view.search.selectAll()

    def _show(self, state: ReferenceState) -> None:
        self.state = state
        self.view.show_state(state)

    def _typed(self, text: str) -> None:
        self._show(states.with_typed(self.state, text))
        self._look_up()

    def _look_up(self) -> None:
        """Looks for the medicines that answer what is typed; what was typed before is no longer looked for."""
        typed = self.state.typed

        def look(_progress: object) -> Found | None:
            return medicines.look_up(self._desk, typed) if typed == self.state.typed else None

        self._context.tasks.run(self, look, self._looked_up, self._context.notices.trouble)

    def _looked_up(self, found: Found | None) -> None:
        if found is not None and found.typed == self.state.typed:
            self._show(states.with_medicines(replace(self.state, card=None), found))
            self._mark(self.view.medicines.code())

    def _mark(self, code: str) -> None:
        """Reads the whole of the medicine that has the cursor."""
        self._marked = code
        if not code or (self.state.card is not None and self.state.card.listed.code == code):
            return

        def read(_progress: object) -> Card | None:
            return medicines.card(self._desk, code) if code == self._marked else None

        self._context.tasks.run(self, read, self._read, self._context.notices.trouble)

    def _read(self, card: Card | None) -> None:
        if card is not None and card.listed.code == self._marked:
            self._show(replace(self.state, card=card))

    def _calculate(self, **typed: str) -> None:
        calculation = replace(self.state.calculation, share=None, error=None, **typed)
        self._show(replace(self.state, calculation=self._worked_out(calculation)))

    def _worked_out(self, calculation: Calculation) -> Calculation:
        if calculation.amount is None:
            return calculation
        try:
            share = reference.contribution(self._desk, calculation.amount, calculation.kind)
        except DeskError as error:
            return replace(calculation, error=error)
        return replace(calculation, share=share)

    def _back(self) -> None:
        """One step back: from the text to the search line, from what was typed to everything, from the page."""
        if not self.view.search.hasFocus():
            self.view.search.setFocus()
        elif self.state.typed:
            self.view.search.clear()
            self._typed("")
        else:
            self.left.emit()
