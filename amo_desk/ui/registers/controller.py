"""The registers page: between the file an agent chooses and the use cases of registers."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from amo_desk import paths
from amo_desk.domain.errors import DeskError
from amo_desk.domain.office import Role
from amo_desk.ui.page import Action, Context, Page
from amo_desk.ui.registers import state as states
from amo_desk.ui.registers.panel import grouped
from amo_desk.ui.registers.state import ImportState, Phase, RegistersState
from amo_desk.ui.registers.view import RegistersView
from amo_desk.ui.shortcuts import Key
from amo_desk.ui.tasks import Progress
from amo_desk.usecases import registers
from amo_desk.usecases.desk import Desk
from amo_desk.usecases.registers import ImportReport, MedicinePreview, RegisterState


class RegistersPage(Page):
    """Shows what the registers hold, and imports the medicine list."""

    def __init__(self, context: Context, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._desk = context, desk
        self._work: Progress | None = None
        self._began = 0.0
        self.state = RegistersState(
            may_import=desk.agent.role.covers(Role.SUPERVISOR),
            importing=ImportState(day=desk.today().isoformat()),
        )
        self.view = RegistersView(desk.today)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        panel = self.view.panel
        panel.file_typed.connect(self._choose)
        panel.day_typed.connect(lambda day: self._import(replace(self.state.importing, day=day)))
        panel.browse_asked.connect(self._browse)
        panel.check_asked.connect(self._check)
        panel.go_asked.connect(self._go)
        panel.stop_asked.connect(self._stop)
        self.view.dropped.connect(self._take)
        self._show(self.state)

    def title(self) -> str:
        """The title of the page."""
        return self.tr("Registres")

    def actions_now(self) -> tuple[Action, ...]:
        """Choosing, checking and importing a file; stopping while one is read."""
        now = self.state.importing
        if not self.state.may_import:
            return ()
        if now.busy:
            return (Action(key=Key.BACK, label=self.tr("Arrêter"), run=self._stop),)
        words = self.tr("Importer") if now.phase is Phase.CHECKED else self.tr("Vérifier le fichier")
        return (
            Action(key=Key.NEW, label=self.tr("Choisir un fichier"), run=self._browse),
            Action(key=Key.RECEIVE, label=words, run=self._go, enabled=now.can_check or now.can_import),
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

    def _load(self) -> None:
        def show(held: RegisterState) -> None:
            current = states.in_force(held.editions, self._desk.today())
            self._show(replace(self.state, registers=held, current=current))

        self._context.tasks.run(
            self, lambda _progress: registers.register_state(self._desk), show, self._context.notices.trouble
        )

    def _choose(self, file: str) -> None:
        self._import(states.with_file(self.state.importing, file))

    def _take(self, file: str) -> None:
        if self.state.may_import and not self.state.importing.busy:
            self._choose(str(Path(file)))
            self._check()

    def _browse(self) -> None:
        dialog = QFileDialog(self, self.tr("Liste des médicaments"), str(paths.documents_folder()))
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(
            [self.tr("Classeurs et listes (*.xlsx *.xls *.ods *.csv)"), self.tr("Tous les fichiers (*)")]
        )
        dialog.fileSelected.connect(self._take)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _go(self) -> None:
        if self.state.importing.can_import:
            self._run_import()
        else:
            self._check()

    def _check(self) -> None:
        if self.state.may_import and self.state.importing.can_check:
            self._run_check()

    def _run_check(self) -> None:
        now = self.state.importing

        def work(progress: Progress) -> MedicinePreview:
            return registers.preview_medicines(
                self._desk, now.path, progress=progress.report, cancelled=progress.cancelled
            )

        def done(preview: MedicinePreview) -> None:
            self._import(replace(self.state.importing, phase=Phase.CHECKED, preview=preview))
            self.view.panel.day.setFocus()

        self._start(replace(now, phase=Phase.CHECKING, error=None))
        self._work = self._context.tasks.run(self, work, done, self._failed, self._progressed)

    def _run_import(self) -> None:
        now = self.state.importing

        def work(progress: Progress) -> ImportReport:
            return registers.import_medicines(
                self._desk, now.path, day=now.from_day, progress=progress.report, cancelled=progress.cancelled
            )

        def done(report: ImportReport) -> None:
            self._import(replace(self.state.importing, phase=Phase.IMPORTED, report=report))
            self.view.panel.file.setFocus()
            if not report.unchanged:
                words = self.tr("Liste des médicaments importée : {0} produits.").format(grouped(report.products))
                self._context.notices.say("good", words)
            self._load()

        self._start(replace(now, phase=Phase.IMPORTING))
        self._work = self._context.tasks.run(self, work, done, self._failed, self._progressed)

    def _start(self, importing: ImportState) -> None:
        self._began = time.monotonic()
        self._import(replace(importing, done=0, total=0, seconds_left=None))
        self.view.panel.stop.setFocus()

    def _progressed(self, done: int, total: int) -> None:
        elapsed = time.monotonic() - self._began
        self._import(states.with_progress(self.state.importing, done, total, elapsed))

    def _failed(self, error: DeskError) -> None:
        self._import(states.with_error(self.state.importing, error))
        self.view.panel.file.setFocus()
        if error.code == states.CANCELLED:
            self._context.notices.trouble(error)

    def _stop(self) -> None:
        if self._work is not None and self.state.importing.busy:
            self._work.cancel()
