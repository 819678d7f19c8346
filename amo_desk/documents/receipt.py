"""The acknowledgment of a deposit: the member's A5 page, or an A4 sheet with the office's copy below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from reportlab.lib.pagesizes import A4, A5, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Spacer, Table

from amo_desk.documents.amounts import NO_DECISION, estimate_text
from amo_desk.documents.fonts import Family
from amo_desk.documents.paper import (
    ACCENT,
    AMBER,
    HAIRLINE,
    QUIET,
    Badge,
    Pen,
    Words,
    apart,
    below,
    canvas_pdf,
    copy_badges,
    day_text,
    dirhams,
    filled,
    grid,
    height_of,
    moment_text,
    padding,
    stack,
)
from amo_desk.documents.parts import (
    CARE_DAY,
    figure_boxes,
    form_row,
    labelled,
    labelled_figure,
    letterhead,
    number_band,
    party_rows,
)
from amo_desk.documents.tables import piece_rows
from amo_desk.domain.papers import Receipt
from amo_desk.domain.sources import Text

TITLE = Text(fr="Accusé de réception", ar="وصل إيداع")
MEMBER_COPY = Text(fr="Exemplaire de l'assuré", ar="نسخة المؤمن له")
OFFICE_COPY = Text(fr="Exemplaire du bureau", ar="نسخة المكتب")
RECEIVED = Text(fr="Reçu le", ar="تاريخ الإيداع")
PIECES = Text(fr="Pièces remises ({count})", ar="الوثائق المودعة ({count})")
RESERVES = Text(fr="Réserves ({count})", ar="تحفظات ({count})")
MORE = Text(fr="… et {count} autres", ar="… و {count} تحفظات أخرى")
DECLARED = Text(fr="Montant déclaré", ar="المبلغ المصرح به")
TO_CONFIRM = Text(fr="valeurs à confirmer", ar="قيم تحتاج إلى تأكيد")
COMPLEMENTS = Text(fr="Compléments au plus tard le", ar="آخر أجل لاستكمال الملف")
STATE = Text(fr="État du dossier", ar="حالة الملف")
NO_RESERVE = Text(fr="Reçu sans réserve", ar="مودع دون تحفظ")
TO_COMPLETE = Text(fr="Reçu, à compléter", ar="مودع، يتعين استكماله")
KEEP = Text(
    fr="Conservez ce reçu : son numéro permet de suivre le dossier.",
    ar="احتفظوا بهذا الوصل، فرقمه يمكن من تتبع الملف.",
)
BRING = Text(
    fr="Apportez les compléments au plus tard le {day}, avec ce reçu.",
    ar="يرجى إحضار الوثائق التكميلية في أجل أقصاه {day} مع هذا الوصل.",
)
BRING_SOON = Text(
    fr="Apportez les compléments demandés, avec ce reçu.",
    ar="يرجى إحضار الوثائق التكميلية المطلوبة مع هذا الوصل.",
)
DECIDED = Text(
    fr="Le remboursement est décidé par l'organisme gestionnaire ({payer}) ; ce reçu ne vaut pas accord.",
    ar="قرار التعويض يعود إلى الهيئة المكلفة بالتدبير ({payer})، ولا يعد هذا الوصل موافقة.",
)
STAMP = Text(fr="Cachet du bureau", ar="ختم المكتب")
SIGNATURE = Text(fr="Signature du déposant", ar="توقيع المودع")

_WIDTH = 190 * mm
_HEIGHT = 136 * mm
_MARGIN = (A5[1] - _WIDTH) / 2
_HALF = A4[1] / 2
# Words are never set smaller than this: the reserves are shortened first.
_LEGIBLE = 0.72
_SCALES = (1.0, 0.96, 0.92, 0.88, 0.84, 0.8, 0.76, _LEGIBLE)


def receipt_pdf(receipt: Receipt, family: Family) -> bytes:
    """The member's copy alone, A5 landscape."""
    width, height = landscape(A5)

    def draw(canvas: Canvas) -> None:
        _draw_copy(canvas, receipt, Pen.of(family), top=(height + _HEIGHT) / 2, member=True)

    return canvas_pdf((width, height), _title(receipt), draw)


