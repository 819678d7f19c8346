"""The key of the store and its slots: one per agent, opened by a password, and one for the recovery key.

The database key is random and never written. Each slot holds it wrapped (AES-GCM) by a key derived with argon2id from a
password; a slot is named by a keyed hash of the login, so that the file tells nobody's name. Parameters of argon2id
follow RFC 9106, second recommended option (64 MiB, 3 passes).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass, replace
from pathlib import Path

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from amo_desk.domain.errors import Refused, Unavailable

FORMAT = 1
RECOVERY = "recovery"
SHORTEST_PASSWORD = 10
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_GROUPS, _GROUP = 6, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """The database key wrapped for one holder."""

    id: str
    salt: bytes
    nonce: bytes
    wrapped: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Vault:
    """The slots of a store; `cost` is (passes, KiB of memory, lanes) of argon2id."""

    salt: bytes
    cost: tuple[int, int, int]
    slots: tuple[Slot, ...]

    def slot_id(self, login: str) -> str:
        """The name of an agent's slot."""
        return hmac.new(self.salt, login.strip().casefold().encode(), hashlib.sha256).hexdigest()[:32]

    def with_slot(self, holder: str, secret: str, key: bytes) -> Vault:
        """The same vault with the key wrapped for a holder, in place of the slot they had."""
        name = holder if holder == RECOVERY else self.slot_id(holder)
        salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
        wrapped = AESGCM(self._derived(secret, salt)).encrypt(nonce, key, name.encode())
        slot = Slot(id=name, salt=salt, nonce=nonce, wrapped=wrapped)
        return replace(self, slots=(*(s for s in self.slots if s.id != name), slot))

    def without_slot(self, login: str) -> Vault:
        """The same vault without an agent's slot."""
        name = self.slot_id(login)
        return replace(self, slots=tuple(s for s in self.slots if s.id != name))

    def opened(self, holder: str, secret: str) -> bytes:
        """The database key; an unknown holder and a wrong secret give the same refusal, in the same time."""
        name = holder if holder == RECOVERY else self.slot_id(holder)
        slot = next((s for s in self.slots if s.id == name), None)
        derived = self._derived(secret, slot.salt if slot else self.salt)
        if slot is not None:
            try:
                return AESGCM(derived).decrypt(slot.nonce, slot.wrapped, name.encode())
            except InvalidTag:
                pass
        raise Refused("login.recovery" if holder == RECOVERY else "login.password")

    def _derived(self, secret: str, salt: bytes) -> bytes:
        passes, memory, lanes = self.cost
        try:
            return hash_secret_raw(secret.encode(), salt, passes, memory, lanes, 32, Type.ID)
        except HashingError as error:
            raise Unavailable("store.keys_damaged") from error


def new_vault(cost: tuple[int, int, int] = (3, 65536, 4)) -> tuple[Vault, bytes]:
    """A vault without slots and a new database key."""
    return Vault(salt=secrets.token_bytes(16), cost=cost, slots=()), secrets.token_bytes(32)


def new_recovery_key() -> str:
    """A recovery key to write down: six groups of five letters and digits that cannot be mistaken (150 bits)."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))


def read_recovery_key(text: str) -> str:
    """A recovery key as it was shown, whatever blanks, dashes or case it was typed with."""
    bare = "".join(c for c in text.upper() if c in _ALPHABET)
    return "-".join(bare[i : i + _GROUP] for i in range(0, len(bare), _GROUP))


def check_password(password: str) -> None:
    """Refuses a password that is too short to protect the register."""
    if len(password) < SHORTEST_PASSWORD:
        raise Refused("password.short", shortest=SHORTEST_PASSWORD)


def read_vault(path: Path) -> Vault:
    """The vault in a file; a file that is missing or was changed says so."""
    try:
        return vault_from(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Unavailable("store.no_keys") from None
    except OSError as error:
        raise Unavailable("store.unreadable", problem=error.strerror) from error
    except UnicodeError as error:
        raise Unavailable("store.keys_damaged") from error


def write_vault(path: Path, vault: Vault) -> None:
    """Writes the vault in the place of the old one."""
    write_file(path, vault_text(vault))


def vault_from(text: str) -> Vault:
    """A vault as it was written; a text that was changed says so."""
    try:
        data = json.loads(text)
        if data["format"] > FORMAT:
            raise Unavailable("store.newer")
        passes, memory, lanes = (int(n) for n in data["cost"])
        return Vault(
            salt=as_bytes(data["salt"]),
            cost=(passes, memory, lanes),
            slots=tuple(
                Slot(id=str(s["id"]), salt=as_bytes(s["salt"]), nonce=as_bytes(s["nonce"]), wrapped=as_bytes(s["key"]))
                for s in data["slots"]
            ),
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Unavailable("store.keys_damaged") from error


def vault_text(vault: Vault) -> str:
    """A vault as it is written."""
    data = {
        "format": FORMAT,
        "salt": as_text(vault.salt),
        "cost": list(vault.cost),
        "slots": [
            {"id": s.id, "salt": as_text(s.salt), "nonce": as_text(s.nonce), "key": as_text(s.wrapped)}
            for s in vault.slots
        ],
    }
    return json.dumps(data, indent=1)


def write_file(path: Path, text: str) -> None:
    """Writes a file beside the old one and then puts it in its place, so that no moment is without keys."""
    fresh = path.with_suffix(".new")
    try:
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise Unavailable("store.unwritable", problem=error.strerror) from error


def as_text(data: bytes) -> str:
    """Bytes as they stand in a file of keys."""
    return base64.b64encode(data).decode()


def as_bytes(text: str) -> bytes:
    """Bytes as they stood in a file of keys."""
    return base64.b64decode(text, validate=True)
