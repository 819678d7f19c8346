"""Names as they are looked for: the same person however a name is spelt, joined or ordered, in Latin or Arabic script.

A name becomes words, and each word has three forms, from the strictest to the loosest:

- the word itself, folded: case, accents, apostrophes and vowel signs do not count, nor do the several ways to write
  one Arabic letter;
- its sound: doubled letters, ch/sh, ou/w, k/q and the like are one;
- its bones: the consonants alone, the same in both scripts, since Arabic leaves short vowels out.

Particles that are written apart or together (El, Ben, Bou, Abd) are joined to their word, which is known alone too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby, pairwise

_ARABIC_FOLD = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ـ": "", "ء": ""}
)
_WORD = re.compile(r"[^\W_]+")
# An apostrophe joins, a cedilla hisses.
_MARKS = str.maketrans({**dict.fromkeys("'\u2019\u02bc`\u00b4"), "ç": "s", "Ç": "s"})
_ARABIC = re.compile(r"[\u0600-\u06ff]")
# The article before sun letters takes their sound: Er Rachidi, Es Sadiki.
_ARTICLES = frozenset(["el", "al", "er", "ar", "es", "as", "et", "at", "ez", "az", "en", "an", "ed", "ad", "ech"])
_JOINED = frozenset(["ben", "bou", "abd", "abdel", "abdul", "abou", "ait", "id", "oul", "بن", "بو", "عبد", "ايت"])
_FAITH = frozenset({"eddine", "eddin", "edine", "eddyn", "addine", "din", "dine", "الدين"})
_SPLIT = ("ben", "bou", "el", "بن", "بو")
_ARABIC_ARTICLE = "ال"
# A closed t at the end of a word is silent in one name and heard in another: Fatima, Hayat.
_OPEN_T = ("ه", "ت")
_LEAST_REST = 4
_LEAST_ARABIC_REST = 3
# One or two letters before a figure belong to the number, as those of a CIN; beside a longer word they are a word too.
_LEAST_WORD = 3
_WORDS_BESIDE = re.compile(r"[^\W\d_]{3,}|\b[^\W\d_]+(?=\s+[^\W\d_])")
# The fewest letters of a word, and consonants of its bones, that may be looked for loosely.
LEAST_FOR_TYPOS = 4
LEAST_SOUND = 2
LEAST_BONES = 2
LEAST_OPEN_BONES = 3
# How far a word may be from what was typed: itself, its beginning, its sound, its bones, a letter wrong.
EXACT, BEGINNING, ALIKE, BONES, WORST = range(5)

# Longest first: each run of letters becomes one sound.
_SOUNDS = {
    **dict.fromkeys(("tch", "sch", "ch", "sh"), "ʃ"),
    **dict.fromkeys(("gh", "rh"), "ɣ"),
    "kh": "x",
    "dj": "j",
    "ph": "f",
    "th": "t",
    "dh": "d",
    "ce": "si",
    "ci": "si",
    "gu": "g",
    **dict.fromkeys(("ou", "oo", "w", "o"), "u"),
    **dict.fromkeys(("ee", "y", "e"), "i"),
    **dict.fromkeys(("qu", "ck", "q", "c"), "k"),
    "v": "f",
    "p": "b",
}
_SOUND = re.compile("|".join(sorted(_SOUNDS, key=len, reverse=True)))
_ARABIC_BONES = str.maketrans(
    dict(zip("بپتطثجچحهخدضذظرزسصشغفڤقكگڭلمن", "bbtttjʃhhxddddrzssʃɣffkkkklmn", strict=True)) | dict.fromkeys("اعوي", "")
)
_VOWELS = re.compile("[aiu]")


class _Fold(dict[int, str]):
    """By its code, each letter without case, accents and vowel signs; those met before are remembered."""

    def __missing__(self, code: int) -> str:
        bare = "".join(c for c in unicodedata.normalize("NFKD", chr(code)) if not unicodedata.combining(c))
        self[code] = letter = bare.casefold().translate(_ARABIC_FOLD)
        return letter


_FOLD = _Fold()


def folded(text: str) -> str:
    """Text without case, accents or vowel signs.

    >>> folded("Aït-Béni")
    'ait-beni'
    >>> folded("أَحْمَد")
    'احمد'
    """
    if text.isascii():
        return text.lower()
    return text.translate(_FOLD)


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name, folded, in order; a particle is joined to the word it belongs to, an article is left out.

    >>> name_words("EL ALAMI Mohamed"), name_words("Ben Jelloun"), name_words("Abd El Aziz")
    (('alami', 'mohamed'), ('benjelloun',), ('abdelaziz',))
    >>> name_words("محمد العلمي"), name_words("عبد الله")
    (('محمد', 'علمي'), ('عبدالله',))
    """
    return tuple(_joined(_split(name)))


