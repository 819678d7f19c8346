"""A store on a PostgreSQL server that several counters share: its address, its connections, its troubles.

The folder of each counter keeps the address, which holds the server's password, sealed with the key of the store. The
key slots of the agents stand in the database, and each folder has a copy of them to begin with.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import URL, Connection, Engine, create_engine, event, insert, inspect, make_url, select, text, update
from sqlalchemy.exc import ArgumentError

from amo_desk.domain.errors import Refused, Unavailable
from amo_desk.paths import SERVER
from amo_desk.store import schema
from amo_desk.store.schema import shared_keys
from amo_desk.store.vault import FORMAT, Vault, as_bytes, as_text, vault_from, vault_text, write_file

if TYPE_CHECKING:
    import psycopg

PROGRAM = "amo-desk"
# Any number will do, as long as every counter has the same.
WRITER = int.from_bytes(PROGRAM.encode())
_LOCAL = ("localhost", "127.0.0.1", "::1")
_OPTIONS = frozenset({"host", "sslmode", "sslrootcert", "sslcert", "sslkey"})
# A counter that hangs or that lost its network lets the others go on after a while.
_SESSION = {
    "lock_timeout": "5s",
    "statement_timeout": "60s",
    "idle_in_transaction_session_timeout": "300s",
    "default_transaction_isolation": "read\\ committed",
    "tcp_keepalives_idle": "30",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
}
_LIMITLESS = ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")
_CONNECTION = {
    "application_name": PROGRAM,
    "client_encoding": "utf8",
    "connect_timeout": 5,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
    "options": " ".join(f"-c {name}={value}" for name, value in _SESSION.items()),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a shared store is, and the station of the counter that reaches it from here."""

    address: str = field(repr=False)
    station: str


def read_address(typed: str, password: str) -> str:
    """The address of a database as it was typed, with the password that was given apart.

    Outside this machine the connection is encrypted unless the address says otherwise.
    """
    try:
        url = make_url(typed.strip())
    except (ArgumentError, ValueError):
        raise Refused("database.address") from None
    if url.drivername not in {"postgresql", "postgres"} or not url.database:
        raise Refused("database.address")
    if url.password is not None or "password" in url.query:
        raise Refused("database.password")
    if unknown := sorted(url.query.keys() - _OPTIONS):
        raise Refused("database.option", option=unknown[0])
    url = url.set(drivername="postgresql+psycopg", password=password or None)
    if not _on_this_machine(url) and "sslmode" not in url.query:
        url = url.update_query_dict({"sslmode": "require"})
    return url.render_as_string(hide_password=False)


def write_place(folder: Path, key: bytes, place: Place) -> None:
    """Writes where the store is into a counter's folder, the address sealed."""
    nonce = secrets.token_bytes(12)
    sealed = AESGCM(key).encrypt(nonce, place.address.encode(), place.station.encode())
    data = {"format": FORMAT, "station": place.station, "nonce": as_text(nonce), "address": as_text(sealed)}
    write_file(folder / SERVER, json.dumps(data, indent=1))


def read_place(folder: Path, key: bytes) -> Place:
    """Where the store of a counter's folder is."""
    try:
        data = json.loads((folder / SERVER).read_text(encoding="utf-8"))
        if data["format"] > FORMAT:
            raise Unavailable("store.newer")
        station = str(data["station"])
        address = AESGCM(key).decrypt(as_bytes(data["nonce"]), as_bytes(data["address"]), station.encode())
        return Place(address=address.decode(), station=station)
    except OSError as error:
        raise Unavailable("store.unreadable", problem=error.strerror) from error
    except (ValueError, KeyError, TypeError, RecursionError, InvalidTag) as error:
        raise Unavailable("store.server_damaged") from error


def engine_for(address: str) -> Engine:
    """Connections to a shared store; whoever writes is alone, whoever reads sees one state."""
    engine = create_engine(
        make_url(address),
        pool_size=2,
        max_overflow=2,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args=_CONNECTION,
    )

    @event.listens_for(engine, "connect")
    def _connect(connection: psycopg.Connection, _record: object) -> None:
        from psycopg.types.string import StrDumper  # noqa: PLC0415  only a shared store needs the library

        class WithoutNul(StrDumper):
            """Leaves out the one character that a text of PostgreSQL cannot hold, and that nobody means."""

            def dump(self, obj: str) -> bytes | bytearray | memoryview | None:
                return super().dump(obj.replace("\0", ""))

        connection.adapters.register_dumper(str, WithoutNul)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get("writing", False):
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER})")
        else:
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")

    return engine


def check_new(connection: Connection) -> None:
    """Refuses a database where a store could not be made, or was made already."""
    check_fitness(connection)
    if revision(connection):
        raise Unavailable("database.taken")


def check_fitness(connection: Connection) -> None:
    """Refuses a database which would not keep every letter, or would sort texts otherwise than a counter's own file."""
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    by_bytes = connection.execute(text("SELECT 'Z' < 'a' AND 'a-b' < 'aa' AND 'z' < 'é'")).scalar_one()
    if encoding != "UTF8" or not by_bytes:
        raise Unavailable("database.unfit")


def revision(connection: Connection) -> str:
    """The schema revision of a database, empty where no store was made."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() or "")


def check_revision(connection: Connection) -> None:
    """Refuses a database without a store, or with one of another age than this program."""
    found = revision(connection)
    if not found:
        raise Unavailable("database.empty")
    if found > schema.REVISION:
        raise Unavailable("store.newer")
    if found < schema.REVISION:
        raise Unavailable("store.older")


def check_alone(connection: Connection) -> None:
    """Refuses while another counter has the store open."""
    others = text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND application_name = :program AND pid <> pg_backend_pid()"
    )
    if connection.execute(others, {"program": PROGRAM}).scalar_one():
        raise Unavailable("store.others_open")


def take_time(connection: Connection) -> None:
    """Lifts the limits of time for the rest of a transaction: an upgrade takes as long as it takes."""
    for name in _LIMITLESS:
        connection.exec_driver_sql(f"SET LOCAL {name} = 0")


def read_keys(connection: Connection) -> Vault:
    """The key slots of all the counters' agents."""
    return vault_from(connection.execute(select(shared_keys.c.vault)).scalar_one())


def save_keys(connection: Connection, vault: Vault) -> None:
    """Writes the key slots of all the counters' agents."""
    values = {"vault": vault_text(vault)}
    if connection.execute(update(shared_keys).values(**values)).rowcount == 0:
        connection.execute(insert(shared_keys).values(id=1, **values))


def _on_this_machine(url: URL) -> bool:
    hosts = [url.host, *_listed(url.query.get("host"))]
    return all(not host or host.startswith("/") or host in _LOCAL for host in hosts)


def _listed(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value or ()
