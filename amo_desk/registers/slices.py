"""Reads a large .xlsx some thousand rows at a time: opened whole, a million people fill more memory than a desk has.

The sheet is cut between rows, and each slice becomes a small workbook of its own for calamine to read. The common
strings of the file are read the same way, once; in a slice their places stand behind a mark that no cell has, and are
looked up here. What cannot be cut so (`Odd`) is left to calamine alone.
"""

from __future__ import annotations

import io
import re
import zipfile
from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from python_calamine import CalamineError, CalamineWorkbook

MIB = 2**20
# Smaller sheets are opened whole.
LARGE = 48 * MIB
SLICE = 2 * MIB
# What one row, or a part beside the sheet, may take.
MOST = 32 * MIB

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STRINGS, _STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
_DIMENSION = re.compile(rb'<dimension ref="[A-Z]+\d+:[A-Z]+(\d+)"')
_COMMON = re.compile(rb"""\bt=(["'])s\1([^>]*)>(\s*)<v>""")
_ANY_COMMON = re.compile(rb"""\bt=(["'])s\1""")
# Without one of these there is none, and a plain search is far quicker.
_COMMON_SIGNS = (b't="s"', b"t='s'")
_ROW = re.compile(rb"<row\b([^>]*)>")
_NUMBERED = re.compile(rb"\br=")
# Private letters: a file that has all of them in its cells is read whole.
_MARKS = ("\ue0a7", "\uf0c3", "\uf5e1")
# Marked-up text could hold what looks like the end of a row.
_UNCUTTABLE = (b"<![CDATA[", b"<!--", b"<!DOCTYPE", b"<?")


class Odd(Exception):
    """A workbook that cannot be cut."""


class _Strings:
    """Strings by their place, by the million: as one run of bytes, which is a third of what they take one by one."""

    def __init__(self) -> None:
        self.ends = array("Q")
        self._bytes = bytearray()

    def add(self, said: str) -> None:
        self._bytes += said.encode()
        self.ends.append(len(self._bytes))

    def at(self, place: int) -> str:
        return self._bytes[self.ends[place - 1] if place else 0 : self.ends[place]].decode()


class _Said(dict[str, str]):
    """What the text of a cell says: itself, or the common string whose place stands behind a mark."""

    def __init__(self, mark: str, strings: _Strings) -> None:
        self._mark, self._strings = mark, strings

    def __missing__(self, text: str) -> str:
        said = text
        if text.startswith(self._mark):
            try:
                said = self._strings.at(int(text[1:]))
            except (ValueError, IndexError):
                raise Odd from None
        self[text] = said
        return said


