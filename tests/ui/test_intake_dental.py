"""The dental form at the window: chart and lines together, what folds, and what bad input gets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from amo_desk.domain.chart import Tone
from amo_desk.domain.dossier import Line
from amo_desk.rules.case import Earlier
from amo_desk.ui import messages
from amo_desk.ui.intake.dental import on_teeth
from amo_desk.ui.intake.state import offered
from amo_desk.ui.shortcuts import Key
from amo_desk.ui.widgets.tooth_chart import ToothChart
from amo_desk.usecases import demo, intake
from ui.counter import Counter, rows, settle, texts
from ui.driving import ENTER, ESC, focused, write

DENTIST = "103458206"
SIZES = ((1366, 768), (1100, 640))
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def dental(counter: Counter) -> Counter:
    counter.log_in()
    counter.begin(3, member=3)
    counter.header(care_date="12/11", prescriber_inpe=DENTIST, invoice_number="D-77", declared_amount="1050")
    return counter


def chart(counter: Counter) -> ToothChart:
    return counter.intake.view.form.teeth.chart


def click(
    counter: Counter, tooth: int, face: str = "", with_: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    shown = chart(counter)
    QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, with_, shown.position(tooth, face))
    settle()


def lines(counter: Counter) -> tuple[Line, ...]:
    return counter.content().lines


def typed(counter: Counter, entry: str) -> None:
    write(entry)
    counter.press(ENTER)


def put(counter: Counter, line: Line) -> None:
    """Adds a line as the rules would understand it from words."""
    counter.work().put(line)
    counter.intake._show_work()


def prepared(counter: Counter) -> str:
    shown = counter.intake.view.form.lines.prepared
    return shown.text() if shown.isVisible() else ""


def edit(counter: Counter, row: int, column: int, text: str) -> None:
    table = counter.intake.view.form.lines.table
    table.setFocus()
    table.setCurrentIndex(table.model().index(row, column))
    counter.press(Qt.Key.Key_Space)
    editor = focused()
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    write(text)
    counter.press(ENTER)


# from the chart to the lines


def test_the_chart_has_its_key_on_dental_forms_only(dental: Counter) -> None:
    dental.press(Key.TEETH)
    assert focused() is chart(dental)
    dental.press(ESC)
    dental.begin(1)
    assert Key.TEETH not in {action.key for action in dental.intake.actions_now()}
    assert not dental.intake.view.form.teeth.isVisible()


def test_teeth_and_faces_chosen_by_keys_get_the_act_that_is_typed(dental: Counter) -> None:
    dental.press(Key.TEETH)
    write("16 46 mo")
    assert prepared(dental) == "16 46 · MO"
    dental.press(ENTER)
    entry = dental.intake.view.form.lines.entry
    assert focused() is entry
    assert entry.accessibleDescription() == "pour les dents 16 46, faces mésiale, occlusale"
    typed(dental, "d701 = 400")
    (line,) = lines(dental)
    assert (line.code, line.teeth, line.faces, line.billed) == ("D701", (16, 46), "MO", 40_000)
    assert prepared(dental) == ""
    assert chart(dental).choice.teeth == frozenset()
    assert focused() is entry


def test_teeth_chosen_by_the_mouse_get_the_act_that_is_typed(dental: Counter) -> None:
    click(dental, 26, "O")
    click(dental, 27, with_=CONTROL)
    assert prepared(dental) == "26 27 · O"
    dental.press(Key.ENTRY)
    typed(dental, "D700")
    assert [(line.teeth, line.faces, line.billed) for line in lines(dental)] == [((26, 27), "O", None)]
    typed(dental, "350")
    assert lines(dental)[0].billed == 35_000


def test_words_are_looked_for_with_the_chosen_faces(dental: Counter) -> None:
    dental.press(Key.TEETH)
    write("46mo")
    dental.press(ENTER)
    typed(dental, "carie = 200")
    assert [(line.code, line.teeth, line.faces, line.billed) for line in lines(dental)] == [
        ("D701", (46,), "MO", 20_000)
    ]
    click(dental, 16, "O")
    dental.press(Key.ENTRY)
    typed(dental, "D706 = 600")
    assert (lines(dental)[1].code, lines(dental)[1].teeth, lines(dental)[1].faces) == ("D706", (16,), "")


def test_an_offer_goes_away_when_another_act_is_typed(dental: Counter) -> None:
    typed(dental, "46 carie = 200")
    offer = dental.intake.view.form.lines.choices
    assert offer.isVisible()
    dental.press(Key.ENTRY)
    dental.intake.view.form.lines.entry.selectAll()
    typed(dental, "16 D706 = 600")
    assert not offer.isVisible()
    assert [line.code for line in lines(dental)] == ["D706"]


def test_a_double_click_is_ready_for_the_act(dental: Counter) -> None:
    shown = chart(dental)
    place = shown.position(36)
    QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=place)
    # Qt's double click leaves the button down.
    QTest.mouseRelease(shown.viewport(), Qt.MouseButton.LeftButton, pos=place)
    settle()
    assert focused() is dental.intake.view.form.lines.entry
    assert prepared(dental) == "36"


def test_teeth_and_faces_that_are_typed_count_instead(dental: Counter) -> None:
    click(dental, 16, "O")
    dental.press(Key.ENTRY)
    typed(dental, "46 D701 MD = 200")
    assert [(line.teeth, line.faces) for line in lines(dental)] == [((46,), "MD")]


@pytest.mark.parametrize(
    "entry, teeth, said",
    [
        ("D701 MO = 200", (16,), "16 D701 MO = 200"),
        ("pulpectomie", (16, 17), "16 17 pulpectomie"),
        ("26 détartrage", (16,), "26 détartrage"),
        ("26,27 D700", (16,), "26,27 D700"),
        ("2* D708", (16,), "2* 16 D708"),
        ("D708", (), "D708"),
        ("14-17 D757 D754", (11,), "14-17 D757 D754"),
        ("implant 21 le 12/11", (16,), "implant 21 le 12/11"),
        ("implant le 12/11 = 50", (21,), "21 implant le 12/11 = 50"),
        ("12 dents plaque", (16,), "16 12 dents plaque"),
        ("Z 16", (21,), "Z 16"),
        ("  ", (16,), "  "),
    ],
)
def test_the_chosen_teeth_stand_where_teeth_are_typed(entry: str, teeth: tuple[int, ...], said: str) -> None:
    assert on_teeth(entry, teeth) == said


def test_backspace_in_an_empty_entry_takes_the_teeth_back(dental: Counter) -> None:
    click(dental, 16)
    dental.press(Key.ENTRY)
    write("D")
    dental.press(Qt.Key.Key_Backspace)
    assert prepared(dental) == "16"
    dental.press(Qt.Key.Key_Backspace)
    assert prepared(dental) == ""
    assert chart(dental).choice.teeth == frozenset()


def test_escape_in_the_chart_takes_the_choice_back_before_it_leaves(dental: Counter) -> None:
    click(dental, 16, "O")
    dental.press(ESC)
    assert prepared(dental) == ""
    assert dental.intake.work is not None
    dental.press(ESC)
    assert dental.intake.work is None


def test_a_face_that_was_clicked_is_left_out_where_the_act_is_done_on_none(dental: Counter) -> None:
    click(dental, 16, "O")
    dental.press(Key.ENTRY)
    typed(dental, "D706 = 600")
    assert [(line.teeth, line.faces) for line in lines(dental)] == [((16,), "")]


def test_a_scan_leaves_the_choice_as_it_was(dental: Counter) -> None:
    click(dental, 16, "O")
    dental.scan("D014-03-26-00001-81")
    dental.press(Key.BACK)
    dental.begin(3, member=3)
    click(dental, 16, "O")
    assert focused() is chart(dental)
    dental.scan(demo.PRESCRIBER)
    assert (chart(dental).choice.ordered, chart(dental).choice.faces) == ((16,), "O")
    assert dental.content().fields["prescriber_inpe"] == demo.PRESCRIBER


# from the lines to the chart


def test_marks_follow_the_lines(dental: Counter) -> None:
    dental.enter_lines("16 D706 = 600", "46 D701 MO = 200", "55 D700 O = 100")
    shown = chart(dental)
    assert [mark.code for mark in shown.look(16).marks] == ["D706"]
    assert shown.look(46).marks[0].faces == "MO"
    assert "lait" in dental.intake.view.form.teeth._milk.text()
    dental.press(Key.TEETH)
    write("t")
    assert [mark.code for mark in shown.look(55).marks] == ["D700"]
    write("t")
    table = dental.intake.view.form.lines.table
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, 0))
    dental.press(Qt.Key.Key_Delete)
    assert shown.look(16).marks == ()


def test_the_line_with_the_cursor_has_its_teeth_lit_and_a_marked_tooth_takes_the_cursor(dental: Counter) -> None:
    dental.enter_lines("16 17 D700 O = 400", "46 D701 MO = 200")
    shown, table = chart(dental), dental.intake.view.form.lines.table
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, 0))
    assert [tooth for tooth in (16, 17, 46) if shown.look(tooth).lit] == [16, 17]
    dental.press(Qt.Key.Key_Down)
    assert [tooth for tooth in (16, 17, 46) if shown.look(tooth).lit] == [46]
    click(dental, 17)
    assert table.currentIndex().row() == 0
    assert shown.look(16).lit
    dental.press(Key.TEETH)
    write("46")
    assert table.currentIndex().row() == 1
    assert focused() is shown


def test_earlier_dossiers_stand_in_another_tone(dental: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    work = dental.work()
    before = Earlier(
        number="D014-03-25-00007-11",
        form="dental_care",
        care_day=date(2025, 3, 4),
        prescriber=DENTIST,
        billed=30_000,
        lines=(Line(code="D702", teeth=(36,), faces="MOD", billed=30_000),),
        absent=(28,),
    )
    monkeypatch.setattr(work, "known", replace(work.known, earlier=(before,)))
    dental.intake._show_work()
    shown = chart(dental)
    (mark,) = shown.look(36).marks
    assert (mark.tone, mark.day, mark.number) == (Tone.EARLIER, date(2025, 3, 4), "D014-03-25-00007-11")
    assert shown.look(28).absent
    dental.press(Key.TEETH)
    write("28x")
    assert "dossier antérieur" in dental.said[-1][1]
    assert shown.look(28).absent


def test_teeth_told_missing_are_kept_in_the_draft(dental: Counter) -> None:
    dental.press(Key.TEETH)
    write("38x28x18x28x")
    assert dental.content().fields["absent_teeth"] == "18 38"
    assert chart(dental).look(38).absent
    draft = dental.work().dossier.id
    dental.press(ESC)
    kept = intake.get(dental.workplace.desk, draft)
    assert kept.content.fields["absent_teeth"] == "18 38"
    dental.workplace.open_dossier(draft)
    assert chart(dental).look(18).absent


def test_a_draft_of_milk_teeth_opens_on_them(dental: Counter) -> None:
    dental.enter_lines("55 D700 O = 100")
    draft = dental.work().dossier.id
    dental.press(ESC, ESC)
    dental.workplace.open_dossier(draft)
    assert chart(dental).milk
    dental.press(ESC)
    dental.begin(3, member=3)
    assert not chart(dental).milk


# the table


def shown(counter: Counter) -> list[list[str]]:
    return rows(counter.intake.view.form.lines.table)


def test_an_amount_is_a_sentence_under_its_act(dental: Counter) -> None:
    dental.enter_lines("16 D706 = 600", "16 17 D700 O = 300", "D708 = 250")
    put(dental, Line(code="D757", label="Bridge", teeth=(46,), billed=90_000))
    told = [row[1].split("\n")[1] for row in shown(dental)]
    assert told[0] == "D 25 × 17,50 = 437,50 DH × 80 %"
    assert told[1] == "D 10 × 17,50 × 2 = 350,00 DH, facturé 300,00 DH × 80 %"
    assert told[2] == "D 12 × 17,50 = 210,00 DH × 80 %"
    assert told[3] == messages.REASONS[dental.work().evaluation.quote.lines[3].reason]


def test_the_nature_of_a_bridge_stands_in_its_act(dental: Counter) -> None:
    bridge = Line(code="D757", label="Bridge", teeth=(46, 47), nature="D754", billed=90_000)
    put(dental, bridge)
    put(dental, replace(bridge, label="Bridge : Couronne céramo-métal"))
    first, second = (row[1] for row in shown(dental))
    assert first.startswith("D757 Bridge\ncomme D754 Couronne céramo-métal")
    assert second.startswith("D757 Bridge : Couronne céramo-métal\ncomme D754")
    assert "D754 Couronne" not in second


def test_the_day_of_an_act_is_typed_where_it_is_not_that_of_the_care(dental: Counter) -> None:
    dental.enter_lines("16 D706 = 600")
    assert shown(dental)[0][3] == "–"
    edit(dental, 0, 3, "5/11")
    assert lines(dental)[0].day == date(2026, 11, 5)
    assert shown(dental)[0][3] == "05/11"
    edit(dental, 0, 3, "31/02")
    assert dental.said[-1] == ("bad", "Ce n'est pas un jour. Exemples : 12/11, h pour hier.")
    assert lines(dental)[0].day == date(2026, 11, 5)
    edit(dental, 0, 3, "")
    assert lines(dental)[0].day is None


def test_an_offer_of_acts_shows_code_label_and_coefficient(dental: Counter) -> None:
    view, work = dental.intake.view.form.lines, dental.work()
    choices = tuple(intake.understand(dental.workplace.desk, work.dossier, e).line for e in ("16 D704", "16 D706"))
    view.offer(offered(dental.workplace.desk.rulebook, work.form, tuple(line for line in choices if line)))
    settle()
    assert view.choices.accessibleName() == "Actes correspondants"
    assert view.choices.item(1).text() == "16 · D706 · Pulpectomie coronaire et radiculaire, molaire · D 25"
    dental.press(Qt.Key.Key_Down, ENTER)
    assert [line.code for line in lines(dental)] == ["D706"]


# what folds


def size(counter: Counter, width: int, height: int) -> None:
    assert counter.window is not None
    counter.window.resize(width, height)
    settle()


def parts(counter: Counter) -> list[QWidget]:
    form = counter.intake.view.form
    folds = [fold.summary if not fold.is_open else fold.body for fold in (form._header, form._handed)]
    return [folds[0], form.teeth, form.lines.table, form.lines.entry, folds[1]]


def overlapping(counter: Counter) -> list[str]:
    """Parts of the form that stand over each other or outside it."""
    form = counter.intake.view.form
    found = []
    below = 0
    for part in parts(counter):
        top = part.mapTo(form, QPoint(0, 0)).y()
        if top < below or not part.isVisible():
            found.append(f"{type(part).__name__} at {top}, taken to {below}")
        below = top + part.height()
        if part.mapTo(form, QPoint(part.width(), 0)).x() > form.width():
            found.append(f"{type(part).__name__} is too wide")
    if below > form.height():
        found.append(f"the form ends at {form.height()}, its last part at {below}")
    return found


@pytest.mark.parametrize("width, height", SIZES)
def test_what_the_work_is_not_in_is_one_line(dental: Counter, width: int, height: int) -> None:
    size(dental, width, height)
    form = dental.intake.view.form
    dental.enter_lines("16 D706 = 600", "46 D701 MO = 200", "D708 = 250")
    open_now = []
    for key in (Key.HEADER, Key.TEETH, Key.ENTRY, Key.PIECES, Key.HEADER):
        dental.press(key)
        open_now.append((form._header.is_open, form._handed.is_open))
        assert overlapping(dental) == [], key
        assert chart(dental).height() >= 84
        assert form.lines.table.viewport().height() >= 40
    assert open_now == [(True, False), (False, False), (False, False), (False, True), (True, False)]
    bars = [bar for bar in form.findChildren(QScrollBar) if bar.isVisible()]
    assert all(bar.parent().parent() in (form.lines.table, form.pieces) for bar in bars)


def test_the_lines_say_what_is_folded(dental: Counter) -> None:
    form = dental.intake.view.form
    dental.tick_all()
    dental.press(Key.PIECES, Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Space)
    dental.press(Key.ENTRY)
    said = form._header.summary.accessibleName().replace("\N{NO-BREAK SPACE}", " ")
    assert said == "12/11/2026 · Dr S. Lahbabi · privé · facture D-77 · 1 050,00 DH"
    assert form._handed.summary.accessibleName() == "Pièces : 3/3 · mentions 15/16"
    dental.header(care_date="31/02/2026")
    dental.press(Key.ENTRY)
    assert form._header.summary.accessibleName().startswith("! 31/02/2026 · ")
    assert form._header.summary.property("tone") == "bad"


def test_a_click_on_a_line_opens_what_is_in_it(dental: Counter) -> None:
    form = dental.intake.view.form
    dental.press(Key.ENTRY)
    QTest.mouseClick(form._header.summary, Qt.MouseButton.LeftButton)
    settle()
    assert focused() is form.inputs["care_date"].editor
    assert form._header.is_open
    QTest.mouseClick(form._handed.summary, Qt.MouseButton.LeftButton)
    settle()
    assert focused() is form.pieces
    assert (form._header.is_open, form._handed.is_open) == (False, True)


def test_tab_walks_through_what_is_folded_too(dental: Counter) -> None:
    form = dental.intake.view.form
    dental.press(Key.HEADER)
    walked: list[QWidget] = []
    for _ in range(len(form.inputs) + 4):
        walked.append(focused())
        dental.press(Qt.Key.Key_Tab)
    wanted = [*(made.editor for made in form.inputs.values()), chart(dental), form.lines.entry, form.lines.table]
    assert walked[: len(wanted)] == wanted
    assert form.pieces in walked


def test_a_click_on_a_tooth_folds_the_header_only_after_a_double_click_may_have_come(
    qtbot: QtBot, dental: Counter
) -> None:
    form = dental.intake.view.form
    dental.press(Key.HEADER)
    shown_chart = chart(dental)
    before = shown_chart.mapTo(form, QPoint(0, 0))
    QTest.mousePress(shown_chart.viewport(), Qt.MouseButton.LeftButton, pos=shown_chart.position(46))
    assert focused() is shown_chart
    assert shown_chart.mapTo(form, QPoint(0, 0)) == before
    QTest.mouseRelease(shown_chart.viewport(), Qt.MouseButton.LeftButton, pos=shown_chart.position(46))
    qtbot.waitUntil(lambda: not form._header.is_open)
    assert chart(dental).choice.ordered == (46,)


def test_on_a_tall_window_all_stays_open(dental: Counter) -> None:
    size(dental, 1920, 1080)
    form = dental.intake.view.form
    for key in (Key.HEADER, Key.TEETH, Key.ENTRY, Key.PIECES):
        dental.press(key)
        assert (form._header.is_open, form._handed.is_open) == (True, True)
        assert overlapping(dental) == []
    size(dental, 1366, 768)
    assert not (form._header.is_open and form._handed.is_open)


def test_other_forms_never_fold(counter: Counter) -> None:
    counter.log_in()
    counter.begin(1)
    size(counter, 1100, 640)
    form = counter.intake.view.form
    for key in (Key.HEADER, Key.ENTRY, Key.PIECES):
        counter.press(key)
        assert (form._header.is_open, form._handed.is_open) == (True, True)


def test_prostheses_fit_with_what_no_source_gives(counter: Counter) -> None:
    counter.log_in()
    counter.search("0123456")
    counter.press(ENTER)
    typed(counter, "protheses dentaires")
    for width, height in SIZES:
        size(counter, width, height)
        for key in (Key.HEADER, Key.TEETH, Key.ENTRY, Key.PIECES):
            counter.press(key)
            assert overlapping(counter) == [], (width, key)


# what bad input gets


def test_a_tooth_that_nobody_has_stands_at_its_line_and_nowhere_on_the_chart(dental: Counter) -> None:
    dental.enter_lines("19 D700 = 100")
    assert "19" in shown(dental)[0][1].split("\n")[-1]
    assert any("19" in finding for finding in dental.findings())
    assert shown(dental)[0][-1] == "✕"
    table = dental.intake.view.form.lines.table
    table.setFocus()
    dental.press(Qt.Key.Key_Home)
    assert not any(chart(dental).look(tooth).lit for tooth in (16, 11, 46))


@pytest.mark.parametrize("entry", ["11 D701 OP = 200", "46 D701 PI = 200", "85 D701 MO = 200", "16 46 D701 IL = 100"])
def test_faces_that_a_tooth_does_not_have_break_nothing(dental: Counter, entry: str) -> None:
    dental.enter_lines(entry)
    assert len(lines(dental)) == 1
    dental.press(Key.TEETH)
    write("t")
    chart(dental).grab()
    write("t")
    chart(dental).grab()


def test_a_face_on_a_tooth_that_is_gone_breaks_nothing(dental: Counter) -> None:
    dental.press(Key.TEETH)
    write("46xmo")
    dental.press(ENTER)
    typed(dental, "D701 = 200")
    look = chart(dental).look(46)
    assert look.absent
    assert look.marks[0].faces == "MO"
    chart(dental).grab()


def test_a_finding_at_a_line_takes_the_cursor_there(dental: Counter) -> None:
    dental.enter_lines("16 D706 = 600", "19 D700 = 100")
    table = dental.intake.view.form.lines.table
    table.setCurrentIndex(table.model().index(0, 0))
    dental.press(Key.FINDINGS, Qt.Key.Key_Home)
    row = next(place for place, words in enumerate(dental.findings()) if "19" in words)
    dental.press(*[Qt.Key.Key_Down] * row, ENTER)
    assert table.currentIndex().row() == 1


def test_everything_of_the_chart_has_words(dental: Counter) -> None:
    panel = dental.intake.view.form.teeth
    said = texts(panel)
    assert all(words in said for words in ("ce dossier", "antérieur", "refusé", "absente"))
    assert all(button.accessibleName() for button in panel.findChildren(QPushButton))
    assert all(found.text() or found.pixmap().isNull() for found in panel.findChildren(QLabel))
