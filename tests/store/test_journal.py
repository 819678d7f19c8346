"""The journal shows any row that was changed, removed, added or moved behind the program's back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete

from amo_desk.store import journal
from amo_desk.store.schema import journal as table
from amo_desk.usecases import accounts, intake, lookup
from amo_desk.usecases.clock import SetClock
from amo_desk.usecases.desk import Desk

ROWS = 6
COLUMNS = ("at", "agent", "station", "noun", "subject", "event", "details", "previous", "hash")


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """A desk whose journal has several rows of several kinds."""
    hit = lookup.find(desk, "0123456").people[0]
    form = next(f for f in desk.rulebook.forms_on(desk.today()) if f.id == "consultation")
    dossier = intake.begin(desk, hit.family_id, hit.person_id, form)
    intake.discard(desk, dossier)
    with desk.store.reading() as connection:
        assert journal.length(connection) == ROWS
    assert accounts.journal_break(desk) is None
    return desk


def _break_after(
    bare: Callable[[], Any], store_folder: Path, clock: SetClock, password: str, *statements: str
) -> int | None:
    connection = bare()
    for statement in statements:
        assert connection.execute(statement).rowcount != 0, statement
    connection.close()
    store = accounts.log_in(store_folder, "s.bennani", password, clock)
    found = accounts.journal_break(store)
    store.store.close()
    return found


@pytest.mark.parametrize("column", COLUMNS)
def test_a_changed_row_is_found(
    busy: Desk, bare: Callable[[], Any], store_folder: Path, clock: SetClock, password: str, column: str
) -> None:
    value = {"at": "'2026-11-23 09:00:00.000001'", "details": "'{\"x\": 1}'"}.get(column, "'autre'")
    statement = f"UPDATE journal SET {column} = {value} WHERE seq = 3"  # noqa: S608  (no input)
    assert _break_after(bare, store_folder, clock, password, statement) == 3


@pytest.mark.parametrize("seq", range(1, ROWS + 1))
def test_a_removed_row_is_found(
    busy: Desk, bare: Callable[[], Any], store_folder: Path, clock: SetClock, password: str, seq: int
) -> None:
    statement = f"DELETE FROM journal WHERE seq = {seq}"  # noqa: S608  (no input)
    assert _break_after(bare, store_folder, clock, password, statement) == seq + 1


@pytest.mark.parametrize("first", [1, 4, ROWS])
def test_the_end_removed_is_found(busy: Desk, first: int) -> None:
    with busy.store.writing() as connection:
        connection.execute(delete(table).where(table.c.seq >= first))
    assert accounts.journal_break(busy) == first


def test_an_inserted_row_is_found(
    busy: Desk, bare: Callable[[], Any], store_folder: Path, clock: SetClock, password: str
) -> None:
    statements = (
        "UPDATE journal SET seq = seq + 100 WHERE seq >= 4",
        "INSERT INTO journal SELECT 4, at, agent, station, noun, subject, event, details, previous, hash "
        "FROM journal WHERE seq = 3",
        "UPDATE journal SET seq = seq - 99 WHERE seq > 100",
    )
    assert _break_after(bare, store_folder, clock, password, *statements) == 4


def test_two_rows_swapped_are_found(
    busy: Desk, bare: Callable[[], Any], store_folder: Path, clock: SetClock, password: str
) -> None:
    statements = (
        "UPDATE journal SET seq = 100 WHERE seq = 3",
        "UPDATE journal SET seq = 3 WHERE seq = 4",
        "UPDATE journal SET seq = 4 WHERE seq = 100",
    )
    assert _break_after(bare, store_folder, clock, password, *statements) == 3


def test_the_chain_holds_in_any_zone_and_after_reopening(
    busy: Desk, store_folder: Path, clock: SetClock, password: str
) -> None:
    busy.store.close()
    again = accounts.log_in(store_folder, "s.bennani", password, clock)
    assert accounts.journal_break(again) is None
    accounts.log_out(again)


def test_the_fingerprint_of_a_record_depends_on_every_part_of_it() -> None:
    prints = {journal.fingerprint(r) for r in ({"a": 1}, {"a": 2}, {"b": 1}, {"a": 1, "b": 1}, {"a": "1"}, {})}
    assert len(prints) == 6
    assert journal.fingerprint({"a": 1, "b": 2}) == journal.fingerprint({"b": 2, "a": 1})
