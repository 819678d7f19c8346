"""The lists of illnesses and of costly medicines: what they hold, what they refuse, and what the checks say of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from shared import SHARED, needs_shared

from amo_desk import paths
from amo_desk.domain.dossier import Line
from amo_desk.domain.errors import Refused
from amo_desk.domain.findings import Level
from amo_desk.rules.ald import read_illnesses
from amo_desk.rules.cases import case_of, product
from amo_desk.rules.checklist import evaluate
from amo_desk.rules.pecof import read_costly_medicines
from amo_desk.rules.rulebook import Rulebook

ALD, PECOF = paths.bundled("db/reference/ald.toml"), paths.bundled("db/reference/pecof.toml")
COSTLY, ORDINARY = "6118001050666", "6118000160113"


def test_the_illnesses_have_a_code_papers_and_a_period(rulebook: Rulebook) -> None:
    assert len(rulebook.ald) == 178
    assert [heading.number for heading in rulebook.ald_headings] == list(range(1, 37))
    for code, illness in rulebook.ald.items():
        assert code == illness.code.strip().upper()
        assert len(code) == 4
        assert illness.pieces.fr.startswith("Compte rendu médical détaillé"), code
        assert illness.period_months in {6, 12, 24, 36, 60}, code
        assert not illness.source.confirmed, "no list of codes is official"
    assert {illness.heading for illness in rulebook.ald.values()} == {None, *range(1, 37)}


@pytest.mark.parametrize(
    "change, key",
    [
        pytest.param(lambda t: t + t[t.rindex("[[ald]]") :], "code", id="a code twice"),
        pytest.param(lambda t: t.replace("heading = 36", "heading = 37"), "heading", id="a heading not read"),
        pytest.param(lambda t: t.replace('source = "CODES"', 'source = "CODE"', 1), "source", id="an unnamed source"),
        pytest.param(lambda t: t.replace("period_months", "period", 1), "period", id="an unknown key"),
        pytest.param(lambda t: t.replace("checked_on", "checked", 1), "checked_on", id="never checked"),
    ],
)
def test_a_wrong_list_of_illnesses_is_refused(tmp_path: Path, change: Callable[[str], str], key: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_illnesses(_changed(tmp_path, ALD, change))
    assert refusal.value.details["key"] == key


@pytest.mark.parametrize(
    "change, key",
    [
        pytest.param(lambda t: t + t[t.rindex("[[products]]") :], "code", id="a product twice"),
        pytest.param(lambda t: t.replace('grade = "transcription"', "", 1), "grade", id="no grade"),
        pytest.param(lambda t: t.replace("name =", "nom =", 1), "name", id="no name"),
    ],
)
def test_a_wrong_list_of_medicines_is_refused(tmp_path: Path, change: Callable[[str], str], key: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_costly_medicines(_changed(tmp_path, PECOF, change))
    assert refusal.value.details["key"] == key


def _changed(folder: Path, path: Path, change: Callable[[str], str]) -> Path:
    changed = folder / path.name
    changed.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    return changed


@needs_shared
def test_every_costly_medicine_of_the_list_that_was_found_is_known(rulebook: Rulebook) -> None:
    found = json.loads(next((SHARED / "medicaments").glob("pecof_*.json")).read_text(encoding="utf-8"))
    assert len(found) == 118
    assert set(rulebook.pecof.names) == {product["code"] for product in found}


@pytest.mark.parametrize("form", ["medicines", "medicines_ald"])
@pytest.mark.parametrize(
    "code, day, warned",
    [
        (COSTLY, date(2022, 5, 1), False),
        (COSTLY, date(2022, 5, 2), True),
        (ORDINARY, date(2022, 5, 2), False),
    ],
)
def test_a_costly_medicine_goes_through_the_pharmacist(
    rulebook: Rulebook, form: str, code: str, day: date, warned: bool
) -> None:
    products = {code: product(code, ppv="2771.00", base="2771.00")}
    lines = (Line(code=code, billed=277_100),)
    case = case_of(rulebook, form, lines, care_date=day, deposit_date=day, products=products)
    levels = [f.level for f in evaluate(case).findings if f.key.startswith("check/medicine_pecof")]
    assert levels == ([Level.WARN] if warned else [])


@pytest.mark.parametrize("code, known", [("H010", True), ("h010", True), (" H 010", True), ("H999", False)])
def test_an_unknown_code_of_illness_is_told(rulebook: Rulebook, code: str, known: bool) -> None:
    case = case_of(
        rulebook, "etm_request", (), care_date=None, deposit_date=date(2026, 11, 23), fields={"ald_code": code}
    )
    keys = {finding.key for finding in evaluate(case).findings}
    assert ("check/ald_code_unknown" in keys) is not known
