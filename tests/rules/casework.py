"""Cases for the rules: an ordinary dossier in good order, from which each test takes away what it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from amo_desk.domain.dossier import Content, Line, Override
from amo_desk.domain.medicine import Medicine
from amo_desk.domain.money import centimes
from amo_desk.domain.people import (
    Beneficiary,
    Certificate,
    Family,
    Practitioner,
    Relation,
    Sex,
    Status,
)
from amo_desk.rules.case import Case, Earlier, Known
from amo_desk.rules.checklist import evaluate
from amo_desk.rules.rulebook import Rulebook

DOCTOR, CENTRE = "101075429", "102334118"
GOOD_ICE = "001561191000066"
INSURED_ID, OTHER_ID, FAMILY_ID = UUID(int=1), UUID(int=2), UUID(int=3)
LIST_DAY = date(2014, 1, 1)


def aged(age: int, day: date, relation: Relation = Relation.INSURED) -> Beneficiary:
    """Somebody who has that age on a day, with rights since birth."""
    birth = date(day.year - age, 1, 1)
    return Beneficiary(
        id=INSURED_ID if relation is Relation.INSURED else OTHER_ID,
        relation=relation,
        last_name="Exemple",
        first_name="Amina",
        arabic_name="أمينة مثال",
        birth=birth,
        sex=Sex.FEMALE,
        rights_from=birth,
    )


def family_of(person: Beneficiary, mutuelle: str) -> Family:
    """The family of a person; the insured person stands first."""
    head = replace(aged(50, date(2026, 1, 1)), rights_from=date(1976, 1, 1))
    members = (person,) if person.relation is Relation.INSURED else (head, person)
    return Family(
        id=FAMILY_ID,
        immatriculation="0123456",
        affiliation="88-4512",
        mutuelle=mutuelle,
        section="Rabat",
        status=Status.ACTIVE,
        extract_day=date(2026, 11, 1),
        members=members,
    )


def product(code: str, *, ppv: Decimal | str, base: Decimal | str, rate: Decimal | str = "0.70") -> Medicine:
    """A product as the list prints it, prices in dirhams."""
    return Medicine(
        code=code,
        name="EXEMPLE",
        dci="EXEMPLE",
        dosage="",
        form="",
        presentation="",
        ppv=centimes(ppv),
        ph=0,
        base=centimes(base),
        generic=False,
        rate=Decimal(rate),
        edition="Référentiel 2014",
        edition_day=LIST_DAY,
    )


def case_of(
    rulebook: Rulebook,
    form: str,
    lines: Iterable[Line],
    *,
    care_date: date | None = date(2026, 11, 2),
    deposit_date: date = date(2026, 11, 23),
    mutuelle: str = "MGPAP",
    person: Beneficiary | None = None,
    certificates: tuple[Certificate, ...] = (),
    fields: Mapping[str, str] | None = None,
    products: Mapping[str, Medicine] | None = None,
    practitioners: Mapping[str, tuple[Practitioner, ...]] | None = None,
    earlier: tuple[Earlier, ...] = (),
    overrides: Mapping[str, str] | None = None,
    without: Iterable[str] = (),
) -> Case:
    """A case whose header is filled in and whose papers are all there, but for what is changed or `without`.

    `without` names header fields, pieces (« ORD ») and mentions (« FS/stamp »).
    """
    rows = tuple(lines)
    absent = frozenset(without)
    person = replace(person or aged(40, deposit_date), certificates=certificates)
    written = care_date.isoformat() if care_date else ""
    header = {
        "care_date": written,
        "prescription_date": written,
        "prescriber_inpe": DOCTOR,
        "executor_inpe": CENTRE,
        "sector": "private",
        "boxes": str(sum(line.quantity for line in rows)),
        "invoice_number": "F-001",
        "invoice_ice": GOOD_ICE,
        "declared_amount": str(sum(line.billed or 0 for line in rows)),
        **(fields or {}),
    }
    known = Known(
        family=family_of(person, mutuelle),
        beneficiary=person,
        medicines=products or {},
        practitioners=practitioners or {inpe: (_practitioner(inpe),) for inpe in (DOCTOR, CENTRE)},
        earlier=earlier,
    )
    edition = next(f for f in rulebook.forms_on(deposit_date) if f.id == form)
    content = Content(
        fields={name: text for name, text in header.items() if text and name not in absent},
        lines=rows,
    )
    case = Case(rulebook=rulebook, form=edition, content=content, known=known, deposit_day=deposit_date)
    asked = evaluate(case).pieces
    ticks = {p.id for p in asked} | {f"{p.id}/{m.id}" for p in asked for m in p.mentions}
    case = replace(case, content=replace(content, ticks=frozenset(ticks - absent)))
    return aside(case, overrides) if overrides else case


def aside(case: Case, reasons: Mapping[str, str]) -> Case:
    """The case with findings set aside, by key, each with its reason and in the words it has now."""
    said = {finding.key: finding.text.fr for finding in evaluate(case).findings}
    overrides = tuple(
        Override(finding=key, about=said.get(key, ""), reason=reason, agent="h.idrissi")
        for key, reason in reasons.items()
        for key, reason in reasons.items()
    )
    return replace(case, content=replace(case.content, overrides=overrides))


def _practitioner(inpe: str) -> Practitioner:
    return Practitioner(inpe=inpe, name="Dr Exemple", kind="medecin")
