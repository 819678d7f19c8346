"""The command that makes a store."""

from __future__ import annotations

import argparse
import sys

from amo_desk.domain.office import Office
from amo_desk.usecases import accounts
from amo_desk.usecases.accounts import NewAccount
from amo_desk.usecases.clock import SystemClock


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
