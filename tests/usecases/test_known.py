"""What is known before a word is typed: the mouth, the agreements, the treatment; and what a draft begins with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import event
from treatments import DENTIST, deposited, granted, insisted, on, salma

from amo_desk.domain.chart import Mouth
from amo_desk.domain.dossier import Dossier, Line
from amo_desk.domain.odf import Period, PeriodKind
from amo_desk.rules.case import Known
from amo_desk.usecases import agreements, dental, intake, odf
from amo_desk.usecases.demo_dossiers import taken_in
from amo_desk.usecases.desk import Desk

OTHER = "106501188"


def _begun(desk: Desk, form: str, member: int = 2) -> Dossier:
    family, _ = salma(desk)
    edition = next(known for known in desk.rulebook.forms_on(desk.today()) if known.id == form)
    return intake.begin(desk, family.id, family.members[member].id, edition)


def _known(desk: Desk, form: str = "dental_care", member: int = 2) -> Known:
    draft = _begun(desk, form, member)
    return intake.known(desk, draft, draft.content)


def _header(care: str) -> dict[str, str]:
    return {"care_date": care, "prescriber_inpe": DENTIST, "invoice_number": "1"}


def _mouth_of_a_draft(desk: Desk) -> Mouth:
    draft = _begun(desk, "dental_care")
    known = intake.known(desk, draft, draft.content)
    return dental.mouth(desk, draft, draft.content, known, intake.judge(desk, draft, draft.content, known))


def _filled(desk: Desk, absent: str, member: int = 2) -> Dossier:
    family, _ = salma(desk)
    fields = {"care_date": "2026-11-10", "prescriber_inpe": DENTIST, "absent_teeth": absent, "invoice_number": "1"}
    return taken_in(desk, "dental_care", family.id, family.members[member].id, ("36 D700 O = 250",), fields)


def test_an_earlier_dental_dossier_tells_of_the_mouth(desk: Desk) -> None:
    dossier = _filled(desk, "38 48 ?x")
    (told,) = _known(desk).earlier
    assert (told.number, told.form, told.care_day) == (dossier.number, "dental_care", date(2026, 11, 10))
    assert (told.prescriber, told.billed) == (DENTIST, 25_000)
    assert told.lines == (replace(dossier.content.lines[0], billed=25_000),)
    assert told.lines[0].teeth == (36,)
    assert told.absent == (38, 48)
    assert _known(desk, member=3).earlier == (), "the mouth of a brother"
    own = intake.known(desk, dossier, dossier.content)
    assert own.earlier == (), "a dossier is not its own past"


def test_a_received_dossier_knows_only_what_came_before_it(desk: Desk) -> None:
    first = _filled(desk, "")
    later = on(desk, "2026-11-24")
    taken_in(later, "dental_care", first.family_id, first.beneficiary_id, ("36 D713 = 200",), _header("2026-11-20"))
    assert intake.known(later, first, first.content).earlier == ()
    evaluation = first.evaluation
    assert evaluation is not None
    seen = dental.mouth(later, first, first.content, intake.known(later, first, first.content), evaluation)
    assert (seen.absent, [mark.code for mark in seen.marks]) == (frozenset(), ["D700"])
    assert [mark.code for mark in _mouth_of_a_draft(later).marks] == ["D713", "D700"]


def test_the_past_is_not_read_again_while_a_word_is_typed(desk: Desk) -> None:
    _filled(desk, "")
    draft = _begun(desk, "dental_care")
    known = intake.known(desk, draft, draft.content)
    content = draft.content.with_field("prescriber_inpe", DENTIST)
    seen: list[str] = []
    event.listen(desk.store.engine, "before_cursor_execute", lambda *about: seen.append(about[2]))
    again = intake.looked_up(desk, draft, content, known)
    assert seen
    assert not [statement for statement in seen if "dossiers" in statement]
    assert again == intake.known(desk, draft, content)


def test_a_mouth_is_not_forgotten_behind_many_dossiers(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "EARLIER_DOSSIERS", 1)
    first = _filled(desk, "")
    granted(desk)
    last = deposited(on(desk, "2026-11-24"))
    found = _known(on(desk, "2026-11-25")).earlier
    assert [(one.number, one.lines != ()) for one in found] == [(first.number, True), (last.number, False)]


def test_a_draft_and_a_discarded_dossier_tell_nothing(desk: Desk) -> None:
    draft = _begun(desk, "dental_care")
    saved = intake.save(desk, draft, replace(draft.content, lines=(Line(code="D700", teeth=(36,)),)))
    assert _known(desk).earlier == ()
    intake.discard(desk, saved)
    assert _known(desk).earlier == ()


def test_what_is_known_of_a_treatment(desk: Desk) -> None:
    _, child = salma(desk)
    agreement = granted(desk)
    case = odf.open_case(desk, agreement.family_id, child.id, DENTIST)
    dossier = deposited(desk, agreement_number=agreement.number)
    known = _known(desk)
    assert [kept.number for kept in known.agreements] == [agreement.number]
    assert known.odf == case
    assert [(period.kind, period.rank, period.dossier_id) for period in known.periods] == [
        (PeriodKind.SEMESTER, 1, dossier.id)
    ]
    assert intake.known(desk, dossier, dossier.content).periods == ()
    brother = _known(desk, member=3)
    assert (brother.agreements, brother.odf, brother.periods) == ((), None, ())


def test_a_first_half_year_begins_with_its_agreement(desk: Desk) -> None:
    agreement = granted(desk, "0041 2377")
    draft = _begun(desk, "odf_first")
    assert draft.content.fields == {
        "agreement_number": "0041 2377",
        "agreement_date": "2026-06-20",
        "prescriber_inpe": DENTIST,
    }
    assert intake.get(desk, draft.id) == draft
    odf.open_case(desk, agreement.family_id, agreement.beneficiary_id, OTHER)
    assert _begun(desk, "odf_first").content.fields["prescriber_inpe"] == OTHER, "who treats now, not who asked"


def test_a_later_half_year_begins_with_its_rank(desk: Desk) -> None:
    granted(desk)
    deposited(desk, agreement_number="00412377")
    fields = _begun(on(desk, "2027-05-20"), "odf_next").content.fields
    assert (fields["semester"], fields["agreement_number"]) == ("2", "00412377")


def test_the_agreement_granted_last_is_the_one(desk: Desk) -> None:
    granted(desk, "111", "2026-06-20")
    granted(desk, "222", "2026-09-20")
    granted(desk, "333", "2026-07-20")
    granted(desk, "444", "2026-10-20", stage="retention")
    assert _begun(desk, "odf_first").content.fields["agreement_number"] == "222"


@pytest.mark.parametrize("state", ["none", "requested", "void", "lapsed"])
def test_an_agreement_that_is_worth_nothing_is_not_offered(desk: Desk, state: str) -> None:
    day = desk
    if state == "requested":
        deposited(desk, "odf_agreement")
    elif state == "void":
        agreements.void(desk, granted(desk), "donné par erreur")
    elif state == "lapsed":
        granted(desk)
        day = on(desk, "2027-01-05")
    assert "agreement_number" not in _begun(day, "odf_first").content.fields


def test_a_device_begins_with_its_agreement_once(desk: Desk) -> None:
    agreement = granted(desk, "555", kind="device", stage="")
    draft = _begun(desk, "device_reimbursement")
    assert (draft.content.fields["agreement_number"], draft.content.fields["sector"]) == ("555", "private")
    fields = {"prescription_date": "2026-11-01", "invoice_number": "1"}
    assert insisted(desk, "device_reimbursement", **fields).agreement_id == agreement.id
    assert "agreement_number" not in _begun(desk, "device_reimbursement").content.fields


def test_other_forms_begin_as_before(desk: Desk) -> None:
    granted(desk)
    granted(desk, "666", kind="act", stage="")
    for form in ("consultation", "dental_care"):
        fields = _begun(desk, form).content.fields
        assert fields["sector"] == "private"
        assert not {"agreement_number", "agreement_date", "prescriber_inpe"} & set(fields)


def test_what_a_draft_begins_with_can_be_typed_over(desk: Desk) -> None:
    granted(desk)
    dossier = deposited(desk, agreement_number="", agreement_date="2026-06-20", prescriber_inpe=OTHER)
    assert (dossier.agreement_id, dossier.content.fields["prescriber_inpe"]) == (None, OTHER)


def test_a_told_period_moves_the_next_rank(desk: Desk) -> None:
    family, child = salma(desk)
    granted(desk, day="2026-06-01")
    case = odf.open_case(desk, family.id, child.id, DENTIST)
    told = Period(kind=PeriodKind.SEMESTER, rank=1, since=date(2026, 6, 2), agreement="00412377", practitioner=OTHER)
    odf.tell(desk, case, told)
    assert _begun(on(desk, "2026-12-15"), "odf_next").content.fields["semester"] == "2"


@pytest.mark.parametrize(
    "form, code", [("odf_first", "D629"), ("odf_next", "D629"), ("odf_surgical", "D641"), ("odf_retention", "D636")]
)
def test_a_draft_of_a_treatment_begins_with_its_act(desk: Desk, form: str, code: str) -> None:
    (line,) = _begun(desk, form).content.lines
    assert (line.code, line.billed, bool(line.label)) == (code, None, True)


@pytest.mark.parametrize("form", ["dental_care", "optics", "odf_agreement", "consultation"])
def test_other_drafts_begin_without_lines(desk: Desk, form: str) -> None:
    assert _begun(desk, form).content.lines == ()
