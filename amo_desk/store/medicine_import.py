"""Writes a list of medicines as a new edition that holds from a day, beside those that are there; whole, or not at all.

A list with a wrong line is not written: a product left out of it would be judged as one that no list knows.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from itertools import islice

from sqlalchemy import Connection

from amo_desk.domain.extracts import MOST_KEPT, MedicineLine, Refusal, Tally
from amo_desk.domain.medicine import Medicine, fingerprint
from amo_desk.store import medicines


class MedicineImport:
    """A list on its way into the register."""

    def __init__(self, connection: Connection, label: str, day: date, at: datetime) -> None:
        self.tally = Tally()
        self._connection = connection
        self._label, self._day, self._at = label, day, at
        self._products: dict[str, MedicineLine] = {}

    def unread(self, refusals: Iterable[Refusal]) -> None:
        """Notes lines that could not be read, each with all that is wrong with it."""
        told = tuple(refusals)
        self.tally.refused += len({refusal.line for refusal in told})
        self.tally.refusals += islice(told, max(MOST_KEPT - len(self.tally.refusals), 0))

    def write(self, lines: Iterable[MedicineLine]) -> None:
        """Takes some lines: the same product twice is kept once, two that disagree on a code are refused."""
        for told in lines:
            first = self._products.setdefault(told.medicine.code, told)
            if first.medicine != told.medicine:
                self.tally.refuse(Refusal(told.line, "code", "code.twice", first.line))
            elif first is not told:
                self.tally.unchanged += 1
                self.tally.notice(1, (Refusal(told.line, "code", "code.repeated", first.line),))

    def finish(self) -> Tally:
        """Writes the edition, unless a line was refused or the very same list is there; says what it changes.

        It is held against the list that is in force on its day before it comes.
        """
        tally = self.tally
        products = {code: told.medicine for code, told in self._products.items()}
        of = fingerprint(products.values())
        tally.already = None if tally.refused else medicines.day_of(self._connection, of)
        if tally.already is not None:
            tally.unchanged += len(products)
            return tally
        self._compare(products)
        if not tally.refused:
            medicines.add_edition(self._connection, self._label, self._day, of, self._at, tuple(products.values()))
        return tally

    def _compare(self, products: dict[str, Medicine]) -> None:
        tally = self.tally
        before = {record.code: record for record in medicines.in_force(self._connection, self._day)}
        tally.compared_with = next((record.edition_day for record in before.values()), None)
        tally.added = len(products.keys() - before.keys())
        # A refused line does not say which product it is about.
        tally.closed = 0 if tally.refused else len(before.keys() - products.keys())
        for code in products.keys() & before.keys():
            old, new = before[code], products[code]
            if old.said == new.said:
                tally.unchanged += 1
            else:
                tally.updated += 1
                tally.repriced += old.prices != new.prices
