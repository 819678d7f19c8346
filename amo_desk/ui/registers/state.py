"""What the registers page shows: what each register holds, and how far the import of a file into one of them is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from amo_desk.domain.errors import DeskError
from amo_desk.domain.extracts import Refusal
from amo_desk.usecases.register_imports import Latest, Options, Outcome, Register, Sheet, lacking
from amo_desk.usecases.registers import RegisterState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from amo_desk.store.medicines import Edition

CANCELLED = "task.cancelled"
SOONEST_GUESS = 1.0
SAMPLES = 3


class Step(Enum):
    """Where an import stands."""

    FILE = "file"
    LOOKING = "looking"
    COLUMNS = "columns"
    CHECKING = "checking"
    CHECKED = "checked"
    IMPORTING = "importing"
    DONE = "done"


_BUSY = frozenset({Step.LOOKING, Step.CHECKING, Step.IMPORTING})
# Where one goes back to when a step is stopped or refused, or when one wants to see the step before.
_BEFORE = {
    Step.LOOKING: Step.FILE,
    Step.COLUMNS: Step.FILE,
    Step.CHECKING: Step.COLUMNS,
    Step.CHECKED: Step.COLUMNS,
    Step.IMPORTING: Step.CHECKED,
    Step.DONE: Step.FILE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """A line of the file that was refused, or is odd: the column it is about, a code, and the line like it before."""

    line: int
    subject: str
    reason: str
    first: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportState:
    """The file, its columns and the day as typed (`day` is an ISO date once it is one), and what came of them so far.

    `mapping` gives the place of the file's column for each of ours; `lacking` are required ones that have none.
    """

    register: Register = Register.AFFILIATES
    step: Step = Step.FILE
    file: str = ""
    day: str = ""
    complete: bool = False
    older: bool = False
    sheet: Sheet | None = None
    mapping: Mapping[str, int | None] = field(default_factory=dict)
    lacking: tuple[str, ...] = ()
    outcome: Outcome | None = None
    error: DeskError | None = None
    done: int = 0
    total: int = 0
    seconds_left: int | None = None

    @property
    def path(self) -> Path:
        """The file that was typed, with or without the quotes that file managers put around a path."""
        return Path(self.file.strip("\"' "))

    @property
    def from_day(self) -> date | None:
        """The day of the extract, or from which a list holds, where one was typed."""
        try:
            return date.fromisoformat(self.day)
        except ValueError:
            return None

    @property
    def options(self) -> Options:
        """What is said of the file beside it."""
        return Options(extract_day=self.from_day, complete=self.complete, older=self.older)

    @property
    def listed(self) -> bool:
        """Whether the file is a list of medicines, which is taken whole or not at all."""
        return self.register is Register.MEDICINES

    @property
    def to_mend(self) -> bool:
        """Whether a checked file has to be mended before it may be imported."""
        return self.step is Step.CHECKED and self.listed and self.outcome is not None and self.outcome.refused > 0

    @property
    def doubled(self) -> tuple[str, ...]:
        """Our columns that stand for the same column of the file as another of ours."""
        places = Counter(place for place in self.mapping.values() if place is not None)
        return tuple(name for name, place in self.mapping.items() if place is not None and places[place] > 1)

    @property
    def busy(self) -> bool:
        """Whether a file is being read."""
        return self.step in _BUSY

    @property
    def can_look(self) -> bool:
        """Whether a file may be opened to see its columns."""
        return self.step is Step.FILE and bool(self.file.strip("\"' "))

    @property
    def can_check(self) -> bool:
        """Whether the file may be read to see what it would change."""
        return (
            (self.step is Step.COLUMNS or self.to_mend)
            and not (self.lacking or self.doubled)
            and self.from_day is not None
        )

    @property
    def can_import(self) -> bool:
        """Whether a checked file may be imported."""
        return self.step is Step.CHECKED and self.from_day is not None and self.changes and not self.to_mend

    @property
    def changes(self) -> bool:
        """Whether the checked file would change anything."""
        seen = self.outcome
        return seen is not None and not seen.unchanged_file and bool(seen.added or seen.updated or seen.closed)

    @property
    def details(self) -> tuple[Detail, ...]:
        """Why lines were refused, then what is odd about those that were not."""
        seen = self.outcome
        return tuple(map(_detail, (*seen.refusals, *seen.notices))) if seen else ()

    @property
    def can_report(self) -> bool:
        """Whether there is a report to save."""
        return self.step in (Step.CHECKED, Step.DONE) and self.outcome is not None and self.outcome.refused > 0

    @property
    def can_go(self) -> bool:
        """Whether the next step may be taken."""
        return self.can_look or self.can_check or self.can_import


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How much waits to be settled in the registers; `duplicates` counts pairs."""

    duplicates: int = 0
    pending: int = 0
    conflicts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistersState:
    """What the registers hold (nothing while it is being read), the edition in force, and the import."""

    registers: RegisterState | None = None
    latest: Mapping[Register, Latest] = field(default_factory=dict)
    waiting: Waiting = field(default_factory=Waiting)
    current: Edition | None = None
    may_import: bool = False
    importing: ImportState


