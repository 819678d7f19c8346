"""The window around the pages: bars, keys, the list of all actions, the lock, the theme, logging out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from amo_desk import paths, settings
from amo_desk.domain.errors import Refused
from amo_desk.paths import DATABASE
from amo_desk.store import soundness
from amo_desk.ui import theme
from amo_desk.ui.bars import NOTICE_MILLISECONDS, KeyBar, NoticeLine
from amo_desk.ui.main_window import SMALLEST
from amo_desk.ui.page import Action
from amo_desk.ui.palette import ActionPalette
from amo_desk.ui.shortcuts import Key
from amo_desk.ui.widgets.basics import RowButton
from amo_desk.usecases import demo, intake
from ui.counter import PASSWORD, Counter, everything_in_sight, settle, texts
from ui.driving import DOWN, ENTER, ESC, fill, focused, write

PERSONAL = ("ALAMI", "Alami", "Mohamed", "BAKKALI", "Nadia", "العلمي", "0123456", "88-4512", "AB104512", "Mansouri")


def palette() -> ActionPalette:
    windows = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
    return next(window for window in windows if isinstance(window, ActionPalette))


def half_filled(counter: Counter) -> None:
    counter.begin(1)
    counter.header(care_date="12/11", prescriber_inpe=demo.PRESCRIBER)
    counter.enter_lines("Cs = 300")
    counter.press(Key.HEADER)


def test_each_page_has_its_key(counter: Counter) -> None:
    workplace = counter.log_in()
    seen = []
    for key in (Key.LOTS, Key.REGISTERS, Key.ACCOUNTS, Key.SEARCH):
        counter.press(key)
        seen.append(workplace.page())
    assert seen == [workplace.pages.lots, workplace.pages.registers, workplace.pages.accounts, workplace.pages.lookup]


def test_the_top_bar_says_who_sits_where(counter: Counter) -> None:
    shown = texts(counter.log_in().top)
    assert "Section Rabat-Agdal · Poste 03" in shown
    assert "S. Bennani" in shown


def test_the_key_bar_follows_the_page_and_its_keys_can_be_clicked(counter: Counter) -> None:
    workplace = counter.log_in()
    assert "Effacer la recherche" in texts(workplace.keys)
    half_filled(counter)
    shown = texts(workplace.keys)
    assert "Recevoir et imprimer" in shown
    assert "Effacer la recherche" not in shown
    lots = next(key for key in workplace.keys.findChildren(QPushButton) if key.accessibleName() == "Pièces (F8)")
    lots.click()
    assert focused() is workplace.pages.intake.view.form.pieces


def test_a_key_without_an_action_here_does_nothing(counter: Counter) -> None:
    workplace = counter.log_in()
    counter.press(Key.RECEIVE, Key.PRINT, Key.DISCARD, Key.MEMBER_3)
    assert workplace.page() is workplace.pages.lookup
    assert counter.said == []


@pytest.mark.parametrize("key", [Key.ACTIONS, Key.HELP])
def test_all_actions_are_found_by_a_few_letters(counter: Counter, key: Key) -> None:
    workplace = counter.log_in()
    counter.press(key)
    everything = palette().list.count()
    write("regis")
    assert 0 < palette().list.count() < everything
    counter.press(ENTER)
    assert workplace.page() is workplace.pages.registers


def test_arrows_move_in_all_actions_and_escape_closes_them(counter: Counter) -> None:
    workplace = counter.log_in()
    counter.press(Key.ACTIONS, DOWN, DOWN, Qt.Key.Key_Up)
    assert palette().list.currentRow() == 1
    counter.press(ESC)
    assert QApplication.activeModalWidget() is None
    assert workplace.page() is workplace.pages.lookup


def test_what_cannot_be_done_now_is_not_among_all_actions(counter: Counter) -> None:
    workplace = counter.log_in()
    done: list[str] = []
    actions = [
        Action(key=Key.SAVE, label="Enregistrer", run=lambda: done.append("save"), enabled=False),
        Action(key=Key.PRINT, label="Imprimer", run=lambda: done.append("print"), shown=False),
    ]
    shown = ActionPalette(actions, workplace)
    shown.open()
    settle()
    assert [shown.list.item(row).text().split("\t")[1] for row in range(shown.list.count())] == ["Imprimer"]
    write("zzyzx")
    assert shown.list.count() == 0
    counter.press(ENTER)
    assert done == []


def test_the_agents_name_opens_all_actions(counter: Counter) -> None:
    counter.log_in().top.agent.click()
    assert palette().list.count() > 5


def test_the_lock_hides_everything_personal(counter: Counter) -> None:
    counter.log_in()
    half_filled(counter)
    assert any(word in everything_in_sight() for word in PERSONAL)
    counter.press(Key.LOCK)
    shown = everything_in_sight()
    assert "Poste verrouillé" in shown
    assert [word for word in PERSONAL if word in shown] == []


@pytest.mark.parametrize("key", [Key.ACTIONS, Key.WHY])
def test_no_dialog_stays_before_the_lock(counter: Counter, key: Key) -> None:
    workplace = counter.log_in()
    half_filled(counter)
    counter.press(key)
    assert QApplication.activeModalWidget() is not None
    workplace.lock()
    settle()
    assert QApplication.activeModalWidget() is None
    assert [word for word in PERSONAL if word in everything_in_sight()] == []
    fill(PASSWORD)
    assert workplace.isVisible()


def test_news_that_names_somebody_does_not_outlast_the_lock(counter: Counter) -> None:
    workplace = counter.log_in()
    counter.context.notices.say("good", "EL ALAMI Mohamed")
    counter.press(Key.LOCK)
    assert "ALAMI" not in everything_in_sight()
    fill(PASSWORD)
    assert workplace.notice.text() == ""


def test_a_wrong_password_keeps_the_lock_and_the_right_one_returns_to_the_same_draft(counter: Counter) -> None:
    workplace = counter.log_in()
    half_filled(counter)
    typed = counter.content()
    counter.press(Key.LOCK)
    fill("pas-celui-la")
    assert "Mot de passe inexact" in everything_in_sight()
    assert not workplace.isVisible()
    fill(PASSWORD)
    assert workplace.isVisible()
    assert workplace.page() is workplace.pages.intake
    assert counter.content() == typed
    settle()
    write("13/11")
    assert counter.content().fields["care_date"] == "2026-11-13"


def test_no_key_works_behind_the_lock(counter: Counter) -> None:
    workplace = counter.log_in()
    half_filled(counter)
    counter.press(Key.LOCK, Key.LOTS, Key.DISCARD, Key.ACTIONS, Key.SEARCH, Key.MISSING)
    assert QApplication.activeModalWidget() is None
    assert workplace.page() is workplace.pages.intake
    assert len(intake.drafts(workplace.desk)) == 1


def test_the_lock_saves_what_was_typed(counter: Counter) -> None:
    desk = counter.log_in().desk
    half_filled(counter)
    counter.header(declared_amount="300")
    counter.press(Key.LOCK)
    (draft,) = intake.drafts(desk)
    assert intake.get(desk, draft.id).content.fields["declared_amount"] == "30000"


def test_an_idle_desk_locks_itself(qtbot: QtBot, counter: Counter) -> None:
    workplace = counter.log_in()
    half_filled(counter)
    assert workplace._idle.interval() == 10 * 60_000
    workplace._idle.setInterval(1)
    with qtbot.waitSignal(workplace.locked):
        workplace._idle.start()
    assert [word for word in PERSONAL if word in everything_in_sight()] == []
    assert not workplace._idle.isActive()
    fill(PASSWORD)
    assert workplace._idle.isActive()


@pytest.mark.parametrize("kind", [QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress])
def test_a_key_or_a_click_puts_the_lock_off(counter: Counter, kind: QEvent.Type) -> None:
    workplace = counter.log_in()
    workplace._idle.stop()
    if kind is QEvent.Type.KeyPress:
        QApplication.sendEvent(focused(), QKeyEvent(kind, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a"))
    else:
        QTest.mouseClick(workplace.top, Qt.MouseButton.LeftButton)
    assert workplace._idle.isActive()


def test_the_settings_say_when_to_lock(counter: Counter) -> None:
    counter.context = replace(counter.context, settings=settings.Settings(idle_minutes=3))
    assert counter.log_in()._idle.interval() == 3 * 60_000


def test_another_agent_takes_the_desk(counter: Counter) -> None:
    counter.log_in()
    half_filled(counter)
    counter.press(Key.LOG_OUT)
    assert counter.window is not None
    assert counter.window.workplace is None
    assert [word for word in PERSONAL if word in everything_in_sight()] == []
    fill("s.bennani", PASSWORD)
    (draft,) = intake.drafts(counter.workplace.desk)
    assert draft.beneficiary == "EL ALAMI Mohamed"


def test_the_desk_is_given_up_from_the_lock(counter: Counter) -> None:
    counter.log_in()
    counter.press(Key.LOCK, Key.LOG_OUT)
    assert counter.window is not None
    assert counter.window.workplace is None
    assert counter.window.login is not None
    assert counter.window.login.isVisible()


def test_the_other_theme_is_kept_for_the_next_time(counter: Counter, qapp: QApplication) -> None:
    counter.log_in()
    assert theme.current().name == "light"
    counter.press(Key.THEME)
    assert theme.current().name == "dark"
    assert theme.DARK["card"] in qapp.styleSheet()
    assert settings.read(paths.settings_file()).theme == "dark"
    counter.press(Key.THEME)
    assert theme.current().name == "light"
    assert settings.read(paths.settings_file()).theme == "light"


def test_news_stands_over_the_page_and_goes_away(
    qtbot: QtBot, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    workplace = counter.log_in()
    monkeypatch.setitem(NOTICE_MILLISECONDS, "bad", 1)
    counter.context.notices.trouble(Refused("lot.empty"))
    assert workplace.notice.text() == "✕  Choisissez au moins un dossier pour ce lot."
    assert workplace.notice.accessibleName() == "Choisissez au moins un dossier pour ce lot."
    assert workplace.rect().contains(workplace.notice.geometry())
    qtbot.waitUntil(lambda: workplace.notice.text() == "")


def test_long_news_is_seen_whole(counter: Counter) -> None:
    workplace = counter.log_in()
    short = "Court."
    workplace.notice.say("bad", short)
    low = workplace.notice.height()
    workplace.notice.say("bad", "Un fichier que personne ne peut lire. " * 12)
    settle()
    assert workplace.notice.height() > low
    assert isinstance(workplace.notice, NoticeLine)
    assert workplace.rect().contains(workplace.notice.geometry())


@pytest.mark.parametrize("size", [QSize(1366, 768), QSize(*SMALLEST)])
def test_every_column_of_the_form_is_in_sight(counter: Counter, size: QSize) -> None:
    workplace = counter.log_in()
    assert counter.window is not None
    counter.window.resize(size)
    half_filled(counter)
    settle()
    assert counter.window.size() == size
    view = workplace.pages.intake.view
    edges = [(shown.mapTo(view, QPoint()).x(), shown.width()) for shown in (view.family, view.middle, view.verdict)]
    ends = [0, *(left + width for left, width in edges)]
    assert all(end <= left for end, (left, _) in zip(ends, edges, strict=False))
    assert ends[-1] <= view.width()


def test_actions_know_their_page_first(counter: Counter) -> None:
    workplace = counter.log_in()
    for page in counter.every_page():
        workplace.pages.setCurrentWidget(page)
        offered = workplace.actions_now()
        assert all(isinstance(action, Action) for action in offered)
        keys = [action.key for action in offered]
        assert len(keys) == len(set(keys)), type(page).__name__
        assert keys[: len(page.actions_now())] == [action.key for action in page.actions_now()]


def test_damage_that_nobody_reads_in_a_large_store_is_told(
    counter: Counter, store_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(soundness, "SMALL", 0)
    path = store_folder / DATABASE
    data = bytearray(path.read_bytes())
    data[-3_000:-2_000] = bytes(1_000)
    path.write_bytes(bytes(data))
    workplace = counter.log_in()
    assert workplace.page() is workplace.pages.lookup
    assert any("Le registre est abîmé" in text for _, text in counter.said)


def noting(bar: KeyBar) -> RowButton:
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    (key,) = [button for button in bar.findChildren(RowButton) if "Noter" in button.accessibleName()]
    return key


def test_a_key_that_looks_as_before_does_what_it_does_now(qtbot: QtBot) -> None:
    bar, done = KeyBar(), list[str]()
    qtbot.addWidget(bar)
    bar.resize(1366, 40)
    keys = []
    for what in ("before", "now"):
        bar.show_actions((Action(key=Key.NEW, label="Noter", run=lambda what=what: done.append(what)),))
        keys.append(noting(bar))
    assert keys[0] is keys[1]
    noting(bar).click()
    assert done == ["now"]
    bar.show_actions((Action(key=Key.NEW, label="Noter", run=lambda: done.append("off"), enabled=False),))
    noting(bar).click()
    assert done == ["now"]
