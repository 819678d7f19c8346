"""Login, recovery and lock, by their keys, on real stores."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from amo_desk.domain.errors import Refused, Unavailable
from amo_desk.ui.page import Context, Page
from amo_desk.ui.setup import login_state as states
from amo_desk.ui.setup.lock import LockPage
from amo_desk.ui.setup.login import LoginPage
from amo_desk.ui.setup.login_state import LockState, LoginState, Pane
from amo_desk.ui.tasks import Tasks
from amo_desk.usecases import accounts
from amo_desk.usecases.accounts import NewAccount
from amo_desk.usecases.clock import SetClock
from amo_desk.usecases.desk import Desk
from ui.driving import CONTROL, ENTER, ESC, fill, focused, press, sentences, write

LOGIN, PASSWORD = "s.bennani", "guichet-trois-2026"
RECOVERY = "AAAAA-BBBBB-CCCCC-DDDDD-EEEEE-FFFFF"
FRESH = "un-nouveau-sésame"
Show = Callable[[Page], object]


@pytest.fixture
def page(context: Context, store_folder: Path, clock: SetClock, hosted: Show) -> LoginPage:
    made = LoginPage(context, store_folder, clock)
    hosted(made)
    return made


def test_name_and_password_open_the_desk(qtbot: QtBot, page: LoginPage) -> None:
    with qtbot.waitSignal(page.opened) as opened:
        fill(" S.Bennani", PASSWORD)
    desk = opened.args[0]
    assert desk.agent.login == LOGIN
    desk.store.close()
    assert not any(PASSWORD in line.text() for line in page.findChildren(QLineEdit))


def test_nothing_can_be_typed_while_the_store_is_opened(
    qtbot: QtBot, context: Context, store_folder: Path, clock: SetClock, hosted: Show
) -> None:
    tasks = Tasks()
    page = LoginPage(replace(context, tasks=tasks), store_folder, clock)
    hosted(page)
    write(LOGIN)
    press(ENTER)
    write("pas-celui-la")
    with qtbot.waitSignal(tasks.idle):
        press(ENTER)
        assert "Ouverture du registre…" in sentences(page)
        assert not page.view.login.enter.isEnabled()
    assert focused() is page.view.login.password.edit
    with qtbot.waitSignal(page.opened) as opened:
        fill(PASSWORD)
    opened.args[0].store.close()
    tasks.close()


def test_a_wrong_password_is_told_and_the_next_try_replaces_it(qtbot: QtBot, page: LoginPage) -> None:
    with qtbot.assertNotEmitted(page.opened):
        fill(LOGIN, "pas-celui-la")
    assert "Nom ou mot de passe inexact" in sentences(page)
    assert focused() is page.view.login.password.edit
    with qtbot.waitSignal(page.opened) as opened:
        fill(PASSWORD)
    opened.args[0].store.close()


def test_an_unknown_name_is_told_the_same(page: LoginPage) -> None:
    fill("personne", PASSWORD)
    assert "Nom ou mot de passe inexact" in sentences(page)


def test_a_closed_account_does_not_open(
    qtbot: QtBot, context: Context, store_folder: Path, clock: SetClock, hosted: Show
) -> None:
    desk = accounts.log_in(store_folder, LOGIN, PASSWORD, clock)
    agent = accounts.add_agent(desk, NewAccount(login="h.alaoui", name="H. Alaoui", password=PASSWORD))
    accounts.set_active(desk, agent, False)
    desk.store.close()
    page = LoginPage(context, store_folder, clock)
    hosted(page)
    with qtbot.assertNotEmitted(page.opened):
        fill("h.alaoui", PASSWORD)
    assert "Nom ou mot de passe inexact" in sentences(page)
    press(Qt.Key.Key_R, with_=CONTROL)
    with qtbot.assertNotEmitted(page.opened):
        fill("", RECOVERY, FRESH, FRESH)
    assert "Aucun compte ouvert ne porte ce nom" in focused().accessibleDescription()


def test_nothing_typed_is_asked_for_without_trying(page: LoginPage) -> None:
    fill("", "")
    assert focused() is page.view.login.login.edit
    assert "Saisissez votre nom de connexion." in focused().accessibleDescription()
    fill(LOGIN, "")
    assert "Saisissez votre mot de passe." in focused().accessibleDescription()


def test_a_store_in_use_says_so(qtbot: QtBot, desk: Desk, page: LoginPage) -> None:
    with qtbot.assertNotEmitted(page.opened):
        fill(LOGIN, PASSWORD)
    assert "déjà ouvert sur ce registre" in sentences(page)
    assert desk.store.lock.is_locked


@pytest.mark.parametrize(
    "file,content,said",
    [
        ("keys.json", None, "fichier des clés (keys.json) manque"),
        ("keys.json", b"{}", "fichier des clés (keys.json) est abîmé"),
        ("keys.json", b'{"format": 99}', "version plus récente"),
        ("amo.db", None, "registre (amo.db) manque"),
        ("amo.db", b"this is no database" * 500, "registre est abîmé"),
    ],
)
def test_what_a_store_suffers_from_is_told_with_what_to_do(
    page: LoginPage, store_folder: Path, file: str, content: bytes | None, said: str
) -> None:
    for log in ("amo.db-wal", "amo.db-shm"):
        (store_folder / log).unlink(missing_ok=True)
    if content is None:
        (store_folder / file).unlink()
    else:
        (store_folder / file).write_bytes(content)
    fill(LOGIN, PASSWORD)
    assert said in sentences(page)
    assert page.view.login.enter.isEnabled()


def test_the_recovery_key_sets_a_new_password(
    qtbot: QtBot, page: LoginPage, store_folder: Path, clock: SetClock
) -> None:
    write(LOGIN)
    press(Qt.Key.Key_R, with_=CONTROL)
    with qtbot.waitSignal(page.opened) as opened:
        fill("", RECOVERY.replace("-", " ").lower(), FRESH, FRESH)
    opened.args[0].store.close()
    accounts.log_in(store_folder, LOGIN, FRESH, clock).store.close()
    with pytest.raises(Refused):
        accounts.log_in(store_folder, LOGIN, PASSWORD, clock)


@pytest.mark.parametrize(
    "typed,said",
    [
        ((LOGIN, "AAAAA-BBBBB", FRESH, FRESH), "Cette clé de secours n'ouvre pas ce registre"),
        ((LOGIN, "", FRESH, FRESH), "Saisissez la clé de secours"),
        ((LOGIN, RECOVERY, "court", "court"), "Mot de passe trop court"),
        ((LOGIN, RECOVERY, FRESH, FRESH + "!"), "Les deux saisies diffèrent"),
        (("personne", RECOVERY, FRESH, FRESH), "Aucun compte ouvert ne porte ce nom"),
        (("", RECOVERY, FRESH, FRESH), "Saisissez votre nom de connexion"),
    ],
)
def test_recovery_tells_what_is_wrong_beside_its_field(
    page: LoginPage, store_folder: Path, clock: SetClock, typed: tuple[str, ...], said: str
) -> None:
    press(Qt.Key.Key_R, with_=CONTROL)
    fill(*typed)
    assert page.view.recovery.isVisible()
    assert said in focused().accessibleDescription()
    accounts.log_in(store_folder, LOGIN, PASSWORD, clock).store.close()


def test_escape_leaves_the_recovery(page: LoginPage) -> None:
    press(Qt.Key.Key_R, with_=CONTROL)
    press(ESC)
    assert page.view.login.isVisible()
    assert focused() is page.view.login.login.edit


def test_a_demonstration_says_how_to_enter(context: Context, store_folder: Path, clock: SetClock, hosted: Show) -> None:
    page = LoginPage(context, store_folder, clock, ("demo", "demonstration"))
    hosted(page)
    assert "Démonstration : nom demo, mot de passe demonstration" in sentences(page)


def test_without_a_demonstration_no_password_is_shown(page: LoginPage) -> None:
    assert "Démonstration" not in sentences(page)


def test_capslock_is_noticed_and_unnoticed(qtbot: QtBot, page: LoginPage) -> None:
    fill(LOGIN)
    line = focused()
    qtbot.keyClick(line, "G")
    assert "Verr. Maj" in sentences(page)
    qtbot.keyClick(line, "7")
    assert "Verr. Maj" in sentences(page)
    qtbot.keyClick(line, "g")
    assert "Verr. Maj" not in sentences(page)
    qtbot.keyClick(line, "G", Qt.KeyboardModifier.ShiftModifier)
    assert "Verr. Maj" not in sentences(page)


def test_a_password_is_shown_only_while_asked(qtbot: QtBot, page: LoginPage) -> None:
    password = page.view.login.password
    assert password.edit.echoMode() is QLineEdit.EchoMode.Password
    password._eye.setFocus()
    qtbot.keyClick(password._eye, Qt.Key.Key_Space)
    assert password.edit.echoMode() is QLineEdit.EchoMode.Normal
    page.entered()
    assert password.edit.echoMode() is QLineEdit.EchoMode.Password


def test_the_lock_opens_with_the_agents_password_only(qtbot: QtBot, context: Context, desk: Desk, hosted: Show) -> None:
    page = LockPage(context)
    page.lock(desk)
    hosted(page)
    assert "S. Bennani" in sentences(page)
    with qtbot.assertNotEmitted(page.unlocked):
        fill("")
        fill("pas-celui-la")
    assert "Mot de passe inexact" in sentences(page)
    with qtbot.waitSignal(page.unlocked):
        fill(PASSWORD)
    assert not any(line.text() for line in page.findChildren(QLineEdit))


def test_escape_clears_a_mistyped_password_at_the_lock(context: Context, desk: Desk, hosted: Show) -> None:
    page = LockPage(context)
    page.lock(desk)
    hosted(page)
    write("mal tape")
    press(ESC)
    assert page.view.form.password.text() == ""


def test_another_agent_may_take_a_locked_desk(qtbot: QtBot, context: Context, desk: Desk, hosted: Show) -> None:
    page = LockPage(context)
    page.lock(desk)
    hosted(page)
    with qtbot.waitSignal(page.log_out_asked):
        press(Qt.Key.Key_Q, with_=CONTROL)


def test_locking_again_forgets_what_was_typed(context: Context, desk: Desk, hosted: Show) -> None:
    page = LockPage(context)
    page.lock(desk)
    hosted(page)
    write("à moitié")
    page.lock(desk)
    assert page.view.form.password.text() == ""


def test_every_widget_can_be_read_aloud(
    page: LoginPage, context: Context, unnamed: Callable[[QWidget], list[str]]
) -> None:
    lock = LockPage(context)
    assert unnamed(page) == []
    assert unnamed(lock) == []
    assert (page.objectName(), lock.objectName()) == ("LoginPage", "LockPage")
    lock.deleteLater()


def test_the_login_shows_before_the_database_driver_is_imported() -> None:
    program = (
        "import sys, amo_desk.ui.setup.login, amo_desk.ui.setup.lock\n"
        "print([name for name in ('sqlalchemy', 'sqlcipher3', 'amo_desk.usecases.accounts') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_troubles_of_the_store_stand_apart_from_the_fields() -> None:
    busy = states.logging_in(LoginState(), "a", "b")
    assert busy.busy
    damaged = states.login_failed(busy, Unavailable("store.damaged"))
    assert (damaged.busy, damaged.wrong) == (False, "")
    assert states.login_failed(busy, Refused("login.password")).wrong == "password"
    recovering = states.recovering(LoginState(pane=Pane.RECOVERY), "a", "k", "p", "p")
    assert recovering.busy
    assert states.recovery_failed(recovering, Unavailable("store.in_use")).wrong == ""
    locked = states.unlock_failed(LockState(agent="S. Bennani", busy=True), Refused("login.password"))
    assert (locked.agent, locked.busy, locked.wrong) == ("S. Bennani", False, "password")
