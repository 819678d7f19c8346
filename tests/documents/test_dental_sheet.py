"""Tests: the dental sheet shows the mouth without needing colour, says every act and amount, and leaves nothing out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from dental_samples import (
    BUSY_MOUTH,
    DENTAL,
    FILLED,
    FULL_DENTAL,
    IMPLANT,
    PLATE,
    ROOTED,
    UNKNOWN,
    mark,
    sheet_of,
)
from pages import HOSTILE, pictures, says, sizes, words

from amo_desk.documents.dental_sheet import dental_sheet_pdf
from amo_desk.documents.fonts import find_family
from amo_desk.domain.chart import MarkKind, Mouth, Tone
from amo_desk.domain.papers import DentalSheet
from amo_desk.domain.sources import Text

FAMILY = find_family()


def pages_of(sheet: DentalSheet) -> list[str]:
    return words(dental_sheet_pdf(sheet, FAMILY))


def test_the_mouth_the_acts_and_the_amounts_stand_on_one_page():
    assert sizes(dental_sheet_pdf(DENTAL, FAMILY)) == [(210, 297)]
    (page,) = pages_of(DENTAL)
    for said in (
        "Fiche dentaire",
        DENTAL.number,
        "EL EXEMPLI Youssef",
        "Dr EL MODÈLE Nadia",
        "123456789",
        "Dents permanentes",
        "D706 Pulpectomie coronaire et radiculaire, molaire",
        "radios avant et après exigées : une reçue",
        "D 25 × 17,50 * 437,50 600,00 350,00",
        "D 10 × 17,50 175,00 200,00 140,00",
        "M O 05/11/2026",
        "Facturé 800,00",
        "Part AMO 490,00",
        "Reste à l'assuré 187,50",
        "Remboursement estimé : 612,50 DH",
        "Estimation, ne vaut pas décision",
        "Page 1 / 1",
    ):
        assert says(page, said), said
    for unsaid in ("BROUILLON", "non calculable", "Accord préalable", "hors convention", "Réserves", "Dents de lait"):
        assert not says(page, unsaid), unsaid


def test_arabic_stands_beside_french_in_its_own_order():
    (page,) = pages_of(DENTAL)
    for said in ("بطاقة علاج الأسنان", "حالة الفم", "الأسنان الدائمة", "حشو نهائي، تجويف مركب بوجهين", "حصة التأمين"):
        assert says(page, said), said


def test_every_tooth_of_the_arches_has_its_number():
    (page,) = pages_of(DENTAL)
    assert says(page, "18 17 16 15 14 13 12 11 21 22 23 24 25 26 27 28")
    assert says(page, "48 47 46 45 44 43 42 41 31 32 33 34 35 36 37 38")


@pytest.mark.parametrize(
    "milk,teeth,permanent_shown,milk_shown",
    [
        (False, (16,), True, False),
        (True, (55,), False, True),
        (True, (), False, True),
        (True, (16,), True, True),
        (False, (74,), True, True),
    ],
)
def test_both_dentitions_are_drawn_when_both_are_used(milk, teeth, permanent_shown, milk_shown):
    mouth = Mouth(marks=tuple(mark(tooth, MarkKind.TOOTH) for tooth in teeth))
    sheet = replace(sheet_of(replace(FILLED, teeth=teeth)), milk=milk, mouth=mouth)
    (page,) = pages_of(sheet)
    assert says(page, "Dents permanentes") is permanent_shown
    assert says(page, "Dents de lait") is milk_shown


def test_an_act_without_a_tariff_is_not_nought_and_says_why():
    page = " ".join(pages_of(sheet_of(FILLED, UNKNOWN)))
    assert says(page, "non calculable : tarif non trouvé")
    assert says(page, "n. c. 900,00 n. c.")
    assert says(page, "au moins 175,00 DH")
    assert says(page, "13")
    (alone,) = pages_of(sheet_of(UNKNOWN))
    assert not says(alone, "0,00 DH")


def test_a_reason_that_only_the_remark_knows_is_said_once():
    line = replace(UNKNOWN, quote=replace(UNKNOWN.quote, reason="other"), remark=Text(fr="élément de bridge", ar="جسر"))
    (page,) = pages_of(sheet_of(line))
    assert says(page, "non calculable : élément de bridge")
    assert page.count("élément de bridge") == 1


def test_doubtful_values_reserves_agreement_and_free_fees_are_told():
    page = " ".join(pages_of(FULL_DENTAL))
    for said in (
        "* Valeur à confirmer : sa source",
        "À confirmer : Texte d'exemple n° 1 (transcription)",
        "La facture ne porte pas le cachet du praticien.",
        "Accord préalable 00412377",
        "Praticien hors convention : honoraires libres",
        "Couronne sur implant : jamais remboursée",
    ):
        assert says(page, said), said
    sure = pages_of(sheet_of(FILLED))[0]
    assert not says(sure, "confirmer")


def test_long_names_and_many_teeth_are_printed_whole():
    page = " ".join(pages_of(sheet_of(PLATE)))
    assert says(page, "(stellite) et crochets façonnés sur les dents restantes")
    assert says(page, "12 345,00")
    for tooth in PLATE.teeth:
        assert says(page, str(tooth))


def test_a_draft_says_so_and_has_no_number():
    (page,) = pages_of(replace(DENTAL, number=""))
    assert says(page, "BROUILLON")
    assert not says(page, "N° de dossier")


def test_thirty_acts_run_over_pages_under_their_heads():
    pages = pages_of(sheet_of(*[FILLED] * 29, IMPLANT))
    assert len(pages) > 1
    whole = " ".join(pages)
    assert whole.count("D701") == 29
    assert whole.count("jamais remboursée") == 1
    assert sum(says(page, "Cotation") for page in pages) >= len(pages) - 1
    assert says(pages[1], "Actes")


def test_no_act_is_said():
    (page,) = pages_of(replace(sheet_of(), mouth=Mouth()))
    assert says(page, "Aucun acte n'est saisi.")
    assert says(page, "Remboursement estimé : non calculable")
    assert not says(page, "antérieur")


def test_the_legend_explains_what_is_on_the_chart_only():
    page = pages_of(replace(DENTAL, mouth=BUSY_MOUTH))[0]
    for said in ("ce dossier", "antérieur", "refusé", "absente", "extraite", "implant", "prothèse mobile"):
        assert says(page, said), said
    (plain,) = pages_of(replace(DENTAL, mouth=Mouth(marks=(mark(46, MarkKind.FACES, faces="O"),))))
    assert says(plain, "ce dossier")
    assert not says(plain, "refusé")


@pytest.mark.parametrize("kind", list(MarkKind))
def test_each_sign_in_each_tone_looks_different_without_colour(kind: MarkKind):
    drawn = {None: pictures(dental_sheet_pdf(replace(DENTAL, mouth=Mouth()), FAMILY), 100)[0].tobytes()}
    for tone in Tone:
        mouth = Mouth(marks=(mark(46, kind, tone, "MO"),))
        drawn[tone] = pictures(dental_sheet_pdf(replace(DENTAL, mouth=mouth), FAMILY), 100)[0].tobytes()
    assert len(set(drawn.values())) == 4


def test_faces_that_the_tooth_does_not_have_are_drawn_on_the_whole_tooth():
    mouth = Mouth(marks=(mark(11, MarkKind.FACES, faces="X"),))
    dotted = Mouth(marks=(mark(11, MarkKind.TOOTH),))
    one, other = (ink(replace(DENTAL, mouth=shown)) for shown in (mouth, dotted))
    assert one == other


def ink(sheet: DentalSheet) -> bytes:
    """The chart of a sheet without its legend."""
    picture = pictures(dental_sheet_pdf(sheet, FAMILY))[0]
    return picture.crop((0, 200, 595, 412)).tobytes()


def test_the_ink_stays_on_the_page_whatever_the_names():
    lines = [replace(ROOTED, label=Text(fr=text, ar=text), remark=Text(fr=text, ar=text)) for text in HOSTILE]
    for picture in pictures(dental_sheet_pdf(sheet_of(*lines), FAMILY)):
        width, height = picture.size
        for edge in ((0, 0, 12, height), (width - 12, 0, width, height)):
            assert picture.crop(edge).getextrema()[0] > 200


def test_the_same_sheet_gives_the_same_bytes_and_names_nobody():
    pdf = dental_sheet_pdf(FULL_DENTAL, FAMILY)
    assert pdf == dental_sheet_pdf(FULL_DENTAL, FAMILY)
    assert b"EXEMPLI" not in pdf
