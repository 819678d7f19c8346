"""The scanner at the window: a burst of keys is a code wherever the focus is, a hand's typing never is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from amo_desk.ui.scanner import LONGEST_GAP_MILLISECONDS
from amo_desk.ui.shortcuts import Key
from amo_desk.ui.tasks import Tasks
from amo_desk.usecases import demo, intake
from ui.counter import LOGIN, PASSWORD, Counter, texts
from ui.driving import ENTER, fill, focused, write

BOX, AZERTY_BOX, ARABIC_BOX = "2000000000015", "éàààààààààà&(", "٢٠٠٠٠٠٠٠٠٠٠١٥"
NUMBER = "D014032600001"


def codes(counter: Counter) -> list[tuple[str, int]]:
    return [(line.code, line.quantity) for line in counter.content().lines]


@pytest.fixture
def medicines(listed: Counter) -> Counter:
    listed.log_in()
    listed.begin(2)
    return listed


def test_a_box_is_read_whatever_the_keyboard_made_of_its_keys(medicines: Counter) -> None:
    for times, keys in enumerate((BOX, AZERTY_BOX, ARABIC_BOX), start=1):
        medicines.scan(keys)
        assert codes(medicines) == [(BOX, times)]
        assert f"lu : {BOX}" in texts(medicines.workplace.keys)


def test_the_field_that_received_the_keys_is_as_it_was(medicines: Counter) -> None:
    before = {"care_date": "12/11/2026", "prescriber_inpe": "101075429", "declared_amount": "92,30"}
    medicines.header(**before)
    typed = dict(medicines.content().fields)
    for times, name in enumerate(before, start=1):
        field = medicines.intake.view.form.inputs[name].editor
        assert isinstance(field, QLineEdit)
        field.setFocus()
        medicines.scan(BOX)
        assert field.text() == before[name]
        assert focused() is field
        assert medicines.content().fields == typed
        assert codes(medicines) == [(BOX, times)]


def test_a_scan_in_the_entry_leaves_what_was_typed_there(medicines: Counter) -> None:
    medicines.press(Key.ENTRY)
    write("toub")
    medicines.scan(BOX)
    assert medicines.intake.view.form.lines.entry.text() == "toub"
    assert codes(medicines) == [(BOX, 1)]


def test_a_scan_while_an_amount_is_asked_for_does_not_end_up_in_it(medicines: Counter) -> None:
    medicines.press(Key.ENTRY)
    write("6118000140213")
    medicines.press(ENTER)
    medicines.scan(BOX)
    assert codes(medicines) == [("6118000140213", 1), (BOX, 1)]
    assert medicines.content().lines[0].billed is None


def test_a_scan_on_the_pieces_ticks_nothing(medicines: Counter) -> None:
    medicines.press(Key.PIECES)
    medicines.scan(BOX)
    assert codes(medicines) == [(BOX, 1)]
    assert medicines.content().ticks == frozenset()


def test_slow_typing_is_no_scan(medicines: Counter) -> None:
    medicines.press(Key.HEADER)
    medicines.scan("6118000140213", gap=LONGEST_GAP_MILLISECONDS + 1)
    assert codes(medicines) == []
    assert medicines.content().fields["care_date"] == "6118000140213"


def test_what_is_no_code_of_ours_stays_where_it_was_typed(medicines: Counter) -> None:
    medicines.press(Key.ENTRY)
    for keys in ("1234567", "bonjour monsieur", "123456789012345678901234"):
        medicines.scan(keys)
        assert codes(medicines) == []


def test_an_inpe_goes_to_its_field(medicines: Counter) -> None:
    medicines.scan(demo.PRESCRIBER)
    medicines.scan(demo.EXECUTORS["medicines"])
    fields = medicines.content().fields
    assert fields["prescriber_inpe"] == demo.PRESCRIBER
    assert fields["executor_inpe"] == demo.EXECUTORS["medicines"]


def test_a_scan_of_no_use_on_a_page_is_looked_for(listed: Counter) -> None:
    listed.log_in()
    listed.press(Key.LOTS)
    listed.scan("99999999")
    assert listed.workplace.page() is listed.workplace.pages.lookup
    assert listed.workplace.top.search.text() == "99999999"
    assert "sans usage ici : 99999999" in texts(listed.workplace.keys)


def test_a_receipt_that_is_scanned_finds_its_family(listed: Counter) -> None:
    desk = listed.log_in().desk
    number = demo.received(desk, "consultation", "0123456", ("CS = 200",)).number
    listed.press(Key.REGISTERS)
    listed.scan(number)
    assert f"lu : {number}" in texts(listed.workplace.keys)
    assert "EL ALAMI Mohamed" in texts(listed.workplace.pages.lookup.view.family)
    listed.press(ENTER)
    assert listed.workplace.page() is listed.workplace.pages.preview


def test_the_scan_line_waits_for_the_answer(qtbot: QtBot, listed: Counter) -> None:
    tasks = Tasks()
    listed.context = replace(listed.context, tasks=tasks)
    listed.open()
    with qtbot.waitSignal(tasks.idle):
        fill(LOGIN)
    with qtbot.waitSignal(tasks.idle):
        fill(PASSWORD)
    listed.press(Key.LOTS)
    with qtbot.waitSignal(listed.workplace.pages.lookup.answered):
        listed.scan("01234567")
    assert "sans usage ici : 01234567" in texts(listed.workplace.keys)


def test_what_is_scanned_while_a_form_is_to_be_chosen_begins_none(qtbot: QtBot, listed: Counter) -> None:
    desk = listed.log_in().desk
    listed.search("0123456")
    listed.press(ENTER)
    listed.scan("1230000000012")
    with qtbot.waitSignal(listed.intake.view.menu._figure.timeout, raising=False, timeout=200):
        pass
    assert intake.drafts(desk) == ()
    assert listed.workplace.page() is listed.workplace.pages.lookup


def test_nothing_is_scanned_behind_the_lock(medicines: Counter) -> None:
    medicines.press(Key.LOCK)
    medicines.scan(BOX)
    assert codes(medicines) == []
    assert medicines.window is not None
    assert medicines.window.lock is not None
    assert medicines.window.lock.isVisible()


def test_a_password_of_figures_that_a_machine_types_unlocks(medicines: Counter) -> None:
    medicines.press(Key.LOCK)
    medicines.scan(PASSWORD)
    assert medicines.workplace.isVisible()


def test_nothing_is_scanned_behind_a_dialog(medicines: Counter) -> None:
    medicines.press(Key.ACTIONS)
    medicines.scan(BOX)
    assert codes(medicines) == []
