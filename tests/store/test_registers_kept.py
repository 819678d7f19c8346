"""Families, practitioners, medicine lists, agents and counters: what is written is what is read and found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy.exc import IntegrityError

from amo_desk.domain.errors import Missing, Refused
from amo_desk.domain.medicine import Medicine
from amo_desk.domain.office import Agent, Role
from amo_desk.domain.people import (
    Beneficiary,
    Certificate,
    CertificateKind,
    Family,
    Practitioner,
    Relation,
    Sex,
    Status,
)
from amo_desk.store import affiliates, agents, counters, finding, medicines, practitioners
from amo_desk.usecases.clock import new_id
from amo_desk.usecases.desk import Desk

pytestmark = pytest.mark.both_stores

BOX = "6118000160113"
PRODUCT = Medicine(
    code=BOX,
    name="AMOXIL",
    dci="AMOXICILLINE",
    dosage="500 MG",
    form="COMPRIME DISPERSIBLE",
    presentation="1 BOITE 12 COMPRIME",
    ppv=3_460,
    ph=2_150,
    base=3_460,
    generic=False,
    rate=Decimal("0.70"),
    edition="Liste 2014",
    edition_day=date(2014, 1, 1),
)


def _person(relation: Relation, last: str, first: str, arabic: str, **changes: object) -> Beneficiary:
    person = Beneficiary(
        id=new_id(),
        relation=relation,
        last_name=last,
        first_name=first,
        arabic_name=arabic,
        birth=date(1980, 2, 29),
        sex=Sex.FEMALE,
        rights_from=date(2010, 1, 1),
    )
    return replace(person, **changes)  # type: ignore[arg-type]


def _family(immatriculation: str, affiliation: str, *members: Beneficiary) -> Family:
    return Family(
        id=new_id(),
        immatriculation=immatriculation,
        affiliation=affiliation,
        mutuelle="OMFAM",
        section="Salé",
        status=Status.RETIRED,
        extract_day=date(2026, 11, 1),
        members=members,
    )


@pytest.fixture
def family(desk: Desk) -> Family:
    """A family with everything a register can say, written into the store."""
    proofs = (
        Certificate(kind=CertificateKind.DISABILITY, until=date(2028, 1, 1)),
        Certificate(kind=CertificateKind.SCHOOLING, until=date(2027, 6, 30)),
    )
    record = _family(
        "0070071",
        "55-00042",
        _person(Relation.INSURED, "Zerhouni-Tazi", "Ghita", "غيثة الزرهوني", cin="ZT000777"),
        _person(Relation.SPOUSE, "Oumghar", "Driss", "إدريس أمغار", sex=Sex.MALE, rights_to=date(2027, 1, 31)),
        _person(Relation.CHILD, "Oumghar", "Éléonore", "إلينور أمغار", certificates=proofs),
    )
    with desk.store.writing() as connection:
        assert affiliates.add(connection, [record]) == 3
    return record


def _found(desk: Desk, typed: str) -> list[str]:
    with desk.store.reading() as connection:
        return [hit.name for hit in finding.find(connection, desk.store.names, typed, 50)]


def test_a_family_comes_back_as_it_was(desk: Desk, family: Family) -> None:
    with desk.store.reading() as connection:
        assert affiliates.get(connection, family.id) == family


def test_a_family_that_is_not_there_is_missing(desk: Desk) -> None:
    with desk.store.reading() as connection, pytest.raises(Missing, match=r"family\.missing"):
        affiliates.get(connection, UUID(int=1))


@pytest.mark.parametrize(
    "typed, names",
    [
        ("0070071", ["ZERHOUNI-TAZI Ghita"]),
        ("70071", ["ZERHOUNI-TAZI Ghita"]),
        ("00070071", ["ZERHOUNI-TAZI Ghita"]),
        ("007 00 71", ["ZERHOUNI-TAZI Ghita"]),
        ("7007", ["ZERHOUNI-TAZI Ghita"]),
        ("55-00042", ["ZERHOUNI-TAZI Ghita"]),
        ("5500042", ["ZERHOUNI-TAZI Ghita"]),
        ("zt 000777", ["ZERHOUNI-TAZI Ghita"]),
        ("zerhouni", ["ZERHOUNI-TAZI Ghita"]),
        ("ghi zerh", ["ZERHOUNI-TAZI Ghita"]),
        ("TAZI ghita zerhouni", ["ZERHOUNI-TAZI Ghita"]),
        ("الزرهوني", ["ZERHOUNI-TAZI Ghita"]),
        ("زرهوني غيثه", ["ZERHOUNI-TAZI Ghita"]),
        ("امغار", ["OUMGHAR Driss", "OUMGHAR Éléonore"]),
        ("oumghar", ["OUMGHAR Driss", "OUMGHAR Éléonore"]),
        ("eleonore", ["OUMGHAR Éléonore"]),
        ("ÉLÉONORE oumghar", ["OUMGHAR Éléonore"]),
        ("zerhouni driss", []),
        ("0070072", []),
        ("", []),
        ("%", []),
        ("_", []),
        ("#", []),
        ("' OR 1=1 --", []),
    ],
)
@pytest.mark.usefixtures("family")
def test_people_are_found_as_they_are_asked_for(desk: Desk, typed: str, names: list[str]) -> None:
    assert _found(desk, typed) == names


def test_a_number_that_lost_its_zeros_in_a_workbook_is_found_as_the_card_prints_it(desk: Desk) -> None:
    with desk.store.writing() as connection:
        affiliates.add(connection, [_family("8123456", "7", _person(Relation.INSURED, "Ouazzani", "Rim", ""))])
    assert _found(desk, "08123456") == ["OUAZZANI Rim"]


def test_the_list_is_cut_and_insured_persons_stand_first(desk: Desk) -> None:
    with desk.store.reading() as connection:
        hits = finding.find(connection, desk.store.names, "a", 1_000)
        assert finding.find(connection, desk.store.names, "a", 5) == hits[:5]
    relations = [hit.relation for hit in hits]
    assert len(hits) > 20
    first_other = next(index for index, relation in enumerate(relations) if relation is not Relation.INSURED)
    assert Relation.INSURED not in relations[first_other:]


def test_a_hit_names_the_insured_person(desk: Desk, family: Family) -> None:
    with desk.store.reading() as connection:
        (hit,) = finding.find(connection, desk.store.names, "eleonore", 5)
    assert (hit.insured, hit.immatriculation, hit.mutuelle) == ("ZERHOUNI-TAZI Ghita", "0070071", "OMFAM")
    assert (hit.family_id, hit.person_id) == (family.id, family.members[2].id)


def test_families_come_whole_or_not_at_all(desk: Desk, family: Family) -> None:
    with desk.store.reading() as connection:
        before = affiliates.count(connection)
    other = _family("0000001", "1", _person(Relation.INSURED, "Neuve", "Rita", ""))
    with pytest.raises(IntegrityError), desk.store.writing() as connection:
        affiliates.add(connection, [other, family])
    with desk.store.reading() as connection:
        assert affiliates.count(connection) == before
    assert _found(desk, "neuve") == []


def test_one_inpe_may_stand_under_two_names(desk: Desk) -> None:
    records = tuple(
        Practitioner(inpe="900000001", name=name, kind="medecin", speciality="", place="Fès", learnt=name == "Dr B")
        for name in ("Dr A", "Dr B")
    )
    with desk.store.writing() as connection:
        before = practitioners.count(connection)
        practitioners.add(connection, [(new_id(), record) for record in reversed(records)])
        practitioners.add(connection, [])
        assert practitioners.count(connection) == before + 2
    with desk.store.reading() as connection:
        assert practitioners.find(connection, "900000001") == records
        assert practitioners.find(connection, "900000002") == ()


def _add_edition(desk: Desk, day: date, fingerprint: str, *products: Medicine) -> int | None:
    with desk.store.writing() as connection:
        return medicines.add_edition(connection, f"Liste {day.year}", day, fingerprint, desk.clock.now(), products)


def test_each_day_has_its_edition_of_the_medicine_list(desk: Desk) -> None:
    _add_edition(desk, date(2014, 1, 1), "a", PRODUCT)
    _add_edition(desk, date(2026, 1, 1), "b", replace(PRODUCT, ppv=4_000, base=2_999, rate=Decimal("0.7025")))
    with desk.store.reading() as connection:
        ppv = [
            medicines.get(connection, [BOX, "0"], day)[BOX].ppv
            for day in (date(2006, 9, 1), date(2014, 1, 1), date(2025, 12, 31), date(2026, 1, 1))
        ]
        current = medicines.get(connection, [BOX], date(2026, 11, 23))[BOX]
        old = medicines.get(connection, [BOX], date(2014, 1, 1))[BOX]
    assert ppv == [3_460, 3_460, 3_460, 4_000]
    assert old == PRODUCT
    assert (current.rate, current.base, current.edition) == (Decimal("0.7025"), 2_999, "Liste 2026")


def test_the_same_list_twice_is_kept_once(desk: Desk) -> None:
    assert _add_edition(desk, date(2014, 1, 1), "a", PRODUCT) is not None
    assert _add_edition(desk, date(2020, 1, 1), "a", PRODUCT) is None
    with desk.store.reading() as connection:
        assert [edition.products for edition in medicines.editions(connection) if edition.label == "Liste 2014"] == [1]


@pytest.mark.parametrize(
    "typed, codes",
    [
        ("amox", ["1", "2"]),
        ("AMOXIL 500", ["1"]),
        ("500 amoxil", ["1"]),
        ("ceftriaxone", []),
        ("100%", ["2"]),
        ("amoxi_", []),
        ("", []),
    ],
)
def test_products_are_found_by_their_words(desk: Desk, typed: str, codes: list[str]) -> None:
    _add_edition(
        desk,
        date(2026, 11, 1),
        "a",
        replace(PRODUCT, code="1"),
        replace(PRODUCT, code="2", name="AMOXIGÈNE", dosage="100%", dci="X"),
        replace(PRODUCT, code="3", name="ZZZ", dosage="", dci="Y"),
    )
    with desk.store.reading() as connection:
        found = medicines.find(connection, typed, date(2026, 11, 23), 10)
    assert sorted(medicine.code for medicine in found) == codes


def test_no_list_no_product(store_without_medicines: Desk) -> None:
    with store_without_medicines.store.reading() as connection:
        assert medicines.get(connection, [BOX], date(2026, 11, 23)) == {}
        assert medicines.find(connection, "amoxil", date(2026, 11, 23), 5) == ()


@pytest.fixture
def store_without_medicines(desk: Desk) -> Desk:
    """A desk before any medicine list was imported."""
    with desk.store.writing() as connection:
        connection.exec_driver_sql("DELETE FROM medicines")
        connection.exec_driver_sql("DELETE FROM medicine_editions")
    return desk


def test_two_agents_never_share_a_login(desk: Desk) -> None:
    with pytest.raises(Refused, match=r"agent\.taken"), desk.store.writing() as connection:
        agents.add(connection, Agent(id=new_id(), login="s.bennani", name="Un autre", role=Role.AGENT))


def test_an_agent_who_is_not_there_is_missing(desk: Desk) -> None:
    with desk.store.reading() as connection:
        assert agents.find(connection, "personne") is None
        with pytest.raises(Missing, match=r"agent\.missing"):
            agents.get(connection, UUID(int=1))


def test_a_counter_never_gives_a_number_twice_and_gives_back_what_was_not_used(desk: Desk) -> None:
    with desk.store.writing() as connection:
        assert [counters.take(connection, "X") for _ in range(3)] == [1, 2, 3]
        assert counters.take(connection, "Y") == 1

    def interrupted() -> None:
        with desk.store.writing() as connection:
            assert counters.take(connection, "X") == 4
            raise Refused("anything")

    with pytest.raises(Refused):
        interrupted()
    with desk.store.writing() as connection:
        assert counters.take(connection, "X") == 4
        assert (counters.last(connection, "X"), counters.last(connection, "never")) == (4, 0)


def test_broad_beginnings_of_numbers_give_as_many_people_as_there_are_rows_to_show(desk: Desk) -> None:
    head = _person(Relation.INSURED, "Zemrani", "Aya", "آية الزمراني", cin="0001")
    records = [
        replace(
            _family(f"000{place}", f"00-0{place}", replace(head, id=new_id(), cin=f"00{place:03d}")), ppr=f"00{place}0"
        )
        for place in range(1, 9)
    ]
    with desk.store.writing() as connection:
        affiliates.add(connection, records)
    with desk.store.reading() as connection:
        found = finding.find(connection, desk.store.names, "00", 6)
        everybody = finding.find(connection, desk.store.names, "00", 60)
        beside = finding.find(connection, desk.store.names, "zemrani 00", 60)
    assert len({hit.person_id for hit in found}) == len(found) == 6
    assert {record.members[0].id for record in records} <= {hit.person_id for hit in everybody}
    assert found == everybody[:6]
    assert {hit.person_id for hit in beside} == {record.members[0].id for record in records}


def test_two_consonants_of_an_arabic_name_are_not_the_beginning_of_any_other(desk: Desk) -> None:
    asked, other = (
        _person(Relation.INSURED, last, "Hadou", arabic, cin="")
        for last, arabic in (("Ziyani Alami", "حدو العلمي"), ("Marrakchi", "حدو المراكشي"))
    )
    with desk.store.writing() as connection:
        affiliates.add(connection, [_family("0551", "9-1", asked), _family("0552", "9-2", other)])
    with desk.store.reading() as connection:
        for typed in ("العلمي حدو", "alami hadou"):
            hits = finding.find(connection, desk.store.names, typed, 50)
            assert [hit.person_id for hit in hits] == [asked.id], typed


def test_a_name_beside_a_figure_that_too_many_numbers_begin_with(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "MOST_BESIDE_WORDS", 5)
    others = [
        _family(f"00{place:02d}", f"5-{place}", _person(Relation.INSURED, "Idrissi", "Aya", "آية", cin=f"Q{place}"))
        for place in range(9)
    ]
    head = _person(Relation.INSURED, "Zemrani", "Ali", "علي الزمراني", cin="K5")
    child = _person(Relation.CHILD, "Zemrani", "Aya", "آية الزمراني", cin="")
    with desk.store.writing() as connection:
        affiliates.add(connection, [*others, _family("0099", "7-1", head, child)])
    with desk.store.reading() as connection:
        for typed, names in (
            ("zemrani 0", [head]),
            ("el zemrani K5", [head]),
            ("zemrani 99", [head]),
            ("zemrani 8", []),
            ("zemrany 009", [head]),
        ):
            hits = finding.find(connection, desk.store.names, typed, 50)
            assert [hit.person_id for hit in hits] == [person.id for person in names], typed
