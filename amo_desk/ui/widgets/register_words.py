"""What the registers know of people, in words: the names of their facts, and the facts as they are read."""

from __future__ import annotations

from dataclasses import dataclass
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
_LEARNT = QT_TRANSLATE_NOOP("messages", "Dit au guichet le {0}, noté par {1}.")
_INSTEAD = QT_TRANSLATE_NOOP("messages", "Le registre dit : {0}")
_MARK = QT_TRANSLATE_NOOP("messages", " · dit au guichet le {0}")
_ARABIC = QT_TRANSLATE_NOOP("messages", "Nom arabe dit au guichet le {0}")
_ARABIC_SHORT = QT_TRANSLATE_NOOP("messages", "Dit au guichet : {0}")
_DOUBT = QT_TRANSLATE_NOOP("messages", "À vérifier, dit le {0} : {1}")
_DOUBT_SHORT = QT_TRANSLATE_NOOP("messages", "Nom arabe à vérifier : {0}")
SEXES = {Sex.FEMALE: QT_TRANSLATE_NOOP("messages", "femme"), Sex.MALE: QT_TRANSLATE_NOOP("messages", "homme")}
_WORDS: dict[Enum, object] = dict([*messages.RELATIONS.items(), *messages.STATUSES.items(), *SEXES.items()])


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line about a fact, its role in the style sheet, and how the fact was learnt where it was."""

    text: str
    role: str
    tip: str = ""


def field_name(field: str) -> str:
    """The name of a fact."""
    return messages.translated(FIELDS[field])


def fact(family: Family, person: Beneficiary, field: str) -> str:
    """A fact of a person, or of the family they belong to, as it is read; a bank account is never shown whole."""
    value = getattr(person, field) if hasattr(person, field) else getattr(family, field)
    return fact_text(field, value) if field == "rib" else _read(value)


def how_learnt(told: Learnt) -> str:
    """When and from whom a fact was learnt, and what the register says instead."""
    words = messages.translated(_LEARNT).format(messages.day_text(told.at.date()), told.agent)
    said = fact_text(told.field, told.register)
    return "\n".join(filter(None, (words, messages.translated(_INSTEAD).format(said) if said else "")))


def fact_text(field: str, value: str) -> str:
    """A fact as it is read; a bank account is never shown whole."""
    return masked_rib(value) if field == "rib" else value


def contact_lines(family: Family) -> tuple[Line, ...]:
    """How to reach and pay a family, line by line; what was told before the extract stands below what that says."""
    told = {one.field: one for one in family.learnt}
    lines = []
    for field in ("phone", "address", "rib"):
        value, fact = getattr(family, field), told.get(field)
        if value:
            shown = fact_text(field, value)
            words = f"{field_name(field)} : {shown}" if field == "rib" else shown
            if fact is not None and fact.stands:
                words += messages.translated(_MARK).format(messages.day_text(fact.at.date()))
                lines.append(Line(text=words, role="learnt", tip=how_learnt(fact)))
            else:
                lines.append(Line(text=words, role="quiet"))
        if fact is not None and not fact.stands:
            lines.append(_doubt(fact))
    return tuple(lines)


def arabic_line(person: Beneficiary) -> Line | None:
    """How the Arabic name that stands above was learnt, or what was told of it before the extract."""
    fact = _arabic(person)
    if fact is None or not fact.stands:
        return _doubt(fact) if fact is not None else None
    words = messages.translated(_ARABIC).format(messages.day_text(fact.at.date()))
    return Line(text=words, role="learnt", tip=how_learnt(fact))


def short_arabic_line(person: Beneficiary) -> Line | None:
    """The Arabic name told of somebody whose name stands nowhere else."""
    fact = _arabic(person)
    if fact is None:
        return None
    words, role = (_ARABIC_SHORT, "learnt") if fact.stands else (_DOUBT_SHORT, "warn")
    return Line(text=messages.translated(words).format(fact.value), role=role, tip=how_learnt(fact))


def _arabic(person: Beneficiary) -> Learnt | None:
    return next((fact for fact in person.learnt if fact.field == "arabic_name"), None)


def _doubt(fact: Learnt) -> Line:
    value = fact_text(fact.field, fact.value)
    if fact.field in ("phone", "rib"):
        value = value.replace(" ", "\u00a0")  # a number stands on one line
    words = messages.translated(_DOUBT).format(messages.day_text(fact.at.date()), value)
    return Line(text=words, role="warn", tip=how_learnt(fact))


def _read(value: str | date | Relation | Sex | Status | tuple[Certificate, ...] | None) -> str:
    if isinstance(value, tuple):
        return ", ".join(f"{messages.translated(messages.CERTIFICATES[c.kind])} {_read(c.until)}" for c in value)
    if isinstance(value, date):
        return messages.day_text(value)
    if isinstance(value, Enum):
        return messages.translated(_WORDS[value])
    return value or ""
