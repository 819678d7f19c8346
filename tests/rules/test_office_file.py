"""The office's file laid over a form: what it may change, and where an error in it is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from amo_desk import paths
from amo_desk.domain.dossier import Line
from amo_desk.domain.findings import Level
from amo_desk.domain.sources import Grade
from amo_desk.rules import loading
from amo_desk.rules.checklist import evaluate
from amo_desk.rules.forms import Form, Piece
from amo_desk.rules.rulebook import Rulebook
from rules.casework import case_of

HEAD = '[sources.NOTE]\ntitle = "Note du bureau"\nhref = ""\ngrade = "mutuelle"\n'
PIECE = """
[[pieces]]
id = "L_CARD"
label = { fr = "Copie de la carte", ar = "نسخة من البطاقة" }
level = "warn"
override = "agent"
since = 2026-03-01
source = "NOTE"
when = { relation = ["spouse"] }
mentions = [
    { id = "both", fr = "Recto et verso" },
    { id = "dated", fr = "Datée", level = "note", since = 2026-05-01 },
]
"""


@pytest.fixture
def overlaid(tmp_path: Path) -> Callable[..., Rulebook]:
    """The rulebook under one file of the office."""

    def load(text: str | bytes, form: str = "consultation") -> Rulebook:
        (tmp_path / "forms").mkdir(exist_ok=True)
        data = text if isinstance(text, bytes) else text.encode()
        (tmp_path / "forms" / f"{form}.toml").write_bytes(data)
        return loading.load(paths.bundled("db/reference"), paths.bundled("forms"), tmp_path)

    return load


def _form(rulebook: Rulebook, name: str = "consultation") -> Form:
    return next(form for form in rulebook.forms if form.id == name)


def _piece(rulebook: Rulebook, name: str) -> Piece:
    return next(piece for piece in _form(rulebook).pieces if piece.id == name)


def test_an_office_without_a_file_changes_nothing(rulebook: Rulebook, tmp_path: Path) -> None:
    found = loading.load(paths.bundled("db/reference"), paths.bundled("forms"), tmp_path)
    assert found == rulebook


def test_a_piece_of_the_office_stands_after_the_others(overlaid: Callable[..., Rulebook], rulebook: Rulebook) -> None:
    found = overlaid(HEAD + PIECE)
    assert found.troubles == ()
    assert _form(found).pieces[:-1] == _form(rulebook).pieces
    piece = _form(found).pieces[-1]
    assert (piece.id, piece.local, piece.level) == ("L_CARD", True, Level.WARN)
    assert (piece.source.title, piece.source.grade) == ("Note du bureau", Grade.MUTUELLE)
    assert [(m.level, m.since) for m in piece.mentions] == [
        (Level.WARN, date(2026, 3, 1)),
        (Level.NOTE, date(2026, 5, 1)),
    ]
    assert not any(p.local for form in rulebook.forms for p in form.pieces)


def test_a_source_counts_as_checked_on_the_day_it_tells_or_the_day_its_piece_begins(
    overlaid: Callable[..., Rulebook],
) -> None:
    untold = _form(overlaid(HEAD + PIECE)).pieces[-1]
    told = _form(overlaid("checked_on = 2026-11-20\n" + HEAD + PIECE)).pieces[-1]
    assert untold.source.checked_on == untold.since
    assert {m.source.checked_on for m in told.mentions} == {told.source.checked_on} == {date(2026, 11, 20)}


def test_a_piece_may_cite_a_source_of_the_program(overlaid: Callable[..., Rulebook], rulebook: Rulebook) -> None:
    found = overlaid(PIECE.replace('"NOTE"', '"CNOPS_PIECES"'))
    assert found.troubles == ()
    assert _form(found).pieces[-1].source.href == _piece(rulebook, "FS").source.href


def test_a_level_of_the_office_weighs_on_the_verdict(overlaid: Callable[..., Rulebook], rulebook: Rulebook) -> None:
    found = overlaid('[levels]\nRIB = "block"\n"FS/stamp" = "note"\n')
    lines = [Line(code="C", billed=8_000)]
    asked = {"without": ["RIB", "FS/stamp"]}
    before = evaluate(case_of(rulebook, "consultation", lines, **asked))  # type: ignore[arg-type]
    after = evaluate(case_of(found, "consultation", lines, **asked))  # type: ignore[arg-type]
    assert [(f.key, f.level.value) for f in before.findings] == [("mention/FS/stamp", "block")]
    assert [(f.key, f.level.value) for f in after.findings] == [("piece/RIB", "block"), ("mention/FS/stamp", "note")]
    state = {piece.id: piece for piece in after.pieces}
    assert [(state[name].relevelled, state[name].local) for name in ("RIB", "FS", "ORD_CONS")] == [
        (True, False),
        (True, False),
        (False, False),
    ]


def test_mentions_follow_their_piece_unless_they_weigh_otherwise(overlaid: Callable[..., Rulebook]) -> None:
    piece = _piece(overlaid('[levels]\nFS = "note"\n"FS/inpe" = "block"\n'), "FS")
    levels = {mention.id: mention.level for mention in piece.mentions}
    assert (levels["stamp"], levels["inpe"], levels["one_episode"]) == (Level.NOTE, Level.BLOCK, Level.WARN)


def test_the_rules_are_named_otherwise_under_an_office(overlaid: Callable[..., Rulebook], rulebook: Rulebook) -> None:
    first = overlaid(HEAD + PIECE).version
    second = overlaid(HEAD + PIECE + "# relu\n").version
    wrong = overlaid("[levels").version
    assert len({rulebook.version, first, second}) == 3
    assert wrong == rulebook.version


@pytest.mark.parametrize(
    "text, line, key, expected",
    [
        pytest.param("[levels]\n[levels]\n", 2, "", "levels", id="a table twice"),
        pytest.param('[levels]\nRIB = "note"\nRIB = "block"\n', 3, "", "line 3", id="two values"),
        pytest.param('colour = "red"\n', 1, "colour", "levels", id="unknown key at the top"),
        pytest.param("\n\n[levels]\nRIB = 3\n", 4, "RIB", "block", id="level without quotes"),
        pytest.param('levels = "block"\n', 1, "levels", "table", id="no table"),
        pytest.param("pieces = 3\n", 1, "pieces", "array of tables", id="no array"),
        pytest.param(HEAD + PIECE.replace("spouse", "x").replace("relation", "relative"), 13, "relative", "relation",
                     id="unknown fact"),
        pytest.param(HEAD + PIECE.replace('["spouse"]', "[[1]]"), 13, "relation", "array", id="a list in a list"),
        pytest.param(HEAD + PIECE.replace("spouse", "wife"), 13, "relation", "spouse", id="no such relation"),
        pytest.param(HEAD + PIECE.replace('["spouse"]', "[]"), 13, "relation", "array", id="no fact allowed"),
        pytest.param(HEAD + PIECE.replace('"dated", fr', '"dated", fra'), 16, "fr", "string", id="mention misspelt"),
        pytest.param(HEAD + PIECE.replace("2026-03-01", "2026-03-01T08:00:00"), 11, "since", "date", id="a moment"),
        pytest.param(HEAD + PIECE + PIECE, 20, "id", "one piece", id="one piece twice"),
        pytest.param(HEAD.replace('title = "Note du bureau"\n', "") + PIECE, 1, "title", "string", id="no title"),
        pytest.param(HEAD.replace("mutuelle", "sure") + PIECE, 4, "grade", "official", id="unknown grade"),
        pytest.param("x = " + "[" * 5_000, None, "", "", id="nested without end"),
        pytest.param(b"\xff\xfe", None, "", "utf-8", id="no text"),
    ],
)  # fmt: skip
def test_an_error_is_told_by_file_line_key_and_what_was_expected(
    overlaid: Callable[..., Rulebook],
    rulebook: Rulebook,
    text: str | bytes,
    line: int | None,
    key: str,
    expected: str,
) -> None:
    found = overlaid(text)
    (trouble,) = found.troubles
    assert (trouble.file, trouble.line, trouble.key) == ("consultation.toml", line, key)
    assert expected in trouble.expected
    assert (found.forms, found.version) == (rulebook.forms, rulebook.version)


def test_a_folder_in_place_of_a_file_is_told(overlaid: Callable[..., Rulebook], tmp_path: Path) -> None:
    (tmp_path / "forms" / "medicines.toml").mkdir(parents=True)
    found = overlaid(HEAD + PIECE)
    assert [trouble.file for trouble in found.troubles] == ["medicines.toml"]
    assert _form(found).pieces[-1].local
