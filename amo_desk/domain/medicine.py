"""One product of the official medicine list."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from amo_desk.domain.money import Centimes


@dataclass(frozen=True, slots=True, kw_only=True)
class Medicine:
    """A box as the list describes it; prices in centimes, 0 where the list prints none.

    `base` is PRIX_BR, the price on which the refund is computed; `rate` is TAUX_REMBOURSEMENT (0 or 0.70 in the list of
    2014). `edition` names the list it was read from, `edition_day` the day from which that list holds.
    """

    code: str
    name: str
    dci: str
    dosage: str
    form: str
    presentation: str
    ppv: Centimes
    ph: Centimes
    base: Centimes
    generic: bool
    rate: Decimal
    edition: str
    edition_day: date

    @property
    def prices(self) -> tuple[Centimes, Centimes, Centimes]:
        """PPV, PH and PRIX_BR."""
        return self.ppv, self.ph, self.base

    @property
    def said(self) -> tuple[object, ...]:
        """What a list says of the product, whatever its label and its day."""
        told = (self.code, self.name, self.dci, self.dosage, self.form, self.presentation, *self.prices, self.generic)
        return *told, f"{self.rate:.4f}"

    @property
    def label(self) -> str:
        """Name, dosage and presentation on one line."""
        head = " ".join(part for part in (self.name, self.dosage) if part)
        return ", ".join(part for part in (head, self.presentation.lower()) if part)


def fingerprint(records: Iterable[Medicine]) -> str:
    """A hash of what a list says of each product, in whatever order; its label and its day do not count."""
    said = sorted(list(record.said) for record in records)
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
