"""Work off the GUI thread and back by one signal; no other thread.

One worker answers what the agent asks, one after the other. A second one does what takes minutes and keeps the store
from being written meanwhile, so that what is to be written then waits behind it while the first goes on answering; a
third does what nobody waits for.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, Signal
from shiboken6 import isValid

from amo_desk.domain.errors import DeskError, Unavailable

T = TypeVar("T")


class Progress:
    """How far a long work is, and whether it should stop."""

    def __init__(self, report: Callable[[int, int], None]) -> None:
        self._report = report
        self._stop = threading.Event()

    def report(self, done: int, total: int) -> None:
        """Says that so many parts of so many are done."""
        self._report(done, total)

    def cancel(self) -> None:
        """Asks the work to stop; it then refuses with `task.cancelled` and leaves nothing half done."""
        self._stop.set()

    def cancelled(self) -> bool:
        """Whether the work was asked to stop."""
        return self._stop.is_set()


class Tasks(QObject):
    """Runs work in the background and hands the answer back on the GUI thread.

    Answers for an owner that was closed in the meantime are dropped. With `immediate` the same call runs at once, for
    tests and for the tour without a screen.
    """

    _answered = Signal(object)
    idle = Signal()

    def __init__(self, parent: QObject | None = None, *, immediate: bool = False) -> None:
        super().__init__(parent)
        self._immediate = immediate
        self._desk, self._long, self._aside = (
            ThreadPoolExecutor(max_workers=1, thread_name_prefix=name) for name in ("desk", "long", "aside")
        )
        self._waiting = self._waiting_long = 0
        self._answered.connect(self._answer)

    def run(
        self,
        owner: QObject,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Callable[[DeskError], None],
        progress: Callable[[int, int], None] = lambda _done, _total: None,
    ) -> Progress:
        """Runs `work`, then `done` with what it returned or `failed` with the trouble it met."""
        return self._run(self._desk, owner, work, done, failed, progress)

    def write(
        self,
        owner: QObject,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Callable[[DeskError], None],
    ) -> None:
        """Runs work that writes: after the long work under way, if any."""
        worker = self._long if self._waiting_long else self._desk
        self._run(worker, owner, work, done, failed, lambda _done, _total: None)

    def long(
        self,
        owner: QObject,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Callable[[DeskError], None],
        progress: Callable[[int, int], None] = lambda _done, _total: None,
    ) -> Progress:
        """Runs work that takes long, and what else there is to answer meanwhile."""
        return self._run(self._long, owner, work, done, failed, progress)

    def _run(
        self,
        worker: ThreadPoolExecutor,
        owner: QObject,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Callable[[DeskError], None],
        progress: Callable[[int, int], None],
    ) -> Progress:
        report = progress if self._immediate else self._forwarded(owner, progress)
        handle = Progress(report)

        def finished() -> Callable[[], None]:
            try:
                answer = work(handle)
            except DeskError as error:
                return _bound(failed, error)
            except Exception as error:  # noqa: BLE001  a bug: it is raised again where the crash dialog sees it
                return _raising(error, failed)
            return _bound(done, answer)

        self._waiting += 1
        self._waiting_long += worker is self._long
        if self._immediate:
            self._answer((owner, finished(), worker))
        else:
            worker.submit(lambda: self._answered.emit((owner, finished(), worker)))
        return handle

    def aside(self, owner: QObject, work: Callable[[], None], failed: Callable[[DeskError], None]) -> None:
        """Runs long work that nobody waits for beside the other work; it ends by itself once its store is closed."""

        def finished() -> Callable[[], None]:
            try:
                work()
            except DeskError as error:
                return _bound(failed, error)
            except Exception as error:  # noqa: BLE001  a bug: it is raised again where the crash dialog sees it
                return _raising(error, failed)
            return lambda: None

        if self._immediate:
            self._answer((owner, finished(), None))
        else:
            self._aside.submit(lambda: self._answered.emit((owner, finished(), None)))

    def _forwarded(self, owner: QObject, progress: Callable[[int, int], None]) -> Callable[[int, int], None]:
        def forward(done: int, total: int) -> None:
            self._answered.emit((owner, lambda: progress(done, total), None))

        return forward

    def _answer(self, answer: tuple[QObject, Callable[[], None], ThreadPoolExecutor | None]) -> None:
        owner, call, worker = answer
        self._waiting -= worker is not None
        self._waiting_long -= worker is self._long
        if isValid(owner):
            call()
        if worker is not None and not self._waiting:
            self.idle.emit()

    @property
    def busy(self) -> bool:
        """Whether some work has not answered yet."""
        return self._waiting > 0

    @property
    def long_under_way(self) -> bool:
        """Whether what is to be written waits."""
        return self._waiting_long > 0

    def drain(self) -> None:
        """Waits until every work under way has answered, answers included."""
        while self._waiting:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)

    def close(self) -> None:
        """Waits for the work under way and ends the workers."""
        for executor in (self._desk, self._long, self._aside):
            executor.shutdown(wait=True)


def _bound(function: Callable[[T], None], value: T) -> Callable[[], None]:
    return lambda: function(value)


def _raising(error: Exception, failed: Callable[[DeskError], None]) -> Callable[[], None]:
    def call() -> None:
        failed(Unavailable("program.bug"))
        raise error

    return call
