"""The choice of the form: grouped, narrowed by typing a few letters, the first nine by their figure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from amo_desk.domain.names import folded
from amo_desk.domain.scan import repaired_figure
from amo_desk.rules.forms import Form
from amo_desk.ui import messages, theme
from amo_desk.ui.widgets.basics import STEP, card, label

FIGURE_MILLISECONDS = 60
FIGURES = 9
FIGURE_KEYS = tuple("0123456789")
# A blank as wide as a figure, so that names stand below each other.
NO_FIGURE = "\u2007"
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FormsMenu(QWidget):
    """The forms of the office; the line above the list has the focus, the arrows walk through the list."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        frame, column = card()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self._title = label(self.tr("Nouveau dossier"), "title", wrap=True)
        self.filter = QLineEdit()
        self.filter.setAccessibleName(self.tr("Chercher un type de dossier"))
        self.filter.setPlaceholderText(self.tr("Quelques lettres : dent, lunet, ald…"))
        self.filter.textEdited.connect(lambda _text: self._show())
        self.filter.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Type de dossier"))
        self.list.setFocusProxy(self.filter)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.itemActivated.connect(self._take)
        # The first figures of a scan are no choice: one waits for the key that would follow at once.
        self._figure = QTimer(self)
        self._figure.setSingleShot(True)
        self._figure.setInterval(FIGURE_MILLISECONDS)
        self._figure.timeout.connect(self._choose)
        self._place = 0
        self._forms: tuple[Form, ...] = ()
        self._nothing = label(self.tr("Aucun type de dossier ne porte ces lettres."), "quiet", wrap=True)
        words = self.tr("Tapez quelques lettres ou un chiffre ; flèches, puis Entrée.")
        column.addWidget(self._title)
        column.addWidget(label(words, "quiet"))
        column.addWidget(self.filter)
        column.addSpacing(STEP)
        column.addWidget(self._nothing)
        column.addWidget(self.list, 1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows, Enter and figures work from the line; Esc first takes the letters back."""
        if isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if event.type() == QEvent.Type.ShortcutOverride and key == Qt.Key.Key_Escape and self.filter.text():
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and self._pressed(key, event.text()):
                return True
        return super().eventFilter(watched, event)

    def _pressed(self, key: Qt.Key, text: str) -> bool:
        self._figure.stop()
        if key in _ENTER:
            self._take(self.list.currentItem())
        elif key == Qt.Key.Key_Escape and self.filter.text():
            self.filter.clear()
            self._show()
        elif text in FIGURE_KEYS or (not self.filter.text() and repaired_figure(text)):
            # Once letters stand there, é and è are letters and no figures without Shift.
            self._place = (repaired_figure(text) or 0) - 1
            self._figure.start()
        else:
            return self._walk(key)
        return True

    def _walk(self, key: Qt.Key) -> bool:
        """Moves the cursor of the list, over the headings; False for another key."""
        rows = [row for row in range(self.list.count()) if self._form(row)]
        at = rows.index(self.list.currentRow()) if self.list.currentRow() in rows else 0
        page = max(1, self.list.viewport().height() // max(1, self.list.sizeHintForRow(rows[0])) - 1) if rows else 1
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -page, Qt.Key.Key_PageDown: page}
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(rows) - 1}
        if key not in steps and (key not in ends or self.filter.text()):
            return False
        if rows:
            to = ends[key] if key in ends else min(max(at + steps[key], 0), len(rows) - 1)
            self.list.setCurrentRow(rows[to])
            if to == 0:
                self.list.scrollToTop()
        return True

    def _choose(self) -> None:
        forms = [form for form in map(self._form, range(self.list.count())) if form]
        if 0 <= self._place < len(forms) and self.isVisible():
            self.chosen.emit(forms[self._place])

    def _take(self, item: QListWidgetItem | None) -> None:
        form = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        if form is not None:
            self.chosen.emit(form)

    def _form(self, row: int) -> Form | None:
        form: Form | None = self.list.model().index(row, 0).data(Qt.ItemDataRole.UserRole)
        return form

    def show_forms(self, forms: Sequence[Form], who: str) -> None:
        """Shows the forms in force for somebody."""
        self._title.setText(self.tr("Nouveau dossier pour {0}").format(who))
        before = self._form(self.list.currentRow())
        self._forms = tuple(forms)
        self.filter.clear()
        self._show(before)

    def _show(self, before: Form | None = None) -> None:
        words = folded(self.filter.text()).split()
        found = [form for form in self._forms if all(word in _searched(form) for word in words)]
        order = {group: at for at, group in enumerate(dict.fromkeys(form.group for form in self._forms))}
        found.sort(key=lambda form: order[form.group])
        titles = self._group_titles()
        self.list.clear()
        number = 0
        for group, members in groupby(found, key=lambda form: form.group):
            self._add_heading(titles[group])
            for form in members:
                number += 1
                self._add_form(form, number)
                if before is not None and form.id == before.id:
                    self.list.setCurrentRow(self.list.count() - 1)
        self._nothing.setVisible(not found)
        if self.list.currentRow() < 0 and found:
            named = (form for form in found if all(word in _named(form) for word in words))
            best = next(named, found[0])
            self.list.setCurrentRow(next(row for row in range(self.list.count()) if self._form(row) is best))
        if self.list.currentRow() == 1:
            self.list.scrollToTop()

    def _group_titles(self) -> dict[str, str]:
        return {
            "reimbursement": self.tr("REMBOURSEMENT"),
            "request": self.tr("DEMANDE D'ACCORD OU D'EXONÉRATION"),
            "billing": self.tr("FACTURATION EN TIERS PAYANT"),
        }

    def _add_heading(self, words: str) -> None:
        item = QListWidgetItem(words)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setForeground(theme.current().colour("quiet"))
        font = self.font()
        font.setBold(True)
        item.setFont(font)
        self.list.addItem(item)

    def _add_form(self, form: Form, number: int) -> None:
        figure = str(number) if number <= FIGURES else NO_FIGURE
        label, summary = messages.said(form.label), messages.said(form.summary)
        item = QListWidgetItem(f"{figure}  {label}\n{NO_FIGURE}  {summary}")
        item.setData(Qt.ItemDataRole.UserRole, form)
        item.setToolTip(summary)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{label}, {summary}")
        self.list.addItem(item)


def _named(form: Form) -> str:
    return folded(f"{form.label.fr} {form.label.ar}")


def _searched(form: Form) -> str:
    return f"{_named(form)} {folded(f'{form.summary.fr} {form.summary.ar}')}"
