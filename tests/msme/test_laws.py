"""What holds for every definition and every firm."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET

from aeo_exchange.model.codes import Measure, SizeClass
from aeo_exchange.msme import Amount, CeilingOutcome, Measures, classify_by_definition
from aeo_exchange.msme.criteria import LOGIC, combined
from aeo_exchange.reference.size_facts import Combination, SizeDefinition, SizeVersion
from aeo_exchange.reference.sizes import SizeDefinitions
from rows import for_each_row

DAY = date(2026, 6, 1)
DEFINITIONS = [
    definition for definition in SizeDefinitions().definitions() if definition.version_at(DAY)
]
ORDER = list(SizeClass)
PASS, FAIL, UNKNOWN = CeilingOutcome.PASS, CeilingOutcome.FAIL, CeilingOutcome.UNKNOWN
SETTLED = {PASS: [PASS], FAIL: [FAIL], UNKNOWN: [PASS, FAIL]}


@st.composite
def questions(draw: st.DrawFn) -> tuple[SizeDefinition, SizeVersion, str, Measures]:
    """Return a definition, a sector of it and a firm whose figures are all known."""
    definition = draw(st.sampled_from(DEFINITIONS))
    version = definition.version_at(DAY)
    assert version is not None
    sector = draw(st.sampled_from([row.code for row in version.sectors] or ["none"]))
    measures = {}
    for measure in Measure:
        if measure.value in version.measures():
            bounds = [Decimal(r.value) for r in version.thresholds if r.measure == measure.value]
            near = st.sampled_from(bounds or [Decimal(50_000_000)])
            value = draw(near) * draw(st.sampled_from([0, 1, 2])) + draw(st.integers(-1, 1))
            unit = None if measure is Measure.HEADCOUNT else version.unit_of(measure.value)
            measures[measure] = (Amount(max(value, Decimal(0)), unit),)
    return definition, version, sector, measures


@given(questions(), st.sets(st.sampled_from(list(Measure))))
def test_a_figure_more_never_contradicts_an_answer(
    question: tuple[SizeDefinition, SizeVersion, str, Measures], known: set[Measure]
) -> None:
    definition, _, sector, measures = question
    fewer = {measure: amount for measure, amount in measures.items() if measure in known}
    all_known = classify_by_definition(definition, measures, sectors=[sector], at=DAY)
    some_known = classify_by_definition(definition, fewer, sectors=[sector], at=DAY)
    open_before = some_known.possible or (some_known.size_class,)
    open_after = all_known.possible or (all_known.size_class,)
    assert set(open_after) <= set(open_before)


@given(questions())
def test_all_figures_leave_open_only_what_the_definition_does(
    question: tuple[SizeDefinition, SizeVersion, str, Measures],
) -> None:
    definition, version, sector, measures = question
    answer = classify_by_definition(definition, measures, sectors=[sector], at=DAY)
    contradictory = any(size.test.readings is not UNSET for size in version.classes)
    assert bool(answer.size_class) or answer.possible == version.above or contradictory


@given(questions(), st.sampled_from(list(Measure)))
def test_a_larger_figure_never_makes_a_smaller_firm(
    question: tuple[SizeDefinition, SizeVersion, str, Measures], measure: Measure
) -> None:
    definition, _, sector, measures = question
    if measure not in measures:
        return
    (amount,) = measures[measure]
    grown = {**measures, measure: (Amount(amount.value * 2 + 1, amount.unit),)}
    before = classify_by_definition(definition, measures, sectors=[sector], at=DAY)
    after = classify_by_definition(definition, grown, sectors=[sector], at=DAY)
    smallest = [(answer.size_class or answer.possible[0]) for answer in (before, after)]
    assert ORDER.index(smallest[0]) <= ORDER.index(smallest[1])


@for_each_row("logic", LOGIC)
def test_unknown_is_what_both_answers_could_make_of_it(logic: str) -> None:
    for outcomes in product([PASS, FAIL, UNKNOWN], repeat=3):
        settled = {
            LOGIC[logic](certain)
            for certain in product(*(SETTLED[outcome] for outcome in outcomes))
        }
        assert LOGIC[logic](outcomes) is (settled.pop() if len(settled) == 1 else UNKNOWN)


def test_two_of_three_needs_two() -> None:
    test = Combination(two_of=("headcount", "turnover", "assets"))
    said = {"headcount": PASS, "turnover": FAIL}
    assert combined(test, {**said, "assets": PASS}) is PASS
    assert combined(test, {**said, "assets": FAIL}) is FAIL
    assert combined(test, {**said, "assets": UNKNOWN}) is UNKNOWN


@pytest.mark.parametrize(
    ("code", "unit", "names"),
    [
        ("IN-MSMED", "INR", (Measure.INVESTMENT, Measure.TURNOVER)),
    ],
)
def test_the_first_class_whose_ceilings_all_hold_is_the_highest_any_measure_points_to(
    code: str, unit: str, names: tuple[Measure, Measure]
) -> None:
    """Compare with the words of the Indian law, applied measure by measure."""
    definition = next(known for known in DEFINITIONS if known.code == code)

    def class_at(*values: int) -> int:
        units = [None if name is Measure.HEADCOUNT else unit for name in names]
        amounts = [(Amount(Decimal(v), u),) for v, u in zip(values, units, strict=True)]
        measures = dict(zip(names, amounts, strict=True))
        size_class = classify_by_definition(
            definition, measures, sectors=["manufacturing"], at=DAY
        ).size_class
        assert isinstance(size_class, SizeClass)
        return ORDER.index(size_class)

    for first, second in product([1, 6, 60, 10**7, 10**8, 10**9, 10**10], repeat=2):
        assert class_at(first, second) == max(class_at(first, 0), class_at(0, second))
