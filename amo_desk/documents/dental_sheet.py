"""The dental dossier on paper: the mouth, the acts with their amounts, and what has to be known about them."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table

from amo_desk.documents.amounts import (
    DOUBTFUL,
    EXPECTED,
    GRADES,
    NO_DECISION,
    NOT_COMPUTABLE_SHORT,
    NOTES,
    PARTIAL,
    REASONS,
    because,
    estimate_text,
    figure,
    seven_amounts,
)
from amo_desk.documents.fonts import Family
from amo_desk.documents.paper import (
    AMBER,
    NONE,
    Badge,
    Pen,
    Sheet,
    Words,
    apart,
    day_text,
    flowing_pdf,
    grid,
    padding,
)
from amo_desk.documents.parts import (
    ACT,
    AGREEMENT,
    CARE_DAY,
    DAY,
    fact,
    facts,
    form_row,
    heading,
    letterhead,
    number_band,
    page_foot,
    party_rows,
    practitioner_rows,
    side_by_side,
    title_band,
)
from amo_desk.documents.tables import Column, column_table, sentences
from amo_desk.documents.tooth_chart import MILK, PERMANENT, ToothChart, chart_legend, chart_title
from amo_desk.domain.papers import DentalSheet, DentalSheetLine
from amo_desk.domain.sources import Text
from amo_desk.domain.teeth import in_order, is_milk

TITLE = Text(fr="Fiche dentaire", ar="بطاقة علاج الأسنان")
DRAFT = Text(fr="BROUILLON", ar="مسودة")
CHART = Text(fr="État de la bouche", ar="حالة الفم")
ACTS = Text(fr="Actes", ar="الأعمال")
NO_ACT = Text(fr="Aucun acte n'est saisi.", ar="لم يدرج أي عمل.")
RESERVES = Text(fr="Réserves", ar="تحفظات")
SUMS = Text(fr="Montants du dossier, en dirhams", ar="مبالغ الملف بالدرهم")
SHORT = Text(fr="n. c. : non calculable.", ar="n.c : غير قابل للاحتساب.")
FREE_FEES = Text(
    fr="Praticien hors convention : honoraires libres ; le remboursement reste fondé sur le tarif de référence.",
    ar="طبيب غير منخرط في الاتفاقية: الأتعاب حرة، ويبقى التعويض على أساس التعريفة المرجعية.",
)
DOUBTED = Text(fr="À confirmer : {source}", ar="تحتاج إلى تأكيد: {source}")
_COLUMNS: tuple[Column, ...] = (
    (13, Text(fr="Dents", ar="الأسنان"), "left"),
    (0, ACT, "left"),
    (13, Text(fr="Faces", ar="الأوجه"), "left"),
    (17, Text(fr="Date", ar="التاريخ"), "left"),
    (23, Text(fr="Cotation", ar="الترميز"), "right"),
    (17, Text(fr="Tarif réf.", ar="التعريفة"), "right"),
    (17, Text(fr="Facturé", ar="المفوتر"), "right"),
    (17, Text(fr="Part AMO", ar="حصة التأمين"), "right"),
)

_SHEET = Sheet(size=A4, side=11 * mm, top=10 * mm, bottom=16 * mm)
# Two charts stand beside the acts on one page only when they are smaller.
_BOTH = 0.8


def dental_sheet_pdf(sheet: DentalSheet, family: Family) -> bytes:
    """The sheet, A4 portrait, over as many pages as it needs; every page says that it is an estimation."""
    pen = Pen.of(family)
    words = " · ".join(filter(None, (sheet.number, NO_DECISION.fr, NO_DECISION.ar)))
    foot = page_foot(pen, _SHEET, lambda: pen.fr(words, 6.5, bold=True, colour=AMBER, align="center"))
    return flowing_pdf(_SHEET, f"{TITLE.fr} {sheet.number}".strip(), lambda: _story(sheet, pen), foot)


def _story(sheet: DentalSheet, pen: Pen) -> list[Flowable]:
    """The whole sheet from the letterhead down."""
    width, gap = _SHEET.width, Spacer(1, 8)
    badges = [] if sheet.number else [Badge(pen, DRAFT, loud=True)]
    about = [
        form_row(pen, sheet.form),
        fact(pen, CARE_DAY, day_text(sheet.care_day)),
        *practitioner_rows(pen, sheet.practitioner, sheet.inpe),
        *([fact(pen, AGREEMENT, sheet.agreement, bold=True)] if sheet.agreement else []),
        fact(pen, DAY, day_text(sheet.day)),
    ]
    return [
        letterhead(pen, sheet.head, width, badges),
        gap,
        number_band(pen, sheet.number, width, TITLE) if sheet.number else title_band(pen, TITLE, width),
        gap,
        facts(pen, party_rows(pen, sheet.party), about, width),
        gap,
        *_charts(sheet, pen),
        _acts(sheet, pen),
        gap,
        KeepTogether(_sums(sheet, pen)),
        gap,
        *([sentences(pen, RESERVES, sheet.reserves, width), gap] if sheet.reserves else []),
        *(side_by_side(pen, note, width) for note in _notes(sheet)),
    ]


def _charts(sheet: DentalSheet, pen: Pen) -> Iterator[Flowable]:
    """The permanent teeth, the milk teeth, or both where both are used; then what the signs mean."""
    used = {mark.tooth for mark in sheet.mouth.marks} | sheet.mouth.absent
    used |= {tooth for line in sheet.lines for tooth in line.teeth}
    milk = sheet.milk or any(is_milk(tooth) for tooth in used)
    permanent = not sheet.milk or any(not is_milk(tooth) for tooth in used)
    yield heading(pen, CHART, _SHEET.width)
    width = _SHEET.width * (_BOTH if milk and permanent else 1)
    side = (_SHEET.width - width) / 2
    for wanted, kind, title in ((permanent, False, PERMANENT), (milk, True, MILK)):
        if wanted:
            chart: list[list[object]] = [[chart_title(pen, title, width)], [ToothChart(pen, sheet.mouth, milk=kind)]]
            yield grid([["", grid(chart, [width], *padding(2, 2)), ""]], [side, width, side])
    legend = chart_legend(pen, sheet.mouth, _SHEET.width)
    if legend is not None:
        yield Spacer(1, 2)
        yield legend
    yield Spacer(1, 6)


def _acts(sheet: DentalSheet, pen: Pen) -> Table:
    """The acts; where one cannot be computed, the reason stands below its name."""
    rows = [_act(pen, line) for line in sheet.lines]
    return column_table(pen, ACTS, _COLUMNS, rows, NO_ACT, _SHEET.width)


def _act(pen: Pen, line: DentalSheetLine) -> list[object]:
    quote = line.quote
    doubt = " *" if any(not rate.source.confirmed for rate in quote.details) else ""
    quotation = pen.fr(f"{line.quotation or NONE}{doubt}", 7.2, align="right")
    quotation.whole = True
    return [
        pen.fr(", ".join(str(tooth) for tooth in in_order(line.teeth)) or NONE, 7.2, bold=True),
        _named(pen, line),
        pen.fr(" ".join(line.faces) or NONE, 7.2),
        pen.fr(day_text(line.day), 7.2),
        quotation,
        figure(pen, quote.tnr, unknown=NOT_COMPUTABLE_SHORT),
        figure(pen, quote.billed),
        figure(pen, quote.amo, unknown=NOT_COMPUTABLE_SHORT, bold=True),
    ]


def _named(pen: Pen, line: DentalSheetLine) -> list[Words]:
    """The code and the name of an act in both languages, then every remark on it."""
    words = [pen.fr(f"{line.code} {line.label.fr}".strip(), 7.2)]
    if line.label.ar:
        words.append(pen.ar(line.label.ar, 7.2))
    for remark in _remarks(line):
        words.append(pen.fr(remark.fr, 6.3, colour=AMBER))
        if remark.ar:
            words.append(pen.ar(remark.ar, 6.3, colour=AMBER))
    return words


def _remarks(line: DentalSheetLine) -> Iterator[Text]:
    note = NOTES.get(line.quote.note)
    if note is not None and not (line.remark and note.fr in line.remark.fr):
        yield note
    if line.quote.amo is None:
        reason = REASONS.get(line.quote.reason)
        yield because(reason or line.remark)
        if reason is None or reason == line.remark:
            return
    if line.remark is not None:
        yield line.remark


def _sums(sheet: DentalSheet, pen: Pen) -> list[Flowable]:
    quote = sheet.quote
    expected = estimate_text(quote.estimated if quote.lines else None, floor=quote.partial)
    said = Text(fr=f"{EXPECTED.fr} : {expected.fr}", ar=f"{EXPECTED.ar}: {expected.ar}")
    return [
        heading(pen, SUMS, _SHEET.width),
        Spacer(1, 3),
        seven_amounts(pen, quote, _SHEET.width),
        Spacer(1, 4),
        apart(pen.both(said, 10, bold=True), _SHEET.width),
    ]


def _notes(sheet: DentalSheet) -> Iterator[Text]:
    """What has to be known about the amounts, in small print."""
    if sheet.free_fees:
        yield FREE_FEES
    if sheet.quote.uncounted:
        yield SHORT
        if sheet.quote.estimated is not None:
            yield PARTIAL
    doubts = sheet.quote.unconfirmed
    if doubts:
        yield DOUBTFUL
    for source in doubts:
        grade = GRADES[source.grade]
        yield Text(
            fr=DOUBTED.fr.format(source=f"{source.title} ({grade.fr})"),
            ar=DOUBTED.ar.format(source=f"{source.title} ({grade.ar})"),
        )
