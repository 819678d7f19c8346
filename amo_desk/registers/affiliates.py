"""Reads an extract of affiliates, a line a person; a line with a bad cell is refused, the others are kept.

No format of a number of a mutuelle is known (domain notes, section 4.1): numbers are free, and a pattern, where the
reference data gives one, only warns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice, repeat, zip_longest
from pathlib import Path
from typing import Any

from amo_desk.domain.extracts import MOST_KEPT, PersonLine, Refusal, Unread
from amo_desk.domain.identifiers import compact, has_rib_length, is_rib
from amo_desk.domain.people import CertificateKind, Relation
from amo_desk.domain.person_keys import family_key, likeness_key, number_keys, other_key
from amo_desk.registers import cells, columns, tables
from amo_desk.registers.affiliate_columns import COLUMNS, RELATIONS, SEXES, STATUSES
from amo_desk.registers.cells import Unreadable
from amo_desk.registers.child import Waiting
from amo_desk.registers.tables import Cell, Line

# Lines read between two messages to the other process.
BATCH = 1000
# So many different cells of a column are remembered.
REMEMBERED = 20_000
LONGEST_TEXT, LONGEST_NUMBER = 1000, 40
# Nobody alive was born before.
_FIRST_BIRTH = date(1880, 1, 1)
# What stands for a cell that cannot be read, until its line is told.
_UNREADABLE = object()
_DISTINCT = frozenset({str, date, datetime})
_INSURED = Relation.INSURED.value
_PROOFS = tuple(kind.value for kind in CertificateKind)
# What the cells of a line say, each in its slot: first as the fields of a line have them.
_FIELDS = (*PersonLine._fields[: PersonLine._fields.index("certificates")], "full_name", *_PROOFS)
_SLOTS = {name: slot for slot, name in enumerate(_FIELDS)}
_DAYS = {"birth", "rights_from", "rights_to", *_PROOFS}
_BLANK: tuple[Any, ...] = tuple(None if name in _DAYS else "" for name in _FIELDS)
_NUMBERS = {"immatriculation", "affiliation", "ppr", "cin", "rib"}
# What is legible of a family's number is kept for a refused line too: these come first.
_ORDER = ("mutuelle", "immatriculation", "affiliation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the reader knows of a mutuelle: its code, other names it bears, and the forms of its numbers if any."""

    code: str
    names: tuple[str, ...] = ()
    immatriculation: str = ""
    affiliation: str = ""


@dataclass(slots=True)
class Batch:
    """Some lines of an extract: those that could be read, those that could not, and what is odd about the former.

    The first batch of a file holds its header and no line.
    """

    last: int = 0
    header: tuple[str, ...] = ()
    people: list[tuple[Any, ...]] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    noticed: int = 0
    notices: list[Refusal] = field(default_factory=list)


@contextmanager
def reading(
    path: Path,
    mapping: Mapping[str, int | None],
    mutuelles: Sequence[Known],
    own: str,
    day: date,
    waiting: Waiting,
) -> Iterator[tuple[int, Iterator[Batch]]]:
    """About how many lines an extract of a day has, and its lines in batches, read in another process.

    `mapping` gives the place of each column; `own` is the mutuelle of the lines that name none.
    """
    places = {name: place for name, place in mapping.items() if place is not None}
    with tables.working(path, _Work(places, tuple(mutuelles), own, day), waiting) as read:
        yield read


@dataclass(frozen=True, slots=True)
class _Work:
    """The reading of the lines, as it is sent to the other process."""

    places: Mapping[str, int]
    mutuelles: tuple[Known, ...]
    own: str
    day: date

    def __call__(self, lines: Iterator[Line]) -> Iterator[Batch]:
        header, rest = columns.opened(lines, COLUMNS)
        if header is None:
            return
        yield Batch(last=header.line, header=header.names)
        reader = _Reader(self)
        while some := list(islice(rest, BATCH)):
            yield reader.read(some)


class _Words:
    """Tells the value that a word stands for."""

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        self._words = {cells.plain(said): value for value, all_said in words.items() for said in (value, *all_said)}

    def __call__(self, cell: Cell) -> str:
        value = cells.word(cell, self._words)
        if value is None:
            raise Unreadable("word.unknown")
        return value


