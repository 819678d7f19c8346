"""Checks of the lines: are they there, known, priced, refundable."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from amo_desk.domain.identifiers import has_valid_check_digit, is_barcode
from amo_desk.domain.medicine import Medicine
from amo_desk.rules.checks.hit import Hit

if TYPE_CHECKING:
    from amo_desk.rules.case import Case


def _target(index: int) -> str:
    return f"line/{index}"


def no_lines(case: Case) -> Iterator[Hit]:
    """Not one act or medicine."""
    if not case.content.lines:
        yield Hit(target="lines")


def line_amount_missing(case: Case) -> Iterator[Hit]:
    """A line without the amount paid."""
    for index, line in enumerate(case.content.lines):
        if line.billed is None:
            name = line.label or line.code
            yield Hit(target=_target(index), suffix=str(index), details={"line": name})


def _medicines(case: Case) -> Iterator[tuple[int, str, Medicine | None]]:
    if case.form.lines == "medicines":
        for index, line in enumerate(case.content.lines):
            yield index, line.code, case.known.medicines.get(line.code)


def medicine_unknown(case: Case) -> Iterator[Hit]:
    """A barcode that the official list does not hold."""
    for index, code, medicine in _medicines(case):
        if medicine is None:
            yield Hit(target=_target(index), suffix=str(index), details={"code": code})


def medicine_check_digit(case: Case) -> Iterator[Hit]:
    """A code outside the list whose check digit is wrong, probably misread; in the list it is the list's own."""
    for index, code, medicine in _medicines(case):
        if medicine is None and is_barcode(code) and not has_valid_check_digit(code):
            yield Hit(target=_target(index), suffix=str(index), details={"code": code})


def medicine_not_refundable(case: Case) -> Iterator[Hit]:
    """A product that the list does not refund."""
    for index, _, medicine in _medicines(case):
        if medicine and medicine.rate == 0:
            yield Hit(target=_target(index), suffix=str(index), details={"name": medicine.label})


def medicine_no_base(case: Case) -> Iterator[Hit]:
    """A refundable product for which the list prints no price."""
    for index, _, medicine in _medicines(case):
        if medicine and medicine.rate and not (medicine.base or medicine.ppv):
            yield Hit(target=_target(index), suffix=str(index), details={"name": medicine.label})


def medicine_pecof(case: Case) -> Iterator[Hit]:
    """A costly product that the pharmacist should have had covered by the fund, with a prior medical control."""
    pecof = case.rulebook.pecof
    if case.deposit_day < pecof.source.since:
        return
    for index, code, medicine in _medicines(case):
        if code in pecof.names:
            name = medicine.label if medicine else pecof.names[code]
            yield Hit(target=_target(index), suffix=str(index), details={"name": name})


def boxes_differ(case: Case) -> Iterator[Hit]:
    """Fewer or more boxes on the lines than barcodes handed over."""
    boxes = sum(line.quantity for line in case.content.lines)
    codes = case.amount("boxes")
    if codes is not None and case.content.lines and codes != boxes:
        yield Hit(target="boxes", details={"boxes": str(boxes), "codes": str(codes)})


def act_unknown(case: Case) -> Iterator[Hit]:
    """A code that no nomenclature holds."""
    for index, line, act in case.numbered_lines():
        if act is None and case.form.lines != "medicines" and not line.code.startswith("DCH"):
            yield Hit(target=_target(index), suffix=str(index), details={"code": line.code})


def act_tunisian(case: Case) -> Iterator[Hit]:
    """A code of the Tunisian nomenclature, which looks right and is not."""
    for index, line in enumerate(case.content.lines):
        if line.code.startswith("DCH"):
            yield Hit(target=_target(index), suffix=str(index), details={"code": line.code})


def act_no_tariff(case: Case) -> Iterator[Hit]:
    """An act whose amount no source gives."""
    for index, line, act in case.numbered_lines():
        if act and not act.priced and not act.excluded:
            yield Hit(target=_target(index), suffix=str(index), details={"code": line.code})


def coefficient_missing(case: Case) -> Iterator[Hit]:
    """A letter-key that is written with a coefficient, without one."""
    for index, line, act in case.numbered_lines():
        if act and act.asks_coefficient and line.coefficient is None:
            yield Hit(target=_target(index), suffix=str(index), details={"code": line.code})


ALL: tuple[Callable[[Case], Iterator[Hit]], ...] = (
    no_lines,
    line_amount_missing,
    medicine_unknown,
    medicine_check_digit,
    medicine_not_refundable,
    medicine_no_base,
    medicine_pecof,
    boxes_differ,
    act_unknown,
    act_tunisian,
    act_no_tariff,
    coefficient_missing,
)
