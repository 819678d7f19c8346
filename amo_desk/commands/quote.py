"""`amo-desk quote FILE`: cases written in TOML to amounts with their sources, for people or as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from amo_desk.domain.dossier import Line
from amo_desk.domain.findings import Deadline, Evaluation, Quote, QuoteLine, Rate
from amo_desk.domain.sources import Source
from amo_desk.rules.cases import WrittenCase, answers, read_cases
from amo_desk.rules.checklist import evaluate
from amo_desk.rules.rulebook import Rulebook
from amo_desk.ui import messages

_AMOUNTS = {
    "billed": "Montant facturé",
    "tnr": "Tarif national de référence",
    "base": "Base retenue",
    "amo": "Part AMO",
    "complement": "Complément de la mutuelle",
    "deductions": "Autres retenues",
    "left": "Reste à charge",
    "estimated": "Remboursement estimé",
}
_VALUES = {"medicine_base": "Prix base de remboursement", "medicine_rate": "Taux de la liste"}


def run(path: Path, rulebook: Rulebook, today: date, *, as_json: bool) -> int:
    """Answers every case of a file; the exit code is 1 where an answer is not the one its author expects."""
    results = [(written, evaluate(written.case)) for written in read_cases(path, rulebook, today)]
    if as_json:
        answer = [_record(rulebook, written, evaluation) for written, evaluation in results]
        sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2) + "\n")
    else:
        for written, evaluation in results:
            sys.stdout.write("\n".join(_told(rulebook, written, evaluation)) + "\n\n")
        sys.stdout.write(f"Estimation, ne vaut pas décision. Règles {rulebook.version}.\n")
    return 1 if any(_differences(written, evaluation) for written, evaluation in results) else 0


def _differences(written: WrittenCase, evaluation: Evaluation) -> dict[str, tuple[object, object]]:
    """What was expected and what came, where they differ."""
    given = answers(evaluation, written.expect)
    return {name: (wanted, given[name]) for name, wanted in written.expect.items() if given[name] != wanted}


class _Notes:
    """The sources of a case, numbered in the order in which they are cited."""

    def __init__(self) -> None:
        self._numbers: dict[Source, int] = {}

    def mark(self, source: Source) -> str:
        return f"[{self._numbers.setdefault(source, len(self._numbers) + 1)}]"

    def told(self) -> Iterator[str]:
        if self._numbers:
            yield "  Sources"
        for source, number in self._numbers.items():
            words = (
                source.title,
                source.href,
                messages.translated(messages.GRADES[source.grade]),
                f"depuis le {messages.day_text(source.since)}",
                f"vérifié le {messages.day_text(source.checked_on)}",
                source.note,
            )
            yield f"    [{number}] {' · '.join(filter(None, words))}"


def _told(rulebook: Rulebook, written: WrittenCase, evaluation: Evaluation) -> Iterator[str]:
    case, notes = written.case, _Notes()
    yield f"{written.name} ({written.file})"
    if written.source:
        yield f"  D'après : {written.source}"
    yield (
        f"  {messages.said(case.form.label)} · {case.known.family.mutuelle} · "
        f"soins du {messages.day_text(case.care_day)}, dépôt du {messages.day_text(case.deposit_day)} · "
        f"payé par {evaluation.payer}"
    )
    for line, answer in zip(case.content.lines, evaluation.quote.lines, strict=True):
        yield from _told_line(rulebook, line, answer, notes)
    yield from _told_sums(evaluation.quote)
    if evaluation.deadline:
        yield _told_deadline(evaluation.deadline, notes)
    yield f"  Verdict : {messages.translated(messages.VERDICTS[evaluation.verdict])}"
    for finding in evaluation.findings:
        level = messages.translated(messages.LEVELS[finding.standing])
        yield f"    {level} : {messages.said(finding.text)} {notes.mark(finding.source)}"
    yield from notes.told()
    for name, (wanted, came) in _differences(written, evaluation).items():
        yield f"  INATTENDU  {name} : attendu {_plain(wanted)}, obtenu {_plain(came)}"


def _told_line(rulebook: Rulebook, line: Line, answer: QuoteLine, notes: _Notes) -> Iterator[str]:
    name = " ".join(filter(None, (line.code, f"{line.coefficient:f}" if line.coefficient else "", line.label)))
    if answer.amo is None:
        yield f"  {name} : non calculable, {messages.translated(messages.REASONS.get(answer.reason, answer.reason))}"
    else:
        yield (
            f"  {name} : facturé {messages.money(answer.billed)}, base {messages.money(answer.base)}, "
            f"AMO {messages.money(answer.amo)}, complément {messages.money(answer.complement)}"
        )
    if answer.note:
        yield f"    {messages.translated(messages.NOTES.get(answer.note, answer.note))}"
    for detail in answer.details:
        yield f"    {_value_name(rulebook, detail)} : {_value(detail)} {notes.mark(detail.source)}"


def _told_sums(quote: Quote) -> Iterator[str]:
    if quote.reason:
        yield f"  Pas d'estimation : {messages.translated(messages.REASONS.get(quote.reason, quote.reason))}"
        return
    for name, words in _AMOUNTS.items():
        amount = getattr(quote, name)
        shown = "non calculable" if amount is None else f"{messages.money(amount)} DH"
        yield f"  {words + ' ':.<32} {shown:>16}"
    if quote.uncounted:
        yield f"  Lignes non calculables, hors des sommes : {quote.uncounted}"


def _told_deadline(deadline: Deadline, notes: _Notes) -> str:
    left = deadline.days_left
    rest = f"il reste {left} j" if left >= 0 else f"dépassé de {-left} j"
    return f"  Dernier jour de dépôt : {messages.day_text(deadline.last_day)}, {rest} {notes.mark(deadline.source)}"


def _value_name(rulebook: Rulebook, detail: Rate) -> str:
    parameter = rulebook.parameters.get(detail.label)
    if parameter is not None:
        return messages.said(parameter.description)
    return _VALUES.get(detail.label, f"Cotation {detail.label}")


def _value(detail: Rate) -> str:
    if detail.unit == "rate":
        return f"{detail.value * 100:.0f} %"
    shown = f"{detail.value:.2f} DH" if detail.unit == "MAD" else f"{detail.value:f}"
    return shown.replace(".", ",")


def _record(rulebook: Rulebook, written: WrittenCase, evaluation: Evaluation) -> dict[str, object]:
    """One case as JSON tells it: amounts in centimes, nothing where they cannot be computed."""
    case, deadline = written.case, evaluation.deadline
    return {
        "file": written.file,
        "case": written.name,
        "source": written.source,
        "form": case.form.id,
        "mutuelle": case.known.family.mutuelle,
        "care_date": _day(case.care_day),
        "deposit_date": _day(case.deposit_day),
        "rulebook": rulebook.version,
        "payer": evaluation.payer,
        "unit": "centimes MAD",
        **{name: getattr(evaluation.quote, name) for name in _AMOUNTS},
        "uncounted": evaluation.quote.uncounted,
        "reason": evaluation.quote.reason,
        "lines": [
            {
                "code": answer.code,
                **{name: getattr(answer, name) for name in ("billed", "tnr", "base", "amo", "complement")},
                "reason": answer.reason,
                "note": answer.note,
                "values": [_rate_record(detail) for detail in answer.details],
            }
            for answer in evaluation.quote.lines
        ],
        "last_day": _day(deadline.last_day) if deadline else None,
        "verdict": evaluation.verdict.value,
        "findings": [
            {
                "key": finding.key,
                "level": finding.standing.value,
                "text": finding.text.fr,
                "source": _source_record(finding.source),
            }
            for finding in evaluation.findings
        ],
        "unexpected": {
            name: {"expected": _plain(wanted), "came": _plain(came)}
            for name, (wanted, came) in _differences(written, evaluation).items()
        },
    }


def _rate_record(detail: Rate) -> Mapping[str, object]:
    return {
        "label": detail.label,
        "value": f"{detail.value:f}",
        "unit": detail.unit,
        "source": _source_record(detail.source),
    }


def _source_record(source: Source) -> Mapping[str, object]:
    return {
        "title": source.title,
        "href": source.href,
        "grade": source.grade.value,
        "since": _day(source.since),
        "checked_on": _day(source.checked_on),
        "note": source.note,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _plain(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "rien"
    if isinstance(value, Decimal):
        return f"{value:.2f}".replace(".", ",")
    return str(value)
