"""A dossier in good order, from which cases and tests say what differs: header filled in, every paper handed over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from amo_desk.domain.agreements import Agreement
from amo_desk.domain.dossier import Content, Line, Override
from amo_desk.domain.medicine import Medicine
from amo_desk.domain.money import centimes
from amo_desk.domain.odf import OdfCase, Period
from amo_desk.domain.people import Beneficiary, Certificate, Family, Practitioner, Relation, Sex, Status
from amo_desk.rules.case import Case, Earlier, Known
from amo_desk.rules.checklist import evaluate
from amo_desk.rules.forms import Field, Form
from amo_desk.rules.rulebook import Rulebook

DOCTOR, CENTRE = "101075429", "102334118"
GOOD_ICE = "001561191000066"
_INSURED, _OTHER, _FAMILY = UUID(int=1), UUID(int=2), UUID(int=3)
_LIST = ("Prix écrits dans le cas", date(2014, 1, 1))
_AGENT = "cas"


def case_of(
    rulebook: Rulebook,
    form: str,
    lines: Iterable[Line],
    *,
    care_date: date | None,
    deposit_date: date,
    mutuelle: str = "MGPAP",
    status: Status = Status.ACTIVE,
    person: Beneficiary | None = None,
    certificates: tuple[Certificate, ...] = (),
    fields: Mapping[str, str] | None = None,
    products: Mapping[str, Medicine] | None = None,
    practitioners: Mapping[str, tuple[Practitioner, ...]] | None = None,
    earlier: tuple[Earlier, ...] = (),
    agreements: tuple[Agreement, ...] = (),
    periods: tuple[Period, ...] = (),
    odf: OdfCase | None = None,
    overrides: Mapping[str, str] | None = None,
    without: Iterable[str] = (),
) -> Case:
    """A case whose header is filled in and whose papers are all there, but for what is changed or `without`.

    `without` names header fields, pieces (« ORD ») and mentions (« FS/stamp »).
    """
    rows = tuple(lines)
    absent = frozenset(without)
    edition = next(f for f in rulebook.forms_on(deposit_date) if f.id == form)
    person = replace(person or aged(40, deposit_date), certificates=certificates)
    known = Known(
        family=replace(family_of(person, mutuelle), status=status),
        beneficiary=person,
        medicines=products or {},
        practitioners=practitioners or {inpe: (_practitioner(inpe),) for inpe in (DOCTOR, CENTRE)},
        earlier=earlier,
        agreements=agreements,
        periods=periods,
        odf=odf,
    )
    header = {**_header(edition, rows, care_date, deposit_date), **(fields or {})}
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
    words = {finding.key: finding.text.fr for finding in evaluate(case).findings}
    overrides = tuple(
        Override(finding=key, about=words.get(key, ""), reason=reason, agent=_AGENT) for key, reason in reasons.items()
    )
    return replace(case, content=replace(case.content, overrides=overrides))


def aged(age: int, day: date, relation: Relation = Relation.INSURED) -> Beneficiary:
    """Somebody who has that age on a day, with rights since birth."""
    return born(date(day.year - age, 1, 1), relation)


def born(birth: date, relation: Relation = Relation.INSURED) -> Beneficiary:
    """Somebody born on a day, with rights ever since."""
    return Beneficiary(
        id=_INSURED if relation is Relation.INSURED else _OTHER,
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
    head = born(date(1976, 1, 1))
    members = (person,) if person.relation is Relation.INSURED else (head, person)
    return Family(
        id=_FAMILY,
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
    edition, day = _LIST
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
        edition=edition,
        edition_day=day,
    )


def _header(form: Form, lines: tuple[Line, ...], care_date: date | None, deposit_date: date) -> dict[str, str]:
    """The header in good order: every field that the form always requires, and what papers usually bear."""
    care = care_date.isoformat() if care_date else ""
    billed = str(sum(line.billed or 0 for line in lines))
    asks_care = any(field.id == "care_date" for field in form.fields)
    usual = {
        "prescriber_inpe": DOCTOR,
        "executor_inpe": CENTRE,
        "care_date": care,
        "prescription_date": care if asks_care else deposit_date.isoformat(),
        "sector": "private",
        "boxes": str(sum(line.quantity for line in lines)),
        "invoice_number": "F-001",
        "invoice_ice": GOOD_ICE,
        "declared_amount": billed,
        "semester": "2",
    }
    if form.facts.get("ald"):
        usual |= {"ald_code": "M663", "ald_agreement": "20260145"}
    header = {}
    for field in form.fields:
        if field.id in usual:
            header[field.id] = usual[field.id]
        elif field.required and not field.when:
            header[field.id] = _usual_answer(field, care or deposit_date.isoformat(), billed)
    return header


def _usual_answer(field: Field, day: str, billed: str) -> str:
    by_kind = {"date": day, "inpe": DOCTOR, "amount": billed, "count": "1", "flag": "1", "text": "12345678"}
    return field.choices[0].id if field.choices else by_kind[field.kind]


def _practitioner(inpe: str) -> Practitioner:
    return Practitioner(inpe=inpe, name="Dr Exemple", kind="medecin")
