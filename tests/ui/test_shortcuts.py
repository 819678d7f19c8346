"""Keys: one place, one action each, and every key that is offered really runs what it says."""

from __future__ import annotations

import ast

from PySide6.QtGui import QKeySequence

from amo_desk import paths
from amo_desk.ui.shortcuts import AZERTY, MEMBERS, Key
from ui.counter import Counter


def test_no_two_actions_share_a_key() -> None:
    sequences = [QKeySequence(key.value).toString() for key in Key]
    assert len(Key.__members__) == len(list(Key)), "an alias: two names for one key"
    assert len(sequences) == len(set(sequences))
    assert all(sequences)


def test_the_keys_of_a_french_keyboard_take_no_other_action_s() -> None:
    others = [QKeySequence(text).toString() for texts in AZERTY.values() for text in texts]
    assert len(others) == len(set(others))
    assert not set(others) & {QKeySequence(key.value).toString() for key in Key}
    assert set(AZERTY) == set(MEMBERS)


def test_every_key_is_one_stroke() -> None:
    assert [key.name for key in Key if QKeySequence(key.value).count() != 1] == []


def test_members_have_the_ten_figures_as_they_stand_on_the_keyboard() -> None:
    assert [key.value for key in MEMBERS] == [f"Alt+{number % 10}" for number in range(1, 11)]


def test_every_key_is_offered_somewhere() -> None:
    named = set()
    for file in (paths.bundled("amo_desk") / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Key":
                named.add(node.attr)
    assert {key.name for key in set(Key) - set(MEMBERS)} - named == set()


def test_every_action_has_words(counter: Counter) -> None:
    workplace = counter.log_in()
    counter.begin(1)
    for page in (workplace, *counter.every_page()):
        for action in page.actions_now():
            assert action.label.strip(), action.key
            assert callable(action.run)
