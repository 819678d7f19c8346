"""What holds of every dossier on every form: parts add up, nothing is negative, nothing exceeds its base."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from amo_desk.domain.dossier import Line
from amo_desk.domain.findings import Level, Quote, QuoteLine, Verdict
from amo_desk.domain.medicine import Medicine
from amo_desk.domain.money import share
from amo_desk.domain.people import Relation
from amo_desk.rules.case import Case
from amo_desk.rules.checklist import evaluate
from amo_desk.rules.tariff import quote
from amo_desk.usecases.desk import bundled_rulebook
from rules.casework import aged, case_of, product

# Not a fixture: a failure would print the whole of it.
BOOK = bundled_rulebook()
SETTINGS = settings(max_examples=150, deadline=None)
DAYS = st.dates(date(2006, 9, 1), date(2028, 12, 31))
MUTUELLES = st.sampled_from(["MGPAP", "MGPT", "MGEN", "POLICE"])
SECTORS = st.sampled_from(["private", "public"])
BILLED = st.none() | st.integers(0, 500_000)
COEFFICIENTS = st.none() | st.decimals("0.5", "500", places=1)
PRICES = st.sampled_from([0, 1, 3_460, 5_625, 7_990, 10_200, 288_200])
PRODUCTS = st.lists(st.tuples(PRICES, PRICES, st.sampled_from(["0.70", "0"])), min_size=3, max_size=3)
FLAT = ("complement/consultation_flat", "complement/crown_ceramic_flat", "complement/consultation_total")


def _case(data: st.DataObject, form: str, lines: list[Line], products: list[Medicine]) -> Case:
    day = data.draw(DAYS)
    return case_of(
        BOOK,
        form,
        lines,
        care_date=data.draw(st.none() | st.just(day)),
        deposit_date=day,
        mutuelle=data.draw(MUTUELLES),
        fields={"sector": data.draw(SECTORS), "ald": data.draw(st.sampled_from(["", "1"]))},
        products={medicine.code: medicine for medicine in products},
    )


def _check(said: Quote) -> None:
    for line in said.lines:
        _check_line(line)
    assert said.uncounted == sum(line.amo is None for line in said.lines)
    assert said.billed == sum(line.billed or 0 for line in said.lines)
    if said.uncounted or said.reason:
        assert said.left is None
    else:
        assert said.left is not None
        assert said.amo + said.complement + said.deductions + said.left == said.billed
        assert said.left >= 0
    if said.lines and said.uncounted == len(said.lines):
        assert said.estimated is None


def _check_line(line: QuoteLine) -> None:
    if line.amo is None:
        assert line.reason, "not computed, and no reason"
        assert (line.base, line.complement) == (None, None)
        return
    assert line.reason == ""
    assert line.billed is not None
    assert line.tnr is not None
    assert line.base is not None
    assert line.rate is not None
    assert line.details, "an amount without its source"
    assert 0 <= line.base <= min(line.billed, line.tnr)
    assert line.amo == share(line.base, line.rate)
    if line.complement is None:
        assert not any(detail.label.startswith("complement/") for detail in line.details)
    complement = line.complement or 0
    assert complement >= 0
    assert line.amo + complement <= line.billed
    if not any(detail.label.startswith(FLAT) for detail in line.details):
        assert line.amo + complement <= line.base, "rates alone never lift a refund above its base"


@SETTINGS
@given(data=st.data())
def test_acts(data: st.DataObject) -> None:
    codes = st.sampled_from([*BOOK.acts, "W99", "DCH01", ""])
    lines = data.draw(
        st.lists(
            st.builds(
                Line,
                code=codes,
                quantity=st.integers(1, 9),
                coefficient=COEFFICIENTS,
                billed=BILLED,
                teeth=st.lists(st.integers(0, 99), max_size=4).map(tuple),
            ),
            max_size=5,
        )
    )
    form = data.draw(st.sampled_from(["consultation", "dental_care"]))
    _check(quote(_case(data, form, lines, [])))


@SETTINGS
@given(data=st.data())
def test_medicines(data: st.DataObject) -> None:
    products = [
        product(str(number), ppv=Decimal(ppv) / 100, base=Decimal(base) / 100, rate=rate)
        for number, (ppv, base, rate) in enumerate(data.draw(PRODUCTS))
    ]
    line = st.builds(Line, code=st.sampled_from(["0", "1", "2", "unknown"]), quantity=st.integers(1, 9), billed=BILLED)
    lines = data.draw(st.lists(line, max_size=5))
    case = _case(data, "medicines", lines, products)
    said = quote(case)
    _check(said)
    for written, line_said in zip(lines, said.lines, strict=True):
        medicine = case.known.medicines.get(written.code)
        if medicine and medicine.rate and not (medicine.base or medicine.ppv):
            assert line_said.amo is None, "no price is not a price of 0"


@SETTINGS
@given(data=st.data())
def test_any_form(data: st.DataObject) -> None:
    """Whatever is typed and handed over, on whatever form, the answer is whole and hangs together."""
    form = data.draw(st.sampled_from(BOOK.forms))
    kinds = {"acts": [*BOOK.acts, "W99", ""], "dental": [*BOOK.acts, "DCH01"], "medicines": ["0", "1", "?"]}
    line = st.builds(
        Line,
        code=st.sampled_from(kinds.get(form.lines, [""])),
        label=st.sampled_from(["", "Une ligne"]),
        quantity=st.integers(1, 9),
        coefficient=COEFFICIENTS,
        billed=BILLED,
        teeth=st.lists(st.integers(0, 99), max_size=2).map(tuple),
    )
    lines = [] if form.lines == "none" else data.draw(st.lists(line, max_size=4))
    text = st.text(st.characters(exclude_characters="{}"), max_size=9)
    answers = {"flag": st.sampled_from(["", "1"]), "date": DAYS.map(str), "choice": text}
    typed = {
        field.id: data.draw(answers.get(field.kind, text))
        for field in data.draw(st.lists(st.sampled_from(form.fields), unique_by=lambda f: f.id))
    }
    day = data.draw(DAYS)
    case = case_of(
        BOOK,
        form.id,
        lines,
        care_date=data.draw(st.none() | st.just(day)),
        deposit_date=day,
        mutuelle=data.draw(MUTUELLES),
        person=aged(data.draw(st.integers(0, 90)), day, data.draw(st.sampled_from(Relation))),
        fields=typed,
        products={code: product(code, ppv="34.60", base="28.00") for code in ("0", "1")},
        without=data.draw(st.lists(st.sampled_from([piece.id for piece in form.pieces]), unique=True)),
    )
    evaluation = evaluate(case)
    _check(evaluation.quote)
    heavy = {finding.standing for finding in evaluation.findings}
    if Level.BLOCK in heavy:
        assert evaluation.verdict is Verdict.NOT_RECEIVABLE
    elif Level.WARN in heavy:
        assert evaluation.verdict is Verdict.WITH_WARNINGS
    else:
        assert evaluation.verdict is Verdict.COMPLETE
    keys = [finding.key for finding in evaluation.findings]
    assert len(keys) == len(set(keys)), "two findings of one name"
    for finding in evaluation.findings:
        assert finding.source.title
        assert "{" not in finding.text.fr + finding.text.ar, "a detail was left out of a sentence"
    missing = [piece.id for piece in evaluation.pieces if not piece.present and piece.level is not Level.NOTE]
    assert {f"piece/{name}" for name in missing} <= set(keys)
    assert evaluate(case) == evaluation, "the same case, another answer"
