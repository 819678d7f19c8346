"""The desk: everything a use case needs, handed over explicitly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

from amo_desk import paths
from amo_desk.domain.errors import Refused
from amo_desk.domain.office import Agent, Office, Role
from amo_desk.rules import loading
from amo_desk.rules.rulebook import Rulebook
from amo_desk.store.database import Store
from amo_desk.store.journal import Author
from amo_desk.usecases.clock import Clock
from amo_desk.usecases.clock import today as day_of

OFFICE = "office"
SHORTEST_REASON = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """An open store, the rulebook, the clock and the agent who sits at the desk."""

    store: Store
    rulebook: Rulebook
    clock: Clock
    office: Office
    agent: Agent
    fonts: Path | None = None

    def today(self) -> date:
        """The day at this desk."""
        return day_of(self.clock)

    def at_office(self, moment: datetime) -> datetime:
        """A moment in the zone of the office."""
        return moment.astimezone(self.clock.now().tzinfo)

    def author(self) -> Author:
        """Who signs a change in the journal, and when."""
        return Author(agent=self.agent.login, station=self.office.station, at=self.clock.now())

    def require(self, role: Role) -> None:
        """Refuses what the agent's role does not cover."""
        if not self.agent.role.covers(role):
            raise Refused("agent.role", role=role.value)


def given_reason(reason: str, refusal: str) -> str:
    """A reason that the journal will keep; one too short to say anything is refused with a code."""
    text = reason.strip()
    if len(text) < SHORTEST_REASON:
        raise Refused(refusal)
    return text


def bundled_rulebook(store: Path | None = None) -> Rulebook:
    """The rulebook that travels with the program, under what the office keeps in the folder of a store."""
    reference, forms = paths.bundled("db/reference"), paths.bundled("forms")
    office = None if store is None else store / OFFICE
    return loading.load(reference, forms, office) if office and office.is_dir() else _delivered(reference, forms)


@cache
def _delivered(reference: Path, forms: Path) -> Rulebook:
    """The rulebook of the program alone, which no login and no agent after another changes."""
    return loading.load(reference, forms)
