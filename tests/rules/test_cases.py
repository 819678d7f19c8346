"""Runs the cases of `tests/rules/cases`, which a jurist can read and write; README.md beside this file says how."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from amo_desk.domain.dossier import Line
from amo_desk.domain.findings import Evaluation, Level
from amo_desk.domain.money import centimes
from amo_desk.domain.people import Certificate, CertificateKind, Relation
from amo_desk.rules.case import Case
from amo_desk.rules.checklist import evaluate
from amo_desk.rules.rulebook import Rulebook
from rules.casework import aged, case_of, product

FOLDER = Path(__file__).parent / "cases"
NOT_COMPUTABLE = "non calculable"
KEYS = {
    "name", "source", "form", "mutuelle", "care_date", "deposit_date", "age", "relation", "fields", "without",
    "lines", "products", "certificates", "overrides", "expect",
}  # fmt: skip
AMOUNTS = ("billed", "tnr", "base", "amo", "complement", "left", "estimated")


def _cases() -> list[Any]:
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        found += [pytest.param(entry, id=f"{path.stem}: {entry['name']}") for entry in data["cases"]]
    return found


CASES = _cases()


@pytest.mark.parametrize("entry", CASES)
def test_case(rulebook: Rulebook, entry: dict[str, Any]) -> None:
    assert set(entry) <= KEYS, "unknown key"
    assert entry["source"], "a case without a source proves nothing"
    evaluation = evaluate(_case(rulebook, entry))
    said = {name: value for name, value in _said(evaluation).items() if name in entry["expect"]}
    assert said == dict(entry["expect"])


def test_there_are_enough_cases_and_no_two_have_one_name() -> None:
    assert len(CASES) >= 40
    assert len({case.id for case in CASES}) == len(CASES)


def _case(rulebook: Rulebook, entry: Mapping[str, Any]) -> Case:
    deposit = entry.get("deposit_date", date(2026, 11, 23))
    return case_of(
        rulebook,
        entry["form"],
        [_line(line) for line in entry["lines"]],
        care_date=entry.get("care_date", date(2026, 11, 2)),
        deposit_date=deposit,
        mutuelle=entry.get("mutuelle", "MGPAP"),
        person=aged(entry.get("age", 40), deposit, Relation(entry.get("relation", "insured"))),
        certificates=tuple(
            Certificate(kind=CertificateKind(kind), until=until)
            for kind, until in entry.get("certificates", {}).items()
        ),
        fields=entry.get("fields", {}),
        products={code: product(code, **values) for code, values in entry.get("products", {}).items()},
        overrides=entry.get("overrides"),
        without=entry.get("without", ()),
    )


def _line(entry: Mapping[str, Any]) -> Line:
    fields = dict(entry)
    if "billed" in fields:
        fields["billed"] = centimes(fields["billed"])
    if "coefficient" in fields:
        fields["coefficient"] = Decimal(fields["coefficient"])
    return Line(**{**fields, "teeth": tuple(fields.get("teeth", ()))})


def _said(evaluation: Evaluation) -> dict[str, object]:
    """What the rules said, in the words and units of the cases."""
    quote, deadline = evaluation.quote, evaluation.deadline
    amounts = {name: _dirhams(getattr(quote, name)) for name in AMOUNTS}
    coming = evaluation.payer_next
    return {
        **amounts,
        "verdict": evaluation.verdict.value,
        "findings": [f.key for f in evaluation.findings if f.standing is not Level.NOTE],
        "notes": [f.key for f in evaluation.findings if f.standing is Level.NOTE],
        "reasons": [line.reason for line in quote.lines],
        "payer": evaluation.payer,
        "payer_next": coming[0] if coming else "",
        "last_day": deadline.last_day if deadline else "",
        "days_left": deadline.days_left if deadline else "",
        "pieces": [piece.id for piece in evaluation.pieces],
    }


def _dirhams(amount: int | None) -> object:
    return NOT_COMPUTABLE if amount is None else Decimal(amount) / 100
