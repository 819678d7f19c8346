"""What both papers of a prior agreement say: who asks, for what, from whom."""

from __future__ import annotations

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer, Table

from amo_desk.documents.paper import NONE, Pen, Sheet, day_text, dirhams
from amo_desk.documents.parts import (
    BIRTH,
    DAY,
    bilingual,
    fact,
    facts,
    letterhead,
    number_band,
    party_rows,
    practitioner_rows,
    title_band,
)
from amo_desk.documents.tables import coded_table
from amo_desk.domain.papers import AgreementPaper
from amo_desk.domain.sources import Text
from amo_desk.domain.teeth import in_order

DECIDED = Text(fr="Décision du {day}", ar="القرار بتاريخ {day}")
KIND = Text(fr="Objet", ar="الموضوع")
STAGE = Text(fr="Partie", ar="الجزء")
REQUESTED = Text(fr="Demandé le", ar="تاريخ الطلب")
TEETH = Text(fr="Dents", ar="الأسنان")
QUOTED = Text(fr="Montant du devis", ar="مبلغ التقدير")
ACTS = Text(fr="Actes demandés", ar="الأعمال المطلوبة")
REASONS = Text(fr="Motifs", ar="الأسباب")
NO_REASON = Text(fr="Aucun motif n'est enregistré.", ar="لم يسجل أي سبب.")

SHEET = Sheet(size=A4, side=14 * mm, top=12 * mm, bottom=16 * mm)
GAP = 9.0


def opening(pen: Pen, paper: AgreementPaper, title: Text) -> list[Flowable]:
    """From the letterhead to the title, with the number of the request where it has one."""
    number = paper.request_number
    return [
        letterhead(pen, paper.head, SHEET.width),
        Spacer(1, GAP),
        title_band(pen, title, SHEET.width),
        *([number_band(pen, number, SHEET.width)] if number else []),
        Spacer(1, GAP),
    ]


def agreement_facts(pen: Pen, paper: AgreementPaper) -> Table:
    """Who it is about at the left, what was asked for at the right."""
    quoted = QUOTED, [pen.fr(NONE if paper.quoted is None else dirhams(paper.quoted).fr, bold=True)]
    about = [
        bilingual(pen, KIND, paper.kind),
        *([bilingual(pen, STAGE, paper.stage)] if paper.stage else []),
        *practitioner_rows(pen, paper.practitioner, paper.inpe),
        *([fact(pen, TEETH, ", ".join(str(tooth) for tooth in in_order(paper.teeth)))] if paper.teeth else []),
        quoted,
        fact(pen, REQUESTED, day_text(paper.requested_on)),
        fact(pen, DAY, day_text(paper.day)),
    ]
    who = [*party_rows(pen, paper.party), fact(pen, BIRTH, day_text(paper.birth))]
    return facts(pen, who, about, SHEET.width)


def acts(pen: Pen, paper: AgreementPaper) -> list[Flowable]:
    """The acts asked for, nothing where none is named."""
    return [coded_table(pen, ACTS, paper.codes, SHEET.width), Spacer(1, GAP)] if paper.codes else []
