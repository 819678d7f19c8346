"""Records as JSON bytes and back, for what is kept whole: contents, evaluations, the lines of a lot, told periods."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from amo_desk.domain.dossier import Content
from amo_desk.domain.findings import Evaluation
from amo_desk.domain.lot import LotLine
from amo_desk.domain.odf import Period

T = TypeVar("T")

_encoder = msgspec.json.Encoder(order="deterministic")
_content = msgspec.json.Decoder(Content)
_evaluation = msgspec.json.Decoder(Evaluation)
_lines = msgspec.json.Decoder(tuple[LotLine, ...])
_periods = msgspec.json.Decoder(tuple[Period, ...])


def encoded(record: object) -> bytes:
    """The record as JSON; the same record always gives the same bytes."""
    return _encoder.encode(record)


def content(data: bytes) -> Content:
    """A dossier's content."""
    return _content.decode(data)


def evaluation(data: bytes | None) -> Evaluation | None:
    """What the rules said of a dossier when it was received."""
    return None if data is None else _evaluation.decode(data)


def lot_lines(data: bytes) -> tuple[LotLine, ...]:
    """The lines of a lot."""
    return _lines.decode(data)


def periods(data: bytes) -> tuple[Period, ...]:
    """The periods of a treatment that were told."""
    return _periods.decode(data)
