"""All that the rules say of a case at once: pieces, findings, verdict, deadline and estimation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from amo_desk.domain.findings import (
    Evaluation,
    Finding,
    Level,
    MentionState,
    Overrider,
    PieceState,
    Verdict,
)
from amo_desk.domain.sources import Source
from amo_desk.rules.case import Case
from amo_desk.rules.checks import CHECKS
from amo_desk.rules.checks.hit import Detail
from amo_desk.rules.deadlines import deadline
from amo_desk.rules.forms import Piece
from amo_desk.rules.parameters import PUBLIC
from amo_desk.rules.tariff import quote
from amo_desk.rules.wording import worded

_WEIGHT = {Level.BLOCK: 0, Level.WARN: 1, Level.NOTE: 2}


def evaluate(case: Case) -> Evaluation:
    """The verdict of a case and everything behind it; findings stand with the heaviest first."""
    asked = tuple(p for p in case.form.pieces if p.asked(case.deposit_day, case.facts))
    findings = [*_piece_findings(case, asked), *_check_findings(case)]
    findings.sort(key=lambda f: _WEIGHT[f.standing])
    coming = (
        None
        if case.regime != PUBLIC
        else next((v for v in case.payers.values if v.since > case.rules_day and not v.dimensions), None)
    )
    return Evaluation(
        verdict=verdict(findings),
        fields=tuple(field.id for field in case.fields()),
        findings=tuple(findings),
        pieces=tuple(_state(case, piece) for piece in asked),
        quote=quote(case),
        deadline=deadline(case),
        payer=case.payer,
        payer_next=(str(coming.value), coming.since) if coming else None,
    )


def verdict(findings: list[Finding]) -> Verdict:
    """Not receivable while something blocks; with warnings while something warns; else complete."""
    levels = {finding.standing for finding in findings}
    if Level.BLOCK in levels:
        return Verdict.NOT_RECEIVABLE
    return Verdict.WITH_WARNINGS if Level.WARN in levels else Verdict.COMPLETE


def _state(case: Case, piece: Piece) -> PieceState:
    ticks = case.content.ticks
    return PieceState(
        id=piece.id,
        label=piece.label,
        level=piece.level,
        present=piece.id in ticks,
        source=piece.source,
        local=piece.local,
        relevelled=piece.relevelled,
        mentions=tuple(
            MentionState(id=m.id, label=m.label, level=m.level, present=f"{piece.id}/{m.id}" in ticks)
            for m in piece.mentions
            if m.asked(case.deposit_day, case.facts)
        ),
    )


def _piece_findings(case: Case, asked: tuple[Piece, ...]) -> Iterator[Finding]:
    for piece in asked:
        target = f"piece/{piece.id}"
        if piece.id not in case.content.ticks:
            if piece.level is not Level.NOTE:
                details: dict[str, Detail] = {"piece": piece.label}
                yield _finding(
                    case, target, piece.level, piece.override, piece.source, "piece_missing", target, details
                )
            continue
        for mention in piece.mentions:
            if mention.asked(case.deposit_day, case.facts) and f"{piece.id}/{mention.id}" not in case.content.ticks:
                yield _finding(
                    case,
                    f"mention/{piece.id}/{mention.id}",
                    mention.level,
                    mention.override,
                    mention.source,
                    "mention_missing",
                    target,
                    {"piece": piece.label, "mention": mention.label},
                )


def _check_findings(case: Case) -> Iterator[Finding]:
    for check in case.form.checks:
        if check.since > case.deposit_day:
            continue
        for hit in CHECKS[check.id](case):
            key = "/".join(filter(None, ("check", check.id, hit.suffix)))
            yield _finding(
                case,
                key,
                hit.level or check.level,
                check.override,
                check.source,
                hit.sentence or check.id,
                hit.target,
                hit.details,
            )


def _finding(
    case: Case,
    key: str,
    level: Level,
    override: Overrider,
    source: Source,
    sentence: str,
    target: str,
    details: Mapping[str, Detail],
) -> Finding:
    return worded(
        case.rulebook.sentences[sentence],
        details,
        key=key,
        level=level,
        override=override,
        source=source,
        target=target,
        overrides=case.content.overrides,
    )
