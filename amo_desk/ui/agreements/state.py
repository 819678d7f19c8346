"""What the agreements page shows: the agreements that match, one of them in full, and what is asked about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from uuid import UUID

from amo_desk.domain.agreements import AGREEMENT_MOVES, Agreement, AgreementState, AgreementSummary
from amo_desk.domain.errors import DeskError, Refused
from amo_desk.domain.identifiers import compact
from amo_desk.domain.odf import AgreementStanding
from amo_desk.domain.people import Beneficiary, Family
from amo_desk.rules.agreements import AgreementKind
from amo_desk.ui.answers import Answers
from amo_desk.usecases.agreements import NewAgreement

ALL = ""
# The field that a refusal is about.
_FIELDS = {
    "agreement.number_missing": "number",
    "agreement.number_taken": "number",
    "agreement.day_future": "day",
    "agreement.day_before_birth": "day",
    "agreement.day_before_request": "day",
    "agreement.reason": "reason",
    "agreement.kind": "kind",
    "agreement.stage": "stage",
    "agreement.practitioner": "practitioner",
    "agreement.code": "codes",
    "agreement.tooth": "teeth",
    "agreement.quoted": "quoted",
}


class Form(Enum):
    """What is asked for beside the list, by the state that it leads to."""

    NEW = AgreementState.REQUESTED
    GRANT = AgreementState.GRANTED
    REFUSE = AgreementState.REFUSED
    VOID = AgreementState.VOID


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """A beneficiary: whose agreements alone are shown, or who may be meant by a request."""

    family: Family
    person: Beneficiary


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An agreement of the list with what it is worth today."""

    summary: AgreementSummary
    standing: AgreementStanding

    @property
    def agreement(self) -> Agreement:
        """The agreement itself."""
        return self.summary.agreement

    @property
    def of_treatment(self) -> bool:
        """Whether it is about a part of a treatment, which has a ledger."""
        return bool(self.agreement.stage)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementsState:
    """The page: `filter` is the value of a state, empty for all; `people` those who may be meant by a new request.

    `values` are kept as they were typed, `troubles` by field; `names` gives practitioners by INPE.
    """

    typed: str = ""
    filter: str = ALL
    whose: Whose | None = None
    found: tuple[Listed, ...] = ()
    chosen: UUID | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    form: Form | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    troubles: Mapping[str, DeskError] = field(default_factory=dict)
    people: tuple[Whose, ...] = ()
    busy: bool = False

    @property
    def current(self) -> Listed | None:
        """The agreement chosen."""
        return next((one for one in self.found if one.agreement.id == self.chosen), None)

    @property
    def states(self) -> frozenset[AgreementState]:
        """The states looked for."""
        return frozenset({AgreementState(self.filter)}) if self.filter else frozenset(AgreementState)

    def may(self, form: Form) -> bool:
        """Whether a form may be opened now; one that lapsed is as good as void, but may be made so for good."""
        if self.busy or self.form is not None:
            return False
        now = self.current
        return form is Form.NEW or (now is not None and (now.agreement.state, form.value) in AGREEMENT_MOVES)


def listed(state: AgreementsState, found: tuple[Listed, ...], names: Mapping[str, str]) -> AgreementsState:
    """The list as it was just read; what was chosen stays so, else the first is."""
    ids = [one.agreement.id for one in found]
    chosen = state.chosen if state.chosen in ids else next(iter(ids), None)
    return replace(state, found=found, chosen=chosen, names={**state.names, **names})


def narrowed(state: AgreementsState, summaries: Iterable[AgreementSummary]) -> tuple[AgreementSummary, ...]:
    """Of one beneficiary's agreements, those in the states looked for whose number begins with what was typed."""
    number = compact(state.typed)
    return tuple(
        one
        for one in summaries
        if one.agreement.state in state.states and compact(one.agreement.number).startswith(number)
    )


def asking(state: AgreementsState, form: Form, today: date, kinds: Mapping[str, AgreementKind]) -> AgreementsState:
    """A form open, with what is known already."""
    values = {} if form is Form.VOID else {"day": today.isoformat()}
    if form is Form.NEW:
        first = next(iter(kinds.values()))
        values |= {"kind": first.id, "stage": first.stages[0].id if first.stages else ""}
    return replace(state, form=form, values=values, troubles={}, people=())


def typed(state: AgreementsState, name: str, value: str, kinds: Mapping[str, AgreementKind]) -> AgreementsState:
    """The form after typing into a field: its trouble is gone, and another kind has other stages."""
    troubles = {place: error for place, error in state.troubles.items() if place not in (name, "")}
    values = {**state.values, name: value}
    if name == "kind":
        stages = kinds[value].stages
        values["stage"] = stages[0].id if stages else ""
    return replace(state, values=values, troubles=troubles)


def with_people(state: AgreementsState, people: Sequence[Whose]) -> AgreementsState:
    """The form with those who may be meant, the first of them chosen."""
    first = str(people[0].person.id) if people else ""
    return replace(state, people=tuple(people), values={**state.values, "person": first})


def rested(state: AgreementsState) -> AgreementsState:
    """Nothing asked, nothing wrong."""
    return replace(state, form=None, values={}, troubles={}, people=(), busy=False)


def failed(state: AgreementsState, troubles: Mapping[str, DeskError]) -> AgreementsState:
    """The form again, with what is wrong and all that was typed."""
    return replace(state, troubles=troubles, busy=False)


def troubled(error: DeskError) -> Mapping[str, DeskError]:
    """A refusal at the field that it is about, else below the form."""
    return {_FIELDS.get(error.code, ""): error}


def read_request(state: AgreementsState) -> tuple[NewAgreement | None, Mapping[str, DeskError]]:
    """The request that was typed, or what cannot be read of it by field."""
    answers = Answers(state.values)
    family_id, beneficiary_id = _person(state)
    day = answers.day("day")
    teeth, quoted = answers.teeth("teeth"), answers.amount("quoted")
    if family_id is None:
        answers.wrong("who", Refused("agreement.person"))
    if answers.troubles or day is None or family_id is None or beneficiary_id is None:
        return None, answers.troubles
    request = NewAgreement(
        family_id=family_id,
        beneficiary_id=beneficiary_id,
        kind=answers.text("kind"),
        stage=answers.text("stage"),
        practitioner=answers.number("practitioner"),
        requested_on=day,
        codes=tuple(answers.text("codes").replace(",", " ").split()),
        teeth=teeth,
        quoted=quoted,
        note=answers.text("note"),
    )
    return request, {}


def _person(state: AgreementsState) -> tuple[UUID | None, UUID | None]:
    meant = state.values.get("person", "")
    found = state.whose or next((one for one in state.people if str(one.person.id) == meant), None)
    return (found.family.id, found.person.id) if found else (None, None)
