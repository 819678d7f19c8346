"""Opening a store: the password, the lock, the age of the schema, and damage, which is told and never made worse."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from amo_desk import paths
from amo_desk.domain.errors import DeskError, Refused, Unavailable
from amo_desk.store import counters, database, soundness
from amo_desk.store.database import COPIES, DATABASE, KEYS
from amo_desk.store.schema import REVISION, metadata
from amo_desk.store.vault import RECOVERY, new_vault, write_vault
from amo_desk.usecases import accounts
from amo_desk.usecases.clock import SetClock
from amo_desk.usecases.desk import Desk

MIGRATIONS = paths.bundled("db/migrations")
RECOVERY_KEY = "AAAAA-BBBBB-CCCCC-DDDDD-EEEEE-FFFFF"


def _refused(folder: Path, password: str, clock: SetClock, login: str = "s.bennani") -> str:
    with pytest.raises(DeskError) as refusal:
        accounts.log_in(folder, login, password, clock)
    return refusal.value.code


def test_a_wrong_password_opens_nothing_and_locks_nobody_out(
    store_folder: Path, clock: SetClock, password: str
) -> None:
    before = (store_folder / DATABASE).read_bytes()
    assert _refused(store_folder, "guichet-trois-2027", clock) == "login.password"
    assert (store_folder / DATABASE).read_bytes() == before
    accounts.log_in(store_folder, "s.bennani", password, clock).store.close()


def test_the_recovery_key_opens_the_same_store(store_folder: Path, clock: SetClock) -> None:
    store = database.open_store(store_folder, MIGRATIONS, RECOVERY, RECOVERY_KEY, clock.now())
    with store.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM people")).scalar_one() > 100
    store.close()


def test_a_store_is_made_once(store_folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in store_folder.iterdir()}
    with pytest.raises(Unavailable, match=r"store\.exists"):
        database.create(store_folder, MIGRATIONS, "x", "un-mot-de-passe", RECOVERY_KEY, (1, 8, 1))
    assert {path.name: path.read_bytes() for path in store_folder.iterdir()} == before


def test_a_store_that_cannot_be_made_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    with pytest.raises(Exception, match="nowhere"):
        database.create(folder, tmp_path / "nowhere", "x", "un-mot-de-passe", RECOVERY_KEY, (1, 8, 1))
    assert not paths.store_exists(folder)
    database.create(folder, MIGRATIONS, "x", "un-mot-de-passe", RECOVERY_KEY, (1, 8, 1)).close()


def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(Unavailable):
        database.create(tmp_path / "file" / "store", MIGRATIONS, "x", "un-mot-de-passe", RECOVERY_KEY, (1, 8, 1))


def test_without_its_keys_or_its_database_a_store_says_what_is_missing(
    store_folder: Path, clock: SetClock, password: str
) -> None:
    keys = (store_folder / KEYS).read_bytes()
    (store_folder / KEYS).unlink()
    assert _refused(store_folder, password, clock) == "store.no_keys"
    (store_folder / KEYS).write_bytes(keys)
    (store_folder / DATABASE).unlink()
    assert _refused(store_folder, password, clock) == "store.no_database"
    assert not (store_folder / DATABASE).exists(), "a missing database was replaced by an empty one"


def test_the_keys_of_another_store_open_nothing(store_folder: Path, clock: SetClock, password: str) -> None:
    vault, key = new_vault((1, 8, 1))
    write_vault(store_folder / KEYS, vault.with_slot("s.bennani", password, key))
    before = (store_folder / DATABASE).read_bytes()
    assert _refused(store_folder, password, clock) == "store.damaged"
    assert (store_folder / DATABASE).read_bytes() == before


def _spoil(data: bytearray, how: str) -> None:
    kind, _, percent = how.partition(" ")
    place = len(data) * int(percent) // 100
    if kind == "cut":
        del data[place:]
    elif kind == "bytes":
        data[place : place + 64] = bytes(64)
    else:
        page = place // 4_096 * 4_096
        data[page : page + 4_096] = bytes(range(256)) * 16


def _spoiled(path: Path, how: str) -> bytes:
    """Damages a file, and returns what is left of it."""
    data = bytearray(path.read_bytes())
    _spoil(data, how)
    path.write_bytes(data)
    return bytes(data)


@pytest.mark.parametrize(
    "how",
    ["cut 0", "cut 1", "cut 30", "cut 50", "cut 99", "bytes 0", "bytes 20", "bytes 50", "page 0", "page 40", "page 75"],
)
def test_a_damaged_database_is_told_and_left_as_it_is(
    store_folder: Path, clock: SetClock, password: str, how: str
) -> None:
    path = store_folder / DATABASE
    spoiled = _spoiled(path, how)
    assert _refused(store_folder, password, clock) == "store.damaged"
    assert path.read_bytes() == spoiled
    assert not (store_folder / COPIES).exists()
    assert _refused(store_folder, password, clock) == "store.damaged", "the lock was kept"


def _read_everything(desk: Desk) -> None:
    with desk.store.reading() as connection:
        for table in metadata.tables.values():
            connection.execute(table.select()).all()
            for index in table.indexes:
                connection.execute(text(f"SELECT count(*) FROM {table.name} INDEXED BY {index.name}")).all()  # noqa: S608


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any store passes for a large one, which opens without being read whole."""
    monkeypatch.setattr(soundness, "SMALL", 0)


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("how", ["cut 1", "cut 50", "cut 95", "bytes 0", "page 0"])
def test_a_large_store_without_its_end_or_its_beginning_is_refused_at_once(
    store_folder: Path, clock: SetClock, password: str, how: str
) -> None:
    path = store_folder / DATABASE
    spoiled = _spoiled(path, how)
    assert _refused(store_folder, password, clock) == "store.damaged"
    assert path.read_bytes() == spoiled


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("percent", [40, 50, 60, 75])
def test_damage_in_the_middle_of_a_large_store_is_never_read_and_the_check_finds_it(
    store_folder: Path, clock: SetClock, password: str, percent: int
) -> None:
    _spoiled(store_folder / DATABASE, f"page {percent}")
    desk = accounts.log_in(store_folder, "s.bennani", password, clock)
    try:
        assert desk.store.needs_check(desk.today())
        with pytest.raises(Unavailable, match=r"store\.damaged"):
            desk.store.check(desk.today())
        assert desk.store.needs_check(desk.today()), "a damaged store passed for checked"
        with pytest.raises(Unavailable, match=r"store\.damaged"):
            _read_everything(desk)
    finally:
        desk.store.close()


