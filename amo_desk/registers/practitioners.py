"""Reads an extract of practitioners and establishments, a line an INPE; a line with a bad cell is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path

from amo_desk.domain.extracts import PractitionerLine, Refusal
from amo_desk.domain.identifiers import compact, is_ice, is_inpe
from amo_desk.domain.people import Convention, Practitioner
from amo_desk.registers import cells, columns, tables
from amo_desk.registers.cells import Unreadable
from amo_desk.registers.child import Waiting
from amo_desk.registers.columns import Column
from amo_desk.registers.tables import Cell, Line

COLUMNS = (
    Column(
        id="inpe",
        label="INPE",
        synonyms=("N° INPE", "Code INPE", "Identifiant national", "Code PS", "الرقم الوطني"),
        required=True,
    ),
    Column(
        id="name",
        label="Nom",
        synonyms=("Nom et prénom", "Nom prénom", "Raison sociale", "Dénomination", "Praticien", "Nom du praticien",
                  "Établissement", "الاسم"),
        required=True,
    ),
    Column(id="kind", label="Catégorie", synonyms=("Type", "Profession", "Nature", "Type de prestataire", "الصنف")),
    Column(id="speciality", label="Spécialité", synonyms=("Spé", "Discipline", "التخصص")),
    Column(id="place", label="Ville", synonyms=("Lieu", "Localité", "Commune", "Adresse", "المدينة")),
    Column(
        id="convention",
        label="Conventionné",
        synonyms=("Convention", "Conventionnement", "Statut conventionnel", "Situation conventionnelle"),
    ),
    Column(
        id="since",
        label="Date de convention",
        synonyms=("Date convention", "Date de conventionnement", "Conventionné depuis", "Date d'effet", "Depuis le"),
    ),
    Column(id="ice", label="ICE", synonyms=("N° ICE", "Identifiant commun de l'entreprise")),
    Column(id="fiscal_id", label="IF", synonyms=("N° IF", "Identifiant fiscal")),
)  # fmt: skip

MEMBER, OUTSIDE = "member", "outside"
CONVENTIONS = {
    MEMBER: ("oui", "O", "conventionné", "conventionnée", "adhérent", "1", "true", "نعم"),
    OUTSIDE: ("non", "N", "non conventionné", "non conventionnée", "déconventionné", "déconventionnée",
              "hors convention", "0", "false", "لا"),
}  # fmt: skip
BATCH = 1000
LONGEST = 500


@dataclass(slots=True)
class Batch:
    """Some lines of an extract: those that could be read, those that could not, and what is odd about the former.

    The first batch of a file holds its header and no line.
    """

    last: int = 0
    header: tuple[str, ...] = ()
    lines: list[PractitionerLine] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    notices: list[Refusal] = field(default_factory=list)


@contextmanager
def reading(
    path: Path, mapping: Mapping[str, int | None], day: date, waiting: Waiting
) -> Iterator[tuple[int, Iterator[Batch]]]:
    """About how many lines an extract of a day has, and its lines in batches, read in another process."""
    places = {name: place for name, place in mapping.items() if place is not None}
    with tables.working(path, _Work(places, day), waiting) as read:
        yield read


@dataclass(frozen=True, slots=True)
class _Work:
    """The reading of the lines, as it is sent to the other process."""

    places: Mapping[str, int]
    day: date

    def __call__(self, lines: Iterator[Line]) -> Iterator[Batch]:
        header, rest = columns.opened(lines, COLUMNS)
        if header is None:
            return
        yield Batch(last=header.line, header=header.names)
        words = {cells.plain(said): value for value, all_said in CONVENTIONS.items() for said in all_said}
        while some := list(islice(rest, BATCH)):
            batch = Batch(last=some[-1][0])
            for number, line in some:
                told = {name: line[place] if place < len(line) else "" for name, place in self.places.items()}
                self._read(number, told, words, batch)
            yield batch

    def _read(self, number: int, told: Mapping[str, Cell], words: Mapping[str, str], batch: Batch) -> None:
        """Reads one line into a batch."""
        values: dict[str, str] = {}
        column = ""
        try:
            for column, cell in told.items():
                if column not in ("convention", "since"):
                    values[column] = _value(column, cell)
            column = "convention"
            conventions = self._conventions(told, words)
        except Unreadable as trouble:
            if trouble.code.startswith("day"):
                column = "since"
            batch.refusals.append(Refusal(number, column, trouble.code))
            return
        if not values.get("name"):
            batch.refusals.append(Refusal(number, "name", "name.missing"))
            return
        record = Practitioner(
            inpe=values["inpe"],
            name=values["name"],
            kind=values.get("kind", ""),
            speciality=values.get("speciality", ""),
            place=values.get("place", ""),
            ice=values.get("ice", ""),
            fiscal_id=values.get("fiscal_id", ""),
            conventions=conventions,
        )
        if record.ice and not is_ice(record.ice):
            batch.notices.append(Refusal(number, "ice", "ice.key"))
        batch.lines.append(PractitionerLine(number, record))

    def _conventions(self, told: Mapping[str, Cell], words: Mapping[str, str]) -> tuple[Convention, ...]:
        """Whether somebody is in the convention; without a day of its own, what is so on the day of the extract."""
        said = cells.word(cells.text(told.get("convention", "")), words)
        if said is None:
            raise Unreadable("word.unknown")
        since = cells.day(told.get("since", ""))
        return (Convention(since=since or self.day, member=said == MEMBER),) if said else ()


def _value(column: str, cell: Cell) -> str:
    if column in ("inpe", "ice", "fiscal_id"):
        said = compact(cells.number(cell))
        if column == "inpe" and not is_inpe(said):
            raise Unreadable("inpe.format" if said else "number.missing")
    else:
        said = cell.strip() if isinstance(cell, str) else cells.text(cell)
    if len(said) > LONGEST:
        raise Unreadable("text.long")
    if "\0" in said:
        raise Unreadable("text.format")
    return said
