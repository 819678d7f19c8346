"""The office's own file beside the store: its pieces and levels hold; with an error in it, the bundled rules hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import PASSWORD
from dossiers import receivable

from amo_desk.domain.findings import Level, PieceState
from amo_desk.usecases import accounts, intake
from amo_desk.usecases.clock import SetClock
from amo_desk.usecases.desk import Desk, bundled_rulebook

GOOD = """
checked_on = 2026-11-20

[sources.BUREAU]
title = "Note de service 7/2026 du bureau"
href = ""
grade = "mutuelle"

[[pieces]]
id = "L_CARTE"
label = { fr = "Copie de la carte du bureau", ar = "نسخة من بطاقة المكتب" }
level = "warn"
override = "agent"
since = 2026-01-01
source = "BUREAU"

[levels]
RIB = "block"
"FS/stamp" = "warn"
"""


def _opened(store_folder: Path, clock: SetClock, text: str, form: str = "consultation") -> Desk:
    folder = store_folder / "office" / "forms"
    folder.mkdir(parents=True)
    (folder / f"{form}.toml").write_text(text, encoding="utf-8")
    return accounts.log_in(store_folder, "s.bennani", PASSWORD, clock)


def _pieces(desk: Desk) -> dict[str, PieceState]:
    draft, content = receivable(desk)
    known = intake.known(desk, draft, content)
    return {piece.id: piece for piece in intake.judge(desk, draft, content, known).pieces}


def test_a_piece_and_levels_of_the_office_hold_at_the_counter(store_folder: Path, clock: SetClock) -> None:
    desk = _opened(store_folder, clock, GOOD)
    try:
        assert desk.rulebook.troubles == ()
        pieces = _pieces(desk)
        local = pieces["L_CARTE"]
        assert (local.local, local.level) == (True, Level.WARN)
        assert local.source.title == "Note de service 7/2026 du bureau"
        assert [name for name, piece in pieces.items() if piece.local] == ["L_CARTE"]
        assert pieces["RIB"].level is Level.BLOCK
        assert {m.id: m.level for m in pieces["FS"].mentions}["stamp"] is Level.WARN
        assert desk.rulebook.version != bundled_rulebook().version, "a dossier tells under which rules it was judged"
    finally:
        desk.store.close()


def test_a_piece_of_the_office_is_asked_from_its_day(store_folder: Path, clock: SetClock) -> None:
    desk = _opened(store_folder, clock, GOOD.replace("since = 2026-01-01", "since = 2026-11-24"))
    try:
        assert desk.rulebook.troubles == ()
        assert "L_CARTE" not in _pieces(desk)
    finally:
        desk.store.close()


@pytest.mark.parametrize(
    "change, line, key, expected",
    [
        pytest.param(("[levels]", "[levels"), 17, "", "line 17", id="malformed"),
        pytest.param(('level = "warn"', 'levle = "warn"'), None, "level", "block", id="a key missing"),
        pytest.param(("since =", "sinse = 2026-01-01\nsince ="), 14, "sinse", "", id="unknown key"),
        pytest.param(('source = "BUREAU"\n', ""), None, "source", "BUREAU", id="a piece without source"),
        pytest.param(('grade = "mutuelle"\n', ""), None, "grade", "official", id="a source without grade"),
        pytest.param(('source = "BUREAU"', 'source = "NOTE"'), 15, "source", "BUREAU", id="unknown source"),
        pytest.param(('id = "L_CARTE"', 'id = "CARTE"'), 10, "id", "L_", id="not a name of the office"),
        pytest.param(('RIB = "block"', 'RIBB = "block"'), 18, "RIBB", "RIB", id="unknown piece"),
        pytest.param(('RIB = "block"', 'RIB = "red"'), 18, "RIB", "block", id="unknown level"),
        pytest.param(("since = 2026-01-01", 'since = "2026"'), 14, "since", "date", id="not a day"),
    ],
)
def test_a_wrong_file_is_told_and_the_bundled_rules_hold(
    store_folder: Path, clock: SetClock, change: tuple[str, str], line: int | None, key: str, expected: str
) -> None:
    assert change[0] in GOOD
    desk = _opened(store_folder, clock, GOOD.replace(change[0], change[1], 1))
    try:
        (trouble,) = desk.rulebook.troubles
        assert (trouble.file, trouble.key) == ("consultation.toml", key)
        assert line is None or trouble.line == line
        assert expected in trouble.expected
        assert desk.rulebook.forms == bundled_rulebook().forms
        draft, content = receivable(desk)
        assert intake.receive(desk, draft, content).number, "the counter goes on"
    finally:
        desk.store.close()


def test_one_piece_twice_is_told(store_folder: Path, clock: SetClock) -> None:
    piece = GOOD[GOOD.index("[[pieces]]") : GOOD.index("[levels]")]
    desk = _opened(store_folder, clock, GOOD.replace("[levels]", piece + "[levels]"))
    try:
        (trouble,) = desk.rulebook.troubles
        assert (trouble.key, trouble.line) == ("id", 18)
        assert desk.rulebook.forms == bundled_rulebook().forms
    finally:
        desk.store.close()


def test_a_file_for_no_form_is_told(store_folder: Path, clock: SetClock) -> None:
    desk = _opened(store_folder, clock, GOOD, form="consultations")
    try:
        (trouble,) = desk.rulebook.troubles
        assert trouble.file == "consultations.toml"
        assert "consultation" in trouble.expected
    finally:
        desk.store.close()


def test_a_wrong_file_leaves_the_good_one_beside_it(store_folder: Path, clock: SetClock) -> None:
    (store_folder / "office" / "forms").mkdir(parents=True)
    (store_folder / "office" / "forms" / "medicines.toml").write_text("[levels]\nRIB = 3\n", encoding="utf-8")
    (store_folder / "office" / "forms" / "consultation.toml").write_text(GOOD, encoding="utf-8")
    desk = accounts.log_in(store_folder, "s.bennani", PASSWORD, clock)
    try:
        assert [trouble.file for trouble in desk.rulebook.troubles] == ["medicines.toml"]
        assert "L_CARTE" in _pieces(desk)
    finally:
        desk.store.close()


def test_no_trouble_tells_where_the_store_is(store_folder: Path, clock: SetClock) -> None:
    desk = _opened(store_folder, clock, "\x00")
    try:
        (trouble,) = desk.rulebook.troubles
        assert str(store_folder) not in f"{trouble.file} {trouble.key} {trouble.expected}"
    finally:
        desk.store.close()
