"""The report of what is not official: complete, and nothing else in it."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from amo_desk.domain.sources import Grade
from amo_desk.rules.report import NOT_FOUND, stale, unconfirmed
from amo_desk.rules.rulebook import Rulebook


def test_every_value_that_is_not_official_is_in_it_once(rulebook: Rulebook) -> None:
    doubts = [d for d in unconfirmed(rulebook) if d.kind == "parameter"]
    values = [v for p in rulebook.parameters.values() for v in p.values if not v.source.confirmed]
    assert len(doubts) == len(values)
    assert len({(d.id, d.since) for d in doubts}) == len(doubts), "two doubts that nobody can tell apart"


def test_a_doubt_tells_all_that_is_needed_to_settle_it(rulebook: Rulebook) -> None:
    (doubt,) = (d for d in unconfirmed(rulebook) if d.id == "people/student_age" and d.since == date(2027, 2, 1))
    assert (doubt.kind, doubt.value, doubt.grade) == ("parameter", "30 years", "press")
    assert doubt.href.startswith("https://lematin.ma/")
    assert doubt.checked_on == date(2026, 11, 23)
    names = {d.id for d in unconfirmed(rulebook) if d.id.startswith("complement/medicines")}
    assert names >= {"complement/medicines", "complement/medicines (mutuelle = MGPAP)"}


def test_demands_of_forms_acts_and_illnesses_are_in_it(rulebook: Rulebook) -> None:
    kinds = Counter(d.kind for d in unconfirmed(rulebook))
    assert kinds["act"] == sum(not act.source.confirmed for act in rulebook.acts.values()) > 100
    assert kinds["illness"] == sum(not illness.source.confirmed for illness in rulebook.ald.values())
    for kind in ("piece", "mention", "check"):
        assert kinds[kind] > 0
    asked = [piece for form in rulebook.forms for piece in form.pieces]
    assert kinds["piece"] == sum(not piece.source.confirmed for piece in asked)


def test_what_was_not_found_is_said_in_words(rulebook: Rulebook) -> None:
    lacking = {d.id.partition("/")[0]: d.value for d in unconfirmed(rulebook) if d.kind == NOT_FOUND}
    expected = {form.id: form.not_found.fr for form in rulebook.forms if form.not_found}
    assert lacking == {**expected, "ald": rulebook.ald_not_found.fr}


def test_nothing_official_is_in_it(rulebook: Rulebook) -> None:
    assert Grade.OFFICIAL.value not in {d.grade for d in unconfirmed(rulebook)}


def test_what_nobody_looked_at_for_a_year_is_stale(rulebook: Rulebook) -> None:
    checked = date(2026, 11, 23)
    assert stale(rulebook, checked + timedelta(days=365)) == ()
    names = {(doubt.kind, doubt.id) for doubt in stale(rulebook, checked + timedelta(days=366))}
    assert ("parameter", "letter_keys/c (sector = private)") in names
    assert ("piece", "consultation/2024-01: FS") in names
