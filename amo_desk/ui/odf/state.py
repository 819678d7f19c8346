"""What the ODF page shows: the treatments of the section, or one child's ledger and what is asked about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from uuid import UUID

from amo_desk.domain.errors import DeskError, Refused
from amo_desk.domain.findings import Finding
from amo_desk.domain.odf import Ledger, LedgerRow, OdfCase, Period, PeriodKind
from amo_desk.domain.people import Beneficiary, Family
from amo_desk.rules.forms import Form as DossierForm
from amo_desk.rules.odf_terms import RANK_FIELDS
from amo_desk.ui.answers import Answers
from amo_desk.usecases.odf import OdfSummary

# The field that a refusal is about.
_FIELDS = {
    "odf.day_future": "day",
    "odf.day_before_birth": "day",
    "odf.day_before_opening": "day",
    "odf.told_already": "day",
    "odf.days_order": "until",
    "odf.rank": "rank",
    "odf.practitioner": "practitioner",
    "odf.same_practitioner": "practitioner",
}


class Form(Enum):
    """What is asked for beside the ledger."""

    OPEN = "open"
    PERIOD = "period"
    TRANSFER = "transfer"
    CLOSE = "close"


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """Whose ledger it is."""

    family: Family
    person: Beneficiary


@dataclass(frozen=True, slots=True, kw_only=True)
class OdfState:
    """The page: `marked` is a treatment of the list, `chosen` a period of the ledger.

    `values` are kept as they were typed, `troubles` by field; `next_form` is that of the dossier that
    comes next. `foreseen` is what the rules would say of the period
    typed so far. `armed` says that removing was asked once. `names` gives practitioners by INPE,
    `serving` the number of the agreement in force by kind of period.
    """

    treatments: tuple[OdfSummary, ...] = ()
    marked: UUID | None = None
    child: Child | None = None
    ledger: Ledger | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    serving: Mapping[PeriodKind, str] = field(default_factory=dict)
    chosen: int | None = None
    form: Form | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    troubles: Mapping[str, DeskError] = field(default_factory=dict)
    next_form: DossierForm | None = None
    foreseen: tuple[Finding, ...] = ()
    armed: bool = False
    busy: bool = False

    @property
    def case(self) -> OdfCase | None:
        """The case of the child, nothing while none was opened."""
        return self.ledger.case if self.ledger else None

    @property
    def open(self) -> bool:
        """Whether something may be recorded in the case."""
        return self.case is not None and self.case.closed_on is None

    @property
    def row(self) -> LedgerRow | None:
        """The period chosen."""
        rows = self.ledger.rows if self.ledger else ()
        return rows[self.chosen] if self.chosen is not None and self.chosen < len(rows) else None

    @property
    def told(self) -> int | None:
        """The place among those told by hand of the period chosen; nothing for a deposited one."""
        case, row = self.case, self.row
        if case is None or row is None or row.period.dossier_id is not None or row.period not in case.told:
            return None
        return case.told.index(row.period)

    @property
    def may_remove(self) -> bool:
        """Whether the period chosen was told by hand and may be taken away."""
        return self.open and self.told is not None


def listed(state: OdfState, treatments: tuple[OdfSummary, ...]) -> OdfState:
    """The list of treatments, with the one marked before where it still stands."""
    ids = [found.case.id for found in treatments]
    marked = state.marked if state.marked in ids else next(iter(ids), None)
    return replace(rested(state), treatments=treatments, marked=marked, child=None, ledger=None, chosen=None)


def with_ledger(
    state: OdfState,
    child: Child,
    ledger: Ledger,
    names: Mapping[str, str],
    serving: Mapping[PeriodKind, str],
    next_form: DossierForm | None,
) -> OdfState:
    """A child's ledger; the period chosen before stays so where it is the same child."""
    same = state.child is not None and state.child.person.id == child.person.id
    last = len(ledger.rows) - 1
    chosen = min(state.chosen, last) if same and state.chosen is not None else last
    return replace(
        rested(state),
        child=child,
        ledger=ledger,
        names=names,
        serving=serving,
        next_form=next_form,
        chosen=chosen if chosen >= 0 else None,
    )


def choosing(state: OdfState, place: int) -> OdfState:
    """Another period chosen."""
    return replace(state, chosen=place, armed=False)


def asking(state: OdfState, form: Form, today: date) -> OdfState:
    """A form open, with what is known already."""
    values = {"day": today.isoformat()} if form in (Form.TRANSFER, Form.CLOSE) else {}
    if form is Form.PERIOD:
        values = {
            "kind": PeriodKind.SEMESTER.value,
            "practitioner": state.case.practitioner if state.case else "",
            "agreement": state.serving.get(PeriodKind.SEMESTER, ""),
        }
    return replace(state, form=form, values=values, troubles={}, foreseen=(), armed=False)


def typed(state: OdfState, name: str, value: str) -> OdfState:
    """The form after typing into a field: its trouble is gone until it is read again.

    Another kind of period brings the number of its own agreement, unless another number was typed.
    """
    troubles = {field: error for field, error in state.troubles.items() if field not in (name, "")}
    values = {**state.values, name: value}
    if name == "kind" and state.values.get("agreement", "") == state.serving.get(_kind(state.values), ""):
        values["agreement"] = state.serving.get(_kind(values), "")
    return replace(state, values=values, troubles=troubles)


def rested(state: OdfState) -> OdfState:
    """Nothing asked, nothing wrong."""
    return replace(state, form=None, values={}, troubles={}, foreseen=(), armed=False, busy=False)


def failed(state: OdfState, troubles: Mapping[str, DeskError]) -> OdfState:
    """The form again, with what is wrong and all that was typed."""
    return replace(state, troubles=troubles, busy=False)


def read_period(state: OdfState, today: date) -> tuple[Period | None, Mapping[str, DeskError]]:
    """The period that was typed, or what cannot be read of it by field."""
    answers = Answers(state.values)
    kind = _kind(state.values)
    since = answers.day("since")
    rank = answers.rank("rank") if ranked(kind) else None
    until = answers.day("until", required=False) if kind is PeriodKind.INTERRUPTION else None
    if until is not None and until > today:
        answers.wrong("until", Refused("odf.day_future"))
    if answers.troubles or since is None:
        return None, answers.troubles
    period = Period(
        kind=kind,
        rank=rank,
        since=since,
        until=until,
        practitioner=answers.number("practitioner"),
        agreement=answers.text("agreement"),
        elsewhere=True,
    )
    return period, {}


def troubled(form: Form, error: DeskError) -> Mapping[str, DeskError]:
    """A refusal at the field that it is about, else below the form."""
    field = _FIELDS.get(error.code, "")
    return {"since" if field == "day" and form is Form.PERIOD else field: error}


def ranked(kind: PeriodKind) -> bool:
    """Whether periods of this kind are counted from one."""
    return kind in RANK_FIELDS


def highest_rank(ledger: Ledger | None, kind: PeriodKind) -> int:
    """The highest rank that a period of this kind may have."""
    if ledger is None:
        return 1
    return ledger.retention_limit if kind is PeriodKind.RETENTION else ledger.semesters_limit


def _kind(values: Mapping[str, str]) -> PeriodKind:
    return PeriodKind(values.get("kind", PeriodKind.SEMESTER.value))
