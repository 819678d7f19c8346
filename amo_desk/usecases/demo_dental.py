"""The dental story of the demo: Salma's orthodontic treatment, and prior agreements in every state in other families.

All of it happened before the day of the desk, at the counter next door, through the same use cases as on any day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from amo_desk.domain.agreements import Agreement
from amo_desk.domain.days import months_after
from amo_desk.domain.dossier import Dossier
from amo_desk.domain.odf import Period, PeriodKind
from amo_desk.domain.people import Beneficiary, Family, Relation
from amo_desk.store import affiliates
from amo_desk.usecases import agreements, lookup, lots, odf
from amo_desk.usecases.agreements import NewAgreement
from amo_desk.usecases.clock import SetClock
from amo_desk.usecases.demo_dossiers import taken_in
from amo_desk.usecases.desk import Desk

IMMATRICULATION, CHILD = "0123456", "Salma"
NUMBER = "00412377"
DENTIST, FORMER_DENTIST = "103458206", "106501188"
# The days of the treatment as they stand when the desk is at this one; on another day they stand as far back.
TOUR = date(2026, 11, 23)
REQUESTED, AGREED, TOLD = date(2025, 1, 13), date(2025, 2, 2), date(2025, 2, 10)
STARTED, FILLED = date(2025, 7, 4), date(2026, 3, 9)
COUNTER_NEXT_DOOR = "01"
LOOKED_THROUGH = 600
HALF_YEAR = 6
_YOUNGEST, _OLDEST = 10, 14

Person = tuple[Family, Beneficiary]


def tell(desk: Desk) -> None:
    """Writes the story into the store of a demo."""
    _salma(desk)
    children, adults = _people(desk)
    _waiting(desk, children, adults)
    _decided(desk, children, adults)
    _device(desk, next(adults))
    _taken_over(desk, next(children))


def _salma(desk: Desk) -> None:
    """Agreement, first and second half-year, and a filling, each deposited some days after and sent the same day."""

    def moved(day: date) -> date:
        return desk.today() + (day - TOUR)

    hit = lookup.find(desk, IMMATRICULATION).people[0]
    family = lookup.family_card(desk, hit.family_id).family
    child = next(member for member in family.members if member.first_name == CHILD)
    started = moved(STARTED)
    second = months_after(started, HALF_YEAR)
    agreed, day_of = _on(desk, moved(TOLD)), moved(AGREED)
    request = _deposited(_on(desk, moved(REQUESTED)), "odf_agreement", (family, child), (), quoted_amount="2700000")
    agreements.grant(agreed, _asked_by(agreed, request), NUMBER, day_of)
    first_day = _on(desk, started + timedelta(days=17))
    odf.open_case(first_day, family.id, child.id, DENTIST)
    for counter, form, since in (
        (first_day, "odf_first", started),
        (_on(desk, second + timedelta(days=15)), "odf_next", second),
    ):
        _sent(counter, _deposited(counter, form, (family, child), ("D629 = 4500",), care_date=since.isoformat()))
    filled = moved(FILLED)
    counter = _on(desk, filled + timedelta(days=7))
    teeth = {"care_date": filled.isoformat(), "invoice_number": "D-41", "absent_teeth": "38"}
    _sent(counter, _deposited(counter, "dental_care", (family, child), ("36 D700 O = 250",), **teeth))


def _waiting(desk: Desk, children: Iterator[Person], adults: Iterator[Person]) -> None:
    """Requests that the fund did not answer yet."""
    _deposited(_back(desk, 5), "odf_agreement", next(children), (), quoted_amount="2400000")
    _recorded(desk, 12, next(adults), "device", note="Demande partie par courrier")


def _decided(desk: Desk, children: Iterator[Person], adults: Iterator[Person]) -> None:
    """Agreements that were granted, that lapsed since nothing began, that were refused, and one given up."""
    for ago, number in ((95, "00431190"), (260, "00420856")):
        _granted(desk, ago, _recorded(desk, ago + 20, next(children), "odf", "first"), number)
    crown = _recorded(desk, 60, next(adults), "act", codes=("D750",), teeth=(26,))
    _granted(desk, 41, crown, "00433702")
    refused = _recorded(desk, 75, next(children), "odf", "first")
    day = _back(desk, 50)
    agreements.refuse(day, refused, day.today(), "Bilan sans valeurs de la céphalométrie")
    agreements.void(_back(desk, 30), _recorded(desk, 66, next(adults), "device"), "Demande retirée par l'assuré")


def _device(desk: Desk, person: Person) -> None:
    """A device that was agreed to, bought and deposited."""
    asked = _back(desk, 120)
    day = asked.today().isoformat()
    request = _deposited(asked, "device_agreement", person, (), prescription_date=day, quoted_amount="180000")
    _granted(desk, 105, _asked_by(asked, request), "00429015")
    bought, counter = _back(desk, 90).today().isoformat(), _back(desk, 84)
    dates = {"care_date": bought, "prescription_date": day, "invoice_number": "A-207"}
    _sent(counter, _deposited(counter, "device_reimbursement", person, ("Orthèse de genou = 1800",), **dates))


def _taken_over(desk: Desk, person: Person) -> None:
    """A treatment that began under another orthodontist: its first half-year is told, the second comes next."""
    family, child = person
    agreement = _granted(desk, 200, _recorded(desk, 215, person, "odf", "first"), "00418343")
    counter = _back(desk, 40)
    since = _back(desk, 160).today()
    case = odf.open_case(counter, family.id, child.id, FORMER_DENTIST)
    semester = Period(
        kind=PeriodKind.SEMESTER, rank=1, since=since, practitioner=FORMER_DENTIST, agreement=agreement.number
    )
    odf.transfer(counter, odf.tell(counter, case, semester), DENTIST, counter.today())


def _deposited(desk: Desk, form: str, person: Person, entries: tuple[str, ...], **fields: str) -> Dossier:
    family, beneficiary = person
    return taken_in(desk, form, family.id, beneficiary.id, entries, {"prescriber_inpe": DENTIST, **fields})


def _sent(desk: Desk, dossier: Dossier) -> None:
    lots.close(desk, [dossier.id])


def _asked_by(desk: Desk, request: Dossier) -> Agreement:
    found = agreements.of_beneficiary(desk, request.beneficiary_id)
    return next(summary.agreement for summary in found if summary.agreement.request_id == request.id)


def _recorded(
    desk: Desk,
    ago: int,
    person: Person,
    kind: str,
    stage: str = "",
    *,
    codes: tuple[str, ...] = (),
    teeth: tuple[int, ...] = (),
    note: str = "",
) -> Agreement:
    """A request recorded by hand on the day it left."""
    family, beneficiary = person
    counter = _back(desk, ago)
    request = NewAgreement(
        family_id=family.id,
        beneficiary_id=beneficiary.id,
        kind=kind,
        stage=stage,
        practitioner=DENTIST,
        requested_on=counter.today(),
        codes=codes,
        teeth=teeth,
        note=note,
    )
    return agreements.ask(counter, request)


def _granted(desk: Desk, ago: int, agreement: Agreement, number: str) -> Agreement:
    counter = _back(desk, ago)
    return agreements.grant(counter, agreement, number, counter.today())


def _people(desk: Desk) -> tuple[Iterator[Person], Iterator[Person]]:
    """Children old enough for orthodontics and insured adults, each of another family, with rights that go on."""
    with desk.store.reading() as connection:
        found = affiliates.some(connection, affiliates.first_ids(connection, LOOKED_THROUGH))
    families = sorted((f for f in found.values() if f.immatriculation != IMMATRICULATION), key=lambda f: f.id)
    return _members(desk, families[::2], Relation.CHILD), _members(desk, families[1::2], Relation.INSURED)


def _members(desk: Desk, families: Sequence[Family], relation: Relation) -> Iterator[Person]:
    long_ago = desk.today() - timedelta(days=365)
    for family in families:
        for member in family.members:
            covered = member.rights_to is None and member.rights_from < long_ago
            young = relation is not Relation.CHILD or _YOUNGEST <= member.age(desk.today()) <= _OLDEST
            if member.relation is relation and covered and young:
                yield family, member
                break


def _back(desk: Desk, days: int) -> Desk:
    """The counter next door, some days ago."""
    return _on(desk, desk.today() - timedelta(days=days))


def _on(desk: Desk, day: date) -> Desk:
    """The counter next door, on a day."""
    office = replace(desk.office, station=COUNTER_NEXT_DOOR)
    moment = desk.clock.now() - (desk.today() - day)
    return replace(desk, office=office, clock=SetClock(moment))
