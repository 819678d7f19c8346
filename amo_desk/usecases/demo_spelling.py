"""Invented people as real registers hold them: spelt in several ways, in one script only, entered twice.

What is drawn here is drawn from dice of its own: the families of `demo_register` stay what they are, and a longer
register begins with a shorter one. No format is claimed for the payroll number, the telephone or the bank: the first
two only look the part, and 999 is no bank; the key of the account is right (domain notes, section 4.2).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from random import Random
from typing import Any
from uuid import UUID

from amo_desk.domain.names import folded
from amo_desk.domain.people import Beneficiary, Family, Relation
from amo_desk.usecases.demo_register import scrambled

BANK = "999"
# One family in so many is followed by a second entry of one of its grown-ups: half with the same CIN and another
# spelling, half with the same name and birth date and no CIN.
ENTERED_TWICE = 250
# Of a hundred people: known in Arabic only, in Latin letters only; spelt otherwise: family name, first name, Arabic.
_FATES = (1, 6, 16, 23, 30)
_COMPOUND = 4
_TOLD = {"ppr": 85, "phone": 55, "address": 70, "rib": 60}
_LEAST_REST = 3


def as_registered(families: Iterable[Family], names: Mapping[str, Any], *, seed: int) -> Iterator[Family]:
    """The same families as a register has them, a few followed by a second entry; the first, the tour's, as it is."""
    return _Clerk(names, seed).entered(families)


def first_people(families: Iterable[Family], count: int) -> Iterator[Family]:
    """The families of the first so many people; the last one may lose its youngest."""
    left = count
    for family in families:
        if left < len(family.members):
            family = replace(family, members=family.members[:left])  # noqa: PLW2901  the last one
        if family.members:
            yield family
        left -= len(family.members)
        if left <= 0:
            return


def rib(bank: str, town: int, account: int) -> str:
    """The 24 digits of a bank account with their right key.

    >>> rib("011", 519, 12050005349)
    '011519000001205000534921'
    """
    digits = f"{bank}{town:03d}{account:016d}"
    return f"{digits}{97 - int(digits) * 100 % 97:02d}"


class _Clerk:
    """Who types a register: one seeded run."""

    def __init__(self, names: Mapping[str, Any], seed: int) -> None:
        self._dice = Random(f"register {seed}")  # noqa: S311  (invented people, not a secret)
        self._random = self._dice.random
        self._spelling, self._streets = names["spelling"], names["streets"]
        self._compounds: Sequence[Sequence[str]] = names["spelling"]["compounds"]
        self._offset = self._dice.getrandbits(40)
        self._latin, self._arabic = cache(self._latin_spellings), cache(self._arabic_spellings)
        self._twice = 0

    def entered(self, families: Iterable[Family]) -> Iterator[Family]:
        for rank, family in enumerate(families):
            if not rank:
                yield family
                continue
            yield self._entered(family, rank)
            if self._below(ENTERED_TWICE) == 0:
                yield self._again(family)

    def _below(self, size: int) -> int:
        return int(self._random() * size)

    def _pick(self, pool: Sequence[str]) -> str:
        return pool[int(self._random() * len(pool))]

    def _entered(self, family: Family, rank: int) -> Family:
        told = {name: self._below(100) < share for name, share in _TOLD.items()}
        street = f"{self._below(180) + 1}, {self._pick(self._streets)}, {family.section}"
        account = rib(BANK, self._below(900) + 100, self._below(10**13))
        return Family(
            id=family.id,
            immatriculation=family.immatriculation,
            affiliation=family.affiliation,
            mutuelle=family.mutuelle,
            section=family.section,
            status=family.status,
            extract_day=family.extract_day,
            members=tuple([self._typed(member) for member in family.members]),
            ppr=str(scrambled(rank, self._offset, 8_900_000) + 1_000_000) if told["ppr"] else "",
            phone=f"0600{self._below(1_000_000):06d}" if told["phone"] else "",
            address=street if told["address"] else "",
            rib=account if told["rib"] else "",
        )

    def _typed(self, member: Beneficiary) -> Beneficiary:
        fate = self._below(100)
        if fate < _FATES[0]:
            return replace(member, last_name="", first_name="")
        if fate < _FATES[1]:
            return replace(member, arabic_name="")
        if fate < _FATES[2]:
            return replace(member, last_name=self._pick(self._latin(member.last_name)))
        if fate < _FATES[3]:
            return replace(member, first_name=self._pick(self._latin(member.first_name)))
        if fate < _FATES[4]:
            return replace(member, arabic_name=self._pick(self._arabic(member.arabic_name)))
        return self._compound(member) if fate >= 100 - _COMPOUND else member

    def _compound(self, member: Beneficiary) -> Beneficiary:
        """A second first name where the first one often has one."""
        seconds = [(latin, arabic) for first, latin, arabic in self._compounds if first == member.first_name]
        if not seconds:
            return member
        latin, arabic = seconds[self._below(len(seconds))]
        first, space, rest = member.arabic_name.partition(" ")
        return replace(
            member, first_name=f"{member.first_name} {latin}", arabic_name=f"{first} {arabic}{space}{rest}".strip()
        )

    def _again(self, family: Family) -> Family:
        """A second entry of a grown-up, as an insured person with numbers of its own."""
        self._twice += 1
        grown = [member for member in family.members if member.cin]
        person = grown[self._below(len(grown))]
        same_card = self._below(2) == 0
        last = family.members[-1].id.int
        entry = replace(
            person,
            id=UUID(int=last + 2),
            relation=Relation.INSURED,
            last_name=self._pick(self._latin(person.last_name)) if same_card else person.last_name,
            cin=person.cin if same_card else "",
            certificates=(),
        )
        return replace(
            family,
            id=UUID(int=last + 1),
            immatriculation=str(90_000_000 + self._twice),
            affiliation=f"99-{100_000 + self._twice}",
            members=(entry,),
            ppr="",
            rib="",
        )

    def _latin_spellings(self, name: str) -> tuple[str, ...]:
        """Other ways to write a name; itself where there is none."""
        found = dict.fromkeys(self._spelling["names"].get(name, ()))
        for written, other in self._spelling["particles"]:
            rest = name.removeprefix(written)
            if rest != name and len(rest) >= _LEAST_REST and rest[0].isalpha():
                found[other + (rest.lower() if other.isalpha() else rest[0].upper() + rest[1:])] = None
        for written, other in self._spelling["letters"]:
            low = name.lower()
            if written in low[1:]:
                place = low.index(written, 1)
                found[name[:place] + other + name[place + len(written) :]] = None
            elif low.startswith(written):
                found[other.capitalize() + name[len(written) :]] = None
        if not name.isascii():
            found[folded(name).title()] = None
        found.pop(name, None)
        return tuple(found) or (name,)

    def _arabic_spellings(self, name: str) -> tuple[str, ...]:
        pairs = self._spelling["arabic"]
        found = dict.fromkeys(name.replace(written, other) for written, other in pairs if written in name)
        return tuple(found) or (name,)
