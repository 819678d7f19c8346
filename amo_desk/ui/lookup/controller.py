"""The lookup page at work: one field, results while one types, the family of the marked result."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from amo_desk.domain.people import Family
from amo_desk.ui.learnt.controller import LearntWork
from amo_desk.ui.lookup import state as states
from amo_desk.ui.lookup.state import LookupState
from amo_desk.ui.lookup.view import LookupView
from amo_desk.ui.page import Action, Context, Page
from amo_desk.ui.shortcuts import Key
from amo_desk.usecases import intake, lookup
from amo_desk.usecases.desk import Desk
from amo_desk.usecases.lookup import FamilyCard, Found, Hit


class LookupPage(Page):
    """Finds members, receipts and drafts; `answered` says what was looked for, and whether it led to somebody."""

    family_opened = Signal(object, object)
    dossier_opened = Signal(object)
    search_wanted = Signal()
    answered = Signal(str, bool)

    def __init__(self, context: Context, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._desk = context, desk
        self._state = LookupState()
        self.view = LookupView(desk.rulebook)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.view.hit_marked.connect(self._marked)
        self.view.hit_opened.connect(lambda hit: self.family_opened.emit(hit.family_id, hit.person_id))
        self.view.draft_opened.connect(lambda draft: self.dossier_opened.emit(draft.id))
        self.view.family.member_chosen.connect(self._member)
        self.view.family.dossier_chosen.connect(self.dossier_opened)
        self._learnt = LearntWork(context, desk, self)
        self._learnt.kept.connect(self._kept)
        self.view.show_state(self._state)

    def title(self) -> str:
        """The name of the page."""
        return self.tr("Recherche")

    def actions_now(self) -> tuple[Action, ...]:
        """Beginning the search anew, noting what the insured tells."""
        back = Action(key=Key.BACK, label=self.tr("Effacer la recherche"), run=self.clear)
        return (back, self._learnt.action(self._person, shown=True)) if self._person() else (back,)

    def entered(self) -> None:
        """Brings drafts and figures up to date and asks for the search field."""
        self.refresh()
        self.search_wanted.emit()

    def refresh(self) -> None:
        """Looks again at the drafts and the day's figures."""
        day = lookup.the_day(self._desk)
        self._show(
            replace(
                self._state,
                drafts=intake.drafts(self._desk),
                received=day.received,
                waiting=day.waiting,
                people=day.people,
            )
        )

    def search(self, typed: str) -> None:
        """Looks for what is typed; what was typed before is no longer looked for, nor its answer shown."""
        self._state = replace(self._state, typed=typed)

        def look(_progress: object) -> tuple[str, Found, FamilyCard | None]:
            if not typed.strip() or typed != self._state.typed:
                return typed, Found(), None
            found = lookup.find(self._desk, typed)
            first = found.dossier.family_id if found.dossier else found.people[0].family_id if found.people else None
            return typed, found, lookup.family_card(self._desk, first) if first else None

        self._context.tasks.run(self, look, self._found, self._context.notices.trouble)

    def mark(self, step: int) -> None:
        """Marks the next or the previous result."""
        self.view.mark(step)

    def open_current(self) -> None:
        """Opens the marked result, or the dossier whose number was typed."""
        if self._state.found.dossier is not None:
            self.dossier_opened.emit(self._state.found.dossier.id)
            return
        self.view.open_current()

    def clear(self) -> None:
        """Empties the search."""
        self._show(replace(self._state, typed="", answered="", found=Found(), card=None, chosen=None))
        self.changed.emit()
        self.search_wanted.emit()

    def _found(self, answer: tuple[str, Found, FamilyCard | None]) -> None:
        typed, found, card = answer
        if typed != self._state.typed:
            return
        before = self._state.card is None
        chosen = found.dossier.beneficiary_id if found.dossier is not None else None
        self._state = replace(self._state, found=found, answered=typed, card=card, chosen=chosen)
        self.view.show_results(self._state)
        if found.dossier is not None and card is not None:
            self.view.family.show_family(card, found.dossier.beneficiary_id)
        if before is not (card is None):
            self.changed.emit()
        self.answered.emit(typed, not self._state.nothing)

    def _marked(self, hit: Hit) -> None:
        card = self._state.card
        if card is None or card.family.id != hit.family_id:
            card = lookup.family_card(self._desk, hit.family_id)
        self._state = replace(self._state, card=card, chosen=hit.person_id)
        self.view.family.show_family(card, hit.person_id)

    def _person(self) -> tuple[UUID, UUID] | None:
        """Who is marked, with their family."""
        card, chosen = self._state.card, self._state.chosen
        return (card.family.id, chosen) if card and chosen else None

    def _kept(self, family: Family) -> None:
        """Shows the family with what was noted, if it is still the one in sight."""
        if self._state.card is None or self._state.card.family.id != family.id:
            return
        card = lookup.family_card(self._desk, family.id)
        self._show(states.renewed(self._state, card))
        self.view.family.show_family(card, self._state.chosen)

    def _member(self, index: int) -> None:
        card: FamilyCard | None = self._state.card
        if card is not None:
            self.family_opened.emit(card.family.id, card.members[index].person.id)

    def _show(self, state: LookupState) -> None:
        self._state = state
        self.view.show_state(state)
