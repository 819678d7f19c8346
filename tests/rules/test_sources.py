"""Every value of the rules says where it comes from: a reference, a grade and the day somebody checked it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, timedelta

import pytest

from amo_desk.domain.sources import Grade, Source
from amo_desk.rules.agreements import AgreementKind
from amo_desk.rules.ald import Heading, Illness
from amo_desk.rules.forms import Check, Mention, Piece
from amo_desk.rules.nomenclature import Act
from amo_desk.rules.parameters import Value
from amo_desk.rules.pecof import CostlyMedicines
from amo_desk.rules.rulebook import Mutuelle, Rulebook

# What a circular, a page or a newspaper could contradict: each of these must cite what it rests on.
SOURCED = (Value, Act, Piece, Mention, Check, Illness, Heading, CostlyMedicines, Mutuelle, AgreementKind)
CHECKED_FROM, CHECKED_TO = date(2026, 1, 1), date(2026, 12, 31)


def _inside(thing: object) -> Iterator[object]:
    """A record and everything in it."""
    yield thing
    if is_dataclass(thing) and not isinstance(thing, type):
        for field in fields(thing):
            yield from _inside(getattr(thing, field.name))
    elif isinstance(thing, Mapping):
        for value in thing.values():
            yield from _inside(value)
    elif isinstance(thing, tuple):
        for value in thing:
            yield from _inside(value)


@pytest.fixture(scope="module")
def sourced(rulebook: Rulebook) -> list[tuple[object, Source]]:
    return [(thing, thing.source) for thing in _inside(rulebook) if isinstance(thing, SOURCED)]


def test_every_kind_of_value_is_there(sourced: list[tuple[object, Source]]) -> None:
    kinds = Counter(type(thing) for thing, _ in sourced)
    assert set(kinds) == set(SOURCED)
    assert kinds[Value] > 60
    assert kinds[Act] > 200
    assert kinds[Illness] > 100


def test_every_value_has_a_reference_a_grade_and_a_checked_day(sourced: list[tuple[object, Source]]) -> None:
    lacking = [
        thing
        for thing, source in sourced
        if not source.title.strip()
        or not isinstance(source.grade, Grade)
        or not CHECKED_FROM <= source.checked_on <= CHECKED_TO
        or not isinstance(source.since, date)
    ]
    assert lacking == []


def test_every_address_is_one(sourced: list[tuple[object, Source]]) -> None:
    for thing, source in sourced:
        assert source.href.startswith(("http://", "https://")) or source.href == "", thing
        assert source.href == source.href.strip(), thing


def test_nothing_rests_on_a_text_that_mixes_two_countries(sourced: list[tuple[object, Source]]) -> None:
    for thing, source in sourced:
        words = f"{source.title} {source.href} {source.note}".lower()
        assert "seed" not in words, thing
        assert "cerfa" not in words, thing
        assert "ameli" not in words, thing


def test_every_grade_is_used(sourced: list[tuple[object, Source]]) -> None:
    assert {source.grade for _, source in sourced} == set(Grade)


def test_nothing_was_checked_before_it_was_announced(sourced: list[tuple[object, Source]]) -> None:
    for thing, source in sourced:
        if source.since > source.checked_on:
            assert source.since - source.checked_on < timedelta(days=365), thing
            assert not source.confirmed, f"announced only, cannot be confirmed: {thing}"


def test_what_is_not_found_is_said_in_both_languages(rulebook: Rulebook) -> None:
    told = [form.not_found for form in rulebook.forms if form.not_found] + [rulebook.ald_not_found]
    assert told
    for text in told:
        assert text.fr.strip()
        assert text.ar.strip() != text.fr.strip()
