"""Runs the cases of `tests/rules/cases`, which a jurist can read and write; README.md beside this file says how."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from amo_desk.domain.errors import Refused
from amo_desk.rules.cases import WrittenCase, answers, read_cases
from amo_desk.rules.checklist import evaluate
from amo_desk.rules.rulebook import Rulebook
from amo_desk.ui import messages
from amo_desk.usecases.desk import bundled_rulebook
from rules.casework import DEPOSIT

FOLDER = Path(__file__).parent / "cases"
# The only text of the seeds which mixes French and Moroccan rules: nothing rests on it.
UNRELIABLE = "seed 001"


def _cases() -> list[WrittenCase]:
    rulebook = bundled_rulebook()
    return [case for path in sorted(FOLDER.glob("*.toml")) for case in read_cases(path, rulebook, DEPOSIT)]


CASES = _cases()


@pytest.mark.parametrize("written", [pytest.param(case, id=f"{case.file}: {case.name}") for case in CASES])
def test_case(written: WrittenCase) -> None:
    assert written.source, "a case without a source proves nothing"
    assert UNRELIABLE not in written.source.lower()
    assert written.expect, "a case that expects nothing cannot fail"
    assert answers(evaluate(written.case), written.expect) == written.expect


def test_there_are_enough_cases_and_no_two_have_one_name() -> None:
    assert len(CASES) >= 200
    names = Counter((case.file, case.name) for case in CASES)
    assert max(names.values()) == 1


def test_every_form_has_its_cases(rulebook: Rulebook) -> None:
    assert {case.case.form.id for case in CASES} == {form.id for form in rulebook.forms}


GOOD = """
form = "consultation"
care_date = 2026-11-02

[[cases]]
name = "Une consultation"
source = "Convention nationale"
lines = [{ code = "C", billed = 150.00 }]
expect = { tnr = 80.00 }
"""


def _read(folder: Path, rulebook: Rulebook, text: str) -> tuple[WrittenCase, ...]:
    path = folder / "cas.toml"
    path.write_text(text, encoding="utf-8")
    return read_cases(path, rulebook, DEPOSIT)


def test_what_stands_at_the_head_of_a_file_holds_for_each_case(tmp_path: Path, rulebook: Rulebook) -> None:
    second = GOOD.partition("[[cases]]")[2].replace("Une consultation", "Une autre") + "care_date = 2026-10-05"
    one, two = _read(tmp_path, rulebook, f"{GOOD}\n[[cases]]{second}")
    assert [str(case.case.care_day) for case in (one, two)] == ["2026-11-02", "2026-10-05"]
    assert {case.case.form.id for case in (one, two)} == {"consultation"}
    assert one.case.deposit_day == DEPOSIT, "without a date, the deposit is made today"


@pytest.mark.parametrize(
    "wrong, right, key",
    [
        ('form = "consultations"', 'form = "consultation"', "form"),
        ("care_day = 2026-11-02", "care_date = 2026-11-02", "care_date"),
        ('mutuel = "MGEN"\nsource', "source", "mutuel"),
        ('mutuelle = "MGPP"\nsource', "source", "mutuelle"),
        ('age = "vingt"\nsource', "source", "age"),
        ('relation = "cousin"\nsource', "source", "relation"),
        ("certificates = { school = 2026-12-31 }\nsource", "source", "school"),
        ('fields = { secteur = "public" }\nsource', "source", "secteur"),
        ('without = ["ORDO"]\nsource', "source", "without: ORDO"),
        ('code = "C", montant = 150.00', 'code = "C", billed = 150.00', "montant"),
        ('code = "C", billed = "150"', 'code = "C", billed = 150.00', "billed"),
        ('code = "C", teeth = ["16"]', 'code = "C"', "teeth"),
        ("products = { 6118000160113 = { ppv = 34.60 } }\nsource", "source", "base"),
        ("expect = { tarif = 80.00 }", "expect = { tnr = 80.00 }", "tarif"),
    ],
)
def test_a_wrong_case_is_refused_by_file_case_and_key(
    tmp_path: Path, rulebook: Rulebook, wrong: str, right: str, key: str
) -> None:
    assert right in GOOD
    with pytest.raises(Refused) as refusal:
        _read(tmp_path, rulebook, GOOD.replace(right, wrong, 1))
    assert refusal.value.code == "case.file"
    assert refusal.value.details["key"] == key
    assert str(refusal.value.details["where"]).startswith("cas.toml: Une consultation")
    sentence = messages.sentence(refusal.value)
    assert key in sentence
    assert "Réinstallez" not in sentence


def test_a_case_without_a_name_is_told_by_its_place(tmp_path: Path, rulebook: Rulebook) -> None:
    with pytest.raises(Refused) as refusal:
        _read(tmp_path, rulebook, GOOD.replace("name", "nom", 1))
    assert (refusal.value.details["where"], refusal.value.details["key"]) == ("cas.toml: 1", "name")


@pytest.mark.parametrize("text, code", [("[[cases", "case.malformed"), ("", "case.file")])
def test_a_file_without_cases_is_refused(tmp_path: Path, rulebook: Rulebook, text: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        _read(tmp_path, rulebook, text)
    assert refusal.value.code == code


def test_a_file_that_is_not_there_is_refused(tmp_path: Path, rulebook: Rulebook) -> None:
    with pytest.raises(Refused) as refusal:
        read_cases(tmp_path / "absent.toml", rulebook, DEPOSIT)
    assert (refusal.value.code, refusal.value.details["where"]) == ("case.unreadable", "absent.toml")


def test_fields_are_written_as_a_jurist_writes(tmp_path: Path, rulebook: Rulebook) -> None:
    fields = "fields = { ald = true, declared_amount = 150.50, continuous_end = 2026-11-20 }\nsource"
    (written,) = _read(tmp_path, rulebook, GOOD.replace("source", fields, 1))
    kept = written.case.content.fields
    assert (kept["ald"], kept["declared_amount"], kept["continuous_end"]) == ("1", "15050", "2026-11-20")
