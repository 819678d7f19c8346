"""The form « Ce que dit l'assuré »: facts as the register has them and as they were told, with a field for each."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt, QTimer, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QDialog, QGridLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from amo_desk.domain.people import Family
from amo_desk.ui import messages
from amo_desk.ui.learnt.state import RIB, FactState, LearntState, Plan
from amo_desk.ui.shortcuts import Key, key_text
from amo_desk.ui.widgets.basics import STEP, button, holder, key_cap, label, row, set_property
from amo_desk.ui.widgets.inputs import Input, TextInput, arabic_input, rib_input
from amo_desk.ui.widgets.register_words import fact_text, field_name

WIDTH, SOURCE = 680, 210
RIB_DIGITS = 24


class LearntDialog(QDialog):
    """Says what was typed and what is to become of what was told before; Esc closes it."""

    typed = Signal(str, str)
    planned = Signal(str, object)
    submitted = Signal()

    def __init__(self, state: LearntState, parent: QWidget) -> None:
        super().__init__(parent)
        self._behind = parent.window()
        self.setWindowTitle(self.tr("Ce que dit l'assuré"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._facts = {fact.field: self._fact(state, fact) for fact in state.facts}
        self.done_button = button(self.tr("Enregistrer"), self.submitted.emit, primary=True)
        self.cancel = button(self.tr("Annuler"), self.reject)
        self._trouble = label("", "bad", wrap=True)
        self._inner = holder(self._content(state))
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self._inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * STEP, 4 * STEP, 2 * STEP, 4 * STEP)
        column.setSpacing(3 * STEP)
        column.addWidget(self._area, 1)
        column.addWidget(self._trouble)
        caps = [key_cap(key_text(key)) for key in (Key.RECEIVE, Key.BACK)]
        ends = row(self.done_button, caps[0], self.cancel, caps[1])
        for cap in caps:
            ends.setAlignment(cap, Qt.AlignmentFlag.AlignVCenter)
        ends.addStretch(1)
        column.addLayout(ends)
        QShortcut(Key.RECEIVE.value, self).activated.connect(self.submitted)
        walk = [part for fact in self._facts.values() for part in fact.walk]
        for before, after in pairwise([*walk, self.done_button, self.cancel]):
            QWidget.setTabOrder(before, after)
        self.show_state(state)
        self.focus_on("")

    def show_state(self, state: LearntState) -> None:
        """Shows the facts as they stand and as they will be saved."""
        for fact in state.facts:
            error = state.troubles.get(fact.field)
            self._facts[fact.field].show_fact(fact, messages.sentence(error) if error is not None else "")
        rest = state.troubles.get("")
        self._trouble.setText(messages.sentence(rest) if rest is not None else "")
        self._trouble.setVisible(rest is not None)
        self._inner.setEnabled(not state.busy)
        self.done_button.setEnabled(not state.busy)
        self._fit()

    def focus_on(self, name: str) -> None:
        """Takes the cursor to a fact, to the first one where there is none of that name."""
        found = self._facts.get(name) or next(iter(self._facts.values()))
        found.input.setFocus()
        QTimer.singleShot(0, found.input, lambda: self._area.ensureWidgetVisible(found.input, 0, 12 * STEP))

    def _content(self, state: LearntState) -> QVBoxLayout:
        insured, number = state.family.insured.name, state.family.immatriculation
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 2 * STEP, 0)
        column.setSpacing(4 * STEP)
        who = label(self.tr("{0} · Imm. {1}").format(insured, number), "title", wrap=True)
        purpose = label(
            self.tr("Ce qui est dit ici compte tout de suite, et jusqu'à un extrait plus récent du registre."), "quiet"
        )
        purpose.setWordWrap(True)
        head = QVBoxLayout()
        head.setSpacing(STEP)
        head.addWidget(who)
        head.addWidget(purpose)
        column.addLayout(head)
        for fact in self._facts.values():
            column.addWidget(fact)
        column.addStretch(1)
        return column

    def _fact(self, state: LearntState, fact: FactState) -> FactRows:
        title = field_name(fact.field)
        if fact.field == "arabic_name":
            title = self.tr("Nom arabe de {0}").format(state.person.name)
        made = FactRows(title, fact, state.family)
        made.input.typed.connect(lambda value: self.typed.emit(fact.field, value))
        made.input.left.connect(lambda: self._move_on(fact.field))
        made.planned.connect(lambda plan: self.planned.emit(fact.field, plan))
        return made

    def _move_on(self, name: str) -> None:
        names = list(self._facts)
        following = names.index(name) + 1
        if following < len(names):
            self.focus_on(names[following])
        else:
            self.submitted.emit()

    def _fit(self) -> None:
        """As high as what it holds, as far as the window behind it is high; it never shrinks while one types."""
        room = self._behind.size()
        width = min(WIDTH, room.width() - 12 * STEP)
        layout, margins = self.layout(), 14 * STEP + self.done_button.sizeHint().height()
        inner = self._inner.layout()
        if layout is None or inner is None:
            return
        height = inner.totalHeightForWidth(width - 8 * STEP) + margins
        height += self._trouble.sizeHint().height() + 3 * STEP if not self._trouble.isHidden() else 0
        self.resize(width, max(self.height() if self.isVisible() else 0, min(height, room.height() - 12 * STEP)))


class FactRows(QWidget):
    """One fact: its field, what the register says, what was told and what may become of it, what is wrong."""

    planned = Signal(object)

    def __init__(self, title: str, fact: FactState, family: Family) -> None:
        super().__init__()
        self.input = _input(title, fact)
        self._trouble = label("", "bad", wrap=True)
        self._aside = _choice(lambda: self.planned.emit(Plan.ASIDE))
        self._again = _choice(lambda: self.planned.emit(Plan.AGAIN))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * STEP)
        grid.setVerticalSpacing(STEP)
        grid.setColumnMinimumWidth(0, SOURCE)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.input, 0, 0, 1, 3)
        grid.addWidget(self._trouble, 1, 0, 1, 3)
        extract = self.tr("Registre du {0}").format(messages.day_text(family.extract_day))
        said = fact_text(fact.field, fact.register) or self.tr("rien")
        self._say(grid, 2, extract, said, "quiet")
        grid.addLayout(row(self._again, self._aside), 3, 2)
        told = fact.told
        if told is not None:
            source = self.tr("Dit le {0}, noté par {1}").format(messages.day_text(told.at.date()), told.agent)
            self._say(grid, 3, source, fact_text(fact.field, told.value), "learnt" if told.stands else "warn", span=1)
        self._again.setVisible(told is not None and not told.stands)
        self._aside.setVisible(told is not None)
        self.show_fact(fact, "")

    @property
    def walk(self) -> tuple[QWidget, ...]:
        """Where the tab key goes."""
        return self.input.editor, self._again, self._aside

    def show_fact(self, fact: FactState, trouble: str) -> None:
        """Shows what the field holds, what counts, and what is wrong."""
        self.input.show_value(fact.shown)
        self.input.show_hint(*self._counts(fact))
        self.input.show_wrong(bool(trouble))
        if trouble:
            self.input.show_hint("", "quiet")
            self.input.editor.setAccessibleDescription(trouble)
        self._trouble.setText(trouble)
        self._trouble.setVisible(bool(trouble))
        back = self.tr("Revenir au registre") if fact.told is not None and fact.told.stands else self.tr("Écarter")
        _name(self._aside, back, self.input.editor.accessibleName(), chosen=fact.plan is Plan.ASIDE)
        again = self.tr("C'est toujours vrai")
        _name(self._again, again, self.input.editor.accessibleName(), chosen=fact.plan is Plan.AGAIN)

    def _counts(self, fact: FactState) -> tuple[str, str]:
        """What counts now, or what saving will change."""
        if fact.field == RIB and fact.typed and len(fact.typed) != RIB_DIGITS:
            return self.tr("{0} chiffres sur {1}").format(len(fact.typed), RIB_DIGITS), "warn"
        change = fact.change
        if change is not None:
            if change.value == "":
                return "", "quiet"
            stood = fact.told is not None and fact.told.stands
            back = self.tr("retour au registre") if stood else self.tr("sera écarté")
            return (self.tr("sera retenu") if change.value is not None else back), "learnt"
        if fact.told is None:
            return (self.tr("retenu : le registre") if fact.register else self.tr("rien de connu")), "quiet"
        if fact.told.stands:
            return self.tr("retenu : dit au guichet"), "learnt"
        return self.tr("à vérifier : dit avant ce registre"), "warn"

    def _say(self, grid: QGridLayout, line: int, source: str, said: str, role: str, *, span: int = 2) -> None:
        middle = Qt.AlignmentFlag.AlignVCenter
        where, what = label(source, role), label(said, role, wrap=True)
        what.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute | middle)
        what.setAccessibleName(f"{source} : {said}")
        grid.addWidget(where, line, 0, middle)
        grid.addWidget(what, line, 1, 1, span)


def _input(title: str, fact: FactState) -> Input:
    if fact.field == RIB:
        made = rib_input(title)
        known = fact_text(RIB, fact.standing)
        placeholder = QT_TRANSLATE_NOOP("messages", "{0} : tapez le nouveau pour le changer")
        made.line.setPlaceholderText(messages.translated(placeholder).format(known) if known else "")
        return made
    return arabic_input(title) if fact.field == "arabic_name" else TextInput(title)


def _choice(run: Callable[[], None]) -> QPushButton:
    made = button("", run)
    made.setProperty("small", True)
    return made


def _name(widget: QPushButton, words: str, about: str, *, chosen: bool) -> None:
    widget.setText(f"✓ {words}" if chosen else words)
    widget.setAccessibleName(f"{about} : {words}")
    set_property(widget, "chosen", chosen)
