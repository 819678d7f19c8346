"""Prior agreements: which kinds there are, which forms they cover, and what one is worth on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from amo_desk.domain.agreements import GIVEN, Agreement, AgreementState
from amo_desk.domain.days import months_after
from amo_desk.domain.odf import AgreementStanding
from amo_desk.domain.sources import Source, Text
from amo_desk.rules.files import Table, read
from amo_desk.rules.form_files import read_sources

if TYPE_CHECKING:
    from amo_desk.rules.rulebook import Rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A part of a treatment that wants an agreement of its own, and the forms which that covers."""

    id: str
    label: Text
    covers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementKind:
    """What an agreement may be about: the forms that ask for it and those it covers, as a whole or by stage.

    `starts_within` names the parameter of the months after which it is void when nothing began.
    """

    id: str
    label: Text
    requests: tuple[str, ...]
    covers: tuple[str, ...]
    stages: tuple[Stage, ...]
    starts_within: str
    source: Source

    def stage(self, identifier: str) -> Stage | None:
        """The stage with this id, nothing where the kind has none of that name."""
        return next((stage for stage in self.stages if stage.id == identifier), None)

    def covered(self, form: str, stage: str) -> bool:
        """Whether an agreement of this kind and stage covers dossiers on a form."""
        if not self.stages:
            return form in self.covers
        found = self.stage(stage)
        return found is not None and form in found.covers


def read_kinds(path: Path) -> dict[str, AgreementKind]:
    """The kinds of `db/reference/agreements.toml`, by id."""
    table = read(path)
    checked_on = table.day("checked_on")
    sources = read_sources(table, checked_on, checked_on)
    kinds = {}
    for entry in table.tables("kinds"):
        kind = _kind(entry, sources)
        kinds[kind.id] = kind
    table.done()
    return kinds


def standing(agreement: Agreement, day: date, rulebook: Rulebook, started: Iterable[date] = ()) -> AgreementStanding:
    """What an agreement is worth on a day; `started` are the days on which something it covers began.

    One that must be begun within some months is void from the day after, unless something began in time.
    """
    last = start_limit(agreement, rulebook)
    lapses_on = None if last is None or last == date.max else last + timedelta(days=1)
    state = agreement.state
    if state is AgreementState.GRANTED and lapses_on is not None and agreement.decided_on is not None:
        begun = any(agreement.decided_on <= start < lapses_on for start in started)
        if day >= lapses_on and not begun:
            state = AgreementState.VOID
    return AgreementStanding(agreement=agreement, state=state, lapses_on=lapses_on)


def serves(agreement: Agreement, form: str, day: date, rulebook: Rulebook) -> bool:
    """Whether an agreement was given by a day, is worth something then, and covers dossiers on a form."""
    kind = rulebook.agreement_kinds.get(agreement.kind)
    return (
        kind is not None
        and kind.covered(form, agreement.stage)
        and agreement.decided_on is not None
        and agreement.decided_on <= day
        and standing(agreement, day, rulebook).state in GIVEN
    )


def start_limit(agreement: Agreement, rulebook: Rulebook) -> date | None:
    """The last day to begin what was agreed; nothing where no rule sets one or nothing was decided."""
    kind = rulebook.agreement_kinds.get(agreement.kind)
    return None if kind is None or agreement.decided_on is None else last_start(kind, agreement.decided_on, rulebook)


def last_start(kind: AgreementKind, decided_on: date, rulebook: Rulebook) -> date | None:
    """The last day to begin what an agreement of a kind, given on a day, covers; nothing where no rule sets one."""
    if not kind.starts_within:
        return None
    months = rulebook.parameter(kind.starts_within).nearest(decided_on).number
    return months_after(decided_on, int(months))


def _kind(table: Table, sources: Mapping[str, Source]) -> AgreementKind:
    cited = table.text("source")
    if cited not in sources:
        raise table.wrong("source", " | ".join(sources))
    note = table.text("note", "")
    kind = AgreementKind(
        id=table.text("id"),
        label=table.bilingual("label"),
        requests=_names(table, "requests"),
        covers=_names(table, "covers"),
        stages=tuple(_stage(entry) for entry in table.tables("stages")),
        starts_within=table.text("starts_within", ""),
        source=replace(sources[cited], since=table.day("since"), note=note),
    )
    table.done()
    return kind


def _stage(table: Table) -> Stage:
    stage = Stage(id=table.text("id"), label=table.bilingual("label"), covers=_names(table, "covers"))
    table.done()
    return stage


def _names(table: Table, key: str) -> tuple[str, ...]:
    return tuple(str(name) for name in table.values(key))
