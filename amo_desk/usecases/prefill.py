"""What a new dossier starts with: the agreement in force, what of a treatment comes next, and who treats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from amo_desk.domain.agreements import GIVEN, Agreement, AgreementState
from amo_desk.domain.dossier import AGREEMENT_DATE, AGREEMENT_NUMBER, Content, Line
from amo_desk.domain.odf import Due, PeriodKind
from amo_desk.rules.case import OUTSIDE_CONVENTION, TREATING, Known, outside
from amo_desk.rules.forms import Form
from amo_desk.rules.odf_terms import ACTS, RETENTION_YEARS
from amo_desk.usecases import odf, past
from amo_desk.usecases.desk import Desk

# The header fields that the register of practitioners answers.
ANSWERED = (OUTSIDE_CONVENTION,)


def first_fields(desk: Desk, form: Form, known: Known) -> dict[str, str]:
    """The header that a draft begins with; whatever stands in it may be typed over."""
    fields = {field.id: field.choices[0].id for field in form.fields if field.choices}
    for name, value in _known_of(desk, form, known):
        field = next((field for field in form.fields if field.id == name), None)
        fits = field is not None and (not field.choices or value in {choice.id for choice in field.choices})
        if fits and value:
            fields[name] = value
    return fields


def first_lines(desk: Desk, form: Form, fields: Mapping[str, str]) -> tuple[Line, ...]:
    """The act that a draft about a period of a treatment is for, its amount to be typed."""
    if not form.odf:
        return ()
    acts = ACTS[PeriodKind(form.odf)]
    rank = RETENTION_YEARS.get(fields.get("retention_year", ""), 1)
    act = desk.rulebook.act(acts[min(rank, len(acts)) - 1])
    return (Line(code=act.code, label=act.label.fr),) if act else ()


def _known_of(desk: Desk, form: Form, known: Known) -> Iterator[tuple[str, str]]:
    rulebook = desk.rulebook
    staged = form.id in past.staged_forms(rulebook)
    asks = any(form.id in kind.requests and kind.stages for kind in rulebook.agreement_kinds.values())
    agreement = _in_force(desk, form, known, staged=staged)
    if agreement is not None and any(field.id == AGREEMENT_NUMBER for field in form.fields):
        yield AGREEMENT_NUMBER, agreement.number
        yield AGREEMENT_DATE, agreement.decided_on.isoformat() if agreement.decided_on else ""
        yield "prescriber_inpe", agreement.practitioner
    if staged or asks:
        yield "prescriber_inpe", known.odf.practitioner if known.odf else ""
        due = odf.drawn_up(desk, known).due
        if due is not None:
            yield from _next(due)


def told_by_register(form: Form, content: Content, known: Known, day: date) -> dict[str, str]:
    """What the register says of who treats, for the header fields where nothing was said yet."""
    asked = any(field.id == OUTSIDE_CONVENTION for field in form.fields)
    treating = known.practitioners.get(content.fields.get(TREATING, ""), ())
    if asked and OUTSIDE_CONVENTION not in content.fields and outside(treating, content.care_day or day):
        return {OUTSIDE_CONVENTION: "1"}
    return {}


def _next(due: Due) -> Iterator[tuple[str, str]]:
    yield "stage", due.stage
    if due.kind is PeriodKind.SEMESTER:
        yield "semester", str(due.rank or "")
    if due.kind is PeriodKind.RETENTION:
        yield "retention_year", next((word for word, year in RETENTION_YEARS.items() if year == due.rank), "")


def _in_force(desk: Desk, form: Form, known: Known, *, staged: bool) -> Agreement | None:
    """The agreement granted last among those that cover a form; one that was used serves again only in stages."""
    kinds = desk.rulebook.agreement_kinds
    serving = GIVEN if staged else {AgreementState.GRANTED}
    worth = (there.agreement for there in odf.standings(desk, known) if there.state in serving)
    granted = [one for one in worth if one.kind in kinds and kinds[one.kind].covered(form.id, one.stage)]
    return max(granted, key=lambda agreement: (agreement.decided_on or date.min, agreement.number), default=None)
