"""Lines at the window: acts, medicines and dental care as they are typed, scanned, changed and removed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt

from amo_desk.domain import lines as lines_domain
from amo_desk.domain.dossier import Line
from amo_desk.ui.shortcuts import Key
from ui.counter import Counter, rows, texts
from ui.driving import DOWN, ENTER, ESC, focused, write

FIRST, SECOND = "2000000000015", "2000000000022"
UNLISTED = "6118000140213"


def lines(counter: Counter) -> tuple[Line, ...]:
    return counter.content().lines


def shown(counter: Counter) -> list[list[str]]:
    return rows(counter.intake.view.form.lines.table)


@pytest.fixture
def acts(counter: Counter) -> Counter:
    counter.log_in()
    counter.begin(1)
    counter.header(care_date="12/11")
    counter.press(Key.ENTRY)
    return counter


@pytest.fixture
def medicines(listed: Counter) -> Counter:
    listed.log_in()
    listed.begin(2)
    listed.header(care_date="12/11")
    listed.press(Key.ENTRY)
    return listed


@pytest.fixture
def dental(counter: Counter) -> Counter:
    counter.log_in()
    counter.begin(3)
    counter.press(Key.ENTRY)
    return counter


def typed(counter: Counter, entry: str) -> None:
    write(entry)
    counter.press(ENTER)


SAID = {
    "cs = 300": Line(code="CS", billed=30_000),
    "B120=150,50": Line(code="B", coefficient=Decimal(120), billed=15_050),
    "2* c = 300": Line(code="C", quantity=2, billed=30_000),
}


def test_an_act_is_understood_as_it_is_said(acts: Counter) -> None:
    for entry in SAID:
        typed(acts, entry)
        assert focused() is acts.intake.view.form.lines.entry
        assert acts.intake.view.form.lines.entry.text() == ""
    assert [replace(line, label="", code=line.code.upper()) for line in lines(acts)] == list(SAID.values())


WRONG = {
    "XYZ 12": "Acte inconnu : XYZ",
    "???": "Saisissez une lettre-clé et son coefficient.",
    "Cs = beaucoup": "Ce n'est pas un montant.",
    "0* Cs": "Une quantité est un nombre entier de 1 à 999",
    "= 20": "Rien à ajouter",
}


def test_what_is_not_understood_is_told_and_stays_to_be_corrected(acts: Counter) -> None:
    entry = acts.intake.view.form.lines.entry
    for wrong, said in WRONG.items():
        entry.selectAll()
        typed(acts, wrong)
        assert acts.said[-1][0] == "bad"
        assert said in acts.said[-1][1]
        assert entry.text() == wrong
    assert lines(acts) == ()


def test_an_act_without_its_amount_asks_for_it_in_its_cell(acts: Counter) -> None:
    typed(acts, "B 120")
    assert focused() is not acts.intake.view.form.lines.entry
    typed(acts, "150")
    assert [line.billed for line in lines(acts)] == [15_000]
    assert shown(acts)[0][1:5] == ["120", "1", "150,00", "132,00"]
    assert focused() is acts.intake.view.form.lines.entry


def test_an_empty_entry_leads_on_to_the_pieces(acts: Counter) -> None:
    acts.press(ENTER)
    assert focused() is acts.intake.view.form.pieces


def edit(counter: Counter, row: int, column: int, text: str) -> None:
    table = counter.intake.view.form.lines.table
    table.setFocus()
    table.setCurrentIndex(table.model().index(row, column))
    table.edit(table.currentIndex())
    counter.press(Qt.Key.Key_Delete)
    typed(counter, text)


def test_cells_are_typed_over(acts: Counter) -> None:
    typed(acts, "B 120 = 150")
    edit(acts, 0, 1, "60,5")
    edit(acts, 0, 2, "2")
    edit(acts, 0, 3, "99,90")
    (line,) = lines(acts)
    assert (line.coefficient, line.quantity, line.billed) == (Decimal("60.5"), 2, 9_990)
    edit(acts, 0, 3, "")
    assert lines(acts)[0].billed is None
    assert any("montant" in finding.lower() for finding in acts.findings())


def test_typing_on_a_cell_opens_it(acts: Counter) -> None:
    typed(acts, "B 120 = 150")
    table = acts.intake.view.form.lines.table
    acts.press(Qt.Key.Key_Backtab)
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, 3))
    typed(acts, "175")
    assert lines(acts)[0].billed == 17_500


def test_what_a_cell_does_not_take_is_told_and_changes_nothing(acts: Counter) -> None:
    typed(acts, "B 120 = 150")
    before = lines(acts)
    for column, text in ((1, "beaucoup"), (1, "NaN"), (1, "-5"), (2, "0"), (2, "deux"), (2, "1000"), (3, "cent")):
        acts.said.clear()
        edit(acts, 0, column, text)
        assert [level for level, _ in acts.said] == ["bad"], text
        assert lines(acts) == before, text


def test_delete_removes_the_line_with_the_cursor(acts: Counter) -> None:
    for entry in ("Cs = 300", "B 120 = 150", "Z 16 = 200"):
        typed(acts, entry)
    table = acts.intake.view.form.lines.table
    table.setFocus()
    table.setCurrentIndex(table.model().index(1, 0))
    acts.press(Qt.Key.Key_Delete)
    assert [line.code.upper() for line in lines(acts)] == ["CS", "Z"]


def test_a_scanned_box_and_the_same_box_again_are_one_line(medicines: Counter) -> None:
    typed(medicines, FIRST)
    typed(medicines, SECOND)
    typed(medicines, FIRST)
    assert [(line.code, line.quantity, line.billed) for line in lines(medicines)] == [
        (FIRST, 2, 18_460),
        (SECOND, 1, 17_340),
    ]
    assert shown(medicines)[0][1:3] == ["2", "184,60"]


def test_a_number_of_boxes_stands_before_the_code(medicines: Counter) -> None:
    typed(medicines, f"3*{FIRST}")
    assert [(line.quantity, line.billed) for line in lines(medicines)] == [(3, 27_690)]
    edit(medicines, 0, 1, "2")
    assert [(line.quantity, line.billed) for line in lines(medicines)] == [(2, 18_460)]


def test_words_offer_products_and_enter_takes_the_marked_one(medicines: Counter) -> None:
    typed(medicines, "2*toubkalol")
    choices = medicines.intake.view.form.lines.choices
    assert focused() is choices
    assert choices.count() > 2
    wanted = choices.item(1).text()
    medicines.press(DOWN, ENTER)
    assert lines(medicines)[0].quantity == 2
    assert lines(medicines)[0].label in wanted
    assert focused() is medicines.intake.view.form.lines.entry


def test_escape_takes_the_offer_away_and_keeps_the_words(medicines: Counter) -> None:
    typed(medicines, "toubkalol")
    medicines.press(ESC)
    assert lines(medicines) == ()
    assert focused() is medicines.intake.view.form.lines.entry
    assert medicines.intake.view.form.lines.entry.text() == "toubkalol"
    assert medicines.intake.view.form.isVisible()


def test_a_code_outside_the_list_is_kept_and_told(medicines: Counter) -> None:
    typed(medicines, UNLISTED)
    medicines.press(ENTER)
    assert [line.code for line in lines(medicines)] == [UNLISTED]
    assert any(UNLISTED in finding for finding in medicines.findings())
    assert "non calculable" in texts(medicines.intake.view.verdict)


def test_no_product_says_what_to_do(medicines: Counter) -> None:
    for entry, said in (("zzyzx", "Aucun médicament"), ("12345678", "treize chiffres")):
        medicines.intake.view.form.lines.entry.selectAll()
        typed(medicines, entry)
        assert said in medicines.said[-1][1]
    assert lines(medicines) == ()


def test_dental_care_has_teeth_a_code_and_faces(dental: Counter) -> None:
    typed(dental, "46 d701 mo = 200")
    (line,) = lines(dental)
    assert (line.code, line.teeth, line.faces, line.billed) == ("D701", (46,), "MO", 20_000)
    assert shown(dental)[0][0] == "46"
    assert shown(dental)[0][2] == "M O"
    edit(dental, 0, 0, "36, 37")
    edit(dental, 0, 2, "d v")
    assert (lines(dental)[0].teeth, lines(dental)[0].faces) == ((36, 37), "DV")
    for column, wrong in ((0, "molaire"), (0, "36 36"), (2, "devant!")):
        dental.said.clear()
        edit(dental, 0, column, wrong)
        assert [level for level, _ in dental.said] == ["bad"], wrong
    assert (lines(dental)[0].teeth, lines(dental)[0].faces) == ((36, 37), "DV")


def test_a_tooth_that_nobody_has_is_found(dental: Counter) -> None:
    typed(dental, "59 D701 MO = 200")
    assert any("59" in finding for finding in dental.findings())


def test_dental_care_is_not_guessed(dental: Counter) -> None:
    typed(dental, "xyzzy")
    assert "Aucun acte ne correspond à « xyzzy »" in dental.said[-1][1]
    dental.intake.view.form.lines.entry.selectAll()
    typed(dental, "16 une couronne coulée")
    offered = dental.intake.view.form.lines.choices
    assert [offered.item(row).text().split(" · ")[2] for row in range(2)] == [
        "Couronne coulée, acier ou nickel-chrome",
        "Couronne coulée, or ou métal précieux",
    ]
    assert lines(dental) == ()


def test_the_same_act_twice_is_two_lines() -> None:
    act = Line(code="B", coefficient=Decimal(120))
    box = Line(code=FIRST, quantity=2, billed=None)
    assert not lines_domain.same_box(act, act)
    assert lines_domain.same_box(box, replace(box, billed=100))
    assert lines_domain.more_boxes(box, replace(box, billed=100)).billed is None


def test_a_price_that_does_not_divide_by_its_boxes_stays() -> None:
    line = Line(code=FIRST, quantity=3, billed=100)
    assert lines_domain.edited(line, "quantity", "2", date(2026, 11, 23)) == replace(line, quantity=2)
