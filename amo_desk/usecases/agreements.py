"""Prior agreements: asked for by a dossier or recorded by hand, then what the fund decided, until used or void."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from amo_desk.domain.agreements import Agreement, AgreementState, AgreementSummary
from amo_desk.domain.dossier import Dossier
from amo_desk.domain.errors import Refused
from amo_desk.domain.identifiers import compact, is_inpe
from amo_desk.domain.money import Centimes
from amo_desk.domain.odf import AgreementStanding
from amo_desk.domain.office import Role
from amo_desk.domain.people import Beneficiary
from amo_desk.domain.teeth import is_tooth
from amo_desk.rules import agreements as rules
from amo_desk.rules.agreements import AgreementKind
from amo_desk.rules.rulebook import Rulebook
from amo_desk.store import affiliates, journal
from amo_desk.store import agreements as store
from amo_desk.usecases import odf
from amo_desk.usecases.clock import new_id
from amo_desk.usecases.desk import Desk, given_reason

LONGEST_LIST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAgreement:
    """A request that left without a dossier of this desk: on paper, at another office, before the program."""

    family_id: UUID
    beneficiary_id: UUID
    kind: str
    stage: str = ""
    practitioner: str = ""
    requested_on: date
    codes: tuple[str, ...] = ()
    teeth: tuple[int, ...] = ()
    quoted: Centimes | None = None
    note: str = ""


def find(
    desk: Desk,
    typed: str = "",
    states: Collection[AgreementState] = frozenset(AgreementState),
    limit: int = LONGEST_LIST,
    kind: str = "",
) -> tuple[AgreementSummary, ...]:
    """The agreements in some states, the latest requests first.

    What was typed begins their number, a number of the family, or the words of the beneficiary's name.
    """
    with desk.store.reading() as connection:
        return store.find(connection, desk.store.names, typed, states, kind, limit)


def get(desk: Desk, agreement_id: UUID) -> AgreementSummary:
    """One agreement, and whose it is."""
    with desk.store.reading() as connection:
        return store.get(connection, agreement_id)


def of_beneficiary(desk: Desk, beneficiary_id: UUID) -> tuple[AgreementSummary, ...]:
    """All the agreements of a beneficiary, the latest request first."""
    with desk.store.reading() as connection:
        return store.of_beneficiary(connection, beneficiary_id)


def standing(desk: Desk, agreement: Agreement) -> AgreementStanding:
    """What an agreement is worth today: one that nothing began in time is void by the rules alone."""
    return standings(desk, (agreement,))[agreement.id]


def standings(desk: Desk, found: Iterable[Agreement]) -> dict[UUID, AgreementStanding]:
    """What some agreements are worth today, by id; the treatments are read only of those that may have lapsed."""
    plain = {agreement.id: rules.standing(agreement, desk.today(), desk.rulebook) for agreement in found}
    lapsed = [there.agreement for there in plain.values() if there.state is not there.agreement.state]
    known = odf.known_of(desk, {one.beneficiary_id: one.family_id for one in lapsed})
    treated = (there for one in known.values() for there in odf.standings(desk, one))
    return plain | {there.agreement.id: there for there in treated if there.agreement in lapsed}


def requested_by(dossier: Dossier, kind: AgreementKind) -> Agreement:
    """The agreement that a received request asks for."""
    content = dossier.content
    stage = kind.stage(content.fields.get("stage", ""))
    return Agreement(
        id=new_id(),
        kind=kind.id,
        stage=stage.id if stage else "",
        state=AgreementState.REQUESTED,
        family_id=dossier.family_id,
        beneficiary_id=dossier.beneficiary_id,
        practitioner=content.fields.get("prescriber_inpe", ""),
        requested_on=dossier.deposit_day,
        codes=tuple(dict.fromkeys(line.code for line in content.lines if line.code)),
        teeth=tuple(dict.fromkeys(tooth for line in content.lines for tooth in line.teeth)),
        quoted=content.amount("quoted_amount"),
        request_id=dossier.id,
        agent=dossier.agent,
    )


def ask(desk: Desk, new: NewAgreement) -> Agreement:
    """A request recorded by hand."""
    _check_request(desk.rulebook, new)
    agreement = Agreement(
        id=new_id(),
        kind=new.kind,
        stage=new.stage,
        state=AgreementState.REQUESTED,
        family_id=new.family_id,
        beneficiary_id=new.beneficiary_id,
        practitioner=new.practitioner,
        requested_on=new.requested_on,
        codes=tuple(code.upper() for code in new.codes),
        teeth=new.teeth,
        quoted=new.quoted,
        note=new.note.strip(),
        agent=desk.agent.login,
    )
    with desk.store.writing() as connection:
        family = affiliates.get(connection, new.family_id)
        _check_day(desk, new.requested_on, family.member(new.beneficiary_id))
        store.add(connection, agreement)
        details = {"kind": agreement.kind, "stage": agreement.stage, "on": agreement.requested_on.isoformat()}
        journal.write(connection, desk.author(), "agreement", str(agreement.id), "requested", details)
    return agreement


def grant(desk: Desk, agreement: Agreement, number: str, day: date) -> Agreement:
    """The agreement with the number and the day that the fund gave it."""
    if not compact(number):
        raise Refused("agreement.number_missing")
    _check_decision(desk, agreement, day)
    granted = replace(agreement.moved(AgreementState.GRANTED), number=number.strip(), decided_on=day)
    with desk.store.writing() as connection:
        # A number that went to the wrong agreement is free again once that one is void.
        taken = [other for other in store.numbered(connection, number) if other.state is not AgreementState.VOID]
        if any(other.id != agreement.id for other in taken):
            raise Refused("agreement.number_taken", number=number.strip())
        saved = store.save(connection, granted)
        details = {"number": granted.number, "on": day.isoformat()}
        journal.write(connection, desk.author(), "agreement", str(agreement.id), "granted", details)
    return saved


def refuse(desk: Desk, agreement: Agreement, day: date, reason: str) -> Agreement:
    """The agreement as the fund refused it, with its reason."""
    _check_decision(desk, agreement, day)
    why = given_reason(reason, "agreement.reason")
    refused = replace(agreement.moved(AgreementState.REFUSED), decided_on=day, reason=why)
    details = {"on": day.isoformat(), "reason": why}
    return _saved(desk, refused, "refused", details)


def void(desk: Desk, agreement: Agreement, reason: str) -> Agreement:
    """The agreement made void: withdrawn or given up; a supervisor may void one that dossiers already used."""
    if agreement.state is AgreementState.USED:
        desk.require(Role.SUPERVISOR)
    voided = replace(agreement.moved(AgreementState.VOID), reason=given_reason(reason, "agreement.reason"))
    return _saved(desk, voided, "voided", {"was": agreement.state.value, "reason": voided.reason})


def _saved(desk: Desk, agreement: Agreement, event: str, details: journal.Details) -> Agreement:
    with desk.store.writing() as connection:
        saved = store.save(connection, agreement)
        journal.write(connection, desk.author(), "agreement", str(agreement.id), event, details)
    return saved


def _check_request(rulebook: Rulebook, new: NewAgreement) -> None:
    kind = rulebook.agreement_kinds.get(new.kind)
    if kind is None:
        raise Refused("agreement.kind")
    if bool(kind.stages) != bool(new.stage) or (new.stage and kind.stage(new.stage) is None):
        raise Refused("agreement.stage")
    if new.practitioner and not is_inpe(new.practitioner):
        raise Refused("agreement.practitioner")
    unknown = next((code for code in new.codes if rulebook.act(code) is None), None)
    if unknown is not None:
        raise Refused("agreement.code", act=unknown.upper())
    wrong = next((tooth for tooth in new.teeth if not is_tooth(tooth)), None)
    if wrong is not None:
        raise Refused("agreement.tooth", tooth=wrong)
    if new.quoted is not None and new.quoted <= 0:
        raise Refused("agreement.quoted")


def _check_day(desk: Desk, day: date, person: Beneficiary) -> None:
    if day > desk.today():
        raise Refused("agreement.day_future")
    if day < person.birth:
        raise Refused("agreement.day_before_birth", birth=person.birth)


def _check_decision(desk: Desk, agreement: Agreement, day: date) -> None:
    if day > desk.today():
        raise Refused("agreement.day_future")
    if day < agreement.requested_on:
        raise Refused("agreement.day_before_request", requested=agreement.requested_on)
