"""A throw-away store full of invented people, for `--demo`, the tour and the tests."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

from amo_desk import paths
from amo_desk.domain.dossier import Dossier
from amo_desk.domain.office import Office
from amo_desk.store import affiliates, journal, medicines
from amo_desk.store import practitioners as practitioners_store
from amo_desk.usecases import accounts, demo_dental, lookup, registers
from amo_desk.usecases.accounts import NewAccount
from amo_desk.usecases.clock import Clock, new_id
from amo_desk.usecases.demo_dossiers import taken_in
from amo_desk.usecases.demo_register import demo_families, demo_practitioners
from amo_desk.usecases.desk import Desk
from amo_desk.usecases.register_imports import Options, Register, apply_recognised

SEED = 2026
FAMILIES, PRACTITIONERS = 2_000, 200
OFFICE = Office(
    mutuelle="MGPAP",
    name="Section Rabat-Agdal",
    code="014",
    station="03",
    phone="05 00 00 00 00",
    address="Adresse inventée, Rabat",
)
ACCOUNT = NewAccount(login="demo", name="S. Bennani", password="demonstration")  # noqa: S106  shown on the login page
LIST_DAY, LIST_LABEL = date(2026, 1, 1), "Liste inventée pour la démonstration"
PRESCRIBER = "101075429"
EXECUTORS = {"consultation": "104217753", "medicines": "102334118", "dental_care": ""}
QUICK_COST = (1, 8_192, 1)


def make(folder: Path, clock: Clock) -> Desk:
    """The demo store in a folder, with its agent at the desk."""
    desk = accounts.set_up(folder, OFFICE, ACCOUNT, accounts.recovery_key(), clock, QUICK_COST)
    fill(desk)
    told = Options(extract_day=LIST_DAY, label=LIST_LABEL)
    apply_recognised(desk, Register.MEDICINES, paths.bundled("db/demo/medicines.csv"), told)
    demo_dental.tell(desk)
    return desk


def fill(desk: Desk, families: int = FAMILIES, practitioners: int = PRACTITIONERS) -> int:
    """Writes invented families and practitioners into a store; returns how many people there are."""
    names = tomllib.loads(paths.bundled("db/demo/names.toml").read_text(encoding="utf-8"))
    with desk.store.writing() as connection:
        invented = demo_families(names, seed=SEED, count=families, extract_day=desk.today())
        people = affiliates.add(connection, invented)
        treated = demo_practitioners(names, seed=SEED, count=practitioners)
        practitioners_store.add(connection, ((new_id(), record) for record in treated))
        journal.write(connection, desk.author(), "register", "", "demo_filled", {"people": people})
    return people


def received(desk: Desk, form_id: str, immatriculation: str, entries: tuple[str, ...]) -> Dossier:
    """An invented dossier of today for an insured person, with the practitioners of the demo."""
    hit = lookup.find(desk, immatriculation).people[0]
    fields = {
        "care_date": desk.today().isoformat(),
        "prescription_date": desk.today().isoformat(),
        "prescriber_inpe": PRESCRIBER,
        "executor_inpe": EXECUTORS[form_id],
        "boxes": str(len(entries)),
        "invoice_number": "F-0001",
    }
    return taken_in(desk, form_id, hit.family_id, hit.person_id, entries, fields)


def some_barcodes(desk: Desk) -> tuple[str, ...]:
    """A few refundable products of the list in force, one of the 0 % products last."""
    edition = registers.register_state(desk).editions
    if not edition:
        return ()
    with desk.store.reading() as connection:
        listed = medicines.everything(connection, edition[0].id)
    paid = [m.code for m in listed if m.rate and m.ppv and m.base]
    free = [m.code for m in listed if not m.rate and m.ppv]
    return (paid[0], paid[len(paid) // 2], free[0]) if paid and free else ()


def somebody(desk: Desk, number: int) -> str:
    """The immatriculation of some insured person, another one for each number."""
    with desk.store.reading() as connection:
        return affiliates.immatriculations(connection, 10 * (number + 1))[-1]
