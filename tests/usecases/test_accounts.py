"""Setting an office up, sitting down at it, agents and their passwords, and the recovery key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from amo_desk import paths
from amo_desk.domain.errors import Refused, Unavailable
from amo_desk.domain.office import Agent, Office, Role
from amo_desk.store.schema import journal as journal_table
from amo_desk.usecases import accounts
from amo_desk.usecases.accounts import NewAccount
from amo_desk.usecases.clock import SetClock
from amo_desk.usecases.desk import Desk

pytestmark = pytest.mark.both_stores

OFFICE = Office(mutuelle="MGPAP", name="Section de Fès", code="021", station="01")
ADMINISTRATOR = NewAccount(login="k.fassi", name=" K. Fassi ", password="premier-sesame")
IDRISSI = NewAccount(login="h.idrissi", name="H. Idrissi", password="second-sesame-26")
PASSWORD, RECOVERY = "guichet-trois-2026", "AAAAA-BBBBB-CCCCC-DDDDD-EEEEE-FFFFF"
CHEAP = (1, 8, 1)
Seat = Callable[..., Desk]


@pytest.fixture
def seat(desk: Desk, store_folder: Path, clock: SetClock) -> Iterator[Seat]:
    """Lets somebody else sit down at the store."""
    with ExitStack() as at_the_end:

        def sit(login: str, password: str) -> Desk:
            desk.store.close()
            opened = accounts.log_in(store_folder, login, password, clock)
            at_the_end.callback(opened.store.close)
            return opened

        yield sit


def _refused(seat: Seat, login: str, password: str) -> str:
    with pytest.raises(Refused) as refusal:
        seat(login, password)
    return refusal.value.code


def _events(desk: Desk) -> list[str]:
    with desk.store.reading() as connection:
        return [row.event for row in connection.execute(journal_table.select().order_by(journal_table.c.seq))]


def _agent(desk: Desk, login: str) -> Agent:
    return next(agent for agent in accounts.everyone(desk) if agent.login == login)


def test_a_new_office_has_one_administrator_and_a_journal(tmp_path: Path, clock: SetClock) -> None:
    folder = tmp_path / "new" / "store"
    assert not paths.store_exists(folder)
    desk = accounts.set_up(folder, OFFICE, ADMINISTRATOR, RECOVERY, clock, CHEAP)
    assert paths.store_exists(folder)
    assert (desk.office, desk.agent.name, desk.agent.role) == (OFFICE, "K. Fassi", Role.ADMINISTRATOR)
    assert accounts.everyone(desk) == (desk.agent,)
    assert _events(desk) == ["created", "added"]
    accounts.log_out(desk)
    again = accounts.log_in(folder, "K.Fassi ", "premier-sesame", clock)
    assert (again.office, again.agent) == (OFFICE, desk.agent)
    assert _events(again)[2:] == ["logged_out", "logged_in"]
    assert accounts.journal_break(again) is None
    accounts.log_out(again)
    with pytest.raises(Unavailable, match=r"store\.exists"):
        accounts.set_up(folder, OFFICE, ADMINISTRATOR, RECOVERY, clock, CHEAP)


@pytest.mark.parametrize(
    "change, code",
    [
        ({"mutuelle": "MAROC"}, "office.mutuelle"),
        ({"name": "  "}, "office.name"),
        ({"code": "14"}, "office.code"),
        ({"code": "0014"}, "office.code"),
        ({"code": "01A"}, "office.code"),
        ({"station": "3"}, "office.station"),
    ],
)
def test_an_office_whose_papers_could_not_be_numbered_is_refused(
    tmp_path: Path, clock: SetClock, change: dict[str, str], code: str
) -> None:
    with pytest.raises(Refused) as refusal:
        accounts.set_up(tmp_path / "store", replace(OFFICE, **change), ADMINISTRATOR, RECOVERY, clock, CHEAP)
    assert refusal.value.code == code
    assert not paths.store_exists(tmp_path / "store")


@pytest.mark.parametrize(
    "change, code",
    [
        ({"login": ""}, "agent.login"),
        ({"login": "K.Fassi"}, "agent.login"),
        ({"login": "k fassi"}, "agent.login"),
        ({"login": "k"}, "agent.login"),
        ({"login": "recovery"}, "agent.login"),
        ({"login": "é.fassi"}, "agent.login"),
        ({"name": " "}, "agent.name"),
        ({"password": "court"}, "password.short"),
    ],
)
def test_an_account_that_could_not_work_is_refused(desk: Desk, change: dict[str, str], code: str) -> None:
    with pytest.raises(Refused) as refusal:
        accounts.add_agent(desk, replace(IDRISSI, **change))
    assert refusal.value.code == code
    assert len(accounts.everyone(desk)) == 1


def test_each_agent_has_a_password_of_their_own(desk: Desk, seat: Seat) -> None:
    added = accounts.add_agent(desk, IDRISSI)
    assert added.role is Role.AGENT
    assert _refused(seat, "h.idrissi", PASSWORD) == "login.password"
    assert _refused(seat, "s.bennani", IDRISSI.password) == "login.password"
    assert _refused(seat, "personne", PASSWORD) == "login.password"
    sitting = seat("h.idrissi", IDRISSI.password)
    assert sitting.agent == added
    accounts.unlock(sitting, IDRISSI.password)
    with pytest.raises(Refused, match=r"login\.password"):
        accounts.unlock(sitting, PASSWORD)


def test_a_login_is_taken_once_and_its_password_stays(desk: Desk, seat: Seat) -> None:
    with pytest.raises(Refused, match=r"agent\.taken"):
        accounts.add_agent(desk, NewAccount(login="s.bennani", name="Un autre", password="un-autre-sesame"))
    assert seat("s.bennani", PASSWORD).agent.name == "S. Bennani"


@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR])
def test_only_an_administrator_manages_accounts(desk: Desk, role: Role) -> None:
    other = accounts.add_agent(desk, replace(IDRISSI, role=role))
    sitting = replace(desk, agent=other)
    administrator = desk.agent
    for forbidden in (
        lambda: accounts.add_agent(sitting, replace(IDRISSI, login="a.nouveau")),
        lambda: accounts.set_password(sitting, administrator, "je-prends-la-place"),
        lambda: accounts.set_active(sitting, administrator, False),
    ):
        with pytest.raises(Refused, match=r"agent\.role"):
            forbidden()
    assert len(accounts.everyone(desk)) == 2


def test_an_agent_changes_their_own_password(desk: Desk, seat: Seat) -> None:
    other = accounts.add_agent(desk, IDRISSI)
    theirs = replace(desk, agent=other)
    with pytest.raises(Refused, match=r"password\.current"):
        accounts.set_password(theirs, other, "troisieme-sesame", "ce-n-est-pas-lui")
    accounts.set_password(theirs, other, "troisieme-sesame", IDRISSI.password)
    assert _refused(seat, "h.idrissi", IDRISSI.password) == "login.password"
    assert seat("h.idrissi", "troisieme-sesame").agent == other


def test_a_short_password_leaves_the_old_one(desk: Desk, seat: Seat) -> None:
    with pytest.raises(Refused, match=r"password\.short"):
        accounts.set_password(desk, desk.agent, "court", PASSWORD)
    assert seat("s.bennani", PASSWORD).agent.login == "s.bennani"


def test_a_closed_account_opens_nothing_until_it_has_a_password_again(desk: Desk, seat: Seat) -> None:
    other = accounts.add_agent(desk, IDRISSI)
    assert not accounts.set_active(desk, other, False).active
    assert _refused(seat, "h.idrissi", IDRISSI.password) == "login.password"
    administrator = seat("s.bennani", PASSWORD)
    closed = _agent(administrator, "h.idrissi")
    opened = accounts.set_active(administrator, closed, True)
    accounts.set_password(administrator, opened, "quatrieme-sesame")
    administrator.store.close()
    assert seat("h.idrissi", "quatrieme-sesame").agent.active


def test_a_password_alone_does_not_open_a_closed_account(desk: Desk, seat: Seat) -> None:
    other = accounts.add_agent(desk, IDRISSI)
    closed = accounts.set_active(desk, other, False)
    accounts.set_password(desk, closed, "cinquieme-sesame")
    assert _refused(seat, "h.idrissi", "cinquieme-sesame") == "login.password"


def test_nobody_closes_their_own_account(desk: Desk) -> None:
    with pytest.raises(Refused, match=r"agent\.self"):
        accounts.set_active(desk, desk.agent, False)


def test_the_recovery_key_sets_a_new_password(desk: Desk, store_folder: Path, clock: SetClock, seat: Seat) -> None:
    desk.store.close()
    typed = RECOVERY.lower().replace("-", " ")
    recovered = accounts.recover(store_folder, typed, "s.bennani", "apres-l-oubli-26", clock)
    assert recovered.agent.login == "s.bennani"
    assert "recovered" in _events(recovered)
    recovered.store.close()
    assert _refused(seat, "s.bennani", PASSWORD) == "login.password"
    assert seat("s.bennani", "apres-l-oubli-26").agent.login == "s.bennani"


@pytest.mark.parametrize(
    "key, login, code",
    [
        (RECOVERY[:-1] + "G", "s.bennani", "login.recovery"),
        ("", "s.bennani", "login.recovery"),
        (RECOVERY, "personne", "login.password"),
    ],
)
def test_a_recovery_that_fails_changes_nothing(
    store_folder: Path, clock: SetClock, key: str, login: str, code: str
) -> None:
    before = (store_folder / "keys.json").read_bytes()
    with pytest.raises(Refused) as refusal:
        accounts.recover(store_folder, key, login, "apres-l-oubli-26", clock)
    assert refusal.value.code == code
    assert (store_folder / "keys.json").read_bytes() == before
    accounts.log_in(store_folder, "s.bennani", PASSWORD, clock).store.close()


def test_every_recovery_key_shown_can_be_used(tmp_path: Path, clock: SetClock) -> None:
    key = accounts.recovery_key()
    accounts.set_up(tmp_path / "store", OFFICE, ADMINISTRATOR, key, clock, CHEAP).store.close()
    accounts.recover(tmp_path / "store", key, "k.fassi", "apres-l-oubli-26", clock).store.close()


def test_what_happens_to_accounts_is_in_the_journal(desk: Desk) -> None:
    other = accounts.add_agent(desk, IDRISSI)
    accounts.set_password(desk, other, "sixieme-sesame-26")
    accounts.set_active(desk, other, False)
    accounts.set_active(desk, other, True)
    assert _events(desk)[-4:] == ["added", "password_set", "closed", "opened"]
    assert accounts.journal_break(desk) is None


def test_a_store_opened_on_a_worker_is_let_go_on_another_thread(store_folder: Path, clock: SetClock) -> None:
    for _ in range(2):
        with ThreadPoolExecutor(max_workers=1) as worker:
            desk = worker.submit(accounts.log_in, store_folder, "s.bennani", PASSWORD, clock).result()
        accounts.log_out(desk)
