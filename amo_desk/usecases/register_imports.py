"""The imports of the registers, the same way for the three: look at the file, try it, import it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from functools import partial
from itertools import islice, repeat
from pathlib import Path
from typing import Any

from amo_desk.domain.errors import Refused
from amo_desk.domain.extracts import Extract, PersonLine, Refusal, Tally
from amo_desk.domain.office import Role
from amo_desk.registers import affiliate_columns, affiliates, columns, medicines, practitioners, tables
from amo_desk.registers.affiliates import Known
from amo_desk.registers.columns import Column
from amo_desk.registers.tables import Line
from amo_desk.store import extracts, journal
from amo_desk.store.medicine_import import MedicineImport
from amo_desk.store.practitioner_import import PractitionerImport
from amo_desk.store.register_import import AffiliateImport, collector_at_rest
from amo_desk.usecases.clock import new_id
from amo_desk.usecases.desk import Desk
from amo_desk.usecases.registers import Cancelled, Progress, stop_if

SAMPLE = 8
SHOWN_CELL = 120
# As `PersonLine._make`, which does the same through one more call, a million times.
_person_line: Callable[[tuple[Any, ...]], PersonLine] = partial(tuple.__new__, PersonLine)


class Register(Enum):
    """What can be imported."""

    AFFILIATES = "affiliates"
    PRACTITIONERS = "practitioners"
    MEDICINES = "medicines"


COLUMNS: Mapping[Register, tuple[Column, ...]] = {
    Register.AFFILIATES: affiliate_columns.COLUMNS,
    Register.PRACTITIONERS: practitioners.COLUMNS,
    Register.MEDICINES: medicines.COLUMNS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the agent says of a file: the day of the extract, whether it is whole, whether it may be an older one.

    Of a list of medicines, that is the day from which it holds, and `label` names it. Nothing is known without being
    told.
    """

    extract_day: date | None = None
    complete: bool = False
    older: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A file as the agent sees it before the import; `mapping` gives the place of each column, nothing if none is.

    `ambiguous` are the columns that several names of the header could be; `remembered` says that the mapping is the
    one chosen the last time for this very header.
    """

    header: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    mapping: Mapping[str, int | None]
    missing: tuple[str, ...]
    ambiguous: tuple[str, ...]
    remembered: bool
    about: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an import did, or would do. `refusals` and `notices` are the first ones; the figures count all.

    `closing_withheld`: nobody was closed, since a refused line does not say whose it is. `unchanged_file`: this very
    file, or this list under whatever name, is what the register holds already. `repriced` are the medicines updated of
    which a price is another, `compared_with` is the day of the list they were held against.
    """

    lines: int = 0
    added: int = 0
    updated: int = 0
    repriced: int = 0
    closed: int = 0
    unchanged: int = 0
    refused: int = 0
    warnings: int = 0
    refusals: tuple[Refusal, ...] = ()
    notices: tuple[Refusal, ...] = ()
    extract_day: date
    mutuelles: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    closing_withheld: bool = False
    unchanged_file: bool = False
    compared_with: date | None = None
    fingerprint: str = field(default="", repr=False)
    header: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Latest:
    """The latest extract imported into a register: its day, and when it was imported."""

    day: date
    imported_at: datetime


class _OnlyTried(Exception):
    """Ends the transaction of a dry run."""


def latest(desk: Desk) -> dict[Register, Latest]:
    """The latest extract of each register that had one."""
    with desk.store.reading() as connection:
        found = extracts.latest(connection)
    return {Register(name): Latest(day=day, imported_at=desk.at_office(at)) for name, (day, at) in found.items()}


def lacking(register: Register, mapping: Mapping[str, int | None]) -> tuple[str, ...]:
    """The required columns that a mapping leaves without one."""
    return columns.missing(mapping, COLUMNS[register])


def look(desk: Desk, register: Register, path: Path) -> Sheet:
    """The header and the first lines of a file, and the columns recognised; what was chosen before wins."""
    first, total = _first_lines(path)
    header = columns.header_of(first, COLUMNS[register])
    if header is None:
        raise Refused("file.empty", file=path.name)
    with desk.store.reading() as connection:
        chosen = extracts.mapping(connection, register.value, _hash(header.names))
    mapping = header.mapping if chosen is None else chosen
    below = [cells for number, cells in first if number > header.line]
    return Sheet(
        header=header.names,
        sample=tuple(tuple(str(cell)[:SHOWN_CELL] for cell in cells) for cells in below[:SAMPLE]),
        mapping=mapping,
        missing=columns.missing(mapping, COLUMNS[register]),
        ambiguous=() if chosen is not None else header.ambiguous,
        remembered=chosen is not None,
        about=max(total - header.line, 0),
    )


