"""What the first-run assistant shows: its step, what is wrong in it, the recovery key and the groups it asks for."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from enum import IntEnum

from amo_desk.domain.errors import DeskError, Refused
from amo_desk.domain.office import Office
from amo_desk.rules.rulebook import Mutuelle, Rulebook
from amo_desk.ui.widgets.passwords import check_twice
from amo_desk.usecases import accounts
from amo_desk.usecases.accounts import NewAccount

GROUPS, GROUPS_ASKED = 6, 2
_FIELDS = {
    "office.mutuelle": "mutuelle",
    "office.name": "name",
    "office.code": "code",
    "office.station": "station",
    "agent.name": "agent",
    "agent.login": "login",
    "password.short": "password",
    "password.differs": "again",
    "recovery.mismatch": "groups",
}


class Step(IntEnum):
    """The steps in their order; CREATING only waits for the store."""

    MUTUELLE = 0
    OFFICE = 1
    ADMINISTRATOR = 2
    KEY = 3
    CONFIRM = 4
    CREATING = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What was typed so far; `groups` are those of the recovery key, in the order they are asked."""

    mutuelle: str = ""
    name: str = ""
    code: str = ""
    station: str = ""
    phone: str = ""
    address: str = ""
    agent: str = ""
    login: str = ""
    password: str = ""
    again: str = ""
    groups: tuple[str, ...] = ()

    def office(self) -> Office:
        """The office, with the digits of any keyboard as Western ones."""
        return Office(
            mutuelle=self.mutuelle,
            name=self.name.strip(),
            code=_western(self.code),
            station=_western(self.station),
            phone=self.phone.strip(),
            address=self.address.strip(),
        )

    def account(self) -> NewAccount:
        """The administrator's account."""
        return NewAccount(login=self.login.strip().casefold(), name=self.agent.strip(), password=self.password)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupState:
    """What to show; `asked` are the places of the groups to type, `wrong` the field that `trouble` is about."""

    step: Step = Step.MUTUELLE
    mutuelles: tuple[Mutuelle, ...] = ()
    key: str = ""
    asked: tuple[int, ...] = ()
    summary: str = ""
    trouble: DeskError | None = None

    @property
    def wrong(self) -> str:
        """The field that the trouble is about; empty when it is about none."""
        return _FIELDS.get(self.trouble.code, "") if self.trouble else ""


def advanced(state: SetupState, answers: Answers, rulebook: Rulebook) -> SetupState:
    """The next step, or the same one with what is wrong in it."""
    try:
        _check(state, answers, rulebook)
    except Refused as error:
        return replace(state, trouble=error)
    office, account = answers.office(), answers.account()
    summary = f"{office.mutuelle} · {office.name} · {office.code}-{office.station} · {account.name} ({account.login})"
    return replace(state, step=Step(state.step + 1), summary=summary, trouble=None)


def back(state: SetupState) -> SetupState:
    """The step before; the first has none, and a store being made is not stopped half-way."""
    if state.step in (Step.MUTUELLE, Step.CREATING):
        return state
    return replace(state, step=Step(state.step - 1), trouble=None)


def failed(state: SetupState, error: DeskError) -> SetupState:
    """The last question again, with what went wrong while the store was made."""
    return replace(state, step=Step.CONFIRM, trouble=error)


def groups_match(key: str, asked: tuple[int, ...], typed: tuple[str, ...]) -> bool:
    """Whether these are the groups asked for, whatever their case and blanks.

    >>> groups_match("AAAAA-BBBBB-CCCCC", (0, 2), ("aaaaa", " CC CCC"))
    True
    """
    groups = key.split("-")
    return [groups[place] for place in asked] == ["".join(text.split()).upper() for text in typed]


def _check(state: SetupState, answers: Answers, rulebook: Rulebook) -> None:
    match state.step:
        case Step.MUTUELLE:
            if answers.mutuelle not in rulebook.mutuelles:
                raise Refused("office.mutuelle")
        case Step.OFFICE:
            accounts.check_office(answers.office(), rulebook)
        case Step.ADMINISTRATOR:
            accounts.check_account(answers.account())
            check_twice(answers.password, answers.again)
        case Step.CONFIRM:
            if not groups_match(state.key, state.asked, answers.groups):
                raise Refused("recovery.mismatch")
        case Step.KEY | Step.CREATING:
            pass


def _western(text: str) -> str:
    return "".join(str(unicodedata.digit(mark)) if mark.isdigit() else mark for mark in text.strip())
