"""Lines as they are typed and typed over; what does not fit is refused, never mended in silence."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from amo_desk.domain.dossier import Line
from amo_desk.domain.errors import Refused
from amo_desk.domain.identifiers import is_barcode
from amo_desk.domain.money import parse_amount
from amo_desk.domain.teeth import FACES

LARGEST_QUANTITY = 999
LARGEST_COEFFICIENT = 10_000
_NOTHING = ("", "–")


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
    """Tooth numbers as they are written, each once."""
    numbers = re.split(r"[\s,+]+", text.strip()) if text.strip() not in _NOTHING else []
    if any(not re.fullmatch(r"[0-9]{1,3}", number) for number in numbers):
        raise Refused("entry.teeth")
    teeth = tuple(int(number) for number in numbers)
    if len(set(teeth)) != len(teeth):
        raise Refused("entry.tooth_twice")
    return teeth


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


def edited(line: Line, name: str, text: str) -> Line:
    """The line with one cell typed anew; a price by the box follows the number of boxes."""
    if name == "billed":
        return replace(line, billed=None if text.strip() in _NOTHING else parse_amount(text))
    if name == "quantity":
        quantity = read_quantity(text)
        if line.billed is None or line.billed % line.quantity:
            return replace(line, quantity=quantity)
        return replace(line, quantity=quantity, billed=line.billed // line.quantity * quantity)
    if name == "coefficient":
        return replace(line, coefficient=None if text.strip() in _NOTHING else read_coefficient(text))
    if name == "teeth":
        return replace(line, teeth=read_teeth(text))
    return replace(line, faces=read_faces(text))
