"""What to bring back: the slip handed over when a dossier is incomplete or cannot be received."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.pagesizes import A5
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Spacer, Table

from amo_desk.documents.fonts import Family
from amo_desk.documents.paper import (
    ACCENT,
    AMBER,
    HAIRLINE,
    QUIET,
    RED,
    TINT,
    Pen,
    Sheet,
    apart,
    below,
    day_text,
    filled,
    flowing_pdf,
    grid,
    padding,
    stack,
)
from amo_desk.documents.parts import (
    form_row,
    labelled,
    letterhead,
    number_band,
    party_rows,
    piece_rows,
    title_band,
)
from amo_desk.domain.papers import MissingSlip
from amo_desk.domain.sources import Text

TITLE = Text(fr="Pièces à apporter", ar="وثائق يتعين إحضارها")
NOT_RECEIVABLE = Text(fr="Dossier non recevable en l'état", ar="ملف غير مقبول على حالته")
TO_COMPLETE = Text(fr="Reçu, à compléter", ar="ملف مودع، يتعين استكماله")
DAY = Text(fr="Établi le", ar="حرر بتاريخ")
MISSING = Text(fr="À apporter", ar="المطلوب إحضاره")
REASONS = Text(fr="Motifs", ar="الأسباب")
ADVICE = Text(fr="Conseils", ar="إرشادات")
LAST_DAY = Text(fr="Dernier jour pour compléter", ar="آخر أجل لاستكمال الملف")
BACK = Text(fr="Présentez ce document avec les pièces.", ar="يرجى تقديم هذه الورقة مع الوثائق.")
PAGE = Text(fr="Page {page} / {pages}", ar="صفحة {page} من {pages}")

_SHEET = Sheet(size=A5, side=10 * mm, top=9 * mm, bottom=15 * mm)
_BOX = 2.8 * mm


class TickBox(Flowable):
    """An empty box that the member ticks while gathering the pieces."""

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """A square the height of a line."""
        self.width = self.height = _BOX
        return self.width, self.height

    def draw(self) -> None:
        """The square, a little below the top of the line."""
        self.canv.setStrokeColor(QUIET)
        self.canv.setLineWidth(0.7)
        self.canv.rect(0, -1, _BOX, _BOX)


def missing_slip_pdf(slip: MissingSlip, family: Family) -> bytes:
    """The slip, A5 portrait, over as many pages as it needs."""
    pen = Pen.of(family)

    def foot(canvas: Canvas, page: int, pages: int) -> None:
        words = pen.both(filled(PAGE, page=page, pages=pages), 6.5, colour=QUIET)
        centre = pen.fr(slip.number, 6.5, colour=QUIET, align="center")
        canvas.setStrokeColor(HAIRLINE)
        canvas.setLineWidth(0.5)
        canvas.line(_SHEET.side, 12 * mm, _SHEET.size[0] - _SHEET.side, 12 * mm)
        third = _SHEET.width / 3
        stack(canvas, [grid([[words[0], centre, words[1]]], [third] * 3)], _SHEET.side, 11 * mm, _SHEET.width)

    title = f"{TITLE.fr} {slip.number}".strip()
    return flowing_pdf(_SHEET, title, lambda: _story(slip, pen), foot)


def _story(slip: MissingSlip, pen: Pen) -> list[Flowable]:
    """The whole slip from the letterhead down."""
    width = _SHEET.width
    gap = Spacer(1, 7)
    facts = labelled(
        pen,
        [*party_rows(pen, slip.party), form_row(pen, slip.form), (DAY, [pen.fr(day_text(slip.day))])],
        width,
    )
    return [
        letterhead(pen, slip.head, width),
        gap,
        title_band(pen, TITLE, width),
        *([number_band(pen, slip.number, width)] if slip.number else [gap]),
        _verdict(slip, pen),
        gap,
        facts,
        *([Spacer(1, 9), _pieces(slip, pen)] if slip.missing else []),
        *([Spacer(1, 9), _sentences(pen, REASONS, slip.reasons)] if slip.reasons else []),
        *([Spacer(1, 9), _sentences(pen, ADVICE, slip.advice)] if slip.advice else []),
    ]


def _verdict(slip: MissingSlip, pen: Pen) -> Table:
    """Received or not, and the last day, in a frame."""
    colour = AMBER if slip.receivable else RED
    lines = [pen.both(TO_COMPLETE if slip.receivable else NOT_RECEIVABLE, 11, bold=True, colour=colour)]
    if slip.last_day:
        day = day_text(slip.last_day)
        lines += [
            pen.both(LAST_DAY, 7, colour=QUIET),
            pen.both(Text(fr=day, ar=day), 12, bold=True),
        ]
    lines.append(pen.both(BACK, 7, colour=QUIET))
    room = _SHEET.width - 16
    return grid(
        [[apart(line, room)] for line in lines],
        [_SHEET.width],
        ("BACKGROUND", (0, 0), (-1, -1), TINT),
        ("BOX", (0, 0), (-1, -1), 0.9, colour),
        ("LEFTPADDING", (0, 0), (-1, -1), 8),
        ("RIGHTPADDING", (0, 0), (-1, -1), 8),
        ("TOPPADDING", (0, 0), (-1, 0), 5),
        ("BOTTOMPADDING", (0, -1), (-1, -1), 6),
    )


def _pieces(slip: MissingSlip, pen: Pen) -> Table:
    """The pieces and mentions to bring, each with a box to tick; the heading is repeated on each page."""
    column = (_SHEET.width - 10 * mm) / 2
    heading = apart(pen.both(MISSING, 9, bold=True, colour=ACCENT), _SHEET.width)
    rows = piece_rows(pen, slip.missing, lambda _: TickBox())
    return grid(
        [[heading, "", "", ""], *rows],
        [6 * mm, column, 4 * mm, column],
        below(),
        *padding(3, 3.5),
        ("SPAN", (0, 0), (-1, 0)),
        ("LINEBELOW", (0, 0), (-1, 0), 0.9, ACCENT),
        repeat=1,
    )


def _sentences(pen: Pen, title: Text, sentences: Sequence[Text]) -> Table:
    """A heading and its sentences side by side in both languages."""
    column = (_SHEET.width - 6 * mm) / 2
    heading = apart(pen.both(title, 9, bold=True, colour=ACCENT), _SHEET.width)
    rows: list[Sequence[object]] = [[heading, "", ""]]
    for sentence in sentences:
        fr, ar = pen.both(sentence, 7.5)
        rows.append([fr, "", ar])
    return grid(
        rows,
        [column, 6 * mm, column],
        below(),
        *padding(2.5, 3),
        ("SPAN", (0, 0), (-1, 0)),
        ("LINEBELOW", (0, 0), (-1, 0), 0.9, ACCENT),
        repeat=1,
    )
