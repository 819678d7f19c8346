"""What the reference page shows: the chapters, what was typed, what matches it, and a contribution worked out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from amo_desk.domain.errors import DeskError
from amo_desk.domain.money import Centimes
from amo_desk.domain.names import folded
from amo_desk.usecases.medicines import Card, Found
from amo_desk.usecases.reference import Entry, Reference, Section, Share


class Tab(Enum):
    """The chapters as they stand at the left, in the order of their keys."""

    ALL = "all"
    LETTER_KEYS = "letter_keys"
    ACTS = "acts"
    MEDICINES = "medicines"
    ILLNESSES = "illnesses"
    MUTUELLES = "mutuelles"
    FORMS = "forms"
    PARAMETERS = "parameters"
    DOUBTS = "doubts"
    CONTRIBUTIONS = "contributions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculation:
    """A contribution: the gross amount as typed, whose it is, and what came of it."""

    gross: str = ""
    kind: str = "active"
    share: Share | None = None
    error: DeskError | None = None

    @property
    def amount(self) -> Centimes | None:
        """The gross amount in centimes, nothing while it is not one."""
        return int(self.gross) if self.gross.isascii() and self.gross.isdigit() else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceState:
    """The page: `found` are the entries that match, of all chapters; `shown` those of the chapter in sight.

    Medicines are thousands and are looked up apart: `medicines` is the latest answer, `card` the whole of one of them.
    """

    reference: Reference | None = None
    typed: str = ""
    tab: Tab = Tab.ALL
    found: tuple[Entry, ...] = ()
    medicines: Found | None = None
    card: Card | None = None
    calculation: Calculation = field(default_factory=Calculation)

    @property
    def shown(self) -> tuple[Entry, ...]:
        """What stands in the list."""
        return tuple(entry for entry in self.found if self.holds(entry, self.tab))

    def count(self, tab: Tab) -> int:
        """How many matches a chapter has."""
        if tab is Tab.MEDICINES:
            return len(self.medicines.rows) if self.medicines else 0
        return sum(self.holds(entry, tab) for entry in self.found)

    @staticmethod
    def holds(entry: Entry, tab: Tab) -> bool:
        """Whether an entry belongs to a chapter; doubts only repeat what stands elsewhere."""
        if tab is Tab.ALL:
            return entry.section is not Section.DOUBTS
        return str(entry.section.value) == str(tab.value)


def with_reference(state: ReferenceState, reference: Reference) -> ReferenceState:
    """The page with a reference that was just read."""
    return with_typed(replace(state, reference=reference), state.typed)


def with_typed(state: ReferenceState, typed: str) -> ReferenceState:
    """The page after typing: where the chapter in sight has no match, the first that has some is shown."""
    entries = state.reference.entries if state.reference else ()
    now = replace(state, typed=typed, found=matching(entries, typed))
    # Medicines answer a moment later, and a code is typed figure by figure: one stays among them.
    if not typed.strip() or now.tab is Tab.MEDICINES or now.count(now.tab):
        return now
    return replace(now, tab=next((tab for tab in Tab if tab is not Tab.MEDICINES and now.count(tab)), now.tab))


def with_medicines(state: ReferenceState, found: Found) -> ReferenceState:
    """The page with the medicines that answer what is typed; they are shown where nothing else does."""
    now = replace(state, medicines=found)
    elsewhere = any(now.count(tab) for tab in Tab if tab is not Tab.MEDICINES)
    return now if elsewhere or not found.rows or not found.typed.strip() else replace(now, tab=Tab.MEDICINES)


def matching(entries: Sequence[Entry], typed: str) -> tuple[Entry, ...]:
    """The entries that hold every word typed; those whose code was typed come first."""
    words = folded(typed).split()
    if not words:
        return tuple(entries)
    found = [entry for entry in entries if all(word in entry.words for word in words)]
    return tuple(sorted(found, key=lambda entry: _distance(entry, words)))


def _distance(entry: Entry, words: Sequence[str]) -> int:
    code, label = folded(entry.code), folded(entry.label.fr)
    if code == words[0]:
        return 0
    if code.startswith(words[0]):
        return 1
    return 2 if all(word in label for word in words) else 3
