"""The papers of a dossier and of a lot: from records to pages, counted in the journal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from uuid import UUID

from amo_desk.domain.dossier import Dossier
from amo_desk.domain.errors import Refused
from amo_desk.domain.findings import Evaluation, Level, Rate, Verdict
from amo_desk.domain.lot import Lot
from amo_desk.domain.money import amount_text, centimes
from amo_desk.domain.papers import (
    BatchSlip,
    MissingSlip,
    PaperPiece,
    Party,
    QuoteSheet,
    QuoteSheetLine,
    QuoteSheetSource,
    Receipt,
)
from amo_desk.domain.sources import Text
from amo_desk.store import dossiers, journal, lots, merging
from amo_desk.usecases.desk import Desk
from amo_desk.usecases.paper_parts import fonts, letterhead, paper_piece, party

MEDICINE_VALUES = {
    "medicine_base": Text(fr="Prix base de remboursement", ar="الثمن المعتمد للتعويض"),
    "medicine_rate": Text(fr="Taux de la liste", ar="نسبة اللائحة"),
}
QUOTATION = Text(fr="Cotation {code}", ar="ترميز {code}")


class Kind(Enum):
    """What a paper is about."""

    RECEIPT = "receipt"
    MISSING = "missing"
    QUOTE = "quote"
    SLIP = "slip"
    DENTAL = "dental"
    AGREEMENT = "agreement"
    REFUSAL = "refusal"
    LEDGER = "ledger"


# What the journal says of a paper that has no copies to count: whose it is, and what was issued.
_ISSUED = {
    Kind.MISSING: ("dossier", "missing_slip_issued"),
    Kind.QUOTE: ("dossier", "quote_sheet_issued"),
    Kind.DENTAL: ("dossier", "dental_sheet_issued"),
    Kind.AGREEMENT: ("agreement", "summary_issued"),
    Kind.REFUSAL: ("agreement", "refusal_notice_issued"),
    Kind.LEDGER: ("odf", "ledger_issued"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper ready to be shown, printed or saved: PDF bytes, a file name without personal data, and its subject.

    `dental` says that the dossier it is about has a dental sheet too.
    """

    pdf: bytes
    name: str
    kind: Kind
    subject: UUID
    sheet: str = ""
    dental: bool = False

    @property
    def counted(self) -> bool:
        """Whether the next one is a copy once this one was printed or saved."""
        return self.kind in (Kind.RECEIPT, Kind.SLIP)


def receipt(desk: Desk, dossier: Dossier, sheet: str = "A4") -> Paper:
    """The acknowledgment of a received dossier: member's copy alone (A5) or both copies (A4).

    It is the original until `issued` says that it left the program; from then on it is a copy.
    """
    from amo_desk.documents.receipt import receipt_pdf, receipt_sheet_pdf  # noqa: PLC0415  papers load when printed

    if not dossier.number:
        raise Refused("receipt.draft")
    with desk.store.reading() as connection:
        current = dossiers.get(connection, dossier.id)
        named = party(*merging.printed(connection, current))
    record = _receipt(desk, current, named)
    pdf = (receipt_sheet_pdf if sheet == "A4" else receipt_pdf)(record, fonts(desk))
    name = f"accuse-{current.number}{_suffix(record.copy)}.pdf"
    dental = desk.rulebook.form(current.form, current.edition).lines == "dental"
    return Paper(pdf=pdf, name=name, kind=Kind.RECEIPT, subject=current.id, sheet=sheet, dental=dental)


def missing_slip(desk: Desk, dossier: Dossier, evaluation: Evaluation) -> Paper:
    """What the member has to bring, whether the dossier was received with reserves or cannot be received yet."""
    from amo_desk.documents.missing_slip import missing_slip_pdf  # noqa: PLC0415

    with desk.store.reading() as connection:
        named = party(*merging.printed(connection, dossier))
    pdf = missing_slip_pdf(_missing_slip(desk, dossier, evaluation, named), fonts(desk))
    name = f"pieces-manquantes-{dossier.number or dossier.id.hex[-8:]}.pdf"
    return Paper(pdf=pdf, name=name, kind=Kind.MISSING, subject=dossier.id)


def quote_sheet(desk: Desk, dossier: Dossier, evaluation: Evaluation) -> Paper:
    """What the member may expect of a draft or a received dossier, line by line with the source of each value."""
    from amo_desk.documents.quote_sheet import quote_sheet_pdf  # noqa: PLC0415

    if not evaluation.quote.lines:
        raise Refused("quote.empty")
    with desk.store.reading() as connection:
        named = party(*merging.printed(connection, dossier))
    pdf = quote_sheet_pdf(_quote_sheet(desk, dossier, evaluation, named), fonts(desk))
    name = f"estimation-{dossier.number or dossier.id.hex[-8:]}.pdf"
    return Paper(pdf=pdf, name=name, kind=Kind.QUOTE, subject=dossier.id)


