"""A child's orthodontic treatment at the counter: one case, told periods, a new orthodontist, its ledger, the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from treatments import DENTIST, deposited, granted, on, salma

from amo_desk.domain.errors import DeskError, Missing, Stale
from amo_desk.domain.odf import Due, OdfCase, Period, PeriodKind
from amo_desk.domain.people import Relation
from amo_desk.store import affiliates
from amo_desk.store.schema import journal
from amo_desk.usecases import accounts, intake, odf
from amo_desk.usecases.clock import new_id
from amo_desk.usecases.desk import Desk

pytestmark = pytest.mark.both_stores

TODAY = date(2026, 11, 23)
OTHER = "106501188"
SEMESTER = Period(kind=PeriodKind.SEMESTER, rank=1, since=date(2026, 2, 1), practitioner=OTHER, agreement="77")


@pytest.fixture
def case(desk: Desk) -> OdfCase:
    """Salma's treatment, just opened."""
    family, child = salma(desk)
    return odf.open_case(desk, family.id, child.id, DENTIST)


def _events(desk: Desk, case: OdfCase) -> list[str]:
    with desk.store.reading() as connection:
        query = select(journal.c.event).where(journal.c.subject == str(case.id)).order_by(journal.c.seq)
        return list(connection.execute(query).scalars())


def _code(work: Callable[[], object]) -> str:
    with pytest.raises(DeskError) as refusal:
        work()
    return refusal.value.code


def _ledger_case(desk: Desk, case: OdfCase) -> OdfCase | None:
    return odf.ledger(desk, case.family_id, case.beneficiary_id).case


def test_a_child_has_one_treatment(desk: Desk, case: OdfCase) -> None:
    assert (case.opened_on, case.practitioner, case.told) == (TODAY, DENTIST, ())
    assert _code(lambda: odf.open_case(desk, case.family_id, case.beneficiary_id)) == "odf.open_already"
    closed = odf.close(desk, case, TODAY)
    assert _code(lambda: odf.open_case(desk, case.family_id, case.beneficiary_id)) == "odf.closed_already"
    assert odf.reopen(desk, closed).closed_on is None
    assert _events(desk, case) == ["opened", "closed", "reopened"]
    assert accounts.journal_break(desk) is None


def test_a_treatment_of_nobody_is_not_opened(desk: Desk) -> None:
    family, child = salma(desk)
    assert _code(lambda: odf.open_case(desk, family.id, new_id())) == "family.member"
    assert _code(lambda: odf.open_case(desk, family.id, child.id, "12")) == "odf.practitioner"
    assert odf.cases(desk) == ()


def test_told_periods_stand_in_order_and_can_be_taken_back(desk: Desk, case: OdfCase) -> None:
    pause = Period(kind=PeriodKind.INTERRUPTION, since=date(2025, 9, 1), until=date(2025, 12, 1))
    told = odf.tell(desk, odf.tell(desk, case, SEMESTER), pause)
    assert [period.since for period in told.told] == [pause.since, SEMESTER.since]
    assert all(period.elsewhere and period.dossier_id is None for period in told.told)
    assert _ledger_case(desk, case) == told
    left = odf.untell(desk, told, 0)
    assert [period.kind for period in left.told] == [PeriodKind.SEMESTER]
    assert _code(lambda: odf.untell(desk, left, 1)) == "odf.period"
    assert _code(lambda: odf.untell(desk, left, -1)) == "odf.period"
    assert _events(desk, case) == ["opened", "told", "told", "untold"]


@pytest.mark.parametrize(
    "change, code",
    [
        ({"since": TODAY + timedelta(days=1)}, "odf.day_future"),
        ({"since": date(2012, 8, 18)}, "odf.day_before_birth"),
        ({"rank": 0}, "odf.rank"),
        ({"until": date(2026, 1, 31)}, "odf.days_order"),
        ({"practitioner": "12"}, "odf.practitioner"),
        ({"agreement": "78"}, "odf.told_already"),
    ],
)
def test_a_period_that_cannot_be(desk: Desk, case: OdfCase, change: dict[str, object], code: str) -> None:
    told = odf.tell(desk, case, SEMESTER)
    wrong: Period = replace(SEMESTER, **change)  # type: ignore[arg-type]
    assert _code(lambda: odf.tell(desk, told, wrong)) == code
    assert _ledger_case(desk, case) == told


