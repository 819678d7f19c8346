"""The rules of dental care at the real window: what the agent reads, where the cursor goes, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from ui.counter import Counter, rows, texts
from ui.driving import ENTER, write

from amo_desk.ui.shortcuts import Key

DENTIST = "103458206"
CARE, PROSTHESIS = "Soins dentaires", "Prothèses dentaires"
TAZI = "7000001"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Lines that an agent types, the sentence that answers, and where Enter on it leads."""

    lines: tuple[str, ...]
    says: str
    at: str = "line/0"
    form: str = CARE
    member: int = 1
    family: str = "0123456"
    blocks: bool = False


SCENES = {
    "a root treatment wants its pictures": Scene(
        lines=("36 D706 = 440",),
        says="Radiographie avant et après l'acte manquante : acte D706, dent 36.",
        at="pieces",
        blocks=True,
    ),
    "a wisdom tooth wants its picture before": Scene(
        lines=("48 D720 = 350",),
        says="Radiographie avant l'acte manquante : acte D720, dent 48.",
        at="pieces",
        blocks=True,
    ),
    "a fourth descaling": Scene(
        lines=("2* D708 = 400", "2* D708 = 400"),
        says="Détartrage : 4 séances, 2 au plus sont remboursées.",
        at="line/1",
    ),
    "sealing after fourteen": Scene(
        lines=("16 D712 = 140",),
        says="Scellement des sillons : le bénéficiaire a 22 ans, l'âge limite est de 14 ans.",
        member=4,
    ),
    "sealing twice in one dossier": Scene(
        lines=("16 D712 = 140", "16 D712 = 140"),
        says="L'acte D712 n'est remboursé qu'une fois par dent : déjà porté plus haut sur la dent 16.",
        at="line/1",
        member=3,
    ),
    "two first extractions": Scene(
        lines=("36 D713 = 175", "37 D713 = 175"),
        says="D713 ne se cote qu'une fois par séance : les suivantes se cotent D714.",
        at="line/1",
    ),
    "a following extraction alone": Scene(lines=("36 D714 = 90",), says="D714 suit un D713 qui n'est pas au dossier."),
    "an implant": Scene(lines=("implant 21 = 6000",), says="Implant dentaire : acte jamais remboursable.", blocks=True),
    "a crown upon an implant, by its words": Scene(
        lines=("21 couronne sur implant = 4000",), says="Couronne sur implant : acte jamais remboursable.", blocks=True
    ),
    "a crown upon the implant of this dossier": Scene(
        lines=("21 implant = 6000", "21 D754 = 2500"),
        says="Couronne D754 sur la dent 21, qui porte un implant : jamais remboursable.",
        at="line/1",
        blocks=True,
    ),
    "a tooth removed twice": Scene(
        lines=("36 D713 = 175", "36 D714 = 90"),
        says="Acte D714 sur la dent 36, extraite plus haut dans ce dossier (le 12/11/2026).",
        at="line/1",
        blocks=True,
    ),
    "a milk tooth of an adult": Scene(lines=("75 D700 O = 175",), says="Dent de lait 75 chez une personne de 52 ans."),
    "a tooth of nobody": Scene(lines=("19 D700 O = 175",), says="Ce numéro de dent n'existe pas : 19.", blocks=True),
    "a code of nobody": Scene(lines=("16 D999 = 100",), says="Acte absent de la nomenclature : D999."),
    "a Tunisian code": Scene(
        lines=("16 DCH12 = 100",),
        says="Le code DCH12 appartient à la nomenclature tunisienne, il n'est pas remboursable au Maroc.",
        blocks=True,
    ),
    "faces without a tooth": Scene(lines=("D701 MO = 175",), says="Faces indiquées sans dent : MO."),
    "an act without its tooth": Scene(
        lines=("D706 = 440",), says="Numéro de dent manquant pour l'acte D706.", blocks=True
    ),
    "a face that the tooth has not": Scene(
        lines=("11 D701 OP = 175",), says="La dent 11 n'a pas de face O : ses faces sont M I D V P."
    ),
    "two faces coded as one": Scene(
        lines=("16 D700 MO = 175",), says="L'acte D700 ne correspond pas au nombre de faces indiquées (2)."
    ),
    "an act of milk teeth on another": Scene(
        lines=("36 D715 = 140",), says="L'acte D715 ne s'applique pas à la dent 36.", member=3
    ),
    "an act of tomorrow": Scene(
        lines=("16 D700 O le 24/11/2026 = 175",),
        says="Acte D700 daté du 24/11/2026, après le jour du dépôt.",
        blocks=True,
    ),
    "an act before the birth": Scene(
        lines=("55 D700 O le 1/5/2017 = 175",),
        says="Acte D700 daté du 01/05/2017, avant la naissance du bénéficiaire.",
        member=2,
        family=TAZI,
        blocks=True,
    ),
    "a canine in want of an agreement": Scene(
        lines=("13 D634 = 2600",),
        says="Acte D634 soumis à accord préalable : aucun accord en vigueur n'est enregistré pour ce bénéficiaire.",
        member=3,
        blocks=True,
    ),
    "a canine after eighteen": Scene(
        lines=("13 D634 = 2600",),
        says="Acte D634 à 22 ans : il se fait avant le 18e anniversaire.",
        member=4,
        blocks=True,
    ),
    "a doubt of the transcriptions": Scene(
        lines=("13 D729 = 875",),
        says="D729, relevés discordants. Un relevé imprime D30 : c'est la colonne de l'anesthésie ;",
    ),
    "a bridge of no crown": Scene(
        lines=("14-17 D757 D761 = 9000",), says="Bridge D757 : D761 n'est pas le code d'une couronne.", form=PROSTHESIS
    ),
    "a bridge over both jaws": Scene(
        lines=("16 46 D757 D754 = 4500",),
        says="Bridge D757 : ses éléments sont sur les deux mâchoires.",
        form=PROSTHESIS,
        blocks=True,
    ),
    "a plate of five for four": Scene(
        lines=("14 15 16 24 18 D763 = 700",),
        says="D763 ne correspond pas au nombre de dents remplacées (4, dents de sagesse non comptées) : c'est D762.",
        form=PROSTHESIS,
    ),
    "a plate for a wisdom tooth": Scene(
        lines=("18 D761 = 500",),
        says="D761 pour un nombre de dents remplaçables de 0 (dents de sagesse non comptées) : "
        "la nomenclature n'a pas de code pour ce nombre.",
        form=PROSTHESIS,
    ),
    "a metal base alone": Scene(
        lines=("D775 = 1500",), says="D775 est un supplément : l'acte auquel il s'ajoute manque (", form=PROSTHESIS
    ),
    "a panoramic for a long bridge": Scene(
        lines=("13-17 D757 D754 = 11250",),
        says="Radio panoramique à joindre pour l'acte D757",
        form=PROSTHESIS,
        at="pieces",
    ),
}


