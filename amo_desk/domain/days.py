"""Days as agents type them (whole, in part, or as a single letter), and months counted from a day."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

_PARTS = re.compile(r"(\d{1,2})(?:[/.\- ](\d{1,2})(?:[/.\- ](\d{2}|\d{4}))?)?")
SHORT_YEAR = 2
_DECEMBER = 12
_SOLID = re.compile(r"(\d{2})(\d{2})(\d{2}|\d{4})?")


def read_day(typed: str, today: date) -> date | None:
    """The day somebody typed, the latest possible one not after today where parts are left out.

    `j` is today, `h` yesterday; « 12 », « 12/11 », « 121126 » and « 12/11/2026 » are days.

    >>> read_day("12/11", date(2026, 11, 23))
    datetime.date(2026, 11, 12)
    >>> read_day("25", date(2026, 11, 23)), read_day("31/2/2026", date(2026, 11, 23))
    (datetime.date(2026, 10, 25), None)
    """
    text = typed.strip().lower()
    if text in ("j", "t"):
        return today
    if text == "h":
        return today - timedelta(days=1)
    match = _PARTS.fullmatch(text) or _SOLID.fullmatch(text)
    if not match:
        return None
    day = int(match[1])
    month = int(match[2]) if match[2] else None
    if match[3]:
        year = int(match[3])
        return _day(year + (2000 if len(match[3]) == SHORT_YEAR else 0), month or 1, day)
    if month is not None:
        found = _day(today.year, month, day)
        return found if found is None or found <= today else _day(today.year - 1, month, day)
    found = _day(today.year, today.month, day)
    if found is not None and found <= today:
        return found
    before = today.replace(day=1) - timedelta(days=1)
    return _day(before.year, before.month, day)


def day_text(day: date) -> str:
    """A day as it is written on paper.

    >>> day_text(date(2026, 11, 2))
    '02/11/2026'
    """
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months later, or the last day of a shorter month.

    >>> months_after(date(2026, 11, 30), 3)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.month - 1 + months, _DECEMBER)
    year, month = day.year + year, month + 1
    if year > date.max.year:
        return date.max
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
