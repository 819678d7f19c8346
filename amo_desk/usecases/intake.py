"""Taking in a dossier: begun, saved as it is typed, judged at every keystroke, received once."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from uuid import UUID

from amo_desk.domain.agreements import AgreementState
from amo_desk.domain.dossier import Content, Dossier, DossierSummary, Line, Override, State
from amo_desk.domain.errors import Refused
from amo_desk.domain.findings import Evaluation, Finding, Overrider, Verdict
from amo_desk.domain.identifiers import compact, is_barcode, is_inpe
from amo_desk.domain.lines import read_coefficient, read_quantity
from amo_desk.domain.medicine import Medicine
from amo_desk.domain.money import Centimes, parse_amount
from amo_desk.domain.numbers import paper_number
from amo_desk.domain.office import Role
from amo_desk.rules.case import Known
from amo_desk.rules.checklist import evaluate
from amo_desk.rules.forms import Form
from amo_desk.store import affiliates, codec, counters, dossiers, journal, medicines, practitioners
from amo_desk.store import agreements as agreements_store
from amo_desk.store import odf as odf_store
from amo_desk.usecases import agreements, dental, past
from amo_desk.usecases.clock import new_id
from amo_desk.usecases.desk import Desk, given_reason
from amo_desk.usecases.judging import case_of, deposit_day
from amo_desk.usecases.prefill import ANSWERED, first_fields, first_lines, told_by_register

EARLIER_DOSSIERS = 200
CHOICES = 20
_TIMES = re.compile(r"(\d{1,3})\s*[*x×]\s*(.+)", re.IGNORECASE)
_LETTER_KEY = re.compile(r"([A-Z]{1,5})(?:\s*(\d+(?:[.,]\d+)?))?", re.IGNORECASE)
_BARCODE = re.compile(r"\d{8,14}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a scanned or typed entry means: a line to add, or lines to choose from."""

    line: Line | None = None
    choices: tuple[Line, ...] = ()


def begin(desk: Desk, family_id: UUID, beneficiary_id: UUID, form: Form) -> Dossier:
    """A new draft for a beneficiary, on the form edition in force today, with what is known of an agreement."""
    dossier = Dossier(
        id=new_id(),
        number="",
        state=State.DRAFT,
        form=form.id,
        edition=form.edition,
        family_id=family_id,
        beneficiary_id=beneficiary_id,
        deposit_day=desk.today(),
        content=Content(),
        agent=desk.agent.login,
        begun_at=desk.clock.now(),
    )
    fields = first_fields(desk, form, known(desk, dossier, dossier.content))
    content = Content(fields=fields, lines=first_lines(desk, form, fields))
    dossier = replace(dossier, content=prefilled(desk, dossier, content, known(desk, dossier, content)))
    with desk.store.writing() as connection:
        dossiers.add(connection, dossier)
        journal.write(connection, desk.author(), "dossier", str(dossier.id), "begun", {"form": form.id})
    return dossier


def drafts(desk: Desk) -> tuple[DossierSummary, ...]:
    """The drafts that wait to be finished."""
    with desk.store.reading() as connection:
        return dossiers.drafts(connection)


def get(desk: Desk, dossier_id: UUID) -> Dossier:
    """A dossier, draft or received."""
    with desk.store.reading() as connection:
        return dossiers.get(connection, dossier_id)


def save(desk: Desk, dossier: Dossier, content: Content) -> Dossier:
    """The draft with what was typed so far, on the disk when this returns."""
    data = codec.encoded(content)
    with desk.store.writing() as connection:
        dossiers.save_draft(connection, dossier.id, dossier.version, data)
    return replace(dossier, content=content, version=dossier.version + 1)


def discard(desk: Desk, dossier: Dossier) -> None:
    """Gives a draft up; the journal keeps that it was begun."""
    with desk.store.writing() as connection:
        dossiers.save(connection, dossier.moved(State.CANCELLED))
        journal.write(connection, desk.author(), "dossier", str(dossier.id), "discarded")


def known(desk: Desk, dossier: Dossier, content: Content) -> Known:
    """What the registers know about the people and products of a content, and what was deposited before it."""
    of = dossier.beneficiary_id
    with desk.store.reading() as connection:
        family = affiliates.get(connection, dossier.family_id)
        summaries = dossiers.of_family(connection, dossier.family_id, EARLIER_DOSSIERS)
        whole = dossiers.whole(connection, (of,), past.telling_forms(desk.rulebook))
        others = [other for other in whole if other.id != dossier.id and past.before(other, dossier)]
        facts = Known(
            family=family,
            beneficiary=family.member(of),
            earlier=past.earlier(desk.rulebook, summaries, others, dossier),
            agreements=agreements_store.of_beneficiaries(connection, (of,))[of],
            odf=odf_store.of_beneficiary(connection, of),
            periods=past.periods(desk.rulebook, others),
        )
    return looked_up(desk, dossier, content, facts)


