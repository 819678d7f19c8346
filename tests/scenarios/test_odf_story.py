"""A child's orthodontic treatment from the request to the last year of retention, as the window tells it."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from treatments import deposited, granted
from treatments import on as on_another_day
from ui.counter import Counter, rows, texts
from ui.driving import ENTER, ESC, focused, write

from amo_desk.ui.shortcuts import Key
from amo_desk.usecases.clock import SetClock

DENTIST, OTHER = "103458206", "106501188"
REQUEST, FIRST, NEXT = "ODF : entente préalable", "ODF : premier semestre", "ODF : semestres suivants"
SURGICAL, RETENTION = "ODF après 16 ans, avant chirurgie", "ODF : contention"


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def on(clock: SetClock, day: str) -> None:
    """The counter on another morning."""
    clock.at = datetime.combine(date.fromisoformat(day), clock.at.timetz())


def over(text: str) -> None:
    """Types in place of what the field holds, and goes on."""
    edit = focused()
    assert isinstance(edit, QLineEdit)
    edit.selectAll()
    write(text)


def ask(counter: Counter) -> None:
    """The request form of Salma is received with all its pieces."""
    counter.take(REQUEST, member=3)
    counter.scan(DENTIST)
    counter.header(quoted_amount="4500")
    counter.tick_all()
    counter.press(Key.RECEIVE, ESC)


def grant(counter: Counter, number: str, day: str) -> None:
    """The answer of the fund is recorded on the page of the agreements."""
    counter.press(Key.AGREEMENTS, Key.RECEIVE)
    write(number)
    counter.press(ENTER)
    over(day)
    counter.press(ENTER)
    assert counter.said[-1] == ("good", "Accord enregistré.")
    counter.press(ESC, ESC)


def ledger(counter: Counter) -> str:
    """Goes to Salma's treatment and reads the page."""
    counter.search("0123456")
    counter.press(ENTER, Key.MEMBER_3, Key.ODF)
    assert counter.workplace.page() is counter.workplace.pages.odf
    return plain(texts(counter.workplace.pages.odf))


def periods(counter: Counter) -> list[list[str]]:
    ledger(counter)
    return [[plain(cell) for cell in row] for row in rows(counter.workplace.pages.odf.view.periods)]


def due(counter: Counter, day: str) -> None:
    """The dossier that comes next, begun from the ledger, with its day, fee and pieces."""
    ledger(counter)
    counter.press(Key.RECEIVE)
    over(day)
    counter.header(declared_amount="4500")
    write("4500")
    counter.press(ENTER)
    counter.tick_all()


def received(counter: Counter) -> None:
    """The dossier under way is received, and its acknowledgment put away."""
    counter.press(Key.RECEIVE)
    assert counter.said[-1][1].startswith("Dossier reçu : "), counter.findings()
    counter.press(ESC)


def typed(counter: Counter, field: str) -> str:
    edit = counter.intake.view.form.inputs[field].editor
    assert isinstance(edit, QLineEdit)
    return edit.text()


