"""What the lookup page shows: results while one types, the drafts that wait while one does not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from uuid import UUID

from amo_desk.domain.dossier import DossierSummary
from amo_desk.domain.identifiers import number_span
from amo_desk.domain.names import parted
from amo_desk.domain.people import Relation
from amo_desk.usecases.lookup import FamilyCard, Found, Hit


@dataclass(frozen=True, slots=True, kw_only=True)
class LookupState:
    """`typed` is empty on the home page, `answered` is what the results answer; `card` is the marked one's family.

    `chosen` is the marked one among them.
    """

    typed: str = ""
    answered: str = ""
    found: Found = field(default_factory=Found)
    card: FamilyCard | None = None
    chosen: UUID | None = None
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


def renewed(state: LookupState, card: FamilyCard) -> LookupState:
    """The same results after something was noted of a family: its card, and its members by their Arabic names."""
    arabic = {member.person.id: member.person.arabic_name for member in card.members}
    hits = tuple(replace(hit, arabic_name=arabic.get(hit.person_id, hit.arabic_name)) for hit in state.hits)
    return replace(state, card=card, found=replace(state.found, people=hits))


def in_number(number: str, typed: str) -> tuple[tuple[int, int], ...]:
    """The part of a number that answers what was typed, if any."""
    part = number_span(number, parted(typed)[1])
    return (part,) if part else ()


def by_relation(family: Iterable[tuple[Relation, str]]) -> tuple[tuple[Relation, tuple[str, ...]], ...]:
    """First names by relation, in the order in which the register has them.

    >>> by_relation([(Relation.CHILD, "Salma"), (Relation.CHILD, "Yassine")])
    ((<Relation.CHILD: 'child'>, ('Salma', 'Yassine')),)
    """
    found: dict[Relation, list[str]] = {}
    for relation, name in family:
        found.setdefault(relation, []).append(name)
    return tuple((relation, tuple(members)) for relation, members in found.items())
