"""What a tooth chart shows: marks on teeth and faces, in the tone of who paid or will pay, and teeth that are gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum


class Tone(Enum):
    """Whether a mark is of this dossier, of an earlier one, or is refused in this one."""

    NOW = "now"
    EARLIER = "earlier"
    REFUSED = "refused"


class MarkKind(Enum):
    """How an act is drawn: on faces, in the root, around the crown, as a removed tooth, or on the tooth as a whole."""

    FACES = "faces"
    ROOT = "root"
    CROWN = "crown"
    REMOVED = "removed"
    IMPLANT = "implant"
    PLATE = "plate"
    TOOTH = "tooth"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One act on one tooth; `faces` holds face letters where the act names them, `number` the earlier dossier."""

    tooth: int
    kind: MarkKind
    tone: Tone
    code: str
    faces: str = ""
    day: date | None = None
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mouth:
    """The mouth of a beneficiary as the dossiers tell it; `absent` teeth were removed earlier or told to be missing."""

    marks: tuple[Mark, ...] = ()
    absent: frozenset[int] = frozenset()

    def on(self, tooth: int) -> tuple[Mark, ...]:
        """The marks on a tooth, earlier ones first."""
        found = [mark for mark in self.marks if mark.tooth == tooth]
        return tuple(sorted(found, key=lambda mark: mark.tone is not Tone.EARLIER))
