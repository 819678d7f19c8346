"""The office, its station and its agents: who speaks on a paper and in the journal."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from uuid import UUID


class Role(Enum):
    """What an agent may do; each role may do what the one before may."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"

    def covers(self, other: Role) -> bool:
        """Whether this role may do what the other may.

        >>> Role.SUPERVISOR.covers(Role.AGENT), Role.AGENT.covers(Role.SUPERVISOR)
        (True, False)
        """
        order = list(Role)
        return order.index(self) >= order.index(other)


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Where the paper is handed in: mutuelle code, office and station with the digits used in numbers."""

    mutuelle: str
    name: str
    code: str
    station: str
    phone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """A named person with an account of their own."""

    id: UUID
    login: str
    name: str
    role: Role
    active: bool = True
