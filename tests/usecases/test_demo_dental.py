"""The dental story of the demo: the same on any day, made by the use cases, and enough for every page to show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from treatments import salma

from amo_desk.domain.agreements import AgreementState
from amo_desk.domain.days import months_after
from amo_desk.domain.dossier import State
from amo_desk.usecases import accounts, agreements, demo, intake, lookup, lots, odf
from amo_desk.usecases.clock import SetClock
from amo_desk.usecases.desk import Desk

TOUR = date(2026, 11, 23)


def _made(folder: Path, day: date) -> Desk:
    return demo.make(folder, SetClock(datetime(day.year, day.month, day.day, 9, 30).astimezone()))


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The demo on the day of the tour; nothing here changes it."""
    desk = _made(tmp_path_factory.mktemp("demo") / "store", TOUR)
    yield desk
    desk.store.close()


def test_salma_is_treated_as_in_the_picture(shown: Desk) -> None:
    family, child = salma(shown)
    assert (child.first_name, child.birth, child.age(TOUR)) == ("Salma", date(2012, 8, 19), 14)
    ledger = odf.ledger(shown, family.id, child.id)
    assert ledger.start_birthday == date(2028, 8, 19)
    assert [(row.period.rank, row.period.since, row.period.amo) for row in ledger.rows] == [
        (1, date(2025, 7, 4), 120_000),
        (2, date(2026, 1, 4), 120_000),
    ]
    (standing,) = ledger.agreements
    assert (standing.agreement.number, standing.agreement.decided_on) == ("00412377", date(2025, 2, 2))
    assert standing.state is AgreementState.USED
    assert ledger.due is not None
    assert (ledger.due.rank, ledger.due.earliest) == (3, date(2026, 7, 4))


def test_her_mouth_is_known(shown: Desk) -> None:
    family, child = salma(shown)
    form = next(form for form in shown.rulebook.forms_on(shown.today()) if form.id == "dental_care")
    draft = intake.begin(shown, family.id, child.id, form)
    known = intake.known(shown, draft, draft.content)
    intake.discard(shown, draft)
    filled = next(one for one in known.earlier if one.form == "dental_care")
    assert ([line.teeth for line in filled.lines], filled.absent) == ([(36,)], (38,))
    assert known.beneficiary == child


def test_there_are_agreements_in_every_state(shown: Desk) -> None:
    found = agreements.find(shown)
    assert set(Counter(summary.agreement.state for summary in found)) == set(AgreementState)
    assert {summary.agreement.kind for summary in found} == set(shown.rulebook.agreement_kinds)
    lapsed = [agreements.standing(shown, s.agreement).state for s in found if s.agreement.decided_on]
    assert lapsed.count(AgreementState.VOID) == 1, "one that nothing began in time"
    assert len({summary.immatriculation for summary in found}) == len(found)


def test_the_list_of_treatments_has_something_due(shown: Desk) -> None:
    listed = odf.cases(shown)
    assert len(listed) == 2
    assert all(summary.ledger.due for summary in listed)
    taken_over = next(summary for summary in listed if summary.case.transferred_on)
    assert taken_over.case.told
    assert taken_over.case.former_practitioner != taken_over.case.practitioner


def test_nothing_of_it_waits_at_the_counter(shown: Desk) -> None:
    assert accounts.journal_break(shown) is None
    assert intake.drafts(shown) == ()
    day = lookup.the_day(shown)
    assert (day.received, day.waiting, lots.kinds(shown)) == (0, 0, ())
    numbers = [number for summary in agreements.find(shown) for number in summary.covered]
    covered = [lookup.find(shown, number).dossier for number in numbers]
    assert all(dossier is not None and dossier.state is State.LOTTED for dossier in covered)
    assert all(number.startswith("D014-01-") for number in numbers), "deposited at the counter next door"
    assert len(lots.latest(shown)) == len(numbers) + 1, "the covered dossiers and the filling"


@pytest.mark.parametrize("day", [date(2025, 8, 31), date(2027, 2, 28), date(2028, 2, 29)])
def test_it_stands_as_far_back_on_any_day(tmp_path: Path, day: date) -> None:
    desk = _made(tmp_path / "store", day)
    try:
        family, child = salma(desk)
        ledger = odf.ledger(desk, family.id, child.id)
        started = day - (TOUR - date(2025, 7, 4))
        assert [row.period.since for row in ledger.rows] == [started, months_after(started, 6)]
        assert len(agreements.find(desk)) == 10
        assert child.age(day) == 14
    finally:
        desk.store.close()
