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
_CODE = re.compile(r"\b[A-Z]{1,5}\d", re.IGNORECASE)
_TOOTH = re.compile(r"(?<!\S)\d{2}(?=[\s,+-]|$)")


def on_teeth(typed: str, teeth: tuple[int, ...], faces: str = "") -> str:
    """What was typed with the chosen teeth ahead; teeth that were typed count instead of them.

    Words are looked for with the chosen faces, so that « carie » on two of them is the filling of two faces.

    >>> on_teeth("D701 = 200", (16, 46)), on_teeth("26 D708", (16,)), on_teeth("2* D708", (16,))
    ('16 46 D701 = 200', '26 D708', '2* 16 D708')
    >>> on_teeth("carie = 200", (46,), "MO"), on_teeth("D701 = 200", (46,), "MO")
    ('46 MO carie = 200', '46 D701 = 200')
    """
    words = typed.strip()
    times = _TIMES.fullmatch(words)
    ahead, act = (times[1], times[2]) if times else ("", words)
    if not teeth or not act or _TOOTH.search(_COUNT.sub("", _AFTER.sub("", act))):
        return typed
    chosen = [str(tooth) for tooth in teeth]
    if faces and not _CODE.search(act):
        chosen.append(faces)
    return f"{ahead}{' '.join(chosen)} {act}"


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
        choice = self._form.teeth.chart.choice
        return on_teeth(typed, choice.ordered, choice.faces)

    def with_faces(self, line: Line) -> Line:
        """The line on the chosen faces where it is on the chosen teeth: none where its act is not done on faces."""
        choice, act = self._form.teeth.chart.choice, self._rulebook.act(line.code)
        if not choice.faces or set(line.teeth) != choice.teeth or line.faces not in ("", choice.faces):
            return line
        return replace(line, faces="" if act is not None and not act.faces else choice.faces)

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
