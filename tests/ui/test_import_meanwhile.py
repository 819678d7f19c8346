"""While a file is imported, the counter goes on looking people up; leaving in the middle is said first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from dossiers import receivable
from PySide6.QtCore import QObject, Qt
from pytestqt.qtbot import QtBot

from amo_desk.domain.errors import DeskError
from amo_desk.ui.intake.autosave import PAUSE_MILLISECONDS, Autosave
from amo_desk.ui.registers.controller import RegistersPage
from amo_desk.ui.registers.state import Step
from amo_desk.ui.tasks import Progress, Tasks
from amo_desk.usecases import accounts, demo_full, intake, lookup, registers
from amo_desk.usecases.clock import SetClock
from amo_desk.usecases.desk import Desk
from ui.counter import LOGIN, PASSWORD, Counter, texts
from ui.driving import CONTROL, ENTER, fill, press, write

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


def test_a_draft_is_saved_once_the_store_is_free_again(desk: Desk, qtbot: QtBot) -> None:
    tasks, owner = Tasks(), QObject()
    draft, content = receivable(desk)
    holding, release = Event(), Event()
    troubles: list[DeskError] = []
    found: list[int] = []

    def long(_progress: Progress) -> None:
        with desk.store.writing():
            holding.set()
            release.wait(60)

    tasks.long(owner, long, lambda _none: None, troubles.append)
    assert holding.wait(10)
    autosave = Autosave(desk, tasks, draft, owner)
    autosave.failed.connect(troubles.append)
    autosave.changed(content)
    qtbot.wait(2 * PAUSE_MILLISECONDS)
    tasks.run(owner, lambda _progress: len(lookup.find(desk, "alami").people), found.append, troubles.append)
    qtbot.waitUntil(lambda: bool(found), timeout=30_000)
    assert found[0] > 0
    assert autosave.unsaved
    release.set()
    qtbot.waitUntil(lambda: not autosave.unsaved, timeout=10_000)
    assert troubles == []
    assert intake.get(desk, draft.id).content == content
    tasks.close()


def test_a_dossier_is_begun_after_the_import(busy: Counter, qtbot: QtBot, extract: Path) -> None:
    page = check(busy, qtbot, extract)
    person = lookup.find(busy.workplace.desk, "0123456").people[0]
    busy.workplace.open_family(person.family_id, person.person_id)
    form = busy.workplace.desk.rulebook.forms_on(busy.workplace.desk.today())[0]
    busy.intake.begin(form)
    assert page.working
    assert "ce qui s'enregistre attend sa fin" in busy.said[-1][1]
    assert busy.intake.work is None
    qtbot.waitUntil(lambda: not page.working, timeout=60_000)
    busy.intake.begin(form)
    assert busy.work().form.id == form.id


def test_another_agent_at_the_locked_desk_is_told_first(busy: Counter, qtbot: QtBot, extract: Path) -> None:
    page, window = check(busy, qtbot, extract), busy.window
    assert window is not None
    assert window.lock is not None
    busy.workplace.lock()
    press(Qt.Key.Key_Q, with_=CONTROL)
    assert "import est en cours" in texts(window.lock)
    assert page.working
    press(Qt.Key.Key_Q, with_=CONTROL)
    assert window.workplace is None
