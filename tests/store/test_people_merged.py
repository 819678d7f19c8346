"""People entered twice in the store: found by the database, merged whole, never found again; printed papers stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from register import family_of, person
from sqlalchemy import delete

from amo_desk.domain.people import Family, Relation
from amo_desk.store import affiliates, likeness
from amo_desk.store.schema import person_likeness
from amo_desk.usecases import people
from amo_desk.usecases.desk import Desk


def _pairs(desk: Desk, limit: int = 50) -> list[set[str]]:
    with desk.store.reading() as connection:
        assert len(likeness.pairs(connection, limit)) <= limit
    return [{pair.one.person.first_name, pair.other.person.first_name} for pair in people.duplicates(desk, limit)]


def _add(desk: Desk, *families: Family) -> None:
    with desk.store.writing() as connection:
        affiliates.add(connection, families)


def test_nobody_of_the_template_is_entered_twice_by_cin(desk: Desk) -> None:
    assert [pair for pair in people.duplicates(desk) if people.Likeness.CIN in pair.alike] == []


@pytest.mark.parametrize(
    "changes, alike",
    [
        ({"cin": "zt 000777", "last_name": "Autre", "birth": date(1999, 1, 1)}, ["CIN"]),
        ({"cin": "", "last_name": "ZERHOUNI TAZI"}, ["NAME_AND_BIRTH"]),
        ({"cin": "", "last_name": "Ghita", "first_name": "Zerhouni-Tazi"}, ["NAME_AND_BIRTH"]),
        ({"cin": "", "first_name": "Ghitta"}, ["NAME_AND_BIRTH"]),
        ({"cin": "ZT000777"}, ["CIN", "NAME_AND_BIRTH"]),
        ({"cin": "", "birth": date(1980, 3, 1)}, []),
        ({"cin": "", "first_name": "Ghizlane"}, []),
        ({"cin": "ZT000778", "last_name": "Autre"}, []),
    ],
)
def test_what_makes_two_entries_alike(desk: Desk, changes: dict[str, Any], alike: list[str]) -> None:
    first = person(Relation.INSURED, "Zerhouni-Tazi", "Ghita", cin="ZT000777")
    before = len(people.duplicates(desk, 1_000))
    _add(desk, family_of("0070071", first), family_of("0070072", replace(person(like=first), **changes)))
    found = [pair for pair in people.duplicates(desk, 1_000) if pair.one.person.id == first.id]
    assert len(people.duplicates(desk, 1_000)) == before + bool(alike)
    assert [[kind.name for kind in pair.alike] for pair in found] == ([alike] if alike else [])


def test_the_surest_pairs_come_first_and_the_list_is_cut(desk: Desk) -> None:
    def twice(number: int, first: str, one: str, other: str, *, same_family: bool = False) -> list[Family]:
        left = person(Relation.INSURED, "Sqallinou", first, cin=one)
        right = replace(person(like=left), cin=other, relation=Relation.SPOUSE if same_family else left.relation)
        if same_family:
            return [family_of(f"007{number}", left, right)]
        return [family_of(f"007{number}", left), family_of(f"008{number}", right)]

    _add(
        desk,
        *twice(1, "Contredite", "ZT1", "ZT2"),
        *twice(2, "Meme-famille", "ZT3", "ZT4", same_family=True),
        *twice(3, "Sans-cin", "ZT5", ""),
        *twice(4, "Sure", "ZT6", "ZT6"),
    )
    ours = [names.pop() for names in _pairs(desk, 1_000) if len(names) == 1]
    mine = [name for name in ours if name in {"Contredite", "Meme-famille", "Sans-cin", "Sure"}]
    assert mine == ["Sure", "Meme-famille", "Sans-cin", "Contredite"]
    assert _pairs(desk, 1) == [{"Sure"}]


def test_three_entries_of_one_person_are_three_pairs_until_they_are_one(desk: Desk) -> None:
    entries = [person(Relation.INSURED, "Sqallinou", "Rita", cin="ZT000001") for _ in range(3)]
    _add(desk, *(family_of(f"00900{rank}", entry) for rank, entry in enumerate(entries)))
    assert _pairs(desk).count({"Rita"}) == 3
    people.merge(desk, entries[0].id, entries[1].id, "même carte")
    assert _pairs(desk).count({"Rita"}) == 1
    people.merge(desk, entries[2].id, entries[0].id, "même carte")
    assert {"Rita"} not in _pairs(desk)


def test_what_was_told_apart_is_not_asked_again(desk: Desk) -> None:
    one, other, third = (person(Relation.INSURED, "Sqallinou", "Rita", cin="ZT000001") for _ in range(3))
    _add(desk, *(family_of(f"00900{rank}", entry) for rank, entry in enumerate((one, other, third))))
    people.distinct(desk, other.id, one.id)
    people.distinct(desk, one.id, other.id)
    assert _pairs(desk).count({"Rita"}) == 2
    # The third entry was the second person: what the counter knows of that one goes with it.
    people.merge(desk, third.id, other.id, "même carte")
    assert {"Rita"} not in _pairs(desk)


def test_an_older_store_learns_who_is_alike(desk: Desk) -> None:
    entries = [person(Relation.INSURED, "Sqallinou", "Rita") for _ in range(3)]
    _add(desk, *(family_of(f"00900{rank}", entry) for rank, entry in enumerate(entries)))
    people.merge(desk, entries[0].id, entries[2].id, "même carte")
    with desk.store.reading() as connection:
        before = likeness.pairs(connection, 1_000)
    with desk.store.writing() as connection:
        connection.execute(delete(person_likeness))
        assert likeness.pairs(connection, 1_000) == ()
        likeness.index(connection)
        likeness.index(connection)
        assert likeness.pairs(connection, 1_000) == before
    assert before
