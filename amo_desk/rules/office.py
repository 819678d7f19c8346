"""The office's own file: pieces that it adds to a form and levels that it sets, laid over the bundled rules.

`<folder>/forms/<form id>.toml` holds `[[pieces]]` written as in a bundled form, ids beginning with « L_ »; `[levels]`,
where « PIECE » or « PIECE/mention » is block, warn or note; `[sources.X]`; and `checked_on`, without which a source
counts as checked on the day its piece begins. A file with an error in it changes nothing, and the trouble is kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from amo_desk.domain.errors import Refused
from amo_desk.domain.findings import Level
from amo_desk.domain.sources import Source
from amo_desk.rules.files import Table, read
from amo_desk.rules.form_files import askable_in, read_piece, read_sources
from amo_desk.rules.forms import Form, Piece

PREFIX = "L_"
_LINE = re.compile(r"\(at line (\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What is wrong in a file of the office: its line where one can be told, the key, and what was expected there."""

    file: str
    line: int | None
    key: str
    expected: str


def lay_over(forms: tuple[Form, ...], folder: Path) -> tuple[tuple[Form, ...], tuple[Trouble, ...], tuple[Path, ...]]:
    """The forms with the office's pieces and levels, the troubles of its files, and the files that were taken."""
    troubles: list[Trouble] = []
    taken: list[Path] = []
    for path in sorted((folder / "forms").glob("*.toml")):
        try:
            forms = _under(forms, path)
        except Refused as refused:
            troubles.append(_trouble(path, refused))
        else:
            taken.append(path)
    return forms, tuple(troubles), tuple(taken)


def _under(forms: tuple[Form, ...], path: Path) -> tuple[Form, ...]:
    """The forms, the editions of one of them under a file of the office."""
    editions = tuple(form for form in forms if form.id == path.stem)
    if not editions:
        known = " | ".join(sorted({form.id for form in forms}))
        raise Refused("rules.file", where=path.name, key=path.stem, expected=known)
    return tuple(_changed(form, path, editions) if form.id == path.stem else form for form in forms)


def _changed(form: Form, path: Path, editions: tuple[Form, ...]) -> Form:
    table = read(path)
    checked_on = table.optional_day("checked_on") or date.min
    sources = {**form.sources, **read_sources(table, form.since, checked_on)}
    entries = list(table.tables("pieces"))
    pieces: dict[str, Piece] = {}
    for entry in entries:
        piece = read_piece(entry, sources, askable_in(form.fields), local=True)
        if not piece.id.startswith(PREFIX):
            raise entry.wrong("id", f"{PREFIX}…")
        if piece.id in pieces:
            raise entry.wrong("id", "one piece an id")
        pieces[piece.id] = _dated(piece)
    levels = _levels(table, editions)
    table.done()
    return replace(form, pieces=(*(_at_level(piece, levels) for piece in form.pieces), *pieces.values()))


def _dated(piece: Piece) -> Piece:
    """The piece with its sources checked on the day it begins, where the file tells no day."""
    mentions = tuple(replace(m, source=_checked(m.source)) for m in piece.mentions)
    return replace(piece, source=_checked(piece.source), mentions=mentions)


def _checked(source: Source) -> Source:
    return replace(source, checked_on=source.since) if source.checked_on == date.min else source


def _levels(table: Table, editions: tuple[Form, ...]) -> dict[str, Level]:
    levels: dict[str, Level] = {}
    if table.has("levels"):
        known = {name for form in editions for piece in form.pieces for name in _names(piece)}
        inner = table.table("levels")
        for name in inner.names():
            if name not in known:
                raise inner.wrong(name, " | ".join(sorted(known)))
            levels[name] = inner.choice(name, Level)
    return levels


def _names(piece: Piece) -> tuple[str, ...]:
    return (piece.id, *(f"{piece.id}/{mention.id}" for mention in piece.mentions))


def _at_level(piece: Piece, levels: Mapping[str, Level]) -> Piece:
    """The piece at the office's level; mentions that weighed as much follow it, unless they are named themselves."""
    if not any(name in levels for name in _names(piece)):
        return piece
    level = levels.get(piece.id, piece.level)
    mentions = []
    for mention in piece.mentions:
        inherited = level if mention.level is piece.level else mention.level
        mentions.append(replace(mention, level=levels.get(f"{piece.id}/{mention.id}", inherited)))
    return replace(piece, level=level, mentions=tuple(mentions), relevelled=True)


def _trouble(path: Path, refused: Refused) -> Trouble:
    details = {name: str(value) for name, value in refused.details.items()}
    problem = details.get("problem", "")
    if refused.code != "rules.file":
        at = _LINE.search(problem)
        return Trouble(file=path.name, line=int(at[1]) if at else None, key="", expected=problem or "TOML")
    key = details["key"]
    steps = details["where"].split(": ")[1:]
    return Trouble(file=path.name, line=_line_of(path, steps, key), key=key, expected=details["expected"])


def _line_of(path: Path, steps: list[str], key: str) -> int | None:
    """The line of a key below the headings and inline tables that lead to it, else the line of the nearest of them."""
    lines = path.read_text(encoding="utf-8").splitlines()
    begin, end = 0, next((i for i, line in enumerate(lines) if line.startswith("[")), len(lines))
    if steps:
        name, index = _step(steps[0])
        heading = re.compile(rf"\[\[{name}\]\]|\[{name}[\].]")
        headings = [i for i, line in enumerate(lines) if heading.match(line)]
        if len(headings) < index:
            return None
        begin = headings[index - 1]
        end = next((i for i in range(begin + 1, len(lines)) if lines[i].startswith("[")), len(lines))
    for step in steps[1:]:
        name, index = _step(step)
        begin = _written(lines, name, begin, end) or begin
        entries = [i for i in range(begin, end) if lines[i].lstrip().startswith("{")]
        begin = entries[index - 1] if "[" in step and len(entries) >= index else begin
    at = _written(lines, key, begin, end)
    return at + 1 if at is not None else begin + 1 if steps else None


def _step(step: str) -> tuple[str, int]:
    """A step of a path as the reading of files writes it: « pieces[2] », « when »."""
    name, _, index = step.partition("[")
    return name, int(index.rstrip("]") or 1)


def _written(lines: list[str], key: str, begin: int, end: int) -> int | None:
    written = re.compile(rf"""(^|[\s{{,"']){re.escape(key)}["']?\s*=""")
    return next((i for i in range(begin, end) if written.search(lines[i])), None)
