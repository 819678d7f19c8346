"""Cases written in TOML: a dossier in good order, from which each case says what differs; tests and `quote` read them.

`tests/rules/README.md` tells the format to a jurist.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from amo_desk.domain.dossier import Line
from amo_desk.domain.errors import Refused
from amo_desk.domain.findings import Evaluation, Level
from amo_desk.domain.medicine import Medicine
from amo_desk.domain.money import centimes
from amo_desk.domain.people import Beneficiary, Certificate, CertificateKind, Relation, Status
from amo_desk.rules.case import Case, Earlier
from amo_desk.rules.case_odf import read_odf
from amo_desk.rules.checklist import evaluate
from amo_desk.rules.files import Table, read
from amo_desk.rules.forms import Form
from amo_desk.rules.good_order import DOCTOR, aged, born, case_of, product
from amo_desk.rules.rulebook import Rulebook

NOT_COMPUTABLE = "non calculable"
AMOUNTS = ("billed", "tnr", "base", "amo", "complement", "left", "estimated")
_KNOWN_CASE_KEYS = (
    "name, source, form, mutuelle, status, care_date, deposit_date, age, birth, relation, rights_from, rights_to, "
    "certificates, fields, without, lines, products, earlier, agreements, periods, odf, overrides, expect"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenCase:
    """One case of a file: its name, the text it cites, the case itself and the answers its author expects."""

    file: str
    name: str
    source: str
    case: Case
    expect: Mapping[str, object]


def read_cases(path: Path, rulebook: Rulebook, today: date) -> tuple[WrittenCase, ...]:
    """The cases of a file; keys at its head hold for every case, a deposit without a date is made today."""
    try:
        table = read(path)
        entries = [{key: entry.raw(key) for key in entry.names()} for entry in table.tables("cases")]
        head = {key: table.raw(key) for key in table.names()}
        if not entries:
            raise table.wrong("cases", "[[cases]]")
        named = [_named(path.name, head, entry, number) for number, entry in enumerate(entries, start=1)]
        return tuple(_written(path.name, name, table, rulebook, today) for name, table in named)
    except Refused as error:
        raise _of_a_case(error) from error


def said(evaluation: Evaluation) -> dict[str, object]:
    """What the rules said, in the words and units of the cases: amounts in dirhams."""
    quote, deadline = evaluation.quote, evaluation.deadline
    amounts = {name: _dirhams(getattr(quote, name)) for name in AMOUNTS}
    coming = evaluation.payer_next
    return {
        **amounts,
        "verdict": evaluation.verdict.value,
        "findings": [f.key for f in evaluation.findings if f.standing is not Level.NOTE],
        "notes": [f.key for f in evaluation.findings if f.standing is Level.NOTE],
        "reasons": [line.reason for line in quote.lines],
        "line_notes": [line.note for line in quote.lines],
        "payer": evaluation.payer,
        "payer_next": coming[0] if coming else "",
        "last_day": deadline.last_day if deadline else "",
        "days_left": deadline.days_left if deadline else "",
        "closed": deadline.closed if deadline else "",
        "pieces": [piece.id for piece in evaluation.pieces],
    }


def answers(evaluation: Evaluation, expect: Mapping[str, object]) -> dict[str, object]:
    """What the rules said of the things that a case expects, to be compared with it."""
    return {name: value for name, value in said(evaluation).items() if name in expect}


def _named(file: str, head: Mapping[str, object], entry: Mapping[str, object], number: int) -> tuple[str, Table]:
    name = Table(entry, f"{file}: {number}").text("name")
    return name, Table({**head, **entry}, f"{file}: {name}")


def _written(file: str, name: str, table: Table, rulebook: Rulebook, today: date) -> WrittenCase:
    table.text("name")
    source = table.text("source", "")
    deposit = table.optional_day("deposit_date") or today
    form = _form(table, rulebook, deposit)
    mutuelle = table.text("mutuelle", "MGPAP")
    if mutuelle not in rulebook.mutuelles:
        raise table.wrong("mutuelle", " | ".join(rulebook.mutuelles))
    person = _person(table, deposit)
    written = read_odf(table, person, deposit, rulebook)
    case = case_of(
        rulebook,
        form.id,
        [_line(entry) for entry in table.tables("lines")],
        care_date=_care_day(table, form),
        deposit_date=deposit,
        mutuelle=mutuelle,
        status=table.choice("status", Status, Status.ACTIVE),
        person=person,
        certificates=tuple(_certificates(table)),
        fields=_fields(table, form),
        products={code: _product(code, entry) for code, entry in table.items("products")},
        earlier=tuple(_earlier(entry) for entry in table.tables("earlier")),
        agreements=written.agreements,
        periods=written.periods,
        odf=written.odf,
        overrides=_texts(table, "overrides"),
        without=_absent(table, form),
    )
    expect = _expected(table, case)
    table.done()
    return WrittenCase(file=file, name=name, source=source, case=case, expect=expect)


def _form(table: Table, rulebook: Rulebook, deposit: date) -> Form:
    known = {form.id: form for form in rulebook.forms_on(deposit)}
    name = table.text("form")
    if name not in known:
        raise table.wrong("form", " | ".join(known) or "deposit_date")
    return known[name]


def _care_day(table: Table, form: Form) -> date | None:
    """The day of the care, which only a form without it may leave out."""
    asked = any(field.id == "care_date" for field in form.fields)
    return table.day("care_date") if asked else table.optional_day("care_date")


def _person(table: Table, deposit: date) -> Beneficiary:
    relation = table.choice("relation", Relation, Relation.INSURED)
    birth = table.optional_day("birth")
    age = table.optional_number("age")
    person = born(birth, relation) if birth else aged(40 if age is None else int(age), deposit, relation)
    started = table.optional_day("rights_from") or person.rights_from
    return replace(person, rights_from=started, rights_to=table.optional_day("rights_to"))


def _certificates(table: Table) -> Iterator[Certificate]:
    if not table.has("certificates"):
        return
    inner = table.table("certificates")
    kinds = {kind.value: kind for kind in CertificateKind}
    for name in inner.names():
        if name not in kinds:
            raise inner.wrong(name, " | ".join(kinds))
        yield Certificate(kind=kinds[name], until=inner.day(name))


def _fields(table: Table, form: Form) -> dict[str, str]:
    if not table.has("fields"):
        return {}
    inner = table.table("fields")
    kinds = {field.id: field.kind for field in form.fields}
    written = {}
    for name in inner.names():
        if name not in kinds:
            raise inner.wrong(name, " | ".join(kinds))
        written[name] = _field_text(inner, name, kinds[name])
    return written


def _field_text(table: Table, name: str, kind: str) -> str:
    """A header field as the content keeps it: days in ISO, amounts in centimes, flags as « 1 », the rest as typed."""
    value = table.raw(name)
    if isinstance(value, bool):
        return "1" if value else ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | Decimal):
        return str(centimes(value)) if kind == "amount" else str(value)
    if isinstance(value, str):
        return value
    raise table.wrong(name, kind)


def _line(table: Table) -> Line:
    quantity, billed = table.optional_number("quantity"), table.optional_number("billed")
    line = Line(
        code=table.text("code"),
        label=table.text("label", ""),
        quantity=1 if quantity is None else int(quantity),
        coefficient=table.optional_number("coefficient"),
        billed=None if billed is None else centimes(billed),
        teeth=tuple(_numbers(table, "teeth")),
        faces=table.text("faces", ""),
        nature=table.text("nature", ""),
        day=table.optional_day("day"),
    )
    table.done()
    return line


def _earlier(table: Table) -> Earlier:
    """An earlier dossier of the same beneficiary, by the same dentist, with its acts and the teeth told missing."""
    lines = tuple(_line(entry) for entry in table.tables("lines"))
    earlier = Earlier(
        number=table.text("number"),
        form=table.text("form"),
        care_day=table.optional_day("care_date"),
        prescriber=DOCTOR,
        billed=sum(line.billed or 0 for line in lines),
        lines=lines,
        absent=tuple(_numbers(table, "absent")),
    )
    table.done()
    return earlier


def _product(code: str, table: Table) -> Medicine:
    rate = table.optional_number("rate")
    ppv, base = table.number("ppv"), table.number("base")
    table.done()
    return product(code, ppv=ppv, base=base, rate="0.70" if rate is None else rate)


def _numbers(table: Table, key: str) -> Iterator[int]:
    for value in table.values(key):
        if type(value) is not int:
            raise table.wrong(key, "[11, 12]")
        yield value


def _absent(table: Table, form: Form) -> list[str]:
    """What is not there, by the names that the form knows."""
    names = {field.id for field in form.fields} | {piece.id for piece in form.pieces}
    names |= {f"{piece.id}/{mention.id}" for piece in form.pieces for mention in piece.mentions}
    absent = [str(name) for name in table.values("without")]
    for name in absent:
        if name not in names:
            raise table.wrong(f"without: {name}", " | ".join(sorted(names)))
    return absent


def _texts(table: Table, key: str) -> dict[str, str]:
    if not table.has(key):
        return {}
    inner = table.table(key)
    return {name: inner.text(name) for name in inner.names()}


def _expected(table: Table, case: Case) -> dict[str, object]:
    if not table.has("expect"):
        return {}
    inner = table.table("expect")
    known = said(evaluate(case))
    for name in inner.names():
        if name not in known:
            raise inner.wrong(name, " | ".join(known))
    return {name: inner.raw(name) for name in inner.names()}


def _of_a_case(error: Refused) -> Refused:
    """The same refusal in the words of cases: it is the author's file, not the program's."""
    details = dict(error.details)
    if error.code == "rules.file" and not details["expected"]:
        details["expected"] = _KNOWN_CASE_KEYS
    return Refused(error.code.replace("rules.", "case."), **details)


def _dirhams(amount: int | None) -> object:
    return NOT_COMPUTABLE if amount is None else Decimal(amount) / 100
