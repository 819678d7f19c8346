"""A form beside the records it is about: a few fields with their trouble below, Enter on, at the last one done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from amo_desk.ui.widgets.basics import STEP, button, emptied, label, row, set_property
from amo_desk.ui.widgets.inputs import ChoiceInput, DateInput, Input, TextInput, amount_input, number_input


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One field: `kind` is text, day, amount, number or choice; `half` ones stand two in a row.

    `hint` stands below it while nothing is wrong; `warning` says what is odd about what was typed, which is kept.
    """

    id: str
    title: str
    kind: str = "text"
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    warning: str = ""
    half: bool = False

    @property
    def shape(self) -> tuple[str, str, str, bool]:
        """What makes it another field: words and answers may change while one types."""
        return self.id, self.title, self.kind, self.half


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What is asked now: `values` by field as they were typed, `troubles` by field in words, the rest under ``""``."""

    title: str
    purpose: str
    done: str
    fields: tuple[Ask, ...]
    values: Mapping[str, str] = field(default_factory=dict)
    troubles: Mapping[str, str] = field(default_factory=dict)


class AskForm(QWidget):
    """Shows what is asked; `typed` carries a field and its value, `submitted` that the last one was left by Enter."""

    typed = Signal(str, str)
    submitted = Signal()
    left = Signal()

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self._shapes: list[tuple[str, str, str, bool]] = []
        self.inputs: dict[str, Input] = {}
        self._below: dict[str, QLabel] = {}
        self._title, self._purpose = label("", "title", wrap=True), label("", "quiet", wrap=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(2 * STEP)
        self._grid.setVerticalSpacing(STEP)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self._trouble = label("", "bad", wrap=True)
        self.done = button("", self.submitted.emit, primary=True)
        self.cancel = button(self.tr("Annuler"), self.left.emit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * STEP)
        column.addWidget(self._title)
        column.addWidget(self._purpose)
        column.addLayout(self._grid)
        column.addWidget(self._trouble)
        column.addLayout(row(self.done, self.cancel, stretch=0))
        column.addStretch(1)

    def show_asking(self, asking: Asking) -> None:
        """Shows the fields with what they hold; they are only built anew when others are asked for."""
        self._title.setText(asking.title)
        self._purpose.setText(asking.purpose)
        self._purpose.setVisible(bool(asking.purpose))
        self.done.setText(asking.done)
        self.done.setAccessibleName(asking.done)
        if [ask.shape for ask in asking.fields] != self._shapes:
            self._build(asking.fields)
        for ask in asking.fields:
            made = self.inputs[ask.id]
            if isinstance(made, ChoiceInput):
                made.show_choices(ask.choices)
                made.combo.setEnabled(bool(ask.choices))
            made.show_value(asking.values.get(ask.id, ""))
            self._say(ask, asking.troubles.get(ask.id, ""))
        rest = asking.troubles.get("", "")
        self._trouble.setText(rest)
        self._trouble.setVisible(bool(rest))

    def focus_on(self, name: str) -> None:
        """Takes the focus to a field, to the first one where there is none of that name, and brings it into sight."""
        found = self.inputs.get(name) or next(iter(self.inputs.values()), None)
        if found is not None:
            found.setFocus()
            # A form that was just built gets its height in the next turn.
            QTimer.singleShot(0, found, lambda: _reveal(found))

    def _say(self, ask: Ask, trouble: str) -> None:
        below = self._below[ask.id]
        words = trouble or ask.warning or ask.hint
        below.setText(words)
        below.setVisible(bool(words))
        set_property(below, "role", "bad" if trouble else "warn" if ask.warning else "quiet")
        self.inputs[ask.id].show_wrong(bool(trouble))
        self.inputs[ask.id].editor.setAccessibleDescription(words)

    def _build(self, fields: tuple[Ask, ...]) -> None:
        focused = next((name for name, made in self.inputs.items() if made.editor.hasFocus()), None)
        emptied(self._grid)
        self._shapes, self.inputs, self._below = [ask.shape for ask in fields], {}, {}
        place = 0
        for ask in fields:
            made, below = self._input(ask), label("", "quiet", wrap=True)
            made.typed.connect(lambda value, name=ask.id: self.typed.emit(name, value))
            made.left.connect(lambda name=ask.id: self._move_on(name))
            self.inputs[ask.id], self._below[ask.id] = made, below
            place += 0 if ask.half else place % 2
            for part, widget in enumerate((made, below)):
                self._grid.addWidget(widget, place // 2 * 2 + part, place % 2, 1, 1 if ask.half else 2)
            made.show()
            place += 1 if ask.half else 2
        walk = [*(made.editor for made in self.inputs.values()), self.done, self.cancel]
        for before, after in pairwise(walk):
            QWidget.setTabOrder(before, after)
        if focused in self.inputs:
            self.inputs[focused].setFocus()

    def _move_on(self, name: str) -> None:
        usable = [one for one, made in self.inputs.items() if made.editor.isEnabled() or one == name]
        following = usable.index(name) + 1
        if following < len(usable):
            self.focus_on(usable[following])
        else:
            self.submitted.emit()

    def _input(self, ask: Ask) -> Input:
        if ask.kind == "day":
            return DateInput(ask.title, self._today)
        if ask.kind == "amount":
            return amount_input(ask.title)
        if ask.kind == "number":
            return number_input(ask.title)
        if ask.kind == "choice":
            return ChoiceInput(ask.title, ask.choices)
        return TextInput(ask.title)


def _reveal(widget: QWidget) -> None:
    """Scrolls to a widget, where it stands in something that scrolls."""
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(widget, 0, 12 * STEP)
        around = around.parentWidget()
