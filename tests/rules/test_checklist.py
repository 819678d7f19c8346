"""Findings: their keys, their words, and what setting one aside does."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from amo_desk.domain.dossier import Line
from amo_desk.domain.findings import Evaluation, Level, Overrider, Verdict
from amo_desk.domain.people import Practitioner, Relation
from amo_desk.rules.case import Case, Earlier
from amo_desk.rules.checklist import evaluate
from amo_desk.rules.rights import NOTICE_DAYS, rights
from amo_desk.rules.rulebook import Rulebook
from rules.casework import CENTRE, DOCTOR, aged, case_of, product

BOX = "6118000160113"
PRODUCTS = {BOX: product(BOX, ppv="34.60", base="34.60")}
LINES = (Line(code=BOX, billed=3_460),)


def _medicines(rulebook: Rulebook, **changes: object) -> Case:
    return case_of(rulebook, "medicines", LINES, products=PRODUCTS, **changes)  # type: ignore[arg-type]


def _keys(evaluation: Evaluation) -> list[str]:
    return [finding.key for finding in evaluation.findings]


def test_everything_wrong_is_found_at_once_and_said_in_both_languages(rulebook: Rulebook) -> None:
    lines = (
        Line(code="D704", teeth=(16, 19)),
        Line(code="D708", quantity=3, billed=1),
        Line(code="D712", billed=1),
        Line(code="D999", billed=1),
        Line(code="DCH01", billed=1),
        Line(code="D500", billed=1),
        Line(code="B", billed=1),
    )
    case = case_of(
        rulebook,
        "dental_care",
        lines,
        care_date=date(2026, 1, 5),
        person=aged(30, date(2026, 11, 23), Relation.CHILD),
        fields={"prescriber_inpe": "12", "invoice_ice": "12", "declared_amount": "12 DH"},
        without=["FS", "RX", "FACT/original"],
    )
    evaluation = evaluate(case)
    assert evaluation.verdict is Verdict.NOT_RECEIVABLE
    names = {key.split("/")[1] for key in _keys(evaluation) if key.startswith("check/")}
    assert names == {
        "field_invalid", "deposit_deadline", "rights_closed", "inpe_format", "line_amount_missing", "act_unknown",
        "act_tunisian", "act_no_tariff", "coefficient_missing", "tooth_missing", "tooth_invalid",
        "tooth_not_allowed", "xray_missing", "descaling_sessions", "sealing_age", "invoice_ice",
    }  # fmt: skip
    assert len(set(_keys(evaluation))) == len(evaluation.findings), "two findings of one key"
    for finding in evaluation.findings:
        for text in filter(None, (finding.text, finding.advice)):
            assert not re.search(r"\{[a-z_]+\}", text.fr + text.ar), (finding.key, text)


def test_the_heaviest_finding_stands_first(rulebook: Rulebook) -> None:
    case = _medicines(rulebook, without=["ORD/duration", "BARCODES"], care_date=date(2026, 9, 24))
    levels = [finding.standing for finding in evaluate(case).findings]
    assert levels == [Level.BLOCK, Level.WARN, Level.NOTE]


def test_what_was_typed_is_repeated_as_it_is(rulebook: Rulebook) -> None:
    hostile = "{code}\x00{limit}<b>&{{}}"
    case = case_of(rulebook, "dental_care", [Line(code=hostile, billed=100)])
    (finding,) = (f for f in evaluate(case).findings if f.key.startswith("check/act_unknown"))
    assert hostile in finding.text.fr


def test_an_override_turns_a_block_into_a_warning(rulebook: Rulebook) -> None:
    plain = evaluate(_medicines(rulebook, without=["ORD"]))
    overridden = evaluate(_medicines(rulebook, without=["ORD"], overrides={"piece/ORD": "Vue au guichet"}))
    assert (plain.verdict, overridden.verdict) == (Verdict.NOT_RECEIVABLE, Verdict.WITH_WARNINGS)
    (finding,) = overridden.findings
    assert (finding.level, finding.standing, finding.overridden) == (Level.BLOCK, Level.WARN, "Vue au guichet")


def test_what_nobody_may_set_aside_stays(rulebook: Rulebook) -> None:
    insisted = {"check/care_date_future": "Il insiste"}
    evaluation = evaluate(_medicines(rulebook, care_date=date(2026, 12, 1), overrides=insisted))
    assert evaluation.verdict is Verdict.NOT_RECEIVABLE
    (finding,) = evaluation.findings
    assert (finding.override, finding.overridden) == (Overrider.NOBODY, "")


def test_an_override_without_a_reason_is_none(rulebook: Rulebook) -> None:
    evaluation = evaluate(_medicines(rulebook, without=["ORD"], overrides={"piece/ORD": ""}))
    assert evaluation.verdict is Verdict.NOT_RECEIVABLE


def test_an_override_falls_when_the_finding_says_something_else(rulebook: Rulebook) -> None:
    late = {"care_date": date(2026, 8, 1), "overrides": {"check/deposit_deadline": "Hospitalisé jusque-là"}}
    case = _medicines(rulebook, **late)
    assert evaluate(case).verdict is Verdict.WITH_WARNINGS
    later = replace(case, content=case.content.with_field("care_date", "2026-07-01"))
    assert evaluate(later).verdict is Verdict.NOT_RECEIVABLE


def test_the_same_claim_a_second_time_is_shown(rulebook: Rulebook) -> None:
    day = date(2026, 11, 2)
    same = Earlier(number="D014-03-26-00127-91", form="medicines", care_day=day, prescriber=DOCTOR, billed=3_460)
    others = (
        replace(same, number="1", billed=3_461),
        replace(same, number="2", care_day=day + timedelta(days=1)),
        replace(same, number="3", prescriber=CENTRE),
        replace(same, number="4", form="consultation"),
    )
    found = _keys(evaluate(_medicines(rulebook, earlier=(*others, same))))
    assert found == ["check/duplicate/D014-03-26-00127-91"]


def test_one_inpe_under_two_names_is_shown(rulebook: Rulebook) -> None:
    names = tuple(Practitioner(inpe=DOCTOR, name=name, kind="medecin") for name in ("Dr A", "Dr B"))
    alone = (Practitioner(inpe=CENTRE, name="Pharmacie", kind="pharmacie"),)
    found = _keys(evaluate(_medicines(rulebook, practitioners={DOCTOR: names, CENTRE: alone})))
    assert found == ["check/inpe_conflict/prescriber_inpe"]


def test_one_inpe_twice_under_one_name_is_no_conflict(rulebook: Rulebook) -> None:
    same = (Practitioner(inpe=DOCTOR, name="Dr A", kind="medecin"),) * 2
    alone = (Practitioner(inpe=CENTRE, name="Pharmacie", kind="pharmacie"),)
    assert _keys(evaluate(_medicines(rulebook, practitioners={DOCTOR: same, CENTRE: alone}))) == []


@pytest.mark.parametrize("typed", ["31/02/2026", "demain", "2026-13-01", "0"])
def test_a_date_that_is_none_blocks_and_is_no_crash(rulebook: Rulebook, typed: str) -> None:
    evaluation = evaluate(_medicines(rulebook, fields={"care_date": typed}))
    assert "check/field_invalid/care_date" in _keys(evaluation)
    assert evaluation.quote.left is None


@pytest.mark.parametrize("typed", ["-5", "12,50", "٣٤", "²", "1e3"])
def test_an_amount_that_is_none_blocks_and_is_no_crash(rulebook: Rulebook, typed: str) -> None:
    evaluation = evaluate(_medicines(rulebook, fields={"declared_amount": typed}))
    assert "check/field_invalid/declared_amount" in _keys(evaluation)


def test_care_before_birth(rulebook: Rulebook) -> None:
    deposit = date(2026, 11, 23)
    baby = replace(aged(0, deposit, Relation.CHILD), birth=date(2026, 11, 3))
    found = _keys(evaluate(_medicines(rulebook, person=baby)))
    assert found == ["check/care_before_birth"]


def test_rights_open_and_close_on_their_days(rulebook: Rulebook) -> None:
    person = replace(aged(40, date(2026, 1, 1)), rights_from=date(2020, 3, 1), rights_to=date(2026, 10, 31))
    days = (date(2020, 2, 29), date(2020, 3, 1), date(2026, 10, 31), date(2026, 11, 1))
    answers = [rights(person, day, rulebook) for day in days]
    assert [answer.open for answer in answers] == [False, True, True, False]
    assert [answer.reason for answer in answers] == [
        "rights_not_started",
        "rights_open",
        "rights_open",
        "rights_ended",
    ]


def test_rights_are_told_for_any_day(rulebook: Rulebook) -> None:
    child = replace(aged(40, date(2026, 1, 1), Relation.CHILD), rights_from=date(1990, 1, 1))
    assert not rights(child, date(2026, 1, 1), rulebook).open
    assert rights(child, date(1999, 1, 1), rulebook).open
    assert NOTICE_DAYS == 30


def test_a_quote_line_keeps_every_value_it_comes_from(rulebook: Rulebook) -> None:
    case = case_of(rulebook, "consultation", [Line(code="C", billed=15_000)])
    (line,) = evaluate(case).quote.lines
    assert [(d.label, d.value) for d in line.details] == [
        ("letter_keys/c", Decimal("80.00")),
        ("rates/ambulatory", Decimal("0.80")),
        ("complement/ambulatory", Decimal("0.20")),
        ("complement/consultation_flat", Decimal("10.00")),
    ]


def test_what_is_not_official_is_listed_once(rulebook: Rulebook) -> None:
    lines = [Line(code="C", billed=15_000), Line(code="C", billed=15_000)]
    unconfirmed = evaluate(case_of(rulebook, "consultation", lines)).quote.unconfirmed
    assert len(unconfirmed) == len(set(unconfirmed)) == 3
    assert not any(source.confirmed for source in unconfirmed)
