"""Codes and sentences: every code that is raised has its words, every word in braces is given where it is raised."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date
from enum import Enum
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from amo_desk import paths
from amo_desk.domain.dossier import State
from amo_desk.domain.errors import Missing, Refused, Stale, Unavailable
from amo_desk.domain.findings import Level, Verdict
from amo_desk.domain.office import Role
from amo_desk.domain.people import CertificateKind, Relation, Status
from amo_desk.domain.sources import Grade, Text
from amo_desk.store.troubles import DISK_TROUBLES, SERVER_TROUBLES
from amo_desk.ui import messages
from amo_desk.usecases.desk import bundled_rulebook

PACKAGE = paths.bundled("amo_desk")
KINDS = {kind.__name__ for kind in (Refused, Missing, Stale, Unavailable)}
# Codes that are put together: where they are raised, the names they may take.
COMPOSED = {
    "error.code.replace('rules.', 'case.')": ["case.file", "case.malformed", "case.unreadable"],
    "f'office.{name}'": ["office.code", "office.station"],
    "refusal": ["agreement.reason", "override.reason", "people.reason", "practitioner.reason"],
    "code": [code for _, code in (*DISK_TROUBLES, *SERVER_TROUBLES)] + ["database.tls"],
}


def sources() -> Iterator[tuple[Path, ast.Module]]:
    for file in sorted(PACKAGE.rglob("*.py")):
        yield file, ast.parse(file.read_text(encoding="utf-8"))


def codes_of(argument: ast.expr) -> list[str]:
    if isinstance(argument, ast.Constant):
        return [str(argument.value)]
    if isinstance(argument, ast.IfExp):
        return codes_of(argument.body) + codes_of(argument.orelse)
    return COMPOSED[ast.unparse(argument)]


def raised() -> list[tuple[str, str, set[str]]]:
    """Where each trouble is made, with its codes and the details it gives."""
    found = []
    for file, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KINDS:
                place = f"{file.relative_to(PACKAGE)}:{node.lineno}"
                details = {keyword.arg or "**" for keyword in node.keywords}
                found += [(place, code, details) for code in codes_of(node.args[0])]
    return found


def test_the_walk_sees_what_is_raised() -> None:
    assert len(raised()) > 100
    assert {"login.password", "office.code", "store.full", "lot.too_large"} <= {code for _, code, _ in raised()}


def test_every_code_has_its_sentence() -> None:
    assert [(place, code) for place, code, _ in raised() if code not in messages.SENTENCES] == []


def test_every_word_in_braces_is_given_where_it_is_raised() -> None:
    lacking = []
    for place, code, details in raised():
        asked = set(re.findall(r"\{(\w+)\}", str(messages.SENTENCES.get(code, ""))))
        if asked - details and "**" not in details:
            lacking.append((place, code, asked - details))
    assert lacking == []


def test_no_sentence_waits_for_a_code_that_nobody_raises() -> None:
    assert sorted(set(messages.SENTENCES) - {code for _, code, _ in raised()}) == []


def test_every_sentence_says_what_to_do_or_what_is_so() -> None:
    for code, source in messages.SENTENCES.items():
        words = str(source)
        assert words[0].isupper() or words[0] in "«{", code
        assert words.endswith((".", "!", "?", "{problem}")), code
        assert "  " not in words, code


def test_the_details_stand_in_the_sentence() -> None:
    shown = messages.sentence(Unavailable("rules.no_value", parameter="child_age", day=date(2026, 1, 2)))
    assert shown == "Aucune valeur connue pour child_age au 02/01/2026."
    assert "1, 2" in messages.sentence(Unavailable("rules.form", form=[1, 2], edition="x"))


def test_a_detail_in_braces_stays_as_it_is() -> None:
    assert "{count}" in messages.sentence(Unavailable("file.missing", file="{count}.xlsx"))


def test_a_code_without_sentence_is_still_said() -> None:
    assert messages.sentence(Refused("no.such_code")) == "Action impossible (no.such_code)."


@pytest.mark.parametrize(
    "kind,words",
    [
        (Relation, messages.RELATIONS),
        (Status, messages.STATUSES),
        (State, messages.STATES),
        (CertificateKind, messages.CERTIFICATES),
        (Verdict, messages.VERDICTS),
        (Level, messages.LEVELS),
        (Grade, messages.GRADES),
        (Role, messages.ROLES),
    ],
)
def test_every_kind_of_thing_has_its_word(kind: type[Enum], words: dict[Enum, str]) -> None:
    assert set(words) == set(kind)


def words_returned(value: ast.expr | None) -> set[str]:
    """The words that a return may give, where they stand there."""
    if isinstance(value, ast.IfExp):
        return words_returned(value.body) | words_returned(value.orelse)
    return {value.value} if isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value else set()


def test_every_reason_has_its_words() -> None:
    tariff = ast.parse((PACKAGE / "rules/tariff.py").read_text(encoding="utf-8"))
    reasons = {word for node in ast.walk(tariff) if isinstance(node, ast.Return) for word in words_returned(node.value)}
    assert {"care_date_missing", "no_forfait"} <= reasons
    assert sorted(reasons - set(messages.REASONS)) == []


def test_every_sentence_of_the_rules_is_in_both_languages() -> None:
    rulebook = bundled_rulebook()
    for text in (sentence.message for sentence in rulebook.sentences.values()):
        assert text.fr.strip()
        assert text.ar.strip()


def test_a_text_of_the_rules_follows_the_direction_of_the_screen(qapp: QApplication) -> None:
    text = Text(fr="Feuille", ar="ورقة")
    assert messages.said(text) == "Feuille"
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        assert messages.said(text) == "ورقة"
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_what_is_not_there_is_a_dash() -> None:
    assert (messages.day_text(None), messages.money(None)) == ("–", "–")
    assert messages.day_text(date(2026, 11, 2)) == "02/11/2026"
    assert messages.money(123_450).replace("\u202f", " ").replace("\u00a0", " ") == "1 234,50"


def test_a_form_is_named_whatever_its_edition() -> None:
    rulebook = bundled_rulebook()
    assert messages.form_label(rulebook, "consultation") == "Consultation, analyses, radiologie"
    assert messages.form_label(rulebook, "no_such_form") == "no_such_form"
