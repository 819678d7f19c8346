"""What the papers share: letterhead, number, who it is about, what matters most, the foot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from reportlab.lib.colors import Color
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Table

from amo_desk.documents.paper import (
    ACCENT,
    AMBER,
    HAIRLINE,
    NONE,
    QUIET,
    TINT,
    Pen,
    Sheet,
    Words,
    apart,
    barcode,
    below,
    filled,
    grid,
    padding,
    qr_code,
    stack,
)
from amo_desk.domain.papers import Letterhead, Party
from amo_desk.domain.sources import Text

Fact: TypeAlias = tuple[Text, Sequence[Words]]
Facts: TypeAlias = Sequence[Fact]

STATION = Text(fr="Guichet {station}", ar="الشباك {station}")
AGENT = Text(fr="Agent : {agent}", ar="العون: {agent}")
NUMBER = Text(fr="N° de dossier", ar="رقم الملف")
FORM = Text(fr="Type de dossier", ar="نوع الملف")
INSURED = Text(fr="Assuré", ar="المؤمن له")
IMMATRICULATION = Text(fr="Immatriculation", ar="رقم التسجيل")
AFFILIATION = Text(fr="Affiliation", ar="رقم الانخراط")
BENEFICIARY = Text(fr="Bénéficiaire", ar="المستفيد")
RELATION = Text(fr="Lien", ar="صلة القرابة")
PRACTITIONER = Text(fr="Praticien", ar="الطبيب المعالج")
INPE = Text(fr="INPE", ar="رقم INPE")
BIRTH = Text(fr="Né(e) le", ar="تاريخ الازدياد")
AGREEMENT = Text(fr="Accord préalable", ar="الموافقة المسبقة")
ACT = Text(fr="Acte", ar="العمل الطبي")
PAGE = Text(fr="Page {page} / {pages}", ar="صفحة {page} من {pages}")
DAY = Text(fr="Établi le", ar="حرر بتاريخ")
CARE_DAY = Text(fr="Date des soins", ar="تاريخ العلاج")

_CODES = 78 * mm
_QR = 21 * mm
_PAGE, _FOOT_AIR = 30 * mm, 3 * mm
BETWEEN = 6 * mm
BOX_AIR = 6.0
_FRAME_AIR = 9.0


def letterhead(pen: Pen, head: Letterhead, width: float, badges: Iterable[Flowable] = ()) -> Table:
    """Who hands the paper over, in both languages, and the badges between; a rule below."""
    office = head.office
    phone = office.phone.replace(" ", "\u00a0")
    place = " · ".join(part for part in (office.name, office.address, phone) if part)
    counter = [filled(said, station=office.station, agent=head.agent) for said in (STATION, AGENT)]
    left = [
        pen.fr(head.mutuelle.fr, 9.5, bold=True, colour=ACCENT),
        pen.fr(place, 6.5, colour=QUIET),
        pen.fr(" · ".join(said.fr for said in counter), 6.5, colour=QUIET),
    ]
    right = [
        pen.ar(head.mutuelle.ar, 10.5, bold=True, colour=ACCENT),
        pen.ar(" · ".join(said.ar for said in counter), 6.5, colour=QUIET),
    ]
    between = list(badges)
    middle, air = (52 * mm, 3 * mm) if between else (0.0, 2 * mm)
    share = (width - middle - 2 * air) / 2
    return grid(
        [[left, "", between, "", right]],
        [share, air, middle, air, share],
        below(ACCENT, 1.2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4 * pen.scale),
    )


def page_foot(pen: Pen, sheet: Sheet, centre: Callable[[], Words]) -> Callable[[Canvas, int, int], None]:
    """The foot of every page: a rule, its number in both languages and some words between."""

    def foot(canvas: Canvas, page: int, pages: int) -> None:
        top = sheet.bottom - _FOOT_AIR
        canvas.setStrokeColor(HAIRLINE)
        canvas.setLineWidth(0.5)
        canvas.line(sheet.side, top, sheet.size[0] - sheet.side, top)
        fr, ar = pen.both(filled(PAGE, page=page, pages=pages), 6.5, colour=QUIET)
        row = grid([[fr, centre(), ar]], [_PAGE, sheet.width - 2 * _PAGE, _PAGE])
        stack(canvas, [row], sheet.side, top - mm, sheet.width)

    return foot


def heading(pen: Pen, title: Text, width: float, size: float = 9) -> Table:
    """The title of a part in both languages."""
    return apart(pen.both(title, size, bold=True, colour=ACCENT), width)


def framed(lines: Iterable[tuple[Words, Words]], width: float, colour: Color) -> Table:
    """What matters most on a paper, line by line in a frame."""
    room = width - 2 * _FRAME_AIR
    return grid(
        [[apart(line, room)] for line in lines],
        [width],
        ("BACKGROUND", (0, 0), (-1, -1), TINT),
        ("BOX", (0, 0), (-1, -1), 0.9, colour),
        ("LEFTPADDING", (0, 0), (-1, -1), _FRAME_AIR),
        ("RIGHTPADDING", (0, 0), (-1, -1), _FRAME_AIR),
        ("TOPPADDING", (0, 0), (-1, 0), 6),
        ("BOTTOMPADDING", (0, -1), (-1, -1), 7),
    )


def labelled_figure(pen: Pen, label: Text, value: Text, width: float, note: Text | None = None) -> Table:
    """A label above its value, French at the left and Arabic at the right, with a note below."""
    lines = [pen.both(label, 6.5, colour=QUIET), pen.both(value, 9.5, bold=True)]
    if note:
        lines.append(pen.both(note, 6.5, colour=AMBER))
    return grid([[apart(line, width)] for line in lines], [width])


def figure_boxes(pen: Pen, rows: Sequence[Sequence[Flowable]], widths: Sequence[float]) -> Table:
    """Figures with their labels, each in its box."""
    return grid(
        rows,
        widths,
        ("BACKGROUND", (0, 0), (-1, -1), TINT),
        ("BOX", (0, 0), (-1, -1), 0.5, HAIRLINE),
        ("INNERGRID", (0, 0), (-1, -1), 0.5, HAIRLINE),
        ("LEFTPADDING", (0, 0), (-1, -1), BOX_AIR),
        ("RIGHTPADDING", (0, 0), (-1, -1), BOX_AIR),
        *padding(3 * pen.scale, 4 * pen.scale),
    )


def side_by_side(pen: Pen, text: Text, width: float, size: float = 7, colour: Color = QUIET) -> Table:
    """A sentence in French at the left and in Arabic at the right, wrapping in its own half."""
    half = (width - BETWEEN) / 2
    fr, ar = pen.both(text, size, colour=colour)
    return grid([[fr, "", ar]], [half, BETWEEN, half], *padding(0, 1.5))


def title_band(pen: Pen, title: Text, width: float) -> Table:
    """The title of the paper in both languages."""
    return apart(pen.both(title, 14, bold=True, colour=ACCENT), width)


def number_band(pen: Pen, number: str, width: float, title: Text | None = None) -> Table:
    """The number in large, below the title where there is room for it, then the number for machines."""
    left = width - _CODES
    large = pen.fr(number, 17, bold=True)
    large.whole = True
    words: list[Flowable] = [apart(pen.both(NUMBER, 6.5, colour=QUIET), left), large]
    if title:
        words.insert(0, title_band(pen, title, left))
    return grid(
        [[words, barcode(number), qr_code(number, _QR)]],
        [left, _CODES - _QR, _QR],
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("ALIGN", (1, 0), (1, 0), "CENTER"),
        ("ALIGN", (2, 0), (2, 0), "RIGHT"),
        # The margin of the page is quiet zone enough: the ink ends where the text does.
        ("RIGHTPADDING", (2, 0), (2, 0), -_QR * 4 / 29),
    )


def beside(words: Words, size: float) -> Words:
    """Words set on the baseline of larger ones in the same row."""
    words.beside = size
    return words


def labelled(pen: Pen, rows: Facts, width: float) -> Table:
    """Rows of a French label, values one below the other and the Arabic label."""
    return grid(
        [
            [
                beside(pen.fr(label.fr, 6.5, colour=QUIET), values[0].size),
                list(values),
                beside(pen.ar(label.ar, 7, colour=QUIET), values[0].size),
            ]
            for label, values in rows
        ],
        [24 * mm, width - 44 * mm, 20 * mm],
        below(),
        *padding(1.8 * pen.scale, 2.2 * pen.scale),
    )


def facts(pen: Pen, left: Facts, right: Facts, width: float) -> Table:
    """Two columns of labelled rows: who it is about, and what it is about."""
    half = (width - BETWEEN) / 2
    return grid([[labelled(pen, left, half), "", labelled(pen, right, half)]], [half, BETWEEN, half])


def fact(pen: Pen, label: Text, value: str, *, bold: bool = False) -> Fact:
    """A labelled value that reads the same in both languages."""
    return (label, [pen.fr(value or NONE, bold=bold)])


def bilingual(pen: Pen, label: Text, value: Text) -> Fact:
    """A labelled value in French, then in Arabic."""
    return (label, [pen.fr(value.fr), *([pen.ar(value.ar, align="left")] if value.ar else [])])


def practitioner_rows(pen: Pen, name: str, inpe: str) -> list[Fact]:
    """Who treats: name and national number."""
    return [fact(pen, PRACTITIONER, name, bold=True), fact(pen, INPE, inpe)]


def party_rows(pen: Pen, party: Party) -> list[Fact]:
    """The member and the beneficiary, Latin then Arabic."""
    return [
        (INSURED, _person(pen, party.insured, party.insured_arabic)),
        (IMMATRICULATION, [pen.fr(party.immatriculation or NONE, 8, bold=True)]),
        (AFFILIATION, [pen.fr(party.affiliation or NONE, 8)]),
        (BENEFICIARY, _person(pen, party.beneficiary, party.beneficiary_arabic)),
        (RELATION, [_inline(pen, party.relation)]),
    ]


def form_row(pen: Pen, form: Text) -> Fact:
    """What kind of dossier it is, in both languages."""
    return bilingual(pen, FORM, form)


def _person(pen: Pen, latin: str, arabic: str) -> list[Words]:
    """A name as it is written in each script."""
    names = [pen.fr(latin or NONE, 8, bold=True)]
    return [*names, pen.ar(arabic, 8.5, align="left")] if arabic else names


def _inline(pen: Pen, text: Text) -> Words:
    """A short bilingual value on one line."""
    return pen.fr(f"{text.fr} · {text.ar}" if text.ar else text.fr, 8)