@pytest.fixture
def begun(window: Counter) -> Iterator[Counter]:
    """The window of the module; whatever draft is left in it is given up."""
    yield window
    if window.intake.work is not None:
        window.press(Key.DISCARD, Key.DISCARD)
    assert window.intake.work is None


def begin(counter: Counter, form: str = CARE, member: int = 1, family: str = "0123456") -> None:
    """Begins a dossier of 12 November by Dr Lahbabi."""
    counter.take(form, member, family)
    write("12/11")
    counter.scan(DENTIST)


def lines(counter: Counter) -> list[list[str]]:
    return rows(counter.intake.view.form.lines.table)


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_a_rule_speaks_at_its_place_and_nothing_is_lost(begun: Counter, scene: Scene) -> None:
    begin(begun, scene.form, scene.member, scene.family)
    begun.enter_lines(*scene.lines)
    typed = lines(begun)
    assert len(typed) == len(scene.lines), begun.said[-1:]
    (said,) = [finding for finding in begun.findings() if scene.says in finding]
    assert said.startswith("bloquant") is scene.blocks, said
    if scene.at.startswith("line/"):
        row = typed[int(scene.at.removeprefix("line/"))]
        assert row[-1] == ("✕" if scene.blocks else row[-1])
        assert row[-1] != "✓" or "discordants" in said
    assert begun.follow(scene.says) == scene.at
    begun.reopen()
    assert lines(begun) == typed
    assert said in begun.findings()


def test_enter_on_a_finding_says_what_can_be_done(begun: Counter) -> None:
    begin(begun)
    begun.enter_lines("19 D700 O = 175")
    begun.follow("n'existe pas : 19")
    assert begun.said[-1] == ("info", "Corriger le numéro (11 à 48, dents de lait 51 à 85).")
    write("16")
    begun.press(ENTER)
    assert lines(begun)[0][0] == "16"
    assert not any("n'existe pas" in finding for finding in begun.findings())


def test_the_year_of_an_act_is_in_sight_where_it_is_not_that_of_the_care(begun: Counter) -> None:
    begin(begun)
    begun.enter_lines("16 D700 O le 5/11 = 175", "26 D700 O le 24/11 = 175")
    assert [row[3] for row in lines(begun)] == ["05/11", "24/11/25"]


