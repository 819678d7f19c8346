"""The people of the register as the counter knows them: entered twice, merged, told apart, and what was learnt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from uuid import UUID

from amo_desk.domain.people import Beneficiary, Family
from amo_desk.usecases.desk import Desk

LONGEST_LIST = 50


class Likeness(Enum):
    """Why two entries may be one person."""

    CIN = "cin"
    NAME_AND_BIRTH = "name_and_birth"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of two people set side by side, with what hangs on them; `treatment` is an orthodontic case."""

    family: Family
    person: Beneficiary
    dossiers: int
    drafts: int
    agreements: int
    treatment: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicatePair:
    """Two entries that may be one person.

    `differs` names what is not the same, in the order it is shown: last_name, first_name, arabic_name, birth, sex, cin,
    relation, rights_from, rights_to, certificates, immatriculation, affiliation, ppr, mutuelle, section, status, phone,
    address, rib. `alike` is empty for two people put side by side by hand who have nothing in common.
    """

    one: Side
    other: Side
    alike: tuple[Likeness, ...]
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """That one entry was dropped for another, by whom, when and why."""

    kept: UUID
    dropped: UUID
    dropped_name: str
    reason: str
    at: datetime
    agent: str


def duplicates(desk: Desk, limit: int = LONGEST_LIST) -> tuple[DuplicatePair, ...]:
    """Those who may be entered twice: same CIN first, then same name and birth date; nobody told apart."""
    raise NotImplementedError


def side_by_side(desk: Desk, one: UUID, other: UUID) -> DuplicatePair:
    """Two people chosen by hand."""
    raise NotImplementedError


def merge(desk: Desk, keep: UUID, drop: UUID, reason: str) -> Family:
    """Makes two entries one; returns the family of the one that stays. Supervisors only.

    `Stale("people.merged")` when one of them was merged meanwhile, `Refused("people.same")`, and
    `Refused("people.insured_of_others")` when others are still covered through the one to drop.
    """
    raise NotImplementedError


def distinct(desk: Desk, one: UUID, other: UUID) -> None:
    """Remembers that two entries are two people; agents may."""
    raise NotImplementedError


def merges(desk: Desk, person_id: UUID) -> tuple[Merge, ...]:
    """What was merged into a person, or the merge that dropped them, latest first."""
    raise NotImplementedError


def learn(desk: Desk, subject_id: UUID, field: str, value: str) -> Family:
    """Keeps a fact told at the counter: `phone`, `address`, `rib` of a family, `arabic_name` of a person.

    The family comes back with it: `family.learnt` and `member.learnt` say which facts were learnt, when and by whom.
    """
    raise NotImplementedError


def settle(desk: Desk, subject_id: UUID, field: str) -> Family:
    """Sets a learnt fact aside: what the register says stands again."""
    raise NotImplementedError
