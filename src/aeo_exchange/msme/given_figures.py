"""The figures of a firm as a program gives them, to exact amounts by measure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

from aeo_exchange.errors import WrongChoice
from aeo_exchange.model.codes import Measure
from aeo_exchange.msme.figures import MEASURES, Amount, Measures

__all__ = ["Figure", "Figures", "measures_of"]

# A figure in no currency, or with its currency or index unit; never a float, which is not exact.
Figure: TypeAlias = int | str | Decimal | tuple[int | str | Decimal, str] | Amount
# By measure one figure, or several in different currencies.
Figures: TypeAlias = Mapping[str, Figure | list[Figure]] | Mapping[Measure, tuple[Amount, ...]]


def measures_of(figures: Figures) -> Measures:
    """Return figures as `{"headcount": 42, "turnover": (9_500_000, "EUR")}` gives them, exact.

    Raises WrongChoice for an unknown measure, and for a figure that is negative or not exact.
    """
    return {_measure(name): tuple(_amounts(name, given)) for name, given in figures.items()}


def _measure(name: str) -> Measure:
    if name not in MEASURES:
        raise WrongChoice(f"{name!r} is not a measure; there are {', '.join(MEASURES)}")
    return MEASURES[name]


def _amounts(name: str, given: object) -> Iterator[Amount]:
    several = isinstance(given, list) or (
        isinstance(given, tuple) and all(isinstance(figure, Amount) for figure in given)
    )
    for figure in given if several else [given]:  # type: ignore[attr-defined]  # tested above
        match figure:
            case (value, str() | None as unit):
                yield Amount(_exact(name, value), unit)
            case _:
                yield Amount(_exact(name, figure))


def _exact(name: str, value: object) -> Decimal:
    """Return a figure exactly; a bool and a float are refused."""
    if isinstance(value, (int, str, Decimal)) and not isinstance(value, bool):
        try:
            exact = Decimal(value)
        except InvalidOperation:
            exact = Decimal(-1)
        if exact.is_finite() and exact >= 0:
            return exact
    fault = f"{name}: {value!r} is not an exact figure; give an int, a Decimal or digits as text"
    raise WrongChoice(fault)
