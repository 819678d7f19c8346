"""A draft saved as it is typed: one save at a time, always of the latest content, and a way to wait for it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from amo_desk.domain.dossier import Content, Dossier
from amo_desk.domain.errors import DeskError
from amo_desk.ui.tasks import Tasks
from amo_desk.usecases import intake
from amo_desk.usecases.desk import Desk

PAUSE_MILLISECONDS = 200
RETRY_MILLISECONDS = 5000


class Autosave(QObject):
    """Saves one draft a moment after each change; `saved` carries the draft as it is on the disk.

    What a disk refused is tried again by itself; whoever waits for a save that failed is not called.
    """

    saved = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, dossier: Dossier, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._tasks, self._dossier = desk, tasks, dossier
        self._content: Content | None = None
        self._saving = False
        self._waiting: list[Callable[[Dossier], None]] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._save)

    @property
    def unsaved(self) -> bool:
        """Whether something typed is not on the disk."""
        return self._saving or self._content is not None

    def changed(self, content: Content) -> None:
        """Takes the latest content, to be saved in a moment."""
        self._content = content
        self._timer.start(PAUSE_MILLISECONDS)

    def settle(self, then: Callable[[Dossier], None]) -> None:
        """Saves what is not yet on the disk, then calls with the draft as it is there."""
        self._timer.stop()
        self._waiting.append(then)
        self._save()

    def stop(self) -> None:
        """Forgets what is not saved: the draft was received or given up."""
        self._timer.stop()
        self._content = None

    def _save(self) -> None:
        if self._saving:
            return
        if self._content is None:
            self._settled()
            return
        dossier, content = self._dossier, self._content
        self._content, self._saving = None, True
        self._tasks.write(
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
        self._waiting.clear()
        self._timer.start(RETRY_MILLISECONDS)
        self.failed.emit(error)

    def _settled(self) -> None:
        waiting, self._waiting = self._waiting, []
        for then in waiting:
            then(self._dossier)
