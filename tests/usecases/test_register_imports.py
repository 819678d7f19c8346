"""Extracts are tried, then imported whole or not at all: they add, update, close, forget nothing they do not say."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from extracts import HEADER, family, person, text, workbook
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shared import SHARED, needs_shared
from sqlalchemy import select

from amo_desk.domain.errors import DeskError, Refused, Stale
from amo_desk.domain.extracts import Refusal
from amo_desk.domain.office import Role
from amo_desk.domain.people import Convention, Practitioner, Relation, Status
from amo_desk.store import affiliates, finding, journal, practitioners
from amo_desk.store.schema import families, name_words, people, person_numbers
from amo_desk.usecases import import_reports, register_imports
from amo_desk.usecases import people as people_cases
from amo_desk.usecases.clock import new_id
from amo_desk.usecases.desk import Desk
from amo_desk.usecases.register_imports import Options, Outcome, Register

DAY, LATER = date(2026, 11, 1), date(2026, 11, 15)
ON_DAY = Options(extract_day=DAY)
HOSTILE = sorted(path for path in (SHARED / "torture" / "calamine").glob("*"))


def run(
    desk: Desk,
    path: Path,
    options: Options = ON_DAY,
    register: Register = Register.AFFILIATES,
    work: Any = register_imports.apply,
    **more: Any,
) -> Outcome:
    sheet = register_imports.look(desk, register, path)
    outcome: Outcome = work(desk, register, path, sheet.mapping, options=options, **more)
    return outcome


def counts(outcome: Outcome) -> tuple[int, int, int, int, int]:
    return outcome.added, outcome.updated, outcome.unchanged, outcome.closed, outcome.refused


def found(desk: Desk, typed: str) -> list[str]:
    with desk.store.reading() as connection:
        return [hit.name for hit in finding.find(connection, desk.store.names, typed, 20)]


def rows(desk: Desk) -> dict[str, list[Any]]:
    """Everything an import may change."""
    with desk.store.reading() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in (families, people, person_numbers, name_words)
        }


def members(desk: Desk, immatriculation: str) -> Any:
    with desk.store.reading() as connection:
        ids = connection.execute(select(families.c.id).where(families.c.immatriculation == immatriculation)).scalars()
        (family_id,) = ids
        return affiliates.get(connection, family_id)


@pytest.fixture
def untouched(desk: Desk) -> Iterator[None]:
    """What a test that imports nothing must leave as it was."""
    before = rows(desk)
    with desk.store.reading() as connection:
        length = journal.length(connection)
    yield
    assert rows(desk) == before
    with desk.store.reading() as connection:
        assert journal.length(connection) == length


def test_the_people_of_an_extract_are_in_the_register(desk: Desk, tmp_path: Path) -> None:
    before = affiliates_count(desk)
    path = workbook(tmp_path / "a.xlsx", [*family("7100001"), *family("7100002", Nom="Zemmouri")])
    outcome = run(desk, path)
    assert counts(outcome) == (8, 0, 0, 0, 0)
    assert (outcome.extract_day, outcome.mutuelles, outcome.sections) == (DAY, ("MGPAP",), ("Rabat",))
    assert affiliates_count(desk) == before + 8
    assert {register: told.day for register, told in register_imports.latest(desk).items()} == {
        Register.AFFILIATES: DAY
    }
    assert found(desk, "7100002") == ["ZEMMOURI Omar"]
    assert found(desk, "CD7100001") == ["ALAOUI Nadia"]
    assert "ZEMMOURI Omar" in found(desk, "zemouri")
    whole = members(desk, "7100001")
    assert [member.relation for member in whole.members] == [Relation.INSURED, Relation.SPOUSE] + [Relation.CHILD] * 2
    assert (whole.status, whole.extract_day) == (Status.ACTIVE, DAY)


def affiliates_count(desk: Desk) -> int:
    with desk.store.reading() as connection:
        return affiliates.count(connection)


@pytest.mark.usefixtures("untouched")
def test_a_dry_run_tells_the_same_and_writes_nothing(desk: Desk, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [*family(), person(immat=6.1e22)])
    tried = run(desk, path, work=register_imports.dry_run)
    assert counts(tried) == (4, 0, 0, 0, 1)


def test_what_was_tried_is_what_is_done(desk: Desk, tmp_path: Path) -> None:
    run(desk, workbook(tmp_path / "a.xlsx", family()))
    second = [*family(Adresse="2, rue inventée")[:3], *family("7100003"), person("")]
    path = workbook(tmp_path / "b.xlsx", second)
    options = Options(extract_day=LATER, complete=True)
    assert run(desk, path, options, work=register_imports.dry_run) == run(desk, path, options)


def test_the_same_file_twice_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", family())
    run(desk, path)
    before = rows(desk)
    again = run(desk, path)
    assert again.unchanged_file
    copy = workbook(tmp_path / "b.xlsx", [*family(), *family("7100009")[:1]])
    run(desk, copy)
    assert counts(run(desk, path)) == (0, 0, 4, 0, 0)
    assert set(before["people"]) <= set(rows(desk)["people"])


def test_a_later_extract_updates_adds_and_closes(desk: Desk, tmp_path: Path) -> None:
    run(desk, workbook(tmp_path / "a.xlsx", family()))
    insured, spouse, first, _ = family(Adresse="2, rue inventée", Situation="Retraité")
    spouse["Nom"] = "Alaoui Tazi"
    baby = person(relation="Enfant", first="Ali", birth=date(2026, 10, 1))
    path = workbook(tmp_path / "b.xlsx", [baby, first, spouse, insured])
    outcome = run(desk, path, Options(extract_day=LATER, complete=True))
    # Everybody else of the section is absent too: the demo's people of other mutuelles and sections are not.
    assert counts(outcome)[:3] == (1, 2, 1)
    whole = members(desk, "7100001")
    by_name = {member.first_name: member for member in whole.members}
    assert by_name["Yassine"].rights_to == LATER
    assert by_name["Salma"].rights_to is None
    assert (whole.address, whole.status, whole.extract_day) == ("2, rue inventée", Status.RETIRED, LATER)
    assert found(desk, "alaoui tazi nadia")[0] == "ALAOUI TAZI Nadia"
    with desk.store.reading() as connection:
        others = (
            select(people.c.number).join(families).where(families.c.section != "Rabat", people.c.rights_to == LATER)
        )
        assert connection.execute(others).first() is None


def test_nobody_is_closed_by_an_extract_that_is_not_said_to_be_whole(desk: Desk, tmp_path: Path) -> None:
    run(desk, workbook(tmp_path / "a.xlsx", family()))
    outcome = run(desk, workbook(tmp_path / "b.xlsx", family()[:1]), Options(extract_day=LATER))
    assert outcome.closed == 0
    assert members(desk, "7100001").members[3].rights_to is None


def test_a_refused_line_closes_nobody_of_its_family(desk: Desk, tmp_path: Path) -> None:
    run(desk, workbook(tmp_path / "a.xlsx", family()))
    path = workbook(tmp_path / "b.xlsx", [*family()[:3], family()[3] | {"Date naiss.": "01/12/12"}])
    outcome = run(desk, path, Options(extract_day=LATER, complete=True))
    assert outcome.refusals == (Refusal(5, "birth", "day.short_year"),)
    assert members(desk, "7100001").members[3].rights_to is None
    nameless = workbook(tmp_path / "c.xlsx", [*family()[:3], person("", **{"N° aff.": ""})])
    held = run(desk, nameless, Options(extract_day=LATER, complete=True))
    assert (held.closing_withheld, held.closed) == (True, 0)


def test_what_the_file_has_no_column_for_stays(desk: Desk, tmp_path: Path) -> None:
    told = {"Téléphone": "0600000001", "Adresse": "1, rue inventée", "Droits au": date(2030, 1, 1)}
    run(desk, workbook(tmp_path / "a.xlsx", family(**told)))
    header = tuple(name for name in HEADER if name not in ("Téléphone", "Adresse", "Droits au", "CIN"))
    outcome = run(desk, workbook(tmp_path / "b.xlsx", family(), header), Options(extract_day=LATER))
    assert counts(outcome) == (0, 0, 4, 0, 0)
    whole = members(desk, "7100001")
    assert (whole.phone, whole.address, whole.insured.cin) == ("0600000001", "1, rue inventée", "AB7100001")
    assert whole.insured.rights_to == date(2030, 1, 1)


def test_a_corrected_cin_name_or_number_moves_what_people_are_looked_for_by(desk: Desk, tmp_path: Path) -> None:
    run(desk, workbook(tmp_path / "a.xlsx", family()))
    corrected = family(CIN="ZZ999", Nom="Qorchi", PPR="5551234")
    assert run(desk, workbook(tmp_path / "b.xlsx", corrected), Options(extract_day=LATER)).updated == 1
    assert found(desk, "AB7100001") == []
    assert found(desk, "ZZ999") == found(desk, "5551234") == ["QORCHI Omar"]
    assert "TAZI Omar" not in found(desk, "tazi")


def test_a_name_told_at_the_counter_is_found_whatever_an_extract_corrects(desk: Desk, tmp_path: Path) -> None:
    run(desk, workbook(tmp_path / "a.xlsx", [person("555") | {"الاسم": "نادية الفاسي"}]))
    insured = members(desk, "555").insured
    people_cases.learn(desk, insured.id, "arabic_name", "نادية الغازي")
    for day, name in ((DAY, "سلوى الفاسي"), (desk.today(), "سلوى البقالي")):
        run(desk, workbook(tmp_path / "b.xlsx", [person("555") | {"الاسم": name}]), Options(extract_day=day))
        for told in ("نادية الغازي", name):
            assert "TAZI Omar" in found(desk, told)
    assert "TAZI Omar" not in found(desk, "الفاسي")
    people_cases.settle(desk, insured.id, "arabic_name")
    assert "TAZI Omar" not in found(desk, "نادية")
    assert "TAZI Omar" in found(desk, "سلوى البقالي")


def test_the_name_of_the_register_is_found_beside_the_one_told(desk: Desk, tmp_path: Path) -> None:
    line = person("555") | {"الاسم": "نادية الفاسي"}
    run(desk, workbook(tmp_path / "a.xlsx", [line]))
    people_cases.learn(desk, members(desk, "555").insured.id, "arabic_name", "خديجة الغازي")
    for day in (DAY, LATER):
        run(desk, workbook(tmp_path / "b.xlsx", [line]), Options(extract_day=day))
        assert "TAZI Omar" in found(desk, "نادية")
        assert "TAZI Omar" in found(desk, "خديجة")


def test_zeros_lost_by_a_spreadsheet_make_no_second_family(desk: Desk, tmp_path: Path) -> None:
    run(desk, workbook(tmp_path / "a.xlsx", family("0042")))
    lines = family("0042")
    for line in lines:
        line["N° immat"] = 42
    assert counts(run(desk, workbook(tmp_path / "b.xlsx", lines), Options(extract_day=LATER))) == (0, 0, 4, 0, 0)
    assert members(desk, "0042").insured.first_name == "Omar"


def test_lines_of_a_family_may_be_anywhere_and_told_by_affiliation(desk: Desk, tmp_path: Path) -> None:
    lines = [line for immat in range(7200000, 7200400) for line in family(str(immat), **{"N° aff.": f"9-{immat}"})]
    for line in lines:
        line["N° aff."] = f"9-{line['N° immat']}"
        if line["Lien de parenté"] != "Assuré":
            line["N° immat"] = ""
    lines.sort(key=lambda line: line["Prénom"], reverse=True)
    outcome = run(desk, workbook(tmp_path / "a.xlsx", lines))
    assert counts(outcome) == (1600, 0, 0, 0, 0)
    assert len(members(desk, "7200399").members) == 4


def test_the_same_person_twice_is_refused_with_the_line_of_the_first(desk: Desk, tmp_path: Path) -> None:
    insured, spouse, *children = family()
    stranger = person(first="Hassan", birth=date(1950, 1, 1))
    path = workbook(tmp_path / "a.xlsx", [insured, spouse, *children, spouse | {"Téléphone": "06"}, stranger])
    outcome = run(desk, path)
    assert outcome.refusals == (
        Refusal(6, "immatriculation", "person.twice", 3),
        Refusal(7, "immatriculation", "insured.twice", 2),
    )
    assert outcome.added == 4


def test_somebody_else_under_a_known_number_is_refused_and_an_orphan_too(desk: Desk, tmp_path: Path) -> None:
    run(desk, workbook(tmp_path / "a.xlsx", family()))
    stranger = person(first="Hassan", birth=date(1950, 1, 1))
    orphan = person("7300000", "Enfant", first="Ali", birth=date(2020, 1, 1), **{"N° aff.": ""})
    path = workbook(tmp_path / "b.xlsx", [stranger, orphan])
    outcome = run(desk, path, Options(extract_day=LATER), work=register_imports.dry_run)
    with pytest.raises(Refused, match=r"extract\.nothing"):
        run(desk, path, Options(extract_day=LATER))
    assert [(refusal.line, refusal.code) for refusal in outcome.refusals] == [
        (2, "insured.other"),
        (3, "insured.missing"),
    ]
    assert members(desk, "7100001").insured.first_name == "Omar"


@pytest.mark.usefixtures("untouched")
def test_an_older_extract_is_refused_unless_asked(desk: Desk, tmp_path: Path) -> None:
    line = person("0123456", first="Mohamed", last="El Alami", birth=date(1974, 3, 15), CIN="AB104512")
    path = workbook(tmp_path / "a.xlsx", [line])
    with pytest.raises(Refused, match=r"extract\.older"):
        run(desk, path)
    asked = run(desk, path, replace(ON_DAY, older=True), work=register_imports.dry_run)
    assert asked.updated == 1


@pytest.mark.usefixtures("untouched")
def test_a_day_to_come_a_missing_column_and_an_agent_are_refused(desk: Desk, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", family())
    with pytest.raises(Refused, match=r"extract\.future"):
        run(desk, path, Options(extract_day=desk.today() + timedelta(days=1)))
    with pytest.raises(Refused, match=r"extract\.columns") as caught:
        register_imports.apply(desk, Register.AFFILIATES, path, {}, options=ON_DAY)
    assert "Date de naissance" in caught.value.details["missing"]  # type: ignore[operator]
    seated = replace(desk, agent=replace(desk.agent, role=Role.AGENT))
    with pytest.raises(Refused, match=r"agent\.role"):
        run(seated, path)


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("calls", [0, 1, 2, 3, 5, 6])
def test_an_import_given_up_at_any_moment_leaves_nothing(desk: Desk, tmp_path: Path, calls: int) -> None:
    path = text(tmp_path / "a.csv", [line for immat in range(7200000, 7201000) for line in family(str(immat))])
    asked: list[None] = []

    def cancelled() -> bool:
        asked.append(None)
        return len(asked) > calls

    with pytest.raises(Refused, match=r"task\.cancelled"):
        run(desk, path, cancelled=cancelled)
    assert len(asked) == calls + 1


def test_progress_is_told_at_least_every_thousand_lines(desk: Desk, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    path = text(tmp_path / "a.csv", [line for immat in range(7200000, 7200600) for line in family(str(immat))])
    run(desk, path, progress=lambda done, total: told.append((done, total)))
    steps = [done for done, _ in told]
    assert max(after - before for before, after in zip([0, *steps], steps, strict=False)) <= 1000
    assert told[-1] == (2401, 2401)


def test_a_mapping_chosen_once_is_remembered_for_its_header(desk: Desk, tmp_path: Path) -> None:
    header = tuple("NOM_FAM" if name == "Nom" else name for name in HEADER)
    path = workbook(tmp_path / "a.xlsx", [line | {"NOM_FAM": line["Nom"]} for line in family()], header)
    sheet = register_imports.look(desk, Register.AFFILIATES, path)
    assert (sheet.missing, sheet.remembered, sheet.about) == (("last_name",), False, 4)
    assert sheet.sample[0][6:8] == ("Tazi", "Omar")
    chosen = {**sheet.mapping, "last_name": header.index("NOM_FAM")}
    register_imports.apply(desk, Register.AFFILIATES, path, chosen, options=ON_DAY)
    again = register_imports.look(desk, Register.AFFILIATES, path)
    assert (again.mapping, again.missing, again.remembered) == (chosen, (), True)


def test_the_journal_counts_and_names_nobody(desk: Desk, tmp_path: Path) -> None:
    run(desk, workbook(tmp_path / "a.xlsx", family()))
    with desk.store.reading() as connection:
        assert journal.first_broken(connection) is None
        last = connection.execute(select(journal.journal).order_by(journal.journal.c.seq.desc()).limit(1)).one()
    assert (last.noun, last.event, last.details["added"], last.details["day"]) == (
        "affiliates",
        "imported",
        4,
        "2026-11-01",
    )
    assert "Tazi" not in str(last.details)
    assert "7100001" not in str(last.details)


def test_the_report_shows_each_refused_line_as_it_stands(desk: Desk, tmp_path: Path) -> None:
    lines = [*family(), person("7100004", last="@SUM(1)", birth="17/05/70"), family()[1]]
    path = workbook(tmp_path / "a.xlsx", lines, above=2)
    outcome = run(desk, path, work=register_imports.dry_run)
    data = import_reports.refused_workbook(desk, path, outcome, lambda code: f"<{code}>")
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    told = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    assert told[0][:4] == ["Ligne", "Colonne", "Motif", "N° immat"]
    assert told[1][:4] == [8, "<birth>", "<day.short_year>", "7100004"]
    assert told[2][:3] == [9, "<immatriculation>", "<person.twice> (ligne 5)"]
    assert (sheet["J6"].value, sheet["J6"].quotePrefix) == ("@SUM(1)", True)
    workbook(path, family())
    with pytest.raises(Stale, match=r"file\.changed"):
        import_reports.refused_workbook(desk, path, outcome, str)


def practitioner_file(path: Path, *lines: Sequence[Any]) -> Path:
    book = openpyxl.Workbook()
    book.active.append(["INPE", "Nom et prénom", "Spécialité", "Ville", "Conventionné", "Date de convention", "ICE"])
    for line in lines:
        book.active.append(list(line))
    book.save(path)
    return path


def known(desk: Desk, inpe: str) -> tuple[Practitioner, ...]:
    with desk.store.reading() as connection:
        return practitioners.find(connection, inpe)


def test_practitioners_are_added_updated_and_validated(desk: Desk, tmp_path: Path) -> None:
    with desk.store.writing() as connection:
        learnt = Practitioner(inpe="900000001", name="Dr A. Tazi", kind="medecin", learnt=True)
        practitioners.add(connection, [(new_id(), learnt)])
    first = ["900000001", "DR A. TAZI", "pédiatre", "Rabat", "Oui", date(2020, 1, 1), "001561191000066"]
    lines = (first, ["900000002", "Dr B", "", "", "Non", "", "123"], ["90000000", "Dr C", "", "", "", "", ""])
    outcome = run(desk, practitioner_file(tmp_path / "p.xlsx", *lines, first), register=Register.PRACTITIONERS)
    assert counts(outcome) == (1, 1, 0, 0, 2)
    assert [(r.line, r.code, r.first) for r in outcome.refusals] == [
        (4, "inpe.format", 0),
        (5, "practitioner.twice", 2),
    ]
    assert [notice.code for notice in outcome.notices] == ["ice.key"]
    (validated,) = known(desk, "900000001")
    assert (validated.learnt, validated.kind, validated.speciality) == (False, "medecin", "pédiatre")
    assert validated.conventions == (Convention(since=date(2020, 1, 1), member=True),)
    assert known(desk, "900000002")[0].in_convention(DAY) is False

    out = ["900000001", "DR A. TAZI", "pédiatre", "Rabat", "Non", date(2026, 5, 1), "001561191000066"]
    other = ["900000002", "Dr Z", "", "", "", "", ""]
    later = run(desk, practitioner_file(tmp_path / "q.xlsx", out, other), register=Register.PRACTITIONERS)
    assert counts(later) == (1, 1, 0, 0, 0)
    assert [notice.code for notice in later.notices] == ["inpe.names"]
    assert [one.member for one in known(desk, "900000001")[0].conventions] == [True, False]
    assert {one.name for one in known(desk, "900000002")} == {"Dr B", "Dr Z"}


def test_medicines_speak_the_same_language(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    header = ";".join(column.label for column in register_imports.COLUMNS[Register.MEDICINES])
    path.write_text(f"{header}\n6118999000018;A;X;5;MG;COMPRIME;1 BOITE;10;0;10;P;70%\n", encoding="utf-8")
    assert counts(run(desk, path, register=Register.MEDICINES, work=register_imports.dry_run)) == (1, 0, 0, 0, 0)
    assert run(desk, path, register=Register.MEDICINES).added == 1
    assert run(desk, path, register=Register.MEDICINES).unchanged_file


@needs_shared
@pytest.mark.usefixtures("untouched")
def test_hostile_files_import_nothing(desk: Desk) -> None:
    mapping = {column.id: place for place, column in enumerate(register_imports.COLUMNS[Register.AFFILIATES])}
    for path in HOSTILE[::9]:
        with pytest.raises(DeskError, match=r"^(file\.\w+|extract\.nothing)$"):
            register_imports.apply(desk, Register.AFFILIATES, path, mapping, options=ON_DAY)


PEOPLE = st.lists(
    st.tuples(
        st.integers(7400000, 7400003),
        st.sampled_from(["Assuré", "Conjoint", "Enfant"]),
        st.sampled_from(["Omar", "Nadia", "Ali"]),
        st.integers(0, 2),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PEOPLE, st.randoms())
def test_any_order_of_any_lines_adds_up_and_comes_back_unchanged(
    desk: Desk, tmp_path: Path, drawn: list[tuple[int, str, str, int]], dice: Any
) -> None:
    lines = [
        person(str(immat), relation, first=first, birth=date(1980 + year, 1, 1), **{"N° aff.": ""})
        for immat, relation, first, year in drawn
    ]
    path = text(tmp_path / "a.csv", lines)
    tried = run(desk, path, work=register_imports.dry_run)
    assert tried.added + tried.updated + tried.unchanged + tried.refused == tried.lines == len(lines)
    dice.shuffle(lines)
    shuffled = run(desk, text(tmp_path / "b.csv", lines), work=register_imports.dry_run)
    assert {r.code for r in shuffled.refusals} <= {"person.twice", "insured.twice", "insured.missing"}
    heads = {immat for immat, relation, *_ in drawn if relation == "Assuré"}
    orphans = sum(immat not in heads for immat, *_ in drawn)
    for outcome in (tried, shuffled):
        assert sum(r.code == "insured.missing" for r in outcome.refusals) == orphans


def test_an_entry_merged_into_another_stays_out_of_a_later_extract(desk: Desk, tmp_path: Path) -> None:
    run(desk, workbook(tmp_path / "a.xlsx", [*family("7100001"), *family("7100002")]))
    kept, dropped = members(desk, "7100001").members[1], members(desk, "7100002").members[1]
    people_cases.merge(desk, kept.id, dropped.id, "saisie deux fois")
    told = family("7100002")
    told[1]["Prénom"] = "Zoubida"
    outcome = run(desk, workbook(tmp_path / "b.xlsx", [*family("7100001"), *told]), Options(extract_day=LATER))
    assert (outcome.added, outcome.refused) == (0, 0)
    assert found(desk, "zoubida alaoui") == []
    assert [member.first_name for member in members(desk, "7100002").members] == ["Omar", "Salma", "Yassine"]


@pytest.mark.parametrize("change", [{"Nom": "Zemmouri"}, {"CIN": "ZZ990001"}])
def test_those_entered_twice_by_an_extract_are_shown(desk: Desk, tmp_path: Path, change: dict[str, str]) -> None:
    before = len(people_cases.duplicates(desk, 100))
    run(desk, workbook(tmp_path / "a.xlsx", family("7100001")))
    run(desk, workbook(tmp_path / "b.xlsx", family("7100002")))
    assert len(people_cases.duplicates(desk, 100)) > before
    run(desk, workbook(tmp_path / "c.xlsx", family("7100002", **change)), Options(extract_day=LATER))
    assert len(people_cases.duplicates(desk, 100)) >= before
