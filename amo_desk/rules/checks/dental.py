"""Checks of dental lines: the tooth, the X-rays, the limits of an act."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from amo_desk.domain.teeth import is_milk, is_tooth
from amo_desk.rules.checks.hit import Detail, Hit
from amo_desk.rules.dental import view

if TYPE_CHECKING:
    from amo_desk.domain.dossier import Line
    from amo_desk.rules.case import Case
    from amo_desk.rules.nomenclature import Act

XRAY_PIECE = "RX"


def _target(index: int) -> str:
    return f"line/{index}"


def tooth_missing(case: Case) -> Iterator[Hit]:
    """An act on a tooth, without the tooth."""
    for index, line, act in case.numbered_lines():
        if act and act.tooth == "one" and not line.teeth:
            yield Hit(target=_target(index), suffix=str(index), details={"code": line.code})


def tooth_invalid(case: Case) -> Iterator[Hit]:
    """A number that no tooth has."""
    for index, line in enumerate(case.content.lines):
        for tooth in line.teeth:
            if not is_tooth(tooth):
                yield Hit(target=_target(index), suffix=f"{index}/{tooth}", details={"tooth": str(tooth)})


def tooth_not_allowed(case: Case) -> Iterator[Hit]:
    """A tooth on which the act cannot be done: not among its teeth, or of the other dentition."""
    for index, line, act in case.numbered_lines():
        for tooth in line.teeth if act else ():
            if not is_tooth(tooth) or act is None:
                continue
            outside = bool(act.teeth) and tooth not in act.teeth
            if outside or (act.milk and not is_milk(tooth)):
                details = {"code": line.code, "tooth": str(tooth)}
                yield Hit(target=_target(index), suffix=f"{index}/{tooth}", details=details)


def xray_missing(case: Case) -> Iterator[Hit]:
    """An act that is paid only with its X-rays, which were not handed over."""
    for index, line, act in _without_xray(case):
        if act.xray:
            when = case.rulebook.sentences[f"xray_{act.xray}"].message
            details: dict[str, Detail] = {**_act_details(line), "when": when}
            yield Hit(target="piece/" + XRAY_PIECE, suffix=str(index), details=details)


def xray_advised(case: Case) -> Iterator[Hit]:
    """An act for which an X-ray of a kind is asked, though not by the nomenclature itself."""
    for index, line, act in _without_xray(case):
        wanted = "" if act.xray else view(case, line, act)
        if wanted:
            kind = case.rulebook.sentences[f"xray_{wanted}"].message
            details: dict[str, Detail] = {**_act_details(line), "kind": kind}
            yield Hit(target="piece/" + XRAY_PIECE, suffix=str(index), details=details)


def _without_xray(case: Case) -> Iterator[tuple[int, Line, Act]]:
    if XRAY_PIECE not in case.content.ticks:
        for index, line, act in case.numbered_lines():
            if act:
                yield index, line, act


def _act_details(line: Line) -> dict[str, str]:
    return {"code": line.code, "tooth": ", ".join(str(tooth) for tooth in line.teeth) or "–"}


def descaling_sessions(case: Case) -> Iterator[Hit]:
    """More sessions of an act than are paid, told at the last line of it."""
    counted: dict[str, int] = {}
    last: dict[str, int] = {}
    for index, line, _ in case.numbered_lines():
        counted[line.code] = counted.get(line.code, 0) + line.quantity
        last[line.code] = index
    for code, count in counted.items():
        act = case.rulebook.act(code)
        limit = act.limits.max_sessions if act else None
        if limit is not None and count > limit:
            details = {"count": str(count), "limit": str(limit)}
            yield Hit(target=_target(last[code]), suffix=code, details=details)


def sealing_age(case: Case) -> Iterator[Hit]:
    """An act for children, on somebody older."""
    for index, line, act in case.numbered_lines():
        limit = act.limits.max_age if act else None
        age = case.known.beneficiary.age(line.day or case.rules_day)
        if limit is not None and age > limit:
            details = {"age": str(age), "limit": str(limit)}
            yield Hit(target=_target(index), suffix=str(index), details=details)


ALL: tuple[Callable[[Case], Iterator[Hit]], ...] = (
    tooth_missing,
    tooth_invalid,
    tooth_not_allowed,
    xray_missing,
    xray_advised,
    descaling_sessions,
    sealing_age,
)
