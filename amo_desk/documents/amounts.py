"""Amounts on paper: an estimation that promises no more than is known, why there is none, and the seven sums."""

from __future__ import annotations

from reportlab.lib.units import mm
from reportlab.platypus import Table

from amo_desk.documents.paper import (
    ACCENT,
    NONE,
    TINT,
    Pen,
    Words,
    below,
    dirhams,
    grid,
    padding,
)
from amo_desk.domain.findings import Quote
from amo_desk.domain.money import Centimes, amount_text
from amo_desk.domain.sources import Grade, Text

NO_DECISION = Text(fr="Estimation, ne vaut pas décision", ar="تقدير لا يعد قرارا")
EXPECTED = Text(fr="Remboursement estimé", ar="التعويض المقدر")
AT_LEAST = Text(fr="au moins {amount}", ar="{amount} على الأقل")
NOT_COMPUTABLE = Text(fr="non calculable", ar="غير قابل للاحتساب")
NOT_COMPUTABLE_SHORT = "n. c."
BECAUSE = Text(fr="non calculable : {reason}", ar="غير قابل للاحتساب: {reason}")
TO_CONFIRM = Text(fr="à confirmer", ar="تحتاج إلى تأكيد")
PARTIAL = Text(
    fr="Certaines lignes ne sont pas calculables : les montants marqués ≥ ne comptent que les autres.",
    ar="بعض الأسطر غير قابلة للاحتساب: المبالغ المسبوقة بعلامة ≥ تخص الأسطر الأخرى فقط.",
)
DOUBTFUL = Text(
    fr="* Valeur à confirmer : sa source n'est pas un texte officiel.",
    ar="* قيمة تحتاج إلى تأكيد: مصدرها ليس نصا رسميا.",
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

_SIDE = 58 * mm


def estimate_text(amount: Centimes | None, *, floor: bool) -> Text:
    """An estimated amount in words: at least so much where it leaves something out."""
    if amount is None:
        return NOT_COMPUTABLE
    said = dirhams(amount)
    if not floor:
        return said
    return Text(fr=AT_LEAST.fr.format(amount=said.fr), ar=AT_LEAST.ar.format(amount=said.ar))


def because(reason: Text | None) -> Text:
    """That there is no amount, and why where it is known."""
    if reason is None:
        return NOT_COMPUTABLE
    return Text(fr=BECAUSE.fr.format(reason=reason.fr), ar=BECAUSE.ar.format(reason=reason.ar))


def figure(pen: Pen, amount: Centimes | None, size: float = 7.2, *, unknown: str = NONE, bold: bool = False) -> Words:
    """An amount at the right of its column, on one line."""
    words = pen.fr(unknown if amount is None else amount_text(amount), size, bold=bold, align="right")
    words.whole = True
    return words


def seven_amounts(pen: Pen, quote: Quote, width: float) -> Table:
    """The seven amounts; over the lines that can be computed where others cannot."""
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
    for at, (name, said) in enumerate(zip(AMOUNTS, figures, strict=True)):
        last = at == len(AMOUNTS) - 1
        fr, ar = pen.both(name, 8, bold=last)
        rows.append([fr, pen.fr(said, 8.5, bold=last, align="center"), ar])
    return grid(
        rows,
        [_SIDE, width - 2 * _SIDE, _SIDE],
        below(),
        *padding(2.2, 2.6),
        ("BACKGROUND", (0, len(rows) - 1), (-1, -1), TINT),
        ("LINEABOVE", (0, 0), (-1, 0), 0.9, ACCENT),
    )
