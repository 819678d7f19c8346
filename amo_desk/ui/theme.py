"""Colours by role for light and dark, the type family, and the style sheet made of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QDir, QLibraryInfo, Qt, QTranslator
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPalette
from PySide6.QtWidgets import QApplication

FAMILIES = ("Segoe UI", "Noto Sans", "DejaVu Sans", "Arial")
BODY_PIXELS = {"DejaVu Sans": 12}

LIGHT = {
    "ground": "#eef1f4",
    "card": "#ffffff",
    "line": "#d8dee4",
    "ink": "#1c2733",
    "quiet": "#5b6975",
    "bar": "#0f3b46",
    "bar_field": "#2b525c",
    "bar_ink": "#ffffff",
    "bar_quiet": "#c3d2d6",
    "accent": "#13778a",
    "accent_soft": "#e6f2f4",
    "tick": "#157f92",
    "green": "#14795a",
    "green_soft": "#dff2ea",
    "amber": "#976000",
    "amber_soft": "#fdf4e3",
    "red": "#b3261e",
    "red_soft": "#fbe9e7",
    "disabled": "#8b97a1",
}
DARK = {
    "ground": "#12181d",
    "card": "#1b242b",
    "line": "#33414b",
    "ink": "#e6ebef",
    "quiet": "#a3b1bc",
    "bar": "#0b2a32",
    "bar_field": "#1d444e",
    "bar_ink": "#f2f6f7",
    "bar_quiet": "#a9bfc5",
    "accent": "#4fb8cb",
    "accent_soft": "#173840",
    "tick": "#1b7686",
    "green": "#5cc9a0",
    "green_soft": "#123529",
    "amber": "#e6b45c",
    "amber_soft": "#3a2d12",
    "red": "#f2897f",
    "red_soft": "#42201d",
    "disabled": "#6d7b86",
}


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours in use."""

    name: str
    roles: dict[str, str]

    def colour(self, role: str) -> QColor:
        """The colour of a role."""
        return QColor(self.roles[role])


_current = Theme("light", LIGHT)


def current() -> Theme:
    """The theme in use, for the few things a style sheet cannot colour."""
    return _current


def resolved(choice: str) -> str:
    """Light or dark, where the choice may be to follow the system."""
    if choice != "system":
        return choice
    scheme = QGuiApplication.styleHints().colorScheme()
    return "dark" if scheme is Qt.ColorScheme.Dark else "light"


def application(arguments: list[str]) -> QApplication:
    """The one application of this process, made where there is none yet; Qt's own dialogs speak French in it."""
    made = QApplication.instance() or QApplication(arguments)
    if not isinstance(made, QApplication):
        raise TypeError("an application without widgets is running")
    french = QTranslator(made)
    if french.load("qtbase_fr", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        made.installTranslator(french)
    return made


def apply(dressed: QApplication, choice: str, styles: Path) -> None:
    """Dresses the application: Fusion, the palette, the type family, the style sheet and the icons beside it."""
    global _current  # noqa: PLW0603  one application, one theme
    name = resolved(choice)
    _current = Theme(name, DARK if name == "dark" else LIGHT)
    QDir.setSearchPaths("icons", [str(styles.parent / "icons")])
    dressed.setWindowIcon(QIcon("icons:amo-desk.svg"))
    dressed.setStyle("Fusion")
    dressed.setPalette(_palette(_current))
    family = type_family()
    font = QFont(family)
    font.setPixelSize(BODY_PIXELS.get(family, 13))
    dressed.setFont(font)
    sheet = (styles / "app.qss").read_text(encoding="utf-8")
    for role in sorted(_current.roles, key=len, reverse=True):
        sheet = sheet.replace(f"@{role}", _current.roles[role])
    dressed.setStyleSheet(sheet)


def type_family() -> str:
    """The first family of our choice that this machine has."""
    present = set(QFontDatabase.families())
    return next((family for family in FAMILIES if family in present), QFont().defaultFamily())


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for target, name in (
        (role.Window, "ground"),
        (role.Base, "card"),
        (role.AlternateBase, "ground"),
        (role.Button, "card"),
        (role.WindowText, "ink"),
        (role.Text, "ink"),
        (role.ButtonText, "ink"),
        (role.PlaceholderText, "quiet"),
        (role.Highlight, "accent_soft"),
        (role.HighlightedText, "ink"),
        (role.ToolTipBase, "card"),
        (role.ToolTipText, "ink"),
        (role.Link, "accent"),
    ):
        palette.setColor(target, theme.colour(name))
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, theme.colour("disabled"))
    return palette
