"""Opening the store: the encrypted file, its lock, its migrations, and what can go wrong with a disk."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError, OperationalError

from amo_desk.domain.errors import Stale, Unavailable
from amo_desk.paths import DATABASE, KEYS, store_exists
from amo_desk.store import soundness
from amo_desk.store.affiliates import index_names
from amo_desk.store.names import Names
from amo_desk.store.schema import REVISION
from amo_desk.store.vault import RECOVERY, Vault, new_vault, read_vault, write_vault

LOCK, COPIES = "lock", "copies"
BUSY_SECONDS = 5.0
CACHE_KIB = 8_192
_OS_TROUBLES = {errno.ENOSPC: "store.full", errno.EROFS: "store.read_only"}
_DISK_TROUBLES = (
    ("database or disk is full", "store.full"),
    ("readonly database", "store.read_only"),
    ("database is locked", "store.busy"),
    ("malformed", "store.damaged"),
    ("file is not a database", "store.damaged"),
    ("disk i/o error", "store.disk"),
    ("unable to open", "store.unreadable"),
)


@dataclass(slots=True, kw_only=True)
class Store:
    """An open store: transactions to read and to write, until it is closed."""

    folder: Path
    engine: Engine
    vault: Vault = field(repr=False)
    key: bytes = field(repr=False)
    lock: FileLock
    names: Names = field(default_factory=Names, repr=False)
    # The last session did not end as it should: the whole file is to be checked, whatever the day.
    unclean: bool = False
    closed: bool = False

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the store."""
        self._check_open()
        with troubles(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is on the disk once the block ends, or not at all."""
        self._check_open()
        with (
            troubles(),
            self.engine.connect().execution_options(writing=True) as connection,
            connection.begin(),
        ):
            yield connection

    def _check_open(self) -> None:
        if self.closed:
            raise Unavailable("store.closed")

    def save_vault(self, vault: Vault) -> None:
        """Puts new key slots in the place of the old ones."""
        write_vault(self.folder / KEYS, vault)
        self.vault = vault

    def needs_check(self, day: date) -> bool:
        """Whether the whole file is still to be read on this day, which a small one was when it opened."""
        with self.reading() as connection:
            return soundness.is_due(connection, day) or (self.unclean and soundness.is_large(connection))

    def check(self, day: date) -> None:
        """Reads the whole file, which takes a while; damage is refused, and closing the store ends the check."""
        try:
            with self.reading() as connection:
                soundness.check_while(connection, lambda: not self.closed)
            with self.writing() as connection:
                soundness.note(connection, day)
        except (Unavailable, OperationalError):
            if not self.closed:
                raise
        self.unclean = False

    def close(self) -> None:
        """Ends the connections and lets another program have the store; nothing can be read here any more."""
        self.closed = True
        self.engine.dispose()
        self.lock.release()


@contextmanager
def troubles() -> Iterator[None]:
    """Turns what the disk or the database says into `Unavailable`, with a code the screen knows."""
    try:
        yield
    except (DBAPIError, sqlcipher.Error) as error:
        said = str(error.orig if isinstance(error, DBAPIError) else error).lower()
        for words, code in _DISK_TROUBLES:
            if words in said:
                raise Unavailable(code) from error
        raise
    except PermissionError as error:
        raise Unavailable("store.read_only") from error
    except OSError as error:
        raise Unavailable(
            "store.full" if error.errno == errno.ENOSPC else "store.disk", problem=error.strerror
        ) from error


def create(
    folder: Path, migrations: Path, holder: str, password: str, recovery: str, cost: tuple[int, int, int]
) -> Store:
    """A new store with a slot for its first agent and one for the recovery key."""
    with troubles():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if store_exists(folder):
            raise Unavailable("store.exists")
        lock = _locked(folder)
    vault, key = new_vault(cost)
    engine = _engine(folder, key)
    try:
        vault = vault.with_slot(holder, password, key).with_slot(RECOVERY, recovery, key)
        with troubles():
            (folder / DATABASE).touch(mode=0o600)
            _migrate(engine, migrations)
        write_vault(folder / KEYS, vault)
    except BaseException:
        engine.dispose()
        remove(folder)
        lock.release()
        raise
    return Store(folder=folder, engine=engine, vault=vault, key=key, lock=lock)


def remove(folder: Path) -> None:
    """Takes away a store that could not be made whole."""
    for name in (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", KEYS):
        (folder / name).unlink(missing_ok=True)


def open_store(folder: Path, migrations: Path, holder: str, secret: str, now: datetime) -> Store:
    """The store in a folder, opened by an agent's password or by the recovery key.

    An older store is copied aside and then brought up to date in one go; a newer one is refused.
    """
    if not store_exists(folder):
        raise Unavailable("store.none")
    vault = read_vault(folder / KEYS)
    database = folder / DATABASE
    if not database.exists():
        raise Unavailable("store.no_database")
    if database.stat().st_size == 0:
        # An empty file would pass for a store without tables, and be filled as a new one.
        raise Unavailable("store.damaged")
    key = vault.opened(holder, secret)
    lock = _locked(folder)
    unclean = (folder / f"{DATABASE}-wal").exists()
    engine = _engine(folder, key)
    try:
        with troubles():
            revision = _checked_revision(engine)
            if revision < REVISION:
                _copy_aside(engine, folder, revision, now)
                _migrate(engine, migrations)
    except BaseException:
        engine.dispose()
        lock.release()
        raise
    return Store(folder=folder, engine=engine, vault=vault, key=key, lock=lock, unclean=unclean)


def check_version(row_count: int) -> None:
    """Refuses a write that changed no row: somebody else changed the record in the meantime."""
    if row_count != 1:
        raise Stale("record.stale")


def _locked(folder: Path) -> FileLock:
    lock = FileLock(folder / LOCK, mode=0o600, thread_local=False)
    with troubles():
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise Unavailable("store.in_use") from None
    return lock


def _engine(folder: Path, key: bytes) -> Engine:
    path = folder / DATABASE

    def connect() -> sqlite3.Connection:
        connection: sqlite3.Connection = sqlcipher.connect(
            str(path), timeout=BUSY_SECONDS, check_same_thread=False, isolation_level=None
        )
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        return connection

    engine = create_engine(
        "sqlite+pysqlite://",
        creator=connect,
        module=sqlcipher,
        poolclass=QueuePool,
        pool_size=2,
        max_overflow=2,
        # The connection given back last, whose pages are still in its cache.
        pool_use_lifo=True,
        # Neither the log nor the text of an error repeats what is written: names, numbers, diagnoses.
        hide_parameters=True,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _checked_revision(engine: Engine) -> str:
    """The schema revision of a store, empty for one without tables.

    A damaged store and a newer one are refused; a large store is not read whole for that, see `soundness`.
    """
    try:
        with engine.connect() as connection:
            if not soundness.is_large(connection):
                soundness.check(connection)
            revision = ""
            if inspect(connection).has_table("alembic_version"):
                revision = str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")
    except OperationalError:
        raise
    except DBAPIError as error:
        raise Unavailable("store.damaged") from error
    if revision > REVISION:
        raise Unavailable("store.newer")
    return revision


def _copy_aside(engine: Engine, folder: Path, revision: str, now: datetime) -> None:
    with engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    copies = folder / COPIES
    copies.mkdir(mode=0o700, exist_ok=True)
    shutil.copy2(folder / DATABASE, copies / f"amo-{revision or 'empty'}-{now:%Y%m%d-%H%M%S}.db")


def _migrate(engine: Engine, migrations: Path) -> None:
    """Brings the schema to this program's revision, all migrations in one transaction."""
    from alembic import command  # noqa: PLC0415  takes 0.3 s, and a current store never needs it
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", migrations.as_posix().replace("%", "%%"))
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, REVISION)
        index_names(connection)
