"""The family as a card: who they are, rights on the day, what is about to expire, and their latest dossiers."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from amo_desk.domain.dossier import DossierSummary
from amo_desk.domain.people import Relation
from amo_desk.rules.rights import Rights
from amo_desk.rules.rulebook import Rulebook
from amo_desk.ui import messages
from amo_desk.ui.shortcuts import MEMBERS, Key, key_text
from amo_desk.ui.widgets.basics import STEP, Elided, RowButton, card, emptied, key_cap, label, row, rule
from amo_desk.ui.widgets.odf_panel import OdfPanel
from amo_desk.ui.widgets.register_words import Line, arabic_line, contact_lines, short_arabic_line
from amo_desk.usecases.lookup import FamilyCard, MemberCard


def rights_sentence(rights: Rights, rulebook: Rulebook) -> str:
    """The answer about a person's rights, in words."""
    words = messages.said(rulebook.sentences[rights.reason].message)
    return words.replace("{day}", messages.day_text(rights.day))


class FamilyCardView(QFrame):
    """Shows one family; members are chosen by their key or by a click."""

    member_chosen = Signal(int)
    dossier_chosen = Signal(object)

    def __init__(self, rulebook: Rulebook) -> None:
        super().__init__()
        self._rulebook = rulebook
        frame, outer = card()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(frame)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(STEP)
        area.setWidget(inner)
        # Figures at the right stand clear of the bar, where there is one.
        bar = area.verticalScrollBar()
        bar.rangeChanged.connect(lambda _low, high: self._column.setContentsMargins(0, 0, 2 * STEP if high else 0, 0))
        outer.addWidget(area)

    def show_nobody(self, words: str) -> None:
        """Shows that nobody is chosen."""
        emptied(self._column)
        self._column.addWidget(label(words, "quiet", wrap=True))
        self._column.addStretch(1)

    def show_family(self, shown: FamilyCard, chosen: UUID | None) -> None:
        """Shows a family, with one member marked and their orthodontic treatment where they have one."""
        emptied(self._column)
        family = shown.family
        insured = family.insured
        self._column.addWidget(label(insured.name, "name", wrap=True))
        arabic = label(insured.arabic_name, wrap=True)
        arabic.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        self._column.addWidget(arabic)
        self._tell(arabic_line(insured))
        numbers = self.tr("Imm. {0} · Aff. {1}").format(family.immatriculation, family.affiliation)
        self._column.addWidget(label(numbers, "quiet", wrap=True))
        status = messages.translated(messages.STATUSES[family.status])
        extract = self.tr("{0} · {1} · registre du {2}")
        office = label(
            extract.format(family.mutuelle, status, messages.day_text(family.extract_day)), "quiet", wrap=True
        )
        office.setToolTip(shown.mutuelle)
        self._column.addWidget(office)
        for line in contact_lines(family):
            self._tell(line)
        marked = next((m for m in shown.members if m.person.id == chosen), shown.members[0])
        self._column.addLayout(self._badge(marked.rights))
        self._section(self.tr("FAMILLE"))
        for index, member in enumerate(shown.members):
            self._column.addWidget(self._member(index, member, member.person.id == chosen))
        if marked.treatment is not None:
            self._section(self.tr("ORTHODONTIE"), Key.ODF)
            panel = OdfPanel(self._rulebook)
            panel.show_ledger(marked.treatment)
            self._column.addWidget(panel)
        if shown.dossiers:
            self._section(self.tr("DERNIERS DOSSIERS"))
            for dossier in shown.dossiers:
                self._column.addWidget(self._dossier(dossier))
        self._column.addStretch(1)

    def _section(self, title: str, key: Key | None = None) -> None:
        self._column.addSpacing(2 * STEP)
        heading = label(title, "section")
        if key is None:
            self._column.addWidget(heading)
        else:
            self._column.addLayout(row(heading, key_cap(key_text(key)), stretch=0))

    def _tell(self, line: Line | None) -> None:
        """Adds a line about a fact, where there is one."""
        if line is not None:
            shown = label(line.text, line.role, wrap=True)
            shown.setToolTip(line.tip)
            self._column.addWidget(shown)

    def _badge(self, rights: Rights) -> QHBoxLayout:
        badge = QLabel(self.tr("Droits ouverts") if rights.open else self.tr("Droits fermés"))
        badge.setProperty("badge", "good" if rights.open else "bad")
        # The badge has said already that rights are open.
        opened = messages.said(self._rulebook.sentences["rights_open"].message)
        words = rights_sentence(rights, self._rulebook).removeprefix(opened).removeprefix(" : ").removeprefix(": ")
        reason = label(words, "quiet", wrap=True)
        if rights.source is not None:
            reason.setToolTip(rights.source.title)
        line = QHBoxLayout()
        line.setSpacing(2 * STEP)
        line.addWidget(badge, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(reason, 1)
        return line

    def _member(self, index: int, member: MemberCard, chosen: bool) -> QWidget:
        relation = messages.translated(messages.RELATIONS[member.person.relation])
        words = self.tr("{0}, {1}, {2} ans").format(member.person.name, relation, member.age)
        choose = RowButton(words, lambda: self.member_chosen.emit(index))
        choose.setProperty("chosen", chosen)
        texts = QVBoxLayout(choose)
        texts.setContentsMargins(2 * STEP, STEP, 2 * STEP, STEP)
        texts.setSpacing(0)
        first = QHBoxLayout()
        first.setSpacing(STEP + 1)
        first.addWidget(label(member.person.first_name, "strong"))
        relation_and_age = Elided("quiet", right=False)
        relation_and_age.show_text(self.tr("{0} · {1} ans").format(relation, member.age))
        first.addWidget(relation_and_age, 1)
        if index < len(MEMBERS):
            first.addWidget(key_cap(MEMBERS[index].value))
        texts.addLayout(first)
        for warning, tone in self._warnings(member):
            texts.addWidget(label(warning, tone))
        told = short_arabic_line(member.person)
        if told is not None and member.person.relation is not Relation.INSURED:
            shown = Elided(told.role, right=False)
            shown.show_text(told.text, told.tip)
            texts.addWidget(shown)
        return choose

    def _warnings(self, member: MemberCard) -> list[tuple[str, str]]:
        warnings = []
        if not member.rights.open:
            warnings.append((self.tr("droits fermés"), "bad"))
        for proof in member.rights.expiring:
            kind = messages.translated(messages.CERTIFICATES[proof.kind])
            warnings.append((self.tr("{0} : expire le {1}").format(kind, messages.day_text(proof.until)), "warn"))
        for proof in member.rights.expired:
            kind = messages.translated(messages.CERTIFICATES[proof.kind])
            warnings.append((self.tr("{0} : expiré le {1}").format(kind, messages.day_text(proof.until)), "bad"))
        return warnings

    def _dossier(self, dossier: DossierSummary) -> QWidget:
        form = messages.form_label(self._rulebook, dossier.form)
        choose = RowButton(f"{form}, {dossier.number}", lambda: self.dossier_chosen.emit(dossier.id))
        choose.setToolTip(dossier.number)
        line = QHBoxLayout(choose)
        line.setContentsMargins(0, STEP, 0, STEP)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        name = Elided(right=False)
        name.show_text(form)
        texts.addWidget(name)
        state = messages.translated(messages.STATES[dossier.state])
        texts.addWidget(label(f"{messages.day_text(dossier.deposit_day)} · {state}", "quiet"))
        line.addLayout(texts, 1)
        line.addWidget(label(messages.money(dossier.billed)))
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(choose)
        column.addWidget(rule())
        return holder