class _Column(dict[Cell, Any]):
    """One of our columns: where it stands in the file, and what its cells say, those met before at once."""

    def __init__(self, name: str, place: int, kind: Callable[[Cell], Any]) -> None:
        self.name, self.slot, self.place, self.kind = name, _SLOTS[name], place, kind
        self.blank = kind("")
        self.troubled = False

    def __missing__(self, cell: Cell) -> Any:
        value = self._read(cell)
        if value is not _UNREADABLE:
            self[cell] = value
        return value

    def told(self, table: Sequence[Sequence[Cell]], count: int) -> Iterable[Any]:
        """What the column says on some lines of the file, which are given as columns."""
        if self.place >= len(table):
            return repeat(self.blank, count)
        mine = table[self.place]
        if len(self) > REMEMBERED:
            self.clear()
        # 1, 1.0 and True are the same to a dictionary, and not in a cell.
        known = _DISTINCT.issuperset(map(type, mine))
        return list(map(self.__getitem__ if known else self._read, mine))

    def _read(self, cell: Cell) -> Any:
        try:
            return self.kind(cell)
        except Unreadable:
            self.troubled = True
            return _UNREADABLE


class _Reader:
    """Reads lines, some at a time, column by column."""

    def __init__(self, work: _Work) -> None:
        words = {
            "mutuelle": _Words({known.code: known.names for known in work.mutuelles}),
            "relation": _Words({relation.value: said for relation, said in RELATIONS.items()}),
            "sex": _Words({sex.value: said for sex, said in SEXES.items()}),
            "status": _Words({status.value: said for status, said in STATUSES.items()}),
        }
        kinds: dict[str, Callable[[Cell], Any]] = dict.fromkeys(_DAYS, cells.day)
        kinds |= dict.fromkeys(_NUMBERS, _number) | words | {"phone": _phone, "rib": _rib, "cin": _cin}
        first = [name for name in _ORDER if name in work.places]
        names = [*first, *(name for name in work.places if name not in first)]
        self._columns = tuple(_Column(name, work.places[name], kinds.get(name, _text)) for name in names)
        self._own, self._day = work.own, work.day
        self._tells_status = "status" in work.places
        self._noticed = 0
        self._told: tuple[str, str, str] = ("", "", "")
        self._keys = family_key(*self._told), other_key(*self._told)
        self._patterns = {
            known.code: tuple(
                (column, _SLOTS[column], re.compile(pattern))
                for column, pattern in (("immatriculation", known.immatriculation), ("affiliation", known.affiliation))
                if pattern
            )
            for known in work.mutuelles
        }

    def read(self, lines: Sequence[Line]) -> Batch:
        """What some lines say."""
        batch = Batch(last=lines[-1][0])
        numbers, rows = zip(*lines, strict=True)
        table = tuple(zip_longest(*rows, fillvalue=""))
        values: list[Iterable[Any]] = [repeat(blank) for blank in _BLANK]
        values[0] = numbers
        for column in self._columns:
            column.troubled = False
            values[column.slot] = column.told(table, len(lines))
        troubled = any(column.troubled for column in self._columns)
        for line, of_line in zip(lines, zip(*values, strict=False), strict=True):
            if troubled and any(value is _UNREADABLE for value in of_line):
                self._read_one(line, batch)
            else:
                self._take(of_line, batch)
        return batch

    def _read_one(self, line: Line, batch: Batch) -> None:
        """Reads a line with a cell that cannot be read, as far as that."""
        number, row = line
        values = [number, *_BLANK[1:]]
        for column in self._columns:
            try:
                values[column.slot] = column.kind(row[column.place]) if column.place < len(row) else column.blank
            except Unreadable as trouble:
                self._leave(values, column.name, trouble.code, batch)
                return

    def _leave(self, values: Sequence[Any], column: str, code: str, batch: Batch) -> None:
        """Notes a line that is not imported, with what is legible of its family."""
        number, mutuelle, immatriculation, affiliation = values[:4]
        told = immatriculation or affiliation
        batch.unread.append(Unread(Refusal(number, column, code), mutuelle or self._own, told))

    def _take(self, values: Sequence[Any], batch: Batch) -> None:
        """Takes what the cells of a line say, unless something lacks in it."""
        (
            number, mutuelle, immatriculation, affiliation, section, status, ppr, phone, address, rib, relation,
            last_name, first_name, arabic_name, birth, sex, cin, rights_from, rights_to, whole_name, *proofs,
        ) = values  # fmt: skip
        mutuelle = mutuelle or self._own
        insured = relation == _INSURED
        if not last_name and not first_name and whole_name:
            last_name, first_name = split_name(whole_name)
        trouble = (
            ("immatriculation", "number.missing") if not immatriculation and not affiliation
            else ("relation", "word.missing") if not relation
            else ("status", "word.missing") if insured and not status and self._tells_status
            else ("last_name", "name.missing") if not last_name and not first_name and not arabic_name
            else ("birth", "day.missing") if birth is None
            else ("rights_from", "day.missing") if rights_from is None
            else ("sex", "word.missing") if not sex
            else ("birth", "birth.range") if birth > self._day or birth < _FIRST_BIRTH
            else ("rights_to", "rights.order") if rights_to is not None and rights_to < rights_from
            else None
        )  # fmt: skip
        if trouble:
            self._leave(values, *trouble, batch)
            return
        self._note(number, mutuelle, values, batch)
        told = (mutuelle, immatriculation, affiliation)
        if told != self._told:
            self._told, self._keys = told, (family_key(*told), other_key(*told))
        batch.people.append((
            number, mutuelle, immatriculation, affiliation, section, status, ppr, phone, address, rib, relation,
            last_name, first_name, arabic_name, birth, sex, cin, rights_from, rights_to,
            tuple(proof for proof in zip(_PROOFS, proofs, strict=True) if proof[1]) if any(proofs) else (),
            *self._keys,
            tuple(number_keys(cin, (*told[1:], ppr), insured=insured)),
            likeness_key(last_name, first_name, birth),
        ))  # fmt: skip

    def _note(self, number: int, mutuelle: str, values: Sequence[Any], batch: Batch) -> None:
        """Notes what is odd about a line that is kept."""
        rib = values[_SLOTS["rib"]]
        if rib and not is_rib(rib):
            self._notice(Refusal(number, "rib", "rib.key"), batch)
        for column, slot, pattern in self._patterns.get(mutuelle, ()):
            if values[slot] and not pattern.fullmatch(values[slot]):
                self._notice(Refusal(number, column, "number.pattern"), batch)

    def _notice(self, notice: Refusal, batch: Batch) -> None:
        self._noticed += 1
        batch.noticed += 1
        if self._noticed <= MOST_KEPT:
            batch.notices.append(notice)


