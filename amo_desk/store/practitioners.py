"""Practitioners and establishments by their INPE; one number may stand under several names, which is then shown."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Row, Select, case, func, insert, select, true, update

from amo_desk.domain.errors import Missing
from amo_desk.domain.identifiers import compact
from amo_desk.domain.names import distance, index_words, name_words, parted
from amo_desk.domain.people import Convention, Practitioner
from amo_desk.store.database import check_version
from amo_desk.store.journal import Author
from amo_desk.store.schema import conventions, practitioners

# Entries that a supervisor rejected stay, so that nobody learns them again unknowingly; they count for nothing.
_STANDING = practitioners.c.rejected == ""
_LEARNT = practitioners.c.learnt == true()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the register; who learnt it and when, where it was learnt at the counter; why it was rejected."""

    id: UUID
    practitioner: Practitioner
    learnt_at: datetime | None = None
    learnt_by: str = ""
    rejected: str = ""


def add(connection: Connection, records: Iterable[tuple[UUID, Practitioner]], learnt_by: Author | None = None) -> None:
    """Writes practitioners under the ids they are given, with their conventions; `learnt_by` who met them."""
    rows: list[dict[str, object]] = []
    agreed: list[dict[str, object]] = []
    for key, p in records:
        rows.append(
            {
                "id": key,
                "inpe": p.inpe,
                "name": p.name,
                "kind": p.kind,
                "speciality": p.speciality,
                "place": p.place,
                "ice": p.ice,
                "fiscal_id": p.fiscal_id,
                "learnt": p.learnt,
                "learnt_at": learnt_by.at if learnt_by else None,
                "learnt_by": learnt_by.agent if learnt_by else "",
                "shared": p.shared,
            }
        )
        agreed += [{"practitioner_id": key, "since": c.since, "member": c.member} for c in p.conventions]
    if rows:
        connection.execute(insert(practitioners), rows)
    if agreed:
        connection.execute(insert(conventions), agreed)


def find(connection: Connection, inpe: str) -> tuple[Practitioner, ...]:
    """Everybody registered under an INPE."""
    return tuple(entry.practitioner for entry in entries(connection, (inpe,)))


def entries(connection: Connection, inpes: Collection[str], *, rejected: bool = False) -> tuple[Entry, ...]:
    """The lines of the register under some INPE, those rejected too where asked."""
    query = select(practitioners).where(practitioners.c.inpe.in_(inpes))
    return _entries(connection, query if rejected else query.where(_STANDING))


def get(connection: Connection, entry_id: UUID) -> Entry:
    """One line of the register."""
    found = _entries(connection, select(practitioners).where(practitioners.c.id == entry_id))
    if not found:
        raise Missing("practitioner.missing")
    return found[0]


def pending(connection: Connection) -> tuple[Entry, ...]:
    """Those learnt at the counter that nobody validated or rejected yet, oldest first."""
    found = _entries(connection, select(practitioners).where(_LEARNT, _STANDING))
    return tuple(sorted(found, key=lambda entry: (entry.learnt_at is not None, entry.learnt_at, entry.id)))


def conflicting(connection: Connection) -> tuple[Entry, ...]:
    """The lines whose INPE stands under several names, until all of them are known to share it; by INPE."""
    c = practitioners.c
    unsettled = func.sum(case((c.shared, 0), else_=1))
    several = (
        select(c.inpe).where(_STANDING).group_by(c.inpe).having(func.count(c.name.distinct()) > 1).having(unsettled > 0)
    )
    return _entries(connection, select(practitioners).where(_STANDING, c.inpe.in_(several)))


