"""A new medicine list is written whole, once, and journalled; or nothing is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from dossiers import receivable
from shared import SHARED, needs_shared

from amo_desk.domain.dossier import Line
from amo_desk.domain.errors import Refused, Unavailable
from amo_desk.domain.medicine import Medicine
from amo_desk.domain.office import Role
from amo_desk.registers.medicines import COLUMNS
from amo_desk.store import journal, medicines
from amo_desk.usecases import intake
from amo_desk.usecases.desk import Desk
from amo_desk.usecases.registers import import_medicines, preview_medicines, price_history, register_state

TODAY = date(2026, 11, 23)
OFFICIAL = SHARED / "medicaments" / "ref-des-medicaments-cnops-2014.xlsx"
AS_TEXT = SHARED / "medicaments" / "ref-des-medicaments-cnops-2014.cp1252.csv"
FIRST, SECOND, THIRD = "6118999000018", "6118999000025", "6118999000032"


def listed(folder: Path, *products: tuple[str, str, str]) -> Path:
    """A list of invented products, each by its code, name and price."""
    path = folder / "list.csv"
    lines = [f"{code};{name};X;5;MG;COMPRIME;1 BOITE;{price};0;{price};P;70%" for code, name, price in products]
    path.write_text("\n".join((";".join(COLUMNS), *lines)), encoding="utf-8")
    return path


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
    report = import_medicines(desk, OFFICIAL, day=date(2014, 1, 1), label="CNOPS 2014")
    assert (report.edition, report.day, report.products) == ("CNOPS 2014", date(2014, 1, 1), 5917)
    assert len(report.warnings) == 19
    assert not report.unchanged
    assert journal_length(desk) == before + 1

    again = import_medicines(desk, AS_TEXT)
    assert again == replace(report, unchanged=True)
    assert journal_length(desk) == before + 1
    (edition,) = register_state(desk).editions
    assert (edition.label, edition.day, edition.products) == ("CNOPS 2014", date(2014, 1, 1), 5917)
    combivir = found(desk, "6118000140213")
    assert combivir is not None
    assert (combivir.name, combivir.edition) == ("COMBIVIR", "CNOPS 2014")

    preview = preview_medicines(desk, AS_TEXT)
    assert (preview.compared_with, preview.products) == ("CNOPS 2014", 5917)
    assert (preview.added, preview.removed, preview.changed, preview.repriced) == (0, 0, 0, 0)


def test_a_list_holds_from_today_under_a_plain_name_unless_told(desk: Desk, tmp_path: Path) -> None:
    report = import_medicines(desk, listed(tmp_path, (FIRST, "A", "10")), label="  ")
    assert (report.edition, report.day) == ("Liste des médicaments au 23/11/2026", TODAY)


def test_a_new_list_holds_from_its_day_and_the_old_one_before(desk: Desk, tmp_path: Path) -> None:
    import_medicines(desk, listed(tmp_path, (FIRST, "A", "10")), day=date(2014, 1, 1))
    import_medicines(desk, listed(tmp_path, (FIRST, "A", "12,50")), day=date(2026, 11, 1))
    old, new = found(desk, FIRST, date(2026, 10, 31)), found(desk, FIRST)
    assert old is not None
    assert new is not None
    assert (old.ppv, new.ppv) == (1000, 1250)


def test_the_preview_counts_what_would_change(desk: Desk, tmp_path: Path) -> None:
    first = listed(tmp_path, (FIRST, "A", "10"), (SECOND, "B", "20"), (THIRD, "C", "30"))
    empty = preview_medicines(desk, first)
    assert (empty.compared_with, empty.added, empty.removed) == ("", 3, 0)
    import_medicines(desk, first, label="Ancienne")
    state, length = register_state(desk), journal_length(desk)

    second = listed(tmp_path, (FIRST, "A bis", "10"), (SECOND, "B", "21"), ("6118999000042", "D", "1"))
    preview = preview_medicines(desk, second)
    assert (preview.compared_with, preview.products) == ("Ancienne", 3)
    assert (preview.added, preview.removed, preview.changed, preview.repriced) == (1, 1, 2, 1)
    assert (register_state(desk), journal_length(desk)) == (state, length)


@pytest.mark.usefixtures("untouched")
def test_a_list_with_one_wrong_line_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"medicines\.rows"):
        import_medicines(desk, listed(tmp_path, (FIRST, "A", "10"), (SECOND, "B", "-1")))


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("calls", range(4))
def test_an_import_given_up_at_any_moment_leaves_nothing(desk: Desk, tmp_path: Path, calls: int) -> None:
    products = [(str(6118999000000 + rank), "A", "10") for rank in range(600)]
    asked: list[None] = []

    def cancelled() -> bool:
        asked.append(None)
        return len(asked) > calls

    with pytest.raises(Refused, match=r"task\.cancelled"):
        import_medicines(desk, listed(tmp_path, *products), cancelled=cancelled)
    assert len(asked) == calls + 1


def test_progress_reaches_the_whole(desk: Desk, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    path = listed(tmp_path, (FIRST, "A", "10"), (SECOND, "B", "20"))
    import_medicines(desk, path, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (2, 2)


@pytest.mark.usefixtures("untouched")
def test_a_file_deleted_meanwhile_is_told(desk: Desk, tmp_path: Path) -> None:
    path = listed(tmp_path, (FIRST, "A", "10"))
    preview_medicines(desk, path)
    path.unlink()
    with pytest.raises(Unavailable, match=r"file\.missing") as caught:
        import_medicines(desk, path)
    assert caught.value.details == {"file": "list.csv"}


@pytest.mark.usefixtures("untouched")
def test_an_agent_does_not_change_the_list_of_the_office(desk: Desk, tmp_path: Path) -> None:
    seated = replace(desk, agent=replace(desk.agent, role=Role.AGENT))
    with pytest.raises(Refused, match=r"agent\.role"):
        import_medicines(seated, listed(tmp_path, (FIRST, "A", "10")))


def test_the_state_counts_what_each_register_holds(desk: Desk) -> None:
    state = register_state(desk)
    assert state.people > 60
    assert state.practitioners == 30
    assert state.editions == ()


def test_the_prices_of_a_product_are_told_list_by_list_where_they_changed(desk: Desk, tmp_path: Path) -> None:
    for year, price, other in ((2014, "10", "1"), (2020, "10", "2"), (2022, "12,50", "3"), (2024, "9", "4")):
        products = ((FIRST, f"A {year}", price), (SECOND, "B", other))
        import_medicines(desk, listed(tmp_path, *products), day=date(year, 1, 1), label=f"Liste {year}")
    told = [(price.edition, price.edition_day.year, price.ppv) for price in price_history(desk, f" {FIRST} ")]
    assert told == [("Liste 2014", 2014, 1000), ("Liste 2022", 2022, 1250), ("Liste 2024", 2024, 900)]
    assert price_history(desk, THIRD) == ()


def test_a_dossier_knows_which_of_its_medicines_changed_price_since_the_care(desk: Desk, tmp_path: Path) -> None:
    import_medicines(
        desk, listed(tmp_path, (FIRST, "A", "10"), (SECOND, "B", "20"), (THIRD, "C", "5")), day=date(2014, 1, 1)
    )
    import_medicines(desk, listed(tmp_path, (FIRST, "A", "12,50"), (SECOND, "B bis", "20")), day=date(2026, 11, 20))
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
    import_medicines(desk, OFFICIAL, day=date(2014, 1, 1))
    costly = json.loads(next((SHARED / "medicaments").glob("pecof_*.json")).read_text(encoding="utf-8"))
    both = [(known, product) for product in costly if (known := found(desk, product["code"]))]
    assert len(both) == 92
    assert sum(known.ppv // 100 != int(float(product["pbr_ppv"])) for known, product in both) == 64
