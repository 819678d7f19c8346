"""What is kept whole comes back as it was, whatever people type; the same record always gives the same bytes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shared import SHARED, needs_shared

from amo_desk.domain.dossier import Content, Line, Override
from amo_desk.domain.findings import Evaluation
from amo_desk.domain.lot import LotLine
from amo_desk.store import codec
from amo_desk.usecases import intake, lookup
from amo_desk.usecases.desk import Desk

pytestmark = pytest.mark.both_stores

HOSTILE = (
    "",
    "\x00",
    "'; DROP TABLE dossiers; --",
    "{code} {{}} %s %(x)s",
    "=HYPERLINK(1)",
    "<b>&amp;</b>]]>",
    "\u202eabc\u202c",
    "e\u0301 \u00e9 \ufb01 \ufeff",
    "أَحْمَد الْعَلَمِي",
    "\U0001f9b7" * 50,
    "a" * 100_000,
)
TEXTS = st.text(max_size=60) | st.sampled_from(HOSTILE[:-1])
LINES = st.builds(
    Line,
    code=TEXTS,
    label=TEXTS,
    quantity=st.integers(1, 999),
    coefficient=st.none() | st.decimals("0.01", "9999", places=2),
    billed=st.none() | st.integers(0, 9_999_999_999),
    teeth=st.lists(st.integers(0, 99), max_size=5).map(tuple),
    faces=TEXTS,
)
CONTENTS = st.builds(
    Content,
    fields=st.dictionaries(TEXTS, TEXTS, max_size=8),
    lines=st.lists(LINES, max_size=5).map(tuple),
    ticks=st.frozensets(TEXTS, max_size=20),
    overrides=st.lists(st.builds(Override, finding=TEXTS, reason=TEXTS, agent=TEXTS), max_size=3).map(tuple),
)


@given(CONTENTS)
def test_a_content_comes_back_as_it_was(content: Content) -> None:
    data = codec.encoded(content)
    assert codec.content(data) == content
    assert codec.encoded(codec.content(data)) == data


@given(CONTENTS, st.randoms())
def test_the_order_of_fields_and_ticks_leaves_no_trace(content: Content, random: object) -> None:
    names, ticks = list(content.fields), list(content.ticks)
    random.shuffle(names)  # type: ignore[attr-defined]
    random.shuffle(ticks)  # type: ignore[attr-defined]
    shuffled = replace(content, fields={name: content.fields[name] for name in names}, ticks=frozenset(ticks))
    assert codec.encoded(shuffled) == codec.encoded(content)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_hostile_text_is_saved_and_read_from_the_store(desk: Desk, text: str) -> None:
    _saved_and_read(desk, text)


@needs_shared
def test_the_big_list_of_naughty_strings_is_saved_and_read(desk: Desk) -> None:
    strings = json.loads((SHARED / "torture" / "naughty" / "blns.json").read_text(encoding="utf-8"))
    assert len(strings) > 400
    _saved_and_read(desk, *strings)


def _saved_and_read(desk: Desk, *texts: str) -> None:
    hit = lookup.find(desk, "0123456").people[0]
    form = next(f for f in desk.rulebook.forms_on(desk.today()) if f.id == "consultation")
    dossier = intake.begin(desk, hit.family_id, hit.person_id, form)
    content = Content(
        fields={**dossier.content.fields, **{f"field{index}": text for index, text in enumerate(texts)}},
        lines=tuple(Line(code=text, label=text, faces=text) for text in texts),
        ticks=frozenset(texts),
        overrides=tuple(Override(finding=text, about=text, reason=text, agent=text) for text in texts),
    )
    intake.save(desk, dossier, content)
    read = intake.get(desk, dossier.id)
    assert read.content == content
    assert codec.encoded(read.content) == codec.encoded(content)
    judged = intake.judge(desk, read, content, intake.known(desk, read, content))
    assert codec.evaluation(codec.encoded(judged)) == judged


def test_no_evaluation_is_none() -> None:
    absent: Evaluation | None = codec.evaluation(None)
    assert absent is None


def test_the_lines_of_a_lot_come_back_as_they_were() -> None:
    line = LotLine(
        number="D014-03-26-00127-91",
        immatriculation="0123456",
        affiliation="88-4512",
        insured="EXEMPLE Amina",
        beneficiary="مثال أمينة",
        relation="Assuré(e)",
        deposit_day=date(2026, 11, 23),
        care_day=None,
        pieces=4,
        billed=26_250,
        base=0,
        amo=21_000,
        complement=5_250,
        uncounted=1,
    )
    lines = (line, replace(line, care_day=date(2026, 11, 2), complement=None))
    assert codec.lot_lines(codec.encoded(lines)) == lines


def test_a_coefficient_keeps_its_digits() -> None:
    line = Line(code="B", coefficient=Decimal("120.50"))
    (read,) = codec.content(codec.encoded(Content(lines=(line,)))).lines
    assert str(read.coefficient) == "120.50"
