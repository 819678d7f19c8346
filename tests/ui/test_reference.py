"""The reference page, driven by its keys on the real rules; and its states without a screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from amo_desk.domain.sources import Text
from amo_desk.rules.office import Trouble
from amo_desk.ui.page import Context, Page
from amo_desk.ui.reference import state as states
from amo_desk.ui.reference import words
from amo_desk.ui.reference.controller import ReferencePage
from amo_desk.ui.reference.state import ReferenceState, Tab
from amo_desk.ui.shortcuts import MEMBERS, Key
from amo_desk.usecases import reference
from amo_desk.usecases.desk import Desk
from amo_desk.usecases.reference import Section
from ui.counter import Counter, rows
from ui.driving import DOWN, ENTER, ESC, focused, press, write

Hosted = Callable[[Page], QWidget]
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def page(context: Context, desk: Desk, hosted: Hosted) -> Iterator[ReferencePage]:
    made = ReferencePage(context, desk)
    host = hosted(made)
    yield made
    host.close()


def go_to(tab: Tab) -> None:
    press(Qt.Key(Qt.Key.Key_0 + (list(Tab).index(tab) + 1) % 10), with_=ALT)


def codes(page: ReferencePage) -> list[str]:
    return [row[0] for row in rows(page.view.rows)]


def detail(page: ReferencePage) -> str:
    return page.view.detail.toPlainText()


def test_typing_a_code_brings_it_first_with_its_source(page: ReferencePage) -> None:
    assert page.view.search.hasFocus()
    write("d702")
    code, label, _, value, since, source, grade, checked = rows(page.view.rows)[0]
    assert (code, value, grade, checked) == ("D702", "262,50\u00a0DH", "transcription", "23/11/2026")
    assert label.startswith("Obturation")
    assert source.startswith("Nomenclature")
    assert since == "01/09/2006"
    for said in ("coefficient 15", "Adresse", "https://", "262,50", "en vigueur", "secteur public"):
        assert said in detail(page), said


def test_arrows_walk_and_enter_opens_the_whole_then_escape_comes_back(page: ReferencePage, qtbot: QtBot) -> None:
    go_to(Tab.LETTER_KEYS)
    first = detail(page)
    press(DOWN)
    assert page.view.rows.currentIndex().row() == 1
    assert detail(page) != first
    press(ENTER)
    assert page.view.detail.hasFocus()
    press(ESC)
    assert page.view.search.hasFocus()
    write("cnpsy")
    assert set(codes(page)) == {"CNPSY"}
    press(ESC)
    assert page.view.search.text() == ""
    assert len(codes(page)) > 10
    with qtbot.waitSignal(page.left):
        press(ESC)


def test_every_chapter_has_its_key_and_its_rows(page: ReferencePage) -> None:
    assert len(MEMBERS) == len(Tab)
    for tab in Tab:
        go_to(tab)
        assert page.state.tab is tab
        if tab is Tab.CONTRIBUTIONS:
            assert page.view.calculator.gross.editor.hasFocus()
        elif tab is Tab.MEDICINES:
            assert "Aucune liste de médicaments n'est au registre" in page.view.medicines.words.text()
            assert not page.view.medicines.table.isVisible()
            assert detail(page) == ""
        else:
            assert codes(page), tab
            assert detail(page)
            assert page.view.search.hasFocus()


def test_what_is_not_in_this_chapter_is_shown_where_it_is(page: ReferencePage) -> None:
    go_to(Tab.MUTUELLES)
    write("diabete")
    assert page.state.tab is Tab.ALL
    assert "H011" in codes(page)
    assert "ans" in detail(page) or "rubrique" in detail(page)


def test_letters_that_match_nothing_say_so(page: ReferencePage) -> None:
    write("zzzz")
    assert codes(page) == []
    assert page.view._empty.isVisible()
    assert detail(page) == ""
    press(ENTER)


def test_a_form_tells_its_pieces_their_level_and_who_may_override(page: ReferencePage) -> None:
    go_to(Tab.FORMS)
    write("soins dentaires")
    for said in ("Feuille de soins dentaire", "bloquant", "un responsable peut lever", "depuis le 01/09/2006", "INPE"):
        assert said in detail(page), said


def test_a_request_tells_where_its_file_goes(page: ReferencePage) -> None:
    go_to(Tab.FORMS)
    write("exoneration etm")
    assert "À transmettre à" in detail(page)
    assert "CNOPS" in detail(page)
    assert "{payer}" not in detail(page)


def test_pieces_of_the_office_and_what_is_not_found_are_told(context: Context, desk: Desk, hosted: Hosted) -> None:
    form = desk.rulebook.forms_on(desk.today())[0]
    ours = replace(form.pieces[0], id="L_COPY", label=Text(fr="Copie du bureau", ar="نسخة"), local=True)
    missing = Text(fr="La liste <officielle> n'a pas été lue.", ar="غير موجود")
    forms = (replace(form, pieces=(replace(form.pieces[0], relevelled=True), ours), not_found=missing),)
    page = ReferencePage(context, replace(desk, rulebook=replace(desk.rulebook, forms=forms)))
    host = hosted(page)
    go_to(Tab.FORMS)
    assert "Copie du bureau [pièce du bureau]" in detail(page)
    assert "[niveau du bureau]" in detail(page)
    assert "La liste <officielle> n'a pas été lue." in detail(page)
    host.close()


def test_a_wrong_file_of_the_office_is_told_with_its_line_and_key(context: Context, desk: Desk, hosted: Hosted) -> None:
    trouble = Trouble(file="optics.toml", line=3, key="level", expected="block | warn | note")
    page = ReferencePage(context, replace(desk, rulebook=replace(desk.rulebook, troubles=(trouble,))))
    host = hosted(page)
    assert page.view._troubles.isVisible()
    told = page.view._troubles.text()
    assert "optics.toml, ligne 3, clé « level » : attendu block | warn | note" in told
    host.close()


def test_without_trouble_nothing_is_said(page: ReferencePage) -> None:
    assert page.view._troubles.isHidden()


def test_a_contribution_is_worked_out_as_one_types(page: ReferencePage) -> None:
    go_to(Tab.CONTRIBUTIONS)
    calculator = page.view.calculator
    write("5000")
    assert calculator.total.text() == "250,00 DH"
    assert (calculator.employee.text(), calculator.employer.text()) == ("125,00 DH", "125,00 DH")
    assert "Cotisation AMO mensuelle maximale" in detail(page)
    assert "400,00" in detail(page)
    write("0")
    assert calculator.total.text() == "400,00 DH"
    assert calculator.capped.text() == "ramenée au maximum"
    press(ENTER)
    assert focused() is calculator.kind.editor
    press(DOWN)
    assert calculator.total.text() == "400,00 DH"
    assert page.state.calculation.kind == "pension"


@pytest.mark.parametrize("typed", ["abc", "0", ""])
def test_what_is_no_amount_gives_no_contribution(page: ReferencePage, typed: str) -> None:
    go_to(Tab.CONTRIBUTIONS)
    write(typed)
    assert page.view.calculator.total.text() == "–"
    assert detail(page) == ""


def test_everything_has_a_name(page: ReferencePage, unnamed: Callable[[QWidget], list[str]]) -> None:
    assert unnamed(page) == []


def test_the_key_of_the_reference_opens_it_anywhere_and_escape_goes_back(counter: Counter) -> None:
    workplace = counter.log_in()
    counter.press(Key.LOTS, Key.REFERENCE)
    assert workplace.page() is workplace.pages.reference
    assert workplace.pages.reference.view.search.hasFocus()
    counter.press(ESC)
    assert workplace.page() is workplace.pages.lots


class TestState:
    def test_codes_come_before_names(self, desk: Desk) -> None:
        entries = reference.reference(desk).entries
        found = states.matching(entries, "b")
        assert found[0].code == "B"
        assert states.matching(entries, "") == entries

    def test_all_words_must_match_in_any_order_without_accents(self, desk: Desk) -> None:
        entries = reference.reference(desk).entries
        assert states.matching(entries, "composee cavite") == states.matching(entries, "Cavité  composée")
        assert states.matching(entries, "cavite composee diabete") == ()

    def test_doubts_are_counted_apart(self, desk: Desk) -> None:
        held = reference.reference(desk)
        state = states.with_reference(ReferenceState(), held)
        sections = [tab for tab in Tab if tab not in (Tab.ALL, Tab.DOUBTS, Tab.CONTRIBUTIONS, Tab.MEDICINES)]
        assert state.count(Tab.ALL) == sum(state.count(tab) for tab in sections)
        assert state.count(Tab.DOUBTS) == sum(entry.section is Section.DOUBTS for entry in held.entries)

    def test_every_kind_and_unit_has_its_words(self, desk: Desk) -> None:
        for entry in reference.reference(desk).entries:
            assert entry.kind in words.KINDS, entry.kind
            assert words.row_value(entry) is not None
