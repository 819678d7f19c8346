"""`amo-desk import`: a register from a file, tried or written, with what was refused and why."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from amo_desk.commands import progress
from amo_desk.domain.errors import Refused
from amo_desk.domain.extracts import Refusal
from amo_desk.ui import messages
from amo_desk.ui.import_words import reason
from amo_desk.usecases import accounts, import_reports, register_imports
from amo_desk.usecases.clock import SystemClock
from amo_desk.usecases.desk import Desk
from amo_desk.usecases.register_imports import COLUMNS, Options, Outcome, Register, Sheet

SHOWN = 20
FOR_THEIR_LINES = ("medicines.rows", "extract.nothing")


def run(options: argparse.Namespace, password: str) -> int:
    """Imports a file into a register, or tries to, showing how far it is; the exit code is 1 if lines were refused."""
    desk = accounts.log_in(options.store, options.agent, password, SystemClock())
    try:
        register: Register = options.register
        outcome, dry = _imported(desk, register, options)
        labels = {column.id: column.label for column in COLUMNS[register]}
        _tell(outcome, register, labels, dry=dry)
        if options.report is not None and outcome.refused:
            _write_report(desk, outcome, labels, options)
    finally:
        accounts.log_out(desk)
    return 1 if outcome.refused else 0


def _imported(desk: Desk, register: Register, options: argparse.Namespace) -> tuple[Outcome, bool]:
    """What a file did, or would do: a file refused for its lines is tried, so that they can be told."""
    sheet = register_imports.look(desk, register, options.file)
    mapping = {**sheet.mapping, **_chosen(options.mapping or "", sheet, register)}
    said = Options(extract_day=options.day, complete=options.complete, older=options.older)

    def run(work: Callable[..., Outcome]) -> Outcome:
        try:
            return work(desk, register, options.file, mapping, options=said, progress=progress.told("Import"))
        finally:
            progress.end()

    if not options.dry_run:
        try:
            return run(register_imports.apply), False
        except Refused as refused:
            if refused.code not in FOR_THEIR_LINES:
                raise
            sys.stderr.write(f"amo-desk : {messages.sentence(refused)}\n")
    return run(register_imports.dry_run), True


def _chosen(said: str, sheet: Sheet, register: Register) -> dict[str, int | None]:
    """The columns given on the command line: ours by their name or id, those of the file by their header."""
    ours = {name.casefold(): column.id for column in COLUMNS[register] for name in (column.id, column.label)}
    theirs = {name.casefold(): place for place, name in enumerate(sheet.header)}
    chosen: dict[str, int | None] = {}
    for pair in filter(None, map(str.strip, said.split(","))):
        our, _, their = (part.strip().casefold() for part in pair.partition("="))
        if our not in ours or their not in (theirs | {"": 0}):
            raise Refused("extract.column", name=pair)
        chosen[ours[our]] = theirs[their] if their else None
    return chosen


def _tell(outcome: Outcome, register: Register, labels: Mapping[str, str], *, dry: bool) -> None:
    """What was done, then the first lines of which something is to be said."""
    day = messages.day_text(outcome.extract_day)
    listed = register is Register.MEDICINES
    if outcome.unchanged_file:
        same = f"Cette liste, du {day}, était déjà importée" if listed else "Ce fichier était déjà importé"
        sys.stdout.write(f"{same} : rien n'a changé.\n")
        return
    head = "Essai, rien n'est écrit" if dry else "Importé"
    sys.stdout.write(
        f"{head} : {outcome.lines} lignes, {'liste' if listed else 'extrait'} du {day}.\n"
        f"{outcome.added} ajoutées, {outcome.updated} mises à jour, {outcome.unchanged} inchangées, "
        f"{outcome.closed} {'retirées' if listed else 'fermées'}, {outcome.refused} refusées.\n"
    )
    if outcome.compared_with is not None:
        since = messages.day_text(outcome.compared_with)
        changed = "changés" if outcome.repriced > 1 else "changé"
        sys.stdout.write(f"Par rapport à la liste du {since} : {outcome.repriced} prix {changed}.\n")
    if outcome.closing_withheld:
        sys.stdout.write("Personne n'a été fermé : une ligne refusée ne dit pas de qui elle parle.\n")
    if outcome.refused:
        sys.stdout.write(f"{outcome.refused} lignes refusées :\n")
        _list(outcome.refusals, labels)
    if outcome.warnings:
        sys.stdout.write(f"{outcome.warnings} avertissements :\n")
        _list(outcome.notices, labels)


def _list(refusals: tuple[Refusal, ...], labels: Mapping[str, str]) -> None:
    for refusal in refusals[:SHOWN]:
        first = f" (ligne {refusal.first})" if refusal.first else ""
        column = labels.get(refusal.column, refusal.column)
        sys.stdout.write(f"  ligne {refusal.line}, {column} : {reason(refusal.code)}{first}\n")
    if len(refusals) > SHOWN:
        sys.stdout.write("  …\n")


def _write_report(desk: Desk, outcome: Outcome, labels: Mapping[str, str], options: argparse.Namespace) -> None:
    path: Path = options.report
    data = import_reports.refused_workbook(
        desk, options.file, outcome, lambda code: labels[code] if code in labels else reason(code)
    )
    path.write_bytes(data)
    sys.stdout.write(f"Lignes refusées écrites dans {path.name}.\n")
