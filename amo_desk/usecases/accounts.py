"""The office and its agents: setting a store up, opening it, passwords and the recovery key."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from amo_desk import paths
from amo_desk.domain.errors import DeskError, Refused
from amo_desk.domain.office import Agent, Office, Role
from amo_desk.rules.rulebook import Rulebook
from amo_desk.store import agents, database, journal
from amo_desk.store.database import Store
from amo_desk.store.journal import Author
from amo_desk.store.server import Place, read_address
from amo_desk.store.vault import RECOVERY, check_password, new_recovery_key, read_recovery_key
from amo_desk.usecases.clock import Clock, new_id
from amo_desk.usecases.desk import Desk, bundled_rulebook

if TYPE_CHECKING:
    from sqlalchemy import Connection

ARGON2_COST = (3, 65536, 4)
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
_CODES = {"code": re.compile(r"[0-9]{3}"), "station": re.compile(r"[0-9]{2}")}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """The account of a new agent."""

    login: str
    name: str
    password: str = field(repr=False)
    role: Role = Role.AGENT


def recovery_key() -> str:
    """A recovery key to show once."""
    return new_recovery_key()


def check_office(office: Office, rulebook: Rulebook) -> None:
    """Refuses an office whose papers could not be numbered or headed."""
    if office.mutuelle not in rulebook.mutuelles:
        raise Refused("office.mutuelle")
    if not office.name.strip():
        raise Refused("office.name")
    for name, pattern in _CODES.items():
        if not pattern.fullmatch(getattr(office, name)):
            raise Refused(f"office.{name}")


def check_account(account: NewAccount) -> None:
    """Refuses an account without a proper login, name or password."""
    # The recovery key has a slot of that name: an agent called so would take its place.
    if not _LOGIN.fullmatch(account.login) or account.login == RECOVERY:
        raise Refused("agent.login")
    if not account.name.strip():
        raise Refused("agent.name")
    check_password(account.password)


def set_up(
    folder: Path,
    office: Office,
    account: NewAccount,
    recovery: str,
    clock: Clock,
    cost: tuple[int, int, int] = ARGON2_COST,
    address: str = "",
) -> Desk:
    """A new store with its office and first administrator, in the folder or in the database at an address."""
    rulebook = bundled_rulebook(folder)
    account = replace(account, role=Role.ADMINISTRATOR)
    check_office(office, rulebook)
    check_account(account)
    agent = _agent(account)
    author = Author(agent=agent.login, station=office.station, at=clock.now())

    def fill(connection: Connection) -> None:
        agents.save_office(connection, office)
        agents.add(connection, agent)
        journal.write(connection, author, "store", "", "created")
        journal.write(connection, author, "agent", str(agent.id), "added", {"role": agent.role.value})

    store = database.create(
        folder,
        paths.bundled("db/migrations"),
        account.login,
        account.password,
        recovery,
        cost,
        fill,
        Place(address=address, station=office.station) if address else None,
    )
    return Desk(store=store, rulebook=rulebook, clock=clock, office=office, agent=agent)


def database_address(typed: str, password: str) -> str:
    """The address of a database of a PostgreSQL server as somebody typed it, with its password."""
    return read_address(typed, password)


def join(folder: Path, address: str, station: str, login: str, password: str, clock: Clock) -> Desk:
    """A counter of a store that others share already, with one of their agents at it."""
    if not _CODES["station"].fullmatch(station):
        raise Refused("office.station")
    login = login.strip().casefold()
    store = database.join(folder, Place(address=address, station=station), login, password)
    return _seated(store, login, clock, "joined")


def upgrade(folder: Path, login: str, password: str, clock: Clock) -> Desk:
    """The desk of a supervisor who brings a shared store up to date, for all its counters."""
    login = login.strip().casefold()

    def allowed(connection: Connection) -> None:
        agent = agents.find(connection, login)
        if agent is None or not agent.active:
            raise Refused("login.password")
        if not agent.role.covers(Role.SUPERVISOR):
            raise Refused("agent.role", role=Role.SUPERVISOR.value)

    store = database.open_store(folder, paths.bundled("db/migrations"), login, password, clock.now(), allowed)
    return _seated(store, login, clock, "upgraded")


def log_in(folder: Path, login: str, password: str, clock: Clock) -> Desk:
    """The desk of an agent who knows their password."""
    login = login.strip().casefold()
    store = database.open_store(folder, paths.bundled("db/migrations"), login, password, clock.now())
    return _seated(store, login, clock, "logged_in")


def recover(folder: Path, recovery: str, login: str, password: str, clock: Clock) -> Desk:
    """The desk of an agent who lost their password: the recovery key opens the store and a new password is set."""
    check_password(password)
    login = login.strip().casefold()
    secret = read_recovery_key(recovery)
    store = database.open_store(folder, paths.bundled("db/migrations"), RECOVERY, secret, clock.now())
    desk = _seated(store, login, clock, "recovered")
    try:
        store.change_keys(lambda vault: vault.with_slot(login, password, store.key))
    except DeskError:
        store.close()
        raise
    return desk


def unlock(desk: Desk, password: str) -> None:
    """Refuses unless this is the password of the agent at the desk."""
    desk.store.vault.opened(desk.agent.login, password)


def log_out(desk: Desk) -> None:
    """Ends the agent's session and closes the store."""
    try:
        with desk.store.writing() as connection:
            journal.write(connection, desk.author(), "agent", str(desk.agent.id), "logged_out")
            desk.store.refresh_keys(connection)
    finally:
        desk.store.close()


