"""A person's name turned into search keys, the same for what is stored and for what is typed.

Latin and Arabic script are both folded: case, accents, hyphens and apostrophes; Arabic letters that are written in
several ways, vowel signs and the article. The order of the words never matters.
"""

from __future__ import annotations

import re
import unicodedata

_ARABIC_FOLD = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ـ": "", "ء": ""}
)
_WORD = re.compile(r"[^\W_]+")
_ARABIC_ARTICLE = re.compile(r"^ال(?=\w{3})")
_SPELLINGS = {"mohamed": "mohammed", "mhamed": "mohammed", "mouhamed": "mohammed", "mohammad": "mohammed"}


def folded(text: str) -> str:
    """Text without case, accents or vowel signs.

    >>> folded("Aït-Béni")
    'ait-beni'
    >>> folded("أَحْمَد")
    'احمد'
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return bare.casefold().translate(_ARABIC_FOLD)


def search_keys(name: str) -> tuple[str, ...]:
    """The words of a name as they are indexed and looked for, each once, in order.

    >>> search_keys("EL ALAMI Mohamed")
    ('el', 'alami', 'mohammed')
    >>> search_keys("محمد العلمي")
    ('محمد', 'علمي')
    """
    keys: dict[str, None] = {}
    for word in _WORD.findall(folded(name).replace("'", "").replace("\u2019", "")):
        bare = _ARABIC_ARTICLE.sub("", word)
        keys[_SPELLINGS.get(bare, bare)] = None
    return tuple(keys)
