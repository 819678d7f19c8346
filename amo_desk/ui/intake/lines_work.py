"""The lines at work: what is typed, chosen, typed over or removed goes to the dossier under way."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from amo_desk.domain.dossier import Line
from amo_desk.domain.errors import DeskError
from amo_desk.rules.rulebook import Rulebook
from amo_desk.ui.intake.dental import ChartWork
from amo_desk.ui.intake.state import offered
from amo_desk.ui.intake.view import FormView
from amo_desk.ui.intake.work import Work
from amo_desk.ui.page import Notices


class LinesWork(QObject):
    """Between the table with its entry and the dossier."""

    def __init__(
        self,
        rulebook: Rulebook,
        form: FormView,
        notices: Notices,
        work: Callable[[], Work | None],
        changed: Callable[[], None],
    ) -> None:
        super().__init__(form)
        self._rulebook, self._notices, self._work, self._changed = rulebook, notices, work, changed
        self._lines = form.lines
        self.chart = ChartWork(rulebook, form, notices, work, changed)
        self._lines.entered.connect(self._entered)
        self._lines.picked.connect(self._add)
        self._lines.edited.connect(self._edited)
        self._lines.removed.connect(self._removed)

    def begin(self, kind: str) -> None:
        """Gets ready for the lines of another dossier."""
        self._lines.prepare(kind)
        self.chart.begin(kind == "dental")

    def _entered(self, typed: str) -> None:
        work = self._work()
        if work is None:
            return
        try:
            entry = work.understand(self.chart.put_on_teeth(typed))
        except DeskError as error:
            self._notices.trouble(error)
            return
        if entry.line is not None:
            self._add(self.chart.with_faces(entry.line))
        else:
            choices = tuple(self.chart.with_faces(line) for line in entry.choices)
            self._lines.offer(offered(self._rulebook, work.form, choices))

    def _add(self, line: Line) -> None:
        work = self._work()
        if work is None:
            return
        try:
            index = work.put(line)
        except DeskError as error:
            self._notices.trouble(error)
            return
        self.chart.taken()
        self._changed()
        self._lines.take_entry()
        if work.content.lines[index].billed is None:
            self._lines.ask_amount(index)

    def _edited(self, row: int, name: str, text: str) -> None:
        work = self._work()
        if work is None:
            return
        try:
            work.edit(row, name, text)
        except DeskError as error:
            self._notices.trouble(error)
            if name == "billed":
                # Two acts typed in a row: what is no amount was meant for the entry.
                self._lines.put_back(text)
        else:
            self._changed()

    def _removed(self, row: int) -> None:
        work = self._work()
        if work is not None and 0 <= row < len(work.content.lines):
            work.remove(row)
            self._changed()
