"""The lock: the desk stays open behind it, nothing of it is seen, and the agent's password brings it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from amo_desk.domain.errors import DeskError
from amo_desk.ui.page import Action, Context, Page
from amo_desk.ui.setup import login_state as states
from amo_desk.ui.setup.login_state import LockState
from amo_desk.ui.setup.login_view import LockView
from amo_desk.ui.shortcuts import Key

if TYPE_CHECKING:
    from amo_desk.usecases.desk import Desk


class LockPage(Page):
    """Covers the whole window until the agent is back, or another one takes the desk."""

    unlocked = Signal()
    log_out_asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._desk: Desk | None = None
        self._state = LockState()
        self.view = LockView()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.view.form.submitted.connect(self._unlock)
        self.view.form.left.connect(self.view.form.password.clear)
        self.view.change_asked.connect(self.log_out_asked)

    def title(self) -> str:
        """The title of the window."""
        return self.tr("Poste verrouillé")

    def actions_now(self) -> tuple[Action, ...]:
        """Typing afresh, or leaving the desk to another agent."""
        free = not self._state.busy
        return (
            Action(key=Key.BACK, label=self.tr("Effacer"), run=self.view.form.password.clear, enabled=free),
            Action(key=Key.LOG_OUT, label=self.tr("Changer d'agent"), run=self.log_out_asked.emit, enabled=free),
        )

    def lock(self, desk: Desk) -> None:
        """Locks the desk of an agent."""
        self._desk = desk
        self.view.form.password.clear()
        self._show(LockState(agent=desk.agent.name))

    def entered(self) -> None:
        """Ready for the password."""
        self.view.form.focus_first()

    def tell(self, error: DeskError) -> None:
        """Says why the desk cannot be left just so."""
        self._show(states.unlock_failed(self._state, error))

    def _unlock(self) -> None:
        desk, password = self._desk, self.view.form.password.text()
        if desk is None:
            return
        self._show(states.unlocking(self._state, password))
        if self._state.busy:
            self._context.tasks.run(
                self,
                lambda _progress: _checked(desk, password),
                lambda _none: self._open(),
                lambda error: self._show(states.unlock_failed(self._state, error)),
            )

    def _open(self) -> None:
        self._desk = None
        self.view.form.password.clear()
        self._show(LockState())
        self.unlocked.emit()

    def _show(self, state: LockState) -> None:
        self._state = state
        self.view.show_state(state)
        self.changed.emit()


def _checked(desk: Desk, password: str) -> None:
    from amo_desk.usecases import accounts  # noqa: PLC0415  this page is made before the store is ever needed

    accounts.unlock(desk, password)
