"""Invents the families and practitioners of the demo: same names, seed and day in, same people out.

Nobody here exists, and no format is claimed: those of the immatriculation and the affiliation were not found,
so these numbers only look the part. They are unique without being remembered, each being its rank, scrambled:
millions of people can be drawn one by one.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import accumulate, chain, count, islice
from random import Random
from typing import Any, NamedTuple
from uuid import UUID

from amo_desk.domain.people import (
    Beneficiary,
    Certificate,
    CertificateKind,
    Family,
    Practitioner,
    Relation,
    Sex,
    Status,
)

# Invented shares: only the size of MGPAP was found, and it is old (domain notes, section 8.4).
_MUTUELLES = (
    ("MGPAP", 36),
    ("MGEN", 27),
    ("POLICE", 12),
    ("OMFAM", 8),
    ("MFA", 6),
    ("MGPT", 5),
    ("MDII", 3),
    ("MODEP", 3),
)
_CHILDREN = (8, 16, 30, 25, 12, 6, 3)
# The fixed family has a prefix of its own, AB, so that its CIN can never be drawn again.
_CIN_PREFIXES = (*"ABCDEFGIJKLMQRU", "AE", "BE", "BJ", "CD", "EE")
# The reference data answers from this day on: nobody's rights begin before.
_FIRST_RIGHTS = date(2006, 9, 1).toordinal()
_YEAR = 365.2425
_EPOCH = date(1970, 1, 1).toordinal()

_FIXED_MEMBERS = (
    (Relation.INSURED, "El Alami", "Mohamed", "محمد العلمي", Sex.MALE, "AB104512"),
    (Relation.SPOUSE, "Bakkali", "Nadia", "نادية البقالي", Sex.FEMALE, "AB231870"),
    (Relation.CHILD, "El Alami", "Salma", "سلمى العلمي", Sex.FEMALE, ""),
    (Relation.CHILD, "El Alami", "Yassine", "ياسين العلمي", Sex.MALE, "AB560933"),
)
_FIXED_PRACTITIONERS = (
    ("101075429", "Dr T. Mansouri", "medecin", "pédiatre", "Rabat"),
    ("102334118", "Pharmacie Annour", "pharmacie", "officine", "Rabat"),
    ("103458206", "Dr S. Lahbabi", "dentiste", "chirurgien-dentiste", "Rabat"),
    ("104217753", "Laboratoire Al Massira", "laboratoire", "analyses médicales", "Salé"),
    ("105390642", "Centre de radiologie Toubkal", "radiologie", "imagerie médicale", "Témara"),
)


class _Name(NamedTuple):
    """One word of a name in both scripts."""

    latin: str
    arabic: str


class _Head(NamedTuple):
    """What the insured person gives to those who depend on it."""

    name: _Name
    sex: Sex
    birth: int
    rights_from: int
    closed: int | None
    last_day: int


def demo_families(names: Mapping[str, Any], *, seed: int, count: int, extract_day: date) -> Iterator[Family]:
    """Families as a register of that day holds them, about 2.7 people each; the first is always the same one.

    `names` is the parsed `db/demo/names.toml`. Nothing is kept: millions of people take the memory of one.
    """
    return islice(_Invention(names, seed, extract_day).families(), count)


def demo_practitioners(names: Mapping[str, Any], *, seed: int, count: int) -> Iterator[Practitioner]:
    """Practitioners and establishments for the same demo; the first five are always the same."""
    fixed = (
        Practitioner(inpe=inpe, name=name, kind=kind, speciality=speciality, place=place)
        for inpe, name, kind, speciality, place in _FIXED_PRACTITIONERS
    )
    return islice(chain(fixed, _practitioners(names, seed)), count)


def _years_later(day: date, years: int) -> date:
    """The same day some years later, or earlier when negative; 29 February becomes the 28th where it must.

    >>> _years_later(date(2024, 2, 29), -18)
    datetime.date(2006, 2, 28)
    """
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def scrambled(rank: int, offset: int, size: int) -> int:
    """A number below `size` that no other rank below `size` has: the step is a prime above every size."""
    return (offset + rank * 2_654_435_761) % size


def _pairs(names: Mapping[str, Any], key: str) -> tuple[_Name, ...]:
    return tuple(_Name(latin, arabic) for latin, arabic in names[key])


class _Invention:
    """One seeded run: its dice, its day and its counters."""

    def __init__(self, names: Mapping[str, Any], seed: int, extract_day: date) -> None:
        self._dice = Random(f"families {seed}")  # noqa: S311  (invented people, not a secret)
        self._random = self._dice.random
        self._families = _pairs(names, "family_names")
        self._first = {Sex.MALE: _pairs(names, "male_names"), Sex.FEMALE: _pairs(names, "female_names")}
        self._towns = _pairs(names, "towns")
        self._mutuelle_steps = _steps([weight for _, weight in _MUTUELLES])
        self._children_steps = _steps(_CHILDREN)
        self._day = extract_day
        self._today = extract_day.toordinal()
        self._born_18 = _years_later(extract_day, -18).toordinal()
        self._born_21 = _years_later(extract_day, -21).toordinal()
        self._born_26 = _years_later(extract_day, -26).toordinal()
        self._born_27 = _years_later(extract_day, -27).toordinal()
        self._offsets = [self._dice.getrandbits(40) for _ in range(3)]
        self._clock = (self._today - _EPOCH) * 86_400_000
        self._adults = 0

    def families(self) -> Iterator[Family]:
        """The fixed family, then invented ones without end."""
        yield self._fixed_family()
        for rank in count():
            yield self._family(rank)

    def _id(self) -> UUID:
        # Laid out as version 7 and growing, as real rows are: a load of millions writes its index in order.
        self._clock += 1
        noise = self._dice.getrandbits(74)
        return UUID(int=self._clock << 80 | 7 << 76 | (noise >> 62) << 64 | 2 << 62 | noise & 0x3FFF_FFFF_FFFF_FFFF)

    def _cin(self) -> str:
        size = len(_CIN_PREFIXES) * 990_000
        prefix, digits = divmod(scrambled(self._adults, self._offsets[0], size), 990_000)
        self._adults += 1
        return f"{_CIN_PREFIXES[prefix]}{digits + 10_000}"

    def _pick(self, pool: Sequence[_Name]) -> _Name:
        return pool[int(self._random() * len(pool))]

    def _between(self, low: float, high: float) -> int:
        return int(low + self._random() * (high - low))

    def _chance(self, share: float) -> bool:
        return self._random() < share

    def _person(
        self,
        relation: Relation,
        family: _Name,
        first: _Name,
        *,
        sex: Sex,
        birth: int,
        rights_from: int,
        rights_to: int | None,
        certificates: tuple[Certificate, ...] = (),
    ) -> Beneficiary:
        return Beneficiary(
            id=self._id(),
            relation=relation,
            last_name=family.latin,
            first_name=first.latin,
            arabic_name=f"{first.arabic} {family.arabic}",
            birth=date.fromordinal(birth),
            sex=sex,
            cin=self._cin() if birth <= self._born_18 else "",
            rights_from=date.fromordinal(rights_from),
            rights_to=None if rights_to is None else date.fromordinal(max(rights_to, rights_from)),
            certificates=certificates,
        )

    def _certificate(self, kind: CertificateKind) -> tuple[Certificate, ...]:
        """A certificate that is about to end (one in eight), has ended (one in six) or is good for months."""
        fate = bisect((0.125, 0.29), self._random())
        days = (self._between(0, 15), -self._between(1, 150), self._between(30, 340))[fate]
        return (Certificate(kind=kind, until=date.fromordinal(self._today + days)),)

    def _family(self, rank: int) -> Family:
        family_id = self._id()
        # Fewer old people than young ones: the lower of two throws.
        age = 25 + min(self._random(), self._random() * 1.6) * 55
        birth = self._today - int(age * _YEAR) - 1
        hired = birth + self._between(22 * _YEAR, min(age, 36) * _YEAR)
        rights_from = min(max(hired, _FIRST_RIGHTS), self._today)
        closed = max(rights_from, self._today - self._between(1, 900)) if self._chance(0.02) else None
        last_day = self._today if closed is None else closed

        sex = Sex.MALE if self._chance(0.66) else Sex.FEMALE
        head = _Head(self._pick(self._families), sex, birth, rights_from, closed, last_day)
        first = self._pick(self._first[sex])
        members = [
            self._person(
                Relation.INSURED,
                head.name,
                first,
                sex=sex,
                birth=birth,
                rights_from=rights_from,
                rights_to=closed,
            )
        ]
        if self._chance(min(0.82, (age - 22) / 12)):
            members.extend(self._household(head))

        number = scrambled(rank, self._offsets[1], 19_000_000) + 1_000_000
        prefix, digits = divmod(scrambled(rank, self._offsets[2], 8_100_000), 90_000)
        return Family(
            id=family_id,
            immatriculation=str(number),
            affiliation=f"{prefix + 10}-{digits + 10_000}",
            mutuelle=_MUTUELLES[bisect(self._mutuelle_steps, self._random())][0],
            section=self._pick(self._towns).latin,
            status=Status.RETIRED if age > self._between(58, 64) else Status.ACTIVE,
            extract_day=self._day,
            members=tuple(members),
        )

    def _household(self, head: _Head) -> Iterator[Beneficiary]:
        """Whom the insured person covers: mostly a spouse, then the children of the couple."""
        man = head.sex is Sex.MALE
        partner = self._pick(self._families)
        gap = self._between(-2 * _YEAR, 9 * _YEAR)
        partner_birth = min(head.birth + (gap if man else -gap), self._today - int(20 * _YEAR) - 2)
        # A wife who is insured seldom covers her husband: most have rights of their own.
        if man or self._chance(0.3):
            yield self._spouse(head, partner, partner_birth)

        father = head.name if man else partner
        mother_birth = partner_birth if man else head.birth
        birth = mother_birth + self._between(20 * _YEAR, 33 * _YEAR)
        last = min(head.last_day, mother_birth + int(44 * _YEAR))
        # One stride through the list from a chance start: no two children of a family share a first name.
        turn = self._dice.getrandbits(16)
        for _ in range(bisect(self._children_steps, self._random())):
            if birth > last:
                return
            turn += 11
            child = self._child(head, father, birth, turn)
            if child is not None:
                yield child
            birth += self._between(1.1 * _YEAR, 4.5 * _YEAR)

    def _spouse(self, head: _Head, name: _Name, birth: int) -> Beneficiary:
        married = birth + self._between(20 * _YEAR, 27 * _YEAR)
        rights_from = min(max(head.rights_from, married), head.last_day)
        closed = head.closed
        if closed is None and rights_from < self._today and self._chance(0.02):
            closed = self._today - self._between(1, 900)
        sex = Sex.FEMALE if head.sex is Sex.MALE else Sex.MALE
        return self._person(
            Relation.SPOUSE,
            name,
            self._pick(self._first[sex]),
            sex=sex,
            birth=birth,
            rights_from=rights_from,
            rights_to=closed,
            certificates=self._certificate(CertificateKind.NO_EMPLOYMENT) if self._chance(0.25) else (),
        )

    def _child(self, head: _Head, father: _Name, birth: int, turn: int) -> Beneficiary | None:
        """A child with the certificate of its age, or nobody once grown up and gone from the register."""
        certificates: tuple[Certificate, ...] = ()
        closed = head.closed
        if birth <= self._born_21:
            if self._chance(0.03):
                certificates = self._certificate(CertificateKind.DISABILITY)
            elif birth <= self._born_27:
                return None
            elif birth > self._born_26 and self._chance(0.75):
                certificates = self._certificate(CertificateKind.SCHOOLING)
            elif self._chance(0.7):
                grown = _years_later(date.fromordinal(birth), 21).toordinal() - 1
                closed = grown if closed is None else min(closed, grown)
        sex = Sex.MALE if self._chance(0.51) else Sex.FEMALE
        firsts = self._first[sex]
        return self._person(
            Relation.CHILD,
            father,
            firsts[turn % len(firsts)],
            sex=sex,
            birth=birth,
            rights_from=max(birth, head.rights_from),
            rights_to=closed,
            certificates=certificates,
        )

    def _fixed_family(self) -> Family:
        """The family of the README's tour."""

        def aged(years: int, days: int) -> date:
            return date.fromordinal(_years_later(self._day, -years).toordinal() - days)

        family_id = self._id()
        births = (date(1974, 3, 15), aged(47, 130), aged(14, 96), aged(22, 200))
        schooling = Certificate(kind=CertificateKind.SCHOOLING, until=date.fromordinal(self._today + 7))
        members = tuple(
            Beneficiary(
                id=self._id(),
                relation=relation,
                last_name=last,
                first_name=first,
                arabic_name=arabic,
                birth=birth,
                sex=sex,
                cin=cin,
                rights_from=date.fromordinal(max(birth.toordinal(), _FIRST_RIGHTS)),
                certificates=certificates,
            )
            for (relation, last, first, arabic, sex, cin), birth, certificates in zip(
                _FIXED_MEMBERS, births, ((), (), (), (schooling,)), strict=True
            )
        )
        return Family(
            id=family_id,
            immatriculation="0123456",
            affiliation="88-4512",
            mutuelle="MGPAP",
            section="Rabat",
            status=Status.ACTIVE,
            extract_day=self._day,
            members=members,
        )