def test_from_the_request_to_the_seventh_half_year(counter: Counter, clock: SetClock) -> None:
    counter.log_in()
    assert "Accord à demander : Traitement actif, semestres" in ledger(counter)
    counter.press(ESC)
    ask(counter)
    counter.press(Key.AGREEMENTS)
    assert "demandé" in rows(counter.workplace.pages.agreements.view.rows)[0]
    counter.press(ESC, ESC)

    on(clock, "2026-12-10")
    grant(counter, "00412377", "2026-12-08")
    said = ledger(counter)
    assert "Accord 00412377 du 08/12/2026" in said
    assert "À commencer au plus tard le 08/06/2027." in said

    on(clock, "2027-01-11")
    due(counter, "10/1/2027")
    assert (typed(counter, "agreement_number"), typed(counter, "agreement_date")) == ("00412377", "08/12/2026")
    assert typed(counter, "prescriber_inpe") == DENTIST
    assert counter.findings() == []
    received(counter)
    ((period, since, until, _, base, amo, words),) = periods(counter)
    assert (period, since, until, base, amo) == ("Semestre 1", "10/01/2027", "09/07/2027", "1 500,00", "1 200,00")
    assert words == "✓ compté"

    on(clock, "2027-05-03")
    counter.press(ESC)
    counter.take(NEXT, member=3)
    assert typed(counter, "semester") == "2"
    write("2/5/2027")
    early = "bloquant : Trop tôt : semestre du 02/05/2027, alors que le précédent court jusqu'au 09/07/2027."
    assert early in counter.findings()
    assert counter.follow("Trop tôt") == "care_date"
    assert "le suivant commence après la fin du précédent" in counter.said[-1][1]
    counter.reopen()
    assert early in counter.findings()
    counter.press(Key.DISCARD, Key.DISCARD)

    desk = counter.workplace.desk
    for rank, day in enumerate(("2027-07-20", "2028-01-20", "2028-07-20", "2029-01-20"), start=2):
        deposited(on_another_day(desk, day), form="odf_next", care=day, semester=str(rank))
    on(clock, "2029-07-20")
    due(counter, "j")
    assert typed(counter, "semester") == "6"
    assert counter.findings() == []
    received(counter)
    said = ledger(counter)
    assert "6 semestres sur 6 · 7 200,00 DH AMO" in said
    assert "D540 sur D540" in said
    assert "Accord à demander : Contention" in said

    on(clock, "2030-01-25")
    counter.press(ESC)
    counter.take(NEXT, member=3)
    write("22/1/2030")
    assert "bloquant : Semestre d'orthodontie n° 7 : 6 au plus sont remboursés." in counter.findings()
    assert counter.follow("n° 7") == "semester"


def begun_on(counter: Counter, form: str, day: str) -> list[str]:
    """A dossier of Salma on a form, with its first day; the findings about the treatment."""
    counter.take(form, member=3)
    write(day)
    return [said for said in counter.findings() if "Pièce" not in said]


def has(findings: list[str], words: str) -> bool:
    return any(words in said for said in findings)


def test_a_half_year_before_during_and_after_its_agreement(counter: Counter, clock: SetClock) -> None:
    desk = counter.log_in().desk
    assert "réserve : Non indiqué : N° d'entente préalable." in begun_on(counter, FIRST, "20/11")
    assert counter.follow("N° d'entente préalable.") == "agreement_number"
    counter.press(Key.DISCARD, Key.DISCARD)
    granted(on_another_day(desk, "2026-10-01"), day="2026-10-01", number="00412377")
    before = "bloquant : Commencé avant l'accord du 01/10/2026 : semestre du 30/09/2026."
    assert before in begun_on(counter, FIRST, "30/9")
    counter.follow("Commencé avant")
    assert "n'est pas couvert" in counter.said[-1][1]
    counter.reopen()
    assert before in counter.findings()
    counter.press(Key.DISCARD, Key.DISCARD)
    assert has(begun_on(counter, FIRST, "24/11/2026"), "La date des soins est postérieure au jour du dépôt.")
    counter.press(Key.DISCARD, Key.DISCARD)
    on(clock, "2027-04-05")
    assert "caduc" in ledger(counter)
    counter.press(ESC)
    counter.take(FIRST, member=3)
    assert typed(counter, "agreement_number") == "", "a lapsed agreement is not offered"
    write("2/4/2027")
    counter.header(agreement_number="00412377", agreement_date="1/10/2026")
    late = "bloquant : Traitement hors du délai de l'accord du 01/10/2026 : il devait commencer au plus tard le"
    assert has(counter.findings(), late)
    counter.follow("hors du délai")
    assert counter.said[-1][1] == "Demander une nouvelle entente préalable."


def test_the_sixteenth_birthday_closes_the_right_to_begin(counter: Counter, clock: SetClock) -> None:
    desk = counter.log_in().desk
    granted(on_another_day(desk, "2028-08-01"), day="2028-08-01")
    on(clock, "2028-08-21")
    assert not has(begun_on(counter, FIRST, "18/8/2028"), "anniversaire")
    counter.press(Key.DISCARD, Key.DISCARD)
    findings = begun_on(counter, FIRST, "19/8/2028")
    assert "bloquant : Orthodontie commencée à 16 ans : elle doit l'être avant le 16e anniversaire." in findings
    assert counter.follow("16e anniversaire") == "care_date"
    assert "un seul semestre est possible avant une chirurgie" in counter.said[-1][1]


