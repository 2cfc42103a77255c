"""A firm as a person tells of it, and the definitions asked about, to size classes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from aeo_exchange.errors import WrongChoice
from aeo_exchange.model.codes import Measure
from aeo_exchange.msme import Amount, Classification, Measures
from aeo_exchange.operations.reference.classify import (
    Comparison,
    classify_firm,
    compare_definitions,
)
from aeo_exchange.reference.sectors import LINES_OF_BUSINESS
from aeo_exchange.reference.size_facts import SizeDefinition
from aeo_exchange.reference.sizes import SizeDefinitions

__all__ = ["LINES_OF_BUSINESS", "Firm", "GivenFigure", "look_up_definitions"]

GivenFigure = tuple[Measure, Amount]
_LINE = f"{LINES_OF_BUSINESS}:"


class Firm(NamedTuple):
    """What was told of a firm: its figures, its sectors or line of business, and the day."""

    measures: Measures
    sectors: tuple[str, ...]
    line: str | None
    day: date

    @classmethod
    def of(cls, given: Sequence[GivenFigure], sectors: Sequence[str], day: date) -> Firm:
        """Return the firm with these figures; a line of business is a sector `ISIC4:CODE`.

        Raises WrongChoice for a figure given twice in one unit, and for two lines of business.
        """
        lines = {sector.removeprefix(_LINE) for sector in sectors if sector.startswith(_LINE)}
        if len(lines) > 1:
            raise WrongChoice("give one code of ISIC: a firm is classified by its main line")
        others = tuple(sector for sector in sectors if not sector.startswith(_LINE))
        return cls(_measures(given), others, next(iter(lines), None), day)

    def under(self, definition: SizeDefinition) -> Classification:
        """Return the class under one definition."""
        return classify_firm(
            definition, self.measures, sectors=self.sectors, line=self.line, at=self.day
        )

    def under_all(self, definitions: Sequence[SizeDefinition]) -> Comparison:
        """Return the classes under several definitions."""
        return compare_definitions(
            definitions, self.measures, sectors=self.sectors, line=self.line, at=self.day
        )

    def figures(self) -> list[str]:
        """Return what was told, in words."""
        told = [
            f"{measure} {amount.value:,}{f' {amount.unit}' if amount.unit else ''}"
            for measure, amounts in self.measures.items()
            for amount in amounts
        ]
        line = [f"{LINES_OF_BUSINESS} {self.line}"] if self.line else []
        return [*told, *self.sectors, *line, f"on {self.day}"]


def look_up_definitions(known: SizeDefinitions, codes: Sequence[str]) -> list[SizeDefinition]:
    """Return the definitions of the codes, each once; raises WrongChoice for an unknown one."""
    definitions = []
    for code in dict.fromkeys(codes):
        definition = known.look_up(code)
        if definition is None:
            near = ", ".join(known.did_you_mean(code) or known.codes())
            raise WrongChoice(f"{code} is not in the reference data; did you mean {near}?")
        definitions.append(definition)
    return definitions


def _measures(given: Sequence[GivenFigure]) -> Measures:
    """Return the figures by measure."""
    measures: dict[Measure, tuple[Amount, ...]] = {}
    for measure, amount in given:
        amounts = measures.get(measure, ())
        if any(amount.unit == other.unit for other in amounts):
            raise WrongChoice(f"{measure} is given twice in the same unit")
        measures[measure] = (*amounts, amount)
    return measures
