"""The reference as records: everything the rules hold stands in it, each row with its source; contributions add up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from amo_desk.domain.errors import Refused
from amo_desk.domain.findings import Level
from amo_desk.domain.sources import Grade
from amo_desk.rules.office import Trouble
from amo_desk.usecases import reference
from amo_desk.usecases.clock import SetClock
from amo_desk.usecases.desk import Desk
from amo_desk.usecases.reference import Entry, Reference, Section


@pytest.fixture
def held(desk: Desk) -> Reference:
    return reference.reference(desk)


def of(held: Reference, section: Section) -> list[Entry]:
    return [entry for entry in held.entries if entry.section is section]


def one(held: Reference, section: Section, identifier: str) -> Entry:
    (found,) = [entry for entry in of(held, section) if entry.id == identifier]
    return found


def test_every_row_has_a_source_a_grade_and_the_day_it_was_checked(held: Reference) -> None:
    for entry in held.entries:
        assert entry.source.title or entry.kind == "not_found", entry.id
        assert entry.source.grade in Grade
        assert entry.source.checked_on <= held.day


def test_rows_of_a_chapter_are_told_apart_by_their_ids(held: Reference) -> None:
    for section in Section:
        if section is not Section.DOUBTS:
            identifiers = [entry.id for entry in of(held, section)]
            assert len(identifiers) == len(set(identifiers)), section


def test_nothing_the_rules_hold_is_left_out(held: Reference, desk: Desk) -> None:
    rulebook = desk.rulebook
    shown = {entry.id for entry in held.entries}
    for act in rulebook.acts.values():
        assert act.code in shown or act.tariff.startswith("letter_keys/"), act.code
    values = sum(len(e.history) for e in (*of(held, Section.LETTER_KEYS), *of(held, Section.PARAMETERS)))
    assert values == sum(len(parameter.values) for parameter in rulebook.parameters.values())
    assert {e.id for e in of(held, Section.FORMS)} == {form.id for form in rulebook.forms_on(desk.today())}
    assert len(of(held, Section.ILLNESSES)) == len(rulebook.ald) + len(rulebook.ald_headings)
    assert {entry.id for entry in of(held, Section.MUTUELLES)} == set(rulebook.mutuelles)


def test_a_letter_key_stands_once_for_each_sector(held: Reference) -> None:
    private, public = (
        one(held, Section.LETTER_KEYS, f"letter_keys/d_care/{sector}") for sector in ("private", "public")
    )
    assert (private.code, public.code) == ("D", "D")
    assert private.now is not None
    assert private.now.value == Decimal("17.50")
    assert public.now is not None
    assert public.now.value == Decimal("10.00")


def test_an_act_is_shown_at_its_price_in_private_practice(held: Reference) -> None:
    filling = one(held, Section.ACTS, "D702")
    assert filling.coefficient == 15
    assert filling.now is not None
    assert filling.now.value == Decimal("262.50")


def test_what_comes_is_not_yet_in_force(desk: Desk) -> None:
    payers = [(2026, 11, 23), (2027, 1, 31), (2027, 2, 1)]
    seen = []
    for year, month, day in payers:
        now = datetime(year, month, day, 10, tzinfo=timezone(timedelta(hours=1)))
        held = reference.reference(replace(desk, clock=SetClock(now)))
        payer = next(e for e in of(held, Section.PARAMETERS) if e.id.startswith("organisation/payer"))
        assert payer.now is not None
        assert [dated.value for dated in payer.history] == ["CNOPS", "CNSS"]
        seen.append(payer.now.value)
    assert seen == ["CNOPS", "CNOPS", "CNSS"]


def test_a_mutuelle_without_rules_of_its_own_follows_the_general_one(held: Reference) -> None:
    own, general = one(held, Section.MUTUELLES, "MGPAP"), one(held, Section.MUTUELLES, "MODEP")
    assert (own.kind, general.kind) == ("own_rules", "general_rule")
    assert any(("mutuelle", "MGPAP") in dated.dimensions for dated in own.history)
    assert all("mutuelle" not in dict(dated.dimensions) for dated in general.history)
    medicines = [d.value for d in own.history if d.name and "médicaments" in d.name.fr]
    assert medicines == [Decimal("0.16"), Decimal("0.20")]


def test_a_form_is_as_sure_as_the_least_sure_thing_it_asks(held: Reference, desk: Desk) -> None:
    entry = one(held, Section.FORMS, "dental_care")
    form = next(form for form in desk.rulebook.forms_on(desk.today()) if form.id == "dental_care")
    grades = [check.source.grade for check in form.checks] + [piece.source.grade for piece in form.pieces]
    assert list(Grade).index(entry.source.grade) >= max(list(Grade).index(grade) for grade in grades)
    assert [asked.label for asked in entry.asked] == [piece.label for piece in form.pieces]
    assert entry.asked[0].level is Level.BLOCK
    assert not any(asked.local for asked in entry.asked)


def test_a_piece_of_the_office_is_known_as_such(desk: Desk) -> None:
    form = desk.rulebook.forms_on(desk.today())[0]
    ours = replace(form.pieces[0], id="L_COPY", local=True)
    changed = replace(desk.rulebook, forms=(replace(form, pieces=(*form.pieces, ours)),))
    (entry,) = of(reference.reference(replace(desk, rulebook=changed)), Section.FORMS)
    assert [asked.local for asked in entry.asked] == [False] * len(form.pieces) + [True]


def test_doubts_are_all_that_is_not_official(held: Reference) -> None:
    doubts = of(held, Section.DOUBTS)
    assert doubts
    assert all(entry.source.grade is not Grade.OFFICIAL for entry in doubts)
    complement = next(entry for entry in doubts if entry.id == "complement/dental (mutuelle = MGPAP)")
    assert complement.now is not None
    assert complement.now.value == Decimal("0.20")
    assert complement.dimensions == (("mutuelle", "MGPAP"),)


def test_troubles_of_the_office_are_told(desk: Desk) -> None:
    trouble = Trouble(file="optics.toml", line=3, key="level", expected="block | warn | note")
    (told,) = reference.reference(replace(desk, rulebook=replace(desk.rulebook, troubles=(trouble,)))).troubles
    assert (told.file, told.line, told.key, told.expected) == ("optics.toml", 3, "level", "block | warn | note")


@pytest.mark.parametrize(
    "gross, kind, total, capped",
    [
        (500_000, "active", 25_000, ""),
        (100_000, "active", 7_000, "min"),
        (1_000_000, "active", 40_000, "max"),
        (500_000, "pension", 12_500, ""),
    ],
)
def test_a_contribution_adds_up_and_says_what_capped_it(
    desk: Desk, gross: int, kind: str, total: int, capped: str
) -> None:
    share = reference.contribution(desk, gross, kind)
    assert (share.total, share.capped) == (total, capped)
    assert share.employee + share.employer == share.total
    assert all(value.name and value.source.checked_on == date(2026, 11, 23) for value in share.values)


def test_a_contribution_on_nothing_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused, match=r"contribution\.gross"):
        reference.contribution(desk, 0, "active")
