"""A full disk, a disk that only reads, a power cut: nothing half done, and what was saved before is still there."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from amo_desk.domain.dossier import Dossier
from amo_desk.domain.errors import Unavailable
from amo_desk.store.vault import write_vault
from amo_desk.usecases import accounts, intake, lookup
from amo_desk.usecases.clock import SetClock
from amo_desk.usecases.desk import Desk

ROOT = Path(__file__).parents[2]
POSIX = pytest.mark.skipif(os.name == "nt", reason="limits and signals of POSIX")

OPENING = """
import sys
from pathlib import Path
from amo_desk.domain.dossier import Line
from amo_desk.domain.errors import Unavailable
from amo_desk.usecases import accounts, intake, lookup
from amo_desk.usecases.clock import SystemClock

desk = accounts.log_in(Path(sys.argv[1]), "s.bennani", sys.argv[2], SystemClock())
"""
FULL_DISK = """
import os, resource, signal

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
(draft,) = intake.drafts(desk)
dossier = intake.get(desk, draft.id)
largest = max(path.stat().st_size for path in desk.store.folder.iterdir())
resource.setrlimit(resource.RLIMIT_FSIZE, (largest, resource.RLIM_INFINITY))
long = dossier.content.with_field("note", "x" * (largest + 100_000))
for attempt in range(2):
    try:
        intake.save(desk, dossier, long)
    except Unavailable as error:
        print(error.code)
try:
    desk.store.change_keys(lambda vault: vault.with_slot("x" , "un-mot-de-passe", desk.store.key))
except Unavailable as error:
    print(error.code)
print(intake.get(desk, draft.id).content.fields.get("note"))
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
intake.save(desk, dossier, dossier.content.with_field("note", "encore de la place"))
print(accounts.journal_break(desk))
desk.store.close()
"""
SAVING = """
(draft,) = intake.drafts(desk)
dossier = intake.get(desk, draft.id)
while True:
    number = dossier.version
    lines = tuple(Line(code="C", label="x" * 500, billed=number) for _ in range(10))
    dossier = intake.save(desk, dossier, type(dossier.content)(fields={"note": str(number)}, lines=lines))
    print(number, flush=True)
"""


def _program(script: str, desk: Desk, password: str) -> list[str]:
    return [sys.executable, "-c", OPENING + script, str(desk.store.folder), password]


@pytest.fixture
def draft(desk: Desk) -> Dossier:
    """A draft with something in it."""
    hit = lookup.find(desk, "0123456").people[0]
    form = next(f for f in desk.rulebook.forms_on(desk.today()) if f.id == "consultation")
    dossier = intake.begin(desk, hit.family_id, hit.person_id, form)
    return intake.save(desk, dossier, dossier.content.with_field("note", "avant"))


@POSIX
def test_a_full_disk_refuses_the_save_and_keeps_the_draft(
    desk: Desk, draft: Dossier, again: Callable[[], Desk], password: str
) -> None:
    desk.store.close()
    program = _program(FULL_DISK, desk, password)
    said = subprocess.run(program, capture_output=True, text=True, check=True, cwd=ROOT).stdout.splitlines()
    assert set(said[:2]) <= {"store.full", "store.disk"}
    assert said[2:] == ["avant", "None"]
    assert intake.get(again(), draft.id).content.fields["note"] == "encore de la place"


@POSIX
def test_a_full_disk_keeps_the_old_keys(desk: Desk, password: str) -> None:
    script = (
        "import resource, signal\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (16, resource.RLIM_INFINITY))\n"
        "try: desk.store.change_keys(lambda vault: vault.with_slot('autre', 'un-mot-de-passe', desk.store.key))\n"
        "except Unavailable as error: print(error.code)\n"
        "print(sorted(path.name for path in desk.store.folder.glob('keys*')))\n"
    )
    before = (desk.store.folder / "keys.json").read_bytes()
    desk.store.close()
    program = _program(script, desk, password)
    said = subprocess.run(program, capture_output=True, text=True, check=True, cwd=ROOT).stdout.splitlines()
    assert said == ["store.unwritable", "['keys.json']"]
    assert (desk.store.folder / "keys.json").read_bytes() == before


def _only_reads(engine: Engine) -> None:
    @event.listens_for(engine, "checkout")
    def _checkout(connection: Any, *_: object) -> None:
        connection.execute("PRAGMA query_only = ON")


def test_a_store_that_only_reads_refuses_the_save_and_can_still_be_read(desk: Desk, draft: Dossier) -> None:
    _only_reads(desk.store.engine)
    for change in (
        lambda: intake.save(desk, draft, draft.content.with_field("note", "après")),
        lambda: intake.discard(desk, draft),
    ):
        with pytest.raises(Unavailable, match=r"store\.read_only"):
            change()
    assert intake.get(desk, draft.id).content.fields["note"] == "avant"
    assert accounts.journal_break(desk) is None


def test_a_folder_that_only_reads_is_told(
    store_folder: Path, clock: SetClock, password: str, request: pytest.FixtureRequest
) -> None:
    store_folder.chmod(0o500)
    request.addfinalizer(lambda: store_folder.chmod(0o700))
    if os.access(store_folder, os.W_OK):
        pytest.skip("this user may write anywhere")
    before = (store_folder / "amo.db").read_bytes()
    with pytest.raises(Unavailable):
        accounts.log_in(store_folder, "s.bennani", password, clock)
    assert (store_folder / "amo.db").read_bytes() == before


def test_keys_that_cannot_be_written_are_told(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"store\.unwritable"):
        write_vault(tmp_path / "nowhere" / "keys.json", desk.store.vault)


@POSIX
@pytest.mark.parametrize("seed", range(4))
def test_a_power_cut_loses_nothing_that_was_acknowledged(
    desk: Desk, draft: Dossier, again: Callable[[], Desk], password: str, seed: int
) -> None:
    desk.store.close()
    enough = random.Random(seed).randint(1, 60)  # noqa: S311  (a moment, not a secret)
    acknowledged = 0
    with subprocess.Popen(_program(SAVING, desk, password), stdout=subprocess.PIPE, text=True, cwd=ROOT) as saving:
        assert saving.stdout
        for line in saving.stdout:
            acknowledged = int(line)
            if acknowledged == enough + draft.version:
                saving.kill()
    assert acknowledged >= enough
    next_one = again()
    found = intake.get(next_one, draft.id)
    # One more may have reached the disk before its acknowledgment was read.
    assert found.version in {acknowledged + 1, acknowledged + 2}
    assert int(found.content.fields["note"]) == found.version - 1
    assert {line.billed for line in found.content.lines} == {found.version - 1}
    assert accounts.journal_break(next_one) is None


def test_nothing_is_left_open_after_a_refusal(
    desk: Desk, store_folder: Path, bare: Callable[[], Any], clock: SetClock, password: str
) -> None:
    connection = bare()
    connection.execute("UPDATE agents SET active = 0")
    connection.close()
    for _ in range(2):
        with pytest.raises(Exception, match=r"login\.password"):
            accounts.log_in(store_folder, "s.bennani", password, clock)
    assert not (desk.store.folder / "amo.db-wal").exists()
