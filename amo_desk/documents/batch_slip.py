"""The slip that travels with a lot: its dossiers, their recapitulation and the place to sign."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table

from amo_desk.documents.fonts import Family
from amo_desk.documents.paper import (
    ACCENT,
    HAIRLINE,
    NONE,
    QUIET,
    TINT,
    Align,
    Pen,
    Sheet,
    Words,
    barcode,
    below,
    copy_badges,
    day_text,
    flowing_pdf,
    grid,
    moment_text,
    padding,
    stack,
)
from amo_desk.documents.parts import beside, letterhead
from amo_desk.documents.totals import Totals, by_relation, totals
from amo_desk.domain.lot import LotLine
from amo_desk.domain.money import amount_text
from amo_desk.domain.papers import BatchSlip

TITLE = "Bordereau d'envoi"
RECAPITULATION = "Tableau récapitulatif"
NOT_COMPUTABLE = "n. c."
# No layout of this slip is published: domain notes, section 8.3.
MODEL = "Modèle du bureau : aucune présentation officielle n'a été trouvée."
LEGEND = (
    "Base retenue, part AMO et complément sont des estimations et ne valent pas décision. "
    "≥ : au moins, une partie du dossier n'est pas calculable. n. c. : non calculable. Montants en dirhams."
)

_SHEET = Sheet(size=landscape(A4), side=12 * mm, top=10 * mm, bottom=14 * mm)
_LINE_COLUMNS: tuple[tuple[float, str, Align], ...] = (
    (8, "N°", "left"),
    (32, "N° de dossier", "left"),
    (23, "Immatriculation", "left"),
    (19, "Affiliation", "left"),
    (38, "Assuré", "left"),
    (38, "Bénéficiaire", "left"),
    (15, "Lien", "left"),
    (18, "Déposé le", "left"),
    (18, "Soins du", "left"),
    (10, "Pièces", "right"),
    (15, "Facturé", "right"),
    (13, "Base", "right"),
    (13, "AMO", "right"),
    (13, "Compl.", "right"),
)
_GROUP_COLUMNS: tuple[tuple[float, str, Align], ...] = (
    (57, "Lien avec l'assuré", "left"),
    (27, "Dossiers", "right"),
    (27, "Pièces", "right"),
    (36, "Facturé", "right"),
    (36, "Base retenue", "right"),
    (36, "Part AMO", "right"),
    (27, "Complément", "right"),
    (27, "Lignes n. c.", "right"),
)
_AIR = 2 * mm


def batch_slip_pdf(slip: BatchSlip, family: Family) -> bytes:
    """The slip, A4 landscape, over as many pages as it needs."""
    pen = Pen.of(family)

    def foot(canvas: Canvas, page: int, pages: int) -> None:
        canvas.setStrokeColor(HAIRLINE)
        canvas.setLineWidth(0.5)
        canvas.line(_SHEET.side, 11 * mm, _SHEET.size[0] - _SHEET.side, 11 * mm)
        words = [
            pen.fr(MODEL, 6, colour=QUIET),
            pen.fr(f"{TITLE} {slip.lot.number}", 6.5, colour=QUIET, align="center"),
            pen.fr(f"Page {page} / {pages}", 6.5, colour=QUIET, align="right"),
        ]
        stack(canvas, [grid([words], [_SHEET.width / 3] * 3)], _SHEET.side, 9.8 * mm, _SHEET.width)

    return flowing_pdf(_SHEET, f"{TITLE} {slip.lot.number}", lambda: _story(slip, pen), foot)


def _story(slip: BatchSlip, pen: Pen) -> list[Flowable]:
    """The whole slip from the letterhead down."""
    return [
        letterhead(pen, slip.head, _SHEET.width, copy_badges(pen, slip.copy)),
        Spacer(1, 6),
        _heading(slip, pen),
        Spacer(1, 8),
        _lines(slip, pen),
        Spacer(1, 3),
        pen.fr(LEGEND, 6.5, colour=QUIET),
        KeepTogether([Spacer(1, 10), _recapitulation(slip, pen), Spacer(1, 10), _closing(slip, pen)]),
    ]


def _heading(slip: BatchSlip, pen: Pen) -> Table:
    """Title, number and addressee, then the number for machines."""
    lot = slip.lot
    facts = (
        ("À l'attention de", lot.payer),
        ("Type de dossiers", slip.form.fr),
        ("Dossiers", str(len(lot.lines))),
        ("Clos le", moment_text(lot.closed_at).fr),
    )
    left = [pen.fr(TITLE, 15, bold=True, colour=ACCENT), pen.fr(lot.number, 14, bold=True)]
    middle = grid(
        [[beside(pen.fr(label, 7, colour=QUIET), 8.5), pen.fr(value, 8.5, bold=True)] for label, value in facts],
        [30 * mm, 78 * mm],
        *padding(0.5, 1),
    )
    return grid(
        [[left, middle, barcode(lot.number)]],
        [95 * mm, 110 * mm, _SHEET.width - 205 * mm],
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("ALIGN", (2, 0), (2, 0), "RIGHT"),
    )


def _lines(slip: BatchSlip, pen: Pen) -> Table:
    """The dossiers of the lot; the heading is repeated on each page."""
    rows = [_line_cells(index, line) for index, line in enumerate(slip.lot.lines, start=1)]
    table = [_cells(pen, _LINE_COLUMNS, row, size=6.6) for row in rows]
    above: list[object] = [""] * len(_LINE_COLUMNS)
    above[11] = pen.fr("Estimations", 6.5, bold=True, colour=ACCENT, align="center")
    return grid(
        [above, _headings(pen, _LINE_COLUMNS), *table],
        [width * mm for width, _, _ in _LINE_COLUMNS],
        ("SPAN", (11, 0), (13, 0)),
        ("BACKGROUND", (11, 0), (13, -1), TINT),
        ("LINEBELOW", (0, 2), (-1, -1), 0.5, HAIRLINE),
        ("LINEBELOW", (0, 1), (-1, 1), 0.9, ACCENT),
        ("RIGHTPADDING", (0, 0), (-1, -1), _AIR),
        ("LEFTPADDING", (11, 0), (13, -1), 1),
        ("RIGHTPADDING", (11, 0), (13, -1), 2),
        *padding(1.6, 1.8),
        repeat=2,
    )


def _line_cells(index: int, line: LotLine) -> list[str]:
    """What stands on the row of a dossier."""
    return [
        str(index),
        line.number,
        line.immatriculation or NONE,
        line.affiliation or NONE,
        line.insured,
        line.beneficiary or NONE,
        line.relation,
        day_text(line.deposit_day),
        day_text(line.care_day),
        str(line.pieces),
        amount_text(line.billed),
        *_estimations(totals([line])),
    ]


def _recapitulation(slip: BatchSlip, pen: Pen) -> Flowable:
    """Totals by relation to the insured, then of the whole lot: the control totals."""
    lines = slip.lot.lines
    rows = [_group_cells(name, group) for name, group in by_relation(lines).items()]
    total = _group_cells("Total du lot (totaux de contrôle)", totals(lines))
    table = grid(
        [
            _headings(pen, _GROUP_COLUMNS),
            *(_cells(pen, _GROUP_COLUMNS, row, size=7.5) for row in rows),
            _cells(pen, _GROUP_COLUMNS, total, size=8, bold=True),
        ],
        [width * mm for width, _, _ in _GROUP_COLUMNS],
        below(),
        ("LINEBELOW", (0, 0), (-1, 0), 0.9, ACCENT),
        ("BACKGROUND", (0, -1), (-1, -1), TINT),
        ("RIGHTPADDING", (0, 0), (-1, -1), _AIR),
        ("LEFTPADDING", (0, 0), (0, -1), 2),
        *padding(2, 2.5),
    )
    title = pen.fr(RECAPITULATION, 11, bold=True, colour=ACCENT)
    note = beside(pen.fr("Base retenue, part AMO et complément : estimations.", 6.5, colour=QUIET, align="right"), 11)
    return grid([[grid([[title, note]], [_SHEET.width / 2] * 2)], [Spacer(1, 3)], [table]], [_SHEET.width])


def _group_cells(name: str, group: Totals) -> list[str]:
    """What stands on the row of a total."""
    return [
        name,
        str(group.count),
        str(group.pieces),
        amount_text(group.billed),
        *_estimations(group),
        str(group.uncounted),
    ]


def _closing(slip: BatchSlip, pen: Pen) -> Flowable:
    """The hash of the content and the two places to sign."""
    content = grid(
        [[pen.fr("Empreinte du contenu", 6.5, colour=QUIET), pen.fr(slip.lot.content_hash, 7)]],
        [32 * mm, _SHEET.width - 32 * mm],
    )
    given = [pen.fr("Remis par", 7.5, bold=True), pen.fr("Nom, date, signature et cachet", 6.5, colour=QUIET)]
    taken = [pen.fr("Reçu par", 7.5, bold=True), pen.fr("Nom, date, signature et cachet", 6.5, colour=QUIET)]
    half = (_SHEET.width - 8 * mm) / 2
    boxes = grid(
        [[given, "", taken]],
        [half, 8 * mm, half],
        ("BOX", (0, 0), (0, 0), 0.6, HAIRLINE),
        ("BOX", (2, 0), (2, 0), 0.6, HAIRLINE),
        ("LEFTPADDING", (0, 0), (-1, -1), 5),
        *padding(4, 52),
    )
    return grid([[content], [Spacer(1, 6)], [boxes]], [_SHEET.width])


def _estimations(group: Totals) -> list[str]:
    """Base, AMO part and complement in words that never promise more than is known.

    What cannot be computed is not nothing: it shows as such, or as a lower bound where the rest is known.
    """
    if not group.known:
        return [NOT_COMPUTABLE] * 3
    bound = "≥\u00a0" if group.partial else ""
    amounts = (group.base, group.amo, group.complement)
    return [NOT_COMPUTABLE if amount is None else f"{bound}{amount_text(amount)}" for amount in amounts]


def _headings(pen: Pen, columns: Sequence[tuple[float, str, Align]]) -> list[Words]:
    """The names of the columns, each on one line."""
    return [_whole(pen.fr(name, 6.5, bold=True, colour=ACCENT, align=align)) for _, name, align in columns]


def _cells(
    pen: Pen,
    columns: Sequence[tuple[float, str, Align]],
    row: Sequence[str],
    *,
    size: float,
    bold: bool = False,
) -> list[Words]:
    """A row of words; figures shrink rather than break over two lines."""
    cells = [pen.fr(said, size, bold=bold, align=align) for said, (_, _, align) in zip(row, columns, strict=True)]
    for cell in cells:
        cell.whole = cell.align == "right"
    return cells


def _whole(words: Words) -> Words:
    """Words that shrink rather than wrap."""
    words.whole = True
    return words
