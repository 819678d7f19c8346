"""What may happen to a dossier on the way: points set aside, papers, drafts that are left, lost and found again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from amo_desk.domain.dossier import Content, Dossier, Line, State
from amo_desk.domain.office import Role
from amo_desk.ui.intake.sources import SourcesDialog
from amo_desk.ui.shortcuts import Key
from amo_desk.usecases import accounts, demo, intake, lookup
from amo_desk.usecases.accounts import NewAccount
from amo_desk.usecases.clock import SetClock
from amo_desk.usecases.desk import Desk
from ui.counter import LOGIN, PASSWORD, Counter, texts
from ui.driving import DOWN, ENTER, ESC, focused, write

AGENT = NewAccount(login="h.alaoui", name="H. Alaoui", password="un-sesame-de-plus", role=Role.AGENT)


@pytest.fixture
def with_agent(store_folder: Path, clock: SetClock, counter: Counter) -> Counter:
    """The same counter, whose office has an agent without a supervisor's rights."""
    desk = accounts.log_in(store_folder, LOGIN, PASSWORD, clock)
    accounts.add_agent(desk, AGENT)
    desk.store.close()
    return counter


def verdict(counter: Counter) -> str:
    return texts(counter.intake.view.verdict)


def without_sheet(counter: Counter) -> None:
    """A consultation in which only the pieces are missing, the sheet of care before all."""
    counter.begin(1)
    counter.header(care_date="12/11", prescriber_inpe=demo.PRESCRIBER)
    counter.enter_lines("Cs = 300")
    counter.header(declared_amount="300")


def open_finding(counter: Counter, words: str) -> None:
    row = next(row for row, finding in enumerate(counter.findings()) if words in finding)
    counter.press(Key.FINDINGS, Qt.Key.Key_Home, *[DOWN] * row)


def received(desk: Desk) -> Dossier:
    """The first dossier of this office."""
    found = lookup.find(desk, "D014-03-26-00001-81").dossier
    assert found is not None
    return found


def test_a_supervisor_sets_a_point_aside_with_a_reason_that_is_kept(counter: Counter) -> None:
    desk = counter.log_in().desk
    without_sheet(counter)
    open_finding(counter, "Feuille de soins")
    counter.press(Key.OVERRIDE)
    write("ok")
    counter.press(ENTER)
    assert counter.said[-1] == ("bad", "Indiquez le motif, trois lettres au moins : il est gardé au journal.")
    write(" vue au dossier")
    counter.press(ENTER)
    assert "levé : ok vue au dossier" in verdict(counter)
    assert "Recevable, avec réserves" in verdict(counter)
    counter.press(Key.RECEIVE)
    kept = [(item.reason, item.agent) for item in received(desk).content.overrides]
    assert kept == [("ok vue au dossier", LOGIN)]
    with desk.store.reading() as connection:
        written = connection.execute(text("SELECT details FROM journal WHERE event = 'overridden'")).scalars().all()
    assert len(written) == 1
    assert "ok vue au dossier" in str(written[0])


def test_an_agent_is_told_who_may_set_it_aside(with_agent: Counter) -> None:
    with_agent.log_in(AGENT.login, AGENT.password)
    without_sheet(with_agent)
    open_finding(with_agent, "Feuille de soins")
    with_agent.press(Key.OVERRIDE)
    assert with_agent.said[-1] == ("bad", "Seul un responsable peut lever ce point.")
    assert not with_agent.intake.view.verdict.reason.isVisible()
    assert with_agent.content().overrides == ()


def test_what_must_be_corrected_nobody_sets_aside(counter: Counter) -> None:
    counter.log_in()
    counter.begin(1)
    open_finding(counter, "date des soins")
    counter.press(Key.OVERRIDE)
    assert counter.said[-1] == ("bad", "Ce point ne peut pas être levé : il faut le corriger.")


def test_escape_takes_the_question_back_and_leaves_the_form_in_sight(counter: Counter) -> None:
    counter.log_in()
    without_sheet(counter)
    open_finding(counter, "Feuille de soins")
    counter.press(Key.OVERRIDE)
    write("vue")
    counter.press(ESC)
    assert not counter.intake.view.verdict.reason.isVisible()
    assert counter.content().overrides == ()
    assert counter.intake.view.form.isVisible()


def test_a_dossier_that_is_not_ready_is_not_received(counter: Counter) -> None:
    desk = counter.log_in().desk
    without_sheet(counter)
    counter.press(Key.RECEIVE)
    assert counter.said[-1][0] == "bad"
    assert "pas recevable en l'état" in counter.said[-1][1]
    assert [draft.state for draft in intake.drafts(desk)] == [State.DRAFT]


def test_why_shows_the_source_of_every_amount(counter: Counter) -> None:
    counter.log_in()
    without_sheet(counter)
    counter.press(Key.WHY)
    dialog = next(found for found in QApplication.topLevelWidgets() if isinstance(found, SourcesDialog))
    shown = texts(dialog)
    assert "Consultation, spécialiste" in shown
    assert "150,00 DH" in shown
    assert "80 %" in shown
    assert "officiel" in shown
    counter.press(ESC)
    assert not any(isinstance(found, SourcesDialog) for found in QApplication.topLevelWidgets() if found.isVisible())
    assert counter.intake.view.form.isVisible()