def in_force(editions: Iterable[Edition], day: date) -> Edition | None:
    """The edition that the desk uses on a day: the latest that holds by then, else the earliest there is."""
    ordered = sorted(editions, key=lambda edition: (edition.day, edition.id))
    held = [edition for edition in ordered if edition.day <= day]
    return held[-1] if held else next(iter(ordered), None)


def with_register(state: ImportState, register: Register) -> ImportState:
    """An import into another register, from the beginning; the day that was typed stays."""
    return ImportState(register=register, day=state.day) if register is not state.register else state


def with_file(state: ImportState, file: str) -> ImportState:
    """The import on another file: whatever was found out about the one before is gone."""
    return ImportState(register=state.register, file=file, day=state.day, complete=state.complete)


def looked(state: ImportState, sheet: Sheet) -> ImportState:
    """The columns of the file, as they were recognised or are remembered."""
    return replace(state, step=Step.COLUMNS, sheet=sheet, mapping=sheet.mapping, lacking=sheet.missing, error=None)


def mapped(state: ImportState, column: str, place: int | None) -> ImportState:
    """Another column of the file for one of ours: what was checked with the one before no longer holds."""
    mapping = {**state.mapping, column: place}
    left = lacking(state.register, mapping)
    return replace(state, step=Step.COLUMNS, mapping=mapping, lacking=left, outcome=None, error=None)


def with_day(state: ImportState, day: str) -> ImportState:
    """Another day: what was checked is checked again."""
    return replace(_unchecked(state), day=day)


def with_complete(state: ImportState, complete: bool) -> ImportState:
    """Whether the extract is whole: what was checked is checked again."""
    return replace(_unchecked(state), complete=complete)


def with_older(state: ImportState, older: bool) -> ImportState:
    """Whether an extract older than the register is wanted all the same."""
    return replace(_unchecked(state), older=older)


def working(state: ImportState, step: Step) -> ImportState:
    """A step under way."""
    return replace(state, step=step, done=0, total=0, seconds_left=None, error=None)


def checked(state: ImportState, outcome: Outcome) -> ImportState:
    """What the file would change."""
    return replace(state, step=Step.CHECKED, outcome=outcome)


def imported(state: ImportState, outcome: Outcome) -> ImportState:
    """What the file changed."""
    return replace(state, step=Step.DONE, outcome=outcome)


def with_progress(state: ImportState, done: int, total: int, elapsed: float) -> ImportState:
    """The import a little further on."""
    return replace(state, done=done, total=total, seconds_left=seconds_left(done, total, elapsed))


def with_error(state: ImportState, error: DeskError) -> ImportState:
    """The step before the one that was refused, with the reason; one that the agent stopped has none."""
    return replace(state, step=_BEFORE[state.step], error=None if error.code == CANCELLED else error)


def back(state: ImportState) -> ImportState | None:
    """The step before, nothing at the first."""
    if state.step is Step.FILE:
        return with_file(state, "") if state.file else None
    if state.step is Step.DONE:
        return with_file(state, "")
    return replace(state, step=_BEFORE[state.step], outcome=None, error=None)


def samples(sample: Iterable[Sequence[str]], place: int | None) -> str:
    """What the first lines of a file say in a column.

    >>> sample = (("1",), ("",), ("2",))
    >>> samples(sample, 0), samples(sample, None)
    ('1 · 2', '')
    """
    if place is None:
        return ""
    values = dict.fromkeys(line[place] for line in sample if place < len(line) and line[place])
    return " · ".join(list(values)[:SAMPLES])


def seconds_left(done: int, total: int, elapsed: float) -> int | None:
    """How many more seconds a work should take at the pace so far; nothing while it is too early to say.

    >>> seconds_left(250, 1000, 3.0), seconds_left(0, 1000, 3.0), seconds_left(250, 1000, 0.2)
    (9, None, None)
    """
    if not done or elapsed < SOONEST_GUESS:
        return None
    return round(elapsed * (total - done) / done)


def _unchecked(state: ImportState) -> ImportState:
    if state.step not in (Step.CHECKED, Step.DONE):
        return replace(state, error=None)
    return replace(state, step=Step.COLUMNS, outcome=None, error=None)


def _detail(refusal: Refusal) -> Detail:
    return Detail(line=refusal.line, subject=refusal.column, reason=refusal.code, first=refusal.first)
