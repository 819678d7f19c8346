"""Orthodontics (ODF): the case of one child, its periods, and the ledger that the rules make of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from uuid import UUID

from amo_desk.domain.agreements import Agreement, AgreementState
from amo_desk.domain.dossier import Override
from amo_desk.domain.findings import Finding
from amo_desk.domain.money import Centimes


class PeriodKind(Enum):
    """What a stretch of time in a treatment is (NGAP D629 to D641)."""

    SEMESTER = "semester"
    SURGICAL = "surgical"
    RETENTION = "retention"
    INTERRUPTION = "interruption"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A half-year, a year of retention or an interruption, as it was deposited or told.

    `rank` is that of the half-year (from 1) or of the year of retention or interruption; nothing when it was not said.
    `until` is only told for interruptions: the rules give the others their end. `elsewhere` periods were recorded by
    hand: under another orthodontist, or before this program. Amounts in centimes, as the deposited dossier had them.
    `agreed_on` is the day of the agreement as it was typed; `overrides` are those of the dossier: what a supervisor set
    aside at the counter stays set aside.
    """

    kind: PeriodKind
    rank: int | None = None
    since: date
    until: date | None = None
    practitioner: str = ""
    agreement: str = ""
    agreed_on: date | None = None
    elsewhere: bool = False
    dossier_id: UUID | None = None
    dossier_number: str = ""
    billed: Centimes | None = None
    base: Centimes | None = None
    amo: Centimes | None = None
    complement: Centimes | None = None
    overrides: tuple[Override, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OdfCase:
    """The treatment of one child; the half-years deposited here are not in it, they are dossiers.

    `practitioner` and `former_practitioner` are INPE; `transferred_on` is the day the child changed orthodontist.
    """

    id: UUID
    family_id: UUID
    beneficiary_id: UUID
    opened_on: date
    practitioner: str = ""
    former_practitioner: str = ""
    transferred_on: date | None = None
    told: tuple[Period, ...] = ()
    closed_on: date | None = None
    note: str = ""
    agent: str
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementStanding:
    """What an agreement is worth on a day; `lapses_on` is the first day it is void if no treatment began before."""

    agreement: Agreement
    state: AgreementState
    lapses_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """A period with its end, whether it counts within the ceilings, and what is wrong with it.

    `base` is what it may be paid on, in centimes: the forfait or less, 0 when it does not count, nothing when no source
    gives its amount; `amo` and `complement` are its parts. `coefficient` is that of the nomenclature (D90 a
    half-year), 0 when it does not count.
    """

    period: Period
    until: date | None
    counted: bool
    base: Centimes | None
    amo: Centimes | None
    complement: Centimes | None
    coefficient: int
    agreement: AgreementStanding | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What may come next, and the days between which it may begin; `latest` is nothing where no rule sets one.

    `kind` is nothing while an agreement has to be asked for first (`stage` then says which).
    """

    kind: PeriodKind | None
    rank: int | None
    earliest: date
    latest: date | None = None
    stage: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """All that is known of a treatment on a day, oldest period first; amounts in centimes, coefficients in D.

    `semester_months` is how long a half-year lasts.
    """

    beneficiary_id: UUID
    case: OdfCase | None
    day: date
    agreements: tuple[AgreementStanding, ...]
    rows: tuple[LedgerRow, ...]
    started_on: date | None
    start_birthday: date
    canine_birthday: date
    semester_months: int
    semesters_counted: int
    semesters_limit: int
    coefficient_counted: int
    coefficient_limit: int
    retention_counted: int
    retention_limit: int
    base: Centimes
    amo: Centimes
    complement: Centimes | None
    due: Due | None
