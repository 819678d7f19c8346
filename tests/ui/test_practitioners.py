"""The register of practitioners through the real window: found, noted, validated, rejected, settled."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from amo_desk.ui.practitioners.controller import PractitionersPage
from amo_desk.ui.practitioners.state import Shown
from amo_desk.ui.records import BELOW_ROLE, MARKS_ROLE
from amo_desk.ui.shortcuts import Key
from amo_desk.usecases import lookup, practitioners
from ui.counter import Counter, rows, texts
from ui.driving import DOWN, ENTER, ESC, focused, write
from ui.test_accessibility import unnamed

KNOWN = "101075429"
NEW = "222333444"


@pytest.fixture
def page(counter: Counter) -> PractitionersPage:
    workplace = counter.log_in()
    counter.press(Key.PRACTITIONERS)
    assert workplace.page() is workplace.pages.practitioners
    return workplace.pages.practitioners


def names(page: PractitionersPage) -> list[str]:
    return [row[1] for row in rows(page.view.rows)]


def note(counter: Counter, name: str = "Dr Nadia Zniber", inpe: str = NEW) -> None:
    practitioners.learn(counter.workplace.desk, inpe, name, "medecin")
    counter.press(Key.REGISTERS, Key.PRACTITIONERS)


def test_one_is_found_by_number_or_name_with_the_matching_part_marked(page: PractitionersPage) -> None:
    assert focused() is page.view.search
    write("1010")
    assert rows(page.view.rows)[0][0] == KNOWN
    model = page.view.rows.model()
    assert model.index(0, 0).data(MARKS_ROLE) == ((0, 4),)
    name = str(model.index(0, 1).data())
    page.view.search.clear()
    write(name.rsplit(maxsplit=1)[-1].upper())
    assert name in names(page)
    place = names(page).index(name)
    (start, end), *_ = model.index(place, 1).data(MARKS_ROLE)
    assert name[start:end] == name.rsplit(maxsplit=1)[-1]


def test_a_long_list_says_that_it_was_cut_and_nobody_found_what_to_do(
    page: PractitionersPage, counter: Counter
) -> None:
    write("zzzzyx")
    assert names(page) == []
    assert "Ctrl+N note un praticien" in texts(page)
    counter.press(ESC)
    assert names(page) != []


def test_somebody_is_noted_by_the_keys(page: PractitionersPage, counter: Counter) -> None:
    write(NEW)
    counter.press(Key.NEW)
    assert page.state.values == {"inpe": NEW}
    assert unnamed(page) == []
    counter.press(ENTER)
    write("Dr Nadia Zniber")
    counter.press(ENTER, Qt.Key.Key_Down, ENTER)
    write("pédiatre")
    counter.press(ENTER, ENTER)
    assert ("good", "Praticien noté.") in counter.said
    assert lookup.practitioner_names(counter.workplace.desk, [NEW]) == {NEW: "Dr Nadia Zniber"}


def test_what_is_wrong_stands_at_its_field(page: PractitionersPage, counter: Counter) -> None:
    counter.press(Key.NEW)
    write("123")
    counter.press(ENTER)
    write("Dr X")
    counter.press(Key.RECEIVE)
    form = page.view.detail.form
    assert form.inputs["inpe"].editor.accessibleDescription().startswith("Un INPE a neuf chiffres")
    assert focused() is form.inputs["inpe"].editor
    counter.press(ESC)
    assert page.state.form is None


def test_who_was_learnt_waits_and_is_validated(page: PractitionersPage, counter: Counter) -> None:
    note(counter)
    assert page.state.shown is Shown.PENDING
    assert names(page) == ["Dr Nadia Zniber"]
    assert page.view.rows.model().index(0, 1).data(BELOW_ROLE) == "▲ appris au guichet, à valider"
    assert "Appris au guichet le 23/11/2026 par" in texts(page)
    counter.press(Key.RECEIVE)
    assert practitioners.pending(counter.workplace.desk) == ()
    assert "Rien à valider" in texts(page)
    assert NEW in lookup.practitioner_names(counter.workplace.desk, [NEW])


def test_who_was_learnt_is_rejected_for_a_reason(page: PractitionersPage, counter: Counter) -> None:
    note(counter)
    counter.press(Key.MISSING, ENTER)
    assert "trois lettres" in page.view.detail.form.inputs["reason"].editor.accessibleDescription()
    write("cachet illisible")
    counter.press(ENTER)
    assert lookup.practitioner_names(counter.workplace.desk, [NEW]) == {}
    counter.press(ESC, Key.NEW)
    page.view.detail.form.inputs["inpe"].setFocus()
    focused().selectAll()
    write(NEW)
    counter.press(ENTER)
    focused().selectAll()
    write("Dr Nadia Zniber")
    counter.press(ENTER, DOWN, Key.RECEIVE)
    assert "Un responsable l'a rejeté : « cachet illisible »." in texts(page)


def test_an_inpe_with_two_names_is_flagged_and_settled(page: PractitionersPage, counter: Counter) -> None:
    desk = counter.workplace.desk
    known = lookup.practitioner_names(desk, [KNOWN])[KNOWN]
    note(counter, "Dr Autre Nom", KNOWN)
    counter.press(Key.RECEIVE)
    counter.press(Key.REGISTERS, Key.PRACTITIONERS)
    assert page.state.shown is Shown.CONFLICTS
    assert sorted(names(page)) == sorted(["Dr Autre Nom", known])
    assert f"L'INPE {KNOWN} porte plusieurs noms" in texts(page)
    counter.press(Key.OVERRIDE)
    assert practitioners.conflicts(desk) == ()
    assert "Aucun INPE ne porte deux noms." in texts(page)


def test_a_wrong_number_is_corrected(page: PractitionersPage, counter: Counter) -> None:
    note(counter)
    counter.press(Key.ENTRY)
    edit = page.view.detail.form.inputs["inpe"].editor
    assert focused() is edit
    edit.selectAll()
    write("222333445")
    counter.press(Key.RECEIVE)
    found = lookup.practitioner_names(counter.workplace.desk, [NEW, "222333445"])
    assert found == {"222333445": "Dr Nadia Zniber"}


def test_escape_leads_back_step_by_step(page: PractitionersPage, counter: Counter) -> None:
    write("x")
    counter.press(ESC)
    assert page.state.typed == ""
    counter.press(ESC)
    assert counter.workplace.page() is counter.workplace.pages.lookup


def test_everything_has_a_name(page: PractitionersPage, counter: Counter) -> None:
    assert unnamed(page) == []
    note(counter)
    assert unnamed(page) == []


def test_an_unknown_inpe_is_noted_at_the_intake(counter: Counter) -> None:
    workplace = counter.log_in()
    page = counter.begin(1)
    name = next(field for field, made in page.view.form.inputs.items() if "INPE" in made.editor.accessibleName())
    page.view.form.inputs[name].setFocus()
    write(NEW)
    assert "inconnu · Ctrl+N : le noter" in page.view.form.inputs[name].editor.accessibleDescription()
    counter.press(Key.NEW)
    form = page.view.form.stranger
    assert focused() is form.inputs["name"].editor
    assert unnamed(workplace) == []
    write("Dr Nadia Zniber")
    counter.press(ENTER, ENTER)
    assert form.isVisible()
    assert form.inputs["kind"].editor.accessibleDescription().startswith("Indiquez ce qu'il est")
    counter.press(DOWN, ENTER)
    assert not form.isVisible()
    assert focused() is page.view.form.inputs[name].editor
    assert page.view.form.inputs[name].editor.accessibleDescription() == "Dr Nadia Zniber ✓"
    assert [entry.practitioner.inpe for entry in practitioners.pending(workplace.desk)] == [NEW]


def test_escape_closes_the_small_form_and_keeps_the_dossier(counter: Counter) -> None:
    counter.log_in()
    page = counter.begin(1)
    counter.press(Key.NEW)
    assert not page.view.form.stranger.isVisible()
    name = next(field for field, made in page.view.form.inputs.items() if "INPE" in made.editor.accessibleName())
    page.view.form.inputs[name].setFocus()
    write(NEW)
    counter.press(Key.NEW, ESC)
    assert not page.view.form.stranger.isVisible()
    assert focused() is page.view.form.inputs[name].editor
    assert counter.content().fields[name] == NEW
