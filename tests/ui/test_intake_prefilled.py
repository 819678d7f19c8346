"""What the register says of who treats, in the header as soon as the practitioner and the day of care are known."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox

from amo_desk.domain.errors import Unavailable
from amo_desk.domain.people import Convention, Practitioner
from amo_desk.store import practitioners as store
from amo_desk.ui.shortcuts import Key
from amo_desk.usecases.clock import new_id
from ui.counter import Counter, texts
from ui.driving import focused, write

FORM, FLAG = "Soins dentaires", "outside_convention"
LEFT, STAYED, UNSAID = "900000011", "900000012", "900000013"
HISTORIES = {
    LEFT: (Convention(since=date(2026, 1, 1), member=True), Convention(since=date(2026, 10, 1), member=False)),
    STAYED: (Convention(since=date(2026, 1, 1), member=True),),
    UNSAID: (),
}
SAID = "du registre"


@pytest.fixture
def draft(counter: Counter) -> Counter:
    """A draft of dental care, at a counter whose register knows when dentists were in the convention."""
    desk = counter.log_in().desk
    records = [
        Practitioner(inpe=inpe, name=f"Dr {inpe[-2:]}", kind="dentiste", conventions=said)
        for inpe, said in HISTORIES.items()
    ]
    with desk.store.writing() as connection:
        store.add(connection, [(new_id(), record) for record in records])
    counter.take(FORM, member=3)
    return counter


def box(counter: Counter) -> QCheckBox:
    found = counter.intake.view.form.inputs[FLAG].editor
    assert isinstance(found, QCheckBox)
    return found


def tick(counter: Counter) -> None:
    box(counter).setFocus()
    counter.press(Qt.Key.Key_Space)


def hint(counter: Counter) -> str:
    """What stands at the box, with the header unfolded."""
    counter.press(Key.HEADER)
    return texts(counter.intake.view.form.inputs[FLAG])


def test_an_inpe_typed_ticks_what_the_register_says_on_the_day_of_care(draft: Counter) -> None:
    draft.header(care_date="10/11/2026")
    assert not box(draft).isChecked()
    draft.header(prescriber_inpe=LEFT)
    assert box(draft).isChecked()
    assert SAID in hint(draft)
    assert draft.content().fields[FLAG] == "1"
    draft.header(care_date="30/09/2026")
    assert not box(draft).isChecked(), "they were in the convention then"
    assert FLAG not in draft.content().fields
    assert SAID not in hint(draft)
    draft.header(care_date="01/10/2026")
    assert box(draft).isChecked()


def test_the_box_turns_with_the_last_figure_of_the_inpe_and_not_before(draft: Counter) -> None:
    draft.header(care_date="10/11/2026")
    draft.intake.view.form.inputs["prescriber_inpe"].setFocus()
    draft.press(Qt.Key.Key_End)
    seen = []
    for figure in LEFT:
        write(figure)
        seen.append(box(draft).isChecked())
    assert seen == [False] * 8 + [True]
    draft.press(Qt.Key.Key_Backspace)
    assert not box(draft).isChecked()


def test_another_practitioner_takes_the_answer_about_the_first_one_away(draft: Counter) -> None:
    draft.header(care_date="10/11/2026", prescriber_inpe=LEFT)
    assert box(draft).isChecked()
    for other in (STAYED, UNSAID):
        draft.header(prescriber_inpe=other)
        assert not box(draft).isChecked(), other
    draft.header(prescriber_inpe=LEFT)
    assert box(draft).isChecked()


def test_a_scanned_inpe_answers_too_and_the_draft_keeps_it(draft: Counter) -> None:
    draft.header(care_date="10/11/2026")
    before = focused()
    draft.scan(LEFT)
    assert focused() is before
    assert draft.content().fields["prescriber_inpe"] == LEFT
    assert box(draft).isChecked()
    draft.reopen()
    assert box(draft).isChecked()
    assert SAID in hint(draft)
    draft.header(prescriber_inpe=STAYED)
    assert not box(draft).isChecked(), "after a rest the answer is still the register's, not the agent's"


@pytest.mark.parametrize("kept", ["1", ""])
def test_what_the_agent_said_stays_whatever_the_register_says(draft: Counter, kept: str) -> None:
    draft.header(care_date="10/11/2026", prescriber_inpe=STAYED if kept else LEFT)
    assert box(draft).isChecked() is not bool(kept)
    tick(draft)
    assert draft.content().fields[FLAG] == kept
    assert SAID not in hint(draft)
    for inpe, day in ((UNSAID, "11/11/2026"), (LEFT, "12/11/2026"), (STAYED, "13/11/2026")):
        draft.header(care_date=day, prescriber_inpe=inpe)
        assert draft.content().fields[FLAG] == kept, (inpe, day)
    draft.reopen()
    for inpe in (LEFT, STAYED):
        draft.header(prescriber_inpe=inpe)
        assert draft.content().fields[FLAG] == kept, inpe


def test_the_answer_is_judged_as_if_it_had_been_typed(draft: Counter) -> None:
    draft.header(care_date="10/11/2026", prescriber_inpe=LEFT)
    assert any(finding.key == "check/free_fees" for finding in draft.work().evaluation.findings)
    tick(draft)
    assert all(finding.key != "check/free_fees" for finding in draft.work().evaluation.findings)


def test_what_was_typed_stays_where_the_register_cannot_be_read(draft: Counter) -> None:
    work, store = draft.work(), draft.workplace.desk.store
    store.closed = True
    with pytest.raises(Unavailable):
        work.type_field("prescriber_inpe", LEFT)
    store.closed = False
    assert work.content.fields["prescriber_inpe"] == LEFT