def _steps(weights: Sequence[float]) -> list[float]:
    """Running shares for `bisect`, without the last: whatever lies above the others belongs to it.

    >>> _steps([2, 1, 1])
    [0.5, 0.75]
    """
    total = sum(weights)
    return [share / total for share in accumulate(weights)][:-1]


def _practitioners(names: Mapping[str, Any], seed: int) -> Iterator[Practitioner]:
    dice = Random(f"practitioners {seed}")  # noqa: S311  (invented people, not a secret)

    def pick(pool: Sequence[str]) -> str:
        return pool[int(dice.random() * len(pool))]

    kinds: Mapping[str, Mapping[str, Any]] = names["practitioner_kinds"]
    codes = tuple(kinds)
    steps = _steps([kinds[code]["weight"] for code in codes])
    families, towns = ([name.latin for name in _pairs(names, key)] for key in ("family_names", "towns"))
    initials = sorted({first.latin[0] for first in _pairs(names, "female_names")})
    offset = dice.getrandbits(40)
    for rank in count():
        code = codes[bisect(steps, dice.random())]
        kind = kinds[code]
        specialities: Sequence[str] = kind["specialities"]
        if "title" in kind:
            name = f"{kind['title']} {pick(initials)}. {pick(families)}"
        else:
            name = f"{kind['sign']} {pick(names['establishments'])}"
        yield Practitioner(
            # The two real numbers seen begin with 01 and 10 (domain notes, section 3), these with 2 to 9.
            inpe=str(scrambled(rank, offset, 790_000_000) + 200_000_000),
            name=name,
            kind=code,
            # The first speciality of a kind is as frequent as all of them together.
            speciality=pick((specialities[0], pick(specialities))),
            place=pick(towns),
        )
