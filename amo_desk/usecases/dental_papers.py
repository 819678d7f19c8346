"""The papers of dental dossiers, of prior agreements and of orthodontics: from records of the store to pages."""

from __future__ import annotations

from uuid import UUID

from amo_desk.domain.agreements import Agreement, AgreementState
from amo_desk.domain.dossier import Dossier, Line
from amo_desk.domain.errors import Refused
from amo_desk.domain.findings import Evaluation, Level, QuoteLine
from amo_desk.domain.odf import Ledger
from amo_desk.domain.papers import AgreementPaper, DentalSheet, DentalSheetLine, LedgerPaper, PaperPiece
from amo_desk.domain.sources import Text
from amo_desk.domain.teeth import is_milk
from amo_desk.rules.parameters import PUBLIC
from amo_desk.store import affiliates, dossiers, merging, practitioners
from amo_desk.store import agreements as store
from amo_desk.usecases import agreements, dental, intake
from amo_desk.usecases.desk import Desk
from amo_desk.usecases.paper_parts import fonts, letterhead, paper_piece, party
from amo_desk.usecases.papers import Kind, Paper

FREE_FEES = "check/free_fees"


def agreement_summary(desk: Desk, agreement: Agreement) -> Paper:
    """What was asked for, with the pieces of the request, and what was answered so far."""
    from amo_desk.documents.agreement_summary import agreement_summary_pdf  # noqa: PLC0415  papers load when printed

    pdf = agreement_summary_pdf(_agreement_paper(desk, agreement), fonts(desk))
    return Paper(pdf=pdf, name=f"accord-{_reference(agreement)}.pdf", kind=Kind.AGREEMENT, subject=agreement.id)


def refusal_notice(desk: Desk, agreement: Agreement) -> Paper:
    """The refusal with its reasons, for the member."""
    from amo_desk.documents.refusal_notice import refusal_notice_pdf  # noqa: PLC0415

    if agreement.state is not AgreementState.REFUSED:
        raise Refused("agreement.move", was=agreement.state.value, wanted=AgreementState.REFUSED.value)
    pdf = refusal_notice_pdf(_agreement_paper(desk, agreement), fonts(desk))
    return Paper(pdf=pdf, name=f"refus-{_reference(agreement)}.pdf", kind=Kind.REFUSAL, subject=agreement.id)


def odf_ledger(desk: Desk, ledger: Ledger) -> Paper:
    """The ledger of a treatment with its time line."""
    from amo_desk.documents.odf_ledger import odf_ledger_pdf  # noqa: PLC0415

    if ledger.case is None:
        raise Refused("odf.missing")
    pdf = odf_ledger_pdf(_ledger_paper(desk, ledger), fonts(desk))
    return Paper(pdf=pdf, name=f"odf-{ledger.case.id.hex[-8:]}.pdf", kind=Kind.LEDGER, subject=ledger.case.id)


def dental_sheet(desk: Desk, dossier: Dossier, evaluation: Evaluation) -> Paper:
    """The mouth, the acts and the amounts of a dental dossier, draft or received."""
    from amo_desk.documents.dental_sheet import dental_sheet_pdf  # noqa: PLC0415

    if not dossier.content.lines:
        raise Refused("quote.empty")
    pdf = dental_sheet_pdf(_dental_sheet(desk, dossier, evaluation), fonts(desk))
    name = f"fiche-dentaire-{dossier.number or dossier.id.hex[-8:]}.pdf"
    return Paper(pdf=pdf, name=name, kind=Kind.DENTAL, subject=dossier.id)


def sheet_of(desk: Desk, dossier_id: UUID) -> Paper:
    """The dental sheet of a received dossier, with what the rules said of it then."""
    dossier = intake.get(desk, dossier_id)
    if dossier.evaluation is None:
        raise Refused("receipt.draft")
    return dental_sheet(desk, dossier, dossier.evaluation)


def _reference(agreement: Agreement) -> str:
    """What tells an agreement apart in a file name: no number of the fund, whose format is not known."""
    return agreement.id.hex[-8:]


