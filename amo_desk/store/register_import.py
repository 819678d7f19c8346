"""Writes an extract of affiliates into the register: adds, updates and closes, in the caller's one transaction.

Families are told apart by their mutuelle and immatriculation (else affiliation), with or without the zeros in front;
the people of a family by CIN, else by relation, birth and name. What an extract has no column for stays as it is.
Nobody is ever deleted.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from operator import itemgetter
from typing import Any, TypeAlias
from uuid import UUID

from pyroaring import BitMap
from sqlalchemy import Connection, bindparam, delete, insert, or_, select, update

from amo_desk.domain.errors import Refused
from amo_desk.domain.extracts import Extract, PersonLine, Refusal, Tally, Unread
from amo_desk.domain.identifiers import compact
from amo_desk.domain.names import folded, name_words
from amo_desk.domain.people import Relation
from amo_desk.store import counters
from amo_desk.store.affiliates import LAST_NUMBER, PEOPLE, number_keys, words_of
from amo_desk.store.names import Postings
from amo_desk.store.schema import certificates, families, people, person_numbers

# The mutuelle, whether the number is an affiliation, and the number without blanks and zeros in front.
Key: TypeAlias = tuple[str, bool, str]

CHUNK = 2000
# Numbers go into their tree sorted, so many at once: one by one they would each touch another page.
NUMBERS_AT_ONCE = 200_000
_INSURED = Relation.INSURED.value
_FAMILY = ("immatriculation", "affiliation", "section", "status", "ppr", "phone", "address", "rib")
_PERSON = ("relation", "last_name", "first_name", "arabic_name", "birth", "sex", "cin", "rights_from", "rights_to")
_NUMBERED = ("immatriculation", "affiliation", "ppr")
_NAMED = ("last_name", "first_name", "arabic_name")
_CERTIFICATES = ("schooling", "no_employment", "disability")


class _Member:
    """A person of a family that lines are compared with; `old` is what the register holds, nothing for a new one."""

    __slots__ = ("number", "old", "proofs", "row")

    def __init__(self, row: dict[str, Any], old: dict[str, Any] | None, proofs: dict[str, date]) -> None:
        self.number: int = row["number"]
        self.row = row
        self.old = old
        self.proofs = proofs


class _Family:
    """A family that lines are compared with."""

    __slots__ = ("members", "old", "row")

    def __init__(self, row: dict[str, Any], old: dict[str, Any] | None) -> None:
        self.row = row
        self.old = old
        self.members: list[_Member] = []


class AffiliateImport:
    """An extract on its way into the register; `write` takes its lines, `finish` what can be told at the end only."""

    def __init__(self, connection: Connection, extract: Extract, first_id: UUID) -> None:
        self.tally = Tally()
        self._connection = connection
        self._extract = extract
        self._ids = _ids(first_id)
        self._first = self._number = counters.last(connection, LAST_NUMBER)
        self._fresh = connection.execute(select(families.c.id).limit(1)).first() is None
        # By the number of a person, the line that is theirs.
        self._lines = array("I", bytes(4 * (self._number + 1)))
        self._written = BitMap()
        self._recent: dict[Key, UUID] = {}
        self._pending: dict[Key, list[PersonLine]] = {}
        self._unread: set[Key] = set()
        self._postings = Postings()
        self._numbers: list[dict[str, Any]] = []
        self._families: list[dict[str, Any]] = []
        self._people: list[dict[str, Any]] = []
        self._proofs: list[dict[str, Any]] = []
        self._dated: list[UUID] = []
        self._changed_families: list[dict[str, Any]] = []
        self._changed_people: list[dict[str, Any]] = []
        self._renumbered: list[int] = []
        self._family_columns = tuple(name for name in _FAMILY if name in extract.columns)
        whole = {"last_name", "first_name"} if "full_name" in extract.columns else set()
        self._person_columns = tuple(name for name in _PERSON if name in extract.columns | whole)
        self._kinds = tuple(kind for kind in _CERTIFICATES if kind in extract.columns)

    def write(self, lines: Iterable[PersonLine]) -> None:
        """Writes some lines."""
        groups = self._groups(lines)
        found = self._find(groups)
        for key, group in groups.items():
            family = found.get(key)
            if family is None:
                waiting = self._pending.pop(key, None)
                group = waiting + group if waiting else group
                insured = next((line for line in group if line.relation == _INSURED), None)
                if insured is None:
                    # Their insured person may be on a line further down.
                    self._pending[key] = group
                    continue
                group = [*self._waiting_under(insured), *group]
                group.sort(key=lambda line: line.relation != _INSURED)
                family = self._new_family(insured, key)
            elif family.old is not None:
                self._check_day(family.old["extract_day"])
            for line in group:
                self._place(family, key, line)
            if family.old is not None:
                self._changed(family)
        self._flush()

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
        self._flush_numbers()
        if self._extract.complete and not self._fresh and not self.tally.closing_withheld:
            self._close()
        if self.tally.added or self.tally.updated:
            self._postings.write(self._connection)
        if self._number > self._first:
            counters.put(self._connection, LAST_NUMBER, self._number)
            total = counters.last(self._connection, PEOPLE) + self._number - self._first
            counters.put(self._connection, PEOPLE, total)
        return self.tally

    def _groups(self, lines: Iterable[PersonLine]) -> dict[Key, list[PersonLine]]:
        """The lines of each family; those known by their affiliation alone go with those that tell both numbers."""
        groups: dict[Key, list[PersonLine]] = {}
        both: dict[Key, Key] = {}
        before: tuple[str, str, str] = ("", "", "")
        group: list[PersonLine] = []
        for line in lines:
            numbers = line.mutuelle, line.immatriculation, line.affiliation
            if numbers != before:
                before = numbers
                mutuelle, immatriculation, affiliation = numbers
                key = mutuelle, not immatriculation, bare(immatriculation or affiliation)
                if immatriculation and affiliation:
                    both[mutuelle, True, bare(affiliation)] = key
                group = groups.setdefault(key, [])
            group.append(line)
        for key in [key for key in groups if key[1] and key in both]:
            groups[both[key]] += groups.pop(key)
        return groups

    def _waiting_under(self, insured: PersonLine) -> list[PersonLine]:
        """The lines above that told the affiliation of an insured person alone."""
        if not insured.immatriculation or not insured.affiliation:
            return []
        return self._pending.pop((insured.mutuelle, True, bare(insured.affiliation)), [])

    def _check_day(self, there: date) -> None:
        if there > self._extract.day and not self._extract.older:
            raise Refused("extract.older", day=self._extract.day, there=there)

    def _find(self, groups: dict[Key, list[PersonLine]]) -> dict[Key, _Family]:
        """The families of the register that lines are about."""
        ids: dict[Key, UUID] = {}
        wanted: dict[str, list[Key]] = {}
        for key, group in groups.items():
            if self._fresh and _hash(key) not in self._written:
                continue
            if key in self._recent:
                ids[key] = self._recent[key]
                continue
            wanted.setdefault(key[2], []).append(key)
            if not key[1] and group[0].affiliation and not self._fresh:
                wanted.setdefault(bare(group[0].affiliation), []).append(key)
        c = families.c
        for numbers in chunks(list(wanted)):
            query = (
                select(person_numbers.c.number, c.id, c.mutuelle, c.immatriculation, c.affiliation)
                .join(people, people.c.number == person_numbers.c.person)
                .join(families, c.id == people.c.family_id)
                .where(person_numbers.c.number.in_(numbers))
            )
            for row in self._connection.execute(query):
                for key in wanted[row.number]:
                    if key[0] != row.mutuelle:
                        continue
                    own = row.affiliation if key[1] else row.immatriculation
                    if bare(own) == key[2] or (not key[1] and not own and bare(row.affiliation) == row.number):
                        ids.setdefault(key, row.id)
        loaded = self._load(list(set(ids.values())))
        return {key: loaded[family] for key, family in ids.items()}

    def _load(self, ids: Sequence[UUID]) -> dict[UUID, _Family]:
        """Families as the register holds them."""
        found: dict[UUID, _Family] = {}
        proofs: dict[UUID, dict[str, date]] = {}
        for some in chunks(ids):
            for row in self._connection.execute(select(families).where(families.c.id.in_(some))).mappings():
                found[row["id"]] = _Family(dict(row), dict(row))
            if self._kinds:
                query = select(certificates).join(people).where(people.c.family_id.in_(some))
                for proof in self._connection.execute(query):
                    proofs.setdefault(proof.person_id, {})[proof.kind] = proof.until
            for row in self._connection.execute(
                select(people).where(people.c.family_id.in_(some)).order_by(people.c.position)
            ).mappings():
                member = _Member(dict(row), dict(row), proofs.get(row["id"], {}))
                found[row["family_id"]].members.append(member)
        return found

    def _new_family(self, insured: PersonLine, key: Key) -> _Family:
        row = {
            "id": next(self._ids),
            "immatriculation": insured.immatriculation,
            "affiliation": insured.affiliation,
            "mutuelle": insured.mutuelle,
            "section": insured.section,
            "status": insured.status,
            "extract_day": self._extract.day,
            "ppr": insured.ppr,
            "phone": insured.phone,
            "address": insured.address,
            "rib": insured.rib,
        }
        self._families.append(row)
        keys = {key}
        if insured.affiliation:
            keys.add((insured.mutuelle, True, bare(insured.affiliation)))
        for other in keys:
            self._recent[other] = row["id"]
            self._written.add(_hash(other))
        self._told_section(insured.mutuelle, insured.section)
        return _Family(row, None)

    def _told_section(self, mutuelle: str, section: str) -> None:
        self.tally.sections.setdefault(mutuelle, set()).add(section)

    def _place(self, family: _Family, key: Key, line: PersonLine) -> None:
        """Finds the person a line is about, or adds them; a line that says again what another said is refused."""
        member = self._match(family, line)
        if member is None:
            insured = next((m for m in family.members if m.row["relation"] == _INSURED), None)
            if line.relation == _INSURED and insured is not None:
                self._refuse_second(insured, key, line)
                return
            self._add(family, line)
            return
        first = self._lines[member.number]
        if first:
            self._refuse(line, "immatriculation", "person.twice", first)
            return
        self._lines[member.number] = line.line
        self._compare(family, member, line)

    def _refuse_second(self, insured: _Member, key: Key, line: PersonLine) -> None:
        first = self._lines[insured.number]
        code = "insured.twice" if first else "insured.other"
        self._refuse(line, "immatriculation", code, first)
        self._unread.add(key)

    def _refuse(self, line: PersonLine, column: str, code: str, first: int = 0) -> None:
        self.tally.refuse(Refusal(line.line, column, code, first))

    def _match(self, family: _Family, line: PersonLine) -> _Member | None:
        members = family.members
        if not members:
            return None
        cin = line.cin
        if cin:
            for member in members:
                if compact(member.row["cin"]) == cin:
                    return member
        relation, birth = line.relation, line.birth
        for member in members:
            row = member.row
            if row["relation"] == relation and row["birth"] == birth and _same_name(row, line):
                # Two of one name and birthday with a CIN each are two people, when one file tells both.
                if cin and row["cin"] and self._lines[member.number]:
                    continue
                return member
        if relation == _INSURED:
            for member in members:
                row = member.row
                if row["relation"] == _INSURED and not self._lines[member.number]:
                    return member if row["birth"] == birth or _same_name(row, line) else None
        return None

    def _add(self, family: _Family, line: PersonLine) -> None:
        """Adds a person to a family."""
        self._number += 1
        number = self._number
        insured = line.relation == _INSURED
        row: dict[str, Any] = {
            "id": next(self._ids),
            "number": number,
            "family_id": family.row["id"],
            "position": family.members[-1].row["position"] + 1 if family.members else 0,
            "relation": line.relation,
            "last_name": line.last_name,
            "first_name": line.first_name,
            "arabic_name": line.arabic_name,
            "birth": line.birth,
            "sex": line.sex,
            "cin": line.cin,
            "rights_from": line.rights_from,
            "rights_to": line.rights_to,
        }
        self._people.append(row)
        self._lines.append(line.line)
        for kind, until in line.certificates:
            self._proofs.append({"person_id": row["id"], "kind": kind, "until": until})
        self._number_keys(family.row, row)
        self._postings.add(number, words_of(line.last_name, line.first_name, line.arabic_name), head=insured)
        family.members.append(_Member(row, None, dict(line.certificates)))
        self.tally.added += 1

    def _number_keys(self, family: dict[str, Any], person: dict[str, Any]) -> None:
        own = [family[name] for name in _NUMBERED] if person["relation"] == _INSURED else ()
        number = person["number"]
        for key in number_keys(person["cin"], own):
            self._numbers.append({"number": key, "person": number})

    def _compare(self, family: _Family, member: _Member, line: PersonLine) -> None:
        """Takes over what a line says of a person that the register holds, and of the family of the insured one."""
        row, changed = member.row, False
        keep = _NAMED[:2] if not line.first_name and _same_name(row, line) else ()
        for name in self._person_columns:
            value = getattr(line, name)
            if name not in keep and row[name] != value:
                row[name] = value
                changed = True
        told = dict(line.certificates)
        for kind in self._kinds:
            if member.proofs.get(kind) != told.get(kind):
                self._retell(row["id"], kind, told.get(kind))
                changed = True
        if line.relation == _INSURED:
            changed = self._compare_family(family, line) or changed
            self._told_section(family.row["mutuelle"], family.row["section"])
        if changed:
            self.tally.updated += 1
        else:
            self.tally.unchanged += 1

    def _compare_family(self, family: _Family, line: PersonLine) -> bool:
        changed = False
        for name in self._family_columns:
            old, value = family.row[name], getattr(line, name)
            if old == value or (name in _NUMBERED and not _tells_more(old, value)):
                continue
            family.row[name] = value
            changed = True
        return changed

    def _retell(self, person: UUID, kind: str, until: date | None) -> None:
        here = (certificates.c.person_id == person) & (certificates.c.kind == kind)
        self._connection.execute(delete(certificates).where(here))
        if until is not None:
            self._proofs.append({"person_id": person, "kind": kind, "until": until})

    def _changed(self, family: _Family) -> None:
        """Notes what of a family of the register must be written again."""
        old, row = family.old or {}, family.row
        family_changed = any(old[name] != row[name] for name in _FAMILY)
        if family_changed or old["extract_day"] != self._extract.day:
            row["extract_day"] = self._extract.day
            if family_changed:
                self._changed_families.append({"of": row["id"], **{name: row[name] for name in _FAMILY}})
            self._dated.append(row["id"])
        renumbered = any(old[name] != row[name] for name in _NUMBERED)
        for member in family.members:
            before, now = member.old, member.row
            if before is None:
                continue
            if before != now:
                self._changed_people.append({"of": now["id"], **{name: now[name] for name in _PERSON}})
                self._reword(before, now)
            insured_changed = before["relation"] != now["relation"]
            if before["cin"] != now["cin"] or insured_changed or (renumbered and now["relation"] == _INSURED):
                self._renumbered.append(now["number"])
                self._number_keys(row, now)

    def _reword(self, before: dict[str, Any], now: dict[str, Any]) -> None:
        if any(before[name] != now[name] for name in (*_NAMED, "relation")):
            number = now["number"]
            self._postings.remove(number, words_of(*(before[name] for name in _NAMED)))
            head = now["relation"] == _INSURED
            self._postings.add(number, words_of(*(now[name] for name in _NAMED)), head=head)

    def _flush(self) -> None:
        """Sends what was gathered to the database."""
        connection = self._connection
        for table, rows in ((families, self._families), (people, self._people), (certificates, self._proofs)):
            if rows:
                connection.execute(insert(table), rows)
                rows.clear()
        for some in chunks(self._dated):
            dated = update(families).where(families.c.id.in_(some))
            connection.execute(dated.values(extract_day=self._extract.day))
        self._dated.clear()
        if self._changed_families:
            told = {name: bindparam(name) for name in _FAMILY}
            connection.execute(
                update(families).where(families.c.id == bindparam("of")).values(told), self._changed_families
            )
            self._changed_families.clear()
        if self._changed_people:
            told = {name: bindparam(name) for name in _PERSON}
            connection.execute(update(people).where(people.c.id == bindparam("of")).values(told), self._changed_people)
            self._changed_people.clear()
        for some in chunks(self._renumbered):
            connection.execute(delete(person_numbers).where(person_numbers.c.person.in_(some)))
        if self._renumbered or len(self._numbers) >= NUMBERS_AT_ONCE:
            self._renumbered.clear()
            self._flush_numbers()

    def _flush_numbers(self) -> None:
        self._numbers.sort(key=itemgetter("number"))
        for some in chunks(self._numbers):
            self._connection.execute(insert(person_numbers), some)
        self._numbers.clear()
        self._recent.clear()

    def _close(self) -> None:
        """Ends on the day of the extract the rights of those who are absent from it, where it speaks of their section."""
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
            for row in self._connection.execute(query):
                if not self._lines[row.number] and not self._may_be_unread(mutuelle, row):
                    closing.append(row.number)
        for some in chunks(closing):
            self._connection.execute(update(people).where(c.number.in_(some)).values(rights_to=day))
        self.tally.closed = len(closing)

    def _may_be_unread(self, mutuelle: str, row: Any) -> bool:
        if not self._unread:
            return False
        keys = {(mutuelle, False, bare(row.immatriculation)), (mutuelle, True, bare(row.affiliation))}
        return not self._unread.isdisjoint(keys)


def bare(number: str) -> str:
    """A number as it is compared: zeros in front are easily lost.

    >>> bare("012-345"), bare("000")
    ('12345', '000')
    """
    whole = compact(number)
    return whole.lstrip("0") or whole


def chunks(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Some rows at a time, as many as a statement takes."""
    return (rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK))


def _ids(first: UUID) -> Iterator[UUID]:
    """Ids that follow one another from one of version 7: many at once, in order."""
    # The first bit of the random part, cleared, leaves room to count.
    value = first.int & ~(1 << 61)
    while True:
        yield UUID(int=value)
        value += 1


def _hash(key: Key) -> int:
    return zlib.crc32(f"{key[0]}\0{key[1]}\0{key[2]}".encode())


def _tells_more(old: str, new: str) -> bool:
    """Whether a number is another, or the same with zeros that were lost before."""
    return bare(old) != bare(new) or len(compact(new)) > len(compact(old))


def _same_name(row: dict[str, Any], line: PersonLine) -> bool:
    """Whether a line bears the first name of a person; their whole name, where either has not told it apart."""
    if line.first_name and row["first_name"]:
        return line.first_name == row["first_name"] or folded(line.first_name) == folded(row["first_name"])
    latin = f"{row['last_name']} {row['first_name']}".strip()
    said = f"{line.last_name} {line.first_name}".strip()
    if not latin or not said:
        latin, said = row["arabic_name"], line.arabic_name
    return sorted(name_words(latin)) == sorted(name_words(said))
