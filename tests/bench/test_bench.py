"""What an agent waits for, beside the least it could cost; run by `dev.py bench`, nothing is asserted about time.

In a group, the second name is the bare minimum and the figure in brackets how many times longer the first one takes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from dossiers import received
from pytest_benchmark.fixture import BenchmarkFixture

from amo_desk.domain.dossier import Content, Dossier, Line
from amo_desk.domain.findings import Verdict
from amo_desk.store import codec
from amo_desk.usecases import intake, lookup, papers
from amo_desk.usecases.desk import Desk

ROOT = Path(__file__).parents[2]
WINDOW = """
import sys, tempfile
from pathlib import Path
from PySide6.QtCore import QTimer
"""
LOGIN_PAGE = (
    WINDOW
    + """
from amo_desk import paths
from amo_desk.settings import Settings
from amo_desk.ui import theme
from amo_desk.ui.main_window import MainWindow
from amo_desk.ui.page import Context, Notices
from amo_desk.ui.tasks import Tasks
from amo_desk.usecases.clock import SystemClock

application = theme.application(sys.argv[:1])
theme.apply(application, "light", paths.bundled("resources/styles"))
context = Context(tasks=Tasks(application), notices=Notices(application), settings=Settings())
window = MainWindow(context, Path(tempfile.gettempdir()) / "absent", SystemClock(), None, first_run=False)
window.show()
QTimer.singleShot(0, application.quit)
application.exec()
context.tasks.close()
"""
)
BARE_WINDOW = (
    WINDOW
    + """
from PySide6.QtWidgets import QApplication, QMainWindow

application = QApplication(sys.argv[:1])
window = QMainWindow()
window.show()
QTimer.singleShot(0, application.quit)
application.exec()
"""
)
DAY = """
import json, sys
from pathlib import Path
from amo_desk.usecases import accounts, intake, papers
from amo_desk.usecases.clock import SystemClock
from dossiers import receivable

def peak():
    # Not getrusage: on Linux its peak begins at that of the program which started this one.
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024

desk = accounts.log_in(Path(sys.argv[1]), "s.bennani", sys.argv[2], SystemClock())
peaks = []
for turn in range(int(sys.argv[3])):
    draft, content = receivable(desk, care=desk.today().isoformat(), billed=10_000 + turn)
    for _ in range(5):
        draft = intake.save(desk, draft, content)
    papers.receipt(desk, intake.receive(desk, draft, content))
    peaks.append(peak())
