"""The duplicates page: between who settles a pair of entries and the use cases of people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from amo_desk.domain.errors import DeskError
from amo_desk.domain.office import Role
from amo_desk.ui.duplicates import state as states
from amo_desk.ui.duplicates.state import DuplicatesState
from amo_desk.ui.duplicates.view import DuplicatesView
from amo_desk.ui.page import Action, Context, Page
from amo_desk.ui.shortcuts import Key
from amo_desk.usecases import people
from amo_desk.usecases.desk import Desk


class DuplicatesPage(Page):
    """Those who may be in the register twice, settled pair by pair."""

    left = Signal()

    def __init__(self, context: Context, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._desk = context, desk
        self.state = DuplicatesState(may_merge=desk.agent.role.covers(Role.SUPERVISOR))
        self.view = DuplicatesView(desk.today)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.view.chosen.connect(lambda place: self._show(replace(self.state, chosen=place)))
        self.view.merge_asked.connect(self._ask)
        self.view.distinct_asked.connect(self._distinct)
        form = self.view.form
        form.typed.connect(lambda name, value: self._show(states.typed(self.state, name, value)))
        form.submitted.connect(self._merge)
        form.left.connect(self._rest)
        self._show(self.state)

    def title(self) -> str:
        """The title of the page."""
        return self.tr("Doublons")

    def actions_now(self) -> tuple[Action, ...]:
        """Merging a pair, telling it apart, going back."""
        now = self.state
        if now.merging:
            return (
                Action(key=Key.RECEIVE, label=self.tr("Fusionner"), run=self._merge, enabled=not now.busy),
                Action(key=Key.BACK, label=self.tr("Annuler"), run=self._rest),
            )
        some = now.current is not None and not now.busy
        return (
            Action(
                key=Key.RECEIVE, label=self.tr("Fusionner"), run=self._ask, enabled=some and now.may_merge, shown=some
            ),
            Action(
                key=Key.OVERRIDE,
                label=self.tr("Deux personnes distinctes"),
                run=self._distinct,
                enabled=some,
                shown=some,
            ),
            Action(key=Key.BACK, label=self.tr("Retour"), run=self.left.emit),
        )

    def entered(self) -> None:
        """Reads the pairs again and takes the focus to them."""
        self._load()
        self.view.pairs.setFocus()

    def _show(self, state: DuplicatesState) -> None:
        self.state = state
        self.view.show_state(state)
        self.changed.emit()

    def _load(self) -> None:
        self._context.tasks.run(
            self,
            lambda _progress: people.duplicates(self._desk),
            lambda pairs: self._show(states.read(self.state, pairs)),
            self._context.notices.trouble,
        )

    def _ask(self) -> None:
        self._show(states.asking(self.state))
        if self.state.merging:
            self.view.form.focus_on(states.REASON)

    def _rest(self) -> None:
        self._show(states.rested(self.state))
        self.view.pairs.setFocus()

    def _merge(self) -> None:
        chosen, reason = states.kept_and_dropped(self.state), self.state.values.get(states.REASON, "")
        if chosen is not None and not self.state.busy:
            keep, drop = chosen
            self._settle(lambda: people.merge(self._desk, keep, drop, reason), self.tr("Fiches fusionnées."))

    def _distinct(self) -> None:
        pair = self.state.current
        if pair is not None and not self.state.busy:
            one, other = pair.one.person.id, pair.other.person.id
            words = self.tr("Noté : deux personnes distinctes.")
            self._settle(lambda: people.distinct(self._desk, one, other), words)

    def _settle(self, work: Callable[[], object], news: str) -> None:
        def done(_answer: object) -> None:
            self._show(states.rested(self.state))
            self._context.notices.say("good", news)
            self._load()
            self.view.pairs.setFocus()

        self._show(replace(self.state, busy=True))
        self._context.tasks.write(self, lambda _progress: work(), done, self._failed)

    def _failed(self, error: DeskError) -> None:
        self._show(states.failed(self.state, error))
        if self.state.merging:
            self.view.form.focus_on(next(iter(self.state.troubles), ""))
        else:
            self._context.notices.trouble(error)
