"""A lot: dossiers of one kind sent together, closed once and never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from amo_desk.domain.money import Centimes, total


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
        return total(line.complement for line in self.lines)

    @property
    def pieces(self) -> int:
        """Control total of the pieces handed over."""
        return sum(line.pieces for line in self.lines)
