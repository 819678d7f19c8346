"""Rights on a day: who, why, after which text, and what no source settles."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from amo_desk.domain.dossier import Line
from amo_desk.domain.people import Beneficiary, Certificate, CertificateKind, Family, Relation, Status
from amo_desk.domain.sources import Grade
from amo_desk.rules.checklist import evaluate
from amo_desk.rules.rights import Rights, rights
from amo_desk.rules.rulebook import Rulebook
from rules.casework import aged, case_of, family_of

DAY = date(2026, 11, 23)
EFFECT = date(2027, 2, 1)


def _person(age: int, relation: Relation, *proofs: CertificateKind, day: date = DAY) -> Beneficiary:
    certificates = tuple(Certificate(kind=kind, until=date(2027, 6, 30)) for kind in proofs)
    return replace(aged(age, day, relation), certificates=certificates)


def _rights(rulebook: Rulebook, person: Beneficiary, day: date = DAY, **family: object) -> Rights:
    return rights(person, day, rulebook, replace(family_of(person, "MGPAP"), **family))  # type: ignore[arg-type]


@pytest.mark.parametrize("status, reason", [(Status.ACTIVE, "rights_active"), (Status.RETIRED, "rights_retired")])
def test_the_insured_in_activity_or_retired(rulebook: Rulebook, status: Status, reason: str) -> None:
    answer = _rights(rulebook, aged(50, DAY), status=status)
    assert (answer.open, answer.reason) == (True, reason)
    assert answer.source
    assert answer.source.grade is Grade.OFFICIAL


def test_a_spouse_without_proof_stays_covered_and_is_asked_for_it(rulebook: Rulebook) -> None:
    unproved = _rights(rulebook, _person(40, Relation.SPOUSE))
    proved = _rights(rulebook, _person(40, Relation.SPOUSE, CertificateKind.NO_EMPLOYMENT))
    assert (unproved.open, unproved.reason) == (True, "rights_spouse_unproved")
    assert (proved.open, proved.reason, proved.day) == (True, "rights_spouse", date(2027, 6, 30))


@pytest.mark.parametrize(
    "age, proofs, day, expected",
    [
        (21, (), DAY, (True, "rights_child")),
        (22, (), DAY, (False, "rights_student_unproved")),
        (22, (CertificateKind.SCHOOLING,), DAY, (True, "rights_student")),
        (26, (CertificateKind.SCHOOLING,), DAY, (True, "rights_student")),
        (27, (CertificateKind.SCHOOLING,), DAY, (False, "rights_child_too_old")),
        (27, (CertificateKind.SCHOOLING,), date(2027, 1, 31), (False, "rights_child_too_old")),
        (27, (CertificateKind.SCHOOLING,), EFFECT, (True, "rights_student")),
        (30, (CertificateKind.SCHOOLING,), EFFECT, (True, "rights_student")),
        (31, (CertificateKind.SCHOOLING,), EFFECT, (False, "rights_child_too_old")),
        (45, (CertificateKind.DISABILITY,), DAY, (True, "rights_disabled_child")),
        (45, (CertificateKind.NO_EMPLOYMENT,), DAY, (False, "rights_child_too_old")),
    ],
)
def test_children(
    rulebook: Rulebook, age: int, proofs: tuple[CertificateKind, ...], day: date, expected: tuple[bool, str]
) -> None:
    answer = _rights(rulebook, _person(age, Relation.CHILD, *proofs, day=day), day)
    assert (answer.open, answer.reason) == expected
    assert answer.source, "an answer without its text"


def test_thirty_years_rests_on_the_press(rulebook: Rulebook) -> None:
    grades = []
    for day in (date(2027, 1, 31), EFFECT):
        answer = _rights(rulebook, _person(25, Relation.CHILD, CertificateKind.SCHOOLING, day=day), day)
        assert answer.source
        grades.append(answer.source.grade)
    assert grades == [Grade.OFFICIAL, Grade.PRESS]


@pytest.mark.parametrize("relation", [Relation.CHILD, Relation.SPOUSE])
def test_who_survives_the_insured_is_left_to_the_register_and_said_so(rulebook: Rulebook, relation: Relation) -> None:
    person = _person(10, relation)
    family = family_of(person, "MGPAP")
    gone = replace(family, members=(replace(family.insured, rights_to=date(2026, 11, 22)), person))
    alone = replace(family, members=(person,))
    last_day = replace(family, members=(replace(family.insured, rights_to=DAY), person))
    for of in (gone, alone):
        answer = rights(person, DAY, rulebook, of)
        assert (answer.open, answer.reason, answer.source) == (True, "rights_survivor_not_found", None)
    assert rights(person, DAY, rulebook, last_day).reason != "rights_survivor_not_found"


def test_a_survivor_too_old_stays_closed(rulebook: Rulebook) -> None:
    person = _person(40, Relation.CHILD)
    alone = replace(family_of(person, "MGPAP"), members=(person,))
    assert rights(person, DAY, rulebook, alone).reason == "rights_child_too_old"


def test_the_dates_of_the_register_come_first(rulebook: Rulebook) -> None:
    person = replace(_person(40, Relation.SPOUSE), rights_to=date(2026, 11, 1))
    assert _rights(rulebook, person).reason == "rights_ended"


def test_every_answer_has_its_sentence(rulebook: Rulebook) -> None:
    answers = {"open", "active", "retired", "spouse", "spouse_unproved", "child", "disabled_child", "student",
               "student_unproved", "child_too_old", "survivor_not_found", "not_started", "ended"}  # fmt: skip
    assert {name for name in rulebook.sentences if name.startswith("rights_")} == {
        *(f"rights_{answer}" for answer in answers),
        "rights_closed",
    }


def test_a_spouse_is_no_reason_to_refuse(rulebook: Rulebook) -> None:
    case = case_of(rulebook, "consultation", [Line(code="C", billed=8_000)], person=_person(40, Relation.SPOUSE))
    assert "check/rights_closed" not in [finding.key for finding in evaluate(case).findings]
    assert case.facts["rights"] == {"rights_spouse_unproved"}


def test_a_family_is_told_as_a_whole(rulebook: Rulebook) -> None:
    child = _person(8, Relation.CHILD)
    family: Family = family_of(child, "MGPT")
    assert [rights(m, DAY, rulebook, family).reason for m in family.members] == ["rights_active", "rights_child"]
