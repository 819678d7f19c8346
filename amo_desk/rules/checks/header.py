"""Checks of the header: dates, rights, practitioners, amounts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from amo_desk.domain.days import day_text
from amo_desk.domain.findings import Level
from amo_desk.domain.identifiers import is_ice, is_inpe
from amo_desk.domain.money import amount_text
from amo_desk.domain.people import Certificate
from amo_desk.domain.sources import Text
from amo_desk.rules.checks.hit import Detail, Hit
from amo_desk.rules.deadlines import deadline as deadline_of
from amo_desk.rules.rights import rights

if TYPE_CHECKING:
    from amo_desk.rules.case import Case


SHORTEST_REASON = 3


def field_invalid(case: Case) -> Iterator[Hit]:
    """A header field that holds something which is not what it asks for."""
    for field in case.fields():
        text = case.text(field.id)
        if not text:
            continue
        wrong = (field.kind == "date" and case.day(field.id) is None) or (
            field.kind in ("amount", "count") and case.amount(field.id) is None
        )
        if wrong:
            yield Hit(target=field.id, suffix=field.id, details={"field": field.label})


def field_missing(case: Case) -> Iterator[Hit]:
    """A header field that the form wants and no other check asks for."""
    for field in case.fields():
        asked_elsewhere = field.kind == "inpe" or field.id in ("care_date", "declared_amount")
        if field.required is not None and not asked_elsewhere and not case.text(field.id):
            yield Hit(target=field.id, suffix=field.id, details={"field": field.label})


def deposit_deadline(case: Case) -> Iterator[Hit]:
    """Deposited after the last day: a warning where the force majeure is told."""
    deadline = deadline_of(case)
    if deadline is None or deadline.start is None or deadline.days_left >= 0:
        return
    words = case.rulebook.sentences[f"limit_{deadline.unit}"].message
    limit = str(deadline.limit)
    details: dict[str, Detail] = {
        "days": str((case.deposit_day - deadline.start).days),
        "limit": Text(fr=words.fr.replace("{limit}", limit), ar=words.ar.replace("{limit}", limit)),
        "last_day": day_text(deadline.last_day),
    }
    reason = case.text("force_majeure").strip()
    if len(reason) < SHORTEST_REASON:
        yield Hit(target="care_date", details=details)
    else:
        details["reason"] = reason
        yield Hit(target="care_date", details=details, level=Level.WARN, sentence="deposit_force_majeure")


def deposit_soon(case: Case) -> Iterator[Hit]:
    """Deposited shortly before the last day."""
    deadline = deadline_of(case)
    if deadline and 0 <= deadline.days_left <= case.number("deadlines/deposit_alert_days"):
        details = {"days_left": str(deadline.days_left), "last_day": day_text(deadline.last_day)}
        yield Hit(target="care_date", details=details)


def care_date_missing(case: Case) -> Iterator[Hit]:
    """No day of care, so that neither deadline nor tariff can be known."""
    if not case.text("care_date"):
        yield Hit(target="care_date")


def care_date_future(case: Case) -> Iterator[Hit]:
    """Care after the day of deposit."""
    if case.care_day and case.care_day > case.deposit_day:
        yield Hit(target="care_date")


def care_before_birth(case: Case) -> Iterator[Hit]:
    """Care before the beneficiary was born."""
    if case.care_day and case.care_day < case.known.beneficiary.birth:
        yield Hit(target="care_date")


def prescription_date_order(case: Case) -> Iterator[Hit]:
    """A prescription written after the care it prescribes."""
    written = case.day("prescription_date")
    if written and case.care_day and written > case.care_day:
        yield Hit(target="prescription_date")


def prescription_age(case: Case) -> Iterator[Hit]:
    """A prescription older than the usual age on the day of care."""
    written = case.day("prescription_date")
    if written is None or case.care_day is None:
        return
    limit = case.number("deadlines/prescription_max_age_days")
    days = (case.care_day - written).days
    if days > limit:
        yield Hit(target="prescription_date", details={"days": str(days), "limit": str(limit)})


def rights_closed(case: Case) -> Iterator[Hit]:
    """The beneficiary has no rights on the day of care."""
    answer = case.rights
    if not answer.open:
        sentence = case.rulebook.sentences[answer.reason].message
        day = day_text(answer.day) if answer.day else ""
        reason = Text(fr=sentence.fr.replace("{day}", day), ar=sentence.ar.replace("{day}", day))
        yield Hit(target="beneficiary", details={"reason": reason})


def _certificate(case: Case, certificate: Certificate) -> Hit:
    name = case.rulebook.sentences[f"certificate_{certificate.kind.value}"].message
    details: dict[str, Detail] = {"certificate": name, "day": day_text(certificate.until)}
    return Hit(target="beneficiary", suffix=certificate.kind.value, details=details)


def certificate_expired(case: Case) -> Iterator[Hit]:
    """A certificate of the beneficiary that was no longer valid on the day of care."""
    for certificate in case.rights.expired:
        yield _certificate(case, certificate)


def certificate_expires(case: Case) -> Iterator[Hit]:
    """A certificate of the beneficiary that is about to expire."""
    for certificate in rights(case.known.beneficiary, case.deposit_day, case.rulebook).expiring:
        yield _certificate(case, certificate)


def _inpe_fields(case: Case) -> Iterator[tuple[str, Text, str, bool]]:
    for field in case.fields():
        if field.kind == "inpe":
            yield field.id, field.label, case.text(field.id), field.required is not None


def inpe_missing(case: Case) -> Iterator[Hit]:
    """No INPE where the form asks for one."""
    for name, label, inpe, required in _inpe_fields(case):
        if required and not inpe:
            yield Hit(target=name, suffix=name, details={"who": label})


def inpe_format(case: Case) -> Iterator[Hit]:
    """An INPE that is not nine digits."""
    for name, label, inpe, _ in _inpe_fields(case):
        if inpe and not is_inpe(inpe):
            yield Hit(target=name, suffix=name, details={"who": label})


def inpe_unknown(case: Case) -> Iterator[Hit]:
    """An INPE that the office's register does not hold."""
    for name, label, inpe, _ in _inpe_fields(case):
        if is_inpe(inpe) and not case.known.practitioners.get(inpe):
            yield Hit(target=name, suffix=name, details={"who": label})


