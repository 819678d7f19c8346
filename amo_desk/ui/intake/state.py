"""What the intake page shows, computed from records: no widget is asked anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from amo_desk.domain.dossier import Content, Line
from amo_desk.domain.findings import Evaluation, Finding, Level, PieceState, QuoteLine, Verdict
from amo_desk.domain.identifiers import is_inpe
from amo_desk.domain.sources import Text
from amo_desk.rules.case import Known
from amo_desk.rules.forms import Field, Form
from amo_desk.rules.nomenclature import Act
from amo_desk.rules.rulebook import Rulebook
from amo_desk.usecases import dental
from amo_desk.usecases.dental import Quotation


@dataclass(frozen=True, slots=True, kw_only=True)
class LineState:
    """One line with what the register, the nomenclature and the rules say of it.

    `nature` is the act it counts as, `quotation` what the amount of a dental act is made of; `same_year` tells whether
    the act was done in the year of the care, or on its day.
    """

    line: Line
    quote: QuoteLine
    act: Act | None
    detail: str
    findings: tuple[Finding, ...]
    nature: Act | None = None
    quotation: Quotation | None = None
    same_year: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A line to choose from, with its act where it is one; of a bridge, the crown that its elements are."""

    line: Line
    act: Act | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldState:
    """A header field with its value, the people behind its INPE, and whether a finding is about it.

    `stranger` says that it holds an INPE which nobody is known under, `filled` that the register answered it.
    """

    field: Field
    value: str
    people: tuple[str, ...]
    stranger: bool
    known: bool
    wrong: bool
    filled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FormState:
    """The form in the middle of the page."""

    form: Form
    recipient: Text | None
    saved_at: datetime | None
    fields: tuple[FieldState, ...]
    lines: tuple[LineState, ...]
    pieces: tuple[PieceState, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictState:
    """The verdict and the estimation at the right of the page; a request has neither amounts nor a last day."""

    evaluation: Evaluation
    timed: bool
    estimated: bool
    rates: tuple[Decimal, ...]
    complement_rates: tuple[Decimal, ...]
    unconfirmed: int
    deadline_tone: str


def form_state(
    rulebook: Rulebook,
    form: Form,
    content: Content,
    known: Known,
    evaluation: Evaluation,
    saved_at: datetime | None,
    filled: frozenset[str] = frozenset(),
) -> FormState:
    """The form with every field, line and piece as it stands."""
    return FormState(
        form=form,
        recipient=form.sent_to(evaluation.payer),
        saved_at=saved_at,
        fields=_fields(form, content, known, evaluation, filled),
        lines=_lines(rulebook, form, content, known, evaluation),
        pieces=evaluation.pieces,
    )


def verdict_state(evaluation: Evaluation) -> VerdictState:
    """The verdict with the rates that were used, each once."""
    rates = sorted({line.rate for line in evaluation.quote.lines if line.rate})
    details = [detail for line in evaluation.quote.lines for detail in line.details]
    complements = sorted({d.value for d in details if d.label.startswith("complement/") and d.unit == "rate"})
    return VerdictState(
        evaluation=evaluation,
        timed=evaluation.deadline is not None or not evaluation.quote.reason,
        estimated=not evaluation.quote.reason,
        rates=tuple(rates),
        complement_rates=tuple(complements),
        unconfirmed=len(evaluation.quote.unconfirmed),
        deadline_tone=_deadline_tone(evaluation),
    )


def _deadline_tone(evaluation: Evaluation) -> str:
    keys = {finding.key for finding in evaluation.findings}
    if "check/deposit_deadline" in keys:
        return "bad"
    return "warn" if "check/deposit_soon" in keys else ""


def offered(rulebook: Rulebook, form: Form, choices: tuple[Line, ...]) -> tuple[Offered, ...]:
    """The lines to choose from that an entry may mean."""
    listed = form.lines == "medicines"
    return tuple(Offered(line=line, act=None if listed else rulebook.act(line.nature or line.code)) for line in choices)


def blocking(evaluation: Evaluation) -> bool:
    """Whether something keeps the dossier from being received."""
    return evaluation.verdict is Verdict.NOT_RECEIVABLE


def _fields(
    form: Form, content: Content, known: Known, evaluation: Evaluation, filled: frozenset[str]
) -> tuple[FieldState, ...]:
    wrong = {finding.target for finding in evaluation.findings if finding.standing is not Level.NOTE}
    states = []
    for field in form.fields:
        if field.id not in evaluation.fields:
            continue
        value = content.fields.get(field.id, "")
        people = known.practitioners.get(value, ()) if field.kind == "inpe" else ()
        named = tuple(" · ".join(filter(None, (p.name, p.speciality or p.place))) for p in people)
        states.append(
            FieldState(
                field=field,
                value=value,
                people=named,
                stranger=field.kind == "inpe" and is_inpe(value) and not named,
                known=bool(named),
                wrong=field.id in wrong and bool(value),
                filled=field.id in filled,
            )
        )
    return tuple(states)


def _lines(
    rulebook: Rulebook, form: Form, content: Content, known: Known, evaluation: Evaluation
) -> tuple[LineState, ...]:
    states = []
    for index, (line, quote) in enumerate(zip(content.lines, evaluation.quote.lines, strict=True)):
        act = None if form.lines == "medicines" else rulebook.act(line.code)
        states.append(
            LineState(
                line=line,
                quote=quote,
                act=act,
                detail=act.letter if act else _detail(line, known),
                findings=tuple(f for f in evaluation.findings if f.target == f"line/{index}"),
                nature=rulebook.act(line.nature) if line.nature else None,
                quotation=dental.quotation(rulebook, line, quote) if form.lines == "dental" else None,
                same_year=_same_year(line, content),
            )
        )
    return tuple(states)


def _same_year(line: Line, content: Content) -> bool:
    return line.day is None or (content.care_day is not None and content.care_day.year == line.day.year)


def _detail(line: Line, known: Known) -> str:
    medicine = known.medicines.get(line.code)
    if medicine is None:
        return line.code
    return " · ".join(filter(None, (line.code, medicine.dci.lower())))
