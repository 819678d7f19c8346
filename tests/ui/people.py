"""Invented families with the names, dates and certificates a test asks for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from amo_desk.domain.people import Beneficiary, Certificate, Family, Relation, Sex, Status
from amo_desk.store import affiliates
from amo_desk.usecases import accounts
from amo_desk.usecases.clock import Clock, new_id
from ui.counter import LOGIN, PASSWORD

HIRED = date(2010, 1, 1)


def person(
    last_name: str,
    first_name: str = "Amal",
    relation: Relation = Relation.INSURED,
    *,
    arabic_name: str = "",
    birth: date = date(1980, 5, 4),
    rights_to: date | None = None,
    certificates: tuple[Certificate, ...] = (),
) -> Beneficiary:
    """One member of a family."""
    return Beneficiary(
        id=new_id(),
        relation=relation,
        last_name=last_name,
        first_name=first_name,
        arabic_name=arabic_name,
        birth=birth,
        sex=Sex.FEMALE,
        rights_from=max(HIRED, birth),
        rights_to=rights_to,
        certificates=certificates,
    )


def enrol(folder: Path, clock: Clock, immatriculation: str, *members: Beneficiary) -> Family:
    """Writes a family into the register of a store that is closed."""
    family = Family(
        id=new_id(),
        immatriculation=immatriculation,
        affiliation=f"99-{immatriculation[-5:]}",
        mutuelle="MGPAP",
        section="Rabat",
        status=Status.ACTIVE,
        extract_day=date(2026, 11, 1),
        members=members,
    )
    desk = accounts.log_in(folder, LOGIN, PASSWORD, clock)
    with desk.store.writing() as connection:
        affiliates.add(connection, [family])
    desk.store.close()
    return family
