"""Where the program starts: the command line, then the window or a command without one."""

from __future__ import annotations

import logging
import logging.handlers
import multiprocessing
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from amo_desk import __version__, paths, settings

if TYPE_CHECKING:
    from amo_desk.usecases.clock import Clock


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line and returns the exit code: 0, 1 for a failure that was explained, 2 for a wrong call."""
    multiprocessing.freeze_support()
    os.umask(0o077)
    if sys.stdout is None:  # a packaged program without a console
        sys.stdout = sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  until the program ends
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given and not given[0].startswith("-"):
        try:
            from amo_desk.commands.line import run  # noqa: PLC0415  the window needs no command
        except ImportError as error:
            sys.stderr.write(f"{_missing_library(error)}\n")
            return 1
        return run(given)
    from amo_desk.commands.french import parser  # noqa: PLC0415

    line = parser("amo-desk", "AMO Desk : le guichet d'une mutuelle, de la carte de l'assuré au lot clos.")
    line.add_argument("--version", action="version", version=f"AMO Desk {__version__}", help="dit la version")
    line.add_argument("--demo", action="store_true", help="ouvre la fenêtre sur des données inventées, jetées à la fin")
    line.add_argument("--store", type=Path, metavar="DOSSIER", help="le dossier du registre de ce poste")
    line.epilog = "Commandes : demo, demo-register, selftest, quote, init, join, upgrade, import (COMMANDE --help)."
    options = line.parse_args(given)
    return window(options.store, demo=options.demo)


def window(folder: Path | None, *, demo: bool) -> int:
    """Opens the window on this machine's store, or on a throw-away one full of invented people."""
    if demo:
        with tempfile.TemporaryDirectory(prefix="amo-desk-demo-", ignore_cleanup_errors=True) as throw_away:
            return _window(Path(throw_away) / "store", demo=True)
    return _window(folder or paths.default_store(), demo=False)


def _window(folder: Path, *, demo: bool) -> int:
    try:
        import PySide6.QtWidgets  # noqa: F401, PLC0415
    except ImportError as error:
        sys.stderr.write(f"{_missing_library(error)}\n")
        return 1
    from amo_desk.ui import crash, theme  # noqa: PLC0415
    from amo_desk.ui.main_window import MainWindow  # noqa: PLC0415
    from amo_desk.ui.page import Context, Notices  # noqa: PLC0415
    from amo_desk.ui.tasks import Tasks  # noqa: PLC0415
    from amo_desk.usecases.clock import SystemClock  # noqa: PLC0415

    log_to_file()
    chosen = settings.read(paths.settings_file())
    application = theme.application(sys.argv[:1])
    application.setApplicationName("AMO Desk")
    application.setApplicationVersion(__version__)
    theme.apply(application, chosen.theme, paths.bundled("resources/styles"))
    clock = SystemClock()
    context = Context(tasks=Tasks(application), notices=Notices(application), settings=chosen)
    hint = _demo_store(folder, clock) if demo else None
    main_window = MainWindow(context, folder, clock, hint, first_run=not paths.store_exists(folder))
    crash.install(main_window, context.notices)
    main_window.show_on_screen()
    code = application.exec()
    context.tasks.close()
    return code


def _demo_store(folder: Path, clock: Clock) -> tuple[str, str]:
    """Makes the demo store and returns the name and password that open it."""
    from amo_desk.usecases import demo  # noqa: PLC0415  only a demo needs invented people

    demo.make(folder, clock).store.close()
    return demo.ACCOUNT.login, demo.ACCOUNT.password


def log_to_file() -> None:
    """Sends the log to this machine's log folder; where that cannot be written, there is no log."""
    try:
        folder = paths.log_folder()
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            folder / "amo-desk.log", maxBytes=1_000_000, backupCount=3, encoding="utf-8", delay=True
        )
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)


def _missing_library(error: ImportError) -> str:
    return (
        f"Une bibliothèque du système manque à la fenêtre ({error}). Sous Debian : "
        "apt install libegl1 libgl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libglib2.0-0 libxcb-cursor0"
    )
