"""The ledger of an orthodontic treatment on paper: agreements, time line, periods, what counts and what may follow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table

from amo_desk.documents.amounts import NO_DECISION, NOT_COMPUTABLE, NOT_COMPUTABLE_SHORT, figure
from amo_desk.documents.fonts import Family
from amo_desk.documents.paper import (
    ACCENT,
    AMBER,
    NONE,
    QUIET,
    RED,
    Pen,
    Sheet,
    Words,
    day_text,
    dirhams,
    filled,
    flowing_pdf,
)
from amo_desk.documents.parts import (
    AGREEMENT,
    BIRTH,
    BOX_AIR,
    DAY,
    fact,
    facts,
    figure_boxes,
    framed,
    heading,
    labelled_figure,
    letterhead,
    page_foot,
    party_rows,
    practitioner_rows,
    side_by_side,
    title_band,
)
from amo_desk.documents.tables import Column, column_table
from amo_desk.documents.time_line import KINDS, TimeLineChart, time_line_legend
from amo_desk.domain.agreements import AgreementState
from amo_desk.domain.findings import Finding, Level
from amo_desk.domain.money import Centimes
from amo_desk.domain.odf import AgreementStanding, Due, Ledger, LedgerRow
from amo_desk.domain.odf_timeline import stands, time_line
from amo_desk.domain.papers import LedgerPaper
from amo_desk.domain.sources import Text

TITLE = Text(fr="Suivi du traitement ODF", ar="تتبع علاج تقويم الأسنان")
START_BEFORE = Text(fr="Début avant le", ar="يجب البدء قبل")
CANINES = Text(fr="Canines avant le", ar="الأنياب قبل")
STARTED = Text(fr="Commencé le", ar="بدأ في")
PAYER = Text(fr="Organisme", ar="الهيئة المدبرة")
BIRTHDAY = Text(fr="{day} ({age} ans)", ar="")
AGREEMENTS = Text(fr="Accords préalables", ar="الموافقات المسبقة")
NO_AGREEMENT = Text(fr="Aucun accord n'est enregistré.", ar="لم تسجل أي موافقة.")
LINE = Text(fr="Le traitement dans le temps", ar="العلاج عبر الزمن")
PERIODS = Text(fr="Périodes", ar="الفترات")
NO_PERIOD = Text(fr="Aucune période n'est enregistrée.", ar="لم تسجل أي فترة.")
NOT_COUNTED = Text(fr="non compté", ar="غير محتسب")
ELSEWHERE = Text(fr="notée à la main", ar="مسجلة يدويا")
SEMESTERS = Text(fr="Semestres", ar="أنصاف السنة")
OF_SEMESTERS = Text(fr="{count} semestres sur {limit}", ar="{count} من {limit}")
OF_SEMESTER = Text(fr="{count} semestre sur {limit}", ar="{count} من {limit}")
OF_YEARS = Text(fr="{count} sur {limit}", ar="{count} من {limit}")
COEFFICIENT = Text(fr="Coefficient", ar="المعامل")
OF_COEFFICIENT = Text(fr="D{count} sur D{limit}", ar="D{count} من D{limit}")
RETENTION = Text(fr="Contention, années", ar="التثبيت، سنوات")
BASE = Text(fr="Base", ar="الأساس")
AMO = Text(fr="Part AMO", ar="حصة التأمين")
COMPLEMENT = Text(fr="Complément", ar="التكملة")
NEXT = Text(fr="{what}, à partir du {day}", ar="{what}، ابتداء من {day}")
LATEST = Text(fr="au plus tard le {day}", ar="في أجل أقصاه {day}")
ASK_FIRST = Text(
    fr="Un accord est à demander d'abord ({stage}), à partir du {day}",
    ar="يتعين أولا طلب موافقة ({stage})، ابتداء من {day}",
)
DUE = Text(fr="Ce qui peut suivre", ar="ما يمكن أن يلي")
NOTHING_DUE = Text(fr="Aucune période n'est attendue", ar="لا توجد فترة مرتقبة")
LEGEND = Text(
    fr="n. c. : non calculable. Montants en dirhams ; non compté : hors des plafonds, sans remboursement.",
    ar="n.c : غير قابل للاحتساب. المبالغ بالدرهم؛ غير محتسب: خارج السقف، دون تعويض.",
)
STATES = {
    AgreementState.REQUESTED: Text(fr="demandé", ar="مطلوبة"),
    AgreementState.GRANTED: Text(fr="accordé", ar="ممنوحة"),
    AgreementState.REFUSED: Text(fr="refusé", ar="مرفوضة"),
    AgreementState.VOID: Text(fr="caduc", ar="لاغية"),
    AgreementState.USED: Text(fr="utilisé", ar="مستعملة"),
}
_AGREEMENT_COLUMNS: tuple[Column, ...] = (
    (34, Text(fr="N° d'accord", ar="رقم الموافقة"), "left"),
    (0, Text(fr="Partie", ar="الجزء"), "left"),
    (22, Text(fr="Demandé le", ar="تاريخ الطلب"), "left"),
    (22, Text(fr="Décidé le", ar="تاريخ القرار"), "left"),
    (26, Text(fr="Caduc sans début le", ar="لاغية دون بدء في"), "left"),
    (34, Text(fr="État au jour du suivi", ar="الحالة يوم التتبع"), "left"),
)
_PERIOD_COLUMNS: tuple[Column, ...] = (
    (0, Text(fr="Période", ar="الفترة"), "left"),
    (18, Text(fr="Du", ar="من"), "left"),
    (18, Text(fr="Au", ar="إلى"), "left"),
    (22, AGREEMENT, "left"),
    (33, Text(fr="N° de dossier", ar="رقم الملف"), "left"),
    (16, Text(fr="Facturé", ar="المفوتر"), "right"),
    (16, BASE, "right"),
    (16, AMO, "right"),
    (16, COMPLEMENT, "right"),
)
_LAPSING = frozenset({AgreementState.GRANTED, AgreementState.VOID})
_SHEET = Sheet(size=A4, side=11 * mm, top=10 * mm, bottom=16 * mm)


def odf_ledger_pdf(paper: LedgerPaper, family: Family) -> bytes:
    """The ledger, A4 portrait, over as many pages as it needs; every page says that it decides nothing."""
    pen = Pen.of(family)
    words = f"{NO_DECISION.fr} · {NO_DECISION.ar}"
    foot = page_foot(pen, _SHEET, lambda: pen.fr(words, 6.5, bold=True, colour=AMBER, align="center"))
    return flowing_pdf(_SHEET, TITLE.fr, lambda: _story(paper, pen), foot)


def _story(paper: LedgerPaper, pen: Pen) -> list[Flowable]:
    """The whole ledger from the letterhead down."""
    width, gap = _SHEET.width, Spacer(1, 8)
    ledger = paper.ledger
    line = time_line(ledger)
    return [
        letterhead(pen, paper.head, width),
        gap,
        title_band(pen, TITLE, width),
        gap,
        _facts(paper, pen),
        gap,
        framed(_due(paper, pen), width, ACCENT),
        gap,
        KeepTogether(
            [
                heading(pen, LINE, width),
                Spacer(1, 4),
                TimeLineChart(pen, line),
                Spacer(1, 5),
                *time_line_legend(pen, line, _age(paper, ledger.start_birthday.year), width),
            ]
        ),
        gap,
        _periods(pen, ledger.rows),
        gap,
        KeepTogether([_totals(pen, ledger), Spacer(1, 3), side_by_side(pen, LEGEND, width, 6.3)]),
        gap,
        KeepTogether(_agreements(paper, pen)),
    ]


def _facts(paper: LedgerPaper, pen: Pen) -> Table:
    """Who it is about at the left; the orthodontist and the days that matter at the right."""
    ledger, case = paper.ledger, paper.ledger.case
    birthdays = [
        fact(pen, label, BIRTHDAY.fr.format(day=day_text(day), age=_age(paper, day.year)))
        for label, day in ((START_BEFORE, ledger.start_birthday), (CANINES, ledger.canine_birthday))
    ]
    about = [
        *practitioner_rows(pen, paper.practitioner, case.practitioner if case else ""),
        fact(pen, STARTED, day_text(ledger.started_on), bold=True),
        *birthdays,
        fact(pen, PAYER, paper.payer),
        fact(pen, DAY, day_text(ledger.day)),
    ]
    return facts(pen, [*party_rows(pen, paper.party), fact(pen, BIRTH, day_text(paper.birth))], about, _SHEET.width)


def _age(paper: LedgerPaper, year: int) -> int:
    return year - paper.birth.year


def _due(paper: LedgerPaper, pen: Pen) -> Iterator[tuple[Words, Words]]:
    """What may follow, and between which days."""
    yield pen.both(DUE, 7.5, colour=QUIET)
    due = paper.ledger.due
    if due is None:
        yield pen.both(NOTHING_DUE, 11, bold=True)
        return
    yield pen.both(_due_text(paper, due), 11, bold=True)
    if due.latest is not None:
        yield pen.both(filled(LATEST, day=day_text(due.latest)), 9)


def _due_text(paper: LedgerPaper, due: Due) -> Text:
    day = day_text(due.earliest)
    if due.kind is None:
        stage = _stage(paper, due.stage)
        return Text(fr=ASK_FIRST.fr.format(stage=stage.fr, day=day), ar=ASK_FIRST.ar.format(stage=stage.ar, day=day))
    kind, rank = KINDS[due.kind], due.rank or ""
    return Text(
        fr=NEXT.fr.format(what=f"{kind.fr} {rank}".strip(), day=day),
        ar=NEXT.ar.format(what=f"{kind.ar} {rank}".strip(), day=day),
    )


def _stage(paper: LedgerPaper, identifier: str) -> Text:
    """The name of a stage, its id where the paper does not name it."""
    return dict(paper.stages).get(identifier, Text(fr=identifier or NONE, ar=identifier or NONE))


def _agreements(paper: LedgerPaper, pen: Pen) -> Table:
    rows = [_agreement(paper, pen, standing) for standing in paper.ledger.agreements]
    return column_table(pen, AGREEMENTS, _AGREEMENT_COLUMNS, rows, NO_AGREEMENT, _SHEET.width)


def _agreement(paper: LedgerPaper, pen: Pen, standing: AgreementStanding) -> list[object]:
    agreed, state = standing.agreement, STATES[standing.state]
    stage = _stage(paper, agreed.stage)
    colour = RED if standing.state in (AgreementState.REFUSED, AgreementState.VOID) else None
    words = [pen.fr(state.fr, 7.2, bold=True), pen.ar(state.ar, 7.2, align="left")]
    for said in words if colour else []:
        said.colour = RED
    reason = [pen.fr(agreed.reason, 6.3, colour=QUIET)] if agreed.reason else []
    return [
        pen.fr(agreed.number or NONE, 7.2, bold=True),
        [pen.fr(stage.fr, 7.2), pen.ar(stage.ar, 7.2, align="left")],
        pen.fr(day_text(agreed.requested_on), 7.2),
        pen.fr(day_text(agreed.decided_on), 7.2),
        pen.fr(day_text(standing.lapses_on if standing.state in _LAPSING else None), 7.2),
        [*words, *reason],
    ]


def _periods(pen: Pen, rows: Iterable[LedgerRow]) -> Table:
    """Each period, and below it what is wrong with it."""
    told: list[list[object]] = []
    for row in rows:
        told.append(_period(pen, row))
        told += [[_remark(pen, finding)] for finding in row.findings]
    return column_table(pen, PERIODS, _PERIOD_COLUMNS, told, NO_PERIOD, _SHEET.width)


def _period(pen: Pen, row: LedgerRow) -> list[object]:
    period, kind = row.period, KINDS[row.period.kind]
    name = [
        pen.fr(f"{kind.fr} {period.rank or ''}".strip(), 7.2, bold=True),
        pen.ar(f"{kind.ar} {period.rank or ''}".strip(), 7.2, align="left"),
    ]
    if not stands(row):
        name.append(pen.fr(f"{NOT_COUNTED.fr} · {NOT_COUNTED.ar}", 6.3, colour=RED))
    number = pen.fr(period.dossier_number or NONE, 6.6)
    number.whole = True
    dossier: list[Words] = [number]
    if period.elsewhere:
        dossier = [pen.fr(ELSEWHERE.fr, 6.3, colour=QUIET), pen.ar(ELSEWHERE.ar, 6.3, colour=QUIET, align="left")]
    paused = stands(row) and not row.counted
    return [
        name,
        pen.fr(day_text(period.since), 7.2),
        pen.fr(day_text(row.until), 7.2),
        pen.fr(_agreement_number(row) or NONE, 7.2),
        dossier,
        figure(pen, period.billed),
        figure(pen, None if paused else row.base, unknown=NONE if paused else NOT_COMPUTABLE_SHORT),
        figure(pen, None if paused else row.amo),
        figure(pen, None if paused else row.complement),
    ]


def _agreement_number(row: LedgerRow) -> str:
    return row.agreement.agreement.number if row.agreement else row.period.agreement


def _remark(pen: Pen, finding: Finding) -> Table:
    colour = RED if finding.standing is Level.BLOCK else AMBER
    return side_by_side(pen, finding.text, _SHEET.width, 6.6, colour)


def _totals(pen: Pen, ledger: Ledger) -> Table:
    """How much of the ceilings is used, and the sums."""
    semesters = OF_SEMESTERS if ledger.semesters_counted > 1 else OF_SEMESTER
    counts = (
        (SEMESTERS, filled(semesters, count=ledger.semesters_counted, limit=ledger.semesters_limit)),
        (COEFFICIENT, filled(OF_COEFFICIENT, count=ledger.coefficient_counted, limit=ledger.coefficient_limit)),
        (RETENTION, filled(OF_YEARS, count=ledger.retention_counted, limit=ledger.retention_limit)),
        (BASE, dirhams(ledger.base)),
        (AMO, dirhams(ledger.amo)),
        (COMPLEMENT, _known(ledger.complement)),
    )
    across = 3
    width = _SHEET.width / across
    cells = [labelled_figure(pen, label, value, width - 2 * BOX_AIR) for label, value in counts]
    return figure_boxes(pen, [cells[at : at + across] for at in range(0, len(cells), across)], [width] * across)


def _known(amount: Centimes | None) -> Text:
    return NOT_COMPUTABLE if amount is None else dirhams(amount)
