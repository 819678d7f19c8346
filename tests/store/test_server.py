"""A store on a PostgreSQL server: what the counters that share it owe each other, and what a server may say."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import server
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from conftest import CHEAP, DATABASE, OFFICE, PASSWORD, RECOVERY
from dossiers import received
from server import PASSWORD as SECRET
from server import USER, Server
from sqlalchemy import Connection, event, insert, text

from amo_desk import paths
from amo_desk.domain.errors import DeskError, Refused
from amo_desk.domain.office import Role
from amo_desk.store import affiliates, counters, schema
from amo_desk.store.server import read_address
from amo_desk.usecases import accounts, agreements, intake, lookup
from amo_desk.usecases.accounts import NewAccount
from amo_desk.usecases.agreements import NewAgreement
from amo_desk.usecases.clock import SetClock
from amo_desk.usecases.demo_register import demo_families
from amo_desk.usecases.desk import Desk

MIGRATIONS = paths.bundled("db/migrations")
ROOT = Path(__file__).parents[2]
IDRISSI = NewAccount(login="h.idrissi", name="H. Idrissi", password="second-sesame-26")
ROUNDS = 15
# One counter of two: it receives dossiers as fast as it can, from the moment it is told to.
COUNTER = f"""
import sys
from pathlib import Path
sys.path.insert(0, "tests")
from dossiers import received
from amo_desk.usecases import accounts
from amo_desk.usecases.clock import SystemClock

desk = accounts.log_in(Path(sys.argv[1]), "s.bennani", sys.argv[2], SystemClock())
day = desk.today().isoformat()
print("ready", flush=True)
sys.stdin.readline()
for _ in range({ROUNDS}):
    print(received(desk, care=day).number, flush=True)
desk.store.close()
"""


@pytest.fixture
def backend() -> str:
    """Every desk of this module has its store on the server."""
    return "server"


@pytest.fixture
def address(postgresql: Server) -> str:
    """The address of the database, with its password."""
    return accounts.database_address(postgresql.address(DATABASE), SECRET)


Counter = Callable[..., Desk]


@pytest.fixture
def counter(desk: Desk, address: str, tmp_path: Path, clock: SetClock) -> Iterator[Counter]:
    """Makes one more counter of the desk's store, or sits somebody down at it again."""
    assert desk
    with ExitStack() as at_the_end:

        def sat(station: str = "04", login: str = "s.bennani", password: str = PASSWORD) -> Desk:
            folder = tmp_path / f"counter-{station}"
            if folder.exists():
                opened = accounts.log_in(folder, login, password, clock)
            else:
                opened = accounts.join(folder, address, station, login, password, clock)
            at_the_end.callback(opened.store.close)
            return opened

        yield sat


def _code(action: Callable[..., object], *given: object) -> str:
    with pytest.raises(DeskError) as trouble:
        action(*given)
    return trouble.value.code


def test_without_a_server_these_tests_fail_in_ci_and_are_skipped_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "binaries", lambda: None)
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="apt install postgresql"):
        server.binaries_or_skip()
    monkeypatch.delenv("CI")
    with pytest.raises(pytest.skip.Exception, match="apt install postgresql"):
        server.binaries_or_skip()


def test_counters_share_everything_but_their_station(desk: Desk, counter: Counter) -> None:
    other = counter()
    assert (desk.office.station, other.office.station) == ("03", "04")
    assert (other.office.name, other.agent) == (desk.office.name, desk.agent)
    mine, theirs = received(desk), received(other)
    assert mine.number.startswith("D014-03-26-00001")
    assert theirs.number.startswith("D014-04-26-00001")
    assert intake.get(desk, theirs.id) == theirs
    assert intake.get(other, mine.id) == mine
    assert accounts.journal_break(desk) is None
    other.store.close()
    assert counter().office.station == "04"


def test_a_dossier_changed_at_two_counters_is_stale_at_the_second(desk: Desk, counter: Counter) -> None:
    hit = lookup.find(desk, "0123456").people[0]
    form = next(form for form in desk.rulebook.forms_on(desk.today()) if form.id == "consultation")
    draft = intake.begin(desk, hit.family_id, hit.person_id, form)
    intake.save(counter(), draft, draft.content.with_field("note", "là-bas"))
    assert _code(intake.save, desk, draft, draft.content.with_field("note", "ici")) == "record.stale"


def _started(folder: Path) -> subprocess.Popen[str]:
    program = [sys.executable, "-c", COUNTER, str(folder), PASSWORD]
    return subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)


