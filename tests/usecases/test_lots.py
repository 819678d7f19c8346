"""Lots: the limit, one kind and one payer, all or nothing, and nothing changes afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from dossiers import receivable, received

from amo_desk.domain.dossier import State
from amo_desk.domain.errors import Refused, Stale
from amo_desk.domain.numbers import read_paper_number
from amo_desk.domain.sources import Grade
from amo_desk.rules.parameters import Parameter
from amo_desk.store import dossiers as dossier_store
from amo_desk.store import journal
from amo_desk.store import lots as lot_store
from amo_desk.usecases import intake, lots, papers
from amo_desk.usecases.clock import SetClock
from amo_desk.usecases.desk import Desk

pytestmark = pytest.mark.both_stores


def limited(desk: Desk, limit: int) -> Desk:
    """The same desk where a lot holds fewer dossiers."""
    known = desk.rulebook.parameter(lots.LARGEST)
    values = tuple(replace(value, value=Decimal(limit)) for value in known.values)
    parameters: dict[str, Parameter] = {**desk.rulebook.parameters, lots.LARGEST: replace(known, values=values)}
    return replace(desk, rulebook=replace(desk.rulebook, parameters=parameters))


def test_the_limit_is_a_dated_value_with_its_source(desk: Desk) -> None:
    limit, source = lots.largest(desk)
    assert limit == 30
    assert source.grade is Grade.UNCONFIRMED
    assert source.title


def test_kinds_count_what_waits_by_form_and_payer(desk: Desk, clock: SetClock) -> None:
    clock.at = datetime(2027, 2, 15, 9, 0, tzinfo=UTC)
    received(desk, "consultation", "2027-01-31")
    received(desk, "consultation", "2027-02-01")
    received(desk, "consultation", "2027-02-02")
    received(desk, "dental_care", "2027-01-20")
    receivable(desk, "medicines", "2027-02-02")
    assert {(kind.form, kind.payer, kind.waiting) for kind in lots.kinds(desk)} == {
        ("consultation", "CNOPS", 1),
        ("consultation", "CNSS", 2),
        ("dental_care", "CNOPS", 1),
    }


def test_waiting_is_oldest_first(desk: Desk, clock: SetClock) -> None:
    first = received(desk)
    clock.at = clock.at.replace(day=24)
    second = received(desk)
    assert [dossier.id for dossier in lots.waiting(desk, "consultation", "CNOPS")] == [first.id, second.id]


def test_a_closed_lot_has_a_number_lines_and_totals(desk: Desk) -> None:
    chosen = [received(desk), received(desk, billed=20_000)]
    lot = lots.close(desk, [dossier.id for dossier in chosen])
    assert read_paper_number(lot.number) == lot.number
    assert lot.number.startswith("L014-03-26-00001-")
    assert (lot.form, lot.payer, lot.agent) == ("consultation", "CNOPS", "S. Bennani")
    assert [line.number for line in lot.lines] == [dossier.number for dossier in chosen]
    assert lot.billed == 35_000
    assert lot.amo == sum(dossier.evaluation.quote.amo for dossier in chosen if dossier.evaluation)
    assert lots.kinds(desk) == ()
    assert [intake.get(desk, dossier.id).state for dossier in chosen] == [State.LOTTED, State.LOTTED]
    assert intake.get(desk, chosen[0].id).lot_number == lot.number


def test_lots_are_numbered_one_after_the_other_and_by_year(desk: Desk, clock: SetClock) -> None:
    numbers = [lots.close(desk, [received(desk).id]).number for _ in range(2)]
    clock.at = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
    numbers.append(lots.close(desk, [received(desk, care="2026-12-28").id]).number)
    assert [number[:-3] for number in numbers] == ["L014-03-26-00001", "L014-03-26-00002", "L014-03-27-00001"]
    assert [lot.number for lot in lots.latest(desk)] == numbers[::-1]


def test_the_limit_is_kept(desk: Desk) -> None:
    desk = limited(desk, 2)
    ids = [received(desk).id for _ in range(3)]
    with pytest.raises(Refused) as refusal:
        lots.close(desk, ids)
    assert (refusal.value.code, refusal.value.details) == ("lot.too_large", {"limit": 2})
    assert len(lots.close(desk, ids[:2]).lines) == 2


def test_nothing_makes_no_lot(desk: Desk) -> None:
    with pytest.raises(Refused, match=r"lot\.empty"):
        lots.close(desk, [])


@pytest.mark.parametrize("other", [("dental_care", "2027-02-02"), ("consultation", "2027-01-31")])
def test_forms_and_payers_are_not_mixed(desk: Desk, clock: SetClock, other: tuple[str, str]) -> None:
    clock.at = datetime(2027, 2, 15, 9, 0, tzinfo=UTC)
    ids = [received(desk, "consultation", "2027-02-02").id, received(desk, *other).id]
    with pytest.raises(Refused, match=r"lot\.mixed"):
        lots.close(desk, ids)
    assert lots.latest(desk) == ()


def test_all_of_them_move_or_none_does(desk: Desk) -> None:
    waiting = received(desk)
    sent = received(desk)
    lots.close(desk, [sent.id])
    with desk.store.reading() as connection:
        before = journal.length(connection), lot_store.latest(connection, 9)
    with pytest.raises(Refused, match=r"dossier\.move"):
        lots.close(desk, [waiting.id, sent.id])
    assert intake.get(desk, waiting.id) == waiting
    with desk.store.reading() as connection:
        assert (journal.length(connection), lot_store.latest(connection, 9)) == before
    assert lots.close(desk, [waiting.id]).number.startswith("L014-03-26-00002")


def test_a_draft_does_not_leave(desk: Desk) -> None:
    draft, _ = receivable(desk)
    with pytest.raises(Refused, match=r"dossier\.move"):
        lots.close(desk, [draft.id])


def test_a_stale_version_is_refused_and_leaves_nothing(desk: Desk) -> None:
    one, two = received(desk), received(desk)
    lot = lots.close(desk, [received(desk).id])
    stale = replace(two.moved(State.LOTTED), version=two.version - 1)
    with pytest.raises(Stale), desk.store.writing() as connection:
        dossier_store.put_in_lot(connection, [one.moved(State.LOTTED), stale], lot.id)
    assert {dossier.id for dossier in lots.waiting(desk, "consultation", "CNOPS")} == {one.id, two.id}


def test_a_closed_lot_stays_what_it_was(desk: Desk) -> None:
    lot = lots.close(desk, [received(desk).id])
    first = papers.lot_slip(desk, lot)
    second = papers.issued(desk, first)
    (kept,) = lots.latest(desk)
    assert kept == replace(lot, copies=1)
    assert kept.content_hash == journal.fingerprint(kept.lines)
    assert first.name == f"bordereau-{lot.number}.pdf"
    assert second.name == f"bordereau-{lot.number}-copie1.pdf"
    assert papers.lot_workbook(desk, lot)[:2] == b"PK"


def test_closing_is_in_the_journal(desk: Desk) -> None:
    ids = [received(desk).id, received(desk).id]
    with desk.store.reading() as connection:
        before = journal.length(connection)
    lots.close(desk, ids)
    with desk.store.reading() as connection:
        assert journal.length(connection) == before + 1 + len(ids)
        assert journal.first_broken(connection) is None
