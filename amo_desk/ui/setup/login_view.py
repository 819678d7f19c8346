"""The login, the recovery and the lock on screen: one card in the middle of an empty ground."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QScrollArea, QVBoxLayout, QWidget

from amo_desk.ui import messages
from amo_desk.ui.setup.login_state import LockState, LoginState, Pane
from amo_desk.ui.widgets.basics import STEP, button, card, label
from amo_desk.ui.widgets.entries import Entry, Form, NewPassword, NoticeBox, SecretEntry, take_focus

_CARD = 420


class CardForm(Form):
    """A form inside a card; it shows a trouble beside its field or in a box, and that it is at work."""

    def __init__(self, title: str, subtitle: str, working: str) -> None:
        super().__init__()
        self.entries: dict[str, Entry] = {}
        self._box = NoticeBox("bad")
        self._working = QWidget()
        self._bar = QProgressBar()
        self._bar.setAccessibleName(working)
        inner = QVBoxLayout(self._working)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(STEP)
        inner.addWidget(label(working, "quiet"))
        inner.addWidget(self._bar)
        self._subtitle = label("", "quiet", wrap=True)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(3 * STEP)
        self.column.addWidget(label(title, "title"))
        self.column.addWidget(self._subtitle)
        self.set_subtitle(subtitle)

    def finish(self, entries: dict[str, Entry], shown: Sequence[QWidget], *buttons: QWidget) -> None:
        """Puts the entries, the trouble, the work and the buttons below each other."""
        self.entries = entries
        for widget in shown:
            self.column.addWidget(widget)
        self.column.addWidget(self._box)
        self.column.addWidget(self._working)
        foot = QHBoxLayout()
        foot.setSpacing(2 * STEP)
        first, *others = buttons
        foot.addWidget(first, 1)
        for other in others:
            foot.addWidget(other)
        self.column.addLayout(foot)
        self.set_fields([entry.edit for entry in entries.values()])
        self._buttons = buttons

    def set_subtitle(self, text: str) -> None:
        """Changes the quiet line under the title."""
        self._subtitle.setText(text)
        self._subtitle.setVisible(bool(text))

    def show_trouble(self, sentence: str, wrong: str) -> None:
        """Says what is wrong beside its field, which takes the focus with all of it selected."""
        for name, entry in self.entries.items():
            entry.show_trouble(sentence if name == wrong else "")
        self._box.say("" if wrong else sentence)
        if sentence:
            take_focus(self.entries[wrong].edit if wrong else self.entries[next(reversed(self.entries))].edit)

    def show_working(self, working: bool) -> None:
        """Lets nothing be typed while at work; the bar moves only then."""
        self._bar.setRange(0, 0 if working else 1)
        self._working.setVisible(working)
        for widget in (*self.entries.values(), *self._buttons):
            widget.setEnabled(not working)


class LoginForm(CardForm):
    """Name and password."""

    def __init__(self) -> None:
        super().__init__(self.tr("Connexion"), "", self.tr("Ouverture du registre…"))
        self.login = Entry(self.tr("Nom de connexion"), longest=40)
        self.password = SecretEntry(self.tr("Mot de passe"))
        self.enter = button(self.tr("Se connecter"), self.submitted.emit, primary=True)
        self.finish({"login": self.login, "password": self.password}, (self.login, self.password), self.enter)


class RecoveryForm(CardForm):
    """The recovery key and a new password."""

    def __init__(self) -> None:
        super().__init__(
            self.tr("Mot de passe oublié"),
            self.tr("La clé de secours est sur la feuille écrite à la mise en route. Le journal gardera trace."),
            self.tr("Ouverture du registre…"),
        )
        self.login = Entry(self.tr("Nom de connexion"), longest=40)
        self.key = Entry(self.tr("Clé de secours"), hint=self.tr("Six groupes ; tirets et majuscules sans importance"))
        self.password = NewPassword()
        self.enter = button(self.tr("Ouvrir avec ce mot de passe"), self.submitted.emit, primary=True)
        self.back = button(self.tr("Revenir"), self.left.emit)
        self.finish(
            {"login": self.login, "key": self.key, "new": self.password.first, "again": self.password.again},
            (self.login, self.key, self.password),
            self.enter,
            self.back,
        )


class LockForm(CardForm):
    """The password of the agent who locked."""

    def __init__(self) -> None:
        super().__init__(self.tr("Poste verrouillé"), "", self.tr("Vérification…"))
        self.password = SecretEntry(self.tr("Mot de passe"))
        self.enter = button(self.tr("Déverrouiller"), self.submitted.emit, primary=True)
        self.finish({"password": self.password}, (self.password,), self.enter)


def link(text: str, run: Callable[[], None]) -> QPushButton:
    """A button that looks like the lesser thing to do."""
    widget = button(text, run)
    widget.setProperty("link", True)
    return widget


class CardPlace(QScrollArea):
    """The name of the product above, a card with one form at a time, quiet things below."""

    def __init__(self, forms: Sequence[CardForm], *below: QWidget) -> None:
        super().__init__()
        self._forms = tuple(forms)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        frame, inside = card()
        inside.setContentsMargins(7 * STEP, 6 * STEP, 7 * STEP, 7 * STEP)
        frame.setFixedWidth(_CARD)
        for form in self._forms:
            inside.addWidget(form)
        product = label("AMO Desk", "product")
        motto = label(self.tr("Guichet des mutuelles · CNOPS / AMO"), "quiet")
        column = QVBoxLayout()
        column.setSpacing(3 * STEP)
        column.addStretch(2)
        column.addWidget(product, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(motto, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(2 * STEP)
        column.addWidget(frame)
        for widget in below:
            column.addWidget(widget)
        column.addStretch(3)
        inner = QWidget()
        middle = QHBoxLayout(inner)
        middle.addStretch(1)
        middle.addLayout(column)
        middle.addStretch(1)
        self.setWidget(inner)

    def show_form(self, shown: CardForm) -> None:
        """Puts one form into the card."""
        for form in self._forms:
            form.setVisible(form is shown)


class LoginView(QWidget):
    """Both ways in, one at a time; the `hint` box is there for demonstrations."""

    log_in_asked = Signal()
    recover_asked = Signal()
    forgotten = Signal()
    back_asked = Signal()
    begun = Signal()

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Pane | None = None
        self.login, self.recovery = LoginForm(), RecoveryForm()
        self._forms: dict[Pane, CardForm] = {Pane.LOGIN: self.login, Pane.RECOVERY: self.recovery}
        self._hint = NoticeBox()
        self._hint_text = hint
        self.forgot = link(self.tr("Mot de passe oublié ?"), self.forgotten.emit)
        self._place = CardPlace((self.login, self.recovery), self._hint, self.forgot)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._place)
        self.login.submitted.connect(self.log_in_asked)
        self.recovery.submitted.connect(self.recover_asked)
        self.recovery.left.connect(self.back_asked)
        self.login.login.edited.connect(lambda _text: self.begun.emit())

    def show_state(self, state: LoginState) -> None:
        """Shows a pane and what is wrong in it."""
        form = self._forms[state.pane]
        self._place.show_form(form)
        form.show_working(state.busy)
        form.show_trouble(messages.sentence(state.trouble) if state.trouble else "", state.wrong)
        self.forgot.setVisible(state.pane is Pane.LOGIN)
        self.forgot.setEnabled(not state.busy)
        self._hint.say(self._hint_text if state.pane is Pane.LOGIN else "")
        if state.pane is not self._shown:
            form.focus_first()
        self._shown = state.pane

    def forget_secrets(self) -> None:
        """Empties every password and the key."""
        self.login.password.clear()
        self.recovery.password.clear()
        self.recovery.key.edit.clear()


class LockView(QWidget):
    """The lock: a name, a password, nothing of anybody's file."""

    change_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = LockForm()
        self.change = link(self.tr("Changer d'agent"), self.change_asked.emit)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(CardPlace((self.form,), self.change))

    def show_state(self, state: LockState) -> None:
        """Shows who locked and what is wrong."""
        self.form.set_subtitle(state.agent)
        self.form.show_working(state.busy)
        self.form.show_trouble(messages.sentence(state.trouble) if state.trouble else "", state.wrong)
        self.change.setEnabled(not state.busy)
