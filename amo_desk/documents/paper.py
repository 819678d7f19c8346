"""How any paper is set: words, rows, codes and pages."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from reportlab.graphics.barcode.code128 import Code128
from reportlab.graphics.barcode.qr import QrCode
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Table

from amo_desk.documents.fonts import Family, registered
from amo_desk.documents.shaping import broken, measured, reads_from_right, shaped
from amo_desk.domain.money import Centimes, amount_text
from amo_desk.domain.sources import Text

INK, QUIET, HAIRLINE, ACCENT = (HexColor(c) for c in ("#1c2733", "#5b6975", "#d8dee4", "#0f3b46"))
TINT, AMBER, RED = (HexColor(c) for c in ("#f3f6f8", "#9a6200", "#b3261e"))
COPY = Text(fr="COPIE n° {copy}", ar="نظير رقم {copy}")
NONE = "–"

# From the top of a line to its baseline, in sizes: the tallest accents and Arabic signs stay inside.
_ASCENT = 0.98
# How far words that should stay on one line may shrink before they wrap after all.
_LEAST = 0.6

Align = Literal["left", "center", "right"]


class Words(Flowable):
    """A text in one face that wraps to the width it is given, in either direction."""

    def __init__(
        self,
        text: str,
        *,
        font: str,
        size: float,
        colour: Color = INK,
        rtl: bool = False,
        align: Align = "left",
    ) -> None:
        super().__init__()
        self.text, self.font, self.size, self.colour = text, font, size, colour
        self.rtl, self.align = rtl, align
        self.beside = self.asked = size
        self.whole = False
        self.lines: list[str] = []

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """The room it takes: all the width, as many lines as needed."""
        if self.lines and width == self.width:
            return self.width, self.height
        self.size = self.asked
        if self.whole and self.natural > width:
            self.size = self.asked * max(width / self.natural, _LEAST)
        self.lines = broken(self.text, width, self.font, self.size)
        self.width, self.height = width, self._drop + self.leading * len(self.lines)
        return self.width, self.height

    @property
    def leading(self) -> float:
        """From one baseline to the next."""
        return self.size * 1.26

    @property
    def natural(self) -> float:
        """The width it would take on one line."""
        return measured(self.text, self.font, self.size)

    @property
    def _drop(self) -> float:
        """How much lower the first line stands, to share the baseline of larger words beside it."""
        return max(0.0, self.beside - self.size) * _ASCENT

    def draw(self) -> None:
        """Set the lines from the top down."""
        self.canv.setFont(self.font, self.size)
        self.canv.setFillColor(self.colour)
        for index, line in enumerate(self.lines):
            y = self.height - self._drop - index * self.leading - self.size * _ASCENT
            drawn = shaped(line, rtl=self.rtl)
            if self.align == "right":
                self.canv.drawRightString(self.width, y, drawn)
            elif self.align == "center":
                self.canv.drawCentredString(self.width / 2, y, drawn)
            else:
                self.canv.drawString(0, y, drawn)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pen:
    """The two faces of the family and a scale that shrinks everything set with it."""

    regular: str
    bold: str
    scale: float = 1.0

    @classmethod
    def of(cls, family: Family) -> Pen:
        """The pen of a family."""
        regular, bold = registered(family)
        return cls(regular=regular, bold=bold)

    def scaled(self, scale: float) -> Pen:
        """The same pen, smaller or larger."""
        return replace(self, scale=scale)

    def fr(
        self, text: str, size: float = 8, *, bold: bool = False, colour: Color = INK, align: Align = "left"
    ) -> Words:
        """Words of a left-to-right language, or a name in any script inside French."""
        return Words(text, font=self.bold if bold else self.regular, size=size * self.scale, colour=colour, align=align)

    def ar(
        self, text: str, size: float = 8, *, bold: bool = False, colour: Color = INK, align: Align = "right"
    ) -> Words:
        """Words of a right-to-left paragraph."""
        words = self.fr(text, size, bold=bold, colour=colour, align=align)
        words.rtl = True
        return words

    def typed(self, text: Text, size: float = 8) -> tuple[Words, Words]:
        """A sentence somebody typed: where it is in one language only, the same words stand on both sides."""
        sides = self.fr(text.fr or text.ar, size), self.ar(text.ar or text.fr, size)
        for words in sides:
            words.rtl = reads_from_right(words.text)
        return sides

    def both(self, text: Text, size: float = 8, *, bold: bool = False, colour: Color = INK) -> tuple[Words, Words]:
        """A sentence in French for the left and in Arabic for the right."""
        return self.fr(text.fr, size, bold=bold, colour=colour), self.ar(text.ar, size, bold=bold, colour=colour)


def filled(text: Text, **values: object) -> Text:
    """A bilingual sentence with its values put in both languages.

    >>> filled(COPY, copy=2).fr
    'COPIE n° 2'
    """
    return Text(fr=text.fr.format(**values), ar=text.ar.format(**values))


def dirhams(amount: Centimes) -> Text:
    r"""An amount with its currency; digits are Western in both languages, as usual in Morocco.

    >>> dirhams(26250).fr.replace("\u00a0", " ")
    '262,50 DH'
    """
    return Text(fr=f"{amount_text(amount)}\u00a0DH", ar=f"{amount_text(amount)}\u00a0درهم")


def day_text(day: date | None) -> str:
    """A day as written in Morocco, or a dash.

    >>> day_text(date(2026, 11, 3))
    '03/11/2026'
    """
    return f"{day:%d/%m/%Y}" if day else NONE


def moment_text(moment: datetime) -> Text:
    """A day and an hour in both languages, as the record carries them.

    >>> moment_text(datetime(2026, 11, 3, 9, 5)).fr
    '03/11/2026 à 09:05'
    """
    return Text(fr=f"{moment:%d/%m/%Y} à {moment:%H:%M}", ar=f"{moment:%d/%m/%Y} على الساعة {moment:%H:%M}")


def grid(rows: Sequence[Sequence[object]], widths: Sequence[float], *styles: tuple[Any, ...], repeat: int = 0) -> Table:
    """A table without padding or lines but those asked for."""
    plain: list[tuple[Any, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
        # An empty cell would otherwise take a line of ten points.
        ("FONTSIZE", (0, 0), (-1, -1), 1),
        ("LEADING", (0, 0), (-1, -1), 1),
    ]
    return Table([list(row) for row in rows], colWidths=list(widths), style=[*plain, *styles], repeatRows=repeat)


def apart(pair: tuple[Words, Words], width: float) -> Table:
    """French at the left and Arabic at the right of one line, each with room in proportion to its length."""
    fr, ar = pair
    fr.whole = ar.whole = True
    air = 6.0
    share = fr.natural / ((fr.natural + ar.natural) or 1)
    left = (width - air) * min(max(share, 0.2), 0.8)
    return grid([[fr, "", ar]], [left, air, width - air - left])


def below(colour: Color = HAIRLINE, weight: float = 0.5) -> tuple[Any, ...]:
    """The style of a line under each row."""
    return ("LINEBELOW", (0, 0), (-1, -1), weight, colour)


def padding(top: float, bottom: float) -> tuple[tuple[Any, ...], ...]:
    """The styles of some air above and below each row."""
    return (("TOPPADDING", (0, 0), (-1, -1), top), ("BOTTOMPADDING", (0, 0), (-1, -1), bottom))


class Badge(Flowable):
    """A short bilingual mark in a frame: whose copy it is, or that it is a reprint."""

    def __init__(self, pen: Pen, text: Text, *, loud: bool = False) -> None:
        super().__init__()
        self.colour = RED if loud else ACCENT
        self.words = [pen.fr(said, 6.8, bold=True, colour=self.colour, align="center") for said in (text.fr, text.ar)]
        self.one_line = pen.fr(f"{text.fr} · {text.ar}", 6.8, bold=True, colour=self.colour, align="center")

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """The width given; one line when both languages fit on it, else one for each."""
        if self.one_line.natural <= width - 6:
            self.words = [self.one_line]
        self.width, self.height = width, height_of(self.words, width - 6) + 5
        return self.width, self.height

    def draw(self) -> None:
        """Frame and words."""
        self.canv.setStrokeColor(self.colour)
        self.canv.setLineWidth(0.7)
        self.canv.roundRect(0, 1, self.width, self.height - 2, 2.5)
        stack(self.canv, self.words, 3, self.height - 2.5, self.width - 6)


def copy_badges(pen: Pen, copy: int) -> list[Flowable]:
    """The mark of a reprint, nothing on the original."""
    return [Badge(pen, filled(COPY, copy=copy), loud=True)] if copy else []


def barcode(number: str, *, height: float = 11 * mm, module: float = 0.33 * mm) -> Flowable:
    """The number as Code 128 with its quiet zones, without hyphens: pairs of digits pack twice as tight."""
    return Code128(re.sub(r"[\s-]", "", number), barWidth=module, barHeight=height, quiet=1)


def qr_code(number: str, side: float = 19 * mm) -> Flowable:
    """The number alone as a QR code with its quiet zone: no personal data, no hyphen for a keyboard to garble."""
    return QrCode(number.replace("-", ""), width=side, height=side, qrLevel="M", qrBorder=4)


def height_of(flows: Iterable[Flowable], width: float) -> float:
    """The height that flows take one below the other."""
    return sum(flow.wrap(width, 1e6)[1] for flow in flows)


def stack(canvas: Canvas, flows: Iterable[Flowable], x: float, top: float, width: float) -> float:
    """Draw flows one below the other from the top; the height where they end."""
    for flow in flows:
        _, height = flow.wrapOn(canvas, width, 1e6)
        flow.drawOn(canvas, x, top - height)
        top -= height
    return top


def hatch(canvas: Canvas, x0: float, y0: float, x1: float, y1: float, step: float = 2.4) -> None:
    """Slanted lines over a rectangle, in the pen of the canvas; a clip path gives them another shape."""
    x = x0 - (y1 - y0)
    while x < x1:
        canvas.line(x, y0, x + y1 - y0, y1)
        x += step


def canvas_pdf(size: tuple[float, float], title: str, draw: Callable[[Canvas], None]) -> bytes:
    """One page drawn by hand; the same drawing gives the same bytes."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size, invariant=1, pageCompression=1, lang="fr")
    canvas.setTitle(title)
    canvas.setCreator("AMO Desk")
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A page of a paper that may run to several: its size and margins."""

    size: tuple[float, float]
    side: float
    top: float
    bottom: float

    @property
    def width(self) -> float:
        """Room between the side margins."""
        return self.size[0] - 2 * self.side


def flowing_pdf(
    sheet: Sheet,
    title: str,
    story: Callable[[], list[Flowable]],
    furniture: Callable[[Canvas, int, int], None],
) -> bytes:
    """A paper over as many pages as it needs; set twice, so that each page knows how many there are."""

    def run(pages: int) -> tuple[bytes, int]:
        buffer = io.BytesIO()
        document = BaseDocTemplate(
            buffer,
            pagesize=sheet.size,
            title=title,
            creator="AMO Desk",
            lang="fr",
            invariant=1,
            pageCompression=1,
        )
        frame = Frame(
            sheet.side,
            sheet.bottom,
            sheet.width,
            sheet.size[1] - sheet.top - sheet.bottom,
            leftPadding=0,
            rightPadding=0,
            topPadding=0,
            bottomPadding=0,
        )
        template = PageTemplate(frames=[frame], onPage=lambda canvas, at: furniture(canvas, at.page, pages))
        document.addPageTemplates([template])
        document.build(story())
        return buffer.getvalue(), document.page

    _, pages = run(0)
    return run(pages)[0]
