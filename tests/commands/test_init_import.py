"""`amo-desk init` and `amo-desk import`: a store made from a terminal, its list of medicines, and what is refused."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from amo_desk import paths
from amo_desk.app import main
from amo_desk.usecases import accounts, registers
from amo_desk.usecases.clock import SystemClock

PASSWORD = "guichet-trois-2026"
LIST = paths.bundled("db/demo/medicines.csv")


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    """The password that the environment gives."""
    monkeypatch.setenv("AMO_DESK_PASSWORD", PASSWORD)


def init(store: Path, *more: str) -> list[str]:
    office = ["--mutuelle", "mgpap", "--office", "Section Rabat-Agdal", "--code", "014", "--agent", "s.bennani"]
    return ["init", "--store", str(store), *office, *more]


def imported(store: Path, file: Path, *more: str) -> list[str]:
    return ["import", "medicines", str(file), "--store", str(store), "--agent", "s.bennani", *more]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that the command made, which no test touches."""
    store = tmp_path_factory.mktemp("init") / "store"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AMO_DESK_PASSWORD", PASSWORD)
        assert main(init(store, "--name", "S. Bennani")) == 0
    return store


@pytest.fixture
def made(first: Path, tmp_path: Path) -> Path:
    """A store that the command made."""
    shutil.copytree(first, tmp_path / "store")
    return tmp_path / "store"


