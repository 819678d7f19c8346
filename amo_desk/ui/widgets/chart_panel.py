"""The tooth chart with what its tones mean, the switch between dentitions, and a word on the tooth one is at."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from amo_desk.domain.chart import Mouth, Tone
from amo_desk.domain.teeth import is_milk
from amo_desk.ui import messages, theme
from amo_desk.ui.widgets import tooth_words
from amo_desk.ui.widgets.basics import STEP, Elided, RowButton, key_cap, label, row, set_property
from amo_desk.ui.widgets.tooth_chart import ToothChart
from amo_desk.ui.widgets.tooth_item import fill_tone, strike

SIDE, LEGEND = 13, 22
CAPTIONED, WIDE = 640, 800


class _Sample(QWidget):
    """A small square in a tone, or the dashed one of a tooth that is gone."""

    def __init__(self, tone: Tone | None) -> None:
        super().__init__()
        self._tone = tone
        self.setFixedSize(QSize(SIDE, SIDE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Painted by the same hand as the teeth."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        square = QRectF(1, 1, SIDE - 2, SIDE - 2)
        if self._tone is None:
            painter.setPen(QPen(theme.current().colour("quiet"), 1.2, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(square, 3, 3)
        elif self._tone is Tone.REFUSED:
            strike(painter, QPointF(SIDE / 2, SIDE / 2), SIDE / 2 - 1.5)
        else:
            path = QPainterPath()
            path.addRoundedRect(square, 2, 2)
            fill_tone(painter, path, self._tone)


class ChartPanel(QWidget):
    """Legend above, teeth below; as high as whoever lays it out allows."""

    def __init__(self, named: Callable[[str], str]) -> None:
        super().__init__()
        self.chart = ToothChart(named)
        self.caption = Elided("quiet", right=False)
        self._permanent, self._milk = label(), label()
        self.switch = RowButton(self.tr("Dents permanentes ou dents de lait"), self._other)
        self.switch.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.switch.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.switch.setLayout(row(self._permanent, key_cap(self.tr("T")), self._milk))
        legend = QHBoxLayout()
        legend.setContentsMargins(0, 0, 0, 0)
        legend.setSpacing(STEP)
        legend.addWidget(self.caption, 1)
        legend.addStretch()
        legend.addWidget(self.switch)
        for tone, words in (*tooth_words.TONES.items(), (None, tooth_words.ABSENT)):
            legend.addSpacing(STEP)
            legend.addWidget(_Sample(tone))
            legend.addWidget(label(messages.translated(words), "quiet"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        column.addLayout(legend)
        column.addWidget(self.chart)
        self._mouth = Mouth()
        self.chart.visited.connect(lambda _tooth: self._say_current())
        self.chart.said.connect(lambda words: self._say(words, "bad"))
        self.chart.dentition_changed.connect(lambda _milk: self._show_switch())
        self._show_switch()

    def show_mouth(self, mouth: Mouth) -> None:
        """Shows what was done in a mouth."""
        self._mouth = mouth
        self.chart.show_mouth(mouth)
        self._show_switch()

    def give_height(self, height: int) -> None:
        """Lets the teeth be so high at most; they never grow past the width there is."""
        whole = round(self.width() * self.chart.ratio())
        self.chart.setFixedHeight(max(1, min(whole, height)))

    def _other(self) -> None:
        self.chart.show_milk(not self.chart.milk)

    def _show_switch(self) -> None:
        """The dentition in sight in ink, the other one with the number of its teeth that have marks.

        Where there is little room only the dentition that the key goes to is named, in short.
        """
        marked = {mark.tooth for mark in self._mouth.marks}
        wide = self.width() >= WIDE
        permanent = self.tr("permanentes") if wide else self.tr("perm.")
        for shown, name, milk in ((self._permanent, permanent, False), (self._milk, self.tr("lait"), True)):
            here = milk is self.chart.milk
            count = sum(is_milk(tooth) is milk for tooth in marked)
            shown.setText(self.tr("{0} ({1})").format(name, count) if wide and count and not here else name)
            set_property(shown, "role", "strong" if here else "quiet")
            shown.setVisible(wide or not here)

    def _say_current(self) -> None:
        tooth = self.chart.choice.current
        done = ", ".join(dict.fromkeys(mark.code for mark in self._mouth.on(tooth) if mark.code))
        self._say(" · ".join(filter(None, (tooth_words.title(tooth), done))), "quiet")

    def _say(self, words: str, role: str) -> None:
        self.caption.show_text(words)
        set_property(self.caption, "role", role)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps the legend on one line."""
        super().resizeEvent(event)
        self.caption.setVisible(self.width() >= CAPTIONED)
        self._show_switch()
