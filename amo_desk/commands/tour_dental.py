"""The dental part of the tour: the tooth chart, what is never refunded, a treatment and its ledger, agreements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amo_desk.commands.steps import all_pieces, begin, family, header, receive

if TYPE_CHECKING:
    from amo_desk.commands.hand import Hand

CHILD = 3
DENTIST = "103458206"


def run(hand: Hand) -> None:
    """A dossier typed on the chart, one with everything wrong, the treatment of a child, an agreement refused."""
    _care(hand)
    _refused(hand)
    _treatment(hand)
    _agreements(hand)


def _care(hand: Hand) -> None:
    from PySide6.QtCore import Qt  # noqa: PLC0415

    from amo_desk.ui.shortcuts import Key  # noqa: PLC0415

    family(hand, CHILD)
    begin(hand, "soins dentaires")
    hand.fill("12/11", DENTIST)
    hand.press(Key.TEETH)
    hand.type("46mo")
    hand.picture("dentaire-schema")
    hand.press(Qt.Key.Key_Return)
    hand.fill("carie = 200", "16 D706 = 600", "D708 = 250")
    hand.picture("dentaire-radios-exigees")
    header(hand, invoice_number="D-77", declared_amount="1050")
    all_pieces(hand)
    hand.press(Key.ENTRY)
    hand.picture("dentaire")
    hand.press(Key.SHEET)
    hand.picture("apercu-fiche-dentaire")
    hand.keep_paper()
    hand.press(Key.BACK)
    receive(hand, "apercu-accuse-dentaire")


def _refused(hand: Hand) -> None:
    from amo_desk.ui.shortcuts import Key  # noqa: PLC0415

    family(hand, CHILD)
    begin(hand, "soins dentaires")
    hand.fill("13/11", DENTIST)
    hand.press(Key.ENTRY)
    hand.fill("21 implant = 3500", "38 D713 = 200", "19 D700 = 100", "16 D706 = 600")
    hand.picture("dentaire-refus")
    hand.press(Key.ENTRY)
    hand.fill("14-17 bridge")
    hand.picture("dentaire-bridge")
    hand.press(Key.BACK, Key.DISCARD, Key.DISCARD)


def _treatment(hand: Hand) -> None:
    from amo_desk.ui.shortcuts import Key  # noqa: PLC0415

    family(hand, CHILD)
    hand.picture("famille-odf")
    hand.press(Key.ODF)
    hand.picture("odf")
    hand.press(Key.PRINT)
    hand.picture("apercu-registre-odf")
    hand.keep_paper()
    hand.press(Key.BACK, Key.RECEIVE)
    hand.picture("odf-semestre-suivant")
    hand.press(Key.DISCARD, Key.DISCARD)


def _agreements(hand: Hand) -> None:
    from PySide6.QtCore import Qt  # noqa: PLC0415

    from amo_desk.ui.shortcuts import Key  # noqa: PLC0415

    hand.press(Key.SEARCH, Key.AGREEMENTS)
    hand.picture("accords")
    hand.press(Qt.Key.Key_Down, Key.PRINT)
    hand.picture("apercu-demande-accord")
    hand.keep_paper()
    hand.press(Key.BACK, Key.MISSING)
    hand.fill("23/11/2026", "Devis non signé par l'assuré")
    hand.picture("apercu-refus")
    hand.keep_paper()
    hand.press(Key.BACK)
    hand.picture("accords-apres-refus")
    hand.press(Key.SEARCH, Key.ODF)
    hand.picture("traitements")
