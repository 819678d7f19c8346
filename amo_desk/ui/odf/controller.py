"""The ODF page: between what an agent does with a treatment and the use cases of orthodontics."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from amo_desk.domain.errors import DeskError
from amo_desk.domain.findings import Finding
from amo_desk.domain.odf import Ledger, Period
from amo_desk.ui.answers import Answers
from amo_desk.ui.odf import state as states
from amo_desk.ui.odf.state import Child, Form, OdfState
from amo_desk.ui.odf.view import OdfView
from amo_desk.ui.page import Action, Context, Page
from amo_desk.ui.shortcuts import Key
from amo_desk.usecases import dental_papers, lookup, odf
from amo_desk.usecases.desk import Desk
from amo_desk.usecases.papers import Paper


class OdfPage(Page):
    """The treatments of the section, or one child's; `dossier_asked` carries who and on which form."""

    paper_asked = Signal(object, str)
    dossier_asked = Signal(object, object, object)
    left = Signal()

    def __init__(self, context: Context, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._desk = context, desk
        self._through_list = False
        self.state = OdfState()
        self.view = OdfView(desk.rulebook, desk.today)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self._connect()

    def _connect(self) -> None:
        view, side = self.view, self.view.side
        view.treatment_marked.connect(lambda case: self._show(replace(self.state, marked=case)))
        view.treatment_opened.connect(self._open_marked)
        view.period_chosen.connect(lambda place: self._show(states.choosing(self.state, place)))
        view.remove_asked.connect(self._remove)
        side.next_asked.connect(self._next)
        side.form_asked.connect(self._ask)
        side.reopen_asked.connect(self._reopen)
        side.print_asked.connect(self._print)
        side.remove_asked.connect(self._remove)
        side.form.typed.connect(self._typed)
        side.form.submitted.connect(self._submit)
        side.form.left.connect(self._rest)

    def title(self) -> str:
        """The title of the page, with the child's name where there is one."""
        name = self.tr("Orthopédie dento-faciale")
        return f"{name} · {self.state.child.person.name}" if self.state.child else name

    def actions_now(self) -> tuple[Action, ...]:
        """What can be done with the treatment, or nothing but going back."""
        state = self.state
        back = Action(key=Key.BACK, label=self.tr("Annuler") if state.form else self.tr("Retour"), run=self._back)
        if state.child is None:
            return (back,)
        if state.form is not None:
            return (Action(key=Key.RECEIVE, label=self.tr("Enregistrer"), run=self._submit), back)
        new, words = (Form.PERIOD, self.tr("Noter une période"))
        if state.case is None:
            new, words = Form.OPEN, self.tr("Ouvrir le traitement")
        closed = state.case is not None and not state.open
        close = self._reopen if closed else lambda: self._ask(Form.CLOSE)
        return (
            Action(
                key=Key.RECEIVE, label=self.tr("Dossier suivant"), run=self._next, enabled=state.next_form is not None
            ),
            Action(key=Key.NEW, label=words, run=lambda: self._ask(new), enabled=not closed),
            Action(
                key=Key.TRANSFER,
                label=self.tr("Changer d'orthodontiste"),
                run=lambda: self._ask(Form.TRANSFER),
                enabled=state.open,
                shown=state.open,
            ),
            Action(
                key=Key.CLOSE,
                label=self.tr("Rouvrir le traitement") if closed else self.tr("Clore le traitement"),
                run=close,
                enabled=state.case is not None,
                shown=False,
            ),
            Action(key=Key.PRINT, label=self.tr("Imprimer le registre"), run=self._print),
            back,
        )

    def entered(self) -> None:
        """Reads again what is shown, and goes where work begins."""
        self._load(focus=True)

    def show_list(self) -> None:
        """Shows the treatments of the section."""
        self._through_list = True
        self._show(replace(states.rested(self.state), child=None, ledger=None, chosen=None))

    def open_child(self, family_id: UUID, beneficiary_id: UUID) -> None:
        """Shows the treatment of a child."""
        self._through_list = False
        self._open(family_id, beneficiary_id)

    # reading

    def _open(self, family_id: UUID, beneficiary_id: UUID) -> None:
        family = lookup.family_card(self._desk, family_id).family
        child = Child(family=family, person=family.member(beneficiary_id))
        ledger = odf.ledger(self._desk, family_id, beneficiary_id)
        names, serving = self._names(ledger), odf.serving(self._desk, child.person, ledger)
        following = odf.next_form(self._desk, ledger)
        self._show(states.with_ledger(self.state, child, ledger, names, serving, following))

    def _load(self, *, focus: bool = False) -> None:
        child = self.state.child
        try:
            if child is not None:
                self._open(child.family.id, child.person.id)
            else:
                self._show(states.listed(self.state, odf.cases(self._desk)))
        except DeskError as error:
            self._context.notices.trouble(error)
        if focus:
            self.view.focus_first(self.state)

    def _names(self, ledger: Ledger) -> Mapping[str, str]:
        case = ledger.case
        numbers = {row.period.practitioner for row in ledger.rows}
        numbers |= {case.practitioner, case.former_practitioner} if case else set()
        return lookup.practitioner_names(self._desk, numbers)

    def _show(self, state: OdfState) -> None:
        self.state = state
        self.view.show_state(state)
        self.changed.emit()

    def _open_marked(self) -> None:
        found = next((one for one in self.state.treatments if one.case.id == self.state.marked), None)
        if found is not None:
            try:
                self._open(found.case.family_id, found.case.beneficiary_id)
            except DeskError as error:
                self._context.notices.trouble(error)
            self.view.focus_first(self.state)

    def _back(self) -> None:
        """One step back: from the form, from the child to the list it was opened from, from the page."""
        if self.state.form is not None or self.state.armed:
            self._rest()
        elif self.state.child is not None and self._through_list:
            self.show_list()
            self._load(focus=True)
        else:
            self.left.emit()

    # what is asked

    def _ask(self, form: Form) -> None:
        if self.state.child is None or self.state.busy or (form is not Form.OPEN and not self.state.open):
            return
        self._show(states.asking(self.state, form, self._desk.today()))
        self.view.focus_first(self.state)

    def _rest(self) -> None:
        self._show(states.rested(self.state))
        self.view.focus_first(self.state)

    def _typed(self, name: str, value: str) -> None:
        state = states.typed(self.state, name, value)
        if name == "practitioner":
            state = replace(state, names={**state.names, **lookup.practitioner_names(self._desk, {value})})
        self._show(replace(state, foreseen=self._foreseen(state)))

    def _foreseen(self, state: OdfState) -> tuple[Finding, ...]:
        """What the rules would say of the period typed so far; nothing while it cannot be read."""
        period, _ = states.read_period(state, self._desk.today()) if state.form is Form.PERIOD else (None, {})
        if period is None or state.case is None or period.since > self._desk.today():
            return ()
        return odf.foreseen(self._desk, state.case, period)

    def _submit(self) -> None:
        form, child, case = self.state.form, self.state.child, self.state.case
        if form is None or child is None or self.state.busy:
            return
        if form is Form.PERIOD:
            period, troubles = states.read_period(self.state, self._desk.today())
            if period is None or case is None:
                self._wrong(troubles)
            else:
                self._tell(period)
            return
        answers = Answers(self.state.values)
        inpe = answers.number("practitioner")
        day = answers.day("day") if form is not Form.OPEN else None
        if answers.troubles:
            self._wrong(answers.troubles)
        elif form is Form.OPEN:
            opened = self.tr("Traitement ouvert.")
            self._save(lambda: odf.open_case(self._desk, child.family.id, child.person.id, inpe), opened)
        elif case is not None and day is not None:
            if form is Form.TRANSFER:
                self._save(lambda: odf.transfer(self._desk, case, inpe, day), self.tr("Orthodontiste changé."))
            else:
                self._save(lambda: odf.close(self._desk, case, day), self.tr("Traitement clos."))

    def _tell(self, period: Period) -> None:
        case = self.state.case
        if case is None:
            return

        def told() -> None:
            rows = self.state.ledger.rows if self.state.ledger else ()
            place = next((at for at, row in enumerate(rows) if row.period == period), None)
            if place is not None:
                self._show(states.choosing(self.state, place))

        self._save(lambda: odf.tell(self._desk, case, period), self.tr("Période notée."), told)

    def _remove(self) -> None:
        case, told = self.state.case, self.state.told
        if not self.state.may_remove or case is None or told is None:
            return
        if not self.state.armed:
            self._show(replace(self.state, armed=True))
            return
        self._save(lambda: odf.untell(self._desk, case, told), self.tr("Période retirée."))

    def _reopen(self) -> None:
        case = self.state.case
        if case is not None and not self.state.open:
            self._save(lambda: odf.reopen(self._desk, case), self.tr("Traitement rouvert."))

    def _save(self, work: Callable[[], object], news: str, then: Callable[[], None] = lambda: None) -> None:
        def done(_answer: object) -> None:
            self._load()
            then()
            self._context.notices.say("good", news)
            self.view.focus_first(self.state)

        self._show(replace(self.state, busy=True))
        self._context.tasks.write(self, lambda _progress: work(), done, self._failed)

    def _wrong(self, troubles: Mapping[str, DeskError]) -> None:
        self._show(states.failed(self.state, troubles))
        self.view.side.form.focus_on(next(iter(troubles), ""))

    def _failed(self, error: DeskError) -> None:
        if self.state.form is None:
            self._show(states.rested(self.state))
            self._context.notices.trouble(error)
        else:
            self._wrong(states.troubled(self.state.form, error))

    # what leaves the page

    def _next(self) -> None:
        child, form = self.state.child, self.state.next_form
        if child is not None and form is not None and not self.state.busy:
            self.dossier_asked.emit(child.family.id, child.person.id, form)

    def _print(self) -> None:
        ledger = self.state.ledger
        if ledger is None or self.state.busy:
            return

        def done(paper: Paper) -> None:
            self._show(replace(self.state, busy=False))
            self.paper_asked.emit(paper, self.tr("Registre d'orthopédie dento-faciale"))

        self._show(replace(self.state, busy=True))
        self._context.tasks.run(
            self, lambda _progress: dental_papers.odf_ledger(self._desk, ledger), done, self._failed
        )
