"""The one type family of every paper: found, checked for its Latin and Arabic glyphs, registered once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont, TTFontFile

from amo_desk.domain.errors import Unavailable

_LATIN = "ÀÂÇÈÉÊËÎÏÔÙÛÜàâçèéêëîïôùûüÿŒœ«»’–—…°·≥\u00a0،؛؟"
# The shaped forms of the 36 letters of the alphabet and of lam-alef: what arabic-reshaper writes.
_ARABIC_FORMS = range(0xFE80, 0xFEFD)
NEEDED = frozenset((*range(0x20, 0x7F), *map(ord, _LATIN), *_ARABIC_FORMS))

_KNOWN = (
    ("DejaVu Sans", "DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    ("Segoe UI", "segoeui.ttf", "segoeuib.ttf"),
    ("Arial", "arial.ttf", "arialbd.ttf"),
    ("Arial", "Arial.ttf", "Arial Bold.ttf"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A type family in the two weights that the papers use."""

    name: str
    regular: Path
    bold: Path


def find_family(extra: Path | None = None, bundled: Path | None = None) -> Family:
    """The first usable family: of the folder given, else of the bundled one, else of the system."""
    for folder in (extra, bundled, *_system_folders()):
        if folder is None:
            continue
        for family in _families(folder):
            if _complete(family.regular) and _complete(family.bold):
                return family
    raise Unavailable("font.missing")


def registered(family: Family) -> tuple[str, str]:
    """The names under which reportlab knows the regular and the bold face, registered on first use."""
    names = (family.name, f"{family.name} Bold")
    for name, path in zip(names, (family.regular, family.bold), strict=True):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(path)))
    return names


def _system_folders() -> tuple[Path, ...]:
    """Where Debian, Fedora, Arch, Windows and macOS keep these families."""
    linux = Path("/usr/share/fonts")
    return (
        linux / "truetype" / "dejavu",
        linux / "dejavu-sans-fonts",
        linux / "TTF",
        Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts",
        Path("/System/Library/Fonts/Supplemental"),
    )


def _families(folder: Path) -> Iterator[Family]:
    """The pairs of files of a folder that look like one family, the known ones first."""
    for name, regular, bold in _KNOWN:
        if (folder / regular).is_file() and (folder / bold).is_file():
            yield Family(name=name, regular=folder / regular, bold=folder / bold)
    for regular_file in sorted(folder.glob("*-Regular.ttf")):
        stem = regular_file.name.removesuffix("-Regular.ttf")
        bold_file = folder / f"{stem}-Bold.ttf"
        if bold_file.is_file():
            yield Family(name=stem, regular=regular_file, bold=bold_file)


@cache
def _complete(path: Path) -> bool:
    """Whether a file is a TrueType font that can print everything the papers say."""
    try:
        face = TTFontFile(str(path))
    except (TTFError, OSError):
        return False
    return NEEDED.issubset(face.charToGlyph)
