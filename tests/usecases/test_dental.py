"""Dental acts as they are typed: by code, by words, by tooth, in any order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from dossiers import receivable

from amo_desk.domain.chart import MarkKind, Tone
from amo_desk.domain.dossier import Content, Dossier, Line
from amo_desk.domain.errors import Refused
from amo_desk.domain.lines import edited
from amo_desk.usecases import dental, intake
from amo_desk.usecases.desk import Desk

TODAY = date(2026, 11, 23)


@pytest.fixture
def draft(desk: Desk) -> Dossier:
    return receivable(desk, "dental_care")[0]


@pytest.mark.parametrize(
    "typed, expected",
    [
        ("16 D701 MO", Line(code="D701", teeth=(16,), faces="MO")),
        ("16 MO D701", Line(code="D701", teeth=(16,), faces="MO")),
        ("d701 16 mo", Line(code="D701", teeth=(16,), faces="MO")),
        ("14-17 D757 D754", Line(code="D757", teeth=(17, 16, 15, 14), nature="D754")),
        ("14 - 17 D754 D757", Line(code="D757", teeth=(17, 16, 15, 14), nature="D754")),
        ("13-22 d757 d999", Line(code="D757", teeth=(13, 12, 11, 21, 22), nature="D999")),
        ("26 détartrage", Line(code="D708", teeth=(26,))),
        ("DETARTRAGE", Line(code="D708")),
        ("21 22 couronne céramo-métal", Line(code="D754", teeth=(21, 22))),
        ("implant 21", Line(code="IMPLANT", teeth=(21,))),
        ("couronne implant 21", Line(code="IMPLANT-C", teeth=(21,))),
        ("5 dents plaque", Line(code="D763")),
        ("dentier 14 dents", Line(code="D772")),
        ("plaque 11 12 21 18", Line(code="D761", teeth=(11, 12, 21, 18))),
        ("16 carie mo", Line(code="D701", teeth=(16,), faces="MO")),
        ("16 plombage MODV", Line(code="D702", teeth=(16,), faces="MODV")),
        ("26 dévitalisation", Line(code="D706", teeth=(26,))),
        ("11 canal", Line(code="D704", teeth=(11,))),
        ("panoramique", Line(code="T151")),
        ("بانورامية", Line(code="T151")),
        ("16 D701 MO le 12/11", Line(code="D701", teeth=(16,), faces="MO", day=date(2026, 11, 12))),
        ("D708 @h", Line(code="D708", day=date(2026, 11, 22))),
        ("détartrage le j", Line(code="D708", day=TODAY)),
        ("19 D999", Line(code="D999", teeth=(19,))),
        ("D757 D754", Line(code="D757", nature="D754")),
        ("C", Line(code="C")),
        ("16 V D700", Line(code="D700", teeth=(16,), faces="V")),
        ("Z 16", Line(code="Z", coefficient=Decimal(16))),
        ("2*détartrage", Line(code="D708", quantity=2)),
        (
            "16 D701 MO le 12/11 = 250",
            Line(code="D701", teeth=(16,), faces="MO", day=date(2026, 11, 12), billed=25_000),
        ),
    ],
)
def test_one_act(desk: Desk, draft: Dossier, typed: str, expected: Line) -> None:
    line = intake.understand(desk, draft, typed).line
    assert line
    assert replace(line, label="") == expected


@pytest.mark.parametrize(
    "typed, codes",
    [
        ("16 carie", ["D700", "D701", "D702"]),
        ("céramique 11", ["D900", "D901", "D902"]),
        ("bague", ["D629", "D641"]),
        ("couronne jacket", ["D755", "D756"]),
    ],
)
def test_several_acts_to_choose_from(desk: Desk, draft: Dossier, typed: str, codes: list[str]) -> None:
    entry = intake.understand(desk, draft, typed)
    assert entry.line is None
    assert [line.code for line in entry.choices] == codes


def test_the_likeliest_stands_first(desk: Desk, draft: Dossier) -> None:
    assert intake.understand(desk, draft, "46 extraction").choices[0].code == "D713"
    assert intake.understand(desk, draft, "55 arrachage").choices[0].code == "D715"
    assert intake.understand(desk, draft, "16 couronne").choices[0].code == "D748"


def test_after_the_first_extraction_of_a_session_the_following_one_is_meant(desk: Desk, draft: Dossier) -> None:
    content = Content(fields={"care_date": "2026-11-20"}, lines=(Line(code="D713", teeth=(46,)),))
    after = replace(draft, content=content)
    offered = [line.code for line in intake.understand(desk, after, "47 extraction").choices]
    assert offered[0] == "D714"
    assert "D713" not in offered
    assert intake.understand(desk, after, "47 extraction le 12/11").choices[0].code == "D713", "another session"


@pytest.mark.parametrize(
    "typed, natures",
    [
        ("14-17 D757", ["D748", "D749", "D750", "D751", "D752", "D753", "D754", "D755", "D756", "D900"]),
        ("bridge 14-17", ["D748", "D749", "D750", "D751", "D752", "D753", "D754", "D755", "D756", "D900"]),
        ("pont céramo 14-17", ["D754", "D755", "D900"]),
    ],
)
def test_a_bridge_asks_for_its_nature(desk: Desk, draft: Dossier, typed: str, natures: list[str]) -> None:
    choices = intake.understand(desk, draft, typed).choices
    assert [line.nature for line in choices] == natures
    assert {(line.code, line.teeth) for line in choices} == {("D757", (17, 16, 15, 14))}
    assert len({line.label for line in choices}) == len(natures), "choices that nobody can tell apart"


@pytest.mark.parametrize(
    "typed, code",
    [
        ("16", "entry.dental"),
        ("1 D700", "entry.dental"),
        ("116 D700", "entry.dental"),
        ("16 D700 carie", "entry.dental"),
        ("D700 D701 D702", "entry.dental"),
        ("16 D700 D754", "entry.nature"),
        ("16 16 D701", "entry.tooth_twice"),
        ("14-17 15 D701", "entry.tooth_twice"),
        ("14-43 D757", "entry.tooth_range"),
        ("18-19 D757", "entry.tooth_range"),
        ("2*16 D701", "entry.quantity_and_teeth"),
        ("D700 le 32/13", "entry.day"),
        ("D700 @demain", "entry.day"),
        ("16 xyzzy", "entry.no_dental_act"),
        ("!!!", "entry.no_dental_act"),
        ("Z 0", "entry.coefficient"),
    ],
)
def test_what_is_not_understood_says_why(desk: Desk, draft: Dossier, typed: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        intake.understand(desk, draft, typed)
    assert refusal.value.code == code


def test_cells_of_a_bridge_are_typed_over(desk: Desk, draft: Dossier) -> None:
    line = intake.understand(desk, draft, "14-15 D757 D754").line
    assert line
    assert line.label == "Bridge, par élément : Couronne céramo-métal"
    golden = edited(line, "nature", " d751 ", TODAY)
    assert (golden.nature, golden.label) == ("D751", "Bridge, par élément")
    assert edited(golden, "nature", "", TODAY).nature == ""
    assert edited(line, "day", "12/11", TODAY).day == date(2026, 11, 12)
    assert edited(edited(line, "day", "h", TODAY), "day", "–", TODAY).day is None
    with pytest.raises(Refused, match=r"entry\.day"):
        edited(line, "day", "demain", TODAY)
    assert edited(line, "teeth", "24-26", TODAY).teeth == (24, 25, 26)


def _judged(desk: Desk, draft: Dossier, *lines: Line) -> tuple[Content, list[dental.Quotation | None]]:
    content = Content(fields={"care_date": "2026-11-20"}, lines=lines)
    quote = intake.judge(desk, draft, content, intake.known(desk, draft, content)).quote
    return content, [dental.quotation(desk.rulebook, a, b) for a, b in zip(lines, quote.lines, strict=True)]


def test_an_amount_is_told_as_a_sentence(desk: Desk, draft: Dossier) -> None:
    _, told = _judged(
        desk,
        draft,
        Line(code="D706", teeth=(16,), billed=50_000),
        Line(code="D757", teeth=(14, 15), nature="D754", billed=500_000),
        Line(code="D757", teeth=(14, 15), billed=500_000),
        Line(code="C", billed=15_000),
        Line(code="IMPLANT", teeth=(21,), billed=15_000),
        Line(code="D999", billed=1),
    )
    care, bridge, unknown, visit, implant, nothing = told
    assert care == dental.Quotation(
        letter="D", coefficient=Decimal(25), value=Decimal("17.50"), units=1, rate=Decimal("0.80")
    )
    assert bridge
    assert (bridge.coefficient, bridge.value, bridge.units) == (180, Decimal("12.50"), 2)
    assert visit
    assert (visit.letter, visit.coefficient, visit.value) == ("C", 1, 80)
    assert (unknown, implant, nothing) == (None, None, None)


def test_the_mouth_of_a_content(desk: Desk, draft: Dossier) -> None:
    content = Content(
        fields={"care_date": "2026-11-20", "absent_teeth": "18"},
        lines=(Line(code="IMPLANT", teeth=(21,)), Line(code="D706", teeth=(16,))),
    )
    known = intake.known(desk, draft, content)
    found = dental.mouth(desk, draft, content, known, intake.judge(desk, draft, content, known))
    assert [(m.tooth, m.kind, m.tone) for m in found.marks] == [
        (21, MarkKind.IMPLANT, Tone.REFUSED),
        (16, MarkKind.ROOT, Tone.NOW),
    ]
    assert found.absent == {18}
