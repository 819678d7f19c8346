"""The register of practitioners as the counter keeps it: learnt, validated, rejected, corrected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amo_desk.domain.people import Practitioner
from amo_desk.usecases.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the register; who learnt it and when, where it was learnt at the counter."""

    id: UUID
    practitioner: Practitioner
    learnt_at: datetime | None = None
    learnt_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """An INPE under several names, for a supervisor to settle."""

    inpe: str
    entries: tuple[Entry, ...]


def kinds(desk: Desk) -> tuple[str, ...]:
    """The kinds that the register holds, for a choice."""
    raise NotImplementedError


def learn(desk: Desk, inpe: str, name: str, kind: str, *, speciality: str = "", place: str = "") -> Practitioner:
    """Records somebody met at the counter, until a supervisor validates them.

    `Refused`: `practitioner.inpe`, `practitioner.name`, `practitioner.kind`, `practitioner.known` (this name stands
    under this number already), `practitioner.rejected` (with `reason`).
    """
    raise NotImplementedError


def pending(desk: Desk) -> tuple[Entry, ...]:
    """Those learnt at the counter and not validated yet, oldest first."""
    raise NotImplementedError


def validate(desk: Desk, entry_id: UUID) -> None:
    """A learnt entry becomes one of the register. Supervisors only; `Stale` when it was settled meanwhile."""
    raise NotImplementedError


def reject(desk: Desk, entry_id: UUID, reason: str) -> None:
    """A learnt entry no longer counts. Supervisors only; `Stale` when it was settled meanwhile."""
    raise NotImplementedError


def conflicts(desk: Desk) -> tuple[Conflict, ...]:
    """The INPE that stand under several names and were not settled."""
    raise NotImplementedError


def keep_all(desk: Desk, conflict: Conflict) -> None:
    """The names under an INPE all stand: several people or sites share it. `Stale` when another came meanwhile."""
    raise NotImplementedError


def correct(desk: Desk, entry: Entry, *, inpe: str = "", name: str = "") -> None:
    """Another INPE or name for an entry, as it was seen. Supervisors only; `Stale` when it changed meanwhile."""
    raise NotImplementedError
