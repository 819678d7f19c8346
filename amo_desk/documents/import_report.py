"""The workbook of an import: each refused line as it stands in the file, with the column and the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.styles import Font

from amo_desk.documents import workbook
from amo_desk.domain.extracts import Refusal

TITLE = "Lignes refusées à l'import"
COUNTED = "Extrait du {day:%d/%m/%Y} – {shown} lignes montrées sur {refused} refusées"
ADVICE = (
    "Corrigez ces lignes dans le fichier d'origine, puis importez-le de nouveau : les autres lignes ne changent pas."
)
LINE, COLUMN, REASON = "Ligne", "Colonne", "Motif"
SAME_AS = "{reason} (ligne {first})"

_FIRST_COLUMNS = ((LINE, 9), (COLUMN, 22), (REASON, 60))
_WIDTH = 20
_HEADER_ROW = 5


def refused_workbook(
    *,
    file: str,
    day: date,
    at: datetime,
    header: Sequence[str],
    lines: Iterable[tuple[Refusal, Sequence[str]]],
    refused: int,
    words: Callable[[str], str],
) -> bytes:
    """Each refused line of a file on a row of its own; `words` says a code, or the name of a column, in French."""
    book = Workbook()
    sheet = workbook.first_sheet(book)
    sheet.title = "Refus"
    columns = [*_FIRST_COLUMNS, *((name, _WIDTH) for name in header)]
    workbook.set_up(sheet, columns, header_row=_HEADER_ROW, frozen="D6")
    row = _HEADER_ROW
    for refusal, cells in lines:
        row += 1
        reason = words(refusal.code)
        if refusal.first:
            reason = SAME_AS.format(reason=reason, first=refusal.first)
        workbook.put_row(sheet, row, [refusal.line, words(refusal.column), reason, *cells])
    workbook.put(sheet, 1, 1, TITLE).font = Font(bold=True, size=14, color=workbook.ACCENT)
    workbook.put(sheet, 2, 1, file)
    workbook.put(sheet, 3, 1, COUNTED.format(day=day, shown=row - _HEADER_ROW, refused=refused))
    workbook.put(sheet, 4, 1, ADVICE)
    return workbook.to_bytes(book, TITLE, at.replace(tzinfo=None))