@pytest.mark.parametrize(
    "typed, answer",
    [
        ("16 D700 O le 31/02 = 175", "Ce n'est pas un jour. Exemples : 12/11, h pour hier."),
        ("17-47 D757 D754 = 9000", "Ces deux dents ne sont pas sur la même arcade. Exemple : 14-17."),
        ("16 16 D700 = 175", "La même dent est écrite deux fois."),
        ("2* 16 D706 = 880", "Écrivez chaque dent une fois, sans quantité devant."),
        ("16 D700 D701 = 175", "Seul un bridge a une nature. Exemple : 14-17 D757 D754."),
        ("16 zzz = 175", "Aucun acte ne correspond à « zzz ». Saisissez un code (16 D701 MO) ou un autre mot."),
    ],
)
def test_what_cannot_be_read_is_answered_and_stays_in_the_entry(begun: Counter, typed: str, answer: str) -> None:
    begin(begun)
    begun.enter_lines(typed)
    assert begun.said[-1] == ("bad", answer)
    assert begun.intake.view.form.lines.entry.text() == typed
    assert lines(begun) == []


@pytest.mark.parametrize(
    "member, family, entry, told",
    [
        (2, TAZI, "26 D706 = 700", "D 25 × 17,50 + 50 % = 656,25 DH × 80 %"),
        (2, TAZI, "65 D706 = 700", "D 25 × 17,50 = 437,50 DH × 80 %"),
        (3, "0123456", "26 D706 = 700", "D 25 × 17,50 = 437,50 DH × 80 %"),
        (1, "0123456", "14-17 D757 D754 = 9500", "comme D754 · D 180 × 12,50 × 4 = 9 000,00 DH × 80 %"),
        (1, "0123456", "12 dents plaque = 1100", "D 85 × 12,50 = 1 062,50 DH × 80 %"),
        (1, "0123456", "2* D708 = 500", "D 12 × 17,50 × 2 = 420,00 DH × 80 %"),
    ],
    ids=("nine years", "a milk tooth", "fourteen years", "a bridge of four", "a plate of twelve", "two descalings"),
)
def test_the_amount_is_a_sentence_at_the_act(begun: Counter, member: int, family: str, entry: str, told: str) -> None:
    begin(begun, member=member, family=family)
    begun.enter_lines(entry)
    ((_, act, *_),) = lines(begun)
    assert act.split("\n")[1].replace("\u00a0", " ") == told


def test_a_tooth_told_missing_takes_no_filling(begun: Counter) -> None:
    begin(begun)
    begun.press(Key.TEETH)
    write("46x")
    begun.enter_lines("46 D701 MO = 175")
    assert begun.follow("Acte D701 sur une dent notée absente : 46.") == "line/0"
    assert begun.said[-1][1] == "Relire le numéro de la dent, ou corriger les dents absentes."
    begun.reopen()
    assert begun.intake.view.form.teeth.chart.look(46).absent
    assert lines(begun)[0][-1] == "✕"


def test_a_dentist_outside_the_convention_has_free_fees(begun: Counter) -> None:
    begin(begun)
    begun.enter_lines("16 D702 MOD = 600")
    shown = texts(begun.intake.view.verdict)
    begun.press(Key.HEADER, *[ENTER] * 5)
    assert begun.place() == "outside_convention"
    begun.press(Qt.Key.Key_Space)
    words = "Dentiste hors convention : ses honoraires sont libres, le remboursement reste au tarif de référence."
    assert f"à noter : {words}" in begun.findings()
    assert "262,50" in shown
    assert "262,50" in texts(begun.intake.view.verdict), "the reference price stays"
    assert begun.follow("hors convention") == "outside_convention"


def test_a_child_born_tomorrow_is_told_and_breaks_nothing(begun: Counter) -> None:
    begin(begun, member=3, family=TAZI)
    begun.enter_lines("55 D700 O = 175")
    (said,) = [finding for finding in begun.findings() if "naissance" in finding]
    assert said == "bloquant : La date des soins précède la naissance du bénéficiaire."
    assert begun.follow("naissance") == "care_date"
    begun.press(Key.RECEIVE)
    assert begun.said[-1][0] == "bad"
    begun.reopen()
    assert said in begun.findings()


def test_care_of_tomorrow_is_told_at_its_day(begun: Counter) -> None:
    begun.take(CARE)
    write("24/11/2026")
    begun.scan(DENTIST)
    assert begun.follow("La date des soins est postérieure au jour du dépôt.") == "care_date"
    assert begun.intake.view.form.inputs["care_date"].editor.text() == "24/11/2026"
