"""The tooth chart at work: what is chosen on it prepares the entry, and it shows the teeth of the line one is at."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject

from amo_desk.domain.dossier import Line
from amo_desk.domain.errors import DeskError
from amo_desk.domain.teeth import all_milk
from amo_desk.rules.rulebook import Rulebook
from amo_desk.ui.intake.view import FormView
from amo_desk.ui.intake.work import Work
from amo_desk.ui.page import Notices
from amo_desk.ui.widgets import tooth_words

_TIMES = re.compile(r"(\d{1,3}\s*[*x×]\s*)(.*)", re.IGNORECASE)
_COUNT = re.compile(r"\b\d{1,2}\s+dents?\b", re.IGNORECASE)
_AFTER = re.compile(r"=.*|(?:^|\s)le\s+\S+$|@.*", re.IGNORECASE)
_TOOTH = re.compile(r"(?<!\S)\d{2}(?=[\s,+-]|$)")


def on_teeth(typed: str, teeth: tuple[int, ...]) -> str:
    """What was typed with the chosen teeth ahead; teeth that were typed count instead of them.

    >>> on_teeth("D701 = 200", (16, 46)), on_teeth("26 D708", (16,)), on_teeth("2* D708", (16,))
    ('16 46 D701 = 200', '26 D708', '2* 16 D708')
    """
    words = typed.strip()
    times = _TIMES.fullmatch(words)
    ahead, act = (times[1], times[2]) if times else ("", words)
    if not teeth or not act or _TOOTH.search(_COUNT.sub("", _AFTER.sub("", act))):
        return typed
    return f"{ahead}{' '.join(str(tooth) for tooth in teeth)} {act}"


class ChartWork(QObject):
    """Between the chart, the lines and the dossier under way."""

    def __init__(
        self,
        rulebook: Rulebook,
        form: FormView,
        notices: Notices,
        work: Callable[[], Work | None],
        changed: Callable[[], None],
    ) -> None:
        super().__init__(form)
        self._rulebook, self._form, self._notices = rulebook, form, notices
        self._work, self._changed = work, changed
        chart = form.teeth.chart
        chart.chosen.connect(self._chosen)
        chart.entry_wanted.connect(lambda _teeth, _faces: form.lines.focus_entry())
        chart.visited.connect(self._visited)
        chart.absent_toggled.connect(self._tell_absent)
        form.lines.visited.connect(self._line_visited)
        form.lines.unprepared.connect(chart.clear)

    def begin(self, dental: bool) -> None:
        """Gets ready for another dossier."""
        chart = self._form.teeth.chart
        chart.clear()
        chart.light(())
        self._form.show_teeth(dental)
        if dental:
            self.show()
            work = self._work()
            lines = work.content.lines if work else ()
            chart.show_milk(all_milk(tooth for line in lines for tooth in line.teeth))

    def show(self) -> None:
        """Shows the mouth as it stands now, and the teeth of the line one is at."""
        work = self._work()
        if work is not None and work.form.lines == "dental":
            self._form.teeth.show_mouth(work.mouth())
            self._line_visited(self._form.lines.table.currentIndex().row())

    def put_on_teeth(self, typed: str) -> str:
        """What was typed into the entry, with the teeth that it is prepared for."""
        return on_teeth(typed, self._form.teeth.chart.choice.ordered)

    def with_faces(self, line: Line) -> Line:
        """The line on the chosen faces, where its act is done on faces, it names none and is on the chosen teeth."""
        choice, act = self._form.teeth.chart.choice, self._rulebook.act(line.code)
        named = line.faces or (act is not None and not act.faces)
        if named or not choice.faces or set(line.teeth) != choice.teeth:
            return line
        return replace(line, faces=choice.faces)

    def taken(self) -> None:
        """The choice became a line: the next entry is prepared for nothing."""
        self._form.teeth.chart.clear()

    def _chosen(self, teeth: tuple[int, ...], faces: str) -> None:
        words = " ".join(str(tooth) for tooth in teeth)
        names = self.tr("pour la dent {0}") if len(teeth) == 1 else self.tr("pour les dents {0}")
        spoken = names.format(words) if teeth else ""
        if teeth and faces:
            spoken = self.tr("{0}, faces {1}").format(spoken, tooth_words.face_names(faces))
        self._form.lines.prepare_for(" · ".join(filter(None, (words, faces))), spoken)

    def _visited(self, tooth: int) -> None:
        """A tooth with a mark of this dossier takes the cursor of the table to its line."""
        work = self._work()
        if work is None:
            return
        rows = [row for row, line in enumerate(work.content.lines) if tooth in line.teeth]
        if rows and self._form.lines.table.currentIndex().row() not in rows:
            self._form.lines.select_line(rows[0])

    def _line_visited(self, row: int) -> None:
        work = self._work()
        lines = work.content.lines if work is not None else ()
        self._form.teeth.chart.light(lines[row].teeth if 0 <= row < len(lines) else ())

    def _tell_absent(self, tooth: int) -> None:
        work = self._work()
        if work is None:
            return
        try:
            work.tell_absent(tooth)
        except DeskError as error:
            self._notices.trouble(error)
            return
        self._changed()
