"""A child's orthodontic treatment through the real window: opened, told, transferred, closed, printed, gone on with."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit
from treatments import DENTIST, deposited, granted, on, salma

from amo_desk.domain.odf import OdfCase, Period, PeriodKind
from amo_desk.ui.odf import state as states
from amo_desk.ui.odf.controller import OdfPage
from amo_desk.ui.odf.state import Form, OdfState
from amo_desk.ui.shortcuts import Key
from amo_desk.usecases import odf
from amo_desk.usecases.desk import Desk
from amo_desk.usecases.papers import Kind
from ui.counter import Counter, rows, texts
from ui.driving import DOWN, ENTER, ESC, focused, write
from ui.ledgers import TODAY, ledger, three
from ui.test_accessibility import unnamed

LEFT, DELETE, TAB = Qt.Key.Key_Left, Qt.Key.Key_Delete, Qt.Key.Key_Tab
OTHER = "106501188"
SERVING = {PeriodKind.SEMESTER: "00412377"}


def page(counter: Counter) -> OdfPage:
    shown = counter.workplace.pages.odf
    assert counter.workplace.page() is shown
    return shown


def visit(counter: Counter) -> OdfPage:
    """Goes to Salma's treatment from her family."""
    counter.search("0123456")
    counter.press(ENTER, Key.MEMBER_3, Key.ODF)
    return page(counter)


def case(counter: Counter) -> OdfCase:
    found = page(counter).state.case
    assert found is not None
    return found


def fields(counter: Counter) -> list[str]:
    return list(page(counter).view.side.form.inputs)


def said_at(counter: Counter, field: str) -> str:
    return page(counter).view.side.form.inputs[field].editor.accessibleDescription()


def fill(counter: Counter, **typed: str) -> None:
    """Walks through the form by Enter and types into the fields that are named, in place of what they hold."""
    for name in fields(counter):
        assert focused() is page(counter).view.side.form.inputs[name].editor, name
        edit = focused()
        if name in typed and isinstance(edit, QLineEdit):
            edit.selectAll()
            write(typed[name])
        counter.press(ENTER)


@pytest.fixture
def desk(counter: Counter) -> Desk:
    return counter.log_in().desk


@pytest.fixture
def treated(desk: Desk) -> OdfCase:
    """Salma's treatment: an agreement, a case, and the first half-year deposited."""
    granted(desk, day="2026-06-20")
    family, child = salma(desk)
    opened = odf.open_case(desk, family.id, child.id, DENTIST)
    deposited(desk, care="2026-11-10")
    return opened


def test_the_list_says_what_is_due_next_and_leads_to_the_ledger(counter: Counter, treated: OdfCase) -> None:
    counter.press(Key.ODF)
    assert focused() is page(counter).view.treatments
    assert rows(page(counter).view.treatments) == [
        ["EL ALAMI Salma", "0123456", "1 sur 6", "Semestre 2 possible dès le 10/05/2027", "10/05/2027", ""]
    ]
    assert unnamed(counter.workplace) == []
    counter.press(ENTER)
    assert focused() is page(counter).view.timeline
    assert page(counter).state.case == treated
    counter.press(ESC)
    assert page(counter).state.child is None
    counter.press(ESC)
    assert counter.workplace.page() is counter.workplace.pages.lookup


def test_nobody_treated_is_said_in_words(counter: Counter, desk: Desk) -> None:
    counter.press(Key.ODF)
    assert "Aucun traitement ouvert" in texts(page(counter))
    counter.press(ENTER)
    assert desk


@pytest.mark.usefixtures("treated")
def test_the_ledger_tells_child_agreement_start_birthday_periods_amounts_and_what_comes(counter: Counter) -> None:
    visit(counter)
    shown = texts(page(counter))
    for words in (
        "EL ALAMI Salma",
        "né(e) le 19/08/2012",
        "Dr S. Lahbabi (103458206)",
        "Accord 00412377 du 20/06/2026",
        "utilisé",
        "Début 10/11/2026",
        "dans le délai",
        "16 ans le 19/08/2028",
        "20 mois",
        "1 semestre sur 6 · 1\u00a0200,00 DH AMO".replace("\u00a0", " "),
        "D90 sur D540",
        "Semestre 2 possible dès le 10/05/2027",
    ):
        assert words in shown.replace("\u00a0", " ").replace("\u202f", " "), words
    period, since, until, number, base, amo, words = rows(page(counter).view.periods)[0]
    assert (period, since, until) == ("Semestre 1", "10/11/2026", "09/05/2027")
    assert number.startswith("D014")
    assert (base[-6:], amo[-6:], words) == ("500,00", "200,00", "✓ compté")
    assert "Semestre 1" in page(counter).view.timeline.accessibleDescription()
    assert unnamed(counter.workplace) == []


