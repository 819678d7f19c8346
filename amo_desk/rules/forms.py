"""The forms: what is asked for each kind of dossier; `form_files` reads them.

The vocabulary is small on purpose: `when` compares facts with allowed values and all must hold; an item is a piece with
its mentions, or the name of a check written in Python.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from amo_desk.domain.findings import Level, Overrider
from amo_desk.domain.odf import PeriodKind
from amo_desk.domain.people import Relation
from amo_desk.domain.sources import Source, Text
from amo_desk.rules.parameters import REGIMES, SECTORS

FIELD_KINDS = frozenset({"date", "inpe", "amount", "count", "text", "flag", "choice"})
LINE_KINDS = frozenset({"acts", "medicines", "dental", "free", "none"})
GROUPS = frozenset({"reimbursement", "request", "billing"})
DEADLINES = frozenset({"deposit", "provider", "abroad", "none"})
FIXED = frozenset({"ald", "sector", "regime", "same_session"})
_DECIDED = frozenset({True, False})
# The facts that any form may ask about, with their values; nothing where the values are not known here.
ASKABLE: Mapping[str, frozenset[object] | None] = {
    "ald": _DECIDED,
    "beneficiary_is_child": _DECIDED,
    "beneficiary_is_insured": _DECIDED,
    "group": GROUPS,
    "lines_have": None,
    "mutuelle": None,
    "payer": None,
    "prosthesis": frozenset({"agreement", "justification"}),
    "regime": REGIMES,
    "relation": frozenset(relation.value for relation in Relation),
    "rights": None,
    "same_session": _DECIDED,
    "sector": SECTORS,
}

Facts = Mapping[str, frozenset[object]]
Conditions = tuple[tuple[str, frozenset[object]], ...]


def holds(conditions: Conditions, facts: Facts) -> bool:
    """Whether every condition finds one of its allowed values among the facts.

    >>> holds((("ald", frozenset({True})),), {"ald": frozenset({True})})
    True
    >>> holds((("sector", frozenset({"private"})),), {})
    False
    """
    return all(not allowed.isdisjoint(facts.get(name, frozenset())) for name, allowed in conditions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer to a field with a list of answers."""

    id: str
    label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A header field, in the order of the paper."""

    id: str
    kind: str
    label: Text
    required: Level | None
    when: Conditions
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Something that must stand on a piece."""

    id: str
    label: Text
    level: Level
    override: Overrider
    since: date
    until: date | None
    source: Source
    when: Conditions

    def asked(self, day: date, facts: Facts) -> bool:
        """Whether the mention is asked for on a day, in a case."""
        return _in_force(self, day) and holds(self.when, facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A paper to hand over, from a day on and, where a source says so, until a day.

    `local` pieces were added by the office; `relevelled` ones are the program's, at a level that the office chose.
    """

    id: str
    label: Text
    level: Level
    override: Overrider
    since: date
    until: date | None
    source: Source
    when: Conditions
    mentions: tuple[Mention, ...]
    local: bool = False
    relevelled: bool = False

    def asked(self, day: date, facts: Facts) -> bool:
        """Whether the piece is asked for on a day, in a case."""
        return _in_force(self, day) and holds(self.when, facts)


def _in_force(item: Piece | Mention, day: date) -> bool:
    return item.since <= day and (item.until is None or day < item.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A named check and how much it weighs in this form."""

    id: str
    level: Level
    override: Overrider
    since: date
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One edition of a form; `position` is its place in the office's menu.

    `facts` are what the form itself settles, so that nobody is asked. `rate` and `complement` name parameters that
    stand in for those of the acts, for the whole form: an empty complement is none, nothing leaves those of the acts.
    `forfait` names the reference price of a free line. `lot` says whether received files are put in lots here. `odf` is
    the stretch of an orthodontic treatment that a dossier on this form stands for.
    """

    id: str
    edition: str
    since: date
    checked_on: date
    position: int
    group: str
    label: Text
    summary: Text
    lines: str
    deadline: str
    lot: bool
    fields: tuple[Field, ...]
    pieces: tuple[Piece, ...]
    checks: tuple[Check, ...]
    sources: Mapping[str, Source] = field(hash=False)
    facts: Mapping[str, bool | str] = field(hash=False)
    recipient: Text | None
    rate: str
    complement: str | None
    forfait: str
    not_found: Text | None
    odf: PeriodKind | None = None

    def sent_to(self, payer: str) -> Text | None:
        """Where the file goes when not to the mutuelle; « {payer} » in the data is whoever pays that day."""
        if self.recipient is None:
            return None
        fr, ar = (words.replace("{payer}", payer) for words in (self.recipient.fr, self.recipient.ar))
        return Text(fr=fr, ar=ar)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """What a check tells the member, and what they should do; `{names}` stand for details."""

    message: Text
    advice: Text | None
