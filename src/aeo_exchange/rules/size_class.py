"""The size class that the figures of a record give, for the rule that compares it (part 4)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from msgspec import UNSET, UnsetType

from aeo_exchange.model.codes import Aggregation, Measure, SizeClass
from aeo_exchange.model.record import BasisMeasure, Msme, Sector
from aeo_exchange.reference.sectors import LINES_OF_BUSINESS, sectors_of_line
from aeo_exchange.reference.sizes import SizeDefinitions
from aeo_exchange.rules.knowledge import CERTAIN
from aeo_exchange.rules.rule import items_of

if TYPE_CHECKING:
    from aeo_exchange.msme import Amount
    from aeo_exchange.reference.size_facts import SizeDefinition

__all__ = ["ReckonedClass", "class_reckoned", "is_same_class"]

REMEMBERED = 1 << 14


class ReckonedClass(NamedTuple):
    """A class, and whether every row that it rests on is certain."""

    size_class: SizeClass
    certain: bool


class _SectorLines(NamedTuple):
    """The sectors in each of which a firm is classified; none where no sector is asked for."""

    sectors: tuple[tuple[str, ...], ...]
    certain: bool


def class_reckoned(sizes: SizeDefinitions, msme: Msme) -> ReckonedClass | None:
    """Return the class that the figures of a record give, or None where they cannot decide."""
    return _class_of(sizes, msme.definition, msme.assessed_on, msme.sector, items_of(msme.basis))


@lru_cache(maxsize=REMEMBERED)
def _class_of(
    sizes: SizeDefinitions,
    code: str,
    assessed_on: str,
    sector: Sector | UnsetType,
    basis: tuple[BasisMeasure, ...],
) -> ReckonedClass | None:
    """Return the class that figures give, or None; one firm stands in many views and revisions."""
    # The classifier, which few records have the figures for.
    from aeo_exchange.msme.classify import classify_by_definition  # noqa: PLC0415

    definition = sizes.look_up(code)
    day = date.fromisoformat(assessed_on)
    version = definition.version_at(day) if definition else None
    if definition is None or version is None:
        return None
    lines = _lines(definition, sector) if version.sectors else _SectorLines(((),), certain=True)
    measures = dict(_measures(basis, version.aggregation))
    answers = [
        classify_by_definition(definition, measures, sectors=sectors, at=day)
        for sectors in lines.sectors
    ]
    classes = {answer.size_class for answer in answers}
    only = classes.pop() if len(classes) == 1 else UNSET
    if only is UNSET:
        return None
    certain = all(answer.definition.confidence in CERTAIN for answer in answers)
    return ReckonedClass(only, lines.certain and certain)


def _lines(definition: SizeDefinition, sector: Sector | UnsetType) -> _SectorLines:
    """Return the sectors of a definition that a record may mean."""
    if sector is UNSET:
        return _SectorLines((), certain=True)
    if sector.scheme == definition.code:
        return _SectorLines(((sector.code,),), certain=True)
    known = sectors_of_line(definition.code, sector.code)
    if sector.scheme != LINES_OF_BUSINESS or known is None:
        return _SectorLines((), certain=True)
    return _SectorLines(tuple((sector,) for sector in known.sectors), known.confidence in CERTAIN)


def _measures(
    basis: tuple[BasisMeasure, ...], aggregation: Aggregation
) -> Iterator[tuple[Measure, tuple[Amount, ...]]]:
    """Yield the figure of the latest period of each measure, as the version aggregates it.

    A figure of the other aggregation says nothing: a firm may be small and its group large.
    Where several figures are those of the latest period, none is known to count.
    """
    from decimal import Decimal  # noqa: PLC0415 with the classifier

    from aeo_exchange.msme.figures import Amount  # noqa: PLC0415

    counted: dict[Measure, list[BasisMeasure]] = {}
    for figure in basis:
        if figure.aggregation is aggregation:
            counted.setdefault(figure.measure, []).append(figure)
    for measure, figures in counted.items():
        last = max(figure.period_end for figure in figures)
        latest = [figure for figure in figures if figure.period_end == last]
        if len(latest) == 1:
            unit = None if latest[0].currency is UNSET else latest[0].currency
            yield measure, (Amount(Decimal(latest[0].value), unit),)


def is_same_class(stated: SizeClass, computed: SizeClass) -> bool:
    """Compare two classes; msme stands for any that is not large."""
    if SizeClass.MSME in {stated, computed}:
        return SizeClass.LARGE not in {stated, computed}
    return stated is computed
