"""The case before the rules: what the agent typed, what the registers know, and the day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from amo_desk.domain.dossier import Content, Line
from amo_desk.domain.medicine import Medicine
from amo_desk.domain.money import Centimes
from amo_desk.domain.people import Beneficiary, Family, Practitioner, Relation
from amo_desk.rules.forms import Facts, Field, Form, holds
from amo_desk.rules.nomenclature import Act
from amo_desk.rules.parameters import Value
from amo_desk.rules.rulebook import Rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """An earlier dossier of the same beneficiary, for finding duplicates."""

    number: str
    form: str
    care_day: date | None
    prescriber: str
    billed: Centimes


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the registers say about the people and products of a case."""

    family: Family
    beneficiary: Beneficiary
    medicines: Mapping[str, Medicine] = field(default_factory=dict)
    practitioners: Mapping[str, tuple[Practitioner, ...]] = field(default_factory=dict)
    earlier: tuple[Earlier, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Case:
    """One content on one form, on the day of deposit."""

    rulebook: Rulebook
    form: Form
    content: Content
    known: Known
    deposit_day: date

    def day(self, name: str) -> date | None:
        """A header date, or nothing when it is absent or not a date."""
        try:
            return date.fromisoformat(self.content.fields.get(name, ""))
        except ValueError:
            return None

    def text(self, name: str) -> str:
        """A header text, empty when absent."""
        return self.content.fields.get(name, "")

    def amount(self, name: str) -> Centimes | None:
        """A header amount in centimes, or nothing when it is absent or not an amount."""
        return self.content.amount(name)

    @cached_property
    def care_day(self) -> date | None:
        """The day of the care."""
        return self.content.care_day

    @property
    def rules_day(self) -> date:
        """The day that chooses values dated by care: the care day, else the deposit day while it is unknown."""
        return self.care_day or self.deposit_day

    @cached_property
    def ald(self) -> bool:
        """Whether the dossier is for a long-term illness with exemption."""
        return self.text("ald") == "1"

    @cached_property
    def acts(self) -> tuple[Act | None, ...]:
        """The act of each line, nothing where the code is unknown or the line is a medicine."""
        if self.form.lines == "medicines":
            return (None,) * len(self.content.lines)
        return tuple(self.rulebook.act(line.code) for line in self.content.lines)

    @cached_property
    def facts(self) -> Facts:
        """The facts that `when` may ask about."""
        categories: set[object] = {act.category for act in self.acts if act}
        if any(act and act.xray for act in self.acts):
            categories.add("xray_act")
        return {
            "ald": frozenset({self.ald}),
            "sector": frozenset({self.text("sector") or "private"}),
            "beneficiary_is_insured": frozenset({self.known.beneficiary.relation is Relation.INSURED}),
            "lines_have": frozenset(categories),
        }

    def fields(self) -> tuple[Field, ...]:
        """The header fields that this case asks for."""
        return tuple(f for f in self.form.fields if holds(f.when, self.facts))

    def value(self, parameter: str) -> Value | None:
        """The value of a parameter for this case, nothing when there is none on its day."""
        found = self.rulebook.parameter(parameter)
        day = self.deposit_day if found.dated_by == "deposit" else self.rules_day
        sector = self.text("sector") or "private"
        return found.find(day, mutuelle=self.known.family.mutuelle, sector=sector)

    def number(self, parameter: str) -> int:
        """The whole number of a parameter that always has one, such as a delay in days."""
        value = self.value(parameter)
        if value is None:
            return int(self.rulebook.parameter(parameter).at(self.deposit_day).number)
        return int(value.number)

    def numbered_lines(self) -> list[tuple[int, Line, Act | None]]:
        """The lines with their index and act."""
        return [(i, line, act) for i, (line, act) in enumerate(zip(self.content.lines, self.acts, strict=True))]
