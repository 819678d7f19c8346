"""The acts: letter-keys that are written with a coefficient, and coded acts that carry their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from amo_desk.domain.chart import MarkKind
from amo_desk.domain.sources import Source, Text
from amo_desk.rules.files import Table, read

CONSULTATION = "consultation"
TEETH = ("one", "several", "none")
SESSION, APPLIANCE = "session", "appliance"
REMOVAL, ORTHODONTICS = "removal", "odf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """How many faces or teeth an act is for; without a last number, the first and more."""

    first: int
    last: int | None = None

    def holds(self, number: int) -> bool:
        """Whether so many are among them.

        >>> Span(first=3).holds(5), Span(first=1, last=3).holds(4)
        (True, False)
        """
        return self.first <= number and (self.last is None or number <= self.last)


@dataclass(frozen=True, slots=True, kw_only=True)
class Follows:
    """The act that is coded first in the same session, or on the same appliance, before this one may be."""

    first: str
    within: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the nomenclature allows of an act.

    `once` means once for each tooth, ever. `max_age` is in completed years; `before_age` names the parameter of the
    birthday before which it is done. `supplement_to` are the acts it is added to, one of which must be there.
    `apart_from` is « removal » (in another session than that of an extraction) or « odf » (not by the practitioner of
    an orthodontic treatment). `replaces` says how many teeth a denture replaces, `one_face` as what several on one
    face of a tooth count together.
    """

    max_sessions: int | None = None
    max_age: int | None = None
    before_age: str = ""
    once: bool = False
    follows: Follows | None = None
    supplement_to: tuple[str, ...] = ()
    apart_from: str = ""
    replaces: Span | None = None
    one_face: str = ""


_NO_LIMITS = Limits()


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """An act that can stand on a line.

    `coefficient` is nothing for a bare letter-key: the agent writes it when `asks_coefficient`. `tariff`, `rate` and
    `complement` name parameters; without a tariff the line is « non calculable ». So do `total` (what AMO part and
    complement make together), `instead` (a flat complement in place of its rate) and `flat` (a flat one on top), which
    only count where the mutuelle has a value for them. `tooth` is one, several or none; `faces` says how many.

    `xray` tells which pictures the nomenclature itself wants, `view` of which kind they are, and `panoramic_from` names
    the parameter of the number of teeth from which they are panoramic. `natures` are the unit crowns that an element of
    a bridge may count as. `on_absent` acts are done where a tooth is gone, `excluded` ones are never refunded. `doubt`
    is what the transcriptions do not agree upon, `words` what people call it.
    """

    code: str
    label: Text
    letter: str
    category: str
    tariff: str
    rate: str
    complement: str
    source: Source
    total: str = ""
    instead: str = ""
    flat: str = ""
    coefficient: Decimal | None = None
    asks_coefficient: bool = False
    anaesthesia: Decimal | None = None
    tooth: str = "none"
    faces: Span | None = None
    milk: bool = False
    teeth: tuple[int, ...] = ()
    on_absent: bool = False
    mark: MarkKind | None = None
    xray: str = ""
    view: str = ""
    panoramic_from: str = ""
    natures: tuple[str, ...] = ()
    child_bonus: bool = False
    excluded: bool = False
    prior_agreement: bool = False
    limits: Limits = _NO_LIMITS
    doubt: Text | None = None
    words: tuple[str, ...] = ()

    @property
    def unit(self) -> bool:
        """Whether it is worth its letter-key once, such as a consultation."""
        return self.category == CONSULTATION

    @property
    def removes(self) -> bool:
        """Whether the tooth is gone afterwards."""
        return self.mark is MarkKind.REMOVED

    @property
    def priced(self) -> bool:
        """Whether the nomenclature and a tariff give it an amount, if only that of the crowns of a bridge."""
        return bool(self.tariff) and (
            self.coefficient is not None or self.asks_coefficient or self.unit or bool(self.natures)
        )


def read_acts(path: Path) -> Iterator[Act]:
    """The acts of a file of `db/reference/nomenclature`; refunds of a whole file follow one rate and one complement."""
    table = read(path)
    checked_on = table.day("checked_on")
    rate = table.text("rate")
    complement = table.text("complement")
    sources = {
        name: inner.source(since=inner.day("since"), checked_on=checked_on)
        for name, inner in _closed(table.items("sources"))
    }
    for entry in table.tables("acts"):
        yield _act(entry, rate, complement, sources)
    table.done()


def _closed(items: Iterator[tuple[str, Table]]) -> Iterator[tuple[str, Table]]:
    for name, table in items:
        yield name, table
        table.done()


def _act(table: Table, rate: str, complement: str, sources: dict[str, Source]) -> Act:
    code = table.text("code")
    source = sources.get(table.text("source"))
    if source is None:
        raise table.wrong("source", " | ".join(sources))
    doubt = table.bilingual("doubt") if table.has("doubt") else None
    note = table.text("note", doubt.fr if doubt else "")
    act = Act(
        code=code,
        label=table.bilingual("label"),
        letter=table.text("letter"),
        category=table.text("family"),
        tariff=table.text("tariff", ""),
        rate=rate,
        complement=complement,
        source=replace(source, note=note) if note else source,
        total=table.text("total", ""),
        instead=table.text("instead", ""),
        flat=table.text("flat", ""),
        coefficient=table.optional_number("coefficient"),
        asks_coefficient=table.flag("asks_coefficient"),
        anaesthesia=table.optional_number("anaesthesia"),
        tooth=table.word("tooth", TEETH) if table.has("tooth") else "none",
        faces=_span(table, "faces"),
        milk=table.flag("milk"),
        teeth=tuple(int(str(tooth)) for tooth in table.values("teeth")),
        on_absent=table.flag("on_absent"),
        mark=table.choice("mark", MarkKind) if table.has("mark") else None,
        xray=table.text("xray", ""),
        view=table.text("view", ""),
        panoramic_from=table.text("panoramic_from", ""),
        natures=_texts(table, "natures"),
        child_bonus=table.flag("child_bonus"),
        excluded=table.flag("excluded"),
        prior_agreement=table.flag("prior_agreement"),
        limits=_limits(table),
        doubt=doubt,
        words=_texts(table, "words"),
    )
    table.done()
    return act


def _limits(table: Table) -> Limits:
    return Limits(
        max_sessions=_whole(table, "max_sessions"),
        max_age=_whole(table, "max_age"),
        before_age=table.text("before_age", ""),
        once=table.flag("once"),
        follows=_follows(table.table("follows")) if table.has("follows") else None,
        supplement_to=_texts(table, "supplement_to"),
        apart_from=table.word("apart_from", (REMOVAL, ORTHODONTICS)) if table.has("apart_from") else "",
        replaces=_span(table, "replaces"),
        one_face=table.text("one_face", ""),
    )


def _follows(table: Table) -> Follows:
    follows = Follows(first=table.text("first"), within=table.word("within", (SESSION, APPLIANCE)))
    table.done()
    return follows


def _span(table: Table, key: str) -> Span | None:
    if not table.has(key):
        return None
    inner = table.table(key)
    span = Span(first=int(inner.number("from")), last=_whole(inner, "to"))
    inner.done()
    return span


def _whole(table: Table, key: str) -> int | None:
    number = table.optional_number(key)
    return None if number is None else int(number)


def _texts(table: Table, key: str) -> tuple[str, ...]:
    return tuple(str(text) for text in table.values(key))
