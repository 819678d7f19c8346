"""What an earlier dossier or a prior agreement changes for the next one, as an agent lives it at the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from treatments import deposited, granted
from treatments import on as on_another_day
from ui.counter import Counter, rows, texts
from ui.driving import ENTER, ESC, focused, write

from amo_desk.commands.tour import DAY
from amo_desk.ui.shortcuts import Key
from amo_desk.usecases.clock import SetClock

DENTIST = "103458206"
CARE, PROSTHESIS, REQUEST = "Soins dentaires", "Prothèses dentaires", "ODF : entente préalable"


def begin(counter: Counter, form: str, day: str, *lines: str, member: int = 3) -> None:
    """A dossier by Dr Lahbabi with its day and its lines."""
    counter.take(form, member=member)
    write(day)
    counter.scan(DENTIST)
    counter.enter_lines(*lines)


def receive(counter: Counter, amount: str) -> str:
    """Pieces, amount, F5; the number that the dossier gets."""
    counter.header(invoice_number="D-77", declared_amount=amount)
    counter.tick_all()
    counter.press(Key.RECEIVE)
    level, words = counter.said[-1]
    assert level == "good", (words, counter.findings())
    counter.press(ESC)
    return words.removeprefix("Dossier reçu : ")


def told(counter: Counter, words: str) -> str:
    (said,) = [finding for finding in counter.findings() if words in finding]
    return said


EARLIER = {
    "sealed already": (
        CARE,
        "16 D712 = 140",
        "16 D712 = 140",
        "n'est remboursé qu'une fois par dent : déjà porté sur la dent 16 (dossier {number}, le 02/11/2026).",
    ),
    "crowned already": (
        PROSTHESIS,
        "36 D754 = 2250",
        "36 D754 = 2250",
        "réserve : Acte D754 déjà déposé pour la dent 36 : dossier {number}, soins du 02/11/2026.",
    ),
    "removed already": (
        CARE,
        "36 D713 = 175",
        "36 D702 MOD = 262",
        "bloquant : Acte D702 sur la dent 36, déjà extraite ou absente selon le dossier {number} du 02/11/2026.",
    ),
}


@pytest.mark.parametrize("form, first, second, says", EARLIER.values(), ids=EARLIER)
def test_the_second_dossier_knows_the_first(counter: Counter, form: str, first: str, second: str, says: str) -> None:
    counter.log_in()
    begin(counter, form, "2/11", first)
    number = receive(counter, first.partition("= ")[2])
    begin(counter, form, "12/11", second)
    assert any(said.endswith(says.format(number=number)) for said in counter.findings())
    assert counter.follow(number) == "line/0"
    chart = counter.intake.view.form.teeth.chart
    tooth = int(first[:2])
    assert number in {mark.number for mark in chart.look(tooth).marks}
    counter.reopen()
    assert any(said.endswith(says.format(number=number)) for said in counter.findings())


@pytest.fixture
def at(qtbot: QtBot, store_folder: Path) -> Iterator[Callable[[str], Counter]]:
    """A logged-in agent on another day."""
    made: list[Counter] = []

    def seated(day: str) -> Counter:
        clock = SetClock(datetime.combine(datetime.fromisoformat(day).date(), DAY.timetz()))
        made.append(Counter(qtbot, store_folder, clock))
        made[-1].log_in()
        return made[-1]

    yield seated
    for counter in made:
        counter.close()


@pytest.mark.parametrize(
    "day, says",
    [
        ("2026-01-30", "bloquant : Pièce manquante : Accord préalable de la mutuelle."),
        ("2026-02-02", "réserve : Pièce manquante : Justification médicale."),
    ],
)
def test_a_crown_before_and_after_the_note_of_january(at: Callable[[str], Counter], day: str, says: str) -> None:
    counter = at(day)
    begin(counter, PROSTHESIS, "5/1/2026", "46 D754 = 2250")
    other = {"Accord préalable": "Justification", "Justification": "Accord préalable"}
    assert says in counter.findings()
    absent = next(words for known, words in other.items() if known in says)
    assert not any(f"Pièce manquante : {absent}" in finding for finding in counter.findings())
    assert counter.follow(says.removeprefix("bloquant : ").removeprefix("réserve : ")) == "pieces"


def test_an_agreement_opens_the_way_to_a_canine(counter: Counter) -> None:
    desk = counter.log_in().desk
    begin(counter, CARE, "12/11", "13 D634 = 2600")
    says = "Acte D634 soumis à accord préalable : aucun accord en vigueur n'est enregistré pour ce bénéficiaire."
    assert told(counter, says).startswith("bloquant")
    counter.follow("accord préalable : aucun")
    assert counter.said[-1][1].startswith("Enregistrer l'accord obtenu, avec son numéro et son jour")
    granted(on_another_day(desk, "2026-10-05"), "AP-77", "2026-10-05", kind="act", stage="")
    counter.reopen()
    assert not any("aucun accord en vigueur" in finding for finding in counter.findings())


def test_a_refusal_with_its_reason_and_its_notice_then_a_new_request(counter: Counter) -> None:
    counter.log_in()
    counter.take(REQUEST, member=3)
    counter.scan(DENTIST)
    counter.tick_all()
    counter.press(Key.RECEIVE, ESC, Key.AGREEMENTS, Key.MISSING, ENTER, ENTER)
    form = counter.workplace.pages.agreements.view.detail.form
    assert "trois lettres au moins" in form.inputs["reason"].editor.accessibleDescription()
    write("Bilan sans céphalométrie")
    counter.press(ENTER)
    assert counter.workplace.page() is counter.workplace.pages.preview
    counter.press(ESC)
    shown = texts(counter.workplace.pages.agreements)
    assert "Bilan sans céphalométrie" in shown
    assert "refusé" in rows(counter.workplace.pages.agreements.view.rows)[0]
    counter.press(ESC, ESC)
    counter.take(REQUEST, member=3)
    assert not any("déjà un accord" in finding for finding in counter.findings()), "a refused one is no obstacle"


def test_a_request_for_what_is_asked_already_is_told(counter: Counter) -> None:
    desk = counter.log_in().desk
    granted(on_another_day(desk, "2026-11-03"), day="2026-11-03")
    counter.take(REQUEST, member=3)
    assert told(counter, "déjà un accord") == (
        "à noter : Cette étape a déjà un accord : n° 00412377, accordé, 03/11/2026."
    )
    assert counter.follow("déjà un accord") == "stage"
    assert counter.said[-1][1] == "Vérifier qu'une nouvelle demande est utile."


def test_an_answer_that_has_not_come_yet_stays_typed(counter: Counter) -> None:
    counter.log_in()
    counter.take(REQUEST, member=3)
    counter.scan(DENTIST)
    counter.tick_all()
    counter.press(Key.RECEIVE, ESC, Key.AGREEMENTS, Key.RECEIVE)
    write("00412377")
    counter.press(ENTER)
    focused().selectAll()
    write("24/11/2026")
    counter.press(ENTER)
    page = counter.workplace.pages.agreements
    inputs = page.view.detail.form.inputs
    assert "n'est pas encore venue" in inputs["day"].editor.accessibleDescription()
    assert (inputs["number"].editor.text(), inputs["day"].editor.text()) == ("00412377", "24/11/2026")
    assert "demandé" in rows(page.view.rows)[0]


def test_an_agreement_that_served_is_used(counter: Counter) -> None:
    desk = counter.log_in().desk
    granted(on_another_day(desk, "2026-06-20"), day="2026-06-20")
    deposited(on_another_day(desk, "2026-11-10"), care="2026-11-09")
    counter.press(Key.AGREEMENTS)
    write("00412377")
    (row,) = rows(counter.workplace.pages.agreements.view.rows)
    assert "utilisé" in row
    counter.press(Key.RECEIVE)
    assert counter.workplace.pages.agreements.state.form is None, "what was used cannot be granted again"
