"""Every code that a line of an extract may be refused or noted with has its words."""

from __future__ import annotations

import re

from amo_desk import paths
from amo_desk.ui.import_words import REASONS, reason

PACKAGE = paths.bundled("amo_desk")
READERS = ("registers/cells.py", "registers/affiliates.py", "registers/practitioners.py", "store/register_import.py",
           "store/practitioner_import.py", "registers/medicines.py", "store/medicine_import.py")  # fmt: skip
# Modules and classes of the desk's own, which look like codes.
CODE = re.compile(
    r'"((?:number|rib|ice|inpe|word|text|name|day|birth|rights|person|insured|practitioner'
    r'|code|dosage|ppv|ph|base|kind|rate)\.\w+)"'
)


def told() -> set[str]:
    return {code for name in READERS for code in CODE.findall((PACKAGE / name).read_text(encoding="utf-8"))}


def test_every_code_has_its_words_and_no_words_wait_in_vain() -> None:
    assert told() == set(REASONS)


def test_words_are_a_reason_that_goes_on_a_line() -> None:
    for code in REASONS:
        words = reason(code)
        assert words
        assert not words.endswith(".")
