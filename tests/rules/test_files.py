"""The rules are read strictly: what is wrong in a file is refused, and the error names the file and the key."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from amo_desk import paths
from amo_desk.domain.errors import DeskError, Refused
from amo_desk.rules import loading
from amo_desk.rules.rulebook import Rulebook

DEPOSIT = "reference/parameters/deadlines/deposit_days.toml"
LETTER_C = "reference/parameters/letter_keys/c.toml"
ACTS = "reference/nomenclature/letter_keys.toml"
FORM = "forms/consultation/2024-01.toml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The bundled rules in a folder where they may be spoilt."""
    shutil.copytree(paths.bundled("db/reference"), tmp_path / "reference")
    shutil.copytree(paths.bundled("forms"), tmp_path / "forms")
    return tmp_path


def _load(folder: Path) -> Rulebook:
    return loading.load(folder / "reference", folder / "forms")


def _changed(folder: Path, name: str, change: Callable[[str], str]) -> None:
    path = folder / name
    before = path.read_text(encoding="utf-8")
    after = change(before)
    assert after != before, "the change did not change anything"
    path.write_text(after, encoding="utf-8")


def _without_line(start: str) -> Callable[[str], str]:
    return lambda text: "".join(line for line in text.splitlines(True) if not line.startswith(start))


@pytest.mark.parametrize(
    "name, change, key",
    [
        pytest.param(DEPOSIT, lambda t: 'colour = "red"\n' + t, "colour", id="unknown key at the top"),
        pytest.param(DEPOSIT, lambda t: t + 'colour = "red"\n', "colour", id="unknown key in a value"),
        pytest.param(DEPOSIT, lambda t: t.replace("title =", "titel ="), "title", id="misspelt title"),
        pytest.param(DEPOSIT, _without_line("reference"), "reference", id="value without a source"),
        pytest.param(DEPOSIT, _without_line("grade"), "grade", id="value without a grade"),
        pytest.param(DEPOSIT, lambda t: t.replace('"official"', '"sure"'), "grade", id="unknown grade"),
        pytest.param(DEPOSIT, _without_line("checked_on"), "checked_on", id="never checked"),
        pytest.param(DEPOSIT, _without_line("since"), "since", id="value without a first day"),
        pytest.param(DEPOSIT, lambda t: t.replace("2006-09-01", '"2006-09-01"', 1), "since", id="day between quotes"),
        pytest.param(DEPOSIT, _without_line("value "), "value", id="no value"),
        pytest.param(DEPOSIT, lambda t: t.replace("= 60", '= "60"'), "value", id="number between quotes"),
        pytest.param(DEPOSIT, lambda t: t.replace("= 60", "= true"), "value", id="true is no number"),
        pytest.param(DEPOSIT, lambda t: t.replace('"days"', '"moons"'), "unit", id="unknown unit"),
        pytest.param(DEPOSIT, lambda t: t.replace('"care"', '"lunch"'), "dated_by", id="unknown dating"),
        pytest.param(DEPOSIT, lambda t: t.partition("[[values]]")[0], "values", id="no value at all"),
        pytest.param(DEPOSIT, lambda t: t + t[t.index("[[values]]") :], "values", id="two values on one day"),
        pytest.param(ACTS, lambda t: t + t[t.rindex("[[acts]]") :], "K", id="one act twice"),
        pytest.param(ACTS, lambda t: t.replace("letter_keys/k", "letter_keys/kk"), "K", id="unknown tariff"),
        pytest.param(ACTS, lambda t: t.replace('source = "GRID"', "", 1), "source", id="act without a source"),
        pytest.param(ACTS, lambda t: t.replace('source = "GRID"', 'source = "GRIT"', 1), "source", id="unnamed source"),
        pytest.param(ACTS, lambda t: t.replace('family = "consultation"', "", 1), "family", id="act without a family"),
        pytest.param(FORM, lambda t: t.replace("since = ", "sinse = ", 1), "since", id="form without a day"),
        pytest.param(FORM, lambda t: t.replace('"acts"', '"wishes"'), "lines", id="unknown kind of lines"),
        pytest.param(FORM, lambda t: t.replace('kind = "date"', 'kind = "moon"'), "kind", id="unknown field"),
        pytest.param(FORM, lambda t: t.replace('id = "no_lines"', 'id = "nolines"'), "nolines", id="unknown check"),
        pytest.param(FORM, lambda t: t.replace('source = "FRAUD"', 'source = "FRUAD"'), "source", id="unknown source"),
        pytest.param(FORM, lambda t: t.replace('level = "block"', 'level = "stop"', 1), "level", id="level"),
        pytest.param(
            FORM, lambda t: t.replace('override = "nobody"', 'override = "me"', 1), "override", id="overrider"
        ),
        pytest.param("reference/mutuelles.toml", lambda t: t.replace("code ", "cod ", 1), "code", id="mutuelle"),
        pytest.param("forms/checks.toml", lambda t: t.replace("message =", "mesage =", 1), "message", id="sentence"),
    ],
)
def test_a_wrong_file_is_refused_by_name_and_key(
    folder: Path, name: str, change: Callable[[str], str], key: str
) -> None:
    _load(folder)
    _changed(folder, name, change)
    with pytest.raises(Refused) as refusal:
        _load(folder)
    assert refusal.value.code == "rules.file"
    assert refusal.value.details["key"] == key
    where = str(refusal.value.details["where"])
    assert where.startswith(Path(name).name) or where == "consultation"


