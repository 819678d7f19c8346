"""What frames every page: the bar with the search field, the line of news, the bar with the keys of the moment."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QSizePolicy, QWidget

from amo_desk.ui.page import Action
from amo_desk.ui.shortcuts import Key, key_text
from amo_desk.ui.widgets.basics import STEP, RowButton, emptied, key_cap, label, set_property
from amo_desk.usecases.lookup import Day

NOTICE_WIDTH, KEY_BAR_ROOM = 760, 56
NOTICE_MILLISECONDS = {"info": 6000, "good": 6000, "warn": 12000, "bad": 20000}


class TopBar(QFrame):
    """Who and where, the one search field, what was received today."""

    search_typed = Signal(str)
    search_moved = Signal(int)
    search_opened = Signal()
    menu_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("TopBar")
        self._office = label()
        self.search = QLineEdit()
        self.search.setAccessibleName(self.tr("Rechercher un membre ou un reçu"))
        self.search.setPlaceholderText(self.tr("Immatriculation, affiliation, nom, CIN, n° de reçu…"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self.search_typed)
        self.search.returnPressed.connect(self.search_opened)
        self.search.installEventFilter(self)
        self._day = label()
        self.agent = QPushButton()
        self.agent.clicked.connect(lambda _checked: self.menu_asked.emit())
        line = QHBoxLayout(self)
        line.setContentsMargins(4 * STEP, 2 * STEP, 4 * STEP, 2 * STEP)
        line.setSpacing(3 * STEP)
        line.addWidget(label("AMO Desk", "brand"))
        line.addWidget(self._office)
        line.addWidget(key_cap(Key.SEARCH.value))
        line.addWidget(self.search, 1)
        line.addWidget(self._day)
        line.addWidget(self.agent)

    def show_desk(self, office: str, agent: str) -> None:
        """Shows who sits where."""
        self._office.setText(office)
        self.agent.setText(agent)
        self.agent.setAccessibleName(self.tr("Agent : {0}, toutes les actions").format(agent))

    def show_day(self, day: Day) -> None:
        """Shows the day so far."""
        one, many = self.tr("● {0} reçu aujourd'hui"), self.tr("● {0} reçus aujourd'hui")
        self._day.setText((many if day.received > 1 else one).format(day.received))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move among the results while one types."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 10, Qt.Key.Key_PageUp: -10}
            if event.key() in step:
                self.search_moved.emit(step[Qt.Key(event.key())])
                return True
        return super().eventFilter(watched, event)


class NoticeLine(QFrame):
    """One line of news over the page; it goes away by itself, bad news later than good, and moves nothing."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setObjectName("Notice")
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        line = QHBoxLayout(self)
        line.setContentsMargins(3 * STEP, 2 * STEP, 3 * STEP, 2 * STEP)
        line.addWidget(self._words, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say(self, level: str, text: str) -> None:
        """Shows a line."""
        set_property(self, "tone", level)
        marks = {"good": "✓", "warn": "!", "bad": "✕"}
        self._words.setText(f"{marks.get(level, '·')}  {text}")
        self.setAccessibleName(text)
        self.show()
        self.place()
        self.raise_()
        self._timer.start(NOTICE_MILLISECONDS.get(level, 6000))

    def place(self) -> None:
        """Stands in the middle, just above the keys of the moment."""
        room = self._over.rect()
        words = self._words.fontMetrics().horizontalAdvance(self._words.text()) + 12 * STEP
        width = min(words, NOTICE_WIDTH, room.width() - 8 * STEP)
        height = self.heightForWidth(width) if self.hasHeightForWidth() else self.sizeHint().height()
        self.setGeometry((room.width() - width) // 2, room.height() - KEY_BAR_ROOM - height, width, height)

    def text(self) -> str:
        """What the line says, empty when it is hidden."""
        return "" if self.isHidden() else self._words.text()


class KeyBar(QFrame):
    """The scan line at the left, the keys of the moment beside it."""

    actions_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("KeyBar")
        self.scan_line = QLabel()
        self.scan_line.setObjectName("ScanLine")
        self.scan_line.setMinimumWidth(200)
        self._actions: tuple[Action, ...] = ()
        self._faces: tuple[tuple[Key, str, bool], ...] = ()
        self._keys = _FittingRow()
        line = QHBoxLayout(self)
        line.setContentsMargins(4 * STEP, 2 * STEP, 4 * STEP, 2 * STEP)
        line.setSpacing(3 * STEP)
        line.addWidget(self.scan_line)
        line.addWidget(self._keys, 1)
        self._all = _key_button(key_text(Key.ACTIONS), self.tr("Toutes les actions"))
        self._all.clicked.connect(lambda _checked: self.actions_asked.emit())
        line.addWidget(self._all)
        self.ready()

    def ready(self) -> None:
        """Says that a scanner may be used."""
        set_property(self.scan_line, "tone", "")
        self.scan_line.setText(self.tr("▌ prêt à scanner"))

    def scanned(self, code: str, taken: bool) -> None:
        """Shows what was scanned, and whether the page had a use for it."""
        set_property(self.scan_line, "tone", "" if taken else "bad")
        words = self.tr("▌ lu : {0}") if taken else self.tr("✕ sans usage ici : {0}")
        self.scan_line.setText(words.format(code))

    def show_actions(self, actions: Sequence[Action]) -> None:
        """Shows the keys of the moment; those that look as before stay, whatever they do now."""
        self._actions = tuple(action for action in actions if action.shown)
        faces = tuple((action.key, action.label, action.enabled) for action in self._actions)
        if faces == self._faces:
            return
        self._faces, shown = faces, []
        for place, action in enumerate(self._actions):
            key = _key_button(key_text(action.key), action.label)
            key.setEnabled(action.enabled)
            key.clicked.connect(lambda _checked, place=place: self._actions[place].run())
            shown.append(key)
        self._keys.show_widgets(shown)


class _FittingRow(QWidget):
    """Widgets side by side, as many from the first as there is room for."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(STEP)
        self._widgets: list[QWidget] = []

    def show_widgets(self, widgets: Sequence[QWidget]) -> None:
        """Shows these widgets in place of those before."""
        emptied(self._row)
        self._widgets = list(widgets)
        for widget in widgets:
            self._row.addWidget(widget)
        self._row.addStretch(1)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shows as many as fit now."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width()
        for widget in self._widgets:
            room -= widget.sizeHint().width() + self._row.spacing()
            widget.setVisible(room >= 0)


def _key_button(key: str, words: str) -> RowButton:
    holder = RowButton(f"{words} ({key})", lambda: None)
    holder.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    holder.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    line = QHBoxLayout(holder)
    line.setContentsMargins(STEP, 2, STEP, 2)
    line.setSpacing(STEP + 2)
    for widget in (key_cap(key), label(words)):
        widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        line.addWidget(widget)
    return holder
