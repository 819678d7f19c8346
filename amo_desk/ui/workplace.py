"""The window of an agent at work: bars around the pages, keys for everything, a lock when nobody is there."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout, QWidget

from amo_desk.domain.errors import DeskError
from amo_desk.rules.forms import Form
from amo_desk.ui.agreements.controller import AgreementsPage
from amo_desk.ui.bars import KeyBar, NoticeLine, TopBar
from amo_desk.ui.duplicates.controller import DuplicatesPage
from amo_desk.ui.intake.controller import IntakePage
from amo_desk.ui.lookup.controller import LookupPage
from amo_desk.ui.lots.controller import LotsPage
from amo_desk.ui.odf.controller import OdfPage
from amo_desk.ui.page import Action, Context, Page
from amo_desk.ui.pages import Pages
from amo_desk.ui.palette import ActionPalette
from amo_desk.ui.practitioners.controller import PractitionersPage
from amo_desk.ui.preview.controller import PreviewPage
from amo_desk.ui.reference.controller import ReferencePage
from amo_desk.ui.registers.controller import RegistersPage
from amo_desk.ui.scanner import ScanListener
from amo_desk.ui.shortcuts import Key
from amo_desk.ui.widgets.basics import STEP
from amo_desk.usecases import accounts, dental_papers, lookup, papers
from amo_desk.usecases.desk import Desk
from amo_desk.usecases.papers import Paper

_ACTIVITY = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel})


class Workplace(Page):
    """Everything an agent sees between login and logout."""

    locked = Signal()
    log_out_asked = Signal()
    theme_asked = Signal()

    def __init__(self, context: Context, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self.desk = context, desk
        self.top, self.notice, self.keys = TopBar(), NoticeLine(self), KeyBar()
        self.pages = Pages(context, desk)
        self.pages.made.connect(self._connect_page)
        self._before_preview: Page = self.pages.lookup
        self._before: dict[Page, Page] = {}
        self._looked_for = ""
        self._lay_out()
        self._connect()
        self._scanner = ScanListener(self)
        self._scanner.scanned.connect(self._scanned)
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(context.settings.idle_minutes * 60_000)
        self._idle.timeout.connect(self.lock)
        self._watch(True)
        station = self.tr("{0} · Poste {1}").format(desk.office.name, desk.office.station)
        self.top.show_desk(station, desk.agent.name)
        self.show_page(self.pages.lookup)
        self._check_store()

    def _lay_out(self) -> None:
        middle = QVBoxLayout()
        middle.setContentsMargins(3 * STEP, 3 * STEP, 3 * STEP, 3 * STEP)
        middle.addWidget(self.pages, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addLayout(middle, 1)
        column.addWidget(self.keys)

    def _connect(self) -> None:
        self._context.notices.said.connect(self.notice.say)
        self.top.search_typed.connect(self._search)
        self.top.search_moved.connect(self.pages.lookup.mark)
        self.top.search_opened.connect(self._open_found)
        self.top.menu_asked.connect(self.all_actions)
        self.keys.actions_asked.connect(self.all_actions)

    def _connect_page(self, page: Page) -> None:
        """Listens to a page that was just made."""
        page.changed.connect(self._show_actions)
        match page:
            case LookupPage():
                page.family_opened.connect(self.open_family)
                page.dossier_opened.connect(self.open_dossier)
                page.search_wanted.connect(self._clear_search)
                page.answered.connect(self._searched)
            case IntakePage():
                page.paper_asked.connect(self.show_paper)
                page.received.connect(lambda _dossier: self._refresh_day())
                page.left.connect(lambda: self.show_page(self.pages.lookup))
            case LotsPage():
                page.paper_asked.connect(self.show_paper)
            case RegistersPage():
                page.practitioners_asked.connect(self.show_practitioners)
                page.duplicates_asked.connect(self.show_duplicates)
            case PreviewPage():
                page.used.connect(self._issued)
                page.sheet_asked.connect(self._show_sheet)
                page.left.connect(lambda: self.show_page(self._before_preview))
            case OdfPage():
                page.paper_asked.connect(self.show_paper)
                page.dossier_asked.connect(self.begin_dossier)
            case AgreementsPage():
                page.paper_asked.connect(self.show_paper)
                page.odf_asked.connect(self._show_treatment)
        if isinstance(page, ReferencePage | OdfPage | AgreementsPage | PractitionersPage | DuplicatesPage):
            page.left.connect(partial(self._leave, page))

    # pages

    def page(self) -> Page:
        """The page in sight."""
        return self.pages.current() or self.pages.lookup

    def show_page(self, page: Page) -> None:
        """Brings a page into sight."""
        before = self.page()
        if isinstance(before, IntakePage) and page is not before:
            before.settle()
        self.pages.setCurrentWidget(page)
        self.keys.ready()
        self._refresh_day()
        self._show_actions()
        page.entered()

    def show_paper(self, paper: Paper, name: str) -> None:
        """Shows a paper, to go back afterwards where one was."""
        if not isinstance(self.page(), PreviewPage):
            self._before_preview = self.page()
        self.pages.preview.show_paper(paper, name)
        self.show_page(self.pages.preview)

    def _issued(self, paper: Paper) -> None:
        """Counts a paper that was printed or saved; the preview then shows the copy that comes next."""

        def show_next(coming: Paper) -> None:
            if isinstance(self.page(), PreviewPage):
                self.pages.preview.show_paper(coming, self.pages.preview.title())

        self._context.tasks.write(
            self, lambda _progress: papers.issued(self.desk, paper), show_next, self._context.notices.trouble
        )

    def _show_sheet(self, dossier_id: UUID) -> None:
        """Shows the dental sheet of a received dossier."""
        self._context.tasks.run(
            self,
            lambda _progress: dental_papers.sheet_of(self.desk, dossier_id),
            lambda paper: self.show_paper(paper, self.tr("Fiche dentaire")),
            self._context.notices.trouble,
        )

    def show_reference(self) -> None:
        """Shows what the law says, to go back afterwards where one was."""
        self._visit(self.pages.reference)

    def show_practitioners(self) -> None:
        """Shows the practitioners, first those who wait to be settled."""
        self.pages.practitioners.show_waiting()
        self._visit(self.pages.practitioners)

    def show_duplicates(self) -> None:
        """Shows those who may be in the register twice."""
        self._visit(self.pages.duplicates)

    def show_odf(self) -> None:
        """Shows the treatment of the child at the intake, or all those of the section."""
        self._on_person(self.pages.odf, self.pages.odf.open_child, self.pages.odf.show_list)

    def show_agreements(self) -> None:
        """Shows the agreements of the beneficiary at the intake, or all of them."""
        self._on_person(self.pages.agreements, self.pages.agreements.show_beneficiary, self.pages.agreements.show_all)

    def begin_dossier(self, family_id: UUID, person_id: UUID, form: Form) -> None:
        """Begins a dossier for a beneficiary on a form."""
        try:
            self.pages.intake.open_family(family_id, person_id)
            self.pages.intake.begin(form)
        except DeskError as error:
            self._context.notices.trouble(error)
            return
        self.show_page(self.pages.intake)

    def _on_person(self, page: Page, one: Callable[[UUID, UUID], None], everybody: Callable[[], None]) -> None:
        """Shows a page about who is at the intake in sight, else about everybody."""
        at_counter = self.page()
        person = at_counter.person() if isinstance(at_counter, IntakePage) else None
        try:
            if person is not None:
                one(*person)
            else:
                everybody()
        except DeskError as error:
            self._context.notices.trouble(error)
            return
        self._visit(page)

    def _show_treatment(self, family_id: UUID, person_id: UUID) -> None:
        try:
            self.pages.odf.open_child(family_id, person_id)
        except DeskError as error:
            self._context.notices.trouble(error)
            return
        self._visit(self.pages.odf)

    def _visit(self, page: Page) -> None:
        """Shows a page that one leaves for where one was."""
        before = self.page()
        if before is not page and not isinstance(before, PreviewPage):
            self._before[page] = before
        self.show_page(page)

    def _leave(self, page: Page) -> None:
        self.show_page(self._before.get(page, self.pages.lookup))

    def open_family(self, family_id: UUID, person_id: UUID | None = None) -> None:
        """Goes to a family at the intake."""
        try:
            self.pages.intake.open_family(family_id, person_id)
        except DeskError as error:
            self._context.notices.trouble(error)
            return
        self.show_page(self.pages.intake)

    def open_dossier(self, dossier_id: UUID) -> None:
        """Goes on with a draft, or shows a receipt again."""
        try:
            self.pages.intake.open_dossier(dossier_id)
        except DeskError as error:
            self._context.notices.trouble(error)
            return
        if not isinstance(self.page(), PreviewPage):
            self.show_page(self.pages.intake)

    # actions

    def actions_now(self) -> tuple[Action, ...]:
        """Everything that can be done now: the page's own first."""
        own = self.page().actions_now()
        taken = {action.key for action in own}
        return (*own, *(action for action in self._everywhere() if action.key not in taken))

    def all_actions(self) -> None:
        """Opens the list of all actions."""
        ActionPalette(self.actions_now(), self).open()

    def focus_search(self) -> None:
        """Takes the focus to the search field, results in sight."""
        if self.page() is not self.pages.lookup:
            self.show_page(self.pages.lookup)
        self.top.search.setFocus()
        self.top.search.selectAll()

    def lock(self) -> None:
        """Covers everything until the agent's password is given again; what was typed is saved first."""
        self.pages.save_typed()
        self._idle.stop()
        for dialog in self.findChildren(QDialog):
            dialog.reject()
        self.notice.hide()
        self.locked.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps the news in its place."""
        super().resizeEvent(event)
        self.notice.place()

    def entered(self) -> None:
        """Counts idle time from now on and gives the page in sight the focus."""
        self._idle.start()
        self.page().entered()

    def _everywhere(self) -> tuple[Action, ...]:
        return (
            Action(key=Key.SEARCH, label=self.tr("Rechercher"), run=self.focus_search),
            Action(key=Key.LOTS, label=self.tr("Lots"), run=lambda: self.show_page(self.pages.lots)),
            Action(key=Key.REGISTERS, label=self.tr("Registres"), run=lambda: self.show_page(self.pages.registers)),
            Action(key=Key.ODF, label=self.tr("Orthodontie (ODF)"), run=self.show_odf, shown=False),
            Action(key=Key.AGREEMENTS, label=self.tr("Accords préalables"), run=self.show_agreements, shown=False),
            Action(key=Key.PRACTITIONERS, label=self.tr("Praticiens"), run=self.show_practitioners, shown=False),
            Action(key=Key.DUPLICATES, label=self.tr("Doublons"), run=self.show_duplicates, shown=False),
            Action(key=Key.REFERENCE, label=self.tr("Ce que dit la règle"), run=self.show_reference, shown=False),
            Action(
                key=Key.ACCOUNTS,
                label=self.tr("Agents et mots de passe"),
                run=lambda: self.show_page(self.pages.accounts),
                shown=False,
            ),
            Action(key=Key.LOCK, label=self.tr("Verrouiller"), run=self.lock),
            Action(key=Key.THEME, label=self.tr("Clair ou sombre"), run=self.theme_asked.emit, shown=False),
            Action(key=Key.LOG_OUT, label=self.tr("Changer d'agent"), run=self.log_out_asked.emit, shown=False),
            Action(key=Key.ACTIONS, label=self.tr("Toutes les actions"), run=self.all_actions, shown=False),
            Action(key=Key.HELP, label=self.tr("Toutes les touches"), run=self.all_actions, shown=False),
        )

    def _show_actions(self) -> None:
        self.keys.show_actions(self.actions_now())
        self.setWindowTitle(self.page().title())

    # search and scans

    def _search(self, typed: str) -> None:
        if self.page() is not self.pages.lookup:
            if not typed:
                return
            self.pages.setCurrentWidget(self.pages.lookup)
            self._show_actions()
        self.pages.lookup.search(typed)

    def _open_found(self) -> None:
        if self.page() is self.pages.lookup:
            self.pages.lookup.open_current()

    def _clear_search(self) -> None:
        self.top.search.clear()
        self.top.search.setFocus()

    def _scanned(self, code: str) -> None:
        if self.page().scanned(code):
            self.keys.scanned(code, True)
            return
        self.focus_search()
        self._looked_for = code
        self.top.search.clear()
        self.top.search.setText(code)

    def _searched(self, typed: str, found: bool) -> None:
        if typed and typed == self._looked_for:
            self._looked_for = ""
            self.keys.scanned(typed, found)

    def _refresh_day(self) -> None:
        self.top.show_day(lookup.the_day(self.desk))

    def _check_store(self) -> None:
        """Reads a large store whole once a day, while the agent works."""
        store, today = self.desk.store, self.desk.today()
        if store.needs_check(today):
            self._context.tasks.aside(self, lambda: store.check(today), self._context.notices.trouble)

    # the agent's presence

    def _watch(self, on: bool) -> None:
        application = QApplication.instance()
        if application is None:
            return
        if on:
            application.installEventFilter(self)
            application.installEventFilter(self._scanner)
            self._idle.start()
        else:
            application.removeEventFilter(self)
            application.removeEventFilter(self._scanner)
            self._idle.stop()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Any key or click says that somebody is there."""
        if event.type() in _ACTIVITY and self.isVisible():
            self._idle.start()
        return False

    def settled(self) -> bool:
        """Whether everything typed is on the disk, after trying once more."""
        self.pages.save_typed()
        self._context.tasks.drain()
        return not self.pages.unsaved

    def end(self) -> None:
        """Saves what was typed, ends the session and closes the store, even where the disk no longer takes a word."""
        self._watch(False)
        self.pages.stop_import()
        self.settled()
        try:
            accounts.log_out(self.desk)
        except DeskError as error:
            self._context.notices.trouble(error)
