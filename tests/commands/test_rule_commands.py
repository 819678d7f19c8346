"""`amo-desk quote` and `amo-desk selftest --rules`: what they print, in which words, and how they end."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from amo_desk.app import main
from amo_desk.commands import doubts
from amo_desk.domain.sources import Grade
from amo_desk.rules.report import stale, unconfirmed
from amo_desk.usecases.desk import bundled_rulebook

CASES = Path(__file__).parents[1] / "rules" / "cases"
TWO = """
care_date = 2026-11-02
deposit_date = 2026-11-23
mutuelle = "MGEN"

[[cases]]
name = "Une obturation"
source = "NGAP, D702 = D15"
form = "dental_care"
lines = [{ code = "D702", teeth = [16], billed = 300.00 }]
expect = { tnr = 262.50, amo = 210.00 }

[[cases]]
name = "Des lunettes"
form = "optics"
lines = [{ code = "", label = "Verres", billed = 900.00 }]
"""


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    path = tmp_path / "cas.toml"
    path.write_text(TWO, encoding="utf-8")
    return path


def test_amounts_and_their_sources_in_french(cases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["quote", str(cases)]) == 0
    said = capsys.readouterr().out.replace("\u00a0", " ")
    assert "Une obturation (cas.toml)" in said
    assert "D'après : NGAP, D702 = D15" in said
    assert "soins du 02/11/2026, dépôt du 23/11/2026 · payé par CNOPS" in said
    assert "D702 : facturé 300,00, base 262,50, AMO 210,00, complément 52,50" in said
    assert "Reste à charge" in said
    assert "37,50 DH" in said
    assert "https://cnops.org.ma/fr/node/195 · officiel · depuis le 01/09/2006 · vérifié le 23/11/2026" in said
    assert "Verdict : Complet" in said
    assert "Verres : non calculable" in said
    assert "Lignes non calculables, hors des sommes : 1" in said
    assert "Estimation, ne vaut pas décision." in said


def test_the_same_as_json(cases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["quote", "--json", str(cases)]) == 0
    care, glasses = json.loads(capsys.readouterr().out)
    assert (care["case"], care["file"], care["unit"]) == ("Une obturation", "cas.toml", "centimes MAD")
    assert [care[name] for name in ("billed", "tnr", "base", "amo", "complement", "deductions", "left")] == [
        30_000, 26_250, 26_250, 21_000, 5_250, 0, 3_750,
    ]  # fmt: skip
    (line,) = care["lines"]
    tariff = line["values"][0]
    assert (tariff["label"], tariff["value"], tariff["source"]["grade"]) == ("letter_keys/d_care", "17.50", "official")
    for value in line["values"]:
        assert value["source"]["title"]
        assert value["source"]["checked_on"]
    assert (glasses["left"], glasses["estimated"], glasses["uncounted"]) == (None, None, 1)
    assert glasses["lines"][0]["reason"] == "no_forfait"


def test_another_answer_than_the_one_expected_is_told_and_ends_in_one(
    cases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases.write_text(TWO.replace("amo = 210.00", "amo = 211.00"), encoding="utf-8")
    assert main(["quote", str(cases)]) == 1
    assert "INATTENDU  amo : attendu 211,00, obtenu 210,00" in capsys.readouterr().out
    assert main(["quote", "--json", str(cases)]) == 1
    first = json.loads(capsys.readouterr().out)[0]
    assert first["unexpected"] == {"amo": {"expected": "211,00", "came": "210,00"}}


@pytest.mark.parametrize(
    "change, told",
    [
        (("teeth", "dents"), ("cas.toml: Une obturation", "dents")),
        (('form = "optics"', 'form = "lunettes"'), ("cas.toml: Des lunettes", "form", "optics")),
        (("mutuelle =", "mutuelles ="), ("cas.toml: Une obturation", "mutuelles", "mutuelle")),
        (("[[cases]]", "[[cases"), ("cas.toml", "line")),
    ],
)
def test_a_wrong_case_is_told_in_one_line(
    cases: Path, capsys: pytest.CaptureFixture[str], change: tuple[str, str], told: tuple[str, ...]
) -> None:
    cases.write_text(TWO.replace(change[0], change[1], 1), encoding="utf-8")
    assert main(["quote", str(cases)]) == 1
    out, errors = capsys.readouterr()
    assert out == ""
    assert errors.count("\n") == 1
    for words in told:
        assert words in errors
    assert str(cases.parent) not in errors


def test_a_missing_file_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["quote", str(tmp_path / "rien.toml")]) == 1
    assert "rien.toml" in capsys.readouterr().err


def test_a_wrong_call_ends_in_two(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["quote"])
    assert ended.value.code == 2
    assert "il manque : FICHIER" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["quote", "selftest"])
def test_the_help_is_in_french(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert "montre cette aide" in said
    assert "positional arguments" not in said


@pytest.mark.parametrize("path", sorted(CASES.glob("*.toml")), ids=lambda path: path.stem)
def test_the_cases_of_the_tests_can_be_given_to_the_command(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["quote", str(path)]) == 0
    assert "INATTENDU" not in capsys.readouterr().out


def test_pieces_of_the_office_are_asked_where_its_folder_is_given(
    cases: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office = tmp_path / "office" / "forms"
    office.mkdir(parents=True)
    (office / "optics.toml").write_text("[levels]\nRIB = 'block'\n", encoding="utf-8")
    main(["quote", "--json", str(cases)])
    without = json.loads(capsys.readouterr().out)[0]["rulebook"]
    main(["quote", "--json", "--store", str(tmp_path), str(cases)])
    assert json.loads(capsys.readouterr().out)[0]["rulebook"] != without


def test_all_that_is_to_be_confirmed_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["selftest", "--rules"]) == 0
    said = capsys.readouterr().out
    found = unconfirmed(bundled_rulebook())
    assert f"À confirmer en tout : {len(found)}." in said
    for doubt in found:
        assert f"  {doubt.id} · " in said
    for words in ("presse, à confirmer : ", "transcription, à confirmer : ", "complement/medicines (mutuelle = MGPAP)"):
        assert words in said
    assert "officiel :" not in said


def test_what_was_not_checked_for_a_year_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    rulebook = bundled_rulebook()
    last = max(doubt.checked_on for doubt in stale(rulebook, date(2100, 1, 1)))
    assert stale(rulebook, last) == ()
    assert stale(rulebook, last.replace(year=last.year + 1)) == ()
    late = date(last.year + 2, 1, 1)
    old = stale(rulebook, late)
    assert Grade.OFFICIAL.value in {entry.grade for entry in old}, "official values grow old too"
    assert len(old) > len(unconfirmed(rulebook))
    assert doubts.run(rulebook, late) == 0
    assert f"Non vérifié depuis plus d'un an au 01/01/{late.year} : {len(old)}\n" in capsys.readouterr().out


def test_rules_that_cannot_be_read_end_in_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("amo_desk.paths.bundled", lambda name: tmp_path / name)
    assert main(["selftest", "--rules"]) == 1
    assert "amo-desk : " in capsys.readouterr().err
