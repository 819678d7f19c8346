"""The refused lines of an import, as a workbook to mend and send back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from amo_desk.domain.errors import Stale
from amo_desk.domain.extracts import Refusal
from amo_desk.registers import tables
from amo_desk.registers.tables import Line
from amo_desk.usecases.desk import Desk
from amo_desk.usecases.register_imports import Outcome
from amo_desk.usecases.registers import Cancelled, stop_if

ASKED_EVERY = 8


def refused_workbook(
    desk: Desk,
    path: Path,
    outcome: Outcome,
    words: Callable[[str], str],
    cancelled: Cancelled = lambda: False,
) -> bytes:
    """A workbook with each refused line of a file as it stands there, and why, in the words given for each code."""
    from amo_desk.documents.import_report import refused_workbook as import_report  # noqa: PLC0415  loads when written

    file_hash = tables.hash_of(path, lambda: stop_if(cancelled))
    if outcome.fingerprint and file_hash != outcome.fingerprint.partition(":")[0]:
        raise Stale("file.changed", file=path.name)
    refusals: dict[int, list[Refusal]] = {}
    for refusal in outcome.refusals:
        refusals.setdefault(refusal.line, []).append(refusal)
    with tables.reading(path) as table:
        lines = _refused_lines(table.lines, refusals, cancelled)
        return import_report(
            file=path.name,
            day=outcome.extract_day,
            at=desk.at_office(desk.clock.now()),
            header=outcome.header,
            lines=lines,
            refused=outcome.refused,
            words=words,
        )


def _refused_lines(
    lines: Iterator[Line], refusals: dict[int, list[Refusal]], cancelled: Cancelled
) -> Iterator[tuple[Refusal, tuple[str, ...]]]:
    last = max(refusals, default=0)
    for done, (number, cells) in enumerate(lines):
        if done % ASKED_EVERY == 0:
            stop_if(cancelled)
        for refusal in refusals.get(number, ()):
            yield refusal, tuple(str(cell) for cell in cells)
        if number >= last:
            return
