"""Names and files that would harm a careless program: shown as they are, refused in words, never taken as orders."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pypdfium2 as pdfium
import pytest
from dossiers import received
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel, QWidget
from sqlalchemy import text

from amo_desk.domain.people import Relation
from amo_desk.store import database
from amo_desk.ui.shortcuts import Key
from amo_desk.usecases import accounts, demo, intake, lookup, lots, papers
from amo_desk.usecases.clock import SetClock
from amo_desk.usecases.desk import Desk
from ui.counter import LOGIN, PASSWORD, Counter, rows, settle, texts
from ui.driving import ENTER, ESC, fill, write
from ui.people import enrol, person

BOLD, AMPERSAND, FORMULA = "<b>Gras</b>", "Tom & Fils &amp; Cie", '=HYPERLINK("http://x.invalid","y")'
IMAGE, ARABIC = '<img src="file:///etc/hostname">', "محمد <u>العلمي</u>"
LONG = "Benabdelkrimoulhadjzerouali " * 11
NAMES = {
    "8880001": BOLD,
    "8880002": AMPERSAND,
    "8880003": FORMULA,
    "8880004": IMAGE,
    "8880005": "Mac'Do {name} %s \\n",
    "8880006": "\u202egro.elpmaxe",
    "8880007": LONG.strip(),
}


@pytest.fixture
def named(store_folder: Path, clock: SetClock) -> dict[str, str]:
    """Families of the register with such names, by their immatriculation."""
    for number, name in NAMES.items():
        child = person(name, name, Relation.CHILD, birth=date(2020, 5, 4))
        enrol(store_folder, clock, number, person(name, "Zed", arabic_name=ARABIC), child)
    return NAMES


def rich(page: QWidget) -> list[str]:
    """Labels that would read what stands in them as markup."""
    return [
        found.text()
        for found in page.findChildren(QLabel)
        if found.textFormat() is Qt.TextFormat.RichText
        or (found.textFormat() is Qt.TextFormat.AutoText and "<" in found.text())
    ]


def test_a_name_is_shown_as_it_is_in_results_card_and_form(counter: Counter, named: dict[str, str]) -> None:
    counter.log_in()
    for number, name in named.items():
        counter.search(number)
        shown = rows(counter.workplace.pages.lookup.view.results)[0]
        assert shown[:2] == [f"{name.upper()} Zed", ARABIC]
        card = texts(counter.workplace.pages.lookup.view.family)
        assert f"{name.upper()} Zed" in card
        assert ARABIC in card
        assert rich(counter.workplace) == []
        counter.press(ENTER)
        assert f"{name.upper()} Zed" in texts(counter.intake)
        assert rich(counter.workplace) == []
        counter.press(Qt.Key.Key_Home, ENTER, ESC, ESC)
        waiting = {row[0] for row in rows(counter.workplace.pages.lookup.view.drafts)}
        assert f"{name.upper()} Zed" in waiting
        assert rich(counter.workplace) == []


def test_a_name_moves_nothing_out_of_the_window(counter: Counter, named: dict[str, str]) -> None:
    counter.log_in()
    for number in named:
        counter.search(number)
        settle()
        page = counter.workplace.pages.lookup
        assert page.view.family.geometry().right() <= page.width()
        assert page.view.family.width() < 400
        counter.press(ENTER)
        settle()
        assert counter.window is not None
        assert counter.window.width() == 1366
        side = counter.intake.view.verdict
        assert side.mapTo(counter.intake, QPoint()).x() + side.width() <= counter.intake.width()


def test_papers_and_workbook_print_a_name_as_it_is(store_folder: Path, clock: SetClock, named: dict[str, str]) -> None:
    desk = accounts.log_in(store_folder, LOGIN, PASSWORD, clock)
    ids = []
    for number, name in named.items():
        dossier = demo.received(desk, "consultation", number, ("CS = 200",))
        ids.append(dossier.id)
        page = pdfium.PdfDocument(papers.receipt(desk, dossier).pdf)[0]
        words = "".join(page.get_textpage().get_text_range().split())
        assert "".join(name.strip("\u202e").upper()[:8].split()) in words
    lot = lots.close(desk, ids)
    book = openpyxl.load_workbook(BytesIO(papers.lot_workbook(desk, lot)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [cell.coordinate for cell in cells if cell.data_type == "f" and "HYPERLINK" in str(cell.value)] == []
    assert [cell.hyperlink for cell in cells if cell.hyperlink] == []
    for name in named.values():
        assert any(str(cell.value).lstrip("'").startswith(f"{name.upper()} Zed"[:20]) for cell in cells), name
    desk.store.close()


def test_what_is_typed_is_never_markup(counter: Counter) -> None:
    counter.log_in()
    write("<b>x</b> & <img src=x>")
    assert "<b>x</b> & <img src=x>" in texts(counter.workplace.pages.lookup)
    assert rich(counter.workplace) == []
    counter.begin(1)
    counter.enter_lines("<h1>Cs</h1>", "Cs = <b>")
    assert rich(counter.workplace) == []
    counter.header(care_date="<b>12/11</b>", prescriber_inpe="<i>1</i>")
    assert rich(counter.workplace) == []


SEARCHES = ["'", '"', "%", "_", "*", "\\", "' OR 1=1 --", "\x00", "a" * 5000, "١٢٣", "🙂", "-", "N'"]
AMOUNTS = ["", "٣٠٠", "1e9", "-5", "9" * 14, "12,345", "1 234,50", "NaN", "∞", "0x10", "=1+1", "300 DH", "²"]


def test_no_search_breaks_the_search(counter: Counter) -> None:
    counter.log_in()
    for typed in SEARCHES:
        counter.workplace.top.search.setText(typed)
        assert len(rows(counter.workplace.pages.lookup.view.results)) <= lookup.LONGEST_LIST
    counter.search("0123456")
    assert rows(counter.workplace.pages.lookup.view.results)[0][0] == "EL ALAMI Mohamed"


def test_no_amount_breaks_the_form(counter: Counter) -> None:
    counter.log_in()
    counter.begin(1)
    for typed in AMOUNTS:
        counter.header(declared_amount=typed, care_date=typed)
        counter.enter_lines(f"Cs = {typed}", f"B {typed}", f"{typed}* C = 10")
    assert "non calculable" in texts(counter.intake.view.verdict)
    assert all(line.billed is None or line.billed > 0 for line in counter.content().lines)


def test_a_store_in_use_is_told(counter: Counter, desk: Desk) -> None:
    counter.open()
    fill(LOGIN, PASSWORD)
    assert counter.window is not None
    assert counter.window.workplace is None
    assert "AMO Desk est déjà ouvert sur ce registre" in texts(counter.window)
    desk.store.close()
    fill(PASSWORD)
    assert counter.workplace.isVisible()


def test_a_damaged_store_is_told_and_left_as_it_is(counter: Counter, store_folder: Path) -> None:
    for log in ("amo.db-wal", "amo.db-shm"):
        (store_folder / log).unlink(missing_ok=True)
    data = bytearray((store_folder / database.DATABASE).read_bytes())
    data[100:4000] = bytes(3900)
    (store_folder / database.DATABASE).write_bytes(data)
    counter.open()
    fill(LOGIN, PASSWORD)
    assert counter.window is not None
    assert "Le registre est abîmé. Arrêtez-vous là" in texts(counter.window)
    assert (store_folder / database.DATABASE).read_bytes() == bytes(data)


def test_a_newer_store_is_told_and_left_as_it_is(counter: Counter, store_folder: Path, clock: SetClock) -> None:
    desk = accounts.log_in(store_folder, LOGIN, PASSWORD, clock)
    with desk.store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    desk.store.close()
    counter.open()
    fill(LOGIN, PASSWORD)
    assert counter.window is not None
    assert "vient d'une version plus récente d'AMO Desk" in texts(counter.window)
    assert counter.window.workplace is None


def query_only(desk: Desk, on: bool) -> None:
    """Lets the one connection of a desk at rest refuse every write, as a disk does that turned read-only."""
    with desk.store.engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA query_only = {int(on)}")


def test_a_store_that_turns_read_only_loses_no_word(counter: Counter) -> None:
    desk = counter.log_in().desk
    counter.begin(1)
    query_only(desk, on=True)
    counter.header(care_date="12/11")
    counter.press(ESC)
    assert counter.said[-1][0] == "bad"
    assert "en lecture seule" in counter.said[-1][1]
    assert counter.intake.view.form.isVisible()
    assert counter.content().fields["care_date"] == "2026-11-12"
    query_only(desk, on=False)
    counter.press(ESC)
    (draft,) = intake.drafts(desk)
    assert intake.get(desk, draft.id).content.fields["care_date"] == "2026-11-12"


def test_the_window_closes_even_where_nothing_can_be_written(
    counter: Counter, store_folder: Path, clock: SetClock
) -> None:
    desk = counter.log_in().desk
    query_only(desk, on=True)
    window = counter.window
    assert window is not None
    window.close()
    assert not window.isVisible()
    assert not desk.store.lock.is_locked
    accounts.log_in(store_folder, LOGIN, PASSWORD, clock).store.close()


def test_a_label_measures_what_it_shows(counter: Counter) -> None:
    counter.log_in()
    write("0123456")
    settle()
    for found in counter.workplace.pages.lookup.view.family.findChildren(QLabel):
        if found.isVisible() and not found.wordWrap() and found.text():
            assert QFontMetrics(found.font()).horizontalAdvance(found.text()) <= found.width() + 2, found.text()


def test_dossiers_of_such_families_can_be_lotted(counter: Counter, named: dict[str, str]) -> None:
    desk = counter.log_in().desk
    received(desk)
    for number in named:
        demo.received(desk, "consultation", number, ("CS = 200",))
    counter.press(Key.LOTS)
    shown = {cell for row in rows(counter.workplace.pages.lots.view.waiting) for cell in row}
    assert {f"{name.upper()} Zed" for name in named.values()} <= shown
    assert rich(counter.workplace) == []
