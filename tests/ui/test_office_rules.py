"""A wrong file of the office: the counter opens all the same, and the screen tells the file, the line and the key."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from conftest import PASSWORD
from PySide6.QtWidgets import QLabel, QWidget

from amo_desk.ui.page import Context, Page
from amo_desk.ui.reference.controller import ReferencePage
from amo_desk.usecases import accounts
from amo_desk.usecases.clock import SetClock

Hosted = Callable[[Page], QWidget]


def _said(store_folder: Path, clock: SetClock, context: Context, hosted: Hosted, text: str) -> str:
    folder = store_folder / "office" / "forms"
    folder.mkdir(parents=True)
    (folder / "medicines.toml").write_text(text, encoding="utf-8")
    desk = accounts.log_in(store_folder, "s.bennani", PASSWORD, clock)
    host = hosted(ReferencePage(context, desk))
    try:
        return "\n".join(label.text() for label in host.findChildren(QLabel) if label.isVisible())
    finally:
        host.close()
        desk.store.close()


def test_the_screen_says_what_is_wrong_and_where(
    store_folder: Path, clock: SetClock, context: Context, hosted: Hosted
) -> None:
    said = _said(store_folder, clock, context, hosted, '[levels]\nRIB = "block"\nORDRE = "warn"\n')
    assert "medicines.toml" in said
    assert "ORDRE" in said
    assert "3" in said.partition("medicines.toml")[2].partition("ORDRE")[0], "the line"
    assert "ORD" in said.partition("ORDRE")[2], "what was expected"


def test_the_screen_says_nothing_of_a_good_file(
    store_folder: Path, clock: SetClock, context: Context, hosted: Hosted
) -> None:
    assert "medicines.toml" not in _said(store_folder, clock, context, hosted, '[levels]\nRIB = "block"\n')
