"""A throw-away store full of invented people, for `--demo`, the tour and the tests."""

from __future__ import annotations

import tomllib
from pathlib import Path

from amo_desk import paths
from amo_desk.domain.office import Office
from amo_desk.store import affiliates, journal
from amo_desk.store import practitioners as practitioners_store
from amo_desk.usecases import accounts
from amo_desk.usecases.accounts import NewAccount
from amo_desk.usecases.clock import Clock, new_id
from amo_desk.usecases.demo_register import demo_families, demo_practitioners
from amo_desk.usecases.desk import Desk

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
ACCOUNT = NewAccount(login="demo", name="S. Bennani", password="demonstration")
QUICK_COST = (1, 8_192, 1)


def make(folder: Path, clock: Clock) -> Desk:
    """The demo store in a folder, with its agent at the desk."""
    desk = accounts.set_up(folder, OFFICE, ACCOUNT, accounts.recovery_key(), clock, QUICK_COST)
    fill(desk)
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
