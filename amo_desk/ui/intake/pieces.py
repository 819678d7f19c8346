"""The pieces handed over and the mentions on each: a tree to tick with the space bar."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from amo_desk.domain.findings import Level, MentionState, PieceState
from amo_desk.ui import messages, theme

KEY = Qt.ItemDataRole.UserRole


class PiecesView(QTreeWidget):
    """Ticking a piece ticks all its mentions; a mention is then unticked where it is absent."""

    ticked = Signal(object, bool)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Pièces remises et leurs mentions"))
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(True)
        self.setIndentation(20)
        self.setUniformRowHeights(True)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemChanged.connect(self._changed)
        self._shown: tuple[tuple[str, tuple[str, ...]], ...] = ()
        self._items: list[tuple[QTreeWidgetItem, list[QTreeWidgetItem]]] = []

    def show_pieces(self, pieces: Sequence[PieceState]) -> None:
        """Shows the pieces asked for; the tree is only built anew when others are asked for."""
        shape = tuple((piece.id, tuple(m.id for m in piece.mentions)) for piece in pieces)
        with QSignalBlocker(self):
            if shape != self._shown:
                self._build(pieces)
                self._shown = shape
            for (item, children), piece in zip(self._items, pieces, strict=True):
                self._show_piece(item, children, piece)

    def _build(self, pieces: Sequence[PieceState]) -> None:
        kept = self.currentIndex().data(KEY)
        self.clear()
        self._items = []
        for piece in pieces:
            item = QTreeWidgetItem(self)
            item.setData(0, KEY, piece.id)
            item.setText(0, messages.said(piece.label))
            item.setToolTip(0, self._origin(piece))
            children = [QTreeWidgetItem(item) for _ in piece.mentions]
            for child, mention in zip(children, piece.mentions, strict=True):
                child.setData(0, KEY, f"{piece.id}/{mention.id}")
                child.setText(0, messages.said(mention.label))
            self._items.append((item, children))
            if piece.id == kept:
                self.setCurrentItem(item)
        if not self.currentIndex().isValid() and self._items:
            self.setCurrentItem(self._items[0][0])

    def _show_piece(self, item: QTreeWidgetItem, children: Sequence[QTreeWidgetItem], piece: PieceState) -> None:
        item.setCheckState(0, _state(piece.present))
        words, role = self._words(piece)
        item.setText(1, words)
        item.setForeground(1, theme.current().colour(role))
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{item.text(0)}, {words}")
        for child, mention in zip(children, piece.mentions, strict=True):
            child.setCheckState(0, _state(mention.present))
            absent = piece.present and not mention.present
            child.setText(1, self.tr("absente") if absent else "")
            child.setForeground(1, theme.current().colour(_role(mention)))
            child.setDisabled(not piece.present)
        if piece.present and any(not m.present for m in piece.mentions):
            item.setExpanded(True)

    def _origin(self, piece: PieceState) -> str:
        """Who asks for a piece: a source, or the office itself."""
        grade = messages.translated(messages.GRADES[piece.source.grade])
        words = f"{piece.source.title}\n{grade}"
        if piece.relevelled:
            words += "\n" + self.tr("Exigence réglée par le bureau")
        return f"{self.tr('Pièce demandée par le bureau')}\n{words}" if piece.local else words

    def _words(self, piece: PieceState) -> tuple[str, str]:
        words, role = self._standing(piece)
        if piece.local:
            words = self.tr("{0} · pièce du bureau").format(words)
        elif piece.relevelled:
            words = self.tr("{0} · niveau du bureau").format(words)
        return words, role

    def _standing(self, piece: PieceState) -> tuple[str, str]:
        if not piece.present:
            required = {Level.BLOCK: "red", Level.WARN: "amber", Level.NOTE: "quiet"}[piece.level]
            return (self.tr("à remettre") if piece.level is not Level.NOTE else self.tr("si demandée")), required
        if not piece.mentions:
            return self.tr("remise"), "green"
        present = sum(m.present for m in piece.mentions)
        count = self.tr("{0}/{1} mentions").format(present, len(piece.mentions))
        absent = [m for m in piece.mentions if not m.present]
        if not absent:
            return count, "green"
        worst = min(absent, key=lambda m: list(Level).index(m.level))
        return f"{count} · {messages.said(worst.label)}", _role(worst)

    def _changed(self, item: QTreeWidgetItem, column: int) -> None:
        if column != 0:
            return
        key = str(item.data(0, KEY))
        names = {key}
        for top, children in self._items:
            if top is item:
                names |= {str(child.data(0, KEY)) for child in children}
        self.ticked.emit(frozenset(names), item.checkState(0) is Qt.CheckState.Checked)


def _state(present: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if present else Qt.CheckState.Unchecked


def _role(mention: MentionState) -> str:
    return {Level.BLOCK: "red", Level.WARN: "amber", Level.NOTE: "quiet"}[mention.level]
