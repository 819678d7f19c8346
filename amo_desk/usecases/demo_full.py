"""Invented registers of any size, up to that of CNOPS: into a store, or as an extract to be imported."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from amo_desk import paths
from amo_desk.documents import extracts
from amo_desk.domain.errors import Refused
from amo_desk.domain.office import Role
from amo_desk.domain.people import CertificateKind, Family, Relation, Status
from amo_desk.store import affiliates, journal
from amo_desk.store import practitioners as practitioners_store
from amo_desk.usecases.clock import new_id
from amo_desk.usecases.demo_register import demo_families, demo_practitioners
from amo_desk.usecases.demo_spelling import as_registered, first_people
from amo_desk.usecases.desk import Desk

Progress = Callable[[int, int], None]

MOST_PEOPLE = 3_200_000
SEED = 1
# The event in the journal, and that of the small demo, which a large register may join.
EVENT, SMALL_DEMO = "demo_register", "demo_filled"
PEOPLE_PER_PRACTITIONER, FEWEST_PRACTITIONERS = 400, 200
_REPORTED = 5_000

HEADER = (
    "Immatriculation", "Affiliation", "Mutuelle", "Section", "Situation", "PPR", "Téléphone", "Adresse", "RIB", "Lien",
    "Nom", "Prénom", "Nom arabe", "Date de naissance", "Sexe", "CIN", "Droits du", "Droits au",
    "Certificat de scolarité", "Certificat de non-emploi", "Certificat d'invalidité",
)  # fmt: skip
_STATUS = {Status.ACTIVE: "Actif", Status.RETIRED: "Retraité"}
_RELATION = {Relation.INSURED: "Assuré", Relation.SPOUSE: "Conjoint", Relation.CHILD: "Enfant"}


def fill(desk: Desk, people: int, *, seed: int = SEED, progress: Progress = lambda _done, _total: None) -> int:
    """Writes an invented register into a store; one that holds real people is refused, and so is a second time."""
    desk.require(Role.SUPERVISOR)
    _check(people)
    with desk.store.writing() as connection:
        done = journal.events(connection, "register")
        small = done == {SMALL_DEMO}
        if affiliates.count(connection) and not small:
            raise Refused("register.not_empty")
        families = _register(people, seed, desk.today(), progress)
        if small:
            next(families)
        else:
            wanted = max(FEWEST_PRACTITIONERS, people // PEOPLE_PER_PRACTITIONER)
            treated = demo_practitioners(_names(), seed=seed, count=wanted)
            practitioners_store.add(connection, ((new_id(), record) for record in treated))
        added = affiliates.add(connection, families)
        journal.write(connection, desk.author(), "register", "", EVENT, {"people": added, "seed": seed})
    return added


def write_extract(
    path: Path, people: int, *, seed: int = SEED, day: date, progress: Progress = lambda _done, _total: None
) -> None:
    """Writes an invented register as an extract of a day: the same people, seed and day give the same bytes."""
    if path.suffix.lower() not in {extracts.CSV, extracts.XLSX}:
        raise Refused("extract.format", file=path.name)
    _check(people)
    extracts.write(path, HEADER, _lines(_register(people, seed, day, progress)))


def _check(people: int) -> None:
    if not 1 <= people <= MOST_PEOPLE:
        raise Refused("register.size", most=MOST_PEOPLE)


def _names() -> dict[str, object]:
    return tomllib.loads(paths.bundled("db/demo/names.toml").read_text(encoding="utf-8"))


def _register(people: int, seed: int, day: date, progress: Progress) -> Iterator[Family]:
    names = _names()
    families = demo_families(names, seed=seed, count=people, extract_day=day)
    done = told = 0
    for family in first_people(as_registered(families, names, seed=seed), people):
        yield family
        done += len(family.members)
        if done - told >= _REPORTED:
            told = done
            progress(done, people)
    progress(done, people)


def _lines(families: Iterator[Family]) -> Iterator[extracts.Cells]:
    for family in families:
        own = (family.immatriculation, family.affiliation, family.mutuelle, family.section, _STATUS[family.status])
        reached = (family.ppr, family.phone, family.address, family.rib)
        for member in family.members:
            proofs = {proof.kind: proof.until for proof in member.certificates}
            yield (
                *own,
                *(reached if member.relation is Relation.INSURED else ("", "", "", "")),
                _RELATION[member.relation],
                member.last_name,
                member.first_name,
                member.arabic_name,
                member.birth,
                member.sex.value,
                member.cin,
                member.rights_from,
                member.rights_to,
                *(proofs.get(kind) for kind in (CertificateKind.SCHOOLING, CertificateKind.NO_EMPLOYMENT)),
                proofs.get(CertificateKind.DISABILITY),
            )
