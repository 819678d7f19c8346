"""The named checks that a form may ask for: each looks at a case and yields what it found.

A check says nothing about how much its finding weighs, nor in which words: the form and `forms/checks.toml` do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from amo_desk.rules.checks import dental, dental_acts, header, limits, lines, odf, prostheses, teeth
from amo_desk.rules.checks.hit import Hit

if TYPE_CHECKING:
    from amo_desk.rules.case import Case

Check: TypeAlias = Callable[["Case"], Iterator[Hit]]

_DENTAL = (*dental.ALL, *teeth.ALL, *dental_acts.ALL, *prostheses.ALL)
CHECKS: dict[str, Check] = {
    **{function.__name__: function for function in (*header.ALL, *lines.ALL, *_DENTAL, *limits.ALL)},
    **odf.ALL,
}
