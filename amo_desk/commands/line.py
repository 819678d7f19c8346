"""The commands' own command line: which one, with what."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from amo_desk import paths
from amo_desk.commands.french import parser
from amo_desk.domain.errors import DeskError
from amo_desk.ui import messages
from amo_desk.usecases.clock import SystemClock, today
from amo_desk.usecases.desk import bundled_rulebook
from amo_desk.usecases.register_imports import Register

PASSWORD = "AMO_DESK_PASSWORD"  # noqa: S105  the name of a variable, not a password
REGISTERS = {
    Register.AFFILIATES: "les assurés et leurs ayants droit, une ligne par personne",
    Register.PRACTITIONERS: "les praticiens et les établissements, une ligne par INPE",
    Register.MEDICINES: "la liste officielle des médicaments",
}
DATABASE_PASSWORD = "AMO_DESK_DATABASE_PASSWORD"  # noqa: S105  likewise
_DATABASE_EPILOG = (
    f"Celui de la base vient de {DATABASE_PASSWORD}, ou il est demandé ; le dossier du poste ne le garde que scellé."
)


def run(arguments: Sequence[str]) -> int:
    """Runs a command; troubles are one French sentence on the error output and the exit code 1."""
    options = _options(arguments)
    try:
        return int(options.run(options))
    except DeskError as error:
        sys.stderr.write(f"amo-desk : {messages.sentence(error)}\n")
        return 1
    except BrokenPipeError:
        # The reader, such as « head », has seen enough: nothing may be written at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        sys.stderr.write(f"amo-desk : {error.strerror or error}. Vérifiez le dossier et ses droits.\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("amo-desk : arrêté, rien n'a été changé.\n")
        return 1


def password() -> str:
    """The agent's password, from the environment or asked for without showing it."""
    return _secret(PASSWORD, "Mot de passe : ")


def database_password() -> str:
    """The password of the server's user; empty where the server asks for none."""
    return _secret(DATABASE_PASSWORD, "Mot de passe de la base : ")


def _secret(variable: str, prompt: str) -> str:
    given = os.environ.get(variable)
    return given if given is not None else getpass.getpass(prompt)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    line = parser("amo-desk", "AMO Desk, commandes sans fenêtre.")
    commands = line.add_subparsers(dest="command", required=True, metavar="COMMANDE")

    demo = commands.add_parser("demo", help="fait toute une journée de démonstration dans un dossier")
    demo.add_argument(
        "--out", type=Path, required=True, metavar="DOSSIER", help="où laisser papiers, classeur et images"
    )
    demo.add_argument(
        "--medicines", type=Path, metavar="FICHIER", help="liste officielle des médicaments à importer d'abord"
    )
    demo.add_argument("--dark", action="store_true", help="images en couleurs sombres")
    demo.set_defaults(run=_demo)

    invented = commands.add_parser("demo-register", help="invente un registre de toute taille, pour essayer")
    invented.add_argument("--people", type=int, required=True, metavar="N", help="combien (3200000 au plus)")
    invented.add_argument("--seed", type=int, default=1, metavar="N", help="d'autres pour un autre nombre (1)")
    place = invented.add_mutually_exclusive_group(required=True)
    place.add_argument("--store", type=Path, metavar="DOSSIER", help="dans ce registre, vide ou de démonstration")
    place.add_argument("--out", type=Path, metavar="FICHIER", help="dans un fichier à importer, .xlsx ou .csv")
    invented.add_argument("--agent", metavar="NOM", help="nom de connexion de l'agent, avec --store")
    invented.add_argument(
        "--day", type=date.fromisoformat, metavar="AAAA-MM-JJ", help="jour de l'extrait, avec --out (ce jour)"
    )
    invented.set_defaults(run=_demo_register)

    selftest = commands.add_parser("selftest", help="vérifie le programme installé")
    selftest.add_argument(
        "--rules", action="store_true", help="liste seulement ce qui reste à confirmer dans les règles livrées"
    )
    selftest.set_defaults(run=_selftest)

    quote = commands.add_parser("quote", help="calcule des cas écrits en TOML, chaque montant avec sa source")
    quote.add_argument("file", type=Path, metavar="FICHIER", help="les cas ; leur format : tests/rules/README.md")
    quote.add_argument("--json", action="store_true", help="réponse en JSON, montants en centimes")
    quote.add_argument(
        "--store", type=Path, metavar="DOSSIER", help="tient compte aussi des pièces que le bureau y a ajoutées"
    )
    quote.epilog = "Code de sortie 1 si un cas est mal écrit, ou si une réponse n'est pas celle que le cas attend."
    quote.set_defaults(run=_quote)

    init = commands.add_parser("init", help="prépare le registre d'un poste")
    init.add_argument(
        "--mutuelle", required=True, metavar="CODE", help="POLICE, MDII, OMFAM, MGPT, MGPAP, MGEN, MFA ou MODEP"
    )
    init.add_argument("--office", required=True, metavar="NOM", help="nom du bureau")
    init.add_argument("--code", required=True, metavar="NNN", help="code du bureau, trois chiffres")
    init.add_argument("--station", default="01", metavar="NN", help="poste, deux chiffres (01)")
    init.add_argument("--name", metavar="NOM", help="nom de l'agent sur les papiers")
    init.add_argument(
        "--database",
        default="",
        metavar="ADRESSE",
        help="base PostgreSQL, vide, que plusieurs postes partageront : postgresql://utilisateur@serveur/base",
    )
    init.set_defaults(run=_init)
    _store_options(init)
    init.epilog = f"{init.epilog} {_DATABASE_EPILOG}"

    join = commands.add_parser("join", help="relie un poste de plus à un registre commun")
    join.add_argument("--database", required=True, metavar="ADRESSE", help="postgresql://utilisateur@serveur/base")
    join.add_argument("--station", required=True, metavar="NN", help="poste, deux chiffres, un autre pour chacun")
    join.set_defaults(run=_join)
    _store_options(join)
    join.epilog = f"{join.epilog} {_DATABASE_EPILOG}"

    upgrade = commands.add_parser("upgrade", help="met un registre commun au niveau de cette version")
    upgrade.set_defaults(run=_upgrade)
    _store_options(upgrade)
    upgrade.epilog = f"{upgrade.epilog} Sauvegardez d'abord la base, et fermez AMO Desk sur tous les postes."

    imports = commands.add_parser("import", help="importe un registre")
    kinds = imports.add_subparsers(dest="register", required=True, metavar="REGISTRE")
    for register, words in REGISTERS.items():
        _import_options(kinds.add_parser(register.value, help=words), register)
    return line.parse_args(arguments)


