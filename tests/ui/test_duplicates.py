"""Entries that may be one person, through the real window: compared, merged with a reason, told apart."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from amo_desk.domain.office import Role
from amo_desk.domain.people import Family
from amo_desk.store import affiliates
from amo_desk.ui.duplicates import state as states
from amo_desk.ui.duplicates.controller import DuplicatesPage
from amo_desk.ui.shortcuts import Key
from amo_desk.usecases import lookup, people
from amo_desk.usecases.clock import new_id
from amo_desk.usecases.desk import Desk
from ui.counter import Counter, rows, texts
from ui.driving import ENTER, ESC, focused, write
from ui.test_accessibility import unnamed

RIB = "011519000001205000534921"


def family(desk: Desk) -> Family:
    hit = lookup.find(desk, "0123456").people[0]
    return lookup.family_card(desk, hit.family_id).family


def entered_twice(desk: Desk) -> Family:
    """The insured person of a family entered again, alone, under another number."""
    known = family(desk)
    twin = replace(known.insured, id=new_id(), first_name="Mohammed")
    other = replace(known, id=new_id(), immatriculation="0123465", members=(twin,), rib=RIB)
    with desk.store.writing() as connection:
        affiliates.add(connection, [other])
    return other


@pytest.fixture
def page(counter: Counter) -> DuplicatesPage:
    workplace = counter.log_in()
    entered_twice(workplace.desk)
    counter.press(Key.DUPLICATES)
    assert workplace.page() is workplace.pages.duplicates
    return workplace.pages.duplicates


def pairs(page: DuplicatesPage) -> list[str]:
    return [row[0] for row in rows(page.view.pairs)]


def test_a_pair_stands_side_by_side_with_what_differs_marked(page: DuplicatesPage) -> None:
    assert pairs(page) == ["EL ALAMI Mohamed / EL ALAMI Mohammed"]
    assert "même CIN" in page.view.pairs.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    compared = {row[0]: row[1:] for row in rows(page.view.facts)}
    assert compared["Prénom"] == ["≠", "Mohamed", "Mohammed"]
    assert compared["Immatriculation"] == ["≠", "0123456", "0123465"]
    assert compared["CIN"] == ["", "AB104512", "AB104512"]
    assert compared["RIB"] == ["≠", "–", "011 … 4921"]
    assert RIB not in texts(page)
    assert focused() is page.view.pairs
    assert unnamed(page) == []


def test_a_pair_is_merged_with_a_reason(page: DuplicatesPage, counter: Counter) -> None:
    desk = counter.workplace.desk
    kept = family(desk).insured.id
    counter.press(Key.RECEIVE)
    assert page.state.values[states.KEPT] == str(kept)
    assert unnamed(page) == []
    counter.press(ENTER)
    assert page.view.form.inputs["reason"].editor.accessibleDescription().startswith("Indiquez pourquoi")
    assert pairs(page) != []
    write("meme carte d'identité")
    counter.press(ENTER)
    assert ("good", "Fiches fusionnées.") in counter.said
    assert pairs(page) == []
    assert "Aucun doublon à départager" in texts(page)
    assert [merge.reason for merge in people.merges(desk, kept)] == ["meme carte d'identité"]
    assert [hit.immatriculation for hit in lookup.find(desk, "AB104512").people] == ["0123456"]


def test_the_other_entry_may_be_kept(page: DuplicatesPage, counter: Counter) -> None:
    counter.press(Key.RECEIVE)
    page.view.form.inputs[states.KEPT].setFocus()
    other = page.state.current
    assert other is not None
    counter.press(Qt.Key.Key_Down)
    kept, dropped = states.kept_and_dropped(page.state) or (None, None)
    assert kept == other.other.person.id
    counter.press(ENTER)
    write("doublon")
    counter.press(ENTER)
    # Others are still covered through the one that would go.
    assert dropped == other.one.person.id
    assert "D'autres bénéficiaires dépendent de cette fiche" in texts(page)
    assert pairs(page) != []


def test_two_people_are_told_apart_for_good(page: DuplicatesPage, counter: Counter) -> None:
    counter.press(Key.OVERRIDE)
    assert pairs(page) == []
    counter.press(Key.REGISTERS, Key.DUPLICATES)
    assert pairs(page) == []


def test_escape_gives_the_merge_up_and_then_the_page(page: DuplicatesPage, counter: Counter) -> None:
    counter.press(Key.RECEIVE, ESC)
    assert not page.state.merging
    assert focused() is page.view.pairs
    counter.press(ESC)
    assert counter.workplace.page() is counter.workplace.pages.lookup


def test_an_agent_may_tell_apart_but_not_merge(counter: Counter) -> None:
    desk = counter.log_in().desk
    entered_twice(desk)
    page = DuplicatesPage(counter.context, replace(desk, agent=replace(desk.agent, role=Role.AGENT)))
    page._load()
    actions = {action.key: action.enabled for action in page.actions_now()}
    assert actions[Key.OVERRIDE]
    assert not actions[Key.RECEIVE]
    page._ask()
    assert not page.state.merging
    page.deleteLater()


def test_the_registers_page_counts_the_pairs_and_leads_to_them(counter: Counter) -> None:
    workplace = counter.log_in()
    counter.press(Key.REGISTERS)
    assert "Aucun doublon à départager." in texts(workplace.pages.registers)
    entered_twice(workplace.desk)
    counter.press(Key.SEARCH, Key.REGISTERS)
    assert "▲ 1 paire de fiches se ressemble." in texts(workplace.pages.registers)
    workplace.pages.registers.view.duplicates.click()
    assert workplace.page() is workplace.pages.duplicates
    counter.press(ESC)
    assert workplace.page() is workplace.pages.registers
