"""The people of the register as the counter knows them: entered twice, merged, told apart, and what was learnt."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from uuid import UUID

from amo_desk.domain.errors import Missing, Refused, Stale
from amo_desk.domain.identifiers import is_rib
from amo_desk.domain.office import Role
from amo_desk.domain.people import Family
from amo_desk.store import affiliates, journal, likeness, merging
from amo_desk.store.learnt import FAMILY_FIELDS, PERSON_FIELDS
from amo_desk.store.likeness import Likeness
from amo_desk.store.merging import Belongings, Merge, Side
from amo_desk.usecases.desk import Desk, given_reason

__all__ = [
    "Belongings", "DuplicatePair", "Likeness", "Merge", "Side", "Told", "check", "distinct", "duplicates", "keep",
    "learn", "merge", "merges", "settle", "side_by_side",
]  # fmt: skip

LONGEST_LIST = 50
LONGEST_FACT = 200
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_NOUNS = {**dict.fromkeys(FAMILY_FIELDS, "family"), **dict.fromkeys(PERSON_FIELDS, "person")}
_OF_PERSON = (
    "last_name",
    "first_name",
    "arabic_name",
    "birth",
    "sex",
    "cin",
    "relation",
    "rights_from",
    "rights_to",
    "certificates",
)
_OF_FAMILY = (
    "immatriculation",
    "affiliation",
    "ppr",
    "mutuelle",
    "section",
    "status",
    "phone",
    "address",
    "rib",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicatePair:
    """Two entries that may be one person.

    `differs` names what is not the same, in the order of the record: last_name, first_name, arabic_name, birth, sex,
    cin, relation, rights_from, rights_to, certificates, then for two families immatriculation, affiliation, ppr,
    mutuelle, section, status, phone, address, rib. `alike` is empty for two people who have nothing in common.
    """

    one: Side
    other: Side
    alike: tuple[Likeness, ...]
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A fact told of a family or of a person; without a value, what was told of it before is set aside."""

    subject_id: UUID
    field: str
    value: str | None


def duplicates(desk: Desk, limit: int = LONGEST_LIST) -> tuple[DuplicatePair, ...]:
    """Those who may be entered twice: same CIN first, then same name and birth date; nobody told apart."""
    with desk.store.reading() as connection:
        numbered = tuple(likeness.pairs(connection, limit))
        ids = merging.ids(connection, {number for pair in numbered for number in pair})
        sides = merging.sides(connection, tuple(ids.values()))
    return tuple(_pair(sides[ids[one]], sides[ids[other]]) for one, other in numbered)


def side_by_side(desk: Desk, one: UUID, other: UUID) -> DuplicatePair:
    """Two people chosen by hand."""
    with desk.store.reading() as connection:
        sides = merging.sides(connection, (one, other))
    return _pair(_found(sides, one), _found(sides, other))


def merge(desk: Desk, keep: UUID, drop: UUID, reason: str) -> Family:
    """Makes two entries one; returns the family of the one that stays. Supervisors only.

    What hangs on the dropped entry goes to the other; papers handed out keep the name they were printed with. An entry
    through which others are still covered is refused: those are merged first.
    """
    desk.require(Role.SUPERVISOR)
    why = given_reason(reason, "people.reason")
    if keep == drop:
        raise Refused("people.same")
    with desk.store.writing() as connection:
        if merging.dropped(connection, (keep, drop)):
            raise Stale("people.merged")
        sides = merging.sides(connection, (keep, drop))
        kept, gone = _found(sides, keep), _found(sides, drop)
        if gone.covers_others:
            raise Refused("people.covers_others")
        author = desk.author()
        moved = merging.merge(connection, kept.person, gone.person, why, author)
        details = {
            "dropped": str(drop),
            "from_family": str(gone.family.id),
            "family": str(kept.family.id),
            **{field.name: getattr(moved, field.name) for field in fields(moved)},
        }
        journal.write(connection, author, "person", str(keep), "merged", details)
        return affiliates.get(connection, kept.family.id)


def distinct(desk: Desk, one: UUID, other: UUID) -> None:
    """Remembers that two entries are two people, or two memberships of one that both stand."""
    if one == other:
        raise Refused("people.same")
    with desk.store.writing() as connection:
        numbers = merging.numbers(connection, (one, other))
        if len(numbers) != len({one, other}):
            raise Missing("family.member")
        author = desk.author()
        if likeness.tell_apart(connection, numbers[one], numbers[other], author.at, author.agent):
            journal.write(connection, author, "person", str(one), "told_apart", {"other": str(other)})


def merges(desk: Desk, person_id: UUID) -> tuple[Merge, ...]:
    """The merges in which a person was kept or dropped, the latest first."""
    with desk.store.reading() as connection:
        return merging.of_person(connection, person_id)


def learn(desk: Desk, subject_id: UUID, field: str, value: str) -> Family:
    """Keeps a fact told at the counter: `phone`, `address`, `rib` of a family, `arabic_name` of a person.

    The family comes back with it. What the register says already is not kept beside it.
    """
    return keep(desk, Told(subject_id=subject_id, field=field, value=value))


def settle(desk: Desk, subject_id: UUID, field: str) -> Family:
    """Sets a learnt fact aside: what the register says stands again."""
    return keep(desk, Told(subject_id=subject_id, field=field, value=None))


def keep(desk: Desk, first: Told, *others: Told) -> Family:
    """Learns and settles facts of one family and its people, all of them or none."""
    facts = (first, *others)
    for fact in facts:
        check(fact)
    with desk.store.writing() as connection:
        author = desk.author()
        for fact in facts:
            subject, field = fact.subject_id, fact.field
            if fact.value is None:
                family = affiliates.settle(connection, subject, field)
            else:
                family = affiliates.learn(connection, subject, field, _plain(fact.value), author)
            event = "settled" if fact.value is None else "learnt"
            journal.write(connection, author, _NOUNS[field], str(subject), event, {"field": field})
    return family


def check(fact: Told) -> None:
    """Refuses what cannot be such a fact."""
    if fact.value is None:
        return
    text, field = _plain(fact.value), fact.field
    if not text:
        raise Refused("learnt.empty")
    if len(text) > LONGEST_FACT:
        raise Refused("learnt.long", longest=LONGEST_FACT)
    if field == "rib" and not is_rib(text):
        raise Refused("learnt.rib")
    if field == "phone" and not re.search(r"\d", text):
        raise Refused("learnt.phone")
    if field == "arabic_name" and not _ARABIC.search(text):
        raise Refused("learnt.arabic")


def _plain(value: str) -> str:
    return " ".join(value.split())


def _found(sides: dict[UUID, Side], person_id: UUID) -> Side:
    if person_id not in sides:
        raise Missing("family.member")
    return sides[person_id]


def _pair(one: Side, other: Side) -> DuplicatePair:
    differs = [name for name in _OF_PERSON if getattr(one.person, name) != getattr(other.person, name)]
    if one.family.id != other.family.id:
        differs += [name for name in _OF_FAMILY if getattr(one.family, name) != getattr(other.family, name)]
    return DuplicatePair(one=one, other=other, alike=likeness.alike(one.person, other.person), differs=tuple(differs))
