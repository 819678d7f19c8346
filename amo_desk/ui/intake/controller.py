"""The intake page at work: what was typed goes to the dossier under way, what that holds goes to the view."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from amo_desk.domain.dossier import Dossier, State
from amo_desk.domain.errors import DeskError, Refused
from amo_desk.domain.findings import Evaluation, Finding
from amo_desk.domain.numbers import read_paper_number
from amo_desk.domain.people import Family
from amo_desk.rules.forms import Form
from amo_desk.ui import messages
from amo_desk.ui.intake.autosave import Autosave
from amo_desk.ui.intake.lines_work import LinesWork
from amo_desk.ui.intake.sources import SourcesDialog
from amo_desk.ui.intake.state import blocking, form_state, verdict_state
from amo_desk.ui.intake.stranger import StrangerWork
from amo_desk.ui.intake.view import IntakeView
from amo_desk.ui.intake.work import Work
from amo_desk.ui.learnt.controller import LearntWork
from amo_desk.ui.page import Action, Context, Page, numbered
from amo_desk.ui.shortcuts import Key, key_text
from amo_desk.usecases import dental_papers, intake, lookup, papers
from amo_desk.usecases.desk import Desk
from amo_desk.usecases.lookup import FamilyCard
from amo_desk.usecases.papers import Paper


class IntakePage(Page):
    """From a family to a received dossier."""

    paper_asked = Signal(object, str)
    received = Signal(object)
    left = Signal()

    def __init__(self, context: Context, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._desk = context, desk
        self.view = IntakeView(desk.rulebook, desk.today)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self._card: FamilyCard | None = None
        self._chosen: UUID | None = None
        self.work: Work | None = None
        self._busy = self._giving_up = False
        self._autosave: Autosave | None = None
        self._lines = LinesWork(desk.rulebook, self.view.form, context.notices, lambda: self.work, self._changed)
        self._stranger = StrangerWork(desk, self.view.form, context, lambda: self.work, self._changed)
        self._learnt = LearntWork(context, desk, self)
        self._connect()

    def _connect(self) -> None:
        view = self.view
        view.family.member_chosen.connect(self.choose_member)
        view.family.dossier_chosen.connect(self.open_dossier)
        view.menu.chosen.connect(self.begin)
        view.form.field_typed.connect(self._field_typed)
        view.form.lines.left.connect(view.form.focus_pieces)
        view.form.pieces.ticked.connect(self._ticked)
        view.verdict.finding_opened.connect(self._go_to)
        view.verdict.override_given.connect(self._override)
        self._learnt.kept.connect(self._kept)

    def title(self) -> str:
        """The name of the form, or of the family."""
        if self.work is not None:
            return messages.said(self.work.form.label)
        return self._card.family.insured.name if self._card else ""

    def actions_now(self) -> tuple[Action, ...]:
        """What can be done with the dossier on the page."""
        if self.work is None:
            return (*self._member_actions(), *self._learning(), self._back(self.tr("Recherche")))
        form, findings = self.view.form, self.view.verdict.findings
        discard = self.tr("Abandonner ce brouillon (deux fois)")
        return (
            Action(key=Key.RECEIVE, label=self.tr("Recevoir et imprimer"), run=self.receive, enabled=not self._busy),
            Action(key=Key.MISSING, label=self.tr("Pièces manquantes"), run=self.missing_slip),
            Action(key=Key.HEADER, label=self.tr("En-tête"), run=form.focus_first, shown=False),
            *self._dental_actions(),
            Action(key=Key.ENTRY, label=self.tr("Lignes"), run=form.lines.focus_entry),
            Action(key=Key.NEW, label=self.tr("Noter ce praticien"), run=self._stranger.ask, shown=False),
            Action(key=Key.PIECES, label=self.tr("Pièces"), run=form.focus_pieces),
            Action(key=Key.OVERRIDE, label=self.tr("Lever un point"), run=self.ask_override),
            Action(key=Key.WHY, label=self.tr("Pourquoi ?"), run=self.why),
            Action(key=Key.QUOTE, label=self.tr("Feuille d'estimation"), run=self.quote_sheet, shown=False),
            Action(key=Key.FINDINGS, label=self.tr("Points relevés"), run=findings.setFocus, shown=False),
            Action(key=Key.DISCARD, label=discard, run=self.discard, shown=False),
            *self._learning(),
            self._back(self.tr("Quitter (brouillon gardé)")),
        )

    def entered(self) -> None:
        """Takes the focus where the work goes on, with what was recorded on other pages meanwhile."""
        if self.work is None:
            self.view.menu.list.setFocus()
            return
        try:
            self.work.read_again()
        except DeskError as error:
            self._context.notices.trouble(error)
        self._show_work()
        self.view.form.focus_first()

    def scanned(self, code: str) -> bool:
        """A scanned box becomes a line, a scanned INPE goes to its field; the focus stays where it is."""
        if self.work is None or self._busy or read_paper_number(code):
            return False
        taken = self.work.put_inpe(code)
        try:
            line = None if taken else self.work.understand(code).line
            if line is not None:
                self.work.put(line)
        except DeskError as error:
            self._context.notices.trouble(error)
            return False
        self._changed()
        return taken or line is not None

    def open_family(self, family_id: UUID, person_id: UUID | None = None) -> None:
        """Shows a family and the forms to choose from."""
        card = lookup.family_card(self._desk, family_id)
        self.work, self._card = None, card
        members = [member.person.id for member in card.members]
        self._chosen = person_id if person_id in members else members[0]
        self._show_menu()

    def open_dossier(self, dossier_id: UUID) -> None:
        """Goes on with a draft, or shows the acknowledgment of a received dossier again."""
        dossier = intake.get(self._desk, dossier_id)
        if dossier.state is not State.DRAFT:
            self._print(dossier)
            return
        self._card = lookup.family_card(self._desk, dossier.family_id)
        self._chosen = dossier.beneficiary_id
        self._work_on(dossier)

    def person(self) -> tuple[UUID, UUID] | None:
        """The family and the beneficiary on the page, nothing while nobody is."""
        return (self._card.family.id, self._chosen) if self._card and self._chosen else None

    def choose_member(self, index: int) -> None:
        """Marks a member for the next dossier; the beneficiary of a dossier under way stays who they are."""
        if self._card is None or index >= len(self._card.members) or self.work is not None:
            return
        self._chosen = self._card.members[index].person.id
        self._show_menu()

    def begin(self, form: Form) -> None:
        """Begins a dossier for the member marked."""
        if self._card is None or self._chosen is None or self._context.held():
            return
        try:
            self._work_on(intake.begin(self._desk, self._card.family.id, self._chosen, form))
        except DeskError as error:
            self._context.notices.trouble(error)

    def _work_on(self, dossier: Dossier) -> None:
        self.settle()
        self.work = Work(self._desk, dossier)
        self._autosave = Autosave(self._desk, self._context.tasks, dossier, self)
        self._autosave.saved.connect(self._saved)
        self._autosave.failed.connect(self._failed)
        self._lines.begin(self.work.form.lines)
        self.view.show_form()
        if self._card is not None:
            self.view.family.show_family(self._card, self._chosen)
        self._show_work()
        self.view.form.focus_first()
        self.changed.emit()

    def _changed(self) -> None:
        """Shows what the last key changed, and has it saved in a moment."""
        self._giving_up = False
        if self.work is not None and self._autosave is not None:
            self._autosave.changed(self.work.content)
            self._show_work()

    def _show_work(self) -> None:
        work = self.work
        if work is None:
            return
        rulebook, content = self._desk.rulebook, work.content
        self.view.form.show_state(
            form_state(rulebook, work.form, content, work.known, work.evaluation, work.saved_at, work.filled)
        )
        self._lines.chart.show()
        self.view.verdict.show_state(verdict_state(work.evaluation))

    def _field_typed(self, name: str, value: str) -> None:
        if self.work is not None:
            try:
                self.work.type_field(name, value)
            finally:
                self._changed()

    def _ticked(self, names: frozenset[str], present: bool) -> None:
        if self.work is not None:
            self.work.tick(names, present)
            self._changed()

    def _go_to(self, finding: Finding) -> None:
        """Puts the cursor where a finding points, and says what can be done about it."""
        self.view.form.focus_field(finding.target)
        if finding.advice is not None:
            self._context.notices.say("info", messages.said(finding.advice))

    def ask_override(self) -> None:
        """Asks for the reason to set the current finding aside, where the agent may."""
        finding = self.view.verdict.current()
        if finding is None:
            return
        if intake.may_override(self._desk, finding):
            self.view.verdict.ask_reason(finding)
        else:
            self._override(finding, "")

    def _override(self, finding: Finding, reason: str) -> None:
        if self.work is None:
            return
        try:
            self.work.override(finding, reason)
        except DeskError as error:
            self._context.notices.trouble(error)
            return
        self.view.verdict.end_reason()
        self._changed()

    def why(self) -> None:
        """Opens the sources of the amounts."""
        if self.work is not None:
            SourcesDialog(self._desk.rulebook, self.work.content.lines, self.work.evaluation, self).open()

    def receive(self) -> None:
        """Receives the dossier once its draft is on the disk, then shows the acknowledgment."""
        if self.work is not None and blocking(self.work.evaluation):
            self._context.notices.trouble(Refused("dossier.not_receivable"))
        elif self._autosave is not None and self.work is not None and not self._busy:
            self._set_busy(True)
            self._autosave.settle(self._receive)

    def _receive(self, dossier: Dossier) -> None:
        self._context.tasks.write(
            self,
            lambda _progress: intake.receive(self._desk, dossier, dossier.content),
            self._received,
            self._failed,
        )

    def _received(self, dossier: Dossier) -> None:
        self._end()
        self._set_busy(False)
        self.open_family(dossier.family_id, dossier.beneficiary_id)
        self._context.notices.say("good", self.tr("Dossier reçu : {0}").format(dossier.number))
        self.received.emit(dossier)
        self._print(dossier)

    def _print(self, dossier: Dossier) -> None:
        sheet = self._context.settings.paper
        self._context.tasks.run(
            self,
            lambda _progress: papers.receipt(self._desk, dossier, sheet),
            lambda paper: self.paper_asked.emit(paper, self.tr("Accusé de réception {0}").format(dossier.number)),
            self._failed,
        )

    def missing_slip(self) -> None:
        """Shows the slip of what is missing, in both languages."""
        self._paper(papers.missing_slip, self.tr("Pièces manquantes"))

    def quote_sheet(self) -> None:
        """Shows the member's estimation on paper, in both languages."""
        self._paper(papers.quote_sheet, self.tr("Feuille d'estimation"))

    def dental_sheet(self) -> None:
        """Shows the mouth, the acts and the amounts on paper, in both languages."""
        self._paper(dental_papers.dental_sheet, self.tr("Fiche dentaire"))

    def _paper(self, make: Callable[[Desk, Dossier, Evaluation], Paper], name: str) -> None:
        """Makes a paper of the draft once it is on the disk, and shows it."""

        def made(dossier: Dossier) -> None:
            if self.work is not None:
                evaluation = self.work.evaluation
                self._context.tasks.run(
                    self,
                    lambda _progress: make(self._desk, dossier, evaluation),
                    lambda paper: self.paper_asked.emit(paper, name),
                    self._failed,
                )

        self._settle(made)

    def discard(self) -> None:
        """Gives the draft up, once it was asked twice."""
        if self._giving_up:
            if not self._context.held():
                self._settle(self._discard)
            return
        self._giving_up = True
        words = self.tr("Encore {0} pour abandonner ce brouillon ; toute autre touche le garde.")
        self._context.notices.say("warn", words.format(key_text(Key.DISCARD)))

    def _discard(self, dossier: Dossier) -> None:
        try:
            intake.discard(self._desk, dossier)
        except DeskError as error:
            self._context.notices.trouble(error)
            return
        self._end()
        self._context.notices.say("info", self.tr("Brouillon abandonné."))
        self.open_family(dossier.family_id, dossier.beneficiary_id)

    def leave(self) -> None:
        """Goes back: from a question or an offer, from the form, from the family."""
        if self.view.verdict.end_reason() or self._stranger.end() or self.view.form.lines.end_choices():
            return
        if self.work is None:
            self.left.emit()
            return
        self._settle(self._left_form)

    def _left_form(self, dossier: Dossier) -> None:
        self._context.notices.say("info", self.tr("Brouillon gardé : il attend dans la page de recherche."))
        self.open_family(dossier.family_id, dossier.beneficiary_id)

    def settle(self) -> None:
        """Puts what was typed on the disk now, before the screen locks or closes."""
        self._settle(lambda _dossier: None)

    @property
    def unsaved(self) -> bool:
        """Whether something typed is not on the disk."""
        return self._autosave is not None and self._autosave.unsaved

    def _settle(self, then: Callable[[Dossier], None]) -> None:
        if self.work is not None and self._autosave is not None:
            self._autosave.settle(then)

    def _end(self) -> None:
        """Forgets the draft: it was received or given up."""
        if self._autosave is not None:
            self._autosave.stop()
        self.work, self._autosave = None, None

    def _saved(self, dossier: Dossier) -> None:
        if self.work is not None and self.work.dossier.id == dossier.id:
            self.work.saved(dossier)
            self._show_work()

    def _failed(self, error: DeskError) -> None:
        self._set_busy(False)
        self._context.notices.trouble(error)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.view.middle.setEnabled(not busy)
        self.changed.emit()

    def _show_menu(self) -> None:
        if self._card is None:
            return
        self.view.family.show_family(self._card, self._chosen)
        who = next(m.person.name for m in self._card.members if m.person.id == self._chosen)
        self.view.show_menu(self._desk.rulebook.forms_on(self._desk.today()), who)
        self.changed.emit()

    def _member_actions(self) -> tuple[Action, ...]:
        members = self._card.members if self._card and self.work is None else ()
        return numbered([member.person.name for member in members], self.choose_member)

    def _dental_actions(self) -> tuple[Action, ...]:
        if self.work is None or self.work.form.lines != "dental":
            return ()
        chart = self.view.form.teeth.chart
        return (
            Action(key=Key.TEETH, label=self.tr("Schéma dentaire"), run=chart.setFocus, shown=False),
            Action(key=Key.SHEET, label=self.tr("Fiche dentaire"), run=self.dental_sheet, shown=False),
        )

    def _learning(self) -> tuple[Action, ...]:
        return (self._learnt.action(self.person, shown=False),) if self.person() else ()

    def _kept(self, family: Family) -> None:
        """Shows the family with what was just noted of it, if it is still the one in sight."""
        if self._card is None or self._card.family.id != family.id:
            return
        self._card = lookup.family_card(self._desk, family.id)
        self.view.family.show_family(self._card, self._chosen)

    def _back(self, words: str) -> Action:
        return Action(key=Key.BACK, label=words, run=self.leave)
