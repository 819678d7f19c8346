"""The command line: help in French for every command, one line and a code for what is wrong."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from amo_desk import __version__, paths
from amo_desk.app import main

COMMANDS = (
    ("--help",),
    ("demo", "--help"),
    ("selftest", "--help"),
    ("init", "--help"),
    ("import", "--help"),
    ("import", "medicines", "--help"),
)
ENGLISH = re.compile(
    r"usage:|show this|positional|optional|error:|required|the following|invalid|expected", re.IGNORECASE
)


def answer(arguments: Sequence[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    """The exit code of a call and what it wrote."""
    try:
        code = main(arguments)
    except SystemExit as end:
        code = int(end.code or 0)
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.mark.parametrize("arguments", COMMANDS, ids=[" ".join(command[:-1]) or "amo-desk" for command in COMMANDS])
def test_every_command_has_its_help_in_french(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = answer(arguments, capsys)
    assert code == 0
    assert err == ""
    assert out.startswith("usage : amo-desk")
    assert "montre cette aide" in out
    assert ENGLISH.findall(out) == []


def test_the_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = answer(("--help",), capsys)
    for command in ("demo", "selftest", "init", "import"):
        assert command in out


def test_the_version_is_the_package_s(capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(("--version",), capsys) == (0, f"AMO Desk {__version__}\n", "")


@pytest.mark.parametrize(
    "arguments,said",
    [
        (("demo",), "il manque : --out"),
        (("init", "--agent", "x", "--mutuelle", "MGPAP"), "il manque : --office, --code"),
        (("import",), "il manque : REGISTRE"),
        (("import", "medicines", "liste.csv"), "il manque : --agent"),
        (("import", "people"), "'people' n'est pas admis"),
        (("cuisine",), "'cuisine' n'est pas admis"),
        (("selftest", "--fast"), "mots inconnus : --fast"),
        (("demo", "--out"), "il faut une valeur"),
        (("import", "medicines", "x", "--agent", "a", "--day", "hier"), "valeur mal formée : 'hier'"),
        (("--unknown",), "mots inconnus : --unknown"),
    ],
)
def test_a_wrong_call_is_told_in_one_line(
    arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = answer(arguments, capsys)
    assert code == 2
    assert out == ""
    assert said in err
    assert err.count("\n") == 1
    assert "--help" in err
    assert ENGLISH.findall(err) == []


def test_a_trouble_is_a_sentence_and_the_code_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AMO_DESK_PASSWORD", "guichet-trois-2026")
    call = ("import", "medicines", str(tmp_path / "none.csv"), "--store", str(tmp_path / "none"), "--agent", "x")
    code, out, err = answer(call, capsys)
    assert (code, out) == (1, "")
    assert err.startswith("amo-desk : Aucun registre dans ce dossier.")
    assert err.count("\n") == 1


def test_the_module_answers_as_the_command_does() -> None:
    call = [sys.executable, "-m", "amo_desk", "selftest", "--fast"]
    ended = subprocess.run(call, capture_output=True, text=True, check=False, cwd=paths.bundled("amo_desk").parent)
    assert ended.returncode == 2
    assert "mots inconnus : --fast" in ended.stderr


def test_help_loads_neither_qt_s_widgets_nor_the_store() -> None:
    program = (
        "import sys; from amo_desk.app import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'PySide6.QtWidgets', 'sqlalchemy', 'reportlab'} & set(sys.modules)), file=sys.stderr)"
    )
    folder = paths.bundled("amo_desk").parent
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=folder, env=dict(os.environ)
    )
    assert ended.stderr.strip() == "[]"
