"""`amo-desk selftest`: is this installed or packaged program whole? Each check prints a line; the exit code tells."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from amo_desk import __version__, paths
from amo_desk.domain.dossier import Dossier
from amo_desk.domain.errors import DeskError
from amo_desk.ui import messages
from amo_desk.usecases import accounts, demo, papers, register_imports
from amo_desk.usecases.clock import SetClock
from amo_desk.usecases.desk import Desk, bundled_rulebook
from amo_desk.usecases.register_imports import Options, Register

LIBRARIES = (
    "PySide6-Essentials",
    "SQLAlchemy",
    "alembic",
    "sqlcipher3",
    "psycopg",
    "reportlab",
    "openpyxl",
    "python-calamine",
)
CLOCK = SetClock(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
SMALL_LIST = (
    "CODE;NOM;DCI1;DOSAGE1;UNITE_DOSAGE1;FORME;PRESENTATION;PPV;PH;PRIX_BR;PRINCEPS_GENERIQUE;TAUX_REMBOURSEMENT\n"
    "2000000000015;INVENTOL;INVENTINE;500;MG;COMPRIME;1 BOITE 20;20,00;12,00;18,50;P;70%\n"
)


def run() -> int:
    """Runs every check, the later ones even where an earlier one fails."""
    sys.stdout.write(f"AMO Desk {__version__} · Python {platform.python_version()} · {platform.system()}\n")
    with tempfile.TemporaryDirectory(prefix="amo-desk-selftest-", ignore_cleanup_errors=True) as folder:
        bench = _Bench(Path(folder))
        checks: tuple[tuple[str, Callable[[], str]], ...] = (
            ("bibliothèques", _libraries),
            ("règles et formulaires", _rules),
            ("polices avec l'arabe", _fonts),
            ("registre : création et migration", bench.create),
            ("registre : réouverture", bench.reopen),
            ("liste de médicaments", bench.medicines),
            ("estimation et réception", bench.receive),
            ("accusé en PDF", bench.receipt),
            ("lot, bordereau et classeur", bench.lot),
            ("fenêtre", _window),
        )
        failures = sum(not _checked(name, check) for name, check in checks)
        bench.close()
    sys.stdout.write("Tout est en ordre.\n" if not failures else f"{failures} point(s) à corriger.\n")
    return 1 if failures else 0


def _checked(name: str, check: Callable[[], str]) -> bool:
    try:
        answer = check()
    except DeskError as error:
        sys.stdout.write(f"  ÉCHEC  {name} : {messages.sentence(error)}\n")
        return False
    except Exception as error:  # noqa: BLE001  whatever is wrong is what this command is for
        sys.stdout.write(f"  ÉCHEC  {name} : {type(error).__name__} {error}\n")
        return False
    sys.stdout.write(f"  ok     {name} : {answer}\n")
    return True


def _libraries() -> str:
    return ", ".join(f"{name} {version(name)}" for name in LIBRARIES)


def _rules() -> str:
    rulebook = bundled_rulebook()
    return f"{len(rulebook.parameters)} paramètres, {len(rulebook.acts)} actes, {len(rulebook.forms)} formulaires"


def _fonts() -> str:
    from amo_desk.documents.fonts import find_family  # noqa: PLC0415

    return find_family(None, paths.bundled("resources/fonts")).name


def _window() -> str:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from amo_desk.settings import Settings  # noqa: PLC0415
    from amo_desk.ui import theme  # noqa: PLC0415
    from amo_desk.ui.main_window import MainWindow  # noqa: PLC0415
    from amo_desk.ui.page import Context, Notices  # noqa: PLC0415
    from amo_desk.ui.tasks import Tasks  # noqa: PLC0415

    application = theme.application(["amo-desk"])
    theme.apply(application, "light", paths.bundled("resources/styles"))
    context = Context(tasks=Tasks(immediate=True), notices=Notices(), settings=Settings())
    window = MainWindow(context, paths.default_store(), CLOCK, None, first_run=False)
    window.show()
    application.processEvents()
    size = window.grab().size()
    window.close()
    context.tasks.close()
    return f"{size.width()} x {size.height()}, police {theme.type_family()}"


class _Bench:
    """A throw-away store on which the use cases are tried."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._desk: Desk | None = None
        self._received: Dossier | None = None

    def create(self) -> str:
        store = self._folder / "store"
        desk = accounts.set_up(store, demo.OFFICE, demo.ACCOUNT, accounts.recovery_key(), CLOCK, demo.QUICK_COST)
        people = demo.fill(desk, families=20, practitioners=20)
        desk.store.close()
        return f"{people} personnes inventées"

    def reopen(self) -> str:
        account = demo.ACCOUNT
        self._desk = accounts.log_in(self._folder / "store", account.login, account.password, CLOCK)
        broken = accounts.journal_break(self._desk)
        if broken is not None:
            raise ValueError(f"journal, ligne {broken}")
        return "journal intact"

    def medicines(self) -> str:
        path = self._folder / "liste.csv"
        path.write_text(SMALL_LIST, encoding="utf-8")
        done = register_imports.apply_recognised(self._at_desk(), Register.MEDICINES, path, Options())
        return f"{done.lines} produit lu"

    def receive(self) -> str:
        desk = self._at_desk()
        self._received = demo.received(desk, "consultation", "0123456", ("CS = 200",))
        evaluation = self._received.evaluation
        return f"{self._received.number}, {messages.money(evaluation.quote.estimated if evaluation else None)} DH"

    def receipt(self) -> str:
        if self._received is None:
            raise ValueError("aucun dossier reçu")
        paper = papers.receipt(self._at_desk(), self._received)
        return f"{len(paper.pdf)} octets"

    def lot(self) -> str:
        from amo_desk.usecases import lots  # noqa: PLC0415

        desk = self._at_desk()
        kind = lots.kinds(desk)[0]
        lot = lots.close(desk, [d.id for d in lots.waiting(desk, kind.form, kind.payer)])
        return f"{lot.number}, {len(papers.lot_slip(desk, lot).pdf) + len(papers.lot_workbook(desk, lot))} octets"

    def close(self) -> None:
        if self._desk is not None:
            self._desk.store.close()

    def _at_desk(self) -> Desk:
        if self._desk is None:
            raise ValueError("pas de registre")
        return self._desk
