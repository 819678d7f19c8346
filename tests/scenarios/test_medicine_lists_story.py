"""The official list of medicines and the one after it: imported by keys, kept by their days, looked up at the desk."""

from __future__ import annotations

from pathlib import Path

from medicine_lists import AS_TEXT, OFFICIAL, derived
from PySide6.QtWidgets import QLineEdit
from shared import needs_shared
from ui.counter import Counter, rows
from ui.driving import ENTER, focused, write

from amo_desk.ui.registers.state import Step
from amo_desk.ui.shortcuts import Key
from amo_desk.usecases import registers

DEARER, GONE = "6118010116230", "6118000140213"


def import_list(counter: Counter, path: Path, day: str) -> str:
    """Imports a list by keys; returns what the page says in the end."""
    registers_page = counter.workplace.pages.registers
    counter.press(Key.REGISTERS, Key.MEMBER_3)
    for typed in (str(path), day):
        line = focused()
        assert isinstance(line, QLineEdit)
        line.clear()
        write(typed)
        counter.press(ENTER)
    assert registers_page.state.importing.step is Step.COLUMNS
    assert registers_page.state.importing.lacking == ()
    counter.press(Key.RECEIVE, Key.RECEIVE)
    return registers_page.view.panel.words.text()


@needs_shared
def test_the_official_list_and_the_next_one_at_the_counter(counter: Counter, tmp_path: Path) -> None:
    workplace = counter.log_in()
    assert import_list(counter, OFFICIAL, "01/01/2014").startswith("Liste importée, en vigueur depuis le 01/01/2014")
    assert "déjà au registre, en vigueur depuis le 01/01/2014" in import_list(counter, AS_TEXT, "01/03/2015")
    later = derived(tmp_path, {DEARER: 118}, frozenset({GONE}))
    assert import_list(counter, later, "01/06/2026").startswith("Liste importée, en vigueur depuis le 01/06/2026")
    assert [edition.products for edition in registers.register_state(workplace.desk).editions] == [5916, 5917]

    counter.press(Key.REFERENCE, Key.MEMBER_4)
    view = workplace.pages.reference.view
    ((code, name, *_),) = rows(view.medicines.table)
    assert (code, name.split()[0]) == (DEARER, "ELOXATINE")
    assert "PPV en hausse : 1, en baisse : 0 ; autres prix : 0." in view.medicines.words.text()
    told = view.detail.toPlainText().replace("\u00a0", " ")
    assert "3 000,00" in told
    assert "+118,00 (+4,1 %)" in told
    counter.scan(GONE)
    assert rows(view.medicines.table)[0][5] == "retiré"
    assert "Derniers prix connus : liste du 01/01/2014" in view.detail.toPlainText()
    # Its key is wrong, as the official list has it: the box was not read wrongly.
    assert "clé de contrôle" not in view.detail.toPlainText()
