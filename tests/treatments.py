"""A child with prior agreements and an orthodontic treatment, for the tests that need one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from amo_desk.domain.agreements import Agreement
from amo_desk.domain.dossier import Dossier
from amo_desk.domain.findings import Level
from amo_desk.domain.people import Beneficiary, Family
from amo_desk.usecases import agreements, intake, lookup
from amo_desk.usecases.agreements import NewAgreement
from amo_desk.usecases.clock import SetClock
from amo_desk.usecases.demo_dossiers import taken_in
from amo_desk.usecases.desk import Desk

DENTIST = "103458206"


def salma(desk: Desk) -> tuple[Family, Beneficiary]:
    """The child of the tour, 14 years old, and her family."""
    family = lookup.family_card(desk, lookup.find(desk, "0123456").people[0].family_id).family
    return family, family.members[2]


def on(desk: Desk, day: str) -> Desk:
    """The same desk on another day."""
    return replace(desk, clock=SetClock(datetime.combine(date.fromisoformat(day), desk.clock.now().timetz())))


def wanted(desk: Desk, day: str = "2026-06-01", kind: str = "odf", stage: str = "first") -> NewAgreement:
    """A request for Salma that left on a day."""
    family, child = salma(desk)
    return NewAgreement(
        family_id=family.id,
        beneficiary_id=child.id,
        kind=kind,
        stage=stage,
        practitioner=DENTIST,
        requested_on=date.fromisoformat(day),
    )


def granted(
    desk: Desk, number: str = "00412377", day: str = "2026-06-20", kind: str = "odf", stage: str = "first"
) -> Agreement:
    """An agreement of Salma that the fund granted on a day."""
    return agreements.grant(desk, agreements.ask(desk, wanted(desk, "2026-06-01", kind, stage)), number, _day(day))


def deposited(desk: Desk, form: str = "odf_first", care: str = "2026-11-10", **fields: str) -> Dossier:
    """A received dossier of Salma; what is not given stands as the draft began."""
    family, child = salma(desk)
    return taken_in(desk, form, family.id, child.id, _entries(form), _header(care, fields))


def insisted(desk: Desk, form: str = "odf_first", care: str = "2026-11-10", **fields: str) -> Dossier:
    """The same, received although rules block it: a supervisor set their findings aside."""
    family, child = salma(desk)
    edition = next(known for known in desk.rulebook.forms_on(desk.today()) if known.id == form)
    draft = intake.begin(desk, family.id, child.id, edition)
    lines = tuple(line for entry in _entries(form) if (line := intake.understand(desk, draft, entry).line))
    content = replace(draft.content, fields={**draft.content.fields, **_header(care, fields)}, lines=lines)
    for finding in intake.judge(desk, draft, content, intake.known(desk, draft, content)).findings:
        if finding.level is Level.BLOCK:
            content = intake.override(desk, content, finding, "accepté par le responsable")
    return intake.receive(desk, draft, content)


def _entries(form: str) -> tuple[str, ...]:
    return () if form.endswith("_agreement") else ("Honoraires = 4500",)


def _header(care: str, fields: dict[str, str]) -> dict[str, str]:
    return {"care_date": care, "prescriber_inpe": DENTIST, "declared_amount": "450000", **fields}


def _day(text: str) -> date:
    return date.fromisoformat(text)
