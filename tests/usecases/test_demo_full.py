"""Registers invented at any size: as real ones are spelt, the same for the same seed, whole or not at all."""

from __future__ import annotations

import csv
import tomllib
from collections import Counter
from datetime import date
from itertools import islice
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import text

from amo_desk import paths
from amo_desk.domain.errors import DeskError
from amo_desk.domain.names import bones
from amo_desk.domain.office import Office
from amo_desk.domain.people import Family, Relation
from amo_desk.store import affiliates, journal
from amo_desk.usecases import accounts, demo_full, lookup
from amo_desk.usecases.accounts import NewAccount
from amo_desk.usecases.clock import SetClock
from amo_desk.usecases.demo_register import demo_families
from amo_desk.usecases.demo_spelling import ENTERED_TWICE, as_registered, first_people, rib
from amo_desk.usecases.desk import Desk

DAY = date(2026, 11, 23)
NAMES = tomllib.loads(paths.bundled("db/demo/names.toml").read_text(encoding="utf-8"))


def families(count: int, seed: int = 1) -> list[Family]:
    plain = demo_families(NAMES, seed=seed, count=count, extract_day=DAY)
    return list(as_registered(plain, NAMES, seed=seed))


@pytest.fixture(scope="module")
def register() -> list[Family]:
    return families(6_000)


@pytest.fixture
def empty(tmp_path: Path, clock: SetClock) -> Desk:
    """A store of its own without anybody."""
    office = Office(mutuelle="MGPAP", name="Section inventée", code="014", station="03")
    account = NewAccount(login="s.bennani", name="S. Bennani", password="guichet-trois-2026")
    return accounts.set_up(tmp_path / "empty", office, account, accounts.recovery_key(), clock, (1, 8, 1))


def people_in(desk: Desk) -> int:
    with desk.store.reading() as connection:
        assert affiliates.count(connection) == connection.execute(text("SELECT count(*) FROM people")).scalar_one()
        return affiliates.count(connection)


def test_a_longer_register_begins_with_a_shorter_one() -> None:
    assert families(300)[:100] == families(300)[:100]
    plain = demo_families(NAMES, seed=1, count=100, extract_day=DAY)
    assert list(islice(as_registered(plain, NAMES, seed=1), 100)) == families(300)[:100]
    assert families(100)[1:] != families(100, seed=2)[1:]


@pytest.mark.parametrize("count", [1, 2, 4, 5, 77])
def test_there_are_exactly_so_many_people(register: list[Family], count: int) -> None:
    taken = list(first_people(register, count))
    assert sum(len(family.members) for family in taken) == count
    assert all(family.members[0].relation is Relation.INSURED for family in taken)


def test_most_names_are_spelt_as_usual_and_many_otherwise(register: list[Family]) -> None:
    plain = {m.id: m for f in demo_families(NAMES, seed=1, count=6_000, extract_day=DAY) for m in f.members}
    seen = Counter[str]()
    for family in register:
        for member in family.members:
            usual = plain.get(member.id)
            if usual is None:
                continue
            seen["people"] += 1
            seen["arabic only"] += not member.last_name
            seen["latin only"] += not member.arabic_name
            seen["family name"] += member.last_name not in {"", usual.last_name}
            seen["first name"] += member.first_name not in {"", usual.first_name}
            seen["arabic"] += member.arabic_name not in {"", usual.arabic_name}
            assert member.last_name or member.arabic_name
            assert (member.cin, member.birth, member.sex) == (usual.cin, usual.birth, usual.sex)
    shares = {name: count / seen["people"] for name, count in seen.items()}
    assert 0.003 < shares["arabic only"] < 0.02
    assert 0.03 < shares["latin only"] < 0.07
    for name in ("family name", "first name", "arabic"):
        assert 0.03 < shares[name] < 0.15, name


@pytest.mark.parametrize(
    "usual, other", [("Mohamed", "Mhamed"), ("Cherradi", "Sherradi"), ("Ouali", "Wali"), ("Kadiri", "Qadiri")]
)
def test_what_counters_write_in_two_ways_is_there_in_both(usual: str, other: str) -> None:
    spelt = {name for f in families(9_000) for m in f.members for name in (m.last_name, m.first_name)}
    assert {usual, other} <= spelt
    assert bones(usual.lower()) == bones(other.lower())


