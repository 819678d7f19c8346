"""Reads a list of medicines, a line a product, as the CNOPS published it in 2014 or under other names of columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path

from amo_desk.domain.errors import Refused
from amo_desk.domain.extracts import MedicineLine, Refusal
from amo_desk.domain.identifiers import compact, has_valid_check_digit, is_barcode
from amo_desk.domain.medicine import Medicine
from amo_desk.domain.money import Centimes, parse_amount
from amo_desk.domain.names import folded
from amo_desk.registers import columns, tables
from amo_desk.registers.child import Waiting
from amo_desk.registers.columns import Column
from amo_desk.registers.tables import Cell, Line

# The labels are the names in the list of 2014; LIBELLE, UNITE, PRIX_PPV, PRIX_PBR, PRINCEPS those of the CNOPS website.
COLUMNS = (
    Column(
        id="code",
        label="CODE",
        synonyms=("Code EAN", "Code EAN13", "EAN", "EAN13", "Code-barres", "Code barre", "Code à barres",
                  "Code médicament", "Code produit"),
        required=True,
    ),
    Column(
        id="name",
        label="NOM",
        synonyms=("Libellé", "Nom commercial", "Nom du médicament", "Médicament", "Spécialité", "Dénomination",
                  "Désignation", "Produit"),
        required=True,
    ),
    Column(
        id="dci",
        label="DCI1",
        synonyms=("DCI", "Substance", "Substance active", "Principe actif", "Molécule",
                  "Dénomination commune internationale"),
    ),
    Column(id="dosage", label="DOSAGE1", synonyms=("Dosage",)),
    Column(
        id="unit",
        label="UNITE_DOSAGE1",
        synonyms=("Unité", "Unité de dosage"),
    ),
    Column(id="form", label="FORME", synonyms=("Forme pharmaceutique", "Forme galénique")),
    Column(id="presentation", label="PRESENTATION", synonyms=("Conditionnement",)),
    Column(
        id="ppv",
        label="PPV",
        synonyms=("PRIX_PPV", "PPV DH", "PPV en DH", "Prix public de vente", "Prix public", "Prix de vente"),
        required=True,
    ),
    Column(id="ph", label="PH", synonyms=("PRIX_PH", "PH DH", "Prix hospitalier", "Prix hôpital")),
    Column(
        id="base",
        label="PRIX_BR",
        synonyms=("PRIX_PBR", "PBR", "BR", "Prix base de remboursement", "Base de remboursement"),
        required=True,
    ),
    Column(
        id="generic",
        label="PRINCEPS_GENERIQUE",
        synonyms=("PRINCEPS", "Princeps/Générique", "Princeps ou générique", "P/G", "Générique"),
        required=True,
    ),
    Column(
        id="rate",
        label="TAUX_REMBOURSEMENT",
        synonyms=("Taux", "Taux de remboursement", "Taux remb.", "% remboursement"),
        required=True,
    ),
)  # fmt: skip
BATCH = 1000

_KINDS = {"g": True, "generique": True, "p": False, "princeps": False}
_RATE = re.compile(r"(\d{1,3}(?:[.,]\d{1,4})?)\s*(%?)")
_ROUNDED_BY_A_SPREADSHEET = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE)
# The list writes this where a product, or one of its substances, has no unit.
_NO_UNIT = "NA"


@dataclass(slots=True)
class Batch:
    """Some lines of a list: those that could be read, what is wrong with the others, and what is odd about the former.

    The first batch of a file holds its header and no line. A line has a refusal for each of its cells that is wrong.
    Notices are `code.check_digit` (19 codes of the list of 2014) and `dosage.date` (a spreadsheet took the dosage for a
    date; it is left out).
    """

    last: int = 0
    header: tuple[str, ...] = ()
    lines: list[MedicineLine] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    notices: list[Refusal] = field(default_factory=list)


@contextmanager
def reading(
    path: Path, mapping: Mapping[str, int | None], label: str, day: date, waiting: Waiting
) -> Iterator[tuple[int, Iterator[Batch]]]:
    """About how many lines a list has, and its lines in batches, read in another process.

    The list is to be known as `label` and to hold from `day`.
    """
    places = {name: place for name, place in mapping.items() if place is not None}
    with tables.working(path, _Work(places, label, day), waiting) as read:
        yield read


@dataclass(frozen=True, slots=True)
class _Work:
    """The reading of the lines, as it is sent to the other process."""

    places: Mapping[str, int]
    label: str
    day: date

    def __call__(self, lines: Iterator[Line]) -> Iterator[Batch]:
        header, rest = columns.opened(lines, COLUMNS)
        if header is None:
            return
        yield Batch(last=header.line, header=header.names)
        while some := list(islice(rest, BATCH)):
            batch = Batch(last=some[-1][0])
            for number, line in some:
                told = {name: line[place] if place < len(line) else "" for name, place in self.places.items()}
                self._read(number, told, batch)
            yield batch

    def _read(self, number: int, told: Mapping[str, Cell], batch: Batch) -> None:
        """Reads one line into a batch."""
        record, troubles = _medicine(told, self.label, self.day)
        if troubles:
            batch.refusals += [Refusal(number, column, code) for column, code in troubles]
            return
        batch.lines.append(MedicineLine(number, record))
        if not has_valid_check_digit(record.code):
            batch.notices.append(Refusal(number, "code", "code.check_digit"))
        if isinstance(told.get("dosage"), date | time | timedelta):
            batch.notices.append(Refusal(number, "dosage", "dosage.date"))


def _medicine(told: Mapping[str, Cell], label: str, day: date) -> tuple[Medicine, list[tuple[str, str]]]:
    """The product a line describes, and what is wrong with the line: columns, each with a code."""
    code, code_trouble = _code(told.get("code", ""))
    name, dci, form, presentation, unit = (
        _text(told.get(column, "")) for column in ("name", "dci", "form", "presentation", "unit")
    )
    ppv, ph, base = (_price(told.get(column, "")) for column in ("ppv", "ph", "base"))
    generic = _KINDS.get(folded(_text(told.get("generic", ""))))
    rate = _rate(told.get("rate", ""))
    checks = (
        ("code", code_trouble, not code_trouble),
        ("name", "name.missing", bool(name)),
        ("ppv", "ppv.format", ppv is not None),
        ("ph", "ph.format", ph is not None),
        ("base", "base.format", base is not None),
        ("generic", "kind.format", generic is not None),
        ("rate", "rate.format", rate is not None),
    )
    record = Medicine(
        code=code,
        name=name,
        dci=dci,
        dosage=_dosage(told.get("dosage", ""), unit),
        form=form,
        presentation=presentation,
        ppv=ppv or 0,
        ph=ph or 0,
        base=base or 0,
        generic=bool(generic),
        rate=rate or Decimal(0),
        edition=label,
        edition_day=day,
    )
    return record, [(column, trouble) for column, trouble, holds in checks if not holds]


def _text(cell: Cell) -> str:
    """A cell as text, in single blanks; numbers without exponent, useless zeros or noise of binary fractions.

    >>> _text(3000.0), _text(0.1 + 0.2), _text("  1 BOITE   20 ")
    ('3000', '0.3', '1 BOITE 20')
    """
    if isinstance(cell, float):
        return format(Decimal(repr(round(cell, 9))).normalize(), "f")
    return " ".join(str(cell).split())


def _code(cell: Cell) -> tuple[str, str]:
    """A product's code, and what is wrong with it; a number cell has lost the zeros in front.

    >>> _code(6118000140213.0), _code("6,118E+12")
    (('6118000140213', ''), ('', 'code.rounded'))
    """
    text = _text(cell)
    if not text:
        return "", "code.missing"
    if _ROUNDED_BY_A_SPREADSHEET.fullmatch(text):
        return "", "code.rounded"
    code = text.zfill(13) if isinstance(cell, int | float) else compact(text.removesuffix(".0"))
    return (code, "") if is_barcode(code) else ("", "code.format")


def _price(cell: Cell) -> Centimes | None:
    """A price; 0 where the list prints none, nothing where it prints what is no price.

    >>> _price(38480.0), _price("1 234,50"), _price(""), _price(-1), _price("12.345")
    (3848000, 123450, 0, None, None)
    """
    text = _text(cell)
    if not text:
        return 0
    try:
        return parse_amount(text)
    except Refused:
        return None


def _rate(cell: Cell) -> Decimal | None:
    """A rate as a fraction, from any way the published files write it.

    >>> _rate("70%"), _rate("0,70"), _rate(0.7), _rate(70), _rate("no")
    (Decimal('0.7'), Decimal('0.7'), Decimal('0.7'), Decimal('0.7'), None)
    """
    match = _RATE.fullmatch(_text(cell))
    if not match:
        return None
    rate = Decimal(match[1].replace(",", "."))
    if match[2] or (rate > 1 and rate == rate.to_integral()):
        rate /= 100
    # The store keeps ten-thousandths.
    kept = rate.quantize(Decimal("0.0001"))
    return Decimal(format(kept.normalize(), "f")) if kept == rate <= 1 else None


def _dosage(cell: Cell, unit: str) -> str:
    """The dosage with its unit, a unit common to all substances written once.

    `NA` stands where there is no unit, and is left out: in the list of 2014 a lone `NA` comes with no figure or with 0.

    >>> _dosage("600 / 5", "MG / MG"), _dosage("5 / 400000", "MG / UI"), _dosage("NA / 0.25", "NA / %")
    ('600 / 5 MG', '5 / 400000 MG / UI', '0.25 %')
    >>> _dosage("0", "NA"), _dosage("", "MG"), _dosage(0.5, "MG/ML")
    ('', '', '0.5 MG/ML')
    """
    if isinstance(cell, date | time | timedelta):
        return ""
    figure = _known(_text(cell))
    units = _known(unit)
    if len(set(units.split(" / "))) == 1:
        units = units.split(" / ")[0]
    if not figure or (figure == "0" and not units):
        return ""
    return f"{figure} {units}".strip()


def _known(parts: str) -> str:
    """The parts of a dosage or of a unit but those written `NA`."""
    return " / ".join(part for part in parts.split(" / ") if part != _NO_UNIT)
