"""The orthodontic part of a written case: prior agreements, periods already deposited, and the case of the child."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from amo_desk.domain.agreements import Agreement, AgreementState
from amo_desk.domain.money import centimes
from amo_desk.domain.odf import OdfCase, Period, PeriodKind
from amo_desk.domain.people import Beneficiary
from amo_desk.rules.files import Table
from amo_desk.rules.rulebook import Rulebook

_AGENT = "cas"
# Written cases have no register: their records are numbered from here, one after the other.
_FAMILY, _CASE, _AGREEMENTS = UUID(int=3), UUID(int=4), 100


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenOdf:
    """What a case says of a treatment."""

    agreements: tuple[Agreement, ...]
    periods: tuple[Period, ...]
    odf: OdfCase | None


def read_odf(table: Table, person: Beneficiary, day: date, rulebook: Rulebook) -> WrittenOdf:
    """The keys `agreements`, `periods` and `odf` of a case; an agreement that says no other day was asked on `day`."""
    agreements = tuple(
        _agreement(entry, UUID(int=_AGREEMENTS + place), person, day, rulebook)
        for place, entry in enumerate(table.tables("agreements"))
    )
    periods = tuple(_period(entry) for entry in table.tables("periods"))
    return WrittenOdf(agreements=agreements, periods=periods, odf=_case(table, person, day))


def _agreement(table: Table, identifier: UUID, person: Beneficiary, day: date, rulebook: Rulebook) -> Agreement:
    kind = rulebook.agreement_kinds[table.word("kind", rulebook.agreement_kinds)]
    stage = table.text("stage", "")
    if stage and kind.stage(stage) is None:
        raise table.wrong("stage", " | ".join(known.id for known in kind.stages))
    agreement = Agreement(
        id=identifier,
        kind=kind.id,
        stage=stage,
        state=table.choice("state", AgreementState),
        family_id=_FAMILY,
        beneficiary_id=person.id,
        practitioner=table.text("practitioner", ""),
        requested_on=table.optional_day("requested") or day,
        number=table.text("number", ""),
        decided_on=table.optional_day("decided"),
        agent=_AGENT,
    )
    table.done()
    return agreement


def _period(table: Table) -> Period:
    rank, billed = table.optional_number("rank"), table.optional_number("billed")
    period = Period(
        kind=table.choice("kind", PeriodKind),
        rank=None if rank is None else int(rank),
        since=table.day("since"),
        until=table.optional_day("until"),
        practitioner=table.text("practitioner", ""),
        agreement=table.text("agreement", ""),
        agreed_on=table.optional_day("agreed"),
        elsewhere=table.flag("elsewhere"),
        dossier_number=table.text("number", ""),
        billed=None if billed is None else centimes(billed),
    )
    table.done()
    return period


def _case(table: Table, person: Beneficiary, day: date) -> OdfCase | None:
    if not table.has("odf"):
        return None
    inner = table.table("odf")
    case = OdfCase(
        id=_CASE,
        family_id=_FAMILY,
        beneficiary_id=person.id,
        opened_on=inner.optional_day("opened") or day,
        practitioner=inner.text("practitioner", ""),
        former_practitioner=inner.text("former", ""),
        transferred_on=inner.optional_day("transferred"),
        told=tuple(_told(inner)),
        closed_on=inner.optional_day("closed"),
        agent=_AGENT,
    )
    inner.done()
    return case


def _told(table: Table) -> Iterator[Period]:
    for entry in table.tables("told"):
        yield _period(entry)
