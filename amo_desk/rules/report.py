"""What the rulebook rests on without an official source or a recent look at it: the person in charge's list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from amo_desk.domain.sources import Grade, Source
from amo_desk.rules.forms import Form
from amo_desk.rules.parameters import Parameter, Value
from amo_desk.rules.rulebook import Rulebook

NOT_FOUND = "not_found"
FRESH = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """One value or demand to be confirmed.

    `kind` is parameter, act, piece, mention, check, illness, heading, costly_medicines, mutuelle or not_found; of the
    last, `value` says what no source gives and `grade` is empty.
    """

    kind: str
    id: str
    since: date
    value: str
    grade: str
    title: str
    href: str
    note: str
    checked_on: date


def unconfirmed(rulebook: Rulebook) -> tuple[Doubt, ...]:
    """Everything whose source is not official, and what was looked for and not found."""
    return tuple(doubt for doubt in _everything(rulebook) if doubt.grade != Grade.OFFICIAL.value)


def stale(rulebook: Rulebook, day: date) -> tuple[Doubt, ...]:
    """What nobody compared with its source for a year before a day, official or not, the longest ago first."""
    old = (doubt for doubt in _everything(rulebook) if day - doubt.checked_on > FRESH)
    return tuple(sorted(old, key=lambda doubt: doubt.checked_on))


def _everything(rulebook: Rulebook) -> Iterator[Doubt]:
    yield from _parameters(rulebook)
    yield from _lists(rulebook)
    for form in rulebook.forms:
        yield from _form(form)


def _doubt(kind: str, identifier: str, value: str, source: Source) -> Doubt:
    return Doubt(
        kind=kind,
        id=identifier,
        since=source.since,
        value=value,
        grade=source.grade.value,
        title=source.title,
        href=source.href,
        note=source.note,
        checked_on=source.checked_on,
    )


def _lacking(identifier: str, value: str, since: date, checked_on: date) -> Doubt:
    return Doubt(
        kind=NOT_FOUND,
        id=identifier,
        since=since,
        value=value,
        grade="",
        title="",
        href="",
        note="",
        checked_on=checked_on,
    )


def _parameters(rulebook: Rulebook) -> Iterator[Doubt]:
    for parameter in rulebook.parameters.values():
        for value in parameter.values:
            yield _doubt("parameter", _name(parameter, value), _text(parameter, value), value.source)


def _name(parameter: Parameter, value: Value) -> str:
    dimensions = ", ".join(f"{name} = {of}" for name, of in value.dimensions)
    return f"{parameter.id} ({dimensions})" if dimensions else parameter.id


def _text(parameter: Parameter, value: Value) -> str:
    return "" if value.value is None else f"{value.value} {parameter.unit}".removesuffix(" text")


def _lists(rulebook: Rulebook) -> Iterator[Doubt]:
    for act in rulebook.acts.values():
        yield _doubt("act", act.code, "" if act.coefficient is None else f"{act.letter} {act.coefficient}", act.source)
    for mutuelle in rulebook.mutuelles.values():
        yield _doubt("mutuelle", mutuelle.code, mutuelle.name.fr, mutuelle.source)
    for illness in rulebook.ald.values():
        yield _doubt("illness", illness.code, illness.label.fr, illness.source)
    for heading in rulebook.ald_headings:
        yield _doubt("heading", str(heading.number), heading.label.fr, heading.source)
    for illness in list(rulebook.ald.values())[:1]:
        yield _lacking("ald", rulebook.ald_not_found.fr, illness.source.since, illness.source.checked_on)
    yield _doubt("costly_medicines", "pecof", str(len(rulebook.pecof.names)), rulebook.pecof.source)


def _form(form: Form) -> Iterator[Doubt]:
    name = f"{form.id}/{form.edition}"
    if form.not_found:
        yield _lacking(name, form.not_found.fr, form.since, form.checked_on)
    for piece in form.pieces:
        yield _doubt("piece", f"{name}: {piece.id}", piece.label.fr, piece.source)
        for mention in piece.mentions:
            yield _doubt("mention", f"{name}: {piece.id}/{mention.id}", mention.label.fr, mention.source)
    for check in form.checks:
        yield _doubt("check", f"{name}: {check.id}", check.level.value, check.source)
