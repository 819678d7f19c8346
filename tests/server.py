"""A PostgreSQL server of the tests' own: made in a temporary folder, reached on the loopback, gone at the end."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

USER, PASSWORD = "amo", "secret du serveur"
# What is written here is thrown away: nothing has to survive a power cut.
SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=40")


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A running server, and how to talk to it without the program."""

    port: int
    process: subprocess.Popen[bytes]

    def address(self, database: str) -> str:
        """An address as somebody would type it."""
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{database}"

    def connect(self, database: str = "postgres") -> psycopg.Connection[Any]:
        """A connection as its administrator's."""
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user=USER, password=PASSWORD, dbname=database, autocommit=True
        )

    def fresh(self, database: str, like: str = "template0", locale: str = "C") -> str:
        """Makes a database, in place of the one of that name; returns its address."""
        with closing(self.connect()) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)".encode())
            how = f" ENCODING 'UTF8' LOCALE '{locale}'" if like == "template0" else ""
            connection.execute(f"CREATE DATABASE {database} TEMPLATE {like}{how}".encode())
        return self.address(database)


def binaries() -> Path | None:
    """The folder of the newest server on this machine."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


def binaries_or_skip() -> Path:
    """The same folder; without one the tests are skipped, where it is not CI that runs them."""
    found = binaries()
    if found is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no PostgreSQL server here: apt install postgresql")
    return found


@contextmanager
def running() -> Iterator[Server]:
    """A server while the block lasts."""
    programs = binaries_or_skip()
    # A server refuses to run as root, and must be able to reach its folder.
    own: dict[str, Any] = {"user": "postgres", "group": "postgres"} if os.name == "posix" and os.getuid() == 0 else {}
    with tempfile.TemporaryDirectory(prefix="amo-server-") as name:
        folder = Path(name)
        secret = folder / "secret"
        secret.write_text(PASSWORD, encoding="utf-8")
        if own:
            shutil.chown(folder, "postgres", "postgres")
            shutil.chown(secret, "postgres", "postgres")
        data = folder / "data"
        made = [programs / "initdb", "-D", data, "-U", USER, "-A", "scram-sha-256", f"--pwfile={secret}"]
        options: dict[str, Any] = {"cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, **own}
        subprocess.run([*made, "-E", "UTF8", "--locale=C", "--no-sync"], check=True, **options)
        port = _free_port()
        settings = [f"port={port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={folder}", *SETTINGS]
        command = [programs / "postgres", "-D", data, *(part for setting in settings for part in ("-c", setting))]
        process = subprocess.Popen(command, **options)
        try:
            _wait_for(programs, port, process)
            yield Server(port=port, process=process)
        finally:
            # At once: nothing of it is wanted any more.
            process.send_signal(signal.SIGQUIT)
            process.wait(timeout=60)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_for(programs: Path, port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(60):
        asked = [programs / "pg_isready", "--quiet", "--host=127.0.0.1", f"--port={port}", "--timeout=1"]
        if subprocess.run(asked, check=False).returncode == 0:
            return
        try:
            process.wait(timeout=0.5)
        except subprocess.TimeoutExpired:
            continue
        break
    pytest.fail("the PostgreSQL server of the tests did not start")
