"""What earlier dossiers tell of a beneficiary: duplicates, the mouth, the periods of a treatment, what was agreed."""

from __future__ import annotations

from collections.abc import Iterable

from amo_desk.domain.agreements import Agreement
from amo_desk.domain.dossier import AGREEMENT_NUMBER, Dossier, DossierSummary
from amo_desk.domain.identifiers import compact
from amo_desk.domain.odf import Period
from amo_desk.rules.agreements import serves
from amo_desk.rules.case import Case, Earlier
from amo_desk.rules.odf import period_of
from amo_desk.rules.odf_counter import period_agreement
from amo_desk.rules.rulebook import Rulebook


def dental_forms(rulebook: Rulebook) -> frozenset[str]:
    """The forms whose lines tell of the mouth."""
    return frozenset(form.id for form in rulebook.forms if form.lines == "dental")


def staged_forms(rulebook: Rulebook) -> frozenset[str]:
    """The forms that deposit a treatment which is agreed stage by stage."""
    return frozenset(f for kind in rulebook.agreement_kinds.values() for stage in kind.stages for f in stage.covers)


def telling_forms(rulebook: Rulebook) -> frozenset[str]:
    """The forms of which earlier dossiers have to be read whole."""
    return dental_forms(rulebook) | staged_forms(rulebook)


def before(other: Dossier, dossier: Dossier) -> bool:
    """Whether a received dossier came before another one; a draft comes after all of them."""
    if other.received_at is None or dossier.received_at is None:
        return True
    return (other.received_at, other.number) < (dossier.received_at, dossier.number)


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


def covering(case: Case) -> Agreement | None:
    """The agreement that a dossier names and that covers it: given before the care, and not lapsed by then."""
    number, care_day = compact(case.text(AGREEMENT_NUMBER)), case.care_day
    if not number or care_day is None:
        return None
    if case.form.odf is not None:
        return period_agreement(case)
    named = (agreement for agreement in case.known.agreements if compact(agreement.number) == number)
    return next((one for one in named if serves(one, case.form.id, care_day, case.rulebook)), None)


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
