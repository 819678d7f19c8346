"""The forms of a mutuelle's numbers are data: none is known, and one that is no regular expression is refused."""

from __future__ import annotations

import pytest

from amo_desk.domain.errors import Refused
from amo_desk.rules.files import Table
from amo_desk.rules.loading import _pattern
from amo_desk.usecases.desk import bundled_rulebook


def test_no_form_is_claimed_for_any_mutuelle() -> None:
    mutuelles = bundled_rulebook().mutuelles.values()
    assert {(one.immatriculation_pattern, one.affiliation_pattern) for one in mutuelles} == {("", "")}


def test_a_pattern_is_a_regular_expression() -> None:
    assert _pattern(Table({"immatriculation_pattern": r"\d{7}"}, "here"), "immatriculation_pattern") == r"\d{7}"
    with pytest.raises(Refused, match=r"rules\.file"):
        _pattern(Table({"immatriculation_pattern": "("}, "here"), "immatriculation_pattern")
