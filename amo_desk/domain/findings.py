"""What the rules say about a dossier: findings, the verdict and the estimated reimbursement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from amo_desk.domain.money import Centimes
from amo_desk.domain.sources import Source, Text


class Level(Enum):
    """How much a finding weighs."""

    BLOCK = "block"
    WARN = "warn"
    NOTE = "note"


class Overrider(Enum):
    """Who may set a blocking finding aside, with a reason."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    NOBODY = "nobody"


class Verdict(Enum):
    """The answer at the counter."""

    COMPLETE = "complete"
    WITH_WARNINGS = "with_warnings"
    NOT_RECEIVABLE = "not_receivable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to tell the agent; `key` names it within the dossier, `target` the field or piece it is about."""

    key: str
    level: Level
    text: Text
    advice: Text | None
    override: Overrider
    source: Source
    target: str
    overridden: str = ""

    @property
    def standing(self) -> Level:
        """The level that counts: a blocking finding set aside is a warning."""
        return Level.WARN if self.overridden and self.level is Level.BLOCK else self.level


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A rate or amount applied to a line, with its source."""

    label: str
    value: Decimal
    unit: str
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteLine:
    """The estimation of one line, in centimes; nothing where it cannot be computed, and `reason` then says why.

    `note` names why a line that was computed counts for less or more than its coefficient: another act of the same
    session, a child's tooth, an act that is never refunded.
    """

    code: str
    billed: Centimes | None
    tnr: Centimes | None
    base: Centimes | None
    amo: Centimes | None
    complement: Centimes | None
    rate: Decimal | None
    reason: str = ""
    details: tuple[Rate, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """The seven amounts of a dossier in centimes, and the lines they come from.

    The sums cover what can be computed; `uncounted` says how many lines cannot, and `left` is then unknown. Where no
    source gives the complement of a line, it and `left` are unknown too, and the estimation is a floor. Where there is
    no estimation at all, `reason` says why.
    """

    lines: tuple[QuoteLine, ...]
    billed: Centimes
    tnr: Centimes
    base: Centimes
    amo: Centimes
    complement: Centimes | None
    deductions: Centimes
    left: Centimes | None
    uncounted: int
    rulebook: str
    reason: str = ""

    @property
    def estimated(self) -> Centimes | None:
        """What the member should get, or nothing when no line can be computed."""
        if self.reason or (self.lines and self.uncounted == len(self.lines)):
            return None
        return self.amo + (self.complement or 0) - self.deductions

    @property
    def partial(self) -> bool:
        """Whether the estimation is a floor: something in it cannot be computed."""
        return self.estimated is not None and self.left is None

    @property
    def unconfirmed(self) -> tuple[Source, ...]:
        """The sources behind the figures that are not official, each once."""
        seen: dict[Source, None] = {}
        for line in self.lines:
            for detail in line.details:
                if not detail.source.confirmed:
                    seen[detail.source] = None
        return tuple(seen)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """The last day to deposit, or to complete, and the days left from the day of deposit.

    `limit` counts `unit` from `start`; `working_days` says whether only those counted. `closed` tells that offices are
    closed on the last day, which does not move it: the name of the holiday or « weekend ».
    """

    last_day: date
    days_left: int
    limit: int
    source: Source
    start: date | None = None
    unit: str = "days"
    working_days: bool = False
    closed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceState:
    """A piece asked for, whether it was handed over, and its mentions with theirs.

    `local` pieces were added by the office, `relevelled` ones weigh what the office chose.
    """

    id: str
    label: Text
    level: Level
    present: bool
    mentions: tuple[MentionState, ...]
    source: Source
    local: bool = False
    relevelled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionState:
    """A mention that a piece must bear."""

    id: str
    label: Text
    level: Level
    present: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """All that the rules say of one content on one day; `fields` are the header fields that it asks for."""

    verdict: Verdict
    fields: tuple[str, ...]
    findings: tuple[Finding, ...]
    pieces: tuple[PieceState, ...]
    quote: Quote
    deadline: Deadline | None
    payer: str
    payer_next: tuple[str, date] | None = None
