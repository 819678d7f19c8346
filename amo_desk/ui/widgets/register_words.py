"""What the registers know of people, in words: the names of their facts, and the facts as they are read."""

from __future__ import annotations

from datetime import date
from enum import Enum

from PySide6.QtCore import QT_TRANSLATE_NOOP

from amo_desk.domain.identifiers import masked_rib
from amo_desk.domain.people import Beneficiary, Certificate, Family, Learnt, Relation, Sex, Status
from amo_desk.ui import messages

FIELDS = {
    "last_name": QT_TRANSLATE_NOOP("messages", "Nom"),
    "first_name": QT_TRANSLATE_NOOP("messages", "Prénom"),
    "arabic_name": QT_TRANSLATE_NOOP("messages", "Nom arabe"),
    "birth": QT_TRANSLATE_NOOP("messages", "Né(e) le"),
    "sex": QT_TRANSLATE_NOOP("messages", "Sexe"),
    "cin": QT_TRANSLATE_NOOP("messages", "CIN"),
    "relation": QT_TRANSLATE_NOOP("messages", "Lien"),
    "rights_from": QT_TRANSLATE_NOOP("messages", "Droits depuis le"),
    "rights_to": QT_TRANSLATE_NOOP("messages", "Droits jusqu'au"),
    "certificates": QT_TRANSLATE_NOOP("messages", "Certificats"),
    "immatriculation": QT_TRANSLATE_NOOP("messages", "Immatriculation"),
    "affiliation": QT_TRANSLATE_NOOP("messages", "Affiliation"),
    "ppr": QT_TRANSLATE_NOOP("messages", "PPR"),
    "mutuelle": QT_TRANSLATE_NOOP("messages", "Mutuelle"),
    "section": QT_TRANSLATE_NOOP("messages", "Section"),
    "status": QT_TRANSLATE_NOOP("messages", "Situation"),
    "phone": QT_TRANSLATE_NOOP("messages", "Téléphone"),
    "address": QT_TRANSLATE_NOOP("messages", "Adresse"),
    "rib": QT_TRANSLATE_NOOP("messages", "RIB"),
}
_LEARNT = QT_TRANSLATE_NOOP("messages", "Appris au guichet le {0} par {1}.")
_INSTEAD = QT_TRANSLATE_NOOP("messages", "Le registre dit : {0}")
_MARK = QT_TRANSLATE_NOOP("messages", " · appris au guichet")
SEXES = {Sex.FEMALE: QT_TRANSLATE_NOOP("messages", "femme"), Sex.MALE: QT_TRANSLATE_NOOP("messages", "homme")}
_WORDS: dict[Enum, object] = dict([*messages.RELATIONS.items(), *messages.STATUSES.items(), *SEXES.items()])


def field_name(field: str) -> str:
    """The name of a fact."""
    return messages.translated(FIELDS[field])


def fact(family: Family, person: Beneficiary, field: str) -> str:
    """A fact of a person, or of the family they belong to, as it is read; a bank account is never shown whole."""
    value = getattr(person, field) if hasattr(person, field) else getattr(family, field)
    return masked_rib(value) if field == "rib" else _read(value)


def how_learnt(told: Learnt) -> str:
    """When and from whom a fact was learnt, and what the register says instead."""
    words = messages.translated(_LEARNT).format(messages.day_text(told.at.date()), told.agent)
    said = masked_rib(told.register) if told.field == "rib" else told.register
    return "\n".join(filter(None, (words, messages.translated(_INSTEAD).format(said) if said else "")))


def contact_lines(family: Family) -> tuple[tuple[str, str], ...]:
    """How to reach and pay a family, line by line, each with how it was learnt where the register does not say it."""
    told = {one.field: one for one in family.learnt if one.stands}
    lines = []
    for field in ("phone", "address", "rib"):
        value = getattr(family, field)
        if value:
            shown = masked_rib(value) if field == "rib" else value
            mark = messages.translated(_MARK) if field in told else ""
            words = f"{field_name(field)} : {shown}" if field == "rib" else shown
            lines.append((words + mark, how_learnt(told[field]) if field in told else ""))
    return tuple(lines)


def _read(value: str | date | Relation | Sex | Status | tuple[Certificate, ...] | None) -> str:
    if isinstance(value, tuple):
        return ", ".join(f"{messages.translated(messages.CERTIFICATES[c.kind])} {_read(c.until)}" for c in value)
    if isinstance(value, date):
        return messages.day_text(value)
    if isinstance(value, Enum):
        return messages.translated(_WORDS[value])
    return value or ""
