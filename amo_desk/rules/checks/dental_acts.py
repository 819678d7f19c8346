"""Checks of dental acts: done before, coded in the right order, apart from another, agreed, of their age, excluded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from amo_desk.domain.agreements import AgreementState
from amo_desk.domain.days import day_text
from amo_desk.rules.agreements import standing
from amo_desk.rules.checks.hit import Hit
from amo_desk.rules.dental import act_day, earlier_acts, units
from amo_desk.rules.nomenclature import ORTHODONTICS, REMOVAL, SESSION

if TYPE_CHECKING:
    from amo_desk.domain.agreements import Agreement
    from amo_desk.domain.dossier import Line
    from amo_desk.rules.case import Case
    from amo_desk.rules.nomenclature import Act

RADIOLOGY = "radiology"
_VALID = (AgreementState.GRANTED, AgreementState.USED)


def _hit(index: int, **details: str) -> Hit:
    """An occurrence on a line, or on one tooth of it where the details name it."""
    suffix = "/".join(filter(None, (str(index), details.get("tooth", ""))))
    return Hit(target=f"line/{index}", suffix=suffix, details=details)


def act_excluded(case: Case) -> Iterator[Hit]:
    """An act that is never refunded."""
    for index, _, act in case.numbered_lines():
        if act and act.excluded:
            yield Hit(target=f"line/{index}", suffix=str(index), details={"act": act.label})


def act_doubtful(case: Case) -> Iterator[Hit]:
    """An act upon which the transcriptions of the nomenclature do not agree."""
    for index, line, act in case.numbered_lines():
        if act and act.doubt:
            yield Hit(target=f"line/{index}", suffix=str(index), details={"code": line.code, "doubt": act.doubt})


def act_once(case: Case) -> Iterator[Hit]:
    """An act that is done once for each tooth, done again."""
    for index, line, tooth, number, day in _repeated(case, once=True):
        yield _hit(index, code=line.code, tooth=str(tooth), number=number or "–", day=day)


def act_repeated(case: Case) -> Iterator[Hit]:
    """The same act on the same tooth in an earlier dossier, or twice in this one."""
    for index, line, tooth, number, day in _repeated(case, once=False):
        hit = _hit(index, code=line.code, tooth=str(tooth), number=number, day=day)
        yield hit if number else replace(hit, sentence="act_twice")


def _repeated(case: Case, *, once: bool) -> Iterator[tuple[int, Line, int, str, str]]:
    """Lines that repeat an act on a tooth: the tooth, and the earlier dossier with the day, or nothing for this one.

    Removals are told as acts on an absent tooth, simple cavities as fillings of one face; X-rays may well be repeated.
    """
    for index, line, act in case.numbered_lines():
        if act is None or act.limits.once is not once or act.removes or act.category == RADIOLOGY:
            continue
        for tooth in line.teeth:
            found = _before(case, line, act, tooth) or _above(case, index, act, tooth)
            if found:
                yield index, line, tooth, *found


def _before(case: Case, line: Line, act: Act, tooth: int) -> tuple[str, str] | None:
    for number, day, other, same in earlier_acts(case):
        if same.code == act.code and tooth in other.teeth and _may_overlap(line, other):
            return number, day_text(day) if day else "–"
    return None


def _above(case: Case, index: int, act: Act, tooth: int) -> tuple[str, str] | None:
    if act.limits.one_face:
        return None
    line = case.content.lines[index]
    for _, other, same in case.numbered_lines()[:index]:
        if same and same.code == act.code and tooth in other.teeth and _may_overlap(line, other):
            day = act_day(case, other)
            return "", day_text(day) if day else "–"
    return None


def _may_overlap(line: Line, other: Line) -> bool:
    """Whether two acts may be on the same face: faces that were not told may be any."""
    return not line.faces or not other.faces or not set(line.faces).isdisjoint(other.faces)


def first_twice(case: Case) -> Iterator[Hit]:
    """Two acts coded as the first of one session, where the second has a code of its own."""
    following = {
        act.limits.follows.first: act.code
        for act in case.rulebook.acts.values()
        if act.limits.follows and act.limits.follows.within == SESSION
    }
    counted: Counter[tuple[str, date | None]] = Counter()
    for index, line, act in case.numbered_lines():
        if act and act.code in following:
            session = (act.code, act_day(case, line))
            counted[session] += units(line, act)
            if counted[session] > 1:
                yield _hit(index, code=act.code, following=following[act.code])


def following_alone(case: Case) -> Iterator[Hit]:
    """An act coded as a following one, without the first of its session or appliance."""
    for index, line, act in case.numbered_lines():
        follows = act.limits.follows if act else None
        if act is None or follows is None:
            continue
        day = act_day(case, line) if follows.within == SESSION else None
        if not _done(case, follows.first, day):
            yield _hit(index, code=act.code, first=follows.first)


def _done(case: Case, code: str, day: date | None) -> bool:
    """Whether an act was done, on a day where one is given, in this dossier or an earlier one."""
    here = [(act_day(case, line), act) for _, line, act in case.numbered_lines() if act]
    before = [(other, act) for _, other, _, act in earlier_acts(case)]
    return any(act.code == code and day in (None, other) for other, act in (*here, *before))


def same_session(case: Case) -> Iterator[Hit]:
    """An act that belongs to another session than that of the extraction."""
    removals = {act_day(case, line) for _, line, act in case.numbered_lines() if act and act.removes}
    removals |= {day for _, day, _, act in earlier_acts(case) if act.removes}
    for index, line, act in case.numbered_lines():
        day = act_day(case, line)
        if act and act.limits.apart_from == REMOVAL and day and day in removals:
            yield _hit(index, code=act.code, day=day_text(day))


def with_orthodontics(case: Case) -> Iterator[Hit]:
    """An act that is not added to an orthodontic treatment by the same practitioner."""
    inpe = case.text("prescriber_inpe")
    treats = any(p.practitioner == inpe and p.since <= case.rules_day for p in case.known.periods)
    for index, _, act in case.numbered_lines():
        if act and act.limits.apart_from == ORTHODONTICS and inpe and treats:
            yield _hit(index, code=act.code)


def supplement_alone(case: Case) -> Iterator[Hit]:
    """A supplement without any of the acts that it is added to."""
    for index, _, act in case.numbered_lines():
        bases = act.limits.supplement_to if act else ()
        if act and bases and not any(_done(case, base, None) for base in bases):
            shown = bases[0] if len(bases) == 1 else f"{bases[0]}–{bases[-1]}"
            yield _hit(index, code=act.code, bases=shown)


def agreement_missing(case: Case) -> Iterator[Hit]:
    """An act that wants a prior agreement, on which none was in force when it was done."""
    for index, line, act in case.numbered_lines():
        if act and act.prior_agreement:
            day = act_day(case, line) or case.rules_day
            if not any(_covers(case, agreement, act.code, day) for agreement in case.known.agreements):
                yield _hit(index, code=act.code)


def _covers(case: Case, agreement: Agreement, code: str, day: date) -> bool:
    kind = case.rulebook.agreement_kinds.get(agreement.kind)
    return (
        kind is not None
        and kind.covered(case.form.id, agreement.stage)
        and (not agreement.codes or code in agreement.codes)
        and agreement.decided_on is not None
        and agreement.decided_on <= day
        and standing(agreement, day, case.rulebook).state in _VALID
    )


def act_age(case: Case) -> Iterator[Hit]:
    """An act that is done before a birthday, done after it."""
    for index, line, act in case.numbered_lines():
        if act and act.limits.before_age:
            limit = case.number(act.limits.before_age)
            age = case.known.beneficiary.age(line.day or case.rules_day)
            if age >= limit:
                yield _hit(index, code=act.code, age=str(age), limit=str(limit))


def act_day_future(case: Case) -> Iterator[Hit]:
    """An act after the day of deposit."""
    for index, line in enumerate(case.content.lines):
        if line.day and line.day > case.deposit_day:
            yield _hit(index, code=line.code, day=day_text(line.day))


def act_day_before_birth(case: Case) -> Iterator[Hit]:
    """An act before the beneficiary was born."""
    for index, line in enumerate(case.content.lines):
        if line.day and line.day < case.known.beneficiary.birth:
            yield _hit(index, code=line.code, day=day_text(line.day))


def free_fees(case: Case) -> Iterator[Hit]:
    """A dentist outside the convention, whose fees are free while the refund stays on the tariff."""
    if case.outside_convention:
        yield Hit(target="outside_convention")


ALL: tuple[Callable[[Case], Iterator[Hit]], ...] = (
    act_excluded,
    act_doubtful,
    act_once,
    act_repeated,
    first_twice,
    following_alone,
    same_session,
    with_orthodontics,
    supplement_alone,
    agreement_missing,
    act_age,
    act_day_future,
    act_day_before_birth,
    free_fees,
)
