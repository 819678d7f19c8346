"""A bug shows itself: what happened, in a text that can be copied and holds no personal data."""

from __future__ import annotations

import logging
import platform
import sys
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QVBoxLayout, QWidget

from amo_desk import __version__
from amo_desk.domain.errors import DeskError
from amo_desk.ui.page import Notices
from amo_desk.ui.widgets.basics import STEP, button, label

log = logging.getLogger(__name__)


class CrashDialog(QDialog):
    """Says that the program met a bug, that drafts are safe, and shows the report."""

    def __init__(self, text: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Erreur du programme"))
        self.resize(720, 420)
        self.report = QPlainTextEdit(text)
        self.report.setReadOnly(True)
        self.report.setAccessibleName(self.tr("Rapport d'erreur"))
        words = self.tr(
            "Une erreur du programme s'est produite. Les brouillons sont enregistrés. "
            "Ce rapport ne contient aucune donnée personnelle : copiez-le et envoyez-le à votre support."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * STEP, 4 * STEP, 4 * STEP, 4 * STEP)
        column.addWidget(label(words, wrap=True))
        column.addWidget(self.report)
        column.addWidget(button(self.tr("Copier le rapport"), self._copy, primary=True))
        column.addWidget(button(self.tr("Continuer"), self.accept))

    def _copy(self) -> None:
        self.report.selectAll()
        self.report.copy()


def report(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Versions and the places in the code, without the values: a message may quote what was typed."""
    places = [f"  {frame.name} ({_place(frame.filename)}:{frame.lineno})" for frame in traceback.extract_tb(trace)]
    head = f"AMO Desk {__version__} · Python {platform.python_version()} · Qt {qVersion()} · {platform.system()}"
    return "\n".join((head, kind.__name__, *places))


def _place(file: str) -> str:
    """A file inside the program by its path there, any other by its name alone: folders may bear a person's name."""
    parts = Path(file).parts
    return "/".join(parts[parts.index("amo_desk") :]) if "amo_desk" in parts else parts[-1]


def install(window: QWidget, notices: Notices) -> None:
    """Shows every unexpected exception of the GUI thread in a dialog, and logs where it happened.

    A trouble that no page took is one the agent can understand: it becomes a line of news.
    """

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        if isinstance(error, DeskError):
            notices.trouble(error)
            return
        text = report(kind, trace)
        log.error("bug: %s", text)
        CrashDialog(text, window).open()

    sys.excepthook = hook
