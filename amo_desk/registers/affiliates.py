"""Reads an extract of affiliates, a line a person; a line with a bad cell is refused, the others are kept.

No format of a number of a mutuelle is known (domain notes, section 4.1): numbers are free, and a pattern, where the
reference data gives one, only warns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from amo_desk.domain.extracts import MOST_KEPT, PersonLine, Refusal, Unread
from amo_desk.domain.identifiers import compact, has_rib_length, is_rib
from amo_desk.domain.people import CertificateKind, Relation, Sex, Status
from amo_desk.registers import cells, columns, tables
from amo_desk.registers.cells import Unreadable
from amo_desk.registers.columns import Column
from amo_desk.registers.tables import Cell, Line, Waiting

COLUMNS = (
    Column(
        id="immatriculation",
        label="Immatriculation",
        synonyms=(
            "Immat", "N° immat", "Matricule", "N° matricule", "Mle", "N° CNOPS", "N° d'immatriculation CNOPS",
            "Immatriculation CNOPS", "رقم التسجيل", "التسجيل",
        ),
        required=True,
        instead=("affiliation",),
    ),
    Column(
        id="affiliation",
        label="Affiliation",
        synonyms=(
            "Aff", "N° aff", "N° d'affiliation", "N° adhérent", "N° adhésion", "N° affilié", "Affiliation mutuelle",
            "N° affiliation mutuelle", "رقم الانخراط", "الانخراط",
        ),
    ),
    Column(id="mutuelle", label="Mutuelle", synonyms=("Code mutuelle", "Organisme", "التعاضدية", "تعاضدية")),
    Column(id="section", label="Section", synonyms=("Code section", "Section locale", "Délégation", "الفرع")),
    Column(
        id="status",
        label="Situation",
        synonyms=("Statut", "Position", "Situation administrative", "Actif/Retraité", "الوضعية"),
        required=True,
    ),
    Column(id="ppr", label="PPR", synonyms=("N° PPR", "DOTI", "N° DOTI", "PPR DOTI", "SOM", "N° SOM", "رقم التأجير")),
    Column(
        id="phone",
        label="Téléphone",
        synonyms=("Tél", "N° tél", "Portable", "GSM", "Mobile", "N° de téléphone", "الهاتف", "رقم الهاتف"),
    ),
    Column(id="address", label="Adresse", synonyms=("Adr", "Domicile", "Adresse personnelle", "العنوان")),
    Column(
        id="rib",
        label="RIB",
        synonyms=("N° RIB", "Compte", "N° de compte", "Compte bancaire", "RIB bancaire", "الحساب البنكي"),
    ),
    Column(
        id="relation",
        label="Lien",
        synonyms=(
            "Lien de parenté", "Lien parenté", "Parenté", "Qualité", "Type bénéficiaire", "Lien bénéficiaire",
            "Lien avec l'assuré", "القرابة", "صلة القرابة",
        ),
        required=True,
    ),
    Column(
        id="last_name",
        label="Nom",
        synonyms=("Nom de famille", "Nom bénéficiaire", "Nom patronymique", "Nom fr", "النسب", "الاسم العائلي"),
        required=True,
        instead=("full_name",),
    ),
    Column(
        id="first_name",
        label="Prénom",
        synonyms=("Prén", "Prénoms", "Prénom bénéficiaire", "Prénom fr", "الاسم الشخصي"),
        required=True,
        instead=("full_name",),
    ),
    Column(
        id="full_name",
        label="Nom et prénom",
        synonyms=(
            "Nom prénom", "Nom & prénom", "Nom et prénoms", "Nom complet", "Noms et prénoms", "Bénéficiaire",
            "Nom et prénom bénéficiaire",
        ),
    ),
    Column(
        id="arabic_name",
        label="Nom arabe",
        synonyms=(
            "Nom en arabe", "Nom ar", "Nom et prénom en arabe", "Nom et prénom arabe", "الاسم", "الاسم الكامل",
            "الاسم و النسب", "الاسم والنسب", "الاسم بالعربية",
        ),
    ),
    Column(
        id="birth",
        label="Date de naissance",
        synonyms=("Date naiss", "Naissance", "Né le", "Née le", "Né(e) le", "DDN", "Dt naiss", "تاريخ الازدياد",
                  "تاريخ الولادة"),
        required=True,
    ),
    Column(id="sex", label="Sexe", synonyms=("Genre", "Sx", "الجنس"), required=True),
    Column(id="cin", label="CIN", synonyms=("CNIE", "N° CIN", "N° CNIE", "CNI", "Carte nationale", "بطاقة التعريف",
                                            "البطاقة الوطنية", "رقم البطاقة الوطنية")),
    Column(
        id="rights_from",
        label="Droits du",
        synonyms=(
            "Date début droits", "Début droits", "Début des droits", "Ouverture droits", "Ouverture des droits",
            "Date d'ouverture des droits", "Date effet", "Date d'effet", "بداية الحقوق",
        ),
        required=True,
    ),
    Column(
        id="rights_to",
        label="Droits au",
        synonyms=(
            "Date fin droits", "Fin droits", "Fin des droits", "Fermeture droits", "Fermeture des droits",
            "Date de fermeture des droits", "Date de fin de droits", "نهاية الحقوق",
        ),
    ),
    Column(
        id="schooling",
        label="Certificat de scolarité",
        synonyms=("Scolarité jusqu'au", "Certificat scolarité", "Fin scolarité", "شهادة مدرسية"),
    ),
    Column(
        id="no_employment",
        label="Certificat de non-emploi",
        synonyms=("Non-emploi jusqu'au", "Attestation de non-emploi", "Non activité", "Attestation de non-activité"),
    ),
    Column(
        id="disability",
        label="Certificat de handicap",
        synonyms=("Handicap jusqu'au", "Certificat handicap", "Certificat d'invalidité", "شهادة الإعاقة"),
    ),
)  # fmt: skip

RELATIONS = {
    Relation.INSURED: (
        "assuré", "assurée", "adhérent", "adhérente", "titulaire", "affilié", "affiliée", "lui-même", "elle-même",
        "assuré principal", "insured", "المؤمن", "المؤمن له", "المؤمنة", "المنخرط", "منخرط",
    ),
    Relation.SPOUSE: (
        "conjoint", "conjointe", "époux", "épouse", "mari", "femme", "cjt", "spouse", "زوج", "زوجة", "الزوج", "الزوجة",
    ),
    Relation.CHILD: ("enfant", "enf", "fils", "fille", "child", "ابن", "ابنة", "بنت", "طفل", "الطفل", "الابن", "البنت"),
}  # fmt: skip
SEXES = {
    Sex.FEMALE: ("F", "féminin", "femme", "female", "أنثى", "انثى"),
    Sex.MALE: ("M", "masculin", "homme", "H", "male", "ذكر"),
}
STATUSES = {
    Status.ACTIVE: ("actif", "active", "activité", "en activité", "A", "نشيط", "مزاول"),
    Status.RETIRED: (
        "retraité",
        "retraitée",
        "retraite",
        "retired",
        "R",
        "pensionné",
        "pensionnée",
        "متقاعد",
        "متقاعدة",
    ),
}
# Lines read between two messages to the other process.
BATCH = 1000
LONGEST_TEXT, LONGEST_NUMBER = 1000, 40
# Nobody alive was born before.
_FIRST_BIRTH = date(1880, 1, 1)
_LINE = PersonLine._fields
_EXTRA = ("full_name", *(kind.value for kind in CertificateKind))
_SLOTS = {name: place for place, name in enumerate((*_LINE, *_EXTRA))}
_BLANK: tuple[Any, ...] = (*("" if name != "rights_to" else None for name in _LINE), "", None, None, None)
_CERTIFICATES = tuple((kind.value, _SLOTS[kind.value]) for kind in CertificateKind)
_DAYS = {"birth", "rights_from", "rights_to", *(kind.value for kind in CertificateKind)}
_NUMBERS = {"immatriculation", "affiliation", "ppr", "cin", "rib"}
# What is legible of a family's number is kept for a refused line too: these come first.
_ORDER = ("mutuelle", "immatriculation", "affiliation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the reader knows of a mutuelle: its code, other names it bears, and the forms of its numbers if any."""

    code: str
    names: tuple[str, ...] = ()
    immatriculation: str = ""
    affiliation: str = ""


