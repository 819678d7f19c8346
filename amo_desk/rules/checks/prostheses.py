"""Checks of prostheses: the elements of a bridge, the teeth of a denture, crowns on implants."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from amo_desk.domain.teeth import is_tooth, is_upper, is_wisdom
from amo_desk.rules.checks.hit import Hit
from amo_desk.rules.dental import on_implant

if TYPE_CHECKING:
    from amo_desk.rules.case import Case


def crown_on_implant(case: Case) -> Iterator[Hit]:
    """A crown on a tooth that carries an implant, by an earlier dossier or by this one."""
    for index, line, act in case.numbered_lines():
        for tooth in on_implant(case, line, act) if act else ():
            details = {"code": line.code, "tooth": str(tooth)}
            yield Hit(target=f"line/{index}", suffix=f"{index}/{tooth}", details=details)


def bridge_nature(case: Case) -> Iterator[Hit]:
    """A bridge of which nobody says what crowns it is made of, or says a code that is no crown."""
    for index, line, act in case.numbered_lines():
        if act and act.natures and line.nature not in act.natures:
            yield Hit(
                target=f"line/{index}",
                suffix=str(index),
                details={"code": line.code, "nature": line.nature},
                sentence="bridge_nature_unknown" if line.nature else "",
            )


def bridge_jaws(case: Case) -> Iterator[Hit]:
    """A bridge with elements in both jaws."""
    for index, line, act in case.numbered_lines():
        if act and act.natures and len({is_upper(tooth) for tooth in line.teeth if is_tooth(tooth)}) > 1:
            yield Hit(target=f"line/{index}", suffix=str(index), details={"code": line.code})


def plate_count(case: Case) -> Iterator[Hit]:
    """A denture coded for another number of teeth than it replaces, wisdom teeth left out."""
    for index, line, act in case.numbered_lines():
        replaces = act.limits.replaces if act else None
        if replaces is None or not line.teeth:
            continue
        count = sum(not is_wisdom(tooth) for tooth in line.teeth)
        if not replaces.holds(count):
            right = denture_for(case, count)
            yield Hit(
                target=f"line/{index}",
                suffix=str(index),
                details={"code": line.code, "count": str(count), "right": right},
                sentence="" if right else "plate_count_none",
            )


def denture_for(case: Case, count: int) -> str:
    """The code of a denture that replaces so many teeth, empty where there is none."""
    spans = ((act.code, act.limits.replaces) for act in case.rulebook.acts.values())
    return next((code for code, span in spans if span and span.holds(count)), "")


ALL: tuple[Callable[[Case], Iterator[Hit]], ...] = (
    crown_on_implant,
    bridge_nature,
    bridge_jaws,
    plate_count,
)
