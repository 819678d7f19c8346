"""What the member may expect: each line with its amounts, the seven sums, and the source of every value."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer, Table

from amo_desk.documents.amounts import (
    DOUBTFUL,
    EXPECTED,
    GRADES,
    NO_DECISION,
    NOTES,
    PARTIAL,
    REASONS,
    TO_CONFIRM,
    because,
    estimate_text,
    figure,
    seven_amounts,
)
from amo_desk.documents.fonts import Family
from amo_desk.documents.paper import (
    ACCENT,
    AMBER,
    NONE,
    QUIET,
    TINT,
    Pen,
    Sheet,
    Words,
    apart,
    below,
    day_text,
    filled,
    flowing_pdf,
    grid,
    padding,
)
from amo_desk.documents.parts import (
    CARE_DAY,
    DAY,
    form_row,
    framed,
    heading,
    labelled,
    letterhead,
    number_band,
    page_foot,
    party_rows,
    side_by_side,
    title_band,
)
from amo_desk.documents.tables import column_head
from amo_desk.domain.findings import QuoteLine
from amo_desk.domain.papers import QuoteSheet, QuoteSheetLine, QuoteSheetSource
from amo_desk.domain.sources import Text

TITLE = Text(fr="Estimation du remboursement", ar="تقدير مبلغ التعويض")
LINES = Text(fr="Actes et produits", ar="الأعمال والمنتجات")
SOURCES = Text(fr="D'où viennent ces valeurs", ar="مصادر هذه القيم")
SINCE = Text(fr="depuis le {day}", ar="منذ {day}")
CHECKED = Text(fr="comparé à sa source le {day}", ar="قورن بمصدره في {day}")
DECIDED = Text(
    fr="Le remboursement est décidé par l'organisme gestionnaire ({payer}) après examen du dossier.",
    ar="قرار التعويض يعود إلى الهيئة المكلفة بالتدبير ({payer}) بعد دراسة الملف.",
)
NEXT_PAYER = Text(
    fr="Organisme gestionnaire annoncé à partir du {day} : {payer}.",
    ar="الهيئة المدبرة المعلن عنها ابتداء من {day}: {payer}.",
)
COLUMNS = (
    Text(fr="Acte ou produit", ar="العمل أو المنتج"),
    Text(fr="Facturé", ar="المفوتر"),
    Text(fr="Tarif réf.", ar="التعريفة"),
    Text(fr="Base", ar="الأساس"),
    Text(fr="Taux", ar="النسبة"),
    Text(fr="Part AMO", ar="حصة التأمين"),
    Text(fr="Complément", ar="التكملة"),
    Text(fr="Reste", ar="الباقي"),
    Text(fr="Sources", ar="المصادر"),
)

_SHEET = Sheet(size=A4, side=11 * mm, top=10 * mm, bottom=16 * mm)
_FIGURE = 17 * mm
_RATE, _CITED = 11 * mm, 16 * mm
_WIDTHS = (
    _SHEET.width - 6 * _FIGURE - _RATE - _CITED,
    *(_FIGURE,) * 3,
    _RATE,
    *(_FIGURE,) * 3,
    _CITED,
)
_AIR, _GAP = 3.0, 12.0


def quote_sheet_pdf(sheet: QuoteSheet, family: Family) -> bytes:
    """The sheet, A4 portrait, over as many pages as it needs; every page says that it is an estimation."""
    pen = Pen.of(family)
    words = f"{NO_DECISION.fr} · {NO_DECISION.ar}"
    foot = page_foot(pen, _SHEET, lambda: pen.fr(words, 6.5, bold=True, colour=AMBER, align="center"))
    return flowing_pdf(_SHEET, f"{TITLE.fr} {sheet.number}".strip(), lambda: _story(sheet, pen), foot)


def _story(sheet: QuoteSheet, pen: Pen) -> list[Flowable]:
    """The whole sheet from the letterhead down."""
    gap = Spacer(1, 8)
    days = [(CARE_DAY, [pen.fr(day_text(sheet.care_day))]), (DAY, [pen.fr(day_text(sheet.day))])]
    return [
        letterhead(pen, sheet.head, _SHEET.width),
        gap,
        title_band(pen, TITLE, _SHEET.width),
        *([number_band(pen, sheet.number, _SHEET.width)] if sheet.number else []),
        gap,
        _headline(sheet, pen),
        gap,
        labelled(pen, [*party_rows(pen, sheet.party), form_row(pen, sheet.form), *days], _SHEET.width),
        Spacer(1, 8),
        _lines(sheet, pen),
        Spacer(1, 8),
        seven_amounts(pen, sheet.quote, _SHEET.width),
        gap,
        *_notes(sheet, pen),
        Spacer(1, 8),
        *([_sources(sheet.sources, pen)] if sheet.sources else []),
    ]


def _headline(sheet: QuoteSheet, pen: Pen) -> Table:
    """The one figure that matters, and what it is not."""
    estimated = estimate_text(
        sheet.quote.estimated if sheet.quote.lines else None,
        floor=sheet.quote.partial,
    )
    return framed(
        [
            pen.both(EXPECTED, 7.5, colour=QUIET),
            pen.both(estimated, 16, bold=True),
            pen.both(NO_DECISION, 9, bold=True, colour=AMBER),
        ],
        _SHEET.width,
        AMBER,
    )


def _lines(sheet: QuoteSheet, pen: Pen) -> Table:
    """The lines; where one cannot be computed, the reason stands in place of its amounts."""
    titled = heading(pen, LINES, _SHEET.width)
    empty = [""] * (len(COLUMNS) - 1)
    heads: list[object] = [column_head(pen, title, "right" if at else "left") for at, title in enumerate(COLUMNS)]
    rows: list[list[object]] = [[titled, *empty], heads]
    spans: list[tuple[object, ...]] = []
    for line in sheet.lines:
        if line.quote.amo is None:
            spans.append(("SPAN", (2, len(rows)), (7, len(rows))))
            spans.append(("LEFTPADDING", (2, len(rows)), (2, len(rows)), _GAP))
        rows.append(_line(pen, line))
    return grid(
        rows,
        _WIDTHS,
        below(),
        *padding(2.4, 2.8),
        ("SPAN", (0, 0), (-1, 0)),
        ("LINEBELOW", (0, 0), (-1, 0), 0.9, ACCENT),
        ("BACKGROUND", (0, 1), (-1, 1), TINT),
        ("LEFTPADDING", (1, 1), (-1, -1), _AIR),
        *spans,
        repeat=2,
    )


def _line(pen: Pen, line: QuoteSheetLine) -> list[object]:
    quote = line.quote
    cited = pen.fr(", ".join(str(number) for number in line.sources), 6, colour=QUIET, align="right")
    if quote.amo is None:
        words = apart(pen.both(because(REASONS.get(quote.reason)), 6.6, colour=AMBER), 5 * _FIGURE + _RATE - _GAP)
        return [_named(pen, line), figure(pen, quote.billed), words, *[""] * 5, cited]
    unknown = quote.billed is None or quote.complement is None
    left = None if unknown else (quote.billed or 0) - quote.amo - (quote.complement or 0)
    rate = NONE if quote.rate is None else f"{_number(quote)} %"
    return [
        _named(pen, line),
        figure(pen, quote.billed),
        figure(pen, quote.tnr),
        figure(pen, quote.base),
        pen.fr(rate, 7, align="right"),
        figure(pen, quote.amo),
        figure(pen, quote.complement),
        figure(pen, left),
        cited,
    ]


def _number(quote: QuoteLine) -> str:
    rate = f"{(quote.rate or 0) * 100:f}"
    return (rate.rstrip("0").rstrip(".") if "." in rate else rate).replace(".", ",")


def _named(pen: Pen, line: QuoteSheetLine) -> list[Words]:
    """The name of a line in both languages, its code and quantity, and why it counts for less."""
    times = f"{line.quantity} ×" if line.quantity > 1 else ""
    words = [pen.fr(" ".join(filter(None, (times, line.quote.code, line.label.fr))), 7.2)]
    if line.label.ar:
        words.append(pen.ar(line.label.ar, 7.2))
    note = NOTES.get(line.quote.note)
    if note is not None:
        words += [pen.fr(note.fr, 6.3, colour=AMBER), pen.ar(note.ar, 6.3, colour=AMBER)]
    return words


def _notes(sheet: QuoteSheet, pen: Pen) -> list[Flowable]:
    """Who decides, who pays next, what is left out and what is not sure."""
    said = [filled(DECIDED, payer=sheet.payer)]
    if sheet.payer_next is not None:
        payer, day = sheet.payer_next
        said.append(filled(NEXT_PAYER, payer=payer, day=day_text(day)))
    if sheet.quote.uncounted and sheet.quote.estimated is not None:
        said.append(PARTIAL)
    if any(not cited.source.confirmed for cited in sheet.sources):
        said.append(DOUBTFUL)
    return [side_by_side(pen, text, _SHEET.width) for text in said]


def _sources(sources: Sequence[QuoteSheetSource], pen: Pen) -> Table:
    """Every value under its number, with its text, its grade and its days, in small print."""
    heading = apart(pen.both(SOURCES, 8, bold=True, colour=ACCENT), _SHEET.width)
    value, name = 20 * mm, 58 * mm
    widths = [8 * mm, name, value, _SHEET.width - 8 * mm - name - value]
    rows: list[list[object]] = [[heading, "", "", ""]]
    for cited in sources:
        mark = "" if cited.source.confirmed else "\u00a0*"
        rows.append(
            [
                pen.fr(str(cited.number), 6, colour=QUIET),
                [pen.fr(cited.name.fr, 6), *([pen.ar(cited.name.ar, 6.2)] if cited.name.ar else [])],
                pen.fr(f"{cited.value}{mark}", 6.2, bold=True, align="right"),
                _origin(pen, cited),
            ]
        )
    return grid(
        rows,
        widths,
        below(),
        *padding(1.6, 2),
        ("SPAN", (0, 0), (-1, 0)),
        ("LINEBELOW", (0, 0), (-1, 0), 0.9, ACCENT),
        ("LEFTPADDING", (3, 1), (3, -1), 3 * _AIR),
        repeat=1,
    )


def _origin(pen: Pen, cited: QuoteSheetSource) -> list[Words]:
    source = cited.source
    grade = GRADES[source.grade]
    doubt = Text(fr="", ar="") if source.confirmed else Text(fr=f", {TO_CONFIRM.fr}", ar=f"، {TO_CONFIRM.ar}")
    since, checked = filled(SINCE, day=day_text(source.since)), filled(CHECKED, day=day_text(source.checked_on))
    colour = QUIET if source.confirmed else AMBER
    words = [pen.fr(" – ".join(filter(None, (source.title, source.href))), 6)]
    words.append(pen.fr(f"{grade.fr}{doubt.fr} · {since.fr} · {checked.fr}", 5.8, colour=colour))
    words.append(pen.ar(f"{grade.ar}{doubt.ar} · {since.ar} · {checked.ar}", 6, colour=colour))
    return words
