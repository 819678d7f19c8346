"""Writes an extract of affiliates into the register: adds, updates and closes, in the caller's one transaction.

Families are told apart by their mutuelle and immatriculation (else affiliation), with or without the zeros in front;
the people of a family by CIN, else by relation, birth and name. What an extract has no column for stays as it is.
Nobody is ever deleted.
"""

from __future__ import annotations

import gc
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from operator import itemgetter
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import Connection, or_, select, update

from amo_desk.domain.errors import Refused
from amo_desk.domain.extracts import Extract, PersonLine, Refusal, Tally, Unread
from amo_desk.domain.identifiers import compact
from amo_desk.domain.people import Relation
from amo_desk.domain.person_keys import FamilyKey, bare
from amo_desk.store import counters
from amo_desk.store.affiliates import LAST_NUMBER, PEOPLE
from amo_desk.store.register_keys import Met, chunks, following, same_name, tells_more
from amo_desk.store.register_rows import RegisterRows, row_numbers
from amo_desk.store.schema import certificates, families, merges, people, person_numbers

Row: TypeAlias = Sequence[Any]

_INSURED = Relation.INSURED.value
_F = {name: place for place, name in enumerate(families.c.keys())}
_P = {name: place for place, name in enumerate(people.c.keys())}
_FAMILY = ("immatriculation", "affiliation", "section", "status", "ppr", "phone", "address", "rib")
_PERSON = ("relation", "last_name", "first_name", "arabic_name", "birth", "sex", "cin", "rights_from", "rights_to")
_NUMBERED = frozenset({"immatriculation", "affiliation", "ppr"})
_LATIN = frozenset({"last_name", "first_name"})
# The columns of a person, in the order of both a line and a row.
_of_person = itemgetter(slice(PersonLine._fields.index("relation"), PersonLine._fields.index("rights_to") + 1))
_CERTIFICATES = ("schooling", "no_employment", "disability")
_ID, _NUMBER, _POSITION, _RELATION, _LAST, _FIRST, _ARABIC, _BIRTH, _CIN = (
    _P[name]
    for name in (
        "id", "number", "position", "relation", "last_name", "first_name", "arabic_name", "birth", "cin",
    )
)  # fmt: skip


class _Family:
    """A family that lines are compared with: its row, and those of its people; `known` if it was in the register."""

    __slots__ = ("known", "members", "proofs", "row")

    def __init__(self, row: Row, *, known: bool) -> None:
        self.row = row
        self.known = known
        self.members: list[Row] = []
        self.proofs: dict[UUID, dict[str, date]] = {}


