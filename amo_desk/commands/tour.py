"""`amo-desk demo --out DIR`: a whole day at the counter, done by keys in the real window, without a screen.

It leaves the papers, the workbook and a picture of every page. The day is 23 November 2026, so that the same program
always leaves the same papers.
"""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from amo_desk.commands import tour_dental
from amo_desk.commands.steps import all_pieces, begin, family, header, receive
from amo_desk.usecases import demo, lots, papers, register_imports
from amo_desk.usecases.clock import SetClock
from amo_desk.usecases.register_imports import Options, Register

if TYPE_CHECKING:
    from amo_desk.commands.hand import Hand

DAY = datetime(2026, 11, 23, 10, 42, 7, tzinfo=timezone(timedelta(hours=1)))
OTHER_MEMBERS = 9
DURATION = 9  # the place of « durée du traitement » among the mentions of an ordonnance


def run(out: Path, *, medicines: Path | None, dark: bool) -> int:
    """Does the day and says what it left."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from amo_desk.commands.hand import Hand  # noqa: PLC0415  Qt reads its platform when it is first used

    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="amo-desk-demo-", ignore_cleanup_errors=True) as folder:
        hand = Hand(out, SetClock(DAY), dark=dark)
        try:
            _first_run(hand, Path(folder) / "first")
            _log_in(hand, Path(folder) / "store")
            _registers(hand, medicines)
            _look_up(hand)
            _consultation(hand)
            _medicines(hand)
            tour_dental.run(hand)
            _lot(hand)
            _others(hand)
        finally:
            hand.close()
    sys.stdout.write(f"{len(list(out.iterdir()))} fichiers dans {out}\n")
    return 0


def _first_run(hand: Hand, store: Path) -> None:
    from PySide6.QtCore import Qt  # noqa: PLC0415

    hand.open(store, None, first_run=True)
    hand.picture("premier-demarrage-mutuelle")
    hand.press(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return)
    hand.type("Section Rabat-Agdal")
    hand.picture("premier-demarrage-bureau")


def _log_in(hand: Hand, store: Path) -> None:
    demo.make(store, SetClock(DAY)).store.close()
    account = demo.ACCOUNT
    hand.open(store, (account.login, account.password), first_run=False)
    hand.picture("connexion")
    hand.fill(account.login, account.password)
    hand.picture("accueil")


def _registers(hand: Hand, medicines: Path | None) -> None:
    from amo_desk.ui.shortcuts import Key  # noqa: PLC0415

    if medicines is not None:
        told = Options(extract_day=demo.LIST_DAY)
        done = register_imports.apply_recognised(hand.workplace().desk, Register.MEDICINES, medicines, told)
        sys.stdout.write(f"{done.lines} médicaments, {done.warnings} avertissements\n")
    hand.press(Key.REGISTERS)
    hand.picture("registres")


def _look_up(hand: Hand) -> None:
    from PySide6.QtCore import Qt  # noqa: PLC0415

    from amo_desk.ui.shortcuts import Key  # noqa: PLC0415

    hand.press(Key.SEARCH)
    hand.type("alami")
    hand.picture("recherche")
    hand.press(Key.LEARN)
    hand.fill("06 00 00 00 12", "3, rue inventée, Rabat")
    hand.picture("dit-au-guichet")
    hand.press(Qt.Key.Key_Escape)
    hand.press(Key.SEARCH)
    hand.type("العلمي محمد")
    hand.picture("recherche-arabe")


def _consultation(hand: Hand) -> None:
    from PySide6.QtCore import Qt  # noqa: PLC0415

    from amo_desk.ui.shortcuts import Key  # noqa: PLC0415

    family(hand)
    hand.picture("famille")
    begin(hand, "consultation, analyses")
    hand.fill("12/11", demo.PRESCRIBER)
    hand.press(Key.ENTRY)
    hand.fill("Cs = 300", "B 120 = 150", "Z 16 = 200")
    hand.picture("consultation-non-recevable")
    hand.press(Key.WHY)
    hand.picture("pourquoi-ces-montants")
    hand.press(Qt.Key.Key_Escape, Key.MISSING)
    hand.picture("apercu-pieces-manquantes")
    hand.keep_paper()
    hand.press(Key.BACK)
    header(
        hand,
        prescription_date="12/11",
        executor_inpe=demo.EXECUTORS["consultation"],
        invoice_number="F-2026/118",
        declared_amount="650",
    )
    all_pieces(hand)
    hand.picture("consultation-recevable")
    hand.press(Key.QUOTE)
    hand.picture("apercu-estimation")
    hand.keep_paper()
    hand.press(Key.BACK)
    receive(hand, "apercu-accuse")


def _medicines(hand: Hand) -> None:
    from PySide6.QtCore import Qt  # noqa: PLC0415

    from amo_desk.ui.shortcuts import Key  # noqa: PLC0415

    family(hand, 3)
    begin(hand, "ordonnance servie")
    header(
        hand,
        care_date="12/11",
        prescriber_inpe=demo.PRESCRIBER,
        prescription_date="12/11",
        executor_inpe=demo.EXECUTORS["medicines"],
    )
    hand.press(Key.ENTRY)
    hand.fill(*demo.some_barcodes(hand.workplace().desk))
    hand.fill("2*a")
    hand.picture("medicaments-choix")
    hand.press(Qt.Key.Key_Return)
    hand.picture("medicaments")
    work = hand.workplace().pages.intake.work
    lines = work.content.lines if work else ()
    paid = sum(line.billed or 0 for line in lines)
    boxes = sum(line.quantity for line in lines)
    header(hand, boxes=str(boxes), declared_amount=f"{paid // 100},{paid % 100:02d}")
    all_pieces(hand)
    hand.press(Key.PIECES, Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right)
    hand.press(*[Qt.Key.Key_Down] * DURATION, Qt.Key.Key_Space)
    hand.picture("medicaments-avec-reserve")
    receive(hand, "apercu-accuse-avec-reserve")


def _lot(hand: Hand) -> None:
    from PySide6.QtCore import Qt  # noqa: PLC0415

    from amo_desk.ui.shortcuts import Key  # noqa: PLC0415

    desk = hand.workplace().desk
    for number in range(OTHER_MEMBERS):
        demo.received(desk, "medicines", demo.somebody(desk, number), demo.some_barcodes(desk))
    hand.press(Key.LOTS, Qt.Key.Key_Backtab, Qt.Key.Key_Down, Qt.Key.Key_Down)
    hand.picture("lots")
    hand.press(Key.RECEIVE)
    hand.picture("lot-a-confirmer")
    hand.press(Key.RECEIVE)
    hand.picture("apercu-bordereau")
    hand.keep_paper()
    lot = lots.latest(desk)[0]
    hand.keep(f"bordereau-{lot.number}.xlsx", papers.lot_workbook(desk, lot))
    hand.press(Key.BACK)
    hand.picture("lots-clos")


def _others(hand: Hand) -> None:
    from PySide6.QtCore import Qt  # noqa: PLC0415

    from amo_desk.ui.shortcuts import Key  # noqa: PLC0415

    hand.press(Key.REFERENCE)
    hand.picture("reference")
    hand.press(Key.MEMBER_4)
    hand.type("toubkalol")
    hand.picture("reference-medicaments")
    hand.press(Key.ACCOUNTS)
    hand.picture("agents")
    hand.press(Key.ACTIONS)
    hand.picture("toutes-les-actions")
    hand.press(Qt.Key.Key_Escape)
    hand.press(Key.LOCK)
    hand.picture("verrouillage")
