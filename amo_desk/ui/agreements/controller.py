"""The agreements page: between what an agent looks for or records and the use cases of agreements."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from amo_desk.domain.agreements import Agreement, AgreementState
from amo_desk.domain.errors import DeskError
from amo_desk.ui.agreements import state as states
from amo_desk.ui.agreements.detail import KEYS
from amo_desk.ui.agreements.state import ALL, AgreementsState, Form, Listed, Whose
from amo_desk.ui.agreements.view import AgreementsView
from amo_desk.ui.answers import Answers
from amo_desk.ui.page import Action, Context, Page
from amo_desk.ui.shortcuts import Key
from amo_desk.usecases import agreements, dental_papers, lookup
from amo_desk.usecases.desk import Desk
from amo_desk.usecases.papers import Paper

MOST_PEOPLE = 12


class AgreementsPage(Page):
    """Every prior agreement of the office; `odf_asked` carries the child whose treatment one belongs to."""

    paper_asked = Signal(object, str)
    odf_asked = Signal(object, object)
    left = Signal()

    def __init__(self, context: Context, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._desk = context, desk
        self._kinds = desk.rulebook.agreement_kinds
        self.state = AgreementsState()
        self.view = AgreementsView(desk.rulebook, desk.today)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        view, detail = self.view, self.view.detail
        view.typed.connect(lambda text: self._look(replace(self.state, typed=text)))
        view.filtered.connect(lambda wanted: self._look(replace(self.state, filter=wanted)))
        view.chosen.connect(lambda chosen: self._show(replace(self.state, chosen=chosen)))
        detail.form_asked.connect(self._ask)
        detail.print_asked.connect(self._print)
        detail.odf_asked.connect(self.open_odf)
        detail.form.typed.connect(self._typed)
        detail.form.submitted.connect(self._submit)
        detail.form.left.connect(self._rest)

    def title(self) -> str:
        """The title of the page."""
        return self.tr("Accords préalables")

    def actions_now(self) -> tuple[Action, ...]:
        """Recording a request or a decision, the papers, going back."""
        state = self.state
        if state.form is not None:
            return (
                Action(key=Key.RECEIVE, label=self.tr("Enregistrer"), run=self._submit, enabled=not state.busy),
                Action(key=Key.BACK, label=self.tr("Annuler"), run=self._rest),
            )
        words = {
            Form.GRANT: self.tr("Accordé"),
            Form.REFUSE: self.tr("Refusé"),
            Form.NEW: self.tr("Nouvelle demande"),
            Form.VOID: self.tr("Annuler l'accord"),
        }
        forms = (
            Action(
                key=KEYS[form],
                label=label,
                run=partial(self._ask, form),
                shown=state.may(form),
                enabled=state.may(form),
            )
            for form, label in words.items()
        )
        some = state.current is not None and not state.busy
        return (
            *forms,
            Action(key=Key.PRINT, label=self.tr("Imprimer"), run=self._print, enabled=some, shown=some),
            *self._odf_action(),
            Action(key=Key.BACK, label=self.tr("Retour"), run=self._back),
        )

    def _odf_action(self) -> tuple[Action, ...]:
        if self.state.current is None or not self.state.current.of_treatment:
            return ()
        return (Action(key=Key.ODF, label=self.tr("Registre ODF de l'enfant"), run=self.open_odf, shown=False),)

    def entered(self) -> None:
        """Reads the list again and takes the focus to the search line."""
        self._look(self.state)
        self.view.focus_first(self.state)

    def show_all(self) -> None:
        """Shows the agreements of everybody."""
        self._begin(None)

    def show_beneficiary(self, family_id: UUID, beneficiary_id: UUID) -> None:
        """Shows the agreements of one beneficiary."""
        family = lookup.family_card(self._desk, family_id).family
        self._begin(Whose(family=family, person=family.member(beneficiary_id)))

    def open_odf(self) -> None:
        """Asks for the treatment that the agreement chosen belongs to."""
        current = self.state.current
        if current is not None:
            self.odf_asked.emit(current.agreement.family_id, current.agreement.beneficiary_id)

    def _begin(self, whose: Whose | None) -> None:
        self._show(replace(states.rested(self.state), whose=whose, typed="", filter=ALL, found=(), chosen=None))

    # reading

    def _look(self, wanted: AgreementsState) -> None:
        """Reads what is looked for; an answer to something looked for before is dropped."""
        self.state = wanted

        def read(_progress: object) -> tuple[tuple[Listed, ...], Mapping[str, str]]:
            if wanted.whose is not None:
                summaries = agreements.of_beneficiary(self._desk, wanted.whose.person.id)
                found = states.narrowed(wanted, summaries)
            else:
                found = agreements.find(self._desk, wanted.typed, wanted.states)
            worth = agreements.standings(self._desk, (one.agreement for one in found))
            rows = tuple(Listed(summary=one, standing=worth[one.agreement.id]) for one in found)
            names = lookup.practitioner_names(self._desk, {one.agreement.practitioner for one in found})
            return rows, names

        def show(answer: tuple[tuple[Listed, ...], Mapping[str, str]]) -> None:
            now = self.state
            if (now.typed, now.filter, now.whose) == (wanted.typed, wanted.filter, wanted.whose):
                self._show(states.listed(now, *answer))

        self._context.tasks.run(self, read, show, self._context.notices.trouble)

    def _show(self, state: AgreementsState) -> None:
        self.state = state
        self.view.show_state(state)
        self.changed.emit()

    def _back(self) -> None:
        """One step back: from what was typed, from one beneficiary to everybody, from the page."""
        if self.state.typed or self.state.filter:
            self._look(replace(self.state, typed="", filter=ALL))
            self.view.focus_first(self.state)
        elif not self.view.search.hasFocus():
            self.view.focus_first(self.state)
        else:
            self.left.emit()

    # what is asked

    def _ask(self, form: Form) -> None:
        if self.state.may(form):
            self._show(states.asking(self.state, form, self._desk.today(), self._kinds))
            self.view.focus_first(self.state)

    def _rest(self) -> None:
        self._show(states.rested(self.state))
        self.view.rows.setFocus()

    def _typed(self, name: str, value: str) -> None:
        state = states.typed(self.state, name, value, self._kinds)
        if name == "who":
            found = lookup.meant(self._desk, value, MOST_PEOPLE)
            state = states.with_people(state, [Whose(family=family, person=person) for family, person in found])
        elif name == "practitioner":
            state = replace(state, names={**state.names, **lookup.practitioner_names(self._desk, {value})})
        self._show(state)

    def _submit(self) -> None:
        form, current = self.state.form, self.state.current
        if form is None or self.state.busy:
            return
        if form is Form.NEW:
            request, troubles = states.read_request(self.state)
            if request is None:
                self._wrong(troubles)
            else:
                self._save(lambda: agreements.ask(self._desk, request), self.tr("Demande enregistrée."))
        elif current is not None:
            self._decide(form, current.agreement)

    def _decide(self, form: Form, agreement: Agreement) -> None:
        answers = Answers(self.state.values)
        number, reason = answers.text("number"), answers.text("reason")
        day = answers.day("day", required=form is not Form.VOID)
        desk = self._desk
        if answers.troubles:
            self._wrong(answers.troubles)
        elif form is Form.VOID:
            self._save(lambda: agreements.void(desk, agreement, reason), self.tr("Accord annulé."))
        elif day is not None and form is Form.GRANT:
            self._save(lambda: agreements.grant(desk, agreement, number, day), self.tr("Accord enregistré."))
        elif day is not None:
            self._save(
                lambda: agreements.refuse(desk, agreement, day, reason), self.tr("Refus enregistré."), self._print
            )

    def _save(self, work: Callable[[], Agreement], news: str, then: Callable[[], None] = lambda: None) -> None:
        def done(agreement: Agreement) -> None:
            kept = replace(states.rested(self.state), chosen=agreement.id)
            self._look(replace(kept, typed="", filter=ALL) if self._hidden(agreement) else kept)
            self._context.notices.say("good", news)
            self.view.rows.setFocus()
            then()

        self._show(replace(self.state, busy=True))
        self._context.tasks.write(self, lambda _progress: work(), done, self._failed)

    def _hidden(self, agreement: Agreement) -> bool:
        """Whether what is looked for would leave a saved agreement out."""
        return bool(self.state.typed) or agreement.state not in self.state.states

    def _wrong(self, troubles: Mapping[str, DeskError]) -> None:
        self._show(states.failed(self.state, troubles))
        self.view.detail.form.focus_on(next(iter(troubles), ""))

    def _failed(self, error: DeskError) -> None:
        if self.state.form is None:
            self._show(states.rested(self.state))
            self._context.notices.trouble(error)
        else:
            self._wrong(states.troubled(error))

    # papers

    def _print(self) -> None:
        current = self.state.current
        if current is None or self.state.busy:
            return
        refused = current.agreement.state is AgreementState.REFUSED
        make = dental_papers.refusal_notice if refused else dental_papers.agreement_summary
        name = self.tr("Notification de refus") if refused else self.tr("Demande d'accord préalable")

        def done(paper: Paper) -> None:
            self._show(replace(self.state, busy=False))
            self.paper_asked.emit(paper, name)

        self._show(replace(self.state, busy=True))
        self._context.tasks.run(self, lambda _progress: make(self._desk, current.agreement), done, self._failed)
