"""The rows of an import of affiliates on their way to the tables, with what people are looked for by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, bindparam, delete, update

from amo_desk.domain.extracts import PersonLine
from amo_desk.domain.names import index_words
from amo_desk.domain.people import Relation
from amo_desk.domain.person_keys import likeness_key, number_keys, words_of
from amo_desk.store import learnt, likeness
from amo_desk.store.bulk import Rows
from amo_desk.store.likeness import Hashes
from amo_desk.store.names import Postings
from amo_desk.store.register_keys import chunks
from amo_desk.store.schema import certificates, families, people, person_numbers

_INSURED = Relation.INSURED.value
_F = {name: place for place, name in enumerate(families.c.keys())}
_P = {name: place for place, name in enumerate(people.c.keys())}
_ID, _NUMBER, _RELATION, _CIN = (_P[name] for name in ("id", "number", "relation", "cin"))
_OWN = tuple(_F[name] for name in ("immatriculation", "affiliation", "ppr"))
_LIKE = tuple(_P[name] for name in ("last_name", "first_name", "birth"))
_NAMES = slice(_P["last_name"], _P["arabic_name"] + 1)

FamilyAndPerson = tuple[Sequence[Any], Sequence[Any]]


class RegisterRows:
    """What an import adds and changes, gathered and written in batches; rows are in the order of their columns."""

    def __init__(self, connection: Connection, day: date) -> None:
        self.families = Rows(connection, families)
        self._connection = connection
        self._day = day
        self._people = Rows(connection, people)
        self._proofs = Rows(connection, certificates)
        self._numbers = Rows(connection, person_numbers, in_order=True)
        self._hashes = Hashes(connection)
        self._postings = Postings()
        # The words of names told at the counter stay those people are looked for by, whatever an extract says.
        self._told = {subject: words_of(name) for subject, name in learnt.arabic_names(connection)}
        self._touched = False
        self._dated: list[UUID] = []
        self._changed: dict[Table, list[dict[str, Any]]] = {families: [], people: []}
        self._renumbered: list[int] = []

    def add_person(self, person: tuple[Any, ...], line: PersonLine, numbers: Iterable[str]) -> None:
        """A new person whom a line tells, to be looked for under these numbers."""
        self._people.add(person)
        for kind, until in line.certificates:
            self._proofs.add((person[_ID], kind, until))
        number = person[_NUMBER]
        for key in numbers:
            self._numbers.add((key, number))
        self._hashes.add(number, line.likeness)
        # A word of two names is told twice, which changes nothing.
        words = chain.from_iterable(map(index_words, person[_NAMES]))
        self._postings.add(number, words, head=line.relation == _INSURED)
        self._touched = True

    def change_person(
        self, before: FamilyAndPerson, now: FamilyAndPerson, proofs: Iterable[tuple[str, date | None]]
    ) -> None:
        """A person of the register, and maybe their family, as they are from now on."""
        (old_family, old), (family, person) = before, now
        if family != old_family:
            self._changed[families].append(_values(families, family))
        if person != old:
            self._changed[people].append(_values(people, person))
        for kind, until in proofs:
            here = (certificates.c.person_id == person[_ID]) & (certificates.c.kind == kind)
            self._connection.execute(delete(certificates).where(here))
            if until is not None:
                self._proofs.add((person[_ID], kind, until))
        number = person[_NUMBER]
        keys = row_numbers(family, person)
        if keys != row_numbers(old_family, old):
            self._renumbered.append(number)
            for key in keys:
                self._numbers.add((key, number))
        likely, before_likely = likeness_key(*_alike(person)), likeness_key(*_alike(old))
        if likely != before_likely:
            # What waits to be written may be the very entry that changes.
            self._hashes.write()
            likeness.remove(self._connection, number, before_likely)
            self._hashes.add(number, likely)
        words, old_words = words_of(*person[_NAMES]), words_of(*old[_NAMES])
        if words != old_words or person[_RELATION] != old[_RELATION]:
            self._postings.remove(number, old_words - self._told.get(person[_ID], frozenset()))
            self._postings.add(number, words, head=person[_RELATION] == _INSURED)
            self._touched = True

    def date(self, family: Sequence[Any]) -> None:
        """A family of the register that the extract speaks of."""
        if family[_F["extract_day"]] != self._day:
            self._dated.append(family[0])

    def flush(self) -> bool:
        """Writes what was gathered, but for the numbers, which go in order by many at once; returns if they went."""
        run = self._connection.execute
        for rows in (self.families, self._people, self._proofs):
            rows.write()
        for table, changed in self._changed.items():
            if changed:
                told: dict[str, Any] = {
                    column.name: bindparam(column.name) for column in table.c if column.name != "id"
                }
                run(update(table).where(table.c.id == bindparam("of")).values(told), changed)
                changed.clear()
        for some in chunks(self._dated):
            run(update(families).where(families.c.id.in_(some)).values(extract_day=self._day))
        self._dated.clear()
        for numbers in chunks(self._renumbered):
            run(delete(person_numbers).where(person_numbers.c.person.in_(numbers)))
        if not self._renumbered and not self._numbers.full:
            return False
        self._renumbered.clear()
        self._numbers.write()
        return True

    def finish(self) -> None:
        """Writes what is left, and the words of the names."""
        self._numbers.write()
        self._hashes.write()
        if self._touched:
            self._postings.write(self._connection)


def _alike(row: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(row[slot] for slot in _LIKE)


def row_numbers(family: Sequence[Any], person: Sequence[Any]) -> set[str]:
    """What a person is looked for by, from the row of their family and their own."""
    return number_keys(person[_CIN], (family[slot] for slot in _OWN), insured=person[_RELATION] == _INSURED)


def _values(table: Table, row: Sequence[Any]) -> dict[str, Any]:
    names = ["of" if name == "id" else name for name in dict(table.c)]
    return dict(zip(names, row, strict=True))