def everyone(desk: Desk) -> tuple[Agent, ...]:
    """All agents of the office."""
    with desk.store.reading() as connection:
        return agents.everyone(connection)


def add_agent(desk: Desk, account: NewAccount) -> Agent:
    """A new agent with a key slot of their own."""
    desk.require(Role.ADMINISTRATOR)
    check_account(account)
    agent = _agent(account)
    with desk.store.writing() as connection:
        agents.add(connection, agent)
        journal.write(connection, desk.author(), "agent", str(agent.id), "added", {"role": agent.role.value})
    desk.store.change_keys(lambda vault: vault.with_slot(agent.login, account.password, desk.store.key))
    return agent


def set_password(desk: Desk, agent: Agent, password: str, current: str = "") -> None:
    """A new password for an agent: for oneself with the current one, or for somebody else by an administrator."""
    if agent.id != desk.agent.id:
        desk.require(Role.ADMINISTRATOR)
    else:
        try:
            unlock(desk, current)
        except Refused:
            raise Refused("password.current") from None
    check_password(password)
    with desk.store.writing() as connection:
        journal.write(connection, desk.author(), "agent", str(agent.id), "password_set")
    desk.store.change_keys(lambda vault: vault.with_slot(agent.login, password, desk.store.key))


def set_active(desk: Desk, agent: Agent, active: bool) -> Agent:
    """Closes an agent's account, or opens it again once a password is set; nobody closes their own."""
    desk.require(Role.ADMINISTRATOR)
    if agent.id == desk.agent.id:
        raise Refused("agent.self")
    changed = replace(agent, active=active)
    with desk.store.writing() as connection:
        agents.change(connection, changed)
        event = "opened" if active else "closed"
        journal.write(connection, desk.author(), "agent", str(agent.id), event)
    if not active:
        desk.store.change_keys(lambda vault: vault.without_slot(agent.login))
    return changed


def journal_break(desk: Desk) -> int | None:
    """The first row of the journal that was tampered with; nothing when it holds."""
    with desk.store.reading() as connection:
        return journal.first_broken(connection)


def journal_length(desk: Desk) -> int:
    """How many rows the journal has."""
    with desk.store.reading() as connection:
        return journal.length(connection)


def _agent(account: NewAccount) -> Agent:
    return Agent(id=new_id(), login=account.login, name=account.name.strip(), role=account.role)


def _seated(store: Store, login: str, clock: Clock, event: str) -> Desk:
    try:
        rulebook = bundled_rulebook(store.folder)
        with store.writing() as connection:
            agent = agents.find(connection, login)
            if agent is None or not agent.active:
                raise Refused("login.password")
            office = agents.read_office(connection)
            if store.station is not None:
                office = replace(office, station=store.station)
            author = Author(agent=agent.login, station=office.station, at=clock.now())
            journal.write(connection, author, "agent", str(agent.id), event)
    except (DeskError, OSError):
        store.close()
        raise
    return Desk(store=store, rulebook=rulebook, clock=clock, office=office, agent=agent)
