"""What a cell of an extract says: a text, a number of the field, a day, a word out of a few; or a code for why not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from amo_desk.domain.identifiers import compact
from amo_desk.domain.names import folded
from amo_desk.registers.tables import Cell

# From here on a binary fraction no longer holds every whole number exactly.
_EXACT = 10**15
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)
_DAY = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})")
_ISO_DAY = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})")
_SHORT_YEAR = re.compile(r"\d{1,2}[/.\- ]\d{1,2}[/.\- ]\d{2}")
_MIDNIGHT = re.compile(r"[T ]+00:00(:00(\.0+)?)?Z?$")
_NOT_LETTERS = re.compile(r"[\W_]+")


class Unreadable(Exception):
    """A cell that does not say what its column asks for."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def text(cell: Cell) -> str:
    """A cell as text in single blanks.

    >>> text("  rue   10 "), text(12.0)
    ('rue 10', '12')
    """
    if isinstance(cell, str):
        return " ".join(cell.split())
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _EXACT:
        return str(int(cell))
    return str(cell)


def number(cell: Cell) -> str:
    """A number of the field as it is printed; zeros that a spreadsheet took from its front stay lost.

    >>> number(" 88-4512 "), number(6118000140213.0)
    ('88-4512', '6118000140213')
    """
    if isinstance(cell, str):
        if cell.isdigit() and cell.isascii():
            return cell
        said = " ".join(cell.split())
        if "E" in said.upper() and _ROUNDED.fullmatch(said):
            raise Unreadable("number.rounded")
        return said
    if isinstance(cell, bool):
        raise Unreadable("number.format")
    if isinstance(cell, int | float):
        if abs(cell) >= _EXACT:
            raise Unreadable("number.rounded")
        if cell < 0 or not float(cell).is_integer():
            raise Unreadable("number.format")
        return str(int(cell))
    raise Unreadable("number.date")


def day(cell: Cell) -> date | None:
    """A day, whether the cell holds a date or writes one; nothing where it is empty.

    >>> day("15/03/1974"), day("1974-03-15 00:00:00"), day(" ")
    (datetime.date(1974, 3, 15), datetime.date(1974, 3, 15), None)
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float):
        # A count of days from 1900 or from 1904: the cell does not say which.
        raise Unreadable("day.number")
    if isinstance(cell, time | timedelta):
        raise Unreadable("day.format")
    return _written_day(cell)


def _written_day(said: str) -> date | None:
    said = _MIDNIGHT.sub("", said.strip())
    if not said:
        return None
    if not said.isascii():
        said = "".join(compact(letter) if letter.isdecimal() else letter for letter in said)
    if found := _DAY.fullmatch(said):
        parts = found[3], found[2], found[1]
    elif found := _ISO_DAY.fullmatch(said):
        parts = found[1], found[2], found[3]
    else:
        raise Unreadable("day.short_year" if _SHORT_YEAR.fullmatch(said) else "day.format")
    try:
        return date(*map(int, parts))
    except ValueError:
        raise Unreadable("day.format") from None


def word(cell: Cell, words: Mapping[str, str]) -> str | None:
    """The value that one of a few words stands for: empty for an empty cell, nothing for another word.

    >>> word("Époux", {"epoux": "spouse"}), word("", {}), word("cousin", {})
    ('spouse', '', None)
    """
    if isinstance(cell, str) and not cell:
        return ""
    said = plain(str(cell))
    return words.get(said) if said else ""


def plain(said: str) -> str:
    """A word without case, accents, blanks and punctuation.

    >>> plain("Lui-même")
    'luimeme'
    """
    return _NOT_LETTERS.sub("", folded(said))