def lot_slip(desk: Desk, lot: Lot) -> Paper:
    """The slip of a closed lot with its recapitulation; a copy once it was issued."""
    from amo_desk.documents.batch_slip import batch_slip_pdf  # noqa: PLC0415

    with desk.store.reading() as connection:
        record = _batch_slip(desk, lots.get(connection, lot.id))
    pdf = batch_slip_pdf(record, fonts(desk))
    return Paper(pdf=pdf, name=f"bordereau-{lot.number}{_suffix(record.copy)}.pdf", kind=Kind.SLIP, subject=lot.id)


def issued(desk: Desk, paper: Paper) -> Paper:
    """Counts a paper that was printed or saved, and returns it as it must look the next time."""
    with desk.store.writing() as connection:
        author, subject = desk.author(), paper.subject
        if paper.kind is Kind.RECEIPT:
            dossier = dossiers.get(connection, subject)
            dossiers.count_receipt(connection, dossier)
            details = {"number": dossier.number, "copy": dossier.receipts}
            journal.write(connection, author, "dossier", str(subject), "receipt_issued", details)
        elif paper.kind is Kind.SLIP:
            lot = lots.get(connection, subject)
            lots.count_copy(connection, lot)
            journal.write(
                connection, author, "lot", str(subject), "slip_issued", {"number": lot.number, "copy": lot.copies}
            )
        else:
            whose, event = _ISSUED[paper.kind]
            journal.write(connection, author, whose, str(subject), event)
    if paper.kind is Kind.RECEIPT:
        return receipt(desk, dossier, paper.sheet)
    return lot_slip(desk, lot) if paper.kind is Kind.SLIP else paper


def _suffix(copy: int) -> str:
    return f"-copie{copy}" if copy else ""


def lot_workbook(desk: Desk, lot: Lot) -> bytes:
    """The workbook with the same lines and totals as the slip."""
    from amo_desk.documents.workbook import lot_workbook as workbook  # noqa: PLC0415

    return workbook(_batch_slip(desk, lot))


def _receipt(desk: Desk, dossier: Dossier, named: Party) -> Receipt:
    evaluation = dossier.evaluation
    if evaluation is None or dossier.received_at is None:
        raise Refused("receipt.draft")
    form = desk.rulebook.form(dossier.form, dossier.edition)
    quote = evaluation.quote
    return Receipt(
        head=letterhead(desk),
        party=named,
        number=dossier.number,
        form=form.label,
        received_at=desk.at_office(dossier.received_at),
        care_day=dossier.content.care_day,
        pieces=tuple(paper_piece(p) for p in evaluation.pieces if p.present),
        reserves=tuple(f.text for f in evaluation.findings if f.standing is Level.WARN),
        declared=quote.billed if dossier.content.declared is None else dossier.content.declared,
        estimated=quote.estimated,
        partial=quote.partial,
        unconfirmed=bool(quote.unconfirmed),
        complement_day=evaluation.deadline.last_day if evaluation.deadline else None,
        payer=evaluation.payer,
        copy=dossier.receipts,
    )


def _missing_slip(desk: Desk, dossier: Dossier, evaluation: Evaluation, named: Party) -> MissingSlip:
    form = desk.rulebook.form(dossier.form, dossier.edition)
    wanted = [f for f in evaluation.findings if f.standing is not Level.NOTE]
    absent = tuple(PaperPiece(label=p.label) for p in evaluation.pieces if not p.present and p.level is not Level.NOTE)
    incomplete = tuple(
        paper_piece(p) for p in evaluation.pieces if p.present and any(not m.present for m in p.mentions)
    )
    others = [f for f in wanted if not f.key.startswith(("piece/", "mention/"))]
    advice = {f.advice: None for f in others if f.advice}
    return MissingSlip(
        head=letterhead(desk),
        party=named,
        number=dossier.number,
        form=form.label,
        day=desk.today(),
        missing=(*absent, *incomplete),
        reasons=tuple(f.text for f in others),
        advice=tuple(advice),
        last_day=evaluation.deadline.last_day if evaluation.deadline else None,
        receivable=evaluation.verdict is not Verdict.NOT_RECEIVABLE,
    )


def _quote_sheet(desk: Desk, dossier: Dossier, evaluation: Evaluation, named: Party) -> QuoteSheet:
    numbers: dict[Rate, int] = {}
    lines = []
    for line, quote in zip(dossier.content.lines, evaluation.quote.lines, strict=True):
        cited = tuple(numbers.setdefault(detail, len(numbers) + 1) for detail in quote.details)
        act = desk.rulebook.act(line.code)
        label = act.label if act else Text(fr=line.label, ar="")
        lines.append(QuoteSheetLine(label=label, quantity=line.quantity, quote=quote, sources=cited))
    return QuoteSheet(
        head=letterhead(desk),
        party=named,
        number=dossier.number,
        form=desk.rulebook.form(dossier.form, dossier.edition).label,
        day=desk.today(),
        care_day=dossier.content.care_day,
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
    return BatchSlip(head=letterhead(desk), lot=shown, form=label, copy=lot.copies)
