"""How tests drive a page: they type where the focus is, as an agent does, and read what the screen says."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

ENTER, ESC, DOWN, UP = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Down, Qt.Key.Key_Up
CONTROL = Qt.KeyboardModifier.ControlModifier


def focused() -> QWidget:
    """The widget that has the focus."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(*keys: Qt.Key, with_: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Presses keys, one after the other."""
    for key in keys:
        QTest.keyClick(focused(), key, with_)


def write(text: str) -> None:
    """Types a text in any script; Qt's own keyClicks stops at Latin-1."""
    for mark in text:
        QApplication.sendEvent(focused(), QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, mark))


def fill(*texts: str) -> None:
    """Types texts, each followed by Enter."""
    for text in texts:
        write(text)
        press(ENTER)


def sentences(page: QWidget) -> str:
    """All that the page says at the moment."""
    return "\n".join(found.text() for found in page.findChildren(QLabel) if found.isVisible())


def shown_lines(page: QWidget) -> list[QLineEdit]:
    """The lines one can type in at the moment."""
    return [line for line in page.findChildren(QLineEdit) if line.isVisible()]
