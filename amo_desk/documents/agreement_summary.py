"""The request for a prior agreement summed up: who asks for what, what was handed over, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.lib.colors import Color
from reportlab.platypus import Flowable, Spacer, Table

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
from amo_desk.documents.paper import ACCENT, AMBER, QUIET, RED, Pen, Words, day_text, filled, flowing_pdf
from amo_desk.documents.parts import framed, page_foot
from amo_desk.documents.tables import piece_table, sentences
from amo_desk.domain.agreements import AgreementState
from amo_desk.domain.papers import AgreementPaper
from amo_desk.domain.sources import Text

TITLE = Text(fr="Demande d'accord préalable", ar="طلب الموافقة المسبقة")
STATES = {
    AgreementState.REQUESTED: Text(fr="Demandé, décision attendue", ar="مطلوب، في انتظار القرار"),
    AgreementState.GRANTED: Text(fr="Accord donné", ar="تمت الموافقة"),
    AgreementState.REFUSED: Text(fr="Accord refusé", ar="رفضت الموافقة"),
    AgreementState.VOID: Text(fr="Accord caduc", ar="موافقة لاغية"),
    AgreementState.USED: Text(fr="Accord donné et utilisé", ar="تمت الموافقة واستعملت"),
}
COLOURS: dict[AgreementState, Color] = {
    AgreementState.REQUESTED: AMBER,
    AgreementState.GRANTED: ACCENT,
    AgreementState.REFUSED: RED,
    AgreementState.VOID: RED,
    AgreementState.USED: ACCENT,
}
NUMBER = Text(fr="N° d'accord", ar="رقم الموافقة")
LAPSES = Text(fr="Sans début avant le {day}, il devient caduc.", ar="تصبح لاغية إذا لم يبدأ العلاج قبل {day}.")
LAPSED = Text(fr="Caduc depuis le {day}, faute de début.", ar="لاغية منذ {day} لعدم بدء العلاج.")
NO_DECISION = Text(fr="Ce document ne vaut pas accord.", ar="لا تعد هذه الوثيقة موافقة.")
PIECES = Text(fr="Pièces remises", ar="الوثائق المودعة")
NO_PIECE = Text(fr="Aucune pièce n'est enregistrée.", ar="لم تسجل أي وثيقة.")
TO_COMPLETE = Text(
    fr="Des mentions manquent sur les pièces remises : la demande est à compléter.",
    ar="تنقص بيانات في الوثائق المودعة: يتعين استكمال الطلب.",
)


def agreement_summary_pdf(paper: AgreementPaper, family: Family) -> bytes:
    """The summary, A4 portrait, over as many pages as it needs."""
    pen = Pen.of(family)
    foot = page_foot(pen, SHEET, lambda: pen.fr(paper.request_number, 6.5, colour=QUIET, align="center"))
    return flowing_pdf(SHEET, f"{TITLE.fr} {paper.request_number}".strip(), lambda: _story(paper, pen), foot)


def _story(paper: AgreementPaper, pen: Pen) -> list[Flowable]:
    """The whole summary from the letterhead down."""
    width, gap = SHEET.width, Spacer(1, GAP)
    pieces: Table = (
        piece_table(pen, PIECES, paper.pieces, lambda index: pen.fr(str(index), 6.5, colour=QUIET), width)
        if paper.pieces
        else sentences(pen, PIECES, [NO_PIECE], width)
    )
    reasons = [sentences(pen, REASONS, paper.reasons or [NO_REASON], width), gap] if _ended(paper) else []
    return [
        *opening(pen, paper, TITLE),
        framed(_standing(paper, pen), width, COLOURS[paper.state]),
        gap,
        agreement_facts(pen, paper),
        gap,
        *acts(pen, paper),
        *reasons,
        pieces,
    ]


def _standing(paper: AgreementPaper, pen: Pen) -> Iterator[tuple[Words, Words]]:
    """Where the request stands, with what the member has to know of it."""
    yield pen.both(STATES[paper.state], 13, bold=True, colour=COLOURS[paper.state])
    if paper.number:
        yield pen.both(NUMBER, 7, colour=QUIET)
        yield pen.fr(paper.number, 12, bold=True), pen.fr(paper.number, 12, bold=True, align="right")
    if paper.decided_on:
        yield pen.both(filled(DECIDED, day=day_text(paper.decided_on)), 9)
    if paper.state is AgreementState.GRANTED and paper.lapses_on:
        yield pen.both(filled(LAPSES, day=day_text(paper.lapses_on)), 9, bold=True)
    if paper.state is AgreementState.VOID and paper.lapses_on and paper.lapses_on <= paper.day:
        yield pen.both(filled(LAPSED, day=day_text(paper.lapses_on)), 9, bold=True)
    if paper.state is AgreementState.REQUESTED:
        if any(piece.missing for piece in paper.pieces):
            yield pen.both(TO_COMPLETE, 8, colour=AMBER)
        yield pen.both(NO_DECISION, 8, colour=QUIET)


def _ended(paper: AgreementPaper) -> bool:
    """Whether reasons are due: of a refusal, or of an agreement that is void for one."""
    return paper.state is AgreementState.REFUSED or (paper.state is AgreementState.VOID and bool(paper.reasons))