def receipt_sheet_pdf(receipt: Receipt, family: Family) -> bytes:
    """The member's copy above the office's copy, A4 portrait, with a line where to cut."""

    def draw(canvas: Canvas) -> None:
        pen = Pen.of(family)
        for top, member in ((A4[1], True), (_HALF, False)):
            _draw_copy(canvas, receipt, pen, top=top - (_HALF - _HEIGHT) / 2, member=member)
        canvas.setStrokeColor(QUIET)
        canvas.setLineWidth(0.5)
        canvas.setDash(3, 3)
        canvas.line(0, _HALF, A4[0], _HALF)

    return canvas_pdf(A4, _title(receipt), draw)


def _title(receipt: Receipt) -> str:
    """The title of the file: the number, no personal data."""
    return f"{TITLE.fr} {receipt.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setting:
    """One way of setting a copy: size of the words, how many reserves, and whether beside the pieces."""

    pen: Pen
    member: bool
    shown: int
    aside: bool = False


def _draw_copy(canvas: Canvas, receipt: Receipt, pen: Pen, *, top: float, member: bool) -> None:
    """One copy in the room of half a sheet; its last lines stand at the foot."""
    body, foot, shrink = _fitted(receipt, pen, member=member)
    width, height = _WIDTH / shrink, _HEIGHT / shrink
    canvas.saveState()
    canvas.translate(_MARGIN, top)
    canvas.scale(shrink, shrink)
    stack(canvas, body, 0, 0, width)
    stack(canvas, foot, 0, height_of(foot, width) - height, width)
    canvas.restoreState()


def _fitted(receipt: Receipt, pen: Pen, *, member: bool) -> tuple[list[Flowable], list[Flowable], float]:
    """The largest setting that fits: smaller words, then fewer reserves, then the whole drawing reduced."""
    count = len(receipt.reserves)
    sizes = [(scale, count) for scale in _SCALES] + [(_LEGIBLE, shown) for shown in range(count - 1, -1, -1)]
    for (scale, shown), aside in product(sizes, (False, True)):
        setting = _Setting(pen=pen.scaled(scale), member=member, shown=shown, aside=aside)
        body, foot = _parts(receipt, setting, _WIDTH)
        if height_of([*body, *foot], _WIDTH) <= _HEIGHT:
            return body, foot, 1.0
    shrink = 1.0
    while height_of([*body, *foot], _WIDTH / shrink) > _HEIGHT / shrink:
        shrink *= 0.96
        body, foot = _parts(receipt, setting, _WIDTH / shrink)
    return body, foot, shrink


def _parts(receipt: Receipt, setting: _Setting, width: float) -> tuple[list[Flowable], list[Flowable]]:
    """The body from the letterhead down, and the foot."""
    pen = setting.pen
    badges = [Badge(pen, MEMBER_COPY if setting.member else OFFICE_COPY), *copy_badges(pen, receipt.copy)]
    left, between = width * (0.52 if setting.aside else 0.44), 7 * mm
    right = width - left - between
    gap = Spacer(1, 6 * pen.scale)
    facts: list[Flowable] = [_facts(receipt, pen, left)]
    reserves: list[Flowable] = []
    if receipt.reserves and setting.aside:
        facts += [gap, _reserves(receipt, pen, setting.shown, left)]
    elif receipt.reserves:
        reserves = [_reserves(receipt, pen, setting.shown, width), gap]
    body = [
        letterhead(pen, receipt.head, width, badges),
        gap,
        number_band(pen, receipt.number, width, TITLE),
        gap,
        grid([[facts, "", _pieces(receipt, pen, right)]], [left, between, right]),
        gap,
        *reserves,
    ]
    return body, [_figures(receipt, pen, width), gap, _next_steps(receipt, setting, width)]


def _facts(receipt: Receipt, pen: Pen, width: float) -> Table:
    """Who, what for and when: French label, value, Arabic label."""
    moment = moment_text(receipt.received_at)
    return labelled(
        pen,
        [
            *party_rows(pen, receipt.party),
            form_row(pen, receipt.form),
            (CARE_DAY, [pen.fr(day_text(receipt.care_day))]),
            (RECEIVED, [pen.fr(moment.fr, bold=True)]),
        ],
        width,
    )


