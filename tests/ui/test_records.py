"""The one table model: records in declared columns, what a cell says, what can be typed over, what stays marked."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QHeaderView
from pytestqt.qtbot import QtBot

from amo_desk.ui.records import RECORD_ROLE, Column, RecordModel, sized
from amo_desk.ui.widgets.basics import table

RED = QColor("#b3261e")


@dataclass(frozen=True)
class Act:
    code: str
    paid: int


COLUMNS: tuple[Column[Act], ...] = (
    Column(title="Code", text=lambda a: a.code, stretch=True, tip=lambda a: f"tip {a.code}"),
    Column(
        title="Payé",
        text=lambda a: f"{a.paid},00",
        right=True,
        width=90,
        edit=lambda a: str(a.paid),
        colour=lambda a: RED if a.paid > 100 else None,
    ),
)
ACTS = (Act("CS", 150), Act("B", 20))


@pytest.fixture
def model(qapp: QApplication) -> RecordModel[Act]:
    assert qapp.instance() is qapp
    made = RecordModel(COLUMNS)
    made.show(ACTS)
    return made


def test_the_model_keeps_the_promises_of_qt(model: RecordModel[Act]) -> None:
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.show((*ACTS, Act("Z", 1)))
    model.show(())
    model.show(ACTS)
    assert tester.model() is model


def test_a_cell_has_text_place_colour_tip_and_a_name_for_screen_readers(model: RecordModel[Act]) -> None:
    role = Qt.ItemDataRole
    code, paid = model.index(0, 0), model.index(0, 1)
    assert (code.data(), paid.data()) == ("CS", "150,00")
    assert paid.data(role.EditRole) == "150"
    assert code.data(role.EditRole) == "CS"
    assert paid.data(role.AccessibleTextRole) == "Payé : 150,00"
    assert paid.data(role.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    assert code.data(role.TextAlignmentRole) & Qt.AlignmentFlag.AlignLeft
    assert paid.data(role.ForegroundRole) == RED
    assert model.index(1, 1).data(role.ForegroundRole) is None
    assert code.data(role.ToolTipRole) == "tip CS"
    assert paid.data(role.ToolTipRole) is None
    assert paid.data(RECORD_ROLE) is ACTS[0]
    assert model.data(QModelIndex()) is None


def test_columns_are_named_as_they_stand(model: RecordModel[Act]) -> None:
    role = Qt.ItemDataRole
    assert [model.headerData(n, Qt.Orientation.Horizontal) for n in range(2)] == ["Code", "Payé"]
    assert model.headerData(1, Qt.Orientation.Horizontal, role.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert model.headerData(0, Qt.Orientation.Horizontal, role.DecorationRole) is None


def test_only_columns_that_say_so_can_be_typed_over(model: RecordModel[Act]) -> None:
    editable = Qt.ItemFlag.ItemIsEditable
    assert not model.flags(model.index(0, 0)) & editable
    assert model.flags(model.index(0, 1)) & editable


def test_what_is_typed_is_handed_on_and_changes_no_record(model: RecordModel[Act]) -> None:
    typed: list[tuple[int, int, str]] = []
    model.edited = lambda row, column, text: typed.append((row, column, text))
    assert model.setData(model.index(1, 1), "25")
    assert not model.setData(model.index(1, 1), "25", Qt.ItemDataRole.CheckStateRole)
    assert typed == [(1, 1, "25")]
    assert model.record(1) is ACTS[1]


def test_the_mark_stays_where_records_only_changed(qtbot: QtBot, model: RecordModel[Act]) -> None:
    view = table("Actes")
    qtbot.addWidget(view)
    view.setModel(model)
    view.selectRow(1)
    model.show((ACTS[0], replace(ACTS[1], paid=21)))
    assert view.currentIndex().row() == 1
    assert model.index(1, 1).data() == "21,00"
    model.show(ACTS[:1])
    assert not view.currentIndex().isValid()


def test_the_same_records_are_not_shown_anew(qtbot: QtBot, model: RecordModel[Act]) -> None:
    with qtbot.assertNotEmitted(model.modelReset):
        model.show([replace(act) for act in ACTS])


def test_columns_have_the_widths_they_declare(qtbot: QtBot, model: RecordModel[Act]) -> None:
    view = table("Actes")
    qtbot.addWidget(view)
    view.setModel(model)
    sized(view, model)
    assert view.columnWidth(1) == 90
    assert view.horizontalHeader().sectionResizeMode(0) is QHeaderView.ResizeMode.Stretch
