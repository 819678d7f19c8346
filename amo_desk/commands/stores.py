"""Commands on a store: making one, filling its registers."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from amo_desk.domain.office import Office
from amo_desk.ui import messages
from amo_desk.usecases import accounts, registers
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


def import_medicines(options: argparse.Namespace, password: str) -> int:
    """Imports an edition of the official list, showing how far it is."""
    desk = accounts.log_in(options.store, options.agent, password, SystemClock())
    try:
        report = registers.import_medicines(desk, options.file, day=options.day, progress=_progress)
    finally:
        _progress_end()
        accounts.log_out(desk)
    if report.unchanged:
        sys.stdout.write("Cette liste était déjà importée : rien n'a changé.\n")
        return 0
    sys.stdout.write(f"{report.products} médicaments importés, liste au {messages.day_text(report.day)}.\n")
    if report.warnings:
        sys.stdout.write(f"{len(report.warnings)} avertissements :\n")
        for warning in report.warnings:
            reason = messages.translated(messages.REASONS[warning.reason])
            sys.stdout.write(f"  ligne {warning.line}, code {warning.code} : {reason}\n")
    return 0


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\rImport : {done} / {total}")
        sys.stderr.flush()


def _progress_end() -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\n")