def _pieces(receipt: Receipt, pen: Pen, width: float) -> Table:
    """The pieces handed over in both languages, with what is missing on each."""
    heading = pen.both(filled(PIECES, count=len(receipt.pieces)), 8, bold=True, colour=ACCENT)
    column = (width - 8 * mm) / 2
    return grid(
        [
            [apart(heading, width), "", "", ""],
            *piece_rows(pen, receipt.pieces, lambda index: pen.fr(str(index), 6.5, colour=QUIET)),
        ],
        [5 * mm, column, 3 * mm, column],
        below(),
        *padding(1.6 * pen.scale, 2 * pen.scale),
        ("SPAN", (0, 0), (-1, 0)),
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, ACCENT),
    )


def _reserves(receipt: Receipt, pen: Pen, shown: int, width: float) -> Table:
    """The reserves in both languages; those left out are counted."""
    hidden = len(receipt.reserves) - shown
    lines = [*receipt.reserves[:shown], *([filled(MORE, count=hidden)] if hidden else [])]
    heading = filled(RESERVES, count=len(receipt.reserves))
    column = (width - 6 * mm) / 2
    rows: list[Sequence[object]] = [_sides(pen.both(heading, 8, bold=True, colour=AMBER))]
    rows += [_sides(pen.both(Text(fr=f"• {line.fr}", ar=f"• {line.ar}"), 7.5)) for line in lines]
    return grid(rows, [column, 6 * mm, column], *padding(1 * pen.scale, 1 * pen.scale))


def _figures(receipt: Receipt, pen: Pen, width: float) -> Table:
    """The three things a member looks for: what was declared, what may come back, until when to complete."""
    cells, air = (width * 0.3, width * 0.39, width * 0.31), 12
    rooms = [cell - air for cell in cells]
    if receipt.complement_day and _incomplete(receipt):
        day = day_text(receipt.complement_day)
        last = labelled_figure(pen, COMPLEMENTS, Text(fr=day, ar=day), rooms[2])
    else:
        last = labelled_figure(pen, STATE, TO_COMPLETE if _incomplete(receipt) else NO_RESERVE, rooms[2])
    uncertain = TO_CONFIRM if receipt.unconfirmed and receipt.estimated is not None else None
    shown = [
        labelled_figure(pen, DECLARED, dirhams(receipt.declared), rooms[0]),
        labelled_figure(pen, NO_DECISION, estimate_text(receipt.estimated, floor=receipt.partial), rooms[1], uncertain),
        last,
    ]
    return figure_boxes(pen, [shown], cells)


def _incomplete(receipt: Receipt) -> bool:
    """Whether the member has something to bring: a day alone asks for nothing."""
    return bool(receipt.reserves) or any(piece.missing for piece in receipt.pieces)


def _next_steps(receipt: Receipt, setting: _Setting, width: float) -> Table:
    """What the member does next and the room for a stamp; on the office's copy, the room for a signature."""
    pen = setting.pen
    steps = [KEEP, filled(DECIDED, payer=receipt.payer)]
    if _incomplete(receipt):
        day = receipt.complement_day
        steps.insert(1, filled(BRING, day=day_text(day)) if day else BRING_SOON)
    box = 44 * mm
    text = width - box - 5 * mm
    column = (text - 4 * mm) / 2
    said = grid(
        [_sides(pen.both(step, 7)) for step in steps],
        [column, 4 * mm, column],
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5 * pen.scale),
    )
    sign = apart(pen.both(STAMP if setting.member else SIGNATURE, 6, colour=QUIET), box - 8)
    return grid(
        [[said, "", sign]],
        [text, 5 * mm, box],
        ("BOX", (2, 0), (2, 0), 0.5, HAIRLINE),
        ("LEFTPADDING", (2, 0), (2, 0), 4),
        ("RIGHTPADDING", (2, 0), (2, 0), 4),
        ("TOPPADDING", (2, 0), (2, 0), 2),
        ("BOTTOMPADDING", (2, 0), (2, 0), 28 * pen.scale),
    )


def _sides(pair: tuple[Words, Words]) -> tuple[Words, str, Words]:
    """The two languages of a line with air between."""
    return pair[0], "", pair[1]