@pytest.mark.usefixtures("treated")
def test_arrows_walk_the_periods_and_the_table_follows(counter: Counter, desk: Desk) -> None:
    family, child = salma(desk)
    found = odf.ledger(desk, family.id, child.id).case
    assert found is not None
    earlier = Period(kind=PeriodKind.INTERRUPTION, since=date(2026, 11, 15), until=date(2026, 11, 20))
    odf.tell(desk, found, earlier)
    shown = visit(counter)
    assert shown.view.periods.currentIndex().row() == 1
    counter.press(LEFT)
    assert shown.view.periods.currentIndex().row() == 0
    assert shown.view.timeline.accessibleDescription().startswith("Semestre 1")
    counter.press(TAB, DOWN)
    assert focused() is shown.view.periods
    assert shown.view.timeline.accessibleDescription().startswith("Interruption")


def test_a_treatment_is_opened_then_told_then_untold(counter: Counter, desk: Desk) -> None:
    granted(desk, day="2026-06-20")
    visit(counter)
    assert page(counter).state.case is None
    counter.press(Key.NEW)
    fill(counter, practitioner=DENTIST)
    assert case(counter).practitioner == DENTIST
    assert counter.said[-1] == ("good", "Traitement ouvert.")
    counter.press(Key.NEW)
    assert unnamed(counter.workplace) == []
    assert said_at(counter, "practitioner") == "Dr S. Lahbabi"
    fill(counter, rank="1", since="2/7/2026")
    told = case(counter).told
    assert [(one.kind, one.rank, one.since, one.agreement) for one in told] == [
        (PeriodKind.SEMESTER, 1, date(2026, 7, 2), "00412377")
    ]
    assert rows(page(counter).view.periods)[0][3] == "noté à la main"
    assert focused() is page(counter).view.timeline
    counter.press(DELETE)
    assert case(counter).told == told, "asked once only"
    assert "Encore une fois" in texts(page(counter))
    counter.press(ESC)
    assert not page(counter).state.armed
    counter.press(DELETE, DELETE)
    assert case(counter).told == ()


def test_an_interruption_asks_for_its_end_and_a_surgical_half_year_for_no_rank(counter: Counter, desk: Desk) -> None:
    family, child = salma(desk)
    odf.open_case(desk, family.id, child.id)
    visit(counter)
    counter.press(Key.NEW)
    kind = focused()
    assert isinstance(kind, QComboBox)
    assert fields(counter) == ["kind", "rank", "since", "practitioner", "agreement"]
    counter.press(DOWN)
    assert fields(counter) == ["kind", "since", "until", "practitioner", "agreement"]
    assert focused() is page(counter).view.side.form.inputs["kind"].editor
    counter.press(DOWN, DOWN)
    assert fields(counter) == ["kind", "since", "practitioner", "agreement"]


def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(counter: Counter, desk: Desk) -> None:
    family, child = salma(desk)
    odf.open_case(desk, family.id, child.id)
    visit(counter)
    counter.press(Key.NEW)
    for typed, field, words in (
        ({"rank": "deux", "since": "2/2/2026"}, "rank", "à partir de 1"),
        ({"rank": "0"}, "rank", "à partir de 1"),
        ({"rank": "2", "since": "31/12/2026"}, "since", "pas encore venue"),
        ({"since": "1/1/2012"}, "since", "précède la naissance de l'enfant, le 19/08/2012"),
        ({"since": "bientôt"}, "since", "pas une date"),
        ({"since": "2/2/2026", "practitioner": "12"}, "practitioner", "neuf chiffres"),
    ):
        page(counter).view.side.form.focus_on("")
        fill(counter, **typed)
        assert words in said_at(counter, field), typed
        assert focused() is page(counter).view.side.form.inputs[field].editor
        assert page(counter).state.values["rank"] in ("deux", "0", "2")
        assert case(counter).told == ()
    counter.press(ESC)
    assert page(counter).state.form is None


@pytest.mark.usefixtures("treated")
def test_a_half_year_before_the_agreement_is_told_while_one_types(counter: Counter) -> None:
    visit(counter)
    counter.press(Key.NEW, ENTER)
    write("2")
    counter.press(ENTER)
    assert said_at(counter, "since") == ""
    write("1/6/2026")
    assert "accord" in said_at(counter, "since").lower()
    counter.press(Key.RECEIVE)
    told = rows(page(counter).view.periods)[0]
    assert told[-1].startswith("✕ ")
    assert "accord" in told[-1].lower()
    assert page(counter).view._troubles.isVisible()


@pytest.mark.usefixtures("treated")
def test_another_orthodontist_then_closed_then_opened_again(counter: Counter) -> None:
    visit(counter)
    counter.press(Key.TRANSFER)
    fill(counter, practitioner=DENTIST)
    assert "suit déjà" in said_at(counter, "practitioner")
    fill(counter, practitioner=OTHER, day="h")
    assert (case(counter).practitioner, case(counter).former_practitioner) == (OTHER, DENTIST)
    assert "Transfert le 22/11/2026" in texts(page(counter))
    counter.press(Key.CLOSE)
    fill(counter, day="31/12/2026")
    assert "pas encore venue" in said_at(counter, "day")
    fill(counter, day="j")
    assert case(counter).closed_on == TODAY
    assert "Traitement clos le 23/11/2026" in texts(page(counter))
    counter.press(Key.NEW, Key.TRANSFER)
    assert page(counter).state.form is None, "nothing is recorded in a closed treatment"
    counter.press(Key.CLOSE)
    assert case(counter).closed_on is None


