"""Workbooks: a lot with the same lines and totals as its slip; and how any workbook of ours is written."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from amo_desk.documents.totals import Totals, by_relation, totals
from amo_desk.domain.money import Centimes
from amo_desk.domain.papers import BatchSlip

NOT_COMPUTABLE = "non calculable"
ESTIMATIONS = "Base retenue, part AMO et complément : estimations, ne valent pas décision. Montants en dirhams."
PARTIAL = "Estimations : au moins ces sommes. Lignes non calculables : {count}."
CUT = " … (texte coupé)"

_DAY, _MOMENT, _TEXT, _AMOUNT = "dd/mm/yyyy", "dd/mm/yyyy hh:mm", "@", "#,##0.00"
_LINE_COLUMNS = (
    ("N°", 6),
    ("N° de dossier", 23),
    ("Immatriculation", 17),
    ("Affiliation", 14),
    ("Assuré", 34),
    ("Bénéficiaire", 34),
    ("Lien", 13),
    ("Déposé le", 12),
    ("Soins du", 12),
    ("Pièces", 8),
    ("Facturé", 13),
    ("Base retenue", 14),
    ("Part AMO", 14),
    ("Complément", 14),
    ("Lignes non calculables", 13),
)
_TOTAL_COLUMNS = (
    ("Lien avec l'assuré", 30),
    ("Dossiers", 12),
    ("Pièces", 12),
    ("Facturé", 16),
    ("Base retenue", 16),
    ("Part AMO", 16),
    ("Complément", 16),
    ("Lignes non calculables", 14),
)
_HEADER_ROW = 5
ACCENT, _TINT, _HAIRLINE = "0F3B46", "F3F6F8", "D8DEE4"
# A spreadsheet takes text that begins so for a formula, once it is typed again or saved as CSV.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t")
# What XML cannot carry or nobody can see, and the carriage return, which readers change.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LAST_CONTROL = 0x1F
_LONGEST = 32_767
# The first moment that a zip archive can tell, for what carries no date of its own.
_NO_MOMENT = datetime(1980, 1, 1)  # noqa: DTZ001  workbooks know no zones

Value = str | int | Decimal | date | datetime | None


def lot_workbook(slip: BatchSlip) -> bytes:
    """The dossiers of a lot on one sheet and its totals on another."""
    lot = slip.lot
    book = Workbook()
    lines, sums = first_sheet(book), book.create_sheet()
    lines.title, sums.title = "Bordereau", "Récapitulatif"
    _fill_lines(lines, slip)
    _fill_sums(sums, slip)
    return to_bytes(book, f"Bordereau d'envoi {lot.number}", _zoneless(lot.closed_at))


def _fill_lines(sheet: Worksheet, slip: BatchSlip) -> None:
    """Whose lot it is, then a row for each dossier and one for the totals."""
    lot, head = slip.lot, slip.head
    put(sheet, 1, 1, f"Bordereau d'envoi {lot.number}").font = Font(bold=True, size=14, color=ACCENT)
    put(sheet, 2, 1, f"{head.mutuelle.fr} – {head.office.name} – à l'attention de {lot.payer}")
    put(sheet, 3, 1, f"{slip.form.fr} – {ESTIMATIONS}")
    set_up(sheet, _LINE_COLUMNS, header_row=_HEADER_ROW, frozen="C6")
    row = _HEADER_ROW
    for index, line in enumerate(lot.lines, start=1):
        row += 1
        one = totals([line])
        values: list[Value] = [index, line.number, line.immatriculation, line.affiliation, line.insured]
        values += [line.beneficiary, line.relation, line.deposit_day, line.care_day, line.pieces]
        put_row(sheet, row, [*values, *_amounts(one), one.uncounted])
    whole = totals(lot.lines)
    blank: list[Value] = [None] * 7
    put_row(sheet, row + 1, [None, "Total", *blank, whole.pieces, *_amounts(whole), whole.uncounted])
    _strengthen(sheet, row + 1, len(_LINE_COLUMNS))
    if whole.partial:
        put(sheet, row + 2, 2, PARTIAL.format(count=whole.uncounted))


def _fill_sums(sheet: Worksheet, slip: BatchSlip) -> None:
    """The totals by relation and of the lot, then what identifies its content."""
    lot = slip.lot
    put(sheet, 1, 1, f"Tableau récapitulatif {lot.number}").font = Font(bold=True, size=14, color=ACCENT)
    put(sheet, 3, 1, ESTIMATIONS)
    set_up(sheet, _TOTAL_COLUMNS, header_row=_HEADER_ROW, frozen="B6")
    row = _HEADER_ROW
    named = {**by_relation(lot.lines), "Total du lot": totals(lot.lines)}
    for name, group in named.items():
        row += 1
        put_row(sheet, row, [name, group.count, group.pieces, *_amounts(group), group.uncounted])
    _strengthen(sheet, row, len(_TOTAL_COLUMNS))
    facts: tuple[tuple[str, Value], ...] = (
        ("Organisme destinataire", lot.payer),
        ("Clos le", _zoneless(lot.closed_at)),
        ("Agent", lot.agent),
        ("Empreinte du contenu", lot.content_hash),
    )
    for index, fact in enumerate(facts, start=row + 2):
        put_row(sheet, index, fact)


def _amounts(group: Totals) -> tuple[Value, ...]:
    """Billed, base, AMO part and complement in dirhams; what cannot be computed says so and is never 0."""
    estimated = (group.base, group.amo, group.complement)
    if not group.known:
        return (_dirhams(group.billed), *(NOT_COMPUTABLE for _ in estimated))
    return (_dirhams(group.billed), *(NOT_COMPUTABLE if amount is None else _dirhams(amount) for amount in estimated))


def _dirhams(amount: Centimes) -> Decimal:
    """Centimes as dirhams with two exact decimals."""
    return Decimal(amount).scaleb(-2)


def put_row(sheet: Worksheet, row: int, values: Iterable[Value]) -> None:
    """One value in each cell of a row, from the left."""
    for column, value in enumerate(values, start=1):
        put(sheet, row, column, value)


def put(sheet: Worksheet, row: int, column: int, value: Value) -> Cell:
    """A value in a cell by its kind: text stays text, amounts, counts and days are numbers."""
    cell = cast("Cell", sheet.cell(row, column))
    if value is None:
        return cell
    if isinstance(value, str):
        text = _UNWRITABLE.sub(_visible, value)
        if len(text) > _LONGEST:
            text = text[: _LONGEST - len(CUT)] + CUT
        cell.value = text
        cell.data_type = "s"
        cell.number_format = _TEXT
        cell.quotePrefix = text.startswith(_FORMULA_SIGNS)
        cell.alignment = Alignment(vertical="top")
        return cell
    cell.value = value
    cell.alignment = Alignment(horizontal="right", vertical="top")
    if isinstance(value, Decimal):
        cell.number_format = _AMOUNT
    elif isinstance(value, datetime):
        cell.number_format = _MOMENT
    elif isinstance(value, date):
        cell.number_format = _DAY
    return cell


def _visible(found: re.Match[str]) -> str:
    """The picture of a control character, else the sign of a character that cannot be shown."""
    code = ord(found[0])
    return chr(0x2400 + code) if code <= _LAST_CONTROL else "\ufffd"


def set_up(sheet: Worksheet, columns: Sequence[tuple[str, float]], *, header_row: int, frozen: str) -> None:
    """Column headings that stay in sight and on each printed page, widths, landscape."""
    for column, (name, width) in enumerate(columns, start=1):
        cell = put(sheet, header_row, column, name)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=ACCENT)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.row_dimensions[header_row].height = 32
    sheet.freeze_panes = frozen
    sheet.print_title_rows = f"{header_row}:{header_row}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if sheet.oddFooter is not None:
        sheet.oddFooter.right.text = "Page &P / &N"


def _strengthen(sheet: Worksheet, row: int, columns: int) -> None:
    """A row of totals set off from the rest."""
    for column in range(1, columns + 1):
        cell = sheet.cell(row, column)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor=_TINT)
        cell.border = Border(top=Side(style="thin", color=_HAIRLINE))


def first_sheet(book: Workbook) -> Worksheet:
    """The sheet that a new workbook has."""
    sheet: Worksheet = book.worksheets[0]
    return sheet


def _zoneless(moment: datetime) -> datetime:
    """The wall time of a moment: spreadsheets know no zones."""
    return moment.replace(tzinfo=None)


def to_bytes(book: Workbook, title: str, moment: datetime) -> bytes:
    """The file, dated by what it holds and not by the day it is made: the same input gives the same bytes."""
    book.properties.title = title
    book.properties.creator = "AMO Desk"
    book.properties.created = book.properties.modified = moment
    raw, fixed = io.BytesIO(), io.BytesIO()
    ExcelWriter(book, ZipFile(raw, "w")).save()
    with ZipFile(raw) as made, ZipFile(fixed, "w", ZIP_DEFLATED) as archive:
        for name in made.namelist():
            entry = ZipInfo(name, moment.timetuple()[:6])
            entry.compress_type, entry.create_system = ZIP_DEFLATED, 0
            archive.writestr(entry, made.read(name))
    return fixed.getvalue()
