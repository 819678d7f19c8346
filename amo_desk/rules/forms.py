"""The forms: what is asked for each kind of dossier, read from `forms/<form>/<edition>.toml`.

The vocabulary is small on purpose: `when` compares facts with allowed values and all must hold; an item is a piece with
its mentions, or the name of a check written in Python.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from amo_desk.domain.findings import Level, Overrider
from amo_desk.domain.sources import Source, Text
from amo_desk.rules.files import Table, read

FIELD_KINDS = frozenset({"date", "inpe", "amount", "count", "text", "flag", "choice"})
LINE_KINDS = frozenset({"acts", "medicines", "dental"})

Facts = Mapping[str, frozenset[object]]
Conditions = tuple[tuple[str, frozenset[object]], ...]


def holds(conditions: Conditions, facts: Facts) -> bool:
    """Whether every condition finds one of its allowed values among the facts.

    >>> holds((("ald", frozenset({True})),), {"ald": frozenset({True})})
    True
    >>> holds((("sector", frozenset({"private"})),), {})
    False
    """
    return all(not allowed.isdisjoint(facts.get(name, frozenset())) for name, allowed in conditions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer to a field with a list of answers."""

    id: str
    label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A header field, in the order of the paper."""

    id: str
    kind: str
    label: Text
    required: Level | None
    when: Conditions
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Something that must stand on a piece."""

    id: str
    label: Text
    level: Level
    override: Overrider
    since: date
    until: date | None
    source: Source
    when: Conditions

    def asked(self, day: date, facts: Facts) -> bool:
        """Whether the mention is asked for on a day, in a case."""
        return _in_force(self, day) and holds(self.when, facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A paper to hand over, from a day on and, where a source says so, until a day."""

    id: str
    label: Text
    level: Level
    override: Overrider
    since: date
    until: date | None
    source: Source
    when: Conditions
    mentions: tuple[Mention, ...]

    def asked(self, day: date, facts: Facts) -> bool:
        """Whether the piece is asked for on a day, in a case."""
        return _in_force(self, day) and holds(self.when, facts)


def _in_force(item: Piece | Mention, day: date) -> bool:
    return item.since <= day and (item.until is None or day < item.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A named check and how much it weighs in this form."""

    id: str
    level: Level
    override: Overrider
    since: date
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One edition of a form; `position` is its place in the office's menu."""

    id: str
    edition: str
    since: date
    position: int
    label: Text
    summary: Text
    lines: str
    fields: tuple[Field, ...]
    pieces: tuple[Piece, ...]
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """What a check tells the member, and what they should do; `{names}` stand for details."""

    message: Text
    advice: Text | None


def read_sentences(path: Path) -> dict[str, Sentence]:
    """The sentences of all checks, by name, from `forms/checks.toml`."""
    sentences = {}
    for name, table in read(path).named():
        message = table.bilingual("message")
        advice = table.bilingual("advice") if table.has("advice") else None
        table.done()
        sentences[name] = Sentence(message=message, advice=advice)
    return sentences


def read_form(path: Path) -> Form:
    """The form edition in a file."""
    table = read(path)
    form_id, edition, since = table.text("id"), table.text("edition"), table.day("since")
    checked_on = table.day("checked_on")
    lines = table.text("lines")
    if lines not in LINE_KINDS:
        raise table.wrong("lines", " | ".join(sorted(LINE_KINDS)))
    sources = _Sources(table, since, checked_on)
    form = Form(
        id=form_id,
        edition=edition,
        since=since,
        position=int(table.number("position")),
        label=table.bilingual("label"),
        summary=table.bilingual("summary"),
        lines=lines,
        fields=tuple(_field(entry) for entry in table.tables("fields")),
        pieces=tuple(_piece(entry, sources) for entry in table.tables("pieces")),
        checks=tuple(_check(entry, sources) for entry in table.tables("checks")),
    )
    table.done()
    return form


class _Sources:
    """The sources named at the head of a form, dated by whoever cites them."""

    def __init__(self, table: Table, since: date, checked_on: date) -> None:
        self._sources = {}
        for name, inner in table.items("sources"):
            self._sources[name] = inner.source(since=since, checked_on=checked_on)
            inner.done()

    def cited(self, table: Table, since: date, default: Source | None = None) -> Source:
        name = table.text("source", None if default is None else "")
        if not name and default is not None:
            source = default
        elif name in self._sources:
            source = self._sources[name]
        else:
            raise table.wrong("source", " | ".join(self._sources))
        return Source(
            title=source.title,
            href=source.href,
            grade=source.grade,
            note=table.text("note", "") or source.note,
            since=since,
            checked_on=source.checked_on,
        )


def _conditions(table: Table) -> Conditions:
    if not table.has("when"):
        return ()
    return tuple((name, frozenset(values)) for name, values in table.table("when").lists())


def _field(table: Table) -> Field:
    kind = table.text("kind")
    if kind not in FIELD_KINDS:
        raise table.wrong("kind", " | ".join(sorted(FIELD_KINDS)))
    choices = []
    for entry in table.tables("choices"):
        fr = entry.text("fr")
        choices.append(Choice(id=entry.text("id"), label=Text(fr=fr, ar=entry.text("ar", fr))))
        entry.done()
    field = Field(
        id=table.text("id"),
        kind=kind,
        label=table.bilingual("label"),
        required=table.choice("required", Level) if table.has("required") else None,
        when=_conditions(table),
        choices=tuple(choices),
    )
    table.done()
    return field


def _piece(table: Table, sources: _Sources) -> Piece:
    since = table.day("since")
    source = sources.cited(table, since)
    level = table.choice("level", Level)
    override = table.choice("override", Overrider)
    until = table.optional_day("until")
    piece = Piece(
        id=table.text("id"),
        label=table.bilingual("label"),
        level=level,
        override=override,
        since=since,
        until=until,
        source=source,
        when=_conditions(table),
        mentions=tuple(_mention(entry, level, override, since, sources, source) for entry in table.tables("mentions")),
    )
    table.done()
    return piece


def _mention(
    table: Table, level: Level, override: Overrider, since: date, sources: _Sources, source: Source
) -> Mention:
    started = table.optional_day("since") or since
    fr = table.text("fr")
    mention = Mention(
        id=table.text("id"),
        label=Text(fr=fr, ar=table.text("ar", fr)),
        level=table.choice("level", Level, level),
        override=table.choice("override", Overrider, override),
        since=started,
        until=table.optional_day("until"),
        source=sources.cited(table, started, source),
        when=_conditions(table),
    )
    table.done()
    return mention


def _check(table: Table, sources: _Sources) -> Check:
    since = table.day("since")
    check = Check(
        id=table.text("id"),
        level=table.choice("level", Level),
        override=table.choice("override", Overrider),
        since=since,
        source=sources.cited(table, since),
    )
    table.done()
    return check
