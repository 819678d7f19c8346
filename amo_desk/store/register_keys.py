"""By what the families and the people of an extract are known again in the register."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from amo_desk.domain.extracts import PersonLine
from amo_desk.domain.identifiers import compact
from amo_desk.domain.names import folded, name_words
from amo_desk.domain.person_keys import FamilyKey, bare

CHUNK = 2000
# Eight megabytes: of a million families, some three in a hundred are looked for in vain.
_MET_BITS = 1 << 26


class Met:
    """Keys met before: cheaply told from most that never were, a few of which are taken for met."""

    def __init__(self) -> None:
        self._bits = bytearray(_MET_BITS // 8)

    def add(self, key: FamilyKey) -> None:
        """Notes a key."""
        place = hash(key) % _MET_BITS
        self._bits[place >> 3] |= 1 << (place & 7)

    def __contains__(self, key: FamilyKey) -> bool:
        """Whether a key may have been met."""
        place = hash(key) % _MET_BITS
        return bool(self._bits[place >> 3] >> (place & 7) & 1)


def tells_more(old: str, new: str) -> bool:
    """Whether a number is another one, or the same with zeros that were lost before.

    >>> tells_more("0123", "123"), tells_more("123", "0123"), tells_more("123", "124")
    (False, True, True)
    """
    return bare(old) != bare(new) or len(compact(new)) > len(compact(old))


def same_name(last_name: str, first_name: str, arabic_name: str, line: PersonLine) -> bool:
    """Whether a line bears a person's first name; their whole name, where either has not told it apart."""
    if line.first_name and first_name:
        return line.first_name == first_name or folded(line.first_name) == folded(first_name)
    latin, said = f"{last_name} {first_name}".strip(), f"{line.last_name} {line.first_name}".strip()
    if not latin or not said:
        latin, said = arabic_name, line.arabic_name
    return sorted(name_words(latin)) == sorted(name_words(said))


def following(first: UUID) -> Iterator[UUID]:
    """Ids that follow one another from one of version 7: many at once, in order."""
    # The first bit of the random part, cleared, leaves room to count.
    value = first.int & ~(1 << 61)
    while True:
        yield UUID(int=value)
        value += 1


def chunks(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Some rows at a time, as many as a statement takes."""
    return (rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK))
