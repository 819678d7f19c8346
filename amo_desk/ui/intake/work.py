"""The dossier under way: what is typed and ticked, what the registers know of it, what the rules say.

No widget is known here: the page tells what happened at the keyboard and shows what this holds afterwards.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from amo_desk.domain.chart import Mouth
from amo_desk.domain.dossier import ABSENT_TEETH, CARE_DATE, Content, Dossier, Line
from amo_desk.domain.errors import Refused
from amo_desk.domain.findings import Evaluation, Finding
from amo_desk.domain.identifiers import is_inpe
from amo_desk.domain.lines import edited, more_boxes, same_box
from amo_desk.domain.teeth import in_order
from amo_desk.rules.case import TREATING, Known
from amo_desk.rules.forms import Form
from amo_desk.usecases import dental, intake
from amo_desk.usecases.desk import Desk
from amo_desk.usecases.intake import Entry


class Work:
    """One draft at the counter; every change judges it anew.

    `filled` are the header fields that the register answered and nobody typed into.
    """

    def __init__(self, desk: Desk, dossier: Dossier) -> None:
        self._desk = desk
        self.dossier = dossier
        self.content = dossier.content
        self.saved_at: datetime | None = None
        self.known: Known = intake.known(desk, dossier, self.content)
        self.evaluation: Evaluation = intake.judge(desk, dossier, self.content, self.known)
        self.filled: frozenset[str] = intake.from_register(desk, dossier, self.content, self.known)

    @property
    def form(self) -> Form:
        """The edition of the form it is on."""
        return self._desk.rulebook.form(self.dossier.form, self.dossier.edition)

    def mouth(self) -> Mouth:
        """The mouth of the beneficiary, from this dossier and the earlier ones."""
        return dental.mouth(self._desk, self.dossier, self.content, self.known, self.evaluation)

    def saved(self, dossier: Dossier) -> None:
        """Remembers the draft as it is on the disk now."""
        self.dossier, self.saved_at = dossier, self._desk.clock.now()

    def read_again(self) -> None:
        """Takes what was recorded meanwhile: an agreement, a period of a treatment, another dossier."""
        self.known = intake.known(self._desk, self.dossier, self.content)
        self._change(self.content)

    def understand(self, typed: str) -> Entry:
        """What a scanned or typed entry means on this form."""
        return intake.understand(self._desk, replace(self.dossier, content=self.content), typed)

    def type_field(self, name: str, value: str) -> None:
        """Takes what was typed into a header field; another practitioner or day of care has the register asked anew."""
        before, content = self.content, self.content.with_field(name, value)
        # What was typed stays, whatever the register answers.
        self.content = content
        self.filled -= {name}
        if name in (CARE_DATE, *intake.inpe_fields(self.form)):
            self.known = intake.looked_up(self._desk, self.dossier, content, self.known)
        if _who_treats_when(content) != _who_treats_when(before):
            content = self._refilled(content)
        self._change(content)

    def put_inpe(self, inpe: str) -> bool:
        """Takes a scanned INPE into the first empty field for one; False where there is none."""
        names = [name for name in self.evaluation.fields if name in intake.inpe_fields(self.form)]
        empty = [name for name in names if not self.content.fields.get(name)]
        if not is_inpe(inpe) or not empty:
            return False
        self.type_field(empty[0], inpe)
        return True

    def tick(self, names: frozenset[str], present: bool) -> None:
        """Ticks pieces and mentions, or unticks them."""
        self._change(self.content.with_ticks(names, present))

    def put(self, line: Line) -> int:
        """Adds a line, or its boxes to the line of the same medicine; returns where it stands."""
        lines = self.content.lines
        same = next((i for i, known in enumerate(lines) if same_box(known, line)), len(lines))
        joined = more_boxes(lines[same], line) if same < len(lines) else line
        self._change(replace(self.content, lines=(*lines[:same], joined, *lines[same + 1 :])), register=True)
        return same

    def edit(self, row: int, name: str, text: str) -> None:
        """Takes what was typed into a cell; a text that does not fit there raises."""
        lines = self.content.lines
        line = edited(lines[row], name, text, self._desk.today())
        self._change(replace(self.content, lines=(*lines[:row], line, *lines[row + 1 :])))

    def remove(self, row: int) -> None:
        """Takes a line away."""
        lines = self.content.lines
        self._change(replace(self.content, lines=lines[:row] + lines[row + 1 :]), register=True)

    def tell_absent(self, tooth: int) -> None:
        """Tells a tooth missing, or takes that back; what an earlier dossier tells stays."""
        told = set(self.content.absent)
        if tooth not in told and tooth in self.mouth().absent:
            raise Refused("tooth.gone", tooth=tooth)
        words = " ".join(str(number) for number in in_order(told ^ {tooth}))
        self._change(self.content.with_field(ABSENT_TEETH, words))

    def override(self, finding: Finding, reason: str) -> None:
        """Sets a finding aside for a reason."""
        self._change(intake.override(self._desk, self.content, finding, reason))

    def _refilled(self, content: Content) -> Content:
        """The content with what the register says now, in place of what it said before; what was typed stays."""
        bare = intake.without(content, self.filled)
        filled = intake.prefilled(self._desk, self.dossier, bare, self.known)
        self.filled = frozenset(filled.fields.keys() - bare.fields.keys())
        return filled

    def _change(self, content: Content, *, register: bool = False) -> None:
        self.content = content
        if register:
            self.known = intake.looked_up(self._desk, self.dossier, content, self.known)
        self.evaluation = intake.judge(self._desk, self.dossier, content, self.known)


def _who_treats_when(content: Content) -> tuple[str, date | None]:
    """The INPE of who treats, once it is whole, and the day of the care."""
    inpe = content.fields.get(TREATING, "")
    return inpe if is_inpe(inpe) else "", content.care_day
