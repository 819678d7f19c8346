"""A part of the form in one line, for when it is folded."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QT_TRANSLATE_NOOP

from amo_desk.domain.findings import PieceState
from amo_desk.ui import messages
from amo_desk.ui.intake.state import FieldState
from amo_desk.ui.widgets.inputs import show_amount, show_day

_NOTHING = QT_TRANSLATE_NOOP("messages", "En-tête à remplir")
_WRONG = QT_TRANSLATE_NOOP("messages", "! {0}")
_INVOICE = QT_TRANSLATE_NOOP("messages", "facture {0}")
_DIRHAMS = QT_TRANSLATE_NOOP("messages", "{0} DH")
_PIECES = QT_TRANSLATE_NOOP("messages", "Pièces : {0}/{1}")
_MENTIONS = QT_TRANSLATE_NOOP("messages", "Pièces : {0}/{1} · mentions {2}/{3}")


def header_summary(fields: Sequence[FieldState]) -> str:
    """What the header holds, field after field: « 12/11/2026 · Dr S. Lahbabi · privé · 1 050,00 DH »."""
    words = [_field(state) for state in fields if state.value]
    return " · ".join(words) or messages.translated(_NOTHING)


def pieces_summary(pieces: Sequence[PieceState]) -> str:
    """How many pieces were handed over, and how many of their mentions are there."""
    present = sum(piece.present for piece in pieces)
    mentions = [mention for piece in pieces for mention in piece.mentions]
    if not mentions:
        return messages.translated(_PIECES).format(present, len(pieces))
    there = sum(mention.present for mention in mentions)
    return messages.translated(_MENTIONS).format(present, len(pieces), there, len(mentions))


def _field(state: FieldState) -> str:
    words = _value(state)
    return messages.translated(_WRONG).format(words) if state.wrong else words


def _value(state: FieldState) -> str:
    field, value = state.field, state.value
    if field.kind == "date":
        return show_day(value)
    if field.kind == "inpe":
        return state.people[0].split(" · ")[0] if state.people else value
    if field.kind == "choice":
        return next((messages.said(choice.label).lower() for choice in field.choices if choice.id == value), value)
    if field.kind == "flag":
        return messages.said(field.label).lower()
    if field.kind == "amount":
        return messages.translated(_DIRHAMS).format(show_amount(value))
    return messages.translated(_INVOICE).format(value) if field.id == "invoice_number" else value
