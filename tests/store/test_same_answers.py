"""The same register in a file and on a server: the same answers, in the same order."""

from __future__ import annotations

import random
import string
import tomllib
from collections.abc import Iterator
from datetime import date

import pytest
from conftest import CHEAP, NOW, OFFICE, PASSWORD, RECOVERY
from medicine_lists import imported
from server import PASSWORD as SECRET
from server import Server

from amo_desk import paths
from amo_desk.domain.people import Family
from amo_desk.store import affiliates
from amo_desk.usecases import accounts, intake, lookup
from amo_desk.usecases.accounts import NewAccount
from amo_desk.usecases.clock import SetClock
from amo_desk.usecases.demo_register import demo_families
from amo_desk.usecases.desk import Desk

FAMILIES, SEEDS = 800, 6
DAY = date(2026, 11, 1)
LIST = paths.bundled("db/demo/medicines.csv")
BESIDE = ("", " ", "%", "_", "0", "00", "1", "a", "é", "z", "#", "ا", "ben", "el", "٣", "' OR 1=1 --", "\U0010ffff")


@pytest.fixture(scope="module")
def register() -> tuple[Family, ...]:
    """The families of an invented register."""
    names = tomllib.loads(paths.bundled("db/demo/names.toml").read_text(encoding="utf-8"))
    return tuple(demo_families(names, seed=5, count=FAMILIES, extract_day=DAY))


@pytest.fixture(scope="module")
def desks(
    register: tuple[Family, ...], postgresql: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Desk, Desk]]:
    """Two desks with the same registers: a file, and a server."""
    account = NewAccount(login="s.bennani", name="S. Bennani", password=PASSWORD)
    opened = []
    for address in ("", accounts.database_address(postgresql.fresh("same"), SECRET)):
        folder = tmp_path_factory.mktemp("same") / "store"
        desk = accounts.set_up(folder, OFFICE, account, RECOVERY, SetClock(NOW), CHEAP, address)
        with desk.store.writing() as connection:
            affiliates.add(connection, register)
        imported(desk, LIST, day=DAY)
        opened.append(desk)
    yield opened[0], opened[1]
    for desk in opened:
        desk.store.close()


def typed(register: tuple[Family, ...], seed: int) -> list[str]:
    """What somebody may type: beginnings of numbers and of names in both scripts, words swapped, letters wrong."""
    chance = random.Random(seed)  # noqa: S311  (examples, not a secret)
    asked = []
    for family in chance.sample(register, 12):
        person = chance.choice(family.members)
        numbers = [family.immatriculation, family.affiliation, person.cin or family.immatriculation]
        words = [person.last_name, f"{person.first_name} {person.last_name}", person.arabic_name, person.first_name]
        whole = chance.choice(words)
        place = chance.randrange(len(whole))
        asked += [
            *(number[: chance.randint(1, len(number))] for number in numbers),
            *(word[: chance.randint(1, len(word))] for word in words),
            whole[:place] + chance.choice(string.ascii_lowercase) + whole[place + 1 :],
            whole[:place] + whole[place + 1 :],
            f"{person.last_name[:4]} {family.immatriculation[: chance.randint(1, 4)]}",
            f"{person.last_name} {chance.choice(register).insured.first_name}",
        ]
    return asked


@pytest.mark.parametrize("seed", range(SEEDS))
def test_people_are_found_alike(desks: tuple[Desk, Desk], register: tuple[Family, ...], seed: int) -> None:
    asked = [*typed(register, seed), *BESIDE]
    file, server = desks
    found = {words: lookup.find(file, words) for words in asked}
    assert {words: lookup.find(server, words) for words in asked} == found
    assert sum(bool(one.people) for one in found.values()) > 80
    assert sum(one.more for one in found.values()) > 3


def test_families_come_back_alike(desks: tuple[Desk, Desk], register: tuple[Family, ...]) -> None:
    for family in register[::40]:
        first, second = (lookup.family_card(desk, family.id) for desk in desks)
        assert first == second
        assert first.family == family


def test_products_are_found_alike(desks: tuple[Desk, Desk]) -> None:
    form = next(form for form in desks[0].rulebook.forms_on(desks[0].today()) if form.id == "medicines")
    answers = []
    for desk in desks:
        hit = lookup.find(desk, "a").people[0]
        draft = intake.begin(desk, hit.family_id, hit.person_id, form)
        answers.append([intake.understand(desk, draft, words) for words in ("a", "to", "oub", "500 mg", "comprime")])
    assert answers[0] == answers[1]
    assert all(answer.choices for answer in answers[0])
