"""What the data say of an orthodontic treatment: the forms, checks, agreements, lengths and acts of its periods."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from amo_desk.domain.agreements import Agreement
from amo_desk.domain.days import day_text, months_after
from amo_desk.domain.odf import OdfCase, Period, PeriodKind
from amo_desk.domain.people import Beneficiary
from amo_desk.domain.sources import Text
from amo_desk.rules.agreements import AgreementKind, Stage
from amo_desk.rules.forms import Check, Form
from amo_desk.rules.wording import Details, filled

if TYPE_CHECKING:
    from amo_desk.rules.rulebook import Rulebook

# The acts of the nomenclature that a first, a second… period of each kind is.
ACTS = {
    PeriodKind.SEMESTER: ("D629",),
    PeriodKind.SURGICAL: ("D641",),
    PeriodKind.RETENTION: ("D636", "D637"),
    PeriodKind.INTERRUPTION: ("D632", "D633"),
}
CEILING = "D630"
YEAR = 12
# The header field that tells the rank of a period, where its form asks for it.
RANK_FIELDS = {PeriodKind.SEMESTER: "semester", PeriodKind.RETENTION: "retention_year"}
RETENTION_YEARS = {"first": 1, "second": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something wrong with a period, before its words and its weight: the check, its details, the field it is about.

    `sentence` stands in for that of the check where an occurrence is told otherwise than most.
    """

    rule: str
    target: str
    details: Details = field(default_factory=dict)
    sentence: str = ""


@dataclass(frozen=True, kw_only=True)
class Treatment:
    """What the rules judge periods by: whose treatment, on which day, its case and the agreements of the person."""

    rulebook: Rulebook
    person: Beneficiary
    day: date
    case: OdfCase | None = None
    agreements: tuple[Agreement, ...] = ()

    @cached_property
    def odf_forms(self) -> tuple[Form, ...]:
        """The forms that stand for a period, as they were on the day or, before there were any, in all editions."""
        forms = self.rulebook.forms_on(self.day) or self.rulebook.forms
        return tuple(form for form in forms if form.odf is not None)

    def forms(self, kind: PeriodKind) -> tuple[Form, ...]:
        """The forms on which a dossier stands for such a period."""
        return tuple(form for form in self.odf_forms if form.odf is kind)

    def check(self, kind: PeriodKind, rule: str) -> Check | None:
        """How much a rule weighs: as a form of such a period says, else as another orthodontic form does."""
        forms = (*self.forms(kind), *self.odf_forms)
        return next((check for form in forms for check in form.checks if check.id == rule), None)

    def wanted(self, kind: PeriodKind) -> tuple[AgreementKind, Stage] | None:
        """The agreement that a period wants: the one that covers its forms or, without a form, bears its name."""
        return self._wanted[kind]

    @cached_property
    def _wanted(self) -> dict[PeriodKind, tuple[AgreementKind, Stage] | None]:
        return {kind: self._agreement_of(kind) for kind in PeriodKind}

    def _agreement_of(self, kind: PeriodKind) -> tuple[AgreementKind, Stage] | None:
        names = {form.id for form in self.forms(kind)}
        for agreed in self.rulebook.agreement_kinds.values():
            for stage in agreed.stages:
                if names.intersection(stage.covers) or (not names and stage.id == kind.value):
                    return agreed, stage
        return None

    @property
    def requests(self) -> frozenset[str]:
        """The forms that ask for an agreement of orthodontics."""
        return frozenset(form for kind in PeriodKind if (want := self.wanted(kind)) for form in want[0].requests)

    def number(self, parameter: str, day: date) -> int:
        """The whole number of a parameter, in force on a day or the first there was."""
        return int(self.rulebook.parameter(parameter).nearest(day).number)

    def coefficient(self, kind: PeriodKind, position: int) -> int:
        """The D of the nomenclature for the period in a place, counted from 1; 0 where it has no act for it."""
        codes = ACTS[kind]
        place = 1 if kind is PeriodKind.SEMESTER else position
        return act_coefficient(self.rulebook, codes[place - 1]) if 1 <= place <= len(codes) else 0

    def last_day(self, period: Period) -> date:
        """The last day of a period of full length."""
        months = YEAR if period.kind is PeriodKind.RETENTION else self.number("odf/semester_months", period.since)
        end = months_after(period.since, months)
        return end if end == date.max else end - timedelta(days=1)

    def name(self, period: Period) -> Text:
        """A period in words, inside a sentence."""
        words = self.rulebook.sentences[f"odf_named_{period.kind.value}"].message
        return filled(words, {"since": day_text(period.since)})


def act_coefficient(rulebook: Rulebook, code: str) -> int:
    """The coefficient of an act, 0 where the nomenclature has none."""
    act = rulebook.act(code)
    return int(act.coefficient) if act and act.coefficient is not None else 0


def later(day: date, days: int) -> date:
    """So many days later, or the last day there is."""
    return day + min(timedelta(days=days), date.max - day)


def in_order(period: Period) -> tuple[date, bool, str]:
    """The order in which periods are judged: by start; on the same day, one under way after those that stand."""
    return period.since, not (period.elsewhere or period.dossier_number), repr(period)
