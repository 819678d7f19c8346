"""Drafts saved as they are typed: one save at a time, always of the latest content, and a way to wait for it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from amo_desk.domain.dossier import Content, Dossier
from amo_desk.domain.errors import DeskError
from amo_desk.ui.tasks import Tasks
from amo_desk.usecases import intake
from amo_desk.usecases.desk import Desk

PAUSE_MILLISECONDS = 200


class Autosave(QObject):
    """Saves the draft a moment after each change; `saved` carries the draft as it is on the disk."""

    saved = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._tasks = desk, tasks
        self._dossier: Dossier | None = None
        self._content: Content | None = None
        self._saving = False
        self._then: Callable[[Dossier], None] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MILLISECONDS)
        self._timer.timeout.connect(self._save)

    def follow(self, dossier: Dossier) -> None:
        """Starts with a draft as it was read."""
        self._dossier, self._content, self._then = dossier, None, None

    def changed(self, content: Content) -> None:
        """Takes the latest content, to be saved in a moment."""
        self._content = content
        self._timer.start()

    def settle(self, then: Callable[[Dossier], None]) -> None:
        """Saves what is not yet on the disk, then calls with the draft as it is there."""
        self._timer.stop()
        self._then = then
        self._save()

    def _save(self) -> None:
        if self._saving or self._dossier is None:
            return
        if self._content is None:
            self._settled()
            return
        dossier, content = self._dossier, self._content
        self._content, self._saving = None, True
        self._tasks.run(
            self,
            lambda _progress: intake.save(self._desk, dossier, content),
            self._done,
            lambda error: self._troubled(error, content),
        )

    def _done(self, dossier: Dossier) -> None:
        self._saving = False
        self._dossier = dossier
        self.saved.emit(dossier)
        if self._content is not None:
            self._save()
        else:
            self._settled()

    def _troubled(self, error: DeskError, content: Content) -> None:
        self._saving = False
        self._content = self._content or content
        self._then = None
        self.failed.emit(error)

    def _settled(self) -> None:
        then, self._then = self._then, None
        if then is not None and self._dossier is not None:
            then(self._dossier)
