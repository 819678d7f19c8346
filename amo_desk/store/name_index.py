"""The names of a register as an index in memory: for each word, the set of people who bear it.

Sets are Roaring bitmaps of the numbers that people have in the register: some 10 bytes a person, and an answer costs
the intersection of a few of them. Answers come best first: the word itself, a word that begins so, one that sounds
alike, one with the same consonants in either script; where there is none, one with a letter wrong. Insured persons come
before those they cover.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import islice, product

from pyroaring import BitMap

from amo_desk.domain.names import (
    LEAST_BONES,
    LEAST_FOR_TYPOS,
    LEAST_OPEN_BONES,
    WORST,
    bones,
    heard_as,
    name_words,
    sound,
)

_LAST = "\U0010ffff"
# How far all the words typed may be from a name together, and how many of them count.
LOOSEST = 6
MOST_WORDS = 6
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
# Sets of people are up to 400 KB each: those of the words under the hand at each distance, no more.
_CACHED = 16


class NameIndex:
    """The words of a register with their people; `heads` are the insured persons."""

    def __init__(self, people: Mapping[str, BitMap], heads: BitMap) -> None:
        self._people, self._heads = people, heads
        self._words = sorted(people)
        self._sounds = _by_form(self._words, sound)
        self._bones = _by_form(self._words, bones)
        self._tier = lru_cache(maxsize=_CACHED)(self._tier_of)

    def find(self, typed: str, limit: int, within: BitMap | None = None) -> list[int]:
        """The numbers of the people whose names hold every word typed, or its beginning, best first."""
        tokens = name_words(typed)[:MOST_WORDS]
        found: dict[int, None] = {}
        for total in range(LOOSEST + 1) if tokens else ():
            for costs in _adding_up(total, len(tokens)):
                if found and WORST in costs:
                    continue
                people = self._agreed(tokens, costs, within)
                for part in (people & self._heads, people - self._heads):
                    found.update(dict.fromkeys(islice(part, limit)))
            if len(found) >= limit:
                break
        return list(islice(found, limit))

    def _agreed(self, tokens: tuple[str, ...], costs: tuple[int, ...], within: BitMap | None) -> BitMap:
        """The people who have a word at each cost; the smallest sets first, so that little is compared."""
        sets = sorted((self._tier(token, cost) for token, cost in zip(tokens, costs, strict=True)), key=len)
        agreed = sets[0] if within is None else sets[0] & within
        for people in sets[1:]:
            if not agreed:
                break
            agreed = agreed & people
        return agreed

    def _tier_of(self, token: str, cost: int) -> BitMap:
        """The people with a word that is as far from a token as a cost says."""
        words = [word for word in dict.fromkeys(self._alike(token, cost)) if word in self._people]
        if len(words) == 1:
            return self._people[words[0]]
        return BitMap.union(*(self._people[word] for word in words)) if words else BitMap()

    def _alike(self, token: str, cost: int) -> Iterable[str]:
        if cost == 0:
            return (token,)
        if cost == 1:
            return _beginning(self._words, token)
        if cost == 2:  # noqa: PLR2004  the ranks of this very list
            heard = heard_as(token)
            return _of(self._sounds, heard, whole=False) if heard else ()
        if cost == WORST:
            return self._mistyped(token) if len(token) >= LEAST_FOR_TYPOS else ()
        bare = bones(token)
        return _of(self._bones, bare, whole=len(bare) < LEAST_OPEN_BONES) if len(bare) >= LEAST_BONES else ()

    def _mistyped(self, token: str) -> Iterator[str]:
        """The words that begin with a token of which one letter is wrong, missing, too many or swapped."""
        letters = _LATIN if token.isascii() else _ARABIC
        for place in range(1, len(token)):
            head, tail = token[:place], token[place:]
            if len(tail) > 1:
                yield from _beginning(self._words, head + tail[1:])
                yield from _beginning(self._words, head + tail[1] + tail[0] + tail[2:])
            for letter in letters:
                yield from _beginning(self._words, head + letter + tail)
                yield from _beginning(self._words, head + letter + tail[1:])


@cache
def _adding_up(total: int, count: int) -> tuple[tuple[int, ...], ...]:
    """The ways in which the costs of so many words add up to a total."""
    return tuple(costs for costs in product(range(WORST + 1), repeat=count) if sum(costs) == total)


def _by_form(words: Iterable[str], form: Callable[[str], str]) -> list[tuple[str, str]]:
    return sorted((form(word), word) for word in words)


def _beginning(words: list[str], prefix: str) -> list[str]:
    return words[bisect_left(words, prefix) : bisect_left(words, prefix + _LAST)]


def _of(forms: list[tuple[str, str]], form: str, *, whole: bool) -> Iterator[str]:
    end = form + ("\0" if whole else _LAST)
    return (word for _, word in forms[bisect_left(forms, (form, "")) : bisect_left(forms, (end, ""))])
