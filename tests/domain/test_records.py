"""Identifiers, teeth, ages, roles and the moves of a dossier."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from datetime import UTC, date, datetime
from itertools import product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import ean

from amo_desk.domain.dossier import MOVES, Content, Dossier, Line, State
from amo_desk.domain.errors import Refused
from amo_desk.domain.identifiers import compact, has_valid_check_digit, is_ice, is_inpe
from amo_desk.domain.office import Role
from amo_desk.domain.people import Beneficiary, Relation, Sex
from amo_desk.domain.teeth import ADULT, MILK, is_milk, is_tooth


def _dossier(state: State) -> Dossier:
    return Dossier(
        id=UUID(int=1),
        number="",
        state=state,
        form="consultation",
        edition="2024-01",
        family_id=UUID(int=2),
        beneficiary_id=UUID(int=3),
        deposit_day=date(2026, 11, 23),
        content=Content(),
        agent="s.bennani",
        begun_at=datetime(2026, 11, 23, 9, tzinfo=UTC),
    )


@pytest.mark.parametrize("was, wanted", list(product(State, State)))
def test_only_the_known_moves_are_made(was: State, wanted: State) -> None:
    dossier = _dossier(was)
    if (was, wanted) in MOVES:
        assert dossier.moved(wanted).state is wanted
    else:
        with pytest.raises(Refused, match=r"dossier\.move"):
            dossier.moved(wanted)


def test_what_was_sent_or_cancelled_never_moves() -> None:
    assert not any(was in {State.LOTTED, State.CANCELLED} for was, _ in MOVES)


def test_records_do_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        _dossier(State.DRAFT).state = State.RECEIVED  # type: ignore[misc]


def test_changing_a_content_leaves_the_old_one_alone() -> None:
    before = Content(fields={"care_date": "2026-11-02"}, ticks=frozenset({"FS"}))
    after = before.with_field("care_date", "2026-11-03").with_ticks(frozenset({"ORD", "ORD/stamp"}), present=True)
    assert (before.care_day, before.ticks) == (date(2026, 11, 2), {"FS"})
    assert (after.care_day, after.ticks) == (date(2026, 11, 3), {"FS", "ORD", "ORD/stamp"})
    assert after.with_ticks(frozenset({"ORD", "ORD/stamp"}), present=False).ticks == {"FS"}


def test_lines_add_up_without_those_that_have_no_amount() -> None:
    assert Content(lines=(Line(code="C", billed=8_000), Line(code="V"), Line(code="C", billed=1))).billed == 8_001


@pytest.mark.parametrize(
    "birth, day, age",
    [
        (date(2000, 6, 15), date(2026, 6, 14), 25),
        (date(2000, 6, 15), date(2026, 6, 15), 26),
        (date(2004, 2, 29), date(2025, 2, 28), 20),
        (date(2004, 2, 29), date(2025, 3, 1), 21),
        (date(2026, 11, 1), date(2026, 11, 23), 0),
    ],
)
def test_age_is_in_completed_years(birth: date, day: date, age: int) -> None:
    person = Beneficiary(
        id=UUID(int=1),
        relation=Relation.CHILD,
        last_name="Exemple",
        first_name="",
        arabic_name="",
        birth=birth,
        sex=Sex.MALE,
        rights_from=birth,
    )
    assert person.age(day) == age
    assert person.name == "EXEMPLE"
    assert replace(person, first_name="Amine").name == "EXEMPLE Amine"


def test_a_mouth_has_32_teeth_and_20_before() -> None:
    assert (len(ADULT), len(MILK), ADULT & MILK) == (32, 20, frozenset())
    assert [n for n in range(100) if is_tooth(n)] == sorted(ADULT | MILK)
    assert [is_milk(n) for n in (55, 85, 16, 56, 95)] == [True, True, False, False, False]


def test_each_role_covers_those_below() -> None:
    agent, supervisor, administrator = Role
    covered = [[one.covers(other) for other in Role] for one in (agent, supervisor, administrator)]
    assert covered == [[True, False, False], [True, True, False], [True, True, True]]


@pytest.mark.parametrize("text", ["10107542", "1010754290", "10107542A", "", " 101075429", "١٠١٠٧٥٤٢٩"])
def test_what_is_no_inpe(text: str) -> None:
    assert not is_inpe(text)


@pytest.mark.parametrize("text", ["001561191000066", "002136093000040", "000030205000041"])
def test_real_ices_and_their_mistypes(text: str) -> None:
    assert is_ice(text)
    assert not is_ice(text[:-1] + str((int(text[-1]) + 1) % 10))


@given(st.integers(0, 10**12 - 1))
def test_a_barcode_has_one_right_check_digit(number: int) -> None:
    head = f"{number:012d}"
    right = [digit for digit in "0123456789" if has_valid_check_digit(head + digit)]
    assert right == [ean.calc_check_digit(head)]


@given(st.text(max_size=20))
def test_compacting_twice_changes_nothing_more(text: str) -> None:
    assert compact(compact(text)) == compact(text)
