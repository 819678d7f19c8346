"""Finding the right person: one field for numbers, names and receipt numbers; the family as a card."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from amo_desk.domain.dossier import Dossier, DossierSummary
from amo_desk.domain.errors import Missing
from amo_desk.domain.identifiers import is_inpe
from amo_desk.domain.numbers import read_paper_number
from amo_desk.domain.odf import Ledger
from amo_desk.domain.people import Beneficiary, Family
from amo_desk.rules.rights import Rights, rights
from amo_desk.store import affiliates, dossiers, finding, practitioners
from amo_desk.store.finding import Hit
from amo_desk.usecases import odf
from amo_desk.usecases.desk import Desk
from amo_desk.usecases.lots import never_sent

__all__ = [
    "Day", "FamilyCard", "Found", "Hit", "MemberCard", "family_card", "find", "meant",
    "practitioner_names", "the_day",
]  # fmt: skip

LONGEST_LIST = 50
LATEST_DOSSIERS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found: people, or the dossier whose number was typed; `more` when the list was cut."""

    people: tuple[Hit, ...] = ()
    dossier: Dossier | None = None
    more: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberCard:
    """A member of a family with age and rights on the day, and their orthodontic treatment where there is one."""

    person: Beneficiary
    age: int
    rights: Rights
    treatment: Ledger | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyCard:
    """A family as the counter needs it: members, rights on the day, latest dossiers."""

    family: Family
    mutuelle: str
    members: tuple[MemberCard, ...]
    dossiers: tuple[DossierSummary, ...]


def find(desk: Desk, typed: str) -> Found:
    """The people whose numbers or names begin with what was typed, or the dossier with that receipt number."""
    number = read_paper_number(typed)
    with desk.store.reading() as connection:
        if number:
            try:
                return Found(dossier=dossiers.by_number(connection, number))
            except Missing:
                return Found()
        hits = finding.find(connection, desk.store.names, typed, LONGEST_LIST + 1)
    return Found(people=hits[:LONGEST_LIST], more=len(hits) > LONGEST_LIST)


def meant(desk: Desk, typed: str, limit: int) -> tuple[tuple[Family, Beneficiary], ...]:
    """Those who may be meant: the people found by number or name, then the other members of their families."""
    if not typed.strip():
        return ()
    with desk.store.reading() as connection:
        hits = finding.find(connection, desk.store.names, typed, limit)
        families = affiliates.some(connection, {hit.family_id for hit in hits})
    found = {hit.person_id: families[hit.family_id] for hit in hits}
    others = {person.id: families[hit.family_id] for hit in hits for person in families[hit.family_id].members}
    whole = {**found, **others}
    return tuple((family, family.member(person_id)) for person_id, family in whole.items())[:limit]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The day at a glance: dossiers received, dossiers to send, people in the register."""

    received: int
    waiting: int
    people: int


def the_day(desk: Desk) -> Day:
    """The day so far at this desk."""
    with desk.store.reading() as connection:
        return Day(
            received=dossiers.received_on(connection, desk.today()),
            waiting=sum(dossiers.waiting_counts(connection, never_sent(desk.rulebook)).values()),
            people=affiliates.count(connection),
        )


def family_card(desk: Desk, family_id: UUID) -> FamilyCard:
    """The card of a family on the day."""
    day = desk.today()
    with desk.store.reading() as connection:
        family = affiliates.get(connection, family_id)
        latest = dossiers.of_family(connection, family_id, LATEST_DOSSIERS)
    treatments = odf.of_family(desk, family)
    members = tuple(
        MemberCard(
            person=person,
            age=person.age(day),
            rights=rights(person, day, desk.rulebook, family),
            treatment=treatments.get(person.id),
        )
        for person in family.members
    )
    mutuelle = desk.rulebook.mutuelles.get(family.mutuelle)
    name = mutuelle.name.fr if mutuelle else family.mutuelle
    return FamilyCard(family=family, mutuelle=name, members=members, dossiers=latest)


def practitioner_names(desk: Desk, inpes: Iterable[str]) -> dict[str, str]:
    """The names behind INPE numbers, all of them where several people share one; those not known are left out."""
    with desk.store.reading() as connection:
        found = {inpe: practitioners.find(connection, inpe) for inpe in set(inpes) if is_inpe(inpe)}
    return {inpe: " / ".join(one.name for one in named) for inpe, named in found.items() if named}
