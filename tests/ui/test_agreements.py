"""Prior agreements through the real window: found, requested by hand, granted, refused, made void, printed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
from treatments import DENTIST, salma, wanted

from amo_desk.domain.agreements import Agreement, AgreementState, AgreementSummary
from amo_desk.ui.agreements import state as states
from amo_desk.ui.agreements.controller import AgreementsPage
from amo_desk.ui.agreements.state import AgreementsState, Form
from amo_desk.ui.shortcuts import Key
from amo_desk.usecases import agreements, lookup
from amo_desk.usecases.agreements import NewAgreement
from amo_desk.usecases.desk import Desk
from amo_desk.usecases.papers import Kind
from ui.counter import Counter, rows, texts
from ui.driving import DOWN, ENTER, ESC, focused, write
from ui.test_accessibility import unnamed


def asked(
    desk: Desk, day: date = date(2026, 10, 5), kind: str = "odf", stage: str = "first", codes: tuple[str, ...] = ()
) -> Agreement:
    """A request of Salma."""
    return agreements.ask(desk, replace(wanted(desk, day.isoformat(), kind, stage), codes=codes, quoted=450_000))


def page(counter: Counter) -> AgreementsPage:
    shown = counter.workplace.pages.agreements
    assert counter.workplace.page() is shown
    return shown


def numbers(counter: Counter) -> list[str]:
    return [row[0] for row in rows(page(counter).view.rows)]


def kept(counter: Counter) -> Agreement:
    return agreements.find(counter.workplace.desk)[0].agreement


def trouble(counter: Counter, field: str) -> str:
    return page(counter).view.detail.form.inputs[field].editor.accessibleDescription()


def replace_by(text: str) -> None:
    """Types over what the field holds."""
    edit = focused()
    edit.selectAll()
    write(text)


@pytest.fixture
def desk(counter: Counter) -> Desk:
    return counter.log_in().desk


def test_found_by_number_by_name_by_immatriculation_and_by_state(counter: Counter, desk: Desk) -> None:
    agreements.grant(desk, asked(desk, date(2026, 9, 1)), "AP-412/377", date(2026, 9, 20))
    asked(desk, kind="device", stage="")
    counter.press(Key.AGREEMENTS)
    assert focused() is page(counter).view.search
    assert numbers(counter) == ["–", "AP-412/377"]
    for typed, found in (("ap 412", ["AP-412/377"]), ("0123456", ["–", "AP-412/377"]), ("salma", ["–", "AP-412/377"])):
        write(typed)
        assert numbers(counter) == found, typed
        counter.press(ESC)
        assert page(counter).state.typed == ""
    write("zzzz")
    assert numbers(counter) == []
    assert "Aucun accord ne correspond" in texts(page(counter))
    counter.press(ESC, Qt.Key.Key_Tab)
    combo = focused()
    assert isinstance(combo, QComboBox)
    counter.press(DOWN, DOWN)
    assert combo.currentText() == "valide"
    assert numbers(counter) == ["AP-412/377"]


def test_arrows_walk_the_list_while_one_types_and_the_whole_is_shown(counter: Counter, desk: Desk) -> None:
    agreements.grant(desk, asked(desk, date(2026, 9, 1), codes=("D629",)), "00412377", date(2026, 9, 20))
    asked(desk, kind="device", stage="")
    counter.press(Key.AGREEMENTS, DOWN)
    assert focused() is page(counter).view.search
    shown = texts(page(counter).view.detail)
    for words in ("Traitement actif", "valide", "EL ALAMI Salma", "00412377", "20/09/2026", "Caduc le", "21/03/2027"):
        assert words in shown, words
    for words in ("Dr S. Lahbabi", "D629", "500,00 DH", "notée à la main"):
        assert words in shown, words


def test_a_granted_one_nothing_began_on_has_lapsed(counter: Counter, desk: Desk) -> None:
    agreements.grant(desk, asked(desk, date(2026, 2, 1)), "00412377", date(2026, 2, 2))
    counter.press(Key.AGREEMENTS)
    assert "caduc depuis le 03/08/2026" in rows(page(counter).view.rows)[0]


def test_granting_takes_a_number_and_a_day(counter: Counter, desk: Desk) -> None:
    asked(desk)
    counter.press(Key.AGREEMENTS, Key.RECEIVE)
    write("00412377")
    counter.press(ENTER)
    replace_by("12/11")
    counter.press(ENTER)
    assert (kept(counter).number, kept(counter).decided_on) == ("00412377", date(2026, 11, 12))
    assert kept(counter).state is AgreementState.GRANTED
    assert counter.said[-1] == ("good", "Accord enregistré.")
    assert numbers(counter) == ["00412377"]
    assert focused() is page(counter).view.rows
    counter.press(Key.RECEIVE)
    assert page(counter).state.form is None, "what is granted cannot be granted again"


def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(counter: Counter, desk: Desk) -> None:
    asked(desk)
    counter.press(Key.AGREEMENTS, Key.RECEIVE)
    counter.press(ENTER, ENTER)
    assert "Saisissez le numéro" in trouble(counter, "number")
    assert focused() is page(counter).view.detail.form.inputs["number"].editor
    write("00412377")
    assert "Saisissez" not in trouble(counter, "number")
    for typed, words in (
        ("31/12/2026", "pas encore venue"),
        ("1/1/2020", "ne peut pas précéder la demande, du 05/10/2026"),
        ("demain", "pas une date"),
        ("", "Saisissez la date"),
    ):
        page(counter).view.detail.form.focus_on("day")
        focused().clear()
        page(counter)._typed("day", "")
        write(typed)
        counter.press(ENTER)
        assert words in trouble(counter, "day"), typed
        assert page(counter).state.values["number"] == "00412377"
        assert kept(counter).state is AgreementState.REQUESTED
    counter.press(ESC)
    assert page(counter).state.form is None


def test_a_number_already_taken_is_said_at_the_number(counter: Counter, desk: Desk) -> None:
    agreements.grant(desk, asked(desk, date(2026, 9, 1)), "77", date(2026, 9, 2))
    asked(desk)
    counter.press(Key.AGREEMENTS, Key.RECEIVE)
    write("77")
    counter.press(ENTER, ENTER)
    assert "77 est déjà celui d'un autre accord" in trouble(counter, "number")


def test_refusing_wants_a_reason_and_shows_the_notice(counter: Counter, desk: Desk) -> None:
    asked(desk)
    counter.press(Key.AGREEMENTS, Key.MISSING, ENTER, ENTER)
    assert "trois lettres au moins" in trouble(counter, "reason")
    write("Devis non signé")
    counter.press(ENTER)
    assert (kept(counter).state, kept(counter).reason) == (AgreementState.REFUSED, "Devis non signé")
    preview = counter.workplace.pages.preview
    assert counter.workplace.page() is preview
    paper = preview.paper()
    assert (paper.kind, paper.subject) == (Kind.REFUSAL, kept(counter).id)
    assert paper.pdf.startswith(b"%PDF")
    assert "412" not in paper.name
    counter.press(ESC)
    assert "Motif" in texts(page(counter).view.detail)
    assert "Devis non signé" in texts(page(counter).view.detail)
    assert "Caduc le" not in texts(page(counter).view.detail)


def test_making_void_wants_a_reason(counter: Counter, desk: Desk) -> None:
    asked(desk)
    counter.press(Key.AGREEMENTS, Key.DISCARD)
    write("x")
    counter.press(ENTER)
    assert "trois lettres" in trouble(counter, "reason")
    replace_by("Retirée par l'assuré")
    counter.press(ENTER)
    assert kept(counter).state is AgreementState.VOID
    assert "annulé" in rows(page(counter).view.rows)[0]


def test_the_summary_is_shown_printed_and_counted_in_the_journal(counter: Counter, desk: Desk) -> None:
    asked(desk)
    counter.press(Key.AGREEMENTS, Key.PRINT)
    paper = counter.workplace.pages.preview.paper()
    assert paper.kind is Kind.AGREEMENT
    counter.workplace.pages.preview.used.emit(paper)
    assert counter.workplace.page() is counter.workplace.pages.preview
    counter.press(ESC)
    assert focused() is page(counter).view.search


def test_a_request_by_hand_for_somebody_found_by_name(counter: Counter, desk: Desk) -> None:
    counter.press(Key.AGREEMENTS, Key.NEW)
    form = page(counter).view.detail.form
    write("0123456")
    assert focused() is form.inputs["who"].editor, "typing goes on while people are found"
    people = form.inputs["person"].editor
    assert isinstance(people, QComboBox)
    place = next(at for at in range(people.count()) if "Salma" in people.itemText(at))
    counter.press(ENTER, *[DOWN] * place, ENTER, ENTER, ENTER)
    assert focused() is form.inputs["day"].editor
    replace_by("5/11")
    counter.press(ENTER)
    write(DENTIST)
    assert "Dr S. Lahbabi" in trouble(counter, "practitioner")
    counter.press(ENTER)
    write("D629")
    counter.press(ENTER)
    write("13 23")
    counter.press(ENTER)
    write("4500")
    counter.press(ENTER)
    write("par courrier")
    counter.press(ENTER)
    agreement = kept(counter)
    _, child = salma(desk)
    assert (agreement.beneficiary_id, agreement.kind, agreement.stage) == (child.id, "odf", "first")
    assert (agreement.requested_on, agreement.practitioner) == (date(2026, 11, 5), DENTIST)
    assert (agreement.codes, agreement.teeth, agreement.quoted) == (("D629",), (13, 23), 450_000)
    assert agreement.note == "par courrier"


def test_a_request_that_cannot_be_is_told_at_its_field(counter: Counter, desk: Desk) -> None:
    for field, typed, words in (
        ("who", "zzzz", "Personne ne répond"),
        ("day", "99/99", "pas une date"),
        ("day", "31/12/2026", "pas encore venue"),
        ("day", "1/1/1950", "précède la naissance"),
        ("practitioner", "12", "neuf chiffres"),
        ("codes", "DCH12", "Acte inconnu"),
        ("teeth", "19", "numéro 19"),
        ("teeth", "treize", "Écrivez les dents"),
        ("quoted", "beaucoup", "pas un montant"),
        ("quoted", "0", "au-dessus de zéro"),
    ):
        counter.press(Key.AGREEMENTS, Key.NEW)
        form = page(counter).view.detail.form
        write("0123456")
        form.focus_on(field)
        replace_by(typed)
        counter.press(Key.RECEIVE)
        assert words in trouble(counter, field), typed
        assert focused() is form.inputs[field].editor
        assert field == "who" or page(counter).state.values["who"] == "0123456"
        counter.press(ESC)
    assert agreements.find(desk) == ()


@pytest.mark.usefixtures("desk")
def test_another_kind_has_no_stage(counter: Counter) -> None:
    counter.press(Key.AGREEMENTS, Key.NEW)
    form = page(counter).view.detail.form
    assert "stage" in form.inputs
    page(counter)._typed("kind", "device")
    assert "stage" not in form.inputs
    assert page(counter).state.values["stage"] == ""


def test_from_a_family_one_sees_the_agreements_of_the_member_marked(counter: Counter, desk: Desk) -> None:
    asked(desk)
    other = lookup.find(desk, "b").people[0]
    agreements.ask(
        desk,
        NewAgreement(
            family_id=other.family_id, beneficiary_id=other.person_id, kind="device", requested_on=date(2026, 11, 2)
        ),
    )
    counter.search("0123456")
    counter.press(ENTER, Key.MEMBER_3, Key.AGREEMENTS)
    assert len(numbers(counter)) == 1
    assert "Accords de EL ALAMI Salma" in texts(page(counter))
    counter.press(Key.NEW)
    assert "who" not in page(counter).view.detail.form.inputs
    counter.press(ESC, ESC, ESC)
    assert counter.workplace.page() is counter.intake
    counter.press(Key.SEARCH, Key.AGREEMENTS)
    assert len(numbers(counter)) == 2


def test_the_treatment_of_an_agreement_is_one_key_away(counter: Counter, desk: Desk) -> None:
    asked(desk)
    counter.press(Key.AGREEMENTS, Key.ODF)
    odf = counter.workplace.pages.odf
    assert counter.workplace.page() is odf
    assert odf.state.child is not None
    assert odf.state.child.person.first_name == "Salma"
    counter.press(ESC)
    assert page(counter).state.found


def test_everything_has_a_name(counter: Counter, desk: Desk) -> None:
    asked(desk)
    counter.press(Key.AGREEMENTS)
    assert unnamed(counter.workplace) == []
    for key in (Key.NEW, Key.RECEIVE, Key.MISSING, Key.DISCARD):
        counter.press(key)
        assert page(counter).state.form is not None
        assert unnamed(counter.workplace) == []
        counter.press(ESC)


def test_what_may_be_done_follows_from_the_state() -> None:
    one = UUID(int=1)
    for state, forms in (
        (AgreementState.REQUESTED, {Form.NEW, Form.GRANT, Form.REFUSE, Form.VOID}),
        (AgreementState.GRANTED, {Form.NEW, Form.VOID}),
        (AgreementState.REFUSED, {Form.NEW}),
        (AgreementState.VOID, {Form.NEW}),
        (AgreementState.USED, {Form.NEW, Form.VOID}),
    ):
        agreement = Agreement(
            id=one,
            kind="odf",
            state=state,
            family_id=one,
            beneficiary_id=one,
            requested_on=date(2026, 1, 1),
            agent="essai",
        )
        summary = AgreementSummary(agreement=agreement, beneficiary="", immatriculation="", affiliation="")
        listed = states.Listed(
            summary=summary, standing=states.AgreementStanding(agreement=agreement, state=agreement.state)
        )
        shown = states.listed(AgreementsState(), (listed,), {})
        assert {form for form in Form if shown.may(form)} == forms, state
    assert {form for form in Form if AgreementsState().may(form)} == {Form.NEW}
