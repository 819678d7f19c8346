"""How far a long work is, on a line of the terminal; nothing where nobody looks at one."""

from __future__ import annotations

import sys
from collections.abc import Callable


def told(what: str) -> Callable[[int, int], None]:
    """What to call with how much is done, and out of how much."""

    def tell(done: int, total: int) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{what} : {done} / {total}")
            sys.stderr.flush()

    return tell


def end() -> None:
    """Leaves the line."""
    if sys.stderr.isatty():
        sys.stderr.write("\n")
