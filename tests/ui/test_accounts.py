"""The accounts page, by its keys: new agents, passwords, closing and opening again, and the journal's line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from sqlalchemy import text

from amo_desk.domain.errors import Refused
from amo_desk.domain.office import Agent, Role
from amo_desk.ui.accounts import state as states
from amo_desk.ui.accounts.controller import AccountsPage
from amo_desk.ui.accounts.state import AccountsState, FormKind
from amo_desk.ui.page import Context, Page
from amo_desk.ui.records import RECORD_ROLE
from amo_desk.usecases import accounts
from amo_desk.usecases.accounts import NewAccount
from amo_desk.usecases.clock import new_id
from amo_desk.usecases.desk import Desk
from ui.driving import CONTROL, DOWN, ENTER, ESC, fill, focused, press, sentences, write

PASSWORD = "un-autre-sesame-2026"
Show = Callable[[Page], object]


@pytest.fixture
def said(context: Context) -> list[tuple[str, str]]:
    heard: list[tuple[str, str]] = []
    context.notices.said.connect(lambda level, words: heard.append((level, words)))
    return heard


@pytest.fixture
def page(context: Context, desk: Desk, hosted: Show) -> AccountsPage:
    made = AccountsPage(context, desk)
    hosted(made)
    return made


@pytest.fixture
def colleague(desk: Desk) -> Agent:
    return accounts.add_agent(desk, NewAccount(login="h.alaoui", name="H. Alaoui", password=PASSWORD))


@pytest.fixture
def colleague_page(context: Context, desk: Desk, colleague: Agent, hosted: Show) -> Iterator[AccountsPage]:
    desk.store.close()
    theirs = accounts.log_in(desk.store.folder, colleague.login, PASSWORD, desk.clock)
    made = AccountsPage(context, theirs)
    hosted(made)
    yield made
    theirs.store.close()


def shown(page: AccountsPage) -> list[str]:
    model = page.view.model
    return [model.index(row, 1).data() for row in range(model.rowCount())]


def choose(page: AccountsPage, login: str) -> None:
    table = page.view.table
    table.selectRow(shown(page).index(login))
    assert table.currentIndex().data(RECORD_ROLE).login == login


def offered(page: AccountsPage) -> dict[str, bool]:
    return {action.key.name: action.enabled and action.shown for action in page.actions_now()}


def role_of(desk: Desk, login: str, password: str) -> Role:
    """Leaves the desk and comes back with another login or password."""
    desk.store.close()
    back = accounts.log_in(desk.store.folder, login, password, desk.clock)
    back.store.close()
    return back.agent.role


SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_a_new_agent_can_log_in(page: AccountsPage, desk: Desk, said: list[tuple[str, str]]) -> None:
    press(Qt.Key.Key_N, with_=CONTROL)
    fill("Karim El Fassi", "")
    press(DOWN, ENTER)
    fill(PASSWORD, PASSWORD)
    assert said == [("good", "Compte de Karim El Fassi créé.")]
    assert "k.elfassi" in shown(page)
    assert focused() is page.view.table
    assert role_of(desk, "k.elfassi", PASSWORD) is Role.SUPERVISOR


@pytest.mark.parametrize(
    "typed,words",
    [
        (("", "k.fassi", "", PASSWORD, PASSWORD), "Indiquez le nom de l'agent"),
        (("K. Fassi", "K F", "", PASSWORD, PASSWORD), "Nom de connexion : 2 à 40"),
        (("K. Fassi", "s.bennani", "", PASSWORD, PASSWORD), "Un agent porte déjà ce nom"),
        (("K. Fassi", "k.fassi", "", "court", "court"), "Mot de passe trop court"),
        (("K. Fassi", "k.fassi", "", PASSWORD, "different-2026"), "Les deux saisies diffèrent"),
    ],
)
def test_a_wrong_new_agent_is_told_beside_its_field(
    page: AccountsPage, desk: Desk, typed: tuple[str, ...], words: str
) -> None:
    press(Qt.Key.Key_N, with_=CONTROL)
    name, login, *rest = typed
    fill(name)
    page.view.form.login.edit.clear()
    fill(login, *rest)
    assert words in focused().accessibleDescription()
    assert [agent.login for agent in accounts.everyone(desk)] == ["s.bennani"]


def test_escape_leaves_the_form_and_forgets_it(page: AccountsPage) -> None:
    press(Qt.Key.Key_N, with_=CONTROL)
    fill("Karim Fassi", "", "")
    write(PASSWORD)
    press(ESC)
    assert page.view.form.isHidden()
    assert page.view.form.password.first.text() == ""
    press(Qt.Key.Key_N, with_=CONTROL)
    assert page.view.form.name.text() == ""


def test_an_administrator_changes_their_own_password(
    page: AccountsPage, desk: Desk, said: list[tuple[str, str]]
) -> None:
    press(Qt.Key.Key_M, with_=CONTROL)
    assert "Mot de passe de S. Bennani" in sentences(page)
    fill("ce-n-est-pas-lui", PASSWORD, PASSWORD)
    assert "Ce n'est pas votre mot de passe actuel." in sentences(page)
    assert said == []
    page.view.form.current.clear()
    fill("guichet-trois-2026")
    press(ENTER, ENTER)
    assert said == [("good", "Mot de passe de S. Bennani changé.")]
    assert role_of(desk, "s.bennani", PASSWORD) is Role.ADMINISTRATOR


def test_closing_is_asked_twice_and_opening_again_needs_a_password(
    context: Context, desk: Desk, colleague: Agent, hosted: Show, said: list[tuple[str, str]]
) -> None:
    page = AccountsPage(context, desk)
    hosted(page)
    choose(page, colleague.login)
    press(Qt.Key.Key_X, with_=CONTROL | SHIFT)
    assert "Encore une fois pour fermer ce compte" in sentences(page)
    press(ESC)
    assert "Encore une fois" not in sentences(page)
    press(Qt.Key.Key_X, with_=CONTROL | SHIFT)
    assert said == []
    press(Qt.Key.Key_X, with_=CONTROL | SHIFT)
    assert said == [("good", "Compte de H. Alaoui fermé.")]
    assert "Compte fermé" in sentences(page)
    with pytest.raises(Refused):
        desk.store.vault.opened(colleague.login, PASSWORD)
    press(Qt.Key.Key_M, with_=CONTROL)
    fill("court", "court")
    assert [agent.active for agent in accounts.everyone(desk) if agent.id == colleague.id] == [False]
    page.view.form.password.clear()
    page.view.form.focus_start()
    fill("rouvert-en-novembre", "rouvert-en-novembre")
    assert said[-1] == ("good", "Compte de H. Alaoui rouvert.")
    assert [agent.active for agent in accounts.everyone(desk) if agent.id == colleague.id] == [True]
    desk.store.vault.opened(colleague.login, "rouvert-en-novembre")
    assert "Compte ouvert" in sentences(page)


def test_nobody_closes_their_own_account(page: AccountsPage, desk: Desk) -> None:
    assert not offered(page)["DISCARD"]
    press(Qt.Key.Key_X, with_=CONTROL | SHIFT)
    press(Qt.Key.Key_X, with_=CONTROL | SHIFT)
    assert all(agent.active for agent in accounts.everyone(desk))


def test_an_agent_sees_only_themselves_and_changes_their_password(
    colleague_page: AccountsPage, colleague: Agent, said: list[tuple[str, str]]
) -> None:
    assert shown(colleague_page) == [colleague.login]
    assert offered(colleague_page) == {"NEW": False, "NEW_PASSWORD": True, "DISCARD": False, "BACK": False}
    assert not colleague_page.view.add.isVisible()
    press(Qt.Key.Key_M, with_=CONTROL)
    fill(PASSWORD, "rouvert-en-novembre", "rouvert-en-novembre")
    assert said == [("good", "Mot de passe de H. Alaoui changé.")]


def test_enter_on_an_agent_opens_the_password(page: AccountsPage) -> None:
    press(ENTER)
    assert page.view.form.isVisible()
    assert focused() is page.view.form.current.edit


def test_the_journal_line_tells_that_it_holds(page: AccountsPage, desk: Desk) -> None:
    assert f"Journal intact : {accounts.journal_length(desk)} lignes" in sentences(page)


def test_the_journal_line_tells_where_it_was_tampered_with(context: Context, desk: Desk, hosted: Show) -> None:
    with desk.store.engine.connect().execution_options(writing=True) as connection, connection.begin():
        for trigger in (
            connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
        ):
            connection.execute(text(f"DROP TRIGGER {trigger}"))
        connection.execute(text("UPDATE journal SET agent = 'personne' WHERE seq = 2"))
    page = AccountsPage(context, desk)
    hosted(page)
    assert "Journal rompu à la ligne 2" in sentences(page)


def test_every_widget_can_be_read_aloud(page: AccountsPage, unnamed: Callable[[QWidget], list[str]]) -> None:
    press(Qt.Key.Key_N, with_=CONTROL)
    assert unnamed(page) == []
    assert page.objectName() == "AccountsPage"


def test_what_may_be_done_follows_from_the_roles() -> None:
    agents = {role: Agent(id=new_id(), login=role.value, name=role.value, role=role) for role in Role}
    closed = replace(agents[Role.AGENT], id=new_id(), active=False)
    everyone = (*agents.values(), closed)
    chief = states.listed(AccountsState(me=agents[Role.ADMINISTRATOR]), everyone)
    assert (chief.agents, chief.agent) == (everyone, chief.me)
    assert (chief.may_add, chief.may_set_password, chief.may_close, chief.may_reopen) == (True, True, False, False)
    other = states.choosing(chief, agents[Role.AGENT].id)
    assert (other.may_set_password, other.may_close, other.may_reopen) == (True, True, False)
    gone = states.choosing(chief, closed.id)
    assert (gone.may_set_password, gone.may_close, gone.may_reopen) == (False, False, True)
    supervisor = states.listed(AccountsState(me=agents[Role.SUPERVISOR]), everyone)
    assert supervisor.agents == (supervisor.me,)
    assert (supervisor.may_add, supervisor.may_set_password, supervisor.may_close) == (False, True, False)


def test_troubles_keep_the_form_open() -> None:
    me = Agent(id=new_id(), login="a.tazi", name="A. Tazi", role=Role.ADMINISTRATOR)
    state = states.working(states.filling(AccountsState(me=me), FormKind.NEW))
    assert state.busy
    state = states.failed(state, Refused("agent.taken"))
    assert (state.busy, state.form, state.wrong) == (False, FormKind.NEW, "login")
    assert states.rested(state).form is None
