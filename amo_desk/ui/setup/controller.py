"""The first run: an office answers a few questions and gets its encrypted store."""

from __future__ import annotations

import secrets
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from amo_desk.domain.errors import DeskError
from amo_desk.rules.rulebook import Rulebook
from amo_desk.ui.page import Action, Context, Page
from amo_desk.ui.setup import state as states
from amo_desk.ui.setup.state import GROUPS, GROUPS_ASKED, SetupState, Step
from amo_desk.ui.setup.view import SetupView
from amo_desk.ui.shortcuts import Key
from amo_desk.ui.widgets.logins import proposed_login
from amo_desk.usecases import accounts
from amo_desk.usecases.clock import Clock
from amo_desk.usecases.desk import Desk, bundled_rulebook


class SetupPage(Page):
    """The assistant of the first run; `opened` carries the desk of the first administrator."""

    opened = Signal(object)

    def __init__(self, context: Context, folder: Path, clock: Clock) -> None:
        super().__init__()
        self._context, self._folder, self._clock = context, folder, clock
        self._rulebook: Rulebook | None = None
        self._state = SetupState()
        self.view = SetupView()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.view.submitted.connect(self._go_on)
        self.view.left.connect(self._go_back)
        self.view.agent_named.connect(lambda name: self.view.administrator.show_named(name, proposed_login(name)))

    def title(self) -> str:
        """The title of the window."""
        return self.tr("Première mise en route")

    def actions_now(self) -> tuple[Action, ...]:
        """Going back; Enter goes on."""
        possible = self._state.step not in (Step.MUTUELLE, Step.CREATING)
        return (Action(key=Key.BACK, label=self.tr("Étape précédente"), run=self._go_back, enabled=possible),)

    def entered(self) -> None:
        """Shows the first step and reads the mutuelles from the rules that travel with the program."""
        self._show(self._state)
        self._context.tasks.run(self, lambda _progress: bundled_rulebook(), self._know, self._fail)

    def _know(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._show(replace(self._state, mutuelles=tuple(rulebook.mutuelles.values()), trouble=None))

    def _go_on(self) -> None:
        if self._rulebook is None or self._state.step is Step.CREATING:
            return
        state = states.advanced(self._state, self.view.answers(), self._rulebook)
        if state.step is Step.KEY and not state.key:
            state = replace(state, key=accounts.recovery_key())
        if state.step is Step.CONFIRM and self._state.step is Step.KEY:
            drawn = secrets.SystemRandom().sample(range(GROUPS), GROUPS_ASKED)
            state = replace(state, asked=tuple(sorted(drawn)))
            self.view.confirm.clear()
        self._show(state)
        if state.step is Step.CREATING:
            self._create()

    def _go_back(self) -> None:
        self._show(states.back(self._state))

    def _create(self) -> None:
        answers, key = self.view.answers(), self._state.key
        office, account = answers.office(), answers.account()
        self._context.tasks.run(
            self,
            lambda _progress: accounts.set_up(self._folder, office, account, key, self._clock),
            self._open,
            lambda error: self._show(states.failed(self._state, error)),
        )

    def _open(self, desk: Desk) -> None:
        self._state = replace(self._state, key="")
        self.view.forget_secrets()
        self.opened.emit(desk)

    def _fail(self, error: DeskError) -> None:
        self._show(replace(self._state, trouble=error))

    def _show(self, state: SetupState) -> None:
        self._state = state
        self.view.show_state(state)
        self.changed.emit()
