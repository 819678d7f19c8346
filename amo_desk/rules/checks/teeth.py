"""Checks of teeth and faces: is the tooth in the mouth, is it of that age, has it such a face."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from amo_desk.domain.days import day_text
from amo_desk.domain.teeth import faces_of, is_milk, is_tooth
from amo_desk.rules.checks.hit import Hit
from amo_desk.rules.dental import Gone, absences

if TYPE_CHECKING:
    from amo_desk.rules.case import Case


def tooth_absent(case: Case) -> Iterator[Hit]:
    """An act on a tooth that was gone: told to be missing, or removed before."""
    for index, absence in absences(case):
        details = {
            "code": case.content.lines[index].code,
            "tooth": str(absence.tooth),
            "number": absence.number,
            "day": day_text(absence.day) if absence.day else "–",
        }
        yield Hit(
            target=f"line/{index}",
            suffix=f"{index}/{absence.tooth}",
            details=details,
            sentence=_reason(absence),
        )


def _reason(absence: Gone) -> str:
    if absence.number:
        return "tooth_gone_before"
    return "" if absence.line is None else "tooth_gone_here"


def absent_invalid(case: Case) -> Iterator[Hit]:
    """A tooth told to be missing under a number that no tooth has."""
    for tooth in case.content.absent:
        if not is_tooth(tooth):
            yield Hit(target="absent_teeth", suffix=str(tooth), details={"tooth": str(tooth)})


def milk_on_adult(case: Case) -> Iterator[Hit]:
    """A milk tooth in the mouth of somebody who usually has none left."""
    limit = case.number("dental/adult_age")
    for index, line in enumerate(case.content.lines):
        age = case.known.beneficiary.age(line.day or case.rules_day)
        for tooth in line.teeth:
            if is_milk(tooth) and age >= limit:
                details = {"tooth": str(tooth), "age": str(age)}
                yield Hit(target=f"line/{index}", suffix=f"{index}/{tooth}", details=details)


def face_invalid(case: Case) -> Iterator[Hit]:
    """A face that this tooth does not have."""
    for index, line in enumerate(case.content.lines):
        for tooth in filter(is_tooth, line.teeth):
            wrong = "".join(dict.fromkeys(face for face in line.faces if face not in faces_of(tooth)))
            if wrong:
                details = {"faces": wrong, "tooth": str(tooth), "known": " ".join(faces_of(tooth))}
                yield Hit(target=f"line/{index}", suffix=f"{index}/{tooth}", details=details)


def face_without_tooth(case: Case) -> Iterator[Hit]:
    """Faces of no tooth at all."""
    for index, line in enumerate(case.content.lines):
        if line.faces and not line.teeth:
            yield Hit(target=f"line/{index}", suffix=str(index), details={"faces": line.faces})


def face_count(case: Case) -> Iterator[Hit]:
    """More or fewer faces than the act is for."""
    for index, line, act in case.numbered_lines():
        count = len(set(line.faces))
        if act and act.faces and count and not act.faces.holds(count):
            yield Hit(target=f"line/{index}", suffix=str(index), details={"code": line.code, "count": str(count)})


def one_face(case: Case) -> Iterator[Hit]:
    """Several simple cavities on one face of a tooth, which count as one filling."""
    seen: set[tuple[str, int, str]] = set()
    for index, line, act in case.numbered_lines():
        if act is None or not act.limits.one_face:
            continue
        for tooth in line.teeth:
            mine = {(act.code, tooth, face) for face in line.faces}
            if mine & seen:
                details = {"code": line.code, "tooth": str(tooth), "whole": act.limits.one_face}
                yield Hit(target=f"line/{index}", suffix=f"{index}/{tooth}", details=details)
            seen |= mine


ALL: tuple[Callable[[Case], Iterator[Hit]], ...] = (
    tooth_absent,
    absent_invalid,
    milk_on_adult,
    face_invalid,
    face_without_tooth,
    face_count,
    one_face,
)
