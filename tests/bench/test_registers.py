"""A register of millions at the counter: each keystroke, its opening and an import, beside what peers do.

    AMO_BENCH_PEOPLE=3200000 AMO_BENCH_LINES=1000000 python3 dev.py bench tests/bench/test_registers.py

Without these variables a small register shows that everything runs. AMO_BENCH_FOLDER keeps the store and the workbook
between two runs. All figures of a ratio come from one run; nothing is asserted about time.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bench.keystrokes import keystrokes, queries
from conftest import CHEAP, OFFICE, PASSWORD, RECOVERY
from pytest_benchmark.fixture import BenchmarkFixture
from sqlalchemy import Connection, func, or_, select

from amo_desk.domain.identifiers import compact
from amo_desk.domain.names import folded
from amo_desk.store.database import DATABASE
from amo_desk.store.schema import families, people
from amo_desk.usecases import accounts, demo_full, lookup
from amo_desk.usecases.accounts import NewAccount
from amo_desk.usecases.clock import SystemClock
from amo_desk.usecases.desk import Desk

ROOT = Path(__file__).parents[2]
PEOPLE = int(os.environ.get("AMO_BENCH_PEOPLE", "20000"))
LINES = int(os.environ.get("AMO_BENCH_LINES", "5000"))
DAY = date(2026, 11, 23)
# Reading everything at each keystroke is slow: every so many keystrokes are enough to know it.
LIKED = 60
SERVED = 600
PEAK = """
import json, sys, time
from pathlib import Path

def peak():
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024

began = time.perf_counter()
"""
PROGRAM = (
    PEAK
    + """
from amo_desk import paths
from amo_desk.settings import Settings
from amo_desk.ui import theme
from amo_desk.ui.main_window import MainWindow
from amo_desk.ui.page import Context, Notices
from amo_desk.ui.tasks import Tasks
from amo_desk.usecases import accounts
from amo_desk.usecases.clock import SystemClock

folder, password, typed = Path(sys.argv[1]), sys.argv[2], json.loads(sys.argv[3])
application = theme.application(sys.argv[:1])
theme.apply(application, "light", paths.bundled("resources/styles"))
context = Context(tasks=Tasks(application), notices=Notices(), settings=Settings())
window = MainWindow(context, folder, SystemClock(), None, first_run=False)
window.show()
began = time.perf_counter()
desk = accounts.log_in(folder, "s.bennani", password, SystemClock())
opened = time.perf_counter() - began
window.enter(desk)
application.processEvents()
for text in typed:
    window.workplace.top.search.setText(text)
    application.processEvents()
    context.tasks.drain()
    application.processEvents()
hits = window.workplace.pages.lookup.view.results.model().rowCount()
print(json.dumps({"seconds": opened, "peak": peak(), "hits": hits}))
window.workplace.end()
context.tasks.close()
"""
)
CALAMINE = (
    PEAK
    + """
from python_calamine import CalamineWorkbook

lines = sum(1 for _ in CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).iter_rows())
print(json.dumps({"seconds": time.perf_counter() - began, "peak": peak(), "lines": lines}))
"""
)
OPENPYXL = (
    PEAK
    + """
from openpyxl import load_workbook

lines = sum(1 for _ in load_workbook(sys.argv[1], read_only=True).active.iter_rows(values_only=True))
print(json.dumps({"seconds": time.perf_counter() - began, "peak": peak(), "lines": lines}))
"""
)
IMPORT = (
    PEAK
    + """
from amo_desk.usecases import accounts, register_imports
from amo_desk.usecases.clock import SystemClock
from amo_desk.usecases.register_imports import Options, Register

desk = accounts.log_in(Path(sys.argv[1]), "s.bennani", sys.argv[2], SystemClock())
began = time.perf_counter()
sheet = register_imports.look(desk, Register.AFFILIATES, Path(sys.argv[3]))
outcome = register_imports.apply(desk, Register.AFFILIATES, Path(sys.argv[3]), sheet.mapping, options=Options())
seconds = time.perf_counter() - began
print(json.dumps({"seconds": seconds, "peak": peak(), "added": outcome.added, "refused": outcome.refused}))
desk.store.close()
"""
)


@pytest.fixture(scope="module")
def table(request: pytest.FixtureRequest) -> Iterator[list[tuple[str, str]]]:
    """The lines of the table that is printed at the end."""
    lines: list[tuple[str, str]] = [("people in the register", f"{PEOPLE:,}")]
    yield lines
    capture = request.config.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled():
        print("\n\n" + "\n".join(f"{name:<58} {value}" for name, value in lines))  # noqa: T201


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the store and the workbook are, which a folder given keeps for the next run."""
    given = os.environ.get("AMO_BENCH_FOLDER")
    return Path(given) if given else tmp_path_factory.mktemp("registers")