def looked_up(desk: Desk, dossier: Dossier, content: Content, facts: Known) -> Known:
    """What is known, with the products and practitioners that a content names; the past is not read again."""
    form = desk.rulebook.form(dossier.form, dossier.edition)
    inpes = [content.fields.get(name, "") for name in inpe_fields(form)]
    codes = [line.code for line in content.lines] if form.lines == "medicines" else []
    with desk.store.reading() as connection:
        listed = medicines.get(connection, codes, content.care_day or deposit_day(desk, dossier))
        return replace(
            facts,
            medicines=listed,
            repriced=medicines.repriced(connection, listed, desk.today()),
            practitioners={inpe: practitioners.find(connection, inpe) for inpe in inpes if is_inpe(inpe)},
        )


def prefilled(desk: Desk, dossier: Dossier, content: Content, facts: Known) -> Content:
    """The content with what the register says of who treats, where the header says nothing of it yet."""
    form = desk.rulebook.form(dossier.form, dossier.edition)
    return replace(content, fields={**content.fields, **told_by_register(form, content, facts, desk.today())})


def without(content: Content, names: Collection[str]) -> Content:
    """The content as if nothing had been said in some header fields."""
    return replace(content, fields={name: value for name, value in content.fields.items() if name not in names})


def from_register(desk: Desk, dossier: Dossier, content: Content, facts: Known) -> frozenset[str]:
    """The header fields that say just what the register says of who treats."""
    answers = prefilled(desk, dossier, without(content, ANSWERED), facts).fields
    return frozenset(name for name in ANSWERED if name in answers and content.fields.get(name) == answers[name])


def inpe_fields(form: Form) -> tuple[str, ...]:
    """The header fields of a form that hold an INPE."""
    return tuple(field.id for field in form.fields if field.kind == "inpe")


def judge(desk: Desk, dossier: Dossier, content: Content, facts: Known) -> Evaluation:
    """Findings, verdict and estimation of a content; touches no disk, so that it can run at every keystroke."""
    return evaluate(case_of(desk, dossier, content, facts))


def may_override(desk: Desk, finding: Finding) -> bool:
    """Whether the agent at the desk may set a finding aside."""
    if finding.override is Overrider.NOBODY:
        return False
    return finding.override is Overrider.AGENT or desk.agent.role.covers(Role.SUPERVISOR)


def override(desk: Desk, content: Content, finding: Finding, reason: str) -> Content:
    """The content with a finding set aside, for a reason that the journal keeps."""
    if finding.override is Overrider.NOBODY:
        raise Refused("override.never")
    if not may_override(desk, finding):
        raise Refused("override.supervisor")
    words = given_reason(reason, "override.reason")
    others = tuple(o for o in content.overrides if o.finding != finding.key)
    mine = Override(finding=finding.key, about=finding.text.fr, reason=words, agent=desk.agent.login)
    return replace(content, overrides=(*others, mine))


def receive(desk: Desk, dossier: Dossier, content: Content) -> Dossier:
    """The dossier with its number, judged again and on the disk; refused while something blocks.

    It is judged while nobody else can write, so that of two counters the second knows what the first received. A
    request leaves a prior agreement that waits for its answer; a dossier that names one granted uses it.
    """
    with desk.store.writing() as connection:
        case = case_of(desk, dossier, content, known(desk, dossier, content))
        evaluation = evaluate(case)
        if evaluation.verdict is Verdict.NOT_RECEIVABLE:
            raise Refused("dossier.not_receivable")
        now, office, author = desk.clock.now(), desk.office, desk.author()
        agreement = past.covering(case)
        counter = counters.take(connection, f"D{office.code}{office.station}{now:%y}")
        number = paper_number("D", office.code, office.station, now.year, counter)
        received = dossiers.save(
            connection,
            replace(
                dossier.moved(State.RECEIVED),
                number=number,
                deposit_day=now.date(),
                content=content,
                evaluation=evaluation,
                received_at=now,
                agent=desk.agent.login,
                agreement_id=agreement.id if agreement else None,
            ),
        )
        standing = {finding.key for finding in evaluation.findings if finding.overridden}
        for item in content.overrides:
            if item.finding not in standing:
                continue
            details = {"finding": item.finding, "reason": item.reason, "by": item.agent}
            journal.write(connection, author, "dossier", str(dossier.id), "overridden", details)
        details_of = {"number": number, "content": journal.fingerprint(content)}
        journal.write(connection, author, "dossier", str(dossier.id), "received", details_of)
        if agreement is not None and agreement.state is AgreementState.GRANTED:
            agreements_store.save(connection, agreement.moved(AgreementState.USED))
            journal.write(connection, author, "agreement", str(agreement.id), "used", {"dossier": number})
        for kind in desk.rulebook.agreement_kinds.values():
            if dossier.form in kind.requests:
                asked = agreements.requested_by(received, kind)
                agreements_store.add(connection, asked)
                details_of = {"kind": asked.kind, "stage": asked.stage, "dossier": number}
                journal.write(connection, author, "agreement", str(asked.id), "requested", details_of)
    return received


