"""What a disk or a server says, as troubles with a code that the screen knows."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.exc import DBAPIError, OperationalError

from amo_desk.domain.errors import Unavailable

DISK_TROUBLES = (
    ("database or disk is full", "store.full"),
    ("readonly database", "store.read_only"),
    ("database is locked", "store.busy"),
    ("malformed", "store.damaged"),
    ("file is not a database", "store.damaged"),
    ("disk i/o error", "store.disk"),
    ("unable to open", "store.unreadable"),
)
# The beginnings of SQLSTATE codes, the longer ones first.
SERVER_TROUBLES = (
    ("55P03", "store.busy"),
    ("57014", "store.busy"),
    ("40", "store.busy"),
    ("53100", "store.full"),
    ("53", "store.busy"),
    ("25006", "store.read_only"),
    ("25P03", "store.unreachable"),
    ("42501", "database.rights"),
    ("28", "database.refused"),
    ("3D000", "database.refused"),
    ("57P", "store.unreachable"),
    ("08", "store.unreachable"),
    ("58", "store.disk"),
)


@contextmanager
def troubles() -> Iterator[None]:
    """Turns what the disk or the database says into `Unavailable`, with a code the screen knows."""
    try:
        yield
    except (DBAPIError, sqlcipher.Error) as error:
        code = _code(error)
        if code is None:
            raise
        raise Unavailable(code) from error
    except PermissionError as error:
        raise Unavailable("store.read_only") from error
    except OSError as error:
        raise Unavailable(
            "store.full" if error.errno == errno.ENOSPC else "store.disk", problem=error.strerror
        ) from error


def _code(error: Exception) -> str | None:
    """The code of a trouble; nothing for what is a mistake of the program."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    state = getattr(cause, "sqlstate", "")
    if state != "":
        return _said_by_server(error, state)
    said = str(cause).lower()
    return next((code for words, code in DISK_TROUBLES if words in said), None)


def _said_by_server(error: Exception, state: str | None) -> str | None:
    if state is not None:
        return next((code for beginning, code in SERVER_TROUBLES if state.startswith(beginning)), None)
    if not isinstance(error, OperationalError):
        return None
    if "SSL" in str(error.orig):
        return "database.tls"
    # The server was met, and said no, where it asked for a password.
    met = getattr(error.orig, "pgconn", None)
    return "database.refused" if met and (met.used_password or met.needs_password) else "store.unreachable"
