"""What every test may ask for: a set-up desk on a real store, and a clock that stands still.

The store is an encrypted file. A module marked `both_stores` runs once more on a PostgreSQL server.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import settings
from server import PASSWORD as SERVER_PASSWORD
from server import Server, running

from amo_desk.domain.office import Office
from amo_desk.usecases import accounts, demo
from amo_desk.usecases.accounts import NewAccount
from amo_desk.usecases.clock import SetClock
from amo_desk.usecases.desk import Desk

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=timezone(timedelta(hours=1)))
OFFICE = Office(mutuelle="MGPAP", name="Section Rabat-Agdal", code="014", station="03", phone="05 37 00 00 00")
PASSWORD = "guichet-trois-2026"
RECOVERY = "AAAAA-BBBBB-CCCCC-DDDDD-EEEEE-FFFFF"
CHEAP = (1, 8, 1)
BACKENDS = ("file", "server")
DATABASE = "amo"

# A slow machine is no failure, and a failure comes back on the next run.
settings.register_profile("desk", deadline=None, derandomize=True)
settings.load_profile("desk")


def pytest_configure(config: pytest.Config) -> None:
    """Declares the markers of the tests that run on both kinds of store, and of those among them that do not."""
    config.addinivalue_line("markers", "both_stores: runs on an encrypted file, then on a PostgreSQL server")
    config.addinivalue_line("markers", "file_only: asks something of the encrypted file itself")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Runs the marked tests that use a store twice."""
    marked = metafunc.definition.get_closest_marker
    if "backend" in metafunc.fixturenames and marked("both_stores") and not marked("file_only"):
        metafunc.parametrize("backend", BACKENDS, indirect=True)


@pytest.fixture
def backend(request: pytest.FixtureRequest) -> str:
    """What keeps the store of a test: a file, or a server."""
    return str(getattr(request, "param", BACKENDS[0]))


def _made(folder: Path, address: str = "") -> Path:
    account = NewAccount(login="s.bennani", name="S. Bennani", password=PASSWORD)
    desk = accounts.set_up(folder, OFFICE, account, RECOVERY, SetClock(NOW), CHEAP, address)
    demo.fill(desk, families=60, practitioners=30)
    desk.store.close()
    return folder


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store made once, with the first families and practitioners of the demo; tests work on copies."""
    return _made(tmp_path_factory.mktemp("template") / "store")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A PostgreSQL server, started when a test first asks for it."""
    with running() as server:
        yield server


@pytest.fixture(scope="session")
def shared_template(tmp_path_factory: pytest.TempPathFactory, postgresql: Server) -> Path:
    """The same store on the server: its folder; its database is copied for each test, under the same name."""
    address = accounts.database_address(postgresql.fresh(DATABASE), SERVER_PASSWORD)
    folder = _made(tmp_path_factory.mktemp("shared") / "store", address)
    postgresql.fresh(f"{DATABASE}_template", like=DATABASE)
    return folder


@pytest.fixture
def store_folder(backend: str, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A folder with a store of its own."""
    folder = tmp_path / "store"
    if backend == "server":
        template = request.getfixturevalue("shared_template")
        request.getfixturevalue("postgresql").fresh(DATABASE, like=f"{DATABASE}_template")
    else:
        template = request.getfixturevalue("template")
    shutil.copytree(template, folder)
    return folder


@pytest.fixture
def clock() -> SetClock:
    """A clock that stands at ten in the morning of 23 November 2026."""
    return SetClock(NOW)


@pytest.fixture
def desk(store_folder: Path, clock: SetClock) -> Iterator[Desk]:
    """A desk with the administrator at it."""
    opened = accounts.log_in(store_folder, "s.bennani", PASSWORD, clock)
    yield opened
    opened.store.close()
