"""Beside the ledger: whose it is at the left, what can be done or what is asked at the right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from amo_desk.domain.odf import PeriodKind
from amo_desk.rules.rulebook import Rulebook
from amo_desk.ui import messages
from amo_desk.ui.messages import day_text, said, sentence
from amo_desk.ui.odf.state import Form, OdfState, highest_rank, ranked
from amo_desk.ui.shortcuts import Key, key_text
from amo_desk.ui.widgets.asking import Ask, AskForm, Asking
from amo_desk.ui.widgets.basics import STEP, button, key_cap, label, row, rule, scrolled_card
from amo_desk.ui.widgets.odf_panel import OdfPanel
from amo_desk.ui.widgets.odf_words import due_text

SIDE, RIGHT = 276, 296


class ChildSide(QWidget):
    """The child, who treats it, and the treatment at a glance."""

    def __init__(self, rulebook: Rulebook) -> None:
        super().__init__()
        frame, column = scrolled_card(SIDE)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self._name, self._who = label("", "name", wrap=True), label("", "quiet", wrap=True)
        self._numbers = label("", "quiet", wrap=True)
        self._practitioner = label("", "", wrap=True)
        self._closed = label("", "warn", wrap=True)
        self.panel = OdfPanel(rulebook)
        for widget in (self._name, self._who, self._numbers, self._practitioner, self._closed):
            column.addWidget(widget)
        column.addSpacing(2 * STEP)
        column.addWidget(label(self.tr("ORTHOPÉDIE DENTO-FACIALE"), "section"))
        column.addWidget(self.panel)
        column.addStretch(1)

    def show_state(self, state: OdfState) -> None:
        """Shows a child with its treatment."""
        child, ledger = state.child, state.ledger
        if child is None or ledger is None:
            return
        relation = messages.translated(messages.RELATIONS[child.person.relation])
        self._name.setText(child.person.name)
        words = self.tr("{0} · {1} ans, né(e) le {2}")
        self._who.setText(words.format(relation, child.person.age(ledger.day), day_text(child.person.birth)))
        family = child.family
        self._numbers.setText(self.tr("Imm. {0} · Aff. {1}").format(family.immatriculation, family.affiliation))
        self._show_practitioner(state)
        closed = state.case.closed_on if state.case else None
        self._closed.setText(self.tr("Traitement clos le {0}").format(day_text(closed)))
        self._closed.setVisible(closed is not None)
        self.panel.show_ledger(ledger)

    def _show_practitioner(self, state: OdfState) -> None:
        case = state.case
        lines = []
        if case is not None and case.practitioner:
            lines.append(self.tr("Orthodontiste : {0}").format(_named(state, case.practitioner)))
        if case is not None and case.transferred_on is not None:
            former = _named(state, case.former_practitioner) if case.former_practitioner else "–"
            lines.append(self.tr("Transfert le {0}, auparavant {1}").format(day_text(case.transferred_on), former))
        self._practitioner.setText("\n".join(lines))
        self._practitioner.setVisible(bool(lines))


class ActionsSide(QWidget):
    """What comes next with the keys that do it, or the form that was asked for."""

    next_asked = Signal()
    form_asked = Signal(object)
    reopen_asked = Signal()
    print_asked = Signal()
    remove_asked = Signal()

    def __init__(self, rulebook: Rulebook, today: Callable[[], date]) -> None:
        super().__init__()
        self._rulebook = rulebook
        frame, column = scrolled_card(RIGHT)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self.form = AskForm(today)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._make_actions())
        self._stack.addWidget(self.form)
        column.addWidget(self._stack)
        column.addStretch(1)

    def _make_actions(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * STEP)
        self._due, self._window = label("", "title", wrap=True), label("", "quiet", wrap=True)
        self.next = button("", self.next_asked.emit, primary=True)
        column.addWidget(label(self.tr("CE QUI VIENT"), "section"))
        column.addWidget(self._due)
        column.addWidget(self._window)
        column.addLayout(row(self.next, key_cap(key_text(Key.RECEIVE)), stretch=0))
        column.addWidget(rule())
        self.open_case = button(self.tr("Ouvrir le traitement"), lambda: self.form_asked.emit(Form.OPEN))
        self.tell = button(self.tr("Noter une période"), lambda: self.form_asked.emit(Form.PERIOD))
        self.transfer = button(self.tr("Changer d'orthodontiste"), lambda: self.form_asked.emit(Form.TRANSFER))
        self.close_case = button(self.tr("Clore le traitement"), lambda: self.form_asked.emit(Form.CLOSE))
        self.reopen = button(self.tr("Rouvrir le traitement"), self.reopen_asked.emit)
        self.print = button(self.tr("Imprimer le registre"), self.print_asked.emit)
        self.remove = button("", self.remove_asked.emit)
        self._holders = {}
        for widget, key in (
            (self.open_case, key_text(Key.NEW)),
            (self.tell, key_text(Key.NEW)),
            (self.remove, self.tr("Suppr")),
            (self.transfer, key_text(Key.TRANSFER)),
            (self.close_case, key_text(Key.CLOSE)),
            (self.reopen, key_text(Key.CLOSE)),
            (self.print, key_text(Key.PRINT)),
        ):
            box = QWidget()
            box.setLayout(row(widget, key_cap(key), stretch=0))
            self._holders[widget] = box
            column.addWidget(box)
        self._armed = label(self.tr("Encore une fois pour retirer cette période."), "warn", wrap=True)
        column.addWidget(self._armed)
        column.addStretch(1)
        return holder

    def show_state(self, state: OdfState) -> None:
        """Shows the form that is open, else what can be done."""
        self.setEnabled(not state.busy)
        if state.form is not None:
            self.form.show_asking(self._asking(state))
            self._stack.setCurrentWidget(self.form)
            return
        self._stack.setCurrentIndex(0)
        ledger = state.ledger
        if ledger is None:
            return
        self._due.setText(due_text(ledger.due, ledger.day, self._rulebook))
        self._window.setText(self._limit(state))
        self._window.setVisible(bool(self._window.text()))
        words = said(state.next_form.label) if state.next_form else self.tr("Dossier suivant")
        self.next.setText(words)
        self.next.setAccessibleName(self.tr("Commencer le dossier : {0}").format(words))
        self.next.setEnabled(state.next_form is not None)
        remove = self.tr("Retirer, confirmer") if state.armed else self.tr("Retirer cette période")
        self.remove.setText(remove)
        self.remove.setAccessibleName(remove)
        for widget, shown in (
            (self.open_case, state.case is None),
            (self.tell, state.open),
            (self.remove, state.may_remove),
            (self.transfer, state.open),
            (self.close_case, state.open),
            (self.reopen, state.case is not None and not state.open),
        ):
            self._holders[widget].setVisible(shown)
        self._armed.setVisible(state.armed)

    def _limit(self, state: OdfState) -> str:
        due = state.ledger.due if state.ledger else None
        if due is None or due.kind is None or due.latest is None:
            return ""
        return self.tr("À commencer au plus tard le {0}.").format(day_text(due.latest))

    def _asking(self, state: OdfState) -> Asking:
        troubles = {name: sentence(error) for name, error in state.troubles.items()}
        form = state.form or Form.OPEN
        titles = {
            Form.OPEN: (
                self.tr("Ouvrir le traitement"),
                self.tr("Un traitement par enfant. L'orthodontiste peut être noté plus tard."),
                self.tr("Ouvrir"),
            ),
            Form.PERIOD: (
                self.tr("Noter une période"),
                self.tr("Seulement ce qui n'a pas de dossier ici : déposé ailleurs, ou avant ce programme."),
                self.tr("Noter"),
            ),
            Form.TRANSFER: (
                self.tr("Changer d'orthodontiste"),
                self.tr("Les semestres déjà comptés le restent."),
                self.tr("Enregistrer"),
            ),
            Form.CLOSE: (
                self.tr("Clore le traitement"),
                self.tr("Rien n'est effacé ; il peut être rouvert."),
                self.tr("Clore"),
            ),
        }
        title, purpose, done = titles[form]
        return Asking(
            title=title,
            purpose=purpose,
            done=done,
            fields=self._fields(state, form),
            values=state.values,
            troubles=troubles,
        )

    def _fields(self, state: OdfState, form: Form) -> tuple[Ask, ...]:
        inpe = state.values.get("practitioner", "")
        practitioner = Ask(
            id="practitioner",
            title=self.tr("INPE de l'orthodontiste"),
            kind="number",
            hint=state.names.get(inpe, ""),
        )
        day = Ask(id="day", title=self.tr("Date"), kind="day")
        if form is Form.OPEN:
            return (practitioner,)
        if form is Form.TRANSFER:
            return practitioner, day
        return (day,) if form is Form.CLOSE else self._period_fields(state, practitioner)

    def _period_fields(self, state: OdfState, practitioner: Ask) -> tuple[Ask, ...]:
        kind = PeriodKind(state.values.get("kind", PeriodKind.SEMESTER.value))
        names = (
            (PeriodKind.SEMESTER.value, self.tr("Semestre")),
            (PeriodKind.INTERRUPTION.value, self.tr("Interruption")),
            (PeriodKind.RETENTION.value, self.tr("Contention")),
            (PeriodKind.SURGICAL.value, self.tr("Semestre avant chirurgie")),
        )
        fields = [Ask(id="kind", title=self.tr("Ce que c'est"), kind="choice", choices=names)]
        if ranked(kind):
            hint = self.tr("de 1 à {0}, vide si inconnu").format(highest_rank(state.ledger, kind))
            fields.append(Ask(id="rank", title=self.tr("Rang"), hint=hint))
        odd = "\n".join(said(finding.text) for finding in state.foreseen)
        fields.append(Ask(id="since", title=self.tr("Début"), kind="day", warning=odd))
        if kind is PeriodKind.INTERRUPTION:
            hint = self.tr("vide tant qu'elle dure")
            fields.append(Ask(id="until", title=self.tr("Reprise"), kind="day", hint=hint))
        number = Ask(id="agreement", title=self.tr("Numéro d'accord"), hint=self.tr("vide si inconnu"))
        return (*fields, practitioner, number)


def _named(state: OdfState, inpe: str) -> str:
    name = state.names.get(inpe, "")
    return f"{name} ({inpe})" if name else inpe
