"""The acts: letter-keys that are written with a coefficient, and coded acts that carry their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from amo_desk.domain.sources import Source, Text
from amo_desk.rules.files import Table, read

CONSULTATION = "consultation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """An act that can stand on a line.

    `coefficient` is nothing for a bare letter-key: the agent writes it when `asks_coefficient`. `tariff`, `rate` and
    `complement` name parameters; without a tariff the line is « non calculable ». So do `total` (what AMO part and
    complement make together), `instead` (a flat complement in place of its rate) and `flat` (a flat one on top), which
    only count where the mutuelle has a value for them. `tooth` is one, several or none.
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
    faces: bool = False
    xray: str = ""
    milk: bool = False
    max_sessions: int | None = None
    max_age: int | None = None
    teeth: tuple[int, ...] = ()
    prior_agreement: bool = False

    @property
    def unit(self) -> bool:
        """Whether it is worth its letter-key once, such as a consultation."""
        return self.category == CONSULTATION

    @property
    def priced(self) -> bool:
        """Whether the nomenclature and a tariff give it an amount."""
        return bool(self.tariff) and (self.coefficient is not None or self.asks_coefficient or self.unit)


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
    note = table.text("note", "")
    tooth = table.text("tooth", "none")
    if tooth not in ("one", "several", "none"):
        raise table.wrong("tooth", "one | several | none")
    max_sessions, max_age = table.optional_number("max_sessions"), table.optional_number("max_age")
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
        tooth=tooth,
        faces=table.flag("faces"),
        xray=table.text("xray", ""),
        milk=table.flag("milk"),
        max_sessions=None if max_sessions is None else int(max_sessions),
        max_age=None if max_age is None else int(max_age),
        teeth=tuple(int(str(tooth)) for tooth in table.values("teeth")),
        prior_agreement=table.flag("prior_agreement"),
    )
    table.done()
    return act