class AffiliateImport:
    """An extract on its way into the register; `write` takes its lines, `finish` what can be told at the end only."""

    def __init__(self, connection: Connection, extract: Extract, first_id: UUID) -> None:
        self.tally = Tally()
        self._connection = connection
        self._extract = extract
        self._ids = following(first_id)
        self._first = self._number = counters.last(connection, LAST_NUMBER)
        self._fresh = connection.execute(select(families.c.id).limit(1)).first() is None
        self._rows = RegisterRows(connection, extract.day)
        # Entries merged into another: an extract that still tells them changes nothing.
        self._dropped = frozenset(connection.execute(select(merges.c.dropped)).scalars())
        # By the number of a person, the line that is theirs.
        self._lines = array("I", bytes(4 * (self._number + 1)))
        # The keys of the families that this extract added: all of them roughly, the latest with their ids.
        self._added = Met()
        self._recent: dict[FamilyKey, UUID] = {}
        self._pending: dict[FamilyKey, list[PersonLine]] = {}
        self._unread: set[FamilyKey] = set()
        columns = extract.columns | (_LATIN if "full_name" in extract.columns else frozenset())
        self._family_columns = tuple((name, _F[name]) for name in _FAMILY if name in columns)
        self._person_columns = tuple((name, _P[name]) for name in _PERSON if name in columns)
        self._kinds = tuple(kind for kind in _CERTIFICATES if kind in columns)

    def write(self, lines: Iterable[PersonLine]) -> None:
        """Writes some lines."""
        groups = self._groups(lines)
        found = self._find(groups)
        for key, told in groups.items():
            family, group = found.get(key), told
            if family is None:
                group = self._pending.pop(key, []) + told
                group.sort(key=lambda line: line.relation != _INSURED)
                if group[0].relation != _INSURED:
                    # Their insured person may be on a line further down.
                    self._pending[key] = group
                    continue
                family = self._new_family(group[0], key)
                group += self._waiting_under(group[0])
            elif family.row[_F["extract_day"]] > self._extract.day and not self._extract.older:
                raise Refused("extract.older", day=self._extract.day, there=family.row[_F["extract_day"]])
            for line in group:
                self._place(family, key, line)
            if family.known:
                self._rows.date(family.row)
        if self._rows.flush():
            self._recent.clear()

    def unread(self, lines: Iterable[Unread]) -> None:
        """Notes lines that could not be read: who may be on them is not taken for absent."""
        for line in lines:
            self.tally.refuse(line.refusal)
            if line.number:
                self._unread |= {(line.mutuelle, kind, bare(line.number)) for kind in (False, True)}
            else:
                self.tally.closing_withheld = self._extract.complete

    def finish(self) -> Tally:
        """Writes what waited for the end."""
        for group in self._pending.values():
            for line in group:
                self._refuse(line, "relation", "insured.missing")
        self._pending.clear()
        self._rows.finish()
        if self._extract.complete and not self._fresh and not self.tally.closing_withheld:
            self._close()
        if self._number > self._first:
            counters.put(self._connection, LAST_NUMBER, self._number)
            total = counters.last(self._connection, PEOPLE) + self._number - self._first
            counters.put(self._connection, PEOPLE, total)
        return self.tally

    def _refuse(self, line: PersonLine, column: str, code: str, first: int = 0) -> None:
        self.tally.refuse(Refusal(line.line, column, code, first))

    def _groups(self, lines: Iterable[PersonLine]) -> dict[FamilyKey, list[PersonLine]]:
        """The lines of each family; those known by their affiliation alone go with those that tell both numbers."""
        groups: dict[FamilyKey, list[PersonLine]] = {}
        both: dict[FamilyKey, FamilyKey] = {}
        before: FamilyKey | None = None
        group: list[PersonLine] = []
        for line in lines:
            if line.key is not before:
                before = line.key
                if line.other_key:
                    both[line.other_key] = before
                group = groups.setdefault(before, [])
            group.append(line)
        for key in [key for key in groups if key[1] and key in both]:
            groups[both[key]] += groups.pop(key)
        return groups

    def _waiting_under(self, insured: PersonLine) -> list[PersonLine]:
        """The lines above that told the affiliation of an insured person alone."""
        if not self._pending or not insured.other_key:
            return []
        return self._pending.pop(insured.other_key, [])

    def _find(self, groups: dict[FamilyKey, list[PersonLine]]) -> dict[FamilyKey, _Family]:
        """The families of the register that lines are about."""
        ids: dict[FamilyKey, UUID] = {}
        wanted: dict[str, list[FamilyKey]] = {}
        for key, group in groups.items():
            if self._fresh and key not in self._added:
                continue
            if key in self._recent:
                ids[key] = self._recent[key]
                continue
            wanted.setdefault(key[2], []).append(key)
            if (other := group[0].other_key) and not self._fresh:
                wanted.setdefault(other[2], []).append(key)
        c = families.c
        for numbers in chunks(list(wanted)):
            query = (
                select(person_numbers.c.number, c.id, c.mutuelle, c.immatriculation, c.affiliation)
                .join(people, people.c.number == person_numbers.c.person)
                .join(families, c.id == people.c.family_id)
                .where(person_numbers.c.number.in_(numbers))
            )
            for number, family, mutuelle, immatriculation, affiliation in self._connection.execute(query):
                for key in wanted[number]:
                    own = affiliation if key[1] or not immatriculation else immatriculation
                    told = key[2] if key[1] or immatriculation else number
                    if key[0] == mutuelle and bare(own) == told:
                        ids.setdefault(key, family)
        loaded = self._load(list(set(ids.values())))
        return {key: loaded[family] for key, family in ids.items()}

    def _load(self, ids: Sequence[UUID]) -> dict[UUID, _Family]:
        """Families as the register holds them."""
        found: dict[UUID, _Family] = {}
        run = self._connection.execute
        for some in chunks(ids):
            for row in run(select(families).where(families.c.id.in_(some))):
                found[row.id] = _Family(tuple(row), known=True)
            for row in run(select(people).where(people.c.family_id.in_(some)).order_by(people.c.position)):
                found[row.family_id].members.append(tuple(row))
            if self._kinds:
                owned = select(people.c.family_id, certificates).join(certificates)
                for family, person, kind, until in run(owned.where(people.c.family_id.in_(some))):
                    found[family].proofs.setdefault(person, {})[kind] = until
        return found

    def _new_family(self, insured: PersonLine, key: FamilyKey) -> _Family:
        row = (
            next(self._ids),
            insured.immatriculation,
            insured.affiliation,
            insured.mutuelle,
            insured.section,
            insured.status,
            self._extract.day,
            insured.ppr,
            insured.phone,
            insured.address,
            insured.rib,
        )
        self._rows.families.add(row)
        for told in (key, insured.other_key) if insured.other_key else (key,):
            self._recent[told] = row[0]
            self._added.add(told)
        self._told_section(insured.mutuelle, insured.section)
        return _Family(row, known=False)

    def _told_section(self, mutuelle: str, section: str) -> None:
        self.tally.sections.setdefault(mutuelle, set()).add(section)

    def _place(self, family: _Family, key: FamilyKey, line: PersonLine) -> None:
        """Finds the person a line is about, or adds them; a line that says again what another said is refused."""
        place = self._match(family.members, line) if family.members else None
        if place is None:
            if line.relation == _INSURED and family.members and family.members[0][_RELATION] == _INSURED:
                first = self._lines[family.members[0][_NUMBER]]
                self._refuse(line, "immatriculation", "insured.twice" if first else "insured.other", first)
                self._unread.add(key)
                return
            self._add(family, line)
            return
        number = family.members[place][_NUMBER]
        if first := self._lines[number]:
            self._refuse(line, "immatriculation", "person.twice", first)
            return
        self._lines[number] = line.line
        if family.members[place][_ID] in self._dropped:
            self.tally.unchanged += 1
            return
        self._compare(family, place, line)

    def _match(self, members: Sequence[Row], line: PersonLine) -> int | None:
        """Which of the people of a family a line is about."""
        cin, relation, birth = line.cin, line.relation, line.birth
        if cin:
            for place, row in enumerate(members):
                if row[_CIN] == cin or (row[_CIN] and compact(row[_CIN]) == cin):
                    return place
        for place, row in enumerate(members):
            if row[_RELATION] == relation and row[_BIRTH] == birth and _named(row, line):
                # Two of one name and birthday with a CIN each are two people, when one file tells both.
                if cin and row[_CIN] and self._lines[row[_NUMBER]]:
                    continue
                return place
        row = members[0]
        if relation == row[_RELATION] == _INSURED and not self._lines[row[_NUMBER]]:
            # One thing at a time is corrected: the same number under another birth and name is somebody else.
            return 0 if row[_BIRTH] == birth or _named(row, line) else None
        return None

    def _add(self, family: _Family, line: PersonLine) -> None:
        """Adds a person to a family."""
        self._number += 1
        members = family.members
        row = (
            next(self._ids),
            self._number,
            family.row[0],
            members[-1][_POSITION] + 1 if members else 0,
            *_of_person(line),
        )
        members.append(row)
        self._lines.append(line.line)
        self._rows.add_person(row, line, row_numbers(family.row, row) if family.known else line.numbers)
        self.tally.added += 1

    def _compare(self, family: _Family, place: int, line: PersonLine) -> None:
        """Takes over what a line says of a person that the register holds, and of the family of the insured one."""
        before = family.members[place]
        kept = _LATIN if not line.first_name and _named(before, line) else frozenset()
        row = _taken(before, line, [told for told in self._person_columns if told[0] not in kept])
        told, there = dict(line.certificates), family.proofs.get(before[_ID], {})
        changed = [(kind, told.get(kind)) for kind in self._kinds if there.get(kind) != told.get(kind)]
        of = family.row
        if line.relation == _INSURED:
            columns = [
                (name, slot)
                for name, slot in self._family_columns
                if name not in _NUMBERED or tells_more(of[slot], getattr(line, name))
            ]
            family.row = _taken(of, line, columns)
            self._told_section(family.row[_F["mutuelle"]], family.row[_F["section"]])
        if row == before and family.row == of and not changed:
            self.tally.unchanged += 1
            return
        family.members[place] = row
        self._rows.change_person((of, before), (family.row, row), changed)
        self.tally.updated += 1

    def _close(self) -> None:
        """Ends the rights of those who are absent from the extract, on its day and in the sections it speaks of."""
        day, c = self._extract.day, people.c
        closing: list[int] = []
        for mutuelle, sections in self.tally.sections.items():
            query = (
                select(c.number, families.c.immatriculation, families.c.affiliation)
                .join(families, families.c.id == c.family_id)
                .where(families.c.mutuelle == mutuelle, or_(c.rights_to.is_(None), c.rights_to > day))
            )
            if "section" in self._extract.columns:
                query = query.where(families.c.section.in_(sections))
            rows = self._connection.execute(query)
            closing += [row[0] for row in rows if not self._lines[row[0]] and not self._may_be_unread(mutuelle, row)]
        for some in chunks(closing):
            self._connection.execute(update(people).where(c.number.in_(some)).values(rights_to=day))
        self.tally.closed = len(closing)

    def _may_be_unread(self, mutuelle: str, row: Row) -> bool:
        if not self._unread:
            return False
        return not self._unread.isdisjoint({(mutuelle, False, bare(row[1])), (mutuelle, True, bare(row[2]))})


def _named(row: Row, line: PersonLine) -> bool:
    return same_name(row[_LAST], row[_FIRST], row[_ARABIC], line)


def _taken(row: Row, line: PersonLine, columns: Iterable[tuple[str, int]]) -> Row:
    """A row with what a line says of some of its columns."""
    now = list(row)
    for name, slot in columns:
        now[slot] = getattr(line, name)
    return tuple(now)


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Rows by the million make no cycles: looking for some among them again and again takes a fifth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
