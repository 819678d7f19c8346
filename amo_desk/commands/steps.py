"""What the tour does again and again: finding the family, filling in a header, handing everything over, receiving."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amo_desk.domain.errors import Unavailable

if TYPE_CHECKING:
    from amo_desk.commands.hand import Hand


def family(hand: Hand, member: int = 1) -> None:
    """Finds the family of the demo and marks one of its members."""
    from PySide6.QtCore import Qt  # noqa: PLC0415

    from amo_desk.ui.shortcuts import MEMBERS, Key  # noqa: PLC0415

    hand.press(Key.SEARCH)
    hand.type("0123456")
    hand.press(Qt.Key.Key_Return, MEMBERS[member - 1])


def begin(hand: Hand, form: str) -> None:
    """Begins a dossier on the form whose name begins so."""
    from PySide6.QtCore import Qt  # noqa: PLC0415

    hand.type(form)
    hand.press(Qt.Key.Key_Return)


def header(hand: Hand, **values: str) -> None:
    """Goes through the header from field to field, typing what is given for some of them."""
    from amo_desk.ui.shortcuts import Key  # noqa: PLC0415

    hand.press(Key.HEADER)
    hand.fill(*(values.get(name, "") for name in list(hand.workplace().pages.intake.view.form.inputs)))


def all_pieces(hand: Hand) -> None:
    """Ticks every piece with all its mentions."""
    from PySide6.QtCore import Qt  # noqa: PLC0415

    from amo_desk.ui.shortcuts import Key  # noqa: PLC0415

    hand.press(Key.PIECES, Qt.Key.Key_Home)
    for _ in range(hand.workplace().pages.intake.view.form.pieces.topLevelItemCount()):
        hand.press(Qt.Key.Key_Space, Qt.Key.Key_Down)


def receive(hand: Hand, name: str) -> None:
    """Receives the dossier and keeps its acknowledgment."""
    from amo_desk.ui.shortcuts import Key  # noqa: PLC0415

    hand.press(Key.RECEIVE)
    if hand.workplace().page() is not hand.workplace().pages.preview:
        raise Unavailable("tour.stuck", step=name)
    hand.picture(name)
    hand.keep_paper()
    hand.press(Key.BACK)
