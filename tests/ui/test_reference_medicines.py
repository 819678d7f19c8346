"""The medicines of the reference, looked up by keys and by the scanner in the real window on a real store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from medicine_lists import imported
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from amo_desk import paths
from amo_desk.settings import Settings
from amo_desk.ui.page import Context, Notices, Page
from amo_desk.ui.reference.controller import ReferencePage
from amo_desk.ui.reference.state import Tab
from amo_desk.ui.shortcuts import Key
from amo_desk.ui.tasks import Tasks
from amo_desk.usecases.desk import Desk
from ui.counter import Counter, rows
from ui.driving import DOWN, ENTER, ESC, focused, write

# Of the invented list: the first two boxes of a medicine, and two others.
BOX, LARGER_BOX = "2000000000015", "2000000000022"
LIST = paths.bundled("db/demo/medicines.csv")
NOWHERE = "6118999000018"


@pytest.fixture
def second_list(tmp_path: Path) -> Path:
    """The invented list a year later: a box dearer, another gone, a base lower."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    lines[1] = lines[1].replace("92,30;55,38;92,30", "99,90;55,38;92,30")
    lines[3] = lines[3].replace("144,90;86,94;144,90", "144,90;86,94;100,00")
    del lines[2]
    path = tmp_path / "suivante.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def twice(listed: Counter, second_list: Path) -> Counter:
    """An agent at the medicines of the reference, with two lists in the register."""
    workplace = listed.log_in()
    imported(workplace.desk, second_list, day=date(2026, 6, 1), label="Liste de juin")
    listed.press(Key.REFERENCE, Key.MEMBER_4)
    return listed


def page(counter: Counter) -> ReferencePage:
    return counter.workplace.pages.reference


def found(counter: Counter) -> list[list[str]]:
    return rows(page(counter).view.medicines.table)


def detail(counter: Counter) -> str:
    return page(counter).view.detail.toPlainText().replace("\u00a0", " ")


def test_nothing_typed_shows_the_prices_that_changed_with_both_days(twice: Counter) -> None:
    view = page(twice).view
    assert page(twice).state.tab is Tab.MEDICINES
    assert view.search.hasFocus()
    said = view.medicines.words.text()
    assert "liste du 01/06/2026, comparée à celle du 01/01/2026" in said
    assert "PPV en hausse : 1, en baisse : 0 ; autres prix : 1." in said
    told = [(row[0], row[4], row[5].replace("\u00a0", " "), row[9]) for row in found(twice)]
    assert told == [
        ("2000000000039", "144,90", "base -44,90 (-31 %)", "01/06/2026"),
        (BOX, "99,90", "+7,60 (+8,2 %)", "01/06/2026"),
    ]


def test_a_name_a_substance_or_a_code_finds_it_and_the_whole_of_it_is_told(twice: Counter) -> None:
    for typed in ("toubkalol 500", "toubkaline 500 boite 10", BOX):
        page(twice).view.search.selectAll()
        write(typed)
        assert found(twice)[0][0] == BOX, typed
    told = detail(twice)
    for said in (
        "TOUBKALINE · générique",
        "Prix de la liste du\n01/06/2026",
        "Prix public (PPV)\n99,90 DH",
        "Prix hospitalier (PH)\n55,38 DH",
        "Base (PRIX_BR)\n92,30 DH",
        "Taux de la liste\n70 %",
        "64,61 DH par boîte",
        "non : absent du relevé de 118 codes",
        "transcription, à confirmer",
        "Liste de juin · en vigueur",
        "+7,60 (+8,2 %)",
    ):
        assert said in told, said
    assert told.index("01/06/2026", told.index("Prix par liste")) < told.index("01/01/2026")


def test_arrows_walk_through_the_medicines_and_enter_reads_one(twice: Counter) -> None:
    view = page(twice).view
    write("toubkalol")
    first = detail(twice)
    twice.press(DOWN)
    assert view.medicines.code() == found(twice)[1][0]
    assert view.medicines.code() in detail(twice)
    assert detail(twice) != first
    twice.press(ENTER)
    assert focused() is view.detail
    twice.press(ESC)
    assert focused() is view.search
    twice.press(ESC)
    assert view.search.text() == ""
    assert len(found(twice)) == 2
    twice.press(ESC)
    assert twice.workplace.page() is twice.workplace.pages.lookup