@pytest.mark.parametrize("station", ["04", "03"], ids=["two stations", "one station"])
def test_two_counters_never_take_one_number_and_the_journal_never_forks(
    desk: Desk, counter: Counter, store_folder: Path, station: str, clock: SetClock
) -> None:
    other = counter(station)
    folders = (store_folder, other.store.folder)
    desk.store.close()
    other.store.close()
    with ExitStack() as at_the_end:
        at_work = [at_the_end.enter_context(_started(folder)) for folder in folders]
        assert [process.stdout.readline() for process in at_work if process.stdout] == ["ready\n"] * 2
        for process in at_work:
            assert process.stdin
            process.stdin.write("now\n")
            process.stdin.flush()
        numbers = [number for process in at_work for number in process.communicate()[0].split()]
    assert [process.returncode for process in at_work] == [0, 0]
    assert len(set(numbers)) == len(numbers) == 2 * ROUNDS
    again = accounts.log_in(store_folder, "s.bennani", PASSWORD, clock)
    counted = {number[:10] for number in numbers}
    with again.store.reading() as connection:
        taken = [counters.last(connection, f"D{''.join(of.split('-'))[1:]}") for of in counted]
    assert sum(taken) == 2 * ROUNDS
    assert accounts.journal_break(again) is None
    again.store.close()


def test_an_import_at_one_counter_is_seen_at_the_other(desk: Desk, counter: Counter) -> None:
    other = counter()
    assert lookup.find(other, "Ouyahia-Bensaid").people == ()
    names = tomllib.loads(paths.bundled("db/demo/names.toml").read_text(encoding="utf-8"))
    (family,) = demo_families(names, seed=99, count=1, extract_day=desk.today())
    renamed = [replace(member, last_name="Ouyahia-Bensaid") for member in family.members]
    with desk.store.writing() as connection:
        affiliates.add(connection, [replace(family, members=tuple(renamed))])
    assert {hit.family_id for hit in lookup.find(other, "Ouyahia-Bensaid").people} == {family.id}


def test_an_agent_added_at_one_counter_sits_down_at_the_other(desk: Desk, counter: Counter) -> None:
    accounts.log_out(counter())
    accounts.add_agent(desk, IDRISSI)
    assert _code(lambda: counter(login="h.idrissi", password=IDRISSI.password)) == "login.password"
    # Whoever sits down there brings the keys along, and whoever leaves too.
    accounts.log_out(counter())
    assert counter(login="h.idrissi", password=IDRISSI.password).agent.name == "H. Idrissi"


def test_a_password_changed_at_one_counter_is_the_only_one_at_the_other(desk: Desk, counter: Counter) -> None:
    accounts.log_out(counter())
    accounts.set_password(desk, desk.agent, "le-nouveau-sesame", PASSWORD)
    assert _code(counter) == "login.password"
    assert counter(password="le-nouveau-sesame").agent == desk.agent


def test_an_account_closed_at_one_counter_is_closed_at_the_other(desk: Desk, counter: Counter) -> None:
    added = accounts.add_agent(desk, IDRISSI)
    accounts.log_out(counter(login="h.idrissi", password=IDRISSI.password))
    accounts.set_active(desk, added, False)
    assert _code(lambda: counter(login="h.idrissi", password=IDRISSI.password)) == "login.password"


def test_keys_given_at_two_counters_are_both_kept(desk: Desk, counter: Counter) -> None:
    other = counter()
    accounts.add_agent(desk, IDRISSI)
    accounts.add_agent(other, NewAccount(login="k.fassi", name="K. Fassi", password="premier-sesame"))
    assert counter("05", "h.idrissi", IDRISSI.password).agent.name == "H. Idrissi"
    assert counter("06", "k.fassi", "premier-sesame").agent.name == "K. Fassi"


def test_the_recovery_key_opens_every_counter(counter: Counter, clock: SetClock) -> None:
    other = counter()
    other.store.close()
    desk = accounts.recover(other.store.folder, RECOVERY, "s.bennani", "apres-l-oubli-26", clock)
    desk.store.close()
    assert counter(password="apres-l-oubli-26").agent.login == "s.bennani"


