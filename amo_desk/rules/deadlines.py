"""The last day to deposit a dossier: a dated number of days from the care, or from the end of a long treatment."""

from __future__ import annotations

from datetime import date, timedelta

from amo_desk.domain.findings import Deadline
from amo_desk.rules.case import Case


def deposit_deadline(case: Case) -> Deadline | None:
    """The last day to deposit this case; nothing while the care day is unknown."""
    start = case.day("continuous_end") or case.care_day
    if start is None:
        return None
    value = case.rulebook.parameter("deadlines/deposit_days").nearest(case.rules_day)
    limit = int(value.number)
    last_day = start + min(timedelta(days=limit), date.max - start)
    return Deadline(
        last_day=last_day,
        days_left=(last_day - case.deposit_day).days,
        limit=limit,
        source=value.source,
    )
