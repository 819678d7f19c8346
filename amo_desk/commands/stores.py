"""The command that makes a store."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from amo_desk.commands import progress
from amo_desk.domain.office import Office
from amo_desk.usecases import accounts, demo_full
from amo_desk.usecases.accounts import NewAccount
from amo_desk.usecases.clock import SystemClock, today


def init(options: argparse.Namespace, password: str, database_password: Callable[[], str]) -> int:
    """Makes a store with its first administrator and shows the recovery key, once."""
    recovery = accounts.recovery_key()
    office = Office(mutuelle=options.mutuelle.upper(), name=options.office, code=options.code, station=options.station)
    account = NewAccount(login=options.agent.strip().casefold(), name=options.name or options.agent, password=password)
    address = accounts.database_address(options.database, database_password()) if options.database else ""
    desk = accounts.set_up(options.store, office, account, recovery, SystemClock(), address=address)
    sys.stdout.write(
        "Registre prêt.\n"
        f"Clé de secours : {recovery}\n"
        "Écrivez-la sur papier et gardez-la sous clé : elle ne sera plus montrée, et elle seule rouvre le registre "
        "si le mot de passe est perdu.\n"
    )
    sys.stdout.flush()
    accounts.log_out(desk)
    return 0


def join(options: argparse.Namespace, password: str, database_password: Callable[[], str]) -> int:
    """Makes a counter of a store that others share."""
    address = accounts.database_address(options.database, database_password())
    desk = accounts.join(options.store, address, options.station, options.agent, password, SystemClock())
    sys.stdout.write(f"Poste {desk.office.station} relié au registre commun : {desk.office.name}.\n")
    accounts.log_out(desk)
    return 0


def upgrade(options: argparse.Namespace, password: str) -> int:
    """Brings a store up to date for this version of the program."""
    accounts.log_out(accounts.upgrade(options.store, options.agent, password, SystemClock()))
    sys.stdout.write("Le registre est à niveau.\n")
    return 0


def demo_register(options: argparse.Namespace, password: Callable[[], str]) -> int:
    """Writes an invented register into a store or into a file, showing how far it is."""
    tell = progress.told("Personnes inventées")
    try:
        if options.out:
            day = options.day or today(SystemClock())
            demo_full.write_extract(options.out, options.people, seed=options.seed, day=day, progress=tell)
            people = options.people
        else:
            desk = accounts.log_in(options.store, options.agent, password(), SystemClock())
            try:
                people = demo_full.fill(desk, options.people, seed=options.seed, progress=tell)
            finally:
                accounts.log_out(desk)
    finally:
        progress.end()
    sys.stdout.write(f"{people} personnes inventées dans {options.out or options.store}\n")
    return 0
