"""A paper on the screen: its pages, what a machine without a printer says, a printer that prints, a copy as PDF."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from dossiers import received
from PySide6.QtCore import QEvent, QSizeF, Qt
from PySide6.QtGui import QPageLayout
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from amo_desk.domain.errors import Missing, Unavailable
from amo_desk.ui import printing
from amo_desk.ui.page import Context, Page
from amo_desk.ui.preview.controller import PreviewPage
from amo_desk.usecases import lots, papers
from amo_desk.usecases.desk import Desk
from amo_desk.usecases.papers import Paper
from ui.counter import settle, texts
from ui.driving import CONTROL, ENTER, ESC, focused, press

Hosted = Callable[[Page], object]
News = list[tuple[str, str]]
NO_PRINTER = pytest.mark.skipif(bool(QPrinterInfo.availablePrinterNames()), reason="this machine has a printer")


@pytest.fixture
def said(context: Context) -> News:
    news: News = []
    context.notices.said.connect(lambda level, text: news.append((level, text)))
    return news


@pytest.fixture
def receipt(desk: Desk) -> Paper:
    return papers.receipt(desk, received(desk))


@pytest.fixture
def slip(desk: Desk) -> Paper:
    """The slip of a lot, with its recapitulation on a page of its own."""
    ids = [received(desk, billed=15_000 + number).id for number in range(28)]
    return papers.lot_slip(desk, lots.close(desk, ids))


@pytest.fixture
def page(context: Context, hosted: Hosted) -> PreviewPage:
    made = PreviewPage(context)
    hosted(made)
    return made


def pages(pdf: bytes) -> int:
    return len(pdfium.PdfDocument(pdf))


def images(page: PreviewPage) -> list[QLabel]:
    return [shown for shown in page.findChildren(QLabel) if not shown.pixmap().isNull()]


def test_every_page_is_shown_and_named(page: PreviewPage, slip: Paper) -> None:
    page.show_paper(slip, "Bordereau")
    settle()
    assert pages(slip.pdf) > 1
    assert [shown.accessibleName() for shown in images(page)] == [
        f"Bordereau, page {number}" for number in range(1, pages(slip.pdf) + 1)
    ]
    assert page.title() == "Bordereau"
    assert "Bordereau" in texts(page)


def test_the_next_paper_takes_the_place_of_the_one_before(page: PreviewPage, slip: Paper, receipt: Paper) -> None:
    page.show_paper(slip, "Bordereau")
    page.show_paper(receipt, "Accusé")
    settle()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert [shown.accessibleName() for shown in images(page) if shown.isVisible()] == ["Accusé, page 1"]
    assert page.paper() is receipt


def test_a_page_is_ink_on_paper(receipt: Paper) -> None:
    (image,) = printing.page_images(receipt.pdf, 72)
    colours = {image.pixelColor(x, y).name() for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
    assert "#ffffff" in colours
    assert len(colours) > 3


@NO_PRINTER
def test_without_a_printer_it_says_what_to_do(page: PreviewPage, receipt: Paper, said: News) -> None:
    page.show_paper(receipt, "Accusé")
    assert focused() is page.print_button
    press(ENTER)
    assert [level for level, _ in said] == ["bad"]
    assert "Aucune imprimante n'est installée" in said[0][1]
    assert QApplication.activeModalWidget() is None


def pdf_printer(file: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(file))
    return printer


def test_a_printer_gets_as_many_pages_as_the_paper_has(slip: Paper, tmp_path: Path) -> None:
    printing.print_pages(pdf_printer(tmp_path / "printed.pdf"), slip.pdf)
    assert pages((tmp_path / "printed.pdf").read_bytes()) == pages(slip.pdf)


def test_what_is_printed_fills_the_sheet(receipt: Paper, tmp_path: Path) -> None:
    printer = pdf_printer(tmp_path / "printed.pdf")
    printer.setFullPage(True)
    printing.print_pages(printer, receipt.pdf)
    original, printed = (
        printing.page_images(pdf, 40)[0] for pdf in (receipt.pdf, (tmp_path / "printed.pdf").read_bytes())
    )
    assert abs(original.width() - printed.width()) <= 2
    assert abs(original.height() - printed.height()) <= 2

    def dark(image: object, x: int, y: int) -> bool:
        return bool(image.pixelColor(x, y).lightness() < 160)  # type: ignore[attr-defined]

    width, height = min(original.width(), printed.width()), min(original.height(), printed.height())
    same = sum(dark(original, x, y) == dark(printed, x, y) for x in range(width) for y in range(height))
    assert same / (width * height) > 0.9


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_does_not_answer_is_told(receipt: Paper, tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"printer\.failed"):
        printing.print_pages(pdf_printer(tmp_path / "nowhere" / "printed.pdf"), receipt.pdf)


@NO_PRINTER
def test_no_printer_is_a_trouble_of_its_own(receipt: Paper) -> None:
    with pytest.raises(Unavailable, match=r"printer\.missing"):
        printing.printer_for(receipt.pdf)


def test_a_landscape_paper_turns_the_sheet(slip: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing.QPrinterInfo, "availablePrinterNames", staticmethod(lambda: ["one"]))
    width, height = pdfium.PdfDocument(slip.pdf)[0].get_size()
    layout = printing.printer_for(slip.pdf).pageLayout()
    landscape = layout.orientation() is QPageLayout.Orientation.Landscape
    assert landscape == (width > height)
    size = layout.pageSize().size(layout.pageSize().definitionUnits())
    assert isinstance(size, QSizeF)
    assert size.width() < size.height()


def test_a_pdf_is_saved_where_one_says(page: PreviewPage, receipt: Paper, tmp_path: Path, said: News) -> None:
    page.show_paper(receipt, "Accusé")
    page.save_to(tmp_path / "accuse.pdf")
    assert (tmp_path / "accuse.pdf").read_bytes() == receipt.pdf
    assert said == [("good", "PDF enregistré : accuse.pdf")]


@pytest.mark.parametrize("place", ["nowhere/accuse.pdf", "folder"])
def test_a_place_that_cannot_be_written_is_told(
    page: PreviewPage, receipt: Paper, tmp_path: Path, said: News, place: str
) -> None:
    (tmp_path / "folder").mkdir()
    page.show_paper(receipt, "Accusé")
    page.save_to(tmp_path / place)
    name = Path(place).name
    assert said == [("bad", f"Le fichier {name} n'a pas pu être écrit. Choisissez un autre dossier.")]


def test_the_dialog_proposes_a_name_without_a_person(
    qtbot: QtBot, page: PreviewPage, receipt: Paper, said: News
) -> None:
    page.show_paper(receipt, "Accusé")
    press(Qt.Key.Key_S, with_=CONTROL)
    dialog = next(found for found in QApplication.topLevelWidgets() if isinstance(found, QFileDialog))
    qtbot.addWidget(dialog)
    assert [Path(chosen).name for chosen in dialog.selectedFiles()] == [receipt.name]
    assert receipt.name == "accuse-D014-03-26-00001-81.pdf"
    dialog.reject()
    assert said == []


def test_escape_leads_back(qtbot: QtBot, page: PreviewPage, receipt: Paper) -> None:
    page.show_paper(receipt, "Accusé")
    with qtbot.waitSignal(page.left):
        press(ESC)


def test_without_a_paper_nothing_is_printed_or_saved(page: PreviewPage, tmp_path: Path, said: News) -> None:
    page.print()
    page.save()
    page.save_to(tmp_path / "accuse.pdf")
    assert said == []
    assert list(tmp_path.glob("*.pdf")) == []
    with pytest.raises(Missing, match=r"paper\.none"):
        page.paper()
