"""Reading the rulebook from `db/reference` and `forms`; every error names the file and the key."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from pathlib import Path

from amo_desk.domain.errors import Refused
from amo_desk.domain.sources import Grade, Source
from amo_desk.rules.agreements import AgreementKind, read_kinds
from amo_desk.rules.ald import read_illnesses
from amo_desk.rules.checks import CHECKS
from amo_desk.rules.files import Table, read
from amo_desk.rules.form_files import read_form, read_sentences
from amo_desk.rules.forms import Form
from amo_desk.rules.nomenclature import Act, read_acts
from amo_desk.rules.office import Trouble, lay_over
from amo_desk.rules.parameters import Parameter, read_parameter
from amo_desk.rules.pecof import read_costly_medicines
from amo_desk.rules.rulebook import Mutuelle, Rulebook


def load(reference: Path, forms: Path, office: Path | None = None) -> Rulebook:
    """The rulebook of two folders, under what the office's folder adds; `version` is a hash of every file taken."""
    parameters = _parameters(reference / "parameters")
    illnesses = read_illnesses(reference / "ald.toml")
    editions = tuple(read_form(path) for path in sorted(forms.glob("*/*.toml")))
    for form in editions:
        _check_names(form, parameters)
    files = [(path, path.relative_to(root)) for root in (reference, forms) for path in sorted(root.rglob("*.toml"))]
    troubles: tuple[Trouble, ...] = ()
    if office is not None:
        editions, troubles, taken = lay_over(editions, office)
        files += [(path, path.relative_to(office)) for path in taken]
    return Rulebook(
        version=_version(files),
        parameters=parameters,
        acts=_acts(reference / "nomenclature", parameters),
        forms=editions,
        sentences=read_sentences(forms / "checks.toml"),
        mutuelles=_mutuelles(reference / "mutuelles.toml"),
        ald=illnesses.codes,
        ald_headings=illnesses.headings,
        ald_not_found=illnesses.not_found,
        pecof=read_costly_medicines(reference / "pecof.toml"),
        agreement_kinds=_agreement_kinds(reference / "agreements.toml", parameters, {form.id for form in editions}),
        troubles=troubles,
    )


def _version(files: list[tuple[Path, Path]]) -> str:
    digest = hashlib.sha256()
    for path, name in files:
        digest.update(name.as_posix().encode())
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
            for parameter in filter(None, _named(act)):
                if parameter not in parameters:
                    raise Refused("rules.file", where=path.name, key=act.code, expected=parameter)
            acts[act.code] = act
    for act in acts.values():
        for code in filter(None, _cited(act)):
            if code not in acts:
                raise Refused("rules.file", where="nomenclature", key=act.code, expected=code)
    return acts


def _named(act: Act) -> tuple[str, ...]:
    """The parameters that an act names."""
    prices = (act.tariff, act.rate, act.complement, act.total, act.instead, act.flat)
    return (*prices, act.panoramic_from, act.limits.before_age)


def _cited(act: Act) -> tuple[str, ...]:
    """The codes of the other acts that an act cites."""
    limits = act.limits
    first = limits.follows.first if limits.follows else ""
    return (*act.natures, *limits.supplement_to, limits.one_face, first)


def _check_names(form: Form, parameters: dict[str, Parameter]) -> None:
    for key, parameter in (("rate", form.rate), ("complement", form.complement), ("forfait", form.forfait)):
        if parameter and parameter not in parameters:
            raise Refused("rules.file", where=form.id, key=key, expected="db/reference/parameters")
    for check in form.checks:
        if check.id not in CHECKS:
            raise Refused("rules.file", where=form.id, key=check.id, expected=" | ".join(sorted(CHECKS)))


def _agreement_kinds(path: Path, parameters: dict[str, Parameter], forms: set[str]) -> dict[str, AgreementKind]:
    kinds = read_kinds(path)
    for kind in kinds.values():
        if kind.starts_within and kind.starts_within not in parameters:
            raise Refused("rules.file", where=path.name, key=kind.id, expected=kind.starts_within)
        covers = (*kind.requests, *kind.covers, *(form for stage in kind.stages for form in stage.covers))
        for form in covers:
            if form not in forms:
                raise Refused("rules.file", where=path.name, key=form, expected=" | ".join(sorted(forms)))
    return kinds


def _mutuelles(path: Path) -> dict[str, Mutuelle]:
    table = read(path)
    mutuelles = {}
    checked_on = table.day("checked_on")
    reference = table.table("reference")
    title, href, grade = reference.text("title"), reference.text("href"), table.choice("grade", Grade)
    reference.done()
    for entry in table.tables("mutuelles"):
        code, created = entry.text("code"), entry.number("created")
        if not 1 <= created <= checked_on.year:
            raise entry.wrong("created", "year")
        since = date(int(created), 1, 1)
        mutuelles[code] = Mutuelle(
            code=code,
            name=entry.bilingual("name"),
            created=since.year,
            source=Source(title=title, href=href, grade=grade, since=since, checked_on=checked_on),
            immatriculation_pattern=_pattern(entry, "immatriculation_pattern"),
            affiliation_pattern=_pattern(entry, "affiliation_pattern"),
        )
        entry.done()
    table.done()
    return mutuelles


def _pattern(entry: Table, key: str) -> str:
    """A regular expression, empty where the key is absent."""
    pattern = entry.text(key, "")
    try:
        re.compile(pattern)
    except re.error:
        raise entry.wrong(key, "regular expression") from None
    return pattern
