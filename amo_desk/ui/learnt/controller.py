"""The form « Ce que dit l'assuré » at work: opened about a family, saved all at once, told to the page it stands on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from amo_desk.domain.errors import DeskError, Refused
from amo_desk.domain.people import Family
from amo_desk.ui.learnt import state as states
from amo_desk.ui.learnt.state import LearntState
from amo_desk.ui.learnt.view import LearntDialog
from amo_desk.ui.page import Action, Context
from amo_desk.ui.shortcuts import Key
from amo_desk.ui.widgets.register_words import field_name
from amo_desk.usecases import lookup, people
from amo_desk.usecases.desk import Desk
from amo_desk.usecases.people import Told


class LearntWork(QObject):
    """Asks what the insured tells; `kept` carries the family once something was saved."""

    kept = Signal(object)

    def __init__(self, context: Context, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._context, self._desk, self._page = context, desk, page
        self._state: LearntState | None = None
        self.dialog: LearntDialog | None = None

    def action(self, whom: Callable[[], tuple[UUID, UUID] | None], *, shown: bool) -> Action:
        """Asking about whoever is in sight when the key is pressed: a family and one of its members."""

        def run() -> None:
            if person := whom():
                self.ask(*person)

        return Action(key=Key.LEARN, label=self.tr("Ce que dit l'assuré"), run=run, shown=shown)

    def ask(self, family_id: UUID, person_id: UUID) -> None:
        """Opens the form on what is known of the family now."""
        try:
            family = lookup.family_card(self._desk, family_id).family
            self._state = states.opened(family, person_id)
        except DeskError as error:
            self._context.notices.trouble(error)
            return
        dialog = LearntDialog(self._state, self._page)
        dialog.typed.connect(lambda name, value: self._change(lambda now: states.typed(now, name, value)))
        dialog.planned.connect(lambda name, plan: self._change(lambda now: states.planned(now, name, plan)))
        dialog.submitted.connect(self._submit)
        dialog.finished.connect(self._closed)
        self.dialog = dialog
        dialog.open()

    def _change(self, change: Callable[[LearntState], LearntState]) -> None:
        if self._state is not None:
            self._show(change(self._state))

    def _show(self, state: LearntState) -> None:
        self._state = state
        if self.dialog is not None:
            self.dialog.show_state(state)

    def _submit(self) -> None:
        now = self._state
        if now is None or now.busy or self.dialog is None:
            return
        changes = now.changes
        troubles = _troubles(changes)
        if troubles:
            self._refuse(troubles)
        elif changes:
            self._show(replace(now, busy=True))
            self._context.tasks.write(
                self,
                lambda _progress: people.keep(self._desk, *changes),
                lambda family: self._done(family, changes),
                lambda error: self._refuse({"": error}),
            )
        else:
            self.dialog.accept()

    def _done(self, family: Family, changes: tuple[Told, ...]) -> None:
        if self.dialog is not None:
            self.dialog.accept()
        names = ", ".join(field_name(change.field) for change in changes)
        self._context.notices.say("good", self.tr("Noté : {0}").format(names))
        self.kept.emit(family)

    def _refuse(self, troubles: Mapping[str, DeskError]) -> None:
        if self._state is not None and self.dialog is not None:
            self._show(states.refused(self._state, troubles))
            self.dialog.focus_on(next(iter(troubles)))
        else:
            for error in troubles.values():
                self._context.notices.trouble(error)

    def _closed(self) -> None:
        self.dialog = self._state = None


def _troubles(changes: tuple[Told, ...]) -> dict[str, DeskError]:
    """All that is wrong with what was typed, by field."""
    found: dict[str, DeskError] = {}
    for change in changes:
        try:
            people.check(change)
        except Refused as error:
            found[change.field] = error
    return found
