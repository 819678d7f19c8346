"""Where a value or a demand comes from, and how far it may be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum


class Grade(Enum):
    """How official a source is; everything but OFFICIAL shows as « à confirmer »."""

    OFFICIAL = "official"
    MUTUELLE = "mutuelle"
    PRESS = "press"
    TRANSCRIPTION = "transcription"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The text behind a value: title, address, grade, the day it applies from and the day somebody checked it."""

    title: str
    href: str
    grade: Grade
    since: date
    checked_on: date
    note: str = ""

    @property
    def confirmed(self) -> bool:
        """Whether the source is official."""
        return self.grade is Grade.OFFICIAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A sentence in the two languages of the member's papers."""

    fr: str
    ar: str
