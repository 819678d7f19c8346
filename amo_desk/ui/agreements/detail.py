"""One agreement in full, with the keys of what can be done about it, or the form that was asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from amo_desk.domain.agreements import AgreementState
from amo_desk.rules.rulebook import Rulebook
from amo_desk.ui.agreements.state import AgreementsState, Form, Listed
from amo_desk.ui.messages import day_text, money, said, sentence
from amo_desk.ui.shortcuts import Key, key_text
from amo_desk.ui.widgets.asking import Ask, AskForm, Asking
from amo_desk.ui.widgets.basics import STEP, button, emptied, key_cap, label, row, rule, scrolled_card, set_property
from amo_desk.ui.widgets.odf_words import kind_text, lapse_day, state_text

DETAIL = 356
KEYS = {Form.GRANT: Key.RECEIVE, Form.REFUSE: Key.MISSING, Form.VOID: Key.DISCARD, Form.NEW: Key.NEW}


class DetailSide(QWidget):
    """Says which form is asked for, and when a paper is."""

    form_asked = Signal(object)
    print_asked = Signal()
    odf_asked = Signal()

    def __init__(self, rulebook: Rulebook, today: Callable[[], date]) -> None:
        super().__init__()
        self._rulebook, self._today = rulebook, today
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
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * STEP)
        self._title, self._badge = label("", "title", wrap=True), label()
        self._badge.setProperty("badge", "good")
        self._nobody = label(self.tr("Aucun accord choisi."), "quiet", wrap=True)
        self._facts = QVBoxLayout()
        self._facts.setSpacing(STEP)
        self.buttons = {
            Form.GRANT: button(self.tr("Accordé"), lambda: self.form_asked.emit(Form.GRANT), primary=True),
            Form.REFUSE: button(self.tr("Refusé"), lambda: self.form_asked.emit(Form.REFUSE)),
            Form.VOID: button(self.tr("Annuler l'accord"), lambda: self.form_asked.emit(Form.VOID)),
            Form.NEW: button(self.tr("Nouvelle demande"), lambda: self.form_asked.emit(Form.NEW)),
        }
        self.print = button("", self.print_asked.emit)
        self.odf = button(self.tr("Registre ODF de l'enfant"), self.odf_asked.emit)
        column.addWidget(self._nobody)
        column.addWidget(self._title)
        column.addLayout(row(self._badge, label(), stretch=1))
        column.addLayout(self._facts)
        column.addSpacing(STEP)
        self._holders = {}
        keys = {self.buttons[form]: key for form, key in KEYS.items()} | {self.print: Key.PRINT, self.odf: Key.ODF}
        for widget, key in keys.items():
            box = QWidget()
            box.setLayout(row(widget, key_cap(key_text(key)), stretch=0))
            self._holders[widget] = box
        order = (Form.GRANT, Form.REFUSE, Form.VOID)
        for widget in (*(self.buttons[form] for form in order), self.print, self.odf, self.buttons[Form.NEW]):
            column.addWidget(self._holders[widget])
        column.addStretch(1)
        return holder

    def show_state(self, state: AgreementsState) -> None:
        """Shows the form that is open, else the agreement chosen."""
        self.setEnabled(not state.busy)
        if state.form is not None:
            self.form.show_asking(self._asking(state, state.form))
            self._stack.setCurrentWidget(self.form)
            return
        self._stack.setCurrentIndex(0)
        current = state.current
        for widget in (self._title, self._badge, self._holders[self.print]):
            widget.setVisible(current is not None)
        self._nobody.setVisible(current is None)
        for form, widget in self.buttons.items():
            self._holders[widget].setVisible(state.may(form))
        self._holders[self.odf].setVisible(current is not None and current.of_treatment)
        emptied(self._facts)
        if current is None:
            return
        self._title.setText(kind_text(self._rulebook, current.agreement))
        words, tone = state_text(current.standing)
        self._badge.setText(words)
        set_property(self._badge, "badge", tone if tone != "quiet" else "good")
        refused = current.agreement.state is AgreementState.REFUSED
        paper = self.tr("Notification de refus") if refused else self.tr("Imprimer le résumé")
        self.print.setText(paper)
        self.print.setAccessibleName(paper)
        for name, value in self._lines(state, current):
            self._add_fact(name, value)

    def _lines(self, state: AgreementsState, one: Listed) -> Iterator[tuple[str, str]]:
        """What is known of an agreement, line by line; what is not known is left out."""
        agreement, summary = one.agreement, one.summary
        labels = [f"{code} {self._act(code)}".strip() for code in agreement.codes]
        name = state.names.get(agreement.practitioner, "")
        refused = agreement.state is AgreementState.REFUSED
        lapses = lapse_day(one.standing, self._today())
        decided = self.tr("Refusé le") if refused else self.tr("Accordé le")
        lines = (
            (self.tr("Bénéficiaire"), summary.beneficiary),
            (self.tr("Immatriculation"), summary.immatriculation),
            (self.tr("Numéro d'accord"), agreement.number),
            (self.tr("Demandé le"), day_text(agreement.requested_on)),
            (decided, day_text(agreement.decided_on) if agreement.decided_on else ""),
            (self.tr("Caduc le"), day_text(lapses) if lapses else ""),
            (self.tr("Motif"), agreement.reason),
            (self.tr("Praticien"), " · ".join(filter(None, (name, agreement.practitioner)))),
            (self.tr("Actes"), "\n".join(labels)),
            (self.tr("Dents"), " ".join(str(tooth) for tooth in agreement.teeth)),
            (self.tr("Devis"), self.tr("{0} DH").format(money(agreement.quoted)) if agreement.quoted else ""),
            (self.tr("Demande déposée"), summary.request_number or self.tr("notée à la main")),
            (self.tr("Dossiers couverts"), "\n".join(summary.covered)),
            (self.tr("Note"), agreement.note),
        )
        return ((name, value) for name, value in lines if value)

    def _act(self, code: str) -> str:
        act = self._rulebook.act(code)
        return said(act.label) if act else ""

    def _add_fact(self, name: str, value: str) -> None:
        shown = label(value, wrap=True)
        shown.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        shown.setAccessibleName(f"{name} : {value}")
        line = row(label(name, "quiet"), shown, stretch=1)
        self._facts.addLayout(line)
        self._facts.addWidget(rule())

    def _asking(self, state: AgreementsState, form: Form) -> Asking:
        who = state.current.summary.beneficiary if state.current else ""
        titles = {
            Form.NEW: (
                self.tr("Nouvelle demande"),
                self.tr("Pour une demande partie sans dossier d'ici : sur papier, ou d'un autre bureau."),
                self.tr("Enregistrer la demande"),
            ),
            Form.GRANT: (self.tr("Accord donné"), who, self.tr("Enregistrer l'accord")),
            Form.REFUSE: (self.tr("Accord refusé"), who, self.tr("Enregistrer le refus")),
            Form.VOID: (self.tr("Annuler l'accord"), who, self.tr("Annuler l'accord")),
        }
        title, purpose, done = titles[form]
        return Asking(
            title=title,
            purpose=purpose,
            done=done,
            fields=self._request(state) if form is Form.NEW else self._decision(form),
            values=state.values,
            troubles={name: sentence(error) for name, error in state.troubles.items()},
        )

    def _decision(self, form: Form) -> tuple[Ask, ...]:
        reason = Ask(id="reason", title=self.tr("Motif"), hint=self.tr("Il paraît sur la notification et au journal."))
        if form is Form.VOID:
            return (Ask(id="reason", title=self.tr("Motif"), hint=self.tr("Il est gardé au journal.")),)
        day = Ask(id="day", title=self.tr("Date de la décision"), kind="day")
        if form is Form.REFUSE:
            return day, reason
        return Ask(id="number", title=self.tr("Numéro d'accord"), hint=self.tr("tel que la caisse l'écrit")), day

    def _request(self, state: AgreementsState) -> tuple[Ask, ...]:
        kinds = self._rulebook.agreement_kinds
        kind = kinds.get(state.values.get("kind", ""))
        fields = []
        if state.whose is None:
            people = tuple(
                (str(one.person.id), f"{one.person.name} · {one.family.immatriculation}") for one in state.people
            )
            fields.append(
                Ask(id="who", title=self.tr("Assuré ou bénéficiaire"), hint=self.tr("immatriculation ou nom"))
            )
            fields.append(Ask(id="person", title=self.tr("Bénéficiaire"), kind="choice", choices=people))
        choices = tuple((one.id, said(one.label)) for one in kinds.values())
        fields.append(Ask(id="kind", title=self.tr("Objet"), kind="choice", choices=choices))
        if kind is not None and kind.stages:
            stages = tuple((stage.id, said(stage.label)) for stage in kind.stages)
            fields.append(Ask(id="stage", title=self.tr("Partie du traitement"), kind="choice", choices=stages))
        name = state.names.get(state.values.get("practitioner", ""), "")
        return (
            *fields,
            Ask(id="day", title=self.tr("Demandé le"), kind="day", half=True),
            Ask(id="practitioner", title=self.tr("INPE du praticien"), kind="number", hint=name, half=True),
            Ask(id="codes", title=self.tr("Codes des actes"), hint=self.tr("exemple : D629"), half=True),
            Ask(id="teeth", title=self.tr("Dents"), hint=self.tr("exemple : 13 23"), half=True),
            Ask(id="quoted", title=self.tr("Montant du devis"), kind="amount"),
            Ask(id="note", title=self.tr("Note")),
        )
