"""Invented people and families to put into a register, for the tests that need others than those of the demo."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from amo_desk.domain.people import Beneficiary, Family, Relation, Sex, Status
from amo_desk.usecases.clock import new_id


def person(
    relation: Relation = Relation.INSURED,
    last: str = "Sqallinou",
    first: str = "Rita",
    *,
    like: Beneficiary | None = None,
    **changes: Any,
) -> Beneficiary:
    """Somebody born on 29 February 1980, or another entry `like` one there is."""
    record = Beneficiary(
        id=new_id(),
        relation=relation,
        last_name=last,
        first_name=first,
        arabic_name="",
        birth=date(1980, 2, 29),
        sex=Sex.FEMALE,
        rights_from=date(2010, 1, 1),
    )
    return replace(record if like is None else replace(like, id=record.id), **changes)


def family_of(immatriculation: str, *members: Beneficiary, **changes: Any) -> Family:
    """A family of the extract of 1 November 2026."""
    record = Family(
        id=new_id(),
        immatriculation=immatriculation,
        affiliation=f"55-{immatriculation}",
        mutuelle="OMFAM",
        section="Salé",
        status=Status.ACTIVE,
        extract_day=date(2026, 11, 1),
        members=members,
    )
    return replace(record, **changes)
