"""Practitioners learnt at the counter and settled; an INPE under two names; the convention by date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import select
from treatments import salma

from amo_desk.domain.dossier import Content
from amo_desk.domain.errors import DeskError, Refused, Stale
from amo_desk.domain.office import Role
from amo_desk.domain.people import Convention, Practitioner
from amo_desk.store import practitioners as store
from amo_desk.store.schema import journal
from amo_desk.usecases import accounts, intake, lookup, practitioners
from amo_desk.usecases.clock import SetClock, new_id
from amo_desk.usecases.desk import Desk

INPE = "900000001"


def _agent(desk: Desk) -> Desk:
    return replace(desk, agent=replace(desk.agent, role=Role.AGENT))


def _events(desk: Desk) -> list[tuple[str, dict[str, object]]]:
    with desk.store.reading() as connection:
        query = select(journal).where(journal.c.noun == "practitioner").order_by(journal.c.seq)
        rows = connection.execute(query).all()
    assert accounts.journal_break(desk) is None
    return [(row.event, row.details) for row in rows]


def _registered(desk: Desk, *records: Practitioner) -> None:
    with desk.store.writing() as connection:
        store.add(connection, [(new_id(), record) for record in records])


def _names(desk: Desk, inpe: str = INPE) -> str:
    return lookup.practitioner_names(desk, [inpe]).get(inpe, "")


def test_somebody_met_at_the_counter_counts_at_once_and_waits_to_be_validated(desk: Desk) -> None:
    before = practitioners.kinds(desk)
    entry = practitioners.learn(_agent(desk), " 900 000 001 ", " Dr  Z.  Sqallinou ", "dentiste", place="Salé")
    assert entry.practitioner == Practitioner(
        inpe=INPE, name="Dr Z. Sqallinou", kind="dentiste", place="Salé", learnt=True
    )
    assert (entry.learnt_at, entry.learnt_by) == (desk.clock.now(), "s.bennani")
    assert _names(desk) == "Dr Z. Sqallinou"
    assert practitioners.pending(desk) == (entry,)
    practitioners.validate(desk, entry.id)
    assert practitioners.pending(desk) == ()
    with desk.store.reading() as connection:
        assert store.find(connection, INPE) == (replace(entry.practitioner, learnt=False),)
    assert _events(desk) == [("learnt", {}), ("validated", {})]
    assert practitioners.kinds(desk) == before
    assert "dentiste" in before


def test_those_pending_stand_with_the_oldest_first(desk: Desk) -> None:
    later = replace(desk, clock=SetClock(datetime(2026, 11, 24, 9, 0, tzinfo=desk.clock.now().tzinfo)))
    second = practitioners.learn(later, INPE, "Dr B", "medecin")
    first = practitioners.learn(desk, "900000002", "Dr A", "medecin")
    assert practitioners.pending(desk) == (first, second)


def test_a_rejected_one_counts_no_more_and_is_not_learnt_again(desk: Desk) -> None:
    entry = practitioners.learn(desk, INPE, "Dr A", "medecin")
    practitioners.reject(desk, entry.id, "cachet illisible")
    assert _names(desk) == ""
    assert practitioners.pending(desk) == ()
    with pytest.raises(Refused) as caught:
        practitioners.learn(desk, INPE, "dr  a", "medecin")
    assert (caught.value.code, caught.value.details) == ("practitioner.rejected", {"reason": "cachet illisible"})
    assert practitioners.learn(desk, INPE, "Dr B", "medecin").practitioner.name == "Dr B"
    assert [event for event, _ in _events(desk)] == ["learnt", "rejected", "learnt"]
    assert "cachet" not in str(_events(desk))


def test_two_supervisors_do_not_settle_one_entry_twice(desk: Desk) -> None:
    entry = practitioners.learn(desk, INPE, "Dr A", "medecin")
    practitioners.validate(desk, entry.id)
    with pytest.raises(Stale):
        practitioners.validate(desk, entry.id)
    with pytest.raises(Stale):
        practitioners.reject(desk, entry.id, "cachet illisible")
    with pytest.raises(Stale):
        practitioners.validate(desk, new_id())
    assert [event for event, _ in _events(desk)] == ["learnt", "validated"]
    assert _names(desk) == "Dr A"


@pytest.mark.parametrize(
    "inpe, name, kind, code",
    [
        ("90000000", "Dr A", "medecin", "practitioner.inpe"),
        ("9000000012", "Dr A", "medecin", "practitioner.inpe"),
        (INPE, "  ", "medecin", "practitioner.name"),
        (INPE, "x" * 121, "medecin", "practitioner.name"),
        (INPE, "Dr A", " ", "practitioner.kind"),
        ("101075429", "DR T. MANSOURI", "medecin", "practitioner.known"),
    ],
)
def test_what_is_no_practitioner_is_refused(desk: Desk, inpe: str, name: str, kind: str, code: str) -> None:
    with pytest.raises(Refused) as caught:
        practitioners.learn(desk, inpe, name, kind)
    assert caught.value.code == code
    assert practitioners.pending(desk) == ()


def test_only_supervisors_settle(desk: Desk) -> None:
    entry = practitioners.learn(desk, INPE, "Dr A", "medecin")
    _registered(desk, Practitioner(inpe=INPE, name="Dr B", kind="medecin"))
    (conflict,) = practitioners.conflicts(desk)
    agent = _agent(desk)
    for act in (
        lambda: practitioners.validate(agent, entry.id),
        lambda: practitioners.reject(agent, entry.id, "cachet illisible"),
        lambda: practitioners.keep_all(agent, conflict),
        lambda: practitioners.correct(agent, entry, name="Dr B"),
    ):
        with pytest.raises(DeskError, match=r"agent\.role"):
            act()


def test_an_inpe_under_two_names_is_told_until_it_is_known_to_be_shared(desk: Desk) -> None:
    assert practitioners.conflicts(desk) == ()
    two_sites = [Practitioner(inpe="900000002", name="Dr C", kind="medecin", place=place) for place in ("Fès", "Salé")]
    _registered(desk, Practitioner(inpe=INPE, name="Dr A", kind="medecin"), *two_sites)
    practitioners.learn(desk, INPE, "Dr B", "medecin")
    (conflict,) = practitioners.conflicts(desk)
    assert (conflict.inpe, [entry.practitioner.name for entry in conflict.entries]) == (INPE, ["Dr A", "Dr B"])
    assert _told(desk) == ["check/inpe_conflict/prescriber_inpe"]
    practitioners.keep_all(desk, conflict)
    assert practitioners.conflicts(desk) == ()
    assert _told(desk) == []
    assert _names(desk) == "Dr A / Dr B"
    # A third name asks again.
    practitioners.learn(desk, INPE, "Dr C", "medecin")
    assert [len(found.entries) for found in practitioners.conflicts(desk)] == [3]
    with pytest.raises(Stale):
        practitioners.keep_all(desk, conflict)


def _told(desk: Desk) -> list[str]:
    """What the rules say of the INPE on a consultation."""
    family, child = salma(desk)
    form = next(form for form in desk.rulebook.forms_on(desk.today()) if form.id == "consultation")
    draft = intake.begin(desk, family.id, child.id, form)
    content = draft.content.with_field("prescriber_inpe", INPE)
    findings = intake.judge(desk, draft, content, intake.known(desk, draft, content)).findings
    intake.discard(desk, draft)
    return [finding.key for finding in findings if "inpe_conflict" in finding.key]


def test_one_of_two_names_is_corrected(desk: Desk) -> None:
    _registered(desk, *(Practitioner(inpe=INPE, name=name, kind="medecin") for name in ("Dr A", "Dr B")))
    (conflict,) = practitioners.conflicts(desk)
    first, second = conflict.entries
    moved = practitioners.correct(desk, second, inpe="900 000 009")
    assert moved.practitioner.inpe == "900000009"
    assert practitioners.conflicts(desk) == ()
    with pytest.raises(Stale):
        practitioners.correct(desk, second, name="Dr Bis")
    assert practitioners.correct(desk, first, name="Dr  Amine").practitioner.name == "Dr Amine"
    with pytest.raises(Refused, match=r"practitioner\.known"):
        practitioners.correct(desk, moved, inpe=INPE, name="dr amine")
    with pytest.raises(Refused, match=r"practitioner\.inpe"):
        practitioners.correct(desk, moved, inpe="12")
    assert _events(desk) == [("corrected", {"fields": ["inpe"]}), ("corrected", {"fields": ["name"]})]


OUT, BACK = Convention(since=date(2026, 10, 1), member=False), Convention(since=date(2026, 11, 15), member=True)


@pytest.mark.parametrize(
    "conventions, care, flag, free",
    [
        ((OUT,), "2026-11-10", None, True),
        ((OUT,), "2026-09-30", None, False),
        ((OUT, BACK), "2026-11-14", None, True),
        ((OUT, BACK), "2026-11-15", None, False),
        ((OUT,), "2026-11-10", "", False),
        ((BACK,), "2026-11-20", "1", True),
        ((), "2026-11-10", None, False),
    ],
)
def test_fees_are_free_where_the_header_or_else_the_register_says_so(
    desk: Desk, conventions: tuple[Convention, ...], care: str, flag: str | None, free: bool
) -> None:
    dentist = Practitioner(inpe=INPE, name="Dr A", kind="dentiste", conventions=conventions)
    _registered(desk, dentist)
    family, child = salma(desk)
    form = next(form for form in desk.rulebook.forms_on(desk.today()) if form.id == "dental_care")
    draft = intake.begin(desk, family.id, child.id, form)
    content = Content(fields={**draft.content.fields, "care_date": care, "prescriber_inpe": INPE})
    if flag is not None:
        content = content.with_field("outside_convention", flag)
    facts = intake.known(desk, draft, content)
    keys = {finding.key for finding in intake.judge(desk, draft, content, facts).findings}
    assert ("check/free_fees" in keys) is free
    filled = intake.prefilled(desk, draft, content, facts).fields.get("outside_convention")
    assert filled == ("1" if free else flag)
    again = content.with_field("outside_convention", filled or "")
    assert ("check/free_fees" in {f.key for f in intake.judge(desk, draft, again, facts).findings}) is free


def test_an_inpe_of_several_people_says_nothing_of_the_convention_unless_all_are_outside(desk: Desk) -> None:
    inside = Convention(since=date(2026, 1, 1), member=True)
    _registered(
        desk,
        Practitioner(inpe=INPE, name="Dr A", kind="dentiste", conventions=(OUT,)),
        Practitioner(inpe=INPE, name="Dr B", kind="dentiste", conventions=(inside,)),
    )
    family, child = salma(desk)
    form = next(form for form in desk.rulebook.forms_on(desk.today()) if form.id == "dental_care")
    draft = intake.begin(desk, family.id, child.id, form)
    content = Content(fields={**draft.content.fields, "care_date": "2026-11-10", "prescriber_inpe": INPE})
    facts = intake.known(desk, draft, content)
    assert intake.prefilled(desk, draft, content, facts) == content
