"""Nothing personal lies open: not in the files, not in the log, not in an error."""

from __future__ import annotations

import logging
from pathlib import Path
from uuid import UUID

import pytest
import register
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from amo_desk.domain.dossier import Line
from amo_desk.domain.odf import Period, PeriodKind
from amo_desk.domain.people import Beneficiary
from amo_desk.store import affiliates
from amo_desk.store.schema import people as people_table
from amo_desk.usecases import accounts, agreements, intake, lookup, odf, people, practitioners
from amo_desk.usecases.agreements import NewAgreement
from amo_desk.usecases.clock import SetClock
from amo_desk.usecases.desk import Desk

SECRETS = (
    "Alami",
    "ALAMI",
    "العلمي",
    "0123456",
    "AB104512",
    "88-4512",
    "Adil",
    "grossesse",
    "prognathie",
    "00412377",
    "00412378",
    "Jamoussine",
    "ZT000777",
    "0611223344",
    "011519000001205000534921",
    "زقزوقي",
    "jumelage",
    "Zerguini",
    "gribouillis",
)


def _work(desk: Desk) -> None:
    """A counter at work: a search, a family, a draft with a diagnosis typed into it, an agreement, a treatment."""
    hit = lookup.find(desk, "0123456").people[0]
    card = lookup.family_card(desk, hit.family_id)
    form = next(f for f in desk.rulebook.forms_on(desk.today()) if f.id == "consultation")
    dossier = intake.begin(desk, hit.family_id, card.family.insured.id, form)
    content = dossier.content.with_field("note", "grossesse")
    intake.save(desk, dossier, type(content)(fields=content.fields, lines=(Line(code="C", billed=8_000),)))
    of, today = {"family_id": hit.family_id, "beneficiary_id": card.family.members[2].id}, desk.today()
    asked = agreements.ask(desk, NewAgreement(**of, kind="odf", stage="first", requested_on=today, note="prognathie"))
    agreements.void(desk, agreements.grant(desk, asked, "00412377", today), "prognathie")
    assert agreements.find(desk, "Alami")
    _settle(desk, hit.family_id, card.family.members[3])
    told = Period(kind=PeriodKind.SEMESTER, since=today, agreement="00412378")
    odf.tell(desk, odf.open_case(desk, **of), told)


def _settle(desk: Desk, family_id: UUID, child: Beneficiary) -> None:
    """The register put in order: facts learnt, a child entered twice, a dentist met for the first time."""
    again = register.person(like=child, last_name="Jamoussine", cin="ZT000777", arabic_name="جاموسين")
    with desk.store.writing() as connection:
        affiliates.add(connection, [register.family_of("00700719", again)])
    people.learn(desk, family_id, "phone", "0611223344")
    people.learn(desk, family_id, "rib", "011519000001205000534921")
    people.learn(desk, again.id, "arabic_name", "زقزوقي")
    people.merge(desk, child.id, again.id, "jumelage")
    people.distinct(desk, child.id, lookup.find(desk, "0123456").people[0].person_id)
    met = practitioners.learn(desk, "900000001", "Dr Zerguini", "dentiste")
    practitioners.reject(desk, met.id, "gribouillis")


def _spilt(data: bytes) -> list[str]:
    return [secret for secret in SECRETS for way in ("utf-8", "utf-16-le") if secret.encode(way) in data]


def test_every_file_is_encrypted_from_its_first_byte(desk: Desk) -> None:
    _work(desk)
    files = {path.name: path.read_bytes() for path in desk.store.folder.rglob("*") if path.is_file()}
    assert {"amo.db", "amo.db-wal", "keys.json"} <= set(files)
    assert len(files["amo.db-wal"]) > 4_096, "nothing was written to look at"
    for name, data in files.items():
        assert b"SQLite format" not in data, name
        assert b"CREATE TABLE" not in data, name
        assert _spilt(data) == [], name


def test_nobody_else_may_read_the_files(desk: Desk) -> None:
    _work(desk)
    modes = {path.name: path.stat().st_mode & 0o077 for path in desk.store.folder.iterdir()}
    assert set(modes.values()) == {0}, modes


def test_no_temporary_file_is_left_beside_the_store(desk: Desk, tmp_path: Path) -> None:
    _work(desk)
    desk.store.close()
    assert {path.name for path in tmp_path.iterdir()} == {"store"}
    assert {path.name for path in desk.store.folder.iterdir()} == {"amo.db", "keys.json", "lock"}


def test_the_log_holds_nothing_personal(
    store_folder: Path, clock: SetClock, password: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.INFO, "sqlalchemy"):
        desk = accounts.log_in(store_folder, "s.bennani", password, clock)
        _work(desk)
        accounts.log_out(desk)
    assert "INSERT INTO dossiers" in caplog.text, "the most talkative log there is was not looked at"
    assert _spilt(caplog.text.encode()) == []


def test_an_error_of_the_database_holds_nothing_personal(desk: Desk) -> None:
    hit = lookup.find(desk, "0123456").people[0]
    with desk.store.reading() as connection:
        family = affiliates.get(connection, hit.family_id)
    with pytest.raises(IntegrityError) as error, desk.store.writing() as connection:
        affiliates.add(connection, [family])
    assert _spilt(str(error.value).encode()) == []
    with pytest.raises(IntegrityError) as error, desk.store.writing() as connection:
        connection.execute(insert(people_table).values(id=family.id, last_name="Alami"))
    assert _spilt(str(error.value).encode()) == []
