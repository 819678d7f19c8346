"""What the practitioners page shows: the entries that match, one of them in full, and what is asked about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from uuid import UUID

from amo_desk.domain.errors import DeskError
from amo_desk.usecases.practitioners import Conflict, Entry

# The field that a refusal is about.
_FIELDS = {
    "practitioner.inpe": "inpe",
    "practitioner.name": "name",
    "practitioner.kind": "kind",
    "practitioner.known": "name",
    "practitioner.rejected": "inpe",
    "practitioner.reason": "reason",
}


class Shown(Enum):
    """Which entries are listed."""

    ALL = "all"
    PENDING = "pending"
    CONFLICTS = "conflicts"


class Form(Enum):
    """What is asked for beside the list."""

    LEARN = "learn"
    REJECT = "reject"
    CORRECT = "correct"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What was read: the entries that match, those to validate and the INPE with several names among all of them."""

    found: tuple[Entry, ...] = ()
    more: bool = False
    pending: tuple[Entry, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PractitionersState:
    """The page; `values` are kept as they were typed, `troubles` by field."""

    typed: str = ""
    shown: Shown = Shown.ALL
    listing: Listing = field(default_factory=Listing)
    kinds: tuple[str, ...] = ()
    chosen: UUID | None = None
    may_settle: bool = False
    form: Form | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    troubles: Mapping[str, DeskError] = field(default_factory=dict)
    busy: bool = False

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries of the list in sight."""
        if self.shown is Shown.PENDING:
            return self.listing.pending
        if self.shown is Shown.CONFLICTS:
            return tuple(entry for conflict in self.listing.conflicts for entry in conflict.entries)
        return self.listing.found

    @property
    def current(self) -> Entry | None:
        """The entry chosen."""
        return next((entry for entry in self.entries if entry.id == self.chosen), None)

    @property
    def conflict(self) -> Conflict | None:
        """The conflict that the entry chosen is part of."""
        return next((one for one in self.listing.conflicts if self.chosen in {entry.id for entry in one.entries}), None)

    @property
    def idle(self) -> bool:
        """Whether something new may be asked or done."""
        return self.form is None and not self.busy

    @property
    def may_judge(self) -> bool:
        """Whether the entry chosen may be validated or rejected now."""
        return self.idle and self.may_settle and self.current is not None and self.current.practitioner.learnt

    @property
    def may_correct(self) -> bool:
        """Whether the entry chosen may be corrected now."""
        return self.idle and self.may_settle and self.current is not None

    @property
    def may_keep_all(self) -> bool:
        """Whether the names under the INPE chosen may all be kept now."""
        return self.idle and self.may_settle and self.conflict is not None


def listed(state: PractitionersState, listing: Listing) -> PractitionersState:
    """The list as it was just read; what was chosen stays so, else the first is."""
    now = replace(state, listing=listing)
    ids = [entry.id for entry in now.entries]
    return replace(now, chosen=state.chosen if state.chosen in ids else next(iter(ids), None))


def showing(state: PractitionersState, shown: Shown) -> PractitionersState:
    """Another list of the same register."""
    return listed(replace(state, shown=shown), state.listing)


def asking(state: PractitionersState, form: Form) -> PractitionersState:
    """A form open, with what is known already."""
    values: dict[str, str] = {}
    if form is Form.LEARN:
        typed = state.typed.strip()
        values = {"inpe" if typed[:1].isdecimal() else "name": typed}
    elif form is Form.CORRECT and state.current is not None:
        values = {"inpe": state.current.practitioner.inpe, "name": state.current.practitioner.name}
    return replace(state, form=form, values=values, troubles={})


def typed(state: PractitionersState, name: str, value: str) -> PractitionersState:
    """The form after typing into a field: its trouble is gone."""
    troubles = {place: error for place, error in state.troubles.items() if place not in (name, "")}
    return replace(state, values={**state.values, name: value}, troubles=troubles)


def rested(state: PractitionersState) -> PractitionersState:
    """Nothing asked, nothing wrong."""
    return replace(state, form=None, values={}, troubles={}, busy=False)


def failed(state: PractitionersState, error: DeskError) -> PractitionersState:
    """The form again, with the refusal at the field that it is about, else below the form."""
    place = _FIELDS.get(error.code, "")
    asked = {Form.LEARN: ("inpe", "name", "kind"), Form.REJECT: ("reason",), Form.CORRECT: ("inpe", "name")}
    known = state.form is not None and place in asked[state.form]
    return replace(state, busy=False, troubles={place if known else "": error})
