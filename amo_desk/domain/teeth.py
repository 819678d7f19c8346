"""Teeth by their FDI numbers (quadrant, then place from the middle), and the faces that each kind of tooth has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum

ADULT = frozenset(quadrant * 10 + place for quadrant in (1, 2, 3, 4) for place in range(1, 9))
MILK = frozenset(quadrant * 10 + place for quadrant in (5, 6, 7, 8) for place in range(1, 6))
FACES = "MODVLPI"
_UPPER = frozenset({1, 2, 5, 6})
_RIGHT = frozenset({1, 4, 5, 8})
_CANINE, _LAST_PREMOLAR, _WISDOM = 3, 5, 8
# The order in which an arch is drawn, the patient's right side first.
ADULT_ARCHES = (
    (18, 17, 16, 15, 14, 13, 12, 11, 21, 22, 23, 24, 25, 26, 27, 28),
    (48, 47, 46, 45, 44, 43, 42, 41, 31, 32, 33, 34, 35, 36, 37, 38),
)
MILK_ARCHES = ((55, 54, 53, 52, 51, 61, 62, 63, 64, 65), (85, 84, 83, 82, 81, 71, 72, 73, 74, 75))


class ToothKind(Enum):
    """What a tooth is for."""

    INCISOR = "incisor"
    CANINE = "canine"
    PREMOLAR = "premolar"
    MOLAR = "molar"


def is_tooth(number: int) -> bool:
    """Whether a tooth has this number.

    >>> is_tooth(16), is_tooth(19), is_tooth(55)
    (True, False, True)
    """
    return number in ADULT or number in MILK


def is_milk(number: int) -> bool:
    """Whether this is a milk tooth."""
    return number in MILK


def all_milk(numbers: Iterable[int]) -> bool:
    """Whether there are teeth, and milk teeth alone.

    >>> all_milk((55, 84)), all_milk((55, 16)), all_milk(())
    (True, False, False)
    """
    found = list(numbers)
    return bool(found) and all(is_milk(number) for number in found)


def is_wisdom(number: int) -> bool:
    """Whether this is a wisdom tooth."""
    return number in ADULT and number % 10 == _WISDOM


def is_upper(number: int) -> bool:
    """Whether the tooth stands in the upper jaw."""
    return number // 10 in _UPPER


def is_right(number: int) -> bool:
    """Whether the tooth stands on the patient's right side, which a chart draws at the left."""
    return number // 10 in _RIGHT


def kind_of(number: int) -> ToothKind:
    """Incisor, canine, premolar or molar; milk teeth have no premolars.

    >>> kind_of(11).value, kind_of(54).value, kind_of(14).value
    ('incisor', 'molar', 'premolar')
    """
    place = number % 10
    if place < _CANINE:
        return ToothKind.INCISOR
    if place == _CANINE:
        return ToothKind.CANINE
    return ToothKind.PREMOLAR if number in ADULT and place <= _LAST_PREMOLAR else ToothKind.MOLAR


def faces_of(number: int) -> str:
    """The faces of a tooth by their letters: mesial, occlusal or incisal, distal, vestibular, lingual or palatal.

    >>> faces_of(16), faces_of(41)
    ('MODVP', 'MIDVL')
    """
    middle = "I" if kind_of(number) in (ToothKind.INCISOR, ToothKind.CANINE) else "O"
    return f"M{middle}DV{'P' if is_upper(number) else 'L'}"


def successor(number: int) -> int:
    """The permanent tooth that takes the place of a milk tooth.

    >>> successor(55), successor(81)
    (15, 41)
    """
    return number - 40


def arches(*, milk: bool) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The upper and the lower arch as they are drawn."""
    return MILK_ARCHES if milk else ADULT_ARCHES


def between(first: int, last: int) -> tuple[int, ...]:
    """The teeth from one to another along their arch; nothing when they do not stand in the same one.

    >>> between(13, 22)
    (13, 12, 11, 21, 22)
    >>> between(13, 43)
    ()
    """
    for arch in (*ADULT_ARCHES, *MILK_ARCHES):
        if first in arch and last in arch:
            start, end = sorted((arch.index(first), arch.index(last)))
            return arch[start : end + 1]
    return ()


def in_order(numbers: Iterable[int]) -> Iterator[int]:
    """Teeth in the order of a chart; numbers that no tooth has come last."""
    place = {tooth: index for index, tooth in enumerate(t for a in (*ADULT_ARCHES, *MILK_ARCHES) for t in a)}
    return iter(sorted(numbers, key=lambda number: (place.get(number, len(place)), number)))
