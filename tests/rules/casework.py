"""Cases for the tests of the rules: a dossier in good order, on the days of these tests unless told otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from amo_desk.domain.dossier import Line
from amo_desk.rules import good_order
from amo_desk.rules.case import Case
from amo_desk.rules.good_order import CENTRE, DOCTOR, GOOD_ICE, aged, aside, family_of, product
from amo_desk.rules.rulebook import Rulebook

__all__ = ["CARE", "CENTRE", "DEPOSIT", "DOCTOR", "GOOD_ICE", "aged", "aside", "case_of", "family_of", "product"]

CARE, DEPOSIT = date(2026, 11, 2), date(2026, 11, 23)


def case_of(
    rulebook: Rulebook,
    form: str,
    lines: Iterable[Line],
    *,
    care_date: date | None = CARE,
    deposit_date: date = DEPOSIT,
    **changes: Any,
) -> Case:
    """A case in good order: care on 2 November 2026, deposit on the 23rd, unless told otherwise."""
    return good_order.case_of(rulebook, form, lines, care_date=care_date, deposit_date=deposit_date, **changes)
