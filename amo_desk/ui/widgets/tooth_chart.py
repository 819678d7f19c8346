"""The teeth of a mouth as they stand, drawn by us: keys, mouse and a name for every tooth."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTransform,
)
from PySide6.QtWidgets import QCheckBox, QFrame, QGraphicsScene, QGraphicsView, QToolTip, QWidget

from amo_desk.domain.chart import Mouth
from amo_desk.domain.teeth import FACES, faces_of, is_milk, is_tooth
from amo_desk.domain.tooth_shapes import chart_shape
from amo_desk.ui.widgets import tooth_words
from amo_desk.ui.widgets.tooth_choice import Choice
from amo_desk.ui.widgets.tooth_item import MARGIN, ToothItem, ToothLook

_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_ENDS = {Qt.Key.Key_Home: False, Qt.Key.Key_End: True}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_KEPT_BACK = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class _Told(QCheckBox):
    """A tooth for screen readers, which do not see what a view draws: unseen, and nothing to the mouse."""

    def __init__(self, view: QWidget, pressed: Callable[[], None]) -> None:
        super().__init__(view)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.clicked.connect(lambda _checked: pressed())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Nothing: the view draws the tooth."""

    def say(self, name: str, *, chosen: bool) -> bool:
        """Takes a name and a state; True when the name is another now."""
        self.setChecked(chosen)
        if self.accessibleName() == name:
            return False
        self.setAccessibleName(name)
        return True


