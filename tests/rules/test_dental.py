"""Dental rules that need more than a written case: agreements, orthodontics, and the mouth that the dossiers make."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from amo_desk.domain.agreements import Agreement, AgreementState
from amo_desk.domain.chart import Mark, MarkKind, Tone
from amo_desk.domain.dossier import Content, Line
from amo_desk.domain.findings import Finding
from amo_desk.domain.odf import OdfCase, Period, PeriodKind
from amo_desk.domain.people import Relation
from amo_desk.rules.case import Case, Earlier, Known
from amo_desk.rules.checklist import evaluate
from amo_desk.rules.mouth import mouth
from amo_desk.rules.rulebook import Rulebook
from rules.casework import CARE, DOCTOR, aged, case_of

CANINE = Line(code="D634", teeth=(13,), billed=262_500)
SPEECH = Line(code="D628", quantity=4, billed=35_000)
CROWN = Line(code="D754", teeth=(46,), billed=225_000)


def _keys(case: Case) -> set[str]:
    return {finding.key for finding in evaluate(case).findings}


def _known(case: Case, **changes: object) -> Case:
    known: Known = replace(case.known, **changes)
    return replace(case, known=known)


def _child(rulebook: Rulebook, line: Line) -> Case:
    return case_of(rulebook, "dental_care", [line], person=aged(12, CARE, Relation.CHILD))


GRANTED = Agreement(
    id=UUID(int=9),
    kind="act",
    state=AgreementState.GRANTED,
    family_id=UUID(int=3),
    beneficiary_id=UUID(int=2),
    requested_on=date(2026, 9, 1),
    decided_on=date(2026, 10, 1),
    number="A-1",
    agent="s.bennani",
)


@pytest.mark.parametrize(
    "agreement, covered",
    [
        (GRANTED, True),
        (replace(GRANTED, state=AgreementState.USED), True),
        (replace(GRANTED, codes=("D634", "D635")), True),
        (replace(GRANTED, codes=("D635",)), False),
        (replace(GRANTED, state=AgreementState.REQUESTED, decided_on=None), False),
        (replace(GRANTED, state=AgreementState.REFUSED), False),
        (replace(GRANTED, state=AgreementState.VOID), False),
        (replace(GRANTED, decided_on=date(2026, 11, 2)), True),
        (replace(GRANTED, decided_on=date(2026, 11, 3)), False),
        (replace(GRANTED, kind="device"), False),
        (replace(GRANTED, kind="unheard-of"), False),
    ],
)
def test_an_act_wants_an_agreement_in_force_on_its_day(rulebook: Rulebook, agreement: Agreement, covered: bool) -> None:
    case = _known(_child(rulebook, CANINE), agreements=(agreement,))
    assert ("check/agreement_missing/0" in _keys(case)) is not covered


@pytest.mark.parametrize(
    "practitioner, since, told",
    [(DOCTOR, date(2026, 5, 1), True), ("102334118", date(2026, 5, 1), False), (DOCTOR, date(2026, 11, 3), False)],
)
def test_speech_training_is_not_added_to_the_treatment_of_the_same_practitioner(
    rulebook: Rulebook, practitioner: str, since: date, told: bool
) -> None:
    period = Period(kind=PeriodKind.SEMESTER, rank=1, since=since, practitioner=practitioner)
    case = _known(_child(rulebook, SPEECH), periods=(period,))
    assert ("check/with_orthodontics/0" in _keys(case)) is told
    child = case.known.beneficiary.id
    by_hand = OdfCase(
        id=child, family_id=child, beneficiary_id=child, opened_on=date(2026, 5, 1), told=(period,), agent="a"
    )
    assert ("check/with_orthodontics/0" in _keys(_known(_child(rulebook, SPEECH), odf=by_hand))) is told


def test_an_absence_is_told_with_its_dossier_and_its_day(rulebook: Rulebook) -> None:
    removed = _earlier(Line(code="D713", teeth=(46,)), Line(code="D708"))
    case = _known(case_of(rulebook, "dental_care", [CROWN]), earlier=(removed,))
    (found,) = (f for f in evaluate(case).findings if f.key == "check/tooth_absent/0/46")
    assert "dossier D-1 du 04/05/2025" in found.text.fr
    assert "D-1" in found.text.ar
    assert found.target == "line/0"


def _earlier(*lines: Line, absent: tuple[int, ...] = ()) -> Earlier:
    return Earlier(
        number="D-1",
        form="dental_care",
        care_day=date(2025, 5, 4),
        prescriber=DOCTOR,
        billed=0,
        lines=lines,
        absent=absent,
    )


def test_the_mouth_holds_what_every_dossier_did(rulebook: Rulebook) -> None:
    lines = [
        Line(code="D701", teeth=(16, 99), faces="MO", billed=1),
        Line(code="D708", teeth=(26,), billed=1),
        Line(code="IMPLANT", teeth=(21,), billed=1),
        Line(code="D754", teeth=(46, 47), billed=1, day=date(2026, 11, 9)),
        Line(code="D999", teeth=(11,), billed=1),
    ]
    case = case_of(rulebook, "dental_care", lines, fields={"absent_teeth": "18 99"})
    before = Line(code="D700", teeth=(16,), faces="D", day=date(2025, 5, 11))
    case = _known(case, earlier=(_earlier(before, Line(code="D713", teeth=(46,)), absent=(28,)),))
    found = mouth(case, evaluate(case).findings)
    assert found.absent == {18, 28, 46}
    assert found.on(16) == (
        Mark(tooth=16, kind=MarkKind.FACES, tone=Tone.EARLIER, code="D700", faces="D", day=before.day, number="D-1"),
        Mark(tooth=16, kind=MarkKind.FACES, tone=Tone.NOW, code="D701", faces="MO", day=CARE),
    )
    tones = {(m.tooth, m.code): m.tone for m in found.marks if m.tone is not Tone.EARLIER}
    assert tones == {
        (16, "D701"): Tone.NOW,
        (21, "IMPLANT"): Tone.REFUSED,
        (46, "D754"): Tone.REFUSED,
        (47, "D754"): Tone.NOW,
    }, "a finding about one tooth refuses that one only"
    assert {m.tone for m in mouth(case).marks if not m.number} == {Tone.NOW}, "without findings nothing is refused"


def test_what_was_set_aside_is_not_refused(rulebook: Rulebook) -> None:
    case = case_of(rulebook, "dental_care", [Line(code="IMPLANT", teeth=(21,), billed=1)])
    findings: list[Finding] = [replace(f, overridden="vu") for f in evaluate(case).findings]
    assert [mark.tone for mark in mouth(case, findings).marks] == [Tone.NOW]


@pytest.mark.parametrize(
    "typed, teeth",
    [("", ()), ("18 28", (18, 28)), ("18,28 ; 18", (18, 28)), ("dent 19", (19,)), ("9" * 5000, ()), ("a18b", ())],
)
def test_absent_teeth_are_read_as_they_were_typed(typed: str, teeth: tuple[int, ...]) -> None:
    assert Content(fields={"absent_teeth": typed}).absent == teeth
