"""The only clock of the program: today, now and new ids are asked of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol
from uuid import UUID

import uuid6


class Clock(Protocol):
    """Tells the moment, in the zone of the office."""

    def now(self) -> datetime:
        """The moment, aware of its zone."""
        ...


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The clock of this machine, in its own zone."""

    def now(self) -> datetime:
        """The moment by this machine."""
        return datetime.now(UTC).astimezone()


@dataclass(slots=True)
class SetClock:
    """A clock that stands where it was put, for tests and the tour."""

    at: datetime

    def now(self) -> datetime:
        """The moment it was put at."""
        return self.at


def today(clock: Clock) -> date:
    """The day on a clock."""
    return clock.now().date()


def new_id() -> UUID:
    """A new id, ordered by time of creation (UUIDv7)."""
    return UUID(int=uuid6.uuid7().int)
