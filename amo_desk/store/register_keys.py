"""By what the families and the people of an extract are known again in the register."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias
from uuid import UUID

from amo_desk.domain.extracts import PersonLine
from amo_desk.domain.identifiers import compact
from amo_desk.domain.names import folded, name_words

# The mutuelle, whether the number is an affiliation, and the number without blanks and zeros in front.
Key: TypeAlias = tuple[str, bool, str]
CHUNK = 2000


def bare(number: str) -> str:
    """A number as it is compared: zeros in front are easily lost.

    >>> bare("012-345"), bare("000")
    ('12345', '000')
    """
    whole = compact(number)
    return whole.lstrip("0") or whole


def family_key(mutuelle: str, immatriculation: str, affiliation: str) -> Key:
    """What tells a family from others: its immatriculation within its mutuelle, else its affiliation."""
    return mutuelle, not immatriculation, bare(immatriculation or affiliation)


def key_hash(key: Key) -> int:
    """A few bits of a key, to know cheaply that it was never met."""
    return zlib.crc32(f"{key[0]}\0{key[1]}\0{key[2]}".encode())


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
