"""Why a line of an extract is refused, or imported with a remark: codes in the language of the screen."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from amo_desk.ui import messages

REASONS = {
    "number.missing": QT_TRANSLATE_NOOP("messages", "numéro absent"),
    "number.rounded": QT_TRANSLATE_NOOP("messages", "numéro arrondi par le tableur : reprenez le fichier d'origine"),
    "number.format": QT_TRANSLATE_NOOP("messages", "ce n'est pas un numéro"),
    "number.date": QT_TRANSLATE_NOOP("messages", "numéro pris pour une date par le tableur"),
    "number.pattern": QT_TRANSLATE_NOOP("messages", "numéro d'une autre forme que ceux de cette mutuelle ; gardé"),
    "rib.format": QT_TRANSLATE_NOOP("messages", "le RIB n'a pas 24 chiffres"),
    "rib.key": QT_TRANSLATE_NOOP("messages", "clé du RIB inexacte ; gardé"),
    "ice.key": QT_TRANSLATE_NOOP("messages", "ICE inexact : quinze chiffres, multiple de 97 ; gardé"),
    "inpe.format": QT_TRANSLATE_NOOP("messages", "l'INPE n'a pas neuf chiffres"),
    "inpe.names": QT_TRANSLATE_NOOP("messages", "cet INPE est connu sous un autre nom ; les deux sont gardés"),
    "word.unknown": QT_TRANSLATE_NOOP("messages", "mot inconnu dans cette colonne"),
    "word.missing": QT_TRANSLATE_NOOP("messages", "cellule vide"),
    "text.long": QT_TRANSLATE_NOOP("messages", "texte trop long"),
    "text.format": QT_TRANSLATE_NOOP("messages", "caractère interdit"),
    "name.missing": QT_TRANSLATE_NOOP("messages", "nom absent"),
    "day.missing": QT_TRANSLATE_NOOP("messages", "date absente"),
    "day.format": QT_TRANSLATE_NOOP("messages", "ce n'est pas une date ; exemple : 15/03/1974"),
    "day.short_year": QT_TRANSLATE_NOOP("messages", "année sur deux chiffres : le siècle n'est pas sûr"),
    "day.number": QT_TRANSLATE_NOOP("messages", "nombre au lieu d'une date : mettez la colonne au format date"),
    "birth.range": QT_TRANSLATE_NOOP("messages", "date de naissance impossible"),
    "rights.order": QT_TRANSLATE_NOOP("messages", "les droits finissent avant de commencer"),
    "person.twice": QT_TRANSLATE_NOOP("messages", "même personne qu'une ligne plus haut"),
    "insured.twice": QT_TRANSLATE_NOOP("messages", "un autre assuré porte ce numéro plus haut"),
    "insured.other": QT_TRANSLATE_NOOP("messages", "ce numéro est celui d'un autre assuré dans le registre"),
    "insured.missing": QT_TRANSLATE_NOOP("messages", "l'assuré n'est ni dans le fichier ni dans le registre"),
    "practitioner.twice": QT_TRANSLATE_NOOP("messages", "même INPE et même nom qu'une ligne plus haut"),
    "code.check_digit": QT_TRANSLATE_NOOP("messages", "clé de contrôle du code-barres inexacte ; gardé"),
    "code.repeated": QT_TRANSLATE_NOOP("messages", "même produit que plus haut ; gardé une fois"),
    "dosage.date": QT_TRANSLATE_NOOP("messages", "dosage pris pour une date par le tableur ; laissé vide"),
    "code.missing": QT_TRANSLATE_NOOP("messages", "code absent"),
    "code.format": QT_TRANSLATE_NOOP("messages", "le code n'a pas treize chiffres"),
    "code.rounded": QT_TRANSLATE_NOOP("messages", "code arrondi par le tableur : reprenez le fichier d'origine"),
    "code.twice": QT_TRANSLATE_NOOP("messages", "ce code désigne déjà un autre produit plus haut"),
    "ppv.format": QT_TRANSLATE_NOOP("messages", "le PPV n'est pas un montant"),
    "ph.format": QT_TRANSLATE_NOOP("messages", "le PH n'est pas un montant"),
    "base.format": QT_TRANSLATE_NOOP("messages", "le PRIX_BR n'est pas un montant"),
    "kind.format": QT_TRANSLATE_NOOP("messages", "PRINCEPS_GENERIQUE n'est ni P ni G"),
    "rate.format": QT_TRANSLATE_NOOP("messages", "le taux n'est pas entre 0 et 100 %"),
}


def reason(code: str) -> str:
    """Why a line is refused, or what is odd about it."""
    return messages.translated(REASONS[code])
