"""The papers of agreements, of a treatment and of a dental dossier, from the store to the words on their pages."""

from __future__ import annotations

import pytest
from documents.pages import says, words
from dossiers import receivable
from sqlalchemy import select
from treatments import DENTIST, deposited, granted, salma, wanted

from amo_desk.domain.errors import Refused
from amo_desk.store.schema import journal
from amo_desk.usecases import agreements, dental_papers, intake, odf, papers
from amo_desk.usecases.desk import Desk
from amo_desk.usecases.papers import Kind, Paper


def _says(paper: Paper, text: str) -> bool:
    return any(says(page, text) for page in words(paper.pdf))


def _issued(desk: Desk, paper: Paper) -> list[tuple[str, str]]:
    assert papers.issued(desk, paper) == paper
    with desk.store.reading() as connection:
        query = select(journal.c.noun, journal.c.event).where(journal.c.subject == str(paper.subject))
        return [(row.noun, row.event) for row in connection.execute(query.order_by(journal.c.seq))]


def test_the_summary_of_a_request_names_what_was_asked_and_the_dossier_that_asked(desk: Desk) -> None:
    request = deposited(desk, "odf_agreement", quoted_amount="2400000")
    summary = agreements.of_beneficiary(desk, request.beneficiary_id)[0]
    paper = dental_papers.agreement_summary(desk, summary.agreement)
    for word in ("Salma", request.number, "103458206"):
        assert _says(paper, word), word
    assert request.number not in paper.name
    assert _issued(desk, paper)[-1] == ("agreement", "summary_issued")


def test_a_refusal_says_why_and_only_a_refused_one_has_a_notice(desk: Desk) -> None:
    asked = agreements.ask(desk, wanted(desk))
    with pytest.raises(Refused):
        dental_papers.refusal_notice(desk, asked)
    refused = agreements.refuse(desk, asked, desk.today(), "Bilan sans céphalométrie")
    paper = dental_papers.refusal_notice(desk, refused)
    assert _says(paper, "Bilan sans céphalométrie")
    assert paper.kind is Kind.REFUSAL
    late = dental_papers.refusal_notice(desk, asked)
    assert _says(late, "Bilan sans céphalométrie"), "what was known before the answer is not printed"
    assert _issued(desk, paper)[-1] == ("agreement", "refusal_notice_issued")


def test_the_ledger_wants_a_treatment_and_names_its_orthodontist_and_its_payer(desk: Desk) -> None:
    granted(desk)
    family, child = salma(desk)
    with pytest.raises(Refused):
        dental_papers.odf_ledger(desk, odf.ledger(desk, family.id, child.id))
    odf.open_case(desk, family.id, child.id, DENTIST)
    deposited(desk)
    paper = dental_papers.odf_ledger(desk, odf.ledger(desk, family.id, child.id))
    for word in ("Salma", "00412377", "Lahbabi", "CNOPS"):
        assert _says(paper, word), word
    assert _issued(desk, paper)[-1] == ("odf", "ledger_issued")


def test_the_dental_sheet_shows_acts_quotations_and_what_blocks_them(desk: Desk) -> None:
    draft, content = receivable(desk, "dental_care")
    dossier = intake.receive(desk, draft, content)
    assert dossier.evaluation is not None
    paper = dental_papers.sheet_of(desk, dossier.id)
    for word in (dossier.number, "D702", "D 15 × 17,50"):
        assert _says(paper, word), word
    assert _issued(desk, paper)[-1] == ("dossier", "dental_sheet_issued")
