"""Papers on the screen and on the printer: PDF pages become images, and go through the system's dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from amo_desk.domain.errors import Unavailable

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

POINTS_PER_INCH = 72
PRINT_DPI = 300


def _document(pdf: bytes) -> PdfDocument:
    from pypdfium2 import PdfDocument  # noqa: PLC0415  loads when a paper is shown

    return PdfDocument(pdf)


def page_images(pdf: bytes, dpi: float) -> list[QImage]:
    """Every page of a PDF as an image at this resolution."""
    document = _document(pdf)
    try:
        images = []
        for page in document:
            bitmap = page.render(scale=dpi / POINTS_PER_INCH, rev_byteorder=True)
            picture = bitmap.to_pil().convert("RGB")
            data = picture.tobytes()
            image = QImage(data, picture.width, picture.height, 3 * picture.width, QImage.Format.Format_RGB888)
            images.append(image.copy())
        return images
    finally:
        document.close()


def printer_for(pdf: bytes) -> QPrinter:
    """A printer set to the paper of a PDF; refuses where the machine has none."""
    if not QPrinterInfo.availablePrinterNames():
        raise Unavailable("printer.missing")
    document = _document(pdf)
    width, height = document[0].get_size()
    document.close()
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    portrait = height >= width
    printer.setPageSize(QPageSize(QSizeF(min(width, height), max(width, height)), QPageSize.Unit.Point))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait if portrait else QPageLayout.Orientation.Landscape)
    printer.setFullPage(True)
    return printer


def print_pages(printer: QPrinter, pdf: bytes) -> None:
    """Sends every page to a printer, fitted to its paper."""
    painter = QPainter()
    if not painter.begin(printer):
        raise Unavailable("printer.failed")
    try:
        for number, image in enumerate(page_images(pdf, PRINT_DPI)):
            if number and not printer.newPage():
                raise Unavailable("printer.failed")
            paper = QRectF(painter.viewport())
            size = QSizeF(image.size()).scaled(paper.size(), Qt.AspectRatioMode.KeepAspectRatio)
            painter.drawImage(QRectF(paper.topLeft(), size), image)
    finally:
        painter.end()
