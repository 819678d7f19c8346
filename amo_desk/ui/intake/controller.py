"""The intake page at work: what was typed goes to the use cases, what they answer goes to the view."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import InvalidOperation
from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from amo_desk.domain.dossier import Content, Dossier, Line, State
from amo_desk.domain.errors import DeskError
from amo_desk.domain.findings import Evaluation, Finding
from amo_desk.domain.identifiers import is_inpe
from amo_desk.domain.medicine import Medicine
from amo_desk.rules.case import Known
from amo_desk.rules.forms import Form
from amo_desk.ui import messages
from amo_desk.ui.intake import editing
from amo_desk.ui.intake.autosave import Autosave
from amo_desk.ui.intake.sources import SourcesDialog
from amo_desk.ui.intake.state import blocking, form_state, verdict_state
from amo_desk.ui.intake.view import IntakeView
from amo_desk.ui.page import Action, Context, Page
from amo_desk.ui.shortcuts import MEMBERS, Key
from amo_desk.usecases import intake, lookup, papers
from amo_desk.usecases.desk import Desk
from amo_desk.usecases.lookup import FamilyCard
from amo_desk.usecases.papers import Paper

INPE_FIELDS = ("prescriber_inpe", "executor_inpe")
REGISTER_FIELDS = (*INPE_FIELDS, "care_date")


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
        self._dossier: Dossier | None = None
        self._content = Content()
        self._known: Known | None = None
        self._evaluation: Evaluation | None = None
        self._busy = False
        self._saved_at: datetime | None = None
        self._autosave = Autosave(desk, context.tasks, self)
        self._autosave.saved.connect(self._saved)
        self._autosave.failed.connect(self._save_failed)
        self._connect()

    def _connect(self) -> None:
        view = self.view
        view.family.member_chosen.connect(self.choose_member)
        view.family.dossier_chosen.connect(self.open_dossier)
        view.menu.chosen.connect(self._begin)
        view.form.field_typed.connect(self._field_typed)
        view.form.lines.entered.connect(self._entered)
        view.form.lines.picked.connect(self._picked)
        view.form.lines.edited.connect(self._edited)
        view.form.lines.removed.connect(self._removed)
        view.form.lines.left.connect(view.form.pieces.setFocus)
        view.form.pieces.ticked.connect(self._ticked)
        view.verdict.finding_opened.connect(lambda finding: view.form.focus_field(finding.target))
        view.verdict.override_given.connect(self._override)

    # what the window asks

    def title(self) -> str:
        """The name of the form, or of the family."""
        if self._dossier is not None:
            return messages.form_label(self._desk.rulebook, self._dossier.form)
        return self._card.family.insured.name if self._card else ""

    def actions_now(self) -> tuple[Action, ...]:
        """What can be done with the dossier on the page."""
        if self._dossier is None:
            return (*self._member_actions(), self._back(self.tr("Recherche")))
        evaluation = self._evaluation
        ready = evaluation is not None and not blocking(evaluation) and not self._busy
        lines = self.view.form.lines
        return (
            Action(key=Key.RECEIVE, label=self.tr("Recevoir et imprimer"), run=self.receive, enabled=ready),
            Action(key=Key.MISSING, label=self.tr("Pièces manquantes"), run=self.missing_slip),
            Action(key=Key.HEADER, label=self.tr("En-tête"), run=self.view.form.focus_first, shown=False),
            Action(key=Key.ENTRY, label=self.tr("Lignes"), run=lines.entry.setFocus),
            Action(key=Key.PIECES, label=self.tr("Pièces"), run=self.view.form.pieces.setFocus),
            Action(key=Key.OVERRIDE, label=self.tr("Lever un point"), run=self.ask_override),
            Action(key=Key.WHY, label=self.tr("Pourquoi ?"), run=self.why),
            Action(key=Key.FINDINGS, label=self.tr("Points relevés"), run=self._focus_findings, shown=False),
            Action(key=Key.REMOVE, label=self.tr("Retirer la ligne"), run=self._remove_current, shown=False),
            Action(key=Key.DISCARD, label=self.tr("Abandonner ce brouillon"), run=self.discard, shown=False),
            *self._member_actions(),
            self._back(self.tr("Quitter (brouillon gardé)")),
        )

    def content(self) -> Content:
        """What is typed and ticked so far."""
        return self._content

    def entered(self) -> None:
        """Takes the focus where the work goes on."""
        if self._dossier is None:
            self.view.menu.list.setFocus()
        else:
            self.view.form.focus_first()

    def scanned(self, code: str) -> bool:
        """A scanned box becomes a line, a scanned INPE goes to its field; the focus stays where it is."""
        if self._dossier is None:
            return False
        if is_inpe(code):
            return self._scanned_inpe(code)
        try:
            entry = intake.understand(self._desk, self._typed(), code)
        except DeskError as error:
            self._context.notices.trouble(error)
            return False
        if entry.line is not None:
            self._put(entry.line)
        return entry.line is not None

    def _scanned_inpe(self, inpe: str) -> bool:
        names = [name for name in self.view.form.inputs if name in INPE_FIELDS]
        empty = [name for name in names if not self._content.fields.get(name)]
        if not names:
            return False
        self._field_typed((empty or names)[0], inpe)
        return True

    def open_family(self, family_id: UUID, person_id: UUID | None = None) -> None:
        """Shows a family and the forms to choose from."""
        self._dossier = None
        self._card = lookup.family_card(self._desk, family_id)
        members = [member.person.id for member in self._card.members]
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

    def choose_member(self, index: int) -> None:
        """Marks a member for the next dossier; the beneficiary of a dossier under way stays who they are."""
        if self._card is None or index >= len(self._card.members) or self._dossier is not None:
            return
        self._chosen = self._card.members[index].person.id
        self._show_menu()

    # the dossier

    def _begin(self, form: Form) -> None:
        if self._card is None or self._chosen is None:
            return
        try:
            dossier = intake.begin(self._desk, self._card.family.id, self._chosen, form)
        except DeskError as error:
            self._context.notices.trouble(error)
            return
        self._work_on(dossier)

    def _work_on(self, dossier: Dossier) -> None:
        self._dossier, self._content = dossier, dossier.content
        self._saved_at = None
        self._autosave.follow(dossier)
        form = self._form()
        self.view.form.lines.prepare(form.lines)
        self.view.show_form()
        self._look_up()
        self._judge()
        if self._card is not None:
            self.view.family.show_family(self._card, self._chosen)
        self.view.form.focus_first()
        self.changed.emit()

    def _form(self) -> Form:
        draft = self._draft()
        return self._desk.rulebook.form(draft.form, draft.edition)

    def _draft(self) -> Dossier:
        if self._dossier is None:
            raise RuntimeError("no dossier is under way")
        return self._dossier

    def _typed(self) -> Dossier:
        """The draft with what is typed, saved or not."""
        return replace(self._draft(), content=self._content)

    def _look_up(self) -> None:
        self._known = intake.known(self._desk, self._draft(), self._content)

    def _judge(self) -> None:
        draft, known = self._draft(), self._known
        if known is None:
            return
        evaluation = intake.judge(self._desk, draft, self._content, known)
        was = self._evaluation
        self._evaluation = evaluation
        form = form_state(self._desk.rulebook, self._form(), self._content, known, evaluation, self._saved_at)
        self.view.form.show_state(form)
        self.view.verdict.show_state(verdict_state(evaluation))
        if was is None or blocking(was) != blocking(evaluation):
            self.changed.emit()

    def _change(self, content: Content, *, register: bool = False) -> None:
        self._content = content
        if register:
            self._look_up()
        self._judge()
        self._autosave.changed(content)

    def _field_typed(self, name: str, value: str) -> None:
        self._change(self._content.with_field(name, value), register=name in REGISTER_FIELDS)

    def _ticked(self, names: frozenset[str], present: bool) -> None:
        self._change(self._content.with_ticks(names, present))

    def _entered(self, typed: str) -> None:
        try:
            entry = intake.understand(self._desk, self._typed(), typed)
        except DeskError as error:
            self._context.notices.trouble(error)
            return
        if entry.line is not None:
            self._add(entry.line)
        else:
            self.view.form.lines.offer(entry.choices, entry.quantity)

    def _picked(self, medicine: Medicine, quantity: int) -> None:
        self._add(intake.medicine_line(medicine, quantity))

    def _add(self, line: Line) -> None:
        index = self._put(line)
        self.view.form.lines.take_entry()
        if self._content.lines[index].billed is None:
            self.view.form.lines.ask_amount(index)

    def _put(self, line: Line) -> int:
        """Adds a line, or its boxes to the line of the same medicine; returns where it stands."""
        lines = self._content.lines
        same = next((i for i, known in enumerate(lines) if editing.same_box(known, line)), None)
        if same is not None:
            lines = (*lines[:same], editing.more_boxes(lines[same], line), *lines[same + 1 :])
        else:
            lines = (*lines, line)
        self._change(replace(self._content, lines=lines), register=True)
        return len(lines) - 1 if same is None else same

    def _edited(self, row: int, name: str, text: str) -> None:
        try:
            line = editing.edited(self._content.lines[row], name, text)
        except (DeskError, ValueError, InvalidOperation) as error:
            trouble = error if isinstance(error, DeskError) else None
            if trouble is not None:
                self._context.notices.trouble(trouble)
            else:
                self._context.notices.say("bad", self.tr("« {0} » n'est pas un nombre attendu ici.").format(text))
            return
        lines = self._content.lines
        self._change(replace(self._content, lines=(*lines[:row], line, *lines[row + 1 :])))

    def _removed(self, row: int) -> None:
        lines = self._content.lines
        self._change(replace(self._content, lines=lines[:row] + lines[row + 1 :]), register=True)

    def _remove_current(self) -> None:
        row = self.view.form.lines.current_row()
        if 0 <= row < len(self._content.lines):
            self._removed(row)

    def _focus_findings(self) -> None:
        self.view.verdict.findings.setFocus()

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
        try:
            content = intake.override(self._desk, self._content, finding, reason)
        except DeskError as error:
            self._context.notices.trouble(error)
            return
        self.view.verdict.end_reason()
        self._change(content)

    def why(self) -> None:
        """Opens the sources of the amounts."""
        if self._evaluation is not None:
            SourcesDialog(self._desk.rulebook, self._content.lines, self._evaluation, self).open()

    # papers and the end

    def receive(self) -> None:
        """Receives the dossier once its draft is on the disk, then shows the acknowledgment."""
        if self._dossier is None or self._busy:
            return
        self._set_busy(True)
        self._autosave.settle(self._receive)

    def _receive(self, dossier: Dossier) -> None:
        content, sheet = self._content, self._context.settings.paper

        def work(_progress: object) -> tuple[Dossier, Paper]:
            received = intake.receive(self._desk, dossier, content)
            return received, papers.receipt(self._desk, received, sheet)

        self._context.tasks.run(self, work, self._received, self._failed)

    def _received(self, answer: tuple[Dossier, Paper]) -> None:
        dossier, paper = answer
        self._set_busy(False)
        self.open_family(dossier.family_id, dossier.beneficiary_id)
        self._context.notices.say("good", self.tr("Dossier reçu : {0}").format(dossier.number))
        self.received.emit(dossier)
        self.paper_asked.emit(paper, self.tr("Accusé de réception {0}").format(dossier.number))

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
        self._autosave.settle(self._missing_slip)

    def _missing_slip(self, dossier: Dossier) -> None:
        content, evaluation = self._content, self._evaluation
        if evaluation is None:
            return
        self._context.tasks.run(
            self,
            lambda _progress: papers.missing_slip(self._desk, dossier, content, evaluation),
            lambda paper: self.paper_asked.emit(paper, self.tr("Pièces manquantes")),
            self._failed,
        )

    def discard(self) -> None:
        """Gives the draft up."""
        self._autosave.settle(self._discard)

    def _discard(self, dossier: Dossier) -> None:
        try:
            intake.discard(self._desk, dossier)
        except DeskError as error:
            self._context.notices.trouble(error)
            return
        self._context.notices.say("info", self.tr("Brouillon abandonné."))
        self.open_family(dossier.family_id, dossier.beneficiary_id)

    def leave(self) -> None:
        """Goes back: from a question or an offer, from the form, from the family."""
        if self.view.verdict.end_reason() or self.view.form.lines.end_choices():
            return
        if self._dossier is None:
            self.left.emit()
            return
        self._autosave.settle(self._left_form)

    def _left_form(self, dossier: Dossier) -> None:
        self._context.notices.say("info", self.tr("Brouillon gardé : il attend dans la page de recherche."))
        self.open_family(dossier.family_id, dossier.beneficiary_id)

    def settle(self) -> None:
        """Puts what was typed on the disk now, before the screen locks or closes."""
        if self._dossier is not None:
            self._autosave.settle(lambda _dossier: None)

    def _saved(self, dossier: Dossier) -> None:
        if self._dossier is None or self._dossier.id != dossier.id:
            return
        self._dossier = dossier
        self._saved_at = self._desk.clock.now()
        self._judge()

    def _save_failed(self, error: DeskError) -> None:
        self._set_busy(False)
        self._context.notices.trouble(error)

    def _failed(self, error: DeskError) -> None:
        self._set_busy(False)
        if self._dossier is not None:
            self._autosave.follow(intake.get(self._desk, self._dossier.id))
        self._context.notices.trouble(error)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.changed.emit()

    def _show_menu(self) -> None:
        if self._card is None:
            return
        self.view.family.show_family(self._card, self._chosen)
        who = next(m.person.name for m in self._card.members if m.person.id == self._chosen)
        self.view.show_menu(self._desk.rulebook.forms_on(self._desk.today()), who)
        self.changed.emit()

    def _member_actions(self) -> tuple[Action, ...]:
        if self._card is None or self._dossier is not None:
            return ()
        return tuple(
            Action(key=key, label=member.person.name, run=partial(self.choose_member, index), shown=False)
            for index, (key, member) in enumerate(zip(MEMBERS, self._card.members, strict=False))
        )

    def _back(self, words: str) -> Action:
        return Action(key=Key.BACK, label=words, run=self.leave)
