"""One claim, from the counter to the answer of the fund: its content, its states and its allowed moves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from uuid import UUID

from amo_desk.domain.errors import Refused
from amo_desk.domain.findings import Evaluation
from amo_desk.domain.money import Centimes

CARE_DATE = "care_date"
ABSENT_TEETH = "absent_teeth"


class State(Enum):
    """Where a dossier stands."""

    DRAFT = "draft"
    RECEIVED = "received"
    LOTTED = "lotted"
    CANCELLED = "cancelled"


MOVES = frozenset(
    {
        (State.DRAFT, State.RECEIVED),
        (State.DRAFT, State.CANCELLED),
        (State.RECEIVED, State.LOTTED),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One act or one medicine of a dossier.

    `code` is a letter-key, an NGAP code or a barcode; `billed` is what was paid for the whole line, in centimes, or
    nothing while it was not typed. `nature` is the code of the unit crown that each element of a bridge is. `day` is
    the day of the act where it is not that of the care.
    """

    code: str
    label: str = ""
    quantity: int = 1
    coefficient: Decimal | None = None
    billed: Centimes | None = None
    teeth: tuple[int, ...] = ()
    faces: str = ""
    nature: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A finding set aside by an agent who may do so, with the reason; it holds while the finding says `about`."""

    finding: str
    about: str
    reason: str
    agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What the agent typed and ticked.

    `fields` holds the header by field id: days as ISO dates, amounts as centimes, numbers without blanks, flags as
    "1"; what could not be understood stays as it was typed. `ticks` holds « piece » and « piece/mention » ids.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()
    ticks: frozenset[str] = frozenset()
    overrides: tuple[Override, ...] = ()

    @property
    def care_day(self) -> date | None:
        """The day of the care, or nothing while it is absent or not a date."""
        return self.day(CARE_DATE)

    @property
    def declared(self) -> Centimes | None:
        """The amount declared on the form, or nothing while it is absent or not an amount."""
        return self.amount("declared_amount")

    def day(self, name: str) -> date | None:
        """A header date, or nothing while it is absent or not a date."""
        try:
            return date.fromisoformat(self.fields.get(name, ""))
        except ValueError:
            return None

    @property
    def absent(self) -> tuple[int, ...]:
        """The teeth told to be missing, each once, as they were typed; what is no number is left out."""
        typed = re.findall(r"\b[0-9]{1,3}\b", self.fields.get(ABSENT_TEETH, ""))
        return tuple(dict.fromkeys(int(number) for number in typed))

    def amount(self, name: str) -> Centimes | None:
        """A header amount in centimes, or nothing while it is absent or not an amount."""
        text = self.fields.get(name, "")
        return int(text) if text.isascii() and text.isdigit() else None

    @property
    def billed(self) -> Centimes:
        """What the lines add up to."""
        return sum(line.billed or 0 for line in self.lines)

    def with_field(self, name: str, value: str) -> Content:
        """The same content with one header field changed."""
        return replace(self, fields={**self.fields, name: value})

    def with_ticks(self, names: frozenset[str], present: bool) -> Content:
        """The same content with pieces or mentions ticked or not."""
        return replace(self, ticks=self.ticks | names if present else self.ticks - names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """One claim of one beneficiary on one form edition; `number` is empty while it is a draft.

    `agreement_id` is the prior agreement that covers it, found by its number when it is received. `printed_for` is the
    entry of the beneficiary that its papers name, where that entry was merged into another one since.
    """

    id: UUID
    number: str
    state: State
    form: str
    edition: str
    family_id: UUID
    beneficiary_id: UUID
    deposit_day: date
    content: Content
    agent: str
    begun_at: datetime
    received_at: datetime | None = None
    evaluation: Evaluation | None = None
    lot_number: str = ""
    receipts: int = 0
    agreement_id: UUID | None = None
    printed_for: UUID | None = None
    version: int = 1

    def moved(self, to: State) -> Dossier:
        """The same dossier in its next state; refuses a move that the office does not know."""
        if (self.state, to) not in MOVES:
            raise Refused("dossier.move", was=self.state.value, wanted=to.value)
        return replace(self, state=to)


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierSummary:
    """A dossier as one line of a list; amounts in centimes."""

    id: UUID
    number: str
    state: State
    form: str
    beneficiary_id: UUID
    beneficiary: str
    immatriculation: str
    affiliation: str
    deposit_day: date
    care_day: date | None
    prescriber: str
    payer: str
    billed: Centimes
    estimated: Centimes | None
    lot_number: str = ""
