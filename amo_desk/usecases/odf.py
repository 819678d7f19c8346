"""Orthodontic treatments at the counter: one a child, with what was deposited here, what was told, and what is next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from amo_desk.domain.dossier import Dossier
from amo_desk.domain.errors import Missing, Refused
from amo_desk.domain.findings import Finding
from amo_desk.domain.identifiers import is_inpe
from amo_desk.domain.odf import AgreementStanding, Ledger, OdfCase, Period, PeriodKind
from amo_desk.domain.people import Beneficiary, Family
from amo_desk.rules import odf as rules
from amo_desk.rules.agreements import standing
from amo_desk.rules.case import Known
from amo_desk.rules.forms import Form
from amo_desk.rules.odf_agreements import in_force
from amo_desk.rules.odf_terms import Treatment
from amo_desk.store import affiliates, agreements, dossiers, journal
from amo_desk.store import odf as store
from amo_desk.usecases import past
from amo_desk.usecases.clock import new_id
from amo_desk.usecases.desk import Desk

LONGEST_LIST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class OdfSummary:
    """A treatment as one line of a list: whose it is, and its ledger of the day."""

    case: OdfCase
    beneficiary: str
    age: int
    immatriculation: str
    affiliation: str
    ledger: Ledger


def ledger(desk: Desk, family_id: UUID, beneficiary_id: UUID) -> Ledger:
    """All that is known of a child's treatment today, whether a case was opened or not."""
    return drawn_up(desk, known_of(desk, {beneficiary_id: family_id})[beneficiary_id])


def of_family(desk: Desk, family: Family) -> dict[UUID, Ledger]:
    """The ledgers of those members of a family who have a treatment: a case, an agreement or something deposited."""
    found = known_of(desk, {person.id: family.id for person in family.members})
    ledgers = {person_id: drawn_up(desk, known) for person_id, known in found.items()}
    return {one: drawn for one, drawn in ledgers.items() if drawn.case or drawn.agreements or drawn.rows}


def next_form(desk: Desk, ledger: Ledger) -> Form | None:
    """The form on which what comes next is deposited: the request while an agreement is wanted, nothing at the end.

    Of the forms for half-years, the one that comes first is for the first.
    """
    due, forms = ledger.due, desk.rulebook.forms_on(desk.today())
    if due is None:
        return None
    if due.kind is None:
        staged = (kind for kind in desk.rulebook.agreement_kinds.values() if kind.stage(due.stage))
        wanted = {form for kind in staged for form in kind.requests}
        return next((form for form in forms if form.id in wanted), None)
    fitting = [form for form in forms if form.odf is due.kind]
    return (fitting[0] if due.rank == 1 else fitting[-1]) if fitting else None


def serving(desk: Desk, person: Beneficiary, ledger: Ledger) -> Mapping[PeriodKind, str]:
    """The number of the agreement in force for periods of each kind, nothing for the kinds without one."""
    treatment = Treatment(rulebook=desk.rulebook, person=person, day=desk.today(), case=ledger.case)
    found = {kind: in_force(treatment, kind, ledger.agreements) for kind in PeriodKind}
    return {kind: there.agreement.number for kind, there in found.items() if there}


def drawn_up(desk: Desk, known: Known) -> Ledger:
    """The ledger of a treatment from what is known of it."""
    kinds = desk.rulebook.agreement_kinds
    return rules.ledger(
        desk.rulebook,
        known.beneficiary,
        day=desk.today(),
        mutuelle=known.family.mutuelle,
        case=known.odf,
        periods=known.periods,
        agreements=[a for a in known.agreements if a.kind in kinds and kinds[a.kind].stages],
    )


def standings(desk: Desk, known: Known) -> tuple[AgreementStanding, ...]:
    """What each agreement of a beneficiary is worth today; those of a treatment as its ledger has them."""
    treated = {there.agreement.id: there for there in drawn_up(desk, known).agreements}
    return tuple(treated.get(a.id) or standing(a, desk.today(), desk.rulebook) for a in known.agreements)


def cases(desk: Desk, limit: int = LONGEST_LIST) -> tuple[OdfSummary, ...]:
    """The treatments that are not closed, those with something due soonest first."""
    with desk.store.reading() as connection:
        opened = store.still_open(connection)
    found = known_of(desk, {case.beneficiary_id: case.family_id for case in opened})
    summaries = (_summary(desk, case, found[case.beneficiary_id]) for case in opened)
    return tuple(sorted(summaries, key=_when_due)[:limit])


def open_case(desk: Desk, family_id: UUID, beneficiary_id: UUID, practitioner: str = "") -> OdfCase:
    """The treatment of a child opened; a child has one, which is opened again when it was closed."""
    _check_practitioner(practitioner)
    case = OdfCase(
        id=new_id(),
        family_id=family_id,
        beneficiary_id=beneficiary_id,
        opened_on=desk.today(),
        practitioner=practitioner,
        agent=desk.agent.login,
    )
    with desk.store.writing() as connection:
        affiliates.get(connection, family_id).member(beneficiary_id)
        known = store.of_beneficiary(connection, beneficiary_id)
        if known is not None:
            raise Refused("odf.open_already" if known.closed_on is None else "odf.closed_already")
        store.add(connection, case)
        journal.write(connection, desk.author(), "odf", str(case.id), "opened")
    return case