def inpe_conflict(case: Case) -> Iterator[Hit]:
    """An INPE that the register holds under two names, unless they are known to share it."""
    for name, label, inpe, _ in _inpe_fields(case):
        named = case.known.practitioners.get(inpe, ())
        if len({p.name for p in named}) > 1 and not all(p.shared for p in named):
            yield Hit(target=name, suffix=name, details={"who": label})


def amount_missing(case: Case) -> Iterator[Hit]:
    """No declared amount."""
    if not case.text("declared_amount"):
        yield Hit(target="declared_amount")


def amount_differs(case: Case) -> Iterator[Hit]:
    """A declared amount that is not the sum of the lines."""
    declared = case.amount("declared_amount")
    lines = case.content.billed
    if declared is not None and case.content.lines and declared != lines:
        details = {"declared": amount_text(declared), "lines": amount_text(lines)}
        yield Hit(target="declared_amount", details=details)


def ald_code_missing(case: Case) -> Iterator[Hit]:
    """A dossier for a long-term illness without its code or the number of its agreement."""
    if case.ald and not (case.text("ald_code") and case.text("ald_agreement")):
        yield Hit(target="ald_code" if not case.text("ald_code") else "ald_agreement")


def ald_code_unknown(case: Case) -> Iterator[Hit]:
    """A code of illness that the list of the front desks does not hold."""
    code = case.text("ald_code").replace(" ", "").upper()
    if case.ald and code and code not in case.rulebook.ald:
        yield Hit(target="ald_code", details={"code": code})


def invoice_ice(case: Case) -> Iterator[Hit]:
    """An ICE on the invoice that does not add up."""
    typed = case.text("invoice_ice")
    if typed and not is_ice(typed):
        yield Hit(target="invoice_ice")


def duplicate(case: Case) -> Iterator[Hit]:
    """The same beneficiary, practitioner, day and amount as an earlier dossier."""
    billed = case.content.billed
    if not billed or case.care_day is None:
        return
    for earlier in case.known.earlier:
        same = (earlier.form, earlier.care_day, earlier.prescriber, earlier.billed)
        if same == (case.form.id, case.care_day, case.text("prescriber_inpe"), billed):
            yield Hit(target="care_date", suffix=earlier.number, details={"number": earlier.number})


ALL: tuple[Callable[[Case], Iterator[Hit]], ...] = (
    field_invalid,
    field_missing,
    care_date_missing,
    care_date_future,
    care_before_birth,
    deposit_deadline,
    deposit_soon,
    prescription_date_order,
    prescription_age,
    rights_closed,
    certificate_expired,
    certificate_expires,
    inpe_missing,
    inpe_format,
    inpe_unknown,
    inpe_conflict,
    amount_missing,
    amount_differs,
    ald_code_missing,
    ald_code_unknown,
    invoice_ice,
    duplicate,
)
