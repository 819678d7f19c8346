"""The dental nomenclature against the notes of the field and the public transcriptions, and what each act may cite."""

from __future__ import annotations

import csv
import re
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from shared import SHARED, needs_shared

from amo_desk import paths
from amo_desk.domain.errors import Refused
from amo_desk.rules.loading import load
from amo_desk.rules.nomenclature import Act
from amo_desk.rules.rulebook import Rulebook

TRANSCRIPTIONS = ("ngap_dentaire_act_reference_107.csv", "ngap_dentaire_ngap-maroc_154.csv")
# Printed there as the coefficient of the act, anaesthesia everywhere else.
ANAESTHESIA_ONLY = {"D718": 25, "D719": 30, "D722": 25, "D723": 40}
# Where the list of ngap-maroc.com prints the column of the anaesthesia.
OTHERWISE = {"D729": (50, 30), "D730": (80, 30)}
# Priced otherwise than by a coefficient of their own.
WITHOUT = {"D757", "D816"}
RANGES = ((500, 549), (600, 641), (700, 785), (800, 816), (900, 914))
# The column of the anaesthesia in the notes, section 6.2.
ANAESTHESIA = {
    "D718": 25, "D719": 30, "D722": 25, "D723": 40, "D726": 30, "D729": 30, "D730": 30, "D731": 30, "D732": 40,
    "D741": 30, "D745": 20, "D746": 20, "D747": 20,
}  # fmt: skip
NOTES = SHARED.parent / "domain.md"


def _rows(name: str) -> list[dict[str, str]]:
    with (SHARED / "ngap_tnr" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_code_is_there(rulebook: Rulebook) -> None:
    codes = {f"D{number}" for first, last in RANGES for number in range(first, last + 1)}
    codes |= {f"T{number}" for number in range(142, 160)}
    assert codes <= set(rulebook.acts)


@needs_shared
@pytest.mark.parametrize("name", TRANSCRIPTIONS)
def test_coefficients_are_those_of_the_transcriptions(rulebook: Rulebook, name: str) -> None:
    differing = {}
    for row in _rows(name):
        code = row["code"]
        act = rulebook.acts[code]
        if act.unit or code in WITHOUT:
            continue
        printed = Decimal(row["coefficient"])
        if code in ANAESTHESIA_ONLY:
            assert (act.coefficient, act.anaesthesia) == (None, printed)
        elif printed != act.coefficient:
            differing[code] = (act.coefficient, printed)
    assert differing == (OTHERWISE if "154" in name else {})


@needs_shared
def test_letters_and_values_are_those_of_the_transcription(rulebook: Rulebook) -> None:
    for row in _rows(TRANSCRIPTIONS[1]):
        act = rulebook.acts[row["code"]]
        assert act.letter == row["lettre_cle"], row["code"]
        if act.priced and not act.unit:
            value = rulebook.parameter(act.tariff).values[0]
            assert value.number == Decimal(row["valeur_lettre_mad"]), row["code"]


@needs_shared
def test_pictures_that_the_transcription_wants_are_wanted(rulebook: Rulebook) -> None:
    for row in _rows(TRANSCRIPTIONS[1]):
        if row["radio_obligatoire"] and row["code"] not in ANAESTHESIA_ONLY:
            assert rulebook.acts[row["code"]].xray, row["code"]
            assert ("after" in rulebook.acts[row["code"]].xray) is (row["radio_obligatoire"] == "pre_post")


@needs_shared
def test_soft_parts_and_jaws_are_those_of_the_notes(rulebook: Rulebook) -> None:
    """« D500 80(30) · D501 120 » in section 6.2.6: coefficient, then anaesthesia."""
    text = NOTES.read_text(encoding="utf-8")
    start = text.index("#### 6.2.6")
    lists = text[start : text.index("Assimilations dentaires", start)]
    found = re.findall(r"\b(D[568]\d\d) (\d+|–)(?:\((\d+)\))?", lists)
    assert len(found) > 80
    for code, coefficient, anaesthesia in found:
        act = rulebook.acts[code]
        assert act.coefficient == (None if coefficient == "–" else Decimal(coefficient)), code
        if code != "D622":
            assert act.anaesthesia == (Decimal(anaesthesia) if anaesthesia else None), code


def test_the_anaesthesia_of_dental_surgery(rulebook: Rulebook) -> None:
    found = {code: act.anaesthesia for code, act in rulebook.acts.items() if act.anaesthesia and code[:2] == "D7"}
    assert found == ANAESTHESIA


def test_what_the_transcriptions_do_not_agree_upon_is_marked(rulebook: Rulebook) -> None:
    doubtful = {code for code, act in rulebook.acts.items() if act.doubt}
    assert doubtful == {*ANAESTHESIA_ONLY, *OTHERWISE, "D622", "D911", "D912"}
    assert rulebook.acts["D622"].anaesthesia is None, "20 or 30: nobody knows"


def test_every_dental_act_has_its_name_in_arabic(rulebook: Rulebook) -> None:
    for code, act in rulebook.acts.items():
        assert re.search(r"[\u0600-\u06ff]", act.label.ar), code
        assert not re.search(r"[À-ÿ]", act.label.ar), code


def _removals(acts: dict[str, Act]) -> set[str]:
    return {code for code, act in acts.items() if act.removes}


def test_extractions_remove_the_tooth_and_nothing_else_does(rulebook: Rulebook) -> None:
    surgical = {"D720", "D721", *(f"D{n}" for n in range(724, 731)), "D906"} - {"D727"}
    assert _removals(rulebook.acts) == {*(f"D{n}" for n in range(713, 718)), *surgical}


@pytest.mark.parametrize(
    "was, becomes, key",
    [
        ('one_face = "D701"', 'one_face = "D7O1"', "D700"),
        ('before_age = "odf/canine_age"', 'before_age = "odf/canine"', "D634"),
        ('panoramic_from = "dental/large_bridge"', 'panoramic_from = "dental/bridge"', "D757"),
        ('mark = "crown"', 'mark = "cap"', "mark"),
        ('within = "appliance"', 'within = "mouth"', "within"),
        ("faces = { from = 3 }", "faces = { to = 3 }", "from"),
    ],
)
def test_an_act_that_cites_what_is_not_there_is_refused(tmp_path: Path, was: str, becomes: str, key: str) -> None:
    reference = tmp_path / "reference"
    shutil.copytree(paths.bundled("db/reference"), reference)
    changed = 0
    for path in (reference / "nomenclature").glob("*.toml"):
        text = path.read_text(encoding="utf-8")
        changed += was in text
        path.write_text(text.replace(was, becomes, 1), encoding="utf-8")
    assert changed
    with pytest.raises(Refused) as refusal:
        load(reference, paths.bundled("forms"))
    assert refusal.value.details["key"] == key
