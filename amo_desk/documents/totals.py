"""The totals of a lot's dossiers, the same on the slip and in the workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from amo_desk.domain.lot import LotLine
from amo_desk.domain.money import Centimes, total


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Counts and sums of some dossiers; `known` is false when nothing of them can be computed."""

    count: int
    pieces: int
    billed: Centimes
    base: Centimes
    amo: Centimes
    complement: Centimes | None
    uncounted: int
    known: bool

    @property
    def partial(self) -> bool:
        """Whether the estimated sums leave lines out: then they are lower bounds."""
        return self.uncounted > 0


def totals(lines: Sequence[LotLine]) -> Totals:
    """The totals of these dossiers, of one or of many."""
    return Totals(
        count=len(lines),
        pieces=sum(line.pieces for line in lines),
        billed=sum(line.billed for line in lines),
        base=sum(line.base for line in lines),
        amo=sum(line.amo for line in lines),
        complement=total(line.complement for line in lines),
        uncounted=sum(line.uncounted for line in lines),
        known=not lines or any(line.base or not line.uncounted for line in lines),
    )


def by_relation(lines: Sequence[LotLine]) -> dict[str, Totals]:
    """The totals for each relation to the insured, in the order in which they first appear."""
    groups = dict.fromkeys(line.relation for line in lines)
    return {name: totals([line for line in lines if line.relation == name]) for name in groups}
