"""Work off the GUI thread: where answers arrive, who does not get one any more, progress, stopping, and bugs."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from amo_desk.domain.errors import DeskError, Refused
from amo_desk.ui import crash
from amo_desk.ui.crash import CrashDialog
from amo_desk.ui.page import Notices
from amo_desk.ui.tasks import Progress, Tasks

NAME = "EL ALAMI Mohamed"


@pytest.fixture
def tasks() -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.close()


@pytest.fixture
def owner() -> QObject:
    return QObject()


def nothing(_answer: object) -> None:
    pass


def unwanted(answer: object) -> None:
    raise AssertionError(answer)


def test_work_is_done_elsewhere_and_its_answer_arrives_on_the_gui_thread(
    qtbot: QtBot, tasks: Tasks, owner: QObject
) -> None:
    seen: dict[str, object] = {}

    def work(_progress: Progress) -> str:
        seen["work"] = threading.current_thread()
        return "answer"

    def done(answer: str) -> None:
        seen["answer"], seen["done"] = answer, QThread.currentThread()

    with qtbot.waitSignal(tasks.idle):
        tasks.run(owner, work, done, unwanted)
        assert tasks.busy
        assert "answer" not in seen
    assert seen["answer"] == "answer"
    assert seen["work"] is not threading.main_thread()
    assert seen["done"] is QApplication.instance().thread()  # type: ignore[union-attr]
    assert not tasks.busy


def test_works_are_done_one_after_the_other(qtbot: QtBot, tasks: Tasks, owner: QObject) -> None:
    answers: list[int] = []
    with qtbot.waitSignal(tasks.idle):
        for number in range(20):
            tasks.run(owner, lambda _progress, number=number: number, answers.append, unwanted)
    assert answers == list(range(20))


def test_long_work_keeps_nothing_else_waiting(tasks: Tasks, owner: QObject) -> None:
    answers: list[str] = []
    may_end = threading.Event()

    def long(_progress: Progress) -> str:
        may_end.wait(5)
        return "long"

    def short(_progress: Progress) -> str:
        may_end.set()
        return "short"

    tasks.long(owner, long, answers.append, unwanted)
    tasks.run(owner, short, answers.append, unwanted)
    tasks.drain()
    assert sorted(answers) == ["long", "short"]
    assert may_end.is_set()


def test_trouble_goes_where_it_is_told(qtbot: QtBot, tasks: Tasks, owner: QObject) -> None:
    troubles: list[DeskError] = []

    def work(_progress: Progress) -> None:
        raise Refused("lot.empty")

    with qtbot.waitSignal(tasks.idle):
        tasks.run(owner, work, unwanted, troubles.append)
    assert [trouble.code for trouble in troubles] == ["lot.empty"]


def test_an_owner_that_is_gone_gets_no_answer(qtbot: QtBot, tasks: Tasks) -> None:
    owner, may_end = QObject(), threading.Event()

    def work(progress: Progress) -> str:
        may_end.wait(5)
        progress.report(1, 1)
        return "late"

    with qtbot.waitSignal(tasks.idle):
        tasks.run(owner, work, unwanted, unwanted, unwanted)  # type: ignore[arg-type]
        delete(owner)
        may_end.set()
    assert not tasks.busy


def test_progress_is_told_on_the_gui_thread_and_in_order(qtbot: QtBot, tasks: Tasks, owner: QObject) -> None:
    told: list[tuple[int, int]] = []
    threads: set[bool] = set()

    def work(progress: Progress) -> None:
        for part in range(1, 6):
            progress.report(part, 5)

    def progress(done: int, total: int) -> None:
        told.append((done, total))
        threads.add(threading.current_thread() is threading.main_thread())

    with qtbot.waitSignal(tasks.idle):
        tasks.run(owner, work, nothing, unwanted, progress)
    assert told == [(part, 5) for part in range(1, 6)]
    assert threads == {True}


def test_work_that_is_stopped_refuses(qtbot: QtBot, tasks: Tasks, owner: QObject) -> None:
    begun, stopped = threading.Event(), threading.Event()
    troubles: list[DeskError] = []

    def work(progress: Progress) -> None:
        begun.set()
        stopped.wait(5)
        if progress.cancelled():
            raise Refused("task.cancelled")

    with qtbot.waitSignal(tasks.idle):
        handle = tasks.run(owner, work, unwanted, troubles.append)
        begun.wait(5)
        assert not handle.cancelled()
        handle.cancel()
        stopped.set()
    assert [trouble.code for trouble in troubles] == ["task.cancelled"]


def test_draining_waits_for_the_answers_too(tasks: Tasks, owner: QObject) -> None:
    answers: list[int] = []
    for number in range(3):
        tasks.run(owner, lambda _progress, number=number: number, answers.append, unwanted)
    tasks.drain()
    assert answers == [0, 1, 2]
    tasks.drain()


@pytest.mark.parametrize("immediate", [True, False])
def test_a_bug_reaches_the_crash_dialog_and_the_page_goes_on(qtbot: QtBot, owner: QObject, immediate: bool) -> None:
    tasks = Tasks(immediate=immediate)

    def work(_progress: Progress) -> None:
        raise ValueError(NAME)

    troubles: list[DeskError] = []
    if immediate:
        with pytest.raises(ValueError, match=NAME):
            tasks.run(owner, work, unwanted, troubles.append)
    else:
        with capture_exceptions() as caught:
            tasks.run(owner, work, unwanted, troubles.append)
            qtbot.waitUntil(lambda: not tasks.busy and bool(caught))
        assert [(kind, str(error)) for kind, error, _trace in caught] == [(ValueError, NAME)]
    assert not tasks.busy
    assert [trouble.code for trouble in troubles] == ["program.bug"], "the page stays waiting"
    tasks.close()


def test_immediate_work_is_done_at_once(owner: QObject) -> None:
    tasks, answers = Tasks(immediate=True), []
    tasks.run(owner, lambda _progress: threading.current_thread(), answers.append, unwanted)
    assert answers == [threading.main_thread()]
    tasks.close()


def raised() -> tuple[type[BaseException], BaseException, object]:
    try:
        {}[NAME]
    except KeyError:
        return sys.exc_info()  # type: ignore[return-value]


def test_a_crash_report_says_where_and_no_value(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    crash.install(window, Notices())
    with caplog.at_level(logging.ERROR):
        sys.excepthook(*raised())  # type: ignore[arg-type]
    dialog = window.findChild(CrashDialog)
    assert isinstance(dialog, CrashDialog)
    report = dialog.findChild(QPlainTextEdit)
    assert isinstance(report, QPlainTextEdit)
    for text in (report.toPlainText(), caplog.text):
        assert "KeyError" in text
        assert "raised" in text
        assert NAME not in text
    dialog._copy()
    assert "KeyError" in QApplication.clipboard().text()
    dialog.accept()


def test_ctrl_c_is_no_crash(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    crash.install(window, Notices())
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert window.findChild(CrashDialog) is None
    assert "KeyboardInterrupt" in capsys.readouterr().err


def test_a_trouble_that_no_page_took_becomes_news(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    window, notices = QWidget(), Notices()
    qtbot.addWidget(window)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    crash.install(window, notices)
    with qtbot.waitSignal(notices.said) as said:
        sys.excepthook(Refused, Refused("lot.empty"), None)
    assert said.args == ["bad", "Choisissez au moins un dossier pour ce lot."]
    assert window.findChild(CrashDialog) is None


def test_work_aside_keeps_nobody_waiting_and_its_trouble_is_told(qtbot: QtBot, tasks: Tasks, owner: QObject) -> None:
    release, told = threading.Event(), []

    def long_work() -> None:
        release.wait(30)
        raise Refused("anything")

    tasks.aside(owner, long_work, told.append)
    assert not tasks.busy
    with qtbot.waitSignal(tasks.idle):
        tasks.run(owner, lambda _progress: None, nothing, unwanted)
    assert not told
    release.set()
    qtbot.waitUntil(lambda: bool(told))
    assert [error.code for error in told] == ["anything"]
