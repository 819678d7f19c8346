"""One whole day at the counter, by keys in the real window: from the login to the closed lot, and the day after."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from medicine_lists import imported
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import text
from ui.counter import LOGIN, PASSWORD, Counter, everything_in_sight, rows, settle, texts
from ui.driving import DOWN, ENTER, ESC, fill

from amo_desk import paths
from amo_desk.domain.dossier import State
from amo_desk.ui import theme
from amo_desk.ui.shortcuts import Key
from amo_desk.usecases import accounts, demo, intake, lookup, lots
from amo_desk.usecases.clock import SetClock

LABORATORY, PHARMACY, DENTIST = demo.EXECUTORS["consultation"], demo.EXECUTORS["medicines"], "103458206"
FIRST, SECOND = "2000000000015", "2000000000022"
NUMBERS = ["D014-03-26-00001-81", "D014-03-26-00002-78", "D014-03-26-00003-75"]


@pytest.fixture
def stocked(store_folder: Path, clock: SetClock) -> Path:
    """A store whose register holds the invented medicines."""
    desk = accounts.log_in(store_folder, LOGIN, PASSWORD, clock)
    imported(desk, paths.bundled("db/demo/medicines.csv"), day=demo.LIST_DAY)
    desk.store.close()
    return store_folder


@pytest.fixture
def seat(
    qtbot: QtBot, qapp: QApplication, clock: SetClock, stocked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[Counter]]:
    """The windows of the days, closed at the end whatever happened."""
    theme.apply(qapp, "light", paths.bundled("resources/styles"))
    monkeypatch.setattr(paths, "settings_file", lambda: tmp_path / "settings.toml")
    windows = [Counter(qtbot, stocked, clock) for _ in range(2)]
    yield windows
    for window in windows:
        window.close()


def printed(counter: Counter) -> str:
    """The words of the paper in the preview."""
    assert counter.workplace.page() is counter.workplace.pages.preview
    document = pdfium.PdfDocument(counter.workplace.pages.preview.paper().pdf)
    words = "\n".join(page.get_textpage().get_text_range() for page in document)
    return " ".join(words.split())


def consultation(counter: Counter) -> None:
    """Not receivable at first, for want of pieces; the member goes away with a slip, comes back and is received."""
    counter.begin(1)
    counter.header(care_date="12/11", prescriber_inpe=demo.PRESCRIBER)
    counter.enter_lines("Cs = 300", "B 120 = 150", "Z 16 = 200")
    counter.press(Key.MISSING)
    assert "Feuille de soins" in printed(counter)
    counter.press(ESC, ESC, ESC)
    assert "● 0 reçu aujourd'hui" in texts(counter.workplace.top)
    counter.press(DOWN, ENTER)
    counter.header(prescription_date="12/11", executor_inpe=LABORATORY, invoice_number="F-118", declared_amount="650")
    counter.tick_all()
    counter.press(Key.RECEIVE)


def medicines(counter: Counter) -> None:
    """Boxes that are scanned, one of them twice, for a child of the family."""
    counter.begin(2, member=3)
    counter.header(
        care_date="12/11", prescriber_inpe=demo.PRESCRIBER, prescription_date="12/11", executor_inpe=PHARMACY
    )
    for code in (FIRST, SECOND, FIRST):
        counter.scan(code)
    paid = sum(line.billed or 0 for line in counter.content().lines)
    assert paid == 2 * 9_230 + 17_340
    counter.header(boxes="3", declared_amount=f"{paid // 100},{paid % 100:02d}")
    counter.tick_all()
    counter.press(Key.RECEIVE)


def dental(counter: Counter) -> None:
    """Dental care, interrupted by the lock when the agent goes for a moment."""
    counter.begin(3, member=2)
    counter.header(care_date="12/11", prescriber_inpe=DENTIST)
    counter.enter_lines("16 D706 = 600", "46 D701 MO = 200")
    counter.press(Key.LOCK)
    assert "BAKKALI" not in everything_in_sight()
    fill(PASSWORD)
    settle()
    counter.header(invoice_number="D-77", declared_amount="800")
    counter.tick_all()
    counter.press(Key.RECEIVE)


def test_a_day_from_the_login_to_the_closed_lot_and_the_next_morning(
    seat: list[Counter], clock: SetClock, tmp_path: Path
) -> None:
    today, tomorrow = seat
    desk = today.log_in().desk
    for work, number in zip((consultation, medicines, dental), NUMBERS, strict=True):
        work(today)
        assert ("good", f"Dossier reçu : {number}") in today.said
        words = printed(today)
        assert number in words
        assert "COPIE n°" not in words
        today.workplace.pages.preview.save_to(tmp_path / "accuse.pdf")
        today.press(ESC)
        clock.at += timedelta(minutes=20)
    assert "3 reçus aujourd'hui" in texts(today.workplace.top)
    assert intake.drafts(desk) == ()

    today.press(Key.LOTS)
    assert [row[1] for row in rows(today.workplace.pages.lots.view.kinds)] == ["1", "1", "1"]
    today.press(Key.RECEIVE, Key.RECEIVE)
    slip = printed(today)
    (lot,) = lots.latest(desk)
    assert lot.number in slip
    assert lot.lines[0].number in slip
    today.workplace.pages.preview.save_to(tmp_path / "bordereau.pdf")
    today.press(ESC)
    assert len(rows(today.workplace.pages.lots.view.kinds)) == 2

    assert accounts.journal_break(desk) is None
    assert today.window is not None
    today.window.close()
    assert not desk.store.lock.is_locked

    clock.at += timedelta(days=1)
    desk = tomorrow.log_in().desk
    assert "● 0 reçu aujourd'hui" in texts(tomorrow.workplace.top)
    tomorrow.search(NUMBERS[1])
    tomorrow.press(ENTER)
    assert "COPIE n° 1" in printed(tomorrow)
    assert tomorrow.workplace.pages.preview.paper().name == f"accuse-{NUMBERS[1]}-copie1.pdf"
    tomorrow.press(ESC)

    states = {number: lookup.find(desk, number).dossier for number in NUMBERS}
    assert [dossier.state for dossier in states.values() if dossier] == [
        State.LOTTED if number == lot.lines[0].number else State.RECEIVED for number in NUMBERS
    ]
    tomorrow.press(Key.LOTS)
    tomorrow.workplace.pages.lots.view.lots.setFocus()
    tomorrow.press(ENTER, Key.PRINT)
    assert "COPIE" in printed(tomorrow)
    assert tomorrow.workplace.pages.preview.paper().name == f"bordereau-{lot.number}-copie1.pdf"
    assert lot.content_hash == lots.latest(desk)[0].content_hash

    assert accounts.journal_break(desk) is None
    with desk.store.reading() as connection:
        told = Tally(connection.execute(text("SELECT event FROM journal")).scalars())
    once = {"lot_closed": 1, "lotted": 1, "slip_issued": 1}
    thrice = {"begun": 3, "received": 3, "receipt_issued": 3}
    assert {event: told[event] for event in (*once, *thrice)} == {**once, **thrice}
    assert told["logged_in"] == told["logged_out"] + 2, "the one who imported the list left without a word"
