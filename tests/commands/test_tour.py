"""`amo-desk demo --out`: the day it does leaves the papers, the workbook and the pictures it promises."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pypdfium2 as pdfium
import pytest

from amo_desk import paths


@pytest.fixture(scope="session")
def day(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder that the demonstration left, and what it wrote."""
    out = tmp_path_factory.mktemp("demo") / "jour"
    call = [sys.executable, "-m", "amo_desk", "demo", "--out", str(out)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    ended = subprocess.run(
        call, capture_output=True, text=True, check=False, env=environment, cwd=paths.bundled("amo_desk").parent
    )
    assert ended.returncode == 0, ended.stderr
    return out, ended.stdout


def words(file: Path) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pdfium.PdfDocument(file.read_bytes()))


def test_every_paper_of_the_day_is_there(day: tuple[Path, str]) -> None:
    out, _ = day
    receipts = sorted(out.glob("accuse-*.pdf"))
    assert len(receipts) == 3
    assert all("D014-03-26-" in words(receipt) for receipt in receipts)
    (slip,) = out.glob("pieces-manquantes-*.pdf")
    assert "Feuille de soins" in words(slip)
    (batch,) = out.glob("bordereau-*.pdf")
    assert "L014-03-26-00001-81" in words(batch)


def test_the_workbook_says_what_the_slip_says(day: tuple[Path, str]) -> None:
    out, _ = day
    (file,) = out.glob("bordereau-*.xlsx")
    book = openpyxl.load_workbook(file)
    (batch,) = out.glob("bordereau-*.pdf")
    printed = words(batch)
    numbers = {
        str(cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if str(cell.value).startswith("D014-")
    }
    assert len(numbers) > 1
    assert all(number in printed for number in numbers)


def test_every_page_has_its_picture(day: tuple[Path, str]) -> None:
    out, said = day
    pictures = sorted(out.glob("[0-9][0-9]-*.png"))
    assert len(pictures) > 20
    assert [picture.name[:2] for picture in pictures] == [f"{number:02d}" for number in range(1, len(pictures) + 1)]
    assert all(picture.read_bytes().startswith(b"\x89PNG") for picture in pictures)
    assert all(f"{picture.stem[:2]} {picture.stem[3:]}" in said for picture in pictures)
    assert len({picture.read_bytes() for picture in pictures}) == len(pictures), "two pictures are the same"


def test_it_says_how_much_it_left(day: tuple[Path, str]) -> None:
    out, said = day
    assert f"{len(list(out.iterdir()))} fichiers dans {out}" in said
