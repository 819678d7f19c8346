"""A dossier as the rules see it: its form, its content, what the registers know, and the day of deposit."""

from __future__ import annotations

from datetime import date

from amo_desk.domain.dossier import Content, Dossier, State
from amo_desk.rules.case import Case, Known
from amo_desk.usecases.desk import Desk


def deposit_day(desk: Desk, dossier: Dossier) -> date:
    """The day of deposit: today as long as the dossier is a draft."""
    return desk.today() if dossier.state is State.DRAFT else dossier.deposit_day


def case_of(desk: Desk, dossier: Dossier, content: Content, known: Known) -> Case:
    """The case to be judged; nothing is read from the disk."""
    return Case(
        rulebook=desk.rulebook,
        form=desk.rulebook.form(dossier.form, dossier.edition),
        content=content,
        known=known,
        deposit_day=deposit_day(desk, dossier),
    )
