"""The registers in words: their names, their columns, and why a line was refused."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QT_TRANSLATE_NOOP

from amo_desk.ui import messages
from amo_desk.ui.import_words import reason
from amo_desk.ui.widgets.register_words import FIELDS
from amo_desk.usecases.register_imports import Register

REGISTERS = {
    Register.AFFILIATES: QT_TRANSLATE_NOOP("messages", "Assurés et ayants droit"),
    Register.PRACTITIONERS: QT_TRANSLATE_NOOP("messages", "Praticiens et établissements"),
    Register.MEDICINES: QT_TRANSLATE_NOOP("messages", "Médicaments"),
}
# The columns of the official medicine list bear their own names; the others are facts that have theirs.
COLUMNS: dict[str, object] = {
    **FIELDS,
    "full_name": QT_TRANSLATE_NOOP("messages", "Nom et prénom ensemble"),
    "schooling": QT_TRANSLATE_NOOP("messages", "Certificat de scolarité"),
    "no_employment": QT_TRANSLATE_NOOP("messages", "Certificat de non-emploi"),
    "disability": QT_TRANSLATE_NOOP("messages", "Certificat de handicap"),
    "inpe": QT_TRANSLATE_NOOP("messages", "INPE"),
    "name": QT_TRANSLATE_NOOP("messages", "Nom"),
    "kind": QT_TRANSLATE_NOOP("messages", "Nature"),
    "speciality": QT_TRANSLATE_NOOP("messages", "Spécialité"),
    "place": QT_TRANSLATE_NOOP("messages", "Lieu"),
    "convention": QT_TRANSLATE_NOOP("messages", "Convention"),
    "since": QT_TRANSLATE_NOOP("messages", "Convention depuis le"),
    "ice": QT_TRANSLATE_NOOP("messages", "ICE"),
    "fiscal_id": QT_TRANSLATE_NOOP("messages", "Identifiant fiscal"),
}


def register_name(register: Register) -> str:
    """The name of a register."""
    return messages.translated(REGISTERS[register])


def column_name(register: Register, column: str) -> str:
    """The name of a column of an extract."""
    if register is Register.MEDICINES:
        return column.upper()
    return messages.translated(COLUMNS[column]) if column in COLUMNS else column


def told(register: Register) -> Callable[[str], str]:
    """The words for the report of an import, which holds codes of reasons and columns alike."""
    return lambda code: reason(code) if "." in code else column_name(register, code)
