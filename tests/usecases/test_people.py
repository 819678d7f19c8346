"""Two entries made one with all that hangs on them, told apart, and facts learnt at the counter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from documents.pages import says, words
from dossiers import receivable
from register import family_of, person
from sqlalchemy import select, update
from treatments import DENTIST, salma

from amo_desk.domain.agreements import AgreementState
from amo_desk.domain.dossier import Dossier, State
from amo_desk.domain.errors import DeskError, Missing, Refused, Stale
from amo_desk.domain.odf import Period, PeriodKind
from amo_desk.domain.office import Role
from amo_desk.domain.people import Beneficiary, Certificate, CertificateKind, Family, Relation
from amo_desk.store import affiliates
from amo_desk.store import odf as odf_store
from amo_desk.store.schema import families, journal
from amo_desk.usecases import accounts, agreements, intake, lookup, lots, odf, papers, people
from amo_desk.usecases.agreements import NewAgreement
from amo_desk.usecases.clock import SetClock, new_id
from amo_desk.usecases.desk import Desk

WHY = "Deux cartes, une seule Salma"
SCHOOL, DISABLED = CertificateKind.SCHOOLING, CertificateKind.DISABILITY


@pytest.fixture
def twice(desk: Desk) -> tuple[Family, Beneficiary]:
    """Salma of the tour entered again, in a family of another mutuelle, under another spelling."""
    _, child = salma(desk)
    proofs = (Certificate(kind=DISABLED, until=date(2026, 12, 1)), Certificate(kind=SCHOOL, until=date(2027, 6, 30)))
    head = person(Relation.INSURED, "Sqallinou", "Rita", cin="ZT000777")
    again = replace(person(like=child), last_name="ALAMI", cin="ZT000778", certificates=proofs)
    family = family_of("0070071", head, again)
    with desk.store.writing() as connection:
        affiliates.add(connection, [family])
    return family, again


def _dossier(desk: Desk, family: Family, who: Beneficiary) -> Dossier:
    """A draft of a consultation that may be received."""
    template, content = receivable(desk)
    intake.discard(desk, template)
    draft = intake.begin(desk, family.id, who.id, desk.rulebook.form(template.form, template.edition))
    pieces = intake.judge(desk, draft, content, intake.known(desk, draft, content)).pieces
    names = {piece.id for piece in pieces} | {f"{p.id}/{mention.id}" for p in pieces for mention in p.mentions}
    return intake.save(desk, draft, content.with_ticks(frozenset(names), present=True))


def _events(desk: Desk, noun: str) -> list[tuple[str, str, dict[str, object]]]:
    with desk.store.reading() as connection:
        rows = connection.execute(select(journal).where(journal.c.noun == noun).order_by(journal.c.seq)).all()
    assert accounts.journal_break(desk) is None
    return [(row.subject, row.event, row.details) for row in rows]


def _found(desk: Desk, typed: str) -> set[object]:
    return {hit.person_id for hit in lookup.find(desk, typed).people}


def _agreed(family: Family, who: Beneficiary) -> NewAgreement:
    return NewAgreement(
        family_id=family.id,
        beneficiary_id=who.id,
        kind="odf",
        stage="first",
        practitioner=DENTIST,
        requested_on=date(2026, 6, 1),
    )


def test_two_entries_stand_side_by_side_with_what_differs_and_what_hangs_on_them(
    desk: Desk, twice: tuple[Family, Beneficiary]
) -> None:
    family, again = twice
    home, child = salma(desk)
    _dossier(desk, family, again)
    received = _dossier(desk, family, again)
    intake.receive(desk, received, received.content)
    (pair,) = (pair for pair in people.duplicates(desk, 1_000) if pair.other.person.id == again.id)
    assert pair == people.side_by_side(desk, child.id, again.id)
    assert (pair.one.family, pair.other.family) == (home, family)
    assert pair.alike == (people.Likeness.NAME_AND_BIRTH,)
    assert pair.differs[:2] == ("last_name", "cin")
    assert {"certificates", "immatriculation", "affiliation", "mutuelle", "section"} < set(pair.differs)
    assert {"birth", "sex", "relation", "ppr", "rib"}.isdisjoint(pair.differs)
    owned = pair.other.belongings
    assert (owned.dossiers, owned.drafts, owned.agreements, owned.treatment) == (1, 1, 0, False)
    assert pair.one.belongings == people.Belongings()


def test_all_that_hangs_on_the_dropped_entry_goes_to_the_other(desk: Desk, twice: tuple[Family, Beneficiary]) -> None:
    family, again = twice
    home, child = salma(desk)
    draft, received = _dossier(desk, family, again), _dossier(desk, family, again)
    received = intake.receive(desk, received, received.content)
    asked = agreements.ask(desk, _agreed(family, again))
    case = odf.open_case(desk, family.id, again.id, DENTIST)
    before = lookup.the_day(desk).people

    kept = people.merge(desk, child.id, again.id, WHY)

    assert kept.id == home.id
    assert kept.member(child.id).certificates == (
        Certificate(kind=DISABLED, until=date(2026, 12, 1)),
        Certificate(kind=SCHOOL, until=date(2027, 6, 30)),
    )
    moved = [intake.get(desk, dossier.id) for dossier in (draft, received)]
    assert {(dossier.family_id, dossier.beneficiary_id) for dossier in moved} == {(home.id, child.id)}
    assert [dossier.printed_for for dossier in moved] == [None, again.id]
    assert agreements.of_beneficiary(desk, child.id)[0].agreement.id == asked.id
    assert odf.ledger(desk, home.id, child.id).case == replace(
        case, family_id=home.id, beneficiary_id=child.id, version=case.version + 1
    )
    assert lookup.the_day(desk).people == before - 1
    assert [dossier.number for dossier in lookup.family_card(desk, home.id).dossiers] == [received.number]
    assert intake.known(desk, moved[0], moved[0].content).earlier[-1].number == received.number
    with desk.store.reading() as connection:
        assert [member.id for member in affiliates.get(connection, family.id).members] == [family.insured.id]


def test_a_name_and_a_figure_find_whose_number_came_by_a_merge(desk: Desk) -> None:
    kept, once, twice, other = (family_of(number, person()) for number in ("551", "77001", "88001", "77002"))
    with desk.store.writing() as connection:
        affiliates.add(connection, [kept, once, twice, other])
    people.merge(desk, once.insured.id, twice.insured.id, WHY)
    people.merge(desk, kept.insured.id, once.insured.id, WHY)
    assert _found(desk, "sqallinou 77") == {kept.insured.id, other.insured.id}
    assert _found(desk, "sqallinou 88") == {kept.insured.id}


def test_of_two_treatments_one_stays_with_what_was_told_of_both(desk: Desk, twice: tuple[Family, Beneficiary]) -> None:
    family, again = twice
    home, child = salma(desk)
    told = [Period(kind=PeriodKind.SEMESTER, since=date(2025, month, 1), elsewhere=True) for month in (9, 2)]
    odf.tell(desk, odf.open_case(desk, home.id, child.id, DENTIST), told[0])
    odf.tell(desk, odf.open_case(desk, family.id, again.id, DENTIST), told[1])
    people.merge(desk, child.id, again.id, WHY)
    case = odf.ledger(desk, home.id, child.id).case
    assert case is not None
    assert [period.since for period in case.told] == [date(2025, 2, 1), date(2025, 9, 1)]
    assert people.side_by_side(desk, child.id, home.insured.id).one.belongings.treatment
    with desk.store.reading() as connection:
        assert [found.beneficiary_id for found in odf_store.still_open(connection)] == [child.id]


def test_the_dropped_entry_is_found_no_more_but_its_numbers_lead_to_the_other(
    desk: Desk, twice: tuple[Family, Beneficiary]
) -> None:
    family, again = twice
    home, child = salma(desk)
    assert again.id in _found(desk, "alami salma")
    assert _found(desk, "ZT000778") == {again.id}
    people.merge(desk, child.id, again.id, WHY)
    for typed in ("alami salma", "salma", child.arabic_name, "ZT000778", "0070071", "sqallinou"):
        assert again.id not in _found(desk, typed), typed
    assert child.id in _found(desk, "alami salma")
    assert _found(desk, "ZT000778") == {child.id}
    assert all(again.first_name not in hit.family for hit in lookup.find(desk, "0070071").people)
    # Merged again into a third entry, every number still leads to the one that stays.
    people.merge(desk, home.members[3].id, child.id, WHY)
    assert _found(desk, "ZT000778") == {home.members[3].id}
    assert {(row.kept, row.dropped) for row in people.merges(desk, child.id)} == {
        (home.members[3].id, child.id),
        (child.id, again.id),
    }
    assert family.id != home.id


def test_papers_handed_out_keep_the_name_they_were_printed_with(desk: Desk, twice: tuple[Family, Beneficiary]) -> None:
    family, again = twice
    _, child = salma(desk)
    draft = _dossier(desk, family, again)
    received = intake.receive(desk, draft, draft.content)
    waiting = _dossier(desk, family, again)
    before = papers.receipt(desk, received).pdf
    (lot,) = (lots.close(desk, [received.id]),)
    people.merge(desk, child.id, again.id, WHY)
    moved = intake.get(desk, received.id)
    assert papers.receipt(desk, moved).pdf == before
    for paper in (
        papers.receipt(desk, moved),
        papers.missing_slip(desk, moved, moved.evaluation),
        papers.quote_sheet(desk, moved, moved.evaluation),
    ):
        assert any(says(page, "0070071") for page in words(paper.pdf)), paper.kind
        assert any(says(page, "SQALLINOU") for page in words(paper.pdf)), paper.kind
    assert lots.latest(desk)[0].lines == lot.lines
    # What is handed out from now on names the one that stays.
    later = intake.receive(desk, intake.get(desk, waiting.id), waiting.content)
    assert any(says(page, "0123456") for page in words(papers.receipt(desk, later).pdf))


def test_a_dossier_not_sent_yet_goes_to_the_lot_under_the_one_that_stays(
    desk: Desk, twice: tuple[Family, Beneficiary]
) -> None:
    family, again = twice
    _, child = salma(desk)
    draft = _dossier(desk, family, again)
    received = intake.receive(desk, draft, draft.content)
    people.merge(desk, child.id, again.id, WHY)
    assert lots.close(desk, [received.id]).lines[0].immatriculation == "0123456"


def test_the_merge_is_journalled_with_ids_only(desk: Desk, twice: tuple[Family, Beneficiary]) -> None:
    family, again = twice
    home, child = salma(desk)
    people.merge(desk, child.id, again.id, WHY)
    ((subject, event, details),) = _events(desk, "person")
    assert (subject, event) == (str(child.id), "merged")
    assert details == {
        "dropped": str(again.id),
        "from_family": str(family.id),
        "family": str(home.id),
        "dossiers": 0,
        "drafts": 0,
        "agreements": 0,
        "treatment": False,
    }
    (merge,) = people.merges(desk, again.id)
    assert (merge.dropped_name, merge.agent, merge.at) == ("ALAMI Salma", "s.bennani", desk.clock.now())


def test_what_is_open_on_another_screen_is_not_written_over(desk: Desk, twice: tuple[Family, Beneficiary]) -> None:
    family, again = twice
    _, child = salma(desk)
    draft = _dossier(desk, family, again)
    asked = agreements.ask(desk, _agreed(family, again))
    people.merge(desk, child.id, again.id, WHY)
    with pytest.raises(Stale):
        intake.save(desk, draft, draft.content)
    with pytest.raises(Stale):
        agreements.grant(desk, asked, "00412377", date(2026, 6, 20))
    with pytest.raises(Stale, match=r"people\.merged"):
        people.merge(desk, child.id, again.id, WHY)
    with pytest.raises(Stale, match=r"people\.merged"):
        people.merge(desk, again.id, child.id, WHY)
    with pytest.raises(Missing, match=r"family\.member"):
        people.side_by_side(desk, child.id, again.id)
    assert agreements.of_beneficiary(desk, child.id)[0].agreement.state is AgreementState.REQUESTED
    assert intake.get(desk, draft.id).state is State.DRAFT


@pytest.mark.parametrize(
    "wrong, code",
    [
        (lambda desk, one, other: people.merge(_agent(desk), one, other, WHY), "agent.role"),
        (lambda desk, one, other: people.merge(desk, one, other, " x "), "people.reason"),
        (lambda desk, one, _other: people.merge(desk, one, one, WHY), "people.same"),
        (lambda desk, one, _other: people.distinct(desk, one, one), "people.same"),
        (lambda desk, one, _other: people.distinct(desk, one, new_id()), "family.member"),
    ],
)
def test_what_may_not_be(
    desk: Desk, twice: tuple[Family, Beneficiary], wrong: Callable[..., object], code: str
) -> None:
    _, child = salma(desk)
    with pytest.raises(DeskError) as caught:
        wrong(desk, child.id, twice[1].id)
    assert caught.value.code == code
    assert _events(desk, "person") == []


def _agent(desk: Desk) -> Desk:
    return replace(desk, agent=replace(desk.agent, role=Role.AGENT))


def test_an_entry_that_covers_others_is_merged_after_them(desk: Desk, twice: tuple[Family, Beneficiary]) -> None:
    family, again = twice
    home, child = salma(desk)
    with pytest.raises(Refused, match=r"people\.covers_others"):
        people.merge(desk, home.insured.id, family.insured.id, WHY)
    people.merge(desk, child.id, again.id, WHY)
    people.merge(desk, home.insured.id, family.insured.id, WHY)
    assert _found(desk, "0070071") == {home.insured.id}


def test_the_one_that_stays_gets_what_it_lacked(desk: Desk, twice: tuple[Family, Beneficiary]) -> None:
    _, again = twice
    home, child = salma(desk)
    bare = replace(person(like=child), cin="", arabic_name="")
    with desk.store.writing() as connection:
        affiliates.add(connection, [family_of("0070072", person(first="Autre"), bare)])
    people.learn(desk, again.id, "arabic_name", "سلوى الجديدة")
    kept = people.merge(desk, bare.id, again.id, WHY).member(bare.id)
    assert kept.cin == "ZT000778"
    assert kept.arabic_name == "سلوى الجديدة"
    assert bare.id in _found(desk, "الجديدة")
    assert people.side_by_side(desk, bare.id, child.id).alike == (people.Likeness.NAME_AND_BIRTH,)
    other = person(first="Houda", cin="zt-000778")
    with desk.store.writing() as connection:
        affiliates.add(connection, [family_of("0070073", other)])
    assert [pair.one.person.id for pair in people.duplicates(desk) if pair.other.person.id == other.id] == [bare.id]
    assert home.insured.id != bare.id


@pytest.mark.parametrize(
    "field, value, kept",
    [
        ("phone", " 06 11  22 33 44 ", "06 11 22 33 44"),
        ("address", "12, rue des Orangers\nSalé", "12, rue des Orangers Salé"),
        ("rib", "011 519 0000012050005349 21", "011 519 0000012050005349 21"),
    ],
)
def test_a_fact_of_a_family_stands_with_who_learnt_it_and_when(desk: Desk, field: str, value: str, kept: str) -> None:
    home, _ = salma(desk)
    family = people.learn(_agent(desk), home.id, field, value)
    assert family == lookup.family_card(desk, home.id).family
    assert getattr(family, field) == kept
    (fact,) = family.learnt
    assert (fact.field, fact.value, fact.agent, fact.register) == (field, kept, "s.bennani", "")
    assert fact.at == desk.clock.now()
    assert fact.stands
    assert _events(desk, "family") == [(str(home.id), "learnt", {"field": field})]
    assert people.settle(desk, home.id, field) == home
    assert _events(desk, "family")[-1] == (str(home.id), "settled", {"field": field})
    with pytest.raises(Stale, match=r"learnt\.settled"):
        people.settle(desk, home.id, field)


def test_a_name_learnt_in_arabic_is_found_at_once_and_until_it_is_settled(desk: Desk) -> None:
    _, child = salma(desk)
    family = people.learn(desk, child.id, "arabic_name", "زهرة الصقلي")
    assert family.member(child.id).arabic_name == "زهرة الصقلي"
    assert family.member(child.id).learnt[0].register == child.arabic_name
    assert _found(desk, "زهرة الصقلي") == {child.id}
    people.settle(desk, child.id, "arabic_name")
    assert _found(desk, "زهرة الصقلي") == set()
    assert child.id in _found(desk, child.arabic_name)
    people.learn(desk, salma(desk)[0].insured.id, "arabic_name", "محمد الصقلي")
    assert lookup.find(desk, "el alami").people[0].person_id == salma(desk)[0].insured.id, "still an insured person"


@pytest.mark.parametrize(
    "field, value, code",
    [
        ("phone", "  ", "learnt.empty"),
        ("phone", "aucun", "learnt.phone"),
        ("address", "x" * 201, "learnt.long"),
        ("rib", "011519000001205000534922", "learnt.rib"),
        ("rib", "0115190000012050005349", "learnt.rib"),
        ("arabic_name", "Salma", "learnt.arabic"),
    ],
)
def test_what_is_no_fact_is_refused(desk: Desk, field: str, value: str, code: str) -> None:
    home, child = salma(desk)
    with pytest.raises(Refused) as caught:
        people.learn(desk, child.id if field == "arabic_name" else home.id, field, value)
    assert caught.value.code == code
    assert salma(desk) == (home, child)


@pytest.mark.parametrize("last, error", [("aucun", Refused), (None, Stale)])
def test_facts_of_one_family_are_kept_all_or_none(desk: Desk, last: str | None, error: type[DeskError]) -> None:
    home, child = salma(desk)
    first = people.Told(subject_id=child.id, field="arabic_name", value="زهرة الصقلي")
    with pytest.raises(error):
        people.keep(desk, first, people.Told(subject_id=home.id, field="phone", value=last))
    assert salma(desk) == (home, child)
    assert _found(desk, "زهرة الصقلي") == set()
    family = people.keep(desk, first, people.Told(subject_id=home.id, field="phone", value="0611"))
    assert (family.phone, family.member(child.id).arabic_name) == ("0611", "زهرة الصقلي")
    assert _events(desk, "family") == [(str(home.id), "learnt", {"field": "phone"})]


def test_a_list_of_people_names_them_in_arabic_as_they_stand(desk: Desk) -> None:
    home, child = salma(desk)

    def shown() -> str:
        return next(hit.arabic_name for hit in lookup.find(desk, "salma").people if hit.person_id == child.id)

    assert shown() == child.arabic_name
    people.learn(desk, child.id, "arabic_name", "زهرة الصقلي")
    assert shown() == "زهرة الصقلي"
    _extract(desk, home, desk.today() + timedelta(days=1))
    assert shown() == child.arabic_name


def test_nobody_learns_of_a_family_or_a_person_that_is_not_there(desk: Desk) -> None:
    home, child = salma(desk)
    with pytest.raises(Missing, match=r"family\.missing"):
        people.learn(desk, child.id, "phone", "0611")
    with pytest.raises(Missing, match=r"family\.member"):
        people.learn(desk, home.id, "arabic_name", "سلمى")


def _extract(desk: Desk, family: Family, day: date, **columns: str) -> Family:
    """The family as a later extract leaves it."""
    with desk.store.writing() as connection:
        values = {"extract_day": day, **columns}
        connection.execute(update(families).where(families.c.id == family.id).values(values))
    return lookup.family_card(desk, family.id).family


def test_an_extract_that_says_the_same_ends_what_was_learnt_and_a_newer_one_is_shown_beside_it(desk: Desk) -> None:
    home, _ = salma(desk)
    learnt_on = desk.today()
    people.learn(desk, home.id, "phone", "06 11 22 33 44")
    older = _extract(desk, home, learnt_on - timedelta(days=1), phone="0537000000")
    assert (older.phone, older.learnt[0].register, older.learnt[0].stands) == ("06 11 22 33 44", "0537000000", True)
    newer = _extract(desk, home, learnt_on + timedelta(days=1), phone="0537000000")
    assert (newer.phone, newer.learnt[0].value, newer.learnt[0].stands) == ("0537000000", "06 11 22 33 44", False)
    same = _extract(desk, home, learnt_on + timedelta(days=2), phone="0611223344")
    assert (same.phone, same.learnt) == ("0611223344", ())


def test_what_is_learnt_again_takes_the_place_of_what_was_learnt_before(desk: Desk) -> None:
    home, _ = salma(desk)
    people.learn(desk, home.id, "phone", "0611")
    tomorrow = datetime(2026, 11, 24, 9, 0, tzinfo=desk.clock.now().tzinfo)
    family = people.learn(replace(desk, clock=SetClock(tomorrow)), home.id, "phone", "0622")
    assert [(fact.value, fact.at) for fact in family.learnt] == [("0622", tomorrow)]
