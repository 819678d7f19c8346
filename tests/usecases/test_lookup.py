"""The right person, found by whatever the member holds in hand; the family with its rights on the day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from dossiers import received

from amo_desk.domain.people import Beneficiary, Certificate, CertificateKind, Family, Relation, Sex, Status
from amo_desk.store import affiliates
from amo_desk.usecases import lookup
from amo_desk.usecases.clock import SetClock, new_id
from amo_desk.usecases.desk import Desk

pytestmark = pytest.mark.both_stores

FIXED = "EL ALAMI Mohamed"


def _names(desk: Desk, typed: str) -> list[str]:
    return [hit.name for hit in lookup.find(desk, typed).people]


@pytest.mark.parametrize(
    "typed",
    [
        "0123456",
        "123456",
        "00123456",
        " 01 23 456 ",
        "012345",
        "88-4512",
        "884512",
        "88 45",
        "AB104512",
        "ab 104 512",
    ],
)
def test_the_insured_person_by_a_number(desk: Desk, typed: str) -> None:
    assert FIXED in _names(desk, typed)


@pytest.mark.parametrize(
    "typed",
    [
        "el alami mohamed",
        "alami 0123456",
        "MOHAMED EL ALAMI",
        "Mohammed Alami",
        "m'hamed alami",
        "moh ala",
        "محمد العلمي",
        "علمي محمد",
    ],
)
def test_the_insured_person_by_a_name(desk: Desk, typed: str) -> None:
    assert FIXED in _names(desk, typed)


@pytest.mark.parametrize("typed", ["9999999999", "berrada 0123456", "mohamed xyzxyz", "", "   ", "-", "%%%"])
def test_nobody(desk: Desk, typed: str) -> None:
    assert lookup.find(desk, typed) == lookup.Found()


def test_everybody_is_a_list_that_says_it_was_cut(desk: Desk) -> None:
    everybody = lookup.find(desk, "a")
    assert (len(everybody.people), everybody.more) == (lookup.LONGEST_LIST, True)
    assert not lookup.find(desk, "0123456").more


def test_a_receipt_number_however_it_is_typed(desk: Desk) -> None:
    dossier = received(desk)
    bare = dossier.number.replace("-", "")
    for typed in (dossier.number, bare, bare.lower(), f" {dossier.number.replace('-', ' ')} "):
        assert lookup.find(desk, typed).dossier == dossier


def test_a_receipt_number_mistyped_finds_no_dossier(desk: Desk) -> None:
    number = received(desk).number
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert lookup.find(desk, wrong).dossier is None


def test_a_receipt_number_of_another_office_is_not_here(desk: Desk) -> None:
    assert lookup.find(desk, "D014-03-26-00127-91") == lookup.Found()


def test_the_family_card_tells_rights_and_ages_on_the_day(desk: Desk) -> None:
    hit = lookup.find(desk, "0123456").people[0]
    card = lookup.family_card(desk, hit.family_id)
    assert card.mutuelle.startswith("Mutuelle Générale du Personnel")
    assert card.members[0].person.relation is Relation.INSURED
    assert [member.age for member in card.members] == [m.person.age(date(2026, 11, 23)) for m in card.members]
    assert all(member.rights.open for member in card.members)
    assert card.dossiers == ()


def _with_student(desk: Desk) -> Family:
    """A family with a student whose certificate ends on 31 December 2026 and a spouse whose rights just ended."""
    people = (
        (Relation.INSURED, date(1975, 5, 5), None, ()),
        (Relation.SPOUSE, date(1976, 6, 6), date(2026, 11, 22), ()),
        (
            Relation.CHILD,
            date(2003, 1, 1),
            None,
            (Certificate(kind=CertificateKind.SCHOOLING, until=date(2026, 12, 23)),),
        ),
        (Relation.CHILD, date(2003, 1, 1), None, ()),
    )
    family = Family(
        id=new_id(),
        immatriculation="7777777",
        affiliation="77-7777",
        mutuelle="MGPAP",
        section="Rabat",
        status=Status.ACTIVE,
        extract_day=date(2026, 11, 1),
        members=tuple(
            Beneficiary(
                id=new_id(),
                relation=relation,
                last_name="Exemple",
                first_name=f"Personne {index}",
                arabic_name="",
                birth=birth,
                sex=Sex.FEMALE,
                rights_from=date(2010, 1, 1),
                rights_to=last_day,
                certificates=proofs,
            )
            for index, (relation, birth, last_day, proofs) in enumerate(people)
        ),
    )
    with desk.store.writing() as connection:
        affiliates.add(connection, [family])
    return family


def test_rights_that_end_and_certificates_that_expire(desk: Desk, clock: SetClock) -> None:
    family = _with_student(desk)
    reasons, expiring = [], []
    for day in (date(2026, 11, 22), date(2026, 11, 23), date(2026, 12, 23), date(2026, 12, 24)):
        clock.at = datetime(day.year, day.month, day.day, 10, tzinfo=clock.at.tzinfo)
        card = lookup.family_card(desk, family.id)
        reasons.append([member.rights.reason for member in card.members])
        expiring.append(len(card.members[2].rights.expiring) - len(card.members[2].rights.expired))
    student, unproved = "rights_student", "rights_student_unproved"
    assert reasons == [
        ["rights_active", "rights_spouse_unproved", student, unproved],
        ["rights_active", "rights_ended", student, unproved],
        ["rights_active", "rights_ended", student, unproved],
        ["rights_active", "rights_ended", unproved, unproved],
    ]
    assert expiring == [0, 1, 1, -1]


def test_the_card_shows_the_latest_dossiers_of_the_family(desk: Desk, clock: SetClock) -> None:
    numbers = []
    for turn in range(lookup.LATEST_DOSSIERS + 2):
        numbers.append(received(desk, billed=1_000 + turn).number)
        clock.at += timedelta(minutes=1)
    dossier = lookup.find(desk, numbers[0]).dossier
    assert dossier
    card = lookup.family_card(desk, dossier.family_id)
    assert [summary.number for summary in card.dossiers] == numbers[:1:-1]


def test_the_day_at_a_glance(desk: Desk, clock: SetClock) -> None:
    before = lookup.the_day(desk)
    received(desk, billed=1_000)
    received(desk, billed=2_000)
    after = lookup.the_day(desk)
    assert (after.received, after.waiting, after.people) == (before.received + 2, before.waiting + 2, before.people)
    clock.at += timedelta(days=1)
    tomorrow = lookup.the_day(desk)
    assert (tomorrow.received, tomorrow.waiting) == (0, before.waiting + 2)
