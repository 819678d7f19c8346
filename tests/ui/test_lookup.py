"""Looking people up in the window: one field, results while one types, the family of the marked result."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from dossiers import received
from PySide6.QtCore import Qt

from amo_desk.domain.people import Certificate, CertificateKind, Relation
from amo_desk.ui import theme
from amo_desk.ui.lookup.controller import LookupPage
from amo_desk.ui.lookup.state import LookupState
from amo_desk.ui.records import BELOW_ROLE, MARKS_ROLE
from amo_desk.ui.shortcuts import Key
from amo_desk.ui.tasks import Tasks
from amo_desk.usecases import intake, lookup, people
from amo_desk.usecases.clock import SetClock
from amo_desk.usecases.desk import Desk
from amo_desk.usecases.lookup import Found
from ui.counter import Counter, rows, texts
from ui.driving import DOWN, ENTER, ESC, UP, focused, write
from ui.people import enrol, person


def names(counter: Counter) -> list[str]:
    return [row[0] for row in rows(counter.workplace.pages.lookup.view.results)]


def marked(counter: Counter) -> int:
    return counter.workplace.pages.lookup.view.results.currentIndex().row()


def test_the_day_and_an_empty_search_stand_at_the_beginning(counter: Counter) -> None:
    counter.log_in()
    shown = texts(counter.workplace.pages.lookup)
    assert "0 reçu aujourd'hui · 0 à envoyer" in shown
    assert "Aucun brouillon" in shown
    assert focused() is counter.workplace.top.search


def test_results_follow_every_letter(counter: Counter) -> None:
    counter.log_in()
    seen = []
    for letter in "alami mo":
        write(letter)
        seen.append(len(names(counter)))
    assert seen[0] > seen[-1] >= 1
    assert names(counter)[0] == "EL ALAMI Mohamed"


def test_a_number_a_cin_or_a_name_in_any_script_leads_to_the_same_person(counter: Counter) -> None:
    counter.log_in()
    for typed in ("0123456", "٠١٢٣٤٥٦", "AB104512", "ab 104512", "العلمي محمد", "mohamed el alami", "Àlami moham"):
        counter.search(typed)
        assert "EL ALAMI Mohamed" in names(counter), typed
        assert "Imm. 0123456" in texts(counter.workplace.pages.lookup.view.family), typed


def test_arrows_mark_and_enter_opens_the_marked_one(counter: Counter) -> None:
    counter.log_in()
    write("el alami")
    found = names(counter)
    assert len(found) >= 3
    assert marked(counter) == 0
    counter.press(UP)
    assert marked(counter) == 0
    counter.press(DOWN)
    assert marked(counter) == 1
    counter.press(DOWN, UP, ENTER)
    assert counter.workplace.page() is counter.intake
    assert f"Nouveau dossier pour {found[1]}" in texts(counter.intake)


def test_page_down_stops_nowhere_beyond_the_list(counter: Counter) -> None:
    counter.log_in()
    write("a")
    counter.press(*[Qt.Key.Key_PageDown] * 8)
    assert marked(counter) in range(40, lookup.LONGEST_LIST)
    counter.press(*[Qt.Key.Key_PageUp] * 8)
    assert marked(counter) in range(10)


def test_escape_empties_the_search_and_keeps_the_focus(counter: Counter) -> None:
    counter.log_in()
    write("alami")
    counter.press(ESC)
    assert counter.workplace.top.search.text() == ""
    assert "prêt à scanner" in texts(counter.workplace.keys)
    assert focused() is counter.workplace.top.search
    assert "La famille apparaît ici" in texts(counter.workplace.pages.lookup.view.family)


def test_nobody_found_says_what_to_try(counter: Counter) -> None:
    counter.log_in()
    write("zzyzx")
    assert names(counter) == []
    assert "Personne ne correspond à « zzyzx »" in texts(counter.workplace.pages.lookup)
    counter.press(ENTER)
    assert counter.workplace.page() is counter.workplace.pages.lookup


def test_typing_on_another_page_leads_back_to_the_results(counter: Counter) -> None:
    counter.log_in()
    counter.press(Key.LOTS)
    counter.search("0123456")
    assert counter.workplace.page() is counter.workplace.pages.lookup
    assert names(counter)[0] == "EL ALAMI Mohamed"


def test_a_receipt_number_shows_its_family_and_opens_its_receipt(counter: Counter) -> None:
    desk = counter.log_in().desk
    number = received(desk).number
    counter.press(Key.LOTS)
    counter.search(number.replace("-", "").lower())
    assert "DERNIERS DOSSIERS" in texts(counter.workplace.pages.lookup.view.family)
    counter.press(ENTER)
    assert counter.workplace.page() is counter.workplace.pages.preview
    assert number in texts(counter.workplace.pages.preview)
    assert "PERSONNE" not in texts(counter.workplace.pages.lookup)


def test_a_wrong_receipt_number_leads_nowhere(counter: Counter) -> None:
    counter.log_in()
    write("D014-03-26-00001-81")
    counter.press(ENTER)
    assert counter.workplace.page() is counter.workplace.pages.lookup
    assert "Personne ne correspond" in texts(counter.workplace.pages.lookup)


def test_drafts_wait_on_the_home_page_and_enter_goes_on_with_the_marked_one(counter: Counter) -> None:
    counter.log_in()
    for form in (1, 2):
        counter.begin(form)
        counter.press(ESC, ESC)
    waiting = rows(counter.workplace.pages.lookup.view.drafts)
    assert sorted(row[1] for row in waiting) == ["Consultation, analyses, radiologie", "Médicaments"]
    assert "Aucun brouillon" not in texts(counter.workplace.pages.lookup)
    counter.press(DOWN, ENTER)
    assert counter.workplace.page() is counter.intake
    assert counter.intake.title() == waiting[0][1]


def test_the_family_card_tells_rights_and_what_is_about_to_end(
    store_folder: Path, clock: SetClock, counter: Counter
) -> None:
    soon = Certificate(kind=CertificateKind.SCHOOLING, until=date(2026, 12, 1))
    late = Certificate(kind=CertificateKind.SCHOOLING, until=date(2026, 9, 30))
    enrol(
        store_folder,
        clock,
        "7770001",
        person("Zniber", "Leila", arabic_name="ليلى زنيبر"),
        person("Zniber", "Omar", Relation.CHILD, birth=date(2004, 3, 1), certificates=(soon,)),
        person("Zniber", "Hiba", Relation.CHILD, birth=date(2004, 3, 1), certificates=(late,)),
    )
    counter.log_in()
    write("7770001")
    card = texts(counter.workplace.pages.lookup.view.family)
    assert "ليلى زنيبر" in card
    assert "Droits ouverts" in card
    assert "scolarité : expire le 01/12/2026" in card
    assert "scolarité : expiré le 30/09/2026" in card
    assert card.count("droits fermés") == 1
    counter.press(Key.SEARCH)
    write("zniber hiba")
    assert "Droits fermés" in texts(counter.workplace.pages.lookup.view.family)


def test_the_family_card_marks_what_was_learnt_and_never_shows_a_whole_rib(counter: Counter) -> None:
    desk = counter.log_in().desk
    family = lookup.find(desk, "0123456").people[0].family_id
    people.learn(desk, family, "phone", "06 61 22 33 44")
    people.learn(desk, family, "rib", "011519000001205000534921")
    write("0123456")
    card = texts(counter.workplace.pages.lookup.view.family)
    assert "06 61 22 33 44 · dit au guichet le 23/11/2026" in card
    assert "RIB : 011 … 4921 · dit au guichet le 23/11/2026" in card
    assert "Dit au guichet le 23/11/2026, noté par s.bennani." in card
    assert "011519" not in card
    people.settle(desk, family, "phone")
    counter.search("0123456")
    assert "06 61 22 33 44" not in texts(counter.workplace.pages.lookup.view.family)


def test_rights_that_ended_are_closed_on_the_day_after(store_folder: Path, clock: SetClock, counter: Counter) -> None:
    enrol(store_folder, clock, "7770002", person("Zniber", rights_to=date(2026, 11, 22)))
    enrol(store_folder, clock, "7770003", person("Zniber", rights_to=date(2026, 11, 23)))
    counter.log_in()
    write("7770002")
    assert "Droits fermés" in texts(counter.workplace.pages.lookup.view.family)
    assert "22/11/2026" in texts(counter.workplace.pages.lookup.view.family)
    counter.search("7770003")
    assert "Droits ouverts" in texts(counter.workplace.pages.lookup.view.family)


def test_a_member_is_chosen_by_a_click_on_the_card(counter: Counter) -> None:
    counter.log_in()
    write("0123456")
    counter.workplace.pages.lookup.view.family.member_chosen.emit(2)
    assert "Nouveau dossier pour EL ALAMI Salma" in texts(counter.intake)


def test_an_answer_to_what_was_typed_before_is_dropped(counter: Counter, desk: Desk) -> None:
    desk.store.close()
    workplace = counter.log_in()
    write("0123456")
    shown = names(counter)
    workplace.pages.lookup._found(("alami", Found(), None))
    assert names(counter) == shown


def cell(counter: Counter, column: int, role: int, row: int = 0) -> object:
    model = counter.workplace.pages.lookup.view.results.model()
    return model.index(row, column).data(role)


def test_the_matching_part_is_marked_in_both_scripts_and_in_numbers(counter: Counter) -> None:
    counter.log_in()
    for typed, name, arabic, immatriculation in (
        ("alami moham", ((3, 8), (9, 14)), ((0, 4), (7, 11)), ()),
        ("محمد", ((9, 16),), ((0, 4),), ()),
        ("alami 0123", ((3, 8),), ((7, 11),), ((0, 4),)),
        ("0123", (), (), ((0, 4),)),
    ):
        counter.search(typed)
        assert cell(counter, 0, Qt.ItemDataRole.DisplayRole) == "EL ALAMI Mohamed"
        assert cell(counter, 0, MARKS_ROLE) == name, typed
        assert cell(counter, 1, MARKS_ROLE) == arabic, typed
        assert cell(counter, 3, MARKS_ROLE) == immatriculation, typed


def test_the_family_and_the_day_of_the_register_stand_under_the_hit(
    store_folder: Path, clock: SetClock, counter: Counter
) -> None:
    mother = person("Zniber", "Leila")
    omar, hiba = (person("Zniber", name, Relation.CHILD, birth=date(2004, 3, 1)) for name in ("Omar", "Hiba"))
    enrol(store_folder, clock, "7770001", mother, omar, hiba)
    enrol(store_folder, clock, "7770002", person("Zniber", "Nezha"))
    counter.log_in()
    write("zniber")
    below = {
        row[0]: cell(counter, 0, BELOW_ROLE, place)
        for place, row in enumerate(rows(counter.workplace.pages.lookup.view.results))
    }
    assert below == {
        "ZNIBER Leila": "enfants Omar, Hiba",
        "ZNIBER Nezha": "seul au registre",
        "ZNIBER Omar": "enfant, sous ZNIBER Leila",
        "ZNIBER Hiba": "enfant, sous ZNIBER Leila",
    }
    assert cell(counter, 6, BELOW_ROLE) == "au 01/11/2026"
    spoken = cell(counter, 0, Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Nom : ZNIBER Leila, enfants Omar, Hiba"


def test_marks_are_underlined_where_the_letters_stand(counter: Counter) -> None:
    workplace = counter.log_in()
    accent = theme.current().colour("accent")

    def underlined(typed: str) -> list[int]:
        counter.search(typed)
        view = workplace.pages.lookup.view.results
        cell = view.visualRect(view.model().index(0, 0))
        image = view.viewport().grab(cell).toImage()
        return [x for x in range(image.width()) if any(image.pixelColor(x, y) == accent for y in range(image.height()))]

    short, long, other = underlined("alami"), underlined("alami mohamed"), underlined("zniber")
    assert short
    assert len(long) > len(short)
    assert set(short) <= set(long)
    assert min(other, default=-1) != min(short)


def test_a_search_that_is_no_longer_wanted_is_not_done(counter: Counter) -> None:
    tasks = Tasks()
    workplace = counter.log_in()
    page = LookupPage(replace(counter.context, tasks=tasks), workplace.desk)
    answered: list[str] = []
    page.answered.connect(lambda typed, _found: answered.append(typed))
    for typed in ("a", "al", "ala", "alam", "alami"):
        page.search(typed)
    tasks.drain()
    assert answered == ["alami"]
    assert page.view.results.model().rowCount() > 1
    page.deleteLater()
    tasks.close()


def test_a_long_list_says_that_it_was_cut(counter: Counter) -> None:
    counter.log_in()
    write("a")
    assert len(names(counter)) == lookup.LONGEST_LIST
    assert "50 premiers, précisez" in texts(counter.workplace.pages.lookup)


def test_nothing_is_only_said_where_something_was_looked_for(desk: Desk) -> None:
    assert not LookupState().nothing
    assert not LookupState(typed="  ").nothing
    assert LookupState(typed="x").nothing
    assert not LookupState(typed="alami", found=lookup.find(desk, "alami")).nothing
    draft = intake.begin(desk, *_somebody(desk))
    assert not LookupState(typed="D", found=Found(dossier=draft)).nothing


def _somebody(desk: Desk) -> tuple[object, ...]:
    hit = lookup.find(desk, "0123456").people[0]
    return hit.family_id, hit.person_id, desk.rulebook.forms_on(desk.today())[0]