def test_a_new_orthodontist(desk: Desk, case: OdfCase) -> None:
    moved = odf.transfer(desk, case, OTHER, date(2026, 10, 1))
    assert (moved.practitioner, moved.former_practitioner) == (OTHER, DENTIST)
    assert moved.transferred_on == date(2026, 10, 1)
    assert _code(lambda: odf.transfer(desk, moved, OTHER, TODAY)) == "odf.same_practitioner"
    assert _code(lambda: odf.transfer(desk, moved, "", TODAY)) == "odf.practitioner"
    assert _code(lambda: odf.transfer(desk, moved, DENTIST, TODAY + timedelta(days=1))) == "odf.day_future"
    assert _code(lambda: odf.transfer(desk, moved, DENTIST, date(2012, 1, 1))) == "odf.day_before_birth"


def test_a_closed_treatment_does_not_change(desk: Desk, case: OdfCase) -> None:
    assert _code(lambda: odf.close(desk, case, TODAY + timedelta(days=1))) == "odf.day_future"
    assert _code(lambda: odf.close(desk, case, TODAY - timedelta(days=1))) == "odf.day_before_opening"
    assert _code(lambda: odf.reopen(desk, case)) == "odf.open_already"
    closed = odf.close(desk, case, TODAY)
    for change in (
        lambda: odf.tell(desk, closed, SEMESTER),
        lambda: odf.untell(desk, closed, 0),
        lambda: odf.transfer(desk, closed, OTHER, TODAY),
        lambda: odf.close(desk, closed, TODAY),
    ):
        assert _code(change) == "odf.closed"
    assert odf.cases(desk) == ()


def test_a_stale_treatment_is_not_written_over(desk: Desk, case: OdfCase) -> None:
    kept = odf.tell(desk, case, SEMESTER)
    for stale in (
        lambda: odf.tell(desk, case, replace(SEMESTER, since=TODAY)),
        lambda: odf.transfer(desk, case, OTHER, TODAY),
        lambda: odf.close(desk, case, TODAY),
    ):
        with pytest.raises(Stale, match=r"record\.stale"):
            stale()
    assert _ledger_case(desk, case) == kept
    with pytest.raises(Missing, match=r"family\.missing"):
        odf.ledger(desk, new_id(), case.beneficiary_id)


def test_the_journal_says_what_was_told_without_repeating_it(desk: Desk, case: OdfCase) -> None:
    odf.tell(desk, case, SEMESTER)
    with desk.store.reading() as connection:
        details = connection.execute(select(journal.c.details).where(journal.c.event == "told")).scalar_one()
    assert details["kind"] == "semester"
    assert OTHER not in str(details)
    assert "2026-02-01" not in str(details)


def test_the_ledger_holds_what_was_told_and_what_was_deposited(desk: Desk, case: OdfCase) -> None:
    agreement = granted(on(desk, "2026-06-01"), day="2026-06-01")
    odf.tell(desk, case, replace(SEMESTER, since=date(2026, 6, 2), agreement=agreement.number))
    dossier = deposited(on(desk, "2026-12-20"), "odf_next", "2026-12-10", semester="2")
    ledger = odf.ledger(on(desk, "2026-12-21"), case.family_id, case.beneficiary_id)
    assert [(row.period.rank, row.period.elsewhere) for row in ledger.rows] == [(1, True), (2, False)]
    second = ledger.rows[1].period
    assert (second.dossier_id, second.dossier_number, second.amo) == (dossier.id, dossier.number, 120_000)
    assert (ledger.semesters_counted, ledger.started_on) == (2, date(2026, 6, 2))
    assert ledger.due is not None
    assert (ledger.due.rank, ledger.due.earliest) == (3, date(2027, 6, 10))
    assert [standing.agreement.number for standing in ledger.agreements] == [agreement.number]


