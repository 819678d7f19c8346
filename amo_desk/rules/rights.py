"""Whether a person is covered on a day, why, and what is about to expire."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from amo_desk.domain.people import Beneficiary, Certificate, CertificateKind, Relation
from amo_desk.domain.sources import Source
from amo_desk.rules.rulebook import Rulebook

NOTICE_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """The answer for one person on one day; `reason` names a sentence, `day` the day it speaks of."""

    open: bool
    reason: str
    day: date | None = None
    source: Source | None = None
    expiring: tuple[Certificate, ...] = ()
    expired: tuple[Certificate, ...] = ()


def rights(person: Beneficiary, day: date, rulebook: Rulebook) -> Rights:
    """The rights of a person on a day, from the register's dates, the age limits and the certificates."""
    if day < person.rights_from:
        return Rights(open=False, reason="rights_not_started", day=person.rights_from)
    if person.rights_to is not None and day > person.rights_to:
        return Rights(open=False, reason="rights_ended", day=person.rights_to)
    expired = tuple(c for c in person.certificates if c.until < day)
    expiring = tuple(c for c in person.certificates if 0 <= (c.until - day).days <= NOTICE_DAYS)
    if person.relation is Relation.CHILD:
        answer = _child(person, day, rulebook)
        if answer:
            return Rights(
                open=answer.open,
                reason=answer.reason,
                day=answer.day,
                source=answer.source,
                expiring=expiring,
                expired=expired,
            )
    return Rights(open=True, reason="rights_open", day=person.rights_to, expiring=expiring, expired=expired)


def _child(person: Beneficiary, day: date, rulebook: Rulebook) -> Rights | None:
    child_age = rulebook.parameter("people/child_age").nearest(day)
    age = person.age(day)
    if age <= child_age.number or _valid(person, CertificateKind.DISABILITY, day):
        return None
    student_age = rulebook.parameter("people/student_age").nearest(day)
    if age > student_age.number:
        return Rights(open=False, reason="rights_child_too_old", source=student_age.source)
    schooling = _valid(person, CertificateKind.SCHOOLING, day)
    if schooling is None:
        return Rights(open=False, reason="rights_student_unproved", source=student_age.source)
    return Rights(open=True, reason="rights_student", day=schooling.until, source=student_age.source)


def _valid(person: Beneficiary, kind: CertificateKind, day: date) -> Certificate | None:
    return next((c for c in person.certificates if c.kind is kind and c.until >= day), None)
