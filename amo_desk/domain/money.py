"""Money in dirhams, kept as integer centimes so that nothing is ever lost."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeAlias

from amo_desk.domain.errors import Refused

Centimes: TypeAlias = int

LARGEST: Centimes = 99_999_999_99
_AMOUNT = re.compile(r"(\d[\d\s\u00a0\u202f]*)(?:[.,](\d{0,2}))?")


def centimes(dirhams: Decimal | int | str) -> Centimes:
    """An amount of dirhams in centimes, halves up.

    >>> centimes("262.50")
    26250
    >>> centimes(Decimal("17.505"))
    1751
    """
    return int((Decimal(dirhams) * 100).quantize(Decimal(1), ROUND_HALF_UP))


def share(amount: Centimes, rate: Decimal) -> Centimes:
    """The part of an amount, rounded to the centime, halves up.

    >>> share(10_005, Decimal("0.80"))
    8004
    """
    return int((amount * rate).quantize(Decimal(1), ROUND_HALF_UP))


def total(amounts: Iterable[Centimes | None]) -> Centimes | None:
    """What amounts add up to; nothing where one of them is not known.

    >>> total([5_250, 1_000])
    6250
    >>> total([5_250, None]) is None
    True
    """
    summed = 0
    for amount in amounts:
        if amount is None:
            return None
        summed += amount
    return summed


def amount_text(amount: Centimes) -> str:
    r"""An amount as written in Morocco: groups of three and a comma.

    >>> amount_text(123450).replace("\u00a0", " ")
    '1 234,50'
    """
    sign = "-" if amount < 0 else ""
    whole, cents = divmod(abs(amount), 100)
    return f"{sign}{whole:,}".replace(",", "\u00a0") + f",{cents:02d}"


def number_text(number: Decimal) -> str:
    """A coefficient as it is written: no useless zeros, a comma.

    >>> number_text(Decimal("16.50")), number_text(Decimal("1E+1"))
    ('16,5', '10')
    """
    whole = format(number, "f")
    return (whole.rstrip("0").rstrip(".") if "." in whole else whole).replace(".", ",")


def parse_amount(text: str) -> Centimes:
    """What an agent typed as an amount, in centimes; refuses what is not one.

    >>> parse_amount("1 234,5")
    123450
    """
    match = _AMOUNT.fullmatch(text.strip())
    if not match:
        raise Refused("amount.format")
    whole = re.sub(r"\s", "", match[1].replace("\u00a0", "").replace("\u202f", ""))
    cents = (match[2] or "").ljust(2, "0")
    amount = int(whole) * 100 + int(cents)
    if amount > LARGEST:
        raise Refused("amount.too_large")
    return amount
