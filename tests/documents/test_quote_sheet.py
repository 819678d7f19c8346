"""Tests: the quote sheet says every amount with its source, marks what is not sure, and is no decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from pages import HOSTILE, pictures, says, sizes, words
from samples import QUOTE_LINE, QUOTE_SHEET, UNKNOWN_LINE, quote_of

from amo_desk.documents import amounts
from amo_desk.documents.fonts import find_family
from amo_desk.documents.quote_sheet import quote_sheet_pdf
from amo_desk.domain.papers import QuoteSheet, QuoteSheetLine
from amo_desk.domain.sources import Grade, Text
from amo_desk.ui import messages

FAMILY = find_family()


def with_lines(*lines: QuoteSheetLine) -> QuoteSheet:
    return replace(QUOTE_SHEET, lines=lines, quote=quote_of(*lines))


def test_the_seven_amounts_and_their_sources_stand_on_one_page():
    pdf = quote_sheet_pdf(QUOTE_SHEET, FAMILY)
    assert sizes(pdf) == [(210, 297)]
    (page,) = words(pdf)
    for said in (
        "Estimation du remboursement",
        "262,50 DH",
        "Estimation, ne vaut pas décision",
        "EL EXEMPLI Youssef",
        "05/11/2026",
        "D702 Obturation, cavité composée",
        "Facturé 300,00",
        "Tarif de référence 262,50",
        "Base retenue 262,50",
        "Part AMO 210,00",
        "Complément mutuelle 52,50",
        "Autres déductions 0,00",
        "Reste à l'assuré 37,50",
        "Valeur de la lettre-clé D",
        "17,50 DH",
        "Texte d'exemple n° 1 – https://exemple.invalid/texte",
        "officiel · depuis le 01/09/2006 · comparé à sa source le 23/11/2026",
        "l'organisme gestionnaire (CNOPS)",
        "Page 1 / 1",
    ):
        assert says(page, said), said
    assert not says(page, "non calculable")
    assert not says(page, "N° de dossier")


def test_what_is_not_official_is_marked():
    (page,) = words(quote_sheet_pdf(QUOTE_SHEET, FAMILY))
    assert "20 %\u00a0*" in page or "20 % *" in page
    assert says(page, "page de la mutuelle, à confirmer")
    assert says(page, "Valeur à confirmer : sa source")
    sure = replace(QUOTE_SHEET, sources=QUOTE_SHEET.sources[:1])
    (page,) = words(quote_sheet_pdf(sure, FAMILY))
    assert not says(page, "à confirmer")


def test_a_line_that_cannot_be_computed_says_why_and_the_sums_say_so():
    (page,) = words(quote_sheet_pdf(with_lines(QUOTE_LINE, UNKNOWN_LINE), FAMILY))
    assert says(page, "au moins 262,50 DH")
    assert says(page, "non calculable : tarif non trouvé")
    # The reader turns the sign around beside the Arabic of its row.
    assert "210,00 ≤" in page
    assert says(page, "Certaines lignes ne sont pas calculables")
    assert not says(page, "Reste à l'assuré 300,00")


def test_nothing_computable_is_never_zero():
    (page,) = words(quote_sheet_pdf(with_lines(UNKNOWN_LINE), FAMILY))
    assert page.count("calculable") >= 6
    assert "≥" not in page
    assert "≤" not in page
    assert not says(page, "0,00 DH")


def test_an_unknown_complement_makes_the_estimation_a_floor():
    quote = replace(QUOTE_SHEET.quote, complement=None, left=None)
    (page,) = words(quote_sheet_pdf(replace(QUOTE_SHEET, quote=quote), FAMILY))
    assert says(page, "au moins")
    assert says(page, "non calculable")
    (whole,) = words(quote_sheet_pdf(QUOTE_SHEET, FAMILY))
    assert not says(whole, "au moins")


def test_an_act_that_counts_for_half_says_why():
    half = replace(QUOTE_LINE, quote=replace(QUOTE_LINE.quote, note=next(iter(amounts.NOTES))))
    (page,) = words(quote_sheet_pdf(with_lines(half), FAMILY))
    assert says(page, next(iter(amounts.NOTES.values())).fr)


def test_the_next_payer_and_the_number_of_a_received_dossier_are_told():
    sheet = replace(QUOTE_SHEET, number="D-014-03-26-000127-4", payer_next=("CNSS", date(2027, 2, 1)))
    (page,) = words(quote_sheet_pdf(sheet, FAMILY))
    assert says(page, "D-014-03-26-000127-4")
    assert says(page, "annoncé à partir du 01/02/2027 : CNSS")


def test_twenty_lines_run_over_pages_under_their_heading():
    pages = words(quote_sheet_pdf(with_lines(*[QUOTE_LINE] * 20, UNKNOWN_LINE), FAMILY))
    assert len(pages) == 2
    assert all(says(page, "Complément") and says(page, "Estimation, ne vaut pas décision") for page in pages)
    assert sum(page.count("Obturation") for page in pages) == 20
    assert says(pages[0], "Page 1 / 2")


def test_rates_and_quantities_read_as_they_are_written():
    line = replace(QUOTE_LINE, quantity=3, quote=replace(QUOTE_LINE.quote, rate=Decimal("0.975")))
    (page,) = words(quote_sheet_pdf(with_lines(line), FAMILY))
    assert says(page, "97,5 %")
    assert says(page, "3 × D702")


def test_the_ink_stays_on_the_page_whatever_the_names():
    lines = [replace(QUOTE_LINE, label=Text(fr=text, ar=text)) for text in HOSTILE]
    for picture in pictures(quote_sheet_pdf(with_lines(*lines), FAMILY)):
        width, height = picture.size
        for edge in ((0, 0, 12, height), (width - 12, 0, width, height)):
            assert picture.crop(edge).getextrema()[0] > 200


def test_the_same_sheet_gives_the_same_bytes():
    assert quote_sheet_pdf(QUOTE_SHEET, FAMILY) == quote_sheet_pdf(QUOTE_SHEET, FAMILY)


@pytest.mark.parametrize("grade", list(Grade))
def test_every_grade_has_its_word_in_both_languages(grade: Grade):
    assert amounts.GRADES[grade].fr
    assert amounts.GRADES[grade].ar


def test_the_paper_knows_every_reason_and_note_that_the_screen_knows():
    reasons = {"care_date_missing", "medicine_unknown", "medicine_no_base", "act_unknown", "act_no_tariff"}
    reasons |= {"coefficient_missing", "line_amount_missing", "no_forfait", "request", "nature_missing"}
    assert reasons <= set(messages.REASONS)
    assert reasons == set(amounts.REASONS)
    assert set(amounts.NOTES) == set(messages.NOTES)
