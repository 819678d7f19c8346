"""The numbers of the field: what they look like, and which of them can be checked.

Sources: the ANAM guide of the INPE (nine digits, no documented check digit), the GS1 check digit of medicine barcodes,
and the modulo 97 of the ICE and of the RIB. What no source describes (CNOPS immatriculation, affiliation) is free.
"""

from __future__ import annotations

import re
import unicodedata

from stdnum import ean
from stdnum.ma import ice


def compact(text: str) -> str:
    """A number without the blanks, dots and dashes people type into it, in capitals, its figures Western.

    >>> compact(" 101 075-429 "), compact("٠١٢٣")
    ('101075429', '0123')
    """
    if text.isalnum() and text.isascii():
        return text.upper()
    bare = re.sub(r"[\s.\-\u00a0\u202f]", "", text).upper()
    return bare if bare.isascii() else "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in bare)


def number_span(shown: str, typed: str) -> tuple[int, int] | None:
    """The part of a number as it is shown that answers what was typed: its beginning, with or without leading zeros.

    >>> number_span("AB 104512", "ab10"), number_span("0123456", "123"), number_span("0123456", "23")
    ((0, 5), (1, 4), None)
    """
    kept = [(sign, place) for place, mark in enumerate(shown) for sign in compact(mark)]
    zeros = len(kept) - len("".join(sign for sign, _ in kept).lstrip("0"))
    number = compact(typed)
    for skipped in dict.fromkeys((0, zeros)):
        text = "".join(sign for sign, _ in kept[skipped:])
        for form in dict.fromkeys((number, number.lstrip("0"))):
            if form and text.startswith(form):
                return kept[skipped][1], kept[skipped + len(form) - 1][1] + 1
    return None


def is_inpe(text: str) -> bool:
    """Whether this is an INPE: exactly nine digits.

    >>> is_inpe("101075429"), is_inpe("10107542")
    (True, False)
    """
    return bool(re.fullmatch(r"[0-9]{9}", text))


def is_barcode(text: str) -> bool:
    """Whether this is a thirteen-digit product code, whatever its check digit."""
    return bool(re.fullmatch(r"[0-9]{13}", text))


def has_valid_check_digit(barcode: str) -> bool:
    """Whether the last digit of an EAN-13 is right; 19 codes of the official medicine list of 2014 fail this.

    >>> has_valid_check_digit("6118000140213")
    False
    """
    return is_barcode(barcode) and bool(ean.is_valid(barcode))


def is_ice(text: str) -> bool:
    """Whether this is an ICE: fifteen digits, divisible by 97.

    >>> is_ice("001561191000066")
    True
    """
    return bool(re.fullmatch(r"[0-9]{15}", text)) and bool(ice.is_valid(text))


def is_rib(text: str) -> bool:
    """Whether these are the 24 digits of a bank account, the last two of which make it a multiple of 97.

    >>> is_rib("011 519 0000012050005349 21"), is_rib("011519000001205000534922"), is_rib("0115")
    (True, False, False)
    """
    number = compact(text)
    return has_rib_length(number) and int(number) % 97 == 0


def masked_rib(text: str) -> str:
    """A RIB of which only the first and the last digits show.

    >>> masked_rib("011519000001205000534921"), masked_rib("")
    ('011 … 4921', '')
    """
    number = compact(text)
    return f"{number[:3]} … {number[-4:]}" if number else ""


def spaced_rib(text: str) -> str:
    """A whole RIB in its four parts, bank, place, account and key, anything else as it is.

    >>> spaced_rib("011519000001205000534921"), spaced_rib("0115")
    ('011 519 0000012050005349 21', '0115')
    """
    number = compact(text)
    return f"{number[:3]} {number[3:6]} {number[6:22]} {number[22:]}" if has_rib_length(number) else text


def has_rib_length(text: str) -> bool:
    """Whether this is as long as the number of a bank account, whatever its key."""
    return bool(re.fullmatch(r"[0-9]{24}", text))