print(json.dumps(peaks))
desk.store.close()
"""


@pytest.fixture
def typed(desk: Desk) -> tuple[Dossier, Content]:
    """A standard dossier while it is typed: a dozen medicines, every piece handed over."""
    hit = lookup.find(desk, "0123456").people[0]
    form = next(f for f in desk.rulebook.forms_on(desk.today()) if f.id == "medicines")
    draft = intake.begin(desk, hit.family_id, hit.person_id, form)
    lines = tuple(
        Line(code=f"6118000{number:06d}", label="AMOXICILLINE EXEMPLE 500 MG, 1 boite 12", billed=3_460)
        for number in range(12)
    )
    fields = {
        "care_date": "2026-11-20",
        "prescription_date": "2026-11-19",
        "prescriber_inpe": "101075429",
        "executor_inpe": "102334118",
        "boxes": "12",
        "declared_amount": "41520",
    }
    pieces = {f"{piece.id}/{mention.id}" for piece in form.pieces for mention in piece.mentions}
    ticks = frozenset(pieces | {piece.id for piece in form.pieces})
    return draft, Content(fields=fields, lines=lines, ticks=ticks)


@pytest.fixture
def bare_table(desk: Desk, tmp_path: Path) -> Iterator[Any]:
    """An encrypted database with the pragmas of the store and one row to write over."""
    connection = sqlcipher.connect(str(tmp_path / "bare.db"), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{desk.store.key.hex()}'\"")
    for pragma in ("foreign_keys = ON", "journal_mode = WAL", "synchronous = FULL"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE drafts (id INTEGER PRIMARY KEY, content BLOB, version INTEGER)")
    connection.execute("INSERT INTO drafts VALUES (1, x'', 1)")
    yield connection
    connection.close()


@pytest.mark.benchmark(group="durable save of a dozen lines")
def test_save(benchmark: BenchmarkFixture, desk: Desk, typed: tuple[Dossier, Content]) -> None:
    dossier, content = typed

    def save() -> None:
        nonlocal dossier
        dossier = intake.save(desk, dossier, content)

    benchmark(save)
    assert intake.get(desk, dossier.id).content == content


@pytest.mark.benchmark(group="durable save of a dozen lines")
def test_save_bare(benchmark: BenchmarkFixture, bare_table: Any, typed: tuple[Dossier, Content]) -> None:
    data = codec.encoded(typed[1])

    def commit() -> None:
        bare_table.execute("BEGIN IMMEDIATE")
        bare_table.execute("UPDATE drafts SET content = ?, version = version + 1 WHERE id = 1", (data,))
        bare_table.execute("COMMIT")

    benchmark(commit)
    assert bare_table.execute("SELECT content FROM drafts").fetchone()[0] == data


@pytest.mark.benchmark(group="acknowledgment")
@pytest.mark.parametrize("sheet", ["A4", "A5"])
def test_acknowledgment(benchmark: BenchmarkFixture, desk: Desk, sheet: str) -> None:
    dossier = received(desk)
    paper = benchmark(papers.receipt, desk, dossier, sheet)
    assert paper.pdf.startswith(b"%PDF")


@pytest.mark.benchmark(group="at every keystroke")
def test_evaluation_of_twenty_lines(benchmark: BenchmarkFixture, desk: Desk) -> None:
    hit = lookup.find(desk, "0123456").people[0]
    form = next(f for f in desk.rulebook.forms_on(desk.today()) if f.id == "dental_care")
    draft = intake.begin(desk, hit.family_id, hit.person_id, form)
    codes = ("D700", "D702", "D706", "D708", "D713", "D754", "D900", "C", "D999", "D500")
    lines = tuple(Line(code=code, teeth=(16,), billed=30_000) for code in codes * 2)
    content = Content(fields={**draft.content.fields, "care_date": "2026-11-20"}, lines=lines)
    facts = intake.known(desk, draft, content)
    evaluation = benchmark(intake.judge, desk, draft, content, facts)
    assert evaluation.verdict is Verdict.NOT_RECEIVABLE
    assert len(evaluation.quote.lines) == 20


@pytest.mark.benchmark(group="search")
@pytest.mark.parametrize("typed_text", ["0123456", "alami mohamed", "a"])
def test_search(benchmark: BenchmarkFixture, desk: Desk, typed_text: str) -> None:
    assert benchmark(lookup.find, desk, typed_text).people


def _run(script: str, *arguments: str) -> str:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    program = [sys.executable, "-c", script, *arguments]
    return subprocess.run(program, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout


@pytest.mark.benchmark(group="cold start")
@pytest.mark.parametrize("script", [LOGIN_PAGE, BARE_WINDOW], ids=["login page", "bare window"])
def test_cold_start(benchmark: BenchmarkFixture, script: str) -> None:
    benchmark.pedantic(_run, (script,), rounds=5, warmup_rounds=1)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="peak memory is asked of Linux")
@pytest.mark.benchmark(group="a day of 300 dossiers")
def test_memory_of_a_day(benchmark: BenchmarkFixture, desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.store.close()
    said = benchmark.pedantic(_run, (DAY, str(desk.store.folder), "guichet-trois-2026", "300"), rounds=1)
    peaks = json.loads(said)
    assert len(peaks) == 300
    benchmark.extra_info["peak MiB"] = peaks[-1]
    with capsys.disabled():
        first, last = peaks[0], peaks[-1]
        print(f"\npeak memory: {first} MiB after one dossier, {last} MiB after 300 ({last / first:.2f} times)")  # noqa: T201
