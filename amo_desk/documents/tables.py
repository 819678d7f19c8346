"""The tables that papers share: acts, sentences, pieces and signs in both languages, headings repeated on each page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from reportlab.lib.colors import white
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Table

from amo_desk.documents.paper import (
    ACCENT,
    AMBER,
    INK,
    NONE,
    QUIET,
    TINT,
    Align,
    Pen,
    Words,
    apart,
    below,
    grid,
    padding,
)
from amo_desk.documents.parts import BETWEEN, heading
from amo_desk.domain.papers import PaperPiece
from amo_desk.domain.sources import Text

# The width of a column in millimetres (0: what remains), its name and the side on which it is set.
Column: TypeAlias = tuple[float, Text, Align]

LACKS = Text(fr="Manque : {mentions}", ar="ينقص: {mentions}")

_AIR, _WIDE_AIR = 3.0, 9.0
_HEADS = 2
_SIGN = 7.5 * mm
_UNDER_HEADING: tuple[tuple[Any, ...], ...] = (
    ("SPAN", (0, 0), (-1, 0)),
    ("LINEBELOW", (0, 0), (-1, 0), 0.9, ACCENT),
)


def column_head(pen: Pen, title: Text, side: Align) -> list[Words]:
    """The name of a column in French above Arabic."""
    words = [pen.fr(title.fr, 6.3, colour=QUIET, align=side), pen.ar(title.ar, 6.3, colour=QUIET, align=side)]
    for said in words:
        said.whole = True
    return words


def column_table(
    pen: Pen, title: Text, columns: Sequence[Column], rows: Sequence[Sequence[object]], empty: Text, width: float
) -> Table:
    """A table under its title and the names of its columns; `empty` is said where there is no row.

    A row of one cell spans the table: it is a remark, and belongs to the row above it.
    """
    wide = [at for at, row in enumerate(rows, start=_HEADS) if len(row) == 1]
    joined: list[tuple[Any, ...]] = [("LINEBELOW", (0, at - 1), (-1, at - 1), 0.5, white) for at in wide]
    joined += [("NOSPLIT", (0, at - 1), (-1, at)) for at in wide]
    if not rows:
        rows, wide = [[apart(pen.both(empty, 7.5), width)]], [_HEADS]
    blank = [""] * (len(columns) - 1)
    remaining = width - sum(room for room, _, _ in columns) * mm
    airs = [
        ("RIGHTPADDING", (at, 1), (at, -1), _AIR if room else _WIDE_AIR)
        if side == "left"
        else ("LEFTPADDING", (at, 1), (at, -1), _AIR)
        for at, (room, _, side) in enumerate(columns)
    ]
    return grid(
        [
            [heading(pen, title, width), *blank],
            [column_head(pen, name, side) for _, name, side in columns],
            *([*row, *blank[: len(columns) - len(row)]] for row in rows),
        ],
        [room * mm or remaining for room, _, _ in columns],
        below(),
        *padding(2.4, 2.8),
        *_UNDER_HEADING,
        ("BACKGROUND", (0, 1), (-1, 1), TINT),
        *airs,
        *(("SPAN", (0, at), (-1, at)) for at in wide),
        *(("RIGHTPADDING", (0, at), (-1, at), 0) for at in wide),
        *joined,
        repeat=_HEADS,
    )


def sentences(pen: Pen, title: Text, said: Sequence[Text], width: float) -> Table:
    """A heading and its sentences side by side in both languages; the heading is repeated on each page.

    One that is known in one language only stands on both sides.
    """
    half = (width - BETWEEN) / 2
    rows: list[Sequence[object]] = [[heading(pen, title, width), "", ""]]
    for sentence in said:
        fr, ar = pen.typed(sentence, 7.5)
        rows.append([fr, "", ar])
    return grid(rows, [half, BETWEEN, half], below(), *padding(2.5, 3), *_UNDER_HEADING, repeat=1)


def coded_table(pen: Pen, title: Text, entries: Sequence[tuple[str, Text]], width: float) -> Table:
    """Acts by their codes with their names in both languages; the heading is repeated on each page."""
    code = 16 * mm
    half = (width - code - BETWEEN) / 2
    rows: list[list[object]] = [[heading(pen, title, width), "", "", ""]]
    for written, text in entries:
        fr, ar = pen.both(text, 7.5)
        rows.append([pen.fr(written or NONE, 7.5, bold=True), fr, "", ar])
    return grid(rows, [code, half, BETWEEN, half], below(), *padding(2.5, 3), *_UNDER_HEADING, repeat=1)


def piece_table(
    pen: Pen, title: Text, pieces: Sequence[PaperPiece], mark: Callable[[int], Flowable], width: float
) -> Table:
    """The pieces, each with a mark and the mentions missing on it; the heading is repeated on each page."""
    column = (width - 10 * mm) / 2
    return grid(
        [[heading(pen, title, width), "", "", ""], *piece_rows(pen, pieces, mark)],
        [6 * mm, column, 4 * mm, column],
        below(),
        *padding(3, 3.5),
        *_UNDER_HEADING,
        repeat=1,
    )


def piece_rows(pen: Pen, pieces: Sequence[PaperPiece], mark: Callable[[int], Flowable]) -> list[list[object]]:
    """A row for each piece: a mark, French, Arabic; what is missing on it stands below its name."""
    rows: list[list[object]] = []
    for index, piece in enumerate(pieces, start=1):
        fr, ar = pen.both(piece.label, 7.5, colour=INK)
        lacks = pen.both(
            Text(
                fr=LACKS.fr.format(mentions=", ".join(mention.fr for mention in piece.missing)),
                ar=LACKS.ar.format(mentions="، ".join(mention.ar for mention in piece.missing)),
            ),
            7,
            bold=True,
            colour=AMBER,
        )
        rows.append([mark(index), [fr, lacks[0]], "", [ar, lacks[1]]] if piece.missing else [mark(index), fr, "", ar])
    return rows


def legend_table(pen: Pen, items: Sequence[tuple[Flowable, Text]], width: float, least: float) -> Table:
    """Signs with what they mean in both languages, as many beside each other as have the least room."""
    across = int(width // least)
    room = width / across
    rows = []
    for start in range(0, len(items), across):
        cells: list[object] = []
        for sign, text in items[start : start + across]:
            cells += [sign, [pen.fr(text.fr, 6.3, colour=QUIET), pen.ar(text.ar, 6.3, colour=QUIET, align="left")]]
        rows.append([*cells, *[""] * (2 * across - len(cells))])
    return grid(rows, [_SIGN, room - _SIGN] * across, ("BOTTOMPADDING", (0, 0), (-1, -1), 3))
