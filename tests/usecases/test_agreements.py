"""Prior agreements from the request to the dossier that uses one, on a real store; and what bad input gets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import event, select
from treatments import DENTIST, deposited, granted, insisted, on, salma, wanted

from amo_desk.domain.agreements import Agreement, AgreementState
from amo_desk.domain.errors import DeskError, Missing, Refused, Stale
from amo_desk.domain.odf import Period, PeriodKind
from amo_desk.domain.office import Role
from amo_desk.rules.forms import Form
from amo_desk.store.schema import journal
from amo_desk.usecases import accounts, agreements, intake, odf
from amo_desk.usecases.agreements import NewAgreement
from amo_desk.usecases.clock import new_id
from amo_desk.usecases.desk import Desk

pytestmark = pytest.mark.both_stores

TODAY = date(2026, 11, 23)


def _events(desk: Desk, agreement: Agreement) -> list[tuple[str, dict[str, object]]]:
    with desk.store.reading() as connection:
        query = select(journal).where(journal.c.subject == str(agreement.id)).order_by(journal.c.seq)
        return [(row.event, row.details) for row in connection.execute(query)]


def _form(desk: Desk, name: str) -> Form:
    return next(form for form in desk.rulebook.forms_on(desk.today()) if form.id == name)


def _statements(desk: Desk, work: Callable[[], object]) -> int:
    """How many statements the store runs for some work."""
    seen: list[object] = []

    def count(*about: object) -> None:
        seen.append(about[2])

    event.listen(desk.store.engine, "before_cursor_execute", count)
    try:
        work()
    finally:
        event.remove(desk.store.engine, "before_cursor_execute", count)
    return len(seen)


def _code(work: Callable[[], object]) -> str:
    with pytest.raises(DeskError) as refusal:
        work()
    return refusal.value.code


def test_a_request_by_hand_is_granted(desk: Desk) -> None:
    asked = agreements.ask(
        desk, replace(wanted(desk), codes=("d629",), teeth=(13, 23), quoted=2_700_000, note=" plan ")
    )
    assert (asked.state, asked.codes, asked.note) == (AgreementState.REQUESTED, ("D629",), "plan")
    kept = agreements.grant(desk, asked, " 0041 2377 ", date(2026, 6, 20))
    assert (kept.state, kept.number, kept.decided_on) == (AgreementState.GRANTED, "0041 2377", date(2026, 6, 20))
    summary = agreements.get(desk, asked.id)
    assert summary.agreement == kept
    assert (summary.beneficiary, summary.immatriculation) == ("EL ALAMI Salma", "0123456")
    assert agreements.of_beneficiary(desk, kept.beneficiary_id) == (summary,)
    assert _events(desk, kept) == [
        ("requested", {"kind": "odf", "stage": "first", "on": "2026-06-01"}),
        ("granted", {"number": "0041 2377", "on": "2026-06-20"}),
    ]
    assert accounts.journal_break(desk) is None


def test_a_refusal_and_a_withdrawal_keep_their_reason(desk: Desk) -> None:
    refused = agreements.refuse(desk, agreements.ask(desk, wanted(desk)), TODAY, " bilan incomplet ")
    assert (refused.state, refused.reason, refused.decided_on) == (AgreementState.REFUSED, "bilan incomplet", TODAY)
    assert _events(desk, refused)[-1] == ("refused", {"on": "2026-11-23", "reason": "bilan incomplet"})
    voided = agreements.void(desk, agreements.ask(desk, wanted(desk)), "retirée par la famille")
    assert (voided.state, voided.decided_on) == (AgreementState.VOID, None)
    assert _events(desk, voided)[-1] == ("voided", {"was": "requested", "reason": "retirée par la famille"})


@pytest.mark.parametrize(
    "change, code",
    [
        ({"kind": "optics"}, "agreement.kind"),
        ({"stage": ""}, "agreement.stage"),
        ({"stage": "second"}, "agreement.stage"),
        ({"kind": "device", "stage": "first"}, "agreement.stage"),
        ({"practitioner": "12"}, "agreement.practitioner"),
        ({"codes": ("D999",)}, "agreement.code"),
        ({"teeth": (19,)}, "agreement.tooth"),
        ({"quoted": 0}, "agreement.quoted"),
        ({"requested_on": TODAY + timedelta(days=1)}, "agreement.day_future"),
        ({"requested_on": date(2012, 8, 18)}, "agreement.day_before_birth"),
        ({"beneficiary_id": new_id()}, "family.member"),
        ({"family_id": new_id()}, "family.missing"),
    ],
)
def test_a_request_that_cannot_be(desk: Desk, change: dict[str, object], code: str) -> None:
    before = accounts.journal_length(desk)
    asked: NewAgreement = replace(wanted(desk), **change)  # type: ignore[arg-type]
    assert _code(lambda: agreements.ask(desk, asked)) == code
    assert accounts.journal_length(desk) == before
    assert agreements.find(desk) == ()


def test_a_decision_that_cannot_be(desk: Desk) -> None:
    asked = agreements.ask(desk, wanted(desk))
    early, late = date(2026, 5, 31), TODAY + timedelta(days=1)
    assert _code(lambda: agreements.grant(desk, asked, " - ", TODAY)) == "agreement.number_missing"
    assert _code(lambda: agreements.grant(desk, asked, "1", late)) == "agreement.day_future"
    assert _code(lambda: agreements.grant(desk, asked, "1", early)) == "agreement.day_before_request"
    assert _code(lambda: agreements.refuse(desk, asked, late, "motif")) == "agreement.day_future"
    assert _code(lambda: agreements.refuse(desk, asked, early, "motif")) == "agreement.day_before_request"
    assert _code(lambda: agreements.refuse(desk, asked, TODAY, " a ")) == "agreement.reason"
    assert _code(lambda: agreements.void(desk, asked, "")) == "agreement.reason"
    assert agreements.get(desk, asked.id).agreement == asked


def test_only_the_moves_of_the_office(desk: Desk) -> None:
    refused = agreements.refuse(desk, agreements.ask(desk, wanted(desk)), TODAY, "motif")
    assert _code(lambda: agreements.grant(desk, refused, "12", TODAY)) == "agreement.move"
    assert _code(lambda: agreements.void(desk, refused, "motif")) == "agreement.move"
    assert _code(lambda: agreements.refuse(desk, granted(desk), TODAY, "motif")) == "agreement.move"
    with pytest.raises(Missing, match=r"agreement\.missing"):
        agreements.get(desk, new_id())


def test_a_number_is_that_of_one_agreement_until_that_one_is_void(desk: Desk) -> None:
    first = granted(desk, "00 41-2377")
    second = agreements.ask(desk, wanted(desk))
    assert _code(lambda: agreements.grant(desk, second, "00412377", TODAY)) == "agreement.number_taken"
    agreements.void(desk, first, "saisi pour un autre enfant")
    assert agreements.grant(desk, second, "00412377", TODAY).number == "00412377"


def test_a_stale_agreement_is_not_written_over(desk: Desk) -> None:
    asked = agreements.ask(desk, wanted(desk))
    kept = agreements.grant(desk, asked, "12", TODAY)
    for stale in (
        lambda: agreements.grant(desk, asked, "13", TODAY),
        lambda: agreements.refuse(desk, asked, TODAY, "motif"),
        lambda: agreements.void(desk, asked, "motif"),
    ):
        with pytest.raises(Stale, match=r"record\.stale"):
            stale()
    assert agreements.get(desk, asked.id).agreement == kept
    assert [event for event, _ in _events(desk, asked)] == ["requested", "granted"]


def test_a_received_request_waits_for_its_answer(desk: Desk) -> None:
    request = deposited(desk, "odf_agreement", stage="retention", quoted_amount="150000")
    (summary,) = agreements.find(desk, states=frozenset({AgreementState.REQUESTED}))
    agreement = summary.agreement
    assert (agreement.kind, agreement.stage, agreement.quoted) == ("odf", "retention", 150_000)
    assert (agreement.request_id, agreement.requested_on, agreement.practitioner) == (request.id, TODAY, DENTIST)
    assert summary.request_number == request.number
    assert _events(desk, agreement) == [("requested", {"kind": "odf", "stage": "retention", "dossier": request.number})]


def test_the_dossier_that_names_an_agreement_uses_it(desk: Desk) -> None:
    agreement = granted(desk)
    dossier = deposited(desk, agreement_number=" 0041 2377")
    assert dossier.agreement_id == agreement.id
    assert intake.get(desk, dossier.id) == dossier
    summary = agreements.get(desk, agreement.id)
    assert (summary.agreement.state, summary.covered) == (AgreementState.USED, (dossier.number,))
    assert _events(desk, agreement)[-1] == ("used", {"dossier": dossier.number})
    again = deposited(on(desk, "2027-06-01"), "odf_next", "2027-05-10", semester="2")
    assert again.agreement_id == agreement.id
    assert agreements.get(desk, agreement.id).covered == (dossier.number, again.number)
    assert [event for event, _ in _events(desk, agreement)].count("used") == 1


@pytest.mark.parametrize(
    "stage, form, number",
    [("retention", "odf_first", "00412377"), ("first", "odf_first", "00412378"), ("first", "odf_first", "")],
)
def test_another_stage_or_number_is_not_used(desk: Desk, stage: str, form: str, number: str) -> None:
    agreement = granted(desk, stage=stage)
    assert insisted(desk, form, agreement_number=number).agreement_id is None
    assert agreements.get(desk, agreement.id).agreement == agreement


def test_the_agreement_of_somebody_else_is_not_used(desk: Desk) -> None:
    family, _ = salma(desk)
    asked = agreements.ask(desk, replace(wanted(desk), beneficiary_id=family.members[3].id))
    agreements.grant(desk, asked, "00412377", TODAY)
    assert insisted(desk, agreement_number="00412377").agreement_id is None


def test_a_void_or_lapsed_agreement_is_never_used(desk: Desk) -> None:
    void = agreements.void(desk, granted(desk, "111"), "donné par erreur")
    lapsed = granted(on(desk, "2026-06-01"), "222", "2026-06-01")
    assert agreements.standing(desk, void).state is AgreementState.VOID
    standing = agreements.standing(on(desk, "2026-12-02"), lapsed)
    assert (standing.state, standing.lapses_on) == (AgreementState.VOID, date(2026, 12, 2))
    assert insisted(desk, agreement_number="111").agreement_id is None
    late = insisted(on(desk, "2026-12-10"), care="2026-12-05", agreement_number="222")
    assert late.agreement_id is None
    assert agreements.get(desk, lapsed.id).agreement.state is AgreementState.GRANTED


def test_care_before_the_agreement_does_not_use_it(desk: Desk) -> None:
    agreement = granted(desk, day="2026-11-20")
    assert insisted(desk, care="2026-11-10", agreement_number=agreement.number).agreement_id is None


def test_what_began_elsewhere_in_time_keeps_an_agreement_in_force(desk: Desk) -> None:
    agreement = granted(on(desk, "2026-06-01"), "222", "2026-06-01")
    case = odf.open_case(desk, agreement.family_id, agreement.beneficiary_id)
    later = on(desk, "2027-01-10")
    assert agreements.standing(later, agreement).state is AgreementState.VOID
    told = Period(kind=PeriodKind.SEMESTER, rank=1, since=date(2026, 7, 1), agreement=" 222")
    odf.tell(desk, case, told)
    assert agreements.standing(later, agreement).state is AgreementState.GRANTED
    assert deposited(later, "odf_next", "2027-01-05", semester="2").agreement_id == agreement.id


def test_what_does_not_count_begins_no_agreement_anywhere(desk: Desk) -> None:
    agreement = granted(on(desk, "2026-06-01"), "222", "2026-06-01")
    case = odf.open_case(desk, agreement.family_id, agreement.beneficiary_id)
    odf.tell(desk, case, Period(kind=PeriodKind.SEMESTER, rank=7, since=date(2026, 7, 1), agreement="222"))
    later = on(desk, "2027-01-10")
    (there,) = odf.ledger(later, agreement.family_id, agreement.beneficiary_id).agreements
    assert there.state is AgreementState.VOID, "a seventh half-year is none"
    assert agreements.standing(later, agreement) == there
    draft = intake.begin(later, agreement.family_id, agreement.beneficiary_id, _form(later, "odf_first"))
    assert "agreement_number" not in draft.content.fields


def test_a_list_of_agreements_reads_the_treatments_at_once(desk: Desk) -> None:
    family, _ = salma(desk)
    earlier = on(desk, "2026-01-05")
    found = []
    for number, member in enumerate(family.members):
        asked = agreements.ask(earlier, replace(wanted(desk, "2026-01-02"), beneficiary_id=member.id))
        found.append(agreements.grant(earlier, asked, f"7{number}", date(2026, 1, 5)))
    one = _statements(desk, lambda: agreements.standings(desk, found[:1]))
    assert one > 0
    assert _statements(desk, lambda: agreements.standings(desk, found)) == one
    assert {there.state for there in agreements.standings(desk, found).values()} == {AgreementState.VOID}


def test_a_used_agreement_is_voided_by_a_supervisor(desk: Desk) -> None:
    agreement = granted(desk)
    deposited(desk, agreement_number=agreement.number)
    used = agreements.get(desk, agreement.id).agreement
    agent = replace(desk, agent=replace(desk.agent, role=Role.AGENT))
    with pytest.raises(Refused, match=r"agent\.role"):
        agreements.void(agent, used, "fraude constatée")
    assert agreements.void(desk, used, "fraude constatée").state is AgreementState.VOID
    other = granted(desk, "333")
    assert agreements.void(agent, other, "donné par erreur").state is AgreementState.VOID


def test_an_agent_records_what_the_fund_decided(desk: Desk) -> None:
    agent = replace(desk, agent=replace(desk.agent, role=Role.AGENT))
    assert granted(agent).state is AgreementState.GRANTED
    assert agreements.refuse(agent, agreements.ask(agent, wanted(agent)), TODAY, "motif").reason == "motif"


def test_a_reception_that_fails_leaves_the_agreement(desk: Desk) -> None:
    agreement = granted(desk)
    with pytest.raises(Refused, match=r"dossier\.not_receivable"):
        deposited(desk, care="2027-01-01", agreement_number=agreement.number)
    with pytest.raises(Refused, match=r"dossier\.not_receivable"):
        deposited(desk, "odf_agreement", prescriber_inpe="1")
    assert [summary.agreement for summary in agreements.find(desk)] == [agreement]
