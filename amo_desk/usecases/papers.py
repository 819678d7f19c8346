"""The papers of a dossier and of a lot: from records to pages, counted in the journal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from amo_desk import paths
from amo_desk.domain.dossier import Content, Dossier
from amo_desk.domain.errors import Refused
from amo_desk.domain.findings import Evaluation, Level, PieceState, Rate, Verdict
from amo_desk.domain.lot import Lot
from amo_desk.domain.money import amount_text, centimes
from amo_desk.domain.papers import (
    BatchSlip,
    Letterhead,
    MissingSlip,
    PaperPiece,
    Party,
    QuoteSheet,
    QuoteSheetLine,
    QuoteSheetSource,
    Receipt,
)
from amo_desk.domain.people import Family, Relation
from amo_desk.domain.sources import Text
from amo_desk.store import affiliates, dossiers, journal, lots
from amo_desk.usecases.desk import Desk

if TYPE_CHECKING:
    from amo_desk.documents.fonts import Family as FontFamily

RELATIONS = {
    Relation.INSURED: Text(fr="Assuré(e)", ar="المؤمن(ة)"),
    Relation.SPOUSE: Text(fr="Conjoint(e)", ar="الزوج(ة)"),
    Relation.CHILD: Text(fr="Enfant", ar="ابن(ة)"),
}
MEDICINE_VALUES = {
    "medicine_base": Text(fr="Prix base de remboursement", ar="الثمن المعتمد للتعويض"),
    "medicine_rate": Text(fr="Taux de la liste", ar="نسبة اللائحة"),
}
QUOTATION = Text(fr="Cotation {code}", ar="ترميز {code}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper ready to be shown, printed or saved: PDF bytes and a file name without personal data."""

    pdf: bytes
    name: str


def receipt(desk: Desk, dossier: Dossier, sheet: str = "A4") -> Paper:
    """The acknowledgment of a received dossier, member's copy alone (A5) or both copies (A4); reprints are copies."""
    from amo_desk.documents.receipt import receipt_pdf, receipt_sheet_pdf  # noqa: PLC0415  papers load when printed

    if not dossier.number:
        raise Refused("receipt.draft")
    with desk.store.writing() as connection:
        family = affiliates.get(connection, dossier.family_id)
        current = dossiers.get(connection, dossier.id)
        record = _receipt(desk, current, family)
        make = receipt_sheet_pdf if sheet == "A4" else receipt_pdf
        pdf = make(record, _fonts(desk))
        dossiers.count_receipt(connection, current)
        details = {"number": current.number, "copy": record.copy}
        journal.write(connection, desk.author(), "dossier", str(current.id), "receipt_issued", details)
    suffix = f"-copie{record.copy}" if record.copy else ""
    return Paper(pdf=pdf, name=f"accuse-{current.number}{suffix}.pdf")


def missing_slip(desk: Desk, dossier: Dossier, content: Content, evaluation: Evaluation) -> Paper:
    """What the member has to bring, whether the dossier was received with reserves or cannot be received yet."""
    from amo_desk.documents.missing_slip import missing_slip_pdf  # noqa: PLC0415

    with desk.store.writing() as connection:
        family = affiliates.get(connection, dossier.family_id)
        record = _missing_slip(desk, dossier, evaluation, family)
        pdf = missing_slip_pdf(record, _fonts(desk))
        details = {"verdict": evaluation.verdict.value, "content": journal.fingerprint(content)}
        journal.write(connection, desk.author(), "dossier", str(dossier.id), "missing_slip_issued", details)
    return Paper(pdf=pdf, name=f"pieces-manquantes-{dossier.number or dossier.id.hex[-8:]}.pdf")


def quote_sheet(desk: Desk, dossier: Dossier, content: Content, evaluation: Evaluation) -> Paper:
    """What the member may expect of a draft or a received dossier, line by line with the source of each value."""
    from amo_desk.documents.quote_sheet import quote_sheet_pdf  # noqa: PLC0415

    if not evaluation.quote.lines:
        raise Refused("quote.empty")
    with desk.store.writing() as connection:
        family = affiliates.get(connection, dossier.family_id)
        record = _quote_sheet(desk, dossier, content, evaluation, family)
        pdf = quote_sheet_pdf(record, _fonts(desk))
        details = {"rulebook": evaluation.quote.rulebook, "content": journal.fingerprint(content)}
        journal.write(connection, desk.author(), "dossier", str(dossier.id), "quote_sheet_issued", details)
    return Paper(pdf=pdf, name=f"estimation-{dossier.number or dossier.id.hex[-8:]}.pdf")


def lot_slip(desk: Desk, lot: Lot) -> Paper:
    """The slip of a closed lot with its recapitulation; made again, it is a copy."""
    from amo_desk.documents.batch_slip import batch_slip_pdf  # noqa: PLC0415

    with desk.store.writing() as connection:
        record = _batch_slip(desk, lots.get(connection, lot.id))
        pdf = batch_slip_pdf(record, _fonts(desk))
        lots.count_copy(connection, lot)
        details = {"number": lot.number, "copy": record.copy}
        journal.write(connection, desk.author(), "lot", str(lot.id), "slip_issued", details)
    suffix = f"-copie{record.copy}" if record.copy else ""
    return Paper(pdf=pdf, name=f"bordereau-{lot.number}{suffix}.pdf")


def lot_workbook(desk: Desk, lot: Lot) -> bytes:
    """The workbook with the same lines and totals as the slip."""
    from amo_desk.documents.workbook import lot_workbook as workbook  # noqa: PLC0415

    return workbook(_batch_slip(desk, lot))


