"""`amo-desk init --database`, `join` and `upgrade`: a store on a server, made and reached from a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from server import PASSWORD as SECRET
from server import Server

from amo_desk.app import main
from amo_desk.usecases import accounts
from amo_desk.usecases.clock import SystemClock

PASSWORD = "guichet-trois-2026"
OFFICE = ["--mutuelle", "mgpap", "--office", "Section Rabat-Agdal", "--code", "014", "--agent", "s.bennani"]


@pytest.fixture(autouse=True)
def passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """The passwords that the environment gives."""
    monkeypatch.setenv("AMO_DESK_PASSWORD", PASSWORD)
    monkeypatch.setenv("AMO_DESK_DATABASE_PASSWORD", SECRET)


def test_two_counters_are_made_from_a_terminal(
    postgresql: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    address, first, second = postgresql.fresh("terminal"), str(tmp_path / "first"), str(tmp_path / "second")
    assert main(["init", "--store", first, "--database", address, "--station", "03", *OFFICE]) == 0
    assert "Clé de secours" in capsys.readouterr().out
    link = ["join", "--store", second, "--database", address, "--agent", "s.bennani"]
    assert main([*link, "--station", "4"]) == 1
    assert "Poste : deux chiffres" in capsys.readouterr().err
    assert main([*link, "--station", "04"]) == 0
    assert capsys.readouterr().out == "Poste 04 relié au registre commun : Section Rabat-Agdal.\n"
    assert main(["upgrade", "--store", second, "--agent", "s.bennani"]) == 0
    assert capsys.readouterr().out == "Le registre est à niveau.\n"
    desk = accounts.log_in(tmp_path / "second", "s.bennani", PASSWORD, SystemClock())
    assert (desk.office.code, desk.office.station) == ("014", "04")
    desk.store.close()
    assert main(["init", "--store", str(tmp_path / "third"), "--database", address, *OFFICE]) == 1
    assert "amo-desk join" in capsys.readouterr().err


def test_the_password_of_the_database_is_asked_for_and_never_taken_from_its_address(
    postgresql: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, store = postgresql.fresh("asked"), str(tmp_path / "store")
    written = address.replace("@", ":ecrit-la@")
    assert main(["init", "--store", store, "--database", written, *OFFICE]) == 1
    said = capsys.readouterr().err
    assert "AMO_DESK_DATABASE_PASSWORD" in said
    assert "ecrit-la" not in said
    asked: list[str] = []
    monkeypatch.delenv("AMO_DESK_DATABASE_PASSWORD")
    monkeypatch.setattr("getpass.getpass", lambda prompt: asked.append(prompt) or "pas celui-là")
    assert main(["init", "--store", store, "--database", address, *OFFICE]) == 1
    assert "Le serveur refuse la connexion" in capsys.readouterr().err
    assert asked == ["Mot de passe de la base : "]
