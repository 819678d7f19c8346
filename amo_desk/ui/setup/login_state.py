"""What the login and the lock show: which pane, whether the store is being opened, what is wrong and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum

from amo_desk.domain.errors import DeskError, Refused
from amo_desk.ui.widgets.passwords import check_twice

_LOGIN_FIELDS = {"login.no_name": "login", "login.no_password": "password", "login.password": "password"}
_RECOVERY_FIELDS = {
    "login.no_name": "login",
    "recovery.login": "login",
    "login.no_recovery": "key",
    "login.recovery": "key",
    "password.short": "new",
    "password.differs": "again",
}
_LOCK_FIELDS = {"lock.password": "password", "login.no_password": "password"}


class Pane(Enum):
    """The two ways in."""

    LOGIN = "login"
    RECOVERY = "recovery"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginState:
    """What to show; `wrong` is the field that `trouble` is about, empty when it is about the store."""

    pane: Pane = Pane.LOGIN
    busy: bool = False
    trouble: DeskError | None = None
    wrong: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LockState:
    """Who locked the desk, and what is wrong."""

    agent: str = ""
    busy: bool = False
    trouble: DeskError | None = None
    wrong: str = ""


def logging_in(state: LoginState, login: str, password: str) -> LoginState:
    """The state while the store is opened, or what is missing."""
    if not login.strip():
        return login_failed(state, Refused("login.no_name"))
    if not password:
        return login_failed(state, Refused("login.no_password"))
    return replace(state, busy=True, trouble=None, wrong="")


def login_failed(state: LoginState, error: DeskError) -> LoginState:
    """The login again, with the trouble under its field or apart."""
    return _troubled(state, error, _LOGIN_FIELDS)


def recovering(state: LoginState, login: str, key: str, password: str, again: str) -> LoginState:
    """The state while the recovery key is tried, or what is missing."""
    if not login.strip():
        return recovery_failed(state, Refused("login.no_name"))
    if not key.strip():
        return recovery_failed(state, Refused("login.no_recovery"))
    try:
        check_twice(password, again)
    except Refused as error:
        return recovery_failed(state, error)
    return replace(state, busy=True, trouble=None, wrong="")


def recovery_failed(state: LoginState, error: DeskError) -> LoginState:
    """The recovery again; with the right key, a refused login can only be one that has no open account."""
    return _troubled(state, Refused("recovery.login") if error.code == "login.password" else error, _RECOVERY_FIELDS)


def unlocking(state: LockState, password: str) -> LockState:
    """The state while the password is tried, or what is missing."""
    if not password:
        return unlock_failed(state, Refused("login.no_password"))
    return replace(state, busy=True, trouble=None, wrong="")


def unlock_failed(state: LockState, error: DeskError) -> LockState:
    """The lock again; nobody typed a name here, so the sentence speaks of the password alone."""
    shown = Refused("lock.password") if error.code == "login.password" else error
    return replace(state, busy=False, trouble=shown, wrong=_LOCK_FIELDS.get(shown.code, ""))


def _troubled(state: LoginState, error: DeskError, fields: Mapping[str, str]) -> LoginState:
    return replace(state, busy=False, trouble=error, wrong=fields.get(error.code, ""))
