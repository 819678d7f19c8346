"""Header fields of a form: each shows a canonical value and says when another was typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from amo_desk.domain.days import read_day
from amo_desk.domain.errors import DeskError
from amo_desk.domain.identifiers import compact, spaced_rib
from amo_desk.domain.money import amount_text, parse_amount
from amo_desk.ui.widgets.basics import STEP, Elided, label, set_property

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Input(QWidget):
    """A titled field; `typed` carries its canonical value, `left` says that Enter was pressed in it."""

    typed = Signal(str)
    left = Signal()

    def __init__(self, title: str, editor: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self.setFocusProxy(editor)
        self._hint = Elided()
        self._caption = label(title, "quiet")
        self._caption.setBuddy(editor)
        editor.setAccessibleName(title)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(STEP)
        head.addWidget(self._caption)
        head.addWidget(self._hint, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        column.addLayout(head)
        column.addWidget(editor)
        editor.installEventFilter(self)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_value(self, value: str) -> None:
        """Shows a canonical value, unless somebody is typing another right now."""
        raise NotImplementedError

    def show_title(self, title: str) -> None:
        """Another title: the same field may ask for another thing."""
        self._caption.setText(title)
        self.editor.setAccessibleName(title)

    def show_hint(self, text: str, tone: str) -> None:
        """A word at the right of the title, such as who an INPE belongs to."""
        self._hint.show_text(text)
        set_property(self._hint, "role", tone)
        self.editor.setAccessibleDescription(text)

    def show_wrong(self, wrong: bool) -> None:
        """Marks the field where a finding is about it."""
        set_property(self.editor, "wrong", wrong)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter moves on; what a field holds is selected when one comes to it, so that typing replaces it."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QLineEdit):
            QTimer.singleShot(0, watched, watched.selectAll)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in _ENTER:
            self.left.emit()
            return True
        return super().eventFilter(watched, event)


class TextInput(Input):
    """A line of text; `read` turns what was typed into the canonical value, `write` the value into what is shown."""

    def __init__(
        self,
        title: str,
        *,
        read: Callable[[str], str] = str.strip,
        write: Callable[[str], str] = str,
        right: bool = False,
        placeholder: str = "",
    ) -> None:
        self.line = QLineEdit()
        super().__init__(title, self.line)
        self.line.setPlaceholderText(placeholder)
        self._read, self._write = read, write
        if right:
            self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.line.textEdited.connect(self._edited)
        self.line.editingFinished.connect(self._finished)
        self._value = ""

    def _edited(self, text: str) -> None:
        self._value = self._read(text)
        self.typed.emit(self._value)

    def _finished(self) -> None:
        self.line.setText(self._write(self._value))

    def show_value(self, value: str) -> None:
        """Shows a canonical value, unless it is the one being typed."""
        if value != self._value:
            self._value = value
            self.line.setText(self._write(value))


def amount_input(title: str) -> TextInput:
    """A field for dirhams; its value is centimes."""
    return TextInput(title, read=read_amount, write=show_amount, right=True, placeholder="0,00")


def read_amount(text: str) -> str:
    """Centimes as text, or what was typed where it is not an amount."""
    try:
        return str(parse_amount(text)) if text.strip() else ""
    except DeskError:
        return text.strip()


def show_amount(value: str) -> str:
    """Centimes as an amount, anything else as it is."""
    return amount_text(int(value)) if value.isascii() and value.isdigit() else value


def number_input(title: str) -> TextInput:
    """A field for an identifier, kept without blanks."""
    return TextInput(title, read=compact)


def arabic_input(title: str) -> TextInput:
    """A field for Arabic, written from the right."""
    made = TextInput(title)
    made.line.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    made.line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
    return made


def rib_input(title: str) -> TextInput:
    """A field for a bank account, kept without blanks and read back in its four parts."""
    return TextInput(title, read=compact, write=spaced_rib)


class DateInput(TextInput):
    """A field for a day: whole or in part, `j` today, `h` yesterday, `+` and `-` one day; its value is ISO."""

    def __init__(self, title: str, today: Callable[[], date]) -> None:
        super().__init__(title, read=self._read_day, write=show_day)
        self.line.setPlaceholderText(self.tr("jj/mm/aaaa"))
        self._today = today

    def _read_day(self, text: str) -> str:
        day = read_day(text, self._today())
        return day.isoformat() if day else text.strip()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """`+` and `-` move by a day; after the figures of a day that is being typed, `-` parts them."""
        shown = self.line.text()
        steps = "+" if shown[-1:].isdigit() and shown != show_day(self._value) else "+-"
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.text()
            and event.text() in steps
        ):
            try:
                day = date.fromisoformat(self._value) if self._value else self._today()
            except ValueError:
                return super().eventFilter(watched, event)
            step = timedelta(days=1 if event.text() == "+" else -1)
            moved = (day + step) if self._value else day
            self._value = moved.isoformat()
            self.line.setText(show_day(self._value))
            self.typed.emit(self._value)
            return True
        return super().eventFilter(watched, event)


def show_day(value: str) -> str:
    """An ISO day as it is written on paper, anything else as it is."""
    try:
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    except ValueError:
        return value


class FlagInput(Input):
    """A box to tick; its value is "1" or empty."""

    def __init__(self, title: str) -> None:
        self.box = QCheckBox(title)
        super().__init__("", self.box)
        self.box.setAccessibleName(title)
        self.box.toggled.connect(lambda on: self.typed.emit("1" if on else ""))

    def show_value(self, value: str) -> None:
        """Ticks the box or not."""
        with QSignalBlocker(self.box):
            self.box.setChecked(value == "1")


class ChoiceInput(Input):
    """A list of answers; its value is the answer's id."""

    def __init__(self, title: str, choices: tuple[tuple[str, str], ...]) -> None:
        self.combo = QComboBox()
        super().__init__(title, self.combo)
        self._choices: tuple[tuple[str, str], ...] = ()
        self.show_choices(choices)
        self.combo.currentIndexChanged.connect(lambda _index: self.typed.emit(str(self.combo.currentData() or "")))

    def show_choices(self, choices: tuple[tuple[str, str], ...]) -> None:
        """Offers these answers, by id and words."""
        if choices == self._choices:
            return
        self._choices = choices
        with QSignalBlocker(self.combo):
            self.combo.clear()
            for identifier, words in choices:
                self.combo.addItem(words, identifier)

    def show_value(self, value: str) -> None:
        """Chooses an answer."""
        with QSignalBlocker(self.combo):
            self.combo.setCurrentIndex(max(0, self.combo.findData(value)))
