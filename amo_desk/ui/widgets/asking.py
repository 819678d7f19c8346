"""A form beside the records it is about: a few fields with their trouble below, Enter on, at the last one done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from amo_desk.ui.shortcuts import Key, key_text
from amo_desk.ui.widgets.basics import STEP, button, emptied, key_cap, label, row, set_property
from amo_desk.ui.widgets.inputs import ChoiceInput, DateInput, Input, TextInput, amount_input, number_input


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One field: `kind` is text, day, amount, number or choice; `hint` stands below it while nothing is wrong."""

    id: str
    title: str
    kind: str = "text"
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""


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
        self._asked: tuple[Ask, ...] = ()
        self.inputs: dict[str, Input] = {}
        self._below: dict[str, QLabel] = {}
        self._title, self._purpose = label("", "title", wrap=True), label("", "quiet", wrap=True)
        self._fields = QVBoxLayout()
        self._fields.setSpacing(2 * STEP)
        self._trouble = label("", "bad", wrap=True)
        self.done = button("", self.submitted.emit, primary=True)
        self.cancel = button(self.tr("Annuler"), self.left.emit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * STEP)
        column.addWidget(self._title)
        column.addWidget(self._purpose)
        column.addLayout(self._fields)
        column.addWidget(self._trouble)
        column.addLayout(row(self.done, self.cancel, key_cap(key_text(Key.BACK)), stretch=0))

    def show_asking(self, asking: Asking) -> None:
        """Shows the fields with what they hold; they are only built anew when others are asked for."""
        self._title.setText(asking.title)
        self._purpose.setText(asking.purpose)
        self._purpose.setVisible(bool(asking.purpose))
        self.done.setText(asking.done)
        self.done.setAccessibleName(asking.done)
        if asking.fields != self._asked:
            self._build(asking.fields)
        for ask in asking.fields:
            trouble = asking.troubles.get(ask.id, "")
            self.inputs[ask.id].show_value(asking.values.get(ask.id, ""))
            self.inputs[ask.id].show_wrong(bool(trouble))
            self._say(ask, trouble)
        rest = asking.troubles.get("", "")
        self._trouble.setText(rest)
        self._trouble.setVisible(bool(rest))

    def focus_on(self, name: str) -> None:
        """Takes the focus to a field, to the first one where there is none of that name."""
        found = self.inputs.get(name) or next(iter(self.inputs.values()), None)
        if found is not None:
            found.setFocus()

    def _say(self, ask: Ask, trouble: str) -> None:
        below = self._below[ask.id]
        words = trouble or ask.hint
        below.setText(words)
        below.setVisible(bool(words))
        set_property(below, "role", "bad" if trouble else "quiet")
        self.inputs[ask.id].editor.setAccessibleDescription(words)

    def _build(self, fields: tuple[Ask, ...]) -> None:
        focused = next((name for name, made in self.inputs.items() if made.editor.hasFocus()), None)
        emptied(self._fields)
        self._asked, self.inputs, self._below = fields, {}, {}
        previous: QWidget | None = None
        for ask in fields:
            made = self._input(ask)
            made.typed.connect(lambda value, name=ask.id: self.typed.emit(name, value))
            made.left.connect(lambda name=ask.id: self._move_on(name))
            below = label("", "quiet", wrap=True)
            self.inputs[ask.id], self._below[ask.id] = made, below
            self._fields.addWidget(made)
            self._fields.addWidget(below)
            made.show()
            if previous is not None:
                QWidget.setTabOrder(previous, made.editor)
            previous = made.editor
        if previous is not None:
            QWidget.setTabOrder(previous, self.done)
        if focused in self.inputs:
            self.inputs[focused].setFocus()

    def _move_on(self, name: str) -> None:
        names = list(self.inputs)
        following = names.index(name) + 1
        if following < len(names):
            self.inputs[names[following]].setFocus()
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
