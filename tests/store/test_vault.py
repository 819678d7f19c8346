"""The key of the store: who opens it, who does not, and what a changed file says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from amo_desk.domain.errors import DeskError, Refused, Unavailable
from amo_desk.store.vault import (
    RECOVERY,
    Vault,
    check_password,
    new_recovery_key,
    new_vault,
    read_recovery_key,
    read_vault,
    write_vault,
)

CHEAP = (1, 8, 1)
PASSWORD, RECOVERY_KEY = "guichet-trois-2026", "AAAAA-BBBBB-CCCCC-DDDDD-EEEEE-FFFFF"


def _vault() -> tuple[Vault, bytes]:
    vault, key = new_vault(CHEAP)
    return vault.with_slot("s.bennani", PASSWORD, key).with_slot(RECOVERY, RECOVERY_KEY, key), key


def test_each_holder_opens_the_same_key_with_their_own_secret() -> None:
    vault, key = _vault()
    vault = vault.with_slot("h.idrissi", "autre-mot-de-passe", key)
    assert vault.opened("s.bennani", PASSWORD) == key
    assert vault.opened(" S.Bennani ", PASSWORD) == key
    assert vault.opened("h.idrissi", "autre-mot-de-passe") == key
    assert vault.opened(RECOVERY, RECOVERY_KEY) == key


@pytest.mark.parametrize(
    "login, secret",
    [("s.bennani", "guichet-trois-2027"), ("s.bennani", ""), ("inconnu", PASSWORD), ("s.bennani", RECOVERY_KEY)],
)
def test_a_wrong_password_and_an_unknown_login_give_one_answer(login: str, secret: str) -> None:
    vault, _ = _vault()
    with pytest.raises(Refused) as refusal:
        vault.opened(login, secret)
    assert (refusal.value.code, refusal.value.details) == ("login.password", {})


def test_a_wrong_recovery_key_says_so() -> None:
    vault, _ = _vault()
    with pytest.raises(Refused, match=r"login\.recovery"):
        vault.opened(RECOVERY, new_recovery_key())


def test_a_new_password_replaces_the_old_one() -> None:
    vault, key = _vault()
    changed = vault.with_slot("s.bennani", "nouveau-mot-de-passe", key)
    assert len(changed.slots) == len(vault.slots)
    assert changed.opened("s.bennani", "nouveau-mot-de-passe") == key
    with pytest.raises(Refused):
        changed.opened("s.bennani", PASSWORD)


def test_a_removed_slot_opens_nothing() -> None:
    vault, key = _vault()
    closed = vault.without_slot("s.bennani")
    with pytest.raises(Refused):
        closed.opened("s.bennani", PASSWORD)
    assert closed.opened(RECOVERY, RECOVERY_KEY) == key


def test_a_slot_moved_under_another_login_opens_nothing() -> None:
    vault, _ = _vault()
    slot = vault.slots[0]
    stolen = Vault(
        salt=vault.salt,
        cost=vault.cost,
        slots=(type(slot)(id=vault.slot_id("h.idrissi"), salt=slot.salt, nonce=slot.nonce, wrapped=slot.wrapped),),
    )
    with pytest.raises(Refused):
        stolen.opened("h.idrissi", PASSWORD)


def test_the_file_says_neither_the_key_nor_a_login_nor_a_password(tmp_path: Path) -> None:
    vault, key = _vault()
    write_vault(tmp_path / "keys.json", vault)
    data = (tmp_path / "keys.json").read_bytes()
    for secret in (key, key.hex().encode(), b"bennani", PASSWORD.encode(), RECOVERY_KEY.encode()):
        assert secret not in data
    assert (tmp_path / "keys.json").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["keys.json"]


def test_what_was_written_is_read(tmp_path: Path) -> None:
    vault, _ = _vault()
    write_vault(tmp_path / "keys.json", vault)
    assert read_vault(tmp_path / "keys.json") == vault


def test_no_changed_byte_opens_anything_else_nor_crashes(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    vault, key = _vault()
    write_vault(path, vault)
    whole = path.read_bytes()
    refused = 0
    for place in range(len(whole)):
        spoilt = bytearray(whole)
        spoilt[place] ^= 1
        path.write_bytes(bytes(spoilt))
        try:
            assert read_vault(path).opened("s.bennani", PASSWORD) == key
        except DeskError as error:
            assert error.code in {"store.keys_damaged", "store.newer", "login.password"}  # noqa: PT017
            refused += 1
    assert refused > len(whole) // 4


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"null", b"\xff\xfe", b'{"format": "one"}', b"[" * 10_000])
def test_a_file_that_is_no_vault_says_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "keys.json"
    path.write_bytes(content)
    with pytest.raises(Unavailable, match=r"store\.keys_damaged"):
        read_vault(path)


def test_a_missing_file_and_a_newer_one_say_so(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    with pytest.raises(Unavailable, match=r"store\.no_keys"):
        read_vault(path)
    path.write_text(json.dumps({"format": 2}), encoding="utf-8")
    with pytest.raises(Unavailable, match=r"store\.newer"):
        read_vault(path)


def test_a_recovery_key_is_long_random_and_forgives_how_it_is_typed() -> None:
    keys = {new_recovery_key() for _ in range(50)}
    assert len(keys) == 50
    for key in keys:
        assert re.fullmatch(r"(?:[A-HJ-NP-Z2-9]{5}-){5}[A-HJ-NP-Z2-9]{5}", key)
        assert read_recovery_key(f"  {key.replace('-', ' ').lower()}\n") == key


def test_a_short_password_is_refused() -> None:
    check_password("dix-signes")
    with pytest.raises(Refused) as refusal:
        check_password("neuf-sign")
    assert refusal.value.details == {"shortest": 10}
