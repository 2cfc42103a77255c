"""Readings to outcomes: each ceiling of a class, and the class as a whole, in three values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from operator import le, lt
from typing import NamedTuple

from msgspec import UNSET

from aeo_exchange.msme.answer import CeilingOutcome, SizeCriterion
from aeo_exchange.msme.figures import CountedFigure, Lack, Measures, counted_figure
from aeo_exchange.reference.size_facts import (
    ClassTest,
    Combination,
    SectorRow,
    SizeVersion,
    Threshold,
)

__all__ = [
    "Tested",
    "combined",
    "examine",
    "text_of",
]

WITHIN: dict[str, Callable[[Decimal, Decimal], bool]] = {"<": lt, "<=": le}
OF_TWO = 2


class Tested(NamedTuple):
    """A class with the outcome of each of its ceilings and of all together.

    `outcome` is None for a class that the sector does not have.
    """

    row: ClassTest
    outcome: CeilingOutcome | None
    criteria: tuple[SizeCriterion, ...]
    lacks: tuple[Lack, ...]


def examine(
    test: ClassTest, version: SizeVersion, sector: SectorRow | None, measures: Measures
) -> Tested:
    """Hold the figures against the ceilings of a class in a sector."""
    rows = [
        row
        for row in version.thresholds
        if row.class_ is test.class_
        and (row.sector is UNSET or (sector is not None and row.sector == sector.code))
    ]
    readings = {row.measure: counted_figure(row.measure, version, measures) for row in rows}
    criteria = tuple(
        _criterion(row, readings[row.measure], version.unit_of(row.measure)) for row in rows
    )
    outcomes: dict[str, CeilingOutcome] = {
        criterion.measure: criterion.outcome for criterion in criteria
    }
    lacks = tuple(
        lack
        for measure, reading in readings.items()
        if outcomes[measure] is CeilingOutcome.UNKNOWN
        for lack in reading.lacks
    )
    return Tested(test, combined(test.test, outcomes), criteria, lacks)


def combined(
    part: str | Combination, outcomes: Mapping[str, CeilingOutcome]
) -> CeilingOutcome | None:
    """Return the outcome of a combination; None when no measure under it has a ceiling."""
    if isinstance(part, str):
        return outcomes.get(part)
    of_parts = [
        outcome for inner in part.parts if (outcome := combined(inner, outcomes)) is not None
    ]
    return LOGIC[part.logic](of_parts) if of_parts else None


def _criterion(row: Threshold, reading: CountedFigure, unit: str) -> SizeCriterion:
    """Return a ceiling with the outcome for a figure."""
    within = WITHIN[row.op](reading.floor, Decimal(row.value))
    unknown = within and reading.value is None
    return SizeCriterion(
        class_=row.class_,
        measure=row.measure,
        operator=row.op,
        threshold=row.value,
        unit=unit,
        value=UNSET if reading.value is None else text_of(reading.value),
        # A figure that is at least too large fails, though it is not known whole.
        outcome=CeilingOutcome.UNKNOWN
        if unknown
        else CeilingOutcome.PASS
        if within
        else CeilingOutcome.FAIL,
        source=row.source,
        as_of=row.as_of,
        confidence=row.confidence,
    )


def text_of(value: Decimal) -> str:
    """Return a decimal as the standard writes one."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _every(outcomes: Sequence[CeilingOutcome]) -> CeilingOutcome:
    if CeilingOutcome.FAIL in outcomes:
        return CeilingOutcome.FAIL
    return CeilingOutcome.UNKNOWN if CeilingOutcome.UNKNOWN in outcomes else CeilingOutcome.PASS


def _one(outcomes: Sequence[CeilingOutcome]) -> CeilingOutcome:
    if CeilingOutcome.PASS in outcomes:
        return CeilingOutcome.PASS
    return CeilingOutcome.UNKNOWN if CeilingOutcome.UNKNOWN in outcomes else CeilingOutcome.FAIL


def _two(outcomes: Sequence[CeilingOutcome]) -> CeilingOutcome:
    if outcomes.count(CeilingOutcome.PASS) >= OF_TWO:
        return CeilingOutcome.PASS
    open_or_passed = len(outcomes) - outcomes.count(CeilingOutcome.FAIL)
    return CeilingOutcome.UNKNOWN if open_or_passed >= OF_TWO else CeilingOutcome.FAIL


def _agreed(outcomes: Sequence[CeilingOutcome]) -> CeilingOutcome:
    first = outcomes[0]
    return first if all(outcome is first for outcome in outcomes) else CeilingOutcome.UNKNOWN


# Ceilings rise from class to class, so the highest class that any measure points to is the first
# whose ceilings all hold, and the lowest the first of which one holds.
LOGIC: dict[str, Callable[[Sequence[CeilingOutcome]], CeilingOutcome]] = {
    "all": _every,
    "any": _one,
    "two_of": _two,
    "highest_of": _every,
    "lowest_of": _one,
    "readings": _agreed,
}
