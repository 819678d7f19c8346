"""The first-run assistant, by its keys: a whole set-up, what it refuses, going back; and its pure parts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from amo_desk import paths
from amo_desk.domain.errors import Unavailable
from amo_desk.domain.office import Role
from amo_desk.ui.page import Context
from amo_desk.ui.setup import state as states
from amo_desk.ui.setup.controller import SetupPage
from amo_desk.ui.setup.state import Answers, SetupState, Step
from amo_desk.ui.widgets.logins import proposed_login
from amo_desk.ui.widgets.passwords import Strength, strength
from amo_desk.usecases import accounts
from amo_desk.usecases.clock import SetClock
from amo_desk.usecases.desk import bundled_rulebook
from ui.driving import DOWN, ENTER, ESC, fill, focused, press, sentences, shown_lines, write

PASSWORD = "guichet-trois-2026"


def read_key(page: SetupPage) -> list[str]:
    return [group.text() for group in page.view.key._groups]


def to_office() -> None:
    codes = [mutuelle.code for mutuelle in bundled_rulebook().mutuelles.values()]
    press(*[DOWN] * (codes.index("MGPAP") + 1), ENTER)


def to_administrator() -> None:
    to_office()
    fill("Section Rabat-Agdal", "014", "03", "05 37 00 00 00", "")


def to_key() -> None:
    to_administrator()
    fill("Samira Bennani", "", PASSWORD, PASSWORD)


def asked(page: SetupPage) -> list[int]:
    return [int(line.accessibleName().removeprefix("Groupe ")) - 1 for line in shown_lines(page)]


@pytest.fixture
def page(context: Context, tmp_path: Path, clock: SetClock, hosted: Callable[[SetupPage], object]) -> SetupPage:
    made = SetupPage(context, tmp_path / "store", clock)
    hosted(made)
    return made


def test_keys_alone_make_a_store_that_opens(qtbot: QtBot, page: SetupPage, tmp_path: Path, clock: SetClock) -> None:
    to_key()
    groups = read_key(page)
    press(ENTER)
    first, second = asked(page)
    with qtbot.waitSignal(page.opened) as opened:
        fill(groups[first].lower(), groups[second])
    desk = opened.args[0]
    assert (desk.office.mutuelle, desk.office.name) == ("MGPAP", "Section Rabat-Agdal")
    assert (desk.office.code, desk.office.station, desk.office.phone) == ("014", "03", "05 37 00 00 00")
    assert (desk.agent.login, desk.agent.name, desk.agent.role) == (
        "s.bennani",
        "Samira Bennani",
        Role.ADMINISTRATOR,
    )
    desk.store.close()
    again = accounts.log_in(tmp_path / "store", "s.bennani", PASSWORD, clock)
    again.store.close()
    recovered = accounts.recover(tmp_path / "store", "-".join(groups), "s.bennani", "un-tout-autre-mot", clock)
    recovered.store.close()


def test_nothing_secret_stays_in_the_page(qtbot: QtBot, page: SetupPage) -> None:
    to_key()
    groups = read_key(page)
    press(ENTER)
    with qtbot.waitSignal(page.opened) as opened:
        fill(*(groups[place] for place in asked(page)))
    opened.args[0].store.close()
    typed = {line.text() for line in page.findChildren(QLineEdit)} | {
        found.text() for found in page.findChildren(QLabel)
    }
    assert not typed & {PASSWORD, *groups}


def test_wrong_groups_are_refused_and_no_store_is_made(qtbot: QtBot, page: SetupPage, tmp_path: Path) -> None:
    to_key()
    groups = read_key(page)
    press(ENTER)
    first, _second = asked(page)
    with qtbot.assertNotEmitted(page.opened):
        fill(groups[first], "00000")
    assert "Ce ne sont pas ces deux groupes" in sentences(page)
    assert not paths.store_exists(tmp_path / "store")


def test_the_key_is_hidden_while_it_is_asked_and_escape_shows_the_same(page: SetupPage) -> None:
    to_key()
    groups = read_key(page)
    press(ENTER)
    assert not any(group in sentences(page) for group in groups)
    press(ESC)
    assert read_key(page) == groups


def test_going_back_loses_nothing(page: SetupPage) -> None:
    to_key()
    press(ESC)
    assert [line.text() for line in shown_lines(page)] == ["Samira Bennani", "s.bennani", PASSWORD, PASSWORD]
    press(ESC)
    assert [line.text() for line in shown_lines(page)][:3] == ["Section Rabat-Agdal", "014", "03"]
    press(ESC)
    assert page.view.mutuelle.chosen() == "MGPAP"


@pytest.mark.parametrize(
    "typed,said,where",
    [
        (("", "014", "03", "", ""), "Indiquez le nom du bureau", "Nom du bureau"),
        (("Agdal", "14", "03", "", ""), "Code du bureau : trois chiffres", "Code du bureau"),
        (("Agdal", "014", "3", "", ""), "Poste : deux chiffres", "Poste"),
    ],
)
def test_a_wrong_office_is_told_beside_its_field(
    page: SetupPage, typed: tuple[str, ...], said: str, where: str
) -> None:
    to_office()
    fill(*typed)
    assert said in focused().accessibleDescription()
    assert focused().accessibleName() == where
    assert said in sentences(page)


@pytest.mark.parametrize(
    "typed,said",
    [
        (("Samira Bennani", "", "court", "court"), "Mot de passe trop court"),
        (("Samira Bennani", "", PASSWORD, "autre-chose-2026"), "Les deux saisies diffèrent"),
        (("سميرة بناني", "", PASSWORD, PASSWORD), "Nom de connexion : 2 à 40"),
    ],
)
def test_a_wrong_administrator_is_told_beside_its_field(page: SetupPage, typed: tuple[str, ...], said: str) -> None:
    to_administrator()
    fill(*typed)
    assert said in focused().accessibleDescription()
    assert said in sentences(page)


def test_no_mutuelle_no_second_step(page: SetupPage) -> None:
    press(ENTER)
    assert "Choisissez la mutuelle." in sentences(page)
    assert page.view.mutuelle.isVisible()


def test_eight_mutuelles_in_two_languages(page: SetupPage) -> None:
    model = page.view.mutuelle.model
    assert model.rowCount() == 8
    for row in range(8):
        french, arabic = (model.index(row, column).data() for column in (1, 2))
        assert french.isascii() or any(mark in french for mark in "ÉéèŒô")
        assert any("\u0600" <= mark <= "\u06ff" for mark in arabic)


def test_a_login_typed_by_hand_is_kept(page: SetupPage) -> None:
    to_administrator()
    fill("Samira", "chef")
    press(ESC)
    press(ENTER, ENTER, ENTER, ENTER, ENTER)
    write("Samira Bennani")
    assert page.view.administrator.login.text() == "chef"


def test_a_store_that_exists_is_not_touched(qtbot: QtBot, page: SetupPage, tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    keys = tmp_path / "store" / "keys.json"
    keys.write_text("{}", encoding="utf-8")
    to_key()
    groups = read_key(page)
    press(ENTER)
    with qtbot.assertNotEmitted(page.opened):
        fill(*(groups[place] for place in asked(page)))
    assert "Un registre existe déjà" in sentences(page)
    assert keys.read_text(encoding="utf-8") == "{}"


def test_every_step_can_be_read_aloud(page: SetupPage, unnamed: Callable[[QWidget], list[str]]) -> None:
    to_key()
    press(ENTER)
    assert unnamed(page) == []
    assert page.objectName() == "SetupPage"


def test_steps_are_walked_purely() -> None:
    rulebook = bundled_rulebook()
    answers = Answers(mutuelle="MGEN", name="Fès", code="٠١٤", station="03", agent="A. Tazi", login="a.tazi")
    state = states.advanced(SetupState(), answers, rulebook)
    assert state.step is Step.OFFICE
    assert states.back(state).step is Step.MUTUELLE
    assert states.back(states.back(state)).step is Step.MUTUELLE
    state = states.advanced(state, answers, rulebook)
    assert (state.step, answers.office().code) == (Step.ADMINISTRATOR, "014")
    state = states.advanced(state, answers, rulebook)
    assert (state.step, state.wrong) == (Step.ADMINISTRATOR, "password")
    waiting = SetupState(step=Step.CREATING)
    assert states.back(waiting) == waiting
    troubled = states.failed(waiting, Unavailable("store.full"))
    assert (troubled.step, troubled.wrong) == (Step.CONFIRM, "")


@pytest.mark.parametrize(
    "name,login",
    [
        ("Samira Bennani", "s.bennani"),
        ("Aïcha El Fassi", "a.elfassi"),
        ("Mohamed Amine Ait El Hadj", "m.aitelhadj"),
        ("Driss", "driss"),
        ("", ""),
        ("سميرة بناني", ""),
    ],
)
def test_logins_are_proposed_from_names(name: str, login: str) -> None:
    assert proposed_login(name) == login


@pytest.mark.parametrize(
    "password,about,found",
    [
        ("", (), Strength.WEAK),
        ("1234567890", (), Strength.WEAK),
        ("aaaaaaaaaaaaaaaaaaaa", (), Strength.WEAK),
        ("samira.bennani", ("Samira Bennani", "s.bennani"), Strength.WEAK),
        ("k7v3m9x2q8", (), Strength.FAIR),
        ("quatre mots sans rapport", (), Strength.GOOD),
    ],
)
def test_solidity_is_judged_on_what_cannot_be_guessed(password: str, about: tuple[str, ...], found: Strength) -> None:
    assert strength(password, about) is found
