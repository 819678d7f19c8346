"""The pages of a workplace, each made when it is first asked for: most days need few of them."""

from __future__ import annotations

from functools import cached_property
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from amo_desk.ui.accounts.controller import AccountsPage
from amo_desk.ui.agreements.controller import AgreementsPage
from amo_desk.ui.duplicates.controller import DuplicatesPage
from amo_desk.ui.intake.controller import IntakePage
from amo_desk.ui.lookup.controller import LookupPage
from amo_desk.ui.lots.controller import LotsPage
from amo_desk.ui.odf.controller import OdfPage
from amo_desk.ui.page import Context, Page
from amo_desk.ui.practitioners.controller import PractitionersPage
from amo_desk.ui.preview.controller import PreviewPage
from amo_desk.ui.reference.controller import ReferencePage
from amo_desk.ui.registers.controller import RegistersPage
from amo_desk.usecases.desk import Desk

P = TypeVar("P", bound=Page)


class Pages(QStackedWidget):
    """One page in sight at a time; `made` carries each page once, as soon as it is there."""

    made = Signal(object)

    def __init__(self, context: Context, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("Stack")
        self._context, self._desk = context, desk

    def current(self) -> Page | None:
        """The page in sight."""
        page = self.currentWidget()
        return page if isinstance(page, Page) else None

    @property
    def unsaved(self) -> bool:
        """Whether something typed is not on the disk."""
        intake = self._made(IntakePage)
        return intake is not None and intake.unsaved

    def save_typed(self) -> None:
        """Saves what was typed of a dossier."""
        if intake := self._made(IntakePage):
            intake.settle()

    @property
    def importing(self) -> bool:
        """Whether a file is on its way into a register."""
        registers = self._made(RegistersPage)
        return registers is not None and registers.working

    def stop_import(self) -> None:
        """Gives up a file on its way into a register; nothing of it is kept."""
        if registers := self._made(RegistersPage):
            registers.stop()

    @cached_property
    def lookup(self) -> LookupPage:
        """Finding somebody."""
        return self._kept(LookupPage(self._context, self._desk))

    @cached_property
    def intake(self) -> IntakePage:
        """A dossier at the counter."""
        return self._kept(IntakePage(self._context, self._desk))

    @cached_property
    def lots(self) -> LotsPage:
        """What is sent."""
        return self._kept(LotsPage(self._context, self._desk))

    @cached_property
    def registers(self) -> RegistersPage:
        """What the registers hold, and their imports."""
        return self._kept(RegistersPage(self._context, self._desk))

    @cached_property
    def reference(self) -> ReferencePage:
        """What the law says."""
        return self._kept(ReferencePage(self._context, self._desk))

    @cached_property
    def accounts(self) -> AccountsPage:
        """The agents and their passwords."""
        return self._kept(AccountsPage(self._context, self._desk))

    @cached_property
    def odf(self) -> OdfPage:
        """Orthodontic treatments."""
        return self._kept(OdfPage(self._context, self._desk))

    @cached_property
    def agreements(self) -> AgreementsPage:
        """Prior agreements."""
        return self._kept(AgreementsPage(self._context, self._desk))

    @cached_property
    def practitioners(self) -> PractitionersPage:
        """Those who treat."""
        return self._kept(PractitionersPage(self._context, self._desk))

    @cached_property
    def duplicates(self) -> DuplicatesPage:
        """People entered twice."""
        return self._kept(DuplicatesPage(self._context, self._desk))

    @cached_property
    def preview(self) -> PreviewPage:
        """A paper before it is printed."""
        return self._kept(PreviewPage(self._context))

    def _made(self, kind: type[P]) -> P | None:
        return next((page for page in map(self.widget, range(self.count())) if isinstance(page, kind)), None)

    def _kept(self, page: P) -> P:
        self.addWidget(page)
        self.made.emit(page)
        return page
