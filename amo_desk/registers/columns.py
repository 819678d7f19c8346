"""Recognises the columns of an extract by their names, as they are seen in the field: full, short, French or Arabic."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice

from amo_desk.domain.names import folded
from amo_desk.registers.tables import Cell, Line

# A title, a day, group headings in merged cells: a header may stand that far below them.
LINES_ABOVE = 20

_WORDS = re.compile(r"[^\W_]+")
# « N° d'immat. », « Numéro immatriculation », « رقم التسجيل »: the number of what.
_SMALL = frozenset({"n", "no", "num", "numero", "nr", "de", "du", "d", "des", "la", "le", "l", "رقم"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column that an extract may have: its id, the name it should bear, and others by which it is known.

    `instead` names columns that make it needless when they are there.
    """

    id: str
    label: str
    synonyms: tuple[str, ...] = ()
    required: bool = False
    instead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The header of a table: its line, its names, and which column each of ours was recognised in.

    `ambiguous` are the columns that two or more names could be, `missing` the required ones that none is.
    """

    line: int
    names: tuple[str, ...]
    mapping: Mapping[str, int | None]
    missing: tuple[str, ...]
    ambiguous: tuple[str, ...]


@cache
def key(name: str) -> str:
    """A column's name without case, accents, punctuation and small words.

    >>> key("N° d'immat."), key("Numéro  IMMAT"), key("الإسم"), key("N°")
    ('immat', 'immat', 'الاسم', 'n')
    """
    words = _WORDS.findall(folded(name))
    return "".join(word for word in words if word not in _SMALL) or "".join(words)


def recognised(names: Sequence[str], columns: Sequence[Column], line: int = 0) -> Header:
    """What the names of a header say."""
    known = {key(name): column.id for column in columns for name in (column.label, *column.synonyms)}
    places: dict[str, list[int]] = {column.id: [] for column in columns}
    for place, name in enumerate(names):
        if (column := known.get(key(name))) is not None and name.strip():
            places[column].append(place)
    mapping = {column: found[0] if len(found) == 1 else None for column, found in places.items()}
    return Header(
        line=line,
        names=tuple(names),
        mapping=mapping,
        missing=missing(mapping, columns),
        ambiguous=tuple(column for column, found in places.items() if len(found) > 1),
    )


def missing(mapping: Mapping[str, int | None], columns: Sequence[Column]) -> tuple[str, ...]:
    """The ids of the required columns that a mapping lacks."""
    there = {column for column, place in mapping.items() if place is not None}
    return tuple(
        column.id
        for column in columns
        if column.required and column.id not in there and not there.intersection(column.instead)
    )


def header_of(lines: Sequence[Line], columns: Sequence[Column]) -> Header | None:
    """The header among the first lines of a file: the one in which most columns are recognised, the first of equals.

    Where none is recognised anywhere, the first line of all is the header.
    """
    best: Header | None = None
    most = -1
    for number, cells in islice(lines, LINES_ABOVE):
        found = recognised(tuple(_name(cell) for cell in cells), columns, number)
        score = sum(place is not None for place in found.mapping.values()) + len(found.ambiguous)
        if score > most:
            best, most = found, score
    return best


def opened(lines: Iterator[Line], columns: Sequence[Column]) -> tuple[Header | None, Iterator[Line]]:
    """The header of a table, if it has a line, and the lines below it."""
    first = list(islice(lines, LINES_ABOVE))
    header = header_of(first, columns)
    last = header.line if header else 0
    return header, chain((line for line in first if line[0] > last), lines)


def _name(cell: Cell) -> str:
    return " ".join(str(cell).split())
