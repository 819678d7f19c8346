"""What the form shows: each fact as the register has it, as it was told, and as it is being typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from uuid import UUID

from amo_desk.domain.errors import DeskError
from amo_desk.domain.identifiers import compact
from amo_desk.domain.people import Beneficiary, Family, Learnt
from amo_desk.usecases.people import Told

RIB = "rib"
OF_FAMILY, OF_PERSON = ("phone", "address", RIB), ("arabic_name",)


class Plan(Enum):
    """What saving will do to a fact told before: nothing, set it aside, take it as told today."""

    KEEP = "keep"
    ASIDE = "aside"
    AGAIN = "again"


@dataclass(frozen=True, slots=True, kw_only=True)
class FactState:
    """One fact: `typed` is nothing while nobody typed; of a bank account only what was just typed is shown whole."""

    subject_id: UUID
    field: str
    register: str
    told: Learnt | None = None
    typed: str | None = None
    plan: Plan = Plan.KEEP

    @property
    def standing(self) -> str:
        """What counts before anything is saved."""
        return self.told.value if self.told is not None and self.told.stands else self.register

    @property
    def shown(self) -> str:
        """What the field holds."""
        if self.typed is not None:
            return self.typed
        if self.field == RIB:
            return ""
        if self.told is not None and self.plan is not Plan.KEEP:
            return self.told.value if self.plan is Plan.AGAIN else self.register
        return self.standing

    @property
    def change(self) -> Told | None:
        """What saving writes, nothing where it all stays as it is."""
        if self.plan is not Plan.KEEP:
            return self._to(self.told.value if self.told is not None and self.plan is Plan.AGAIN else None)
        if self.typed is None or (self.field == RIB and not self.typed):
            return None
        text = self._plain(self.typed)
        if text == self._plain(self.standing):
            return None
        back = self.told is not None and self.told.stands and text == self._plain(self.register)
        return self._to(None if back else self.typed)

    def _to(self, value: str | None) -> Told:
        return Told(subject_id=self.subject_id, field=self.field, value=value)

    def _plain(self, text: str) -> str:
        return compact(text) if self.field == RIB else " ".join(text.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class LearntState:
    """The form about a family and one of its members; `troubles` by field, the rest under an empty name."""

    family: Family
    person: Beneficiary
    facts: tuple[FactState, ...]
    troubles: Mapping[str, DeskError] = field(default_factory=dict)
    busy: bool = False

    @property
    def changes(self) -> tuple[Told, ...]:
        """What saving writes."""
        return tuple(change for fact in self.facts if (change := fact.change) is not None)


def opened(family: Family, person_id: UUID) -> LearntState:
    """The form as it opens."""
    person = family.member(person_id)
    facts = [*_facts(family, family.learnt, OF_FAMILY), *_facts(person, person.learnt, OF_PERSON)]
    return LearntState(family=family, person=person, facts=tuple(facts))


def typed(state: LearntState, name: str, value: str) -> LearntState:
    """Takes what was typed; what was planned for the fact no longer holds."""
    return _with(state, name, lambda fact: replace(fact, typed=value, plan=Plan.KEEP))


def planned(state: LearntState, name: str, plan: Plan) -> LearntState:
    """Plans something for a fact told before in place of what was typed, or takes the same plan back."""
    return _with(state, name, lambda fact: replace(fact, typed=None, plan=Plan.KEEP if fact.plan is plan else plan))


def refused(state: LearntState, troubles: Mapping[str, DeskError]) -> LearntState:
    """What was typed stays, with what is wrong beside it."""
    return replace(state, troubles=troubles, busy=False)


def _with(state: LearntState, name: str, change: Callable[[FactState], FactState]) -> LearntState:
    facts = tuple(change(fact) if fact.field == name else fact for fact in state.facts)
    troubles = {place: error for place, error in state.troubles.items() if place not in ("", name)}
    return replace(state, facts=facts, troubles=troubles)


def _facts(subject: Family | Beneficiary, learnt: Iterable[Learnt], names: Iterable[str]) -> Iterable[FactState]:
    told = {fact.field: fact for fact in learnt}
    for name in names:
        fact = told.get(name)
        register = getattr(subject, name) if fact is None else fact.register
        yield FactState(subject_id=subject.id, field=name, register=register, told=fact)
