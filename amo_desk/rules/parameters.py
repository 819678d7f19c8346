"""A parameter: a value for each starting day, with its source, perhaps by mutuelle, sector, payer or regime."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from amo_desk.domain.errors import Missing
from amo_desk.domain.sources import Grade, Source, Text
from amo_desk.rules.files import Table, read

DIMENSIONS = ("mutuelle", "sector", "payer", "regime")
PUBLIC, PRIVATE = "public", "private"
REGIMES = frozenset({PUBLIC, "cnss"})
SECTORS = frozenset({PUBLIC, PRIVATE})
UNITS = frozenset({"MAD", "rate", "days", "months", "years", "count", "text"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value in force from a day on for what its dimensions name; nothing when it was repealed."""

    since: date
    value: Decimal | str | None
    dimensions: tuple[tuple[str, str], ...]
    source: Source

    @property
    def number(self) -> Decimal:
        """The value of a parameter that is a number."""
        if not isinstance(self.value, Decimal):
            raise TypeError("not a number")
        return self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """All the values of a parameter, oldest first; `dated_by` says which day chooses: care or deposit.

    A value that names no regime is the public regime's, unless the parameter is `national`: then it is everybody's.
    """

    id: str
    description: Text
    unit: str
    dated_by: str
    checked_on: date
    values: tuple[Value, ...]
    national: bool = False

    def find(self, day: date, **dimensions: str) -> Value | None:
        """The value in force on a day: the most specific one, then the latest; nothing when there is none."""
        given = {"regime": PUBLIC, **dimensions}.items()
        foreign = not self.national and dimensions.get("regime", PUBLIC) != PUBLIC
        best: Value | None = None
        for value in self.values:
            if value.since > day or any(pair not in given for pair in value.dimensions):
                continue
            if foreign and all(name != "regime" for name, _ in value.dimensions):
                continue
            if best is None or (len(value.dimensions), value.since) >= (len(best.dimensions), best.since):
                best = value
        return best if best and best.value is not None else None

    def at(self, day: date, **dimensions: str) -> Value:
        """The value in force on a day; refuses a day without one, naming parameter and day."""
        value = self.find(day, **dimensions)
        if value is None:
            raise Missing("rules.no_value", parameter=self.id, day=day)
        return value

    def nearest(self, day: date, **dimensions: str) -> Value:
        """The value in force on a day, or the first there was: a mistyped day must still have an answer."""
        return self.find(day, **dimensions) or self.at(max(day, self.values[0].since), **dimensions)


def read_parameter(path: Path, identifier: str) -> Parameter:
    """The parameter in a file of `db/reference/parameters`."""
    table = read(path)
    description = table.bilingual("description")
    unit = table.text("unit")
    dated_by = table.text("dated_by")
    if unit not in UNITS:
        raise table.wrong("unit", " | ".join(sorted(UNITS)))
    if dated_by not in ("care", "deposit"):
        raise table.wrong("dated_by", "care | deposit")
    checked_on = table.day("checked_on")
    values = sorted((_value(t, unit, checked_on) for t in table.tables("values")), key=lambda v: v.since)
    if not values:
        raise table.wrong("values", "array of tables")
    national = table.flag("national")
    table.done()
    seen = {(value.since, value.dimensions) for value in values}
    if len(seen) != len(values):
        raise table.wrong("values", "one value a day")
    return Parameter(
        id=identifier,
        description=description,
        unit=unit,
        dated_by=dated_by,
        checked_on=checked_on,
        values=tuple(values),
        national=national,
    )


def _value(table: Table, unit: str, checked_on: date) -> Value:
    since = table.day("since")
    value: Decimal | str | None = None
    if not table.flag("repealed"):
        value = table.text("value") if unit == "text" else table.number("value")
    reference = table.table("reference")
    source = Source(
        title=reference.text("title"),
        href=reference.text("href"),
        grade=table.choice("grade", Grade),
        since=since,
        checked_on=checked_on,
        note=table.text("note", ""),
    )
    reference.done()
    dimensions = tuple((name, _dimension(table, name)) for name in DIMENSIONS if table.has(name))
    table.done()
    return Value(since=since, value=value, dimensions=dimensions, source=source)


def _dimension(table: Table, name: str) -> str:
    if name == "regime":
        return table.word(name, REGIMES)
    return table.word(name, SECTORS) if name == "sector" else table.text(name)
