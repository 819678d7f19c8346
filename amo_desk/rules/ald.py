"""The long-term illnesses: headings of the ministerial list, and codes with their papers and cover period."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from amo_desk.domain.sources import Source, Text
from amo_desk.rules.files import Table, read


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """One heading of the list of the ministry, by its number."""

    number: int
    label: Text
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Illness:
    """A code that an exemption bears; `heading` is nothing where the heading it belongs to could not be read."""

    code: str
    label: Text
    pieces: Text
    period_months: int | None
    heading: int | None
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Illnesses:
    """All codes and headings, and what the sources do not give of them."""

    codes: dict[str, Illness]
    headings: tuple[Heading, ...]
    not_found: Text


def read_illnesses(path: Path) -> Illnesses:
    """The list in `db/reference/ald.toml`; a code stands there once, under a heading that exists or under none."""
    table = read(path)
    checked_on = table.day("checked_on")
    not_found = table.bilingual("not_found")
    sources = {}
    for name, inner in table.items("sources"):
        sources[name] = inner.source(since=inner.day("since"), checked_on=checked_on)
        inner.done()
    headings = tuple(_heading(entry, sources) for entry in table.tables("headings"))
    numbers = {heading.number for heading in headings}
    codes: dict[str, Illness] = {}
    for entry in table.tables("ald"):
        illness = _illness(entry, sources)
        if illness.code in codes:
            raise entry.wrong("code", "one illness a code")
        if illness.heading is not None and illness.heading not in numbers:
            raise entry.wrong("heading", " | ".join(str(number) for number in sorted(numbers)))
        codes[illness.code] = illness
    table.done()
    return Illnesses(codes=codes, headings=headings, not_found=not_found)


def _heading(table: Table, sources: dict[str, Source]) -> Heading:
    heading = Heading(
        number=int(table.number("number")),
        label=table.bilingual("label"),
        source=_cited(table, sources),
    )
    table.done()
    return heading


def _illness(table: Table, sources: dict[str, Source]) -> Illness:
    months, heading = table.optional_number("period_months"), table.optional_number("heading")
    illness = Illness(
        code=table.text("code"),
        label=table.bilingual("label"),
        pieces=table.bilingual("pieces"),
        period_months=None if months is None else int(months),
        heading=None if heading is None else int(heading),
        source=_cited(table, sources),
    )
    table.done()
    return illness


def _cited(table: Table, sources: dict[str, Source]) -> Source:
    source = sources.get(table.text("source"))
    if source is None:
        raise table.wrong("source", " | ".join(sources))
    note = table.text("note", "")
    return replace(source, note=f"{note} {source.note}".strip()) if note else source
