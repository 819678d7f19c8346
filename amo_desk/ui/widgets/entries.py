"""Titled entries with their trouble below, passwords among them, and the form that Enter walks through."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from amo_desk.ui.widgets.basics import STEP, button, label, set_property
from amo_desk.ui.widgets.passwords import Strength, strength

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Form(QWidget):
    """Entries one after the other: Enter goes to the next and, at the last, submits; Esc leaves."""

    submitted = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: tuple[QWidget, ...] = ()

    def set_fields(self, fields: Sequence[QWidget]) -> None:
        """The widgets that Enter walks through, in order."""
        self._fields = tuple(fields)
        for before, after in pairwise(fields):
            QWidget.setTabOrder(before, after)

    def focus_first(self) -> None:
        """Takes the focus at the first field."""
        take_focus(self._fields[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter moves on, Esc leaves."""
        if event.key() in _ENTER:
            self._move_on()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _move_on(self) -> None:
        walk = [field for field in self._fields if field.isVisible() and field.isEnabled()]
        focused = QApplication.focusWidget()
        if focused in walk[:-1]:
            take_focus(walk[walk.index(focused) + 1])
        else:
            self.submitted.emit()


class Entry(QWidget):
    """A titled line to type in; below it a quiet hint, or in its place what is wrong."""

    edited = Signal(str)

    def __init__(self, title: str, *, hint: str = "", longest: int = 120, edit: QLineEdit | None = None) -> None:
        super().__init__()
        self._hint = hint
        self.edit = edit or QLineEdit()
        self.edit.setMaxLength(longest)
        self.edit.textEdited.connect(self._edited)
        self.setFocusProxy(self.edit)
        self._caption = label("", "quiet")
        self._caption.setBuddy(self.edit)
        self.set_title(title)
        self.line = QHBoxLayout()
        self.line.setContentsMargins(0, 0, 0, 0)
        self.line.setSpacing(STEP)
        self.line.addWidget(self.edit, 1)
        self._below = label(wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        column.addWidget(self._caption)
        column.addLayout(self.line)
        column.addWidget(self._below)
        self.show_trouble("")

    def set_title(self, title: str) -> None:
        """Names the entry, on the screen and for a screen reader."""
        self._caption.setText(title)
        self.edit.setAccessibleName(title)

    def text(self) -> str:
        """What was typed."""
        return self.edit.text()

    def propose(self, text: str) -> None:
        """Fills the line in, unless something else was typed there."""
        if not self.edit.isModified():
            self.edit.setText(text)

    def show_trouble(self, sentence: str) -> None:
        """Says what is wrong under the line, or the hint again when nothing is."""
        set_property(self.edit, "wrong", bool(sentence))
        self._say(sentence or self._hint, "bad" if sentence else "quiet")

    def _edited(self, text: str) -> None:
        self.show_trouble("")
        self.edited.emit(text)

    def _say(self, text: str, role: str) -> None:
        set_property(self._below, "role", role)
        self._below.setText(text)
        self._below.setVisible(bool(text))
        self.edit.setAccessibleDescription(text)


class SecretEdit(QLineEdit):
    """A line that hides what is typed and notices when CapsLock seems to be on."""

    caps_noticed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Compares the case of a letter with the Shift key: Qt tells nothing else about CapsLock."""
        super().keyPressEvent(event)
        mark = event.text()
        if event.key() == Qt.Key.Key_CapsLock:
            self.caps_noticed.emit(False)
        elif mark.isalpha() and mark.upper() != mark.lower():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps_noticed.emit(mark.isupper() is not shift)


class SecretEntry(Entry):
    """A password, shown as dots unless one asks to see it."""

    def __init__(self, title: str, *, hint: str = "") -> None:
        self._caps_on = False
        edit = SecretEdit()
        super().__init__(title, hint=hint, longest=200, edit=edit)
        edit.caps_noticed.connect(self._caps)
        self._eye = button(self.tr("Afficher"))
        self._eye.setCheckable(True)
        self._eye.setAccessibleName(self.tr("Afficher : {field}").format(field=title))
        self._eye.toggled.connect(self._reveal)
        self.line.addWidget(self._eye)

    def clear(self) -> None:
        """Forgets what was typed and hides again."""
        self.edit.clear()
        self._eye.setChecked(False)
        self.show_trouble("")

    def _reveal(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode
        self.edit.setEchoMode(mode.Normal if shown else mode.Password)
        self._eye.setText(self.tr("Masquer") if shown else self.tr("Afficher"))

    def show_trouble(self, sentence: str) -> None:
        """Says what is wrong; else, that CapsLock may be on, which explains many a refusal."""
        super().show_trouble(sentence)
        if self._caps_on and not sentence:
            self._say(self.tr("La touche Verr. Maj semble active."), "warn")

    def _caps(self, on: bool) -> None:
        self._caps_on = on
        self.show_trouble("")


class NewPassword(QWidget):
    """A new password, twice, with a hint of how solid it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._about: tuple[str, ...] = ()
        self.first = SecretEntry(
            self.tr("Nouveau mot de passe"),
            hint=self.tr("Quatre mots sans rapport valent mieux qu'un mot compliqué."),
        )
        self.again = SecretEntry(self.tr("Le même, encore une fois"))
        self.setFocusProxy(self.first.edit)
        self._bar = QProgressBar()
        self._bar.setRange(0, len(Strength))
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Solidité du mot de passe"))
        self._word = label("", "quiet")
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(2 * STEP)
        line.addWidget(self._bar, 1)
        line.addWidget(self._word)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * STEP)
        column.addWidget(self.first)
        column.addLayout(line)
        column.addWidget(self.again)
        self.first.edit.textChanged.connect(self._judge)
        self._judge("")

    def fields(self) -> tuple[QWidget, QWidget]:
        """The two lines, for the form that holds them."""
        return self.first.edit, self.again.edit

    def set_about(self, *words: str) -> None:
        """Words about the owner, which make no password solid."""
        self._about = words
        self._judge(self.first.text())

    def clear(self) -> None:
        """Forgets both."""
        self.first.clear()
        self.again.clear()

    def _judge(self, password: str) -> None:
        words = {
            Strength.WEAK: (self.tr("faible"), "bad"),
            Strength.FAIR: (self.tr("correct"), "warn"),
            Strength.GOOD: (self.tr("solide"), "good"),
        }
        found = strength(password, self._about)
        text, tone = words[found] if password else ("", "")
        self._bar.setValue(found.value if password else 0)
        set_property(self._bar, "tone", tone)
        self._word.setText(text)
        set_property(self._word, "role", tone or "quiet")


class NoticeBox(QFrame):
    """A sentence in a calm box, with a tone; no box without a sentence."""

    def __init__(self, tone: str = "info", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Notice")
        self.setProperty("tone", tone)
        self._text = label(wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * STEP, 2 * STEP, 3 * STEP, 2 * STEP)
        column.addWidget(self._text)
        self.hide()

    def say(self, text: str) -> None:
        """Shows a sentence, or nothing."""
        self._text.setText(text)
        self.setVisible(bool(text))


def side_by_side(*entries: Entry) -> QHBoxLayout:
    """Entries in one line, equally wide, level at the top whatever is said below them."""
    line = QHBoxLayout()
    line.setSpacing(3 * STEP)
    for entry in entries:
        line.addWidget(entry, 1, Qt.AlignmentFlag.AlignTop)
    return line


def take_focus(widget: QWidget) -> None:
    """Gives the focus as Tab would, with what is typed selected even where the focus was already."""
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    if isinstance(widget, QLineEdit):
        widget.selectAll()
