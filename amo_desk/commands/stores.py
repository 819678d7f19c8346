"""The command that makes a store."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from amo_desk.domain.office import Office
from amo_desk.usecases import accounts
from amo_desk.usecases.accounts import NewAccount
from amo_desk.usecases.clock import SystemClock


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