def test_a_file_that_is_not_toml_is_named(folder: Path) -> None:
    _changed(folder, LETTER_C, lambda text: text + "\n[[values\n")
    with pytest.raises(Refused) as refusal:
        _load(folder)
    assert (refusal.value.code, refusal.value.details["where"]) == ("rules.malformed", "c.toml")
    assert "line" in str(refusal.value.details["problem"])


def test_a_file_that_is_not_text_is_named(folder: Path) -> None:
    (folder / LETTER_C).write_bytes(b"\xff\xfe\x00c")
    with pytest.raises(Refused) as refusal:
        _load(folder)
    assert (refusal.value.code, refusal.value.details["where"]) == ("rules.malformed", "c.toml")


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "forms" / "checks.toml").unlink()
    with pytest.raises(Refused) as refusal:
        _load(folder)
    assert (refusal.value.code, refusal.value.details["where"]) == ("rules.unreadable", "checks.toml")


def test_no_error_holds_a_path_of_the_machine(folder: Path) -> None:
    _changed(folder, DEPOSIT, _without_line("grade"))
    with pytest.raises(DeskError) as refusal:
        _load(folder)
    assert not any(str(folder) in str(detail) for detail in refusal.value.details.values())


def test_any_change_of_any_file_changes_the_version(folder: Path) -> None:
    versions = {_load(folder).version, _load(folder).version}
    assert len(versions) == 1
    _changed(folder, LETTER_C, lambda text: text + "# checked again\n")
    versions.add(_load(folder).version)
    _changed(folder, FORM, lambda text: text + "# checked again\n")
    versions.add(_load(folder).version)
    assert len(versions) == 3


def test_a_coming_edition_of_a_form_takes_over_on_its_day(folder: Path) -> None:
    text = (folder / FORM).read_text(encoding="utf-8")
    coming = text.replace('edition = "2024-01"', 'edition = "2027-02"').replace(
        "since = 2006-09-01", "since = 2027-02-01", 1
    )
    (folder / "forms/consultation/2027-02.toml").write_text(coming, encoding="utf-8")
    book = _load(folder)
    first = book.form("consultation", "2027-02").since
    editions = [
        [form.edition for form in book.forms_on(day) if form.id == "consultation"]
        for day in (first.replace(month=1, day=31), first)
    ]
    assert editions == [["2024-01"], ["2027-02"]]
