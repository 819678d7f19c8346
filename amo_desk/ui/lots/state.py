"""What the lots page shows: the kinds that wait, the dossiers ticked for the next lot, or a closed lot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from amo_desk.domain.dossier import DossierSummary
from amo_desk.domain.errors import Refused
from amo_desk.domain.lot import Lot, LotLine
from amo_desk.domain.money import Centimes
from amo_desk.domain.sources import Source
from amo_desk.usecases.lots import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """What the office holds: kinds of which dossiers wait, closed lots, and how many dossiers a lot may hold."""

    kinds: tuple[Kind, ...] = ()
    lots: tuple[Lot, ...] = ()
    limit: int = 0
    source: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LotsState:
    """Either a kind is chosen, with its waiting dossiers and ticks, or a closed lot, or nothing where there is nothing.

    `armed` says that closing was asked for once and waits to be confirmed.
    """

    stock: Stock
    kind: Kind | None = None
    lot: Lot | None = None
    waiting: tuple[DossierSummary, ...] = ()
    ticked: frozenset[UUID] = frozenset()
    armed: bool = False
    busy: bool = False

    @property
    def chosen(self) -> tuple[DossierSummary, ...]:
        """The dossiers of the lot to come, oldest first."""
        return tuple(dossier for dossier in self.waiting if dossier.id in self.ticked)

    @property
    def billed(self) -> Centimes:
        """What the members paid."""
        return sum(dossier.billed for dossier in self.chosen)

    @property
    def estimated(self) -> Centimes:
        """What they should get, where it can be computed."""
        return sum(dossier.estimated or 0 for dossier in self.chosen)

    @property
    def uncounted(self) -> int:
        """How many of them cannot be estimated."""
        return sum(dossier.estimated is None for dossier in self.chosen)

    @property
    def can_close(self) -> bool:
        """Whether there is a lot to close."""
        return bool(self.ticked) and not self.busy


def same_kind(one: Kind | None, other: Kind | None) -> bool:
    """Whether two kinds are the same form for the same payer, however many dossiers wait."""
    return one is not None and other is not None and (one.form, one.payer) == (other.form, other.payer)


def stocked(state: LotsState, stock: Stock) -> LotsState:
    """The state on fresh lists: what was chosen stays chosen while it is there, else the first that there is."""
    kind = next((k for k in stock.kinds if same_kind(k, state.kind)), None)
    lot = next((found for found in stock.lots if state.lot and found.id == state.lot.id), None)
    if kind is None and lot is None:
        kind = next(iter(stock.kinds), None)
        lot = next(iter(stock.lots), None) if kind is None else None
    kept = same_kind(kind, state.kind)
    return replace(
        state,
        stock=stock,
        kind=kind,
        lot=lot,
        waiting=state.waiting if kept else (),
        ticked=state.ticked if kept else frozenset(),
        armed=False,
    )


def on_kind(state: LotsState, kind: Kind) -> LotsState:
    """The state with a kind chosen; its dossiers are still to come."""
    return LotsState(stock=state.stock, kind=kind, busy=state.busy)


def on_lot(state: LotsState, lot: Lot) -> LotsState:
    """The state with a closed lot chosen."""
    return LotsState(stock=state.stock, lot=lot, busy=state.busy)


def with_waiting(state: LotsState, waiting: Sequence[DossierSummary]) -> LotsState:
    """The state with the dossiers of its kind; those not seen before are ticked, oldest first, up to the limit."""
    present = {dossier.id for dossier in waiting}
    seen = {dossier.id for dossier in state.waiting}
    ticked = state.ticked & present
    fresh = [dossier.id for dossier in waiting if dossier.id not in seen]
    room = max(0, state.stock.limit - len(ticked))
    return replace(state, waiting=tuple(waiting), ticked=ticked | frozenset(fresh[:room]), armed=False)


def toggled(state: LotsState, dossier: UUID) -> LotsState:
    """The state with one dossier ticked or not; refused past the limit."""
    if dossier in state.ticked:
        return replace(state, ticked=state.ticked - {dossier}, armed=False)
    if len(state.ticked) >= state.stock.limit:
        raise Refused("lot.too_large", limit=state.stock.limit)
    return replace(state, ticked=state.ticked | {dossier}, armed=False)


def all_toggled(state: LotsState) -> LotsState:
    """The state with as many of the oldest ticked as a lot may hold; with none where they all were."""
    oldest = frozenset(dossier.id for dossier in state.waiting[: state.stock.limit])
    return replace(state, ticked=frozenset() if state.ticked == oldest else oldest, armed=False)


def counted(line: LotLine, amount: Centimes | None) -> Centimes | None:
    """A part of a closed line as it may be shown: nothing where nothing of the dossier could be computed."""
    return None if line.uncounted and not line.base else amount
