"""The days on which the offices of Morocco are closed: weekends and public holidays.

The religious ones follow the moon: those to come are estimated, and their names say so (« estimé »).
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from holidays.countries.morocco import Morocco

WEEKEND = "weekend"
_SATURDAY = 5


@lru_cache(maxsize=8)
def _holidays(year: int) -> Morocco:
    return Morocco(years=year, language="fr")


def closed(day: date) -> str:
    """Why offices are closed on a day: the name of the holiday, « weekend », or nothing when they are open.

    >>> closed(date(2026, 11, 18)), closed(date(2026, 11, 21)), closed(date(2026, 11, 23))
    ("Fête de l'indépendance", 'weekend', '')
    """
    holiday = _holidays(day.year).get(day)
    return holiday or (WEEKEND if day.weekday() >= _SATURDAY else "")


def next_working_day(day: date) -> date:
    """The day itself when offices are open, else the first day after it on which they are.

    >>> next_working_day(date(2026, 11, 6))
    datetime.date(2026, 11, 9)
    """
    while closed(day) and day < date.max:
        day += timedelta(days=1)
    return day
