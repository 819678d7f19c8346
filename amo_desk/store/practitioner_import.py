"""Writes an extract of practitioners into the register: the same INPE and name is the same entry.

An INPE that comes under another name becomes a second entry beside the first, which is then shown wherever the number
is looked up. What was learnt at the counter stays, and is no longer pending once an extract says the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from amo_desk.domain.extracts import Extract, PractitionerLine, Refusal, Tally
from amo_desk.domain.names import folded
from amo_desk.domain.people import Convention, Practitioner
from amo_desk.store import practitioners as store
from amo_desk.store.schema import conventions, practitioners

_TOLD = ("name", "kind", "speciality", "place", "ice", "fiscal_id")


class _Entry(NamedTuple):
    id: UUID
    record: Practitioner


class PractitionerImport:
    """An extract on its way into the register."""

    def __init__(self, connection: Connection, extract: Extract, ids: Iterator[UUID]) -> None:
        self.tally = Tally()
        self._connection = connection
        self._columns = tuple(name for name in _TOLD if name in extract.columns)
        self._convened = "convention" in extract.columns
        self._ids = ids
        self._there: dict[tuple[str, str], _Entry] = {}
        self._names: dict[str, set[str]] = {}
        for row in _entries(connection):
            self._there[_key(row.record)] = row
            self._names.setdefault(row.record.inpe, set()).add(_key(row.record)[1])
        self._lines: dict[tuple[str, str], int] = {}

    def write(self, lines: Iterable[PractitionerLine]) -> None:
        """Writes some lines."""
        added: list[tuple[UUID, Practitioner]] = []
        changed: list[dict[str, Any]] = []
        for line, told in lines:
            key = _key(told)
            first = self._lines.setdefault(key, line)
            if first != line:
                self.tally.refuse(Refusal(line, "inpe", "practitioner.twice", first))
                continue
            names = self._names.setdefault(told.inpe, set())
            names.add(key[1])
            if len(names) > 1:
                self.tally.notice(1, (Refusal(line, "inpe", "inpe.names"),))
            entry = self._there.get(key)
            if entry is None:
                added.append((next(self._ids), told))
                self.tally.added += 1
            else:
                self._compare(entry, told, changed)
        store.add(self._connection, added)
        if changed:
            values: dict[str, Any] = {name: bindparam(name) for name in (*_TOLD, "learnt")}
            statement = update(practitioners).where(practitioners.c.id == bindparam("of")).values(values)
            self._connection.execute(statement, changed)

    def finish(self) -> Tally:
        """What the extract did."""
        return self.tally

    def _compare(self, entry: _Entry, told: Practitioner, changed: list[dict[str, Any]]) -> None:
        """Takes over what a line says of an entry."""
        before = entry.record
        now = replace(before, learnt=False, **{name: getattr(told, name) for name in self._columns})
        convened = self._convened and self._convene(entry, told.conventions)
        if now != before:
            changed.append({"of": entry.id, "learnt": False, **{name: getattr(now, name) for name in _TOLD}})
        if now != before or convened:
            self.tally.updated += 1
        else:
            self.tally.unchanged += 1

    def _convene(self, entry: _Entry, told: Iterable[Convention]) -> bool:
        """Adds what the register does not say yet of somebody's place in the convention."""
        changed = False
        for one in told:
            if entry.record.in_convention(one.since) == one.member:
                continue
            c = conventions.c
            here = (c.practitioner_id == entry.id) & (c.since == one.since)
            self._connection.execute(delete(conventions).where(here))
            row = {"practitioner_id": entry.id, "since": one.since, "member": one.member}
            self._connection.execute(insert(conventions).values(**row))
            changed = True
        return changed


def _key(record: Practitioner) -> tuple[str, str]:
    return record.inpe, " ".join(sorted(folded(record.name).split()))


def _entries(connection: Connection) -> Iterator[_Entry]:
    """Everything the register holds: practitioners are tens of thousands, not millions."""
    agreed: dict[UUID, list[Convention]] = {}
    for row in connection.execute(select(conventions).order_by(conventions.c.since)):
        agreed.setdefault(row.practitioner_id, []).append(Convention(since=row.since, member=row.member))
    for entry in connection.execute(select(practitioners)).mappings():
        fields = {name: entry[name] for name in ("inpe", *_TOLD, "learnt")}
        yield _Entry(entry["id"], Practitioner(**fields, conventions=tuple(agreed.get(entry["id"], ()))))