def dry_run(
    desk: Desk,
    register: Register,
    path: Path,
    mapping: Mapping[str, int | None],
    *,
    options: Options,
    progress: Progress = lambda _done, _total: None,
    cancelled: Cancelled = lambda: False,
) -> Outcome:
    """What importing a file would do; nothing is written."""
    outcome: Outcome | None = None
    with suppress(_OnlyTried), desk.store.writing() as connection:
        outcome = _run(_Run(desk, connection, register, path, mapping, options, progress, cancelled))
        raise _OnlyTried
    assert outcome is not None  # noqa: S101  the transaction ends by the exception above, or by another
    return outcome


def apply(
    desk: Desk,
    register: Register,
    path: Path,
    mapping: Mapping[str, int | None],
    *,
    options: Options,
    progress: Progress = lambda _done, _total: None,
    cancelled: Cancelled = lambda: False,
) -> Outcome:
    """Imports a file, whole or not at all; the journal says so, and the columns chosen are remembered."""
    desk.require(Role.SUPERVISOR)
    with desk.store.writing() as connection:
        outcome = _run(_Run(desk, connection, register, path, mapping, options, progress, cancelled))
        if outcome.refused and register is Register.MEDICINES:
            raise Refused("medicines.rows", file=path.name, count=outcome.refused)
        if outcome.refused == outcome.lines and not outcome.unchanged_file:
            raise Refused("extract.nothing", file=path.name, count=outcome.refused)
        if not outcome.unchanged_file:
            author = desk.author()
            extracts.remember(connection, author, register.value, outcome.fingerprint, outcome.extract_day)
            extracts.remember_mapping(connection, register.value, _hash(outcome.header), mapping)
            journal.write(connection, author, register.value, "", "imported", _told(outcome, options))
        stop_if(cancelled)
    return outcome


def apply_recognised(desk: Desk, register: Register, path: Path, options: Options) -> Outcome:
    """Imports a file by the columns that are recognised in it."""
    return apply(desk, register, path, look(desk, register, path).mapping, options=options)


@dataclass(frozen=True, slots=True)
class _Run:
    """One file on its way into one register."""

    desk: Desk
    connection: Any
    register: Register
    path: Path
    mapping: Mapping[str, int | None]
    options: Options
    progress: Progress
    cancelled: Cancelled

    @property
    def day(self) -> date:
        return self.options.extract_day or self.desk.today()

    def extract(self) -> Extract:
        there = frozenset(name for name, place in self.mapping.items() if place is not None)
        return Extract(day=self.day, columns=there, complete=self.options.complete, older=self.options.older)

    def stop_if_cancelled(self) -> None:
        stop_if(self.cancelled)

    def told(self, done: int, total: int) -> None:
        stop_if(self.cancelled)
        self.progress(done, max(done, total))


def _run(run: _Run) -> Outcome:
    """Writes a file into a register, in the transaction of the caller."""
    lacking = columns.missing(run.mapping, COLUMNS[run.register])
    if lacking:
        names = {column.id: column.label for column in COLUMNS[run.register]}
        raise Refused("extract.columns", file=run.path.name, missing=tuple(names[name] for name in lacking))
    if run.day > run.desk.today() and run.register is not Register.MEDICINES:
        raise Refused("extract.future", day=run.day)
    fingerprint = _fingerprint(run)
    if fingerprint == extracts.fingerprint(run.connection, run.register.value):
        return Outcome(extract_day=run.day, unchanged_file=True, fingerprint=fingerprint)
    with collector_at_rest():
        header, tally = _READERS[run.register](run)
    if not tally.lines:
        raise Refused("file.empty", file=run.path.name)
    return Outcome(
        lines=tally.lines,
        added=tally.added,
        updated=tally.updated,
        repriced=tally.repriced,
        closed=tally.closed,
        unchanged=tally.unchanged,
        refused=tally.refused,
        warnings=tally.noticed,
        refusals=tuple(sorted(tally.refusals)),
        notices=tuple(sorted(tally.notices)),
        extract_day=tally.already or run.day,
        mutuelles=tuple(sorted(tally.sections)),
        sections=tuple(sorted(frozenset().union(*tally.sections.values()))),
        closing_withheld=tally.closing_withheld,
        unchanged_file=tally.already is not None,
        compared_with=tally.compared_with,
        fingerprint=fingerprint,
        header=header,
    )