def test_the_parts_of_a_told_half_year_stand_in_its_row(desk: Desk, case: OdfCase) -> None:
    odf.tell(desk, case, Period(kind=PeriodKind.SEMESTER, rank=1, since=date(2026, 4, 1), practitioner=DENTIST))
    found = odf.ledger(desk, case.family_id, case.beneficiary_id)
    (row,) = found.rows
    assert row.counted
    assert (row.base, row.amo) == (150_000, 120_000)
    assert (found.base, found.amo, found.complement) == (row.base, row.amo, row.complement)


def test_a_discarded_draft_and_a_draft_are_no_period(desk: Desk) -> None:
    family, child = salma(desk)
    granted(desk)
    form = next(form for form in desk.rulebook.forms_on(TODAY) if form.id == "odf_first")
    draft = intake.begin(desk, family.id, child.id, form)
    content = draft.content.with_field("care_date", "2026-11-10")
    saved = intake.save(desk, draft, content)
    assert odf.ledger(desk, family.id, child.id).rows == ()
    intake.discard(desk, saved)
    assert odf.ledger(desk, family.id, child.id).rows == ()


def test_the_list_says_what_is_due_soonest_first(desk: Desk, case: OdfCase) -> None:
    with desk.store.reading() as connection:
        families = affiliates.some(connection, affiliates.first_ids(connection, 60)).values()
    children = [
        (family, member)
        for family in families
        for member in family.members
        if member.relation is Relation.CHILD and 8 <= member.age(TODAY) <= 13 and family.id != case.family_id
    ]
    (one, first), (other, second) = children[:2]
    told = {case: date(2026, 5, 1)}
    told[odf.open_case(desk, one.id, first.id)] = date(2026, 9, 1)
    told[odf.open_case(desk, other.id, second.id)] = date(2026, 3, 1)
    for opened, since in told.items():
        agreed = replace(SEMESTER, since=since, agreement="")
        odf.tell(desk, opened, agreed)
    listed = odf.cases(desk)
    assert [summary.case.beneficiary_id for summary in listed] == [second.id, case.beneficiary_id, first.id]
    assert listed[0].beneficiary == second.name
    assert (listed[1].immatriculation, listed[1].affiliation, listed[1].age) == ("0123456", "88-4512", 14)
    assert listed[1].ledger == odf.ledger(desk, case.family_id, case.beneficiary_id)
    assert odf.cases(desk, 1) == listed[:1]


@pytest.mark.parametrize(
    "kind,rank,stage,form",
    [
        (None, None, "first", "odf_agreement"),
        (PeriodKind.SEMESTER, 1, "first", "odf_first"),
        (PeriodKind.SEMESTER, 4, "first", "odf_next"),
        (PeriodKind.RETENTION, 2, "retention", "odf_retention"),
        (PeriodKind.SURGICAL, 1, "surgical", "odf_surgical"),
    ],
)
def test_what_is_due_goes_on_its_form(
    desk: Desk, case: OdfCase, kind: PeriodKind | None, rank: int | None, stage: str, form: str
) -> None:
    due = Due(kind=kind, rank=rank, earliest=TODAY, stage=stage)
    found = odf.next_form(desk, replace(odf.ledger(desk, case.family_id, case.beneficiary_id), due=due))
    assert found is not None
    assert found.id == form


def test_nothing_due_goes_on_no_form(desk: Desk, case: OdfCase) -> None:
    assert odf.next_form(desk, replace(odf.ledger(desk, case.family_id, case.beneficiary_id), due=None)) is None


def test_a_family_tells_the_treatments_of_its_members_and_what_a_period_would_be(desk: Desk, case: OdfCase) -> None:
    family, child = salma(desk)
    assert list(odf.of_family(desk, family)) == [child.id]
    assert odf.foreseen(desk, case, SEMESTER), "its agreement is not known"
    assert _ledger_case(desk, case) == case, "nothing was told"