def _joined(words: list[str]) -> list[str]:
    """Words with each particle joined to the one it belongs to, and without articles."""
    found: list[str] = []
    pending = ""
    for place, word in enumerate(words):
        last = place == len(words) - 1
        if word in _ARTICLES and not last:
            pending += word if pending else ""
        elif word in _JOINED and not last:
            pending += word
        else:
            found.append(pending + word if pending else _without_article(word))
            pending = ""
    return found


@lru_cache(maxsize=65_536)
def index_words(name: str) -> frozenset[str]:
    """Every word under which a name is kept: its words, and what stays of them without a particle.

    >>> sorted(index_words("Benjelloun")), sorted(index_words("El Alami"))
    (['benjelloun', 'jelloun'], ['alami', 'elalami'])
    """
    words = _split(name)
    found = {*_joined(words), *(word for word in words if word.startswith(_ARABIC_ARTICLE))}
    for first, second in pairwise(words):
        if first in _ARTICLES or first in _JOINED or second in _FAITH:
            bare = _without_article(second)
            found |= {first + second, first + bare, bare}
    for word in tuple(found):
        if word.startswith(_SPLIT):
            rests = [word.removeprefix(particle) for particle in _SPLIT if word.startswith(particle)]
            found.update(_without_article(rest) for rest in rests if len(rest) >= _LEAST_REST)
        if word.endswith(_OPEN_T[0]) and len(word) >= _LEAST_ARABIC_REST:
            found.add(word[:-1] + _OPEN_T[1])
    return frozenset(found)


@lru_cache(maxsize=65_536)
def sound(word: str) -> str:
    """What a folded Latin word sounds like; an Arabic one, which has no vowels to compare, is its bones.

    >>> sound("mohammed") == sound("mohamed"), sound("cherradi") == sound("sherradi"), sound("ouali") == sound("wali")
    (True, True, True)
    """
    if _ARABIC.search(word):
        return bones(word)
    return _once(_SOUND.sub(lambda match: _SOUNDS[match[0]], word))


@lru_cache(maxsize=65_536)
def bones(word: str) -> str:
    """The consonants of a folded word of either script; a leading w stays, a trailing h does not.

    >>> bones("mhamed") == bones("mohammed") == bones("محمد"), bones("benjelloun") == bones("بنجلون")
    (True, True)
    """
    if _ARABIC.search(word):
        first = "w" if word.startswith("و") else ""
        bare = _once(first + word.translate(_ARABIC_BONES))
    else:
        heard = sound(word)
        first = "w" if re.match("u[aiu]", heard) else ""
        bare = _once(first + _VOWELS.sub("", heard)).replace("g", "k")
    return bare.removesuffix("h") if len(bare) > 1 else bare


def parted(typed: str) -> tuple[str, str]:
    """The words and the number of what was typed: « alami 0123 » is both, the letters of a CIN are of its number.

    >>> parted("el alami 0123"), parted("MG AB 1045"), parted("el alami")
    (('el alami', '0123'), ('', 'MG AB 1045'), ('el alami', ''))
    """
    if not any(mark.isdecimal() for mark in typed):
        return typed, ""
    words = _WORDS_BESIDE.findall(typed)
    if not any(len(word) >= _LEAST_WORD for word in words):
        return "", typed.strip()
    return " ".join(words), _WORDS_BESIDE.sub("", typed).strip()


def heard_as(token: str) -> str:
    """The sound by which a word that was typed may be looked for; none for a short one, and none in Arabic script.

    >>> heard_as("cherradi"), heard_as("o"), heard_as("علمي")
    ('ʃiradi', '', '')
    """
    heard = "" if _ARABIC.search(token) else sound(token)
    return heard if len(heard) >= LEAST_SOUND else ""


@lru_cache(maxsize=65_536)
def distance(token: str, word: str) -> int | None:
    """How far a word that is kept is from one that was typed; nothing where it is no answer."""
    if word.startswith(token):
        return EXACT if word == token else BEGINNING
    heard, bare = heard_as(token), bones(token)
    if heard and sound(word).startswith(heard):
        return ALIKE
    kept = bones(word)
    if len(bare) >= LEAST_BONES and (kept == bare or (len(bare) >= LEAST_OPEN_BONES and kept.startswith(bare))):
        return BONES
    return WORST if len(token) >= LEAST_FOR_TYPOS and _mistyped(token, word) else None


