"""Tests: the slip of a lot names every dossier once and its totals are those of the record."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pages import says, sizes, words
from samples import LOT, SLIP, line

from amo_desk.documents.batch_slip import batch_slip_pdf
from amo_desk.documents.fonts import find_family
from amo_desk.documents.totals import by_relation, totals
from amo_desk.domain.money import amount_text

FAMILY = find_family()


def printed(amount: int) -> str:
    return amount_text(amount).replace("\u00a0", " ")


def test_thirty_dossiers_with_long_names_are_all_there_under_repeated_headings():
    pdf = batch_slip_pdf(SLIP, FAMILY)
    pages = words(pdf)
    assert set(sizes(pdf)) == {(297, 210)}
    assert len(pages) == 2
    whole = " ".join(pages)
    assert all(whole.count(dossier.number) == 1 for dossier in LOT.lines)
    assert all(dossier.immatriculation in whole for dossier in LOT.lines)
    for index, page in enumerate(pages, start=1):
        assert says(page, "Immatriculation")
        assert says(page, f"Page {index} / 2")
        assert says(page, "Modèle du bureau")


def test_the_recapitulation_tells_the_totals_of_the_lot():
    last = words(batch_slip_pdf(SLIP, FAMILY))[-1]
    assert says(last, "Tableau récapitulatif")
    for said in (
        printed(LOT.billed),
        f"≥ {printed(LOT.amo)}",
        f"≥ {printed(LOT.complement)}",
        f"≥ {printed(sum(dossier.base for dossier in LOT.lines))}",
        LOT.content_hash,
        "Remis par",
        "Reçu par",
        "estimations",
    ):
        assert says(last, said), said


def test_what_cannot_be_computed_is_never_nought():
    lost = replace(line(10), uncounted=2, base=0, amo=0, complement=0)
    (page,) = words(batch_slip_pdf(replace(SLIP, lot=replace(LOT, lines=(lost,))), FAMILY))
    assert page.count("n. c.") >= 6
    assert not says(page, " 0,00")


def test_a_full_estimate_is_no_lower_bound():
    (page,) = words(batch_slip_pdf(replace(SLIP, lot=replace(LOT, lines=LOT.lines[:2])), FAMILY))
    assert page.count("≥") == 1, "only the legend explains the sign"


@pytest.mark.parametrize("copy", [0, 3])
def test_a_reprint_is_marked(copy: int):
    first = words(batch_slip_pdf(replace(SLIP, copy=copy), FAMILY))[0]
    assert says(first, "COPIE n° 3") is bool(copy)


def test_the_same_slip_gives_the_same_bytes():
    assert batch_slip_pdf(SLIP, FAMILY) == batch_slip_pdf(SLIP, FAMILY)


def test_groups_add_up_to_the_whole():
    whole, groups = totals(LOT.lines), by_relation(LOT.lines).values()
    for name in ("count", "pieces", "billed", "base", "amo", "complement", "uncounted"):
        assert sum(getattr(group, name) for group in groups) == getattr(whole, name)
    assert (whole.billed, whole.amo, whole.complement, whole.pieces) == (
        LOT.billed,
        LOT.amo,
        LOT.complement,
        LOT.pieces,
    )
