"""The registers of the desk: what they hold, and how long work on them is told of and stopped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from amo_desk.domain.errors import Refused
from amo_desk.store import affiliates, medicines, practitioners
from amo_desk.store.medicines import Edition
from amo_desk.usecases.desk import Desk

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterState:
    """How much each register holds; the editions of the medicine list with the latest first."""

    people: int
    practitioners: int
    editions: tuple[Edition, ...]


def register_state(desk: Desk) -> RegisterState:
    """What the registers hold now."""
    with desk.store.reading() as connection:
        return RegisterState(
            people=affiliates.count(connection),
            practitioners=practitioners.count(connection),
            editions=medicines.editions(connection),
        )


def stop_if(cancelled: Cancelled) -> None:
    """Refuses to go on with work that was asked to stop."""
    if cancelled():
        raise Refused("task.cancelled")
