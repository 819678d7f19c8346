"""The people of the registers: families with their rights, and the practitioners who treat them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from uuid import UUID

from amo_desk.domain.errors import Missing


class Relation(Enum):
    """What a beneficiary is to the insured person."""

    INSURED = "insured"
    SPOUSE = "spouse"
    CHILD = "child"


class Sex(Enum):
    """Sex as the form asks it."""

    FEMALE = "F"
    MALE = "M"


class Status(Enum):
    """Situation of the insured person towards the scheme."""

    ACTIVE = "active"
    RETIRED = "retired"


class CertificateKind(Enum):
    """Papers with an expiry on which a beneficiary's rights depend (domain notes, section 1.2)."""

    SCHOOLING = "schooling"
    NO_EMPLOYMENT = "no_employment"
    DISABILITY = "disability"


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate in the register and its last day of validity."""

    kind: CertificateKind
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """A fact told at the counter that the register does not say: `register` is what it says instead, or nothing.

    `stands` is whether it was told after the register's extract, and so stands in the record in its place.
    """

    field: str
    value: str
    at: datetime
    agent: str
    register: str
    stands: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Beneficiary:
    """One covered person: the insured or somebody who depends on them."""

    id: UUID
    relation: Relation
    last_name: str
    first_name: str
    arabic_name: str
    birth: date
    sex: Sex
    cin: str = ""
    rights_from: date
    rights_to: date | None = None
    certificates: tuple[Certificate, ...] = ()
    learnt: tuple[Learnt, ...] = ()

    @property
    def name(self) -> str:
        """Family name in capitals, then the first name."""
        return f"{self.last_name.upper()} {self.first_name}".strip()

    def age(self, day: date) -> int:
        """Completed years on a day."""
        return day.year - self.birth.year - ((day.month, day.day) < (self.birth.month, self.birth.day))

    def birthday(self, years: int) -> date:
        """The first day with so many completed years: for who was born on 29 February, 1 March of a common year."""
        year = self.birth.year + years
        if year > date.max.year:
            return date.max
        try:
            return self.birth.replace(year=year)
        except ValueError:
            return date(year, 3, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """An insured person and the beneficiaries covered through them, as of the register's extract.

    `ppr` is the civil servant's payroll number, `rib` the 24 digits of a bank account: no format but theirs is known.
    """

    id: UUID
    immatriculation: str
    affiliation: str
    mutuelle: str
    section: str
    status: Status
    extract_day: date
    members: tuple[Beneficiary, ...]
    ppr: str = ""
    phone: str = ""
    address: str = ""
    rib: str = ""
    learnt: tuple[Learnt, ...] = ()

    @property
    def insured(self) -> Beneficiary:
        """The insured person."""
        for member in self.members:
            if member.relation is Relation.INSURED:
                return member
        raise Missing("family.insured")

    def member(self, beneficiary_id: UUID) -> Beneficiary:
        """The member with this id."""
        for member in self.members:
            if member.id == beneficiary_id:
                return member
        raise Missing("family.member")


@dataclass(frozen=True, slots=True, kw_only=True)
class Convention:
    """From a day on, whether somebody is a member of the national convention."""

    since: date
    member: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Practitioner:
    """A professional or an establishment behind an INPE; `learnt` means entered at the counter, not yet validated.

    `ice` and `fiscal_id` are those of their invoices; `conventions` says since when they were in or out of the
    convention, oldest first. `shared` says that they are known to share their INPE with others.
    """

    inpe: str
    name: str
    kind: str
    speciality: str = ""
    place: str = ""
    ice: str = ""
    fiscal_id: str = ""
    conventions: tuple[Convention, ...] = ()
    learnt: bool = False
    shared: bool = False

    def in_convention(self, day: date) -> bool | None:
        """Whether they are in the convention on a day; nothing where the register does not say."""
        last = None
        for convention in self.conventions:
            if convention.since <= day:
                last = convention.member
        return last
