"""The choice of the form: typing narrows it, figures and arrows choose, headings are never chosen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from amo_desk.rules.forms import Form
from amo_desk.ui.intake.menu import FormsMenu
from amo_desk.usecases.desk import Desk
from ui.driving import DOWN, ENTER, ESC, UP, press, write


@pytest.fixture
def forms(desk: Desk) -> tuple[Form, ...]:
    return desk.rulebook.forms_on(desk.today())


@pytest.fixture
def menu(qtbot: QtBot, forms: tuple[Form, ...]) -> FormsMenu:
    made = FormsMenu()
    qtbot.addWidget(made)
    made.resize(760, 400)
    made.show_forms(forms, "EL EXEMPLI Amina")
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.list.setFocus()
    return made


@pytest.fixture
def chosen(menu: FormsMenu) -> list[Form]:
    taken: list[Form] = []
    menu.chosen.connect(taken.append)
    return taken


def shown(menu: FormsMenu) -> list[str]:
    items = [menu.list.item(row) for row in range(menu.list.count())]
    return [item.data(Qt.ItemDataRole.UserRole).id for item in items if item.data(Qt.ItemDataRole.UserRole)]


def test_every_form_stands_under_its_group(menu: FormsMenu, forms: tuple[Form, ...]) -> None:
    assert sorted(shown(menu)) == sorted(form.id for form in forms)
    groups = [next(form.group for form in forms if form.id == identifier) for identifier in shown(menu)]
    assert groups == sorted(groups, key=list(dict.fromkeys(groups)).index)
    assert menu.list.count() == len(forms) + len(set(groups))


def test_the_name_of_a_form_takes_it_whatever_another_says_of_itself(menu: FormsMenu, chosen: list[Form]) -> None:
    write("entente préalable")
    assert shown(menu)[0] != "odf_agreement", "another one, above it, speaks of the agreement"
    press(ENTER)
    assert [form.id for form in chosen] == ["odf_agreement"]


def test_letters_narrow_and_enter_takes_the_first(menu: FormsMenu, chosen: list[Form]) -> None:
    write("lunet")
    assert shown(menu) == ["optics"]
    press(ENTER)
    assert [form.id for form in chosen] == ["optics"]


def test_accents_and_case_do_not_matter(menu: FormsMenu) -> None:
    write("PROTHESES dent")
    assert "dental_prosthesis" in shown(menu)


def test_escape_takes_the_letters_back(menu: FormsMenu, forms: tuple[Form, ...]) -> None:
    write("lunet")
    press(ESC)
    assert menu.filter.text() == ""
    assert len(shown(menu)) == len(forms)


def test_letters_that_no_form_bears_choose_nothing(menu: FormsMenu, chosen: list[Form]) -> None:
    write("zzzz")
    assert menu._nothing.isVisible()
    press(ENTER, DOWN, UP, Qt.Key.Key_PageDown)
    assert chosen == []


def test_a_figure_takes_the_form_that_bears_it_among_those_in_sight(
    qtbot: QtBot, menu: FormsMenu, chosen: list[Form]
) -> None:
    write("odf")
    second = shown(menu)[1]
    with qtbot.waitSignal(menu.chosen):
        write("2")
    assert [form.id for form in chosen] == [second]
    assert menu.filter.text() == "odf"


def test_arrows_pass_over_the_headings_and_reach_the_last(menu: FormsMenu, chosen: list[Form]) -> None:
    order = shown(menu)
    for _ in order:
        press(DOWN)
    press(ENTER)
    press(Qt.Key.Key_Home, ENTER)
    press(Qt.Key.Key_End, UP, ENTER)
    assert [form.id for form in chosen] == [order[-1], order[0], order[-2]]
    for _ in order:
        press(UP)
    press(ENTER)
    assert chosen[-1].id == order[0]


def test_everything_has_a_name(menu: FormsMenu, unnamed: Callable[[QWidget], list[str]]) -> None:
    assert unnamed(menu) == []
