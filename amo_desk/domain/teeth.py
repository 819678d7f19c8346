"""Teeth by their FDI numbers: quadrant, then place from the middle."""

from __future__ import annotations

ADULT = frozenset(quadrant * 10 + place for quadrant in (1, 2, 3, 4) for place in range(1, 9))
MILK = frozenset(quadrant * 10 + place for quadrant in (5, 6, 7, 8) for place in range(1, 6))


def is_tooth(number: int) -> bool:
    """Whether a tooth has this number.

    >>> is_tooth(16), is_tooth(19), is_tooth(55)
    (True, False, True)
    """
    return number in ADULT or number in MILK


def is_milk(number: int) -> bool:
    """Whether this is a milk tooth."""
    return number in MILK
