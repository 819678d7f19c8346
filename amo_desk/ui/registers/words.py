"""The registers in words: their names, their columns, and why a line was refused."""

from __future__ import annotations

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
    "code": QT_TRANSLATE_NOOP("messages", "Code (13 chiffres)"),
    "dci": QT_TRANSLATE_NOOP("messages", "Substance (DCI)"),
    "dosage": QT_TRANSLATE_NOOP("messages", "Dosage"),
    "unit": QT_TRANSLATE_NOOP("messages", "Unité du dosage"),
    "form": QT_TRANSLATE_NOOP("messages", "Forme"),
    "presentation": QT_TRANSLATE_NOOP("messages", "Présentation"),
    "ppv": QT_TRANSLATE_NOOP("messages", "Prix public (PPV)"),
    "ph": QT_TRANSLATE_NOOP("messages", "Prix hospitalier (PH)"),
    "base": QT_TRANSLATE_NOOP("messages", "Base de remboursement (PRIX_BR)"),
    "generic": QT_TRANSLATE_NOOP("messages", "Princeps ou générique"),
    "rate": QT_TRANSLATE_NOOP("messages", "Taux de remboursement"),
}


def register_name(register: Register) -> str:
    """The name of a register."""
    return messages.translated(REGISTERS[register])


def column_name(column: str) -> str:
    """The name of a column of an extract."""
    return messages.translated(COLUMNS[column]) if column in COLUMNS else column


def told(code: str) -> str:
    """The words for the report of an import, which holds codes of reasons and columns alike."""
    return reason(code) if "." in code else column_name(code)
