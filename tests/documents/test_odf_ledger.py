"""Tests: the ledger says what counts, what does not and why, what may follow, and draws it in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dental_samples import EMPTY_LEDGER, LEDGER, LEDGER_PAPER, agreement, period
from pages import pictures, says, sizes, words

from amo_desk.documents.fonts import find_family
from amo_desk.documents.odf_ledger import odf_ledger_pdf
from amo_desk.domain.agreements import AgreementState
from amo_desk.domain.odf import Due, Ledger, PeriodKind

FAMILY = find_family()


def pages_of(ledger: Ledger) -> list[str]:
    return words(odf_ledger_pdf(replace(LEDGER_PAPER, ledger=ledger), FAMILY))


def test_the_treatment_is_told_from_agreements_to_what_may_follow():
    assert set(sizes(odf_ledger_pdf(LEDGER_PAPER, FAMILY))) == {(210, 297)}
    page = " ".join(pages_of(LEDGER))
    for said in (
        "Suivi du traitement ODF",
        "EL EXEMPLI Youssef",
        "19/08/2012",
        "Dr EL MODÈLE Nadia",
        "Commencé le 04/07/2025",
        "Début avant le 19/08/2028 (16 ans)",
        "19/08/2030 (18 ans)",
        "Semestre 4, à partir du 04/03/2027",
        "3 semestres sur 6",
        "D270 sur D540",
        "0 sur 2",
        "4 500,00 DH",
        "3 600,00 DH",
        "900,00 DH",
        "04/07/2025 04/01/2026 00412377",
        "2 000,00 1 500,00 1 200,00 300,00",
        "Semestre commencé le 01/11/2025, avant la fin du précédent (04/01/2026).",
        "02/02/2025 · Accord 00412377",
        "15/08/2026 · Changement",
        "23/11/2026 · Aujourd'hui",
        "19/08/2028 · 16 ans",
        "encore possible",
        "CNOPS",
        "refusé",
        "Bilan incomplet",
        "تتبع علاج تقويم الأسنان",
        "الموافقات المسبقة",
    ):
        assert says(page, said), said
    assert page.count("avant la fin du précédent") == 1
    assert page.count("non compté") - page.count("non compté :") == 2, "the half-year and the legend of the line"


def test_the_boxes_of_the_line_bear_their_ranks():
    page = pages_of(LEDGER)[0]
    for name in ("S1", "S2", "I1", "S3", "S4", "S5", "S6", "C1", "C2"):
        assert says(page, name), name


def test_an_amount_that_no_source_gives_is_not_nought():
    row = period(PeriodKind.RETENTION, 1, date(2028, 9, 4), 12)
    page = " ".join(pages_of(replace(EMPTY_LEDGER, rows=(row,), complement=None)))
    assert says(page, "2 000,00 n. c. – –")
    assert says(page, "non calculable")


def test_before_anything_an_agreement_is_to_be_asked_for():
    (page,) = pages_of(EMPTY_LEDGER)
    assert says(page, "Un accord est à demander d'abord (Traitement actif, semestres)")
    assert says(page, "Aucune période n'est enregistrée.")
    assert says(page, "Aucun accord n'est enregistré.")
    assert says(page, "0 semestre sur 6")


def test_a_last_day_is_told_and_nothing_due_is_said():
    due = Due(kind=PeriodKind.SEMESTER, rank=1, earliest=date(2026, 11, 2), latest=date(2027, 5, 2))
    assert says(pages_of(replace(EMPTY_LEDGER, due=due))[0], "au plus tard le 02/05/2027")
    assert says(pages_of(replace(EMPTY_LEDGER, due=None))[0], "Aucune période n'est attendue")


def test_a_period_noted_by_hand_is_told_apart():
    row = period(PeriodKind.SEMESTER, 1, date(2025, 7, 4))
    told = replace(row, period=replace(row.period, elsewhere=True, dossier_number=""), agreement=None)
    (page,) = pages_of(replace(EMPTY_LEDGER, rows=(told,), semesters_counted=1))
    assert says(page, "notée à la main")
    assert says(page, "1 semestre sur 6")


def test_every_state_of_an_agreement_is_said():
    standings = tuple(agreement("first", state, f"A{state.value}", date(2025, 2, 2)) for state in AgreementState)
    page = " ".join(pages_of(replace(LEDGER, agreements=standings)))
    for said in ("demandé", "accordé", "refusé", "caduc", "utilisé"):
        assert says(page, said), said
    assert page.count("02/08/2025") == 2, "only a granted one becomes void, or did"


def test_a_long_history_runs_over_pages_under_its_heads():
    rows = tuple(LEDGER.rows[index % 5] for index in range(40))
    pages = pages_of(replace(LEDGER, rows=rows, agreements=LEDGER.agreements * 12))
    whole = " ".join(pages)
    assert len(pages) > 2
    assert whole.count("avant la fin du précédent") == 8
    assert says(pages[1], "N° de dossier")
    assert whole.count("00398812") == 12


def test_the_ink_stays_on_the_page_and_the_bytes_are_the_same():
    far = replace(LEDGER, day=date(2040, 1, 1), start_birthday=date(2020, 1, 1))
    paper = replace(LEDGER_PAPER, ledger=far)
    pdf = odf_ledger_pdf(paper, FAMILY)
    assert pdf == odf_ledger_pdf(paper, FAMILY)
    assert b"EXEMPLI" not in pdf
    for picture in pictures(pdf):
        left, _, right, _ = picture.point(lambda grey: 255 - grey).getbbox()
        assert min(left, picture.size[0] - right) > 12
