"""What the accounts page shows: the agents one may see, the one chosen, the form that is open, what may be done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from uuid import UUID

from amo_desk.domain.errors import DeskError
from amo_desk.domain.office import Agent, Role

_FIELDS = {
    "agent.name": "name",
    "agent.login": "login",
    "agent.taken": "login",
    "password.current": "current",
    "password.short": "password",
    "password.differs": "again",
}


class FormKind(Enum):
    """The forms: a new agent, a new password, an account opened again with one."""

    NEW = "new"
    PASSWORD = "password"  # noqa: S105  the name of a form
    REOPEN = "reopen"


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalState:
    """How many rows the journal has, and the first that does not follow from the one before."""

    rows: int
    broken_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountsState:
    """`me` is the agent at the desk; `armed` says that closing the chosen account was asked once."""

    me: Agent
    agents: tuple[Agent, ...] = ()
    chosen: UUID | None = None
    form: FormKind | None = None
    armed: bool = False
    busy: bool = False
    trouble: DeskError | None = None
    journal: JournalState | None = None

    @property
    def agent(self) -> Agent | None:
        """The chosen agent."""
        return next((agent for agent in self.agents if agent.id == self.chosen), None)

    @property
    def wrong(self) -> str:
        """The field that the trouble is about; empty when it is about none."""
        return _FIELDS.get(self.trouble.code, "") if self.trouble else ""

    @property
    def may_add(self) -> bool:
        """Whether a new agent may be added."""
        return self.me.role.covers(Role.ADMINISTRATOR)

    @property
    def may_set_password(self) -> bool:
        """Whether the chosen agent may be given a new password."""
        return self.agent is not None and self.agent.active and (self.may_add or self.agent.id == self.me.id)

    @property
    def own(self) -> bool:
        """Whether the chosen agent is the one at the desk."""
        return self.chosen == self.me.id

    @property
    def may_close(self) -> bool:
        """Whether the chosen account may be closed: never one's own."""
        return self.may_add and self.agent is not None and self.agent.active and self.agent.id != self.me.id

    @property
    def may_reopen(self) -> bool:
        """Whether the chosen account may be opened again."""
        return self.may_add and self.agent is not None and not self.agent.active


def listed(state: AccountsState, everyone: tuple[Agent, ...]) -> AccountsState:
    """The agents one may see: all for an administrator, oneself for anybody else; somebody is always chosen."""
    seen = everyone if state.may_add else tuple(agent for agent in everyone if agent.id == state.me.id)
    chosen = state.chosen if any(agent.id == state.chosen for agent in seen) else state.me.id
    return replace(state, agents=seen, chosen=chosen)


def choosing(state: AccountsState, agent: UUID) -> AccountsState:
    """Another agent chosen, with nothing begun."""
    return replace(rested(state), chosen=agent)


def filling(state: AccountsState, form: FormKind) -> AccountsState:
    """A form open."""
    return replace(rested(state), form=form)


def rested(state: AccountsState) -> AccountsState:
    """No form, nothing asked, nothing wrong."""
    return replace(state, form=None, armed=False, busy=False, trouble=None)


def working(state: AccountsState) -> AccountsState:
    """Something is being saved."""
    return replace(state, busy=True, armed=False, trouble=None)


def failed(state: AccountsState, error: DeskError) -> AccountsState:
    """The form again, with what went wrong."""
    return replace(state, busy=False, trouble=error)
