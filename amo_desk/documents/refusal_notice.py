"""The refusal of a prior agreement: its reasons, and what the member can do."""

from __future__ import annotations

from reportlab.platypus import Flowable, KeepTogether, Spacer

from amo_desk.documents.agreement_parts import (
    DECIDED,
    GAP,
    NO_REASON,
    REASONS,
    SHEET,
    acts,
    agreement_facts,
    opening,
)
from amo_desk.documents.fonts import Family
from amo_desk.documents.paper import QUIET, RED, Pen, day_text, filled, flowing_pdf
from amo_desk.documents.parts import framed, page_foot
from amo_desk.documents.tables import piece_table, sentences
from amo_desk.domain.papers import AgreementPaper
from amo_desk.domain.sources import Text

TITLE = Text(fr="Refus d'accord préalable", ar="رفض الموافقة المسبقة")
REFUSED = Text(fr="Votre demande est refusée", ar="تم رفض طلبكم")
REQUESTED_ON = Text(fr="Demande du {day}", ar="الطلب بتاريخ {day}")
LACKING = Text(fr="Ce qui manque sur les pièces remises", ar="ما ينقص في الوثائق المودعة")
NEXT = Text(fr="Ce que vous pouvez faire", ar="ما يمكنكم القيام به")
STEPS = (
    Text(fr="Lisez les motifs ci-dessus avec votre praticien.", ar="اطلعوا على الأسباب أعلاه مع طبيبكم."),
    Text(
        fr="Complétez ou corrigez la demande, puis déposez-en une nouvelle au guichet avec les pièces.",
        ar="استكملوا الطلب أو صححوه، ثم أودعوا طلبا جديدا بالشباك مع الوثائق.",
    ),
    Text(
        fr="Conservez cette notice et présentez-la avec la nouvelle demande.",
        ar="احتفظوا بهذا الإشعار وقدموه مع الطلب الجديد.",
    ),
)


def refusal_notice_pdf(paper: AgreementPaper, family: Family) -> bytes:
    """The notice, A4 portrait, over as many pages as it needs."""
    pen = Pen.of(family)
    foot = page_foot(pen, SHEET, lambda: pen.fr(paper.request_number, 6.5, colour=QUIET, align="center"))
    return flowing_pdf(SHEET, f"{TITLE.fr} {paper.request_number}".strip(), lambda: _story(paper, pen), foot)


def _story(paper: AgreementPaper, pen: Pen) -> list[Flowable]:
    """The whole notice from the letterhead down."""
    width, gap = SHEET.width, Spacer(1, GAP)
    verdict = [pen.both(REFUSED, 12, bold=True, colour=RED)]
    if paper.decided_on:
        verdict.append(pen.both(filled(DECIDED, day=day_text(paper.decided_on)), 9))
    verdict.append(pen.both(filled(REQUESTED_ON, day=day_text(paper.requested_on)), 9))
    lacking = [piece for piece in paper.pieces if piece.missing]
    return [
        *opening(pen, paper, TITLE),
        framed(verdict, width, RED),
        gap,
        agreement_facts(pen, paper),
        gap,
        sentences(pen, REASONS, paper.reasons or [NO_REASON], width),
        gap,
        *([piece_table(pen, LACKING, lacking, lambda _: pen.fr("•"), width), gap] if lacking else []),
        *acts(pen, paper),
        KeepTogether(sentences(pen, NEXT, STEPS, width)),
    ]
