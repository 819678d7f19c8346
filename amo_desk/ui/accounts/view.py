"""The agents of the office on screen: the table, the chosen one or a form beside it, the journal below."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QHeaderView, QScrollArea, QVBoxLayout, QWidget

from amo_desk.domain.office import Agent, Role
from amo_desk.ui import messages, theme
from amo_desk.ui.accounts.state import AccountsState, FormKind, JournalState
from amo_desk.ui.records import RECORD_ROLE, Column, RecordModel
from amo_desk.ui.widgets.basics import STEP, button, card, field_box, label, rule, set_property, table
from amo_desk.ui.widgets.entries import Entry, Form, NewPassword, NoticeBox, SecretEntry, take_focus

_SIDE = 400


class AccountForm(Form):
    """The forms of the page: who (for a new agent) and a new password; `agent_named` as the name is typed."""

    agent_named = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.name = Entry(self.tr("Nom de l'agent"), hint=self.tr("Tel qu'il paraîtra sur les reçus"))
        self.login = Entry(self.tr("Nom de connexion"), hint=self.tr("Proposé d'après le nom"), longest=40)
        self._role = QComboBox()
        self._role.addItems([messages.translated(messages.ROLES[role]) for role in Role])
        self.current = SecretEntry(self.tr("Mot de passe actuel"))
        self.password = NewPassword()
        self._title, self._purpose = label("", "title", wrap=True), label("", "quiet", wrap=True)
        self._box = NoticeBox("bad")
        self.save = button("", self.submitted.emit, primary=True)
        self.cancel = button(self.tr("Annuler"), self.left.emit)
        self._who = QWidget()
        who = QVBoxLayout(self._who)
        who.setContentsMargins(0, 0, 0, 0)
        who.setSpacing(3 * STEP)
        for widget in (self.name, self.login, field_box(self.tr("Rôle"), self._role)):
            who.addWidget(widget)
        foot = QHBoxLayout()
        foot.setSpacing(2 * STEP)
        foot.addWidget(self.save, 1)
        foot.addWidget(self.cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * STEP)
        for widget in (self._title, self._purpose, self._who, self.current, self.password, self._box):
            column.addWidget(widget)
        column.addLayout(foot)
        self.name.edited.connect(self.agent_named)
        self._entries = {
            "name": self.name,
            "login": self.login,
            "current": self.current,
            "password": self.password.first,
            "again": self.password.again,
        }
        self.set_fields((self.name.edit, self.login.edit, self._role, self.current.edit, *self.password.fields()))

    def role(self) -> Role:
        """The role chosen."""
        return list(Role)[self._role.currentIndex()]

    def start(self, kind: FormKind, agent: Agent | None, *, own: bool) -> None:
        """Empties the form and dresses it for what it is for."""
        name = agent.name if agent else ""
        title, purpose, save = {
            FormKind.NEW: (
                self.tr("Nouvel agent"),
                self.tr("Il pourra changer ce mot de passe dès sa première connexion."),
                self.tr("Créer le compte"),
            ),
            FormKind.PASSWORD: (
                self.tr("Mot de passe de {name}").format(name=name),
                self.tr("L'ancien ne vaudra plus rien dès l'enregistrement."),
                self.tr("Enregistrer"),
            ),
            FormKind.REOPEN: (
                self.tr("Rouvrir le compte de {name}").format(name=name),
                self.tr("Un compte fermé a perdu sa clé : il lui faut un nouveau mot de passe."),
                self.tr("Rouvrir le compte"),
            ),
        }[kind]
        self._title.setText(title)
        self._purpose.setText(purpose)
        self.save.setText(save)
        self.save.setAccessibleName(save)
        self._who.setVisible(kind is FormKind.NEW)
        self.current.setVisible(own and kind is FormKind.PASSWORD)
        for entry in self._entries.values():
            entry.edit.clear()
        self._role.setCurrentIndex(0)
        self.password.clear()
        self.password.set_about(name)

    def show_trouble(self, sentence: str, wrong: str) -> None:
        """Says what is wrong beside its field, or apart."""
        for name, entry in self._entries.items():
            entry.show_trouble(sentence if name == wrong else "")
        self._box.say("" if wrong else sentence)
        if sentence:
            take_focus(self._entries[wrong].edit if wrong else self.save)

    def focus_start(self) -> None:
        """Takes the focus at the first line that shows."""
        first = (self.name, self.current, self.password.first)
        take_focus(next(entry for entry in first if entry.isVisible()).edit)


class AccountsView(QWidget):
    """Says which agent is chosen, what is asked for them, and when a form is submitted or left."""

    chosen = Signal(object)
    new_asked = Signal()
    password_asked = Signal()
    close_asked = Signal()

    def __init__(self, me: Agent, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form_shown: FormKind | None = None
        self.form = AccountForm()
        self._side = self._chosen_side()
        left, column = card()
        self._count = label("", "quiet")
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Agents du bureau"), "title"))
        head.addStretch(1)
        head.addWidget(self._count)
        head.addWidget(self.add)
        head.setSpacing(3 * STEP)
        self._set_table(me)
        self._journal = label("", "quiet", wrap=True)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addWidget(rule())
        column.addWidget(self._journal)
        right, column = card()
        right.setFixedWidth(_SIDE)
        column.setContentsMargins(STEP, STEP, STEP, STEP)
        column.addWidget(self._scrolled())
        whole = QHBoxLayout(self)
        whole.setContentsMargins(3 * STEP, 3 * STEP, 3 * STEP, 3 * STEP)
        whole.setSpacing(3 * STEP)
        whole.addWidget(left, 1)
        whole.addWidget(right)

    def show_state(self, state: AccountsState) -> None:
        """Shows the agents, and the chosen one or the form."""
        self.model.show(state.agents)
        self._count.setText(self.tr("Comptes : {count}").format(count=len(state.agents)))
        self._show_journal(state.journal)
        self._select(state.agents.index(state.agent) if state.agent else -1)
        self._show_chosen(state)
        opened = state.form is not self._form_shown
        self._form_shown = state.form
        self._side.setVisible(state.form is None)
        self.form.setVisible(state.form is not None)
        self.form.setEnabled(not state.busy)
        if opened and state.form is not None:
            self.form.start(state.form, state.agent, own=state.own)
            self.form.focus_start()
        elif opened:
            self.form.password.clear()
            take_focus(self.table)
        self.form.show_trouble(messages.sentence(state.trouble) if state.trouble else "", state.wrong)

    def _scrolled(self) -> QScrollArea:
        """The side in a frame that scrolls: its longest form is higher than the smallest window."""
        inner = QWidget()
        inside = QVBoxLayout(inner)
        inside.setContentsMargins(4 * STEP, 4 * STEP, 4 * STEP, 4 * STEP)
        inside.addWidget(self._side)
        inside.addWidget(self.form)
        inside.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        return area

    def _set_table(self, me: Agent) -> None:
        def name(agent: Agent) -> str:
            return self.tr("{name} (vous)").format(name=agent.name) if agent.id == me.id else agent.name

        def account(agent: Agent) -> str:
            return self.tr("ouvert") if agent.active else self.tr("fermé")

        def quiet(agent: Agent) -> QColor | None:
            return None if agent.active else theme.current().colour("quiet")

        self.table = table(self.tr("Agents du bureau"), 36)
        self.model = RecordModel[Agent](
            (
                Column(title=self.tr("Nom"), text=name, colour=quiet),
                Column(title=self.tr("Connexion"), text=lambda agent: agent.login, colour=quiet),
                Column(
                    title=self.tr("Rôle"),
                    text=lambda agent: messages.translated(messages.ROLES[agent.role]),
                    colour=quiet,
                ),
                Column(title=self.tr("Compte"), text=account, colour=quiet),
            ),
            self.table,
        )
        self.table.setModel(self.model)
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, width in ((1, 180), (2, 150), (3, 100)):
            head.resizeSection(column, width)
        self.table.selectionModel().currentRowChanged.connect(
            lambda index, _before: self.chosen.emit(index.data(RECORD_ROLE)) if index.isValid() else None
        )

    def _chosen_side(self) -> QWidget:
        side = QWidget()
        self._name, self._login = label("", "title", wrap=True), label("", "quiet")
        self._role = label()
        self._open = label()
        self._open.setProperty("badge", "good")
        self._armed = NoticeBox("warn")
        self.add = button(self.tr("Nouvel agent"), self.new_asked.emit)
        self.password = button(self.tr("Changer le mot de passe"), self.password_asked.emit)
        self.reopen = button(self.tr("Rouvrir le compte"), self.password_asked.emit)
        self.close_account = button(self.tr("Fermer le compte"), self.close_asked.emit)
        badge = QHBoxLayout()
        badge.addWidget(self._role)
        badge.addStretch(1)
        badge.addWidget(self._open)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * STEP)
        column.addWidget(self._name)
        column.addWidget(self._login)
        column.addLayout(badge)
        column.addWidget(_spaced_rule())
        for widget in (self.password, self.reopen, self.close_account, self._armed):
            column.addWidget(widget)
        return side

    def _show_chosen(self, state: AccountsState) -> None:
        agent = state.agent
        if agent is not None:
            self._name.setText(agent.name)
            self._login.setText(agent.login)
            self._role.setText(messages.translated(messages.ROLES[agent.role]))
            self._open.setText(self.tr("Compte ouvert") if agent.active else self.tr("Compte fermé"))
            set_property(self._open, "badge", "good" if agent.active else "warn")
        self.add.setVisible(state.may_add)
        self.add.setEnabled(state.form is None and not state.busy)
        self.password.setVisible(state.may_set_password)
        self.reopen.setVisible(state.may_reopen)
        self.close_account.setVisible(state.may_close)
        self._side.setEnabled(not state.busy)
        words = self.tr("Encore une fois pour fermer ce compte. Ses dossiers restent ; il n'ouvrira plus le registre.")
        self._armed.say(words if state.armed else "")

    def _show_journal(self, journal: JournalState | None) -> None:
        if journal is None:
            text, tone = self.tr("Journal : vérification…"), "quiet"
        elif journal.broken_at is None:
            text, tone = self.tr("✓ Journal intact : {rows} lignes").format(rows=journal.rows), "good"
        else:
            words = self.tr(
                "✗ Journal rompu à la ligne {row} : le registre a été modifié hors du programme. "
                "Gardez-en une copie et prévenez le siège."
            )
            text, tone = words.format(row=journal.broken_at), "bad"
        self._journal.setText(text)
        set_property(self._journal, "role", tone)

    def _select(self, row: int) -> None:
        if row >= 0 and self.table.currentIndex().row() != row:
            flags = QItemSelectionModel.SelectionFlag
            index = self.model.index(row, 0)
            self.table.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            self.table.scrollTo(index)


def _spaced_rule() -> QFrame:
    line = rule()
    line.setContentsMargins(0, 2 * STEP, 0, 2 * STEP)
    return line
