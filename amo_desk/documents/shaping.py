"""The one way by which all text passes to paper: cleaned, measured and broken, then joined and ordered."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right

import arabic_reshaper
import bidi
from bidi.mirror import MIRRORED
from reportlab.pdfbase.pdfmetrics import stringWidth

_RESHAPER = arabic_reshaper.ArabicReshaper(
    configuration={"delete_harakat": True, "support_ligatures": True, "ARABIC LIGATURE ALLAH": False}
)
_ARABIC = re.compile("[\u0600-\u06ff]")
# Invisible marks of direction would let a name print in another order than it reads.
_DIRECTION = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_KEPT_SPACES = {"\u00a0": "\u00a0", "\u202f": "\u00a0", "\u2007": "\u00a0"}
# python-bidi orders brackets but does not turn them. A mark without width, put after each, stays after it where
# the text runs from left to right and stands before it where it runs from right to left.
_SIDE = "\u034f"
_TURNING = re.compile(f"[{re.escape(''.join(MIRRORED))}]")
_TURNED = re.compile(f"{_SIDE}(?P<turned>.)|(?P<straight>{_TURNING.pattern}){_SIDE}")


def cleaned(text: str) -> str:
    r"""Text on one line, composed, with what has no ink made visible or taken out.

    >>> cleaned("EL  ALAMI\tAmina\x07")
    'EL ALAMI Amina□'
    """
    kept: list[str] = []
    for sign in _DIRECTION.sub("", unicodedata.normalize("NFC", text)).replace(_SIDE, ""):
        kind = unicodedata.category(sign)
        if sign in _KEPT_SPACES:
            kept.append(_KEPT_SPACES[sign])
        elif sign in "\t\n\r\v\f" or kind.startswith("Z"):
            kept.append(" ")
        else:
            kept.append("□" if kind in {"Cc", "Cs", "Cn", "Co"} else sign)
    return " ".join(word for word in "".join(kept).split(" ") if word)


def shaped(text: str, *, rtl: bool = False) -> str:
    r"""Text as it is drawn from left to right: Arabic joined and ordered, everything else as itself.

    Nothing is markup: it goes to the page as glyphs, so `<b>` prints as `<b>`.

    >>> shaped("M. <b> & محمد") == "M. <b> & \ufeaa\ufee4\ufea4\ufee3"
    True
    """
    line = _TURNING.sub(lambda found: found[0] + _SIDE, _RESHAPER.reshape(cleaned(text)))
    line = bidi.get_display(line, base_dir="R" if rtl else "L")
    return _TURNED.sub(lambda found: found["straight"] or MIRRORED[found["turned"]], line)


def reads_from_right(text: str) -> bool:
    """Whether the first letter of a text belongs to a script that runs from right to left.

    >>> reads_from_right("(2) محمد"), reads_from_right("Dr محمد")
    (True, False)
    """
    sides = (unicodedata.bidirectional(sign) for sign in text)
    return next((side != "L" for side in sides if side in ("L", "R", "AL")), False)


def measured(text: str, font: str, size: float) -> float:
    """The width of a text on one line; the order of its signs does not matter."""
    return _width(cleaned(text), font, size)


def broken(text: str, width: float, font: str, size: float) -> list[str]:
    """The lines of a text in logical order, measured as shaped: only then may each be put in visual order.

    Words wider than the line are cut where the line ends, never left out.
    """
    room = width + 1e-6
    lines: list[str] = []
    line = ""
    for word in cleaned(text).split(" "):
        longer = f"{line} {word}" if line else word
        if _width(longer, font, size) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        line = word
        while len(line) > 1 and _width(line, font, size) > room:
            cut = _fitting(line, room, font, size)
            lines.append(line[:cut])
            line = line[cut:]
    return [*lines, line]


def _fitting(word: str, room: float, font: str, size: float) -> int:
    """How many signs of a word fit, at least one."""
    lengths = range(1, len(word))
    return max(1, bisect_right(lengths, room, key=lambda length: _width(word[:length], font, size)))


def _width(line: str, font: str, size: float) -> float:
    """The width of a cleaned line, its Arabic joined."""
    return float(stringWidth(_RESHAPER.reshape(line) if _ARABIC.search(line) else line, font, size))
