"""The journal shows any row that was changed, removed, added or moved behind the program's back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import delete

from amo_desk.domain.dossier import Dossier
from amo_desk.store import journal
from amo_desk.store.schema import journal as table
from amo_desk.usecases import accounts, intake, lookup
from amo_desk.usecases.clock import SetClock
from amo_desk.usecases.desk import Desk

pytestmark = pytest.mark.both_stores

ROWS = 6
INSERTED = (
    "INSERT INTO journal SELECT 4, at, agent, station, noun, subject, event, details, previous, hash "
    "FROM journal WHERE seq = 3"
)
COLUMNS = ("at", "agent", "station", "noun", "subject", "event", "details", "previous", "hash")


def _begun(desk: Desk) -> Dossier:
    hit = lookup.find(desk, "0123456").people[0]
    form = next(f for f in desk.rulebook.forms_on(desk.today()) if f.id == "consultation")
    return intake.begin(desk, hit.family_id, hit.person_id, form)


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """A desk whose journal has several rows of several kinds."""
    intake.discard(desk, _begun(desk))
    with desk.store.reading() as connection:
        assert journal.length(connection) == ROWS
    return desk


@pytest.fixture
def break_after(busy: Desk, bare: Callable[[], Any], again: Callable[[], Desk]) -> Callable[..., int | None]:
    """Changes the journal of a busy desk behind its back, and asks the next one at it what it finds."""
    assert accounts.journal_break(busy) is None

    def tampered(*statements: str) -> int | None:
        connection = bare()
        for statement in statements:
            assert connection.execute(statement).rowcount != 0, statement
        connection.close()
        return accounts.journal_break(again())

    return tampered


@pytest.mark.parametrize("column", COLUMNS)
def test_a_changed_row_is_found(break_after: Callable[..., int | None], column: str) -> None:
    value = {"at": "'2026-11-23 09:00:00.000001'", "details": "'{\"x\": 1}'"}.get(column, "'autre'")
    statement = f"UPDATE journal SET {column} = {value} WHERE seq = 3"  # noqa: S608  (no input)
    assert break_after(statement) == 3


@pytest.mark.parametrize("seq", range(1, ROWS + 1))
def test_a_removed_row_is_found(break_after: Callable[..., int | None], seq: int) -> None:
    statement = f"DELETE FROM journal WHERE seq = {seq}"  # noqa: S608  (no input)
    assert break_after(statement) == seq + 1


@pytest.mark.parametrize("first", [1, 4, ROWS])
def test_the_end_removed_is_found(busy: Desk, first: int) -> None:
    with busy.store.writing() as connection:
        connection.execute(delete(table).where(table.c.seq >= first))
    assert accounts.journal_break(busy) == first


def test_an_inserted_row_is_found(break_after: Callable[..., int | None]) -> None:
    statements = (
        "UPDATE journal SET seq = seq + 100 WHERE seq >= 4",
        INSERTED,
        "UPDATE journal SET seq = seq - 99 WHERE seq > 100",
    )
    assert break_after(*statements) == 4


def test_two_rows_swapped_are_found(break_after: Callable[..., int | None]) -> None:
    statements = (
        "UPDATE journal SET seq = 100 WHERE seq = 3",
        "UPDATE journal SET seq = 3 WHERE seq = 4",
        "UPDATE journal SET seq = 4 WHERE seq = 100",
    )
    assert break_after(*statements) == 3


def test_the_chain_holds_after_reopening(busy: Desk, again: Callable[[], Desk]) -> None:
    with busy.store.reading() as connection:
        before = journal.length(connection)
    next_one = again()
    assert accounts.journal_break(next_one) is None
    with next_one.store.reading() as connection:
        assert journal.length(connection) == before + 1


def test_the_zone_of_the_clock_leaves_no_trace(busy: Desk, clock: SetClock) -> None:
    for hours in (-9, 0, 5):
        clock.at = datetime(2026, 11, 23, 12, tzinfo=timezone(timedelta(hours=hours)))
        intake.discard(busy, _begun(busy))
    assert accounts.journal_break(busy) is None


def test_the_fingerprint_of_a_record_depends_on_every_part_of_it() -> None:
    prints = {journal.fingerprint(r) for r in ({"a": 1}, {"a": 2}, {"b": 1}, {"a": 1, "b": 1}, {"a": "1"}, {})}
    assert len(prints) == 6
    assert journal.fingerprint({"a": 1, "b": 2}) == journal.fingerprint({"b": 2, "a": 1})
