"""What to bring back: the slip handed over when a dossier is incomplete or cannot be received."""

from __future__ import annotations

from reportlab.lib.pagesizes import A5
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer, Table

from amo_desk.documents.fonts import Family
from amo_desk.documents.paper import (
    AMBER,
    QUIET,
    RED,
    Pen,
    Sheet,
    day_text,
    flowing_pdf,
)
from amo_desk.documents.parts import (
    DAY,
    form_row,
    framed,
    labelled,
    letterhead,
    number_band,
    page_foot,
    party_rows,
    title_band,
)
from amo_desk.documents.tables import piece_table, sentences
from amo_desk.domain.papers import MissingSlip
from amo_desk.domain.sources import Text

TITLE = Text(fr="Pièces à apporter", ar="وثائق يتعين إحضارها")
NOT_RECEIVABLE = Text(fr="Dossier non recevable en l'état", ar="ملف غير مقبول على حالته")
TO_COMPLETE = Text(fr="Reçu, à compléter", ar="ملف مودع، يتعين استكماله")
MISSING = Text(fr="À apporter", ar="المطلوب إحضاره")
REASONS = Text(fr="Motifs", ar="الأسباب")
ADVICE = Text(fr="Conseils", ar="إرشادات")
LAST_DAY = Text(fr="Dernier jour pour compléter", ar="آخر أجل لاستكمال الملف")
BACK = Text(fr="Présentez ce document avec les pièces.", ar="يرجى تقديم هذه الورقة مع الوثائق.")

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

    foot = page_foot(pen, _SHEET, lambda: pen.fr(slip.number, 6.5, colour=QUIET, align="center"))
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
        *([Spacer(1, 9), piece_table(pen, MISSING, slip.missing, lambda _: TickBox(), width)] if slip.missing else []),
        *([Spacer(1, 9), sentences(pen, REASONS, slip.reasons, width)] if slip.reasons else []),
        *([Spacer(1, 9), sentences(pen, ADVICE, slip.advice, width)] if slip.advice else []),
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
    return framed(lines, _SHEET.width, colour)