def test_numbers_are_unique_and_the_keys_of_accounts_right(register: list[Family]) -> None:
    for numbers in ([f.immatriculation for f in register], [f.affiliation for f in register]):
        assert len(set(numbers)) == len(numbers)
    payroll = [family.ppr for family in register if family.ppr]
    assert len(set(payroll)) == len(payroll) > 4_000
    accounts_held = [family.rib for family in register if family.rib]
    assert accounts_held
    assert all(len(number) == 24 and int(number) % 97 == 0 and number.startswith("999") for number in accounts_held)
    ids = [family.id for family in register] + [member.id for family in register for member in family.members]
    assert len(set(ids)) == len(ids)
    assert rib("011", 519, 12050005349) == "011519000001205000534921"


def test_some_people_are_entered_twice(register: list[Family]) -> None:
    cards = Counter(m.cin for f in register for m in f.members if m.cin)
    same_card = sum(count == 2 for count in cards.values())
    births = Counter((m.last_name, m.first_name, m.birth) for f in register for m in f.members if m.last_name)
    same_birth = sum(count > 1 for count in births.values())
    assert max(cards.values()) == 2
    expected = len(register) / ENTERED_TWICE / 2
    assert 0.4 * expected < same_card < 2 * expected
    assert same_birth >= 0.4 * expected


def test_an_empty_store_is_filled_once_and_everybody_is_found(empty: Desk) -> None:
    told: list[tuple[int, int]] = []
    assert demo_full.fill(empty, 12_000, progress=lambda done, total: told.append((done, total))) == 12_000
    assert people_in(empty) == 12_000
    assert told[-1] == (12_000, 12_000)
    assert lookup.find(empty, "0123456").people[0].name == "EL ALAMI Mohamed"
    wanted = families(50)[40]
    assert lookup.find(empty, wanted.immatriculation).people[0].immatriculation == wanted.immatriculation
    assert accounts.journal_break(empty) is None
    with pytest.raises(DeskError, match=r"register\.not_empty"):
        demo_full.fill(empty, 10)
    empty.store.close()


def test_the_small_demo_may_be_joined_and_a_real_register_not(desk: Desk) -> None:
    before = people_in(desk)
    with desk.store.reading() as connection:
        demo = journal.events(connection, "register") == {demo_full.SMALL_DEMO}
    assert demo
    assert demo_full.fill(desk, 500) == people_in(desk) - before
    with pytest.raises(DeskError, match=r"register\.not_empty"):
        demo_full.fill(desk, 500)


def test_a_register_that_is_stopped_leaves_nothing(empty: Desk) -> None:
    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        demo_full.fill(empty, 20_000, progress=stop)
    assert people_in(empty) == 0
    assert lookup.find(empty, "alami").people == ()
    empty.store.close()


@pytest.mark.parametrize("people", [0, -1, demo_full.MOST_PEOPLE + 1])
def test_a_size_beyond_the_scheme_is_refused(empty: Desk, tmp_path: Path, people: int) -> None:
    with pytest.raises(DeskError, match=r"register\.size"):
        demo_full.fill(empty, people)
    with pytest.raises(DeskError, match=r"register\.size"):
        demo_full.write_extract(tmp_path / "a.csv", people, day=DAY)
    empty.store.close()


def _rows(path: Path) -> list[list[object]]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [list(row) for row in csv.reader(file, delimiter=";")]
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_an_extract_has_a_line_a_person_and_the_same_bytes_for_the_same_seed(
    tmp_path: Path, name: str, register: list[Family]
) -> None:
    paths_ = [tmp_path / folder / name for folder in ("one", "two")]
    for path in paths_:
        path.parent.mkdir()
        demo_full.write_extract(path, 300, day=DAY)
    assert paths_[0].read_bytes() == paths_[1].read_bytes()
    header, *lines = _rows(paths_[0])
    assert tuple(header) == demo_full.HEADER
    people = [(family, member) for family in first_people(register, 300) for member in family.members]
    assert len(lines) == len(people) == 300
    for line, (family, member) in zip(lines, people, strict=True):
        said = dict(zip(header, line, strict=True))
        assert (said["Immatriculation"], said["CIN"]) == (family.immatriculation, member.cin)
        assert (said["Nom"], said["Nom arabe"]) == (member.last_name, member.arabic_name)
        birth = said["Date de naissance"]
        assert birth in {member.birth, f"{member.birth:%d/%m/%Y}"}
    assert [path.name for path in paths_[0].parent.iterdir()] == [name]


def test_an_extract_that_is_stopped_leaves_the_file_there_was(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"before")

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        demo_full.write_extract(path, 20_000, day=DAY, progress=stop)
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("a.xlsx", b"before")]


def test_an_extract_is_a_workbook_or_a_text(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match=r"extract\.format"):
        demo_full.write_extract(tmp_path / "a.ods", 3, day=DAY)
    assert not list(tmp_path.iterdir())
