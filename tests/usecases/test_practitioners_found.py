"""Practitioners looked for by their INPE or their name, however it is spelt."""

from __future__ import annotations

import pytest

from amo_desk.usecases import practitioners
from amo_desk.usecases.desk import Desk

INPE = "222333444"


@pytest.fixture
def noted(desk: Desk) -> Desk:
    practitioners.learn(desk, INPE, "Dr Mohamed El Zniber", "medecin")
    practitioners.learn(desk, "222333555", "Clinique Zniberi", "clinique")
    return desk


def found(desk: Desk, typed: str) -> list[str]:
    entries, _ = practitioners.find(desk, typed)
    return [entry.practitioner.name for entry in entries]


@pytest.mark.parametrize("typed", ["222 333 444", "zniber mohammed", "ZNIBER dr", "محمد زنيبر", "zniber 222333444"])
def test_one_is_found_by_number_or_by_name(noted: Desk, typed: str) -> None:
    assert found(noted, typed) == ["Dr Mohamed El Zniber"]


def test_the_nearest_name_comes_first(noted: Desk) -> None:
    assert found(noted, "zniber") == ["Dr Mohamed El Zniber", "Clinique Zniberi"]
    assert found(noted, "zniberi")[0] == "Clinique Zniberi"


def test_a_percent_sign_is_no_wildcard(noted: Desk) -> None:
    assert found(noted, "2%") == []


def test_a_long_list_is_cut_and_says_so(desk: Desk) -> None:
    for number in range(practitioners.LONGEST_LIST + 1):
        practitioners.learn(desk, f"333{number:06d}", f"Dr Tazi {number}", "medecin")
    entries, more = practitioners.find(desk, "333")
    assert (len(entries), more) == (practitioners.LONGEST_LIST, True)


def test_whoever_was_rejected_is_not_found(noted: Desk) -> None:
    (entry,), _ = practitioners.find(noted, INPE)
    practitioners.reject(noted, entry.id, "cachet illisible")
    assert found(noted, INPE) == []