def spans(shown: str, typed: str) -> tuple[tuple[int, int], ...]:
    """The parts of a name that answer what was typed, as beginnings and ends, in order.

    What was typed of a word is marked where the word is written so, the whole word where it only sounds alike, has the
    same consonants in the other script or a letter wrong.

    >>> spans("EL ALAMI Mohamed", "moh alami"), spans("محمد العلمي", "mohamed")
    (((3, 8), (9, 12)), ((0, 4),))
    >>> spans("BEN JELLOUN Zoé", "benjel"), spans("BENJELLOUN Zoe", "jelloun zoé")
    (((0, 7),), ((3, 10), (11, 14)))
    """
    tokens = name_words(parted(typed)[0])
    kept = _written(shown) if tokens else ()
    marked: set[tuple[int, int]] = set()
    for token in tokens:
        answers = [(far, word) for word in kept if (far := distance(token, _text(word))) is not None]
        best = min((far for far, _ in answers), default=None)
        parts = {_part(word[: len(token)] if far <= BEGINNING else word) for far, word in answers if far == best}
        marked |= {part for part in parts if not any(part != one and _within(one, part) for one in parts)}
    return merged(marked)


def merged(parts: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Parts of a text in order, those that touch or overlap as one.

    >>> merged([(4, 6), (0, 2), (1, 4)])
    ((0, 6),)
    """
    joined: list[tuple[int, int]] = []
    for start, end in sorted(parts):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return tuple(joined)


# A folded letter with the place where its sign begins and ends in the text as it is shown.
_Letter = tuple[str, int, int]
_Word = tuple[_Letter, ...]


def _part(word: _Word) -> tuple[int, int]:
    return word[0][1], word[-1][2]


def _within(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return other[0] <= one[0] and one[1] <= other[1]


def _text(word: _Word) -> str:
    return "".join(letter for letter, _, _ in word)


def _letters(shown: str) -> Iterator[_Letter]:
    """The folded letters of a text; a sign with its accents and vowel signs is one."""
    start = 0
    while start < len(shown):
        end = start + 1
        while end < len(shown) and unicodedata.combining(shown[end]):
            end += 1
        sign = folded(unicodedata.normalize("NFC", shown[start:end]).translate(_MARKS))
        yield from ((letter, start, end) for letter in sign)
        start = end


def _written(shown: str) -> tuple[_Word, ...]:
    """The words under which a name is kept, as `index_words` has them, each with where it stands in the name."""
    letters = tuple(_letters(shown))
    words = [letters[match.start() : match.end()] for match in _WORD.finditer(_text(letters))]
    found = [*_whole_words(words), *(word for word in words if _text(word).startswith(_ARABIC_ARTICLE))]
    for first, second in pairwise(words):
        if _text(first) in _ARTICLES or _text(first) in _JOINED or _text(second) in _FAITH:
            bare = _bare(second)
            found += [first + second, first + bare, bare]
    for word in tuple(found):
        rests = [word[len(particle) :] for particle in _SPLIT if _text(word).startswith(particle)]
        found += [_bare(rest) for rest in rests if len(rest) >= _LEAST_REST]
        if word[-1][0] == _OPEN_T[0] and len(word) >= _LEAST_ARABIC_REST:
            found.append((*word[:-1], (_OPEN_T[1], *word[-1][1:])))
    return tuple(found)


def _whole_words(words: list[_Word]) -> Iterator[_Word]:
    """The words of a name as `name_words` joins them."""
    pending: _Word = ()
    for place, word in enumerate(words):
        text, last = _text(word), place == len(words) - 1
        if text in _ARTICLES and not last:
            pending += word if pending else ()
        elif text in _JOINED and not last:
            pending += word
        else:
            yield pending + word if pending else _bare(word)
            pending = ()


def _bare(word: _Word) -> _Word:
    return word[len(word) - len(_without_article(_text(word))) :]


def _mistyped(token: str, word: str) -> bool:
    """Whether a word begins with a token of which one letter but the first is wrong, missing, too many or swapped."""
    for place in range(1, len(token)):
        tail, rest = token[place:], word[place:]
        if word[:place] != token[:place] or not rest:
            return False
        if rest[1:].startswith((tail, tail[1:])):
            return True
        if len(tail) > 1 and rest.startswith((tail[1:], tail[1] + tail[0] + tail[2:])):
            return True
    return False


def _split(name: str) -> list[str]:
    return _WORD.findall(folded(unicodedata.normalize("NFC", name).translate(_MARKS)))


def _without_article(word: str) -> str:
    rest = word.removeprefix(_ARABIC_ARTICLE)
    return rest if rest != word and len(rest) >= _LEAST_ARABIC_REST else word


def _once(text: str) -> str:
    """Doubled letters written once."""
    return "".join(letter for letter, _ in groupby(text))
