"""Reads a file in a child process, and hands on what it makes of it.

A few wrong bytes in an .xls make python-calamine 0.9.1 ask for 290 GB and abort its whole process, which no `except`
can stop, and an agent's unsaved dossier must not go with it. The child is spawned, not forked (the program has
threads), sends its messages through one pipe, and is ended when it stays silent for too long; on POSIX its memory is
bounded as well. Windows has no such bound yet: there, the size of the file, of its archive and of its sheet are the
only ones. A packaged program starts its own executable again as the child, and so has to call
`multiprocessing.freeze_support()` before anything else.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any, TypeAlias

from amo_desk.domain.errors import DeskError, Refused, Unavailable

# How the child opens a file: about how many lines it has, and the lines.
Read: TypeAlias = Callable[[Path], tuple[int, Iterator[Any]]]
Waiting: TypeAlias = Callable[[], None]

MIB = 2**20
MAX_MEMORY = 2048 * MIB
PATIENCE_SECONDS, BEAT_SECONDS = 60.0, 0.2
# So many messages of the child wait to be asked for.
AHEAD = 24


@contextmanager
def messages(
    path: Path, read: Read, work: Callable[[Iterator[Any]], Iterator[Any]], waiting: Waiting
) -> Iterator[Iterator[Any]]:
    """What a child says of a file: about how many lines it has, then what `work` makes of them; it ends with the block.

    `read`, `work` and what it makes must be possible to pickle. `waiting` is called several times a second while
    nothing comes, and may end it by raising.
    """
    context = multiprocessing.get_context("spawn")
    mine, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_serve, args=(str(path), read, work, theirs), daemon=True)
    arrived = _Arrived(mine)
    try:
        try:
            child.start()
        except OSError as error:
            raise Unavailable("file.unreadable", file=path.name, problem=error.strerror) from error
        # The pipe must have no other sender: its end is how the death of the child shows.
        theirs.close()
        arrived.start()
        yield _messages(arrived, path, waiting)
    finally:
        theirs.close()
        if child.pid is not None:
            child.kill()
            child.join()
        arrived.end()
        mine.close()
        child.close()


class _Arrived(Thread):
    """What the child sent, taken from the pipe at once: while this process writes, the child goes on reading."""

    def __init__(self, pipe: Connection[Any, Any]) -> None:
        super().__init__(name="arrived", daemon=True)
        self._pipe = pipe
        self._messages: Queue[bytes | None] = Queue(AHEAD)

    def run(self) -> None:
        """Takes messages until the child has ended."""
        try:
            with suppress(EOFError, OSError):
                while True:
                    self._messages.put(self._pipe.recv_bytes())
        finally:
            self._messages.put(None)

    def get(self) -> Any:
        """The next message; `Empty` if none comes for a moment, `EOFError` if none will."""
        message = self._messages.get(timeout=BEAT_SECONDS)
        if message is None:
            raise EOFError
        return ForkingPickler.loads(message)

    def end(self) -> None:
        """Leaves what nobody asked for; the child is gone."""
        while self.is_alive():
            with suppress(Empty):
                self._messages.get(timeout=BEAT_SECONDS)


def _messages(arrived: _Arrived, path: Path, waiting: Waiting) -> Iterator[Any]:
    """What the child sends: about how many lines there are, then its work on them, then nothing; or a trouble."""
    name = path.name
    # A workbook is unpacked whole before its first line comes: a large one may take its time.
    patience = PATIENCE_SECONDS + (path.stat().st_size / MIB if path.is_file() else 0)
    silent = 0.0
    while True:
        try:
            message = arrived.get()
        except Empty:
            waiting()
            silent += BEAT_SECONDS
            if silent >= patience:
                raise Refused("file.too_large", file=name, limit="time") from None
            continue
        except EOFError:
            raise Unavailable("file.damaged", file=name) from None
        silent = 0.0
        if isinstance(message, DeskError):
            raise message
        if message is None:
            return
        yield message


def _serve(path: str, read: Read, work: Callable[[Iterator[Any]], Iterator[Any]], pipe: Connection[Any, Any]) -> None:
    """The whole life of the child."""
    _bound_process()
    # Cells by the million make no cycles: looking for some among them again and again takes its time.
    gc.disable()
    name = Path(path).name
    try:
        total, lines = read(Path(path))
        pipe.send(total)
        for message in work(lines):
            pipe.send(message)
        answer: DeskError | None = None
    except DeskError as error:
        answer = error
    except FileNotFoundError:
        answer = Unavailable("file.missing", file=name)
    except OSError as error:
        answer = Unavailable("file.unreadable", file=name, problem=error.strerror)
    except BaseException:  # noqa: BLE001  a panic of the reader derives from BaseException and can be of any type
        answer = Unavailable("file.damaged", file=name)
    pipe.send(answer)


def _bound_process() -> None:
    """Bounds this process's memory, and keeps what it might say or leave behind (cells, a core file) to itself."""
    # A windowed program may have no such stream to redirect.
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    if sys.platform != "win32":
        import resource  # noqa: PLC0415  POSIX only

        for what, most in ((resource.RLIMIT_AS, MAX_MEMORY), (resource.RLIMIT_CORE, 0)):
            # Refused where the limit in force is stricter, or where the system has none.
            with suppress(ValueError, OSError):
                resource.setrlimit(what, (most, most))
