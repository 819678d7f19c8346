"""The costly medicines that a pharmacist has covered by the fund instead of the member asking for a refund."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from amo_desk.domain.sources import Source
from amo_desk.rules.files import read


@dataclass(frozen=True, slots=True, kw_only=True)
class CostlyMedicines:
    """Names by barcode, from one list that applies from its source's day on."""

    names: dict[str, str]
    source: Source


def read_costly_medicines(path: Path) -> CostlyMedicines:
    """The list in `db/reference/pecof.toml`; a barcode stands there once."""
    table = read(path)
    checked_on = table.day("checked_on")
    inner = table.table("source")
    source = inner.source(since=inner.day("since"), checked_on=checked_on)
    inner.done()
    names: dict[str, str] = {}
    for entry in table.tables("products"):
        code = entry.text("code")
        if code in names:
            raise entry.wrong("code", "one product a code")
        names[code] = entry.text("name")
        entry.done()
    table.done()
    return CostlyMedicines(names=names, source=source)
