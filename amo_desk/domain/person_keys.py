"""By what people and their families are found and known again: the words of a name, numbers, and one hash of both."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from typing import TypeAlias

from amo_desk.domain.identifiers import compact
from amo_desk.domain.names import index_words, name_words, sound

# The mutuelle, whether the number is an affiliation, and the number without blanks and zeros in front.
FamilyKey: TypeAlias = tuple[str, bool, str]

# What sets a birth date apart from the words of a name; a hash fits the integers of both databases.
_DAY, _RANGE = 0x9E3779B97F4A7C15, 1 << 63


def bare(number: str) -> str:
    """A number as it is compared: zeros in front are easily lost.

    >>> bare("012-345"), bare("000")
    ('12345', '000')
    """
    whole = compact(number)
    return whole.lstrip("0") or whole


def family_key(mutuelle: str, immatriculation: str, affiliation: str) -> FamilyKey:
    """What tells a family from others: its immatriculation within its mutuelle, else its affiliation."""
    return mutuelle, not immatriculation, bare(immatriculation or affiliation)


def other_key(mutuelle: str, immatriculation: str, affiliation: str) -> FamilyKey | None:
    """The key by its affiliation of a family that has both numbers."""
    return (mutuelle, True, bare(affiliation)) if immatriculation and affiliation else None


def words_of(*names: str) -> frozenset[str]:
    """The words under which whoever bears these names is looked for."""
    return frozenset().union(*map(index_words, names))


def number_keys(cin: str, family: Iterable[str], *, insured: bool) -> set[str]:
    """A person's CIN and, for the insured person, the numbers of their family, with and without the zeros in front.

    >>> sorted(number_keys("ab 12", ("0123",), insured=True)), number_keys("ab 12", ("0123",), insured=False)
    (['0123', '123', 'AB12'], {'AB12'})
    """
    numbers = {compact(cin)} if cin else set()
    for number in family if insured else ():
        whole = compact(number)
        numbers |= {whole, whole.lstrip("0")}
    numbers.discard("")
    return numbers


def likeness_key(last_name: str, first_name: str, birth: date) -> int:
    """One number for a name, in whatever order, and a birth date; 0 where there is no name.

    >>> day = date(1974, 3, 15)
    >>> likeness_key("ALAMI", "Mohammed", day) == likeness_key("Mohamed", "El Alami", day), likeness_key("", "", day)
    (True, 0)
    """
    words = {*_sounds(last_name), *_sounds(first_name)}
    return (sum(words) + birth.toordinal() * _DAY) % _RANGE if words else 0


@lru_cache(maxsize=65_536)
def _sounds(name: str) -> tuple[int, ...]:
    """What the words of a name sound like, hashed: Mohammed and Mohamed are one."""
    return tuple(
        int.from_bytes(blake2b(sound(word).encode(), digest_size=8).digest(), "big") for word in name_words(name)
    )