class Slices:
    """The rows of the first visible sheet of a large workbook, each with its number; `total` is about how many."""

    def __init__(self, path: Path) -> None:
        self._archive = zipfile.ZipFile(path)
        try:
            self._part, self._epoch = self._sheet()
            if self._archive.getinfo(self._part).file_size < LARGE:
                raise Odd
        except (KeyError, ET.ParseError, IndexError) as error:
            raise Odd from error
        self.total = 0
        self._styles = self._read(_STYLES) if _STYLES in self._archive.namelist() else b""

    def rows(self) -> Iterator[tuple[int, list[Any]]]:
        """The rows that hold something, in order."""
        strings = self._strings()
        before = 0
        for piece in self._pieces(self._part, b"<sheetData>", b"</row>", b"</sheetData>"):
            mark = next((mark for mark in _MARKS if mark.encode() not in piece), None)
            if mark is None:
                raise Odd
            put = mark.encode()
            marked = piece.replace(b' t="s"><v>', b' t="str"><v>' + put)
            if any(sign in marked for sign in _COMMON_SIGNS) and _ANY_COMMON.search(marked):
                marked = _COMMON.sub(rb't="str"\2><v>' + put, marked)
                if _ANY_COMMON.search(marked):
                    raise Odd
            count = piece.count(b"<row")
            numbered = count == piece.count(b'<row r="') or _numbered(piece)
            if not numbered and b' r="' in piece:
                raise Odd
            first, table = self._values(marked, b"")
            lines = zip(*_told(zip(*table, strict=True), _Said(mark, strings)), strict=True)
            yield from enumerate(lines, start=first if numbered else before + first)
            before += count

    def _strings(self) -> _Strings:
        """The common strings, as calamine reads them: put in cells of their own, some at a time."""
        strings = _Strings()
        if _STRINGS not in self._archive.namelist():
            return strings
        for piece in self._pieces(_STRINGS, b"<sst", b"</si>", b"</sst>"):
            said = piece[piece.index(b"<si") :] if b"<si" in piece else b""
            count = said.count(b"</si>")
            if not count or b"<si/>" in said:
                raise Odd
            cells = b"".join(b'<row><c t="s"><v>%d</v></c><c><v>1</v></c></row>' % place for place in range(count))
            before = len(strings.ends)
            for row in self._values(cells, b'<sst xmlns="%s">%s</sst>' % (_MAIN.encode(), said))[1]:
                strings.add(row[0])
            if len(strings.ends) != before + count:
                raise Odd
        return strings

    def _pieces(self, part: str, start: bytes, end: bytes, last: bytes) -> Iterator[bytes]:
        """A part of the archive from where its content starts, cut behind ends of its rows."""
        with self._archive.open(part) as stream:
            held = stream.read(SLICE)
            head, found, held = held.partition(start)
            if not found:
                raise Odd
            if told := _DIMENSION.search(head):
                self.total = int(told[1])
            while True:
                more = stream.read(SLICE)
                held += more
                # Its second sign is rarer than its first, and so found sooner not to be there.
                if any(sign[1:2] in held and sign in held for sign in _UNCUTTABLE) or len(held) > MOST:
                    raise Odd
                whole, finished, _ = held.partition(last)
                cut = whole.rfind(end) + len(end)
                if cut >= len(end):
                    yield whole[:cut]
                    held = held[cut:]
                if finished:
                    return
                if not more:
                    raise Odd

    def _values(self, rows: bytes, strings: bytes) -> tuple[int, list[list[Any]]]:
        """What calamine reads in a workbook of some rows: the number of the first, and the cells of each."""
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            for name, content in self._parts(rows, strings).items():
                archive.writestr(name, content)
        made.seek(0)
        try:
            sheet = CalamineWorkbook.from_filelike(made).get_sheet_by_index(0)
        except CalamineError as error:
            raise Odd from error
        if sheet.start is None:
            return 0, []
        row, column = sheet.start
        left = [""] * column
        table = sheet.to_python()
        return row + 1, [left + cells for cells in table] if left else table

    def _parts(self, rows: bytes, strings: bytes) -> dict[str, bytes]:
        """The parts of a workbook of one sheet, dated and styled as the whole one."""
        kinds = {"sheet1": "worksheet", "styles": "styles", "sharedStrings": "sharedStrings"}
        links = "".join(
            f'<Relationship Id="rId{place}" Type="{_LINKS}/{kind}"'
            f' Target="{"worksheets/" if name == "sheet1" else ""}{name}.xml"/>'
            for place, (name, kind) in enumerate(kinds.items(), start=1)
        )
        parts = {
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><workbookPr date1904="{self._epoch}"/>'
            '<sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PARTS}">{links}</Relationships>',
            "_rels/.rels": f'<Relationships xmlns="{_PARTS}"><Relationship Id="rId1" Type="{_LINKS}/officeDocument"'
            ' Target="xl/workbook.xml"/></Relationships>',
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/></Types>',
        }
        told = {name: content.encode() for name, content in parts.items()}
        told |= {_STYLES: self._styles} if self._styles else {}
        told |= {_STRINGS: strings} if strings else {}
        sheet = b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (_MAIN.encode(), rows)
        return told | {"xl/worksheets/sheet1.xml": sheet}

    def _sheet(self) -> tuple[str, str]:
        """The part of the first visible sheet, and whether days count from 1904."""
        book = ET.fromstring(self._read("xl/workbook.xml"))  # noqa: S314  a few bytes, and expat bounds entities
        links = ET.fromstring(self._read("xl/_rels/workbook.xml.rels"))  # noqa: S314
        visible = [one for one in book.iter(f"{{{_MAIN}}}sheet") if one.get("state", "visible") == "visible"]
        wanted = visible[0].get(f"{{{_LINKS}}}id")
        link = next((one for one in links if one.get("Id") == wanted), None)
        if link is None or not (link.get("Type") or "").endswith("/worksheet"):
            raise Odd
        target = link.get("Target") or ""
        dated = book.find(f"{{{_MAIN}}}workbookPr")
        epoch = "0" if dated is None else dated.get("date1904", "0")
        return target.lstrip("/") if target.startswith("/") else f"xl/{target}", epoch

    def _read(self, part: str) -> bytes:
        if self._archive.getinfo(part).file_size > MOST:
            raise Odd
        return self._archive.read(part)


def _numbered(piece: bytes) -> bool:
    """Whether every row of a piece says its number."""
    rows = _ROW.findall(piece)
    return bool(rows) and all(map(_NUMBERED.search, rows))


def _told(columns: Iterable[tuple[Any, ...]], said: _Said) -> Iterator[Iterable[Any]]:
    """The columns of some rows with the common strings in their places."""
    for column in columns:
        kinds = set(map(type, column))
        if kinds == {str}:
            yield map(said.__getitem__, column)
        elif str in kinds:
            yield [said[cell] if isinstance(cell, str) else cell for cell in column]
        else:
            yield column
