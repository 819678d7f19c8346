"""The mouth of a beneficiary, from this dossier and the earlier ones."""

from __future__ import annotations

from datetime import date

from amo_desk.domain.chart import Mark, MarkKind, Mouth, Tone
from amo_desk.domain.dossier import Content, Dossier, Line
from amo_desk.domain.findings import Evaluation, Level
from amo_desk.domain.teeth import is_tooth
from amo_desk.rules.case import Known
from amo_desk.usecases.desk import Desk

ABSENT_TEETH = "absent_teeth"
_KINDS = (
    (range(703, 707), MarkKind.ROOT),
    (range(713, 733), MarkKind.REMOVED),
    (range(748, 761), MarkKind.CROWN),
    (range(761, 786), MarkKind.PLATE),
)


def mouth(desk: Desk, dossier: Dossier, content: Content, known: Known, evaluation: Evaluation) -> Mouth:
    """What was done on each tooth, earlier and in this dossier, and the teeth that are gone."""
    del dossier
    refused = {f.target for f in evaluation.findings if f.standing is Level.BLOCK}
    marks: list[Mark] = []
    absent = set(told_absent(content))
    for earlier in known.earlier:
        absent.update(earlier.absent)
        for line in earlier.lines:
            marks += _marks(desk, line, Tone.EARLIER, earlier.number, line.day or earlier.care_day)
    absent.update(mark.tooth for mark in marks if mark.kind is MarkKind.REMOVED)
    for index, line in enumerate(content.lines):
        tone = Tone.REFUSED if f"line/{index}" in refused else Tone.NOW
        marks += _marks(desk, line, tone, "", line.day or content.care_day)
    return Mouth(marks=tuple(marks), absent=frozenset(tooth for tooth in absent if is_tooth(tooth)))


def told_absent(content: Content) -> tuple[int, ...]:
    """The teeth that this dossier tells to be missing."""
    return tuple(int(word) for word in content.fields.get(ABSENT_TEETH, "").split() if word.isdecimal())


def _marks(desk: Desk, line: Line, tone: Tone, number: str, day: date | None) -> list[Mark]:
    kind = _kind(desk, line)
    return [
        Mark(
            tooth=tooth,
            kind=kind,
            tone=tone,
            code=line.code,
            faces=line.faces,
            day=day,
            number=number,
        )
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
