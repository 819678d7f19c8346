"""Lines as they are typed and typed over; what does not fit is refused, never mended in silence."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation

from amo_desk.domain.days import read_day
from amo_desk.domain.dossier import Line
from amo_desk.domain.errors import Refused
from amo_desk.domain.identifiers import compact, is_barcode
from amo_desk.domain.money import parse_amount
from amo_desk.domain.teeth import FACES, between

LARGEST_QUANTITY = 999
LARGEST_COEFFICIENT = 10_000
_NOTHING = ("", "–")
_NATURE = " : "


def read_coefficient(text: str) -> Decimal:
    """The coefficient of a letter-key: a number above 0.

    >>> read_coefficient("16,5")
    Decimal('16.5')
    """
    try:
        coefficient = Decimal(text.strip().replace(",", "."))
        if 0 < coefficient <= LARGEST_COEFFICIENT:
            return coefficient
    except InvalidOperation:
        pass
    raise Refused("entry.coefficient")


def read_quantity(text: str) -> int:
    """A number of boxes or sessions, from 1 on."""
    if not re.fullmatch(r"[0-9]{1,3}", text.strip()) or not int(text):
        raise Refused("entry.quantity", largest=LARGEST_QUANTITY)
    return int(text)


def read_teeth(text: str) -> tuple[int, ...]:
    """Tooth numbers as they are written, each once; « 14-17 » is all from one to the other along their arch.

    >>> read_teeth("14-16, 11")
    (16, 15, 14, 11)
    """
    written = re.sub(r"\s*-\s*", "-", text.strip())
    parts = re.split(r"[\s,+]+", written) if written not in _NOTHING else []
    teeth = tuple(tooth for part in parts for tooth in _teeth_of(part))
    if len(set(teeth)) != len(teeth):
        raise Refused("entry.tooth_twice")
    return teeth


def _teeth_of(part: str) -> tuple[int, ...]:
    match = re.fullmatch(r"([0-9]{1,3})(?:-([0-9]{1,3}))?", part)
    if not match:
        raise Refused("entry.teeth")
    if not match[2]:
        return (int(match[1]),)
    run = between(int(match[1]), int(match[2]))
    if not run:
        raise Refused("entry.tooth_range")
    return run


def read_faces(text: str) -> str:
    """The faces of a tooth by their letters: M O D V L P I."""
    faces = "".join(text.upper().split()).replace("–", "")
    if not set(faces) <= set(FACES):
        raise Refused("entry.faces")
    return faces


def same_box(known: Line, line: Line) -> bool:
    """Whether both lines are the same medicine."""
    return known.code == line.code and is_barcode(line.code)


def more_boxes(known: Line, line: Line) -> Line:
    """The line with the boxes of another one of the same medicine."""
    billed = None if known.billed is None or line.billed is None else known.billed + line.billed
    return replace(known, quantity=read_quantity(str(known.quantity + line.quantity)), billed=billed)


def read_act_day(text: str, today: date) -> date:
    """The day of an act as it is typed."""
    day = read_day(text, today)
    if day is None:
        raise Refused("entry.day")
    return day


def natured(line: Line, nature: str, words: str) -> Line:
    """The line of a bridge with the crown that each element is, named after it where the words are known."""
    act = line.label.partition(_NATURE)[0]
    return replace(line, nature=nature, label=_NATURE.join(filter(None, (act, words))))


def edited(line: Line, name: str, text: str, today: date) -> Line:
    """The line with one cell typed anew; a price by the box follows the number of boxes."""
    return _EDITORS[name](line, "" if text.strip() in _NOTHING else text.strip(), today)


def _billed(line: Line, text: str, _: date) -> Line:
    return replace(line, billed=parse_amount(text) if text else None)


def _quantity(line: Line, text: str, _: date) -> Line:
    quantity = read_quantity(text)
    if line.billed is None or line.billed % line.quantity:
        return replace(line, quantity=quantity)
    return replace(line, quantity=quantity, billed=line.billed // line.quantity * quantity)


def _coefficient(line: Line, text: str, _: date) -> Line:
    return replace(line, coefficient=read_coefficient(text) if text else None)


def _teeth(line: Line, text: str, _: date) -> Line:
    return replace(line, teeth=read_teeth(text))


def _faces(line: Line, text: str, _: date) -> Line:
    return replace(line, faces=read_faces(text))


def _nature(line: Line, text: str, _: date) -> Line:
    return natured(line, compact(text), "")


def _day(line: Line, text: str, today: date) -> Line:
    return replace(line, day=read_act_day(text, today) if text else None)


_EDITORS: dict[str, Callable[[Line, str, date], Line]] = {
    "billed": _billed,
    "quantity": _quantity,
    "coefficient": _coefficient,
    "teeth": _teeth,
    "faces": _faces,
    "nature": _nature,
    "day": _day,
}
