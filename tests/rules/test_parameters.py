"""Which value a parameter has on a day, for a mutuelle and a sector."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from amo_desk.domain.errors import Missing
from amo_desk.rules.parameters import Parameter, read_parameter
from amo_desk.rules.rulebook import Rulebook

HEAD = """
description = { fr = "Un taux", ar = "نسبة" }
unit = "rate"
dated_by = "care"
checked_on = 2026-11-23
"""


def _parameter(folder: Path, *values: str) -> Parameter:
    source = 'grade = "press"\nreference = { title = "Un texte", href = "" }\n'
    path = folder / "one.toml"
    path.write_text(HEAD + "".join(f"[[values]]\n{value}\n{source}" for value in values), encoding="utf-8")
    return read_parameter(path, "some/one")


def _answers(parameter: Parameter, *days: date, **dimensions: str) -> list[object]:
    found = (parameter.find(day, **dimensions) for day in days)
    return [value.value if value else None for value in found]


def test_a_value_holds_from_its_first_day_to_the_eve_of_the_next(tmp_path: Path) -> None:
    parameter = _parameter(tmp_path, "since = 2026-01-01\nvalue = 0.20", "since = 2006-09-01\nvalue = 0.16")
    first, change = date(2006, 9, 1), date(2026, 1, 1)
    eve = timedelta(days=1)
    assert _answers(parameter, first - eve, first, change - eve, change) == [
        None,
        Decimal("0.16"),
        Decimal("0.16"),
        Decimal("0.20"),
    ]


def test_what_is_said_of_a_mutuelle_goes_before_the_general_rule(tmp_path: Path) -> None:
    parameter = _parameter(
        tmp_path,
        "since = 2006-09-01\nvalue = 0.16",
        'since = 2010-01-01\nvalue = 0.18\nmutuelle = "MGPAP"',
        "since = 2020-01-01\nvalue = 0.17",
    )
    day = date(2026, 11, 23)
    assert _answers(parameter, day, mutuelle="MGPAP") == [Decimal("0.18")]
    assert _answers(parameter, day, mutuelle="MGEN") == [Decimal("0.17")]
    assert _answers(parameter, date(2009, 12, 31), mutuelle="MGPAP") == [Decimal("0.16")]


def test_a_value_for_mutuelle_and_sector_needs_both(tmp_path: Path) -> None:
    parameter = _parameter(
        tmp_path,
        "since = 2006-09-01\nvalue = 0.10",
        'since = 2006-09-01\nvalue = 0.20\nmutuelle = "MGPAP"',
        'since = 2006-09-01\nvalue = 0.30\nmutuelle = "MGPAP"\nsector = "public"',
    )
    day = date(2026, 11, 23)
    assert _answers(parameter, day, mutuelle="MGPAP", sector="public") == [Decimal("0.30")]
    assert _answers(parameter, day, mutuelle="MGPAP", sector="private") == [Decimal("0.20")]
    assert _answers(parameter, day, mutuelle="MGEN", sector="public") == [Decimal("0.10")]


def test_a_repeal_ends_a_value(tmp_path: Path) -> None:
    parameter = _parameter(tmp_path, "since = 2006-09-01\nvalue = 0.16", "since = 2027-02-01\nrepealed = true")
    assert _answers(parameter, date(2027, 1, 31), date(2027, 2, 1)) == [Decimal("0.16"), None]


def test_a_day_without_a_value_is_named(tmp_path: Path) -> None:
    parameter = _parameter(tmp_path, "since = 2006-09-01\nvalue = 0.16")
    with pytest.raises(Missing) as missing:
        parameter.at(date(2006, 8, 31))
    assert missing.value.details == {"parameter": "some/one", "day": date(2006, 8, 31)}


def test_before_the_first_day_the_nearest_is_the_first(tmp_path: Path) -> None:
    parameter = _parameter(tmp_path, "since = 2006-09-01\nvalue = 0.16", "since = 2026-01-01\nvalue = 0.20")
    days = (date(1900, 1, 1), date(2006, 9, 1), date(2026, 1, 1), date(9999, 12, 31))
    found = [parameter.nearest(day).value for day in days]
    assert found == [Decimal("0.16"), Decimal("0.16"), Decimal("0.20"), Decimal("0.20")]


def test_values_are_exact(tmp_path: Path) -> None:
    parameter = _parameter(tmp_path, "since = 2006-09-01\nvalue = 0.1")
    assert parameter.values[0].number == Decimal("0.1")


@pytest.mark.parametrize(
    "parameter, day, dimensions, expected",
    [
        ("complement/medicines", date(2025, 12, 31), {"mutuelle": "MGPAP"}, "0.16"),
        ("complement/medicines", date(2026, 1, 1), {"mutuelle": "MGPAP"}, "0.20"),
        ("complement/medicines", date(2026, 1, 1), {"mutuelle": "MGEN"}, "0.16"),
        ("complement/consultation_flat", date(2026, 1, 1), {"mutuelle": "MGEN"}, None),
        ("complement/consultation_flat", date(2025, 12, 31), {"mutuelle": "MGPAP"}, None),
        ("complement/consultation_total_c", date(2026, 1, 1), {"mutuelle": "MGPT"}, "67.00"),
        ("letter_keys/c", date(2006, 8, 31), {"sector": "private"}, None),
        ("letter_keys/c", date(2006, 9, 1), {"sector": "private"}, "80.00"),
        ("letter_keys/c", date(2006, 11, 30), {"sector": "public"}, None),
        ("letter_keys/c", date(2006, 12, 1), {"sector": "public"}, "50.00"),
        ("people/student_age", date(2027, 1, 31), {}, "26"),
        ("people/student_age", date(2027, 2, 1), {}, "30"),
    ],
)
def test_the_bundled_values_change_on_their_day(
    rulebook: Rulebook, parameter: str, day: date, dimensions: dict[str, str], expected: str | None
) -> None:
    value = rulebook.parameter(parameter).find(day, **dimensions)
    assert (None if value is None else value.number) == (None if expected is None else Decimal(expected))


def test_the_payer_changes_on_the_day_of_the_law(rulebook: Rulebook) -> None:
    payer = rulebook.parameter("organisation/payer")
    assert [payer.at(day).value for day in (date(2027, 1, 31), date(2027, 2, 1))] == ["CNOPS", "CNSS"]


def test_an_unknown_parameter_and_an_unknown_form_are_named(rulebook: Rulebook) -> None:
    with pytest.raises(Missing, match=r"rules\.parameter"):
        rulebook.parameter("rates/nothing")
    with pytest.raises(Missing, match=r"rules\.form"):
        rulebook.form("consultation", "1999-01")