def said(arguments: Sequence[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main(arguments)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_init_makes_a_store_and_shows_its_recovery_key_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = tmp_path / "store"
    code, out, err = said(init(store, "--station", "02"), capsys)
    assert (code, err) == (0, "")
    key = re.search(r"Clé de secours : ((?:\w{5}-){5}\w{5})\n", out)
    assert key is not None
    assert PASSWORD not in out
    assert all(key[1].encode() not in file.read_bytes() for file in store.iterdir() if file.is_file())
    desk = accounts.recover(store, key[1], "s.bennani", "un-autre-sesame", SystemClock())
    assert (desk.office.mutuelle, desk.office.code, desk.office.station) == ("MGPAP", "014", "02")
    assert desk.agent.name == "s.bennani"
    desk.store.close()


def test_the_same_store_is_not_made_twice(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (made / "keys.json").read_bytes()
    code, out, err = said(init(made), capsys)
    assert (code, out) == (1, "")
    assert "Un registre existe déjà" in err
    assert (made / "keys.json").read_bytes() == before


@pytest.mark.parametrize(
    "wrong,words",
    [
        (["--code", "14"], "Code du bureau : trois chiffres"),
        (["--mutuelle", "AUTRE"], "Choisissez la mutuelle"),
        (["--station", "3"], "Poste : deux chiffres"),
        (["--agent", "S Bennani"], "Nom de connexion"),
    ],
)
def test_what_cannot_be_an_office_leaves_no_store(
    tmp_path: Path, wrong: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = said(init(tmp_path / "store", *wrong), capsys)
    assert code == 1
    assert words in err
    assert not (tmp_path / "store" / "amo.db").exists()


def test_a_short_password_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AMO_DESK_PASSWORD", "court")
    code, _, err = said(init(tmp_path / "store"), capsys)
    assert code == 1
    assert "Mot de passe trop court" in err


def test_a_list_is_imported_and_the_same_list_changes_nothing(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    products = len(LIST.read_text(encoding="utf-8").splitlines()) - 1
    code, out, err = said(imported(made, LIST, "--day", "2026-01-01"), capsys)
    assert (code, err) == (0, "")
    assert out.splitlines()[:2] == [
        f"Importé : {products} lignes, liste du 01/01/2026.",
        f"{products} ajoutées, 0 mises à jour, 0 inchangées, 0 retirées, 0 refusées.",
    ]
    code, out, _ = said(imported(made, LIST), capsys)
    assert (code, out) == (0, "Cette liste, du 01/01/2026, était déjà importée : rien n'a changé.\n")
    desk = accounts.log_in(made, "s.bennani", PASSWORD, SystemClock())
    assert [edition.products for edition in registers.register_state(desk).editions] == [products]
    desk.store.close()


def test_a_later_list_is_tried_reported_and_imported_by_the_columns_told(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = LIST.read_text(encoding="utf-8").replace("PPV", "TARIF").splitlines()
    lines[1] = lines[1].replace("92,30", "99,30")
    file = tmp_path / "suivante.csv"
    file.write_text("\n".join([*lines[:-1], lines[-1].replace(";70%", ";?").replace(";0%", ";?")]), encoding="utf-8")
    assert said(imported(made, LIST, "--day", "2026-01-01"), capsys)[0] == 0
    wanted = ["--day", "2026-06-01", "--mapping", "PPV=TARIF"]
    code, out, err = said(imported(made, file, "--day", "2026-06-01"), capsys)
    assert (code, out) == (1, "")
    assert err == "amo-desk : Colonnes à indiquer pour suivante.csv : PPV. Rien n'a été importé.\n"
    report = tmp_path / "refus.xlsx"
    code, out, _ = said(imported(made, file, *wanted, "--dry-run", "--report", str(report)), capsys)
    assert code == 1
    assert "Par rapport à la liste du 01/01/2026 : 1 prix changé.\n" in out
    assert f"  ligne {len(lines)}, TAUX_REMBOURSEMENT : le taux n'est pas entre 0 et 100 %\n" in out
    assert report.read_bytes().startswith(b"PK")
    report.unlink()
    code, out, err = said(imported(made, file, *wanted, "--report", str(report)), capsys)
    assert (code, out.splitlines()[0]) == (
        1,
        f"Essai, rien n'est écrit : {len(lines) - 1} lignes, liste du 01/06/2026.",
    )
    assert "Lignes inexactes dans suivante.csv : 1. Rien n'a été importé" in err
    assert report.read_bytes().startswith(b"PK")
    file.write_text("\n".join(lines), encoding="utf-8")
    code, out, _ = said(imported(made, file, *wanted), capsys)
    assert (code, out.splitlines()[0]) == (0, f"Importé : {len(lines) - 1} lignes, liste du 01/06/2026.")
    assert f"0 ajoutées, 1 mises à jour, {len(lines) - 2} inchangées, 0 retirées, 0 refusées." in out


def test_a_wrong_password_imports_nothing(
    made: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AMO_DESK_PASSWORD", "pas-celui-la-2026")
    code, out, err = said(imported(made, LIST), capsys)
    assert (code, out) == (1, "")
    assert err == "amo-desk : Nom ou mot de passe inexact. Vérifiez la touche Majuscules.\n"


def test_the_password_is_asked_for_where_the_environment_gives_none(
    made: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.delenv("AMO_DESK_PASSWORD")
    monkeypatch.setattr("getpass.getpass", lambda prompt: asked.append(prompt) or "pas-celui-la-2026")
    code, _, _ = said(imported(made, LIST), capsys)
    assert code == 1
    assert asked == ["Mot de passe : "]


@pytest.mark.parametrize(
    "content,words",
    [
        (None, "n'existe pas"),
        (b"", "ne contient aucune ligne"),
        (b"nom;prix\nA;1\n", "Colonnes à indiquer pour liste.csv : CODE, PPV, PRIX_BR"),
        (b"PK\x03\x04" + bytes(200), "abîmé ou incomplet"),
    ],
    ids=["missing", "empty", "columns", "damaged"],
)
def test_a_file_that_is_no_list_is_told_and_imports_nothing(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, words: str
) -> None:
    file = tmp_path / ("liste.xlsx" if content and content.startswith(b"PK") else "liste.csv")
    if content is not None:
        file.write_bytes(content)
    code, out, err = said(imported(made, file), capsys)
    assert (code, out) == (1, "")
    assert words in err
    assert file.name in err
    assert str(tmp_path) not in err


def test_the_store_is_free_again_after_every_command(made: Path) -> None:
    accounts.log_in(made, "s.bennani", PASSWORD, SystemClock()).store.close()


def extract(folder: Path, *lines: str) -> Path:
    path = folder / "extrait.csv"
    header = "Matricule;NOM_FAM;Prénom;Lien;Né le;Sexe;Situation;Droits du"
    path.write_text("\n".join((header, *lines)), encoding="utf-8")
    return path


def test_affiliates_are_tried_then_imported_with_the_columns_told(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = "7100001;Tazi;Omar;Assuré;17/05/1970;M;Actif;01/01/2010"
    file = extract(tmp_path, good, "7100002;Alaoui;Nadia;Assuré;17/05/70;F;Actif;01/01/2010")
    line = ["affiliates", str(file), "--store", str(made), "--agent", "s.bennani", "--day", "2026-11-01"]
    code, _, err = said(["import", *line], capsys)
    assert code == 1
    assert err == "amo-desk : Colonnes à indiquer pour extrait.csv : Nom. Rien n'a été importé.\n"
    line += ["--mapping", "Nom=NOM_FAM", "--complete"]
    report = tmp_path / "refus.xlsx"
    code, out, err = said(["import", *line, "--dry-run", "--report", str(report)], capsys)
    assert (code, err) == (1, "")
    assert out == (
        "Essai, rien n'est écrit : 2 lignes, extrait du 01/11/2026.\n"
        "1 ajoutées, 0 mises à jour, 0 inchangées, 0 fermées, 1 refusées.\n"
        "1 lignes refusées :\n"
        "  ligne 3, Date de naissance : année sur deux chiffres : le siècle n'est pas sûr\n"
        "Lignes refusées écrites dans refus.xlsx.\n"
    )
    assert report.read_bytes().startswith(b"PK")
    code, out, _ = said(["import", *line, "--mapping", "Nom=RIEN"], capsys)
    assert (code, out) == (1, "")
    file = extract(tmp_path, good)
    code, out, _ = said(["import", *line], capsys)
    assert (code, out.splitlines()[0]) == (0, "Importé : 1 lignes, extrait du 01/11/2026.")
    code, out, _ = said(["import", *line], capsys)
    assert (code, out) == (0, "Ce fichier était déjà importé : rien n'a changé.\n")


def test_practitioners_are_imported(made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "praticiens.csv"
    file.write_text("INPE;Raison sociale;Ville\n900000001;Pharmacie Inventée;Rabat\n", encoding="cp1252")
    code, out, err = said(["import", "practitioners", str(file), "--store", str(made), "--agent", "s.bennani"], capsys)
    assert (code, err) == (0, "")
    assert "1 ajoutées" in out


def test_what_is_no_register_is_a_wrong_call(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["import", "lots", "x.csv", "--agent", "a"])
    assert ended.value.code == 2
    assert "affiliates" in capsys.readouterr().err


def test_an_invented_register_goes_into_a_store_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = tmp_path / "store"
    assert main(init(store)) == 0
    command = ["demo-register", "--people", "40", "--store", str(store), "--agent", "s.bennani"]
    assert said(command, capsys) == (0, f"40 personnes inventées dans {store}\n", "")
    code, _, refusal = said(command, capsys)
    assert code == 1
    assert "contient déjà des personnes" in refusal


def test_an_invented_extract_needs_no_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "extrait.csv"
    assert said(["demo-register", "--people", "40", "--out", str(path)], capsys)[0] == 0
    assert path.read_text(encoding="utf-8-sig").count("\n") == 41


@pytest.mark.parametrize("place", [[], ["--store", "x"], ["--store", "x", "--out", "a.csv", "--agent", "a"]])
def test_an_invented_register_goes_to_one_place(place: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["demo-register", "--people", "4", *place])
    assert ended.value.code == 2
