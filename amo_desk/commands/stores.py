"""Commands on a store: making one, filling its registers."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from amo_desk.domain.office import Office
from amo_desk.ui import messages
from amo_desk.usecases import accounts, demo_full, registers
from amo_desk.usecases.accounts import NewAccount
from amo_desk.usecases.clock import SystemClock, today


def init(options: argparse.Namespace, password: str) -> int:
    """Makes a store with its first administrator and shows the recovery key, once."""
    recovery = accounts.recovery_key()
    office = Office(mutuelle=options.mutuelle.upper(), name=options.office, code=options.code, station=options.station)
    account = NewAccount(login=options.agent.strip().casefold(), name=options.name or options.agent, password=password)
    desk = accounts.set_up(options.store, office, account, recovery, SystemClock())
    sys.stdout.write(
        "Registre prêt.\n"
        f"Clé de secours : {recovery}\n"
        "Écrivez-la sur papier et gardez-la sous clé : elle ne sera plus montrée, et elle seule rouvre le registre "
        "si le mot de passe est perdu.\n"
    )
    sys.stdout.flush()
    accounts.log_out(desk)
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


def demo_register(options: argparse.Namespace, password: Callable[[], str]) -> int:
    """Writes an invented register into a store or into a file, showing how far it is."""
    try:
        if options.out:
            day = options.day or today(SystemClock())
            demo_full.write_extract(options.out, options.people, seed=options.seed, day=day, progress=_invented)
            people = options.people
        else:
            desk = accounts.log_in(options.store, options.agent, password(), SystemClock())
            try:
                people = demo_full.fill(desk, options.people, seed=options.seed, progress=_invented)
            finally:
                accounts.log_out(desk)
    finally:
        _progress_end()
    sys.stdout.write(f"{people} personnes inventées dans {options.out or options.store}\n")
    return 0


def _invented(done: int, total: int) -> None:
    _progress(done, total, "Personnes inventées")


def _progress(done: int, total: int, what: str = "Import") -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{what} : {done} / {total}")
        sys.stderr.flush()


def _progress_end() -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\n")
