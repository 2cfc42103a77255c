"""Every ceiling of every definition, at the bound and one unit beyond it on either side."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from msgspec import UNSET

from aeo_exchange.model.codes import Measure
from aeo_exchange.msme import Amount, CeilingOutcome, Measures, classify_by_definition
from aeo_exchange.reference.size_facts import SizeDefinition, SizeVersion, Threshold
from aeo_exchange.reference.sizes import SizeDefinitions
from rows import for_each_row

DEFINITIONS = SizeDefinitions().definitions()
SOME_DAY = date(2026, 6, 1)

# What the law's own word makes of a figure below, at and above the bound.
EXPECTED = {
    "<": (CeilingOutcome.PASS, CeilingOutcome.FAIL, CeilingOutcome.FAIL),
    "<=": (CeilingOutcome.PASS, CeilingOutcome.PASS, CeilingOutcome.FAIL),
}


def day_in(version: SizeVersion) -> date:
    """Return a day on which a version holds and its first day is no question."""
    if version.until is not UNSET:
        return version.until - timedelta(days=1)
    return SOME_DAY


def figures(measure: str, value: Decimal, version: SizeVersion) -> Measures:
    """Return figures that put a measure, or the score, at a value."""
    if measure == "score":  # a tenth of the staff and nothing sold
        return {
            Measure.HEADCOUNT: (Amount(value * 10),),
            Measure.TURNOVER: (Amount(Decimal(0), version.unit_of("turnover")),),
        }
    unit = None if measure == "headcount" else version.unit_of(measure)
    return {Measure(measure): (Amount(value, unit),)}


Case = tuple[SizeDefinition, SizeVersion, Threshold]


def cases() -> Iterator[Case]:
    """Yield every ceiling, with a sector for which it holds."""
    for definition in DEFINITIONS:
        for version in definition.versions:
            for row in version.thresholds:
                yield definition, version, row


def named(case: Case) -> str:
    definition, version, row = case
    known = f"{definition.code} {version.version}"
    return f"{known} {row.class_} {row.sector or ''} {row.measure}"


@for_each_row(("definition", "version", "row"), cases(), ids=named)
def test_a_ceiling_holds_on_its_own_side_of_the_bound(
    definition: SizeDefinition, version: SizeVersion, row: Threshold
) -> None:
    known = row.sector or next((sector.code for sector in version.sectors), "none")
    bound = Decimal(row.value)
    outcomes = []
    for value in (bound - 1, bound, bound + 1):
        answer = classify_by_definition(
            definition,
            figures(row.measure, max(value, Decimal(0)), version),
            sectors=[known],
            at=day_in(version),
        )
        assert answer.definition.version == version.version
        (criterion,) = (
            judged
            for judged in answer.criteria
            if judged.class_ is row.class_ and judged.measure == row.measure
        )
        assert (criterion.operator, criterion.threshold) == (row.op, row.value)
        outcomes.append(criterion.outcome)
    assert tuple(outcomes) == EXPECTED[row.op]


def test_there_are_hundreds_of_ceilings() -> None:
    assert sum(1 for _ in cases()) > 300
