"""The lots page: between what the agent ticks and the use cases of lots."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from amo_desk import paths
from amo_desk.domain.dossier import DossierSummary
from amo_desk.domain.errors import DeskError, Unavailable
from amo_desk.domain.lot import Lot
from amo_desk.domain.numbers import read_paper_number
from amo_desk.ui import messages
from amo_desk.ui.lots import state as states
from amo_desk.ui.lots.state import LotsState, Stock
from amo_desk.ui.lots.view import LotsView
from amo_desk.ui.page import Action, Context, Page
from amo_desk.ui.shortcuts import Key
from amo_desk.usecases import lots, papers
from amo_desk.usecases.desk import Desk
from amo_desk.usecases.lots import Kind
from amo_desk.usecases.papers import Paper


class LotsPage(Page):
    """Closes lots and shows closed ones; `paper_asked` carries a slip and its title."""

    paper_asked = Signal(object, str)

    def __init__(self, context: Context, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._desk = context, desk
        self._labels = {form.id: form.label for form in desk.rulebook.forms}
        self.state = LotsState(stock=Stock())
        self.view = LotsView(self._form_label)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.view.kind_chosen.connect(self._choose_kind)
        self.view.lot_chosen.connect(self._choose_lot)
        self.view.tick_asked.connect(self._tick)
        self.view.close_asked.connect(self._close_lot)
        self.view.slip_asked.connect(self._show_slip)
        self.view.workbook_asked.connect(self._ask_where)
        self._show(self.state)

    def title(self) -> str:
        """The title of the page."""
        return self.tr("Lots et bordereaux")

    def actions_now(self) -> tuple[Action, ...]:
        """Closing while a kind is chosen, the papers while a closed lot is."""
        state = self.state
        if state.lot:
            return (
                Action(
                    key=Key.PRINT, label=self.tr("Revoir le bordereau"), run=self._show_slip, enabled=not state.busy
                ),
                Action(
                    key=Key.WORKBOOK,
                    label=self.tr("Enregistrer le classeur"),
                    run=self._ask_where,
                    enabled=not state.busy,
                ),
            )
        if not state.kind:
            return ()
        words = self.tr("Clore définitivement") if state.armed else self.tr("Clore le lot")
        close = Action(key=Key.RECEIVE, label=words, run=self._close_lot, enabled=state.can_close)
        if state.armed:
            return close, Action(key=Key.BACK, label=self.tr("Ne pas clore"), run=self._disarm)
        return close, Action(key=Key.ALL, label=self.tr("Cocher les plus anciens"), run=self._tick_all)

    def entered(self) -> None:
        """Reads the lists again and goes where work begins."""
        self._load(focus=True)

    def scanned(self, code: str) -> bool:
        """Ticks the waiting dossier whose receipt was scanned."""
        number = read_paper_number(code)
        found = next((dossier for dossier in self.state.waiting if number and dossier.number == number), None)
        if found is None:
            return False
        if found.id not in self.state.ticked:
            self._tick(found.id)
        self.view.point_at(found.id)
        return True

    def _form_label(self, form: str) -> str:
        text = self._labels.get(form)
        return messages.said(text) if text else form

    def _show(self, state: LotsState) -> None:
        self.state = state
        self.view.show_state(state)
        self.changed.emit()

    def _failed(self, error: DeskError) -> None:
        self._show(replace(self.state, busy=False, armed=False))
        self._context.notices.trouble(error)

    def _load(self, *, focus: bool = False) -> None:
        def read(_progress: object) -> Stock:
            limit, source = lots.largest(self._desk)
            return Stock(kinds=lots.kinds(self._desk), lots=lots.latest(self._desk), limit=limit, source=source)

        def show(stock: Stock) -> None:
            self._show(states.stocked(self.state, stock))
            if self.state.kind:
                self._load_waiting(self.state.kind, focus=focus)
            elif focus:
                self.view.focus_first(self.state)

        self._context.tasks.run(self, read, show, self._failed)

    def _load_waiting(self, kind: Kind, *, focus: bool = False) -> None:
        def show(waiting: tuple[DossierSummary, ...]) -> None:
            if states.same_kind(kind, self.state.kind):
                self._show(states.with_waiting(self.state, waiting))
            if focus:
                self.view.focus_first(self.state)

        self._context.tasks.run(
            self, lambda _progress: lots.waiting(self._desk, kind.form, kind.payer), show, self._failed
        )

    def _choose_kind(self, kind: Kind) -> None:
        self._show(states.on_kind(self.state, kind))
        self._load_waiting(kind)

    def _choose_lot(self, lot: Lot) -> None:
        self._show(states.on_lot(self.state, lot))

    def _tick(self, dossier: UUID) -> None:
        if self.state.busy:
            return
        try:
            self._show(states.toggled(self.state, dossier))
        except DeskError as error:
            self._context.notices.trouble(error)

    def _tick_all(self) -> None:
        if not self.state.busy:
            self._show(states.all_toggled(self.state))

    def _disarm(self) -> None:
        self._show(replace(self.state, armed=False))

    def _close_lot(self) -> None:
        if not self.state.can_close:
            return
        if not self.state.armed:
            self._show(replace(self.state, armed=True))
            return
        chosen = [dossier.id for dossier in self.state.chosen]
        self._show(replace(self.state, armed=False, busy=True))
        self._context.tasks.write(
            self, lambda _progress: lots.close(self._desk, chosen), self._closed, self._not_closed
        )

    def _closed(self, lot: Lot) -> None:
        self._show(replace(states.on_lot(self.state, lot), busy=False))
        self.view.lots.setFocus()
        words = self.tr("Lot {0} clos : {1} dossiers, {2} DH facturés.")
        if len(lot.lines) == 1:
            words = self.tr("Lot {0} clos : {1} dossier, {2} DH facturés.")
        self._context.notices.say("good", words.format(lot.number, len(lot.lines), messages.money(lot.billed)))
        self._show_slip()

    def _not_closed(self, error: DeskError) -> None:
        self._failed(error)
        self._load()

    def _show_slip(self) -> None:
        lot = self.state.lot
        if lot is None or self.state.busy:
            return

        def done(paper: Paper) -> None:
            self._show(replace(self.state, busy=False))
            self._load()
            self.paper_asked.emit(paper, self.tr("Bordereau {0}").format(lot.number))

        self._show(replace(self.state, busy=True))
        self._context.tasks.run(self, lambda _progress: papers.lot_slip(self._desk, lot), done, self._failed)

    def _ask_where(self) -> None:
        lot = self.state.lot
        if lot is None or self.state.busy:
            return
        dialog = QFileDialog(self, self.tr("Enregistrer le classeur du lot"), str(paths.documents_folder()))
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setNameFilter(self.tr("Classeur (*.xlsx)"))
        dialog.setDefaultSuffix("xlsx")
        dialog.selectFile(f"bordereau-{lot.number}.xlsx")
        dialog.fileSelected.connect(lambda name: self._save_workbook(lot, Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _save_workbook(self, lot: Lot, target: Path) -> None:
        def write(_progress: object) -> Path:
            content = papers.lot_workbook(self._desk, lot)
            try:
                target.write_bytes(content)
            except OSError as error:
                raise Unavailable("file.unwritable", name=target.name) from error
            return target

        def done(path: Path) -> None:
            self._context.notices.say("good", self.tr("Classeur enregistré : {0}.").format(path.name))

        self._context.tasks.run(self, write, done, self._failed)
