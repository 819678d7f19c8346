"""Reads a workbook or a CSV file as a header and lines of plain values, whatever was done to it on the way here.

The reading happens in a child process (`child`): what a file may do to its reader must not touch the program.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain, islice
from pathlib import Path
from typing import TypeAlias, TypeVar

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from amo_desk.domain.errors import Refused, Unavailable
from amo_desk.registers.child import MIB, Waiting, messages
from amo_desk.registers.slices import Odd, Slices

Cell: TypeAlias = str | int | float | bool | date | datetime | time | timedelta
Line: TypeAlias = tuple[int, tuple[Cell, ...]]
R = TypeVar("R")
# What the child may do with the lines before it sends them: it must be possible to pickle it and what it makes.
Work: TypeAlias = Callable[[Iterator[Line]], Iterator[R]]

MAX_BYTES = 256 * MIB
MAX_UNPACKED = 2048 * MIB
# A sheet of real people or products packs 5 to 30 times smaller; only larger members are worth a suspicion.
MAX_RATIO, LARGE_MEMBER = 200, 64 * MIB
MAX_ROWS, MAX_COLUMNS = 1_500_000, 500
# What one cell of a spreadsheet holds at most, by Microsoft's « Excel specifications and limits ».
MAX_TEXT = 32_767
BATCH = 500

_HEAD = 4096
_ARCHIVE = (b"PK\x03\x04", b"PK\x05\x06")
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
_BOOK_PARTS = re.compile(r"(^|[/\\])(workbook\w*\.(xml|bin)|content\.xml)$", re.IGNORECASE)
_BOOK_STREAMS = tuple(name.encode("utf-16-le") for name in ("Workbook", "WORKBOOK", "Book", "BOOK"))
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Web pages saved as .xls, Office XML, PDF and RTF are text, but no table.
_OTHER_TEXT = (b"<", b"%PDF-", b"{")
_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\f\r")
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The first sheet that shows something: its header, about how many lines follow, and the lines as they come.

    `line` is the number of the header's own line. A line is its number in the file and its cells; an empty cell is
    `""`, and lines of empty cells are left out.
    """

    header: tuple[str, ...]
    line: int
    total: int
    lines: Iterator[Line]


@contextmanager
def reading(path: Path) -> Iterator[Table]:
    """The table in a file, until the block ends; what is wrong with the file is told by one `DeskError`.

    Codes: `file.missing`, `file.unreadable`, `file.damaged`, `file.empty`, `file.encrypted`, `file.not_a_workbook`,
    `file.too_large` (with `limit`: what there is too much of).
    """
    with messages(path, _read, _in_batches, lambda: None) as read:
        total: int = next(read)
        lines = (line for batch in read for line in batch)
        first = next(lines, None)
        if first is None:
            raise Refused("file.empty", file=path.name)
        header = tuple(str(cell).strip() for cell in first[1])
        yield Table(header=header, line=first[0], total=max(total - first[0], 0), lines=lines)


def hash_of(path: Path, waiting: Waiting) -> str:
    """What tells a file from any other: the hash of its bytes."""
    said = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(MIB):
                waiting()
                said.update(chunk)
    except FileNotFoundError:
        raise Unavailable("file.missing", file=path.name) from None
    except OSError as error:
        raise Unavailable("file.unreadable", file=path.name, problem=error.strerror) from error
    return said.hexdigest()


@contextmanager
def working(path: Path, work: Work[R], waiting: Waiting) -> Iterator[tuple[int, Iterator[R]]]:
    """About how many lines a file has, and what the child makes of them, until the block ends.

    The lines are worked on where they are read, so that only what is needed travels between the processes, and the
    work of the two goes on at the same time. `waiting` is called several times a second while nothing comes, and may
    end it by raising.
    """
    with messages(path, _read, work, waiting) as read:
        total: int = next(read)
        yield total, read


def _read(path: Path) -> tuple[int, Iterator[Line]]:
    """About how many lines a file has, and its lines; the kind of file is told by its bytes alone."""
    size = path.stat().st_size
    if not path.is_file():
        raise Refused("file.not_a_workbook", file=path.name)
    if size == 0:
        raise Refused("file.empty", file=path.name)
    if size > MAX_BYTES:
        raise Refused("file.too_large", file=path.name, limit="bytes")
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if head.startswith((*_ARCHIVE, _COMPOUND)):
        check = _check_compound if head.startswith(_COMPOUND) else _check_archive
        check(path)
        return _large(path) or _whole(path)
    encoding, total = _survey(path, head)
    return total, _checked(_text_lines(path, encoding), path.name)


def _whole(path: Path) -> tuple[int, Iterator[Line]]:
    """The lines of a workbook that is opened whole."""
    sheet = _sheet(path)
    # Empty columns at the left are left out by calamine; a place is that in the file.
    left: list[Cell] = [""] * (sheet.start[1] if sheet.start else 0)
    rows = enumerate((left + cells for cells in sheet.iter_rows()), start=1)
    return sheet.end[0] + 1 if sheet.end else 0, _checked(rows, path.name)


def _large(path: Path) -> tuple[int, Iterator[Line]] | None:
    """The lines of a workbook that is too large to be opened whole, and can be cut."""
    try:
        slices = Slices(path)
        rows = _checked(slices.rows(), path.name)
        first = next(rows)
    except (Odd, StopIteration, zipfile.BadZipFile, NotImplementedError):
        return None
    return slices.total, chain([first], _cut(path, rows, first[0]))


