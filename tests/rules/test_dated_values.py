"""First day and last day: each dated value and each dated demand holds from its own day, and not on its eve."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from amo_desk.rules.forms import Form, Mention, Piece
from amo_desk.rules.parameters import Parameter, Value
from amo_desk.rules.rulebook import Rulebook
from amo_desk.usecases.desk import bundled_rulebook

BOOK = bundled_rulebook()
EVE = timedelta(days=1)
CHANGES = [
    pytest.param(parameter, value, id=f"{parameter.id} {value.since} {dict(value.dimensions) or ''}")
    for parameter in BOOK.parameters.values()
    for value in parameter.values
]


def _demands() -> Iterator[Any]:
    for form in BOOK.forms:
        for piece in form.pieces:
            yield pytest.param(form, piece, None, id=f"{form.id} {piece.id} {piece.since}")
            for mention in piece.mentions:
                yield pytest.param(form, piece, mention, id=f"{form.id} {piece.id}/{mention.id} {mention.since}")


def _regime(value: Value) -> str:
    return dict(value.dimensions).get("regime", "public")


def _before(parameter: Parameter, value: Value) -> Value | None:
    """What held on the eve: the last earlier value for the same things, else what is said of fewer of them."""
    wider = [
        v
        for v in parameter.values
        if v.since < value.since
        and set(v.dimensions) <= set(value.dimensions)
        and (parameter.national or _regime(v) == _regime(value))
    ]
    if not wider:
        return None
    last = max(wider, key=lambda v: (len(v.dimensions), v.since))
    return None if last.value is None else last


@pytest.mark.parametrize("parameter, value", CHANGES)
def test_a_value_starts_on_its_day_and_the_one_before_ends_on_its_eve(parameter: Parameter, value: Value) -> None:
    dimensions = dict(value.dimensions)
    first = parameter.find(value.since, **dimensions)
    assert first is (None if value.value is None else value)
    assert parameter.find(value.since - EVE, **dimensions) is _before(parameter, value)


@pytest.mark.parametrize("parameter, value", CHANGES)
def test_a_value_holds_to_the_eve_of_the_next_one_and_the_last_one_to_the_end(
    parameter: Parameter, value: Value
) -> None:
    later = [v.since for v in parameter.values if v.dimensions == value.dimensions and v.since > value.since]
    last_day = min(later) - EVE if later else date(2028, 12, 31)
    assert parameter.find(last_day, **dict(value.dimensions)) is (None if value.value is None else value)


@pytest.mark.parametrize("form, piece, mention", list(_demands()))
def test_a_demand_starts_on_its_day_and_ends_on_the_eve_of_its_last(
    form: Form, piece: Piece, mention: Mention | None
) -> None:
    item = mention or piece
    facts = dict((*piece.when, *item.when))
    assert item.asked(item.since, facts)
    assert not item.asked(item.since - EVE, facts)
    if item.until:
        assert item.asked(item.until - EVE, facts)
        assert not item.asked(item.until, facts)
        assert item.since < item.until, form.id


def test_values_change_where_the_texts_say_so(rulebook: Rulebook) -> None:
    several = {p.id for p in rulebook.parameters.values() if len({v.since for v in p.values}) > 1}
    assert {"organisation/payer", "people/student_age", "complement/medicines", "letter_keys/c"} <= several


def test_no_value_stands_before_the_regime(rulebook: Rulebook) -> None:
    assert min(v.since for p in rulebook.parameters.values() for v in p.values) >= date(2005, 8, 18)