@dataclass(slots=True)
class Batch:
    """Some lines of an extract: those that could be read, those that could not, and what is odd about the former.

    The first batch of a file holds its header and no line.
    """

    last: int = 0
    header: tuple[str, ...] = ()
    people: list[tuple[Any, ...]] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    noticed: int = 0
    notices: list[Refusal] = field(default_factory=list)


@contextmanager
def reading(
    path: Path,
    mapping: Mapping[str, int | None],
    mutuelles: Sequence[Known],
    own: str,
    day: date,
    waiting: Waiting,
) -> Iterator[tuple[int, Iterator[Batch]]]:
    """About how many lines an extract of a day has, and its lines in batches, read in another process.

    `mapping` gives the place of each column; `own` is the mutuelle of the lines that name none.
    """
    places = {name: place for name, place in mapping.items() if place is not None}
    with tables.working(path, _Work(places, tuple(mutuelles), own, day), waiting) as read:
        yield read


@dataclass(frozen=True, slots=True)
class _Work:
    """The reading of the lines, as it is sent to the other process."""

    places: Mapping[str, int]
    mutuelles: tuple[Known, ...]
    own: str
    day: date

    def __call__(self, lines: Iterator[Line]) -> Iterator[Batch]:
        first = list(islice(lines, columns.LINES_ABOVE))
        header = columns.header_of(first, COLUMNS)
        if header is None:
            return
        yield Batch(last=header.line, header=header.names)
        reader = _Reader(self)
        rest = columns.below(first, lines, header)
        while some := list(islice(rest, BATCH)):
            batch = Batch(last=some[-1][0])
            for number, line in some:
                reader.read(number, line, batch)
            yield batch


