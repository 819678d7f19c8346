"""Tests: the slip of missing pieces says everything to bring, in both languages, on as many pages as it takes."""

from __future__ import annotations

from dataclasses import replace

from pages import naughty_strings, says, sizes, words
from samples import MISSING, PIECES

from amo_desk.documents.fonts import find_family
from amo_desk.documents.missing_slip import missing_slip_pdf
from amo_desk.domain.sources import Text

FAMILY = find_family()


def test_what_to_bring_stands_on_one_page():
    pdf = missing_slip_pdf(MISSING, FAMILY)
    assert sizes(pdf) == [(148, 210)]
    (page,) = words(pdf)
    for said in (
        "Pièces à apporter",
        "Reçu, à compléter",
        "Dernier jour pour compléter",
        "04/01/2027",
        MISSING.number,
        "Facture du praticien",
        "Manque : cachet et signature, INPE",
        "Ordonnance originale",
        "La facture ne porte pas le cachet du",
        "Demandez au praticien un duplicata signé :",
        "Page 1 / 1",
    ):
        assert says(page, said), said
    assert not says(page, "non recevable")


def test_a_dossier_that_cannot_be_received_has_no_number_and_says_so():
    (page,) = words(missing_slip_pdf(replace(MISSING, receivable=False, number="", last_day=None), FAMILY))
    assert says(page, "Dossier non recevable en l'état")
    assert not says(page, "Dernier jour")
    assert not says(page, "N° de dossier")


def test_a_long_list_runs_over_pages_under_its_heading():
    pdf = missing_slip_pdf(replace(MISSING, missing=PIECES * 8), FAMILY)
    pages = words(pdf)
    assert len(pages) > 1
    assert all(says(page, "À apporter") for page in pages[:2])
    assert sum(page.count("Feuille de soins") for page in pages) == 8
    assert f"Page {len(pages)} / {len(pages)}" in pages[-1]


def test_the_same_slip_gives_the_same_bytes():
    assert missing_slip_pdf(MISSING, FAMILY) == missing_slip_pdf(MISSING, FAMILY)


def test_naughty_sentences_do_not_break_the_slip():
    reasons = tuple(Text(fr=text, ar=text) for text in naughty_strings())
    pages = words(missing_slip_pdf(replace(MISSING, reasons=reasons), FAMILY))
    assert len(pages) > 5
    assert any("<script>alert(0)</script>" in page for page in pages)
