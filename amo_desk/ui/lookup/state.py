"""What the lookup page shows: results while one types, the drafts that wait while one does not."""

from __future__ import annotations

from dataclasses import dataclass, field

from amo_desk.domain.dossier import DossierSummary
from amo_desk.usecases.lookup import FamilyCard, Found, Hit


@dataclass(frozen=True, slots=True, kw_only=True)
class LookupState:
    """`typed` is empty on the home page; `card` is the family of the marked result."""

    typed: str = ""
    found: Found = field(default_factory=Found)
    card: FamilyCard | None = None
    drafts: tuple[DossierSummary, ...] = ()
    waiting: int = 0
    received: int = 0
    people: int = 0

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The people found."""
        return self.found.people

    @property
    def nothing(self) -> bool:
        """Whether something was looked for and nobody was found."""
        return bool(self.typed.strip()) and not self.found.people and self.found.dossier is None
