"""Which parts of a name or a number answer what was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amo_desk.domain import names
from amo_desk.domain.identifiers import compact, number_span
from amo_desk.domain.names import distance, index_words, name_words, spans

NAMES = st.text(max_size=40) | st.text("abdelnouچأإآٱىئؤةـءالمحدبيَُّ -'’éèÏÇœßİ", max_size=40)
PARTS = st.sampled_from(
    ["El", "al", "Ben", "bou", "Abd", "ait", "BENJELLOUN", "Alami", "eddine", "Salah", "بن", "عبد", "العلمي", "فاطمة"]
)
WRITTEN = NAMES | st.lists(PARTS, max_size=6).map(" ".join)


def marked(shown: str, typed: str) -> list[str]:
    return [shown[start:end] for start, end in spans(shown, typed)]


@pytest.mark.parametrize(
    "shown, typed, parts",
    [
        ("EL ALAMI Mohamed", "al", ["AL"]),
        ("EL ALAMI Mohamed", "el alami", ["ALAMI"]),
        ("EL ALAMI Mohamed", "elalami", ["EL ALAMI"]),
        ("EL ALAMI Mohamed", "moh ala", ["ALA", "Moh"]),
        ("EL ALAMI Mohamed", "Mohammed", ["Mohamed"]),
        ("EL ALAMI Mohamed", "محمد", ["Mohamed"]),
        ("EL ALAMI Mohamed", "alamu", ["ALAMI"]),
        ("EL ALAMI Mohamed", "alami 0123", ["ALAMI"]),
        ("EL ALAMI Mohamed", "0123", []),
        ("EL ALAMI Mohamed", "zniber", []),
        ("EL ALAMI Mohamed", "", []),
        ("AÏT-BÉNI Zoé", "zoe beni", ["BÉNI", "Zoé"]),
        ("AI\u0308T-BE\u0301NI Zoe\u0301", "beni zoé", ["BE\u0301NI", "Zoe\u0301"]),
        ("BENJELLOUN", "jello", ["JELLO"]),
        ("BEN JELLOUN", "benje", ["BEN JE"]),
        ("BEN JELLOUN", "jelloun", ["JELLOUN"]),
        ("D'HAUTEVILLE", "dhau", ["D'HAU"]),
        ("D\u2019HAUTEVILLE", "d'hauteville", ["D\u2019HAUTEVILLE"]),
        ("Salah Eddine", "salaheddine", ["Salah Eddine"]),
        ("عبد الله العلمي", "عبدالله", ["عبد الله"]),
        ("العَلَمِيّ مُحَمَّد", "علمي", ["عَلَمِيّ"]),
        ("العلمي محمد", "العلمي", ["علمي"]),
        ("العلمي محمد", "mohamed", ["محمد"]),
        ("فاطمة", "فاطمه", ["فاطمة"]),
        ("حياة", "حيات", ["حياة"]),
        ("CHERRADI Cherine", "sherradi", ["CHERRADI"]),
        ("Mohamed MOHAMEDI", "mohamed", ["Mohamed"]),
        ("Mouna MOUNIR", "moun", ["Moun", "MOUN"]),
    ],
)
def test_the_part_that_answers_is_marked(shown: str, typed: str, parts: list[str]) -> None:
    assert marked(shown, typed) == parts


@given(WRITTEN)
def test_the_words_of_a_name_stand_where_they_are_kept(name: str) -> None:
    assert {names._text(word) for word in names._written(name)} == index_words(name)


@given(WRITTEN, WRITTEN)
def test_marks_are_in_order_apart_and_inside(shown: str, typed: str) -> None:
    found = spans(shown, typed)
    places = [place for part in found for place in part]
    assert places == sorted(set(places))
    assert all(0 <= place <= len(shown) for place in places)


@given(WRITTEN)
def test_a_name_answers_itself(name: str) -> None:
    if not any(mark.isdecimal() for mark in name):
        assert bool(spans(name, name)) is bool(name_words(name))


@given(WRITTEN, WRITTEN)
def test_what_the_register_would_find_is_marked(name: str, typed: str) -> None:
    tokens = [] if any(mark.isdecimal() for mark in typed) else name_words(typed)
    found = any(distance(token, word) is not None for token in tokens for word in index_words(name))
    assert found <= bool(spans(name, typed))


@given(st.text("abdelnou", min_size=1, max_size=9), st.text("abdelnou", min_size=1, max_size=9))
def test_what_is_typed_alike_is_marked_as_it_is_typed(word: str, more: str) -> None:
    assert distance(word, word) == names.EXACT
    assert distance(word, word + more) == names.BEGINNING


@given(st.text("0123456789AB -.٠١٢", max_size=14), st.integers(1, 14))
def test_the_beginning_of_a_number_is_marked_whatever_stands_between(number: str, length: int) -> None:
    typed = compact(number)[:length]
    found = number_span(number, typed)
    if not typed:
        assert found is None
    elif found is not None:
        part = compact(number[found[0] : found[1]])
        assert part.lstrip("0") == typed.lstrip("0") or part == typed


@pytest.mark.parametrize(
    "shown, typed, part",
    [
        ("0123456", "0123", "0123"),
        ("0123456", "123", "123"),
        ("123456", "0123", "123"),
        ("14-00123", "1400", "14-00"),
        ("AB104512", "ab 1045", "AB1045"),
        ("0123456", "٠١٢", "012"),
        ("0123456", "456", ""),
        ("000", "0", "0"),
        ("", "0", ""),
    ],
)
def test_a_number_answers_from_its_beginning(shown: str, typed: str, part: str) -> None:
    start, end = number_span(shown, typed) or (0, 0)
    assert shown[start:end] == part
