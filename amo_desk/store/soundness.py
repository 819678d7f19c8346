"""Whether the file of a store is sound: a small one is read whole when it opens, a large one while the agent works.

Every page carries its own seal (SQLCipher's HMAC), which is verified whenever the page is read, and the length of the
file is compared with what its first page says: opening a large store without reading it never shows what is damaged.
The whole check is for the pages nobody reads today, so that damage is told while the copies are still good.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import Connection, text

from amo_desk.domain.errors import Unavailable
from amo_desk.store import counters

log = logging.getLogger(__name__)

# Up to this size a store is read in less time than a person notices.
SMALL = 64 * 1024 * 1024
# The counter with the day, as an ordinal, on which all of a large store was last found sound.
CHECKED = "checked_on"
# What is read once is not worth remembering.
CACHE_KIB = 1_024
# Steps of the database between two looks at whether the check is still wanted.
STEPS = 10_000


def is_large(connection: Connection) -> bool:
    """Whether reading all of this file takes time."""
    pages, size = (int(connection.execute(text(f"PRAGMA {name}")).scalar_one()) for name in ("page_count", "page_size"))
    return pages * size > SMALL


def check(connection: Connection) -> None:
    """Reads every page and compares what belongs together; damage is refused."""
    if connection.execute(text("PRAGMA quick_check(1)")).scalar() != "ok":
        log.error("quick_check failed")
        raise Unavailable("store.damaged")


def check_while(connection: Connection, wanted: Callable[[], bool]) -> None:
    """The same for a large store, which may take a while; it fails as interrupted once it is no longer wanted."""
    driver: Any = connection.connection.driver_connection
    usual = connection.execute(text("PRAGMA cache_size")).scalar_one()
    connection.execute(text(f"PRAGMA cache_size = -{CACHE_KIB}"))
    driver.set_progress_handler(lambda: not wanted(), STEPS)
    try:
        check(connection)
    finally:
        driver.set_progress_handler(None, 0)
        connection.execute(text(f"PRAGMA cache_size = {usual}"))


def is_due(connection: Connection, day: date) -> bool:
    """Whether a large store was not yet checked on this day."""
    return is_large(connection) and counters.last(connection, CHECKED) != day.toordinal()


def note(connection: Connection, day: date) -> None:
    """Remembers that the store was found sound."""
    counters.put(connection, CHECKED, day.toordinal())
