"""The four kinds of trouble a use case may report; anything else is a bug.

They carry a code and details, never a sentence: `amo_desk.ui.messages` alone turns codes into sentences.
"""

from __future__ import annotations


class DeskError(Exception):
    """A trouble that the agent can understand and do something about."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = details

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.code!r})"


class Refused(DeskError):
    """A rule says no."""


class Missing(DeskError):
    """What was asked for does not exist."""


class Stale(DeskError):
    """Somebody changed it in the meantime."""


class Unavailable(DeskError):
    """A disk, a printer, a font or a file does not answer."""
