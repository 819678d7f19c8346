"""What a keyboard-wedge scanner meant, whatever keyboard layout its keys went through.

A scanner types as a US keyboard would. On a French (AZERTY) layout unshifted digits come out as `&é"'(-è_çà`; Arabic
systems may turn them into Arabic-Indic digits. Letters of our own numbers come back in the other case under Caps Lock.
"""

from __future__ import annotations

import re

_AZERTY = str.maketrans("&é\"'(-è_çà", "1234567890")
_AZERTY_CAPS = str.maketrans("É§ÈÇÀ", "26790")
_EASTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_READ = re.compile(r"[DL]?[0-9\-]{8,20}")


def repaired_figure(typed: str) -> int | None:
    """The figure of a key, from 1 to 9, whether or not the layout wants Shift for it.

    >>> repaired_figure("2"), repaired_figure("é"), repaired_figure("²")
    (2, 2, None)
    """
    figure = typed.translate(_AZERTY)
    return int(figure) if figure in tuple("123456789") else None


def repaired(typed: str) -> str | None:
    """The code behind what the keyboard delivered; nothing when it is not a code of ours.

    >>> repaired("6118000140213"), repaired('-&&_èèèé&((')
    ('6118000140213', '61187772155')
    >>> repaired("à&é") is None
    True
    """
    text = typed.strip().translate(_EASTERN)
    for candidate in (text.upper(), text.translate(_AZERTY).translate(_AZERTY_CAPS).upper()):
        if _READ.fullmatch(candidate):
            return candidate
    return None
