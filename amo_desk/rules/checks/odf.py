"""Checks of orthodontic dossiers: what the ledger finds wrong with the dossier under way, each at its field."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from amo_desk.domain.dossier import AGREEMENT_NUMBER
from amo_desk.domain.identifiers import compact
from amo_desk.rules.checks.hit import Hit

if TYPE_CHECKING:
    from amo_desk.rules.case import Case

# What the ledger judges (`odf_judging`, `odf_agreements`, `odf_counter`); `forms/checks.toml` says each in words.
LEDGER = (
    "odf_age",
    "odf_start",
    "odf_semesters",
    "odf_early",
    "odf_overlap",
    "odf_interrupted",
    "odf_rank_twice",
    "odf_rank",
    "odf_history",
    "odf_agreement_state",
    "odf_agreement_stage",
    "odf_agreement_unknown",
    "odf_agreement_date",
    "odf_no_agreement",
    "odf_practitioner",
    "odf_surgical_age",
    "odf_surgical_once",
    "odf_retention_years",
    "odf_retention_early",
    "odf_disturbs",
    "odf_request_open",
)


def _from_ledger(case: Case, *, rule: str) -> Iterator[Hit]:
    found = [fault for fault in case.odf_faults if fault.rule == rule]
    for place, fault in enumerate(found):
        suffix = str(place) if place else ""
        yield Hit(target=fault.target, suffix=suffix, details=fault.details, sentence=fault.sentence)


def odf_agreement_cells(case: Case) -> Iterator[Hit]:
    """The number of an agreement that does not fill the cells of the form."""
    typed, cells = compact(case.text(AGREEMENT_NUMBER)), case.number("odf/agreement_cells")
    if typed and len(typed) != cells:
        yield Hit(target=AGREEMENT_NUMBER, details={"count": str(len(typed)), "cells": str(cells)})


def odf_one_period(case: Case) -> Iterator[Hit]:
    """More than one half-year or year in a dossier, each of which would be paid the whole of it."""
    count = sum(line.quantity for line in case.content.lines)
    if count > 1:
        yield Hit(target="lines", details={"count": str(count)})


ALL: dict[str, Callable[[Case], Iterator[Hit]]] = {
    **{rule: partial(_from_ledger, rule=rule) for rule in LEDGER},
    **{function.__name__: function for function in (odf_agreement_cells, odf_one_period)},
}
