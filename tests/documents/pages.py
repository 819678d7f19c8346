"""Reading a paper back: its pages, its words and its ink."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

TORTURE = Path(__file__).parents[3] / "shared" / "data" / "torture" / "naughty"
HOSTILE = (
    "<b>EL ALAMI</b> & fils",
    '=HYPERLINK("exemple")',
    "+1 -2 @SUM(A1)",
    ",./;'[]\\-=",
    "  deux   espaces\tet\nretours ",
    "\x00\x07\x1b[0m\x7f\x9f",
    "\u202eretourné\u202c \u200f\ufeff",
    "e\u0301cole de\u0301compose\u0301e",
    "محمد العلوي <b> (2)",
    "名前 😀 \ud800",
    "x" * 400,
)


@contextmanager
def opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        yield document
    finally:
        document.close()


def words(pdf: bytes) -> list[str]:
    """The text of each page on one line."""
    with opened(pdf) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def says(page: str, text: str) -> bool:
    """Whether a page says a text: its words side by side, but for punctuation.

    The reader gives lines that are mostly Arabic with their Latin words turned around.
    """
    said, wanted = bare(page), bare(text)
    around = range(len(said) - len(wanted) + 1)
    return any(said[at : at + len(wanted)] in (wanted, wanted[::-1]) for at in around)


def bare(text: str) -> list[str]:
    """The words of a text without the punctuation around them."""
    return [word for word in (piece.strip(".,;:()•·/°") for piece in text.split()) if word]


def sizes(pdf: bytes) -> list[tuple[int, int]]:
    """The size of each page in whole millimetres."""
    with opened(pdf) as document:
        return [tuple(round(side * 25.4 / 72) for side in page.get_size()) for page in document]


def pictures(pdf: bytes, dpi: int = 72) -> list[Image.Image]:
    """Each page as a grey picture."""
    with opened(pdf) as document:
        return [page.render(scale=dpi / 72).to_pil().convert("L") for page in document]


def naughty_strings() -> list[str]:
    """The lines of the public lists of naughty strings, where they are at hand."""
    if not TORTURE.is_dir():
        pytest.skip("the lists of naughty strings are not at hand")
    lines = [
        line
        for name in ("blns.txt", "csv-injection-payloads.txt")
        for line in (TORTURE / name).read_text(encoding="utf-8", errors="replace").split("\n")
    ]
    return [line for line in lines if line and not line.startswith("#")]
