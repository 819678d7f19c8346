"""What every scenario may ask for: the window of an agent, one for a whole module where no dossier is received."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from ui.conftest import button_up, counter, own_settings, themed
from ui.counter import Counter
from ui.people import enrol, person

from amo_desk.commands.tour import DAY
from amo_desk.domain.people import Relation
from amo_desk.usecases.clock import SetClock

__all__ = ["button_up", "counter", "own_settings", "themed"]

TAZI = "7000001"


@pytest.fixture(scope="session")
def tazi_template(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that knows one more family: a child of nine years and one who is born tomorrow."""
    folder = tmp_path_factory.mktemp("tazi") / "store"
    shutil.copytree(template, folder)
    lina = person("Tazi", "Lina", Relation.CHILD, birth=date(2017, 5, 4))
    coming = person("Tazi", "Rim", Relation.CHILD, birth=date(2026, 11, 24))
    enrol(folder, SetClock(DAY), TAZI, person("Tazi", "Amal"), lina, coming)
    return folder


@pytest.fixture(scope="module")
def window(
    request: pytest.FixtureRequest, tazi_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Counter]:
    """An agent who is logged in for all the scenarios of a module; each gives up the draft it began."""
    folder = tmp_path_factory.mktemp("window") / "store"
    shutil.copytree(tazi_template, folder)
    made = Counter(QtBot(request), folder, SetClock(DAY))
    made.log_in()
    yield made
    made.close()
