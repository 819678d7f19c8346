"""While a file is imported, the counter goes on looking people up; leaving in the middle is said first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from amo_desk.ui.registers.controller import RegistersPage
from amo_desk.ui.registers.state import Step
from amo_desk.usecases import accounts, demo_full, registers
from amo_desk.usecases.clock import SetClock
from ui.counter import LOGIN, PASSWORD, Counter
from ui.driving import ENTER, fill, press, write

LINES = 20_000
F2, F5 = Qt.Key.Key_F2, Qt.Key.Key_F5


@pytest.fixture
def extract(tmp_path: Path, clock: SetClock) -> Path:
    """An extract that takes a while."""
    path = tmp_path / "extract.xlsx"
    demo_full.write_extract(path, LINES, day=clock.now().date())
    return path


@pytest.fixture
def busy(qtbot: QtBot, store_folder: Path, clock: SetClock) -> Iterator[Counter]:
    """A counter whose work is done elsewhere, as in the real program."""
    made = Counter(qtbot, store_folder, clock, immediate=False)
    window = made.open()
    fill(LOGIN, PASSWORD)
    qtbot.waitUntil(lambda: window.workplace is not None, timeout=30_000)
    yield made
    made.close()


def check(busy: Counter, qtbot: QtBot, extract: Path) -> RegistersPage:
    """The extract on its way through its trial."""
    page = busy.workplace.pages.registers
    busy.workplace.show_page(page)
    page.view.panel.file.setFocus()
    write(str(extract))
    press(ENTER, ENTER)
    qtbot.waitUntil(lambda: page.state.importing.step is Step.COLUMNS, timeout=30_000)
    press(F5)
    qtbot.waitUntil(lambda: page.state.importing.done > 0, timeout=30_000)
    return page


def test_people_are_found_while_an_extract_is_read(busy: Counter, qtbot: QtBot, extract: Path) -> None:
    page = check(busy, qtbot, extract)
    press(F2)
    with qtbot.waitSignal(
        busy.workplace.pages.lookup.answered, timeout=30_000, check_params_cb=lambda _typed, found: found
    ):
        write("alami")
        assert page.working
    assert page.working
    qtbot.waitUntil(lambda: not page.working, timeout=60_000)
    assert page.state.importing.outcome is not None
    assert page.state.importing.outcome.added > LINES // 2


def test_leaving_in_the_middle_is_said_once_and_keeps_nothing(
    busy: Counter, qtbot: QtBot, extract: Path, store_folder: Path, clock: SetClock
) -> None:
    page, desk, window = check(busy, qtbot, extract), busy.workplace.desk, busy.window
    assert window is not None
    before = registers.register_state(desk)
    window.close()
    assert window.isVisible()
    assert "import est en cours" in busy.said[-1][1]
    assert page.working
    window.close()
    assert not window.isVisible()
    assert not desk.store.lock.is_locked
    again = accounts.log_in(store_folder, LOGIN, PASSWORD, clock)
    assert registers.register_state(again) == before
    again.store.close()
