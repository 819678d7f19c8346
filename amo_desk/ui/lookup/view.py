"""The lookup page as widgets: results or drafts at the left, the marked family at the right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QWidget

from amo_desk.domain.dossier import DossierSummary
from amo_desk.domain.names import spans
from amo_desk.domain.people import Relation
from amo_desk.rules.rulebook import Rulebook
from amo_desk.ui import messages
from amo_desk.ui.lookup import state as states
from amo_desk.ui.lookup.state import LookupState
from amo_desk.ui.records import RECORD_ROLE, Column, RecordModel, Spans
from amo_desk.ui.widgets.basics import STEP, card, label
from amo_desk.ui.widgets.family_card import FamilyCardView
from amo_desk.ui.widgets.listing import listing
from amo_desk.ui.widgets.marked import TWO_LINES, MarkedDelegate
from amo_desk.usecases.lookup import Hit

# The columns that give way where the room is small.
AFFILIATION, CIN = 4, 5


class LookupView(QWidget):
    """Shows what was found; says which result is marked and which is opened."""

    hit_marked = Signal(object)
    hit_opened = Signal(object)
    draft_opened = Signal(object)

    def __init__(self, rulebook: Rulebook) -> None:
        super().__init__()
        self._rulebook = rulebook
        self._typed = ""
        self._hits: RecordModel[Hit] = RecordModel(self._hit_columns(), self)
        self._drafts: RecordModel[DossierSummary] = RecordModel(self._draft_columns(), self)
        self.results = listing(
            self.tr("Personnes trouvées"), self._hits, least=(AFFILIATION, CIN), row_height=TWO_LINES
        )
        self.results.setItemDelegate(MarkedDelegate(self.results))
        self.drafts = listing(self.tr("Brouillons à finir"), self._drafts, row_height=34)
        self._hits_count = label("", "quiet")
        self._nothing = label("", "quiet", wrap=True)
        self._day = label("", "quiet", wrap=True)
        self._figures = label("", "number")
        self._no_drafts = label(self.tr("Aucun brouillon : tout ce qui a été commencé est reçu ou abandonné."), "quiet")
        self.pages = QStackedWidget()
        self.pages.addWidget(self._results_page())
        self.pages.addWidget(self._home_page())
        self.family = FamilyCardView(rulebook)
        self.family.setFixedWidth(316)
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(3 * STEP)
        columns.addWidget(self.pages, 1)
        columns.addWidget(self.family)
        self.results.selectionModel().currentRowChanged.connect(lambda now, _was: self._marked(now))
        self.results.activated.connect(lambda index: self.hit_opened.emit(index.data(RECORD_ROLE)))
        self.drafts.activated.connect(lambda index: self.draft_opened.emit(index.data(RECORD_ROLE)))

    def show_state(self, state: LookupState) -> None:
        """Shows results, or the home page where nothing is typed."""
        self._typed = state.answered
        self.pages.setCurrentIndex(0 if state.typed.strip() else 1)
        self._hits.show(state.hits)
        self._drafts.show(state.drafts)
        words = self.tr("{0} premiers, précisez").format(len(state.hits))
        if not state.found.more:
            one, many = self.tr("{0} personne"), self.tr("{0} personnes")
            words = (many if len(state.hits) > 1 else one).format(len(state.hits))
        self._hits_count.setText(words)
        self._nothing.setText(
            self.tr(
                "Personne ne correspond à « {0} ». Essayez un autre mot, le numéro d'immatriculation ou le CIN."
            ).format(state.typed)
        )
        self._nothing.setVisible(state.nothing)
        self.results.setVisible(not state.nothing)
        one, many = self.tr("{0} reçu aujourd'hui · {1} à envoyer"), self.tr("{0} reçus aujourd'hui · {1} à envoyer")
        self._figures.setText((many if state.received > 1 else one).format(state.received, state.waiting))
        self._day.setText(
            self.tr(
                "{0} personnes au registre de ce poste. F2 : cherchez par immatriculation, affiliation, CIN, nom "
                "ou numéro de reçu."
            ).format(f"{state.people:,}".replace(",", "\u00a0"))
        )
        self._no_drafts.setVisible(not state.drafts)
        self.drafts.setVisible(bool(state.drafts))
        if state.card is None:
            self.family.show_nobody(self.tr("La famille apparaît ici, avec ses droits du jour."))
        if state.hits and not self.results.currentIndex().isValid():
            self.results.selectRow(0)

    def show_results(self, state: LookupState) -> None:
        """Shows new results, the first one marked."""
        self.results.selectionModel().clear()
        self.show_state(state)

    def mark(self, step: int) -> None:
        """Marks the next or the previous result."""
        model, view = (self._hits, self.results) if self.pages.currentIndex() == 0 else (self._drafts, self.drafts)
        row = view.currentIndex().row() + step
        if 0 <= row < model.rowCount():
            view.selectRow(row)

    def open_current(self) -> None:
        """Opens the marked result or draft."""
        view = self.results if self.pages.currentIndex() == 0 else self.drafts
        index = view.currentIndex()
        if index.isValid():
            view.activated.emit(index)

    def _marked(self, index: QModelIndex) -> None:
        if index.isValid():
            self.hit_marked.emit(index.data(RECORD_ROLE))

    def _results_page(self) -> QFrame:
        frame, column = card()
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Membres"), "title"))
        head.addStretch(1)
        head.addWidget(self._hits_count)
        column.addLayout(head)
        column.addWidget(self._nothing)
        column.addWidget(self.results, 1)
        column.addStretch(0)
        return frame

    def _home_page(self) -> QFrame:
        frame, column = card()
        column.addWidget(label(self.tr("Aujourd'hui"), "title"))
        column.addWidget(self._figures)
        column.addWidget(self._day)
        column.addSpacing(3 * STEP)
        column.addWidget(label(self.tr("BROUILLONS À FINIR"), "section"))
        column.addWidget(self._no_drafts)
        column.addWidget(self.drafts, 1)
        column.addStretch(0)
        return frame

    def _hit_columns(self) -> tuple[Column[Hit], ...]:
        return (
            Column(
                title=self.tr("Nom"),
                text=lambda h: h.name,
                stretch=True,
                width=230,
                tip=self._family,
                below=self._family,
                marks=lambda h: self._in_name(h.name),
            ),
            Column(
                title=self.tr("Nom arabe"),
                text=lambda h: h.arabic_name,
                width=150,
                marks=lambda h: self._in_name(h.arabic_name),
            ),
            Column(title=self.tr("Né(e)"), text=lambda h: str(h.birth_year), width=60),
            self._number_column(self.tr("Immatriculation"), lambda h: h.immatriculation, 130),
            self._number_column(self.tr("Affiliation"), lambda h: h.affiliation, 100),
            self._number_column(self.tr("CIN"), lambda h: h.cin, 90),
            Column(title=self.tr("Mutuelle"), text=lambda h: h.mutuelle, width=110, below=self._extract),
        )

    def _number_column(self, title: str, number: Callable[[Hit], str], width: int) -> Column[Hit]:
        return Column(title=title, text=number, width=width, marks=lambda h: states.in_number(number(h), self._typed))

    def _in_name(self, name: str) -> Spans:
        return spans(name, self._typed)

    def _family(self, hit: Hit) -> str:
        """Who else is covered, or under whom; before that, the number that was typed where no column shows it."""
        parts = [words for words, number in self._unseen(hit) if states.in_number(number, self._typed)]
        if hit.relation is not Relation.INSURED:
            relation_to = messages.translated(messages.RELATIONS[hit.relation])
            parts.append(self.tr("{0}, sous {1}").format(relation_to, hit.insured))
        else:
            for relation, members in states.by_relation(hit.family):
                words = messages.RELATIONS_MANY if len(members) > 1 else messages.RELATIONS
                parts.append(f"{messages.translated(words[relation])} {', '.join(members)}")
        return " · ".join(parts) or self.tr("seul au registre")

    def _unseen(self, hit: Hit) -> list[tuple[str, str]]:
        unseen = [(self.tr("PPR {0}").format(hit.ppr), hit.ppr)]
        if self.results.isColumnHidden(AFFILIATION):
            unseen.append((self.tr("affiliation {0}").format(hit.affiliation), hit.affiliation))
        if self.results.isColumnHidden(CIN):
            unseen.append((self.tr("CIN {0}").format(hit.cin), hit.cin))
        return unseen

    def _extract(self, hit: Hit) -> str:
        return self.tr("au {0}").format(messages.day_text(hit.extract_day))

    def _draft_columns(self) -> tuple[Column[DossierSummary], ...]:
        return (
            Column(title=self.tr("Bénéficiaire"), text=lambda d: d.beneficiary, stretch=True),
            Column(title=self.tr("Dossier"), text=lambda d: messages.form_label(self._rulebook, d.form), width=240),
            Column(title=self.tr("Immatriculation"), text=lambda d: d.immatriculation, width=130),
            Column(title=self.tr("Commencé le"), text=lambda d: messages.day_text(d.deposit_day), width=104),
        )
