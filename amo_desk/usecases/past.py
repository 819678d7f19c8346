"""What earlier dossiers tell of a beneficiary: duplicates, the mouth, the periods of a treatment, what was agreed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from amo_desk.domain.agreements import Agreement, AgreementState
from amo_desk.domain.dossier import Content, Dossier, DossierSummary
from amo_desk.domain.identifiers import compact
from amo_desk.domain.odf import AgreementStanding, OdfCase, Period, PeriodKind
from amo_desk.rules.agreements import standing
from amo_desk.rules.case import Earlier, Known
from amo_desk.rules.odf import period_of
from amo_desk.rules.rulebook import Rulebook

AGREEMENT_NUMBER = "agreement_number"


def dental_forms(rulebook: Rulebook) -> frozenset[str]:
    """The forms whose lines tell of the mouth."""
    return frozenset(form.id for form in rulebook.forms if form.lines == "dental")


def staged_forms(rulebook: Rulebook) -> frozenset[str]:
    """The forms that deposit a treatment which is agreed stage by stage."""
    return frozenset(f for kind in rulebook.agreement_kinds.values() for stage in kind.stages for f in stage.covers)


def telling_forms(rulebook: Rulebook) -> frozenset[str]:
    """The forms of which earlier dossiers have to be read whole."""
    return dental_forms(rulebook) | staged_forms(rulebook)


def earlier(
    rulebook: Rulebook, summaries: Iterable[DossierSummary], whole: Iterable[Dossier], dossier: Dossier
) -> tuple[Earlier, ...]:
    """The other dossiers of a beneficiary: those whose lines tell of the mouth, then the latest of other forms."""
    dental = dental_forms(rulebook)
    told = [_told(other) for other in whole if other.form in dental and other.id != dossier.id]
    others = [s for s in summaries if s.beneficiary_id == dossier.beneficiary_id and s.form not in dental]
    return (*told, *(_listed(summary) for summary in others if summary.id != dossier.id))


def periods(rulebook: Rulebook, whole: Iterable[Dossier]) -> tuple[Period, ...]:
    """What dossiers deposited of a treatment, the oldest period first."""
    found = (period_of(rulebook.form(dossier.form, dossier.edition), dossier) for dossier in whole)
    return tuple(sorted((period for period in found if period is not None), key=lambda period: period.since))


def started(agreement: Agreement, deposited: Iterable[Period], case: OdfCase | None) -> Iterator[date]:
    """The days on which something began that names an agreement, deposited here or told."""
    number = compact(agreement.number)
    for period in (*deposited, *(case.told if case else ())):
        if number and compact(period.agreement) == number and period.kind is not PeriodKind.INTERRUPTION:
            yield period.since


def worth(rulebook: Rulebook, agreement: Agreement, known: Known, day: date) -> AgreementStanding:
    """What one of the agreements of a case is worth on a day."""
    return standing(agreement, day, rulebook, started(agreement, known.periods, known.odf))


def covers(rulebook: Rulebook, agreement: Agreement, form: str) -> bool:
    """Whether an agreement was granted and covers dossiers on a form."""
    kind = rulebook.agreement_kinds.get(agreement.kind)
    granted = agreement.state in (AgreementState.GRANTED, AgreementState.USED)
    return granted and kind is not None and kind.covered(form, agreement.stage)


def covering(rulebook: Rulebook, form: str, content: Content, known: Known, day: date) -> Agreement | None:
    """The agreement that a dossier names and that covers it: granted before the care, and not lapsed by then."""
    number, care_day = compact(content.fields.get(AGREEMENT_NUMBER, "")), content.care_day
    if not number or care_day is None:
        return None
    for agreement in known.agreements:
        if compact(agreement.number) != number or not covers(rulebook, agreement, form):
            continue
        days = (*started(agreement, known.periods, known.odf), care_day)
        in_force = standing(agreement, day, rulebook, days).state is not AgreementState.VOID
        if in_force and agreement.decided_on is not None and agreement.decided_on <= care_day:
            return agreement
    return None


def _listed(summary: DossierSummary) -> Earlier:
    return Earlier(
        number=summary.number,
        form=summary.form,
        care_day=summary.care_day,
        prescriber=summary.prescriber,
        billed=summary.billed,
    )


def _told(dossier: Dossier) -> Earlier:
    return Earlier(
        number=dossier.number,
        form=dossier.form,
        care_day=dossier.content.care_day,
        prescriber=dossier.content.fields.get("prescriber_inpe", ""),
        billed=dossier.content.billed,
        lines=dossier.content.lines,
        absent=dossier.content.absent,
    )
