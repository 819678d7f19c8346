"""An invented dossier taken in whole: every piece handed over with every mention."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from amo_desk.domain.dossier import Dossier
from amo_desk.usecases import intake
from amo_desk.usecases.desk import Desk


def taken_in(
    desk: Desk, form_id: str, family_id: UUID, person_id: UUID, entries: tuple[str, ...], fields: Mapping[str, str]
) -> Dossier:
    """A received dossier of a beneficiary: its lines as they are typed, its header as it begins and as it is given."""
    form = next(form for form in desk.rulebook.forms_on(desk.today()) if form.id == form_id)
    dossier = intake.begin(desk, family_id, person_id, form)
    lines = tuple(line for line in (intake.understand(desk, dossier, entry).line for entry in entries) if line)
    paid = {"declared_amount": str(sum(line.billed or 0 for line in lines))} if lines else {}
    header = {**dossier.content.fields, **paid, **fields}
    content = replace(dossier.content, fields=header, lines=lines)
    asked = intake.judge(desk, dossier, content, intake.known(desk, dossier, content)).pieces
    ticks = {p.id for p in asked} | {f"{p.id}/{m.id}" for p in asked for m in p.mentions}
    return intake.receive(desk, dossier, content.with_ticks(frozenset(ticks), present=True))
