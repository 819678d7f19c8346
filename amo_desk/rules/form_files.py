"""Reading the forms, from `forms/<form>/<edition>.toml`, and the sentences of their checks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeAlias

from amo_desk.domain.findings import Level, Overrider
from amo_desk.domain.odf import PeriodKind
from amo_desk.domain.sources import Source, Text
from amo_desk.rules.files import Table, read
from amo_desk.rules.forms import (
    ASKABLE,
    DEADLINES,
    FIELD_KINDS,
    FIXED,
    GROUPS,
    LINE_KINDS,
    Check,
    Choice,
    Conditions,
    Field,
    Form,
    Mention,
    Piece,
    Sentence,
)

Askable: TypeAlias = Mapping[str, frozenset[object] | None]


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
    sources = read_sources(table, since, checked_on)
    fields = _fields(table)
    asked = askable_in(fields)
    form = Form(
        id=form_id,
        edition=edition,
        since=since,
        checked_on=checked_on,
        position=int(table.number("position")),
        group=table.word("group", GROUPS),
        label=table.bilingual("label"),
        summary=table.bilingual("summary"),
        lines=table.word("lines", LINE_KINDS),
        deadline=table.word("deadline", DEADLINES),
        lot=table.decided("lot"),
        fields=fields,
        pieces=tuple(read_piece(entry, sources, asked) for entry in table.tables("pieces")),
        checks=tuple(_check(entry, sources) for entry in table.tables("checks")),
        sources=sources,
        facts=_facts(table),
        recipient=_optional_text(table, "recipient"),
        rate=table.text("rate", ""),
        complement=table.text("complement") if table.has("complement") else None,
        forfait=table.text("forfait", ""),
        not_found=_optional_text(table, "not_found"),
        odf=table.choice("odf", PeriodKind) if table.has("odf") else None,
    )
    if form.forfait and (form.lines != "free" or not form.rate):
        raise table.wrong("forfait", 'lines = "free", rate')
    table.done()
    return form


def askable_in(fields: Iterable[Field]) -> Askable:
    """The facts that `when` may ask, with their values: the common ones, a form's own flags and choices."""
    own: dict[str, frozenset[object] | None] = {}
    for field in fields:
        if field.kind == "flag":
            own[field.id] = frozenset({True, False})
        elif field.choices:
            own[field.id] = frozenset(choice.id for choice in field.choices)
    return {**own, **ASKABLE}


def read_sources(table: Table, since: date, checked_on: date) -> dict[str, Source]:
    """The sources named at the head of a file, to be dated by whoever cites them."""
    sources = {}
    for name, inner in table.items("sources"):
        sources[name] = inner.source(since=since, checked_on=checked_on)
        inner.done()
    return sources


def _optional_text(table: Table, key: str) -> Text | None:
    return table.bilingual(key) if table.has(key) else None


def _facts(table: Table) -> dict[str, bool | str]:
    facts: dict[str, bool | str] = {}
    if table.has("facts"):
        inner = table.table("facts")
        for name in inner.names():
            if name not in FIXED:
                raise inner.wrong(name, " | ".join(sorted(FIXED)))
            facts[name] = inner.decided(name) if name in ("ald", "same_session") else inner.text(name)
    return facts


def _cited(table: Table, sources: Mapping[str, Source], since: date, default: Source | None = None) -> Source:
    name = table.text("source", "")
    source = sources.get(name, default if not name else None)
    if source is None:
        raise table.wrong("source", " | ".join(sources))
    return replace(source, since=since, note=table.text("note", "") or source.note)


def _conditions(table: Table, askable: Askable) -> Conditions:
    if not table.has("when"):
        return ()
    asked = table.table("when")
    conditions = []
    for name in asked.names():
        if name not in askable:
            raise asked.wrong(name, " | ".join(sorted(askable)))
        values = asked.values(name)
        if not values or not all(isinstance(value, str | bool) for value in values):
            raise asked.wrong(name, "array of strings | array of true, false")
        known = askable[name]
        if known is not None and not known.issuperset(values):
            raise asked.wrong(name, " | ".join(sorted(str(value).lower() for value in known)))
        conditions.append((name, frozenset(values)))
    return tuple(conditions)


def _fields(table: Table) -> tuple[Field, ...]:
    """The header fields, which may ask about each other: what they ask is read when all of them are known."""
    entries = tuple(table.tables("fields"))
    fields = tuple(_field(entry) for entry in entries)
    asked = askable_in(fields)
    whole = tuple(replace(f, when=_conditions(entry, asked)) for f, entry in zip(fields, entries, strict=True))
    for entry in entries:
        entry.done()
    return whole


def _field(table: Table) -> Field:
    choices = []
    for entry in table.tables("choices"):
        fr = entry.text("fr")
        choices.append(Choice(id=entry.text("id"), label=Text(fr=fr, ar=entry.text("ar", fr))))
        entry.done()
    return Field(
        id=table.text("id"),
        kind=table.word("kind", FIELD_KINDS),
        label=table.bilingual("label"),
        required=table.choice("required", Level) if table.has("required") else None,
        when=(),
        choices=tuple(choices),
    )


def read_piece(table: Table, sources: Mapping[str, Source], askable: Askable, *, local: bool = False) -> Piece:
    """A piece with its mentions, each dated and with the source it cites."""
    piece_id, since = table.text("id"), table.day("since")
    piece = Piece(
        id=piece_id,
        label=table.bilingual("label"),
        level=table.choice("level", Level),
        override=table.choice("override", Overrider),
        since=since,
        until=table.optional_day("until"),
        source=_cited(table, sources, since),
        when=_conditions(table, askable),
        mentions=(),
        local=local,
    )
    mentions = tuple(_mention(entry, piece, sources, askable) for entry in table.tables("mentions"))
    table.done()
    return replace(piece, mentions=mentions)


def _mention(table: Table, piece: Piece, sources: Mapping[str, Source], askable: Askable) -> Mention:
    since = table.optional_day("since") or piece.since
    fr = table.text("fr")
    mention = Mention(
        id=table.text("id"),
        label=Text(fr=fr, ar=table.text("ar", fr)),
        level=table.choice("level", Level, piece.level),
        override=table.choice("override", Overrider, piece.override),
        since=since,
        until=table.optional_day("until"),
        source=_cited(table, sources, since, piece.source),
        when=_conditions(table, askable),
    )
    table.done()
    return mention


def _check(table: Table, sources: Mapping[str, Source]) -> Check:
    since = table.day("since")
    check = Check(
        id=table.text("id"),
        level=table.choice("level", Level),
        override=table.choice("override", Overrider),
        since=since,
        source=_cited(table, sources, since),
    )
    table.done()
    return check
