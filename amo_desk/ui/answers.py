"""What was typed into a form, read field by field; what cannot be read is a trouble at its field, nothing is lost.

Whether what was read may be recorded is for the use cases to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from amo_desk.domain.errors import DeskError, Refused
from amo_desk.domain.identifiers import compact
from amo_desk.domain.lines import read_teeth
from amo_desk.domain.money import Centimes


class Answers:
    """Reads values by their field and keeps the first trouble of each in `troubles`."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values
        self.troubles: dict[str, DeskError] = {}

    def text(self, name: str) -> str:
        """A text without the blanks around it."""
        return self._values.get(name, "").strip()

    def number(self, name: str) -> str:
        """An identifier without the blanks in it."""
        return compact(self.text(name))

    def day(self, name: str, *, required: bool = True) -> date | None:
        """A day, nothing where none was typed."""
        text = self.text(name)
        try:
            return date.fromisoformat(text)
        except ValueError:
            if text or required:
                self.wrong(name, Refused("day.format" if text else "day.missing"))
            return None

    def rank(self, name: str) -> int | None:
        """A rank, nothing where none was typed."""
        text = self.number(name)
        if text.isascii() and text.isdigit():
            return int(text)
        if text:
            self.wrong(name, Refused("odf.rank"))
        return None

    def amount(self, name: str) -> Centimes | None:
        """An amount in centimes, nothing where none was typed."""
        text = self.text(name)
        if text.isascii() and text.isdigit():
            return int(text)
        if text:
            self.wrong(name, Refused("amount.format"))
        return None

    def teeth(self, name: str) -> tuple[int, ...]:
        """Teeth by their numbers, none where none was typed."""
        try:
            return read_teeth(self.text(name))
        except DeskError as error:
            self.wrong(name, error)
            return ()

    def wrong(self, name: str, error: DeskError) -> None:
        """Keeps a trouble at a field, unless it has one."""
        self.troubles.setdefault(name, error)
