"""The look: enough contrast wherever text stands on a ground, in light and in dark, and no colour left unfilled."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from amo_desk import paths
from amo_desk.ui import theme

STYLES = paths.bundled("resources/styles")
THEMES = {"light": theme.LIGHT, "dark": theme.DARK}
# Text role, ground it stands on; taken from resources/styles/app.qss and from the colours that views set.
READABLE = (
    *((text, ground) for text in ("ink", "quiet") for ground in ("card", "ground")),
    *((tone, ground) for tone in ("green", "amber", "red", "accent") for ground in ("card", "ground")),
    *((tone, f"{tone}_soft") for tone in ("green", "amber", "red", "accent")),
    *(("ink", ground) for ground in ("accent_soft", "green_soft", "amber_soft", "red_soft")),
    *((tone, "accent_soft") for tone in ("quiet", "green", "amber", "red")),
    *((text, ground) for text in ("bar_ink", "bar_quiet") for ground in ("bar", "bar_field")),
    ("card", "accent"),
    ("bar_ink", "bar"),
)
# Borders that say where one is, and the ticked box: WCAG 1.4.11 asks for 3.
SEEN = (("accent", "card"), ("accent", "ground"), ("quiet", "card"), ("bar_ink", "bar"), ("red", "card"))


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2.2."""
    parts = []
    for place in (1, 3, 5):
        part = int(colour[place : place + 2], 16) / 255
        parts.append(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.fixture
def dressed(qapp: QApplication) -> object:
    def apply(name: str) -> QApplication:
        theme.apply(qapp, name, STYLES)
        return qapp

    yield apply
    theme.apply(qapp, "light", STYLES)


def test_contrast_is_computed_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("text,ground", READABLE)
def test_text_can_be_read_on_its_ground(name: str, text: str, ground: str) -> None:
    roles = THEMES[name]
    assert contrast(roles[text], roles[ground]) >= 4.5


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("edge,ground", SEEN)
def test_edges_that_mean_something_are_seen(name: str, edge: str, ground: str) -> None:
    roles = THEMES[name]
    assert contrast(roles[edge], roles[ground]) >= 3


def test_both_themes_have_the_same_roles_and_whole_colours() -> None:
    assert set(theme.LIGHT) == set(theme.DARK)
    for roles in THEMES.values():
        assert all(re.fullmatch(r"#[0-9a-f]{6}", colour) for colour in roles.values())


def test_the_style_sheet_names_roles_only() -> None:
    sheet = (STYLES / "app.qss").read_text(encoding="utf-8")
    named = set(re.findall(r"@(\w+)", sheet))
    assert named <= set(theme.LIGHT)
    assert re.findall(r":\s*#[0-9a-fA-F]{3,8}", sheet) == []


@pytest.mark.parametrize("name", THEMES)
def test_no_role_is_left_in_the_sheet(dressed: object, name: str) -> None:
    application = dressed(name)  # type: ignore[operator]
    assert "@" not in application.styleSheet()
    assert application.palette().color(QPalette.ColorRole.WindowText) == QColor(THEMES[name]["ink"])
    assert theme.current().name == name


@pytest.mark.parametrize("name", THEMES)
def test_widgets_draw_their_text_in_ink_that_stands_out(qtbot: QtBot, dressed: object, name: str) -> None:
    dressed(name)  # type: ignore[operator]
    window = QWidget()
    window.setObjectName("Stack")
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    made = [QLabel("Mesure"), QLineEdit("Mesure"), QPushButton("Mesure"), QCheckBox("Mesure")]
    for widget in made:
        column.addWidget(widget)
    window.show()
    for widget in made:
        image = widget.grab().toImage()
        colours = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
        best = max(contrast(one, other) for one in colours for other in (THEMES[name]["card"], THEMES[name]["ground"]))
        assert best >= 4.5, type(widget).__name__


def test_the_machine_may_choose(qapp: QApplication) -> None:
    assert qapp is not None
    assert theme.resolved("system") in THEMES
    assert theme.resolved("dark") == "dark"


def test_the_type_family_is_one_of_the_machine() -> None:
    assert theme.type_family()
