"""The whole path of a dossier at the counter, on a real store: begun, saved, judged, set aside, received, numbered."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from threading import Barrier
from uuid import UUID

import pytest
from dossiers import receivable, received

from amo_desk.domain.dossier import Content, Dossier, Line, State
from amo_desk.domain.errors import Missing, Refused, Stale
from amo_desk.domain.findings import Finding, Verdict
from amo_desk.domain.medicine import Medicine
from amo_desk.domain.numbers import read_paper_number
from amo_desk.domain.office import Role
from amo_desk.domain.people import Relation
from amo_desk.store import journal, medicines
from amo_desk.store.schema import journal as journal_table
from amo_desk.usecases import accounts, intake, lookup
from amo_desk.usecases.accounts import NewAccount
from amo_desk.usecases.clock import SetClock
from amo_desk.usecases.desk import Desk

pytestmark = pytest.mark.both_stores

BOX = "6118000160113"
AMOXIL = Medicine(
    code=BOX,
    name="AMOXIL",
    dci="AMOXICILLINE",
    dosage="500 MG",
    form="COMPRIME",
    presentation="1 BOITE 12",
    ppv=3_460,
    ph=0,
    base=3_460,
    generic=False,
    rate=Decimal("0.70"),
    edition="Liste 2014",
    edition_day=date(2014, 1, 1),
)


def _begun(desk: Desk, form: str = "consultation") -> Dossier:
    hit = lookup.find(desk, "0123456").people[0]
    edition = next(f for f in desk.rulebook.forms_on(desk.today()) if f.id == form)
    return intake.begin(desk, hit.family_id, hit.person_id, edition)


def _events(desk: Desk, subject: object) -> list[tuple[str, str]]:
    table = journal_table.c
    with desk.store.reading() as connection:
        rows = connection.execute(journal_table.select().where(table.subject == str(subject)).order_by(table.seq)).all()
    return [(row.event, row.agent) for row in rows]


def _finding(desk: Desk, dossier: Dossier, content: Content, key: str) -> Finding:
    evaluation = intake.judge(desk, dossier, content, intake.known(desk, dossier, content))
    return next(f for f in evaluation.findings if f.key == key)


@pytest.fixture
def seated(desk: Desk) -> Callable[[Role], Desk]:
    """The same store with another agent at it; only who sits there differs."""

    def sit(role: Role) -> Desk:
        account = NewAccount(login=f"a.{role.value}", name="Un agent", password="un-mot-de-passe", role=role)
        return replace(desk, agent=accounts.add_agent(desk, account))

    return sit


def test_the_whole_path(desk: Desk) -> None:
    draft, content = receivable(desk)
    assert (draft.state, draft.number, draft.deposit_day) == (State.DRAFT, "", date(2026, 11, 23))
    saved = intake.save(desk, draft, content)
    assert saved == intake.get(desk, draft.id)
    facts = intake.known(desk, saved, content)
    judged = intake.judge(desk, saved, content, facts)
    assert judged.verdict is not Verdict.NOT_RECEIVABLE
    dossier = intake.receive(desk, saved, content)
    assert (dossier.state, dossier.evaluation, dossier.agent) == (State.RECEIVED, judged, "s.bennani")
    assert dossier.received_at == desk.clock.now()
    assert read_paper_number(dossier.number) == dossier.number
    assert dossier == intake.get(desk, draft.id)
    assert lookup.find(desk, dossier.number).dossier == dossier
    assert intake.drafts(desk) == ()
    assert _events(desk, draft.id) == [("begun", "s.bennani"), ("received", "s.bennani")]
    assert accounts.journal_break(desk) is None


def test_the_estimation_is_kept_with_the_rulebook_it_comes_from(desk: Desk) -> None:
    dossier = received(desk)
    assert dossier.evaluation
    assert dossier.evaluation.quote.rulebook == desk.rulebook.version
    later = replace(desk, rulebook=replace(desk.rulebook, version="another"))
    again = intake.get(later, dossier.id)
    assert again.evaluation == dossier.evaluation


def test_a_draft_survives_a_desk_that_did_not_log_out(
    desk: Desk, store_folder: Path, clock: SetClock, seated: Callable[[Role], Desk]
) -> None:
    seated(Role.AGENT)
    draft, content = receivable(desk)
    saved = intake.save(desk, draft, content)
    desk.store.close()
    other = accounts.log_in(store_folder, "a.agent", "un-mot-de-passe", clock)
    (summary,) = intake.drafts(other)
    assert (summary.id, summary.state, summary.number) == (draft.id, State.DRAFT, "")
    found = intake.get(other, summary.id)
    assert found == saved
    assert intake.receive(other, found, found.content).agent == "a.agent"
    other.store.close()


def test_what_somebody_else_changed_is_not_overwritten(desk: Desk) -> None:
    draft, content = receivable(desk)
    first = intake.save(desk, draft, content)
    other = content.with_field("care_date", "2026-11-01")
    for stale in (
        lambda: intake.save(desk, draft, other),
        lambda: intake.receive(desk, draft, content),
        lambda: intake.discard(desk, draft),
    ):
        with pytest.raises(Stale, match=r"record\.stale"):
            stale()
    assert intake.get(desk, draft.id) == first


def test_a_received_dossier_is_never_a_draft_again(desk: Desk) -> None:
    draft, content = receivable(desk)
    dossier = intake.receive(desk, draft, content)
    with pytest.raises(Stale):
        intake.save(desk, dossier, content)
    with pytest.raises(Refused, match=r"dossier\.move"):
        intake.receive(desk, dossier, content)
    assert intake.get(desk, dossier.id) == dossier


def test_a_discarded_draft_is_gone_from_the_list_and_stays_in_the_journal(desk: Desk) -> None:
    draft = _begun(desk)
    intake.discard(desk, draft)
    assert intake.drafts(desk) == ()
    assert intake.get(desk, draft.id).state is State.CANCELLED
    assert [event for event, _ in _events(desk, draft.id)] == ["begun", "discarded"]
    with pytest.raises(Refused, match=r"dossier\.move"):
        intake.discard(desk, intake.get(desk, draft.id))


def test_a_dossier_that_blocks_is_refused_and_takes_no_number(desk: Desk) -> None:
    draft, content = receivable(desk)
    with pytest.raises(Refused, match=r"dossier\.not_receivable"):
        intake.receive(desk, draft, content.with_ticks(frozenset({"FS"}), present=False))
    assert intake.get(desk, draft.id).state is State.DRAFT
    assert intake.receive(desk, draft, content).number.startswith("D014-03-26-00001-")


def test_receiving_judges_again_what_the_screen_judged_before(desk: Desk) -> None:
    draft, content = receivable(desk)
    first = intake.receive(desk, draft, content)
    second, same = receivable(desk)
    assert first.evaluation
    assert first.evaluation.verdict is Verdict.COMPLETE
    again = intake.receive(desk, second, same)
    assert again.evaluation
    assert [f.key for f in again.evaluation.findings if f.key.startswith("check/duplicate")] == [
        f"check/duplicate/{first.number}"
    ]


@pytest.mark.parametrize("role, allowed", [(Role.AGENT, False), (Role.SUPERVISOR, True), (Role.ADMINISTRATOR, True)])
def test_a_block_is_set_aside_by_who_may(seated: Callable[[Role], Desk], role: Role, allowed: bool) -> None:
    desk = seated(role)
    draft, content = receivable(desk)
    content = content.with_ticks(frozenset({"FS"}), present=False)
    finding = _finding(desk, draft, content, "piece/FS")
    assert intake.may_override(desk, finding) is allowed
    if not allowed:
        with pytest.raises(Refused, match=r"override\.supervisor"):
            intake.override(desk, content, finding, "Original perdu par la poste")
        return
    content = intake.override(desk, content, finding, "  Original perdu par la poste ")
    dossier = intake.receive(desk, draft, content)
    assert dossier.evaluation
    assert dossier.evaluation.verdict is Verdict.WITH_WARNINGS
    assert [event for event, _ in _events(desk, draft.id)] == ["begun", "overridden", "received"]
    assert dossier.content.overrides[0].reason == "Original perdu par la poste"


@pytest.mark.parametrize("reason", ["", "  ", "ok", " a "])
def test_setting_aside_needs_a_reason(desk: Desk, reason: str) -> None:
    draft, content = receivable(desk)
    content = content.with_ticks(frozenset({"FS"}), present=False)
    finding = _finding(desk, draft, content, "piece/FS")
    with pytest.raises(Refused, match=r"override\.reason"):
        intake.override(desk, content, finding, reason)


def test_what_nobody_sets_aside_stays(desk: Desk) -> None:
    draft, content = receivable(desk)
    content = content.with_field("care_date", "2026-12-24")
    finding = _finding(desk, draft, content, "check/care_date_future")
    assert not intake.may_override(desk, finding)
    with pytest.raises(Refused, match=r"override\.never"):
        intake.override(desk, content, finding, "Il insiste beaucoup")


def test_a_second_reason_replaces_the_first(desk: Desk) -> None:
    draft, content = receivable(desk)
    content = content.with_ticks(frozenset({"FS", "ORD_CONS"}), present=False)
    fs, order = (_finding(desk, draft, content, f"piece/{name}") for name in ("FS", "ORD_CONS"))
    content = intake.override(desk, content, fs, "premier motif")
    content = intake.override(desk, content, order, "autre pièce")
    content = intake.override(desk, content, fs, "second motif")
    assert [(o.finding, o.reason) for o in content.overrides] == [
        ("piece/ORD_CONS", "autre pièce"),
        ("piece/FS", "second motif"),
    ]


def test_numbers_are_unique_and_consecutive_whatever_happens_between(desk: Desk) -> None:
    numbers = []
    for turn in range(5):
        draft, content = receivable(desk, billed=10_000 + turn)
        with pytest.raises(Refused):
            intake.receive(desk, draft, content.with_ticks(frozenset({"FS"}), present=False))
        with pytest.raises(Stale):
            intake.receive(desk, replace(draft, version=draft.version + 7), content)
        numbers.append(intake.receive(desk, draft, content).number)
    assert [number[:-2] for number in numbers] == [f"D014-03-26-{counter:05d}-" for counter in range(1, 6)]


def test_each_year_and_each_station_counts_from_one(desk: Desk, clock: SetClock) -> None:
    first = received(desk, billed=1_000)
    other_station = replace(desk, office=replace(desk.office, station="04"))
    second = received(other_station, billed=2_000)
    clock.at = datetime(2027, 1, 2, 9, tzinfo=clock.at.tzinfo)
    third = received(desk, care="2026-12-30", billed=3_000)
    assert [d.number[:-2] for d in (first, second, third)] == [
        "D014-03-26-00001-",
        "D014-04-26-00001-",
        "D014-03-27-00001-",
    ]


def test_a_new_draft_is_on_the_form_and_for_somebody_of_the_family(desk: Desk) -> None:
    draft = _begun(desk, "dental_care")
    assert (draft.form, draft.edition) == ("dental_care", "2024-01")
    assert draft.content.fields == {"sector": "private", "regime": "public"}
    form = desk.rulebook.form(draft.form, draft.edition)
    stranger = next(hit for hit in lookup.find(desk, "a").people if hit.family_id != draft.family_id)
    with pytest.raises(Missing, match=r"family\.member"):
        intake.begin(desk, draft.family_id, stranger.person_id, form)
    with pytest.raises(Missing, match=r"family\.missing"):
        intake.begin(desk, UUID(int=1), stranger.person_id, form)
    assert len(intake.drafts(desk)) == 1


def test_drafts_stand_with_the_latest_first(desk: Desk, clock: SetClock) -> None:
    ids = []
    for _ in range(3):
        ids.append(_begun(desk).id)
        clock.at += timedelta(minutes=1)
    assert [draft.id for draft in intake.drafts(desk)] == ids[::-1]


def test_judging_writes_nothing(desk: Desk) -> None:
    draft, content = receivable(desk)
    with desk.store.reading() as connection:
        before = journal.length(connection)
    facts = intake.known(desk, draft, content)
    assert intake.judge(desk, draft, content, facts) == intake.judge(desk, draft, content, facts)
    with desk.store.reading() as connection:
        assert journal.length(connection) == before
    assert intake.get(desk, draft.id) == draft


def test_the_rules_know_the_family_and_the_other_dossiers_of_the_person(desk: Desk) -> None:
    earlier = received(desk)
    draft, content = receivable(desk)
    facts = intake.known(desk, draft, content)
    assert facts.beneficiary.relation is Relation.INSURED
    assert [e.number for e in facts.earlier] == [earlier.number]
    assert facts.earlier[0].billed == earlier.content.billed


@pytest.mark.parametrize(
    "typed, expected",
    [
        ("C", Line(code="C")),
        ("cs", Line(code="CS")),
        ("B120", Line(code="B", coefficient=Decimal(120))),
        ("b 120", Line(code="B", coefficient=Decimal(120))),
        ("Z 16,5", Line(code="Z", coefficient=Decimal("16.5"))),
        ("2* V", Line(code="V", quantity=2)),
        ("3xC", Line(code="C", quantity=3)),
        ("T150", Line(code="T150")),
    ],
)
def test_acts_as_they_are_typed(desk: Desk, typed: str, expected: Line) -> None:
    line = intake.understand(desk, _begun(desk), typed).line
    assert line
    assert replace(line, label="") == expected
    assert line.label


@pytest.mark.parametrize(
    "typed, expected",
    [
        ("16 D701 MO", Line(code="D701", teeth=(16,), faces="MO")),
        ("d700", Line(code="D700")),
        ("16,17 D700", Line(code="D700", teeth=(16, 17))),
        ("11 21 d900", Line(code="D900", teeth=(11, 21))),
        ("2*D708", Line(code="D708", quantity=2)),
        ("19 D999", Line(code="D999", teeth=(19,))),
    ],
)
def test_dental_acts_as_they_are_typed(desk: Desk, typed: str, expected: Line) -> None:
    line = intake.understand(desk, _begun(desk, "dental_care"), typed).line
    assert line
    assert replace(line, label="") == expected


@pytest.mark.parametrize(
    "form, typed, code",
    [
        ("consultation", "", "entry.empty"),
        ("consultation", "0*C", "entry.quantity"),
        ("consultation", "C 5", "entry.no_coefficient"),
        ("consultation", "B 0", "entry.coefficient"),
        ("dental_care", "16 16 D701", "entry.tooth_twice"),
        ("dental_care", "2*16 D701", "entry.quantity_and_teeth"),
        ("consultation", "3*", "entry.act"),
        ("consultation", "bonjour le monde", "entry.act"),
        ("consultation", "W99", "entry.act_unknown"),
        ("dental_care", "1 D700", "entry.dental"),
        ("medicines", "61180001", "entry.barcode"),
        ("medicines", "zzzzzz", "entry.no_medicine"),
    ],
)
def test_what_is_not_understood_says_why(desk: Desk, form: str, typed: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        intake.understand(desk, _begun(desk, form), typed)
    assert refusal.value.code == code


def test_boxes_as_they_are_scanned_and_typed(desk: Desk) -> None:
    with desk.store.writing() as connection:
        connection.exec_driver_sql("DELETE FROM medicines")
        connection.exec_driver_sql("DELETE FROM medicine_editions")
        unpriced = replace(AMOXIL, code="6118000160120", name="AMOXIGAM", ppv=0)
        products = (AMOXIL, unpriced)
        medicines.add_edition(connection, "Liste 2014", date(2014, 1, 1), "a", desk.clock.now(), products)
    draft = _begun(desk, "medicines")
    scanned = intake.understand(desk, draft, BOX).line
    assert scanned == Line(code=BOX, label="AMOXIL 500 MG, 1 boite 12", billed=3_460)
    assert intake.understand(desk, draft, f"2* {BOX}").line == replace(scanned, quantity=2, billed=6_920)
    assert intake.understand(desk, draft, "amoxil").line == scanned
    unknown_price = intake.understand(desk, draft, "amoxigam").line
    assert unknown_price
    assert unknown_price.billed is None, "a price that the list does not print is not 0"
    assert [c.label.split()[0] for c in intake.understand(desk, draft, "amox").choices] == ["AMOXIGAM", "AMOXIL"]
    priced = intake.understand(desk, draft, "2*amox = 45").choices
    assert [(choice.quantity, choice.billed) for choice in priced] == [(2, 4_500), (2, 4_500)]
    assert intake.understand(desk, draft, "6118009999999").line == Line(code="6118009999999")


def test_a_draft_of_yesterday_is_deposited_today(desk: Desk, clock: SetClock) -> None:
    draft, content = receivable(desk, care="2026-09-24")
    clock.at += timedelta(days=1)
    late = intake.judge(desk, draft, content, intake.known(desk, draft, content))
    assert late.deadline is not None
    assert late.deadline.days_left == -1
    with pytest.raises(Refused, match="not_receivable"):
        intake.receive(desk, draft, content)
    clock.at -= timedelta(days=1)
    assert intake.receive(desk, draft, content).deposit_day == date(2026, 11, 23)


def test_a_medicine_is_judged_by_the_list_of_its_care_day(desk: Desk) -> None:
    dearer = replace(AMOXIL, ppv=4_000, base=4_000)
    with desk.store.writing() as connection:
        at = desk.clock.now()
        medicines.add_edition(connection, "2014", date(2014, 1, 1), "a", at, [AMOXIL])
        medicines.add_edition(connection, "2026", date(2026, 11, 1), "b", at, [dearer])
    draft = _begun(desk, "medicines")
    for day, price in (("2026-10-31", 3_460), ("2026-11-01", 4_000)):
        content = draft.content.with_field("care_date", day)
        line = intake.understand(desk, replace(draft, content=content), BOX).line
        assert line is not None
        assert line.billed == price
        assert intake.known(desk, draft, replace(content, lines=(line,))).medicines[BOX].base == price


def test_of_two_received_at_once_the_second_knows_the_first(desk: Desk) -> None:
    drafts = [receivable(desk) for _ in range(2)]
    at_once = Barrier(2)

    def receive(draft: tuple[Dossier, Content]) -> Dossier:
        at_once.wait(10)
        return intake.receive(desk, *draft)

    with ThreadPoolExecutor(2) as counters:
        first, second = sorted(counters.map(receive, drafts), key=lambda dossier: dossier.number)
    told = [[f.key for f in dossier.evaluation.findings if first.number in f.key] for dossier in (first, second)]
    assert [len(keys) for keys in told] == [0, 1]