def understand(desk: Desk, dossier: Dossier, typed: str) -> Entry:
    """What a scanned or typed entry means on this form.

    Medicines: a barcode or words, « 2* » before for the quantity. Acts: a letter-key and its coefficient (« B 120 »).
    Dental: teeth, a code or words, and faces (« 16 D701 MO », « 26 détartrage »); the day of the act may follow (« le
    12/11 »). « = 150 » at the end is the amount paid.
    """
    text, _, paid = (part.strip() for part in typed.partition("="))
    entry = _understood(desk, dossier, text)
    if not paid:
        return entry
    billed = parse_amount(paid)
    return Entry(
        line=replace(entry.line, billed=billed) if entry.line else None,
        choices=tuple(replace(line, billed=billed) for line in entry.choices),
    )


def _understood(desk: Desk, dossier: Dossier, text: str) -> Entry:
    quantity = 1
    times = _TIMES.fullmatch(text)
    if times:
        quantity, text = read_quantity(times[1]), times[2].strip()
    if not text:
        raise Refused("entry.empty")
    kind = desk.rulebook.form(dossier.form, dossier.edition).lines
    if kind == "none":
        raise Refused("entry.none")
    if kind == "free":
        return Entry(line=_coded_line(desk, text, quantity) or Line(code="", label=text, quantity=quantity))
    if kind == "medicines":
        return _medicine_entry(desk, dossier, text, quantity)
    if kind == "dental":
        return _entry(dental.understood(desk, dossier, text, quantity))
    return Entry(line=_act_line(desk, text, quantity))


def _medicine_entry(desk: Desk, dossier: Dossier, text: str, quantity: int) -> Entry:
    code = compact(text)
    day = dossier.content.care_day or deposit_day(desk, dossier)
    with desk.store.reading() as connection:
        if _BARCODE.fullmatch(code):
            found = medicines.get(connection, [code], day).get(code)
            return Entry(line=medicine_line(found, quantity) if found else _unlisted(code, quantity))
        choices = medicines.find(connection, text, day, CHOICES)
    if not choices:
        raise Refused("entry.no_medicine")
    if len(choices) == 1:
        return Entry(line=medicine_line(choices[0], quantity))
    return Entry(choices=tuple(medicine_line(choice, quantity) for choice in choices))


def medicine_line(medicine: Medicine, quantity: int) -> Line:
    """A line for a product, at the public price that the list prints, where it prints one."""
    billed: Centimes | None = medicine.ppv * quantity or None
    return Line(code=medicine.code, label=medicine.label, quantity=quantity, billed=billed)


def _unlisted(code: str, quantity: int) -> Line:
    if not is_barcode(code):
        raise Refused("entry.barcode")
    return Line(code=code, quantity=quantity)


def _act_line(desk: Desk, text: str, quantity: int) -> Line:
    # T150 is a code, B120 a letter-key with its coefficient: the nomenclature tells them apart.
    coded = _coded_line(desk, text, quantity)
    if coded:
        return coded
    match = _LETTER_KEY.fullmatch(text)
    if not match:
        raise Refused("entry.act")
    key, coefficient = match.groups()
    act = desk.rulebook.act(key)
    if act is None:
        raise Refused("entry.act_unknown", act=text.upper())
    if coefficient and not act.asks_coefficient:
        raise Refused("entry.no_coefficient", act=act.letter)
    written = read_coefficient(coefficient) if coefficient else None
    return Line(code=act.code, label=act.label.fr, quantity=quantity, coefficient=written)


def _coded_line(desk: Desk, text: str, quantity: int) -> Line | None:
    act = desk.rulebook.act(text)
    return Line(code=act.code, label=act.label.fr, quantity=quantity) if act else None


def _entry(lines: tuple[Line, ...]) -> Entry:
    return Entry(line=lines[0]) if len(lines) == 1 else Entry(choices=lines)
