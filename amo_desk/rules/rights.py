"""Whether a person is covered on a day, why, after which text, and what is about to expire.

The register's own dates come first; then the person's place in the family. What no source settles (orphans, whoever
survives the insured) is left to the register and said so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from amo_desk.domain.people import Beneficiary, Certificate, CertificateKind, Family, Relation, Status
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


def rights(person: Beneficiary, day: date, rulebook: Rulebook, family: Family | None = None) -> Rights:
    """The rights of a person on a day, from the register's dates, the age limits and the certificates."""
    if day < person.rights_from:
        return Rights(open=False, reason="rights_not_started", day=person.rights_from)
    if person.rights_to is not None and day > person.rights_to:
        return Rights(open=False, reason="rights_ended", day=person.rights_to)
    return replace(
        _answer(person, day, rulebook, family),
        expired=tuple(c for c in person.certificates if c.until < day),
        expiring=tuple(c for c in person.certificates if 0 <= (c.until - day).days <= NOTICE_DAYS),
    )


def _answer(person: Beneficiary, day: date, rulebook: Rulebook, family: Family | None) -> Rights:
    if person.relation is Relation.INSURED:
        return _insured(day, rulebook, family)
    answer = _child(person, day, rulebook) if person.relation is Relation.CHILD else _spouse(person, day, rulebook)
    if answer.open and family is not None and _insured_is_gone(family, day):
        return Rights(open=True, reason="rights_survivor_not_found", day=person.rights_to)
    return answer


def _insured(day: date, rulebook: Rulebook, family: Family | None) -> Rights:
    source = _source("people/insured", day, rulebook)
    if family is None:
        return Rights(open=True, reason="rights_open", source=source)
    active = family.status is Status.ACTIVE
    return Rights(open=True, reason="rights_active" if active else "rights_retired", source=source)


def _spouse(person: Beneficiary, day: date, rulebook: Rulebook) -> Rights:
    """Covered without any other cover: a certificate in the register proves it, else the identity card seen here."""
    source = _source("people/spouse", day, rulebook)
    proof = _valid(person, CertificateKind.NO_EMPLOYMENT, day)
    if proof is None:
        return Rights(open=True, reason="rights_spouse_unproved", source=source)
    return Rights(open=True, reason="rights_spouse", day=proof.until, source=source)


def _child(person: Beneficiary, day: date, rulebook: Rulebook) -> Rights:
    child_age = rulebook.parameter("people/child_age").nearest(day)
    age = person.age(day)
    if age <= child_age.number:
        return Rights(open=True, reason="rights_child", source=child_age.source)
    disability = _valid(person, CertificateKind.DISABILITY, day)
    if disability:
        source = _source("people/disabled_child", day, rulebook)
        return Rights(open=True, reason="rights_disabled_child", day=disability.until, source=source)
    student_age = rulebook.parameter("people/student_age").nearest(day)
    if age > student_age.number:
        return Rights(open=False, reason="rights_child_too_old", source=student_age.source)
    schooling = _valid(person, CertificateKind.SCHOOLING, day)
    if schooling is None:
        return Rights(open=False, reason="rights_student_unproved", source=student_age.source)
    return Rights(open=True, reason="rights_student", day=schooling.until, source=student_age.source)


def _insured_is_gone(family: Family, day: date) -> bool:
    insured = next((member for member in family.members if member.relation is Relation.INSURED), None)
    return insured is None or (insured.rights_to is not None and day > insured.rights_to)


def _source(parameter: str, day: date, rulebook: Rulebook) -> Source:
    return rulebook.parameter(parameter).nearest(day).source


def _valid(person: Beneficiary, kind: CertificateKind, day: date) -> Certificate | None:
    return next((c for c in person.certificates if c.kind is kind and c.until >= day), None)
