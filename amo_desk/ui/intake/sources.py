"""Why these amounts: each line with the values behind it, their sources and how far they may be trusted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from amo_desk.domain.dossier import Line
from amo_desk.domain.findings import Evaluation, QuoteLine, Rate
from amo_desk.rules.rulebook import Rulebook
from amo_desk.ui import messages, theme
from amo_desk.ui.widgets.basics import STEP, label

ROW = QSize(0, 26)


class SourcesDialog(QDialog):
    """A tree of lines and values; Esc closes it."""

    def __init__(self, rulebook: Rulebook, lines: Sequence[Line], evaluation: Evaluation, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Pourquoi ces montants ?"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(min(1340, parent.window().width() - 24), 560)
        self._rulebook = rulebook
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(self.windowTitle())
        self.tree.setColumnCount(5)
        self.tree.setHeaderLabels(
            [self.tr("Valeur"), self.tr("Montant ou taux"), self.tr("Source"), self.tr("Depuis"), self.tr("Degré")]
        )
        self.tree.setRootIsDecorated(False)
        self.tree.header().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setStretchLastSection(False)
        for line, quote in zip(lines, evaluation.quote.lines, strict=True):
            self._add(line, quote)
        self.tree.expandAll()
        for column, width in ((0, 460), (1, 130), (3, 96), (4, 230)):
            self.tree.setColumnWidth(column, width)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4 * STEP, 4 * STEP, 4 * STEP, 4 * STEP)
        rulebook_words = self.tr("Estimation, ne vaut pas décision. Règles {0}.").format(evaluation.quote.rulebook)
        layout.addWidget(label(rulebook_words, "quiet", wrap=True))
        layout.addWidget(self.tree)

    def _add(self, line: Line, quote: QuoteLine) -> None:
        top = QTreeWidgetItem([f"{line.label or line.code} : {self._outcome(quote)}"])
        font = top.font(0)
        font.setBold(True)
        top.setFont(0, font)
        top.setSizeHint(0, ROW)
        self.tree.addTopLevelItem(top)
        top.setFirstColumnSpanned(True)
        for detail in quote.details:
            source = detail.source
            grade = messages.translated(messages.GRADES[source.grade])
            item = QTreeWidgetItem(
                [self._name(detail), _value(detail), source.title, messages.day_text(source.since), grade]
            )
            checked = self.tr("comparé à sa source le {0}").format(messages.day_text(source.checked_on))
            item.setToolTip(2, "\n".join(filter(None, (source.title, source.href, source.note, checked))))
            if not source.confirmed:
                item.setForeground(4, theme.current().colour("amber"))
            item.setSizeHint(0, ROW)
            top.addChild(item)

    def _outcome(self, quote: QuoteLine) -> str:
        if quote.amo is None:
            reason = messages.translated(messages.REASONS.get(quote.reason, quote.reason))
            return self.tr("non calculable : {0}").format(reason)
        return self.tr("AMO {0} · complément {1}").format(messages.money(quote.amo), messages.money(quote.complement))

    def _name(self, detail: Rate) -> str:
        parameter = self._rulebook.parameters.get(detail.label)
        if parameter is not None:
            return messages.said(parameter.description)
        if detail.label == "medicine_base":
            return self.tr("Prix base de remboursement")
        if detail.label == "medicine_rate":
            return self.tr("Taux de la liste")
        return self.tr("Cotation {0}").format(detail.label)


def _value(detail: Rate) -> str:
    if detail.unit == "rate":
        return f"{detail.value * 100:.0f} %"
    if detail.unit == "MAD":
        return f"{detail.value:.2f} DH".replace(".", ",")
    return f"{detail.value:f}"