def test_a_box_scanned_on_any_chapter_is_looked_up(twice: Counter) -> None:
    twice.press(Key.MEMBER_2)
    twice.scan(BOX)
    assert twice.workplace.page() is page(twice)
    assert page(twice).state.tab is Tab.MEDICINES
    assert page(twice).view.search.text() == BOX
    assert [row[0] for row in found(twice)] == [BOX]
    assert BOX in detail(twice)


def test_a_card_scanned_here_is_looked_for_among_the_members(twice: Counter) -> None:
    twice.scan("0123456789")
    assert twice.workplace.page() is twice.workplace.pages.lookup


def test_a_code_of_no_list_is_said_so(twice: Counter) -> None:
    write(NOWHERE)
    ((code, name, *_),) = found(twice)
    assert (code, name) == (NOWHERE, "Code inconnu des listes")
    words = page(twice).view.medicines.words
    assert words.text().endswith("Ni elle ni les autres listes ne connaissent ce code.")
    assert words.property("role") == "warn"
    assert "le dossier peut être reçu, le montant reste à établir" in detail(twice)
    twice.press(Qt.Key.Key_Backspace)
    assert found(twice) == []
    assert detail(twice) == ""
    write("9")
    assert "clé de contrôle inexacte" in detail(twice)


def test_a_box_that_left_the_list_says_since_when(twice: Counter) -> None:
    write(LARGER_BOX)
    ((code, *_, day),) = found(twice)
    assert (code, day) == (LARGER_BOX, "01/01/2026")
    assert found(twice)[0][5] == "retiré"
    told = detail(twice)
    assert "Absent de la liste en vigueur depuis le 01/06/2026. Derniers prix connus : liste du 01/01/2026." in told
    assert "absent de cette liste" in told
    assert "par boîte" not in told


def test_costly_medicines_are_listed_with_what_to_do(twice: Counter) -> None:
    write("pecof")
    assert len(found(twice)) == 118
    assert {row[8] for row in found(twice)} == {"PECOF"}
    assert "PECOF (transcription, à confirmer). Faire demander la prise en charge" in detail(twice)


def test_a_medicine_typed_elsewhere_is_shown_where_it_is(listed: Counter) -> None:
    listed.log_in()
    listed.press(Key.REFERENCE)
    assert page(listed).state.tab is Tab.ALL
    write("toubkalol")
    assert page(listed).state.tab is Tab.MEDICINES
    assert found(listed)
    page(listed).view.search.selectAll()
    write("d702")
    assert page(listed).state.tab is Tab.MEDICINES, "a code is typed figure by figure: one stays"


def test_one_list_alone_says_that_there_is_nothing_to_compare(listed: Counter) -> None:
    listed.log_in()
    listed.press(Key.REFERENCE, Key.MEMBER_4)
    assert found(listed) == []
    said = page(listed).view.medicines.words.text()
    assert said.startswith("Liste en vigueur depuis le 01/01/2026")
    assert said.endswith("C'est la seule : aucun changement de prix à montrer.")


def test_a_list_imported_meanwhile_is_seen_on_coming_back(listed: Counter, second_list: Path) -> None:
    workplace = listed.log_in()
    listed.press(Key.REFERENCE, Key.MEMBER_4, Key.LOTS)
    imported(workplace.desk, second_list, day=date(2026, 6, 1))
    listed.press(Key.REFERENCE)
    assert len(found(listed)) == 2


def test_what_was_typed_last_is_what_is_answered(desk: Desk, hosted: Callable[[Page], QWidget], qtbot: QtBot) -> None:
    imported(desk, LIST, day=date(2026, 1, 1))
    tasks = Tasks()
    made = ReferencePage(Context(tasks=tasks, notices=Notices(), settings=Settings()), desk)
    host = hosted(made)
    QTest.keyClick(focused(), Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    write("toubkalol 500")
    qtbot.waitUntil(lambda: not tasks.busy, timeout=20_000)
    assert [row[0] for row in rows(made.view.medicines.table)] == [BOX, LARGER_BOX]
    assert made.state.card is not None
    assert made.state.card.listed.code == BOX
    host.close()
    tasks.close()


def test_everything_has_a_name(twice: Counter, unnamed: Callable[[QWidget], list[str]]) -> None:
    write("toubkalol")
    assert unnamed(page(twice)) == []