@pytest.fixture(scope="module")
def big(folder: Path, table: list[tuple[str, str]]) -> Iterator[Desk]:
    """A desk in front of the whole register."""
    store = folder / f"store-{PEOPLE}"
    if not store.exists():
        desk = _set_up(store)
        began = time.perf_counter()
        demo_full.fill(desk, PEOPLE)
        table.append(("written in", f"{time.perf_counter() - began:.1f} s"))
        desk.store.close()
    table.append(("on the disk", f"{(store / DATABASE).stat().st_size / PEOPLE:.0f} bytes a person"))
    desk = accounts.log_in(store, "s.bennani", PASSWORD, SystemClock())
    yield desk
    desk.store.close()


def _set_up(store: Path) -> Desk:
    account = NewAccount(login="s.bennani", name="S. Bennani", password=PASSWORD)
    return accounts.set_up(store, OFFICE, account, RECOVERY, SystemClock(), CHEAP)


@pytest.fixture(scope="module")
def typed() -> list[str]:
    """Every beginning of two hundred queries."""
    return keystrokes(queries(PEOPLE, demo_full.SEED))


def _timed(find: Callable[[str], Any], typed: Sequence[str]) -> list[float]:
    taken = []
    for text in typed:
        began = time.perf_counter()
        find(text)
        taken.append(time.perf_counter() - began)
    return sorted(taken)


def _at(taken: list[float], share: float) -> float:
    return taken[min(len(taken) - 1, int(len(taken) * share))]


def _told(taken: list[float]) -> str:
    shares = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
    return ", ".join(f"{name} {_at(taken, share) * 1000:.2f} ms" for name, share in shares.items())


def _ratios(theirs: list[float], ours: list[float]) -> str:
    shares = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
    told = ", ".join(f"{name} {_at(theirs, share) / _at(ours, share):.1f}" for name, share in shares.items())
    return f"{told}, all {sum(theirs) / sum(ours):.0f} times as long"


def _like(connection: Connection, text: str) -> int:
    """The same question asked as peers do: each word anywhere in a name, a number anywhere in a number."""
    name = func.lower(people.c.last_name + " " + people.c.first_name + " " + people.c.arabic_name)
    query = select(people, families.c.immatriculation, families.c.affiliation).join(families)
    if re.search(r"\d", text):
        anywhere = f"%{compact(text)}%"
        numbers = (people.c.cin, families.c.immatriculation, families.c.affiliation, families.c.ppr)
        query = query.where(or_(*(column.like(anywhere) for column in numbers)))
    else:
        query = query.where(*(name.like(f"%{word}%") for word in text.lower().split()))
    return len(connection.execute(query.limit(lookup.LONGEST_LIST + 1)).all())


