"""Two entries of one person made one: what hangs on the dropped one goes to the other, printed papers keep its name."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, case, delete, func, insert, or_, select, update

from amo_desk.domain.dossier import Dossier, State
from amo_desk.domain.errors import Missing
from amo_desk.domain.people import Beneficiary, Family, Relation
from amo_desk.domain.person_keys import words_of
from amo_desk.store import affiliates, counters, learnt, likeness, odf
from amo_desk.store.journal import Author
from amo_desk.store.names import Postings
from amo_desk.store.schema import (
    agreements,
    certificates,
    dossiers,
    merges,
    odf_cases,
    people,
    person_numbers,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """That one entry was dropped for another, by whom, when and why."""

    kept: UUID
    dropped: UUID
    dropped_name: str
    reason: str
    at: datetime
    agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Belongings:
    """What hangs on a person: dossiers received and drafts, agreements, an orthodontic treatment."""

    dossiers: int = 0
    drafts: int = 0
    agreements: int = 0
    treatment: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of two people set side by side, with their family and what hangs on them."""

    family: Family
    person: Beneficiary
    belongings: Belongings

    @property
    def covers_others(self) -> bool:
        """Whether others of the family depend on this person alone."""
        others = [member for member in self.family.members if member.id != self.person.id]
        insured = any(member.relation is Relation.INSURED for member in others)
        return self.person.relation is Relation.INSURED and bool(others) and not insured


def sides(connection: Connection, of: Collection[UUID]) -> dict[UUID, Side]:
    """People with their families and what hangs on them; those dropped for another entry are left out."""
    owned = belongings(connection, of)
    return {
        person_id: Side(family=family, person=family.member(person_id), belongings=owned[person_id])
        for person_id, family in affiliates.of_people(connection, of).items()
    }


def dropped(connection: Connection, ids: Collection[UUID]) -> frozenset[UUID]:
    """Those among some people who were dropped for another entry."""
    return frozenset(connection.execute(select(merges.c.dropped).where(merges.c.dropped.in_(ids))).scalars())


def of_person(connection: Connection, person_id: UUID) -> tuple[Merge, ...]:
    """The merges in which a person was kept or dropped, the latest first."""
    c = merges.c
    query = (
        select(merges, people.c.last_name, people.c.first_name)
        .join(people, people.c.id == c.dropped)
        .where(or_(c.kept == person_id, c.dropped == person_id))
        .order_by(c.at.desc(), c.dropped.desc())
    )
    return tuple(
        Merge(
            kept=row.kept,
            dropped=row.dropped,
            dropped_name=f"{row.last_name.upper()} {row.first_name}".strip(),
            reason=row.reason,
            at=row.at,
            agent=row.agent,
        )
        for row in connection.execute(query)
    )


def numbers(connection: Connection, ids: Collection[UUID]) -> dict[UUID, int]:
    """The register's own numbers of people, by id."""
    query = select(people.c.id, people.c.number).where(people.c.id.in_(ids))
    return {row.id: row.number for row in connection.execute(query)}


def ids(connection: Connection, numbered: Collection[int]) -> dict[int, UUID]:
    """The ids of people, by the register's own number."""
    query = select(people.c.number, people.c.id).where(people.c.number.in_(numbered))
    return {row.number: row.id for row in connection.execute(query)}


def belongings(connection: Connection, of: Collection[UUID]) -> dict[UUID, Belongings]:
    """What hangs on each of some people."""
    d, a = dossiers.c, agreements.c
    draft = func.sum(case((d.state == State.DRAFT.value, 1), else_=0))
    counted = select(d.beneficiary_id, func.count(d.number), draft).where(d.beneficiary_id.in_(of))
    deposited = {row[0]: row for row in connection.execute(counted.group_by(d.beneficiary_id))}
    asked = select(a.beneficiary_id, func.count().label("asked")).where(a.beneficiary_id.in_(of))
    agreed = {row.beneficiary_id: row.asked for row in connection.execute(asked.group_by(a.beneficiary_id))}
    treated = select(odf_cases.c.beneficiary_id).where(odf_cases.c.beneficiary_id.in_(of))
    treatments = set(connection.execute(treated).scalars())
    found = {}
    for person in of:
        _, received, drafts = deposited.get(person, (person, 0, 0))
        found[person] = Belongings(
            dossiers=received, drafts=drafts, agreements=agreed.get(person, 0), treatment=person in treatments
        )
    return found


def printed(connection: Connection, dossier: Dossier) -> tuple[Family, UUID]:
    """The family and the member that the papers of a dossier name: as they stood when it was received."""
    if dossier.printed_for is None:
        return affiliates.get(connection, dossier.family_id), dossier.beneficiary_id
    whole = affiliates.of_people(connection, (dossier.printed_for,), dropped=True)
    return whole[dossier.printed_for], dossier.printed_for


