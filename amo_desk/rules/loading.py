"""Reading the rulebook from `db/reference` and `forms`; every error names the file and the key."""

from __future__ import annotations

import hashlib
from pathlib import Path

from amo_desk.domain.errors import Refused
from amo_desk.rules.checks import CHECKS
from amo_desk.rules.files import read
from amo_desk.rules.forms import Form, read_form, read_sentences
from amo_desk.rules.nomenclature import Act, read_acts
from amo_desk.rules.parameters import Parameter, read_parameter
from amo_desk.rules.rulebook import Mutuelle, Rulebook


def load(reference: Path, forms: Path) -> Rulebook:
    """The rulebook of two folders; `version` is a hash of every file in them."""
    parameters = _parameters(reference / "parameters")
    editions = tuple(read_form(path) for path in sorted(forms.glob("*/*.toml")))
    for form in editions:
        _check_names(form)
    return Rulebook(
        version=_version(reference, forms),
        parameters=parameters,
        acts=_acts(reference / "nomenclature", parameters),
        forms=editions,
        sentences=read_sentences(forms / "checks.toml"),
        mutuelles=_mutuelles(reference / "mutuelles.toml"),
    )


def _version(*folders: Path) -> str:
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*.toml")):
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _parameters(root: Path) -> dict[str, Parameter]:
    parameters = {}
    for path in sorted(root.rglob("*.toml")):
        identifier = path.relative_to(root).with_suffix("").as_posix()
        parameters[identifier] = read_parameter(path, identifier)
    return parameters


def _acts(folder: Path, parameters: dict[str, Parameter]) -> dict[str, Act]:
    acts: dict[str, Act] = {}
    for path in sorted(folder.glob("*.toml")):
        for act in read_acts(path):
            if act.code in acts:
                raise Refused("rules.file", where=path.name, key=act.code, expected="one act a code")
            for parameter in filter(None, (act.tariff, act.rate, act.complement, act.total, act.instead, act.flat)):
                if parameter not in parameters:
                    raise Refused("rules.file", where=path.name, key=act.code, expected=parameter)
            acts[act.code] = act
    return acts


def _check_names(form: Form) -> None:
    for check in form.checks:
        if check.id not in CHECKS:
            raise Refused("rules.file", where=form.id, key=check.id, expected=" | ".join(sorted(CHECKS)))


def _mutuelles(path: Path) -> dict[str, Mutuelle]:
    table = read(path)
    mutuelles = {}
    checked_on = table.day("checked_on")
    reference = table.table("reference")
    reference.text("title"), reference.text("href")
    reference.done()
    table.text("grade")
    for entry in table.tables("mutuelles"):
        code = entry.text("code")
        mutuelles[code] = Mutuelle(code=code, name=entry.bilingual("name"))
        if entry.number("created") > checked_on.year:
            raise entry.wrong("created", "year")
        entry.done()
    table.done()
    return mutuelles
