"""Opening the store, an encrypted file or a shared server: its lock, its migrations, and what can go wrong."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError, OperationalError

from amo_desk.domain.errors import Stale, Unavailable
from amo_desk.paths import DATABASE, KEYS, SERVER, store_exists
from amo_desk.store import likeness, schema, server, soundness
from amo_desk.store.affiliates import count, index_names
from amo_desk.store.names import Names
from amo_desk.store.server import Place
from amo_desk.store.troubles import troubles
from amo_desk.store.vault import RECOVERY, Vault, new_vault, read_vault, write_vault

LOCK, COPIES = "lock", "copies"
BUSY_SECONDS = 5.0
CACHE_KIB = 8_192


@dataclass(slots=True, kw_only=True)
class Store:
    """An open store: transactions to read and to write, until it is closed."""

    folder: Path
    engine: Engine
    vault: Vault = field(repr=False)
    key: bytes = field(repr=False)
    lock: FileLock
    # This counter's own, where the store is shared.
    station: str | None = None
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
        """A transaction that is on the disk once the block ends, or not at all; whoever else writes waits."""
        self._check_open()
        with troubles(), _alone(self.engine) as connection:
            yield connection

    def _check_open(self) -> None:
        if self.closed:
            raise Unavailable("store.closed")

    def change_keys(self, change: Callable[[Vault], Vault]) -> None:
        """Puts changed key slots in the place of the old ones, for all the counters of a shared store."""
        if self.station is None:
            self._keep(change(self.vault))
            return
        with self.writing() as connection:
            changed = change(server.read_keys(connection))
            server.save_keys(connection, changed)
        self._keep(changed)

    def refresh_keys(self, connection: Connection) -> None:
        """Copies the key slots that another counter changed, so that everybody may sit down here next time."""
        if self.station is not None:
            self._keep(server.read_keys(connection))

    def _keep(self, vault: Vault) -> None:
        if vault != self.vault:
            write_vault(self.folder / KEYS, vault)
            self.vault = vault

    def needs_check(self, day: date) -> bool:
        """Whether the whole file is still to be read on this day; a small one was when it opened."""
        if self.station is not None:
            return False
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


def create(
    folder: Path,
    migrations: Path,
    holder: str,
    password: str,
    recovery: str,
    cost: tuple[int, int, int],
    fill: Callable[[Connection], None] = lambda _connection: None,
    place: Place | None = None,
) -> Store:
    """A new store with a slot for its first agent and one for the recovery key, in a file or in an empty database.

    What `fill` writes is there with the store or not at all.
    """
    lock = _new_folder(folder)
    vault, key = new_vault(cost)
    engine = _engine(folder, key) if place is None else server.engine_for(place.address)
    try:
        vault = vault.with_slot(holder, password, key).with_slot(RECOVERY, recovery, key)
        with troubles():
            if place is None:
                (folder / DATABASE).touch(mode=0o600)
            with _alone(engine) as connection:
                if place is not None:
                    server.check_new(connection)
                _migrate(connection, migrations)
                fill(connection)
                if place is not None:
                    server.save_keys(connection, vault)
        if place is not None:
            server.write_place(folder, key, place)
        write_vault(folder / KEYS, vault)
    except BaseException:
        engine.dispose()
        remove(folder)
        lock.release()
        raise
    return _store(folder, engine, vault, key, lock, place)


def join(folder: Path, place: Place, holder: str, secret: str) -> Store:
    """The shared store at a place, opened by an agent's password from a folder that remembers it from now on."""
    lock = _new_folder(folder, shared=True)
    engine = server.engine_for(place.address)
    try:
        with troubles(), engine.connect() as connection, connection.begin():
            server.check_revision(connection)
            server.check_fitness(connection)
            vault = server.read_keys(connection)
        key = vault.opened(holder, secret)
        server.write_place(folder, key, place)
        write_vault(folder / KEYS, vault)
    except BaseException:
        engine.dispose()
        lock.release()
        raise
    return _store(folder, engine, vault, key, lock, place)


def remove(folder: Path) -> None:
    """Takes away a store that could not be made whole."""
    for name in (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", KEYS, SERVER):
        (folder / name).unlink(missing_ok=True)


def open_store(
    folder: Path,
    migrations: Path,
    holder: str,
    secret: str,
    now: datetime,
    upgrade: Callable[[Connection], None] | None = None,
) -> Store:
    """The store of a folder, opened by an agent's password or by the recovery key; a newer one is refused.

    An older file is copied aside and then brought up to date in one go. An older shared store is brought up to date
    only where an `upgrade` is asked for, which may first refuse it: other counters live by it.
    """
    if not store_exists(folder):
        raise Unavailable("store.none")
    vault = read_vault(folder / KEYS)
    shared = (folder / SERVER).exists()
    if not shared:
        _check_file(folder / DATABASE)
    key = vault.opened(holder, secret)
    lock = _locked(folder)
    unclean = (folder / f"{DATABASE}-wal").exists()
    engine = None
    try:
        place = server.read_place(folder, key) if shared else None
        engine = server.engine_for(place.address) if place else _engine(folder, key)
        store = _store(folder, engine, vault, key, lock, place)
        store.unclean = unclean
        if place is None:
            with troubles():
                revision = _checked_revision(engine)
                if revision < schema.REVISION:
                    _copy_aside(engine, folder, revision, now)
                    with _alone(engine) as connection:
                        _migrate(connection, migrations)
        else:
            _ready(store, migrations, upgrade)
            if store.vault != vault:
                store.vault.opened(holder, secret)
    except BaseException:
        if engine is not None:
            engine.dispose()
        lock.release()
        raise
    return store


def check_version(row_count: int) -> None:
    """Refuses a write that changed no row: somebody else changed the record in the meantime."""
    if row_count != 1:
        raise Stale("record.stale")


def _store(folder: Path, engine: Engine, vault: Vault, key: bytes, lock: FileLock, place: Place | None) -> Store:
    station = place.station if place else None
    return Store(folder=folder, engine=engine, vault=vault, key=key, lock=lock, station=station)


def _new_folder(folder: Path, *, shared: bool = False) -> FileLock:
    """The lock of a folder without a store, or with a link to a shared one that may be made anew."""
    with troubles():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if store_exists(folder) and not (shared and (folder / SERVER).exists()):
            raise Unavailable("store.exists")
        return _locked(folder)


def _check_file(database: Path) -> None:
    if not database.exists():
        raise Unavailable("store.no_database")
    if database.stat().st_size == 0:
        # An empty file would pass for a store without tables, and be filled as a new one.
        raise Unavailable("store.damaged")


def _ready(store: Store, migrations: Path, upgrade: Callable[[Connection], None] | None) -> None:
    """Brings a shared store up to date where that is asked for, and copies its key slots."""
    if upgrade is not None:
        with store.writing() as connection:
            if server.revision(connection) < schema.REVISION:
                upgrade(connection)
                server.check_alone(connection)
                server.take_time(connection)
                _migrate(connection, migrations)
    with store.reading() as connection:
        server.check_revision(connection)
        store.refresh_keys(connection)


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        yield connection


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
    if revision > schema.REVISION:
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


def _migrate(connection: Connection, migrations: Path) -> None:
    """Brings the schema to this program's revision, all migrations in the transaction."""
    from alembic import command  # noqa: PLC0415  takes 0.3 s, and a current store never needs it
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", migrations.as_posix().replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, schema.REVISION)
    index_names(connection)
    if count(connection):
        likeness.index(connection)
