"""How solid a new password looks: a hint while one types, no more; what is refused is the use case's to say."""

from __future__ import annotations

import math
import string
from collections.abc import Iterable
from enum import Enum
from itertools import pairwise

from amo_desk.domain.errors import Refused

_FAIR_BITS, _GOOD_BITS = 45, 65
_SHORTEST_WORD = 3
_CLASSES = (string.ascii_lowercase, string.ascii_uppercase, string.digits)
_OTHERS = 33


class Strength(Enum):
    """How long guessing would take: by anybody with patience, with means, by nobody we know of."""

    WEAK = 1
    FAIR = 2
    GOOD = 3


def strength(password: str, about: Iterable[str] = ()) -> Strength:
    """How solid a password is; words about its owner, repeats and runs such as « 123 » count for nothing.

    >>> strength("samira1234", ["Samira Bennani"]), strength("quatre mots sans rapport")
    (<Strength.WEAK: 1>, <Strength.GOOD: 3>)
    """
    rest = password
    for word in " ".join(about).replace(".", " ").casefold().split():
        if len(word) >= _SHORTEST_WORD and word in rest.casefold():
            start = rest.casefold().index(word)
            rest = rest[:start] + rest[start + len(word) :]
    counted = [mark for before, mark in pairwise("\0" + rest) if abs(ord(before) - ord(mark)) > 1]
    pool = sum(len(marks) for marks in _CLASSES if any(mark in marks for mark in counted))
    pool += _OTHERS if any(not mark.isascii() or not mark.isalnum() for mark in counted) else 0
    bits = len(counted) * math.log2(pool) if pool else 0.0
    if bits < _FAIR_BITS:
        return Strength.WEAK
    return Strength.FAIR if bits < _GOOD_BITS else Strength.GOOD


def check_twice(password: str, again: str) -> None:
    """Refuses a password that was not typed twice the same."""
    if password != again:
        raise Refused("password.differs")
