"""What every paper has: the letterhead, the people it is about, the pieces it lists, and the type it is set in."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from amo_desk import paths
from amo_desk.domain.findings import PieceState
from amo_desk.domain.papers import Letterhead, PaperPiece, Party
from amo_desk.domain.people import Family, Relation
from amo_desk.domain.sources import Text
from amo_desk.usecases.desk import Desk

if TYPE_CHECKING:
    from amo_desk.documents.fonts import Family as FontFamily

RELATIONS = {
    Relation.INSURED: Text(fr="Assuré(e)", ar="المؤمن(ة)"),
    Relation.SPOUSE: Text(fr="Conjoint(e)", ar="الزوج(ة)"),
    Relation.CHILD: Text(fr="Enfant", ar="ابن(ة)"),
}


def fonts(desk: Desk) -> FontFamily:
    """The type family of this desk, Latin and Arabic."""
    from amo_desk.documents.fonts import find_family  # noqa: PLC0415  papers load when printed

    return find_family(desk.fonts, paths.bundled("resources/fonts"))


def letterhead(desk: Desk) -> Letterhead:
    """Who hands a paper over at this desk."""
    mutuelle = desk.rulebook.mutuelles[desk.office.mutuelle]
    return Letterhead(mutuelle=mutuelle.name, office=desk.office, agent=desk.agent.name)


def party(family: Family, beneficiary_id: UUID) -> Party:
    """The insured person and the beneficiary as a paper names them."""
    person = family.member(beneficiary_id)
    return Party(
        insured=family.insured.name,
        insured_arabic=family.insured.arabic_name,
        beneficiary=person.name,
        beneficiary_arabic=person.arabic_name,
        relation=RELATIONS[person.relation],
        immatriculation=family.immatriculation,
        affiliation=family.affiliation,
    )


def paper_piece(piece: PieceState) -> PaperPiece:
    """A piece with the mentions missing on it."""
    return PaperPiece(label=piece.label, missing=tuple(m.label for m in piece.mentions if not m.present))
