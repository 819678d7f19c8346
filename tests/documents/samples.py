"""Invented people and dossiers for the papers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

from amo_desk.domain.findings import Quote, QuoteLine
from amo_desk.domain.lot import Lot, LotLine
from amo_desk.domain.numbers import paper_number
from amo_desk.domain.office import Office
from amo_desk.domain.papers import (
    BatchSlip,
    DentalSheetLine,
    Letterhead,
    MissingSlip,
    PaperPiece,
    Party,
    QuoteSheet,
    QuoteSheetLine,
    QuoteSheetSource,
    Receipt,
)
from amo_desk.domain.sources import Grade, Source, Text

MOROCCO = timezone(timedelta(hours=1))
OFFICE = Office(
    mutuelle="EXEMPLE",
    name="Section de Meknès",
    code="014",
    station="03",
    phone="05 00 00 00 00",
    address="12, rue de l'Exemple",
)
HEAD = Letterhead(
    mutuelle=Text(fr="Mutuelle d'exemple des administrations publiques", ar="تعاضدية نموذجية للإدارات العمومية"),
    office=OFFICE,
    agent="S. Exemple",
)
PARTY = Party(
    insured="EL EXEMPLI Amina",
    insured_arabic="أمينة المثالي",
    beneficiary="EL EXEMPLI Youssef",
    beneficiary_arabic="يوسف المثالي",
    relation=Text(fr="Enfant", ar="ابن"),
    immatriculation="0012345678",
    affiliation="004512",
)
FORM = Text(fr="Soins dentaires", ar="علاجات الأسنان")
PIECES = (
    PaperPiece(label=Text(fr="Feuille de soins", ar="ورقة العلاجات")),
    PaperPiece(
        label=Text(fr="Facture du praticien", ar="فاتورة الطبيب المعالج"),
        missing=(
            Text(fr="cachet et signature", ar="الختم والتوقيع"),
            Text(fr="INPE", ar="الرقم الوطني للمهني"),
        ),
    ),
    PaperPiece(label=Text(fr="Radiographie panoramique avant et après les soins", ar="صورة إشعاعية قبل العلاج وبعده")),
    PaperPiece(label=Text(fr="Ordonnance originale", ar="الوصفة الطبية الأصلية")),
    PaperPiece(label=Text(fr="Emballage portant le code à barres", ar="علبة الدواء الحاملة للرمز الشريطي")),
)
RESERVE = Text(
    fr="La facture ne porte pas le cachet du praticien.",
    ar="الفاتورة لا تحمل ختم الطبيب المعالج.",
)
RECEIPT = Receipt(
    head=HEAD,
    party=PARTY,
    number=paper_number("D", "014", "03", 2026, 127),
    form=FORM,
    received_at=datetime(2026, 11, 23, 10, 42, tzinfo=MOROCCO),
    care_day=date(2026, 11, 5),
    pieces=PIECES,
    reserves=(RESERVE,),
    declared=123450,
    estimated=98760,
    partial=False,
    unconfirmed=False,
    complement_day=date(2027, 1, 4),
    payer="CNOPS",
)
PLAIN_RECEIPT = replace(
    RECEIPT,
    pieces=tuple(replace(piece, missing=()) for piece in PIECES[:2]),
    reserves=(),
    complement_day=None,
)
FULL_RECEIPT = replace(
    RECEIPT,
    pieces=tuple(PIECES[index % len(PIECES)] for index in range(14)),
    reserves=tuple(
        Text(
            fr=f"Réserve {index} : la date de l'acte diffère de celle de la facture et doit être confirmée.",
            ar=f"تحفظ {index}: تاريخ العمل الطبي يخالف تاريخ الفاتورة ويتعين تأكيده.",
        )
        for index in range(1, 7)
    ),
    partial=True,
    unconfirmed=True,
)
MISSING = MissingSlip(
    head=HEAD,
    party=PARTY,
    number=RECEIPT.number,
    form=FORM,
    day=date(2026, 11, 23),
    missing=PIECES[1:4],
    reasons=(RESERVE,),
    advice=(
        Text(
            fr="Demandez au praticien un duplicata signé : une photocopie n'est pas acceptée.",
            ar="اطلبوا من الطبيب نظيرا موقعا: لا تقبل النسخ المصورة.",
        ),
    ),
    last_day=date(2027, 1, 4),
    receivable=True,
)


def line(index: int) -> LotLine:
    """One invented dossier of a lot; some hold lines that cannot be computed."""
    uncounted = 1 if index % 7 == 3 else 0
    known = index != 10
    return LotLine(
        number=paper_number("D", "014", "03", 2026, 100 + index),
        immatriculation=f"00{index:02d}45678",
        affiliation=f"0{index:04d}",
        insured=f"EL EXEMPLI-BENMODÈLE Fatima-Zahra {index}",
        beneficiary=f"EL EXEMPLI-BENMODÈLE Mohammed Amine {index}" if index % 3 else "",
        relation=("Assuré", "Conjoint", "Enfant")[index % 3],
        deposit_day=date(2026, 11, 1 + index % 23),
        care_day=date(2026, 10, 1 + index % 28) if index % 5 else None,
        pieces=2 + index % 4,
        billed=20_050 + 1_255 * index,
        base=17_500 if known else 0,
        amo=14_000 if known else 0,
        complement=3_500 if known else 0,
        uncounted=uncounted,
    )


LOT = Lot(
    id=UUID("0193aaaa-0000-7000-8000-000000000001"),
    number=paper_number("L", "014", "03", 2026, 12),
    form="dental",
    payer="CNOPS",
    closed_at=datetime(2026, 11, 23, 16, 5, tzinfo=MOROCCO),
    agent="S. Exemple",
    lines=tuple(line(index) for index in range(1, 31)),
    content_hash="9f2c" * 16,
)
SLIP = BatchSlip(head=HEAD, lot=LOT, form=FORM)


def quote_source(number: int, name: Text, value: str, grade: Grade) -> QuoteSheetSource:
    """A value with a source of some grade."""
    source = Source(
        title=f"Texte d'exemple n° {number}",
        href="https://exemple.invalid/texte",
        grade=grade,
        since=date(2006, 9, 1),
        checked_on=date(2026, 11, 23),
    )
    return QuoteSheetSource(number=number, name=name, value=value, source=source)


FILLING = QuoteLine(
    code="D702",
    billed=30_000,
    tnr=26_250,
    base=26_250,
    amo=21_000,
    complement=5_250,
    rate=Decimal("0.80"),
)
QUOTE_LINE = QuoteSheetLine(
    label=Text(fr="Obturation, cavité composée", ar="حشو سن، تجويف مركب"), quantity=1, quote=FILLING, sources=(1, 2)
)
UNKNOWN_LINE = QuoteSheetLine(
    label=Text(fr="Acte opératoire", ar="عمل جراحي"),
    quantity=1,
    quote=replace(
        FILLING, code="K30", tnr=None, base=None, amo=None, complement=None, rate=None, reason="act_no_tariff"
    ),
    sources=(),
)


def quote_of(*lines: QuoteSheetLine | DentalSheetLine) -> Quote:
    """The sums of some lines."""

    def added(name: str) -> int:
        return sum(getattr(line.quote, name) or 0 for line in lines)

    uncounted = sum(line.quote.amo is None for line in lines)
    return Quote(
        lines=tuple(line.quote for line in lines),
        billed=added("billed"),
        tnr=added("tnr"),
        base=added("base"),
        amo=added("amo"),
        complement=added("complement"),
        deductions=0,
        left=None if uncounted else added("billed") - added("amo") - added("complement"),
        uncounted=uncounted,
        rulebook="exemple",
    )


QUOTE_SHEET = QuoteSheet(
    head=HEAD,
    party=PARTY,
    number="",
    form=FORM,
    day=date(2026, 11, 23),
    care_day=date(2026, 11, 5),
    lines=(QUOTE_LINE,),
    quote=quote_of(QUOTE_LINE),
    sources=(
        quote_source(1, Text(fr="Valeur de la lettre-clé D", ar="قيمة الحرف المفتاح D"), "17,50 DH", Grade.OFFICIAL),
        quote_source(2, Text(fr="Complément de la mutuelle", ar="تكملة التعاضدية"), "20 %", Grade.MUTUELLE),
    ),
    payer="CNOPS",
)