def test_no_password_and_no_address_lies_open(
    desk: Desk, counter: Counter, postgresql: Server, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.INFO, "sqlalchemy"):
        other = counter()
        received(other)
    secrets = (SECRET, SECRET.replace(" ", "%20"), SECRET.replace(" ", "+"), PASSWORD, str(postgresql.port))
    folders = (desk.store.folder, other.store.folder)
    left = [file.read_text(encoding="utf-8") for folder in folders for file in folder.iterdir() if file.is_file()]
    assert "INSERT INTO dossiers" in caplog.text
    for where in (*left, caplog.text, repr(desk), repr(desk.store), repr(desk.store.engine)):
        assert [secret for secret in secrets[:-1] if secret in where] == []
    assert [secret for secret in secrets if any(secret in where for where in left)] == []
    modes = {file.name: file.stat().st_mode & 0o077 for file in other.store.folder.iterdir()}
    assert set(modes.values()) == {0}, modes


def test_a_link_that_was_changed_opens_nothing(counter: Counter) -> None:
    other = counter()
    other.store.close()
    link = other.store.folder / paths.SERVER
    data = json.loads(link.read_text(encoding="utf-8"))
    for spoilt in (
        "",
        "{}",
        json.dumps({**data, "station": "05"}),
        json.dumps({**data, "address": data["address"][:-8] + "AAAAAAA="}),
    ):
        link.write_text(spoilt, encoding="utf-8")
        assert _code(counter) == "store.server_damaged"
    link.write_text(json.dumps({**data, "format": 99}), encoding="utf-8")
    assert _code(counter) == "store.newer"


def test_a_counter_is_linked_again_over_its_old_link(counter: Counter, address: str, clock: SetClock) -> None:
    other = counter()
    other.store.close()
    again = accounts.join(other.store.folder, address, "05", "s.bennani", PASSWORD, clock)
    again.store.close()
    assert counter().office.station == "05"


def test_a_counter_with_a_file_of_its_own_is_not_linked(
    desk: Desk, template: Path, address: str, clock: SetClock
) -> None:
    assert desk
    before = {file.name: file.read_bytes() for file in template.iterdir()}
    assert _code(accounts.join, template, address, "04", "s.bennani", PASSWORD, clock) == "store.exists"
    assert {file.name: file.read_bytes() for file in template.iterdir()} == before


def test_somebody_without_an_account_joins_nothing(desk: Desk, address: str, tmp_path: Path, clock: SetClock) -> None:
    assert desk
    for login, password in (("s.bennani", "pas-celui-la-2026"), ("personne", PASSWORD)):
        assert _code(accounts.join, tmp_path / "new", address, "04", login, password, clock) == "login.password"
    assert _code(accounts.join, tmp_path / "new", address, "4", "s.bennani", PASSWORD, clock) == "office.station"
    assert not paths.store_exists(tmp_path / "new")


def _set_up(folder: Path, address: str, clock: SetClock) -> Desk:
    return accounts.set_up(folder, OFFICE, IDRISSI, RECOVERY, clock, CHEAP, address)


def test_a_store_is_made_once_in_a_database(desk: Desk, address: str, tmp_path: Path, clock: SetClock) -> None:
    assert _code(_set_up, tmp_path / "new", address, clock) == "database.taken"
    assert not paths.store_exists(tmp_path / "new")
    assert [agent.login for agent in accounts.everyone(desk)] == ["s.bennani"]


