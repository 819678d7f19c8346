"""The office's own row and its agents."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, Row, insert, select, update

from amo_desk.domain.errors import Missing, Refused
from amo_desk.domain.office import Agent, Office, Role
from amo_desk.store.schema import agents, office


def save_office(connection: Connection, record: Office) -> None:
    """Writes who and where this office is."""
    values = {
        "mutuelle": record.mutuelle,
        "name": record.name,
        "code": record.code,
        "station": record.station,
        "phone": record.phone,
        "address": record.address,
    }
    if connection.execute(update(office).values(**values)).rowcount == 0:
        connection.execute(insert(office).values(id=1, **values))


def read_office(connection: Connection) -> Office:
    """Who and where this office is."""
    row = connection.execute(select(office)).first()
    if row is None:
        raise Missing("office.missing")
    return Office(
        mutuelle=row.mutuelle,
        name=row.name,
        code=row.code,
        station=row.station,
        phone=row.phone,
        address=row.address,
    )


def add(connection: Connection, agent: Agent) -> None:
    """A new agent; two agents never share a login."""
    if find(connection, agent.login) is not None:
        raise Refused("agent.taken")
    connection.execute(
        insert(agents).values(
            id=agent.id, login=agent.login, name=agent.name, role=agent.role.value, active=agent.active
        )
    )


def find(connection: Connection, login: str) -> Agent | None:
    """The agent with this login."""
    row = connection.execute(select(agents).where(agents.c.login == login)).first()
    return None if row is None else _agent(row)


def get(connection: Connection, agent_id: UUID) -> Agent:
    """The agent with this id."""
    row = connection.execute(select(agents).where(agents.c.id == agent_id)).first()
    if row is None:
        raise Missing("agent.missing")
    return _agent(row)


def everyone(connection: Connection) -> tuple[Agent, ...]:
    """All agents, by name."""
    return tuple(_agent(row) for row in connection.execute(select(agents).order_by(agents.c.name)))


def change(connection: Connection, agent: Agent) -> None:
    """Writes an agent's name, role and whether the account is open."""
    values = {"name": agent.name, "role": agent.role.value, "active": agent.active}
    connection.execute(update(agents).where(agents.c.id == agent.id).values(**values))


def _agent(row: Row[tuple[object, ...]]) -> Agent:
    return Agent(id=row.id, login=row.login, name=row.name, role=Role(row.role), active=row.active)
