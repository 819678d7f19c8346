"""Facts told at the counter, beside the register: an import leaves them, and they stand until it says the same."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select, update

from amo_desk.domain.identifiers import compact
from amo_desk.domain.names import folded
from amo_desk.domain.people import Learnt
from amo_desk.store.journal import Author
from amo_desk.store.schema import learnt

FAMILY_FIELDS = ("phone", "address", "rib")
PERSON_FIELDS = ("arabic_name",)


def put(connection: Connection, subject: UUID, field: str, value: str, author: Author) -> None:
    """Writes a fact over the one that was told before."""
    said = {"value": value, "at": author.at, "agent": author.agent}
    here = (learnt.c.subject == subject, learnt.c.field == field)
    if connection.execute(update(learnt).where(*here).values(**said)).rowcount == 0:
        connection.execute(insert(learnt).values(subject=subject, field=field, **said))


def remove(connection: Connection, subject: UUID, field: str) -> bool:
    """Forgets a fact; false when there was none."""
    here = (learnt.c.subject == subject, learnt.c.field == field)
    return connection.execute(delete(learnt).where(*here)).rowcount > 0


def move(connection: Connection, subject: UUID, to: UUID) -> None:
    """Gives what was told of one person to another, of whom it was not told."""
    known = select(learnt.c.field).where(learnt.c.subject == to).scalar_subquery()
    theirs = (learnt.c.subject == subject, learnt.c.field.not_in(known))
    connection.execute(update(learnt).where(*theirs).values(subject=to))


def some(connection: Connection, subjects: Collection[UUID]) -> dict[UUID, list[Learnt]]:
    """What was told of some families and people, by field."""
    found: dict[UUID, list[Learnt]] = {}
    query = select(learnt).where(learnt.c.subject.in_(subjects)).order_by(learnt.c.field)
    for row in connection.execute(query):
        fact = Learnt(field=row.field, value=row.value, at=row.at, agent=row.agent, register="", stands=True)
        found.setdefault(row.subject, []).append(fact)
    return found


def value(connection: Connection, subject: UUID, field: str) -> str:
    """What was told, if anything."""
    here = (learnt.c.subject == subject, learnt.c.field == field)
    return connection.execute(select(learnt.c.value).where(*here)).scalar_one_or_none() or ""


def arabic_names(connection: Connection) -> list[tuple[UUID, str]]:
    """Every Arabic name that was told, with whose it is."""
    query = select(learnt.c.subject, learnt.c.value).where(learnt.c.field == "arabic_name")
    return [(row.subject, row.value) for row in connection.execute(query)]


def stands(at: datetime, extract_day: date) -> bool:
    """Whether what was told then counts more than what an extract says."""
    return at.date() >= extract_day


def same(field: str, one: str, other: str) -> bool:
    """Whether two ways to write a fact say the same."""
    if field in ("phone", "rib"):
        return compact(one) == compact(other)
    return folded(one).split() == folded(other).split()


def beside(facts: Collection[Learnt], registered: Mapping[str, str], extract_day: date) -> tuple[Learnt, ...]:
    """Facts against what the register says: those that it says too are left out, newer ones than it stand."""
    return tuple(
        replace(fact, register=registered[fact.field], stands=stands(fact.at, extract_day))
        for fact in facts
        if not same(fact.field, fact.value, registered[fact.field])
    )


def standing(facts: Collection[Learnt]) -> dict[str, str]:
    """What stands in a record in place of what the register says."""
    return {fact.field: fact.value for fact in facts if fact.stands}
