"""What every page is: a widget with a title and the keys of the moment; and what every page is given."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from amo_desk.domain.errors import DeskError, Unavailable
from amo_desk.settings import Settings
from amo_desk.ui import messages
from amo_desk.ui.shortcuts import MEMBERS, Key
from amo_desk.ui.tasks import Tasks


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something the agent can do now, with its key; shown at the bottom and among all actions."""

    key: Key
    label: str
    run: Callable[[], None]
    enabled: bool = True
    shown: bool = True


def numbered(labels: Iterable[str], run: Callable[[int], None]) -> tuple[Action, ...]:
    """An action for each of the first ten things of a row, by Alt and its figure, 0 for the tenth."""
    return tuple(
        Action(key=key, label=label, run=partial(run, place), shown=False)
        for place, (key, label) in enumerate(zip(MEMBERS, labels, strict=False))
    )


class Notices(QObject):
    """One line of news for the agent: `level` is info, good, warn or bad."""

    said = Signal(str, str)

    def say(self, level: str, text: str) -> None:
        """Shows a line."""
        self.said.emit(level, text)

    def trouble(self, error: DeskError) -> None:
        """Shows what went wrong, in words."""
        self.said.emit("bad", messages.sentence(error))


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What pages share: the background worker, the line of news, this machine's settings."""

    tasks: Tasks
    notices: Notices
    settings: Settings

    def held(self) -> bool:
        """Whether nothing can be written at once, since a long work is under way: it is said then."""
        held = self.tasks.long_under_way
        if held:
            self.notices.trouble(Unavailable("store.importing"))
        return held


class Page(QWidget):
    """A page of the window; `changed` says that its title or actions are others now."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(type(self).__name__)

    def title(self) -> str:
        """The title of the page, for the window's title and for screen readers."""
        return ""

    def actions_now(self) -> tuple[Action, ...]:
        """What the agent can do here now, the usual first."""
        return ()

    def entered(self) -> None:
        """Called when the page comes into sight: the place to take the focus and to look at what changed."""

    def scanned(self, _code: str) -> bool:
        """Takes a code that a scanner sent; False when the page has no use for it."""
        return False
