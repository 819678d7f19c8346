"""The mouth of a beneficiary as this dossier and the earlier ones tell it, for the tooth chart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from amo_desk.domain.chart import Mark, Mouth, Tone
from amo_desk.domain.findings import Finding, Level
from amo_desk.domain.teeth import is_tooth
from amo_desk.rules.dental import act_day, gone

if TYPE_CHECKING:
    from amo_desk.rules.case import Case


def mouth(case: Case, findings: Iterable[Finding] = ()) -> Mouth:
    """Every act that a chart draws; those of this dossier are refused where a finding about them blocks."""
    refused = frozenset(_refused(findings))
    return Mouth(
        marks=(*_earlier(case), *_now(case, refused)),
        absent=frozenset(g.tooth for g in gone(case) if g.line is None and is_tooth(g.tooth)),
    )


def _earlier(case: Case) -> Iterator[Mark]:
    for number, day, line, act in case.earlier_acts:
        for tooth in line.teeth:
            if act.mark and is_tooth(tooth):
                yield Mark(
                    tooth=tooth,
                    kind=act.mark,
                    tone=Tone.EARLIER,
                    code=act.code,
                    faces=line.faces,
                    day=day,
                    number=number,
                )


def _now(case: Case, refused: frozenset[tuple[int, int | None]]) -> Iterator[Mark]:
    for index, line, act in case.numbered_lines():
        for tooth in line.teeth:
            if act and act.mark and is_tooth(tooth):
                blocked = not refused.isdisjoint(((index, None), (index, tooth)))
                yield Mark(
                    tooth=tooth,
                    kind=act.mark,
                    tone=Tone.REFUSED if blocked else Tone.NOW,
                    code=act.code,
                    faces=line.faces,
                    day=act_day(case, line),
                )


def _refused(findings: Iterable[Finding]) -> Iterator[tuple[int, int | None]]:
    """The lines that something blocks, with the tooth where the finding is about a single one."""
    for finding in findings:
        place, _, row = finding.target.partition("/")
        if finding.standing is Level.BLOCK and place == "line" and row.isdigit():
            tooth = finding.key.rpartition(f"/{row}/")[2]
            yield int(row), int(tooth) if tooth.isdigit() else None