def search(connection: Connection, typed: str, limit: int) -> tuple[Entry, ...]:
    """The lines whose INPE begins with the number typed and whose names hold the words, those nearest to them first.

    A country has some ten thousand practitioners: names are compared one by one, by the words they were kept under.
    """
    words, number = parted(typed)
    tokens, c = name_words(words), practitioners.c
    query = select(c.id, c.name).where(_STANDING).order_by(c.name, c.inpe)
    if number:
        query = query.where(c.inpe.startswith(compact(number), autoescape=True))
    ranked: list[tuple[int, UUID]] = []
    for row in connection.execute(query if tokens else query.limit(limit)):
        far = _how_far(tokens, row.name)
        if far is not None:
            ranked.append((far, row.id))
    ranked.sort(key=lambda one: one[0])
    ids = [entry_id for _, entry_id in ranked[:limit]]
    found = {entry.id: entry for entry in _entries(connection, select(practitioners).where(c.id.in_(ids)))}
    return tuple(found[entry_id] for entry_id in ids)


def _how_far(tokens: tuple[str, ...], name: str) -> int | None:
    """How far a name is from all the words typed together; nothing where one of them is not in it."""
    kept = index_words(name) if tokens else frozenset()
    total = 0
    for token in tokens:
        answers = [far for word in kept if (far := distance(token, word)) is not None]
        if not answers:
            return None
        total += min(answers)
    return total


def kinds(connection: Connection) -> tuple[str, ...]:
    """The kinds that the register holds."""
    return tuple(connection.execute(select(practitioners.c.kind).distinct().order_by(practitioners.c.kind)).scalars())


def validate(connection: Connection, entry_id: UUID) -> None:
    """A learnt line becomes one like the others; refused when it is none any more."""
    _settle(connection, entry_id, {"learnt": False})


def reject(connection: Connection, entry_id: UUID, reason: str) -> None:
    """A learnt line counts no more; refused when it is none any more."""
    _settle(connection, entry_id, {"rejected": reason})


def share(connection: Connection, seen: Collection[Entry]) -> None:
    """Lines of one INPE are known to share it."""
    ids = [entry.id for entry in seen]
    result = connection.execute(update(practitioners).where(practitioners.c.id.in_(ids), _STANDING).values(shared=True))
    check_version(result.rowcount - len(ids) + 1)


def correct(connection: Connection, seen: Entry, inpe: str, name: str) -> None:
    """Another INPE or name for a line that is still as it was seen."""
    c, was = practitioners.c, seen.practitioner
    same = (c.id == seen.id, c.inpe == was.inpe, c.name == was.name, _STANDING)
    result = connection.execute(update(practitioners).where(*same).values(inpe=inpe, name=name, shared=False))
    check_version(result.rowcount)


def count(connection: Connection) -> int:
    """How many practitioners the register holds."""
    return int(connection.execute(select(func.count()).select_from(practitioners).where(_STANDING)).scalar_one())


def _settle(connection: Connection, entry_id: UUID, values: dict[str, object]) -> None:
    waiting = (practitioners.c.id == entry_id, _LEARNT, _STANDING)
    check_version(connection.execute(update(practitioners).where(*waiting).values(values)).rowcount)


def _entries(connection: Connection, query: Select[tuple[object, ...]]) -> tuple[Entry, ...]:
    rows = connection.execute(query.order_by(practitioners.c.inpe, practitioners.c.name, practitioners.c.id)).all()
    agreed: dict[UUID, list[Convention]] = {}
    told = select(conventions).where(conventions.c.practitioner_id.in_([row.id for row in rows]))
    for row in connection.execute(told.order_by(conventions.c.since)) if rows else ():
        agreed.setdefault(row.practitioner_id, []).append(Convention(since=row.since, member=row.member))
    return tuple(
        Entry(
            id=row.id,
            practitioner=_practitioner(row, agreed.get(row.id, ())),
            learnt_at=row.learnt_at,
            learnt_by=row.learnt_by,
            rejected=row.rejected,
        )
        for row in rows
    )


def _practitioner(row: Row[tuple[object, ...]], agreed: Iterable[Convention]) -> Practitioner:
    return Practitioner(
        inpe=row.inpe,
        name=row.name,
        kind=row.kind,
        speciality=row.speciality,
        place=row.place,
        ice=row.ice,
        fiscal_id=row.fiscal_id,
        conventions=tuple(agreed),
        learnt=row.learnt,
        shared=row.shared,
    )
