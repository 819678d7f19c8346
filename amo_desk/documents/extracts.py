"""Large plain tables, written line by line in the memory of one; the same lines give the same bytes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TextIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

Cells = Sequence[str | date | None]

CSV, XLSX = ".csv", ".xlsx"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="Registre" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    # The second format of a cell is a date.
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
}
_DAY_0 = date(1899, 12, 30).toordinal()
_FLUSH = 2_000


def write(path: Path, header: Sequence[str], rows: Iterable[Cells]) -> None:
    """Writes a table beside the file and then in its place: stopped half way, it leaves what was there.

    The format is that of the ending, `.xlsx` or `.csv` (UTF-8, semicolons, dates as day/month/year).
    """
    fresh = path.with_name(f"{path.name}.part")
    try:
        if path.suffix.lower() == XLSX:
            _workbook(fresh, chain((header,), rows))
        else:
            with fresh.open("w", encoding="utf-8-sig", newline="") as file:
                _text(file, chain((header,), rows))
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def _text(file: TextIO, rows: Iterable[Cells]) -> None:
    writer = csv.writer(file, delimiter=";")
    for row in rows:
        writer.writerow([f"{cell:%d/%m/%Y}" if isinstance(cell, date) else cell for cell in row])


def _workbook(path: Path, rows: Iterable[Cells]) -> None:
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text in _PARTS.items():
            archive.writestr(_entry(name), _XML + text)
        with _part(archive, "xl/worksheets/sheet1.xml") as sheet:
            sheet.write(f'{_XML}<worksheet xmlns="{_MAIN}"><sheetData>')
            lines = []
            for row in rows:
                lines.append(f"<row>{''.join(map(_cell, row))}</row>")
                if len(lines) == _FLUSH:
                    sheet.write("".join(lines))
                    lines.clear()
            sheet.write("".join(lines))
            sheet.write("</sheetData></worksheet>")


def _cell(value: str | date | None) -> str:
    if not value:
        return "<c/>"
    if isinstance(value, date):
        return f'<c s="1"><v>{value.toordinal() - _DAY_0}</v></c>'
    return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'


@contextmanager
def _part(archive: ZipFile, name: str) -> Iterator[TextIO]:
    with archive.open(_entry(name), "w", force_zip64=True) as raw, io.TextIOWrapper(raw, "utf-8", newline="") as text:
        yield text


def _entry(name: str) -> ZipInfo:
    # Without the hour at which it was written, so that the bytes depend on the lines alone.
    entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = ZIP_DEFLATED
    return entry
