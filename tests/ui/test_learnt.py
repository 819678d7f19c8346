"""What the insured tells, noted by the keys from their card: beside the register, until that says otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import extracts
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit
from sqlalchemy import select

from amo_desk.domain.people import Family, Learnt
from amo_desk.store.schema import learnt as facts
from amo_desk.ui.learnt import state as states
from amo_desk.ui.learnt.state import FactState, Plan
from amo_desk.ui.learnt.view import LearntDialog
from amo_desk.ui.messages import SENTENCES
from amo_desk.ui.records import RECORD_ROLE
from amo_desk.ui.shortcuts import Key
from amo_desk.usecases import lookup, people, register_imports
from amo_desk.usecases.clock import SetClock, new_id
from amo_desk.usecases.desk import Desk
from amo_desk.usecases.register_imports import Options, Register
from ui.counter import Counter, everything_in_sight, rows, texts
from ui.driving import ENTER, ESC, focused, write
from ui.test_accessibility import unnamed

RIB, OTHER_RIB = "011519000001205000534921", "230780444444444444444487"
NUMBER = "7100001"
TAB, SPACE = Qt.Key.Key_Tab, Qt.Key.Key_Space
TODAY, BEFORE = "23/11/2026", datetime(2026, 10, 3, 10, 0).astimezone()


def form(counter: Counter) -> LearntDialog:
    """The form in sight."""
    found = counter.workplace.findChildren(LearntDialog)
    assert len(found) == 1, "no form, or two"
    assert found[0].isVisible()
    return found[0]


def closed(counter: Counter) -> bool:
    return not any(found.isVisible() for found in counter.workplace.findChildren(LearntDialog))


def card(counter: Counter) -> str:
    return texts(counter.workplace.pages.lookup.view.family)


def lines(counter: Counter) -> list[QLineEdit]:
    """The fields in their order: phone, address, bank account, Arabic name."""
    return [fact.input.editor for fact in form(counter)._facts.values()]


def told(desk: Desk) -> set[tuple[str, str]]:
    """Everything that is kept beside the register."""
    with desk.store.reading() as connection:
        return {(row.field, row.value) for row in connection.execute(select(facts))}


def imported(desk: Desk, folder: Path, day: date, **cells: str) -> Family:
    """The family as an extract of a day leaves it."""
    path = extracts.workbook(folder / f"{day}.xlsx", extracts.family(NUMBER, **cells))
    sheet = register_imports.look(desk, Register.AFFILIATES, path)
    options = Options(extract_day=day)
    outcome = register_imports.apply(desk, Register.AFFILIATES, path, sheet.mapping, options=options)
    assert outcome.refused == 0
    return lookup.family_card(desk, lookup.find(desk, NUMBER).people[0].family_id).family


@pytest.fixture
def home(counter: Counter, tmp_path: Path) -> Family:
    """A family of the extract of 1 September, its card in sight."""
    desk = counter.log_in().desk
    cells = {"Téléphone": "05 37 12 34 56", "Adresse": "12, rue des Orangers", "RIB": RIB}
    family = imported(desk, tmp_path, date(2026, 9, 1), **cells)
    counter.search(NUMBER)
    return family


def earlier(desk: Desk) -> Desk:
    """The same desk on 3 October."""
    return replace(desk, clock=SetClock(BEFORE))


def test_the_form_opens_where_a_family_is_marked_and_nowhere_else(counter: Counter) -> None:
    workplace = counter.log_in()
    counter.press(Key.LEARN)
    assert closed(counter)
    assert "Ce que dit l'assuré" not in texts(workplace.keys)
    write("0123456")
    assert "Ce que dit l'assuré" in texts(workplace.keys)
    assert "Ctrl+Maj+N" in texts(workplace.keys)
    counter.press(Key.LEARN)
    shown = texts(form(counter))
    assert "EL ALAMI Mohamed · Imm. 0123456" in shown
    assert "Nom arabe de EL ALAMI Mohamed" in shown
    assert focused() is lines(counter)[0]
    counter.press(ESC)
    assert closed(counter)
    assert focused() is workplace.top.search
    assert workplace.top.search.text() == "0123456", "the search is as it was"
    counter.press(ESC)
    assert "Ce que dit l'assuré" not in texts(workplace.keys)
    write("zzyzx")
    counter.press(Key.LEARN)
    assert closed(counter)


def test_the_bar_opens_the_form_on_who_is_marked_now(counter: Counter) -> None:
    workplace = counter.log_in()
    write("alami")
    counter.press(Qt.Key.Key_Down)
    hits = workplace.pages.lookup.view.results
    second = hits.currentIndex()
    assert second.row() == 1
    counter.click(workplace.keys, "Ce que dit l'assuré")
    assert f"Imm. {second.data(RECORD_ROLE).immatriculation}" in texts(form(counter))
    counter.press(ESC)
    workplace.top.search.selectAll()
    write("bennani")
    first = hits.model().index(0, 0).data(RECORD_ROLE)
    counter.click(workplace.keys, "Ce que dit l'assuré")
    assert f"Imm. {first.immatriculation}" in texts(form(counter))
    counter.press(ESC)


def test_each_fact_says_what_the_register_says_what_was_told_and_what_counts(counter: Counter, home: Family) -> None:
    desk = counter.workplace.desk
    people.learn(desk, home.id, "phone", "06 61 22 33 44")
    counter.press(Key.LEARN)
    shown = texts(form(counter))
    assert "Registre du 01/09/2026" in shown
    assert "05 37 12 34 56" in shown
    assert f"Dit le {TODAY}, noté par s.bennani" in shown
    assert "retenu : dit au guichet" in shown
    assert "retenu : le registre" in shown
    assert [line.text() for line in lines(counter)] == ["06 61 22 33 44", "12, rue des Orangers", "", "عمر التازي"]
    named = {label.accessibleName() for label in form(counter).findChildren(QLabel)}
    assert f"Dit le {TODAY}, noté par s.bennani : 06 61 22 33 44" in named


@pytest.mark.usefixtures("home")
def test_enter_walks_through_the_fields_and_saves_only_what_changed(counter: Counter) -> None:
    workplace = counter.workplace
    counter.press(Key.LEARN)
    write("06 61  22 33 44")
    counter.press(ENTER, ENTER, ENTER)
    assert focused() is lines(counter)[3]
    write("عمر بن علي التازي")
    counter.press(ENTER)
    assert closed(counter)
    assert told(workplace.desk) == {("phone", "06 61 22 33 44"), ("arabic_name", "عمر بن علي التازي")}
    assert counter.said[-1] == ("good", "Noté : Téléphone, Nom arabe")
    assert f"06 61 22 33 44 · dit au guichet le {TODAY}" in card(counter)
    assert f"Nom arabe dit au guichet le {TODAY}" in card(counter)
    assert "عمر بن علي التازي" in card(counter)
    assert rows(workplace.pages.lookup.view.results)[0][1] == "عمر بن علي التازي"
    assert focused() is workplace.top.search
    counter.search("بن علي")
    assert rows(workplace.pages.lookup.view.results)[0][:2] == ["TAZI Omar", "عمر بن علي التازي"]


@pytest.mark.usefixtures("home")
def test_nothing_typed_writes_nothing(counter: Counter) -> None:
    counter.press(Key.LEARN, Key.RECEIVE)
    assert closed(counter)
    counter.press(Key.LEARN)
    write("05 37 12 34 56")
    counter.press(ENTER)
    write(" 12, rue  des Orangers ")
    counter.press(ENTER)
    write(RIB)
    counter.press(Key.RECEIVE)
    assert closed(counter)
    counter.press(Key.LEARN)
    write("06 00 00 00 00")
    counter.press(ESC)
    assert told(counter.workplace.desk) == set()
    assert all(level != "good" for level, _ in counter.said)


def test_the_arabic_name_is_that_of_the_marked_person_and_is_written_from_the_right(
    counter: Counter, home: Family
) -> None:
    desk = counter.workplace.desk
    counter.search("tazi salma")
    counter.press(Key.LEARN)
    assert "Nom arabe de TAZI Salma" in texts(form(counter))
    line = lines(counter)[3]
    assert line.layoutDirection() is Qt.LayoutDirection.RightToLeft
    line.setFocus()
    counter.press(Qt.Key.Key_Delete)
    assert line.cursorRect().left() > line.width() // 2
    write("سلمى التازي")
    counter.press(Key.RECEIVE)
    family = lookup.family_card(desk, home.id).family
    assert [m.first_name for m in family.members if m.arabic_name == "سلمى التازي"] == ["Salma"]
    assert "Dit au guichet : سلمى التازي" in card(counter)


@pytest.mark.usefixtures("home")
def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(counter: Counter) -> None:
    desk = counter.workplace.desk
    counter.press(Key.LEARN)
    typed = ["aucun", "12, rue des Palmiers", RIB[:-1], "Omar"]
    for text in typed:
        focused().selectAll()
        write(text)
        counter.press(ENTER)
    for code in ("learnt.phone", "learnt.rib", "learnt.arabic"):
        assert str(SENTENCES[code]) in texts(form(counter)), code
    assert [line.text() for line in lines(counter)] == typed
    assert [line.property("wrong") for line in lines(counter)] == [True, False, True, True]
    assert lines(counter)[2].accessibleDescription() == str(SENTENCES["learnt.rib"])
    assert focused() is lines(counter)[0]
    assert told(desk) == set(), "all or nothing"
    write("0661223344")
    assert str(SENTENCES["learnt.phone"]) not in texts(form(counter))
    assert str(SENTENCES["learnt.rib"]) in texts(form(counter))
    counter.press(ENTER, ENTER)
    write(OTHER_RIB)
    counter.press(ENTER)
    write("عمر")
    counter.press(ENTER)
    assert closed(counter)
    kept = {("phone", "0661223344"), ("address", "12, rue des Palmiers"), ("rib", OTHER_RIB), ("arabic_name", "عمر")}
    assert told(desk) == kept


@pytest.mark.usefixtures("home")
def test_a_field_emptied_is_refused_where_the_register_says_something(counter: Counter) -> None:
    counter.press(Key.LEARN, Qt.Key.Key_Delete, Key.RECEIVE)
    assert str(SENTENCES["learnt.empty"]) in texts(form(counter))
    counter.press(ENTER)
    write("x" * 201)
    counter.press(Key.RECEIVE)
    assert "200 caractères au plus" in texts(form(counter))
    assert told(counter.workplace.desk) == set()


def test_a_rib_is_never_shown_whole_but_while_it_is_typed(counter: Counter, home: Family) -> None:
    people.learn(counter.workplace.desk, home.id, "rib", OTHER_RIB)
    counter.search(NUMBER)
    counter.press(Key.LEARN)
    counter.press(ENTER, ENTER)
    shown = texts(form(counter))
    assert "011 … 4921" in shown
    assert "230 … 4487" in shown
    line = lines(counter)[2]
    assert (line.text(), line.placeholderText()) == ("", "230 … 4487 : tapez le nouveau pour le changer")
    for whole in (RIB, OTHER_RIB):
        assert whole[6:-4] not in everything_in_sight().replace(" ", "")
    write("011 519")
    assert "6 chiffres sur 24" in texts(form(counter))
    write(RIB[6:])
    assert "chiffres sur" not in texts(form(counter))
    counter.press(TAB)
    assert line.text() == "011 519 0000012050005349 21"
    counter.press(Key.RECEIVE)
    assert told(counter.workplace.desk) == set(), "the register says it: nothing is kept beside it"
    assert RIB[6:-4] not in everything_in_sight().replace(" ", "")
    assert "RIB : 011 … 4921" in card(counter)


def test_one_returns_to_the_register_by_the_button_or_by_typing_what_it_says(counter: Counter, home: Family) -> None:
    desk = counter.workplace.desk
    for text in ("button", "typed"):
        people.learn(desk, home.id, "phone", "06 61 22 33 44")
        people.learn(desk, home.id, "address", "45, avenue Mohammed V")
        counter.search(NUMBER)
        assert "06 61 22 33 44" in card(counter)
        counter.press(Key.LEARN)
        if text == "button":
            counter.press(TAB)
            assert focused().accessibleName() == "Téléphone : Revenir au registre"
            counter.press(SPACE)
            assert "✓ Revenir au registre" in texts(form(counter))
        else:
            write("05 37 12 34 56")
        assert lines(counter)[0].text() == "05 37 12 34 56"
        assert "retour au registre" in texts(form(counter))
        assert len(told(desk)) == 2, "nothing is written before it is saved"
        counter.press(Key.RECEIVE)
        assert told(desk) == {("address", "45, avenue Mohammed V")}
        assert "06 61 22 33 44" not in card(counter)
        assert "05 37 12 34 56" in card(counter)


def test_the_button_pressed_twice_and_what_is_typed_after_it_take_it_back(counter: Counter, home: Family) -> None:
    desk = counter.workplace.desk
    people.learn(desk, home.id, "phone", "06 61 22 33 44")
    counter.press(Key.LEARN, TAB, SPACE, SPACE)
    assert lines(counter)[0].text() == "06 61 22 33 44"
    counter.press(SPACE, Qt.Key.Key_Backtab)
    write("07 70 00 00 00")
    counter.press(Key.RECEIVE)
    assert told(desk) == {("phone", "07 70 00 00 00")}


def test_a_later_extract_ends_what_it_says_too_and_asks_to_check_the_rest(
    counter: Counter, home: Family, tmp_path: Path
) -> None:
    desk = counter.workplace.desk
    before = earlier(desk)
    for field, value in (("phone", "06 61 22 33 44"), ("address", "45, avenue Mohammed V"), ("rib", OTHER_RIB)):
        people.learn(before, home.id, field, value)
    people.learn(before, home.insured.id, "arabic_name", "عمر بن علي التازي")
    counter.search(NUMBER)
    assert "45, avenue Mohammed V · dit au guichet le 03/10/2026" in card(counter)
    cells = {"Téléphone": "0661223344", "Adresse": "12, rue des Orangers", "RIB": RIB}
    imported(desk, tmp_path, date(2026, 11, 1), **cells)
    counter.search(NUMBER)
    shown = card(counter).replace("\u00a0", " ")
    assert "0661223344" in shown
    assert "06 61 22 33 44" not in shown, "the extract says it: nothing to check"
    for value in ("45, avenue Mohammed V", "230 … 4487", "عمر بن علي التازي"):
        assert f"À vérifier, dit le 03/10/2026 : {value}" in shown, value
    assert "12, rue des Orangers\n" in shown, "the register counts again, unmarked"
    assert rows(counter.workplace.pages.lookup.view.results)[0][1] == "عمر التازي"
    counter.press(Key.LEARN)
    shown = texts(form(counter))
    assert shown.count("à vérifier : dit avant ce registre") >= 3
    assert "Registre du 01/11/2026" in shown
    assert lines(counter)[1].text() == "12, rue des Orangers"


def test_what_is_to_be_checked_is_confirmed_or_set_aside_by_the_keys(
    counter: Counter, home: Family, tmp_path: Path
) -> None:
    desk = counter.workplace.desk
    for field, value in (("address", "45, avenue Mohammed V"), ("rib", OTHER_RIB)):
        people.learn(earlier(desk), home.id, field, value)
    imported(desk, tmp_path, date(2026, 11, 1), Adresse="12, rue des Orangers", RIB=RIB)
    counter.search(NUMBER)
    counter.press(Key.LEARN, ENTER, TAB, TAB)
    assert focused().accessibleName() == "Adresse : Écarter"
    counter.press(SPACE, TAB, TAB)
    assert focused().accessibleName() == "RIB : C'est toujours vrai"
    counter.press(SPACE)
    assert lines(counter)[2].text() == "", "not even then is it shown"
    assert "sera écarté" in texts(form(counter))
    counter.press(Key.RECEIVE)
    assert closed(counter)
    assert told(desk) == {("rib", OTHER_RIB)}
    family = lookup.family_card(desk, home.id).family
    assert (family.rib, family.address) == (OTHER_RIB, "12, rue des Orangers")
    assert [(fact.stands, fact.at.date()) for fact in family.learnt] == [(True, date(2026, 11, 23))]
    assert "À vérifier" not in card(counter)


def test_a_colleague_who_was_quicker_is_told_and_nothing_is_lost(counter: Counter, home: Family) -> None:
    desk = counter.workplace.desk
    people.learn(desk, home.id, "phone", "06 61 22 33 44")
    counter.press(Key.LEARN, TAB, SPACE, TAB)
    write("45, avenue Mohammed V")
    people.settle(desk, home.id, "phone")
    counter.press(Key.RECEIVE)
    assert str(SENTENCES["learnt.settled"]) in texts(form(counter))
    assert lines(counter)[1].text() == "45, avenue Mohammed V"
    assert told(desk) == set(), "all or nothing"


@pytest.mark.usefixtures("home")
def test_the_same_key_opens_it_while_a_dossier_is_chosen_and_typed(counter: Counter) -> None:
    counter.press(ENTER)
    view = counter.intake.view
    counter.press(Key.MEMBER_3, Key.LEARN)
    assert "Nom arabe de TAZI Salma" in texts(form(counter))
    write("06 61 22 33 44")
    counter.press(Key.RECEIVE)
    assert "06 61 22 33 44" in texts(view.family)
    assert "Nouveau dossier pour TAZI Salma" in texts(counter.intake)
    write("Soins dentaires")
    counter.press(ENTER)
    write("10/11/2026")
    field = focused()
    counter.press(Key.LEARN)
    write("07 70 00 00 00")
    counter.press(Key.RECEIVE)
    assert "07 70 00 00 00" in texts(view.family)
    assert focused() is field
    assert counter.content().fields["care_date"] == "2026-11-10"


@pytest.mark.usefixtures("home")
def test_a_locked_screen_shows_no_form(counter: Counter) -> None:
    counter.press(Key.LEARN)
    counter.workplace.lock()
    assert closed(counter)
    assert "Mohamed" not in everything_in_sight()


def test_everything_in_the_form_has_a_name_and_fits_into_the_smallest_window(counter: Counter, home: Family) -> None:
    desk = counter.workplace.desk
    assert counter.window is not None
    counter.window.resize(1100, 640)
    people.learn(desk, home.id, "address", "appartement 7, " * 13)
    people.learn(desk, home.insured.id, "arabic_name", "عمر بن علي التازي")
    counter.press(Key.LEARN)
    dialog = form(counter)
    assert dialog.windowTitle() == "Ce que dit l'assuré"
    assert unnamed(dialog) == []
    assert dialog.width() <= 1100
    assert dialog.height() <= 640
    for button in (dialog.done_button, dialog.cancel):
        assert dialog.rect().contains(button.geometry())
    walked = []
    for _ in range(8):
        walked.append(focused().accessibleName())
        counter.press(TAB)
    assert walked == [
        "Téléphone",
        "Adresse",
        "Adresse : Revenir au registre",
        "RIB",
        "Nom arabe de TAZI Omar",
        "Nom arabe de TAZI Omar : Revenir au registre",
        "Enregistrer",
        "Annuler",
    ]


def fact(register: str, said: str = "", *, stands: bool = True, field: str = "phone") -> FactState:
    told_of = Learnt(field=field, value=said, at=BEFORE, agent="a.agent", register=register, stands=stands)
    return FactState(subject_id=new_id(), field=field, register=register, told=told_of if said else None)


@pytest.mark.parametrize(
    "before, typed, saved",
    [
        (fact("05"), "05", "nothing"),
        (fact("05"), " 05 ", "nothing"),
        (fact("05"), "06", "06"),
        (fact("05"), "", ""),
        (fact(""), "", "nothing"),
        (fact("05", "06"), "06", "nothing"),
        (fact("05", "06"), "05", None),
        (fact("", "06"), "", None),
        (fact("05", "06", stands=False), "05", "nothing"),
        (fact("05", "06", stands=False), "06", "06"),
        (fact(RIB, field="rib"), "", "nothing"),
        (fact(RIB, field="rib"), "011 519 0000012050005349 21", "nothing"),
        (fact(RIB, OTHER_RIB, field="rib"), RIB, None),
        (fact(RIB, OTHER_RIB, field="rib"), "", "nothing"),
    ],
)
def test_saving_writes_what_differs_from_what_counts(before: FactState, typed: str, saved: str | None) -> None:
    change = replace(before, typed=typed).change
    assert (change.value if change is not None else "nothing") == saved
    assert before.change is None


@pytest.mark.parametrize("plan, saved", [(Plan.ASIDE, None), (Plan.AGAIN, "06")])
def test_a_plan_counts_more_than_the_field_and_is_taken_back_by_typing(
    desk: Desk, plan: Plan, saved: str | None
) -> None:
    hit = lookup.find(desk, "0123456").people[0]
    opened = states.opened(lookup.family_card(desk, hit.family_id).family, hit.person_id)
    opened = replace(opened, facts=(fact("05", "06", stands=False), *opened.facts[1:]))
    planned = states.planned(states.typed(opened, "phone", "07"), "phone", plan)
    assert [change.value for change in planned.changes] == [saved]
    assert states.planned(planned, "phone", plan).changes == ()
    assert [change.value for change in states.typed(planned, "phone", "08").changes] == ["08"]
