"""What an orthodontic treatment and a prior agreement are called on screen, wherever they are shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from PySide6.QtCore import QT_TRANSLATE_NOOP

from amo_desk.domain.agreements import Agreement, AgreementState
from amo_desk.domain.findings import Level
from amo_desk.domain.odf import AgreementStanding, Due, Ledger, LedgerRow, PeriodKind
from amo_desk.domain.odf_timeline import BoxState, TimeBox, TimeLine, TimeMark, TimeMarkKind
from amo_desk.rules.rulebook import Rulebook
from amo_desk.ui.messages import day_text, money, said, translated

PERIODS = {
    PeriodKind.SEMESTER: QT_TRANSLATE_NOOP("messages", "Semestre {0}"),
    PeriodKind.SURGICAL: QT_TRANSLATE_NOOP("messages", "Semestre avant chirurgie"),
    PeriodKind.RETENTION: QT_TRANSLATE_NOOP("messages", "Contention, année {0}"),
    PeriodKind.INTERRUPTION: QT_TRANSLATE_NOOP("messages", "Interruption"),
}
SHORT = {
    PeriodKind.SEMESTER: QT_TRANSLATE_NOOP("messages", "S{0}"),
    PeriodKind.SURGICAL: QT_TRANSLATE_NOOP("messages", "Chir."),
    PeriodKind.RETENTION: QT_TRANSLATE_NOOP("messages", "C{0}"),
    PeriodKind.INTERRUPTION: QT_TRANSLATE_NOOP("messages", "Int."),
}
BOXES = {
    BoxState.COUNTED: QT_TRANSLATE_NOOP("messages", "compté"),
    BoxState.REFUSED: QT_TRANSLATE_NOOP("messages", "non compté"),
    BoxState.AHEAD: QT_TRANSLATE_NOOP("messages", "à venir"),
}
DAYS = {
    TimeMarkKind.AGREEMENT: QT_TRANSLATE_NOOP("messages", "accord"),
    TimeMarkKind.LAPSE: QT_TRANSLATE_NOOP("messages", "caduc"),
    TimeMarkKind.TRANSFER: QT_TRANSLATE_NOOP("messages", "transfert"),
    TimeMarkKind.BIRTHDAY: QT_TRANSLATE_NOOP("messages", "limite d'âge"),
    TimeMarkKind.DUE: QT_TRANSLATE_NOOP("messages", "possible dès"),
    TimeMarkKind.TODAY: QT_TRANSLATE_NOOP("messages", "aujourd'hui"),
}
AGREEMENTS = {
    AgreementState.REQUESTED: QT_TRANSLATE_NOOP("messages", "demandé"),
    AgreementState.GRANTED: QT_TRANSLATE_NOOP("messages", "valide"),
    AgreementState.REFUSED: QT_TRANSLATE_NOOP("messages", "refusé"),
    AgreementState.VOID: QT_TRANSLATE_NOOP("messages", "annulé"),
    AgreementState.USED: QT_TRANSLATE_NOOP("messages", "utilisé"),
}
_TONES = {
    AgreementState.REQUESTED: "warn",
    AgreementState.GRANTED: "good",
    AgreementState.REFUSED: "bad",
    AgreementState.VOID: "bad",
    AgreementState.USED: "quiet",
}
LAPSED = QT_TRANSLATE_NOOP("messages", "caduc depuis le {0}")
NO_RANK = QT_TRANSLATE_NOOP("messages", "sans rang")
FROM_TO = QT_TRANSLATE_NOOP("messages", "{0}, du {1} au {2}")
SINCE = QT_TRANSLATE_NOOP("messages", "{0}, depuis le {1}")
MARK = QT_TRANSLATE_NOOP("messages", "{0} le {1}")
ONE_SEMESTER = QT_TRANSLATE_NOOP("messages", "{0} semestre sur {1}")
SEMESTERS = QT_TRANSLATE_NOOP("messages", "{0} semestres sur {1}")
PAID = QT_TRANSLATE_NOOP("messages", "{0} DH AMO")
DUE = QT_TRANSLATE_NOOP("messages", "{0} possible dès le {1}")
DUE_BETWEEN = QT_TRANSLATE_NOOP("messages", "{0} possible du {1} au {2}")
DUE_TODAY = QT_TRANSLATE_NOOP("messages", "{0} possible dès aujourd'hui")
DUE_SINCE = QT_TRANSLATE_NOOP("messages", "{0} possible depuis le {1}")
DUE_UNTIL = QT_TRANSLATE_NOOP("messages", "{0} possible jusqu'au {2}")
DUE_AGREEMENT = QT_TRANSLATE_NOOP("messages", "Accord à demander : {0}")
DUE_ANY_AGREEMENT = QT_TRANSLATE_NOOP("messages", "Accord à demander")
NOTHING_DUE = QT_TRANSLATE_NOOP("messages", "Plus rien à venir")
NOTHING_YET = QT_TRANSLATE_NOOP("messages", "Aucune période enregistrée.")


def period_name(kind: PeriodKind, rank: int | None) -> str:
    """A period by its name and rank."""
    words = translated(PERIODS[kind])
    return words.format(translated(NO_RANK) if rank is None else rank)


def period_short(kind: PeriodKind, rank: int | None) -> str:
    """A period as it stands in a small box."""
    return translated(SHORT[kind]).format("?" if rank is None else rank)


def state_text(standing: AgreementStanding) -> tuple[str, str]:
    """What an agreement is worth, in words, and the tone of it."""
    if standing.state is AgreementState.VOID and standing.agreement.state is not AgreementState.VOID:
        return translated(LAPSED).format(day_text(standing.lapses_on)), "bad"
    return translated(AGREEMENTS[standing.state]), _TONES[standing.state]


def lapse_day(standing: AgreementStanding, day: date) -> date | None:
    """The day an agreement lapses or lapsed; nothing for one that no longer can: begun in time, or not granted."""
    if standing.agreement.state is not AgreementState.GRANTED or standing.lapses_on is None:
        return None
    lapsed = standing.state is AgreementState.VOID
    return standing.lapses_on if lapsed or standing.lapses_on > day else None


def kind_text(rulebook: Rulebook, agreement: Agreement) -> str:
    """What an agreement is about: the part of the treatment where it has parts, and its kind."""
    kind = rulebook.agreement_kinds.get(agreement.kind)
    if kind is None:
        return agreement.kind
    stage = kind.stage(agreement.stage)
    return f"{said(stage.label)} · {said(kind.label)}" if stage else said(kind.label)


def progress_text(ledger: Ledger) -> str:
    """How many half-years of how many, and what AMO pays for them."""
    counted = ledger.semesters_counted
    words = translated(SEMESTERS if counted > 1 else ONE_SEMESTER).format(counted, ledger.semesters_limit)
    return f"{words} · {translated(PAID).format(money(ledger.amo))}"


def due_text(due: Due | None, day: date, rulebook: Rulebook) -> str:
    """What comes next, and when."""
    if due is None:
        return translated(NOTHING_DUE)
    if due.kind is None:
        stage = next(filter(None, (kind.stage(due.stage) for kind in rulebook.agreement_kinds.values())), None)
        return translated(DUE_AGREEMENT).format(said(stage.label)) if stage else translated(DUE_ANY_AGREEMENT)
    if due.earliest > day:
        words = DUE_BETWEEN if due.latest else DUE
    elif due.latest:
        words = DUE_UNTIL
    else:
        words = DUE_SINCE if due.earliest < day else DUE_TODAY
    name = period_name(due.kind, due.rank)
    return translated(words).format(name, day_text(due.earliest), day_text(due.latest))


def months_left(day: date, until: date) -> int:
    """Whole months from a day to another, none where it is past."""
    months = (until.year - day.year) * 12 + until.month - day.month - (until.day < day.day)
    return max(0, months)


def row_tone(row: LedgerRow) -> str:
    """The tone of the worst that is said of a period."""
    levels = {finding.standing for finding in row.findings}
    return "bad" if Level.BLOCK in levels else "warn" if Level.WARN in levels else ""


def box_text(box: TimeBox) -> str:
    """A period of the time line as a sentence, with what is wrong with it."""
    name = period_name(box.kind, box.rank)
    if box.ongoing:
        words = translated(SINCE).format(name, day_text(box.since))
    else:
        words = translated(FROM_TO).format(name, day_text(box.since), day_text(box.until))
    if box.state is not BoxState.COUNTED or box.kind is not PeriodKind.INTERRUPTION:
        words = f"{words}, {translated(BOXES[box.state])}"
    findings = [said(finding.text) for finding in box.row.findings] if box.row else []
    return " ; ".join([words, *findings])


def mark_text(mark: TimeMark) -> str:
    """A day of the time line in words."""
    name = f"{translated(DAYS[mark.kind])} {mark.number}".strip()
    return translated(MARK).format(name, day_text(mark.day))


def line_text(line: TimeLine, ledger: Ledger) -> str:
    """The whole time line in words, as a screen reader says it."""
    return ". ".join(_said(line, ledger))


def _said(line: TimeLine, ledger: Ledger) -> Iterator[str]:
    yield progress_text(ledger)
    if not ledger.rows:
        yield translated(NOTHING_YET).removesuffix(".")
    yield from map(box_text, line.boxes)
    yield from map(mark_text, line.marks)
