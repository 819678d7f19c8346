"""Checks of the ages, delays and counts that one kind of dossier sets: schooling, tickets, billing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from amo_desk.domain.days import day_text
from amo_desk.domain.money import amount_text, centimes
from amo_desk.rules.checks.hit import Hit

if TYPE_CHECKING:
    from amo_desk.rules.case import Case

PUBLIC_SECTOR = "public"


def schooling_age(case: Case) -> Iterator[Hit]:
    """A child too young or too old for the schooling of handicapped children."""
    first, last = case.number("schooling/first_age"), case.number("schooling/last_age")
    age = case.known.beneficiary.age(case.rules_day)
    if not first <= age <= last:
        yield Hit(target="beneficiary", details={"age": str(age), "first": str(first), "last": str(last)})


def schooling_admission(case: Case) -> Iterator[Hit]:
    """A first admission that came too late for the schooling to be renewed."""
    admitted, limit = case.day("first_admission_date"), case.number("schooling/admission_age")
    if admitted and case.known.beneficiary.age(admitted) >= limit:
        yield Hit(target="first_admission_date", details={"limit": str(limit)})


def tickets_given(case: Case) -> Iterator[Hit]:
    """As many air tickets given before as there can be."""
    given, limit = case.amount("tickets"), case.number("abroad/tickets")
    if given is not None and given >= limit:
        yield Hit(target="tickets", details={"given": str(given), "limit": str(limit)})


def courses_covered(case: Case) -> Iterator[Hit]:
    """More courses of chemotherapy asked for than one agreement covers."""
    asked, limit = case.amount("courses"), case.number("chemotherapy/courses")
    if asked is not None and asked > limit:
        yield Hit(target="courses", details={"asked": str(asked), "limit": str(limit)})


def billing_threshold(case: Case) -> Iterator[Hit]:
    """A public hospital's file below the amount from which it is paid directly."""
    value = case.value("billing/threshold")
    billed = case.amount("declared_amount")
    if case.sector == PUBLIC_SECTOR and value and billed is not None and billed < centimes(value.number):
        details = {"amount": amount_text(billed), "threshold": amount_text(centimes(value.number))}
        yield Hit(target="declared_amount", details=details)


def stay_dates(case: Case) -> Iterator[Hit]:
    """A stay that ends before it began."""
    entry, leaving = case.day("entry_date"), case.day("discharge_date") or case.care_day
    if entry and leaving and leaving < entry:
        yield Hit(target="entry_date", details={"entry": day_text(entry), "exit": day_text(leaving)})


ALL: tuple[Callable[[Case], Iterator[Hit]], ...] = (
    schooling_age,
    schooling_admission,
    tickets_given,
    courses_covered,
    billing_threshold,
    stay_dates,
)
