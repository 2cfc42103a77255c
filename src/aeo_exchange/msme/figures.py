"""The figures of a firm, read as a version of a definition counts them.

A figure in another currency, or in none, is as good as absent: nothing is converted here.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from msgspec import UNSET

from aeo_exchange.model.codes import Measure
from aeo_exchange.reference.size_facts import PLAIN_UNITS, SizeVersion, Weight

__all__ = [
    "MEASURES",
    "Amount",
    "CountedFigure",
    "Lack",
    "Measures",
    "counted_figure",
    "in_money",
]

ZERO = Decimal(0)
# Index units that ISO 4217 has under a code of its own.
ISO_CODES = {"UF": "CLF", "UI": "UYI"}
MEASURES = {measure.value: measure for measure in Measure}


class Amount(NamedTuple):
    """A figure, not negative, and its currency or index unit; None for a count."""

    value: Decimal
    unit: str | None = None


# A measure may be given in several currencies; the one that a definition counts in is taken.
Measures = Mapping[Measure, tuple[Amount, ...]]


class Lack(NamedTuple):
    """A measure that could not be read, and why."""

    measure: str
    reason: str


class CountedFigure(NamedTuple):
    """A figure as the version counts it; `floor` is what it is at least when it is not known."""

    value: Decimal | None
    floor: Decimal
    lacks: tuple[Lack, ...] = ()


def counted_figure(measure: str, version: SizeVersion, measures: Measures) -> CountedFigure:
    """Return the figure of a measure or of the score."""
    if measure == "score":
        return _score(version, measures)
    unit = version.unit_of(measure)
    wanted = {None} if measure in PLAIN_UNITS else {unit, ISO_CODES.get(unit, unit)}
    given = measures.get(MEASURES[measure], ())
    for amount in given:
        if amount.unit in wanted:
            return CountedFigure(amount.value, amount.value)
    return CountedFigure(None, ZERO, (Lack(measure, _reason(given, unit)),))


def _score(version: SizeVersion, measures: Measures) -> CountedFigure:
    """Return the weighed sum; a term that is not known counts as nothing towards the floor."""
    terms = [(row, counted_figure(row.measure, version, measures)) for row in version.score]
    floor = sum((_weighed(row, reading.floor) for row, reading in terms), ZERO)
    lacks = tuple(lack for _, reading in terms for lack in reading.lacks)
    return CountedFigure(None if lacks else floor, floor, lacks)


def _weighed(row: Weight, value: Decimal) -> Decimal:
    return value * Decimal(row.weight) / Decimal(row.per)


def _reason(given: tuple[Amount, ...], unit: str) -> str:
    """Say why a measure could not be read."""
    if not given:
        return f"is not given; the definition counts it in {unit}"
    units = " and ".join(amount.unit or "no unit" for amount in given)
    return f"is given in {units}; the definition counts it in {unit} and nothing is converted"


def in_money(version: SizeVersion) -> bool:
    """Tell whether the version counts anything in money or an index unit."""
    return version.currency is not UNSET or version.index_unit is not UNSET
