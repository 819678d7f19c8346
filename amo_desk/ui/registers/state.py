"""What the registers page shows: what each register holds, and where the import of a medicine list stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from amo_desk.domain.errors import DeskError
from amo_desk.usecases.registers import ImportReport, MedicinePreview, RegisterState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from amo_desk.registers.medicines import Notice
    from amo_desk.store.medicines import Edition

CANCELLED = "task.cancelled"
SOONEST_GUESS = 1.0


class Phase(Enum):
    """Where an import stands."""

    CHOOSING = "choosing"
    CHECKING = "checking"
    CHECKED = "checked"
    IMPORTING = "importing"
    IMPORTED = "imported"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """One remark or one reason for refusal: its line in the file, what it is about, and a code that says what it is."""

    line: int | None
    subject: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportState:
    """The file and the day as typed (`day` is an ISO date once it is one), and what came of them so far."""

    file: str = ""
    day: str = ""
    phase: Phase = Phase.CHOOSING
    preview: MedicinePreview | None = None
    report: ImportReport | None = None
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
        """The day from which the list holds, where one was typed."""
        try:
            return date.fromisoformat(self.day)
        except ValueError:
            return None

    @property
    def busy(self) -> bool:
        """Whether a file is being read."""
        return self.phase in (Phase.CHECKING, Phase.IMPORTING)

    @property
    def can_check(self) -> bool:
        """Whether a file may be read to see what it would change."""
        return bool(self.file.strip("\"' ")) and self.phase in (Phase.CHOOSING, Phase.REFUSED)

    @property
    def can_import(self) -> bool:
        """Whether a checked file may be imported."""
        return self.phase is Phase.CHECKED and self.from_day is not None

    @property
    def same(self) -> bool:
        """Whether the checked file says what the edition of today already says."""
        seen = self.preview
        return seen is not None and bool(seen.compared_with) and not (seen.added or seen.removed or seen.changed)

    @property
    def details(self) -> tuple[Detail, ...]:
        """The remarks of the file that was read, or the reasons for which it was refused."""
        if self.error:
            return _reasons(self.error)
        read = self.report or self.preview
        return _remarks(read.warnings) if read else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistersState:
    """What the registers hold (nothing while it is being read), the edition in force, and the import."""

    registers: RegisterState | None = None
    current: Edition | None = None
    may_import: bool = False
    importing: ImportState


def in_force(editions: Iterable[Edition], day: date) -> Edition | None:
    """The edition that the desk uses on a day: the latest that holds by then, else the earliest there is."""
    ordered = sorted(editions, key=lambda edition: (edition.day, edition.id))
    held = [edition for edition in ordered if edition.day <= day]
    return held[-1] if held else next(iter(ordered), None)


def with_file(state: ImportState, file: str) -> ImportState:
    """The import on another file: whatever was found out about the one before is gone."""
    return ImportState(file=file, day=state.day)


def with_progress(state: ImportState, done: int, total: int, elapsed: float) -> ImportState:
    """The import a little further on."""
    return replace(state, done=done, total=total, seconds_left=seconds_left(done, total, elapsed))


def with_error(state: ImportState, error: DeskError) -> ImportState:
    """The import that was refused; one that the agent stopped goes back to where it began."""
    if error.code == CANCELLED:
        return replace(state, phase=Phase.CHECKED if state.preview else Phase.CHOOSING)
    return ImportState(file=state.file, day=state.day, phase=Phase.REFUSED, error=error)


def seconds_left(done: int, total: int, elapsed: float) -> int | None:
    """How many more seconds a work should take at the pace so far; nothing while it is too early to say.

    >>> seconds_left(250, 1000, 3.0), seconds_left(0, 1000, 3.0), seconds_left(250, 1000, 0.2)
    (9, None, None)
    """
    if not done or elapsed < SOONEST_GUESS:
        return None
    return round(elapsed * (total - done) / done)


def _remarks(warnings: Iterable[Notice]) -> tuple[Detail, ...]:
    return tuple(Detail(line=notice.line, subject=notice.code, reason=notice.reason) for notice in warnings)


def _reasons(error: DeskError) -> tuple[Detail, ...]:
    told = error.details
    columns = tuple(
        Detail(line=None, subject=column, reason=f"column.{name}")
        for name in ("missing", "twice")
        for column in _listed(told.get(name))
    )
    return columns + tuple(Detail(line=line, subject="", reason=reason) for line, reason in _listed(told.get("rows")))


def _listed(value: object) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else ()
