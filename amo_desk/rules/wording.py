"""Findings in words: a sentence of `forms/checks.toml` with its details, and whether somebody set it aside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from amo_desk.domain.dossier import Override
from amo_desk.domain.findings import Finding, Level, Overrider
from amo_desk.domain.sources import Source, Text
from amo_desk.rules.forms import Sentence

Details: TypeAlias = Mapping[str, str | Text]

_DETAIL = re.compile(r"\{(\w+)\}")


def worded(
    sentence: Sentence,
    details: Details,
    *,
    key: str,
    level: Level,
    override: Overrider,
    source: Source,
    target: str,
    overrides: Iterable[Override],
) -> Finding:
    """What to tell the agent; an override holds for the finding of its key while that still says the same."""
    said = filled(sentence.message, details)
    reason = next((o.reason for o in overrides if (o.finding, o.about) == (key, said.fr)), "")
    return Finding(
        key=key,
        level=level,
        text=said,
        advice=filled(sentence.advice, details) if sentence.advice else None,
        override=override,
        source=source,
        target=target,
        overridden=reason if override is not Overrider.NOBODY else "",
    )


def filled(text: Text, details: Details) -> Text:
    """The sentence with its details; what was typed is put in as it is, braces included."""
    return Text(fr=_fill(text.fr, details, "fr"), ar=_fill(text.ar, details, "ar"))


def _fill(sentence: str, details: Details, language: str) -> str:
    def word(match: re.Match[str]) -> str:
        value = details.get(match[1])
        if value is None:
            return match[0]
        return value if isinstance(value, str) else str(getattr(value, language))

    return _DETAIL.sub(word, sentence)
