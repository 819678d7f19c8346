"""The papers of a dossier: copies are counted, drafts have no receipt, and no file name tells a name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pypdfium2
import pytest
from dossiers import receivable, received

from amo_desk.domain.dossier import Dossier
from amo_desk.domain.errors import Refused
from amo_desk.store.schema import journal as journal_table
from amo_desk.usecases import accounts, intake, papers
from amo_desk.usecases.desk import Desk


def _text(pdf: bytes) -> str:
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        return " ".join(page.get_textpage().get_text_range() for page in document)


@pytest.fixture
def dossier(desk: Desk) -> Dossier:
    """A received dossier."""
    return received(desk)


def _issued(desk: Desk) -> Iterator[tuple[str, dict[str, object]]]:
    with desk.store.reading() as connection:
        rows = connection.execute(journal_table.select().order_by(journal_table.c.seq)).all()
    return ((row.event, row.details) for row in rows if row.event.endswith("_issued"))


def test_the_first_receipt_is_the_original_and_the_others_are_counted(desk: Desk, dossier: Dossier) -> None:
    number = dossier.number
    looked_at = papers.receipt(desk, dossier)
    assert papers.receipt(desk, dossier) == looked_at, "looking at a receipt is not handing it over"
    first = papers.issued(desk, looked_at)
    second = papers.issued(desk, first)
    names = [paper.name for paper in (looked_at, first, second)]
    assert names == [f"accuse-{number}.pdf", f"accuse-{number}-copie1.pdf", f"accuse-{number}-copie2.pdf"]
    assert "COPIE n° 2" in _text(second.pdf)
    assert intake.get(desk, dossier.id).receipts == 2
    assert list(_issued(desk)) == [("receipt_issued", {"number": number, "copy": copy}) for copy in range(2)]
    assert accounts.journal_break(desk) is None


def test_a_receipt_does_not_change_the_dossier(desk: Desk, dossier: Dossier) -> None:
    papers.receipt(desk, dossier)
    after = intake.get(desk, dossier.id)
    assert (after.version, after.content, after.evaluation) == (dossier.version, dossier.content, dossier.evaluation)


def test_the_receipt_says_number_moment_and_office(desk: Desk, dossier: Dossier) -> None:
    text = _text(papers.receipt(desk, dossier).pdf)
    for said in (dossier.number, "23/11/2026", "10:00", "Section Rabat-Agdal", "S. Bennani"):
        assert said in text


def test_a_draft_has_no_receipt(desk: Desk) -> None:
    draft, _ = receivable(desk)
    with pytest.raises(Refused, match=r"receipt\.draft"):
        papers.receipt(desk, draft)
    assert list(_issued(desk)) == []


def test_what_is_missing_is_written_for_a_draft_without_naming_anybody(desk: Desk) -> None:
    draft, content = receivable(desk)
    content = content.with_ticks(frozenset({"FS"}), present=False)
    evaluation = intake.judge(desk, draft, content, intake.known(desk, draft, content))
    paper = papers.missing_slip(desk, draft, evaluation)
    assert "Feuille de soins" in _text(paper.pdf)
    family = intake.known(desk, draft, content).family
    for word in (family.insured.last_name, family.insured.first_name, family.immatriculation, family.insured.cin):
        assert word.casefold() not in paper.name.casefold()
    assert papers.issued(desk, paper) == paper
    ((event, _),) = _issued(desk)
    assert event == "missing_slip_issued"
    assert intake.get(desk, draft.id) == draft


def test_what_is_missing_for_a_received_dossier_bears_its_number(desk: Desk, dossier: Dossier) -> None:
    assert dossier.evaluation
    paper = papers.missing_slip(desk, dossier, dossier.evaluation)
    assert paper.name == f"pieces-manquantes-{dossier.number}.pdf"
    assert dossier.number in _text(paper.pdf)


def test_a_quote_sheet_names_lines_and_values_and_is_kept_in_the_journal(desk: Desk) -> None:
    draft, content = receivable(desk, "dental_care")
    evaluation = intake.judge(desk, draft, content, intake.known(desk, draft, content))
    paper = papers.quote_sheet(desk, replace(draft, content=content), evaluation)
    text = _text(paper.pdf)
    act = desk.rulebook.act("D702")
    assert act is not None
    for said in ("Estimation, ne vaut pas décision", "D702", act.label.fr.split(",")[0], "262,50", "17,50"):
        assert said in text, said
    family = intake.known(desk, draft, content).family
    assert family.insured.last_name.casefold() not in paper.name.casefold()
    assert papers.issued(desk, paper) == paper
    assert [event for event, _ in _issued(desk)] == ["quote_sheet_issued"]
    assert intake.get(desk, draft.id) == draft


def test_nothing_typed_is_no_quote(desk: Desk) -> None:
    draft, content = receivable(desk)
    empty = replace(content, lines=())
    evaluation = intake.judge(desk, draft, empty, intake.known(desk, draft, empty))
    with pytest.raises(Refused, match=r"quote\.empty"):
        papers.quote_sheet(desk, replace(draft, content=empty), evaluation)
    assert list(_issued(desk)) == []


def test_the_quote_sheet_of_a_received_dossier_bears_its_number(desk: Desk, dossier: Dossier) -> None:
    assert dossier.evaluation
    paper = papers.quote_sheet(desk, dossier, dossier.evaluation)
    assert paper.name == f"estimation-{dossier.number}.pdf"
    assert dossier.number in _text(paper.pdf)
