"""The rules always have an answer: an ordinary case of each form on the first of every month."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from amo_desk.domain.dossier import Line
from amo_desk.domain.findings import Level, Verdict
from amo_desk.domain.people import Relation
from amo_desk.rules.checklist import evaluate
from amo_desk.rules.checks import CHECKS
from amo_desk.rules.checks.dental import COMPULSORY
from amo_desk.rules.rulebook import Rulebook
from rules.casework import aged, case_of, product

FIRST_DAYS = [date(year, month, 1) for year in range(2007, 2029) for month in range(1, 13)]
ORDINARY = {
    "medicines": (
        Line(code="6118000160113", billed=3_460),
        Line(code="6118000060567", quantity=2, billed=20_400),
    ),
    "consultation": (Line(code="C", billed=15_000), Line(code="B", coefficient=Decimal(120), billed=15_000)),
    "dental_care": (Line(code="D702", teeth=(16,), billed=30_000), Line(code="C", billed=15_000)),
}
PRODUCTS = {
    "6118000160113": product("6118000160113", ppv="34.60", base="34.60"),
    "6118000060567": product("6118000060567", ppv="102.00", base="79.90"),
}
NAMED_BY_CODE = {"piece_missing", "mention_missing", "rights_open", "rights_student"}


@pytest.mark.parametrize("form", sorted(ORDINARY))
def test_every_month_has_an_answer(rulebook: Rulebook, form: str) -> None:
    mutuelles = sorted(rulebook.mutuelles)
    for index, day in enumerate(FIRST_DAYS):
        case = case_of(
            rulebook,
            form,
            ORDINARY[form],
            care_date=day,
            deposit_date=day,
            mutuelle=mutuelles[index % len(mutuelles)],
            products=PRODUCTS,
        )
        evaluation = evaluate(case)
        quote = evaluation.quote
        assert evaluation.verdict is Verdict.COMPLETE, (day, [f.key for f in evaluation.findings])
        assert quote.uncounted == 0
        assert quote.left is not None
        assert evaluation.payer in {"CNOPS", "CNSS"}
        assert evaluation.deadline
        assert evaluation.deadline.days_left == 60
        assert all(line.details for line in quote.lines), "an amount without its source"
        # The only list of medicines is of 2014: the earliest one also answers for the years before.
        dated = [d for line in quote.lines for d in line.details if d.label != "medicine_base"]
        assert all(detail.source.since <= day for detail in dated)


def test_every_form_of_the_rulebook_is_covered(rulebook: Rulebook) -> None:
    assert {form.id for form in rulebook.forms} == set(ORDINARY)


def test_every_day_has_the_rights_of_a_student(rulebook: Rulebook) -> None:
    for day in FIRST_DAYS:
        case = case_of(
            rulebook,
            "consultation",
            ORDINARY["consultation"],
            care_date=day,
            deposit_date=day,
            person=aged(23, day, Relation.CHILD),
        )
        blocked = [f.key for f in evaluate(case).findings if f.level is Level.BLOCK]
        assert blocked == ["check/rights_closed"], day


def test_every_check_has_its_sentence_and_every_sentence_its_use(rulebook: Rulebook) -> None:
    reasons = {name for name in rulebook.sentences if name.startswith(("rights_", "certificate_"))}
    assert set(CHECKS) <= set(rulebook.sentences)
    kinds = {f"xray_{act.xray}" for act in rulebook.acts.values() if act.xray and act.xray not in COMPULSORY}
    assert kinds <= set(rulebook.sentences), "a kind of X-ray without its words"
    assert set(rulebook.sentences) <= set(CHECKS) | reasons | kinds | NAMED_BY_CODE


def test_every_check_is_asked_by_a_form(rulebook: Rulebook) -> None:
    asked = {check.id for form in rulebook.forms for check in form.checks}
    assert asked == set(CHECKS)


def test_both_languages_of_a_sentence_tell_the_same_details(rulebook: Rulebook) -> None:
    braces = re.compile(r"\{[a-z_]+\}")
    for name, sentence in rulebook.sentences.items():
        for text in filter(None, (sentence.message, sentence.advice)):
            assert sorted(braces.findall(text.fr)) == sorted(braces.findall(text.ar)), name
            assert re.search(r"[\u0600-\u06ff]", text.ar), name


def test_what_the_member_reads_is_in_both_languages(rulebook: Rulebook) -> None:
    for form in rulebook.forms:
        pieces = [piece.label for piece in form.pieces]
        mentions = [mention.label for piece in form.pieces for mention in piece.mentions]
        for text in (form.label, *pieces, *mentions):
            assert text.fr.strip()
            assert re.search(r"[\u0600-\u06ff]", text.ar) or text.ar == text.fr == "ICE", text


def test_ids_are_unique_within_a_form(rulebook: Rulebook) -> None:
    for form in rulebook.forms:
        for ids in (
            [field.id for field in form.fields],
            [piece.id for piece in form.pieces],
            [check.id for check in form.checks],
            *([mention.id for mention in piece.mentions] for piece in form.pieces),
        ):
            assert len(ids) == len(set(ids)), form.id
