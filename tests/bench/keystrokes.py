"""What agents type: two hundred queries about people of an invented register, letter after letter."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from itertools import islice
from random import Random

from amo_desk import paths
from amo_desk.domain.people import Beneficiary, Family
from amo_desk.usecases.demo_register import demo_families
from amo_desk.usecases.demo_spelling import as_registered

QUERIES, AMONG = 200, 20_000
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def queries(people: int, seed: int) -> list[str]:
    """Names in either script and order, some with a letter wrong, and numbers, of people in the register."""
    names = tomllib.loads(paths.bundled("db/demo/names.toml").read_text(encoding="utf-8"))
    plain = demo_families(names, seed=seed, count=min(AMONG, people // 4), extract_day=date(2026, 11, 23))
    families = list(as_registered(plain, names, seed=seed))
    dice = Random(11)  # noqa: S311  (typing, not a secret)
    return list(islice(_typed(families, dice), QUERIES))


def keystrokes(typed: list[str]) -> list[str]:
    """Each beginning of each query."""
    return [query[:end] for query in typed for end in range(1, len(query) + 1)]


def _typed(families: list[Family], dice: Random) -> Iterator[str]:
    shapes = ("last first", "first last", "last", "arabic", "wrong", "immatriculation", "cin", "affiliation", "ppr")
    weights = (30, 15, 10, 15, 10, 10, 5, 3, 2)
    while True:
        family = dice.choice(families)
        person = dice.choice(family.members)
        (shape,) = dice.choices(shapes, weights)
        text = _numbers(family, person).get(shape) or _names(person, shape, dice)
        if len(text) > 1:
            yield text


def _numbers(family: Family, person: Beneficiary) -> dict[str, str]:
    numbers = {"immatriculation": family.immatriculation, "affiliation": family.affiliation, "ppr": family.ppr}
    return {**numbers, "cin": person.cin or family.insured.cin}


def _names(person: Beneficiary, shape: str, dice: Random) -> str:
    last, first = person.last_name.lower(), person.first_name.lower()
    if shape == "wrong" and len(last) > 4:
        place = dice.randrange(1, len(last))
        last = last[:place] + dice.choice(_LETTERS) + last[place + 1 :]
    forms = {"last first": f"{last} {first}", "first last": f"{first} {last}", "arabic": person.arabic_name}
    return forms.get(shape, last).strip()
