"""The rules always have an answer: an ordinary case of each form on the first of every month."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from amo_desk.domain.agreements import AgreementState
from amo_desk.domain.dossier import Line
from amo_desk.domain.findings import Level, Verdict
from amo_desk.domain.odf import PeriodKind
from amo_desk.domain.people import Relation
from amo_desk.rules.case import Case
from amo_desk.rules.checklist import evaluate
from amo_desk.rules.checks import CHECKS
from amo_desk.rules.dental import PANORAMIC
from amo_desk.rules.rulebook import Rulebook
from amo_desk.usecases.desk import bundled_rulebook
from rules.casework import aged, case_of, product

FIRST_DAYS = [
    date(year, month, 1) for year in range(2006, 2029) for month in range(1, 13) if (year, month) >= (2006, 9)
]
BOOK = bundled_rulebook()
FORMS = sorted({form.id for form in BOOK.forms})
MUTUELLES = sorted(BOOK.mutuelles)
B_120 = Line(code="B", coefficient=Decimal(120), billed=15_000)
MEDICINES = (
    Line(code="6118000160113", billed=3_460),
    Line(code="6118000060567", quantity=2, billed=20_400),
)
PRODUCTS = {
    "6118000160113": product("6118000160113", ppv="34.60", base="34.60"),
    "6118000060567": product("6118000060567", ppv="102.00", base="79.90"),
}
# What is ordinary on a form, where its kind of lines does not say it.
ORDINARY = {
    "consultation": (Line(code="C", billed=15_000), B_120),
    "analyses": (B_120,),
    "imaging": (Line(code="T151", billed=16_000),),
    "rehabilitation": (Line(code="AMM", quantity=10, billed=50_000),),
    "dental_prosthesis": (Line(code="D754", teeth=(46,), billed=300_000),),
    "hospital_reimbursement": (Line(code="K", coefficient=Decimal(50), billed=200_000),),
}
BY_KIND = {
    "acts": (Line(code="C", billed=15_000),),
    "dental": (Line(code="D702", teeth=(16,), billed=30_000), Line(code="C", billed=15_000)),
    "medicines": MEDICINES,
    "free": (Line(code="", label="Une ligne", billed=150_000),),
    "none": (),
}
# Forms for a child: its age, and the paper that opens its rights.
AGES = {"odf_agreement": 12, "odf_first": 12, "odf_next": 12, "odf_retention": 15, "odf_surgical": 17,
        "imp_admission": 8, "imp_renewal": 10}  # fmt: skip
NAMED_BY_CODE = {"piece_missing", "mention_missing", "deposit_force_majeure", "limit_days", "limit_months",
                 "odf_start_before", "odf_future", "odf_before_birth", "odf_backwards",
                 *(f"odf_named_{kind.value}" for kind in PeriodKind),
                 *(f"agreement_{state.value}" for state in AgreementState),
                 "tooth_gone_before", "tooth_gone_here", "act_twice", "act_once_here", "bridge_nature_unknown",
                 "plate_count_none"}  # fmt: skip


def _ordinary(form: str, day: date, mutuelle: str) -> Case:
    kind = BOOK.forms_on(day)
    lines = ORDINARY.get(form) or BY_KIND[next(f.lines for f in kind if f.id == form)]
    person = aged(AGES[form], day, Relation.CHILD) if form in AGES else None
    return case_of(
        BOOK,
        form,
        lines,
        care_date=day,
        deposit_date=day,
        mutuelle=mutuelle,
        person=person,
        products=PRODUCTS,
    )


@pytest.mark.parametrize("form", FORMS)
def test_every_month_has_an_answer(form: str) -> None:
    for index, day in enumerate(FIRST_DAYS):
        case = _ordinary(form, day, MUTUELLES[index % len(MUTUELLES)])
        evaluation = evaluate(case)
        quote = evaluation.quote
        assert evaluation.verdict is Verdict.COMPLETE, (day, [f.key for f in evaluation.findings])
        assert evaluation.payer in {"CNOPS", "CNSS"}
        if case.form.lines == "none":
            assert quote.lines == ()
        elif case.form.lines != "free" or case.form.forfait:
            assert quote.uncounted == 0, (day, [line.reason for line in quote.lines])
            assert quote.estimated is not None
        assert all(line.details or line.reason for line in quote.lines), "an amount without its source"
        # The only list of medicines is of 2014: the earliest one also answers for the years before.
        dated = [d for line in quote.lines for d in line.details if d.label != "medicine_base"]
        assert all(detail.source.since <= day for detail in dated)


@pytest.mark.parametrize("form", FORMS)
def test_the_deadline_of_a_form_is_the_one_of_its_kind(form: str) -> None:
    case = _ordinary(form, date(2026, 11, 23), "MGEN")
    deadline = evaluate(case).deadline
    last_day = {
        "deposit": date(2027, 1, 22),
        "abroad": date(2027, 1, 22),
        "provider": date(2027, 2, 23),
        "none": None,
    }[case.form.deadline]
    assert (deadline.last_day if deadline else None) == last_day


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
    acts = rulebook.acts.values()
    kinds = {f"xray_{word}" for act in acts for word in (act.xray, act.view) if word} | {f"xray_{PANORAMIC}"}
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


def test_a_request_offers_the_stages_of_its_agreement(rulebook: Rulebook) -> None:
    for kind in rulebook.agreement_kinds.values():
        for form in (form for form in rulebook.forms if form.id in kind.requests):
            offered = [choice.id for field in form.fields if field.id == "stage" for choice in field.choices]
            assert offered == [stage.id for stage in kind.stages], form.id
