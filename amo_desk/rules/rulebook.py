"""The rulebook: every parameter, act, form and sentence, never changed once loaded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from amo_desk.domain.errors import Missing
from amo_desk.domain.sources import Source, Text
from amo_desk.rules.agreements import AgreementKind
from amo_desk.rules.ald import Heading, Illness
from amo_desk.rules.forms import Form, Sentence
from amo_desk.rules.nomenclature import Act
from amo_desk.rules.office import Trouble
from amo_desk.rules.parameters import Parameter
from amo_desk.rules.pecof import CostlyMedicines


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutuelle:
    """One of the mutuelles whose members CNOPS covers, and the year it was created.

    The patterns are those of the numbers it gives its members, empty as long as no source tells them.
    """

    code: str
    name: Text
    created: int
    source: Source
    immatriculation_pattern: str = ""
    affiliation_pattern: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """What the law and the office ask; `version` names this very content, `troubles` what the office wrote in vain."""

    version: str
    parameters: dict[str, Parameter]
    acts: dict[str, Act]
    forms: tuple[Form, ...]
    sentences: dict[str, Sentence]
    mutuelles: dict[str, Mutuelle]
    ald: dict[str, Illness]
    ald_headings: tuple[Heading, ...]
    ald_not_found: Text
    pecof: CostlyMedicines
    agreement_kinds: dict[str, AgreementKind]
    troubles: tuple[Trouble, ...] = ()

    def parameter(self, identifier: str) -> Parameter:
        """The parameter with this id, such as « rates/dental »."""
        try:
            return self.parameters[identifier]
        except KeyError:
            raise Missing("rules.parameter", parameter=identifier) from None

    def form(self, identifier: str, edition: str) -> Form:
        """One edition of a form."""
        for form in self.forms:
            if (form.id, form.edition) == (identifier, edition):
                return form
        raise Missing("rules.form", form=identifier, edition=edition)

    def forms_on(self, day: date) -> tuple[Form, ...]:
        """The edition of each form in force on a deposit day, in the order of the office's menu."""
        current: dict[str, Form] = {}
        for form in sorted(self.forms, key=lambda f: f.since):
            if form.since <= day:
                current[form.id] = form
        return tuple(sorted(current.values(), key=lambda f: f.position))

    def act(self, code: str) -> Act | None:
        """The act with this code or letter-key, in any case."""
        return self.acts.get(code.upper())
