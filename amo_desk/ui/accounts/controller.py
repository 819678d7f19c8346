"""The office's agents: adding one, setting passwords, closing and reopening accounts, and whether the journal holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout

from amo_desk.domain.errors import DeskError, Refused
from amo_desk.domain.office import Agent
from amo_desk.ui.accounts import state as states
from amo_desk.ui.accounts.state import AccountsState, FormKind, JournalState
from amo_desk.ui.accounts.view import AccountsView
from amo_desk.ui.page import Action, Context, Page
from amo_desk.ui.shortcuts import Key
from amo_desk.ui.widgets.entries import take_focus
from amo_desk.ui.widgets.logins import proposed_login
from amo_desk.ui.widgets.passwords import check_twice
from amo_desk.usecases import accounts
from amo_desk.usecases.accounts import NewAccount
from amo_desk.usecases.desk import Desk


class AccountsPage(Page):
    """The accounts of the office; who is no administrator sees only their own."""

    def __init__(self, context: Context, desk: Desk) -> None:
        super().__init__()
        self._context, self._desk = context, desk
        self._state = AccountsState(me=desk.agent)
        self.view = AccountsView(desk.agent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.view.chosen.connect(self._choose)
        self.view.new_asked.connect(lambda: self._fill(FormKind.NEW))
        self.view.password_asked.connect(self._ask_password)
        self.view.close_asked.connect(self._close_account)
        self.view.form.submitted.connect(self._submit)
        self.view.form.left.connect(self._rest)
        self.view.form.agent_named.connect(self._name)
        self.view.table.activated.connect(lambda _index: self._ask_password())

    def title(self) -> str:
        """The title of the page."""
        return self.tr("Agents et accès")

    def actions_now(self) -> tuple[Action, ...]:
        """What may be done for the chosen agent."""
        state, free = self._state, not self._state.busy
        password = self.tr("Rouvrir le compte") if state.may_reopen else self.tr("Changer le mot de passe")
        begun = state.form is not None or state.armed
        return (
            Action(
                key=Key.NEW,
                label=self.tr("Nouvel agent"),
                run=lambda: self._fill(FormKind.NEW),
                enabled=free and state.may_add,
                shown=state.may_add,
            ),
            Action(
                key=Key.NEW_PASSWORD,
                label=password,
                run=self._ask_password,
                enabled=free and (state.may_set_password or state.may_reopen),
            ),
            Action(
                key=Key.DISCARD,
                label=self.tr("Fermer le compte"),
                run=self._close_account,
                enabled=free and state.form is None and state.may_close,
                shown=state.may_close,
            ),
            Action(key=Key.BACK, label=self.tr("Annuler"), run=self._rest, enabled=free and begun, shown=begun),
        )

    def entered(self) -> None:
        """Reads the agents and goes through the journal."""
        self._show(states.rested(self._state))
        self._list()
        self._check_journal()
        take_focus(self.view.table)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc in the table takes back what was asked."""
        if event.key() == Qt.Key.Key_Escape:
            self._rest()
        else:
            super().keyPressEvent(event)

    def _list(self) -> None:
        desk, trouble = self._desk, self._context.notices.trouble
        self._context.tasks.run(self, lambda _progress: accounts.everyone(desk), self._know, trouble)

    def _check_journal(self) -> None:
        desk, trouble = self._desk, self._context.notices.trouble
        self._context.tasks.run(
            self,
            lambda _progress: JournalState(broken_at=accounts.journal_break(desk), rows=accounts.journal_length(desk)),
            lambda journal: self._show(replace(self._state, journal=journal)),
            trouble,
        )

    def _know(self, everyone: tuple[Agent, ...]) -> None:
        self._show(states.listed(self._state, everyone))

    def _choose(self, agent: Agent) -> None:
        if agent.id != self._state.chosen:
            self._show(states.choosing(self._state, agent.id))

    def _fill(self, form: FormKind) -> None:
        self._show(states.filling(self._state, form))

    def _name(self, name: str) -> None:
        self.view.form.login.propose(proposed_login(name))
        self.view.form.password.set_about(name)

    def _ask_password(self) -> None:
        if self._state.may_reopen:
            self._fill(FormKind.REOPEN)
        elif self._state.may_set_password:
            self._fill(FormKind.PASSWORD)

    def _rest(self) -> None:
        self._show(states.rested(self._state))

    def _submit(self) -> None:
        form, kind, agent = self.view.form, self._state.form, self._state.agent
        password = form.password.first.text()
        try:
            check_twice(password, form.password.again.text())
        except Refused as error:
            self._show(states.failed(self._state, error))
            return
        desk = self._desk
        if kind is FormKind.NEW:
            login = form.login.text().strip().casefold()
            account = NewAccount(login=login, name=form.name.text(), password=password, role=form.role())
            news = self.tr("Compte de {name} créé.").format(name=account.name.strip())
            self._save(lambda: accounts.add_agent(desk, account), news)
        elif kind is FormKind.PASSWORD and agent is not None:
            news = self.tr("Mot de passe de {name} changé.").format(name=agent.name)
            current = form.current.text()
            self._save(lambda: accounts.set_password(desk, agent, password, current), news)
        elif kind is FormKind.REOPEN and agent is not None:
            news = self.tr("Compte de {name} rouvert.").format(name=agent.name)
            self._save(lambda: _reopen(desk, agent, password), news)

    def _close_account(self) -> None:
        desk, agent = self._desk, self._state.agent
        if agent is None or not self._state.may_close:
            return
        if not self._state.armed:
            self._show(replace(self._state, armed=True))
            return
        news = self.tr("Compte de {name} fermé.").format(name=agent.name)
        self._save(lambda: accounts.set_active(desk, agent, False), news)

    def _save(self, work: Callable[[], object], news: str) -> None:
        def done(_answer: object) -> None:
            self._rest()
            self._context.notices.say("good", news)
            self._list()

        self._show(states.working(self._state))
        self._context.tasks.write(self, lambda _progress: work(), done, self._fail)

    def _fail(self, error: DeskError) -> None:
        if self._state.form is None:
            self._rest()
            self._context.notices.trouble(error)
        else:
            self._show(states.failed(self._state, error))

    def _show(self, state: AccountsState) -> None:
        self._state = state
        self.view.show_state(state)
        self.changed.emit()


def _reopen(desk: Desk, agent: Agent, password: str) -> None:
    """The password first: should it be refused, the account stays closed."""
    accounts.set_password(desk, agent, password)
    accounts.set_active(desk, agent, True)