def split_name(whole: str) -> tuple[str, str]:
    """A name in one column as family name and first name, where capitals tell them apart; else all in the first.

    >>> split_name("EL ALAMI Mohamed Amine"), split_name("Salma BENNANI"), split_name("EL ALAMI MOHAMED")
    (('EL ALAMI', 'Mohamed Amine'), ('BENNANI', 'Salma'), ('EL ALAMI MOHAMED', ''))
    """
    words = whole.split()
    capitals = [word for word in words if len(word) > 1 and word.isupper()]
    others = [word for word in words if word not in capitals]
    if not capitals or not others or words not in (capitals + others, others + capitals):
        return whole, ""
    return " ".join(capitals), " ".join(others)


def _text(cell: Cell) -> str:
    said = cell.strip() if isinstance(cell, str) else cells.text(cell)
    if len(said) > LONGEST_TEXT:
        raise Unreadable("text.long")
    if "\0" in said:
        raise Unreadable("text.format")
    return said


def _number(cell: Cell) -> str:
    said = cells.number(cell)
    if len(said) > LONGEST_NUMBER or (said and not said.isalnum() and ("\0" in said or not compact(said))):
        raise Unreadable("number.format")
    return said


def _cin(cell: Cell) -> str:
    return compact(_number(cell))


def _phone(cell: Cell) -> str:
    return _text(cell) if isinstance(cell, str) else cells.number(cell)


def _rib(cell: Cell) -> str:
    said = compact(cells.number(cell))
    if said and not has_rib_length(said):
        raise Unreadable("rib.format")
    return said