def _fonts(desk: Desk) -> FontFamily:
    from amo_desk.documents.fonts import find_family  # noqa: PLC0415

    return find_family(desk.fonts, paths.bundled("resources/fonts"))


def _letterhead(desk: Desk) -> Letterhead:
    mutuelle = desk.rulebook.mutuelles[desk.office.mutuelle]
    return Letterhead(mutuelle=mutuelle.name, office=desk.office, agent=desk.agent.name)


def _party(family: Family, dossier: Dossier) -> Party:
    person = family.member(dossier.beneficiary_id)
    return Party(
        insured=family.insured.name,
        insured_arabic=family.insured.arabic_name,
        beneficiary=person.name,
        beneficiary_arabic=person.arabic_name,
        relation=RELATIONS[person.relation],
        immatriculation=family.immatriculation,
        affiliation=family.affiliation,
    )


def _receipt(desk: Desk, dossier: Dossier, family: Family) -> Receipt:
    evaluation = dossier.evaluation
    if evaluation is None or dossier.received_at is None:
        raise Refused("receipt.draft")
    form = desk.rulebook.form(dossier.form, dossier.edition)
    quote = evaluation.quote
    declared = dossier.content.fields.get("declared_amount", "")
    return Receipt(
        head=_letterhead(desk),
        party=_party(family, dossier),
        number=dossier.number,
        form=form.label,
        received_at=desk.at_office(dossier.received_at),
        care_day=dossier.content.care_day,
        pieces=tuple(_paper_piece(p) for p in evaluation.pieces if p.present),
        reserves=tuple(f.text for f in evaluation.findings if f.standing is Level.WARN),
        declared=int(declared) if declared.isdigit() else quote.billed,
        estimated=quote.estimated,
        partial=bool(quote.uncounted),
        unconfirmed=bool(quote.unconfirmed),
        complement_day=evaluation.deadline.last_day if evaluation.deadline else None,
        payer=evaluation.payer,
        copy=dossier.receipts,
    )


def _missing_slip(desk: Desk, dossier: Dossier, evaluation: Evaluation, family: Family) -> MissingSlip:
    form = desk.rulebook.form(dossier.form, dossier.edition)
    wanted = [f for f in evaluation.findings if f.standing is not Level.NOTE]
    absent = tuple(PaperPiece(label=p.label) for p in evaluation.pieces if not p.present and p.level is not Level.NOTE)
    incomplete = tuple(
        _paper_piece(p) for p in evaluation.pieces if p.present and any(not m.present for m in p.mentions)
    )
    others = [f for f in wanted if not f.key.startswith(("piece/", "mention/"))]
    advice = {f.advice: None for f in others if f.advice}
    return MissingSlip(
        head=_letterhead(desk),
        party=_party(family, dossier),
        number=dossier.number,
        form=form.label,
        day=desk.today(),
        missing=(*absent, *incomplete),
        reasons=tuple(f.text for f in others),
        advice=tuple(advice),
        last_day=evaluation.deadline.last_day if evaluation.deadline else None,
        receivable=evaluation.verdict is not Verdict.NOT_RECEIVABLE,
    )


def _quote_sheet(desk: Desk, dossier: Dossier, content: Content, evaluation: Evaluation, family: Family) -> QuoteSheet:
    numbers: dict[Rate, int] = {}
    lines = []
    for line, quote in zip(content.lines, evaluation.quote.lines, strict=True):
        cited = tuple(numbers.setdefault(detail, len(numbers) + 1) for detail in quote.details)
        act = desk.rulebook.act(line.code)
        label = act.label if act else Text(fr=line.label, ar="")
        lines.append(QuoteSheetLine(label=label, quantity=line.quantity, quote=quote, sources=cited))
    return QuoteSheet(
        head=_letterhead(desk),
        party=_party(family, dossier),
        number=dossier.number,
        form=desk.rulebook.form(dossier.form, dossier.edition).label,
        day=desk.today(),
        care_day=content.care_day,
        lines=tuple(lines),
        quote=evaluation.quote,
        sources=tuple(_quote_source(desk, detail, number) for detail, number in numbers.items()),
        payer=evaluation.payer,
        payer_next=evaluation.payer_next,
    )


def _quote_source(desk: Desk, detail: Rate, number: int) -> QuoteSheetSource:
    parameter = desk.rulebook.parameters.get(detail.label)
    name = parameter.description if parameter else MEDICINE_VALUES.get(detail.label)
    if name is None:
        name = Text(fr=QUOTATION.fr.format(code=detail.label), ar=QUOTATION.ar.format(code=detail.label))
    if detail.unit == "rate":
        value = f"{detail.value * 100:.1f}".removesuffix(".0").replace(".", ",") + "\u00a0%"
    elif detail.unit == "MAD":
        value = f"{amount_text(centimes(detail.value))}\u00a0DH"
    else:
        value = f"{detail.value:f}".replace(".", ",")
    return QuoteSheetSource(number=number, name=name, value=value, source=detail.source)


def _batch_slip(desk: Desk, lot: Lot) -> BatchSlip:
    label = next((f.label for f in desk.rulebook.forms if f.id == lot.form), Text(fr=lot.form, ar=lot.form))
    shown = replace(lot, closed_at=desk.at_office(lot.closed_at))
    return BatchSlip(head=_letterhead(desk), lot=shown, form=label, copy=lot.copies)


def _paper_piece(piece: PieceState) -> PaperPiece:
    return PaperPiece(label=piece.label, missing=tuple(m.label for m in piece.mentions if not m.present))
