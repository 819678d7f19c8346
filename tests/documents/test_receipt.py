"""Tests: the acknowledgment says what was received, by whose copy it is, and never more than is known."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pages import HOSTILE, naughty_strings, pictures, says, sizes, words
from samples import FULL_RECEIPT, PLAIN_RECEIPT, RECEIPT

from amo_desk.documents.fonts import find_family
from amo_desk.documents.receipt import receipt_pdf, receipt_sheet_pdf
from amo_desk.documents.shaping import cleaned

FAMILY = find_family()


def test_the_member_s_copy_is_one_a5_page_with_everything():
    pdf = receipt_pdf(RECEIPT, FAMILY)
    assert sizes(pdf) == [(210, 148)]
    (page,) = words(pdf)
    for said in (
        "Accusé de réception",
        "Exemplaire de l'assuré",
        RECEIPT.number,
        "EL EXEMPLI Amina",
        "EL EXEMPLI Youssef",
        "0012345678",
        "004512",
        "Soins dentaires",
        "23/11/2026 à 10:42",
        "05/11/2026",
        "Pièces remises (5)",
        "Manque : cachet et signature, INPE",
        "Réserves (1)",
        "La facture ne porte pas le cachet du praticien.",
        "1 234,50 DH",
        "987,60 DH",
        "Estimation, ne vaut pas décision",
        "04/01/2027",
        "(CNOPS)",
        "Guichet 03",
        "S. Exemple",
    ):
        assert says(page, said), said
    assert not says(page, "COPIE")
    assert not says(page, "au moins")


def test_arabic_stands_on_the_page_beside_french():
    (page,) = words(receipt_pdf(RECEIPT, FAMILY))
    for said in ("وصل إيداع", "نسخة المؤمن له", "أمينة المثالي", "علاجات الأسنان", "فاتورة الطبيب المعالج"):
        assert says(page, said), said


def test_the_sheet_holds_both_copies():
    pdf = receipt_sheet_pdf(RECEIPT, FAMILY)
    assert sizes(pdf) == [(210, 297)]
    (page,) = words(pdf)
    assert page.count(RECEIPT.number) == 2
    assert says(page, "Exemplaire de l'assuré")
    assert says(page, "Exemplaire du bureau")
    assert says(page, "Signature du déposant")


@pytest.mark.parametrize("make", [receipt_pdf, receipt_sheet_pdf])
def test_the_same_receipt_gives_the_same_bytes(make):
    assert make(FULL_RECEIPT, FAMILY) == make(FULL_RECEIPT, FAMILY)


def test_the_file_names_nobody():
    pdf = receipt_pdf(RECEIPT, FAMILY)
    assert b"EXEMPLI" not in pdf
    assert str(FAMILY.regular.parent).encode() not in pdf


def test_a_reprint_is_marked():
    (page,) = words(receipt_pdf(replace(RECEIPT, copy=2), FAMILY))
    assert says(page, "COPIE n° 2")


@pytest.mark.parametrize(
    "changes,said,unsaid",
    [
        ({"partial": True}, ["au moins 987,60 DH"], ["non calculable"]),
        ({"estimated": None}, ["non calculable"], ["987,60", "0,00"]),
        ({"unconfirmed": True}, ["987,60 DH", "valeurs à confirmer"], ["au moins"]),
        ({"estimated": None, "unconfirmed": True}, ["non calculable"], ["valeurs à confirmer"]),
    ],
)
def test_an_estimate_promises_no_more_than_is_known(changes, said, unsaid):
    (page,) = words(receipt_pdf(replace(RECEIPT, **changes), FAMILY))
    assert all(says(page, text) for text in said)
    assert not any(says(page, text) for text in unsaid)


@pytest.mark.parametrize("day", [None, RECEIPT.complement_day])
def test_without_reserve_nothing_is_asked(day):
    (page,) = words(receipt_pdf(replace(PLAIN_RECEIPT, complement_day=day), FAMILY))
    assert says(page, "Reçu sans réserve")
    assert not says(page, "Apportez")
    assert not says(page, "Réserves")


def test_a_missing_mention_alone_is_asked_for():
    (page,) = words(receipt_pdf(replace(RECEIPT, reserves=(), complement_day=None), FAMILY))
    assert says(page, "Reçu, à compléter")
    assert says(page, "Apportez les compléments demandés")


def test_fourteen_pieces_and_six_reserves_fit_whole():
    (page,) = words(receipt_pdf(FULL_RECEIPT, FAMILY))
    assert all(says(page, f"Réserve {index} :") for index in range(1, 7))
    assert not says(page, "autres")
    assert page.count("Emballage") == 2


def test_more_reserves_are_counted_and_pieces_never_left_out():
    crowded = replace(FULL_RECEIPT, pieces=FULL_RECEIPT.pieces * 3, reserves=FULL_RECEIPT.reserves * 3)
    pdf = receipt_pdf(crowded, FAMILY)
    (page,) = words(pdf)
    assert says(page, "Réserves (18)")
    assert says(page, "et 18 autres")
    assert page.count("Feuille") == 9
    assert sizes(pdf) == [(210, 148)]


def test_no_ink_reaches_the_edge_of_the_page():
    for receipt in (RECEIPT, FULL_RECEIPT, PLAIN_RECEIPT):
        (picture,) = pictures(receipt_pdf(receipt, FAMILY))
        width, height = picture.size
        left, top, right, bottom = picture.point(lambda grey: 255 - grey).getbbox()
        assert min(left, top, width - right, height - bottom) > 12


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_prints_as_itself(name: str):
    party = replace(RECEIPT.party, insured=name, insured_arabic=name, beneficiary=name)
    pdf = receipt_pdf(replace(RECEIPT, party=party), FAMILY)
    assert sizes(pdf) == [(210, 148)]
    if name.isascii() and name.isprintable() and len(name) < 40:
        assert cleaned(name) in words(pdf)[0]


def test_naughty_names_do_not_break_the_receipt():
    names = naughty_strings()
    for first, second in zip(names[::12], names[6::12], strict=False):
        party = replace(RECEIPT.party, insured=first, insured_arabic=second, beneficiary=second)
        assert sizes(receipt_pdf(replace(RECEIPT, party=party), FAMILY)) == [(210, 148)]
