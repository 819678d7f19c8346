"""Taking a dossier in at the window, by its keys: header, verdict, pieces, from the first field to the receipt."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QTreeWidget
from pytestqt.qtbot import QtBot

from amo_desk.domain.findings import Verdict
from amo_desk.ui.shortcuts import Key
from amo_desk.usecases import demo, intake
from ui.counter import Counter, texts
from ui.driving import DOWN, ENTER, focused, write

LABORATORY, PHARMACY, DENTIST = demo.EXECUTORS["consultation"], demo.EXECUTORS["medicines"], "103458206"
SPACE, RIGHT = Qt.Key.Key_Space, Qt.Key.Key_Right


def field(counter: Counter, name: str) -> QLineEdit:
    editor = counter.intake.view.form.inputs[name].editor
    assert isinstance(editor, QLineEdit)
    return editor


def verdict(counter: Counter) -> str:
    return texts(counter.intake.view.verdict)


def consultation(counter: Counter) -> None:
    """A consultation of the fixed family that may be received."""
    counter.begin(1)
    counter.header(care_date="12/11", prescriber_inpe=demo.PRESCRIBER)
    counter.enter_lines("Cs = 300")
    counter.header(declared_amount="300")
    counter.tick_all()


def test_a_form_begins_by_its_figure(qtbot: QtBot, counter: Counter) -> None:
    counter.log_in()
    counter.search("0123456")
    counter.press(ENTER)
    with qtbot.waitSignal(counter.intake.view.menu.chosen):
        write("3")
    assert counter.intake.title() == "Soins dentaires"


def test_a_figure_without_a_form_begins_nothing(qtbot: QtBot, counter: Counter) -> None:
    desk = counter.log_in().desk
    counter.search("0123456")
    counter.press(ENTER)
    with qtbot.waitSignal(counter.intake.view.menu._figure.timeout):
        write("0")
    assert intake.drafts(desk) == ()


def test_a_consultation_is_received_from_the_first_key_to_the_last(counter: Counter) -> None:
    desk = counter.log_in().desk
    counter.begin(1)
    counter.header(care_date="12/11", prescriber_inpe=demo.PRESCRIBER)
    counter.enter_lines("Cs = 300", "B 120 = 150", "Z 16 = 200")
    counter.header(prescription_date="12/11", executor_inpe=LABORATORY, invoice_number="F-118", declared_amount="650")
    counter.tick_all()
    assert counter.work().evaluation.verdict is not Verdict.NOT_RECEIVABLE
    counter.press(Key.RECEIVE)
    assert counter.said == [("good", "Dossier reçu : D014-03-26-00001-81")]
    assert counter.workplace.page() is counter.workplace.pages.preview
    assert counter.workplace.pages.preview.paper().name == "accuse-D014-03-26-00001-81.pdf"
    assert "1 reçu aujourd'hui" in texts(counter.workplace.top)
    assert intake.drafts(desk) == ()


def test_medicines_are_received(listed: Counter) -> None:
    desk = listed.log_in().desk
    listed.begin(2)
    listed.header(care_date="12/11", prescriber_inpe=demo.PRESCRIBER, prescription_date="12/11", executor_inpe=PHARMACY)
    listed.enter_lines(*demo.some_barcodes(desk)[:2])
    paid = sum(line.billed or 0 for line in listed.content().lines)
    listed.header(boxes="2", declared_amount=f"{paid // 100},{paid % 100:02d}")
    listed.tick_all()
    listed.press(Key.RECEIVE)
    assert [level for level, _ in listed.said] == ["good"]


def test_dental_care_is_received(counter: Counter) -> None:
    counter.log_in()
    counter.begin(3)
    counter.header(care_date="12/11", prescriber_inpe=DENTIST)
    counter.enter_lines("16 D706 = 600", "46 D701 MO = 200")
    counter.header(invoice_number="D-77", declared_amount="800")
    counter.tick_all()
    counter.press(Key.RECEIVE)
    assert [level for level, _ in counter.said] == ["good"]


def test_findings_change_with_every_key(counter: Counter) -> None:
    counter.log_in()
    counter.begin(1)
    assert "Non recevable en l'état" in verdict(counter)
    counter.header(care_date="12/11")
    counter.press(Key.HEADER, ENTER)
    seen = []
    for digit in demo.PRESCRIBER:
        write(digit)
        inpe = [finding for finding in counter.findings() if "INPE du médecin" in finding]
        seen.append(inpe[0].split(" : ")[1] if inpe else "")
    assert seen == ["Numéro mal formé"] * 8 + [""]


def test_the_verdict_is_in_sight_from_the_first_field_to_the_last_piece(counter: Counter) -> None:
    counter.log_in()
    consultation(counter)
    for name in counter.intake.view.form.inputs:
        counter.intake.view.form.focus_field(name)
        assert counter.intake.view.verdict.isVisible()
    assert "Complet" in verdict(counter)
    assert "120,00" in verdict(counter), "80 % of 150,00"
    assert "Aucun point relevé" in verdict(counter)


DAYS = {
    "12": "12/11/2026",
    "12/11": "12/11/2026",
    "25": "25/10/2026",
    "121126": "12/11/2026",
    "12-11-2026": "12/11/2026",
    "12.11.26": "12/11/2026",
    "j": "23/11/2026",
    "h": "22/11/2026",
    "j-": "22/11/2026",
    "12+": "13/11/2026",
    "12/11/2026--": "10/11/2026",
}


def test_a_day_is_understood_from_a_part(counter: Counter) -> None:
    counter.log_in()
    counter.begin(1)
    seen = {}
    for typed in DAYS:
        counter.press(Key.HEADER)
        field(counter, "care_date").selectAll()
        write(typed)
        counter.press(ENTER)
        seen[typed] = field(counter, "care_date").text()
    assert seen == DAYS


def test_plus_and_minus_move_by_a_day_from_today(counter: Counter) -> None:
    counter.log_in()
    counter.begin(1)
    seen = []
    for sign in "---+":
        write(sign)
        seen.append(field(counter, "care_date").text())
    assert seen == ["23/11/2026", "22/11/2026", "21/11/2026", "22/11/2026"]


def test_what_is_no_day_stays_as_typed_and_is_marked(counter: Counter) -> None:
    counter.log_in()
    counter.begin(1)
    write("31/02/2026")
    counter.press(ENTER)
    assert field(counter, "care_date").text() == "31/02/2026"
    assert field(counter, "care_date").property("wrong") is True
    assert any("Date des soins" in finding for finding in counter.findings())


def test_an_inpe_of_the_register_is_named_beside_its_field(counter: Counter) -> None:
    counter.log_in()
    counter.begin(1)
    counter.press(ENTER)
    write("101 075-429")
    assert field(counter, "prescriber_inpe").accessibleDescription() == "Dr T. Mansouri · pédiatre ✓"
    write("0")
    assert field(counter, "prescriber_inpe").accessibleDescription() == ""


def test_one_comes_to_a_field_with_its_text_selected(counter: Counter) -> None:
    counter.log_in()
    counter.begin(1)
    counter.header(care_date="12/11")
    counter.press(Key.HEADER)
    QApplication.processEvents()
    write("13/11")
    counter.press(ENTER)
    assert field(counter, "care_date").text() == "13/11/2026"


def pieces(counter: Counter) -> QTreeWidget:
    return counter.intake.view.form.pieces


def test_space_ticks_a_piece_with_its_mentions_and_one_of_them_off(counter: Counter) -> None:
    counter.log_in()
    counter.begin(1)
    counter.press(Key.PIECES, Qt.Key.Key_Home, SPACE)
    assert not any("Feuille de soins" in finding for finding in counter.findings())
    sheet = pieces(counter).topLevelItem(0)
    assert sheet is not None
    mentions = [sheet.child(row) for row in range(sheet.childCount())]
    assert all(mention.checkState(0) is Qt.CheckState.Checked for mention in mentions)
    stamp = next(row for row, mention in enumerate(mentions) if mention.text(0) == "Cachet du praticien")
    counter.press(RIGHT, *[DOWN] * (stamp + 1), SPACE)
    assert [finding for finding in counter.findings() if "Cachet du praticien" in finding]
    assert "Cachet du praticien" in sheet.text(1)
    counter.press(SPACE)
    assert not any("Cachet du praticien" in finding for finding in counter.findings())
    counter.press(Qt.Key.Key_Home, SPACE)
    assert any("Pièce manquante : Feuille de soins" in finding for finding in counter.findings())


def test_a_finding_takes_the_cursor_to_what_it_is_about(counter: Counter) -> None:
    counter.log_in()
    counter.begin(1)
    targets = []
    counter.press(Key.FINDINGS, Qt.Key.Key_Home)
    for row in range(len(counter.findings())):
        counter.press(Key.FINDINGS, Qt.Key.Key_Home, *[DOWN] * row, ENTER)
        targets.append(focused().accessibleName())
    assert targets == [
        "Pièces remises et leurs mentions",
        "Date des soins",
        "INPE du médecin",
        "Montant total des frais",
        "Ajouter une ligne",
    ]
