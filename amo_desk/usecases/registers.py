"""The registers of the desk: what they hold, and the import of a new edition of the medicine list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from amo_desk.domain.errors import Refused
from amo_desk.domain.identifiers import compact
from amo_desk.domain.medicine import Medicine
from amo_desk.domain.office import Role
from amo_desk.registers import medicines as reader
from amo_desk.registers.medicines import MedicineList, Notice
from amo_desk.store import affiliates, journal, medicines, practitioners
from amo_desk.store.medicines import Edition
from amo_desk.usecases.desk import Desk

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterState:
    """How much each register holds; the editions of the medicine list with the latest first."""

    people: int
    practitioners: int
    editions: tuple[Edition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """The edition a file was imported as, or under which the very same list is there already (`unchanged`)."""

    edition: str
    day: date
    products: int
    warnings: tuple[Notice, ...]
    unchanged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MedicinePreview:
    """What the list in a file would change for the edition of today, in numbers of products.

    `changed` counts the products of both lists of which anything differs, `repriced` those among them whose PPV, PH or
    PRIX_BR does.
    """

    compared_with: str
    products: int
    added: int
    removed: int
    changed: int
    repriced: int
    warnings: tuple[Notice, ...]


def register_state(desk: Desk) -> RegisterState:
    """What the registers hold now."""
    with desk.store.reading() as connection:
        return RegisterState(
            people=affiliates.count(connection),
            practitioners=practitioners.count(connection),
            editions=medicines.editions(connection),
        )


def price_history(desk: Desk, code: str) -> tuple[Medicine, ...]:
    """A product as each list that changed its prices has it, the oldest first; empty for a code in no list."""
    with desk.store.reading() as connection:
        listed = medicines.history(connection, compact(code))
    return tuple(new for old, new in pairwise((None, *listed)) if new and (old is None or old.prices != new.prices))


def import_medicines(
    desk: Desk,
    path: Path,
    *,
    day: date | None = None,
    label: str = "",
    progress: Progress = lambda _done, _total: None,
    cancelled: Cancelled = lambda: False,
) -> ImportReport:
    """Writes the list in a file as a new edition that holds from a day, whole or not at all.

    A list that is there already, under whatever name and day, changes nothing.
    """
    desk.require(Role.SUPERVISOR)
    day = day or desk.today()
    label = label.strip() or f"Liste des médicaments au {day:%d/%m/%Y}"
    read = _read(path, label, day, progress, cancelled)
    with desk.store.writing() as connection:
        author = desk.author()
        edition = medicines.add_edition(connection, label, day, read.fingerprint, author.at, read.records)
        if edition is None:
            there = next(
                edition
                for edition in medicines.editions(connection)
                if reader.fingerprint(medicines.everything(connection, edition.id)) == read.fingerprint
            )
            return _report(there.label, there.day, read, unchanged=True)
        details = {
            "day": day.isoformat(),
            "products": len(read.records),
            "warnings": len(read.warnings),
            "fingerprint": read.fingerprint,
        }
        journal.write(connection, author, "medicines", str(edition), "imported", details)
        stop_if(cancelled)
    return _report(label, day, read, unchanged=False)


def preview_medicines(
    desk: Desk,
    path: Path,
    *,
    progress: Progress = lambda _done, _total: None,
    cancelled: Cancelled = lambda: False,
) -> MedicinePreview:
    """What importing a file would change; nothing is written."""
    read = _read(path, "", desk.today(), progress, cancelled)
    with desk.store.reading() as connection:
        current = medicines.edition_on(connection, desk.today())
        known = medicines.everything(connection, current) if current is not None else ()
    before = {record.code: record for record in known}
    after = {record.code: record for record in read.records}
    both = [(before[code], after[code]) for code in before.keys() & after.keys()]
    return MedicinePreview(
        compared_with=known[0].edition if known else "",
        products=len(after),
        added=len(after.keys() - before.keys()),
        removed=len(before.keys() - after.keys()),
        changed=sum(reader.fingerprint([old]) != reader.fingerprint([new]) for old, new in both),
        repriced=sum(old.prices != new.prices for old, new in both),
        warnings=read.warnings,
    )


def _read(path: Path, label: str, day: date, progress: Progress, cancelled: Cancelled) -> MedicineList:
    def told(done: int, total: int) -> None:
        stop_if(cancelled)
        progress(done, total)

    return reader.read_medicines(path, label, day, told)


def stop_if(cancelled: Cancelled) -> None:
    """Refuses to go on with work that was asked to stop."""
    if cancelled():
        raise Refused("task.cancelled")


def _report(label: str, day: date, read: MedicineList, *, unchanged: bool) -> ImportReport:
    return ImportReport(edition=label, day=day, products=len(read.records), warnings=read.warnings, unchanged=unchanged)
