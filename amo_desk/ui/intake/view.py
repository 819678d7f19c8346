"""The intake page as widgets: the family at the left, the form in the middle, the verdict at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from amo_desk.domain.sources import Text
from amo_desk.rules.forms import Form
from amo_desk.rules.rulebook import Rulebook
from amo_desk.ui import messages
from amo_desk.ui.intake.folding import LINES_SHARE, PIECES_SHARE, Folding
from amo_desk.ui.intake.lines import LinesView
from amo_desk.ui.intake.menu import FormsMenu
from amo_desk.ui.intake.pieces import PiecesView
from amo_desk.ui.intake.state import FieldState, FormState
from amo_desk.ui.intake.summaries import header_summary, pieces_summary
from amo_desk.ui.intake.verdict import VerdictView
from amo_desk.ui.shortcuts import Key, key_text
from amo_desk.ui.widgets.asking import AskForm
from amo_desk.ui.widgets.basics import STEP, Elided, card, emptied, holder, label, stack
from amo_desk.ui.widgets.chart_panel import ChartPanel
from amo_desk.ui.widgets.family_card import FamilyCardView
from amo_desk.ui.widgets.fold import Fold
from amo_desk.ui.widgets.inputs import ChoiceInput, DateInput, FlagInput, Input, TextInput, amount_input, number_input

COLUMNS = 4
SIDE, RIGHT = 276, 304


class FormView(QWidget):
    """The form: header fields, lines, pieces; says what was typed and shows what it is given."""

    field_typed = Signal(str, str)

    def __init__(self, today: Callable[[], date], named: Callable[[str], str]) -> None:
        super().__init__()
        self._today = today
        frame, column = card()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self._title = label("", "title")
        self._saved = Elided("quiet")
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addWidget(self._saved, 1)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(3 * STEP)
        self._grid.setVerticalSpacing(2 * STEP)
        self.teeth = ChartPanel(named)
        self.teeth.hide()
        self.lines = LinesView()
        self.pieces = PiecesView()
        self._recipient = label("", "strong", wrap=True)
        self._missing = label("", "warn", wrap=True)
        about, heading = stack(self._recipient, self._missing), label(self.tr("PIÈCES REMISES"), "section")
        about.addLayout(self._grid)
        self.stranger = AskForm(today)
        self.stranger.hide()
        about.addWidget(self.stranger)
        self._header, self._handed = Fold(holder(about)), Fold(holder(stack(heading, self.pieces)))
        column.addLayout(head)
        column.addWidget(self._header)
        column.addWidget(self.teeth)
        column.addWidget(self.lines, LINES_SHARE)
        column.addWidget(self._handed, PIECES_SHARE)
        self._folding = Folding(self, column, self._header, self.teeth, self._handed)
        self._header.wanted.connect(self.focus_first)
        self._handed.wanted.connect(self.focus_pieces)
        self.inputs: dict[str, Input] = {}

    def show_state(self, state: FormState) -> None:
        """Shows the form; fields are only built anew when others are asked for."""
        self._title.setText(messages.said(state.form.label))
        edition = self.tr("formulaire édition {0}").format(state.form.edition)
        if state.saved_at is not None:
            edition = self.tr("{0} · brouillon enregistré {1}").format(edition, f"{state.saved_at:%H:%M:%S}")
        self._saved.show_text(edition)
        self._show_about(state.recipient, state.form.not_found)
        if list(self.inputs) != [f.field.id for f in state.fields]:
            self._build(state.fields)
        for field in state.fields:
            shown = self.inputs[field.field.id]
            shown.show_value(field.value)
            shown.show_wrong(field.wrong)
            shown.show_hint(*self._hint(field))
        self._header.show_summary(header_summary(state.fields), "bad" if any(f.wrong for f in state.fields) else "")
        self._handed.show_summary(pieces_summary(state.pieces))
        self.lines.show_lines(state.lines)
        self.pieces.show_pieces(state.pieces)

    def _hint(self, state: FieldState) -> tuple[str, str]:
        """Who an INPE belongs to, or how to note somebody nobody knows here; who answered what nobody typed."""
        if state.filled:
            return self.tr("du registre"), "quiet"
        if state.stranger:
            return self.tr("inconnu · {0} : le noter").format(key_text(Key.NEW)), "warn"
        if len(state.people) > 1:
            return " / ".join(state.people), "warn"
        return (f"{state.people[0]} ✓", "good") if state.people else ("", "quiet")

    def _show_about(self, recipient: Text | None, not_found: Text | None) -> None:
        """Where the file goes, and what no source gives for this kind."""
        self._recipient.setText(self.tr("À transmettre à : {0}").format(messages.said(recipient) if recipient else ""))
        self._recipient.setVisible(recipient is not None)
        missing = messages.said(not_found) if not_found else ""
        self._missing.setText(self.tr("Non trouvé dans les sources : {0}").format(missing))
        self._missing.setVisible(not_found is not None)

    def focus_first(self) -> None:
        """Puts the cursor in the first field."""
        self._folding.open(self._header)
        first = next(iter(self.inputs.values()), None)
        if first is not None:
            first.setFocus()

    def focus_pieces(self) -> None:
        """Goes to the pieces."""
        self._folding.open(self._handed)
        self.pieces.setFocus()

    def focus_field(self, name: str) -> None:
        """Puts the cursor where a finding points: a field, a line, the entry or the pieces."""
        if name in self.inputs:
            self._folding.open(self._header)
            self.inputs[name].setFocus()
        elif name.startswith("piece/"):
            self.focus_pieces()
        elif name.startswith("line/"):
            self.lines.go_to(int(name.removeprefix("line/")))
        else:
            self.lines.entry.setFocus()

    def show_teeth(self, on: bool) -> None:
        """Shows the chart above the lines or not."""
        self.teeth.setVisible(on)
        self._folding.turn(on)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shares the room out again."""
        super().resizeEvent(event)
        self._folding.arrange()

    def _build(self, fields: Sequence[FieldState]) -> None:
        focused = next((name for name, widget in self.inputs.items() if widget.editor.hasFocus()), None)
        emptied(self._grid)
        self.inputs = {}
        place = 0
        for state in fields:
            made = self._input(state)
            span = 2 if state.field.kind == "inpe" else 1
            if place % COLUMNS + span > COLUMNS:
                place += 1
            made.typed.connect(lambda value, name=state.field.id: self.field_typed.emit(name, value))
            made.left.connect(lambda name=state.field.id: self._next(name))
            self.inputs[state.field.id] = made
            self._grid.addWidget(made, place // COLUMNS, place % COLUMNS, 1, span)
            place += span
            made.show()
        for column in range(COLUMNS):
            self._grid.setColumnStretch(column, 1)
        previous: QWidget | None = None
        editors = [made.editor for made in self.inputs.values()]
        below = (self.teeth.chart, self.lines.entry, self.lines.table, self._handed.summary, self.pieces)
        for widget in (self._header.summary, *editors, *below):
            if previous is not None:
                QWidget.setTabOrder(previous, widget)
            previous = widget
        if focused in self.inputs:
            self.inputs[focused].setFocus()
        self._folding.arrange()

    def _next(self, name: str) -> None:
        names = list(self.inputs)
        following = names.index(name) + 1
        if following < len(names):
            self.inputs[names[following]].setFocus()
        elif self.lines.isHidden():
            self.focus_pieces()
        else:
            self.lines.go_on()

    def _input(self, state: FieldState) -> Input:
        title = messages.said(state.field.label)
        kind = state.field.kind
        if kind == "date":
            return DateInput(title, self._today)
        if kind == "inpe":
            return number_input(title)
        if kind == "amount":
            return amount_input(title)
        if kind == "flag":
            return FlagInput(title)
        if kind == "choice":
            return ChoiceInput(title, tuple((c.id, messages.said(c.label)) for c in state.field.choices))
        return TextInput(title)


class IntakeView(QWidget):
    """The three columns."""

    def __init__(self, rulebook: Rulebook, today: Callable[[], date]) -> None:
        super().__init__()
        self.family = FamilyCardView(rulebook)
        self.family.setFixedWidth(SIDE)
        self.form = FormView(today, lambda code: _act_name(rulebook, code))
        self.menu = FormsMenu()
        self.middle = QStackedWidget()
        self.middle.addWidget(self.menu)
        self.middle.addWidget(self.form)
        self.verdict = VerdictView()
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(3 * STEP)
        columns.addWidget(self.family)
        columns.addWidget(self.middle, 1)
        self.side = QScrollArea()
        self.side.setWidgetResizable(True)
        self.side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.side.setFixedWidth(RIGHT)
        self.side.setWidget(self.verdict)
        columns.addWidget(self.side)

    def show_menu(self, forms: Sequence[Form], who: str) -> None:
        """Shows the choice of the form."""
        self.menu.show_forms(forms, who)
        self.middle.setCurrentWidget(self.menu)
        self.side.hide()
        self.menu.list.setFocus()

    def show_form(self) -> None:
        """Shows the form."""
        self.middle.setCurrentWidget(self.form)
        self.side.show()


def _act_name(rulebook: Rulebook, code: str) -> str:
    act = rulebook.act(code)
    return messages.said(act.label) if act else ""