def _cut(path: Path, rows: Iterator[Line], last: int) -> Iterator[Line]:
    """The lines of a workbook that is cut; from where it can be cut no more, those of the whole one."""
    try:
        for number, cells in rows:
            last = number
            yield number, cells
    except Odd:
        for number, cells in _whole(path)[1]:
            if number > last:
                yield number, cells


def _in_batches(lines: Iterator[Line]) -> Iterator[list[Line]]:
    while batch := list(islice(lines, BATCH)):
        yield batch


def _checked(lines: Iterable[tuple[int, Sequence[Cell]]], name: str) -> Iterator[Line]:
    """The lines that hold something, within the limits of what a sheet of people or products can be."""
    for number, cells in lines:
        if number > MAX_ROWS:
            raise Refused("file.too_large", file=name, limit="rows")
        if len(cells) > MAX_COLUMNS:
            raise Refused("file.too_large", file=name, limit="columns")
        texts = [cell for cell in cells if isinstance(cell, str)]
        whole = "".join(texts)
        if len(whole) > MAX_TEXT and max(map(len, texts)) > MAX_TEXT:
            raise Refused("file.too_large", file=name, limit="cell")
        if len(texts) == len(cells) and (not whole or whole.isspace()):
            continue
        yield number, tuple(cells)


def _sheet(path: Path) -> CalamineSheet:
    """The first sheet in sight that holds a cell."""
    try:
        book = _book(path)
        for index, told in enumerate(book.sheets_metadata):
            if told.typ is not SheetTypeEnum.WorkSheet or told.visible is not SheetVisibleEnum.Visible:
                continue
            sheet = book.get_sheet_by_index(index)
            if sheet.end is None:
                continue
            if sheet.end[0] >= MAX_ROWS:
                raise Refused("file.too_large", file=path.name, limit="rows")
            return sheet
    except PasswordError:
        raise Refused("file.encrypted", file=path.name) from None
    except CalamineError:
        raise Unavailable("file.damaged", file=path.name) from None
    raise Refused("file.empty", file=path.name)


def _book(path: Path) -> CalamineWorkbook:
    """The workbook in a file, by its extension, or by its bytes if that lies (then no password is noticed)."""
    try:
        return CalamineWorkbook.from_path(path)
    except PasswordError:
        raise
    except CalamineError:
        with path.open("rb") as stream:
            return CalamineWorkbook.from_filelike(stream)


def _check_compound(path: Path) -> None:
    """Refuses other documents in the old container of Office, and any that is encrypted."""
    data = path.read_bytes()
    if _ENCRYPTED_STREAM in data:
        raise Refused("file.encrypted", file=path.name)
    if not any(stream in data for stream in _BOOK_STREAMS):
        raise Refused("file.not_a_workbook", file=path.name)


def _check_archive(path: Path) -> None:
    """Refuses archives that are no workbook, or that would unpack to something absurd."""
    name = path.name
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile:
        raise Unavailable("file.damaged", file=name) from None
    if not any(_BOOK_PARTS.search(member.filename) for member in members):
        raise Refused("file.not_a_workbook", file=name)
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise Refused("file.too_large", file=name, limit="unpacked")
    for member in members:
        if member.file_size > max(LARGE_MEMBER, MAX_RATIO * member.compress_size):
            raise Refused("file.too_large", file=name, limit="unpacked")


def _survey(path: Path, head: bytes) -> tuple[str, int]:
    """The encoding of a text file and its number of lines."""
    marked = next((encoding for mark, encoding in _MARKS if head.startswith(mark)), None)
    if marked is None and (not _CONTROLS.isdisjoint(head) or head.lstrip().startswith(_OTHER_TEXT)):
        raise Refused("file.not_a_workbook", file=path.name)
    encoding = marked or "utf-8"
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines = 1
    with path.open("rb") as stream:
        while chunk := stream.read(MIB):
            lines += chunk.count(b"\n")
            if encoding == "utf-8":
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    encoding = "cp1252"
    if encoding == "utf-8" and decoder.getstate()[0]:
        encoding = "cp1252"
    return encoding, lines


def _text_lines(path: Path, encoding: str) -> Iterator[tuple[int, list[str]]]:
    """The records of a text file, each under the number of the line on which it begins."""
    with path.open(encoding=encoding, newline="") as stream:
        first = stream.readline()
        said = _SEPARATOR_LINE.fullmatch(first)
        # Excel writes « sep=; » above the header of some of its CSV files.
        skipped = 1 if said else 0
        while first and not first.strip():
            first = stream.readline()
        if not said:
            stream.seek(0)
        reader = csv.reader(stream, delimiter=said[1] if said else _delimiter(first))
        ended = 0
        for cells in reader:
            yield skipped + ended + 1, cells
            ended = reader.line_num


def _delimiter(header: str) -> str:
    """The sign that parts the header's names, those between quotes left aside.

    >>> _delimiter('CODE;"NOM, DCI";PPV')
    ';'
    """
    bare = re.sub(r'"[^"]*"?', "", header)
    return max(";\t,", key=bare.count)
