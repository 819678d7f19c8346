"""A lot: dossiers of one kind sent together, closed once and never changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from amo_desk.domain.money import Centimes


@dataclass(frozen=True, slots=True, kw_only=True)
class LotLine:
    """One dossier on the slip; amounts in centimes."""

    number: str
    immatriculation: str
    affiliation: str
    insured: str
    beneficiary: str
    relation: str
    deposit_day: date
    care_day: date | None
    pieces: int
    billed: Centimes
    base: Centimes
    amo: Centimes
    complement: Centimes | None
    uncounted: int


def complements(lines: Sequence[LotLine]) -> Centimes | None:
    """What the complements add up to; nothing where one of them is not known."""
    known = [line.complement for line in lines if line.complement is not None]
    return sum(known) if len(known) == len(lines) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """A closed lot with its lines and the hash of its content."""

    id: UUID
    number: str
    form: str
    payer: str
    closed_at: datetime
    agent: str
    lines: tuple[LotLine, ...]
    content_hash: str
    copies: int = 0

    @property
    def billed(self) -> Centimes:
        """Control total of the amounts billed."""
        return sum(line.billed for line in self.lines)

    @property
    def amo(self) -> Centimes:
        """Control total of the estimated AMO parts."""
        return sum(line.amo for line in self.lines)

    @property
    def complement(self) -> Centimes | None:
        """Control total of the estimated complements."""
        return complements(self.lines)

    @property
    def pieces(self) -> int:
        """Control total of the pieces handed over."""
        return sum(line.pieces for line in self.lines)
