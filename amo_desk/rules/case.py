"""The case before the rules: what the agent typed, what the registers know, and the day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from amo_desk.domain.agreements import Agreement
from amo_desk.domain.dossier import Content, Line
from amo_desk.domain.medicine import Medicine
from amo_desk.domain.money import Centimes
from amo_desk.domain.odf import OdfCase, Period
from amo_desk.domain.people import Beneficiary, Family, Practitioner, Relation
from amo_desk.rules.dental import pictures
from amo_desk.rules.forms import Facts, Field, Form, holds
from amo_desk.rules.nomenclature import Act
from amo_desk.rules.odf_counter import odf_faults
from amo_desk.rules.odf_terms import Fault
from amo_desk.rules.parameters import PUBLIC, SECTORS, Parameter, Value
from amo_desk.rules.rights import Rights, rights
from amo_desk.rules.rulebook import Rulebook

# What another producer than the prescriber does: laboratories and imaging centres.
EXECUTED = frozenset({"analysis", "radiology"})


# The header flag of fees outside the convention, and the field that says who treats.
OUTSIDE_CONVENTION = "outside_convention"
TREATING = "prescriber_inpe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """An earlier dossier of the same beneficiary, for finding duplicates and knowing the mouth.

    `lines` and `absent` (teeth told to be missing) are those of dental dossiers, empty for others.
    """

    number: str
    form: str
    care_day: date | None
    prescriber: str
    billed: Centimes
    lines: tuple[Line, ...] = ()
    absent: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the registers say about the people and products of a case.

    `agreements` are all the prior agreements of the beneficiary, `odf` the orthodontic case, `periods` what of it was
    deposited here, this dossier left out. `repriced` are the medicines that the list of today gives another price.
    """

    family: Family
    beneficiary: Beneficiary
    medicines: Mapping[str, Medicine] = field(default_factory=dict)
    practitioners: Mapping[str, tuple[Practitioner, ...]] = field(default_factory=dict)
    earlier: tuple[Earlier, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    odf: OdfCase | None = None
    periods: tuple[Period, ...] = ()
    repriced: Mapping[str, Medicine] = field(default_factory=dict)


def outside(practitioners: tuple[Practitioner, ...], day: date) -> bool:
    """Whether the register says that all those behind an INPE are outside the convention on a day."""
    return bool(practitioners) and all(one.in_convention(day) is False for one in practitioners)


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
        return self.content.day(name)

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

    def _settled(self, name: str, otherwise: str) -> str:
        """A fact that the form settles, else what the header says, else the ordinary."""
        return str(self.form.facts.get(name, "")) or self.text(name) or otherwise

    def flag(self, name: str) -> bool:
        """Whether a flag of the header is set, or settled by the form."""
        settled = self.form.facts.get(name)
        return self.text(name) == "1" if settled is None else settled is True

    @cached_property
    def outside_convention(self) -> bool:
        """Whether the fees are free: told by the header, else by the register for who treats, on the care day."""
        if OUTSIDE_CONVENTION in self.content.fields:
            return self.flag(OUTSIDE_CONVENTION)
        return outside(self.known.practitioners.get(self.text(TREATING), ()), self.rules_day)

    @cached_property
    def ald(self) -> bool:
        """Whether the dossier is for a long-term illness with exemption."""
        return self.flag("ald")

    @cached_property
    def sector(self) -> str:
        """Where the care was given: private or public."""
        return self._settled("sector", "private")

    def sector_of(self, act: Act) -> str:
        """Where an act was done: by the laboratory or the centre, where the header tells its sector apart."""
        told = self.text("executor_sector")
        return told if act.category in EXECUTED and told in SECTORS else self.sector

    @cached_property
    def regime(self) -> str:
        """The regime whose rates apply: the public one, which a change of payer does not change, or that of CNSS."""
        return self._settled("regime", PUBLIC)

    @cached_property
    def payers(self) -> Parameter:
        """Who pays the AMO part, by day."""
        return self.rulebook.parameter("organisation/payer")

    @cached_property
    def payer(self) -> str:
        """Who pays the AMO part of this case."""
        return str((self.payers.find(self.rules_day, regime=self.regime) or self.payers.nearest(self.rules_day)).value)

    @cached_property
    def rights(self) -> Rights:
        """The beneficiary's rights on the day of care."""
        return rights(self.known.beneficiary, self.rules_day, self.rulebook, self.known.family)

    @cached_property
    def acts(self) -> tuple[Act | None, ...]:
        """The act of each line, nothing where the code is unknown or the line is none."""
        if self.form.lines not in ("acts", "dental"):
            return (None,) * len(self.content.lines)
        return tuple(self.rulebook.act(line.code) for line in self.content.lines)

    @cached_property
    def odf_faults(self) -> tuple[Fault, ...]:
        """What the ledger of the orthodontic treatment says of this dossier."""
        return odf_faults(self)

    @cached_property
    def facts(self) -> Facts:
        """The facts that `when` may ask about."""
        categories: set[object] = {act.category for act in self.acts if act}
        categories.update(pictures(self))
        relation = self.known.beneficiary.relation
        prosthesis = self.value("dental/prosthesis_agreement")
        own = {
            field.id: frozenset({self.flag(field.id) if field.kind == "flag" else self.text(field.id)})
            for field in self.form.fields
            if field.kind in ("flag", "choice")
        }
        return {
            **own,
            "ald": frozenset({self.ald}),
            "sector": frozenset({self.sector}),
            "regime": frozenset({self.regime}),
            "same_session": frozenset({self.flag("same_session")}),
            "payer": frozenset({self.payer}),
            "mutuelle": frozenset({self.known.family.mutuelle}),
            "group": frozenset({self.form.group}),
            "relation": frozenset({relation.value}),
            "rights": frozenset({self.rights.reason}),
            "beneficiary_is_insured": frozenset({relation is Relation.INSURED}),
            "beneficiary_is_child": frozenset({relation is Relation.CHILD}),
            "lines_have": frozenset(categories),
            "prosthesis": frozenset({prosthesis.value} if prosthesis else ()),
        }

    def fields(self) -> tuple[Field, ...]:
        """The header fields that this case asks for: not those that the form settles."""
        return tuple(f for f in self.form.fields if f.id not in self.form.facts and holds(f.when, self.facts))

    def value(self, parameter: str, sector: str = "") -> Value | None:
        """The value of a parameter for this case, or for one of its sectors; nothing when there is none on its day."""
        found = self.rulebook.parameter(parameter)
        day = self.deposit_day if found.dated_by == "deposit" else self.rules_day
        mutuelle = self.known.family.mutuelle
        return found.find(day, mutuelle=mutuelle, sector=sector or self.sector, payer=self.payer, regime=self.regime)

    def number(self, parameter: str) -> int:
        """The whole number of a parameter that always has one, such as a delay in days."""
        value = self.value(parameter)
        if value is None:
            return int(self.rulebook.parameter(parameter).at(self.deposit_day).number)
        return int(value.number)

    def numbered_lines(self) -> list[tuple[int, Line, Act | None]]:
        """The lines with their index and act."""
        return [(i, line, act) for i, (line, act) in enumerate(zip(self.content.lines, self.acts, strict=True))]