class _Words:
    """Tells the value that a word stands for, the words seen before at once."""

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        self._words = {cells.plain(said): value for value, all_said in words.items() for said in (value, *all_said)}
        self._seen: dict[Cell, str | None] = {}

    def __call__(self, cell: Cell) -> str:
        if cell not in self._seen:
            if len(self._seen) > BATCH:
                self._seen.clear()
            self._seen[cell] = cells.word(cell, self._words)
        value = self._seen[cell]
        if value is None:
            raise Unreadable("word.unknown")
        return value


class _Reader:
    """Reads lines, one after the other."""

    def __init__(self, work: _Work) -> None:
        words = {
            "mutuelle": _Words({known.code: known.names for known in work.mutuelles}),
            "relation": _Words({relation.value: said for relation, said in RELATIONS.items()}),
            "sex": _Words({sex.value: said for sex, said in SEXES.items()}),
            "status": _Words({status.value: said for status, said in STATUSES.items()}),
        }
        kinds: dict[str, Callable[[Cell], Any]] = dict.fromkeys(_DAYS, cells.day)
        kinds |= dict.fromkeys(_NUMBERS, _number) | words | {"phone": _phone, "rib": _rib, "cin": _cin}
        first = [name for name in _ORDER if name in work.places]
        names = [*first, *(name for name in work.places if name not in first)]
        self._plan = tuple((name, _SLOTS[name], work.places[name], kinds.get(name, _text)) for name in names)
        self._own, self._day = work.own, work.day
        self._tells_status = "status" in work.places
        self._noticed = 0
        self._patterns = {
            known.code: tuple(
                (column, _SLOTS[column], re.compile(pattern))
                for column, pattern in (("immatriculation", known.immatriculation), ("affiliation", known.affiliation))
                if pattern
            )
            for known in work.mutuelles
        }

    def read(self, number: int, line: Sequence[Cell], batch: Batch) -> None:
        """Reads one more line into a batch."""
        values = [number, *_BLANK[1:]]
        column = ""
        try:
            for name, slot, place, kind in self._plan:
                column = name
                values[slot] = kind(line[place]) if place < len(line) else kind("")
            column, code = self._trouble(values)
        except Unreadable as trouble:
            code = trouble.code
        if code:
            told = values[_SLOTS["immatriculation"]] or values[_SLOTS["affiliation"]]
            batch.unread.append(Unread(Refusal(number, column, code), values[1] or self._own, told))
            return
        self._note(values, batch)
        batch.people.append(tuple(values[: len(_LINE)]))

    def _trouble(self, values: list[Any]) -> tuple[str, str]:
        """Completes a line and tells what it lacks: the column and a code."""
        line = PersonLine._make(values[: len(_LINE)])
        if not line.mutuelle:
            values[1] = self._own
        if not line.immatriculation and not line.affiliation:
            return "immatriculation", "number.missing"
        if not line.relation:
            return "relation", "word.missing"
        if not line.status and self._tells_status and line.relation == Relation.INSURED.value:
            return "status", "word.missing"
        if not line.last_name and not line.first_name:
            whole = values[_SLOTS["full_name"]]
            if not whole and not line.arabic_name:
                return "last_name", "name.missing"
            values[_SLOTS["last_name"]], values[_SLOTS["first_name"]] = split_name(whole)
        for name in ("birth", "rights_from"):
            if not values[_SLOTS[name]]:
                return name, "day.missing"
        if not line.sex:
            return "sex", "word.missing"
        if line.birth > self._day or line.birth < _FIRST_BIRTH:
            return "birth", "birth.range"
        if line.rights_to is not None and line.rights_to < line.rights_from:
            return "rights_to", "rights.order"
        values[len(_LINE) - 1] = tuple((kind, values[slot]) for kind, slot in _CERTIFICATES if values[slot])
        return "", ""

    def _note(self, values: list[Any], batch: Batch) -> None:
        """Notes what is odd about a line that is kept."""
        rib = values[_SLOTS["rib"]]
        if rib and not is_rib(rib):
            self._notice(Refusal(values[0], "rib", "rib.key"), batch)
        for column, slot, pattern in self._patterns.get(values[1], ()):
            if values[slot] and not pattern.fullmatch(values[slot]):
                self._notice(Refusal(values[0], column, "number.pattern"), batch)

    def _notice(self, notice: Refusal, batch: Batch) -> None:
        self._noticed += 1
        batch.noticed += 1
        if self._noticed <= MOST_KEPT:
            batch.notices.append(notice)


