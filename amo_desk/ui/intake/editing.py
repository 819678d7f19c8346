"""Lines as they are typed over: the same box scanned again, one cell changed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from amo_desk.domain.dossier import Line
from amo_desk.domain.money import parse_amount


def same_box(known: Line, line: Line) -> bool:
    """Whether both lines are the same medicine."""
    return known.code == line.code and len(line.code) == 13 and line.code.isdigit()


def more_boxes(known: Line, line: Line) -> Line:
    """The line with the boxes of another one of the same medicine."""
    billed = None if known.billed is None or line.billed is None else known.billed + line.billed
    return replace(known, quantity=known.quantity + line.quantity, billed=billed)


def edited(line: Line, name: str, text: str) -> Line:
    """The line with one cell typed anew; a price by the box follows the number of boxes."""
    text = text.strip()
    if name == "billed":
        return replace(line, billed=parse_amount(text) if text not in ("", "–") else None)
    if name == "quantity":
        quantity = int(text)
        if not 1 <= quantity <= 999:
            raise ValueError(text)
        if line.billed is None or line.billed % line.quantity:
            return replace(line, quantity=quantity)
        return replace(line, quantity=quantity, billed=line.billed // line.quantity * quantity)
    if name == "coefficient":
        return replace(line, coefficient=Decimal(text.replace(",", ".")) if text not in ("", "–") else None)
    if name == "teeth":
        return replace(line, teeth=tuple(int(tooth) for tooth in text.replace(",", " ").split()))
    return replace(line, faces="".join(c for c in text.upper() if c in "MODVLPI"))
