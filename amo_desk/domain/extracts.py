"""The lines of a register's extract as they travel from the file to the store, and what is wrong with some of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import NamedTuple

from amo_desk.domain.medicine import Medicine
from amo_desk.domain.people import Practitioner
from amo_desk.domain.person_keys import FamilyKey

# Nobody reads more refusals than that one by one; all are counted.
MOST_KEPT = 5000


class PersonLine(NamedTuple):
    """A line of an extract of affiliates: one person, with what the line says of their family.

    Enumerations are by value and what the file has no column for is empty: millions of lines go from one process to
    the other. `certificates` gives the last day of each kind. The last four are what the line is compared and found
    by: the key of its family, the one by its affiliation where it tells both numbers, and the person's own numbers
    and likeness (see `person_keys`).
    """

    line: int
    mutuelle: str
    immatriculation: str
    affiliation: str
    section: str
    status: str
    ppr: str
    phone: str
    address: str
    rib: str
    relation: str
    last_name: str
    first_name: str
    arabic_name: str
    birth: date
    sex: str
    cin: str
    rights_from: date
    rights_to: date | None
    certificates: tuple[tuple[str, date], ...]
    key: FamilyKey
    other_key: FamilyKey | None
    numbers: tuple[str, ...]
    likeness: int


class PractitionerLine(NamedTuple):
    """A line of an extract of practitioners."""

    line: int
    practitioner: Practitioner


class MedicineLine(NamedTuple):
    """A line of a list of medicines."""

    line: int
    medicine: Medicine


class Refusal(NamedTuple):
    """A line that is not imported, or that is in spite of something odd: where, in which column, and a code.

    `first` is the line that said the same before, where there is one. What the cell holds is not here: this may be
    shown and counted anywhere.
    """

    line: int
    column: str
    code: str
    first: int = 0


class Unread(NamedTuple):
    """A line that could not be read, with as much of its family's number as was legible."""

    refusal: Refusal
    mutuelle: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """What is known of an extract besides its lines: which columns it has, its day, and whether it is whole.

    In a `complete` extract, who is absent has lost their rights. `older` allows an extract older than the register.
    """

    day: date
    columns: frozenset[str]
    complete: bool = False
    older: bool = False


@dataclass(slots=True, kw_only=True)
class Tally:
    """How many lines did what to the register, while it is being written; the first refusals and notices are kept.

    Of a list of medicines: `repriced` are those updated whose price is another, `compared_with` the day of the list it
    was held against, and `already` the day of the very same list where that is in the register.
    """

    lines: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    closed: int = 0
    refused: int = 0
    noticed: int = 0
    closing_withheld: bool = False
    repriced: int = 0
    compared_with: date | None = None
    already: date | None = None
    sections: dict[str, set[str]] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    notices: list[Refusal] = field(default_factory=list)

    def refuse(self, refusal: Refusal) -> None:
        """Notes a line that is not imported."""
        self.refused += 1
        if len(self.refusals) < MOST_KEPT:
            self.refusals.append(refusal)

    def notice(self, count: int, notices: Iterable[Refusal]) -> None:
        """Notes what is odd about lines that are imported."""
        self.noticed += count
        self.notices += islice(notices, MOST_KEPT - len(self.notices))

    def counts(self) -> dict[str, int]:
        """The figures, for the journal."""
        names = ("lines", "added", "updated", "unchanged", "closed", "refused")
        return {name: getattr(self, name) for name in names}
