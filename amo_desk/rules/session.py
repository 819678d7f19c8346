"""Several acts in one session (NGAP, article 9-B): what each of them still counts for.

With a consultation, the dearest act alone is paid. Without one, surgical and speciality acts count whole, then in part,
then for nothing. The form asks whether the acts were one session; where nobody says so, none is reduced.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from amo_desk.domain.money import Centimes, share
from amo_desk.rules.case import Case
from amo_desk.rules.nomenclature import Act
from amo_desk.rules.parameters import Value

CONSULTATION = "consultation"
MEDICAL_ACT = "medical_act"
RADIOLOGY = "radiology"
FIRST = Decimal(1)
PARTS = ("session/second", "session/third")
DEAREST = "session/with_consultation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """What a line still counts for: its reference price, the units that count, the rule, and a code that says why."""

    tnr: Centimes
    units: int
    parameter: str
    value: Value
    note: str


def cuts(case: Case, prices: Sequence[tuple[Centimes, int] | None]) -> dict[int, Cut]:
    """The lines that count for less, by index; a price is that of one unit and how many there are."""
    if not case.flag("same_session"):
        return {}
    within = [i for i, act in enumerate(case.acts) if act and prices[i] and _in_session(case, act)]
    if not within:
        return {}
    categories = [act.category if act else "" for act in case.acts]
    consulted = any(categories[i] == CONSULTATION for i in within)
    if not consulted:
        within = [i for i in within if categories[i] == MEDICAL_ACT]
    units = [(price, index) for index in within for price in _units(prices[index])]
    # The dearest first; of two that cost the same, the one written first.
    units.sort(key=lambda unit: -unit[0])
    counted: dict[int, list[tuple[Centimes, Decimal]]] = {}
    ruled: dict[int, tuple[str, Value]] = {}
    for rank, (price, index) in enumerate(units):
        rule = _rule(case, rank, consulted=consulted)
        counted.setdefault(index, []).append((price, rule[1].number if rule else FIRST))
        if rule:
            ruled[index] = rule
    return {index: _cut(counted[index], *rule, consulted=consulted) for index, rule in ruled.items()}


def _in_session(case: Case, act: Act) -> bool:
    """Whether an act was done by the practitioner: imaging of another producer bears that producer's INPE."""
    if act.category == RADIOLOGY:
        return case.text("executor_inpe") in ("", case.text("prescriber_inpe"))
    return act.category in (CONSULTATION, MEDICAL_ACT)


def _units(price: tuple[Centimes, int] | None) -> Iterator[Centimes]:
    if price:
        yield from [price[0]] * price[1]


def _rule(case: Case, rank: int, *, consulted: bool) -> tuple[str, Value] | None:
    """The parameter that reduces the act of a rank, nothing for the first or where there is no value on the day."""
    if rank == 0:
        return None
    name = DEAREST if consulted else PARTS[min(rank, len(PARTS)) - 1]
    value = case.value(name)
    return None if value is None else (name, value)


def _cut(units: list[tuple[Centimes, Decimal]], parameter: str, value: Value, *, consulted: bool) -> Cut:
    kept = [(price, part) for price, part in units if part]
    note = "session_part" if kept else "session_dearest" if consulted else "session_following"
    return Cut(
        tnr=sum(share(price, part) for price, part in kept),
        units=len(kept),
        parameter=parameter,
        value=value,
        note=note,
    )
