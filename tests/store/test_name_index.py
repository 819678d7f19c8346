"""The index of names: everybody whose name holds what was typed, the closest first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

from amo_desk.domain.names import index_words
from amo_desk.store.name_index import NameIndex

PEOPLE = (
    "El Alami Mohamed محمد العلمي",
    "Alaoui Mhamed",
    "Benjelloun Fatima فاطمة بنجلون",
    "Ben Jelloun Yassine",
    "Cherradi Ouali",
    "Alam Mohammed",
    "محمد الشرادي",
    "Qadiri Salma",
    "Mansouri Karim",
    "Naciri Aïcha",
)
HEADS = {5, 6}


def _index(names: tuple[str, ...] = PEOPLE, heads: set[int] = HEADS) -> NameIndex:
    sets: dict[str, BitMap] = {}
    for number, name in enumerate(names):
        for word in index_words(name):
            sets.setdefault(word, BitMap()).add(number)
    return NameIndex(sets, BitMap(heads))


@pytest.mark.parametrize(
    "typed, found",
    [
        ("alami", [0, 5]),
        ("alam", [5, 0]),
        ("El Alami", [0, 5]),
        ("elalami", [0, 5]),
        ("mohamed", [0, 5, 6, 1]),
        ("محمد", [6, 0, 5, 1]),
        ("benjelloun", [2, 3]),
        ("ben jelloun", [2, 3]),
        ("jelloun", [2, 3]),
        ("jeloun", [2, 3]),
        ("بنجلون", [2, 3]),
        ("fatima benj", [2]),
        ("benj fatima", [2]),
        ("sherradi", [4, 6]),
        ("wali", [4]),
        ("kadiri", [7]),
        ("mansuori", [8]),
        ("masouri", [8]),
        ("mamsouri", [8]),
        ("manssouri", [8]),
        ("aicha", [9]),
        ("alami karim", []),
        ("zzz", []),
        ("", []),
        ("' OR 1=1 --", []),
    ],
)
def test_people_are_found_the_closest_first(typed: str, found: list[int]) -> None:
    assert _index().find(typed, 50) == found


@given(st.integers(1, 6))
def test_a_shorter_list_is_the_beginning_of_a_longer_one(limit: int) -> None:
    index = _index()
    for typed in ("m", "a", "mohamed", "alam"):
        assert index.find(typed, limit) == index.find(typed, 50)[:limit]


@given(st.sampled_from(PEOPLE), st.integers(1, 12))
def test_every_beginning_of_a_name_finds_its_bearer(name: str, letters: int) -> None:
    assert PEOPLE.index(name) in _index().find(name[:letters].strip(), 50) or len(name[:letters].strip()) < 1


def test_people_outside_are_not_found() -> None:
    assert _index().find("mohamed", 50, BitMap([1, 2])) == [1]


def test_many_words_are_answered() -> None:
    assert _index().find("a b c d e f g h i j k l m n o p", 50) == []
