"""`amo-desk selftest`: every part of a whole program answers, and a program with a part missing says which."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from amo_desk import paths
from amo_desk.app import main
from amo_desk.commands import selftest
from amo_desk.domain.errors import Unavailable


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> None:
    """No store or setting of this machine is looked at."""
    assert qapp.instance() is qapp
    monkeypatch.setattr(paths, "default_store", lambda: tmp_path / "none")


def test_a_whole_program_passes(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["selftest"]) == 0
    out = capsys.readouterr().out
    assert out.count("  ok     ") == 10
    assert "ÉCHEC" not in out
    assert out.endswith("Tout est en ordre.\n")
    assert not (tmp_path / "none").exists()


def test_a_trouble_is_told_in_words_and_the_rest_goes_on(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_fonts() -> str:
        raise Unavailable("font.missing")

    def broken() -> str:
        raise ZeroDivisionError("par zéro")

    monkeypatch.setattr(selftest, "_fonts", without_fonts)
    monkeypatch.setattr(selftest, "_window", broken)
    assert main(["selftest"]) == 1
    out = capsys.readouterr().out
    assert "ÉCHEC  polices avec l'arabe : Aucune police avec l'arabe n'a été trouvée." in out
    assert "ÉCHEC  fenêtre : ZeroDivisionError par zéro" in out
    assert out.count("  ok     ") == 8
    assert out.endswith("2 point(s) à corriger.\n")
