"""The login: an agent's name and password open the store, or the recovery key sets a new password.

This module and what it imports stay clear of the store and its database driver: they cost half a second to import, and
the agent should see where to type before that.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from amo_desk.ui.page import Action, Context, Page
from amo_desk.ui.setup import login_state as states
from amo_desk.ui.setup.login_state import LoginState, Pane
from amo_desk.ui.setup.login_view import LoginView
from amo_desk.ui.shortcuts import Key
from amo_desk.usecases.clock import Clock

if TYPE_CHECKING:
    from amo_desk.usecases.desk import Desk


class LoginPage(Page):
    """The way in; `opened` carries the desk. A demonstration gives the name and password to show as `hint`."""

    opened = Signal(object)

    def __init__(self, context: Context, folder: Path, clock: Clock, hint: tuple[str, str] | None = None) -> None:
        super().__init__()
        self._context, self._folder, self._clock = context, folder, clock
        self._state = LoginState()
        self._warm = False
        words = self.tr("Démonstration : nom {name}, mot de passe {password}")
        self.view = LoginView(words.format(name=hint[0], password=hint[1]) if hint else "")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.view.log_in_asked.connect(self._log_in)
        self.view.recover_asked.connect(self._recover)
        self.view.forgotten.connect(self._forget)
        self.view.back_asked.connect(self._go_back)
        self.view.begun.connect(self._warm_up)

    def title(self) -> str:
        """The title of the window."""
        return self.tr("Connexion")

    def actions_now(self) -> tuple[Action, ...]:
        """To the recovery key, or back from it."""
        if self._state.pane is Pane.RECOVERY:
            return (Action(key=Key.BACK, label=self.tr("Revenir"), run=self._go_back, enabled=not self._state.busy),)
        words = self.tr("Mot de passe oublié")
        return (Action(key=Key.RECOVER, label=words, run=self._forget, enabled=not self._state.busy),)

    def entered(self) -> None:
        """An empty login, ready to type."""
        self.view.forget_secrets()
        self._show(LoginState())
        self.view.login.focus_first()

    def _log_in(self) -> None:
        login, password = self.view.login.login.text(), self.view.login.password.text()
        self._show(states.logging_in(self._state, login, password))
        if self._state.busy:
            self._context.tasks.run(
                self,
                lambda _progress: _opened(self._folder, login, password, self._clock),
                self._open,
                lambda error: self._show(states.login_failed(self._state, error)),
            )

    def _recover(self) -> None:
        form = self.view.recovery
        login, key = form.login.text(), form.key.text()
        password, again = form.password.first.text(), form.password.again.text()
        self._show(states.recovering(self._state, login, key, password, again))
        if self._state.busy:
            self._context.tasks.run(
                self,
                lambda _progress: _recovered(self._folder, key, login, password, self._clock),
                self._open,
                lambda error: self._show(states.recovery_failed(self._state, error)),
            )

    def _open(self, desk: Desk) -> None:
        self.view.forget_secrets()
        self._show(LoginState())
        self.opened.emit(desk)

    def _forget(self) -> None:
        self.view.recovery.login.edit.setText(self.view.login.login.text())
        self._show(replace(self._state, pane=Pane.RECOVERY, trouble=None, wrong=""))

    def _go_back(self) -> None:
        self._show(LoginState())

    def _warm_up(self) -> None:
        """Imports what the login needs while the agent still types."""
        if not self._warm:
            self._warm = True
            self._context.tasks.run(self, lambda _progress: _imported(), _nothing, _nothing)

    def _show(self, state: LoginState) -> None:
        self._state = state
        self.view.show_state(state)
        self.changed.emit()


def _nothing(_answer: object) -> None:
    pass


def _imported() -> None:
    from amo_desk.usecases import accounts  # noqa: F401, PLC0415  see the head of this module


def _opened(folder: Path, login: str, password: str, clock: Clock) -> Desk:
    from amo_desk.usecases import accounts  # noqa: PLC0415  see the head of this module

    return accounts.log_in(folder, login, password, clock)


def _recovered(folder: Path, key: str, login: str, password: str, clock: Clock) -> Desk:
    from amo_desk.usecases import accounts  # noqa: PLC0415  see the head of this module

    return accounts.recover(folder, key, login, password, clock)