@pytest.mark.usefixtures("treated")
def test_the_ledger_is_shown_on_paper(counter: Counter) -> None:
    visit(counter)
    counter.press(Key.PRINT)
    preview = counter.workplace.pages.preview
    assert counter.workplace.page() is preview
    paper = preview.paper()
    assert (paper.kind, paper.pdf[:4]) == (Kind.LEDGER, b"%PDF")
    preview.used.emit(paper)
    counter.press(ESC)
    assert page(counter).state.ledger is not None


def test_the_next_dossier_begins_on_its_form(counter: Counter, desk: Desk) -> None:
    visit(counter)
    counter.press(Key.RECEIVE)
    assert counter.work().form.id == "odf_agreement"
    counter.press(Key.DISCARD, Key.DISCARD)
    granted(on(desk, "2026-11-20"), day="2026-06-20")
    visit(counter)
    counter.press(Key.RECEIVE)
    assert counter.work().form.id == "odf_first"
    assert counter.content().fields["agreement_number"] == "00412377"
    assert counter.intake.person() == (salma(desk)[0].id, salma(desk)[1].id)


@pytest.mark.usefixtures("treated")
def test_the_family_card_shows_the_treatment_of_the_member_marked(counter: Counter) -> None:
    counter.search("0123456")
    counter.press(ENTER)
    card = counter.intake.view.family
    assert "ORTHODONTIE" not in texts(card)
    counter.press(Key.MEMBER_3)
    for words in ("ORTHODONTIE", "Accord 00412377", "Début 10/11/2026", "1 semestre sur 6", "dès le 10/05/2027"):
        assert words in texts(card), words


def test_the_list_keeps_what_was_marked_and_forgets_what_is_gone() -> None:
    assert states.listed(OdfState(), ()).marked is None
    shown = OdfState(ledger=ledger(), chosen=2)
    assert (shown.told, shown.may_remove) == (None, False)
    assert states.choosing(shown, 0).row == three()[0]


def test_typing_takes_the_trouble_of_its_field_away_and_keeps_the_rest() -> None:
    asked = states.asking(OdfState(ledger=ledger(), serving=SERVING), Form.PERIOD, TODAY)
    assert asked.values == {"kind": "semester", "practitioner": DENTIST, "agreement": "00412377"}
    _, troubles = states.read_period(states.typed(states.typed(asked, "rank", "x"), "since", "y"), TODAY)
    assert {name: error.code for name, error in troubles.items()} == {"rank": "odf.rank", "since": "day.format"}
    left = states.typed(states.failed(asked, troubles), "rank", "2")
    assert list(left.troubles) == ["since"]
    assert states.rested(left).values == {}


def test_a_pause_cannot_end_tomorrow() -> None:
    asked = states.typed(
        states.asking(OdfState(ledger=ledger(), serving=SERVING), Form.PERIOD, TODAY), "kind", "interruption"
    )
    typed = states.typed(states.typed(asked, "since", "2026-11-01"), "until", "2026-11-24")
    period, troubles = states.read_period(typed, TODAY)
    assert period is None
    assert troubles["until"].code == "odf.day_future"
    period, _ = states.read_period(states.typed(typed, "until", "2026-11-20"), TODAY)
    assert period is not None
    assert (period.kind, period.rank, period.until) == (PeriodKind.INTERRUPTION, None, date(2026, 11, 20))


def test_what_was_recorded_on_another_page_counts_when_one_comes_back(counter: Counter, desk: Desk) -> None:
    counter.search("0123456")
    counter.press(ENTER, Key.MEMBER_3)
    family, child = salma(desk)
    form = next(form for form in desk.rulebook.forms_on(desk.today()) if form.id == "odf_first")
    counter.workplace.begin_dossier(family.id, child.id, form)
    work = counter.workplace.pages.intake.work
    assert work is not None
    work.type_field("care_date", "2026-11-10")
    work.type_field("agreement_number", "00412377")
    said = [finding.key for finding in work.evaluation.findings]
    assert "check/odf_agreement_unknown" in said
    counter.press(Key.AGREEMENTS)
    granted(desk)
    counter.press(ESC, ESC)
    assert counter.workplace.page() is counter.workplace.pages.intake
    said = [finding.key for finding in work.evaluation.findings]
    assert "check/odf_agreement_unknown" not in said


def test_another_kind_brings_its_own_agreement_unless_a_number_was_typed() -> None:
    serving = {**SERVING, PeriodKind.RETENTION: "00500001"}
    asked = states.asking(OdfState(ledger=ledger(), serving=serving), Form.PERIOD, TODAY)
    assert asked.values["agreement"] == "00412377"
    assert states.typed(asked, "kind", "retention").values["agreement"] == "00500001"
    assert states.typed(asked, "kind", "interruption").values["agreement"] == ""
    by_hand = states.typed(asked, "agreement", "00777777")
    assert states.typed(by_hand, "kind", "retention").values["agreement"] == "00777777"
