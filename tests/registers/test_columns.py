"""Columns are known by the names they have in the field; those that may be two things, or are not there, are told."""

from __future__ import annotations

import pytest
from extracts import HEADER
from hypothesis import given
from hypothesis import strategies as st

from amo_desk.registers import affiliate_columns, medicines, practitioners
from amo_desk.registers.columns import Column, header_of, key, missing, recognised


@pytest.mark.parametrize(
    "columns",
    [affiliate_columns.COLUMNS, practitioners.COLUMNS, medicines.COLUMNS],
    ids=["affiliates", "practitioners", "medicines"],
)
def test_no_name_is_that_of_two_columns(columns: tuple[Column, ...]) -> None:
    owners: dict[str, str] = {}
    for column in columns:
        for name in (column.label, *column.synonyms):
            assert owners.setdefault(key(name), column.id) == column.id, name


@pytest.mark.parametrize(
    "name,column",
    [
        ("N° immat", "immatriculation"),
        ("MATRICULE", "immatriculation"),
        ("n°  d'immatriculation", "immatriculation"),
        ("N°Aff", "affiliation"),
        ("Nom et prénom", "full_name"),
        ("NOM_PRENOM", "full_name"),
        ("Prenom", "first_name"),
        ("الاسم", "arabic_name"),
        ("الإسم", "arabic_name"),
        ("Date naiss.", "birth"),
        ("date_de_naissance", "birth"),
        ("Né(e) le", "birth"),
        ("تاريخ الازدياد", "birth"),
        ("Lien de parenté", "relation"),
        ("Qualite", "relation"),
        ("C.I.N.", None),
        ("N° CIN", "cin"),
        ("Droits au :", "rights_to"),
        ("", None),
        ("Observations", None),
    ],
)
def test_a_column_is_known_by_any_of_its_names(name: str, column: str | None) -> None:
    found = recognised((name,), affiliate_columns.COLUMNS).mapping
    assert [known for known, place in found.items() if place == 0] == ([column] if column else [])


def test_the_header_of_the_tests_is_wholly_known() -> None:
    header = recognised(HEADER, affiliate_columns.COLUMNS)
    assert header.missing == header.ambiguous == ()
    assert sorted(place for place in header.mapping.values() if place is not None) == list(range(len(HEADER)))


def test_what_may_be_two_columns_is_told_and_not_chosen() -> None:
    header = recognised(("Nom", "Nom de famille", "Prénom"), affiliate_columns.COLUMNS)
    assert header.ambiguous == ("last_name",)
    assert header.mapping["last_name"] is None
    assert "last_name" in header.missing


def test_one_column_may_stand_for_others() -> None:
    names = ("Affiliation", "Nom et prénom", "Lien", "Naissance", "Sexe", "Droits du", "Situation")
    assert recognised(names, affiliate_columns.COLUMNS).missing == ()
    assert missing({}, practitioners.COLUMNS) == ("inpe", "name")


def test_a_header_is_found_below_titles_and_group_headings() -> None:
    lines = [
        (1, ("Royaume du Maroc",)),
        (3, ("Assuré", "", "", "Bénéficiaire", "")),
        (4, ("Matricule", "Nom", "Prénom", "Né le", "Sexe")),
        (5, ("1", "Nom", "Prénom", "x", "F")),
    ]
    header = header_of(lines, affiliate_columns.COLUMNS)
    assert header is not None
    assert (header.line, header.names[0]) == (4, "Matricule")


def test_where_nothing_is_known_the_first_line_is_the_header() -> None:
    header = header_of([(2, ("x", 1)), (3, ("y", 2))], affiliate_columns.COLUMNS)
    assert header is not None
    assert (header.line, header.names) == (2, ("x", "1"))
    assert header_of([], affiliate_columns.COLUMNS) is None


@given(st.lists(st.text(max_size=12), max_size=8))
def test_any_header_gives_places_that_exist(names: list[str]) -> None:
    header = recognised(names, affiliate_columns.COLUMNS)
    assert all(place is None or 0 <= place < len(names) for place in header.mapping.values())