def test_the_missing_slip_is_a_paper_and_the_draft_stays(counter: Counter) -> None:
    desk = counter.log_in().desk
    without_sheet(counter)
    counter.press(Key.MISSING)
    assert counter.workplace.page() is counter.workplace.pages.preview
    paper = counter.workplace.pages.preview.paper()
    assert paper.name.startswith("pieces-manquantes-")
    page = pdfium.PdfDocument(paper.pdf)[0].get_textpage().get_text_range()
    assert "Feuille de soins" in page
    counter.press(ESC)
    assert counter.workplace.page() is counter.intake
    assert counter.intake.view.form.isVisible()
    assert len(intake.drafts(desk)) == 1


def test_a_draft_is_given_up_by_its_key_pressed_twice(counter: Counter) -> None:
    desk = counter.log_in().desk
    without_sheet(counter)
    counter.press(Key.DISCARD)
    assert counter.said[-1][0] == "warn"
    assert len(intake.drafts(desk)) == 1
    counter.press(Key.DISCARD)
    assert counter.said[-1] == ("info", "Brouillon abandonné.")
    assert intake.drafts(desk) == ()
    assert "Nouveau dossier pour" in texts(counter.intake)


def test_another_key_in_between_keeps_the_draft(counter: Counter) -> None:
    desk = counter.log_in().desk
    without_sheet(counter)
    counter.press(Key.DISCARD, Key.HEADER)
    write("13/11")
    counter.press(Key.DISCARD)
    assert counter.said[-1][0] == "warn"
    assert len(intake.drafts(desk)) == 1


def test_escape_keeps_the_draft_and_enter_brings_it_back(counter: Counter) -> None:
    counter.log_in()
    without_sheet(counter)
    typed = counter.content()
    counter.press(ESC)
    assert counter.said[-1] == ("info", "Brouillon gardé : il attend dans la page de recherche.")
    counter.press(ESC)
    assert counter.workplace.page() is counter.workplace.pages.lookup
    counter.press(DOWN, ENTER)
    assert counter.content() == typed
    assert counter.intake.view.form.inputs["declared_amount"].editor.text() == "300,00"


@pytest.fixture
def later(qtbot: QtBot, store_folder: Path, clock: SetClock) -> Iterator[Counter]:
    """The same store, opened again after what happened to the first window."""
    made = Counter(qtbot, store_folder, clock)
    yield made
    made.close()


def test_after_a_power_cut_the_draft_is_there_with_all_that_was_typed(
    qtbot: QtBot, counter: Counter, later: Counter
) -> None:
    counter.log_in()
    without_sheet(counter)
    counter.press(Key.PIECES, Qt.Key.Key_Home, Qt.Key.Key_Space)
    typed = counter.content()
    assert typed.ticks
    with qtbot.waitSignal(counter.intake._autosave.saved):
        pass
    counter.crash()
    later.log_in()
    assert "MOHAMED" in texts(later.workplace.pages.lookup).upper()
    later.press(DOWN, ENTER)
    assert later.content() == typed
    later.press(Key.PIECES, Qt.Key.Key_Home, DOWN, Qt.Key.Key_Space, Key.RECEIVE)
    assert later.said[-1] == ("good", "Dossier reçu : D014-03-26-00001-81")


def test_closing_the_window_saves_the_last_keystroke(counter: Counter, later: Counter) -> None:
    counter.log_in()
    without_sheet(counter)
    counter.header(declared_amount="30")
    assert counter.window is not None
    counter.window.close()
    later.log_in()
    later.press(DOWN, ENTER)
    assert later.content().fields["declared_amount"] == "3000"


def test_a_draft_changed_elsewhere_is_not_overwritten(counter: Counter) -> None:
    desk = counter.log_in().desk
    counter.begin(1)
    draft = intake.get(desk, intake.drafts(desk)[0].id)
    intake.save(desk, draft, Content(lines=(Line(code="V"),)))
    counter.header(care_date="12/11")
    counter.press(ESC)
    assert counter.said[-1][0] == "bad"
    assert "a changé entre-temps" in counter.said[-1][1]
    assert intake.get(desk, draft.id).content.lines == (Line(code="V"),)


def test_a_receipt_that_was_only_looked_at_is_still_the_original(counter: Counter) -> None:
    counter.log_in()
    without_sheet(counter)
    counter.tick_all()
    counter.press(Key.RECEIVE, ESC)
    counter.intake.view.family.dossier_chosen.emit(received(counter.workplace.desk).id)
    assert counter.workplace.pages.preview.paper().name == "accuse-D014-03-26-00001-81.pdf"


def test_a_receipt_that_left_the_program_comes_again_as_a_copy(counter: Counter, tmp_path: Path) -> None:
    counter.log_in()
    without_sheet(counter)
    counter.tick_all()
    counter.press(Key.RECEIVE)
    counter.workplace.pages.preview.save_to(tmp_path / "accuse.pdf")
    counter.press(ESC)
    assert "reçu" in texts(counter.intake.view.family)
    counter.intake.view.family.dossier_chosen.emit(received(counter.workplace.desk).id)
    assert counter.workplace.pages.preview.paper().name == "accuse-D014-03-26-00001-81-copie1.pdf"
    assert focused() is counter.workplace.pages.preview.print_button