def _agreement_paper(desk: Desk, agreement: Agreement) -> AgreementPaper:
    kind = desk.rulebook.agreement_kinds[agreement.kind]
    stage = kind.stage(agreement.stage)
    with desk.store.reading() as connection:
        summary = store.get(connection, agreement.id)
        family = affiliates.get(connection, agreement.family_id)
        request = dossiers.get(connection, agreement.request_id) if agreement.request_id else None
        found = practitioners.find(connection, agreement.practitioner)
    reason = agreement.reason if agreement.state in (AgreementState.REFUSED, AgreementState.VOID) else ""
    standing = agreements.standing(desk, agreement)
    acts = [(code, desk.rulebook.act(code)) for code in agreement.codes]
    return AgreementPaper(
        head=letterhead(desk),
        party=party(family, agreement.beneficiary_id),
        birth=family.member(agreement.beneficiary_id).birth,
        day=desk.today(),
        kind=kind.label,
        stage=stage.label if stage else None,
        state=standing.state,
        requested_on=agreement.requested_on,
        request_number=summary.request_number,
        practitioner=found[0].name if len(found) == 1 else "",
        inpe=agreement.practitioner,
        codes=tuple((code, act.label if act else Text(fr="", ar="")) for code, act in acts),
        teeth=agreement.teeth,
        quoted=agreement.quoted,
        pieces=_pieces(request),
        number=agreement.number,
        decided_on=agreement.decided_on,
        reasons=(Text(fr=reason, ar=""),) if reason else (),
        lapses_on=standing.lapses_on,
    )


def _pieces(request: Dossier | None) -> tuple[PaperPiece, ...]:
    """The pieces handed over with a request, none where no dossier made it."""
    evaluation = request.evaluation if request else None
    return tuple(paper_piece(piece) for piece in evaluation.pieces if piece.present) if evaluation else ()


def _ledger_paper(desk: Desk, ledger: Ledger) -> LedgerPaper:
    case = ledger.case
    if case is None:
        raise Refused("odf.missing")
    payers = desk.rulebook.parameter("organisation/payer")
    payer = payers.find(ledger.day, regime=PUBLIC) or payers.nearest(ledger.day)
    with desk.store.reading() as connection:
        family = affiliates.get(connection, case.family_id)
        found = practitioners.find(connection, case.practitioner)
    stages = [stage for kind in desk.rulebook.agreement_kinds.values() for stage in kind.stages]
    return LedgerPaper(
        head=letterhead(desk),
        party=party(family, case.beneficiary_id),
        birth=family.member(case.beneficiary_id).birth,
        ledger=ledger,
        practitioner=found[0].name if len(found) == 1 else case.practitioner,
        payer=str(payer.value),
        stages=tuple((stage.id, stage.label) for stage in stages),
    )


def _dental_sheet(desk: Desk, dossier: Dossier, evaluation: Evaluation) -> DentalSheet:
    content = dossier.content
    inpe = content.fields.get("prescriber_inpe", "")
    facts = intake.known(desk, dossier, content)
    with desk.store.reading() as connection:
        named = party(*merging.printed(connection, dossier))
    found = facts.practitioners.get(inpe, ())
    teeth = {tooth for line in content.lines for tooth in line.teeth}
    return DentalSheet(
        head=letterhead(desk),
        party=named,
        number=dossier.number,
        form=desk.rulebook.form(dossier.form, dossier.edition).label,
        day=desk.today(),
        care_day=content.care_day,
        practitioner=found[0].name if len(found) == 1 else "",
        inpe=inpe,
        mouth=dental.mouth(desk, dossier, content, facts, evaluation),
        milk=bool(teeth) and all(is_milk(tooth) for tooth in teeth),
        lines=tuple(
            _sheet_line(desk, line, quote, _remark(evaluation, place))
            for place, (line, quote) in enumerate(zip(content.lines, evaluation.quote.lines, strict=True))
        ),
        quote=evaluation.quote,
        reserves=tuple(finding.text for finding in evaluation.findings if finding.standing is Level.WARN),
        agreement=content.fields.get("agreement_number", ""),
        free_fees=any(finding.key == FREE_FEES for finding in evaluation.findings),
    )


def _sheet_line(desk: Desk, line: Line, quote: QuoteLine, remark: Text | None) -> DentalSheetLine:
    act, nature = desk.rulebook.act(line.code), desk.rulebook.act(line.nature)
    label = act.label if act else Text(fr=line.label, ar="")
    if nature:
        label = Text(fr=f"{label.fr} : {nature.label.fr}", ar=f"{label.ar}: {nature.label.ar}")
    made_of = dental.quotation(desk.rulebook, line, quote)
    return DentalSheetLine(
        teeth=line.teeth,
        faces=line.faces,
        code=line.code,
        label=label,
        day=line.day,
        quotation=made_of.made if made_of else "",
        quote=quote,
        remark=remark,
    )


def _remark(evaluation: Evaluation, place: int) -> Text | None:
    """What blocks a line, as the rules say it."""
    about = f"line/{place}"
    blocked = (f.text for f in evaluation.findings if f.target == about and f.standing is Level.BLOCK)
    return next(blocked, None)
