"""A store of the first schema, full of work: copied aside, then upgraded with everything still in it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from dossiers import receivable, received
from sqlalchemy import text

from amo_desk import paths
from amo_desk.domain.dossier import Dossier
from amo_desk.store import affiliates, database, schema
from amo_desk.store.database import COPIES, DATABASE, KEYS
from amo_desk.store.schema import REVISION
from amo_desk.usecases import accounts, intake, lookup, lots
from amo_desk.usecases.clock import SetClock
from amo_desk.usecases.desk import Desk

MIGRATIONS = paths.bundled("db/migrations")
FIRST = "0001"


def _opened(path: Path, key: bytes) -> Any:
    connection = sqlcipher.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return connection


def _tables(connection: Any, of: str = "main") -> list[str]:
    query = f"SELECT name FROM {of}.sqlite_master WHERE type = 'table' AND name != 'alembic_version'"  # noqa: S608
    return [name for (name,) in connection.execute(query) if not name.startswith("sqlite_")]


def _columns(connection: Any, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f"PRAGMA main.table_info({table})")]


@pytest.fixture
def work(desk: Desk) -> tuple[Dossier, Dossier, Dossier]:
    """A dossier sent in a lot, a received one and a draft, all on forms that no agreement covers."""
    sent, kept = received(desk), received(desk, "dental_care")
    lots.close(desk, [sent.id])
    draft, content = receivable(desk)
    return sent, kept, intake.save(desk, draft, content)


@pytest.fixture
def first_schema(
    desk: Desk, work: tuple[Dossier, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, password: str
) -> Path:
    """The same rows under the schema of the first migration alone."""
    assert work
    folder, source, key = tmp_path / "first", desk.store.folder / DATABASE, desk.store.key
    desk.store.close()
    only = tmp_path / "migrations"
    (only / "versions").mkdir(parents=True)
    shutil.copy(MIGRATIONS / "env.py", only)
    shutil.copy(next((MIGRATIONS / "versions").glob(f"{FIRST}_*.py")), only / "versions")
    monkeypatch.setattr(schema, "REVISION", FIRST)
    empty = database.create(folder, only, "x", password, "AAAAA-BBBBB-CCCCC-DDDDD-EEEEE-FFFFF", (1, 8, 1))
    empty.close()
    monkeypatch.undo()
    connection = _opened(folder / DATABASE, empty.key)
    connection.execute(f"ATTACH ? AS source KEY \"x'{key.hex()}'\"", (str(source),))
    for table in set(_tables(connection)) - {"person_keys"}:
        columns = ", ".join(_columns(connection, table))
        connection.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM source.{table}")  # noqa: S608
    # What later schemas keep otherwise: the numbers of people, and how many there are.
    connection.execute(
        "INSERT INTO main.person_keys (key, person_id) SELECT '#' || n.number, p.id"
        " FROM source.person_numbers n JOIN source.people p ON p.number = n.person"
    )
    connection.execute("DELETE FROM main.counters WHERE name IN ('people', 'people_number', 'names')")
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.execute("DETACH source")
    connection.close()
    shutil.copy(desk.store.folder / KEYS, folder / KEYS)
    _rekey(folder / DATABASE, empty.key, key)
    return folder


def _rekey(path: Path, old: bytes, new: bytes) -> None:
    connection = _opened(path, old)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute(f"PRAGMA rekey = \"x'{new.hex()}'\"")
    connection.close()


def test_a_store_of_the_first_schema_keeps_everything(
    first_schema: Path, work: tuple[Dossier, Dossier, Dossier], clock: SetClock, password: str
) -> None:
    desk = accounts.log_in(first_schema, "s.bennani", password, clock)
    try:
        sent, kept, draft = work
        assert intake.get(desk, kept.id) == kept
        assert intake.get(desk, draft.id) == draft
        assert intake.get(desk, sent.id).lot_number == lots.latest(desk)[0].number
        assert accounts.journal_break(desk) is None
        with desk.store.reading() as connection:
            assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == REVISION
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
            like = connection.execute(text("SELECT count(*) FROM person_likeness")).scalar_one()
            assert like == affiliates.count(connection)
        assert intake.receive(desk, draft, draft.content).number.startswith("D014-03-26-00003")
        for typed in ("0123456", "alami mohamed", "علمي", "AB104512"):
            assert lookup.find(desk, typed).people[0].name == "EL ALAMI Mohamed", typed
        assert lookup.the_day(desk).people > 20
    finally:
        desk.store.close()


def test_the_store_before_the_upgrade_lies_aside(first_schema: Path, clock: SetClock, password: str) -> None:
    store = accounts.log_in(first_schema, "s.bennani", password, clock).store
    store.close()
    (copy,) = (first_schema / COPIES).iterdir()
    assert copy.name.startswith(f"amo-{FIRST}-")
    connection = _opened(copy, store.key)
    assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(FIRST,)]
    assert connection.execute("SELECT count(*) FROM dossiers").fetchall() == [(3,)]
    assert "agreements" not in _tables(connection)
    connection.close()


def test_an_upgraded_store_is_not_upgraded_twice(first_schema: Path, clock: SetClock, password: str) -> None:
    for _ in range(2):
        accounts.log_in(first_schema, "s.bennani", password, clock).store.close()
    assert len(list((first_schema / COPIES).iterdir())) == 1
