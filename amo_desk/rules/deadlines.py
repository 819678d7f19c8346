"""The last day to deposit a dossier: a dated number of days or months from the care."""

from __future__ import annotations

from datetime import date, timedelta

from amo_desk.domain.days import months_after
from amo_desk.domain.findings import Deadline
from amo_desk.rules.calendar import closed
from amo_desk.rules.case import Case

PARAMETERS = {
    "deposit": "deadlines/deposit_days",
    "provider": "deadlines/provider_months",
    "abroad": "deadlines/abroad_days",
}
DISCHARGE = "discharge_date"


def deadline(case: Case) -> Deadline | None:
    """The last day to deposit this case; nothing where the form sets none or while the care day is unknown.

    Days run from the care or the end of a long treatment; a provider's months from the discharge where there was one.
    """
    name = PARAMETERS.get(case.form.deadline)
    start = case.day(DISCHARGE if case.form.deadline == "provider" else "continuous_end") or case.care_day
    if name is None or start is None:
        return None
    parameter = case.rulebook.parameter(name)
    value = parameter.nearest(case.deposit_day if parameter.dated_by == "deposit" else case.rules_day)
    limit = int(value.number)
    last_day = months_after(start, limit) if parameter.unit == "months" else _days_after(start, limit)
    return Deadline(
        last_day=last_day,
        days_left=(last_day - case.deposit_day).days,
        limit=limit,
        source=value.source,
        start=start,
        unit=parameter.unit,
        closed=closed(last_day),
    )


def _days_after(day: date, days: int) -> date:
    return day + min(timedelta(days=days), date.max - day)
