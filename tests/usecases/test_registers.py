"""A new medicine list is written whole, once, and journalled; or nothing is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from dossiers import receivable
from medicine_lists import AS_TEXT, FIRST, OFFICIAL, SECOND, THIRD, imported, listed
from shared import SHARED, needs_shared

from amo_desk.domain.dossier import Line
from amo_desk.domain.errors import Refused, Unavailable
from amo_desk.domain.extracts import Refusal
from amo_desk.domain.medicine import Medicine
from amo_desk.domain.office import Role
from amo_desk.store import journal, medicines
from amo_desk.usecases import intake, register_imports
from amo_desk.usecases.desk import Desk
from amo_desk.usecases.register_imports import Options, Outcome, Register
from amo_desk.usecases.registers import register_state

pytestmark = pytest.mark.both_stores

TODAY = date(2026, 11, 23)


def tried(desk: Desk, path: Path, day: date | None = None) -> Outcome:
    mapping = register_imports.look(desk, Register.MEDICINES, path).mapping
    return register_imports.dry_run(desk, Register.MEDICINES, path, mapping, options=Options(extract_day=day))


def found(desk: Desk, code: str, day: date = TODAY) -> Medicine | None:
    with desk.store.reading() as connection:
        return medicines.get(connection, [code], day).get(code)


def journal_length(desk: Desk) -> int:
    with desk.store.reading() as connection:
        assert journal.first_broken(connection) is None
        return journal.length(connection)


@pytest.fixture
def untouched(desk: Desk) -> Iterator[None]:
    """What a test that imports nothing must leave as it was."""
    before = register_state(desk), journal_length(desk)
    yield
    assert (register_state(desk), journal_length(desk)) == before


@needs_shared
def test_the_official_list_is_imported_whole_and_only_once(desk: Desk) -> None:
    before = journal_length(desk)
    done = imported(desk, OFFICIAL, day=date(2014, 1, 1), label="CNOPS 2014")
    assert (done.extract_day, done.lines, done.added, done.refused) == (date(2014, 1, 1), 5917, 5917, 0)
    assert done.warnings == len(done.notices) == 19
    assert not done.unchanged_file
    assert journal_length(desk) == before + 1

    for again in (imported(desk, AS_TEXT), tried(desk, AS_TEXT)):
        assert again.unchanged_file
        assert (again.extract_day, again.lines, again.unchanged, again.added) == (date(2014, 1, 1), 5917, 5917, 0)
    assert imported(desk, OFFICIAL, day=date(2014, 1, 1)).unchanged_file
    assert journal_length(desk) == before + 1
    (edition,) = register_state(desk).editions
    assert (edition.label, edition.day, edition.products) == ("CNOPS 2014", date(2014, 1, 1), 5917)
    combivir = found(desk, "6118000140213")
    assert combivir is not None
    assert (combivir.name, combivir.edition) == ("COMBIVIR", "CNOPS 2014")


def test_a_list_holds_from_today_under_a_plain_name_unless_told(desk: Desk, tmp_path: Path) -> None:
    imported(desk, listed(tmp_path, (FIRST, "A", "10")), label="  ")
    (edition,) = register_state(desk).editions
    assert (edition.label, edition.day) == ("Liste des médicaments au 23/11/2026", TODAY)


def test_a_new_list_holds_from_its_day_and_the_old_one_before(desk: Desk, tmp_path: Path) -> None:
    imported(desk, listed(tmp_path, (FIRST, "A", "10")), day=date(2014, 1, 1))
    imported(desk, listed(tmp_path, (FIRST, "A", "12,50")), day=date(2026, 11, 1))
    old, new = found(desk, FIRST, date(2026, 10, 31)), found(desk, FIRST)
    assert old is not None
    assert new is not None
    assert (old.ppv, new.ppv) == (1000, 1250)


def test_a_list_may_come_before_the_day_from_which_it_holds(desk: Desk, tmp_path: Path) -> None:
    imported(desk, listed(tmp_path, (FIRST, "A", "10")), day=date(2026, 1, 1))
    coming = imported(desk, listed(tmp_path, (FIRST, "A", "12")), day=date(2027, 1, 1))
    assert (coming.updated, coming.repriced, coming.compared_with) == (1, 1, date(2026, 1, 1))
    now = found(desk, FIRST)
    assert now is not None
    assert now.ppv == 1000


def test_a_trial_counts_what_would_change_and_the_import_says_the_same(desk: Desk, tmp_path: Path) -> None:
    first = listed(tmp_path, (FIRST, "A", "10"), (SECOND, "B", "20"), (THIRD, "C", "30"))
    empty = tried(desk, first)
    assert (empty.compared_with, empty.added, empty.closed) == (None, 3, 0)
    imported(desk, first, day=date(2026, 1, 1))
    state, length = register_state(desk), journal_length(desk)

    fourth = "6118999000042"
    second = listed(tmp_path, (FIRST, "A bis", "10"), (SECOND, "B", "21"), (fourth, "D", "1"), (fourth, "D", "1"))
    seen = tried(desk, second)
    assert (seen.compared_with, seen.lines) == (date(2026, 1, 1), 4)
    assert (seen.added, seen.updated, seen.repriced, seen.closed, seen.unchanged) == (1, 2, 1, 1, 1)
    assert [notice for notice in seen.notices if notice.first] == [Refusal(5, "code", "code.repeated", 4)]
    assert (register_state(desk), journal_length(desk)) == (state, length)
    assert imported(desk, second) == seen


def test_an_older_list_is_held_against_the_one_of_its_day(desk: Desk, tmp_path: Path) -> None:
    for year, price in ((2020, "10"), (2026, "30")):
        imported(desk, listed(tmp_path, (FIRST, "A", price)), day=date(year, 1, 1))
    between = listed(tmp_path, (FIRST, "A", "10"), (SECOND, "B", "5"))
    seen = tried(desk, between, date(2023, 1, 1))
    assert (seen.compared_with, seen.added, seen.unchanged, seen.repriced) == (date(2020, 1, 1), 1, 1, 0)


def test_columns_under_other_names_are_recognised_and_a_choice_is_remembered(desk: Desk, tmp_path: Path) -> None:
    names = "Code EAN13;Libellé;Substance active;Dosage;Unité;Forme;Présentation;PRIX_PPV;Prix hôpital;TARIF;P/G;Taux"
    path = listed(tmp_path, (FIRST, "A", "10"), header=tuple(names.split(";")))
    sheet = register_imports.look(desk, Register.MEDICINES, path)
    assert (sheet.missing, sheet.remembered) == (("base",), False)
    with pytest.raises(Refused, match=r"extract\.columns") as caught:
        imported(desk, path)
    assert caught.value.details["missing"] == ("PRIX_BR",)
    chosen = {**sheet.mapping, "base": 9}
    register_imports.apply(desk, Register.MEDICINES, path, chosen, options=Options())
    product = found(desk, FIRST)
    assert product is not None
    assert (product.name, product.dci, product.dosage, product.ppv, product.base) == ("A", "X", "5 MG", 1000, 1000)
    again = register_imports.look(desk, Register.MEDICINES, path)
    assert (again.mapping, again.missing, again.remembered) == (chosen, (), True)


def test_a_list_without_some_descriptions_is_taken_and_a_title_above_is_no_header(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "courte.csv"
    lines = (
        "Liste des médicaments;;;;;",
        "CODE;NOM;PPV;PRIX_BR;PRINCEPS_GENERIQUE;TAUX_REMBOURSEMENT",
        f"{FIRST};A;10;8;G;0",
    )
    path.write_text("\n".join(lines), encoding="utf-8")
    assert imported(desk, path).added == 1
    product = found(desk, FIRST)
    assert product is not None
    assert (product.dci, product.dosage, product.ph, product.base, product.generic) == ("", "", 0, 800, True)


@pytest.mark.usefixtures("untouched")
def test_a_list_with_one_wrong_line_leaves_nothing_and_says_which(desk: Desk, tmp_path: Path) -> None:
    path = listed(tmp_path, (FIRST, "A", "10"), (SECOND, "", "-1"), (FIRST, "B", "10"))
    seen = tried(desk, path)
    assert (seen.lines, seen.added, seen.refused) == (3, 1, 2)
    assert [(refusal.line, refusal.column, refusal.code, refusal.first) for refusal in seen.refusals] == [
        (3, "base", "base.format", 0),
        (3, "name", "name.missing", 0),
        (3, "ppv", "ppv.format", 0),
        (4, "code", "code.twice", 2),
    ]
    with pytest.raises(Refused, match=r"medicines\.rows") as caught:
        imported(desk, path)
    assert caught.value.details == {"file": "list.csv", "count": 2}


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("calls", range(5))
def test_an_import_given_up_at_any_moment_leaves_nothing(desk: Desk, tmp_path: Path, calls: int) -> None:
    path = listed(tmp_path, *((str(6118999000000 + rank), "A", "10") for rank in range(1600)))
    mapping = register_imports.look(desk, Register.MEDICINES, path).mapping
    asked: list[None] = []

    def cancelled() -> bool:
        asked.append(None)
        return len(asked) > calls

    with pytest.raises(Refused, match=r"task\.cancelled"):
        register_imports.apply(desk, Register.MEDICINES, path, mapping, options=Options(), cancelled=cancelled)
    assert len(asked) == calls + 1


def test_progress_reaches_the_whole(desk: Desk, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    path = listed(tmp_path, *((str(6118999000000 + rank), "A", "10") for rank in range(2500)))
    mapping = register_imports.look(desk, Register.MEDICINES, path).mapping
    register_imports.apply(
        desk,
        Register.MEDICINES,
        path,
        mapping,
        options=Options(),
        progress=lambda done, total: told.append((done, total)),
    )
    steps = [done for done, _ in told]
    assert max(after - before for before, after in zip([0, *steps], steps, strict=False)) <= 1000
    assert told[-1] == (2501, 2501)


@pytest.mark.usefixtures("untouched")
def test_a_file_deleted_meanwhile_is_told(desk: Desk, tmp_path: Path) -> None:
    path = listed(tmp_path, (FIRST, "A", "10"))
    mapping = register_imports.look(desk, Register.MEDICINES, path).mapping
    tried(desk, path)
    path.unlink()
    with pytest.raises(Unavailable, match=r"file\.missing") as caught:
        register_imports.apply(desk, Register.MEDICINES, path, mapping, options=Options())
    assert caught.value.details == {"file": "list.csv"}


@pytest.mark.usefixtures("untouched")
def test_an_agent_does_not_change_the_list_of_the_office(desk: Desk, tmp_path: Path) -> None:
    seated = replace(desk, agent=replace(desk.agent, role=Role.AGENT))
    with pytest.raises(Refused, match=r"agent\.role"):
        imported(seated, listed(tmp_path, (FIRST, "A", "10")))


def test_the_state_counts_what_each_register_holds(desk: Desk) -> None:
    state = register_state(desk)
    assert state.people > 60
    assert state.practitioners == 30
    assert state.editions == ()


def test_a_dossier_knows_which_of_its_medicines_changed_price_since_the_care(desk: Desk, tmp_path: Path) -> None:
    imported(desk, listed(tmp_path, (FIRST, "A", "10"), (SECOND, "B", "20"), (THIRD, "C", "5")), day=date(2014, 1, 1))
    imported(desk, listed(tmp_path, (FIRST, "A", "12,50"), (SECOND, "B bis", "20")), day=date(2026, 11, 20))
    draft, content = receivable(desk, "medicines")
    lines = tuple(Line(code=code, billed=1000) for code in (FIRST, SECOND, THIRD, "6118999000049"))
    for care, then, repriced in (("2026-11-19", 1000, {FIRST: 1250}), ("2026-11-20", 1250, {})):
        typed = replace(content.with_field("care_date", care), lines=lines)
        facts = intake.known(desk, draft, typed)
        assert facts.medicines[FIRST].ppv == then
        assert {code: product.ppv for code, product in facts.repriced.items()} == repriced
        assert "check/medicine_unknown/3" in {f.key for f in intake.judge(desk, draft, typed, facts).findings}


@needs_shared
def test_most_costly_medicines_of_the_list_of_2014_have_another_price_since(desk: Desk) -> None:
    imported(desk, OFFICIAL, day=date(2014, 1, 1))
    costly = json.loads(next((SHARED / "medicaments").glob("pecof_*.json")).read_text(encoding="utf-8"))
    both = [(known, product) for product in costly if (known := found(desk, product["code"]))]
    assert len(both) == 92
    assert sum(known.ppv // 100 != int(float(product["pbr_ppv"])) for known, product in both) == 64
