"""The ages, delays and counts that one kind of dossier sets, on both sides of each limit."""

from __future__ import annotations

from datetime import date

import pytest

from amo_desk.domain.dossier import Line
from amo_desk.domain.people import Relation
from amo_desk.rules.cases import born, case_of
from amo_desk.rules.checklist import evaluate
from amo_desk.rules.rulebook import Rulebook

DAY = date(2026, 11, 2)
DEPOSIT = date(2026, 11, 23)
SEMESTER = (Line(code="D629", label="Semestre", billed=150_000),)


def _found(rulebook: Rulebook, form: str, birth: date, *lines: Line, **fields: str) -> set[str]:
    case = case_of(
        rulebook,
        form,
        lines,
        care_date=DAY,
        deposit_date=DEPOSIT,
        person=born(birth, Relation.CHILD),
        fields={"agreement_date": DAY.isoformat(), **fields},
    )
    return {finding.key.split("/")[1] for finding in evaluate(case).findings if finding.key.startswith("check/")}


@pytest.mark.parametrize("birth, late", [(date(2010, 11, 3), False), (date(2010, 11, 2), True)])
def test_orthodontics_begins_before_the_sixteenth_birthday(rulebook: Rulebook, birth: date, late: bool) -> None:
    assert ("odf_age" in _found(rulebook, "odf_first", birth, *SEMESTER)) is late
    assert "odf_age" not in _found(rulebook, "odf_surgical", birth, *SEMESTER)
    assert "odf_age" not in _found(rulebook, "odf_next", birth, *SEMESTER)


@pytest.mark.parametrize("stage, late", [("first", True), ("retention", False), ("surgical", False)])
def test_the_agreement_of_a_later_stage_has_no_age(rulebook: Rulebook, stage: str, late: bool) -> None:
    assert ("odf_age" in _found(rulebook, "odf_agreement", date(2009, 1, 1), stage=stage)) is late


@pytest.mark.parametrize(
    "agreed, lapsed",
    [("2026-05-02", False), ("2026-05-01", True), ("2026-11-02", False), ("2026-11-03", True)],
)
def test_an_agreement_lapses_after_six_months_and_precedes_the_treatment(
    rulebook: Rulebook, agreed: str, lapsed: bool
) -> None:
    found = _found(rulebook, "odf_first", date(2015, 1, 1), *SEMESTER, agreement_date=agreed)
    assert ("odf_start" in found) is lapsed


@pytest.mark.parametrize("rank, beyond", [("6", False), ("7", True)])
def test_six_half_years_are_covered(rulebook: Rulebook, rank: str, beyond: bool) -> None:
    assert ("odf_semesters" in _found(rulebook, "odf_next", date(2015, 1, 1), *SEMESTER, semester=rank)) is beyond


@pytest.mark.parametrize(
    "birth, outside",
    [
        (date(2021, 11, 23), False),
        (date(2021, 11, 24), True),
        (date(2005, 11, 23), False),
        (date(2004, 11, 23), True),
    ],
)
def test_schooling_runs_from_five_to_twenty_one(rulebook: Rulebook, birth: date, outside: bool) -> None:
    case = case_of(
        rulebook, "imp_admission", (), care_date=None, deposit_date=DEPOSIT, person=born(birth, Relation.CHILD)
    )
    keys = {finding.key for finding in evaluate(case).findings}
    assert ("check/schooling_age" in keys) is outside


@pytest.mark.parametrize("admitted, late", [("2021-01-01", True), ("2020-12-31", False)])
def test_schooling_is_renewed_when_the_child_came_before_eleven(rulebook: Rulebook, admitted: str, late: bool) -> None:
    found = _found(rulebook, "imp_renewal", date(2010, 1, 1), first_admission_date=admitted)
    assert ("schooling_admission" in found) is late


@pytest.mark.parametrize("given, all_given", [("2", False), ("3", True)])
def test_three_tickets_are_given(rulebook: Rulebook, given: str, all_given: bool) -> None:
    assert ("tickets_given" in _found(rulebook, "abroad_ticket", date(2015, 1, 1), tickets=given)) is all_given


@pytest.mark.parametrize("courses, beyond", [("3", False), ("4", True)])
def test_an_agreement_covers_three_courses(rulebook: Rulebook, courses: str, beyond: bool) -> None:
    assert ("courses_covered" in _found(rulebook, "chemotherapy", date(2015, 1, 1), courses=courses)) is beyond


@pytest.mark.parametrize(
    "sector, amount, below",
    [("public", "19999", True), ("public", "20000", False), ("private", "19999", False)],
)
def test_a_public_hospital_bills_from_two_hundred_dirhams(
    rulebook: Rulebook, sector: str, amount: str, below: bool
) -> None:
    line = Line(code="SOINS", label="Soins", billed=int(amount))
    found = _found(rulebook, "provider_billing", date(2015, 1, 1), line, sector=sector, declared_amount=amount)
    assert ("billing_threshold" in found) is below


@pytest.mark.parametrize("entry, wrong", [("2026-11-02", False), ("2026-11-03", True)])
def test_a_stay_ends_after_it_began(rulebook: Rulebook, entry: str, wrong: bool) -> None:
    line = Line(code="JOUR-HOSP", billed=55_000)
    found = _found(rulebook, "hospital_reimbursement", date(2015, 1, 1), line, entry_date=entry)
    assert ("stay_dates" in found) is wrong


@pytest.mark.parametrize(
    "deposit, asked, gone",
    [
        (date(2026, 1, 31), "PRIOR_AGREEMENT", "JUSTIFICATION"),
        (date(2026, 2, 1), "JUSTIFICATION", "PRIOR_AGREEMENT"),
    ],
)
def test_crowns_need_an_agreement_and_then_a_reason(rulebook: Rulebook, deposit: date, asked: str, gone: str) -> None:
    line = Line(code="D750", teeth=(16,), billed=90_000)
    case = case_of(rulebook, "dental_prosthesis", (line,), care_date=deposit, deposit_date=deposit)
    pieces = {piece.id for piece in evaluate(case).pieces}
    assert asked in pieces
    assert gone not in pieces
