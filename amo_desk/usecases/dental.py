"""The mouth of a beneficiary, from this dossier and the earlier ones, and what a dental amount is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from amo_desk.domain.chart import Mark, MarkKind, Mouth, Tone
from amo_desk.domain.dossier import Content, Dossier, Line
from amo_desk.domain.findings import Evaluation, Level, QuoteLine
from amo_desk.domain.teeth import is_tooth
from amo_desk.rules.case import Known
from amo_desk.rules.rulebook import Rulebook
from amo_desk.usecases.desk import Desk

_KINDS = (
    (range(703, 707), MarkKind.ROOT),
    (range(713, 733), MarkKind.REMOVED),
    (range(748, 761), MarkKind.CROWN),
    (range(761, 786), MarkKind.PLATE),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """What an act is worth as a sentence: « D 25 x 17,50 DH x 80 % »; `bonus` where a child's tooth raises it."""

    letter: str
    coefficient: Decimal
    value: Decimal
    units: int
    rate: Decimal | None
    bonus: Decimal | None = None


def mouth(desk: Desk, dossier: Dossier, content: Content, known: Known, evaluation: Evaluation) -> Mouth:
    """What was done on each tooth, earlier and in this dossier, and the teeth that are gone."""
    del dossier
    refused = {f.target for f in evaluation.findings if f.standing is Level.BLOCK}
    marks: list[Mark] = []
    absent = set(content.absent)
    for earlier in known.earlier:
        absent.update(earlier.absent)
        for line in earlier.lines:
            marks += _marks(desk, line, Tone.EARLIER, earlier.number, line.day or earlier.care_day)
    absent.update(mark.tooth for mark in marks if mark.kind is MarkKind.REMOVED)
    for index, line in enumerate(content.lines):
        tone = Tone.REFUSED if f"line/{index}" in refused else Tone.NOW
        marks += _marks(desk, line, tone, "", line.day or content.care_day)
    return Mouth(marks=tuple(marks), absent=frozenset(tooth for tooth in absent if is_tooth(tooth)))


def quotation(rulebook: Rulebook, line: Line, quote: QuoteLine) -> Quotation | None:
    """The coefficient, letter value and rate behind the amount of a line; nothing where it has none."""
    act = rulebook.act(line.nature or line.code)
    value = next((d.value for d in quote.details if d.unit == "MAD"), None)
    if act is None or act.coefficient is None or value is None:
        return None
    units = len(line.teeth) if act.tooth == "one" and line.teeth else line.quantity
    return Quotation(letter=act.letter, coefficient=act.coefficient, value=value, units=units, rate=quote.rate)


def _marks(desk: Desk, line: Line, tone: Tone, number: str, day: date | None) -> list[Mark]:
    kind = _kind(desk, line)
    return [
        Mark(tooth=tooth, kind=kind, tone=tone, code=line.code, faces=line.faces, day=day, number=number)
        for tooth in line.teeth
        if is_tooth(tooth)
    ]


def _kind(desk: Desk, line: Line) -> MarkKind:
    act = desk.rulebook.act(line.code)
    if act is not None and act.faces:
        return MarkKind.FACES
    figures = line.code[1:]
    code = int(figures) if line.code.startswith("D") and figures.isdecimal() else 0
    return next((kind for codes, kind in _KINDS if code in codes), MarkKind.TOOTH)
