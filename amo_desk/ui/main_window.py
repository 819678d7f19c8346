"""The window of the program: set-up, login and lock around an agent's workplace."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget

from amo_desk import paths, settings
from amo_desk.domain.errors import Refused, Unavailable
from amo_desk.ui import theme
from amo_desk.ui.page import Context, Page
from amo_desk.ui.setup.login import LoginPage
from amo_desk.ui.shortcuts import AZERTY, Key

if TYPE_CHECKING:
    from amo_desk.ui.setup.controller import SetupPage
    from amo_desk.ui.setup.lock import LockPage
    from amo_desk.ui.workplace import Workplace
    from amo_desk.usecases.clock import Clock
    from amo_desk.usecases.desk import Desk

# In a text field these mean what they mean everywhere.
_OURS = frozenset(key.value for key in Key) - {Key.ALL.value, Key.BACK.value}
SIZE = (1366, 768)
SMALLEST = (1100, 640)
# Who goes on leaving within that time was told what is lost.
TOLD_SECONDS = 60.0


class MainWindow(QMainWindow):
    """Shows one of: the assistant of the first run, the login, the workplace, the lock."""

    def __init__(
        self, context: Context, folder: Path, clock: Clock, hint: tuple[str, str] | None = None, *, first_run: bool
    ) -> None:
        super().__init__()
        self.setObjectName(type(self).__name__)
        self.setWindowTitle("AMO Desk")
        self.setMinimumSize(*SMALLEST)
        self.resize(*SIZE)
        self._context, self._folder, self._clock, self._hint = context, folder, clock, hint
        self.stack = QStackedWidget()
        self.setCentralWidget(self.stack)
        self.setup: SetupPage | None = None
        self.login: LoginPage | None = None
        self.workplace: Workplace | None = None
        self.lock: LockPage | None = None
        self._closing = False
        self._told: dict[str, float] = {}
        self._shortcuts = [self._shortcut(key) for key in Key]
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)
        if first_run:
            self._show_setup()
        else:
            self.show_login()

    def show_on_screen(self) -> None:
        """Shows the window, filling a screen that is too small for its usual size."""
        room = self.screen().availableSize()
        if room.width() <= SIZE[0] or room.height() <= SIZE[1]:
            self.showMaximized()
        else:
            self.show()

    def show_login(self) -> None:
        """Asks who is there."""
        self.login = LoginPage(self._context, self._folder, self._clock, self._hint)
        self.login.opened.connect(self.enter)
        self._only(self.login)
        self.login.entered()

    def enter(self, desk: Desk) -> None:
        """Seats an agent at their desk."""
        from amo_desk.ui.setup.lock import LockPage  # noqa: PLC0415  a login page needs neither store nor pages
        from amo_desk.ui.workplace import Workplace  # noqa: PLC0415

        fonts = self._context.settings.fonts
        workplace = Workplace(self._context, replace(desk, fonts=Path(fonts) if fonts else None))
        workplace.locked.connect(self._lock)
        workplace.log_out_asked.connect(self._leave)
        workplace.theme_asked.connect(self._other_theme)
        lock = LockPage(self._context)
        lock.unlocked.connect(self._unlock)
        lock.log_out_asked.connect(self._leave)
        self._only(workplace)
        self.stack.addWidget(lock)
        self.workplace, self.lock = workplace, lock
        workplace.entered()

    def log_out(self) -> None:
        """Ends the agent's session and asks who is there next."""
        self._end_session()
        self.show_login()

    def run_key(self, key: Key) -> None:
        """Does what a key does now, on whatever is in sight."""
        shown = self.stack.currentWidget()
        for action in shown.actions_now() if isinstance(shown, Page) else ():
            if action.key is key:
                if action.enabled:
                    action.run()
                return

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Keeps the program's keys from the text fields, which know some of them for deleting words or lines."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            typed = QKeySequence(event.keyCombination()).toString()
            if typed in _OURS:
                event.ignore()
                return True
        return False

    def _shortcut(self, key: Key) -> QShortcut:
        shortcut = QShortcut(self)
        shortcut.setKeys([QKeySequence(text) for text in (key.value, *AZERTY.get(key, ()))])
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(lambda: self.run_key(key))
        return shortcut

    def closeEvent(self, event: QCloseEvent) -> None:
        """Saves what was typed and closes the store; where the disk refuses, the first try only says so."""
        if self._closing:
            event.ignore()
            return
        self._closing = True
        try:
            if self._may_leave():
                self._end_session()
                event.accept()
            else:
                event.ignore()
        finally:
            self._closing = False

    def _leave(self) -> None:
        if self._may_leave():
            self.log_out()

    def _may_leave(self) -> bool:
        """Whether leaving loses nothing; what would be lost is said, and is left where one goes on leaving."""
        place = self.workplace
        if place is None:
            return True
        if place.pages.importing:
            if not self._told_just_now(Refused("leave.importing")):
                return False
            place.pages.stop_import()
        return place.settled() or self._told_just_now(Refused("leave.unsaved"))

    def _told_just_now(self, loss: Refused) -> bool:
        """Whether the agent was told this a moment ago; they are now."""
        before, now = self._told.get(loss.code), time.monotonic()
        self._told[loss.code] = now
        if before is not None and now - before < TOLD_SECONDS:
            return True
        if self.lock is not None and self.stack.currentWidget() is self.lock:
            self.lock.tell(loss)
        else:
            self._context.notices.trouble(loss)
        return False

    def _show_setup(self) -> None:
        from amo_desk.ui.setup.controller import SetupPage  # noqa: PLC0415  only the first run needs it

        self.setup = SetupPage(self._context, self._folder, self._clock)
        self.setup.opened.connect(self.enter)
        self._only(self.setup)
        self.setup.entered()

    def _lock(self) -> None:
        if self.workplace is not None and self.lock is not None:
            self.lock.lock(self.workplace.desk)
            self.stack.setCurrentWidget(self.lock)
            self.lock.entered()

    def _unlock(self) -> None:
        if self.workplace is not None:
            self.stack.setCurrentWidget(self.workplace)
            self.workplace.entered()

    def _other_theme(self) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            name = "light" if theme.current().name == "dark" else "dark"
            theme.apply(application, name, paths.bundled("resources/styles"))
            stored = settings.read(paths.settings_file())
            try:
                settings.write(paths.settings_file(), replace(stored, theme=name))
            except OSError:
                self._context.notices.trouble(Unavailable("file.unwritable", name=paths.settings_file().name))

    def _end_session(self) -> None:
        if self.workplace is not None:
            self.workplace.end()
            self.workplace = None

    def _only(self, page: Page) -> None:
        """Shows a page and lets go of the ones before it."""
        while self.stack.count():
            old = self.stack.widget(0)
            if old is None:
                break
            self.stack.removeWidget(old)
            old.deleteLater()
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
