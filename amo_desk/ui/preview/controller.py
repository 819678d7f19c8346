"""A paper on the screen: its pages, the printer's dialog, and a copy as PDF."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPixmap
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from amo_desk import paths
from amo_desk.domain.errors import DeskError, Missing, Unavailable
from amo_desk.ui import printing
from amo_desk.ui.page import Action, Context, Page
from amo_desk.ui.shortcuts import Key
from amo_desk.ui.widgets.basics import STEP, button, card, label
from amo_desk.usecases.papers import Paper

SCREEN_DPI = 110


class PreviewPage(Page):
    """Shows a paper before it is printed; Enter or Ctrl+P opens the system's printer dialog."""

    left = Signal()
    used = Signal(object)
    sheet_asked = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._paper: Paper | None = None
        self._name = ""
        self._title = label("", "title")
        self._note = label("", "quiet", wrap=True)
        self.print_button = button(self.tr("Imprimer…"), self.print, primary=True)
        self.save_button = button(self.tr("Enregistrer le PDF…"), self.save)
        self.back_button = button(self.tr("Revenir"), self.left.emit)
        frame, column = card()
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self.back_button)
        head.addWidget(self.save_button)
        head.addWidget(self.print_button)
        column.addLayout(head)
        column.addWidget(self._note)
        self._pages = QVBoxLayout()
        self._pages.setSpacing(3 * STEP)
        self._pages.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        holder = QWidget()
        holder.setLayout(self._pages)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setAccessibleName(self.tr("Pages du document"))
        self.area.setWidget(holder)
        column.addWidget(self.area, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(frame)
        self._labels: list[QWidget] = []

    def title(self) -> str:
        """The name of the paper."""
        return self._name

    def actions_now(self) -> tuple[Action, ...]:
        """Printing, saving, going back."""
        return (
            Action(key=Key.PRINT, label=self.tr("Imprimer"), run=self.print),
            Action(key=Key.SAVE, label=self.tr("Enregistrer le PDF"), run=self.save),
            *self._sheet_action(),
            Action(key=Key.BACK, label=self.tr("Revenir"), run=self.left.emit),
        )

    def _sheet_action(self) -> tuple[Action, ...]:
        """The dental sheet of the dossier whose acknowledgment is in sight."""
        paper = self._paper
        if paper is None or not paper.dental:
            return ()
        return (
            Action(key=Key.SHEET, label=self.tr("Fiche dentaire"), run=lambda: self.sheet_asked.emit(paper.subject)),
        )

    def entered(self) -> None:
        """Takes the focus to the button that is usually wanted."""
        self.print_button.setFocus()

    def paper(self) -> Paper:
        """The paper in sight."""
        if self._paper is None:
            raise Missing("paper.none")
        return self._paper

    def show_paper(self, paper: Paper, name: str) -> None:
        """Shows the pages of a paper."""
        self._paper, self._name = paper, name
        self._title.setText(name)
        self._note.setText(self.tr("Aperçu. Une fois imprimé ou enregistré, le suivant porte la mention « copie »."))
        self._note.setVisible(paper.counted)
        for old in self._labels:
            self._pages.removeWidget(old)
            old.deleteLater()
        ratio = self.devicePixelRatioF()
        images = printing.page_images(paper.pdf, SCREEN_DPI * ratio)
        self._labels = []
        for number, image in enumerate(images, start=1):
            page = label()
            image.setDevicePixelRatio(ratio)
            page.setPixmap(QPixmap.fromImage(image))
            page.setAccessibleName(self.tr("{0}, page {1}").format(name, number))
            page.setFixedSize(image.deviceIndependentSize().toSize())
            self._pages.addWidget(page)
            self._labels.append(page)
        self.area.verticalScrollBar().setValue(0)
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page keys turn the pages wherever the focus is."""
        bar = self.area.verticalScrollBar()
        steps = {
            Qt.Key.Key_PageDown: bar.value() + bar.pageStep(),
            Qt.Key.Key_PageUp: bar.value() - bar.pageStep(),
            Qt.Key.Key_End: bar.maximum(),
            Qt.Key.Key_Home: 0,
        }
        if event.key() in steps:
            bar.setValue(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def print(self) -> None:
        """Opens the system's printer dialog; without a printer says what to do instead."""
        if self._paper is None:
            return
        try:
            printer = printing.printer_for(self._paper.pdf)
        except DeskError as error:
            self._context.notices.trouble(error)
            return
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._print(printer))
        dialog.setModal(True)
        dialog.show()

    def save(self) -> None:
        """Asks where to put the PDF."""
        if self._paper is None:
            return
        dialog = QFileDialog(self, self.tr("Enregistrer le PDF"), str(paths.documents_folder()))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("Documents PDF (*.pdf)"))
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(self._paper.name)
        dialog.fileSelected.connect(lambda chosen: self.save_to(Path(chosen)))
        dialog.open()

    def save_to(self, path: Path) -> None:
        """Writes the PDF."""
        if self._paper is None:
            return
        try:
            path.write_bytes(self._paper.pdf)
        except OSError:
            self._context.notices.trouble(Unavailable("file.unwritable", name=path.name))
            return
        self._context.notices.say("good", self.tr("PDF enregistré : {0}").format(path.name))
        self.used.emit(self._paper)

    def _print(self, printer: QPrinter) -> None:
        if self._paper is None:
            return
        try:
            printing.print_pages(printer, self._paper.pdf)
        except DeskError as error:
            self._context.notices.trouble(error)
            return
        self._context.notices.say("good", self.tr("Envoyé à l'imprimante."))
        self.used.emit(self._paper)
