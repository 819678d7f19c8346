"""What the member may expect: each line with its amounts, the seven sums, and the source of every value."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Spacer, Table

from amo_desk.documents.fonts import Family
from amo_desk.documents.paper import (
    ACCENT,
    AMBER,
    HAIRLINE,
    INK,
    NONE,
    QUIET,
    TINT,
    Align,
    Pen,
    Sheet,
    Words,
    apart,
    below,
    day_text,
    dirhams,
    filled,
    flowing_pdf,
    grid,
    padding,
    stack,
)
from amo_desk.documents.parts import form_row, labelled, letterhead, number_band, party_rows, title_band
from amo_desk.domain.findings import QuoteLine
from amo_desk.domain.money import Centimes, amount_text
from amo_desk.domain.papers import QuoteSheet, QuoteSheetLine, QuoteSheetSource
from amo_desk.domain.sources import Grade, Text

TITLE = Text(fr="Estimation du remboursement", ar="تقدير مبلغ التعويض")
NO_DECISION = Text(fr="Estimation, ne vaut pas décision", ar="تقدير لا يعد قرارا")
EXPECTED = Text(fr="Remboursement estimé", ar="التعويض المقدر")
AT_LEAST = Text(fr="au moins {amount}", ar="{amount} على الأقل")
NOT_COMPUTABLE = Text(fr="non calculable", ar="غير قابل للاحتساب")
BECAUSE = Text(fr="non calculable : {reason}", ar="غير قابل للاحتساب: {reason}")
DAY = Text(fr="Établi le", ar="حرر بتاريخ")
CARE_DAY = Text(fr="Date des soins", ar="تاريخ العلاج")
LINES = Text(fr="Actes et produits", ar="الأعمال والمنتجات")
SOURCES = Text(fr="D'où viennent ces valeurs", ar="مصادر هذه القيم")
TO_CONFIRM = Text(fr="à confirmer", ar="تحتاج إلى تأكيد")
SINCE = Text(fr="depuis le {day}", ar="منذ {day}")
CHECKED = Text(fr="comparé à sa source le {day}", ar="قورن بمصدره في {day}")
PAGE = Text(fr="Page {page} / {pages}", ar="صفحة {page} من {pages}")
DECIDED = Text(
    fr="Le remboursement est décidé par l'organisme gestionnaire ({payer}) après examen du dossier.",
    ar="قرار التعويض يعود إلى الهيئة المكلفة بالتدبير ({payer}) بعد دراسة الملف.",
)
NEXT_PAYER = Text(
    fr="Organisme gestionnaire annoncé à partir du {day} : {payer}.",
    ar="الهيئة المدبرة المعلن عنها ابتداء من {day}: {payer}.",
)
PARTIAL = Text(
    fr="Certaines lignes ne sont pas calculables : les montants marqués ≥ ne comptent que les autres.",
    ar="بعض الأسطر غير قابلة للاحتساب: المبالغ المسبوقة بعلامة ≥ تخص الأسطر الأخرى فقط.",
)
DOUBTFUL = Text(
    fr="* Valeur à confirmer : sa source n'est pas un texte officiel.",
    ar="* قيمة تحتاج إلى تأكيد: مصدرها ليس نصا رسميا.",
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
AMOUNTS = (
    Text(fr="Facturé", ar="المبلغ المفوتر"),
    Text(fr="Tarif de référence", ar="التعريفة المرجعية"),
    Text(fr="Base retenue", ar="الأساس المعتمد"),
    Text(fr="Part AMO", ar="حصة التأمين الإجباري"),
    Text(fr="Complément mutuelle", ar="تكملة التعاضدية"),
    Text(fr="Autres déductions", ar="اقتطاعات أخرى"),
    Text(fr="Reste à l'assuré", ar="الباقي على المؤمن له"),
)
REASONS = {
    "care_date_missing": Text(fr="date des soins absente", ar="تاريخ العلاج غير مذكور"),
    "medicine_unknown": Text(fr="produit hors de la liste importée", ar="منتج غير وارد في اللائحة"),
    "medicine_no_base": Text(fr="la liste n'imprime pas de prix", ar="اللائحة لا تتضمن ثمنا"),
    "act_unknown": Text(fr="acte inconnu", ar="عمل غير معروف"),
    "act_no_tariff": Text(fr="tarif non trouvé", ar="لم يعثر على التعريفة"),
    "coefficient_missing": Text(fr="coefficient absent", ar="المعامل غير مذكور"),
    "nature_missing": Text(fr="nature des éléments du bridge à indiquer", ar="طبيعة عناصر الجسر غير مذكورة"),
    "line_amount_missing": Text(fr="montant payé absent", ar="المبلغ المؤدى غير مذكور"),
    "no_forfait": Text(fr="forfait non trouvé", ar="لم يعثر على المبلغ الجزافي"),
    "request": Text(fr="demande sans remboursement", ar="طلب دون تعويض"),
}
NOTES = {
    "session_part": Text(fr="acte suivant de la séance, compté en partie", ar="عمل لاحق في نفس الحصة، يحتسب جزئيا"),
    "session_following": Text(fr="acte suivant de la séance, non compté", ar="عمل لاحق في نفس الحصة، لا يحتسب"),
    "session_dearest": Text(fr="seul l'acte le plus cher est remboursé", ar="يعوض العمل الأعلى قيمة فقط"),
    "child_bonus": Text(fr="majoré : dent permanente d'un enfant", ar="زيادة: سن دائمة لطفل"),
    "excluded": Text(fr="jamais remboursable", ar="غير قابل للتعويض إطلاقا"),
}
GRADES = {
    Grade.OFFICIAL: Text(fr="officiel", ar="رسمي"),
    Grade.MUTUELLE: Text(fr="page de la mutuelle", ar="صفحة التعاضدية"),
    Grade.PRESS: Text(fr="presse", ar="الصحافة"),
    Grade.TRANSCRIPTION: Text(fr="transcription", ar="نقل عن نص"),
    Grade.UNCONFIRMED: Text(fr="non officiel", ar="غير رسمي"),
}

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

    def foot(canvas: Canvas, page: int, pages: int) -> None:
        canvas.setStrokeColor(HAIRLINE)
        canvas.setLineWidth(0.5)
        canvas.line(_SHEET.side, 13 * mm, _SHEET.size[0] - _SHEET.side, 13 * mm)
        numbers = pen.both(filled(PAGE, page=page, pages=pages), 6.5, colour=QUIET)
        words = f"{NO_DECISION.fr} · {NO_DECISION.ar}"
        centre = pen.fr(words, 6.5, bold=True, colour=AMBER, align="center")
        row = grid([[numbers[0], centre, numbers[1]]], [30 * mm, _SHEET.width - 60 * mm, 30 * mm])
        stack(canvas, [row], _SHEET.side, 12 * mm, _SHEET.width)

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
        _sums(sheet, pen),
        gap,
        *_notes(sheet, pen),
        Spacer(1, 8),
        *([_sources(sheet.sources, pen)] if sheet.sources else []),
    ]


def _headline(sheet: QuoteSheet, pen: Pen) -> Table:
    """The one figure that matters, and what it is not."""
    room = _SHEET.width - 20
    figure = pen.both(_expected(sheet), 16, bold=True)
    rows = [
        [apart(pen.both(EXPECTED, 7.5, colour=QUIET), room)],
        [apart(figure, room)],
        [apart(pen.both(NO_DECISION, 9, bold=True, colour=AMBER), room)],
    ]
    return grid(
        rows,
        [_SHEET.width],
        ("BACKGROUND", (0, 0), (-1, -1), TINT),
        ("BOX", (0, 0), (-1, -1), 0.9, AMBER),
        ("LEFTPADDING", (0, 0), (-1, -1), 10),
        ("RIGHTPADDING", (0, 0), (-1, -1), 10),
        ("TOPPADDING", (0, 0), (-1, 0), 6),
        ("BOTTOMPADDING", (0, -1), (-1, -1), 7),
    )


def _expected(sheet: QuoteSheet) -> Text:
    quote = sheet.quote
    if quote.estimated is None or not quote.lines:
        return NOT_COMPUTABLE
    amount = dirhams(quote.estimated)
    if not quote.partial:
        return amount
    return Text(fr=AT_LEAST.fr.format(amount=amount.fr), ar=AT_LEAST.ar.format(amount=amount.ar))


def _lines(sheet: QuoteSheet, pen: Pen) -> Table:
    """The lines; where one cannot be computed, the reason stands in place of its amounts."""
    heading = apart(pen.both(LINES, 9, bold=True, colour=ACCENT), _SHEET.width)
    empty = [""] * (len(COLUMNS) - 1)
    rows: list[list[object]] = [[heading, *empty], [_column(pen, title, at) for at, title in enumerate(COLUMNS)]]
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


def _column(pen: Pen, title: Text, at: int) -> list[Words]:
    side: Align = "right" if at else "left"
    words = [pen.fr(title.fr, 6.3, colour=QUIET, align=side), pen.ar(title.ar, 6.3, colour=QUIET, align=side)]
    for said in words:
        said.whole = True
    return words


def _line(pen: Pen, line: QuoteSheetLine) -> list[object]:
    quote = line.quote
    cited = pen.fr(", ".join(str(number) for number in line.sources), 6, colour=QUIET, align="right")
    if quote.amo is None:
        words = apart(pen.both(_reason(quote), 6.6, colour=AMBER), 5 * _FIGURE + _RATE - _GAP)
        return [_named(pen, line), _figure(pen, quote.billed), words, *[""] * 5, cited]
    unknown = quote.billed is None or quote.complement is None
    left = None if unknown else (quote.billed or 0) - quote.amo - (quote.complement or 0)
    rate = NONE if quote.rate is None else f"{_number(quote)} %"
    return [
        _named(pen, line),
        _figure(pen, quote.billed),
        _figure(pen, quote.tnr),
        _figure(pen, quote.base),
        pen.fr(rate, 7, align="right"),
        _figure(pen, quote.amo),
        _figure(pen, quote.complement),
        _figure(pen, left),
        cited,
    ]


def _reason(quote: QuoteLine) -> Text:
    reason = REASONS.get(quote.reason)
    if reason is None:
        return NOT_COMPUTABLE
    return Text(fr=BECAUSE.fr.format(reason=reason.fr), ar=BECAUSE.ar.format(reason=reason.ar))


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


def _figure(pen: Pen, amount: Centimes | None) -> Words:
    words = pen.fr(NONE if amount is None else amount_text(amount), 7.2, align="right")
    words.whole = True
    return words


def _sums(sheet: QuoteSheet, pen: Pen) -> Table:
    """The seven amounts; over the lines that can be computed where others cannot."""
    quote = sheet.quote
    known = bool(quote.lines) and quote.estimated is not None
    floor = "≥ " if quote.uncounted else ""
    unknown = f"{NOT_COMPUTABLE.fr} · {NOT_COMPUTABLE.ar}"

    def shown(amount: Centimes | None) -> str:
        return f"{floor}{amount_text(amount)}" if known and amount is not None else unknown

    figures = (
        amount_text(quote.billed),
        shown(quote.tnr),
        shown(quote.base),
        shown(quote.amo),
        shown(quote.complement),
        amount_text(quote.deductions),
        unknown if quote.left is None else amount_text(quote.left),
    )
    rows = []
    for at, (name, figure) in enumerate(zip(AMOUNTS, figures, strict=True)):
        last = at == len(AMOUNTS) - 1
        fr, ar = pen.both(name, 8, bold=last, colour=INK)
        rows.append([fr, pen.fr(figure, 8.5, bold=last, align="center"), ar])
    side = 58 * mm
    return grid(
        rows,
        [side, _SHEET.width - 2 * side, side],
        below(),
        *padding(2.2, 2.6),
        ("BACKGROUND", (0, len(rows) - 1), (-1, -1), TINT),
        ("LINEABOVE", (0, 0), (-1, 0), 0.9, ACCENT),
    )


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
    return [_sides(pen, text, 7) for text in said]


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


def _sides(pen: Pen, text: Text, size: float) -> Table:
    """A sentence in French at the left and in Arabic at the right, wrapping in its own half."""
    half = (_SHEET.width - 6 * mm) / 2
    fr, ar = pen.both(text, size, colour=QUIET)
    return grid([[fr, "", ar]], [half, 6 * mm, half], *padding(0, 1.5))
