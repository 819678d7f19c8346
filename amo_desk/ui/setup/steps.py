"""The steps of the first-run assistant: each a pane with its entries, none knowing what makes them right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QHeaderView, QProgressBar, QVBoxLayout, QWidget

from amo_desk.rules.rulebook import Mutuelle
from amo_desk.ui.records import RECORD_ROLE, Column, RecordModel
from amo_desk.ui.widgets.basics import STEP, label, table
from amo_desk.ui.widgets.entries import Entry, NewPassword, side_by_side

_ENTRIES_WIDTH = 520


class StepPane(QWidget):
    """A step: a title, what it is for, and the widgets that Enter walks through."""

    def __init__(self, title: str, purpose: str) -> None:
        super().__init__()
        self.fields: tuple[QWidget, ...] = ()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(3 * STEP)
        self.column.addWidget(label(title, "title"))
        self.column.addWidget(label(purpose, "quiet", wrap=True))

    def show_trouble(self, field: str, sentence: str) -> None:
        """Says what is wrong beside the field it is about."""

    def field(self, _name: str) -> QWidget | None:
        """The widget to type in for a field."""
        return self.fields[0] if self.fields else None


class EntriesPane(StepPane):
    """A step made of entries, by name."""

    def __init__(self, title: str, purpose: str) -> None:
        super().__init__(title, purpose)
        self.entries: dict[str, Entry] = {}
        body = QWidget()
        body.setMaximumWidth(_ENTRIES_WIDTH)
        self.body = QVBoxLayout(body)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(3 * STEP)
        self.column.addWidget(body)
        self.column.addStretch(1)

    def show_trouble(self, field: str, sentence: str) -> None:
        """Says what is wrong under its entry, and clears the others."""
        for name, entry in self.entries.items():
            entry.show_trouble(sentence if name == field else "")

    def field(self, name: str) -> QWidget | None:
        """The line to type in for a field, else the first."""
        return self.entries[name].edit if name in self.entries else super().field(name)

    def set_entries(self, entries: Mapping[str, Entry]) -> None:
        """Takes the entries, in the order that Enter walks through them."""
        self.entries = dict(entries)
        self.fields = tuple(entry.edit for entry in entries.values())


class MutuellePane(StepPane):
    """Which of the mutuelles this office belongs to."""

    def __init__(self) -> None:
        super().__init__(
            self.tr("Votre mutuelle"),
            self.tr("Elle figure en tête de chaque reçu et choisit les compléments. Flèches, puis Entrée."),
        )
        self.table = table(self.tr("Mutuelles"), 46)
        self.model = RecordModel[Mutuelle](
            (
                Column(title=self.tr("Sigle"), text=lambda mutuelle: mutuelle.code),
                Column(title=self.tr("Nom"), text=lambda mutuelle: mutuelle.name.fr),
                Column(title=self.tr("Nom en arabe"), text=lambda mutuelle: mutuelle.name.ar, right=True),
            ),
            self.table,
        )
        self.table.setModel(self.model)
        self.table.setTextElideMode(Qt.TextElideMode.ElideRight)
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        self._trouble = label("", "bad", wrap=True)
        self._trouble.hide()
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self._trouble)
        self.fields = (self.table,)

    def show_mutuelles(self, mutuelles: Sequence[Mutuelle]) -> None:
        """Shows the choice, keeping what was chosen."""
        self.model.show(mutuelles)

    def chosen(self) -> str:
        """The code of the chosen mutuelle, empty before one is."""
        rows = self.table.selectionModel().selectedRows()
        record: Mutuelle | None = rows[0].data(RECORD_ROLE) if rows else None
        return record.code if record else ""

    def show_trouble(self, _field: str, sentence: str) -> None:
        """Says what is wrong below the table."""
        self._trouble.setText(sentence)
        self._trouble.setVisible(bool(sentence))


class OfficePane(EntriesPane):
    """The office, its number and the station."""

    def __init__(self) -> None:
        super().__init__(
            self.tr("Bureau et poste"),
            self.tr("Le nom et les deux codes figurent sur les reçus et dans leurs numéros : reprenez ceux du siège."),
        )
        self.name = Entry(self.tr("Nom du bureau"), hint=self.tr("Exemple : Section Rabat-Agdal"))
        self.code = Entry(self.tr("Code du bureau"), hint=self.tr("Trois chiffres"), longest=3)
        self.station = Entry(self.tr("Poste"), hint=self.tr("Deux chiffres, un par guichet"), longest=2)
        self.phone = Entry(self.tr("Téléphone (facultatif)"), longest=40)
        self.address = Entry(self.tr("Adresse (facultative)"), longest=200)
        self.body.addWidget(self.name)
        self.body.addLayout(side_by_side(self.code, self.station))
        self.body.addWidget(self.phone)
        self.body.addWidget(self.address)
        self.set_entries(
            {
                "name": self.name,
                "code": self.code,
                "station": self.station,
                "phone": self.phone,
                "address": self.address,
            }
        )


class AdministratorPane(EntriesPane):
    """The first account."""

    def __init__(self) -> None:
        super().__init__(
            self.tr("Administrateur"),
            self.tr("Le premier compte ouvre ceux des autres agents. Chacun aura le sien : le journal nomme qui agit."),
        )
        self.agent = Entry(self.tr("Nom de l'agent"), hint=self.tr("Tel qu'il paraîtra sur les reçus"))
        self.login = Entry(self.tr("Nom de connexion"), hint=self.tr("Proposé d'après le nom"), longest=40)
        self.password = NewPassword()
        self.body.addWidget(self.agent)
        self.body.addWidget(self.login)
        self.body.addWidget(self.password)
        self.set_entries(
            {
                "agent": self.agent,
                "login": self.login,
                "password": self.password.first,
                "again": self.password.again,
            }
        )

    def show_named(self, name: str, login: str) -> None:
        """Proposes a login for a name; neither makes a password solid."""
        self.login.propose(login)
        self.password.set_about(name, login)


class KeyPane(StepPane):
    """The recovery key, to be written on paper: it can be read here and nowhere else."""

    def __init__(self) -> None:
        super().__init__(
            self.tr("Clé de secours"),
            self.tr("Recopiez ces six groupes sur papier, et gardez la feuille sous clé, loin du poste."),
        )
        frame = QFrame()
        frame.setObjectName("Panel")
        grid = QGridLayout(frame)
        grid.setContentsMargins(5 * STEP, 4 * STEP, 5 * STEP, 4 * STEP)
        grid.setHorizontalSpacing(8 * STEP)
        grid.setVerticalSpacing(4 * STEP)
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(24)
        font.setBold(True)
        self._groups = []
        for place in range(6):
            group = label()
            group.setFont(font)
            cell = QHBoxLayout()
            cell.setSpacing(2 * STEP)
            cell.addWidget(label(f"{place + 1}", "quiet"))
            cell.addWidget(group, 1)
            grid.addLayout(cell, place // 3, place % 3)
            self._groups.append(group)
        self.column.addWidget(frame, 0, Qt.AlignmentFlag.AlignLeft)
        for sentence in (
            self.tr("Elle rouvre le registre quand un mot de passe est oublié. Elle ne sera plus jamais montrée."),
            self.tr("Sans elle et sans mot de passe, plus personne ne peut lire le registre, nous non plus."),
            self.tr("Ni 0, ni 1, ni O, ni I : aucun signe ne se confond avec un autre."),
        ):
            self.column.addWidget(label(f"•  {sentence}", wrap=True))
        self.column.addStretch(1)

    def show_key(self, key: str) -> None:
        """Shows the groups of the key; without a key, no group stays anywhere."""
        groups = key.split("-") if key else [""] * len(self._groups)
        for place, (widget, group) in enumerate(zip(self._groups, groups, strict=True)):
            widget.setText(group)
            widget.setAccessibleName(self.tr("Groupe {number} : {group}").format(number=place + 1, group=group))


class ConfirmPane(EntriesPane):
    """Two groups of the key, to be read from the paper."""

    def __init__(self, asked: int) -> None:
        super().__init__(
            self.tr("La clé est-elle bien notée ?"),
            self.tr("Tapez ces deux groupes d'après votre feuille. Échap montre encore la clé."),
        )
        self._groups = [Entry(self.tr("Groupe"), longest=12) for _ in range(asked)]
        self._trouble = label("", "bad", wrap=True)
        self._trouble.hide()
        self._summary = label("", "strong", wrap=True)
        self._working = QWidget()
        working = QVBoxLayout(self._working)
        working.setContentsMargins(0, 0, 0, 0)
        working.setSpacing(2 * STEP)
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setAccessibleName(self.tr("Création en cours"))
        working.addWidget(label(self.tr("Création du registre chiffré…"), "quiet"))
        working.addWidget(bar)
        self._working.hide()
        self.body.addLayout(side_by_side(*self._groups))
        self.body.addWidget(self._trouble)
        self.body.addSpacing(2 * STEP)
        self.body.addWidget(label(self.tr("Ce qui va être créé"), "section"))
        self.body.addWidget(self._summary)
        self.body.addWidget(self._working)
        self.set_entries({f"group_{place}": entry for place, entry in enumerate(self._groups)})

    def show_asked(self, asked: Sequence[int], summary: str) -> None:
        """Names the groups to type, and what will be created."""
        for entry, place in zip(self._groups, asked, strict=False):
            entry.set_title(self.tr("Groupe {number}").format(number=place + 1))
        self._summary.setText(summary)

    def show_working(self, working: bool) -> None:
        """Says that the store is being made; nothing can be typed meanwhile."""
        self._working.setVisible(working)
        for entry in self._groups:
            entry.setEnabled(not working)

    def show_trouble(self, _field: str, sentence: str) -> None:
        """Says below both groups that they are wrong, without telling which."""
        self._trouble.setText(sentence)
        self._trouble.setVisible(bool(sentence))

    def groups(self) -> tuple[str, ...]:
        """The groups as typed."""
        return tuple(entry.text() for entry in self._groups)

    def clear(self) -> None:
        """Forgets the groups."""
        for entry in self._groups:
            entry.edit.clear()
