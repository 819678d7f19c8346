"""What several dental rules ask of a case: the day of an act, teeth that are gone, implants, bridges, pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from amo_desk.domain.chart import MarkKind
from amo_desk.domain.teeth import ADULT_ARCHES, MILK_ARCHES, is_milk, is_tooth

if TYPE_CHECKING:
    from amo_desk.domain.dossier import Line
    from amo_desk.rules.case import Case
    from amo_desk.rules.nomenclature import Act

PANORAMIC = "panoramic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """A tooth that is not in the mouth: told to be missing, or removed on a day.

    `number` is the earlier dossier that says so, `line` the line of this one that removes it.
    """

    tooth: int
    day: date | None = None
    number: str = ""
    line: int | None = None


def act_day(case: Case, line: Line) -> date | None:
    """The day of an act: its own, else that of the care."""
    return line.day or case.care_day


def units(line: Line, act: Act) -> int:
    """How often an act counts: once a tooth where it is done on one tooth, else as often as its quantity says."""
    return len(line.teeth) if act.tooth == "one" and line.teeth else line.quantity


def gone(case: Case) -> tuple[Gone, ...]:
    """Every reason for which a tooth is absent, those told in this dossier first."""
    return (
        *(Gone(tooth=tooth) for tooth in case.content.absent),
        *(Gone(tooth=t, day=e.care_day, number=e.number) for e in case.known.earlier for t in e.absent),
        *(
            Gone(tooth=tooth, day=day, number=number)
            for number, day, line, act in case.earlier_acts
            if act.removes
            for tooth in line.teeth
        ),
        *(
            Gone(tooth=tooth, day=act_day(case, line), line=index)
            for index, line, act in case.numbered_lines()
            if act and act.removes
            for tooth in line.teeth
        ),
    )


def absences(case: Case) -> Iterator[tuple[int, Gone]]:
    """The lines whose act needs a tooth that was gone by then, each tooth once, and why it was."""
    missing = gone(case)
    for index, line, act in case.numbered_lines():
        if act is None or act.on_absent or act.tooth == "none":
            continue
        day = act_day(case, line)
        for tooth in line.teeth:
            found = next((g for g in missing if g.tooth == tooth and _was_gone(g, index, act, day)), None)
            if found:
                yield index, found


def _was_gone(absence: Gone, index: int, act: Act, day: date | None) -> bool:
    """Whether a tooth was gone when an act was done on it: no tooth is removed twice, whatever the days."""
    earlier_day = absence.day is not None and day is not None and absence.day < day
    if absence.line is not None:
        return absence.line < index if act.removes else earlier_day
    return act.removes or absence.day is None or day is None or earlier_day


def implants(case: Case) -> frozenset[int]:
    """The teeth that are implants, by an earlier dossier or by this one."""
    own = [(line, act) for _, line, act in case.numbered_lines() if act]
    before = [(line, act) for _, _, line, act in case.earlier_acts]
    return frozenset(t for line, act in (*before, *own) if act.mark is MarkKind.IMPLANT for t in line.teeth)


def on_implant(case: Case, line: Line, act: Act) -> tuple[int, ...]:
    """The teeth of a line on which a crown would stand on an implant."""
    if act.mark is not MarkKind.CROWN or act.excluded:
        return ()
    carried = implants(case)
    return tuple(tooth for tooth in line.teeth if tooth in carried)


def has_bonus(case: Case, line: Line, tooth: int) -> bool:
    """Whether a tooth is a permanent one of a child young enough for the bonus on its day."""
    day = line.day or case.rules_day
    young = case.known.beneficiary.age(day) < case.number("dental/child_bonus_age")
    return young and is_tooth(tooth) and not is_milk(tooth)


def view(case: Case, line: Line, act: Act) -> str:
    """The kind of picture an act wants: as it is coded, or panoramic from a number of teeth on."""
    if act.panoramic_from and _wanted_on(case, line, act) >= case.number(act.panoramic_from):
        return PANORAMIC
    return act.view


def _wanted_on(case: Case, line: Line, act: Act) -> int:
    """How many teeth count for the kind of picture: those of the longest bridge of a line, else all that were done."""
    alike = [(other, of) for _, other, of in case.numbered_lines() if of and of.panoramic_from == act.panoramic_from]
    if not act.natures:
        return sum(units(other, of) for other, of in alike)
    bridges = runs(tooth for other, _ in alike for tooth in other.teeth)
    return max((len(bridge) for bridge in bridges if not bridge.isdisjoint(line.teeth)), default=0)


def runs(teeth: Iterable[int]) -> tuple[frozenset[int], ...]:
    """Teeth parted into groups that stand side by side in an arch.

    >>> [sorted(run) for run in runs([11, 21, 22, 14])]
    [[14], [11, 21, 22]]
    """
    wanted, found = set(teeth), []
    for arch in (*ADULT_ARCHES, *MILK_ARCHES):
        run: list[int] = []
        for tooth in (*arch, 0):
            if tooth in wanted:
                run.append(tooth)
            elif run:
                found.append(frozenset(run))
                run = []
    return tuple(found)


def pictures(case: Case) -> Iterator[str]:
    """What the papers must show for the acts of a case, as facts that a form may ask about."""
    for _, line, act in case.numbered_lines():
        if act is None or not (act.xray or view(case, line, act)):
            continue
        yield "xray_act"
        if act.xray.startswith("before"):
            yield "xray_before"
        if act.xray.endswith("after"):
            yield "xray_after"
        if view(case, line, act) == PANORAMIC:
            yield "xray_panoramic"
