"""Waiting dossiers as records with a box to tick."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt

from amo_desk.domain.dossier import DossierSummary
from amo_desk.ui.records import Index, RecordModel


@dataclass(frozen=True, slots=True, kw_only=True)
class Tickable:
    """A waiting dossier, ticked or not."""

    dossier: DossierSummary
    ticked: bool


class TickModel(RecordModel[Tickable]):
    """Dossiers with a box in the first column; `ticking` is told which box was touched."""

    ticking: Callable[[UUID], None] = staticmethod(lambda _dossier: None)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Adds the box to what records show."""
        if index.isValid() and index.column() == 0:
            ticked = self.record(index.row()).ticked
            if role == Qt.ItemDataRole.CheckStateRole:
                return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
            if role == Qt.ItemDataRole.AccessibleTextRole:
                return self.tr("dans le lot") if ticked else self.tr("hors du lot")
        return super().data(index, role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The box can be touched."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.isValid() and index.column() == 0 else flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Hands a touched box to `ticking`; it changes only when new records are shown."""
        if role != Qt.ItemDataRole.CheckStateRole:
            return super().setData(index, value, role)
        self.ticking(self.record(index.row()).dossier.id)
        return True
