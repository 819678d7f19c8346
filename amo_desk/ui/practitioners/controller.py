"""The practitioners page: between what an agent looks for or settles and the use cases of practitioners."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from amo_desk.domain.errors import DeskError
from amo_desk.domain.office import Role
from amo_desk.ui.page import Action, Context, Page
from amo_desk.ui.practitioners import state as states
from amo_desk.ui.practitioners.detail import FORM_KEYS
from amo_desk.ui.practitioners.state import Form, Listing, PractitionersState, Shown
from amo_desk.ui.practitioners.view import PractitionersView
from amo_desk.ui.shortcuts import Key
from amo_desk.usecases import practitioners
from amo_desk.usecases.desk import Desk


class PractitionersPage(Page):
    """Everybody behind an INPE, and what waits to be settled about them."""

    left = Signal()

    def __init__(self, context: Context, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._desk = context, desk
        self.state = PractitionersState(may_settle=desk.agent.role.covers(Role.SUPERVISOR))
        self.view = PractitionersView(desk.today)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        view, detail = self.view, self.view.detail
        view.typed.connect(lambda text: self._look(replace(self.state, typed=text, shown=Shown.ALL)))
        view.listed.connect(lambda shown: self._show(states.showing(self.state, shown)))
        view.chosen.connect(lambda chosen: self._show(replace(self.state, chosen=chosen)))
        detail.form_asked.connect(self._ask)
        detail.validate_asked.connect(self._validate)
        detail.keep_all_asked.connect(self._keep_all)
        detail.form.typed.connect(lambda name, value: self._show(states.typed(self.state, name, value)))
        detail.form.submitted.connect(self._submit)
        detail.form.left.connect(self._rest)

    def title(self) -> str:
        """The title of the page."""
        return self.tr("Praticiens")

    def actions_now(self) -> tuple[Action, ...]:
        """Validating, rejecting, correcting, noting somebody new, going back."""
        now = self.state
        if now.form is not None:
            return (
                Action(key=Key.RECEIVE, label=self.tr("Enregistrer"), run=self._submit, enabled=not now.busy),
                Action(key=Key.BACK, label=self.tr("Annuler"), run=self._rest),
            )
        offered = (
            (Key.RECEIVE, self.tr("Valider"), self._validate, now.may_judge),
            (FORM_KEYS[Form.REJECT], self.tr("Rejeter"), partial(self._ask, Form.REJECT), now.may_judge),
            (Key.OVERRIDE, self.tr("Tous ces noms sont justes"), self._keep_all, now.may_keep_all),
            (FORM_KEYS[Form.CORRECT], self.tr("Corriger"), partial(self._ask, Form.CORRECT), now.may_correct),
            (FORM_KEYS[Form.LEARN], self.tr("Noter un praticien"), partial(self._ask, Form.LEARN), now.idle),
        )
        return (
            *(Action(key=key, label=words, run=run, enabled=may, shown=may) for key, words, run, may in offered),
            Action(key=Key.BACK, label=self.tr("Retour"), run=self._back),
        )

    def entered(self) -> None:
        """Reads the list again and takes the focus to the search line."""
        self._look(self.state)
        self.view.focus_first(self.state)

    def show_waiting(self) -> None:
        """Shows first what waits to be settled, where something does."""
        self._look(replace(states.rested(self.state), typed="", shown=Shown.ALL), waiting=True)

    def _show(self, state: PractitionersState) -> None:
        self.state = state
        self.view.show_state(state)
        self.changed.emit()

    def _look(self, wanted: PractitionersState, *, waiting: bool = False) -> None:
        """Reads what is looked for; an answer to something looked for before is dropped."""
        self.state = wanted

        def read(_progress: object) -> tuple[Listing, tuple[str, ...]] | None:
            if wanted.typed != self.state.typed:
                return None
            found, more = practitioners.find(self._desk, wanted.typed)
            listing = Listing(
                found=found,
                more=more,
                pending=practitioners.pending(self._desk),
                conflicts=practitioners.conflicts(self._desk),
            )
            return listing, practitioners.kinds(self._desk)

        def show(answer: tuple[Listing, tuple[str, ...]] | None) -> None:
            if answer is None or wanted.typed != self.state.typed:
                return
            listing, kinds = answer
            now = replace(self.state, kinds=kinds)
            if waiting and (listing.pending or listing.conflicts):
                now = replace(now, shown=Shown.PENDING if listing.pending else Shown.CONFLICTS)
            self._show(states.listed(now, listing))

        self._context.tasks.run(self, read, show, self._context.notices.trouble)

    def _back(self) -> None:
        """One step back: from what was typed, from a part of the register, from the page."""
        if self.state.typed or self.state.shown is not Shown.ALL:
            self._look(replace(self.state, typed="", shown=Shown.ALL))
            self.view.focus_first(self.state)
        elif not self.view.search.hasFocus():
            self.view.focus_first(self.state)
        else:
            self.left.emit()

    def _ask(self, form: Form) -> None:
        if self.state.idle:
            self._show(states.asking(self.state, form))
            self.view.focus_first(self.state)

    def _rest(self) -> None:
        self._show(states.rested(self.state))
        self.view.search.setFocus()

    def _submit(self) -> None:
        now, desk = self.state, self._desk
        values, entry = now.values, now.current
        if now.busy:
            return
        if now.form is Form.LEARN:
            more = {"speciality": values.get("speciality", ""), "place": values.get("place", "")}
            inpe, name, kind = (values.get(field, "") for field in ("inpe", "name", "kind"))
            self._save(lambda: practitioners.learn(desk, inpe, name, kind, **more), self.tr("Praticien noté."))
        elif entry is not None and now.form is Form.REJECT:
            reason = values.get("reason", "")
            self._save(lambda: practitioners.reject(desk, entry.id, reason), self.tr("Entrée rejetée."))
        elif entry is not None and now.form is Form.CORRECT:
            inpe, name = values.get("inpe", ""), values.get("name", "")
            self._save(lambda: practitioners.correct(desk, entry, inpe=inpe, name=name), self.tr("Entrée corrigée."))

    def _validate(self) -> None:
        entry = self.state.current
        if entry is not None and self.state.may_judge:
            self._save(lambda: practitioners.validate(self._desk, entry.id), self.tr("Praticien validé."))

    def _keep_all(self) -> None:
        conflict = self.state.conflict
        if conflict is not None and self.state.may_keep_all:
            words = self.tr("Noté : plusieurs praticiens partagent cet INPE.")
            self._save(lambda: practitioners.keep_all(self._desk, conflict), words)

    def _save(self, work: Callable[[], object], news: str) -> None:
        def done(_answer: object) -> None:
            self._context.notices.say("good", news)
            self._look(states.rested(self.state))
            self.view.search.setFocus()

        self._show(replace(self.state, busy=True))
        self._context.tasks.write(self, lambda _progress: work(), done, self._failed)

    def _failed(self, error: DeskError) -> None:
        asked = self.state.form is not None
        self._show(states.failed(self.state, error))
        if asked:
            self.view.detail.form.focus_on(next(iter(self.state.troubles), ""))
        else:
            self._context.notices.trouble(error)
            self._look(states.rested(self.state))
