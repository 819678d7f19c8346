"""What the law says, as a list to look through: letter-keys, acts, illnesses, mutuelles, forms, parameters, doubts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum

from amo_desk.domain.findings import Level, Overrider
from amo_desk.domain.money import Centimes
from amo_desk.domain.names import folded
from amo_desk.domain.sources import Grade, Source, Text
from amo_desk.rules import contribution as contributions
from amo_desk.rules import report
from amo_desk.rules.forms import Form, Mention, Piece
from amo_desk.rules.nomenclature import Act
from amo_desk.rules.parameters import Parameter, Value
from amo_desk.rules.rulebook import Mutuelle, Rulebook
from amo_desk.usecases.desk import Desk

_GRADES = tuple(Grade)
_CODED = ("act", "illness", "heading", "mutuelle")
# An act is shown at its price in private practice, as a quote takes it while the sector is not said.
_USUAL = ((), (("sector", "private"),))


class Section(Enum):
    """The chapters of the reference."""

    LETTER_KEYS = "letter_keys"
    ACTS = "acts"
    ILLNESSES = "illnesses"
    MUTUELLES = "mutuelles"
    FORMS = "forms"
    PARAMETERS = "parameters"
    DOUBTS = "doubts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A value from a day on, with its unit and its source; nothing when it was repealed.

    `name` says which parameter it belongs to where several stand together.
    """

    since: date
    value: Decimal | str | None
    unit: str
    source: Source
    name: Text | None = None
    dimensions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A piece of a form, or a mention on it: how much it weighs, who may set it aside, since when and why."""

    label: Text
    level: Level
    override: Overrider
    since: date
    until: date | None
    source: Source
    local: bool
    relevelled: bool = False
    mentions: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of the reference.

    `kind` is a code for the family it belongs to; `now` is what holds on the day asked about, or the first to come;
    `missing` is what no source gives, `recipient` where a file goes when not to the mutuelle; `words` is all that can
    be searched, folded.
    """

    section: Section
    id: str
    code: str
    label: Text
    kind: str
    source: Source
    words: str
    now: Dated | None = None
    coefficient: Decimal | None = None
    dimensions: tuple[tuple[str, str], ...] = ()
    history: tuple[Dated, ...] = ()
    about: Text | None = None
    asked: tuple[Asked, ...] = ()
    missing: Text | None = None
    recipient: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What is wrong in the office's own file: where, which key, and what was expected there."""

    file: str
    line: int | None
    key: str
    expected: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """The whole reference as it stands on a day, and what is wrong in the office's own file."""

    day: date
    version: str
    entries: tuple[Entry, ...]
    troubles: tuple[Trouble, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A month's contribution in centimes, who pays what, and the values it follows; `capped` is min, max or nothing."""

    total: Centimes
    employee: Centimes
    employer: Centimes
    capped: str
    values: tuple[Dated, ...]


def reference(desk: Desk) -> Reference:
    """Everything the rules hold, as of today."""
    rulebook, day = desk.rulebook, desk.today()
    payer = str(rulebook.parameter("organisation/payer").nearest(day).value)
    entries = [
        *_letter_keys(rulebook, day),
        *_acts(rulebook, day),
        *_illnesses(rulebook),
        *_mutuelles(rulebook, day),
        *(_form(form, payer) for form in rulebook.forms_on(day)),
        *_parameters(rulebook, day),
        *_doubts(rulebook),
    ]
    troubles = tuple(Trouble(file=t.file, line=t.line, key=t.key, expected=t.expected) for t in rulebook.troubles)
    return Reference(day=day, version=rulebook.version, entries=tuple(entries), troubles=troubles)


def contribution(desk: Desk, gross: Centimes, kind: str) -> Share:
    """A month's contribution on a gross amount, today; `kind` is active or pension."""
    day = desk.today()
    found = contributions.contribution(gross, "pension" if kind == "pension" else "active", day, desk.rulebook)
    values = (
        replace(_in_force([_dated(parameter, value) for value in parameter.values], day), name=parameter.description)
        for identifier, parameter in desk.rulebook.parameters.items()
        if identifier.startswith("contribution/")
    )
    return Share(
        total=found.total,
        employee=found.employee,
        employer=found.employer,
        capped=found.capped,
        values=tuple(values),
    )


def _letter_keys(rulebook: Rulebook, day: date) -> Iterator[Entry]:
    letters = {act.tariff: act.letter for act in rulebook.acts.values()}
    for identifier, parameter in rulebook.parameters.items():
        if identifier.startswith("letter_keys/"):
            code = letters.get(identifier, identifier.rpartition("/")[2].upper())
            yield from _rows(Section.LETTER_KEYS, parameter, code, "letter_key", day)


def _parameters(rulebook: Rulebook, day: date) -> Iterator[Entry]:
    for identifier, parameter in rulebook.parameters.items():
        group, _, _ = identifier.rpartition("/")
        if group != "letter_keys":
            yield from _rows(Section.PARAMETERS, parameter, "", group, day)


def _rows(section: Section, parameter: Parameter, code: str, kind: str, day: date) -> Iterator[Entry]:
    """A row for each thing a parameter distinguishes: private and public, one mutuelle and the others."""
    for dimensions in dict.fromkeys(value.dimensions for value in parameter.values):
        history = tuple(_dated(parameter, value) for value in parameter.values if value.dimensions == dimensions)
        now = _in_force(history, day)
        yield Entry(
            section=section,
            id="/".join((parameter.id, *(value for _, value in dimensions))),
            code=code,
            label=parameter.description,
            kind=kind,
            now=now,
            dimensions=dimensions,
            history=history,
            source=now.source,
            words=_words(code, parameter.id, parameter.description, *(value for _, value in dimensions)),
        )


def _acts(rulebook: Rulebook, day: date) -> Iterator[Entry]:
    for act in sorted(rulebook.acts.values(), key=lambda act: act.code):
        if act.coefficient is None and act.tariff.startswith("letter_keys/") and not act.natures:
            continue
        history = tuple(_priced(rulebook, act))
        usual = [dated for dated in history if dated.dimensions in _USUAL]
        yield Entry(
            section=Section.ACTS,
            id=act.code,
            code=act.code,
            label=act.label,
            kind=act.category,
            now=_in_force(usual or history, day) if history else None,
            coefficient=act.coefficient,
            history=history,
            source=act.source,
            words=_words(act.code, act.label, act.letter),
        )


def _priced(rulebook: Rulebook, act: Act) -> Iterator[Dated]:
    """What an act is worth from each day on: its coefficient times the value of its letter-key."""
    parameter = rulebook.parameters.get(act.tariff)
    if parameter is None:
        return
    for value in parameter.values:
        dated = _dated(parameter, value)
        if isinstance(value.value, Decimal) and act.coefficient is not None:
            dated = replace(dated, value=value.value * act.coefficient)
        yield dated


def _illnesses(rulebook: Rulebook) -> Iterator[Entry]:
    for heading in rulebook.ald_headings:
        yield Entry(
            section=Section.ILLNESSES,
            id=f"heading/{heading.number}",
            code=str(heading.number),
            label=heading.label,
            kind="heading",
            missing=rulebook.ald_not_found,
            source=heading.source,
            words=_words(str(heading.number), heading.label),
        )
    for illness in sorted(rulebook.ald.values(), key=lambda illness: illness.code):
        months = illness.period_months
        now = None
        if months is not None:
            years, rest = divmod(months, 12)
            value, unit = (Decimal(months), "months") if rest else (Decimal(years), "years")
            now = Dated(since=illness.source.since, value=value, unit=unit, source=illness.source)
        yield Entry(
            section=Section.ILLNESSES,
            id=illness.code,
            code=illness.code,
            label=illness.label,
            kind="illness",
            now=now,
            about=illness.pieces,
            source=illness.source,
            words=_words(illness.code, illness.label, illness.pieces),
        )


def _mutuelles(rulebook: Rulebook, day: date) -> Iterator[Entry]:
    for mutuelle in rulebook.mutuelles.values():
        history = tuple(_complements(rulebook, mutuelle))
        own = [dated for dated in history if ("mutuelle", mutuelle.code) in dated.dimensions]
        shown = _in_force(own or history, day)
        yield Entry(
            section=Section.MUTUELLES,
            id=mutuelle.code,
            code=mutuelle.code,
            label=mutuelle.name,
            kind="own_rules" if own else "general_rule",
            history=history,
            source=shown.source,
            words=_words(mutuelle.code, mutuelle.name),
        )


def _complements(rulebook: Rulebook, mutuelle: Mutuelle) -> Iterator[Dated]:
    """The complements of a mutuelle by date: its own where it has any, else what holds for all."""
    mine = ("mutuelle", mutuelle.code)
    for identifier, parameter in rulebook.parameters.items():
        if not identifier.startswith("complement/"):
            continue
        own = [value for value in parameter.values if mine in value.dimensions]
        general = [value for value in parameter.values if "mutuelle" not in dict(value.dimensions)]
        for value in own or general:
            yield replace(_dated(parameter, value), name=parameter.description)


def _form(form: Form, payer: str) -> Entry:
    asked = tuple(_piece(piece) for piece in form.pieces)
    sources = [source for piece in asked for source in (piece.source, *(m.source for m in piece.mentions))]
    sources += [check.source for check in form.checks]
    return Entry(
        section=Section.FORMS,
        id=form.id,
        code=form.edition,
        label=form.label,
        kind=form.group,
        about=form.summary,
        asked=asked,
        missing=form.not_found,
        recipient=form.sent_to(payer),
        # A form is as sure as the least sure thing it asks for.
        source=max(sources, key=lambda source: _GRADES.index(source.grade)),
        words=_words(form.id, form.label, form.summary, *(piece.label for piece in asked)),
    )


def _piece(piece: Piece) -> Asked:
    asked = replace(_item(piece, piece.local), relevelled=piece.relevelled)
    return replace(asked, mentions=tuple(_item(m, piece.local) for m in piece.mentions))


def _item(item: Piece | Mention, local: bool) -> Asked:
    return Asked(
        label=item.label,
        level=item.level,
        override=item.override,
        since=item.since,
        until=item.until,
        source=item.source,
        local=local,
    )


def _doubts(rulebook: Rulebook) -> Iterator[Entry]:
    for doubt in report.unconfirmed(rulebook):
        source = Source(
            title=doubt.title,
            href=doubt.href,
            grade=Grade(doubt.grade) if doubt.grade else Grade.UNCONFIRMED,
            since=doubt.since,
            checked_on=doubt.checked_on,
            note=doubt.note,
        )
        label, now = _doubtful(rulebook, doubt, source)
        yield Entry(
            section=Section.DOUBTS,
            id=doubt.id,
            code=doubt.id if doubt.kind in _CODED else "",
            label=label,
            kind=doubt.kind,
            dimensions=now.dimensions if now else (),
            now=now,
            source=source,
            words=_words(doubt.id, label, doubt.title, doubt.note),
        )


def _doubtful(rulebook: Rulebook, doubt: report.Doubt, source: Source) -> tuple[Text, Dated | None]:
    """What a doubt is about, and the value in doubt where it has one beside its name."""
    if doubt.kind == "parameter":
        name, _, dimensions = doubt.id.partition(" (")
        pairs = [tuple(pair.split(" = ")) for pair in dimensions.rstrip(")").split(", ") if pair]
        parameter = rulebook.parameter(name)
        values = (v for v in parameter.values if v.since == doubt.since and list(v.dimensions) == pairs)
        return parameter.description, _dated(parameter, next(values))
    act = rulebook.act(doubt.id) if doubt.kind == "act" else None
    if act is None:
        return Text(fr=doubt.value, ar=doubt.value), None
    return act.label, Dated(since=doubt.since, value=doubt.value, unit="text", source=source)


def _dated(parameter: Parameter, value: Value) -> Dated:
    return Dated(
        since=value.since,
        value=value.value,
        unit=parameter.unit,
        source=value.source,
        dimensions=value.dimensions,
    )


def _in_force(history: Iterable[Dated], day: date) -> Dated:
    """The latest value that holds on a day, or the first one to come."""
    ordered = sorted(history, key=lambda dated: dated.since)
    return next((dated for dated in reversed(ordered) if dated.since <= day), ordered[0])


def _words(*parts: str | Text) -> str:
    said = [part if isinstance(part, str) else f"{part.fr} {part.ar}" for part in parts]
    return folded(" ".join(said))
