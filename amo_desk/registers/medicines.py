"""Reads the official medicine list, in the columns in which the CNOPS published it in 2014."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path

from amo_desk.domain.errors import Refused
from amo_desk.domain.identifiers import compact, has_valid_check_digit, is_barcode
from amo_desk.domain.medicine import Medicine
from amo_desk.domain.money import Centimes, parse_amount
from amo_desk.domain.names import folded
from amo_desk.registers import tables
from amo_desk.registers.tables import Cell, Line

COLUMNS = (
    "CODE",
    "NOM",
    "DCI1",
    "DOSAGE1",
    "UNITE_DOSAGE1",
    "FORME",
    "PRESENTATION",
    "PPV",
    "PH",
    "PRIX_BR",
    "PRINCEPS_GENERIQUE",
    "TAUX_REMBOURSEMENT",
)
SHOWN_ROWS = 20
Progress = Callable[[int, int], None]

_STEP = 250
_KINDS = {"g": True, "p": False}
_RATE = re.compile(r"(\d{1,3}(?:[.,]\d{1,4})?)\s*(%?)")
_ROUNDED_BY_A_SPREADSHEET = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE)
# The list writes this where a product, or one of its substances, has no unit.
_NO_UNIT = "NA"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What is odd about a line without being a reason to refuse it.

    Reasons: `check_digit` (19 codes of the list of 2014), `repeated` (the same product twice, kept once) and
    `dosage.date` (a spreadsheet took the dosage for a date; it is left out).
    """

    line: int
    code: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MedicineList:
    """A list as it was read; two files that say the same have the same fingerprint, whatever their format."""

    records: tuple[Medicine, ...]
    warnings: tuple[Notice, ...]
    fingerprint: str


def read_medicines(path: Path, label: str, day: date, progress: Progress) -> MedicineList:
    """The whole list in a file, to be known as `label` and to hold from `day`; or nothing, and what is wrong with it.

    `progress` is told how many lines were read, out of about how many; what it raises ends the reading. Refuses with
    `medicines.columns` (`missing`, `twice`: names of columns), or `medicines.rows` (`count` of wrong lines, and for the
    first 20 of their troubles, `rows` of line number and reason: `code.missing`, `code.format`, `code.rounded`,
    `code.twice`, `name.missing`, `ppv.format`, `ph.format`, `base.format`, `kind.format`, `rate.format`).
    """
    with tables.reading(path) as table:
        pile = _Pile(_places(table.header, path.name), label, day)
        done = 0
        for done, line in enumerate(table.lines, start=1):
            pile.add(line)
            if done % _STEP == 0:
                progress(done, max(done, table.total))
        progress(done, done)
    if pile.wrong:
        rows = tuple(pile.wrong[:SHOWN_ROWS])
        count = len({line for line, _ in pile.wrong})
        raise Refused("medicines.rows", file=path.name, rows=rows, count=count)
    if not pile.records:
        raise Refused("file.empty", file=path.name)
    records = tuple(pile.records.values())
    return MedicineList(records=records, warnings=tuple(pile.notices), fingerprint=fingerprint(records))


def fingerprint(records: Iterable[Medicine]) -> str:
    """A hash of what a list says of each product, in whatever order; its label and its day do not count."""
    said = sorted(
        [
            record.code,
            record.name,
            record.dci,
            record.dosage,
            record.form,
            record.presentation,
            record.ppv,
            record.ph,
            record.base,
            record.generic,
            f"{record.rate:.4f}",
        ]
        for record in records
    )
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def _places(header: Iterable[str], name: str) -> Mapping[str, int]:
    """Where each column stands; case, accents, blanks and underscores in its name do not count."""
    names = [_bare(text) for text in header]
    missing = tuple(column for column in COLUMNS if _bare(column) not in names)
    twice = tuple(column for column in COLUMNS if names.count(_bare(column)) > 1)
    if missing or twice:
        raise Refused("medicines.columns", file=name, missing=missing, twice=twice)
    return {column: names.index(_bare(column)) for column in COLUMNS}


def _bare(column: str) -> str:
    return re.sub(r"[\W_]", "", folded(column))


class _Pile:
    """The products, notices and wrong lines of a list while it is being read."""

    def __init__(self, places: Mapping[str, int], label: str, day: date) -> None:
        self.records: dict[str, Medicine] = {}
        self.notices: list[Notice] = []
        self.wrong: list[tuple[int, str]] = []
        self._places = places
        self._label = label
        self._day = day

    def add(self, line: Line) -> None:
        """Reads one more line."""
        number, cells = line
        by_name = {column: cells[place] if place < len(cells) else "" for column, place in self._places.items()}
        record, troubles = _medicine(by_name, self._label, self._day)
        if not troubles and self.records.get(record.code, record) != record:
            troubles = ["code.twice"]
        if troubles:
            self.wrong += [(number, trouble) for trouble in troubles]
            return
        if record.code in self.records:
            self._note(number, record, "repeated")
            return
        self.records[record.code] = record
        if not has_valid_check_digit(record.code):
            self._note(number, record, "check_digit")
        if isinstance(by_name["DOSAGE1"], date | time | timedelta):
            self._note(number, record, "dosage.date")

    def _note(self, number: int, record: Medicine, reason: str) -> None:
        self.notices.append(Notice(line=number, code=record.code, reason=reason))


def _medicine(cells: Mapping[str, Cell], label: str, day: date) -> tuple[Medicine, list[str]]:
    """The product a line describes, and what is wrong with the line."""
    code, code_trouble = _code(cells["CODE"])
    name = _text(cells["NOM"])
    ppv, ph, base = (_price(cells[column]) for column in ("PPV", "PH", "PRIX_BR"))
    generic = _KINDS.get(folded(_text(cells["PRINCEPS_GENERIQUE"])))
    rate = _rate(cells["TAUX_REMBOURSEMENT"])
    checks = {
        code_trouble: not code_trouble,
        "name.missing": bool(name),
        "ppv.format": ppv is not None,
        "ph.format": ph is not None,
        "base.format": base is not None,
        "kind.format": generic is not None,
        "rate.format": rate is not None,
    }
    record = Medicine(
        code=code,
        name=name,
        dci=_text(cells["DCI1"]),
        dosage=_dosage(cells["DOSAGE1"], _text(cells["UNITE_DOSAGE1"])),
        form=_text(cells["FORME"]),
        presentation=_text(cells["PRESENTATION"]),
        ppv=ppv or 0,
        ph=ph or 0,
        base=base or 0,
        generic=bool(generic),
        rate=rate or Decimal(0),
        edition=label,
        edition_day=day,
    )
    return record, [trouble for trouble, holds in checks.items() if not holds]


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