def test_the_surgical_half_year_comes_after_sixteen_and_once(counter: Counter, clock: SetClock) -> None:
    desk = counter.log_in().desk
    findings = begun_on(counter, SURGICAL, "20/11")
    assert has(findings, "bloquant : Semestre avant chirurgie à 14 ans : il n'est prévu qu'à partir de 16 ans.")
    counter.press(Key.DISCARD, Key.DISCARD)
    granted(on_another_day(desk, "2028-09-01"), day="2028-09-01", stage="surgical")
    deposited(on_another_day(desk, "2028-10-02"), form="odf_surgical", care="2028-10-01")
    on(clock, "2029-06-04")
    findings = begun_on(counter, SURGICAL, "2/6/2029")
    assert has(findings, "Semestre avant chirurgie non renouvelable, déjà compté : semestre avant chirurgie du")


def test_retention_follows_the_active_treatment(counter: Counter, clock: SetClock) -> None:
    desk = counter.log_in().desk
    granted(on_another_day(desk, "2026-06-20"), day="2026-06-20")
    deposited(on_another_day(desk, "2026-07-02"), care="2026-07-01")
    early = "bloquant : Contention avant la fin du traitement actif, qui court jusqu'au 31/12/2026"
    assert has(begun_on(counter, RETENTION, "20/11"), early)
    assert counter.follow("Contention avant") == "care_date"
    counter.reopen()
    assert has(counter.findings(), early)
    counter.press(Key.DISCARD, Key.DISCARD)
    on(clock, "2027-01-05")
    assert not has(begun_on(counter, RETENTION, "2/1/2027"), "Contention avant")


def test_another_orthodontist_then_a_pause_then_retention(counter: Counter) -> None:
    desk = counter.log_in().desk
    granted(on_another_day(desk, "2026-06-01"), day="2026-06-01")
    deposited(on_another_day(desk, "2026-06-11"), care="2026-06-10")
    ledger(counter)
    counter.press(Key.NEW)
    over(DENTIST)
    counter.press(ENTER)
    counter.press(ESC)

    begun_on(counter, NEXT, "15/11")
    counter.press(ENTER)
    over(OTHER)
    moved = "réserve : Autre praticien que celui du traitement (INPE 103458206), sans changement noté"
    assert has(counter.findings(), moved)
    counter.follow("Autre praticien")
    assert counter.said[-1][1] == "Noter le changement d'orthodontiste dans le dossier d'orthodontie."
    counter.press(ESC)
    ledger(counter)
    counter.press(Key.TRANSFER)
    over(OTHER)
    counter.press(ENTER)
    over("12/11")
    counter.press(ENTER)
    assert "Transfert le 12/11/2026" in texts(counter.workplace.pages.odf)
    counter.press(ESC, ESC, ESC, Qt.Key.Key_Down, ENTER)
    assert not has(counter.findings(), "Autre praticien"), "the draft is judged anew"
    counter.press(Key.DISCARD, Key.DISCARD)

    ledger(counter)
    counter.press(Key.NEW, Qt.Key.Key_Down, ENTER)
    over("13/11")
    counter.press(Key.RECEIVE)
    assert [row[0] for row in periods(counter)] == ["Semestre 1", "Interruption"]
    counter.press(ESC)
    findings = begun_on(counter, NEXT, "20/11")
    assert has(findings, "bloquant : Traitement interrompu à cette date : semestre du 20/11/2026, interruption du 13")
    assert has(findings, "réserve : Aucun accord enregistré : interruption du 13/11/2026.")
    counter.follow("interrompu")
    assert counter.said[-1][1] == "Corriger la date ou noter la fin de l'interruption."
    counter.press(Key.DISCARD, Key.DISCARD)
    findings = begun_on(counter, RETENTION, "20/11")
    assert has(findings, "bloquant : Traitement interrompu à cette date : année de contention du 20/11/2026,")
