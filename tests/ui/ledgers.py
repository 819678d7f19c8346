"""Invented orthodontic treatments, as ledgers made by hand: for widgets that only show them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from amo_desk.domain.agreements import Agreement, AgreementState
from amo_desk.domain.days import months_after
from amo_desk.domain.findings import Finding, Level, Overrider
from amo_desk.domain.odf import AgreementStanding, Due, Ledger, LedgerRow, OdfCase, Period, PeriodKind
from amo_desk.domain.sources import Grade, Source, Text

ID = UUID(int=1)
TODAY = date(2026, 11, 23)
SOURCE = Source(
    title="Nomenclature (transcription)",
    href="",
    grade=Grade.TRANSCRIPTION,
    since=date(2006, 9, 1),
    checked_on=TODAY,
)
AGREED = Agreement(
    id=ID,
    kind="odf",
    stage="first",
    state=AgreementState.USED,
    family_id=ID,
    beneficiary_id=ID,
    requested_on=date(2025, 1, 10),
    number="00412377",
    decided_on=date(2025, 2, 2),
    agent="essai",
)
STANDING = AgreementStanding(agreement=AGREED, state=AGREED.state, lapses_on=date(2025, 8, 3))
CASE = OdfCase(
    id=ID, family_id=ID, beneficiary_id=ID, opened_on=date(2025, 2, 2), practitioner="103458206", agent="essai"
)


def finding(words: str, level: Level = Level.BLOCK) -> Finding:
    return Finding(
        key=words,
        level=level,
        text=Text(fr=words, ar=words),
        advice=None,
        override=Overrider.NOBODY,
        source=SOURCE,
        target="",
    )


def semester(rank: int, since: date, *findings: Finding, elsewhere: bool = False) -> LedgerRow:
    counted = not findings
    period = Period(
        kind=PeriodKind.SEMESTER,
        rank=rank,
        since=since,
        elsewhere=elsewhere,
        dossier_number="" if elsewhere else f"014-03-2026-00012{rank}-4",
        billed=450_000,
        base=150_000 if counted else 0,
        amo=120_000 if counted else 0,
        complement=30_000 if counted else 0,
    )
    return LedgerRow(
        period=period,
        until=months_after(since, 6),
        counted=counted,
        base=150_000 if counted else 0,
        amo=120_000 if counted else 0,
        complement=30_000 if counted else 0,
        coefficient=90 if counted else 0,
        agreement=STANDING,
        findings=findings,
    )


def pause(since: date, until: date | None = None) -> LedgerRow:
    period = Period(kind=PeriodKind.INTERRUPTION, since=since, until=until, elsewhere=True)
    return LedgerRow(period=period, until=until, counted=False, base=0, amo=0, complement=0, coefficient=0)


def ledger(rows: Sequence[LedgerRow] | None = None, due: Due | None = None) -> Ledger:
    """Three half-years of six, the fourth possible in January."""
    found = three() if rows is None else tuple(rows)
    counted = sum(row.counted and row.period.kind is PeriodKind.SEMESTER for row in found)
    if rows is None:
        due = Due(kind=PeriodKind.SEMESTER, rank=4, earliest=date(2027, 1, 4))
    return Ledger(
        beneficiary_id=ID,
        case=CASE,
        day=TODAY,
        agreements=(STANDING,),
        rows=found,
        started_on=found[0].period.since if found else None,
        start_birthday=date(2028, 8, 19),
        canine_birthday=date(2030, 8, 19),
        semester_months=6,
        semesters_counted=counted,
        semesters_limit=6,
        coefficient_counted=90 * counted,
        coefficient_limit=540,
        retention_counted=0,
        retention_limit=2,
        base=150_000 * counted,
        amo=120_000 * counted,
        complement=30_000 * counted,
        due=due,
    )


def three() -> tuple[LedgerRow, ...]:
    return tuple(
        semester(rank, day) for rank, day in enumerate((date(2025, 7, 4), date(2026, 1, 4), date(2026, 7, 4)), start=1)
    )