def _import_options(line: argparse.ArgumentParser, register: Register) -> None:
    listed = register is Register.MEDICINES
    line.add_argument("file", type=Path, metavar="FICHIER", help="le fichier (.xlsx, .xls, .ods, .csv)")
    day = "premier jour de la liste (ce jour)" if listed else "jour de l'extrait (ce jour)"
    line.add_argument("--day", type=date.fromisoformat, metavar="AAAA-MM-JJ", help=day)
    line.add_argument("--dry-run", action="store_true", help="dit ce que l'import changerait, sans rien changer")
    line.set_defaults(run=_import, register=register, complete=False, older=False, mapping="", report=None)
    if register is Register.AFFILIATES:
        line.add_argument(
            "--complete", action="store_true", help="l'extrait est entier : les droits des absents finissent ce jour"
        )
    example = "PPV=Prix public,NOM=Libellé" if listed else "Nom=NOM_FAM,Prénom=PRENOM"
    line.add_argument("--mapping", metavar="COLONNES", help=f"« {example} » : nos colonnes et celles du fichier")
    line.add_argument("--report", type=Path, metavar="FICHIER", help="où écrire le classeur des lignes refusées")
    if not listed:
        line.add_argument("--older", action="store_true", help="importe même un extrait plus ancien que le registre")
    _store_options(line)


def _store_options(line: argparse.ArgumentParser) -> None:
    line.add_argument(
        "--store", type=Path, default=paths.default_store(), metavar="DOSSIER", help="le dossier du registre"
    )
    line.add_argument("--agent", required=True, metavar="NOM", help="nom de connexion de l'agent")
    line.epilog = f"Le mot de passe vient de la variable {PASSWORD}, ou il est demandé."


def _demo(options: argparse.Namespace) -> int:
    from amo_desk.commands.tour import run as tour  # noqa: PLC0415  only the tour needs Qt's widgets

    return tour(options.out, medicines=options.medicines, dark=options.dark)


def _demo_register(options: argparse.Namespace) -> int:
    from amo_desk.commands.stores import demo_register  # noqa: PLC0415

    if options.store and not options.agent:
        parser("amo-desk demo-register", "").error("il manque : --agent")
    return demo_register(options, password)


def _selftest(options: argparse.Namespace) -> int:
    if options.rules:
        from amo_desk.commands.doubts import run as doubts  # noqa: PLC0415

        return doubts(bundled_rulebook(), today(SystemClock()))
    from amo_desk.commands.selftest import run as selftest  # noqa: PLC0415

    return selftest()


def _quote(options: argparse.Namespace) -> int:
    from amo_desk.commands.quote import run as quote  # noqa: PLC0415

    return quote(options.file, bundled_rulebook(options.store), today(SystemClock()), as_json=options.json)


def _init(options: argparse.Namespace) -> int:
    from amo_desk.commands.stores import init  # noqa: PLC0415

    return init(options, password(), database_password)


def _join(options: argparse.Namespace) -> int:
    from amo_desk.commands.stores import join  # noqa: PLC0415

    return join(options, password(), database_password)


def _upgrade(options: argparse.Namespace) -> int:
    from amo_desk.commands.stores import upgrade  # noqa: PLC0415

    return upgrade(options, password())


def _import(options: argparse.Namespace) -> int:
    from amo_desk.commands.imports import run as imports  # noqa: PLC0415

    return imports(options, password())
