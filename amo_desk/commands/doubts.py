"""`amo-desk selftest --rules`: what remains to be confirmed in the rules that travel with the program."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import date

from amo_desk.domain.sources import Grade
from amo_desk.rules.report import NOT_FOUND, Doubt, stale, unconfirmed
from amo_desk.rules.rulebook import Rulebook
from amo_desk.ui import messages

_KINDS = {
    "parameter": "Valeurs",
    "act": "Actes",
    "piece": "Pièces",
    "mention": "Mentions",
    "check": "Contrôles",
    "illness": "Codes de longue maladie",
    "heading": "Rubriques de longue maladie",
    "costly_medicines": "Médicaments coûteux",
    "mutuelle": "Mutuelles",
    NOT_FOUND: "Ce qu'aucune source ne donne",
}


def run(rulebook: Rulebook, today: date) -> int:
    """Writes every value that is not official, the counts by grade, and what was last checked over a year ago."""
    doubts = unconfirmed(rulebook)
    for kind, words in _KINDS.items():
        of_kind = [doubt for doubt in doubts if doubt.kind == kind]
        if of_kind:
            sys.stdout.write(f"{words} ({len(of_kind)})\n")
            sys.stdout.writelines(f"  {_told(doubt)}\n" for doubt in of_kind)
    old = stale(rulebook, today)
    sys.stdout.write(f"Non vérifié depuis plus d'un an au {messages.day_text(today)} : {len(old)}\n")
    sys.stdout.writelines(f"  {_told(entry)}\n" for entry in old)
    counts = Counter(doubt.grade for doubt in doubts)
    for grade in Grade:
        if counts[grade.value]:
            sys.stdout.write(f"{messages.translated(messages.GRADES[grade])} : {counts[grade.value]}\n")
    sys.stdout.write(f"À confirmer en tout : {len(doubts)}. Règles {rulebook.version}.\n")
    return 0


def _told(doubt: Doubt) -> str:
    words = (
        doubt.id,
        doubt.value,
        doubt.grade and messages.translated(messages.GRADES[Grade(doubt.grade)]),
        doubt.title,
        doubt.href,
        f"depuis le {messages.day_text(doubt.since)}",
        f"vérifié le {messages.day_text(doubt.checked_on)}",
        doubt.note,
    )
    return " · ".join(filter(None, words))