def _affiliates(run: _Run) -> tuple[tuple[str, ...], Tally]:
    writer = AffiliateImport(run.connection, run.extract(), new_id())
    known = [
        Known(
            code=mutuelle.code,
            names=(mutuelle.name.fr, mutuelle.name.ar),
            immatriculation=mutuelle.immatriculation_pattern,
            affiliation=mutuelle.affiliation_pattern,
        )
        for mutuelle in run.desk.rulebook.mutuelles.values()
    ]
    own = run.desk.office.mutuelle
    header: tuple[str, ...] = ()
    reading = affiliates.reading(run.path, run.mapping, known, own, run.day, run.stop_if_cancelled)
    with reading as (total, batches):
        for batch in batches:
            header = header or batch.header
            writer.tally.lines += len(batch.people) + len(batch.unread)
            writer.unread(batch.unread)
            writer.write(map(_person_line, batch.people))
            writer.tally.notice(batch.noticed, batch.notices)
            run.told(batch.last, total)
    return header, writer.finish()


def _practitioners(run: _Run) -> tuple[tuple[str, ...], Tally]:
    ids = (new_id() for _ in repeat(None))
    header: tuple[str, ...] = ()
    writer = PractitionerImport(run.connection, run.extract(), ids)
    with practitioners.reading(run.path, run.mapping, run.day, run.stop_if_cancelled) as (total, batches):
        for batch in batches:
            header = header or batch.header
            writer.tally.lines += len(batch.lines) + len(batch.refusals)
            for refusal in batch.refusals:
                writer.tally.refuse(refusal)
            writer.write(batch.lines)
            writer.tally.notice(len(batch.notices), batch.notices)
            run.told(batch.last, total)
    return header, writer.finish()


def _medicines(run: _Run) -> tuple[tuple[str, ...], Tally]:
    label = run.options.label.strip() or f"Liste des médicaments au {run.day:%d/%m/%Y}"
    writer = MedicineImport(run.connection, label, run.day, run.desk.author().at)
    header: tuple[str, ...] = ()
    with medicines.reading(run.path, run.mapping, label, run.day, run.stop_if_cancelled) as (total, batches):
        for batch in batches:
            header = header or batch.header
            writer.tally.lines += len(batch.lines) + len({refusal.line for refusal in batch.refusals})
            writer.unread(batch.refusals)
            writer.write(batch.lines)
            writer.tally.notice(len(batch.notices), batch.notices)
            run.told(batch.last, total)
    return header, writer.finish()


_READERS: Mapping[Register, Callable[[_Run], tuple[tuple[str, ...], Tally]]] = {
    Register.AFFILIATES: _affiliates,
    Register.PRACTITIONERS: _practitioners,
    Register.MEDICINES: _medicines,
}


def _told(outcome: Outcome, options: Options) -> dict[str, object]:
    """What the journal keeps of an import: figures, no names."""
    names = ("lines", "added", "updated", "closed", "unchanged", "refused", "warnings")
    told: dict[str, object] = {name: getattr(outcome, name) for name in names}
    told |= {"day": outcome.extract_day.isoformat(), "complete": options.complete, "older": options.older}
    return told | {"mutuelles": list(outcome.mutuelles), "fingerprint": outcome.fingerprint}


def _first_lines(path: Path) -> tuple[list[Line], int]:
    """The lines among which the header is, with a few more to show, and about how many lines there are."""
    with tables.reading(path) as table:
        first: list[Line] = [(table.line, table.header)]
        first += islice(table.lines, columns.LINES_ABOVE + SAMPLE)
        return first, table.line + table.total


def _fingerprint(run: _Run) -> str:
    """What tells an import from another: the file, the columns taken from it, its day and what was said of it."""
    chosen = {name: place for name, place in sorted(run.mapping.items()) if place is not None}
    said = [chosen, run.day.isoformat(), run.options.complete]
    return f"{tables.hash_of(run.path, run.stop_if_cancelled)}:{hashlib.sha256(json.dumps(said).encode()).hexdigest()}"


def _hash(header: Iterable[str]) -> str:
    return hashlib.sha256(json.dumps(list(header)).encode()).hexdigest()