@pytest.mark.usefixtures("large")
def test_a_sound_large_store_is_checked_once_a_day_and_after_an_end_that_was_not_clean(
    store_folder: Path, clock: SetClock, password: str
) -> None:
    desk = accounts.log_in(store_folder, "s.bennani", password, clock)
    today = desk.today()
    assert desk.store.needs_check(today)
    desk.store.check(today)
    assert not desk.store.needs_check(today)
    assert desk.store.needs_check(today + timedelta(days=1))
    desk.store.close()
    (store_folder / f"{DATABASE}-wal").write_bytes(b"")
    desk = accounts.log_in(store_folder, "s.bennani", password, clock)
    assert desk.store.needs_check(today)
    desk.store.check(today)
    assert not desk.store.needs_check(today)
    desk.store.close()


def test_closing_the_store_ends_its_check(
    store_folder: Path, clock: SetClock, password: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(soundness, "STEPS", 1)
    desk = accounts.log_in(store_folder, "s.bennani", password, clock)
    sound = soundness.check

    def closed_meanwhile(connection: Connection) -> None:
        desk.store.close()
        sound(connection)

    monkeypatch.setattr(soundness, "check", closed_meanwhile)
    desk.store.check(desk.today())
    monkeypatch.undo()
    desk = accounts.log_in(store_folder, "s.bennani", password, clock)
    with desk.store.reading() as connection:
        assert counters.last(connection, soundness.CHECKED) == 0
    desk.store.close()


def test_a_small_store_is_checked_when_it_opens(desk: Desk) -> None:
    assert not desk.store.needs_check(desk.today())


def test_a_second_opening_is_refused_until_the_first_ends(
    desk: Desk, store_folder: Path, clock: SetClock, password: str
) -> None:
    assert _refused(store_folder, password, clock) == "store.in_use"
    desk.store.close()
    accounts.log_in(store_folder, "s.bennani", password, clock).store.close()


def test_a_second_program_is_refused_too(desk: Desk, password: str) -> None:
    script = (
        "import sys; from pathlib import Path\n"
        "from amo_desk.domain.errors import Unavailable\n"
        "from amo_desk.usecases import accounts\n"
        "from amo_desk.usecases.clock import SystemClock\n"
        "try: accounts.log_in(Path(sys.argv[1]), 's.bennani', sys.argv[2], SystemClock())\n"
        "except Unavailable as error: print(error.code)\n"
    )
    program = [sys.executable, "-c", script, str(desk.store.folder), password]
    said = subprocess.run(program, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert said.stdout.strip() == "store.in_use"


def test_a_newer_store_is_refused_and_left_as_it_is(
    bare: Callable[[], Any], store_folder: Path, clock: SetClock, password: str
) -> None:
    connection = bare()
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = (store_folder / DATABASE).read_bytes()
    assert _refused(store_folder, password, clock) == "store.newer"
    assert (store_folder / DATABASE).read_bytes() == before


@pytest.fixture
def older(tmp_path: Path, password: str) -> Path:
    """A store from before the first migration: encrypted, with its keys, and one table of its own."""
    folder = tmp_path / "older"
    folder.mkdir()
    vault, key = new_vault((1, 8, 1))
    write_vault(folder / KEYS, vault.with_slot("s.bennani", password, key))
    connection = sqlcipher.connect(str(folder / DATABASE), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("CREATE TABLE kept (word TEXT)")
    connection.execute("INSERT INTO kept VALUES ('avant')")
    connection.close()
    return folder


def test_an_older_store_is_copied_aside_and_upgraded(older: Path, clock: SetClock, password: str) -> None:
    before = (older / DATABASE).read_bytes()
    store = database.open_store(older, MIGRATIONS, "s.bennani", password, clock.now())
    with store.reading() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == REVISION
        assert connection.execute(text("SELECT word FROM kept")).scalar_one() == "avant"
        assert connection.execute(text("SELECT count(*) FROM dossiers")).scalar_one() == 0
    store.close()
    (copy,) = (older / COPIES).iterdir()
    assert copy.name == "amo-empty-20261123-100000.db"
    copied = sqlcipher.connect(str(copy))
    copied.execute(f"PRAGMA key = \"x'{store.key.hex()}'\"")
    assert copied.execute("SELECT word FROM kept").fetchall() == [("avant",)]
    assert copied.execute("SELECT count(*) FROM sqlite_master").fetchall() == [(1,)]
    copied.close()
    assert len(copy.read_bytes()) == len(before)


def test_an_upgrade_that_fails_leaves_the_older_store(
    older: Path, clock: SetClock, password: str, tmp_path: Path
) -> None:
    broken = tmp_path / "migrations"
    (broken / "versions").mkdir(parents=True)
    (broken / "env.py").write_text((MIGRATIONS / "env.py").read_text(encoding="utf-8"), encoding="utf-8")
    half = (
        f"from alembic import op\nimport sqlalchemy as sa\nrevision = '{REVISION}'\ndown_revision = None\n"
        "def upgrade():\n    op.create_table('half', sa.Column('id', sa.Integer()))\n"
        "    raise RuntimeError('power cut')\n"
    )
    (broken / "versions" / "0001_half.py").write_text(half, encoding="utf-8")
    with pytest.raises(RuntimeError, match="power cut"):
        database.open_store(older, broken, "s.bennani", password, clock.now())
    store = database.open_store(older, MIGRATIONS, "s.bennani", password, clock.now())
    with store.reading() as connection:
        tables = {row.name for row in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))}
    store.close()
    assert "half" not in tables
    assert {"kept", "dossiers"} <= tables


def test_a_current_store_is_not_copied(desk: Desk) -> None:
    assert not (desk.store.folder / COPIES).exists()


def test_migrations_make_exactly_the_schema(desk: Desk) -> None:
    with desk.store.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_revision_is_the_last_migration() -> None:
    config = Config()
    config.set_main_option("script_location", MIGRATIONS.as_posix())
    assert ScriptDirectory.from_config(config).get_heads() == [REVISION]


def test_migrations_do_not_import_the_program() -> None:
    for path in (MIGRATIONS / "versions").glob("*.py"):
        assert "amo_desk" not in path.read_text(encoding="utf-8"), path.name


def test_every_connection_keeps_the_promises_of_the_store(desk: Desk) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    with desk.store.reading() as one, desk.store.reading() as other:
        for connection in (one, other):
            for pragma, value in wanted.items():
                assert connection.execute(text(f"PRAGMA {pragma}")).scalar_one() == value


def test_a_write_that_fails_writes_nothing(desk: Desk) -> None:
    def interrupted() -> None:
        with desk.store.writing() as connection:
            connection.execute(text("UPDATE people SET last_name = 'perdu'"))
            raise Refused("anything")

    with pytest.raises(Refused):
        interrupted()
    with desk.store.reading() as connection:
        lost = connection.execute(text("SELECT count(*) FROM people WHERE last_name = 'perdu'")).scalar_one()
    assert lost == 0


def test_reading_sees_one_state_while_somebody_writes(desk: Desk) -> None:
    count = text("SELECT count(*) FROM counters")
    with desk.store.reading() as reader:
        before = reader.execute(count).scalar_one()
        with desk.store.writing() as writer:
            writer.execute(text("INSERT INTO counters VALUES ('other', 1)"))
        assert reader.execute(count).scalar_one() == before
    with desk.store.reading() as reader:
        assert reader.execute(count).scalar_one() == before + 1