def merge(connection: Connection, keep: Beneficiary, drop: Beneficiary, reason: str, author: Author) -> Belongings:
    """Drops an entry for another one; returns what went from one to the other."""
    rows = {row.id: row for row in connection.execute(select(people).where(people.c.id.in_((keep.id, drop.id))))}
    if len(rows) != len({keep.id, drop.id}):
        raise Missing("family.member")
    moved = belongings(connection, (drop.id,))[drop.id]
    kept, gone = rows[keep.id], rows[drop.id]
    _move_work(connection, kept, gone, author.at.date())
    _move_certificates(connection, keep, drop)
    _leave_search(connection, kept, gone, drop)
    for other in likeness.told_apart_from(connection, gone.number) - {kept.number}:
        likeness.tell_apart(connection, kept.number, other, author.at, author.agent)
    connection.execute(
        insert(merges).values(dropped=drop.id, kept=keep.id, reason=reason, at=author.at, agent=author.agent)
    )
    counters.put(connection, affiliates.PEOPLE, counters.last(connection, affiliates.PEOPLE) - 1)
    return moved


def _move_work(connection: Connection, kept: Row[Any], gone: Row[Any], day: date) -> None:
    to = {"family_id": kept.family_id, "beneficiary_id": kept.id}
    received = dossiers.c.number.is_not(None)
    name = func.coalesce(dossiers.c.printed_for, gone.id)
    connection.execute(
        update(dossiers)
        .where(dossiers.c.beneficiary_id == gone.id)
        .values(
            **to,
            printed_for=case((received, name), else_=dossiers.c.printed_for),
            version=dossiers.c.version + 1,
        )
    )
    theirs = agreements.c.beneficiary_id == gone.id
    connection.execute(update(agreements).where(theirs).values(**to, version=agreements.c.version + 1))
    _move_treatment(connection, kept, gone, day)


def _move_treatment(connection: Connection, kept: Row[Any], gone: Row[Any], day: date) -> None:
    """A person has one treatment: where both have one, what was told of it is brought together and one is closed."""
    theirs, own = odf.of_beneficiary(connection, gone.id), odf.of_beneficiary(connection, kept.id)
    if theirs is None:
        return
    if own is None:
        odf.save(connection, replace(theirs, family_id=kept.family_id, beneficiary_id=kept.id))
        return
    told = tuple(sorted((*own.told, *theirs.told), key=lambda period: period.since))
    odf.save(connection, replace(own, told=told, opened_on=min(own.opened_on, theirs.opened_on)))
    odf.save(connection, replace(theirs, closed_on=theirs.closed_on or day))


def _move_certificates(connection: Connection, keep: Beneficiary, drop: Beneficiary) -> None:
    """Of two certificates of one kind, the one that ends later stays."""
    untils = {proof.kind: proof.until for proof in (*keep.certificates, *drop.certificates)}
    for proof in keep.certificates:
        untils[proof.kind] = max(untils[proof.kind], proof.until)
    connection.execute(delete(certificates).where(certificates.c.person_id.in_((keep.id, drop.id))))
    if untils:
        rows = [{"person_id": keep.id, "kind": kind.value, "until": until} for kind, until in untils.items()]
        connection.execute(insert(certificates), rows)


def _leave_search(connection: Connection, kept: Row[Any], gone: Row[Any], drop: Beneficiary) -> None:
    """Nobody finds the dropped entry any more; its numbers lead to the one that stays, which gets what it lacked."""
    n = person_numbers.c
    numbers = _numbers(connection, gone.id)
    own = select(n.number).where(n.number.in_(numbers), n.person == kept.number).scalar_subquery()
    theirs = (n.number.in_(numbers), n.person == gone.number)
    connection.execute(delete(person_numbers).where(*theirs, n.number.in_(own)))
    connection.execute(update(person_numbers).where(*theirs).values(person=kept.number))
    likeness.remove(connection, gone.number, likeness.key_of(gone))
    told = learnt.value(connection, gone.id, "arabic_name")
    missing = {name: getattr(gone, name) for name in ("cin", "arabic_name") if not getattr(kept, name)}
    if missing:
        connection.execute(update(people).where(people.c.id == kept.id).values(missing))
    learnt.move(connection, gone.id, kept.id)
    whole = affiliates.of_people(connection, (kept.id,))[kept.id].member(kept.id)
    postings = Postings()
    postings.remove(gone.number, affiliates.name_keys(drop) | affiliates.name_keys(gone) | words_of(told))
    words = affiliates.name_keys(whole) | words_of(learnt.value(connection, kept.id, "arabic_name"))
    postings.add(kept.number, words, head=whole.relation is Relation.INSURED)
    postings.write(connection)


def _numbers(connection: Connection, person_id: UUID) -> list[str]:
    """The numbers that lead to a person: theirs, and those of the entries that were merged into theirs."""
    entries, latest = {person_id}, {person_id}
    while latest:
        latest = set(connection.execute(select(merges.c.dropped).where(merges.c.kept.in_(latest))).scalars())
        entries |= latest
    families = affiliates.of_people(connection, entries, dropped=True)
    return [n for id_, family in families.items() for n in affiliates.search_numbers(family, family.member(id_))]
