"""What holds of every orthodontic ledger, whatever the dates, ranks, agreements, interruptions and transfers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from amo_desk.domain.agreements import Agreement, AgreementState
from amo_desk.domain.days import months_after
from amo_desk.domain.dossier import Override
from amo_desk.domain.findings import Level
from amo_desk.domain.odf import Ledger, LedgerRow, OdfCase, Period, PeriodKind
from amo_desk.domain.people import Relation
from amo_desk.rules.good_order import born
from amo_desk.rules.odf import ledger
from amo_desk.usecases.desk import bundled_rulebook

# Not a fixture: a failure would print the whole of it.
BOOK = bundled_rulebook()
SETTINGS = settings(max_examples=120, deadline=None)
FORFAIT, SEMESTERS, CEILING = 150_000, 6, 540
START = date(2020, 1, 31)
# Half-years laid end to end, a little early and a little late, so that chance meets the limits; then any day at all.
STEPS = st.builds(
    lambda half, slip: START + timedelta(days=182 * half + slip), st.integers(0, 12), st.sampled_from([-1, 0, 1, 2, 40])
)
DAYS = STEPS | st.dates() | st.sampled_from([date.min, date.max, date(2024, 2, 29), date(9999, 8, 31)])
BIRTHS = st.dates(date(2004, 1, 1), date(2014, 12, 31)) | st.sampled_from([date(2008, 2, 29), date.min, date.max])
NUMBERS = st.sampled_from(["", "", "A1", "A2", "B1"])
INPES = st.sampled_from(["", "101075429", "102334118"])
AMOUNTS = st.none() | st.integers(0, 400_000)
STAGES = [stage.id for stage in BOOK.agreement_kinds["odf"].stages]
BAD = {AgreementState.REQUESTED, AgreementState.REFUSED, AgreementState.VOID}
PERIODS = st.lists(
    st.builds(
        Period,
        kind=st.sampled_from([PeriodKind.SEMESTER, PeriodKind.SEMESTER, *PeriodKind]),
        rank=st.none() | st.integers(0, 8),
        since=DAYS,
        until=st.none() | DAYS,
        practitioner=INPES,
        agreement=NUMBERS,
        agreed_on=st.none() | DAYS,
        elsewhere=st.booleans(),
        dossier_number=st.sampled_from(["", "R-1", "R-2"]),
        billed=AMOUNTS,
        base=AMOUNTS,
        amo=AMOUNTS,
        complement=AMOUNTS,
    ),
    max_size=12,
)


def _numbered(drawn: list[Agreement]) -> list[Agreement]:
    return [replace(agreement, id=UUID(int=place)) for place, agreement in enumerate(drawn, start=1)]


AGREEMENTS = st.lists(
    st.builds(
        Agreement,
        id=st.just(UUID(int=0)),
        kind=st.sampled_from(["odf", "odf", "odf", "device"]),
        stage=st.sampled_from(STAGES),
        state=st.sampled_from(AgreementState),
        family_id=st.just(UUID(int=1)),
        beneficiary_id=st.just(UUID(int=2)),
        requested_on=DAYS,
        number=NUMBERS,
        decided_on=st.none() | DAYS,
        agent=st.just("a"),
    ),
    max_size=4,
).map(_numbered)
CASES = (
    st.none()
    | st.none()
    | st.builds(
        OdfCase,
        id=st.just(UUID(int=9)),
        family_id=st.just(UUID(int=1)),
        beneficiary_id=st.just(UUID(int=2)),
        opened_on=DAYS,
        practitioner=INPES,
        former_practitioner=INPES,
        transferred_on=st.none() | DAYS,
        told=PERIODS.map(lambda periods: tuple(periods[:4])),
        closed_on=st.none() | DAYS,
        agent=st.just("a"),
    )
)


def _in_turn(count: int, slips: list[int], stops: list[Period]) -> list[Period]:
    """Half-years one after the other, each a little late or early, and the interruptions."""
    semesters = []
    since = START + timedelta(days=1)
    for rank in range(1, count + 1):
        semesters.append(Period(kind=PeriodKind.SEMESTER, rank=rank, since=since, agreement="A1", dossier_number="R-1"))
        since = months_after(since, 6) + timedelta(days=slips[rank - 1])
    return [*semesters, *stops]


# A treatment as it should be, so that the ceilings are really met, and whatever else besides.
STOPS = st.lists(
    st.builds(Period, kind=st.just(PeriodKind.INTERRUPTION), since=STEPS, until=st.none() | STEPS), max_size=1
)
SLIPS = st.lists(st.sampled_from([0, 0, 0, 0, 0, 1, 40, -1]), min_size=9, max_size=9)
ORDERLY = st.builds(_in_turn, st.integers(0, 9), SLIPS, STOPS)
TIDY = st.builds(lambda one, other: [*one, *other], ORDERLY, st.just([]) | PERIODS.map(lambda periods: periods[:2]))
GRANTED = st.builds(
    lambda stage, decided, number: Agreement(
        id=UUID(int=0),
        kind="odf",
        stage=stage,
        state=AgreementState.GRANTED,
        family_id=UUID(int=1),
        beneficiary_id=UUID(int=2),
        requested_on=START,
        number=number,
        decided_on=decided,
        agent="a",
    ),
    st.sampled_from(STAGES),
    STEPS,
    st.sampled_from(["", "A2"]),
)
FIRST = GRANTED.map(lambda agreement: replace(agreement, stage="first", number="A1", decided_on=START))
GIVEN = st.builds(lambda first, others: _numbered([first, *others]), FIRST, st.lists(GRANTED, max_size=2))
WHOLE = {
    "birth": BIRTHS,
    "day": DAYS,
    "case": CASES,
    "periods": PERIODS | TIDY,
    "agreements": AGREEMENTS | GIVEN,
}


def _ledger(
    birth: date, day: date, case: OdfCase | None, periods: list[Period], agreements: list[Agreement], **changes: str
) -> Ledger:
    return ledger(
        BOOK,
        born(birth, Relation.CHILD),
        day=day,
        case=case,
        periods=periods,
        agreements=agreements,
        mutuelle=changes.get("mutuelle", "MGEN"),
    )


def _untold(case: OdfCase | None) -> OdfCase | None:
    """The case without the periods that it tells, so that only those given to the ledger stand in it."""
    return case and replace(case, told=())


def _kind(found: Ledger, *kinds: PeriodKind) -> list[LedgerRow]:
    return [row for row in found.rows if row.period.kind in kinds]


def _never(found: Ledger) -> None:
    """Never a seventh half-year, never an amount outside the forfait, never an agreement that is none."""
    counted = [row for row in found.rows if row.counted]
    semesters = [row for row in counted if row.period.kind is PeriodKind.SEMESTER]
    assert len(semesters) == found.semesters_counted <= SEMESTERS
    assert found.coefficient_counted == sum(row.coefficient for row in semesters) <= CEILING
    assert sum(row.period.kind is PeriodKind.SURGICAL for row in counted) <= 1
    assert sum(row.period.kind is PeriodKind.RETENTION for row in counted) == found.retention_counted <= 2
    for row in found.rows:
        assert row.base is None or 0 <= row.base <= FORFAIT
        assert row.base is None or row.period.billed is None or row.base <= max(0, row.period.billed)
        if not row.counted:
            assert (row.base, row.coefficient) == (0, 0)
            assert row.findings, "not counted, and no reason"
        elif row.agreement is not None:
            assert row.agreement.agreement.state not in BAD
            assert row.agreement.state not in BAD
            decided = row.agreement.agreement.decided_on
            assert decided is None or decided <= row.period.since


@SETTINGS
@given(**WHOLE)
def test_the_three_nevers(
    birth: date, day: date, case: OdfCase | None, periods: list[Period], agreements: list[Agreement]
) -> None:
    found = _ledger(birth, day, case, periods, agreements)
    _never(found)
    for row in found.rows:
        for finding in row.findings:
            assert "{" not in finding.text.fr + finding.text.ar, "a detail was left out of a sentence"
        if row.counted:
            assert all(finding.standing is not Level.BLOCK for finding in row.findings)


@SETTINGS
@given(**WHOLE)
def test_whatever_is_set_aside_the_ceilings_and_the_agreements_hold(
    birth: date, day: date, case: OdfCase | None, periods: list[Period], agreements: list[Agreement]
) -> None:
    found = _ledger(birth, day, _untold(case), periods, agreements)
    lifted = [
        replace(
            row.period,
            overrides=tuple(
                Override(finding=finding.key, about=finding.text.fr, reason="Vu", agent="a") for finding in row.findings
            ),
        )
        for row in found.rows
    ]
    after = _ledger(birth, day, case, lifted, agreements)
    _never(after)


@SETTINGS
@given(**WHOLE)
def test_the_totals_are_those_of_the_rows_that_count(
    birth: date, day: date, case: OdfCase | None, periods: list[Period], agreements: list[Agreement]
) -> None:
    found = _ledger(birth, day, case, periods, agreements)
    paid = [row for row in found.rows if row.counted and row.base is not None]
    assert found.base == sum(row.base or 0 for row in paid)
    assert 0 <= found.amo <= found.base
    if found.complement is not None:
        assert 0 <= found.complement <= found.base - found.amo
    assert len(found.rows) == len(periods) + len(case.told if case else ())
    assert [row.period.since for row in found.rows] == sorted(row.period.since for row in found.rows)


@SETTINGS
@given(**WHOLE, data=st.data())
def test_the_order_in_which_they_are_given_does_not_matter(
    birth: date,
    day: date,
    case: OdfCase | None,
    periods: list[Period],
    agreements: list[Agreement],
    data: st.DataObject,
) -> None:
    other_order = data.draw(st.permutations(periods)), data.draw(st.permutations(agreements))
    assert _ledger(birth, day, case, *other_order) == _ledger(birth, day, case, periods, agreements)


@SETTINGS
@given(**WHOLE, added=AGREEMENTS, number=st.sampled_from(["", "Z9"]))
def test_a_void_agreement_changes_nothing_that_counts(
    birth: date,
    day: date,
    case: OdfCase | None,
    periods: list[Period],
    agreements: list[Agreement],
    added: list[Agreement],
    number: str,
) -> None:
    void = [
        replace(agreement, id=UUID(int=100 + place), number=number, state=AgreementState.VOID)
        for place, agreement in enumerate(added)
    ]
    before, after = (_ledger(birth, day, case, periods, given) for given in (agreements, [*agreements, *void]))
    assert after.rows == before.rows
    assert (after.base, after.amo, after.complement, after.due) == (
        before.base,
        before.amo,
        before.complement,
        before.due,
    )


@SETTINGS
@given(**WHOLE)
def test_no_day_is_paid_twice(
    birth: date, day: date, case: OdfCase | None, periods: list[Period], agreements: list[Agreement]
) -> None:
    found = _ledger(birth, day, case, periods, agreements)
    paid = [row for row in _kind(found, *set(PeriodKind) - {PeriodKind.INTERRUPTION}) if row.counted]
    for before, after in pairwise(paid):
        assert before.until is None or before.until < after.period.since


@SETTINGS
@given(**WHOLE)
def test_retention_changes_nothing_before_it(
    birth: date, day: date, case: OdfCase | None, periods: list[Period], agreements: list[Agreement]
) -> None:
    active = [period for period in periods if period.kind is not PeriodKind.RETENTION]
    whole, part = (_ledger(birth, day, _untold(case), given, agreements) for given in (periods, active))
    assert tuple(row for row in whole.rows if row.period.kind is not PeriodKind.RETENTION) == part.rows


@SETTINGS
@given(**WHOLE, rank=st.none() | st.integers(0, 8))
def test_a_later_half_year_changes_nothing_before_it(
    birth: date,
    day: date,
    case: OdfCase | None,
    periods: list[Period],
    agreements: list[Agreement],
    rank: int | None,
) -> None:
    kinds = (PeriodKind.INTERRUPTION, PeriodKind.SEMESTER)
    active = [period for period in periods if period.kind in kinds and period.since < date.max]
    later = Period(kind=PeriodKind.SEMESTER, rank=rank, since=date.max)
    before, after = (_ledger(birth, day, _untold(case), given, agreements) for given in (active, [*active, later]))
    assert after.rows[:-1] == before.rows


@SETTINGS
@given(**WHOLE)
def test_what_is_due_counts_when_it_begins_on_its_first_day(
    birth: date, day: date, case: OdfCase | None, periods: list[Period], agreements: list[Agreement]
) -> None:
    found = _ledger(birth, day, case, periods, agreements)
    due = found.due
    if due is None:
        return
    assert due.latest is None or due.earliest <= due.latest
    if due.kind is None:
        assert due.stage in STAGES
        return
    begun = Period(kind=due.kind, rank=due.rank, since=due.earliest, dossier_number="R-9")
    after = _ledger(birth, max(day, due.earliest), case, [*periods, begun], agreements)
    row = next(row for row in after.rows if row.period is begun)
    assert row.counted, [finding.key for finding in row.findings]
