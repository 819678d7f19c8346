"""The numbers printed on paper: office, station, year, counter and a check digit; once given they never change."""

from __future__ import annotations

import re

from stdnum.iso7064 import mod_97_10

_NUMBER = re.compile(
    r"(?P<kind>[DL])(?P<office>\d{3})(?P<station>\d{2})(?P<year>\d{2})(?P<counter>\d{5})(?P<check>\d{2})"
)


def paper_number(kind: str, office: str, station: str, year: int, counter: int) -> str:
    """The number of a dossier (kind D) or of a lot (kind L), with its ISO 7064 (97, 10) check digits.

    >>> paper_number("D", "014", "03", 2026, 127)
    'D014-03-26-00127-91'
    """
    digits = f"{office}{station}{year % 100:02d}{counter:05d}"
    check = mod_97_10.calc_check_digits(digits)
    return f"{kind}{office}-{station}-{year % 100:02d}-{counter:05d}-{check}"


def read_paper_number(text: str) -> str | None:
    """The number as it is printed, from what was typed or scanned; nothing when it is not one of ours.

    >>> read_paper_number("d0140326 00127 91")
    'D014-03-26-00127-91'
    >>> read_paper_number("D014-03-26-00128-91") is None
    True
    """
    match = _NUMBER.fullmatch(re.sub(r"[\s\-]", "", text).upper())
    if not match:
        return None
    digits = match["office"] + match["station"] + match["year"] + match["counter"]
    if mod_97_10.calc_check_digits(digits) != match["check"]:
        return None
    return f"{match['kind']}{match['office']}-{match['station']}-{match['year']}-{match['counter']}-{match['check']}"