def test_a_store_that_cannot_be_made_leaves_nothing_on_the_server(
    postgresql: Server, tmp_path: Path, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = accounts.database_address(postgresql.fresh("half"), SECRET)
    with monkeypatch.context() as patch:
        patch.setattr(accounts.agents, "add", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            _set_up(tmp_path / "new", address, clock)
    assert not paths.store_exists(tmp_path / "new")
    _set_up(tmp_path / "new", address, clock).store.close()


@pytest.mark.parametrize("locale", ["C.UTF-8", "C"])
def test_a_database_that_sorts_by_bytes_is_fit(
    postgresql: Server, tmp_path: Path, clock: SetClock, locale: str
) -> None:
    address = accounts.database_address(postgresql.fresh("fit", locale=locale), SECRET)
    _set_up(tmp_path / "new", address, clock).store.close()


@pytest.mark.parametrize(
    "how", ["ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'fr' LOCALE 'C'", "ENCODING 'LATIN1' LOCALE 'C'"]
)
def test_a_database_that_would_sort_or_spell_otherwise_is_refused(
    postgresql: Server, tmp_path: Path, clock: SetClock, how: str
) -> None:
    with closing(postgresql.connect()) as connection:
        connection.execute(b"DROP DATABASE IF EXISTS unfit")
        connection.execute(f"CREATE DATABASE unfit TEMPLATE template0 {how}".encode())
    address = accounts.database_address(postgresql.address("unfit"), SECRET)
    assert _code(_set_up, tmp_path / "new", address, clock) == "database.unfit"
    assert _code(accounts.join, tmp_path / "new", address, "04", "x.y", PASSWORD, clock) == "database.empty"
    assert not paths.store_exists(tmp_path / "new")


@pytest.mark.parametrize(
    "typed, code",
    [
        ("", "database.address"),
        ("serveur", "database.address"),
        ("mysql://amo@serveur/amo", "database.address"),
        ("postgresql://amo@serveur", "database.address"),
        ("postgresql://amo@serveur:port/amo", "database.address"),
        ("postgresql://amo:secret@serveur/amo", "database.password"),
        ("postgresql://amo@serveur/amo?password=secret", "database.password"),
        ("postgresql://amo@serveur/amo?options=-cx", "database.option"),
    ],
)
def test_an_address_that_will_not_do_is_told_without_being_repeated(typed: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        accounts.database_address(typed, "secret")
    assert refusal.value.code == code
    assert "secret" not in f"{refusal.value}{refusal.value.__cause__}"


@pytest.mark.parametrize(
    "typed, encrypted",
    [
        ("postgresql://amo@localhost/amo", False),
        ("postgresql:///amo?host=/run/postgresql", False),
        ("postgresql://amo@192.0.2.7:5433/amo", True),
        ("postgresql://amo@/amo?host=serveur.example", True),
        ("postgresql://amo@serveur/amo?sslmode=verify-full", False),
    ],
)
def test_what_leaves_the_machine_is_encrypted(typed: str, encrypted: bool) -> None:
    assert ("sslmode=require" in read_address(typed, "")) is encrypted


def test_a_server_that_says_no_is_told_apart_from_one_that_is_silent(
    desk: Desk, postgresql: Server, tmp_path: Path, clock: SetClock
) -> None:
    assert desk
    typed = postgresql.address(DATABASE)
    for wrong, password, code in (
        (typed, "pas celui-là", "database.refused"),
        (typed, "", "database.refused"),
        (typed.replace(f"/{DATABASE}", "/nowhere"), SECRET, "database.refused"),
        (typed.replace(f":{postgresql.port}", ":1"), SECRET, "store.unreachable"),
        (f"{typed}?sslmode=require", SECRET, "database.tls"),
    ):
        address = accounts.database_address(wrong, password)
        assert _code(accounts.join, tmp_path / "new", address, "04", "s.bennani", PASSWORD, clock) == code
    assert not paths.store_exists(tmp_path / "new")


def test_a_user_without_rights_is_told(postgresql: Server, tmp_path: Path, clock: SetClock) -> None:
    postgresql.fresh("rights")
    with closing(postgresql.connect("rights")) as connection:
        connection.execute(b"DROP ROLE IF EXISTS guest")
        connection.execute(f"CREATE ROLE guest LOGIN PASSWORD '{SECRET}'".encode())
    typed = postgresql.address("rights").replace(f"{USER}@", "guest@")
    address = accounts.database_address(typed, SECRET)
    assert _code(_set_up, tmp_path / "new", address, clock) == "database.rights"


def test_a_connection_that_was_cut_is_told_and_the_next_one_is_made(desk: Desk, postgresql: Server) -> None:
    def cut() -> None:
        with closing(postgresql.connect()) as connection:
            connection.execute(
                b"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'amo-desk'"
            )

    def interrupted(opening: Callable[[], AbstractContextManager[Connection]], statement: str) -> None:
        with opening() as connection:
            connection.execute(text(statement))
            cut()
            connection.execute(text(statement))

    lost = "SELECT count(*) FROM people WHERE last_name = 'perdu'"
    assert _code(interrupted, desk.store.writing, "UPDATE people SET last_name = 'perdu'") == "store.unreachable"
    assert _code(interrupted, desk.store.reading, lost) == "store.unreachable"
    cut()
    with desk.store.reading() as connection:
        assert connection.execute(text(lost)).scalar_one() == 0
    assert received(desk).number
    assert accounts.journal_break(desk) is None


def test_who_waits_too_long_is_told_and_who_reads_does_not_wait(desk: Desk, counter: Counter) -> None:
    other = counter()

    @event.listens_for(other.store.engine, "checkout")
    def _hurried(connection: Any, *_: object) -> None:
        connection.execute("SET lock_timeout = '100ms'")
        connection.commit()

    with desk.store.writing():
        assert _code(received, other) == "store.busy"
        assert lookup.find(other, "0123456").people
    assert received(other).number


def test_a_statement_that_lasts_too_long_is_told(desk: Desk) -> None:
    def lasting() -> None:
        with desk.store.reading() as connection:
            connection.execute(text("SET LOCAL statement_timeout = '50ms'"))
            connection.execute(text("SELECT pg_sleep(30)"))

    assert _code(lasting) == "store.busy"


def test_what_only_reads_writes_nothing(desk: Desk) -> None:
    def written() -> None:
        with desk.store.reading() as connection:
            connection.execute(text("UPDATE people SET last_name = 'perdu'"))

    assert _code(written) == "store.read_only"


def test_reading_sees_one_state_while_another_counter_writes(desk: Desk, counter: Counter) -> None:
    count = text("SELECT count(*) FROM counters")
    other = counter()
    with desk.store.reading() as reader:
        before = reader.execute(count).scalar_one()
        with other.store.writing() as writer:
            writer.execute(insert(schema.counters).values(name="other", value=1))
        assert reader.execute(count).scalar_one() == before
    with desk.store.reading() as reader:
        assert reader.execute(count).scalar_one() == before + 1


def test_the_largest_amount_is_kept(desk: Desk) -> None:
    dossier = received(desk, billed=99_999_999_99)
    assert intake.get(desk, dossier.id).content.billed == 99_999_999_99


def test_the_character_that_a_server_cannot_hold_is_left_out(desk: Desk) -> None:
    hit = lookup.find(desk, "0123456\0").people[0]
    who = {"family_id": hit.family_id, "beneficiary_id": hit.person_id}
    asked = agreements.ask(
        desk, NewAgreement(**who, kind="odf", stage="first", requested_on=desk.today(), note="avant\0après")
    )
    assert agreements.get(desk, asked.id).agreement.note == "avantaprès"
    assert accounts.journal_break(desk) is None


def test_migrations_make_exactly_the_schema(desk: Desk) -> None:
    with desk.store.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, schema.metadata) == []


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The migrations of a later version of the program, which becomes the one that runs."""
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    (folder / "env.py").write_text((MIGRATIONS / "env.py").read_text(encoding="utf-8"), encoding="utf-8")
    for file in (MIGRATIONS / "versions").glob("*.py"):
        (folder / "versions" / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    step = (
        "import sqlalchemy as sa\nfrom alembic import op\n"
        f"revision, down_revision = '9000', '{schema.REVISION}'\n"
        "def upgrade():\n    op.create_table('later', sa.Column('id', sa.Integer()))\n"
    )
    (folder / "versions" / "9000_later.py").write_text(step, encoding="utf-8")
    monkeypatch.setattr(schema, "REVISION", "9000")
    bundled = paths.bundled
    monkeypatch.setattr(paths, "bundled", lambda name: folder if name == "db/migrations" else bundled(name))
    return folder


def test_an_older_shared_store_waits_for_a_supervisor_and_for_the_other_counters(
    desk: Desk, counter: Counter, store_folder: Path, clock: SetClock, request: pytest.FixtureRequest
) -> None:
    other = counter()
    accounts.add_agent(desk, IDRISSI)
    desk.store.close()
    old = schema.REVISION
    request.getfixturevalue("later")
    assert _code(accounts.log_in, store_folder, "s.bennani", PASSWORD, clock) == "store.older"
    assert _code(accounts.upgrade, store_folder, "s.bennani", PASSWORD, clock) == "store.others_open"
    accounts.log_out(other)
    accounts.log_out(accounts.upgrade(store_folder, "s.bennani", PASSWORD, clock))
    desk = accounts.upgrade(store_folder, "s.bennani", PASSWORD, clock)
    assert accounts.journal_break(desk) is None
    with desk.store.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM later")).scalar_one() == 0
    desk.store.close()
    schema.REVISION = old
    assert _code(accounts.log_in, store_folder, "s.bennani", PASSWORD, clock) == "store.newer"


def test_an_agent_does_not_upgrade_for_everybody(
    desk: Desk, store_folder: Path, clock: SetClock, request: pytest.FixtureRequest
) -> None:
    accounts.add_agent(desk, IDRISSI)
    assert IDRISSI.role is Role.AGENT
    desk.store.close()
    request.getfixturevalue("later")
    for _ in range(2):
        assert _code(accounts.upgrade, store_folder, "h.idrissi", IDRISSI.password, clock) == "agent.role"
    assert _code(accounts.log_in, store_folder, "s.bennani", PASSWORD, clock) == "store.older"
