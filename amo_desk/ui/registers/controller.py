"""The registers page: between the file an agent chooses and the use cases of registers and their imports."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from amo_desk import paths
from amo_desk.domain.errors import DeskError, Unavailable
from amo_desk.domain.office import Role
from amo_desk.ui.page import Action, Context, Page, numbered
from amo_desk.ui.registers import state as states
from amo_desk.ui.registers.sentences import ImportWords, grouped
from amo_desk.ui.registers.state import ImportState, RegistersState, Step, Waiting
from amo_desk.ui.registers.view import RegistersView
from amo_desk.ui.registers.words import register_name, told
from amo_desk.ui.shortcuts import Key
from amo_desk.ui.tasks import Progress
from amo_desk.usecases import import_reports, people, practitioners, register_imports, registers
from amo_desk.usecases.desk import Desk
from amo_desk.usecases.register_imports import Latest, Outcome, Register, Sheet
from amo_desk.usecases.registers import RegisterState

T = TypeVar("T")


class RegistersPage(Page):
    """Shows what the registers hold, and imports a file into one of them step by step."""

    duplicates_asked = Signal()
    practitioners_asked = Signal()

    def __init__(self, context: Context, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._desk = context, desk
        self._work: Progress | None = None
        self._began = 0.0
        self._said = ImportWords()
        self.state = RegistersState(
            may_import=desk.agent.role.covers(Role.SUPERVISOR),
            importing=ImportState(day=desk.today().isoformat()),
        )
        self.view = RegistersView(desk.today)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self._connect()
        self._show(self.state)

    def _connect(self) -> None:
        view, panel = self.view, self.view.panel
        panel.file_typed.connect(lambda file: self._import(states.with_file(self.state.importing, file)))
        panel.file_left.connect(self._go_on)
        panel.day_typed.connect(lambda day: self._import(states.with_day(self.state.importing, day)))
        panel.complete_ticked.connect(lambda on: self._import(states.with_complete(self.state.importing, on)))
        panel.older_ticked.connect(lambda on: self._import(states.with_older(self.state.importing, on)))
        panel.columns.chosen.connect(
            lambda column, place: self._import(states.mapped(self.state.importing, column, place))
        )
        panel.browse_asked.connect(self._browse)
        panel.go_asked.connect(self._go)
        panel.stop_asked.connect(self.stop)
        panel.report_asked.connect(self._report)
        view.dropped.connect(self._take)
        view.register_chosen.connect(self._choose)
        view.duplicates_asked.connect(self.duplicates_asked)
        view.practitioners_asked.connect(self.practitioners_asked)

    def title(self) -> str:
        """The title of the page."""
        return self.tr("Registres")

    def actions_now(self) -> tuple[Action, ...]:
        """Choosing a register and a file, the next step, the report, the step before; stopping what is under way."""
        now = self.state.importing
        if now.busy:
            return (Action(key=Key.BACK, label=self.tr("Arrêter"), run=self.stop),)
        choices = numbered(
            [register_name(register) for register in Register], lambda place: self._choose(tuple(Register)[place])
        )
        if not self.state.may_import:
            return choices
        save = self.tr("Enregistrer le rapport")
        return (
            Action(key=Key.NEW, label=self.tr("Choisir un fichier"), run=self._browse),
            Action(key=Key.RECEIVE, label=self._said.next_step(now), run=self._go, enabled=now.can_go),
            Action(key=Key.SAVE, label=save, run=self._report, enabled=now.can_report, shown=now.can_report),
            *choices,
            *((Action(key=Key.BACK, label=self.tr("Étape précédente"), run=self._back),) if now.file else ()),
        )

    def entered(self) -> None:
        """Counts again, and goes to the file to import."""
        self._load()
        self.view.panel.file.setFocus()

    def _show(self, state: RegistersState) -> None:
        self.state = state
        self.view.show_state(state)
        self.changed.emit()

    def _import(self, importing: ImportState) -> None:
        self._show(replace(self.state, importing=importing))

    def _choose(self, register: Register) -> None:
        if not self.state.importing.busy:
            self._import(states.with_register(self.state.importing, register))
            self.view.panel.file.setFocus()

    def _load(self) -> None:
        desk = self._desk

        def read(_progress: Progress) -> tuple[RegisterState, dict[Register, Latest], Waiting]:
            waiting = Waiting(
                duplicates=len(people.duplicates(desk)),
                pending=len(practitioners.pending(desk)),
                conflicts=len(practitioners.conflicts(desk)),
            )
            return registers.register_state(desk), register_imports.latest(desk), waiting

        def show(answer: tuple[RegisterState, dict[Register, Latest], Waiting]) -> None:
            held, latest, waiting = answer
            current = states.in_force(held.editions, desk.today())
            self._show(replace(self.state, registers=held, latest=latest, waiting=waiting, current=current))

        self._context.tasks.run(self, read, show, self._context.notices.trouble)

    # the file

    def _take(self, file: str) -> None:
        if self.state.may_import and not self.state.importing.busy:
            self._import(states.with_file(self.state.importing, str(Path(file))))
            self._go_on()

    def _browse(self) -> None:
        dialog = QFileDialog(self, register_name(self.state.importing.register), str(paths.documents_folder()))
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(
            [self.tr("Classeurs et listes (*.xlsx *.xls *.ods *.csv)"), self.tr("Tous les fichiers (*)")]
        )
        dialog.fileSelected.connect(self._take)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # the steps

    def _go(self) -> None:
        if self.state.importing.can_import:
            self._run_import()
        else:
            self._go_on()

    def _go_on(self) -> None:
        """The next step that writes nothing."""
        now = self.state.importing
        if not self.state.may_import:
            return
        if now.can_look:
            self._look()
        elif now.can_check:
            self._check()

    def _look(self) -> None:
        now = self.state.importing

        def done(sheet: Sheet) -> None:
            self._import(states.looked(self.state.importing, sheet))
            self.view.panel.columns.focus_first(self.state.importing)

        self._start(Step.LOOKING, lambda _progress: register_imports.look(self._desk, now.register, now.path), done)

    def _check(self) -> None:
        now = self.state.importing

        def work(progress: Progress) -> Outcome | Sheet:
            # A list that was mended may have other columns than it had.
            sheet = register_imports.look(self._desk, now.register, now.path) if now.to_mend else now.sheet
            moved = sheet is not None and now.sheet is not None and sheet.header != now.sheet.header
            return sheet if sheet is not None and moved else self._run(register_imports.dry_run)(progress)

        def done(answer: Outcome | Sheet) -> None:
            if isinstance(answer, Sheet):
                self._import(states.looked(self.state.importing, answer))
                self.view.panel.columns.focus_first(self.state.importing)
                return
            self._import(states.checked(self.state.importing, answer))
            # Enter alone must not import: a second F5 does.
            self.view.panel.day.setFocus()

        self._start(Step.CHECKING, work, done)

    def _run_import(self) -> None:
        def done(outcome: Outcome) -> None:
            self._import(states.imported(self.state.importing, outcome))
            self.view.panel.file.setFocus()
            if not outcome.unchanged_file:
                words = self.tr("Import terminé : {0} lignes.").format(grouped(outcome.lines))
                self._context.notices.say("good", words)
            self._load()

        self._start(Step.IMPORTING, self._run(register_imports.apply), done)

    def _run(self, work: Callable[..., Outcome]) -> Callable[[Progress], Outcome]:
        now = self.state.importing
        return lambda progress: work(
            self._desk,
            now.register,
            now.path,
            now.mapping,
            options=now.options,
            progress=progress.report,
            cancelled=progress.cancelled,
        )

    def _start(self, step: Step, work: Callable[[Progress], T], done: Callable[[T], None]) -> None:
        self._began = time.monotonic()
        self._import(states.working(self.state.importing, step))
        self.view.panel.stop.setFocus()
        self._work = self._context.tasks.long(self, work, done, self._failed, self._progressed)

    def _progressed(self, done: int, total: int) -> None:
        elapsed = time.monotonic() - self._began
        self._import(states.with_progress(self.state.importing, done, total, elapsed))

    def _failed(self, error: DeskError) -> None:
        self._import(states.with_error(self.state.importing, error))
        self._focus()
        if error.code == states.CANCELLED:
            self._context.notices.trouble(error)

    @property
    def working(self) -> bool:
        """Whether a file is being read or imported."""
        return self.state.importing.busy

    def stop(self) -> None:
        """Gives up the file that is being read or imported; nothing of it is kept."""
        if self._work is not None and self.state.importing.busy:
            self._work.cancel()

    def _back(self) -> None:
        before = states.back(self.state.importing)
        if before is not None:
            self._import(before)
            self._focus()

    def _focus(self) -> None:
        """The focus where the step in sight begins."""
        panel, now = self.view.panel, self.state.importing
        if now.step is Step.COLUMNS and panel.columns.isVisible():
            panel.columns.focus_first(now)
        else:
            panel.file.setFocus()

    # the report

    def _report(self) -> None:
        """Asks where to put the workbook of the refused lines."""
        if not self.state.importing.can_report:
            return
        dialog = QFileDialog(self, self.tr("Enregistrer le rapport"), str(paths.documents_folder()))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("Classeurs (*.xlsx)"))
        dialog.setDefaultSuffix("xlsx")
        dialog.selectFile(self.tr("refus.xlsx"))
        dialog.fileSelected.connect(lambda chosen: self.save_report(Path(chosen)))
        dialog.open()

    def save_report(self, path: Path) -> None:
        """Writes the workbook of the refused lines."""
        now = self.state.importing
        seen = now.outcome
        if seen is None:
            return

        def work(progress: Progress) -> bytes:
            return import_reports.refused_workbook(self._desk, now.path, seen, told, progress.cancelled)

        def done(data: bytes) -> None:
            try:
                path.write_bytes(data)
            except OSError:
                self._context.notices.trouble(Unavailable("file.unwritable", name=path.name))
                return
            self._context.notices.say("good", self.tr("Rapport enregistré : {0}").format(path.name))

        self._context.tasks.long(self, work, done, self._context.notices.trouble)
