"""The estimated reimbursement: from lines and dated values to seven amounts, each with its sources.

AMO part = rate x min(billed, reference price); the complement of the mutuelle never lifts the two above the base by its
rate, nor above what was billed by its flat amounts. What cannot be computed is nothing, with a reason, never 0.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from amo_desk.domain.dossier import Line
from amo_desk.domain.findings import Quote, QuoteLine, Rate
from amo_desk.domain.medicine import Medicine
from amo_desk.domain.money import Centimes, centimes, share, total
from amo_desk.domain.sources import Grade, Source
from amo_desk.rules.case import Case
from amo_desk.rules.dental import has_bonus, on_implant, units
from amo_desk.rules.nomenclature import Act
from amo_desk.rules.parameters import Value
from amo_desk.rules.rulebook import Rulebook
from amo_desk.rules.session import Cut, cuts

CHILD_BONUS = "dental/child_bonus"
EXCLUDED = "rates/excluded"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Base:
    """The reference price of a line, for how many units, and the rates that apply to it; `tnr` is that of all units."""

    tnr: Centimes
    units: int
    rate: Value
    rate_name: str
    complement: str
    details: tuple[Rate, ...]
    note: str = ""


def quote(case: Case) -> Quote:
    """The estimation of a case; sums cover the lines that can be computed."""
    rows = case.numbered_lines()
    found = [_base(case, line, act) for _, line, act in rows]
    prices = [
        (base.tnr // base.units, base.units) if isinstance(base, _Base) and base.units else None for base in found
    ]
    for index, cut in cuts(case, prices).items():
        base = found[index]
        if isinstance(base, _Base):
            found[index] = _reduced(base, cut)
    lines = tuple(_line(case, line, act, base) for (_, line, act), base in zip(rows, found, strict=True))
    billed = sum(line.billed or 0 for line in lines)
    amo = sum(line.amo or 0 for line in lines)
    complement = total(line.complement for line in lines if line.amo is not None)
    uncounted = sum(line.amo is None for line in lines)
    reason = "request" if case.form.lines == "none" else ""
    return Quote(
        lines=lines,
        billed=billed,
        tnr=sum(line.tnr or 0 for line in lines),
        base=sum(line.base or 0 for line in lines),
        amo=amo,
        complement=complement,
        deductions=0,
        left=None if uncounted or reason or complement is None else billed - amo - complement,
        uncounted=uncounted,
        rulebook=case.rulebook.version,
        reason=reason,
    )


def _base(case: Case, line: Line, act: Act | None) -> _Base | QuoteLine:
    """What a line is computed from, or the line itself where it cannot be computed."""
    found = _found(case, line, act)
    return _unknown(line, found) if isinstance(found, str) else found


def _found(case: Case, line: Line, act: Act | None) -> _Base | QuoteLine | str:
    if case.form.lines == "none":
        return "request"
    if case.care_day is None:
        return "care_date_missing"
    if case.form.lines == "free":
        return _forfait_base(case, line)
    if case.form.lines == "medicines":
        medicine = case.known.medicines.get(line.code)
        if medicine is None:
            return "medicine_unknown"
        if medicine.rate == 0:
            return "line_amount_missing" if line.billed is None else _not_refundable(line, medicine)
        return _medicine_base(case, line, medicine)
    if act is None:
        return "act_unknown"
    if act.excluded or on_implant(case, line, act):
        return "line_amount_missing" if line.billed is None else _excluded(case, line)
    priced = priced_as(case.rulebook, line, act)
    return "nature_missing" if priced is None else _act_base(case, line, priced)


def priced_as(rulebook: Rulebook, line: Line, act: Act | None) -> Act | None:
    """The act whose coefficient and complement a line has: for a bridge the unit crown, nothing while that is unknown.

    Every element of a bridge counts as a crown of the same nature (NGAP D757).
    """
    if act is None or not act.natures:
        return act
    return rulebook.act(line.nature) if line.nature in act.natures else None


def _line(case: Case, line: Line, act: Act | None, found: _Base | QuoteLine) -> QuoteLine:
    if isinstance(found, QuoteLine):
        return found
    if line.billed is None:
        return QuoteLine(
            code=line.code,
            billed=None,
            tnr=found.tnr,
            base=None,
            amo=None,
            complement=None,
            rate=found.rate.number,
            reason="line_amount_missing",
            details=found.details,
            note=found.note,
        )
    base = min(line.billed, found.tnr)
    amo = share(base, found.rate.number)
    complement, extra = _complement(case, line, priced_as(case.rulebook, line, act), found, base, amo)
    return QuoteLine(
        code=line.code,
        billed=line.billed,
        tnr=found.tnr,
        base=base,
        amo=amo,
        complement=complement,
        rate=found.rate.number,
        details=(*found.details, _rate(found.rate_name, found.rate, "rate"), *extra),
        note=found.note,
    )


def _reduced(base: _Base, cut: Cut) -> _Base:
    """The base of a line of which other acts of the session leave only a part."""
    details = (*base.details, _rate(cut.parameter, cut.value, "rate"))
    return replace(base, tnr=cut.tnr, units=cut.units, details=details, note=cut.note)


def _forfait_base(case: Case, line: Line) -> _Base | str:
    """The base of a line without a nomenclature: the forfait that the form names, for each unit."""
    form = case.form
    value = case.value(form.forfait) if form.forfait else None
    rate = case.value(form.rate) if form.rate else None
    if value is None or rate is None:
        return "no_forfait"
    return _Base(
        tnr=centimes(value.number) * line.quantity,
        units=line.quantity,
        rate=rate,
        rate_name=form.rate,
        complement=form.complement or "",
        details=(_rate(form.forfait, value, "MAD"),),
    )


def _act_base(case: Case, line: Line, act: Act) -> _Base | str:
    coefficient = line.coefficient if act.asks_coefficient else act.coefficient
    if act.coefficient is None and not act.asks_coefficient:
        coefficient = Decimal(1) if act.unit else None
    if not act.tariff or coefficient is None:
        return "coefficient_missing" if act.asks_coefficient else "act_no_tariff"
    rate_name = case.form.rate or act.rate
    value, rate = case.value(act.tariff, case.sector_of(act)), case.value(rate_name)
    if value is None or rate is None:
        return "act_no_tariff"
    count = units(line, act)
    details = [_rate(act.tariff, value, "MAD")]
    if not act.source.confirmed and not act.asks_coefficient and act.coefficient is not None:
        details.append(Rate(label=act.code, value=act.coefficient, unit="coefficient", source=act.source))
    base = _Base(
        tnr=centimes(value.number * coefficient) * count,
        units=count,
        rate=rate,
        rate_name=rate_name,
        complement=act.complement if case.form.complement is None else case.form.complement,
        details=tuple(details),
    )
    return _with_bonus(case, line, base, value.number * coefficient) if act.child_bonus else base


def _with_bonus(case: Case, line: Line, base: _Base, price: Decimal) -> _Base:
    """The base of an act that counts for more on the permanent teeth of a child."""
    raised = sum(has_bonus(case, line, tooth) for tooth in line.teeth)
    bonus = case.value(CHILD_BONUS)
    if not raised or bonus is None:
        return base
    return replace(
        base,
        tnr=base.tnr + (centimes(price * (1 + bonus.number)) - centimes(price)) * raised,
        details=(*base.details, _rate(CHILD_BONUS, bonus, "rate")),
        note="child_bonus",
    )


def box_share(medicine: Medicine) -> Centimes | None:
    """The AMO part of one box sold at its public price, outside ALD; nothing where the list does not say enough."""
    price = _box_price(medicine)
    return share(min(price, medicine.ppv or price), medicine.rate) if price and medicine.rate else None


def _box_price(medicine: Medicine) -> Centimes:
    """The reference price of a box: its base, or its public price where the list has no other; 0 where it has none."""
    return medicine.base or medicine.ppv


def _medicine_base(case: Case, line: Line, medicine: Medicine) -> _Base | str:
    price = _box_price(medicine)
    rate_name = case.form.rate or ("rates/medicines_ald" if case.ald else "rates/medicines")
    rate = case.value(rate_name)
    if not price or rate is None:
        return "medicine_no_base"
    if not case.ald and rate.value != medicine.rate:
        # The list knows this product's own rate.
        rate = replace(rate, value=medicine.rate, source=list_source(medicine))
    detail = Rate(label="medicine_base", value=Decimal(price) / 100, unit="MAD", source=list_source(medicine))
    return _Base(
        tnr=price * line.quantity,
        units=line.quantity,
        rate=rate,
        rate_name=rate_name,
        complement="complement/medicines" if case.form.complement is None else case.form.complement,
        details=(detail,),
    )


def _complement(
    case: Case, line: Line, act: Act | None, found: _Base, base: Centimes, amo: Centimes
) -> tuple[Centimes | None, tuple[Rate, ...]]:
    """The complement of the mutuelle on a line and the values it comes from; nothing where none is known."""
    room = (line.billed or 0) - amo
    if not room or not found.units:
        return 0, ()
    if not found.complement:
        return None, ()
    if case.form.complement is not None:
        act = None
    total = _flat(case, found, act.total if act else "")
    if total:
        return max(0, min(room, total[0] - amo)), (total[1],)
    instead = _flat(case, found, act.instead if act else "")
    if instead:
        return min(room, instead[0]), (instead[1],)
    rate = case.value(found.complement)
    if rate is None:
        return None, ()
    complement = min(share(base, rate.number), base - amo)
    details = [_rate(found.complement, rate, "rate")]
    flat = _flat(case, found, act.flat if act else "")
    if flat:
        complement += flat[0]
        details.append(flat[1])
    return min(room, complement), tuple(details)


def _flat(case: Case, found: _Base, parameter: str) -> tuple[Centimes, Rate] | None:
    """The flat amount of a parameter for the units of a line, where the mutuelle has one."""
    value = case.value(parameter) if parameter else None
    if value is None:
        return None
    return centimes(value.number) * found.units, _rate(parameter, value, "MAD")


def _not_refundable(line: Line, medicine: Medicine) -> QuoteLine:
    return _nothing(line, Rate(label="medicine_rate", value=Decimal(0), unit="rate", source=list_source(medicine)))


def _excluded(case: Case, line: Line) -> QuoteLine:
    """The line of an act that is never refunded; a crown on an implant is one, whatever its code."""
    rate = case.rulebook.parameter(EXCLUDED).nearest(case.rules_day)
    return _nothing(line, _rate(EXCLUDED, rate, "rate"), note="excluded")


def _nothing(line: Line, why: Rate, note: str = "") -> QuoteLine:
    return QuoteLine(
        code=line.code,
        billed=line.billed,
        tnr=0,
        base=0,
        amo=0,
        complement=0,
        rate=Decimal(0),
        details=(why,),
        note=note,
    )


def _unknown(line: Line, reason: str) -> QuoteLine:
    return QuoteLine(
        code=line.code, billed=line.billed, tnr=None, base=None, amo=None, complement=None, rate=None, reason=reason
    )


def _rate(name: str, value: Value, unit: str) -> Rate:
    return Rate(label=name, value=value.number, unit=unit, source=value.source)


def list_source(medicine: Medicine) -> Source:
    """The edition of the official list that a price comes from."""
    return Source(
        title=medicine.edition,
        href="",
        grade=Grade.OFFICIAL,
        since=medicine.edition_day,
        checked_on=medicine.edition_day,
    )
