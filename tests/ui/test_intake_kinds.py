"""The kinds of form at the intake: requests without amounts, free lines, what is not found, pieces of the office."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from dossiers import receivable
from pytestqt.qtbot import QtBot

from amo_desk.domain.errors import Refused
from amo_desk.domain.findings import Deadline, Level, PieceState
from amo_desk.domain.sources import Grade, Source, Text
from amo_desk.ui.intake.pieces import PiecesView
from amo_desk.ui.intake.state import verdict_state
from amo_desk.ui.intake.verdict import VerdictView
from amo_desk.usecases import intake, lookup
from amo_desk.usecases.desk import Desk
from ui.counter import Counter, texts
from ui.driving import ENTER, write

SOURCE = Source(
    title="Note du bureau",
    href="",
    grade=Grade.UNCONFIRMED,
    since=date(2026, 1, 1),
    checked_on=date(2026, 11, 23),
)


def begin(counter: Counter, letters: str) -> None:
    """Goes to a member and begins the first form that bears these letters."""
    counter.search("0123456")
    counter.press(ENTER)
    write(letters)
    counter.press(ENTER)


def test_a_request_has_a_recipient_pieces_and_neither_lines_nor_amounts(counter: Counter) -> None:
    counter.log_in()
    begin(counter, "exoneration etm")
    view = counter.intake.view
    said = texts(counter.intake)
    assert counter.intake.title() == "ALD : demande d'exonération (ETM)"
    assert "À transmettre à : Contrôle médical" in said
    assert "Non trouvé dans les sources :" in said
    assert not view.form.lines.isVisible()
    assert not view.verdict._quote.isVisible()
    assert not view.verdict._deadline.isVisible()
    for _ in view.form.inputs:
        counter.press(ENTER)
    assert view.form.pieces.hasFocus()


def test_a_half_year_of_orthodontics_only_wants_its_amount(counter: Counter) -> None:
    counter.log_in()
    begin(counter, "odf premier semestre")
    for _ in counter.intake.view.form.inputs:
        counter.press(ENTER)
    write("4500")
    counter.press(ENTER)
    (line,) = counter.intake.work.content.lines
    assert (line.code, line.billed) == ("D629", 450_000)
    assert counter.intake.view.form.lines.entry.hasFocus()


def test_a_free_line_is_a_name_and_an_amount_and_says_that_it_cannot_be_computed(counter: Counter) -> None:
    counter.log_in()
    begin(counter, "lunetterie")
    counter.enter_lines("monture et verres = 1 200")
    (line,) = counter.intake.work.content.lines
    assert (line.code, line.label, line.billed) == ("", "monture et verres", 120_000)
    said = texts(counter.intake)
    assert "monture et verres" in said
    assert "non calculable" in said


def test_a_request_takes_no_line(desk: Desk) -> None:
    hit = lookup.find(desk, "a").people[0]
    form = next(form for form in desk.rulebook.forms_on(desk.today()) if form.lines == "none")
    draft = intake.begin(desk, hit.family_id, hit.person_id, form)
    with pytest.raises(Refused, match=r"entry\.none"):
        intake.understand(desk, draft, "C")


def test_pieces_of_the_office_and_its_levels_are_told_apart(qtbot: QtBot) -> None:
    view = PiecesView()
    qtbot.addWidget(view)
    ours = PieceState(
        id="L_COPY",
        label=Text(fr="Copie", ar="نسخة"),
        level=Level.WARN,
        present=False,
        mentions=(),
        source=SOURCE,
        local=True,
    )
    view.show_pieces((ours, replace(ours, id="FS", local=False, relevelled=True), replace(ours, id="X", local=False)))
    items = [view.topLevelItem(row) for row in range(3)]
    assert [item.text(1) for item in items if item] == [
        "à remettre · pièce du bureau",
        "à remettre · niveau du bureau",
        "à remettre",
    ]
    assert items[0] is not None
    assert items[0].toolTip(0) == "Pièce demandée par le bureau\nNote du bureau\nà confirmer"


@pytest.mark.parametrize(
    "closed, words",
    [
        ("weekend", "dernier jour : 22/01/2027 (fin de semaine, bureau fermé)"),
        ("Aïd", "dernier jour : 22/01/2027 (Aïd, bureau fermé)"),
        ("", "dernier jour : 22/01/2027"),
    ],
)
def test_a_last_day_when_offices_are_closed_says_so(qtbot: QtBot, desk: Desk, closed: str, words: str) -> None:
    draft, content = receivable(desk)
    evaluation = intake.judge(desk, draft, content, intake.known(desk, draft, content))
    deadline = Deadline(last_day=date(2027, 1, 22), days_left=60, limit=60, source=SOURCE, closed=closed)
    view = VerdictView()
    qtbot.addWidget(view)
    view.show_state(verdict_state(replace(evaluation, deadline=deadline)))
    assert view._deadline._last.text() == words


def test_acts_of_one_consultation_say_why_they_count_for_less(counter: Counter) -> None:
    counter.log_in()
    counter.begin(1)
    counter.header(care_date="12/11")
    counter.enter_lines("Cs = 300", "K 30 = 700")
    intake_page = counter.intake
    intake_page._field_typed("same_session", "1")
    notes = {line.note for line in intake_page.work.evaluation.quote.lines} if intake_page.work else set()
    assert notes == {"", "session_dearest"}
    assert "seul l'acte le plus cher de la consultation est remboursé" in texts(intake_page)
