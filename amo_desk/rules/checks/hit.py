"""What a check yields: one occurrence, with the details its sentence needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from amo_desk.domain.findings import Level
from amo_desk.domain.sources import Text

Detail: TypeAlias = str | Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One occurrence of what a check looks for; `suffix` tells occurrences apart, `target` the field they are about.

    `level` and `sentence` stand in for those of the check where an occurrence weighs otherwise than most.
    """

    target: str
    suffix: str = ""
    details: Mapping[str, Detail] = field(default_factory=dict)
    level: Level | None = None
    sentence: str = ""
