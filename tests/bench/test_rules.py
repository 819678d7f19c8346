"""One case through the rules beside the same values and formula in OpenFisca, and a long dossier at each keystroke.

OpenFisca is not a dependency: `pip install -e ".[bench]"` brings it, without it the comparison is skipped.
"""

from __future__ import annotations

import timeit
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from rules.casework import case_of, product

from amo_desk.domain.dossier import Line
from amo_desk.domain.findings import Quote
from amo_desk.rules.case import Case
from amo_desk.rules.checklist import evaluate
from amo_desk.rules.rulebook import Rulebook
from amo_desk.rules.tariff import quote
from amo_desk.usecases.desk import bundled_rulebook

BILLED, MANY = 15_000, 10_000
PERIOD = "2026-11"


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return bundled_rulebook()


@pytest.fixture(scope="module")
def consultation(rulebook: Rulebook) -> Case:
    return case_of(rulebook, "consultation", (Line(code="C", billed=BILLED),), mutuelle="MGEN")


def _ours(case: Case) -> Quote:
    # A fresh case, so that nothing worked out for the one before is used again.
    return quote(replace(case))


def _dated(rulebook: Rulebook, name: str, **dimensions: str) -> dict[str, Any]:
    """A parameter as OpenFisca writes it: the value of each day on which it changes, for a sector or a mutuelle."""
    parameter = rulebook.parameter(name)
    found = {day: parameter.find(day, **dimensions) for day in {value.since for value in parameter.values}}
    return {"values": {str(day): {"value": float(v.number)} for day, v in sorted(found.items()) if v}}


@pytest.fixture(scope="module")
def openfisca(rulebook: Rulebook) -> Any:
    """The same dated values by sector and mutuelle, the same formula, the same amounts asked for."""
    pytest.importorskip("openfisca_core", reason="OpenFisca-core is not installed: pip install -e '.[bench]'")
    import numpy as np  # noqa: PLC0415
    from openfisca_core.entities import build_entity  # noqa: PLC0415
    from openfisca_core.indexed_enums import Enum  # noqa: PLC0415
    from openfisca_core.parameters import ParameterNode  # noqa: PLC0415
    from openfisca_core.periods import DateUnit  # noqa: PLC0415
    from openfisca_core.simulations import SimulationBuilder  # noqa: PLC0415
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem  # noqa: PLC0415
    from openfisca_core.variables import Variable  # noqa: PLC0415

    person = build_entity(key="person", plural="persons", label="Insured person", is_person=True)
    system = TaxBenefitSystem([person])

    def choice(name: str, values: list[str], default: str) -> None:
        kind = Enum(name.capitalize(), values)
        add(name, value_type=Enum, possible_values=kind, default_value=kind[default])

    def add(name: str, **body: Any) -> None:
        common = {"value_type": float, "entity": person, "definition_period": DateUnit.MONTH, "label": name}
        system.add_variable(type(name, (Variable,), common | body))

    def tnr(persons: Any, period: Any, parameters: Any) -> Any:
        return parameters(period).letter_c[persons("sector", period)]

    def base(persons: Any, period: Any) -> Any:
        return np.minimum(persons("billed", period), persons("tnr", period))

    def amo(persons: Any, period: Any, parameters: Any) -> Any:
        return np.round(persons("base", period) * parameters(period).rate, 2)

    def complement(persons: Any, period: Any, parameters: Any) -> Any:
        kept, paid = persons("base", period), persons("amo", period)
        rate = parameters(period).complement[persons("mutuelle", period)]
        return np.minimum(np.round(kept * rate, 2), kept - paid)

    def left(persons: Any, period: Any) -> Any:
        return persons("billed", period) - persons("estimated", period)

    def estimated(persons: Any, period: Any) -> Any:
        return persons("amo", period) + persons("complement", period)

    choice("sector", ["private", "public"], "private")
    choice("mutuelle", sorted(rulebook.mutuelles), "MGEN")
    add("billed")
    for formula in (tnr, base, amo, complement, left, estimated):
        add(formula.__name__, formula=formula)
    letters = {sector: _dated(rulebook, "letter_keys/c", sector=sector) for sector in ("private", "public")}
    complements = {code: _dated(rulebook, "complement/ambulatory", mutuelle=code) for code in rulebook.mutuelles}
    values = {"letter_c": letters, "rate": _dated(rulebook, "rates/ambulatory"), "complement": complements}
    system.parameters = ParameterNode(data=values)
    amounts = ("tnr", "base", "amo", "complement", "left", "estimated")

    def run(cases: int = 1) -> Any:
        simulation = SimulationBuilder().build_default_simulation(system, cases)
        simulation.set_input("billed", PERIOD, np.full(cases, BILLED / 100))
        return [simulation.calculate(name, PERIOD) for name in amounts]

    return run


@pytest.mark.benchmark(group="one case, from values by date to amounts")
def test_one_case(benchmark: BenchmarkFixture, consultation: Case) -> None:
    assert benchmark(_ours, consultation).left == 7_000


@pytest.mark.filterwarnings("ignore")
@pytest.mark.benchmark(group="one case, from values by date to amounts")
def test_one_case_openfisca(
    benchmark: BenchmarkFixture, consultation: Case, openfisca: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    said = _ours(consultation)
    ours_said = [said.tnr, said.base, said.amo, said.complement, said.left, said.estimated]
    assert [round(amounts[0] * 100) for amounts in benchmark(openfisca)] == ours_said
    # Taken by turns in one loop: the two figures above are minutes apart on a busy machine.
    turns = [
        [timeit.timeit(one, number=200) / 200 for one in (lambda: _ours(consultation), openfisca)] for _ in range(5)
    ]
    ours, theirs = (min(column) for column in zip(*turns, strict=True))
    together = min(timeit.repeat(lambda: openfisca(MANY), number=5, repeat=3)) / 5 / MANY
    benchmark.extra_info["times slower, case by case"] = round(theirs / ours, 1)
    with capsys.disabled():
        print(  # noqa: T201
            f"\none case: {ours * 1e6:.0f} µs here, {theirs * 1e6:.0f} µs in OpenFisca ({theirs / ours:.1f} times); "
            f"{MANY} cases at once in OpenFisca: {together * 1e6:.2f} µs each"
        )


PRODUCTS = {f"6118000{n:06d}": product(f"6118000{n:06d}", ppv="34.60", base="28.00") for n in range(20)}
LONG = {
    "medicines": tuple(Line(code=code, billed=3_460) for code in PRODUCTS),
    "consultation": tuple(
        Line(code=code, coefficient=Decimal(20), billed=15_000) for code in ("B", "Z", "K", "C", "CS") * 4
    ),
    "dental_care": tuple(
        Line(code=code, teeth=(16,), billed=30_000) for code in ("D700", "D702", "D706", "D754", "D900") * 4
    ),
}


@pytest.mark.benchmark(group="findings and quote of 20 lines, at each keystroke")
@pytest.mark.parametrize("form", sorted(LONG))
def test_keystroke(benchmark: BenchmarkFixture, rulebook: Rulebook, form: str) -> None:
    case = case_of(rulebook, form, LONG[form], products=PRODUCTS)
    evaluation = benchmark(lambda: evaluate(replace(case)))
    assert len(evaluation.quote.lines) == 20
    assert evaluation.quote.uncounted == 0
