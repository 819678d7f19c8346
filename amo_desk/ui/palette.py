"""All actions of the moment in one list, found by typing a few letters."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from amo_desk.domain.names import folded
from amo_desk.ui.page import Action
from amo_desk.ui.shortcuts import key_text
from amo_desk.ui.widgets.basics import STEP


class ActionPalette(QDialog):
    """Type to narrow, arrows to move, Enter to run, Esc to close."""

    def __init__(self, actions: Sequence[Action], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Toutes les actions"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(520, 440)
        self._actions = [action for action in actions if action.enabled]
        self.filter = QLineEdit()
        self.filter.setAccessibleName(self.tr("Chercher une action"))
        self.filter.setPlaceholderText(self.tr("Chercher une action…"))
        self.filter.textChanged.connect(self._show)
        self.filter.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName(self.windowTitle())
        self.list.itemActivated.connect(lambda _item: self._run())
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * STEP, 3 * STEP, 3 * STEP, 3 * STEP)
        column.addWidget(self.filter)
        column.addWidget(self.list)
        self._show("")
        self.filter.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows and Enter work from the field."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                row = min(max(self.list.currentRow() + step, 0), self.list.count() - 1)
                self.list.setCurrentRow(row)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run()
                return True
        return super().eventFilter(watched, event)

    def _show(self, typed: str) -> None:
        self.list.clear()
        words = folded(typed).split()
        for action in self._actions:
            if all(word in folded(f"{action.label} {key_text(action.key)}") for word in words):
                item = QListWidgetItem(f"{key_text(action.key)}\t{action.label}")
                item.setData(Qt.ItemDataRole.UserRole, action)
                self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _run(self) -> None:
        action: Action | None = self.list.currentIndex().data(Qt.ItemDataRole.UserRole)
        self.accept()
        if action is not None:
            action.run()