def split_name(whole: str) -> tuple[str, str]:
    """A name in one column as family name and first name, where capitals tell them apart; else all in the first.

    >>> split_name("EL ALAMI Mohamed Amine"), split_name("Salma BENNANI"), split_name("EL ALAMI MOHAMED")
    (('EL ALAMI', 'Mohamed Amine'), ('BENNANI', 'Salma'), ('EL ALAMI MOHAMED', ''))
    """
    words = whole.split()
    capitals = [word for word in words if len(word) > 1 and word.isupper()]
    others = [word for word in words if word not in capitals]
    if not capitals or not others or words not in (capitals + others, others + capitals):
        return whole, ""
    return " ".join(capitals), " ".join(others)


def _text(cell: Cell) -> str:
    said = cell.strip() if isinstance(cell, str) else cells.text(cell)
    if len(said) > LONGEST_TEXT:
        raise Unreadable("text.long")
    if "\0" in said:
        raise Unreadable("text.format")
    return said


def _number(cell: Cell) -> str:
    said = cells.number(cell)
    if len(said) > LONGEST_NUMBER or (said and not said.isalnum() and ("\0" in said or not compact(said))):
        raise Unreadable("number.format")
    return said


def _cin(cell: Cell) -> str:
    return compact(_number(cell))


def _phone(cell: Cell) -> str:
    return _text(cell) if isinstance(cell, str) else cells.number(cell)


def _rib(cell: Cell) -> str:
    said = compact(cells.number(cell))
    if said and not has_rib_length(said):
        raise Unreadable("rib.format")
    return said
