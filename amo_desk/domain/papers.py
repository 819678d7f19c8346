"""What stands on each paper, ready to be set: no question is left for the printer to answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from amo_desk.domain.agreements import AgreementState
from amo_desk.domain.chart import Mouth
from amo_desk.domain.findings import Quote, QuoteLine
from amo_desk.domain.lot import Lot
from amo_desk.domain.money import Centimes
from amo_desk.domain.odf import Ledger
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


@dataclass(frozen=True, slots=True, kw_only=True)
class DentalSheetLine:
    """An act of a dental dossier; `quotation` is « D 25 × 17,50 », empty where it cannot be computed.

    `remark` says why an act is refused, why it has no amount, or what raises it.
    """

    teeth: tuple[int, ...]
    faces: str
    code: str
    label: Text
    day: date | None
    quotation: str
    quote: QuoteLine
    remark: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DentalSheet:
    """The mouth, the acts and the amounts of a dental dossier; `practitioner` is a name, `inpe` a number.

    `free_fees` says that the dentist is outside the convention: free fees, the refund stays on the tariff.
    """

    head: Letterhead
    party: Party
    number: str
    form: Text
    day: date
    care_day: date | None
    practitioner: str
    inpe: str
    mouth: Mouth
    milk: bool
    lines: tuple[DentalSheetLine, ...]
    quote: Quote
    reserves: tuple[Text, ...] = ()
    agreement: str = ""
    free_fees: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementPaper:
    """What stands on the papers of a prior agreement: the summary of the request, or the refusal with its reasons.

    `codes` are acts with their labels; `pieces` those handed over with the request, with the mentions missing on them;
    `reasons` those of a refusal; `lapses_on` the first day a granted one is void if nothing began.
    """

    head: Letterhead
    party: Party
    birth: date
    day: date
    kind: Text
    stage: Text | None
    state: AgreementState
    requested_on: date
    request_number: str
    practitioner: str
    inpe: str
    codes: tuple[tuple[str, Text], ...]
    teeth: tuple[int, ...]
    quoted: Centimes | None
    pieces: tuple[PaperPiece, ...] = ()
    number: str = ""
    decided_on: date | None = None
    reasons: tuple[Text, ...] = ()
    lapses_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerPaper:
    """The ledger of an orthodontic treatment; `practitioner` is a name, `payer` whoever pays on the day.

    `stages` names the stages of the agreements by their ids.
    """

    head: Letterhead
    party: Party
    birth: date
    ledger: Ledger
    practitioner: str
    payer: str
    stages: tuple[tuple[str, Text], ...] = ()
