"""The tooth chart alone: driven by keys and by the mouse at real places, read as a screen reader and looked at."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QColor, QHelpEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QToolTip
from pytestqt.qtbot import QtBot

from amo_desk import paths
from amo_desk.domain.chart import Mouth
from amo_desk.domain.teeth import ADULT, MILK, arches, faces_of
from amo_desk.domain.tooth_shapes import chart_shape
from amo_desk.ui import theme
from amo_desk.ui.widgets import tooth_chart
from amo_desk.ui.widgets.chart_panel import ChartPanel
from amo_desk.ui.widgets.tooth_chart import ToothChart
from ui.counter import settle
from ui.driving import write
from ui.mouths import MOUTH

LEFT, RIGHT, UP, DOWN = Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down
SPACE, ENTER, ESC = Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Escape
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT_BUTTON = Qt.MouseButton.LeftButton


@pytest.fixture
def chart(qtbot: QtBot) -> Iterator[ToothChart]:
    made = ToothChart(lambda code: {"D702": "Obturation, cavité composée, 3 faces et plus"}.get(code, ""))
    qtbot.addWidget(made)
    made.resize(700, round(700 * made.ratio()))
    made.show_mouth(MOUTH)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.setFocus()
    yield made
    QAccessible.setActive(False)


def press(chart: ToothChart, *keys: Qt.Key, with_: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        QTest.keyClick(chart, key, with_)


def click(
    chart: ToothChart, tooth: int, face: str = "", with_: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.mouseClick(chart.viewport(), LEFT_BUTTON, with_, chart.position(tooth, face))


def chosen(chart: ToothChart) -> tuple[tuple[int, ...], str]:
    return chart.choice.ordered, chart.choice.faces


# keys


def test_arrows_walk_along_and_across_the_arches_and_stop_at_their_ends(chart: ToothChart) -> None:
    for upper_tooth, lower_tooth in zip(*arches(milk=False), strict=True):
        write(str(upper_tooth))
        press(chart, DOWN)
        assert chart.choice.current == lower_tooth
        press(chart, UP)
        assert chart.choice.current == upper_tooth
    press(chart, RIGHT)
    assert chart.choice.current == 28
    press(chart, Qt.Key.Key_Home)
    walked = []
    for _ in range(16):
        walked.append(chart.choice.current)
        press(chart, RIGHT)
    assert tuple(walked) == arches(milk=False)[0]
    press(chart, DOWN, Qt.Key.Key_End, LEFT)
    assert chart.choice.current == 37
    assert chosen(chart) == ((), "")


@pytest.mark.parametrize("tooth", sorted(ADULT | MILK))
def test_two_figures_go_to_a_tooth_of_either_dentition(chart: ToothChart, tooth: int) -> None:
    write(str(tooth))
    assert chart.choice.current == tooth
    assert chart.milk is (tooth in MILK)
    assert chart.look(tooth).current


@pytest.mark.parametrize("number", ["19", "00", "56", "99"])
def test_a_number_that_no_tooth_has_is_told_and_changes_nothing(qtbot: QtBot, chart: ToothChart, number: str) -> None:
    write("26")
    with qtbot.waitSignal(chart.said) as told:
        write(number)
    assert number in told.args[0]
    assert (chart.choice.current, chosen(chart)) == (26, ((), ""))


def test_a_letter_between_two_figures_begins_anew(chart: ToothChart) -> None:
    write("1")
    press(chart, RIGHT)
    write("46")
    assert chart.choice.current == 46


def test_space_chooses_and_gives_back(chart: ToothChart) -> None:
    write("46")
    press(chart, SPACE)
    write("16")
    press(chart, SPACE)
    assert chosen(chart) == ((16, 46), "")
    press(chart, SPACE)
    assert chosen(chart) == ((46,), "")


def test_shift_extends_along_the_arch_and_back(chart: ToothChart) -> None:
    write("13")
    press(chart, RIGHT, RIGHT, RIGHT, with_=SHIFT)
    assert chosen(chart)[0] == (13, 12, 11, 21)
    press(chart, LEFT, with_=SHIFT)
    assert chosen(chart)[0] == (13, 12, 11)
    press(chart, DOWN, with_=SHIFT)
    assert chosen(chart)[0] == (13, 41)
    press(chart, Qt.Key.Key_End, with_=SHIFT)
    assert set(chosen(chart)[0]) == {13, 38}
    write("26")
    press(chart, RIGHT, with_=SHIFT)
    assert set(chosen(chart)[0]) == {13, 38, 26, 27}


@pytest.mark.parametrize("tooth", sorted(ADULT | MILK))
def test_only_faces_that_the_tooth_has_are_chosen(chart: ToothChart, tooth: int) -> None:
    told: list[str] = []
    chart.said.connect(told.append)
    write(str(tooth))
    for letter in "MODVLPI":
        write(letter.lower())
    teeth, faces = chosen(chart)
    assert teeth == (tooth,)
    assert set(faces) == set(faces_of(tooth))
    assert len(told) == 7 - len(faces_of(tooth))
    assert all(str(tooth) in words for words in told)
    for letter in faces:
        write(letter)
    assert chosen(chart) == ((tooth,), "")


def test_faces_stay_only_while_a_chosen_tooth_has_them(chart: ToothChart) -> None:
    write("16")
    write("op")
    write("46")
    press(chart, SPACE)
    assert chosen(chart) == ((16, 46), "OP")
    assert chart.look(46).faces == "O", "a lower tooth has no palatal face"
    write("16")
    press(chart, SPACE)
    assert chosen(chart) == ((46,), "O")


def test_enter_goes_to_the_entry_with_what_is_chosen_or_with_the_current_tooth(qtbot: QtBot, chart: ToothChart) -> None:
    write("26")
    with qtbot.waitSignal(chart.entry_wanted) as wanted:
        press(chart, ENTER)
    assert wanted.args == [(26,), ""]
    write("d")
    with qtbot.waitSignal(chart.entry_wanted) as wanted:
        press(chart, Qt.Key.Key_Enter)
    assert wanted.args == [(26,), "D"]


def test_escape_takes_the_choice_back_and_then_is_left_to_the_page(chart: ToothChart) -> None:
    write("26d")
    press(chart, ESC)
    assert chosen(chart) == ((), "")
    assert chart.choice.current == 26


def test_t_goes_to_the_other_dentition_at_the_same_place(qtbot: QtBot, chart: ToothChart) -> None:
    write("27")
    press(chart, SPACE)
    with qtbot.waitSignal(chart.dentition_changed) as changed:
        write("t")
    assert changed.args == [True]
    assert (chart.milk, chart.choice.current, chosen(chart)) == (True, 65, ((), ""))
    assert set(chart._items) == MILK
    write("T")
    assert (chart.milk, chart.choice.current) == (False, 25)
    assert set(chart._items) == ADULT


def test_x_asks_to_tell_the_tooth_missing(qtbot: QtBot, chart: ToothChart) -> None:
    write("37")
    with qtbot.waitSignal(chart.absent_toggled) as asked:
        write("x")
    assert asked.args == [37]


def test_other_keys_are_left_to_the_page(chart: ToothChart) -> None:
    before = chart.choice
    for key in (Qt.Key.Key_F5, Qt.Key.Key_Q):
        press(chart, key)
    press(chart, Qt.Key.Key_D, with_=CONTROL)
    assert chart.choice == before


# mouse


@pytest.mark.parametrize("size", [(440, 123), (700, 195), (1200, 334), (500, 250)])
def test_every_face_of_every_tooth_can_be_hit(chart: ToothChart, size: tuple[int, int]) -> None:
    chart.resize(*size)
    for milk in (False, True):
        chart.show_milk(milk)
        for tooth in (t for arch in arches(milk=milk) for t in arch):
            click(chart, tooth)
            assert chosen(chart) == ((tooth,), "")
            for face in faces_of(tooth):
                chart.clear()
                click(chart, tooth, face)
                assert chosen(chart) == ((tooth,), face)


def test_a_second_face_joins_and_the_same_one_goes(chart: ToothChart) -> None:
    click(chart, 46, "M")
    click(chart, 46, "O")
    assert chosen(chart) == ((46,), "MO")
    click(chart, 46, "M")
    assert chosen(chart) == ((46,), "O")
    click(chart, 16)
    assert chosen(chart) == ((16,), "")


def test_control_adds_and_shift_takes_all_between(chart: ToothChart) -> None:
    click(chart, 16)
    click(chart, 46, "O", with_=CONTROL)
    assert chosen(chart) == ((16, 46), "")
    click(chart, 16, with_=CONTROL)
    assert chosen(chart) == ((46,), "")
    chart.clear()
    click(chart, 24)
    click(chart, 26, with_=SHIFT)
    assert chosen(chart) == ((24, 25, 26), "")


def test_a_double_click_goes_to_the_entry(qtbot: QtBot, chart: ToothChart) -> None:
    place = chart.position(36, "O")
    with qtbot.waitSignal(chart.entry_wanted) as wanted:
        QTest.mouseClick(chart.viewport(), LEFT_BUTTON, pos=place)
        QTest.mouseDClick(chart.viewport(), LEFT_BUTTON, pos=place)
        # Qt's double click leaves the button down.
        QTest.mouseRelease(chart.viewport(), LEFT_BUTTON, pos=place)
    assert wanted.args[0] == (36,)


def test_a_click_beside_the_teeth_or_with_another_button_changes_nothing(chart: ToothChart) -> None:
    click(chart, 16)
    chart.show_milk(False)
    chart.resize(900, 195)
    QTest.mouseClick(chart.viewport(), LEFT_BUTTON, pos=QPoint(3, 3))
    QTest.mouseClick(chart.viewport(), Qt.MouseButton.RightButton, pos=chart.position(26))
    assert chosen(chart) == ((16,), "")


def tip(chart: ToothChart, tooth: int) -> str:
    at = chart.position(tooth)
    event = QHelpEvent(QEvent.Type.ToolTip, at, chart.viewport().mapToGlobal(at))
    QApplication.sendEvent(chart.viewport(), event)
    return QToolTip.text()


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_the_tip_tells_name_acts_faces_days_and_dossiers(chart: ToothChart) -> None:
    assert tip(chart, 36) == (
        "Dent 36, première molaire inférieure gauche\n"
        "D702 Obturation, cavité composée, 3 faces et plus · faces mésiale, occlusale, distale · 04/03/2025"
        " · dossier D014-03-25-00007-11"
    )
    assert "D754 couronne · refusé" in tip(chart, 21)
    assert tip(chart, 38).endswith("absente")
    assert "dent de sagesse" in tip(chart, 38)


# screen readers


def accessible(chart: ToothChart, tooth: int) -> tuple[str, QAccessible.Role, bool]:
    found = QAccessible.queryAccessibleInterface(chart.told(tooth))
    return found.text(QAccessible.Text.Name), found.role(), bool(found.state().checked)


def test_every_tooth_has_a_name_of_its_own_a_state_and_a_place(chart: ToothChart) -> None:
    for milk, teeth in ((False, ADULT), (True, MILK)):
        chart.show_milk(milk)
        names = {accessible(chart, tooth)[0] for tooth in teeth}
        assert len(names) == len(teeth)
        for tooth in teeth:
            assert accessible(chart, tooth)[0].startswith(f"Dent {tooth}, ")
            assert chart.told(tooth).geometry().contains(chart.position(tooth))
    parent = QAccessible.queryAccessibleInterface(chart)
    assert parent.text(QAccessible.Text.Name) == "Schéma dentaire"


def test_the_name_says_what_the_drawing_shows(chart: ToothChart) -> None:
    write("16")
    press(chart, SPACE)
    name, role, checked = accessible(chart, 16)
    assert name == "Dent 16, première molaire supérieure droite ; ce dossier : D706 ; sélectionnée"
    assert (role, checked) == (QAccessible.Role.CheckBox, True)
    assert accessible(chart, 36)[0] == "Dent 36, première molaire inférieure gauche ; antérieur : D702 M O D"
    assert accessible(chart, 33)[0].endswith("refusé : D701 M I")
    assert accessible(chart, 38)[0].endswith("; absente")
    write("v")
    assert accessible(chart, 16)[0].endswith("sélectionnée ; faces choisies : vestibulaire")
    assert chart.accessibleDescription() == accessible(chart, 16)[0]


def test_a_screen_reader_hears_the_tooth_one_comes_to_and_its_new_name(
    chart: ToothChart, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[tuple[str, QAccessible.Event]] = []

    def hear(event: object) -> None:
        heard.append((event.object().accessibleName(), event.type()))  # type: ignore[attr-defined]

    monkeypatch.setattr(tooth_chart.QAccessible, "updateAccessibility", hear)
    monkeypatch.setattr(tooth_chart.QAccessible, "isActive", lambda: True)
    write("26")
    press(chart, RIGHT)
    assert [name[:7] for name, kind in heard if kind == QAccessible.Event.Focus] == ["Dent 26", "Dent 27"]
    heard.clear()
    press(chart, SPACE)
    assert heard == [
        (
            "Dent 27, deuxième molaire supérieure gauche ; antérieur : D750 ; sélectionnée",
            QAccessible.Event.NameChanged,
        )
    ]


def test_a_screen_reader_can_choose_a_tooth(chart: ToothChart) -> None:
    told = chart.told(25)
    assert isinstance(told, QAbstractButton)
    told.click()
    assert chosen(chart) == ((25,), "")
    assert accessible(chart, 25)[2]


# what is seen


def picture(chart: ToothChart, scale: float = 1) -> QImage:
    image = QImage(chart.size() * scale, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(theme.current().colour("card"))
    chart.viewport().render(image)
    return image


def colours(chart: ToothChart, tooth: int, scale: float = 1) -> set[str]:
    """The colours at the place of a tooth."""
    image = picture(chart, scale)
    place = chart.told(tooth).geometry() & chart.viewport().rect()
    return {
        QColor(image.pixel(round(x * scale), round(y * scale))).name()
        for x in range(place.left(), place.right())
        for y in range(place.top(), place.bottom())
    }


@pytest.fixture(params=["light", "dark"])
def dressed(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    theme.apply(qapp, request.param, paths.bundled("resources/styles"))
    yield request.param
    theme.apply(qapp, "light", paths.bundled("resources/styles"))


@pytest.mark.parametrize("scale", [1, 2])
def test_tones_come_from_the_roles_of_the_theme(chart: ToothChart, dressed: str, scale: float) -> None:
    roles = theme.LIGHT if dressed == "light" else theme.DARK
    assert roles["accent"] in colours(chart, 46, scale)
    assert roles["red"] in colours(chart, 33, scale)
    assert {roles["accent"], roles["red"]} & colours(chart, 36, scale) == set()
    assert {roles["accent"], roles["red"]} & colours(chart, 17, scale) == set()


def ink(chart: ToothChart, tooth: int, face: str) -> float:
    """How much of a small square in the middle of a face is not the ground of the card."""
    image, middle = picture(chart, 2), chart.position(tooth, face) * 2
    ground = theme.current().roles["card"]
    around = [(x, y) for x in range(-7, 8) for y in range(-7, 8)]
    drawn = [QColor(image.pixel(middle.x() + x, middle.y() + y)).name() != ground for x, y in around]
    return sum(drawn) / len(drawn)


def test_a_face_of_this_dossier_is_full_an_earlier_one_hatched(chart: ToothChart) -> None:
    assert ink(chart, 46, "O") == 1
    assert 0.2 < ink(chart, 36, "O") < 0.95
    assert ink(chart, 17, "O") == 0


def test_a_tooth_that_is_gone_is_dashed(chart: ToothChart) -> None:
    image = picture(chart)

    def edge(tooth: int) -> list[bool]:
        crown = chart._items[tooth].tooth_shape.crown
        y = chart.mapFromScene(0, crown.y + crown.height / 2).y()
        start = chart.mapFromScene(crown.x, 0)
        top = chart.mapFromScene(0, crown.y + 8).y()
        bottom = chart.mapFromScene(0, crown.y + crown.height - 8).y()
        assert top < y < bottom
        near = range(start.x() - 1, start.x() + 2)
        return [any(QColor(image.pixel(x, y)).lightness() < 190 for x in near) for y in range(top, bottom)]

    assert all(edge(37))
    assert any(edge(38))
    assert not all(edge(38))


def test_a_chosen_tooth_and_that_of_a_line_have_frame_and_bar(chart: ToothChart) -> None:
    plain = colours(chart, 17)
    chart.light({17})
    lit = colours(chart, 17)
    click(chart, 17)
    framed = colours(chart, 17)
    assert theme.current().roles["accent"] not in plain
    assert theme.current().roles["accent"] in lit
    assert theme.current().roles["accent_soft"] in framed


def test_the_drawing_takes_the_room_and_keeps_its_shape(chart: ToothChart) -> None:
    for size in ((440, 123), (1400, 390), (300, 300)):
        chart.resize(*size)
        first, last = chart.told(18).geometry(), chart.told(38).geometry()
        assert chart.viewport().rect().adjusted(-1, -1, 1, 1).contains(first)
        assert chart.viewport().rect().adjusted(-1, -1, 1, 1).contains(last)
        widths = last.right() - first.left()
        heights = last.bottom() - first.top()
        assert heights / widths == pytest.approx(chart.ratio(), abs=0.02)


def test_arabic_does_not_turn_the_mouth_around(qapp: QApplication, chart: ToothChart) -> None:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        assert chart.position(18).x() < chart.position(28).x()
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_roots_keep_within_the_place_of_their_tooth() -> None:
    for milk in (False, True):
        for shape in chart_shape(milk=milk).teeth:
            place = shape.place
            for point in (point for curve in shape.root for point in curve):
                assert place.x <= point[0] <= place.x + place.width
                assert place.y <= point[1] <= place.y + place.height
            assert len(shape.canals) in (1, 2, 3)


# the panel around it


def test_the_panel_names_dentitions_and_says_where_one_is(qtbot: QtBot) -> None:
    panel = ChartPanel(str)
    qtbot.addWidget(panel)
    panel.resize(900, 260)
    panel.show_mouth(MOUTH)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    panel.give_height(200)
    assert panel._permanent.isVisible()
    assert panel._milk.text() == "lait (1)"
    panel.chart.setFocus()
    write("46")
    assert panel.caption.toolTip() == "Dent 46, première molaire inférieure droite · D701"
    write("i")
    assert "pas de face incisale" in panel.caption.toolTip()
    QTest.mouseClick(panel.switch, LEFT_BUTTON)
    assert panel.chart.milk
    assert panel._milk.property("role") == "strong"
    panel.resize(440, 260)
    settle()
    assert not panel._milk.isVisible()
    assert panel._permanent.isVisible()
    assert panel.minimumSizeHint().width() <= 440


def test_an_empty_mouth_is_quiet(chart: ToothChart) -> None:
    chart.show_mouth(Mouth())
    assert all(chart.look(tooth).marks == () for tooth in ADULT)
    assert theme.current().roles["red"] not in colours(chart, 21)
