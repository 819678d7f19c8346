"""One practitioner in full, with the keys of what can be done about the entry, or the form that was asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from amo_desk.ui.messages import day_text, sentence
from amo_desk.ui.practitioners.state import Form, PractitionersState
from amo_desk.ui.shortcuts import Key, key_text
from amo_desk.ui.widgets.asking import Ask, AskForm, Asking
from amo_desk.ui.widgets.basics import STEP, button, emptied, holder, key_cap, label, row, rule, scrolled_card
from amo_desk.usecases.practitioners import Entry

DETAIL = 340
FORM_KEYS = {Form.REJECT: Key.MISSING, Form.CORRECT: Key.ENTRY, Form.LEARN: Key.NEW}


class EntrySide(QWidget):
    """Says what is to be done about the entry in sight."""

    form_asked = Signal(object)
    validate_asked = Signal()
    keep_all_asked = Signal()

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        frame, column = scrolled_card(DETAIL)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self.form = AskForm(today)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._make_detail())
        self._stack.addWidget(self.form)
        column.addWidget(self._stack)
        column.addStretch(1)

    def _make_detail(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * STEP)
        self._title = label("", "title", wrap=True)
        self._flag, self._shared = label("", "warn", wrap=True), label("", "warn", wrap=True)
        self._facts = QVBoxLayout()
        self._facts.setSpacing(STEP)
        self.validate = button(self.tr("Valider"), self.validate_asked.emit, primary=True)
        self.keep_all = button(self.tr("Tous ces noms sont justes"), self.keep_all_asked.emit)
        self.forms = {
            Form.REJECT: button(self.tr("Rejeter…"), lambda: self.form_asked.emit(Form.REJECT)),
            Form.CORRECT: button(self.tr("Corriger…"), lambda: self.form_asked.emit(Form.CORRECT)),
            Form.LEARN: button(self.tr("Noter un praticien…"), lambda: self.form_asked.emit(Form.LEARN)),
        }
        for part in (self._title, self._flag, self._shared):
            column.addWidget(part)
        column.addLayout(self._facts)
        column.addSpacing(STEP)
        keys = {self.validate: Key.RECEIVE, self.keep_all: Key.OVERRIDE}
        keys |= {self.forms[form]: key for form, key in FORM_KEYS.items()}
        self._boxes = {widget: holder(row(widget, key_cap(key_text(key)), stretch=0)) for widget, key in keys.items()}
        for box in self._boxes.values():
            column.addWidget(box)
        column.addStretch(1)
        return made

    def focus_first(self) -> None:
        """Goes to the first thing that can be done."""
        first = next((widget for widget in self._boxes if widget.isVisible()), None)
        if first is not None:
            first.setFocus()

    def show_state(self, state: PractitionersState) -> None:
        """Shows the form that is open, else the entry chosen."""
        self.setEnabled(not state.busy)
        if state.form is not None:
            self.form.show_asking(self._asking(state, state.form))
            self._stack.setCurrentWidget(self.form)
            return
        self._stack.setCurrentIndex(0)
        entry = state.current
        self._title.setText(entry.practitioner.name if entry else self.tr("Aucun praticien choisi."))
        self._flag.setText(self._learnt(entry) if entry else "")
        self._flag.setVisible(entry is not None and entry.practitioner.learnt)
        self._shared.setText(self._names(state))
        self._shared.setVisible(state.conflict is not None)
        emptied(self._facts)
        for name, value in self._lines(entry) if entry else ():
            self._add_fact(name, value)
        shown = {
            self.validate: state.may_judge,
            self.keep_all: state.may_keep_all,
            self.forms[Form.REJECT]: state.may_judge,
            self.forms[Form.CORRECT]: state.may_correct,
            self.forms[Form.LEARN]: True,
        }
        for widget, visible in shown.items():
            self._boxes[widget].setVisible(visible)

    def _learnt(self, entry: Entry) -> str:
        if entry.learnt_at is None:
            return self.tr("Appris au guichet, à valider.")
        words = self.tr("Appris au guichet le {0} par {1}, à valider.")
        return words.format(day_text(entry.learnt_at.date()), entry.learnt_by or "–")

    def _names(self, state: PractitionersState) -> str:
        if state.conflict is None:
            return ""
        names = "\n".join(f"· {entry.practitioner.name}" for entry in state.conflict.entries)
        return self.tr("L'INPE {0} porte plusieurs noms :\n{1}").format(state.conflict.inpe, names)

    def _lines(self, entry: Entry) -> Iterator[tuple[str, str]]:
        """What is known of a practitioner, line by line; what is not known is left out."""
        known = entry.practitioner
        inside, outside = self.tr("conventionné depuis le {0}"), self.tr("hors convention depuis le {0}")
        history = [(inside if c.member else outside).format(day_text(c.since)) for c in known.conventions]
        lines = (
            (self.tr("INPE"), known.inpe),
            (self.tr("Nature"), known.kind),
            (self.tr("Spécialité"), known.speciality),
            (self.tr("Lieu"), known.place),
            (self.tr("Convention"), "\n".join(history)),
            (self.tr("ICE"), known.ice),
            (self.tr("Identifiant fiscal"), known.fiscal_id),
        )
        return ((name, value) for name, value in lines if value)

    def _add_fact(self, name: str, value: str) -> None:
        shown = label(value, wrap=True)
        shown.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        shown.setAccessibleName(f"{name} : {value}")
        self._facts.addLayout(row(label(name, "quiet"), shown, stretch=1))
        self._facts.addWidget(rule())

    def _asking(self, state: PractitionersState, form: Form) -> Asking:
        who = state.current.practitioner.name if state.current else ""
        number, name = Ask(id="inpe", title=self.tr("INPE"), kind="number"), Ask(id="name", title=self.tr("Nom"))
        kinds = (("", self.tr("– choisir –")), *((kind, kind) for kind in state.kinds))
        asked = {
            Form.LEARN: (
                self.tr("Praticien rencontré au guichet"),
                self.tr("Il sert dès maintenant ; un responsable le validera."),
                (
                    number,
                    name,
                    Ask(id="kind", title=self.tr("Nature"), kind="choice" if state.kinds else "text", choices=kinds),
                    Ask(id="speciality", title=self.tr("Spécialité")),
                    Ask(id="place", title=self.tr("Lieu")),
                ),
                self.tr("Noter"),
            ),
            Form.REJECT: (
                self.tr("Rejeter cette entrée"),
                who,
                (Ask(id="reason", title=self.tr("Motif"), hint=self.tr("Il est gardé au journal.")),),
                self.tr("Rejeter"),
            ),
            Form.CORRECT: (self.tr("Corriger cette entrée"), who, (number, name), self.tr("Enregistrer")),
        }
        title, purpose, fields, done = asked[form]
        return Asking(
            title=title,
            purpose=purpose,
            done=done,
            fields=fields,
            values=state.values,
            troubles={place: sentence(error) for place, error in state.troubles.items()},
        )