@pytest.mark.benchmark(group="keystroke to rows")
def test_keystrokes(benchmark: BenchmarkFixture, big: Desk, typed: list[str], table: list[tuple[str, str]]) -> None:
    def find(text: str) -> int:
        return len(lookup.find(big, text).people)

    find("a")
    taken = benchmark.pedantic(_timed, (find, typed), rounds=1)
    answered = sum(find(text) > 0 for text in typed[:: len(typed) // LIKED])
    assert answered > LIKED // 2
    table.append((f"keystroke to rows ({len(typed)} keystrokes)", _told(taken)))
    some = typed[:: max(1, len(typed) // LIKED)]
    ours = _timed(find, some)
    with big.store.reading() as connection:
        theirs = _timed(lambda text: _like(connection, text), some)
    table.append((f"  LIKE '%…%' on the same store ({len(some)} of them)", _told(theirs)))
    table.append(("  against the same keystrokes here", _ratios(theirs, ours)))
    server = pytest.importorskip("server", reason="the tests' PostgreSQL server is not here")
    with server.running() as running, running.connect() as database:
        _copy(big, database)
        some = typed[:: max(1, len(typed) // SERVED)]
        theirs = _timed(lambda text: _trigrams(database, text), some)
        ours = _timed(find, some)
    table.append((f"  PostgreSQL with pg_trgm ({len(some)} of them)", _told(theirs)))
    table.append(("  against the same keystrokes here", _ratios(theirs, ours)))


def _copy(desk: Desk, database: Any) -> None:
    """The same people in PostgreSQL, indexed as its manual says for LIKE '%…%'."""
    database.execute("CREATE EXTENSION pg_trgm")
    database.execute("CREATE TABLE families (id uuid PRIMARY KEY, immatriculation text, affiliation text, ppr text)")
    database.execute("CREATE TABLE people (id uuid PRIMARY KEY, family_id uuid, name text, numbers text, birth date)")
    f, p = families.c, people.c
    numbers = p.cin + " " + f.immatriculation + " " + f.affiliation + " " + f.ppr
    whole = select(p.id, p.family_id, p.last_name, p.first_name, p.arabic_name, numbers, p.birth).join(families)
    own = select(f.id, f.immatriculation, f.affiliation, f.ppr)
    with desk.store.reading() as connection, database.cursor() as cursor:
        with cursor.copy("COPY families FROM STDIN") as copy:
            for row in connection.execution_options(yield_per=10_000).execute(own):
                copy.write_row(tuple(row))
        with cursor.copy("COPY people FROM STDIN") as copy:
            for row in connection.execution_options(yield_per=10_000).execute(whole):
                person, family, last, first, arabic, told, birth = row
                copy.write_row((person, family, folded(f"{last} {first} {arabic}"), told, birth))
    for column in ("name", "numbers"):
        database.execute(f"CREATE INDEX ON people USING gin ({column} gin_trgm_ops)")
    database.execute("CREATE INDEX ON people (family_id)")
    database.execute("VACUUM ANALYZE")


def _trigrams(database: Any, text: str) -> int:
    number = bool(re.search(r"\d", text))
    words = [text.upper()] if number else folded(text).split()
    column = "numbers" if number else "name"
    held = " AND ".join([f"p.{column} LIKE %s"] * len(words))
    query = f"SELECT p.*, f.* FROM people p JOIN families f ON f.id = p.family_id WHERE {held} LIMIT 51"  # noqa: S608
    return len(database.execute(query, [f"%{word}%" for word in words]).fetchall())


def _run(script: str, *arguments: str) -> dict[str, Any]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    program = [sys.executable, "-c", script, *arguments]
    done = subprocess.run(program, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="peak memory is asked of Linux")
@pytest.mark.benchmark(group="the program with the register open")
def test_program(benchmark: BenchmarkFixture, big: Desk, typed: list[str], table: list[tuple[str, str]]) -> None:
    big.store.close()
    store, some = str(big.store.folder), json.dumps(typed[:400])
    figures = benchmark.pedantic(_run, (PROGRAM, store, PASSWORD, some), rounds=1)
    assert figures["hits"] > 0
    table.append(("opened, password to desk", f"{figures['seconds']:.2f} s"))
    table.append(("peak memory of the window, 400 keystrokes typed in it", f"{figures['peak']} MiB"))


@pytest.fixture(scope="module")
def workbook(folder: Path, table: list[tuple[str, str]]) -> Path:
    """An extract with a line a person."""
    path = folder / f"extract-{LINES}.xlsx"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        demo_full.write_extract(path, LINES, day=DAY)
    table.append((f"extract of {LINES:,} lines", f"{path.stat().st_size / 1_000_000:.0f} MB"))
    return path


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="peak memory is asked of Linux")
@pytest.mark.benchmark(group="import of an extract")
def test_import(benchmark: BenchmarkFixture, workbook: Path, tmp_path: Path, table: list[tuple[str, str]]) -> None:
    bare = benchmark.pedantic(_run, (CALAMINE, str(workbook)), rounds=1)
    assert bare["lines"] == LINES + 1
    table.append(("  calamine reading it alone", f"{bare['seconds']:.1f} s, {bare['peak']} MiB"))
    whole = _run(OPENPYXL, str(workbook))["seconds"]
    table.append(("  openpyxl reading it alone", f"{whole:.1f} s"))
    _set_up(tmp_path / "store").store.close()
    done = _run(IMPORT, str(tmp_path / "store"), PASSWORD, str(workbook))
    assert done["added"] + done["refused"] == LINES
    seconds = done["seconds"]
    told = f"{seconds / bare['seconds']:.1f} times calamine's, openpyxl {whole / seconds:.1f} times as long"
    table.append(("  import into an empty store", f"{seconds:.1f} s, {done['peak']} MiB; {told}"))
