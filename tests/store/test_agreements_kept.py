"""Agreements and treatments in the store: found by what an agent types, read back as they were, in many hands."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from amo_desk.domain.agreements import Agreement, AgreementState, AgreementSummary
from amo_desk.domain.errors import Missing, Stale
from amo_desk.domain.odf import OdfCase, Period, PeriodKind
from amo_desk.domain.people import Family
from amo_desk.store import affiliates, agreements, odf
from amo_desk.usecases import lookup
from amo_desk.usecases.clock import new_id
from amo_desk.usecases.desk import Desk

pytestmark = pytest.mark.both_stores

ALL = frozenset(AgreementState)


def _family(desk: Desk) -> Family:
    return lookup.family_card(desk, lookup.find(desk, "0123456").people[0].family_id).family


def _agreement(family: Family, member: int = 2, **changes: object) -> Agreement:
    plain = Agreement(
        id=new_id(),
        kind="odf",
        stage="first",
        state=AgreementState.REQUESTED,
        family_id=family.id,
        beneficiary_id=family.members[member].id,
        requested_on=date(2026, 6, 1),
        agent="s.bennani",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


@pytest.fixture
def kept(desk: Desk) -> dict[str, Agreement]:
    """Four agreements of two members of a family, and one of another family."""
    family = _family(desk)
    with desk.store.reading() as connection:
        ids = affiliates.first_ids(connection, 2)
        other = next(f for key, f in affiliates.some(connection, ids).items() if key != family.id)
    full = {
        "codes": ("D629", "D634"),
        "teeth": (13, 23),
        "quoted": 2_700_000,
        "decided_on": date(2026, 6, 20),
        "practitioner": "103458206",
        "note": "plan de traitement",
    }
    granted, refused = AgreementState.GRANTED, AgreementState.REFUSED
    records = {
        "salma": _agreement(family, state=granted, number="00-41 2377", **full),
        "asked": _agreement(family, requested_on=date(2026, 9, 1), stage="retention"),
        "nadia": _agreement(family, 1, kind="device", stage="", state=refused, reason="devis absent"),
        "old": _agreement(family, state=AgreementState.VOID, number="0041", requested_on=date(2025, 1, 1)),
        "other": _agreement(other, 0, kind="device", stage="", number="77AB", state=granted),
    }
    with desk.store.writing() as connection:
        for record in records.values():
            agreements.add(connection, record)
    return records


def _names(kept: dict[str, Agreement], found: Collection[AgreementSummary]) -> list[str]:
    names = {record.id: name for name, record in kept.items()}
    return [names[summary.agreement.id] for summary in found]


def _find(
    desk: Desk, typed: str = "", states: Collection[AgreementState] = ALL, kind: str = "", limit: int = 10
) -> tuple[AgreementSummary, ...]:
    with desk.store.reading() as connection:
        return agreements.find(connection, desk.store.names, typed, states, kind, limit)


def test_an_agreement_is_read_as_it_was_written(desk: Desk, kept: dict[str, Agreement]) -> None:
    with desk.store.reading() as connection:
        for record in kept.values():
            assert agreements.get(connection, record.id).agreement == record


@pytest.mark.parametrize(
    "typed, wanted",
    [
        ("00412377", ["salma"]),
        ("0041", ["salma", "old"]),
        (" 00 41-23", ["salma"]),
        ("0041٢٣", ["salma"]),
        ("77ab", ["other"]),
        ("412377", []),
        ("0123456", ["asked", "nadia", "salma", "old"]),
        ("123456", ["asked", "nadia", "salma", "old"]),
        ("88-4512", ["asked", "nadia", "salma", "old"]),
        ("salma", ["asked", "salma", "old"]),
        ("el alami sal", ["asked", "salma", "old"]),
        ("سلمى", ["asked", "salma", "old"]),
        ("العلمي", ["asked", "salma", "old"]),
        ("bakkali", ["nadia"]),
        ("البقالي نادية", ["nadia"]),
        ("xyzxyz", []),
        ("%", []),
        ("'", []),
    ],
)
def test_what_an_agent_types_finds_it(desk: Desk, kept: dict[str, Agreement], typed: str, wanted: list[str]) -> None:
    assert _names(kept, _find(desk, typed)) == wanted


def test_nothing_typed_lists_the_latest_requests_first(desk: Desk, kept: dict[str, Agreement]) -> None:
    listed = _names(kept, _find(desk, "  "))
    assert (listed[0], listed[-1]) == ("asked", "old")
    assert set(listed) == set(kept)
    assert _names(kept, _find(desk, limit=1)) == ["asked"]


def test_states_and_kinds_narrow_the_list(desk: Desk, kept: dict[str, Agreement]) -> None:
    requested, refused = AgreementState.REQUESTED, AgreementState.REFUSED
    assert _names(kept, _find(desk, states={requested})) == ["asked"]
    assert set(_names(kept, _find(desk, states={requested, refused}))) == {"asked", "nadia"}
    assert _find(desk, states=frozenset()) == ()
    assert set(_names(kept, _find(desk, kind="device"))) == {"nadia", "other"}
    assert _names(kept, _find(desk, "0123456", {refused}, "device")) == ["nadia"]


def test_a_number_is_known_however_it_is_spaced(desk: Desk, kept: dict[str, Agreement]) -> None:
    with desk.store.reading() as connection:
        assert agreements.numbered(connection, "0041 2377") == (kept["salma"],)
        assert agreements.numbered(connection, "412377") == ()


def test_a_version_is_written_once(desk: Desk, kept: dict[str, Agreement]) -> None:
    record = kept["asked"]
    with desk.store.writing() as connection:
        saved = agreements.save(connection, replace(record, note="a"))
    assert (saved.version, saved.note) == (2, "a")
    with pytest.raises(Stale), desk.store.writing() as connection:
        agreements.save(connection, replace(record, note="b"))
    with pytest.raises(Missing, match=r"agreement\.missing"), desk.store.reading() as connection:
        agreements.get(connection, new_id())


def _plan(connection: Connection, query: str) -> str:
    return " ".join(row.detail for row in connection.execute(text(f"EXPLAIN QUERY PLAN {query}")))


@pytest.mark.file_only
@pytest.mark.parametrize(
    "where",
    [
        "number_key >= '0041' AND number_key < '0042'",
        "beneficiary_id = 'x'",
        "family_id = 'x'",
        "request_id = 'x'",
        "state = 'granted'",
    ],
)
def test_a_hundred_thousand_agreements_are_not_read_one_by_one(desk: Desk, where: str) -> None:
    with desk.store.reading() as connection:
        plan = _plan(connection, f"SELECT * FROM agreements WHERE {where}")  # noqa: S608
        assert "SEARCH agreements USING INDEX" in plan
        latest = _plan(connection, "SELECT * FROM agreements ORDER BY requested_on DESC LIMIT 200")
        assert "USING INDEX" in latest
        assert "TEMP B-TREE" not in latest


def _case(family: Family, **changes: object) -> OdfCase:
    child = family.members[2]
    plain = OdfCase(
        id=new_id(), family_id=family.id, beneficiary_id=child.id, opened_on=date(2026, 6, 1), agent="s.bennani"
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def test_a_treatment_is_read_as_it_was_written(desk: Desk) -> None:
    told = (
        Period(kind=PeriodKind.INTERRUPTION, since=date(2025, 1, 1), until=date(2025, 3, 1), elsewhere=True),
        Period(
            kind=PeriodKind.SEMESTER,
            rank=2,
            since=date(2025, 6, 1),
            practitioner="103458206",
            agreement="00412377",
            elsewhere=True,
            billed=450_000,
            base=150_000,
            amo=120_000,
            complement=30_000,
        ),
    )
    case = _case(
        _family(desk),
        practitioner="103458206",
        former_practitioner="106501188",
        transferred_on=date(2026, 5, 1),
        told=told,
        closed_on=date(2026, 7, 1),
        note="note",
    )
    with desk.store.writing() as connection:
        odf.add(connection, case)
        assert odf.get(connection, case.id) == odf.of_beneficiary(connection, case.beneficiary_id) == case
        assert odf.still_open(connection) == ()
        again = odf.save(connection, replace(case, closed_on=None))
        assert odf.still_open(connection) == (again,)
    with pytest.raises(Stale), desk.store.writing() as connection:
        odf.save(connection, case)
    with pytest.raises(Missing, match=r"odf\.missing"), desk.store.reading() as connection:
        odf.get(connection, new_id())


def test_the_store_itself_keeps_a_child_to_one_treatment(desk: Desk) -> None:
    family = _family(desk)
    with desk.store.writing() as connection:
        odf.add(connection, _case(family))
    with pytest.raises(IntegrityError), desk.store.writing() as connection:
        odf.add(connection, _case(family))