class ToothChart(QGraphicsView):
    """The chart of a mouth, and the choice of teeth and faces in it.

    `named` gives the name of an act by its code, for tips.

    `chosen` carries the teeth and faces chosen, `entry_wanted` the same when an act is to be typed for them; `visited`
    the tooth one came to. `absent_toggled` asks to tell a tooth missing, `said` carries what a key was refused for.
    """

    chosen = Signal(object, str)
    entry_wanted = Signal(object, str)
    absent_toggled = Signal(int)
    dentition_changed = Signal(bool)
    visited = Signal(int)
    said = Signal(str)

    def __init__(self, named: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(type(self).__name__)
        self.setAccessibleName(self.tr("Schéma dentaire"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._named = named
        self._mouth = Mouth()
        self._choice = Choice()
        self._lit: frozenset[int] = frozenset()
        self._digit = ""
        self._items: dict[int, ToothItem] = {}
        self._told: dict[int, _Told] = {}
        self._scene = QGraphicsScene(self)
        self.setScene(self._scene)
        self._build()

    # what it shows

    @property
    def choice(self) -> Choice:
        """What is chosen now."""
        return self._choice

    @property
    def milk(self) -> bool:
        """Whether it shows the milk teeth."""
        return self._choice.milk

    def look(self, tooth: int) -> ToothLook:
        """What a tooth of the dentition in sight shows."""
        return self._items[tooth].look

    def told(self, tooth: int) -> QWidget:
        """The tooth as a screen reader meets it."""
        return self._told[tooth]

    def show_mouth(self, mouth: Mouth) -> None:
        """Shows marks and teeth that are gone."""
        self._mouth = mouth
        self._refresh()

    def light(self, teeth: Collection[int]) -> None:
        """Points at the teeth of a line."""
        if self._lit != frozenset(teeth):
            self._lit = frozenset(teeth)
            self._refresh()

    def show_milk(self, milk: bool) -> None:
        """Shows the milk teeth or the permanent ones, nothing chosen."""
        if milk != self.milk:
            self._choose(self._choice.other_dentition())

    def clear(self) -> None:
        """Chooses nothing."""
        self._choose(self._choice.cleared())

    def kept(self) -> Choice:
        """What is chosen, to be put back later."""
        return self._choice

    def put_back(self, kept: Choice) -> None:
        """Chooses what was chosen before."""
        self._digit = ""
        self._choose(kept)

    def ratio(self) -> float:
        """Its height for a width of 1."""
        whole = self._scene.sceneRect()
        return whole.height() / whole.width()

    def position(self, tooth: int, face: str = "") -> QPoint:
        """Where a tooth or one of its faces is in the viewport; a tooth by its number."""
        item = self._items[tooth]
        return self.mapFromScene(item.face_middle(face) if face else QPointF(*item.tooth_shape.number_at))

    def _build(self) -> None:
        """Makes the teeth of the dentition of the current tooth."""
        self._scene.clear()
        for told in self._told.values():
            told.deleteLater()
        shape = chart_shape(milk=self.milk)
        self._items = {tooth.tooth: ToothItem(tooth) for tooth in shape.teeth}
        self._told = {tooth: _Told(self.viewport(), partial(self._pressed, tooth)) for tooth in self._items}
        for item in self._items.values():
            self._scene.addItem(item)
        self._scene.setSceneRect(QRectF(0, 0, shape.width, shape.height).adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN))
        for told in self._told.values():
            told.show()
        self._refresh()
        self._fit()

    def _refresh(self) -> None:
        choice, reading = self._choice, QAccessible.isActive()
        for tooth, item in self._items.items():
            look = ToothLook(
                marks=self._mouth.on(tooth),
                absent=tooth in self._mouth.absent,
                chosen=tooth in choice.teeth,
                faces=choice.faces_on(tooth),
                current=tooth == choice.current and self.hasFocus(),
                lit=tooth in self._lit,
            )
            item.show_look(look)
            told = self._told[tooth]
            words = tooth_words.spoken(tooth, self._mouth, chosen=look.chosen, faces=look.faces)
            if told.say(words, chosen=look.chosen) and reading:
                QAccessible.updateAccessibility(QAccessibleEvent(told, QAccessible.Event.NameChanged))
        self.setAccessibleDescription(self._told[choice.current].accessibleName())

    def _fit(self) -> None:
        whole, room = self._scene.sceneRect(), self.viewport().size()
        scale = min(room.width() / whole.width(), room.height() / whole.height())
        self.setTransform(QTransform.fromScale(scale, scale))
        for tooth, told in self._told.items():
            told.setGeometry(self._place(tooth))

    def _place(self, tooth: int) -> QRect:
        return self.mapFromScene(self._items[tooth].boundingRect()).boundingRect()

    # what is done with it

    def _choose(self, choice: Choice) -> None:
        """Takes another choice, and says what changed."""
        before, self._choice = self._choice, choice
        if before.milk != choice.milk:
            self._build()
            self.dentition_changed.emit(choice.milk)
        else:
            self._refresh()
        if before.current != choice.current:
            self._announce()
            self.visited.emit(choice.current)
        if (before.teeth, before.faces) != (choice.teeth, choice.faces):
            self.chosen.emit(choice.ordered, choice.faces)

    def _announce(self) -> None:
        """Tells a screen reader that the current tooth is another one."""
        if self.hasFocus() and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleEvent(self._told[self._choice.current], QAccessible.Event.Focus))

    def _pressed(self, tooth: int) -> None:
        """A screen reader pressed a tooth."""
        self._choose(self._choice.toggled(tooth))

    def event(self, event: QEvent) -> bool:
        """Esc first takes the choice back, before it leaves anything."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self._choice.teeth
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Moves, chooses, and goes to the entry; what is no key of the chart is left to the page."""
        if event.modifiers() & _KEPT_BACK:
            event.ignore()
            return
        key, letter = Qt.Key(event.key()), event.text().upper()
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        digit, self._digit = self._digit, ""
        if key in _STEPS or key in _ENDS:
            to = self._choice.moved(*_STEPS[key]) if key in _STEPS else self._choice.end(last=_ENDS[key])
            self._choose(self._choice.extended(to) if shift else self._choice.at(to))
        elif key == Qt.Key.Key_Space or letter == " ":
            self._choose(self._choice.toggled(self._choice.current))
        elif key in _ENTER:
            self._ask_entry()
        elif key == Qt.Key.Key_Escape and self._choice.teeth:
            self.clear()
        elif letter.isascii() and letter.isdigit():
            self._typed_digit(digit, letter)
        elif not self._typed_letter(letter):
            event.ignore()

    def _typed_digit(self, first: str, digit: str) -> None:
        """The second of two figures goes to the tooth of that number, in whichever dentition it is."""
        if not first:
            self._digit = digit
            return
        number = int(first + digit)
        if not is_tooth(number):
            self.said.emit(tooth_words.no_tooth(first + digit))
        elif is_milk(number) == self.milk:
            self._choose(self._choice.at(number))
        else:
            self._choose(Choice(current=number))

    def _typed_letter(self, letter: str) -> bool:
        current = self._choice.current
        if letter == "T":
            self.show_milk(not self.milk)
        elif letter == "X":
            self.absent_toggled.emit(current)
        elif letter and letter in FACES:
            if letter in faces_of(current):
                self._choose(self._choice.with_face(letter))
            else:
                self.said.emit(tooth_words.no_face(current, letter))
        else:
            return False
        return True

    def _ask_entry(self) -> None:
        """An act is to be typed for the teeth chosen, or for the current one where none is."""
        if not self._choice.teeth:
            self._choose(self._choice.only(self._choice.current))
        self.entry_wanted.emit(self._choice.ordered, self._choice.faces)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses a tooth and the face it hit; with Ctrl one more tooth, with Shift all those between."""
        item = self._item_at(event.position().toPoint())
        if item is None or event.button() != Qt.MouseButton.LeftButton:
            return
        tooth = item.tooth_shape.tooth
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._choose(self._choice.toggled(tooth))
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._choose(self._choice.extended(tooth))
        else:
            self._choose(self._choice.only(tooth, item.face_at(self.mapToScene(event.position().toPoint()))))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """All was done when the button went down."""
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Goes to the entry with the tooth that was clicked."""
        if self._item_at(event.position().toPoint()) is not None and event.button() == Qt.MouseButton.LeftButton:
            self._ask_entry()

    def viewportEvent(self, event: QEvent) -> bool:
        """The tip of a tooth tells its name and what was done on it."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            item = self._item_at(event.pos())
            if item is None:
                QToolTip.hideText()
            else:
                tooth = item.tooth_shape.tooth
                words = tooth_words.tip(tooth, self._mouth, self._named)
                QToolTip.showText(event.globalPos(), words, self.viewport(), self._place(tooth))
            return True
        return super().viewportEvent(event)

    def _item_at(self, point: QPoint) -> ToothItem | None:
        found = self.itemAt(point)
        return found if isinstance(found, ToothItem) else None

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Shows which tooth is the current one."""
        super().focusInEvent(event)
        self._refresh()
        self._announce()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No tooth is the current one while the keys go elsewhere."""
        super().focusOutEvent(event)
        self._digit = ""
        self._refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Takes the room there is."""
        super().resizeEvent(event)
        self._fit()
