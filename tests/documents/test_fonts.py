"""Tests: a family is taken only when it can print both scripts."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import reportlab

from amo_desk.documents import fonts
from amo_desk.documents.fonts import find_family, registered
from amo_desk.domain.errors import Unavailable

LATIN_ONLY = Path(reportlab.__file__).parent / "fonts"


def test_the_system_has_a_family_with_both_scripts():
    family = find_family()
    assert family.regular != family.bold
    assert registered(family) == registered(family)


def test_the_folder_given_comes_first(tmp_path: Path):
    system = find_family()
    shutil.copy(system.regular, tmp_path / "Essai-Regular.ttf")
    shutil.copy(system.bold, tmp_path / "Essai-Bold.ttf")
    assert find_family(tmp_path).regular.parent == tmp_path
    assert find_family(None, tmp_path).name == "Essai"


def test_a_family_without_arabic_or_damaged_is_passed_over(tmp_path: Path):
    shutil.copy(LATIN_ONLY / "Vera.ttf", tmp_path / "Vera-Regular.ttf")
    shutil.copy(LATIN_ONLY / "VeraBd.ttf", tmp_path / "Vera-Bold.ttf")
    (tmp_path / "Trou-Regular.ttf").write_bytes(b"not a font")
    (tmp_path / "Trou-Bold.ttf").write_bytes(b"")
    assert find_family(tmp_path) == find_family()


def test_no_family_at_all_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(fonts, "_system_folders", tuple)
    with pytest.raises(Unavailable) as trouble:
        find_family(tmp_path, tmp_path / "absent")
    assert trouble.value.code == "font.missing"
