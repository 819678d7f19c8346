"""Strict reading of the TOML files that hold the rules: unknown keys are refused, errors name the file and the key."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import TypeVar

from amo_desk.domain.errors import Refused
from amo_desk.domain.sources import Grade, Source, Text

E = TypeVar("E", bound=Enum)


class Table:
    """One TOML table that is read key by key; `done` refuses what was not asked for."""

    def __init__(self, data: Mapping[str, object], where: str) -> None:
        self._data = dict(data)
        self._asked: list[str] = []
        self.where = where

    def wrong(self, key: str, expected: str) -> Refused:
        """The refusal to raise for a key."""
        return Refused("rules.file", where=self.where, key=key, expected=expected)

    def _take(self, key: str, default: object = None) -> object:
        self._asked.append(key)
        return self._data.pop(key, default)

    def has(self, key: str) -> bool:
        """Whether the key stands in the table and was not read yet."""
        self._asked.append(key)
        return key in self._data

    def names(self) -> tuple[str, ...]:
        """Every key that was not read yet."""
        return tuple(self._data)

    def raw(self, key: str) -> object:
        """A value as TOML gives it, whatever its type."""
        return self._take(key)

    def text(self, key: str, default: str | None = None) -> str:
        """A string; compulsory without a default."""
        value = self._take(key, default)
        if not isinstance(value, str):
            raise self.wrong(key, "string")
        return value

    def day(self, key: str) -> date:
        """A full date."""
        value = self._take(key)
        if type(value) is not date:
            raise self.wrong(key, "date")
        return value

    def optional_day(self, key: str) -> date | None:
        """A full date, or nothing where the key is absent."""
        return self.day(key) if self.has(key) else None

    def decided(self, key: str) -> bool:
        """True or false; compulsory."""
        if not self.has(key):
            raise self.wrong(key, "true | false")
        return self.flag(key)

    def word(self, key: str, words: Collection[str]) -> str:
        """One of a few words; compulsory."""
        word = self.text(key)
        if word not in words:
            raise self.wrong(key, " | ".join(sorted(words)))
        return word

    def flag(self, key: str, default: bool = False) -> bool:
        """True or false, the default where the key is absent."""
        value = self._take(key, default)
        if not isinstance(value, bool):
            raise self.wrong(key, "true | false")
        return value

    def number(self, key: str) -> Decimal:
        """A number, exact."""
        value = self._take(key)
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise self.wrong(key, "number")
        number = Decimal(value)
        if not number.is_finite():
            raise self.wrong(key, "number")
        return number

    def optional_number(self, key: str) -> Decimal | None:
        """A number, or nothing where the key is absent."""
        return self.number(key) if self.has(key) else None

    def choice(self, key: str, kind: type[E], default: E | None = None) -> E:
        """One of the values of an enumeration."""
        if default is not None and not self.has(key):
            return default
        try:
            return kind(self._data.pop(key, None))
        except ValueError:
            raise self.wrong(key, " | ".join(str(member.value) for member in kind)) from None

    def table(self, key: str) -> Table:
        """A table inside this one."""
        value = self._take(key)
        if not isinstance(value, dict):
            raise self.wrong(key, "table")
        return Table(value, f"{self.where}: {key}")

    def tables(self, key: str) -> Iterator[Table]:
        """The tables of an array of tables, none where the key is absent."""
        value = self._take(key, [])
        if not isinstance(value, list):
            raise self.wrong(key, "array of tables")
        for index, item in enumerate(value, start=1):
            if not isinstance(item, dict):
                raise self.wrong(key, "array of tables")
            yield Table(item, f"{self.where}: {key}[{index}]")

    def items(self, key: str) -> Iterator[tuple[str, Table]]:
        """The named tables inside a table, none where the key is absent."""
        if self.has(key):
            yield from self.table(key).named()

    def named(self) -> Iterator[tuple[str, Table]]:
        """Every key of this table, each of which must be a table."""
        for name in list(self._data):
            yield name, self.table(name)

    def values(self, key: str) -> tuple[object, ...]:
        """A plain array, empty where the key is absent."""
        value = self._take(key, [])
        if not isinstance(value, list):
            raise self.wrong(key, "array")
        return tuple(value)

    def lists(self) -> Iterator[tuple[str, tuple[object, ...]]]:
        """Every remaining key with its plain array."""
        for name in list(self._data):
            yield name, self.values(name)

    def bilingual(self, key: str) -> Text:
        """A text in French and Arabic; Arabic falls back on French where a list has none."""
        inner = self.table(key)
        fr = inner.text("fr")
        text = Text(fr=fr, ar=inner.text("ar", fr))
        inner.done()
        return text

    def source(self, *, since: date, checked_on: date) -> Source:
        """A source from `title`, `href`, `grade` and perhaps `note` in this table."""
        return Source(
            title=self.text("title"),
            href=self.text("href"),
            grade=self.choice("grade", Grade),
            note=self.text("note", ""),
            since=since,
            checked_on=checked_on,
        )

    def done(self) -> None:
        """Refuses the keys that nobody asked for, naming those that could stand there."""
        for key in self._data:
            raise self.wrong(key, " | ".join(dict.fromkeys(self._asked)))


def read(path: Path) -> Table:
    """The TOML file as a table, numbers exact."""
    try:
        text = path.read_text(encoding="utf-8")
        return Table(tomllib.loads(text, parse_float=Decimal), path.name)
    except OSError as error:
        raise Refused("rules.unreadable", where=path.name) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused("rules.malformed", where=path.name, problem=str(error)) from error
