"""What every test may ask for: a set-up desk on a real encrypted store, and a clock that stands still."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import settings

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

# A slow machine is no failure, and a failure comes back on the next run.
settings.register_profile("desk", deadline=None, derandomize=True)
settings.load_profile("desk")


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store made once, with the first families and practitioners of the demo; tests work on copies."""
    folder = tmp_path_factory.mktemp("template") / "store"
    account = NewAccount(login="s.bennani", name="S. Bennani", password=PASSWORD)
    desk = accounts.set_up(folder, OFFICE, account, RECOVERY, SetClock(NOW), CHEAP)
    demo.fill(desk, families=60, practitioners=30)
    desk.store.close()
    return folder


@pytest.fixture
def store_folder(template: Path, tmp_path: Path) -> Path:
    """A folder with a store of its own."""
    folder = tmp_path / "store"
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
