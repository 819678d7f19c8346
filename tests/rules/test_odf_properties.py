"""What holds of every orthodontic ledger, whatever the dates, ranks, agreements, interruptions and transfers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from amo_desk.domain.agreements import Agreement, AgreementState
from amo_desk.domain.days import months_after
from amo_desk.domain.dossier import Override
from amo_desk.domain.findings import Level
from amo_desk.domain.odf import Ledger, OdfCase, Period, PeriodKind
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


@dataclass(frozen=True)
class Drawn:
    """What a ledger is made of."""

    birth: date
    day: date
    case: OdfCase | None
    periods: list[Period]
    agreements: list[Agreement]


def _in_turn(count: int, slips: list[int], amounts: list[int | None], others: list[Period]) -> list[Period]:
    """Half-years one after the other, each in time or a little late or early, and whatever else."""
    semesters = []
    since = START + timedelta(days=1)
    for rank, slip, amount in zip(range(1, count + 1), slips, amounts, strict=False):
        semesters.append(
            Period(
                kind=PeriodKind.SEMESTER,
                rank=rank,
                since=since,
                agreement="A1",
                dossier_number="R-1",
                billed=amount,
                base=amount and min(amount, FORFAIT),
                amo=amount,
            )
        )
        since = months_after(since, 6) + timedelta(days=slip)
    return [*semesters, *others]


SOME_PERIOD = st.builds(
    Period,
    kind=st.sampled_from(PeriodKind),
    rank=st.none() | st.integers(1, 3),
    since=STEPS,
    until=st.none() | STEPS,
    practitioner=INPES,
)
SLIPS = st.lists(st.sampled_from([0, 0, 0, 0, 0, 1, 40, -1]), min_size=9, max_size=9)
PAID = st.lists(AMOUNTS, min_size=9, max_size=9)
SOME_AGREEMENT = st.builds(
    Agreement,
    id=st.just(UUID(int=0)),
    kind=st.just("odf"),
    stage=st.sampled_from(STAGES),
    state=st.sampled_from([AgreementState.GRANTED, AgreementState.USED]),
    family_id=st.just(UUID(int=1)),
    beneficiary_id=st.just(UUID(int=2)),
    requested_on=st.just(START),
    number=st.sampled_from(["", "A2"]),
    decided_on=STEPS,
    agent=st.just("a"),
)
FIRST = SOME_AGREEMENT.map(lambda agreement: replace(agreement, stage="first", number="A1", decided_on=START))
# A treatment much as it should be, so that the limits are really met.
LIKELY = st.builds(
    Drawn,
    birth=st.dates(date(2004, 1, 1), date(2010, 12, 31)),
    day=st.sampled_from([date(2026, 11, 23), date(2029, 2, 28)]),
    case=st.none() | CASES,
    periods=st.builds(_in_turn, st.integers(0, 9), SLIPS, PAID, st.lists(SOME_PERIOD, max_size=3)),
    agreements=st.builds(
        lambda first, others: _numbered([first, *others]), FIRST, st.lists(SOME_AGREEMENT, max_size=2)
    ),
)
ANY = st.builds(Drawn, birth=BIRTHS, day=DAYS, case=CASES, periods=PERIODS, agreements=AGREEMENTS)
DRAWN = LIKELY | ANY


def _ledger(drawn: Drawn) -> Ledger:
    return ledger(
        BOOK,
        born(drawn.birth, Relation.CHILD),
        day=drawn.day,
        case=drawn.case,
        periods=drawn.periods,
        agreements=drawn.agreements,
        mutuelle="MGEN",
    )


def _untold(drawn: Drawn) -> Drawn:
    """The same without the periods that the case tells, so that only those given to the ledger stand in it."""
    return replace(drawn, case=drawn.case and replace(drawn.case, told=()))


def _never(found: Ledger) -> None:
    """Never a seventh half-year, never an amount outside the forfait, never an agreement that is none."""
    counted = [row for row in found.rows if row.counted]
    semesters = [row for row in counted if row.period.kind is PeriodKind.SEMESTER]
    assert len(semesters) == found.semesters_counted <= SEMESTERS
    assert found.coefficient_counted == sum(row.coefficient for row in semesters) <= CEILING
    assert sum(row.period.kind is PeriodKind.SURGICAL for row in counted) <= 1
    assert sum(row.period.kind is PeriodKind.RETENTION for row in counted) == found.retention_counted <= 2
    assert sum(row.base or 0 for row in found.rows) == found.base
    assert sum(row.amo or 0 for row in found.rows) == found.amo
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
            begun = [
                r.period.since for r in counted if r.agreement and r.agreement.agreement == row.agreement.agreement
            ]
            lapses, granted = row.agreement.lapses_on, row.agreement.agreement.state is AgreementState.GRANTED
            assert not granted or lapses is None or min(begun) < lapses, "nothing that counts began in time"


@SETTINGS
@given(drawn=DRAWN)
def test_the_three_nevers(drawn: Drawn) -> None:
    found = _ledger(drawn)
    _never(found)
    for row in found.rows:
        for finding in row.findings:
            assert "{" not in finding.text.fr + finding.text.ar, "a detail was left out of a sentence"
        if row.counted:
            assert all(finding.standing is not Level.BLOCK for finding in row.findings)


@SETTINGS
@given(drawn=DRAWN)
def test_whatever_is_set_aside_the_ceilings_and_the_agreements_hold(drawn: Drawn) -> None:
    drawn = _untold(drawn)
    lifted = [
        replace(
            row.period,
            overrides=tuple(
                Override(finding=finding.key, about=finding.text.fr, reason="Vu", agent="a") for finding in row.findings
            ),
        )
        for row in _ledger(drawn).rows
    ]
    _never(_ledger(replace(drawn, periods=lifted)))


@SETTINGS
@given(drawn=DRAWN)
def test_the_totals_are_those_of_the_rows_that_count(drawn: Drawn) -> None:
    found = _ledger(drawn)
    assert found.base == sum(row.base or 0 for row in found.rows if row.counted)
    assert 0 <= found.amo <= found.base
    if found.complement is not None:
        assert 0 <= found.complement <= found.base - found.amo
    assert len(found.rows) == len(drawn.periods) + len(drawn.case.told if drawn.case else ())
    assert [row.period.since for row in found.rows] == sorted(row.period.since for row in found.rows)


@SETTINGS
@given(drawn=DRAWN, data=st.data())
def test_the_order_in_which_they_are_given_does_not_matter(drawn: Drawn, data: st.DataObject) -> None:
    shuffled = replace(
        drawn,
        periods=data.draw(st.permutations(drawn.periods)),
        agreements=data.draw(st.permutations(drawn.agreements)),
    )
    assert _ledger(shuffled) == _ledger(drawn)


@SETTINGS
@given(drawn=DRAWN, added=AGREEMENTS, number=st.sampled_from(["", "Z9"]))
def test_a_void_agreement_changes_nothing_that_counts(drawn: Drawn, added: list[Agreement], number: str) -> None:
    void = [
        replace(agreement, id=UUID(int=100 + place), number=number, state=AgreementState.VOID)
        for place, agreement in enumerate(added)
    ]
    before, after = _ledger(drawn), _ledger(replace(drawn, agreements=[*drawn.agreements, *void]))
    assert after.rows == before.rows
    assert (after.amo, after.complement, after.due) == (before.amo, before.complement, before.due)


@SETTINGS
@given(drawn=DRAWN)
def test_no_day_is_paid_twice(drawn: Drawn) -> None:
    paid = [row for row in _ledger(drawn).rows if row.counted and row.period.kind is not PeriodKind.INTERRUPTION]
    for before, after in pairwise(paid):
        assert before.until is None or before.until < after.period.since


@SETTINGS
@given(drawn=DRAWN)
def test_retention_changes_nothing_else(drawn: Drawn) -> None:
    drawn = _untold(drawn)
    active = [period for period in drawn.periods if period.kind is not PeriodKind.RETENTION]
    whole, part = _ledger(drawn), _ledger(replace(drawn, periods=active))
    assert tuple(row for row in whole.rows if row.period.kind is not PeriodKind.RETENTION) == part.rows


@SETTINGS
@given(drawn=DRAWN, rank=st.none() | st.integers(0, 8))
def test_a_later_half_year_changes_nothing_before_it(drawn: Drawn, rank: int | None) -> None:
    kinds = (PeriodKind.INTERRUPTION, PeriodKind.SEMESTER)
    active = [period for period in drawn.periods if period.kind in kinds and period.since < date.max]
    later = Period(kind=PeriodKind.SEMESTER, rank=rank, since=date.max)
    drawn = _untold(drawn)
    before, after = (_ledger(replace(drawn, periods=given)) for given in (active, [*active, later]))
    assert after.rows[:-1] == before.rows


@SETTINGS
@given(drawn=DRAWN)
def test_what_is_due_counts_when_it_begins_on_its_first_day(drawn: Drawn) -> None:
    due = _ledger(drawn).due
    if due is None:
        return
    assert due.latest is None or due.earliest <= due.latest
    if due.kind is None:
        assert due.stage in STAGES
        return
    begun = Period(kind=due.kind, rank=due.rank, since=due.earliest, dossier_number="R-9")
    drawn = replace(drawn, day=max(drawn.day, due.earliest), periods=[*drawn.periods, begun])
    row = next(row for row in _ledger(drawn).rows if row.period is begun)
    assert row.counted, [finding.key for finding in row.findings]