def tell(desk: Desk, case: OdfCase, period: Period) -> OdfCase:
    """The treatment with a period told by hand: elsewhere, before this program, or an interruption."""
    _check_open(case)
    _check_practitioner(period.practitioner)
    told = replace(period, elsewhere=True, dossier_id=None, dossier_number="")
    if told.rank is not None and told.rank < 1:
        raise Refused("odf.rank")
    if told.until is not None and told.until < told.since:
        raise Refused("odf.days_order")
    if any((other.kind, other.since) == (told.kind, told.since) for other in case.told):
        raise Refused("odf.told_already", since=told.since)
    with desk.store.reading() as connection:
        person = affiliates.get(connection, case.family_id).member(case.beneficiary_id)
    _check_day(desk, told.since, person)
    periods = tuple(sorted((*case.told, told), key=lambda known: known.since))
    details = {"kind": told.kind.value, "rank": told.rank, "content": journal.fingerprint(told)}
    return _saved(desk, replace(case, told=periods), "told", details)


def foreseen(desk: Desk, case: OdfCase, period: Period) -> tuple[Finding, ...]:
    """What the rules would say of a period that is not told yet."""
    found = known_of(desk, {case.beneficiary_id: case.family_id})
    told = replace(found[case.beneficiary_id], odf=replace(case, told=(*case.told, period)))
    return next((row.findings for row in drawn_up(desk, told).rows if row.period is period), ())


def untell(desk: Desk, case: OdfCase, index: int) -> OdfCase:
    """The treatment without one of the periods that were told."""
    _check_open(case)
    if not 0 <= index < len(case.told):
        raise Missing("odf.period")
    gone = case.told[index]
    periods = tuple(period for place, period in enumerate(case.told) if place != index)
    details = {"kind": gone.kind.value, "rank": gone.rank, "content": journal.fingerprint(gone)}
    return _saved(desk, replace(case, told=periods), "untold", details)


def transfer(desk: Desk, case: OdfCase, practitioner: str, day: date) -> OdfCase:
    """The treatment with another orthodontist from a day on."""
    _check_open(case)
    if not is_inpe(practitioner):
        raise Refused("odf.practitioner")
    if practitioner == case.practitioner:
        raise Refused("odf.same_practitioner")
    with desk.store.reading() as connection:
        person = affiliates.get(connection, case.family_id).member(case.beneficiary_id)
    _check_day(desk, day, person)
    moved = replace(case, practitioner=practitioner, former_practitioner=case.practitioner, transferred_on=day)
    details = {"from": case.practitioner, "to": practitioner, "on": day.isoformat()}
    return _saved(desk, moved, "transferred", details)


def close(desk: Desk, case: OdfCase, day: date) -> OdfCase:
    """The treatment ended on a day."""
    _check_open(case)
    if day > desk.today():
        raise Refused("odf.day_future")
    if day < case.opened_on:
        raise Refused("odf.day_before_opening", opened=case.opened_on)
    return _saved(desk, replace(case, closed_on=day), "closed", {"on": day.isoformat()})


def reopen(desk: Desk, case: OdfCase) -> OdfCase:
    """A closed treatment taken up again."""
    if case.closed_on is None:
        raise Refused("odf.open_already")
    return _saved(desk, replace(case, closed_on=None), "reopened", {"closed": case.closed_on.isoformat()})


def known_of(desk: Desk, people: Mapping[UUID, UUID]) -> dict[UUID, Known]:
    """What is known of the treatments of some beneficiaries; `people` are they, each with their family."""
    ids, forms = list(people), past.staged_forms(desk.rulebook)
    with desk.store.reading() as connection:
        families = affiliates.some(connection, set(people.values()))
        agreed = agreements.of_beneficiaries(connection, ids)
        treated = store.of_beneficiaries(connection, ids)
        whole = dossiers.whole(connection, ids, forms)
    if not families.keys() >= set(people.values()):
        raise Missing("family.missing")
    deposited: dict[UUID, list[Dossier]] = {person_id: [] for person_id in ids}
    for dossier in whole:
        deposited[dossier.beneficiary_id].append(dossier)
    return {
        person_id: Known(
            family=families[family_id],
            beneficiary=families[family_id].member(person_id),
            agreements=agreed[person_id],
            odf=treated.get(person_id),
            periods=past.periods(desk.rulebook, deposited[person_id]),
        )
        for person_id, family_id in people.items()
    }


def _summary(desk: Desk, case: OdfCase, known: Known) -> OdfSummary:
    return OdfSummary(
        case=case,
        beneficiary=known.beneficiary.name,
        age=known.beneficiary.age(desk.today()),
        immatriculation=known.family.immatriculation,
        affiliation=known.family.affiliation,
        ledger=drawn_up(desk, known),
    )


def _saved(desk: Desk, case: OdfCase, event: str, details: journal.Details) -> OdfCase:
    with desk.store.writing() as connection:
        saved = store.save(connection, case)
        journal.write(connection, desk.author(), "odf", str(case.id), event, details)
    return saved


def _when_due(summary: OdfSummary) -> tuple[date, str]:
    due = summary.ledger.due
    return (due.earliest if due else date.max, summary.beneficiary)


def _check_open(case: OdfCase) -> None:
    if case.closed_on is not None:
        raise Refused("odf.closed", closed=case.closed_on)


def _check_practitioner(practitioner: str) -> None:
    if practitioner and not is_inpe(practitioner):
        raise Refused("odf.practitioner")


def _check_day(desk: Desk, day: date, person: Beneficiary) -> None:
    if day > desk.today():
        raise Refused("odf.day_future")
    if day < person.birth:
        raise Refused("odf.day_before_birth", birth=person.birth)
