"""Dental acts as they are typed, and the mouth that they make.

« 16 D701 MO », « 16 carie mo », « 14-17 D757 D754 », « 5 dents plaque », « implant 21 le 12/11 »: teeth, codes, words
and faces in any order, the day of the act last.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from amo_desk.domain.chart import Mouth
from amo_desk.domain.dossier import Content, Dossier, Line
from amo_desk.domain.errors import Refused
from amo_desk.domain.findings import Evaluation, QuoteLine
from amo_desk.domain.lines import natured, read_act_day, read_coefficient, read_teeth
from amo_desk.domain.money import amount_text, centimes, number_text
from amo_desk.domain.names import folded
from amo_desk.domain.teeth import FACES, is_milk, is_wisdom
from amo_desk.rules.case import Known
from amo_desk.rules.dental import units
from amo_desk.rules.mouth import mouth as mouth_of
from amo_desk.rules.nomenclature import SESSION, Act
from amo_desk.rules.rulebook import Rulebook
from amo_desk.rules.tariff import CHILD_BONUS, priced_as
from amo_desk.usecases.desk import Desk
from amo_desk.usecases.judging import case_of

CHOICES = 20
SHORTEST_PLURAL = 4
_DAY = re.compile(r"(?:(?:^|\s)le\s+(?P<le>\d\S*|[jh])|@\s*(?P<at>\S+))$", re.IGNORECASE)
_COUNT = re.compile(r"(?<![\d-])(\d{1,2})\s+dents?\b", re.IGNORECASE)
_DASH = re.compile(r"(?<=\d)\s*-\s*(?=\d)")
_TEETH = re.compile(r"\d{2}(-\d{2})?")
_CODE = re.compile(r"[A-Z]{1,5}\d{1,6}", re.IGNORECASE)
_KEY = re.compile(r"([A-Z]{1,5})\s*(\d+(?:[.,]\d+)?)", re.IGNORECASE)
_FACES = re.compile(f"[{FACES}]{{1,5}}", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
# Words that tell no act from another.
_SMALL = frozenset(
    {"a", "au", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "ou", "par", "sur", "un", "une"}
)
_LETTERS = frozenset({"D", "Z", "C", "V"})
_CODES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """What an act is worth as a sentence: « D 25 x 17,50 DH x 80 % »; `bonus` where a child's tooth raises it."""

    letter: str
    coefficient: Decimal
    value: Decimal
    units: int
    rate: Decimal | None
    bonus: Decimal | None = None

    @property
    def made(self) -> str:
        """What the reference price is made of: « D 25 × 17,50 », with units and bonus where there are any."""
        words = f"{self.letter} {number_text(self.coefficient)} × {amount_text(centimes(self.value))}"
        words += f" × {self.units}" if self.units > 1 else ""
        return words + (f" + {self.bonus * 100:.0f} %" if self.bonus else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Typed:
    """What was typed, in its parts; `words` are the tokens that are neither teeth nor codes."""

    teeth: tuple[int, ...]
    codes: tuple[str, ...]
    words: tuple[str, ...]
    quantity: int
    count: int | None
    day: date | None

    @property
    def replaced(self) -> int | None:
        """How many teeth a denture would replace, nothing while nobody says."""
        if self.count is not None:
            return self.count
        return sum(not is_wisdom(tooth) for tooth in self.teeth) if self.teeth else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """An act that the words may mean, perhaps as a bridge of a nature; the lower its rank, the better."""

    act: Act
    nature: Act | None = None
    rank: tuple[int, ...] = field(default=())


def mouth(desk: Desk, dossier: Dossier, content: Content, known: Known, evaluation: Evaluation) -> Mouth:
    """The mouth of the beneficiary, with the acts of this content and what the rules refuse in it."""
    return mouth_of(case_of(desk, dossier, content, known), evaluation.findings)


def quotation(rulebook: Rulebook, line: Line, quote: QuoteLine) -> Quotation | None:
    """The coefficient, letter value and rate behind the amount of a line; nothing where it has none."""
    act = priced_as(rulebook, line, rulebook.act(line.code))
    value = next((d.value for d in quote.details if d.unit == "MAD"), None)
    if act is None or value is None:
        return None
    coefficient = line.coefficient if act.asks_coefficient else act.coefficient
    if act.unit:
        coefficient = Decimal(1)
    if coefficient is None:
        return None
    return Quotation(
        letter=act.letter,
        coefficient=coefficient,
        value=value,
        units=units(line, act),
        rate=quote.rate,
        bonus=next((d.value for d in quote.details if d.label == CHILD_BONUS), None),
    )


def understood(desk: Desk, dossier: Dossier, text: str, quantity: int) -> tuple[Line, ...]:
    """The lines that a typed text may mean, the likeliest first; never none.

    A code that no nomenclature holds, or a number that no tooth has, stays as it was typed: the rules speak of it.
    """
    book = desk.rulebook
    with_coefficient = _with_coefficient(book, text, quantity)
    if with_coefficient:
        return (with_coefficient,)
    typed = _parsed(book, text, quantity, desk.today())
    if typed.teeth and quantity > 1:
        raise Refused("entry.quantity_and_teeth")
    if typed.codes:
        return _coded(book, typed)
    found = _searched(book, typed, dossier.content)
    if not found:
        raise Refused("entry.no_dental_act", words=" ".join(typed.words)) if typed.words else Refused("entry.dental")
    faces = _split(typed)[1]
    return tuple(_line(typed, item.act.code, item.act, item.nature, faces) for item in found)


def _with_coefficient(book: Rulebook, text: str, quantity: int) -> Line | None:
    """A letter-key that is written with a coefficient: « Z 16 » is no tooth."""
    match = None if book.act(text) else _KEY.fullmatch(text)
    act = book.act(match[1]) if match else None
    if match is None or act is None or not act.asks_coefficient:
        return None
    return Line(code=act.code, label=act.label.fr, quantity=quantity, coefficient=read_coefficient(match[2]))


def _parsed(book: Rulebook, text: str, quantity: int, today: date) -> _Typed:
    at = _DAY.search(text)
    day = read_act_day(at["le"] or at["at"], today) if at else None
    rest = text[: at.start()] if at else text
    counted = _COUNT.search(rest)
    if counted:
        rest = rest[: counted.start()] + rest[counted.end() :]
    tokens = [token for token in re.split(r"[\s,+]+", _DASH.sub("-", rest)) if token]
    teeth = [token for token in tokens if _TEETH.fullmatch(token)]
    others = [token for token in tokens if not _TEETH.fullmatch(token)]
    codes = [token for token in others if _CODE.fullmatch(token)] or _bare(book, others)
    return _Typed(
        teeth=read_teeth(" ".join(teeth)),
        codes=tuple(code.upper() for code in codes),
        words=tuple(token for token in others if token not in codes),
        quantity=quantity,
        count=int(counted[1]) if counted else None,
        day=day,
    )


def _bare(book: Rulebook, tokens: list[str]) -> list[str]:
    """The only token that is the code of an act, where the others can be faces: « C », « implant »."""
    for token in tokens:
        if book.act(token) and all(_FACES.fullmatch(other) for other in tokens if other != token):
            return [token]
    return []


def _coded(book: Rulebook, typed: _Typed) -> tuple[Line, ...]:
    if len(typed.codes) > _CODES or not all(_FACES.fullmatch(word) for word in typed.words):
        raise Refused("entry.dental")
    faces = "".join(typed.words).upper()
    # The act comes first, unless the other one is a bridge.
    bridges = [code for code in typed.codes if _natures(book, code)]
    main = bridges[0] if bridges else typed.codes[0]
    others = [code for code in typed.codes if code != main]
    act = book.act(main)
    if others and not bridges:
        raise Refused("entry.nature")
    if others:
        line = _line(typed, main, act, book.act(others[0]), faces)
        return (replace(line, nature=others[0]),)
    natures = [crown for code in _natures(book, main) if (crown := book.act(code))]
    return tuple(_line(typed, main, act, crown, faces) for crown in natures or (None,))


def _natures(book: Rulebook, code: str) -> tuple[str, ...]:
    act = book.act(code)
    return act.natures if act else ()


def _line(typed: _Typed, code: str, act: Act | None, nature: Act | None, faces: str) -> Line:
    line = Line(
        code=act.code if act else code,
        label=act.label.fr if act else "",
        quantity=typed.quantity,
        teeth=typed.teeth,
        faces=faces,
        day=typed.day,
    )
    return natured(line, nature.code, nature.label.fr) if nature else line


def _split(typed: _Typed) -> tuple[tuple[str, ...], str]:
    """The words to look for, and the faces: letters of faces are some only where a tooth is named."""
    faces = [word for word in typed.words if typed.teeth and _FACES.fullmatch(word)]
    return _words(word for word in typed.words if word not in faces), "".join(faces).upper()


def _searched(book: Rulebook, typed: _Typed, content: Content) -> tuple[_Found, ...]:
    words, faces = _split(typed)
    if not words and typed.count is None:
        return ()
    found = [item for act in book.acts.values() if _typable(act) for item in _matches(book, act, words)]
    for fits in _fits(book, typed, faces, content):
        found = [item for item in found if fits(item.act)] or found
    whole = [item for item in found if set(words) == set(_words((item.act.label.fr,)))]
    if len(whole) == 1:
        return (whole[0],)
    # Sorting keeps the order of the nomenclature among equals.
    return tuple(sorted(found, key=lambda item: item.rank)[:CHOICES])


def _typable(act: Act) -> bool:
    """Whether a dental dossier may hold the act: dental ones, X-rays of teeth, the dentist's consultation and visit."""
    return not act.asks_coefficient and (act.excluded or act.letter in _LETTERS)


def _matches(book: Rulebook, act: Act, words: tuple[str, ...]) -> Iterator[_Found]:
    """The act where every word begins one of its own; a bridge with each of its natures."""
    own = _words((act.label.fr, act.label.ar, *act.words))
    natures: list[Act | None] = [book.act(code) for code in act.natures]
    for nature in natures or [None]:
        known = own + (_words((nature.label.fr, *nature.words)) if nature else ())
        if all(_begins(word, known) for word in words) and (nature is None or any(_begins(w, own) for w in words)):
            first = bool(words) and _begins(words[0], _words((act.label.fr,))[:1])
            rank = (sum(word not in known for word in words), int(not first))
            yield _Found(act=act, nature=nature, rank=rank)


def _words(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(word for text in texts for word in _WORD.findall(folded(text)) if word not in _SMALL)


def _begins(word: str, known: tuple[str, ...]) -> bool:
    single = word[:-1] if len(word) > SHORTEST_PLURAL and word.endswith(("s", "x")) else word
    return any(other.startswith(single) for other in known)


def _fits(book: Rulebook, typed: _Typed, faces: str, content: Content) -> Iterator[Callable[[Act], bool]]:
    """What narrows a choice down, as long as something is left: teeth, their number, faces, the acts of the session."""
    if typed.teeth:
        yield lambda act: not act.teeth or set(typed.teeth) <= set(act.teeth)
        yield lambda act: not act.milk or all(is_milk(tooth) for tooth in typed.teeth)
    count = typed.replaced
    if count is not None:
        yield lambda act: act.limits.replaces is None or act.limits.replaces.holds(count)
        yield lambda act: act.limits.replaces is not None
    if faces:
        yield lambda act: act.faces is not None and act.faces.holds(len(set(faces)))
    day = typed.day or content.care_day
    done = {line.code for line in content.lines if (line.day or content.care_day) == day}
    following = [act.limits.follows for act in book.acts.values() if act.limits.follows]
    firsts = {follows.first for follows in following if follows.within == SESSION} & done
    yield lambda act: act.limits.follows is None or act.limits.follows.first in done
    yield lambda act: act.code not in firsts
