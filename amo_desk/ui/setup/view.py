"""The first-run assistant on screen: the rail of steps, the step of the moment, what to press next."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from amo_desk.ui import messages
from amo_desk.ui.setup.state import GROUPS_ASKED, Answers, SetupState, Step
from amo_desk.ui.setup.steps import AdministratorPane, ConfirmPane, KeyPane, MutuellePane, OfficePane, StepPane
from amo_desk.ui.widgets.basics import STEP, button, card, label, rule, set_property
from amo_desk.ui.widgets.entries import Form, NoticeBox, take_focus

_WIDEST, _TALLEST, _RAIL = 1000, 640, 230
_ON_RAIL = {Step.CONFIRM: 3, Step.CREATING: 3}


class SetupView(Form):
    """Says `submitted` to go on, `left` to go back and `agent_named` as the administrator's name is typed."""

    agent_named = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Step | None = None
        self.mutuelle, self.office, self.administrator = MutuellePane(), OfficePane(), AdministratorPane()
        self.key, self.confirm = KeyPane(), ConfirmPane(GROUPS_ASKED)
        self._panes: dict[Step, StepPane] = {
            Step.MUTUELLE: self.mutuelle,
            Step.OFFICE: self.office,
            Step.ADMINISTRATOR: self.administrator,
            Step.KEY: self.key,
            Step.CONFIRM: self.confirm,
            Step.CREATING: self.confirm,
        }
        self._next_words = {
            Step.KEY: self.tr("Je l'ai notée sur papier"),
            Step.CONFIRM: self.tr("Créer le registre"),
            Step.CREATING: self.tr("Créer le registre"),
        }
        self._box = NoticeBox("bad")
        self.next = button(self.tr("Continuer"), self.submitted.emit, primary=True)
        self.back = button(self.tr("Revenir"), self.left.emit)
        self._lay_out()
        self.administrator.agent.edited.connect(self.agent_named)

    def answers(self) -> Answers:
        """What was typed so far."""
        return Answers(
            mutuelle=self.mutuelle.chosen(),
            name=self.office.name.text(),
            code=self.office.code.text(),
            station=self.office.station.text(),
            phone=self.office.phone.text(),
            address=self.office.address.text(),
            agent=self.administrator.agent.text(),
            login=self.administrator.login.text(),
            password=self.administrator.password.first.text(),
            again=self.administrator.password.again.text(),
            groups=self.confirm.groups(),
        )

    def show_state(self, state: SetupState) -> None:
        """Shows a step, and what is wrong in it beside its field."""
        pane = self._panes[state.step]
        working = state.step is Step.CREATING
        self.mutuelle.show_mutuelles(state.mutuelles)
        self.key.show_key(state.key if state.step is Step.KEY else "")
        self.confirm.show_asked(state.asked, state.summary)
        self.confirm.show_working(working)
        self._stack.setCurrentWidget(self._scrolled[pane])
        sentence = messages.sentence(state.trouble) if state.trouble else ""
        pane.show_trouble(state.wrong, sentence if state.wrong else "")
        self._box.say("" if state.wrong else sentence)
        words = self._next_words.get(state.step, self.tr("Continuer"))
        self.next.setText(words)
        self.next.setAccessibleName(words)
        self.next.setEnabled(not working)
        self.back.setVisible(state.step is not Step.MUTUELLE)
        self.back.setEnabled(not working)
        self._show_rail(_ON_RAIL.get(state.step, int(state.step)))
        self.set_fields(pane.fields)
        if state.trouble or state.step is not self._shown:
            take_focus(pane.field(state.wrong) or self.next)
        self._shown = state.step

    def forget_secrets(self) -> None:
        """Empties what must not stay in memory longer than needed."""
        self.administrator.password.clear()
        self.confirm.clear()
        self.key.show_key("")

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        self._scrolled: dict[StepPane, QScrollArea] = {}
        for pane in (self.mutuelle, self.office, self.administrator, self.key, self.confirm):
            area = QScrollArea()
            area.setWidgetResizable(True)
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            area.setWidget(pane)
            self._scrolled[pane] = area
            self._stack.addWidget(area)
        keys = label(self.tr("Entrée : continuer    Échap : revenir"), "quiet")
        foot = QHBoxLayout()
        foot.setSpacing(2 * STEP)
        foot.addWidget(keys, 1)
        foot.addWidget(self.back)
        foot.addWidget(self.next)
        content = QVBoxLayout()
        content.setContentsMargins(7 * STEP, 6 * STEP, 7 * STEP, 5 * STEP)
        content.setSpacing(4 * STEP)
        content.addWidget(self._stack, 1)
        content.addWidget(self._box)
        content.addWidget(rule())
        content.addLayout(foot)
        frame, column = card()
        column.setContentsMargins(0, 0, 0, 0)
        halves = QHBoxLayout()
        halves.setSpacing(0)
        halves.addWidget(self._rail())
        halves.addLayout(content, 1)
        column.addLayout(halves)
        frame.setMaximumWidth(_WIDEST)
        frame.setMaximumHeight(_TALLEST)
        middle = QHBoxLayout(self)
        middle.setContentsMargins(6 * STEP, 6 * STEP, 6 * STEP, 6 * STEP)
        middle.addStretch(1)
        middle.addWidget(frame, 100)
        middle.addStretch(1)

    def _rail(self) -> QFrame:
        rail = QFrame()
        rail.setObjectName("SetupRail")
        rail.setFixedWidth(_RAIL)
        column = QVBoxLayout(rail)
        column.setContentsMargins(6 * STEP, 6 * STEP, 4 * STEP, 6 * STEP)
        column.setSpacing(2 * STEP)
        column.addWidget(label("AMO Desk", "brand"))
        column.addWidget(label(self.tr("Première mise en route"), wrap=True))
        column.addSpacing(5 * STEP)
        titles = (self.tr("Mutuelle"), self.tr("Bureau et poste"), self.tr("Administrateur"), self.tr("Clé de secours"))
        self._marks: list[tuple[QLabel, QLabel]] = []
        for place, title in enumerate(titles):
            number, words = label(f"{place + 1}", "mark"), label(title, "stage", wrap=True)
            number.setAlignment(Qt.AlignmentFlag.AlignCenter)
            line = QHBoxLayout()
            line.setSpacing(3 * STEP)
            line.addWidget(number)
            line.addWidget(words, 1)
            column.addLayout(line)
            self._marks.append((number, words))
        column.addStretch(1)
        column.addWidget(label(self.tr("Tout reste sur ce poste, chiffré. Rien ne part sur un réseau."), wrap=True))
        return rail

    def _show_rail(self, current: int) -> None:
        for place, (number, words) in enumerate(self._marks):
            stage = "now" if place == current else "done" if place < current else "next"
            number.setText("✓" if stage == "done" else f"{place + 1}")
            set_property(number, "stage", stage)
            set_property(words, "stage", stage)
