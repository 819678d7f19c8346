"""The invented people: the same from the same seed, unique, plausible, and nobody's list but ours."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from amo_desk.domain.identifiers import is_inpe
from amo_desk.domain.people import Beneficiary, CertificateKind, Family, Relation, Sex, Status
from amo_desk.usecases.demo_register import demo_families, demo_practitioners

ROOT = Path(__file__).parents[2]
REAL_NAMES = ROOT.parent / "shared" / "data" / "noms"
DAY = date(2026, 11, 2)
EIGHT = {"POLICE", "MDII", "OMFAM", "MGPT", "MGPAP", "MGEN", "MFA", "MODEP"}


@pytest.fixture(scope="module")
def names() -> dict[str, Any]:
    return tomllib.loads((ROOT / "db" / "demo" / "names.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def families(names: dict[str, Any]) -> list[Family]:
    """Eight thousand families, more than 20,000 people, of an endless register."""
    return list(islice(demo_families(names, seed=7, count=1_200_000, extract_day=DAY), 8_000))


def people(families: list[Family], relation: Relation | None = None) -> Iterator[Beneficiary]:
    return (m for f in families for m in f.members if relation in {None, m.relation})


def is_arabic(text: str) -> bool:
    return bool(text.strip()) and all("\u0600" <= c <= "\u06ff" or c == " " for c in text)


def has(person: Beneficiary, kind: CertificateKind) -> bool:
    return any(certificate.kind is kind for certificate in person.certificates)


def test_the_same_seed_gives_the_same_people(names: dict[str, Any]) -> None:
    def draw(seed: int, day: date = DAY) -> list[Family]:
        return list(demo_families(names, seed=seed, count=50, extract_day=day))

    assert draw(1) == draw(1)
    assert draw(1)[1:] != draw(2)[1:]
    assert draw(1) != draw(1, DAY + timedelta(days=1))
    longer = list(demo_families(names, seed=1, count=80, extract_day=DAY))
    assert longer[:50] == draw(1)


def test_the_count_is_kept(names: dict[str, Any]) -> None:
    for count in (0, 1, 3):
        assert len(list(demo_families(names, seed=1, count=count, extract_day=DAY))) == count
        assert len(list(demo_practitioners(names, seed=1, count=count))) == count


def test_the_family_of_the_tour_comes_first(families: list[Family]) -> None:
    family = families[0]
    assert (family.mutuelle, family.immatriculation, family.affiliation) == ("MGPAP", "0123456", "88-4512")
    assert family.extract_day == DAY
    mohamed, nadia, salma, yassine = family.members
    assert family.insured is mohamed
    assert mohamed.name == "EL ALAMI Mohamed"
    assert mohamed.arabic_name == "محمد العلمي"
    assert mohamed.birth == date(1974, 3, 15)
    assert (nadia.first_name, nadia.relation, nadia.age(DAY)) == ("Nadia", Relation.SPOUSE, 47)
    assert (salma.first_name, salma.relation, salma.age(DAY)) == ("Salma", Relation.CHILD, 14)
    assert (yassine.first_name, yassine.relation, yassine.age(DAY)) == ("Yassine", Relation.CHILD, 22)
    assert [(c.kind, c.until) for c in yassine.certificates] == [(CertificateKind.SCHOOLING, DAY + timedelta(days=7))]


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2026, 12, 31), date(2027, 3, 1)])
def test_the_tour_reads_the_same_on_any_day(names: dict[str, Any], day: date) -> None:
    (family,) = demo_families(names, seed=1, count=1, extract_day=day)
    assert [m.age(day) for m in family.members[1:]] == [47, 14, 22]


def test_ids_and_numbers_are_unique(families: list[Family]) -> None:
    everybody = list(people(families))
    assert len(everybody) >= 20_000
    ids = [f.id for f in families] + [m.id for m in everybody]
    assert len(set(ids)) == len(ids)
    assert {i.version for i in ids} == {7}
    for numbers in (
        [f.immatriculation for f in families],
        [f.affiliation for f in families],
        [m.cin for m in everybody if m.cin],
    ):
        assert len(set(numbers)) == len(numbers)
    assert all(f.immatriculation.isdecimal() and len(f.immatriculation) in {7, 8} for f in families)


def test_adults_and_only_adults_have_a_cin(families: list[Family]) -> None:
    for person in people(families):
        assert bool(person.cin) == (person.age(DAY) >= 18)
        assert not person.cin or re.fullmatch(r"[A-Z]{1,2}[0-9]{5,7}", person.cin)


def test_everybody_has_an_arabic_name(families: list[Family]) -> None:
    assert all(is_arabic(person.arabic_name) for person in people(families))


def test_ages_and_status_are_plausible(families: list[Family]) -> None:
    for family in families:
        age = family.insured.age(DAY)
        assert 25 <= age <= 80
        assert (family.status is Status.ACTIVE) if age < 58 else True
        assert (family.status is Status.RETIRED) if age >= 64 else True
    assert all(18 <= spouse.age(DAY) <= 95 for spouse in people(families, Relation.SPOUSE))
    for child in people(families, Relation.CHILD):
        assert child.age(DAY) >= 0
        assert child.age(DAY) < 27 or has(child, CertificateKind.DISABILITY)


def test_rights_begin_within_a_life_and_before_they_end(families: list[Family]) -> None:
    for person in people(families):
        assert person.birth <= person.rights_from <= DAY
        assert person.rights_to is None or person.rights_from <= person.rights_to < DAY


def test_a_family_holds_together(families: list[Family]) -> None:
    for family in families:
        relations = Counter(member.relation for member in family.members)
        assert relations[Relation.INSURED] == 1
        assert relations[Relation.SPOUSE] <= 1
        assert relations[Relation.CHILD] <= 6
        children = [m for m in family.members if m.relation is Relation.CHILD]
        assert len({m.first_name for m in children}) == len(children)
        assert len({m.last_name for m in children}) <= 1
        couple = [m for m in family.members if m.relation is not Relation.CHILD]
        assert len({m.sex for m in couple}) == len(couple)
        for father in couple:
            if father.sex is Sex.MALE:
                assert all(child.last_name == father.last_name for child in children)
        for mother in couple:
            if mother.sex is Sex.FEMALE:
                assert all(18 <= mother.age(child.birth) <= 45 for child in children)


def test_the_cases_of_a_counter_are_all_there_and_few(families: list[Family]) -> None:
    everybody = list(people(families))

    def share(count: int, whole: int) -> float:
        return count / whole

    closed = [m for m in everybody if m.rights_to is not None]
    assert 0.01 < share(len(closed), len(everybody)) < 0.08
    spouses = list(people(families, Relation.SPOUSE))
    unemployed = [m for m in spouses if has(m, CertificateKind.NO_EMPLOYMENT)]
    assert 0.15 < share(len(unemployed), len(spouses)) < 0.4
    children = list(people(families, Relation.CHILD))
    disabled = [m for m in children if has(m, CertificateKind.DISABILITY)]
    assert 0.005 < share(len(disabled), len(children)) < 0.05
    assert all(m.age(DAY) >= 21 for m in disabled)

    students = [m for m in children if has(m, CertificateKind.SCHOOLING)]
    assert all(21 <= m.age(DAY) < 26 for m in students)
    untils = [c.until for m in students for c in m.certificates]
    assert 0.05 < share(sum(until < DAY for until in untils), len(untils)) < 0.3
    assert 0.05 < share(sum(DAY <= u <= DAY + timedelta(days=14) for u in untils), len(untils)) < 0.3
    idle = [m for m in children if m.age(DAY) >= 21 and not m.certificates and m.rights_to is None]
    assert 0 < share(len(idle), len(children)) < 0.05

    assert 0.1 < share(sum(f.status is Status.RETIRED for f in families), len(families)) < 0.4
    mutuelles = Counter(f.mutuelle for f in families)
    assert set(mutuelles) == EIGHT
    assert mutuelles.most_common(1)[0][0] == "MGPAP"
    assert {len(f.members) for f in families} >= {1, 2, 3, 4, 5, 6}


def test_practitioners_are_unique_and_of_every_kind(names: dict[str, Any]) -> None:
    practitioners = list(demo_practitioners(names, seed=7, count=5_000))
    assert practitioners == list(demo_practitioners(names, seed=7, count=5_000))
    assert practitioners[:5] == list(demo_practitioners(names, seed=8, count=5))
    assert len({p.inpe for p in practitioners}) == 5_000
    assert all(is_inpe(p.inpe) and p.name and p.speciality and p.place for p in practitioners)
    kinds = {p.kind for p in practitioners}
    assert kinds == {
        "medecin",
        "dentiste",
        "pharmacie",
        "laboratoire",
        "radiologie",
        "clinique",
        "opticien",
        "kinesitherapeute",
    }
    assert len({p.speciality for p in practitioners if p.kind == "medecin"}) >= 40


def test_the_practitioners_of_the_tour_come_first(names: dict[str, Any]) -> None:
    doctor, pharmacy, *others = demo_practitioners(names, seed=1, count=5)
    assert (doctor.inpe, doctor.name, doctor.kind, doctor.speciality) == (
        "101075429",
        "Dr T. Mansouri",
        "medecin",
        "pédiatre",
    )
    assert (pharmacy.inpe, pharmacy.name, pharmacy.kind) == ("102334118", "Pharmacie Annour", "pharmacie")
    assert [p.kind for p in others] == ["dentiste", "laboratoire", "radiologie"]


def test_the_name_lists_are_long_and_complete(names: dict[str, Any]) -> None:
    for key, least in {"family_names": 90, "male_names": 60, "female_names": 60, "towns": 30}.items():
        latin = [pair[0] for pair in names[key]]
        assert len(latin) >= least
        assert len(set(latin)) == len(latin)
        assert all(is_arabic(arabic) for _, arabic in names[key])


def real_names(file: Path) -> set[str]:
    text = file.read_text(encoding="utf-8")
    return set(json.loads(text)["names"]) if file.suffix == ".json" else set(text.split("\n")) - {""}


@pytest.mark.skipif(not REAL_NAMES.is_dir(), reason="the lists of others are not on this machine")
def test_the_name_lists_are_our_own(names: dict[str, Any]) -> None:
    files = sorted(REAL_NAMES.iterdir())
    assert files
    for key in ("family_names", "male_names", "female_names"):
        ours = {latin for latin, _ in names[key]}
        for file in files:
            assert len(ours & real_names(file)) < len(ours) / 2, (key, file.name)
