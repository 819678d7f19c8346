"""Tests: the summary of a prior agreement says where it stands, the refusal says why, neither promises more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from dental_samples import AGREEMENT, GRANTED, REFUSED
from pages import HOSTILE, pictures, says, sizes, words
from samples import PIECES

from amo_desk.documents.agreement_summary import STATES, agreement_summary_pdf
from amo_desk.documents.fonts import find_family
from amo_desk.documents.refusal_notice import refusal_notice_pdf
from amo_desk.domain.agreements import AgreementState
from amo_desk.domain.papers import AgreementPaper
from amo_desk.domain.sources import Text

FAMILY = find_family()


def summary(paper: AgreementPaper) -> str:
    return " ".join(words(agreement_summary_pdf(paper, FAMILY)))


def notice(paper: AgreementPaper) -> str:
    return " ".join(words(refusal_notice_pdf(paper, FAMILY)))


def test_a_request_is_summed_up_on_one_page():
    assert sizes(agreement_summary_pdf(AGREEMENT, FAMILY)) == [(210, 297)]
    page = summary(AGREEMENT)
    for said in (
        "Demande d'accord préalable",
        AGREEMENT.request_number,
        "Demandé, décision attendue",
        "Ce document ne vaut pas accord.",
        "la demande est à compléter",
        "EL EXEMPLI Youssef",
        "19/08/2012",
        "Dr EL MODÈLE Nadia",
        "Traitement actif, semestres",
        "13, 23",
        "12 000,00 DH",
        "01/10/2026",
        "D629 Traitement des dysmorphoses, par période de six mois",
        "Feuille de soins",
        "Manque : cachet et signature, INPE",
        "طلب الموافقة المسبقة",
        "تقويم الأسنان والفكين",
        "عن كل ستة أشهر",
    ):
        assert says(page, said), said
    assert not says(page, "caduc")
    assert not says(page, "Motifs")


def test_a_granted_one_has_its_number_its_day_and_the_day_it_becomes_void():
    page = summary(GRANTED)
    for said in ("Accord donné", "00412377/ODF", "Décision du 02/11/2026", "Sans début avant le 03/05/2027"):
        assert says(page, said), said
    assert not says(page, "ne vaut pas accord")
    assert not says(summary(replace(GRANTED, lapses_on=None)), "Sans début")


@pytest.mark.parametrize("state", list(AgreementState))
def test_every_state_is_said_in_both_languages(state: AgreementState):
    page = summary(replace(GRANTED, state=state))
    assert says(page, STATES[state].fr)
    assert says(page, STATES[state].ar)


def test_one_that_lapsed_says_since_when():
    void = replace(GRANTED, state=AgreementState.VOID, day=date(2027, 6, 1))
    assert says(summary(void), "Caduc depuis le 03/05/2027")
    assert not says(summary(replace(void, day=date(2027, 1, 4))), "depuis le")
    assert says(summary(replace(void, reasons=REFUSED.reasons)), "Le devis n'est pas détaillé.")


def test_a_request_without_anything_still_makes_a_paper():
    bare = replace(
        AGREEMENT,
        stage=None,
        request_number="",
        practitioner="",
        inpe="",
        codes=(),
        teeth=(),
        quoted=None,
        pieces=(),
    )
    page = summary(bare)
    assert says(page, "Aucune pièce n'est enregistrée.")
    for unsaid in ("N° de dossier", "Actes demandés", "0,00", "à compléter"):
        assert not says(page, unsaid), unsaid


def test_the_refusal_says_its_reasons_and_what_can_be_done():
    assert sizes(refusal_notice_pdf(REFUSED, FAMILY)) == [(210, 297)]
    page = notice(REFUSED)
    for said in (
        "Refus d'accord préalable",
        "Votre demande est refusée",
        "Décision du 02/11/2026",
        "Demande du 01/10/2026",
        "Le devis n'est pas détaillé.",
        "بيان الأثمان غير مفصل",
        "Manque : cachet et signature, INPE",
        "déposez-en une nouvelle",
        "تم رفض طلبكم",
    ):
        assert says(page, said), said
    for unsaid in ("recours", "délai", "appel", "Feuille de soins"):
        assert not says(page, unsaid), unsaid


def test_a_reason_in_one_language_stands_on_both_sides_untranslated():
    page = notice(REFUSED)
    assert page.count("céphalométriques") == 2
    assert page.count("المؤمن له.") + page.count(".المؤمن له") >= 2


def test_a_refusal_without_a_reason_says_that_none_is_known():
    assert says(notice(replace(REFUSED, reasons=())), "Aucun motif n'est enregistré.")


def test_many_reasons_and_pieces_run_over_pages():
    long = replace(REFUSED, reasons=REFUSED.reasons * 15, pieces=PIECES * 10)
    pages = words(refusal_notice_pdf(long, FAMILY))
    assert len(pages) > 1
    assert sum(page.count("pas détaillé") for page in pages) == 15
    assert says(pages[-1], "Ce que vous pouvez faire")
    asked = words(agreement_summary_pdf(replace(AGREEMENT, pieces=PIECES * 10), FAMILY))
    assert sum(page.count("Feuille de soins") for page in asked) == 10
    assert all(says(page, "Pièces remises") for page in asked[:2])


@pytest.mark.parametrize("make", [agreement_summary_pdf, refusal_notice_pdf])
def test_hostile_words_stay_on_the_page_and_the_bytes_are_the_same(make):
    hostile = tuple(Text(fr=text, ar=text) for text in HOSTILE)
    paper = replace(REFUSED, reasons=hostile, codes=tuple((text.fr[:12], text) for text in hostile))
    pdf = make(paper, FAMILY)
    assert pdf == make(paper, FAMILY)
    assert b"EXEMPLI" not in pdf
    for picture in pictures(pdf):
        left, _, right, _ = picture.point(lambda grey: 255 - grey).getbbox()
        assert min(left, picture.size[0] - right) > 12
