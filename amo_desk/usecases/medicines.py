"""Medicines looked up outside a dossier: their prices of today, list by list, and what the latest list changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from amo_desk.domain.identifiers import compact, has_valid_check_digit, is_barcode
from amo_desk.domain.medicine import Medicine
from amo_desk.domain.money import Centimes
from amo_desk.domain.names import folded
from amo_desk.domain.sources import Source, Text
from amo_desk.rules import tariff
from amo_desk.store import medicines
from amo_desk.store.medicines import Head
from amo_desk.usecases.desk import Desk

# Room for all the costly ones.
MOST = 120
# Fewer figures may as well be a dosage.
SHORTEST_CODE = 6
# What finds all the costly ones.
COSTLY = "pecof"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A product that was found; `name` is all that is known of one that is in no list.

    `medicine` is the product as the list in force has it (`in_force`), else the latest list that does; `before` as the
    list before the one in force has it. A `costly` one goes through the pharmacist (PECOF).
    """

    code: str
    name: str
    medicine: Medicine | None
    before: Medicine | None
    in_force: bool
    costly: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found, with the list in force and the one before it; `more` says that not all are here."""

    typed: str
    rows: tuple[Listed, ...] = ()
    more: bool = False
    current: Head | None = None
    previous: Head | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A list with a product as it has it, nothing where it does not; `before` is the product in the last that did."""

    edition: Head
    medicine: Medicine | None
    before: Medicine | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The whole of one product: every list, the latest first, and whether it goes through the pharmacist.

    `amo` is what the fund pays of a box bought at its public price, outside long illness. `costly` is the source of the
    list of costly products, with its number of products; `costly_advice` and `unknown_advice` say what to do.
    """

    listed: Listed
    wrong_key: bool
    current: Head | None
    steps: tuple[Step, ...]
    amo: Centimes | None
    costly: Source
    costly_count: int
    costly_advice: Text | None
    unknown_advice: Text | None


def look_up(desk: Desk, typed: str) -> Found:
    """The products that a code begins, or a name or a substance finds; the prices that changed where nothing is typed.

    Products of the list in force come first, then costly ones it has not; a code of thirteen digits is always found.
    """
    day, number, words = desk.today(), compact(typed), folded(typed).split()
    with desk.store.reading() as connection:
        current, previous = _lists(connection, day)
        if not words:
            changed = _changed(desk, connection, current, previous)
            return Found(typed=typed, rows=changed, current=current, previous=previous)
        found: dict[str, None] = {}
        is_code = number.isdigit() and len(number) >= SHORTEST_CODE
        if is_code:
            found = dict.fromkeys(medicines.look_up(connection, number, day, MOST + 1, code=True))
        if not found:
            found = dict.fromkeys(medicines.look_up(connection, typed, day, MOST + 1, code=False))
        for code, name in desk.rulebook.pecof.names.items():
            known = folded(f"{name} {COSTLY}")
            if code.startswith(number) if is_code else all(word in known for word in words):
                found.setdefault(code)
        if is_barcode(number):
            found.setdefault(number)
        rows = _listed(desk, connection, list(found)[:MOST], current, previous)
    return Found(typed=typed, rows=rows, more=len(found) > MOST, current=current, previous=previous)


def card(desk: Desk, code: str) -> Card:
    """The whole of the product behind a code, or of a code that no list knows."""
    with desk.store.reading() as connection:
        current, previous = _lists(connection, desk.today())
        (listed,) = _listed(desk, connection, [code], current, previous)
        steps, before = [], None
        for edition, medicine in medicines.history(connection, code):
            steps.append(Step(edition=edition, medicine=medicine, before=before))
            before = medicine or before
    sentences, pecof = desk.rulebook.sentences, desk.rulebook.pecof
    return Card(
        listed=listed,
        # Some codes of the official lists are wrong themselves: those are as they stand on the box.
        wrong_key=listed.medicine is None and is_barcode(code) and not has_valid_check_digit(code),
        current=current,
        steps=tuple(reversed(steps)),
        amo=tariff.box_share(listed.medicine) if listed.medicine and listed.in_force else None,
        costly=pecof.source,
        costly_count=len(pecof.names),
        costly_advice=sentences["medicine_pecof"].advice,
        unknown_advice=sentences["medicine_unknown"].advice,
    )


def _lists(connection: Any, day: date) -> tuple[Head | None, Head | None]:
    """The list in force on a day and the one before it."""
    heads, in_force = medicines.heads(connection), medicines.edition_on(connection, day)
    current = next((head for head in heads if head.id == in_force), None)
    return current, next((head for head in heads if current and head.day < current.day), None)


def _changed(desk: Desk, connection: Any, current: Head | None, previous: Head | None) -> tuple[Listed, ...]:
    if current is None or previous is None:
        return ()
    costly = desk.rulebook.pecof.names
    return tuple(
        Listed(code=new.code, name=new.name, medicine=new, before=old, in_force=True, costly=new.code in costly)
        for old, new in medicines.repriced_between(connection, previous.id, current.id)
    )


def _listed(
    desk: Desk, connection: Any, codes: Iterable[str], current: Head | None, previous: Head | None
) -> tuple[Listed, ...]:
    wanted, costly = tuple(codes), desk.rulebook.pecof.names
    now = medicines.of_edition(connection, current.id, wanted) if current else {}
    before = medicines.of_edition(connection, previous.id, wanted) if previous else {}
    latest = medicines.latest(connection, wanted)
    rows = []
    for code in wanted:
        medicine = now.get(code) or latest.get(code)
        rows.append(
            Listed(
                code=code,
                name=medicine.name if medicine else costly.get(code, ""),
                medicine=medicine,
                before=before.get(code),
                in_force=code in now,
                costly=code in costly,
            )
        )
    return tuple(rows)
