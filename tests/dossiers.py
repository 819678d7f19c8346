"""Receivable dossiers of invented people, for the tests that need some."""

from __future__ import annotations

from dataclasses import replace

from amo_desk.domain.dossier import Content, Dossier, Line
from amo_desk.usecases import intake, lookup
from amo_desk.usecases.desk import Desk

INPE = "100000016"
LINES = {
    "acts": Line(code="C", billed=15_000),
    "medicines": Line(code="6118000140213", billed=5_000),
    "dental": Line(code="D702", teeth=(16,), billed=30_000),
}


def received(desk: Desk, form: str = "consultation", care: str = "2026-11-20", billed: int | None = None) -> Dossier:
    """A received dossier of a form, with one line."""
    draft, content = receivable(desk, form, care, billed)
    return intake.receive(desk, draft, content)


def receivable(
    desk: Desk, form: str = "consultation", care: str = "2026-11-20", billed: int | None = None
) -> tuple[Dossier, Content]:
    """A draft and the content with which it may be received."""
    hit = lookup.find(desk, "a").people[0]
    edition = next(known for known in desk.rulebook.forms if known.id == form)
    draft = intake.begin(desk, hit.family_id, hit.person_id, edition)
    line = LINES[edition.lines]
    line = replace(line, billed=line.billed if billed is None else billed)
    fields = {
        **draft.content.fields,
        "care_date": care,
        "prescription_date": care,
        "prescriber_inpe": INPE,
        "executor_inpe": INPE,
        "declared_amount": str(line.billed),
        "boxes": "1",
    }
    content = Content(fields=fields, lines=(line,))
    evaluation = intake.judge(desk, draft, content, intake.known(desk, draft, content))
    pieces = {piece.id for piece in evaluation.pieces}
    mentions = {f"{piece.id}/{mention.id}" for piece in evaluation.pieces for mention in piece.mentions}
    return draft, content.with_ticks(frozenset(pieces | mentions), present=True)
