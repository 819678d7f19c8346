"""What stands on each paper, ready to be set: no question is left for the printer to answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from amo_desk.domain.findings import Quote, QuoteLine
from amo_desk.domain.lot import Lot
from amo_desk.domain.money import Centimes
from amo_desk.domain.office import Office
from amo_desk.domain.sources import Source, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """Who hands the paper over: the mutuelle in both languages, the office, the agent."""

    mutuelle: Text
    office: Office
    agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """The member and the beneficiary as a paper names them."""

    insured: str
    insured_arabic: str
    beneficiary: str
    beneficiary_arabic: str
    relation: Text
    immatriculation: str
    affiliation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPiece:
    """A piece handed over, with the mentions found missing on it."""

    label: Text
    missing: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The acknowledgment handed to the member; `copy` is 0 for the original, then 1, 2… for reprints.

    Amounts in centimes; `estimated` is nothing when it cannot be computed, and `partial` says that it leaves lines out.
    """

    head: Letterhead
    party: Party
    number: str
    form: Text
    received_at: datetime
    care_day: date | None
    pieces: tuple[PaperPiece, ...]
    reserves: tuple[Text, ...]
    declared: Centimes
    estimated: Centimes | None
    partial: bool
    unconfirmed: bool
    complement_day: date | None
    payer: str
    copy: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingSlip:
    """What to bring back, handed to the member when a dossier is not receivable or incomplete."""

    head: Letterhead
    party: Party
    number: str
    form: Text
    day: date
    missing: tuple[PaperPiece, ...]
    reasons: tuple[Text, ...]
    advice: tuple[Text, ...]
    last_day: date | None
    receivable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchSlip:
    """The slip that travels with a lot, and its recapitulation."""

    head: Letterhead
    lot: Lot
    form: Text
    copy: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteSheetLine:
    """A line with its estimation; `sources` are the numbers of the values it comes from."""

    label: Text
    quantity: int
    quote: QuoteLine
    sources: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteSheetSource:
    """A value behind the amounts, under the number that the lines cite; `value` is ready to be read."""

    number: int
    name: Text
    value: str
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteSheet:
    """What the member may expect, line by line, with the source of each value; `payer_next` pays from a day on."""

    head: Letterhead
    party: Party
    number: str
    form: Text
    day: date
    care_day: date | None
    lines: tuple[QuoteSheetLine, ...]
    quote: Quote
    sources: tuple[QuoteSheetSource, ...]
    payer: str
    payer_next: tuple[str, date] | None = None
