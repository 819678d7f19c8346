"""The registers in words: their names, their columns, and why a line was refused."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QT_TRANSLATE_NOOP

from amo_desk.ui import messages
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

REASONS = {
    "birth.range": QT_TRANSLATE_NOOP("messages", "date de naissance impossible"),
    "day.format": QT_TRANSLATE_NOOP("messages", "ce n'est pas une date"),
    "day.missing": QT_TRANSLATE_NOOP("messages", "date absente"),
    "day.number": QT_TRANSLATE_NOOP("messages", "un nombre à la place d'une date"),
    "day.short_year": QT_TRANSLATE_NOOP("messages", "année sur deux chiffres : le siècle manque"),
    "ice.key": QT_TRANSLATE_NOOP("messages", "clé de contrôle de l'ICE inexacte ; gardé"),
    "inpe.format": QT_TRANSLATE_NOOP("messages", "l'INPE n'a pas neuf chiffres"),
    "inpe.names": QT_TRANSLATE_NOOP("messages", "cet INPE porte un autre nom au registre ; gardé, à départager"),
    "insured.missing": QT_TRANSLATE_NOOP("messages", "aucun assuré sous ce numéro, ni au fichier ni au registre"),
    "insured.other": QT_TRANSLATE_NOOP("messages", "le registre a un autre assuré sous ce numéro"),
    "insured.twice": QT_TRANSLATE_NOOP("messages", "deux assurés sous le même numéro"),
    "number.date": QT_TRANSLATE_NOOP("messages", "le tableur a pris ce numéro pour une date"),
    "number.format": QT_TRANSLATE_NOOP("messages", "ce n'est pas un numéro"),
    "number.missing": QT_TRANSLATE_NOOP("messages", "numéro absent"),
    "number.pattern": QT_TRANSLATE_NOOP("messages", "numéro inhabituel pour cette mutuelle ; gardé"),
    "number.rounded": QT_TRANSLATE_NOOP("messages", "numéro arrondi par le tableur : reprenez le fichier d'origine"),
    "person.twice": QT_TRANSLATE_NOOP("messages", "même personne que plus haut"),
    "practitioner.twice": QT_TRANSLATE_NOOP("messages", "même praticien que plus haut"),
    "rights.order": QT_TRANSLATE_NOOP("messages", "les droits finissent avant de commencer"),
    "rib.format": QT_TRANSLATE_NOOP("messages", "le RIB n'a pas vingt-quatre chiffres"),
    "rib.key": QT_TRANSLATE_NOOP("messages", "clé du RIB inexacte ; gardé"),
    "text.format": QT_TRANSLATE_NOOP("messages", "signes illisibles dans ce texte"),
    "text.long": QT_TRANSLATE_NOOP("messages", "texte trop long pour cette colonne"),
    "word.missing": QT_TRANSLATE_NOOP("messages", "valeur absente"),
    "word.unknown": QT_TRANSLATE_NOOP("messages", "mot inconnu dans cette colonne"),
}


def register_name(register: Register) -> str:
    """The name of a register."""
    return messages.translated(REGISTERS[register])


def column_name(register: Register, column: str) -> str:
    """The name of a column of an extract."""
    if register is Register.MEDICINES:
        return column.upper()
    return messages.translated(COLUMNS[column]) if column in COLUMNS else column


def reason(code: str) -> str:
    """Why a line was refused, or what is odd about it."""
    source = REASONS.get(code) or messages.REASONS.get(code)
    return messages.translated(source) if source else code


def told(register: Register) -> Callable[[str], str]:
    """The words for the report of an import, which holds codes of reasons and columns alike."""
    return lambda code: reason(code) if "." in code else column_name(register, code)
