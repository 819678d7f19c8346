"""What the duplicates page shows: pairs that may be one person, one of them compared, and what is asked to merge it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from amo_desk.domain.errors import DeskError
from amo_desk.ui.widgets.register_words import FIELDS, fact
from amo_desk.usecases.people import DuplicatePair, Side

KEPT = "kept"
REASON = "reason"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One fact of both entries as it is read; `differs` where the register says two things."""

    field: str
    one: str
    other: str
    differs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicatesState:
    """The pairs still to settle (nothing while they are read), the place of the one chosen, and the merge asked for."""

    pairs: tuple[DuplicatePair, ...] | None = None
    chosen: int = 0
    may_merge: bool = False
    merging: bool = False
    values: Mapping[str, str] = field(default_factory=dict)
    troubles: Mapping[str, DeskError] = field(default_factory=dict)
    busy: bool = False

    @property
    def current(self) -> DuplicatePair | None:
        """The pair that is compared."""
        pairs = self.pairs or ()
        return pairs[self.chosen] if self.chosen < len(pairs) else None


def compared(pair: DuplicatePair) -> tuple[Compared, ...]:
    """The facts of two entries side by side, without those that neither has."""
    one, other = pair.one, pair.other
    facts = ((name, fact(one.family, one.person, name), fact(other.family, other.person, name)) for name in FIELDS)
    return tuple(
        Compared(field=name, one=left, other=right, differs=name in pair.differs)
        for name, left, right in facts
        if left or right
    )


def read(state: DuplicatesState, pairs: tuple[DuplicatePair, ...]) -> DuplicatesState:
    """The list as it was just read; where a pair is gone, the next one is chosen."""
    return replace(rested(state), pairs=pairs, chosen=max(0, min(state.chosen, len(pairs) - 1)))


def asking(state: DuplicatesState) -> DuplicatesState:
    """The merge of the pair asked for: the entry with more to it is the one to keep, unless another is chosen."""
    pair = state.current
    if pair is None or not state.may_merge or state.busy:
        return state
    kept = max((pair.one, pair.other), key=_weight)
    return replace(state, merging=True, values={KEPT: str(kept.person.id)}, troubles={})


def typed(state: DuplicatesState, name: str, value: str) -> DuplicatesState:
    """The form after an answer: its trouble is gone."""
    troubles = {place: error for place, error in state.troubles.items() if place not in (name, "")}
    return replace(state, values={**state.values, name: value}, troubles=troubles)


def rested(state: DuplicatesState) -> DuplicatesState:
    """Nothing asked, nothing wrong."""
    return replace(state, merging=False, values={}, troubles={}, busy=False)


def failed(state: DuplicatesState, error: DeskError) -> DuplicatesState:
    """The form again, with what is wrong below it or at its field."""
    place = REASON if error.code == "people.reason" else ""
    return replace(state, busy=False, troubles={place: error})


def kept_and_dropped(state: DuplicatesState) -> tuple[UUID, UUID] | None:
    """The entry that stays and the one that goes, as they were chosen."""
    if state.current is None:
        return None
    one, other = state.current.one.person.id, state.current.other.person.id
    return (other, one) if state.values.get(KEPT) == str(other) else (one, other)


def _weight(side: Side) -> tuple[int, bool]:
    owned = side.belongings
    return owned.dossiers + owned.drafts + owned.agreements + owned.treatment, side.covers_others
