"""The monthly AMO contribution: a share of the gross pay or pension, between a minimum and a maximum.

The total is rounded to the centime, halves up; of an odd centime between employee and employer, the employer pays the
larger half, so that the two always make the total.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from amo_desk.domain.errors import Refused
from amo_desk.domain.money import Centimes, centimes, share
from amo_desk.domain.sources import Source
from amo_desk.rules.parameters import Value
from amo_desk.rules.rulebook import Rulebook

Kind = Literal["active", "pension"]
MINIMUM, MAXIMUM, EMPLOYEE_PART = "contribution/minimum", "contribution/maximum", "contribution/employee_part"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """A month's contribution and who pays which part; `capped` says whether the minimum or the maximum decided."""

    total: Centimes
    employee: Centimes
    employer: Centimes
    sources: tuple[Source, ...]
    capped: Literal["min", "max", ""] = ""


def contribution(gross: Centimes, kind: Kind, day: date, rulebook: Rulebook) -> Contribution:
    """The contribution on a month's gross pay or basic pensions, in centimes; refuses what is not above zero."""
    if gross <= 0:
        raise Refused("contribution.gross")

    def at(name: str) -> Value:
        return rulebook.parameter(name).at(day)

    rate, minimum, maximum = at(f"contribution/{kind}_rate"), at(MINIMUM), at(MAXIMUM)
    exact = share(gross, rate.number)
    total = min(max(exact, centimes(minimum.number)), centimes(maximum.number))
    employer: Centimes = 0
    sources: tuple[Source, ...] = (rate.source, minimum.source, maximum.source)
    if kind == "active":
        part = at(EMPLOYEE_PART)
        employer = share(total, 1 - part.number)
        sources = (*sources, part.source)
    return Contribution(
        total=total,
        employee=total - employer,
        employer=employer,
        sources=sources,
        capped="min" if total > exact else "max" if total < exact else "",
    )
