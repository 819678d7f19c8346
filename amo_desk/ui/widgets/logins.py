"""A login made of an agent's name, to be proposed and not imposed."""

from __future__ import annotations

import re
import unicodedata

_PARTICLES = ("el", "al", "ait", "ben", "bou", "ould", "oulad")


def proposed_login(name: str) -> str:
    """A login made of a name: the initial of the first name, a dot, the family name.

    >>> proposed_login("Samira Bennani"), proposed_login("Aïcha El Fassi"), proposed_login("سميرة بناني")
    ('s.bennani', 'a.elfassi', '')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    words = re.findall(r"[a-z]+", plain)
    if not words:
        return ""
    first, rest = str(words[0]), words[1:]
    if not rest:
        return first
    start = len(rest) - 1
    while start > 0 and rest[start - 1] in _PARTICLES:
        start -= 1
    return f"{first[0]}.{''.join(rest[start:])}"
