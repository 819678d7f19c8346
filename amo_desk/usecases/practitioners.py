"""The register of practitioners as the counter keeps it: learnt, validated, rejected, corrected."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from amo_desk.domain.errors import Refused, Stale
from amo_desk.domain.identifiers import compact, is_inpe
from amo_desk.domain.names import folded
from amo_desk.domain.office import Role
from amo_desk.domain.people import Practitioner
from amo_desk.store import journal
from amo_desk.store import practitioners as store
from amo_desk.store.practitioners import Entry
from amo_desk.usecases.clock import new_id
from amo_desk.usecases.desk import Desk, given_reason

__all__ = [
    "Conflict", "Entry", "conflicts", "correct", "find", "keep_all", "kinds", "learn", "pending", "reject", "validate",
]  # fmt: skip

LONGEST_NAME = 120
LONGEST_LIST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """An INPE under several names, for a supervisor to settle."""

    inpe: str
    entries: tuple[Entry, ...]


def find(desk: Desk, typed: str) -> tuple[tuple[Entry, ...], bool]:
    """The entries whose INPE or name answers what was typed, best first, and whether there are more of them."""
    with desk.store.reading() as connection:
        found = store.search(connection, typed, LONGEST_LIST + 1)
    return found[:LONGEST_LIST], len(found) > LONGEST_LIST


def kinds(desk: Desk) -> tuple[str, ...]:
    """The kinds that the register holds, for a choice."""
    with desk.store.reading() as connection:
        return store.kinds(connection)


def learn(desk: Desk, inpe: str, name: str, kind: str, *, speciality: str = "", place: str = "") -> Entry:
    """Records somebody met at the counter, who counts at once and waits for a supervisor to validate them.

    A name that stands under this number already is refused, and so is one that was rejected, with the reason.
    """
    new = Practitioner(
        inpe=compact(inpe),
        name=_checked_name(name),
        kind=" ".join(kind.split()),
        speciality=" ".join(speciality.split()),
        place=" ".join(place.split()),
        learnt=True,
    )
    _check_inpe(new.inpe)
    if not new.kind or max(len(new.kind), len(new.speciality), len(new.place)) > LONGEST_NAME:
        raise Refused("practitioner.kind")
    entry_id, author = new_id(), desk.author()
    with desk.store.writing() as connection:
        for known in store.entries(connection, (new.inpe,), rejected=True):
            if _same_name(known.practitioner.name, new.name):
                if known.rejected:
                    raise Refused("practitioner.rejected", reason=known.rejected)
                raise Refused("practitioner.known")
        store.add(connection, [(entry_id, new)], author)
        journal.write(connection, author, "practitioner", str(entry_id), "learnt")
        return store.get(connection, entry_id)


def pending(desk: Desk) -> tuple[Entry, ...]:
    """Those learnt at the counter that nobody validated or rejected yet, oldest first."""
    with desk.store.reading() as connection:
        return store.pending(connection)


def validate(desk: Desk, entry_id: UUID) -> None:
    """A learnt entry becomes one of the register. Supervisors only; refused when it was settled meanwhile."""
    desk.require(Role.SUPERVISOR)
    with desk.store.writing() as connection:
        store.validate(connection, entry_id)
        journal.write(connection, desk.author(), "practitioner", str(entry_id), "validated")


def reject(desk: Desk, entry_id: UUID, reason: str) -> None:
    """A learnt entry no longer counts. Supervisors only; refused when it was settled meanwhile."""
    desk.require(Role.SUPERVISOR)
    why = given_reason(reason, "practitioner.reason")
    with desk.store.writing() as connection:
        store.reject(connection, entry_id, why)
        journal.write(connection, desk.author(), "practitioner", str(entry_id), "rejected")


def conflicts(desk: Desk) -> tuple[Conflict, ...]:
    """The INPE that stand under several names and were not settled."""
    with desk.store.reading() as connection:
        found = store.conflicting(connection)
    grouped = groupby(found, key=lambda entry: entry.practitioner.inpe)
    return tuple(Conflict(inpe=inpe, entries=tuple(entries)) for inpe, entries in grouped)


def keep_all(desk: Desk, conflict: Conflict) -> None:
    """The names under an INPE all stand: several people or sites share it. Supervisors only.

    Refused when another name came, or one went, since the conflict was read.
    """
    desk.require(Role.SUPERVISOR)
    with desk.store.writing() as connection:
        if store.entries(connection, (conflict.inpe,)) != conflict.entries:
            raise Stale("record.stale")
        store.share(connection, conflict.entries)
        for entry in conflict.entries:
            journal.write(connection, desk.author(), "practitioner", str(entry.id), "shares_inpe")


def correct(desk: Desk, entry: Entry, *, inpe: str = "", name: str = "") -> Entry:
    """Another INPE or name for an entry, as it was seen. Supervisors only; refused when it changed meanwhile."""
    desk.require(Role.SUPERVISOR)
    was = entry.practitioner
    number, named = compact(inpe) or was.inpe, _checked_name(name or was.name)
    _check_inpe(number)
    with desk.store.writing() as connection:
        others = (other for other in store.entries(connection, (number,)) if other.id != entry.id)
        if any(_same_name(other.practitioner.name, named) for other in others):
            raise Refused("practitioner.known")
        store.correct(connection, entry, number, named)
        changed = [field for field, same in (("inpe", number == was.inpe), ("name", named == was.name)) if not same]
        journal.write(connection, desk.author(), "practitioner", str(entry.id), "corrected", {"fields": changed})
        return store.get(connection, entry.id)


def _checked_name(name: str) -> str:
    text = " ".join(name.split())
    if not text or len(text) > LONGEST_NAME:
        raise Refused("practitioner.name", longest=LONGEST_NAME)
    return text


def _check_inpe(inpe: str) -> None:
    if not is_inpe(inpe):
        raise Refused("practitioner.inpe")


def _same_name(one: str, other: str) -> bool:
    return folded(one).split() == folded(other).split()
