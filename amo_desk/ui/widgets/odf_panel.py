"""A treatment at a glance: its agreements, its start, the birthday that matters, the half-years, what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from amo_desk.domain.agreements import AgreementState
from amo_desk.domain.odf import AgreementStanding, Ledger, PeriodKind
from amo_desk.rules.rulebook import Rulebook
from amo_desk.ui.messages import day_text
from amo_desk.ui.widgets.basics import STEP, Elided, emptied, label, rule, set_property
from amo_desk.ui.widgets.odf_words import due_text, months_left, period_short, progress_text, state_text

_DECIDED = (AgreementState.GRANTED, AgreementState.USED, AgreementState.REFUSED, AgreementState.VOID)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A half-year within the ceiling: `state` is done, now, due or ahead, `since` the day it began or may begin."""

    rank: int
    state: str
    since: date | None = None


def steps(ledger: Ledger) -> tuple[Step, ...]:
    """The half-years of a treatment up to the ceiling, those that count first."""
    counted = [row for row in ledger.rows if row.counted and row.period.kind is PeriodKind.SEMESTER]
    found = []
    for rank in range(1, ledger.semesters_limit + 1):
        row = counted[rank - 1] if rank <= len(counted) else None
        if row is not None:
            running = row.period.since <= ledger.day and (row.until is None or ledger.day <= row.until)
            found.append(Step(rank=rank, state="now" if running else "done", since=row.period.since))
        elif ledger.due and ledger.due.kind is PeriodKind.SEMESTER and rank == len(counted) + 1:
            found.append(Step(rank=rank, state="due", since=ledger.due.earliest))
        else:
            found.append(Step(rank=rank, state="ahead"))
    return tuple(found)


class OdfPanel(QWidget):
    """Shows one ledger in a narrow column."""

    def __init__(self, rulebook: Rulebook) -> None:
        super().__init__()
        self.setObjectName("OdfPanel")
        self._rulebook = rulebook
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(STEP)

    def show_ledger(self, ledger: Ledger) -> None:
        """Shows a treatment."""
        emptied(self._column)
        for standing in ledger.agreements:
            self._add_fact(*self._agreement(standing))
        for words, note, tone in self._facts(ledger):
            self._add_fact(words, note, tone)
        self._column.addSpacing(STEP)
        self._column.addWidget(self._steps(ledger))
        self._column.addWidget(label(progress_text(ledger), wrap=True))
        self._column.addWidget(label(due_text(ledger.due, ledger.day, self._rulebook), "quiet", wrap=True))

    def _agreement(self, standing: AgreementStanding) -> tuple[str, str, str]:
        agreement = standing.agreement
        words, tone = state_text(standing)
        decided = agreement.state in _DECIDED and agreement.decided_on is not None
        day = day_text(agreement.decided_on if decided else agreement.requested_on)
        if agreement.number:
            return self.tr("Accord {0} du {1}").format(agreement.number, day), words, tone
        if agreement.state is AgreementState.REQUESTED:
            return self.tr("Demande du {0}").format(day), words, tone
        return self.tr("Accord du {0}").format(day), words, tone

    def _facts(self, ledger: Ledger) -> Iterator[tuple[str, str, str]]:
        limit = next(
            (one.lapses_on for one in ledger.agreements if one.state is AgreementState.GRANTED and one.lapses_on), None
        )
        if ledger.started_on is not None:
            yield self.tr("Début {0}").format(day_text(ledger.started_on)), *self._in_time(ledger)
        elif limit is not None:
            yield self.tr("Pas commencé"), self.tr("caduc le {0}").format(day_text(limit)), "warn"
        left = months_left(ledger.day, ledger.start_birthday)
        age = int(self._rulebook.parameter("odf/start_age").nearest(ledger.day).number)
        if ledger.start_birthday > ledger.day:
            note = self.tr("{0} mois").format(left)
            yield self.tr("{0} ans le {1}").format(age, day_text(ledger.start_birthday)), note, "quiet"
        else:
            yield self.tr("{0} ans depuis le {1}").format(age, day_text(ledger.start_birthday)), "", "quiet"

    def _in_time(self, ledger: Ledger) -> tuple[str, str]:
        """That a treatment began before its agreement lapsed, else it would not count; nothing where none is known."""
        first = next((row for row in ledger.rows if row.counted and row.period.since == ledger.started_on), None)
        known = first is not None and first.agreement is not None and first.agreement.lapses_on is not None
        return (self.tr("dans le délai"), "good") if known else ("", "")

    def _add_fact(self, words: str, note: str, tone: str) -> None:
        line = QHBoxLayout()
        line.setSpacing(STEP)
        fact = Elided(right=False)
        fact.show_text(words)
        line.addWidget(fact, 1)
        line.addWidget(label(note, tone))
        self._column.addLayout(line)
        self._column.addWidget(rule())

    def _steps(self, ledger: Ledger) -> QWidget:
        found = steps(ledger)
        dated = {step.rank for step in (found[0], *(s for s in found if s.state in ("now", "due")))}
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(2)
        said = {
            "done": self.tr("compté"),
            "now": self.tr("en cours"),
            "due": self.tr("prochain"),
            "ahead": self.tr("à venir"),
        }
        for step in found:
            short = period_short(PeriodKind.SEMESTER, step.rank)
            box = label(short)
            box.setAlignment(Qt.AlignmentFlag.AlignCenter)
            set_property(box, "step", step.state)
            words = f"{short}, {said[step.state]}"
            box.setAccessibleName(f"{words}, {day_text(step.since)}" if step.since else words)
            box.setToolTip(box.accessibleName())
            day = label(f"{step.since:%m/%y}" if step.since and step.rank in dated else "", "quiet")
            day.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(box)
            column.addWidget(day)
            line.addLayout(column, 1)
        return holder
