"""Cards, labels, key caps and labelled fields: the few shapes that every page is made of."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QTableView,
    QVBoxLayout,
    QWidget,
)

STEP = 4


def card(tone: str = "") -> tuple[QFrame, QVBoxLayout]:
    """A white card with a hairline, and the column inside it."""
    frame = QFrame()
    frame.setProperty("card", True)
    frame.setProperty("tone", tone)
    column = QVBoxLayout(frame)
    column.setContentsMargins(4 * STEP, 4 * STEP, 4 * STEP, 4 * STEP)
    column.setSpacing(2 * STEP)
    return frame, column


def scrolled_card(width: int) -> tuple[QFrame, QVBoxLayout]:
    """A card of a fixed width whose column scrolls where it is higher than the window."""
    frame, outer = card()
    frame.setFixedWidth(width)
    outer.setContentsMargins(STEP, STEP, STEP, STEP)
    inner = QWidget()
    column = QVBoxLayout(inner)
    column.setContentsMargins(3 * STEP, 3 * STEP, 3 * STEP, 3 * STEP)
    column.setSpacing(2 * STEP)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inner)
    outer.addWidget(area)
    return frame, column


def label(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """A plain-text label in one of the roles of the style sheet."""
    widget = QLabel(text)
    widget.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        widget.setProperty("role", role)
    widget.setWordWrap(wrap)
    return widget


class Elided(QLabel):
    """A label that shortens its text where there is no room, and keeps the whole as its tip."""

    def __init__(self, role: str = "", *, right: bool = True) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        self.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._whole = ""

    def show_text(self, text: str, more: str = "") -> None:
        """Shows a text; its tip says more where there is more to say."""
        self._whole = text
        self.setToolTip(f"{text}\n{more}" if more else text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fits the text again."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width()))


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Sets a property that the style sheet looks at, and dresses the widget again when it changed."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def key_cap(key: str) -> QLabel:
    """A key as it looks on the keyboard."""
    return label(key, "key")


def rule() -> QFrame:
    """A hairline."""
    line = QFrame()
    line.setProperty("rule", True)
    return line


def button(
    text: str, run: Callable[[], None] | None = None, *, primary: bool = False, flat: bool = False
) -> QPushButton:
    """A button; Enter presses it when it has the focus."""
    widget = QPushButton(text)
    widget.setProperty("primary", primary)
    widget.setProperty("flat", flat)
    widget.setAutoDefault(True)
    widget.setAccessibleName(text)
    if run is not None:
        widget.clicked.connect(lambda _checked=False: run())
    return widget


class RowButton(QPushButton):
    """A whole row that is a button: as large as what is laid out in it."""

    def __init__(self, name: str, run: Callable[[], None]) -> None:
        super().__init__()
        self.setProperty("flat", True)
        self.setAccessibleName(name)
        self.setAutoDefault(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda _checked: run())

    def sizeHint(self) -> QSize:
        """The size of the layout inside."""
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """As high as the layout inside."""
        return QSize(0, self.sizeHint().height())


def field_box(title: str, widget: QWidget) -> QWidget:
    """A widget under its title; the title is the widget's accessible name."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(STEP)
    caption = label(title, "quiet")
    caption.setBuddy(widget)
    widget.setAccessibleName(title)
    column.addWidget(caption)
    column.addWidget(widget)
    return box


def row(*widgets: QWidget, stretch: int = -1) -> QHBoxLayout:
    """Widgets side by side; the one at `stretch` takes the room that is left."""
    line = QHBoxLayout()
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(2 * STEP)
    for index, widget in enumerate(widgets):
        line.addWidget(widget, 1 if index == stretch else 0)
    return line


def stack(*widgets: QWidget) -> QVBoxLayout:
    """Widgets one below the other; the last one takes the room that is left."""
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2 * STEP)
    for index, widget in enumerate(widgets, start=1):
        column.addWidget(widget, 1 if index == len(widgets) else 0)
    return column


def holder(layout: QLayout) -> QWidget:
    """A widget that is nothing but what is laid out in it."""
    widget = QWidget()
    widget.setLayout(layout)
    return widget


def emptied(layout: QLayout) -> None:
    """Takes everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            emptied(inner)


def table(name: str, row_height: int = 32) -> QTableView:
    """A table in the house style: whole rows, no grid, keyboard first."""
    view = QTableView()
    view.setAccessibleName(name)
    view.setShowGrid(False)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setTabKeyNavigation(False)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(row_height)
    view.horizontalHeader().setHighlightSections(False)
    view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    return view
