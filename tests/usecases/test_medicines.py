"""Medicines looked up: found by code, name or substance, with today's price, its history, and what a list changed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from medicine_lists import FIRST, OFFICIAL, SECOND, THIRD, derived, imported, listed
from shared import needs_shared

from amo_desk.domain.sources import Grade
from amo_desk.usecases import medicines
from amo_desk.usecases.desk import Desk
from amo_desk.usecases.medicines import MOST, Found

pytestmark = pytest.mark.both_stores

FOURTH = "6118999000049"
# Of the PECOF list and of no other.
COSTLY = "6118001101931"


def codes(found: Found) -> list[str]:
    return [row.code for row in found.rows]


@pytest.fixture
def three(desk: Desk, tmp_path: Path) -> Desk:
    """A desk with three lists: of 2014, the one in force, and one to come."""
    old = ((FIRST, "ALPHA", "10"), (SECOND, "BETA", "20"), (THIRD, "GAMMA", "30"))
    imported(desk, listed(tmp_path, *old), day=date(2014, 1, 1), label="Liste 2014")
    now = ((FIRST, "ALPHA", "12,50"), (SECOND, "BETA", "20"), (COSTLY, "COOPERINE", "796"))
    imported(desk, listed(tmp_path, *now), day=date(2026, 6, 1), label="Liste 2026")
    imported(desk, listed(tmp_path, *now[1:], (FOURTH, "DELTA", "5")), day=date(2027, 1, 1), label="Liste 2027")
    return desk


def test_without_a_list_nothing_is_in_force_and_a_code_is_unknown(desk: Desk) -> None:
    assert medicines.look_up(desk, "") == Found(typed="")
    (row,) = medicines.look_up(desk, FIRST).rows
    assert (row.code, row.medicine, row.in_force, row.costly) == (FIRST, None, False, False)
    assert medicines.look_up(desk, "alpha").rows == ()


@pytest.mark.parametrize(
    "typed,expected",
    [
        (FIRST, [FIRST]),
        (" 6118 999-000018 ", [FIRST]),
        ("611899900", [FIRST, SECOND]),
        ("alpha", [FIRST]),
        ("5 mg béta", [SECOND]),
        ("X", [FIRST, SECOND, COSTLY]),
        ("zzz", []),
        ("61189", []),
    ],
)
def test_a_product_is_found_by_code_name_or_substance(three: Desk, typed: str, expected: list[str]) -> None:
    found = medicines.look_up(three, typed)
    assert codes(found)[: len(expected)] == expected
    assert [row.code for row in found.rows if row.in_force] == expected
    assert found.current is not None
    assert found.previous is not None
    assert (found.current.label, found.previous.label) == ("Liste 2026", "Liste 2014")


def test_a_product_that_left_the_list_is_found_with_its_last_price(three: Desk) -> None:
    for typed in (THIRD, "gamma"):
        (row,) = medicines.look_up(three, typed).rows
        assert row.medicine is not None
        assert (row.in_force, row.medicine.ppv, row.medicine.edition_day) == (False, 3000, date(2014, 1, 1))


def test_a_product_to_come_is_found_and_not_in_force(three: Desk) -> None:
    (row,) = medicines.look_up(three, "delta").rows
    assert row.medicine is not None
    assert (row.in_force, row.medicine.edition) == (False, "Liste 2027")


def test_nothing_typed_shows_what_the_list_in_force_changed(three: Desk) -> None:
    (row,) = medicines.look_up(three, " ").rows
    assert row.medicine is not None
    assert row.before is not None
    assert (row.code, row.before.ppv, row.medicine.ppv) == (FIRST, 1000, 1250)


def test_a_list_corrected_on_its_own_day_is_compared_with_the_one_of_the_day_before(
    three: Desk, tmp_path: Path
) -> None:
    corrected = listed(tmp_path, (FIRST, "ALPHA", "11"), (SECOND, "BETA", "21"))
    imported(three, corrected, day=date(2026, 6, 1), label="Liste 2026 corrigée")
    found = medicines.look_up(three, "")
    assert found.current is not None
    assert found.previous is not None
    assert (found.current.label, found.previous.label) == ("Liste 2026 corrigée", "Liste 2014")
    assert [(row.code, row.medicine.ppv) for row in found.rows if row.medicine] == [(FIRST, 1100), (SECOND, 2100)]
    days = [step.edition.label for step in medicines.card(three, FIRST).steps]
    assert days == ["Liste 2027", "Liste 2026 corrigée", "Liste 2014"]


def test_the_history_of_a_product_has_every_list_the_latest_first(three: Desk) -> None:
    card = medicines.card(three, FIRST)
    told = [
        (step.edition.label, step.medicine and step.medicine.ppv, step.before and step.before.ppv)
        for step in card.steps
    ]
    assert told == [("Liste 2027", None, 1250), ("Liste 2026", 1250, 1000), ("Liste 2014", 1000, None)]
    assert card.current == card.steps[1].edition
    # 70 % of the lower of the base and the public price.
    assert card.amo == 875
    assert not card.wrong_key


def test_a_product_of_no_list_in_force_has_no_refund_to_show(three: Desk) -> None:
    assert medicines.card(three, THIRD).amo is None
    unknown = medicines.card(three, "6118999000050")
    assert (unknown.listed.medicine, unknown.amo, unknown.wrong_key) == (None, None, True)
    assert unknown.unknown_advice is not None


def test_costly_products_are_told_known_or_not(three: Desk) -> None:
    pecof = three.rulebook.pecof
    found = medicines.look_up(three, "pecof")
    assert set(codes(found)) == set(pecof.names)
    assert len(pecof.names) == 118 <= MOST
    assert all(row.costly for row in found.rows)
    assert [row.code for row in found.rows if row.in_force] == [COSTLY]
    unknown = next(row for row in found.rows if row.medicine is None)
    assert unknown.name == pecof.names[unknown.code]
    card = medicines.card(three, COSTLY)
    assert (card.listed.costly, card.costly_count, card.costly.grade) == (True, 118, Grade.TRANSCRIPTION)
    assert not medicines.card(three, FIRST).listed.costly


def test_no_more_is_read_than_can_be_shown(desk: Desk, tmp_path: Path) -> None:
    imported(desk, listed(tmp_path, *((str(6118999000000 + n), f"ALPHA {n}", "1") for n in range(MOST + 30))))
    found = medicines.look_up(desk, "alpha")
    assert (len(found.rows), found.more) == (MOST, True)


@needs_shared
def test_the_official_list_and_a_later_one(desk: Desk, tmp_path: Path) -> None:
    imported(desk, OFFICIAL, day=date(2014, 1, 1), label="CNOPS 2014")
    dearer, gone = "6118010116230", "6118000140213"
    later = derived(tmp_path, {dearer: 118}, frozenset({gone}))
    done = imported(desk, later, day=date(2026, 6, 1), label="Liste dérivée")
    assert (done.added, done.updated, done.repriced, done.closed, done.refused) == (0, 1, 1, 1, 0)

    (changed,) = medicines.look_up(desk, "").rows
    assert changed.code == dearer
    steps = medicines.card(desk, dearer).steps
    assert [step.medicine.ppv for step in steps if step.medicine] == [3_000_00, 2_882_00]
    (combivir,) = medicines.look_up(desk, gone).rows
    assert (combivir.name, combivir.in_force) == ("COMBIVIR", False)
    found = medicines.look_up(desk, "oxaliplatine")
    assert dearer in codes(found)
    assert all(row.medicine and row.medicine.dci == "OXALIPLATINE" for row in found.rows)
