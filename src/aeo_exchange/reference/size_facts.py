"""What a size definition file says: versions in time, classes, thresholds, each with its source.

sizes/*.toml are held to size.schema.json; `aeo_exchange.msme` applies them. A class is reached
when its test passes; classes stand from the smallest up and the first one reached is the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from msgspec import UNSET, Struct, UnsetType, field

from aeo_exchange.model.codes import Aggregation, SizeClass
from aeo_exchange.model.texts import (
    CountryCode,
    CurrencyCode,
    DecimalText,
    DefinitionCode,
    DefinitionVersion,
)
from aeo_exchange.reference.facts import Source

Confidence = Literal["S", "A", "B", "C", "D"]
Operator = Literal["<", "<="]
# The codes of Measure, and the score that a version computes from them.
Yardstick = Literal[
    "headcount", "turnover", "balance-sheet", "assets", "investment", "capital", "score"
]
PLAIN_UNITS = {"headcount": "persons", "score": "points"}


class Row(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every row says about itself; confidence as in the programme files."""

    source: str
    as_of: date
    confidence: Confidence
    note: str | UnsetType = UNSET
    look_again: date | UnsetType = UNSET


class Threshold(Row, frozen=True, kw_only=True):
    """A ceiling of one class; `op` is `<` or `<=` as the law says.

    Without `sector` it holds for every sector.
    """

    class_: SizeClass = field(name="class")
    sector: str | UnsetType = UNSET
    measure: Yardstick
    op: Operator
    value: DecimalText


class Combination(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How ceilings combine; exactly one member is there.

    `highest_of` is for laws where each measure points to a class and the highest counts,
    `lowest_of` for those where the lowest does; `readings` for one whose texts contradict each
    other, so that nothing is decided where they part.
    """

    all: tuple[str | Combination, ...] | UnsetType = UNSET
    any: tuple[str | Combination, ...] | UnsetType = UNSET
    two_of: tuple[str | Combination, ...] | UnsetType = UNSET
    highest_of: tuple[str | Combination, ...] | UnsetType = UNSET
    lowest_of: tuple[str | Combination, ...] | UnsetType = UNSET
    readings: tuple[str | Combination, ...] | UnsetType = UNSET

    @property
    def logic(self) -> str:
        """The name of the member that is there."""
        return next(name for name in LOGICS if getattr(self, name) is not UNSET)

    @property
    def parts(self) -> tuple[str | Combination, ...]:
        """The measures and combinations under it."""
        parts: tuple[str | Combination, ...] = getattr(self, self.logic)
        return parts

    def measures(self) -> Iterator[str]:
        """Yield the measures named in it, at any depth."""
        for part in self.parts:
            if isinstance(part, str):
                yield part
            else:
                yield from part.measures()


LOGICS = Combination.__struct_fields__


class ClassTest(Row, frozen=True, kw_only=True):
    """A class and how its ceilings combine; `label` is the name the law gives it."""

    class_: SizeClass = field(name="class")
    label: str | UnsetType = UNSET
    test: Combination


class SectorRow(Row, frozen=True, kw_only=True):
    """A line of business, or a case, that the law tells apart; `covers` are other codes for it."""

    code: str
    label: str
    covers: tuple[str, ...] = ()


class Weight(Row, frozen=True, kw_only=True):
    """A term of the score: the measure divided by `per`, times `weight`."""

    measure: Yardstick
    weight: DecimalText
    per: DecimalText = "1"


class Caution(Row, frozen=True, kw_only=True):
    """What the ceilings cannot say: a second limit, a year of change, texts that contradict."""

    text: str


class Version(Row, frozen=True, kw_only=True):
    """A definition as it stood for a time: `from_` inclusive, `until` exclusive.

    `from_precision` says that only the year or month of the first day is known. `above` are the
    classes a firm may be in that reaches none of those defined.
    """

    version: DefinitionVersion
    from_: date | UnsetType = field(default=UNSET, name="from")
    from_precision: Literal["year", "month"] | UnsetType = UNSET
    until: date | UnsetType = UNSET
    legal_source: str
    currency: CurrencyCode | UnsetType = UNSET
    index_unit: str | UnsetType = UNSET
    aggregation: Aggregation
    averaging_years: int = 1
    years_to_change: int = 1
    cautions: tuple[Caution, ...] = ()
    above: tuple[SizeClass, ...]
    sectors: tuple[SectorRow, ...] = ()
    score: tuple[Weight, ...] = ()
    classes: tuple[ClassTest, ...]
    thresholds: tuple[Threshold, ...]

    def unit_of(self, measure: str) -> str:
        """Return what a measure is counted in: persons, points, a currency or an index unit."""
        money = self.currency if self.index_unit is UNSET else self.index_unit
        return PLAIN_UNITS.get(measure) or money or "money"

    def measures(self) -> frozenset[str]:
        """Return the measures that a firm may have to give; a score is none of them."""
        ceilings = {row.measure for row in self.thresholds}
        return frozenset((ceilings | {row.measure for row in self.score}) - {"score"})

    def sectors_of(self, codes: Iterable[str]) -> tuple[SectorRow, ...]:
        """Return the sectors, each once, that bear one of the codes or else cover it."""
        rows = {row.code: row for code in codes for row in self._bearing(code)}
        return tuple(rows.values())

    def _bearing(self, code: str) -> tuple[SectorRow, ...]:
        exact = tuple(row for row in self.sectors if row.code == code)
        return exact or tuple(row for row in self.sectors if code in row.covers)

    def holds_on(self, day: date) -> bool:
        """Tell whether the version is in force on a day, as far as its first day is known."""
        begun = self.from_ is UNSET or self.from_ <= day
        return begun and (self.until is UNSET or day < self.until)

    def begins_about(self, day: date) -> bool:
        """Tell whether a day lies in the year or month of an unknown first day."""
        if self.from_ is UNSET or self.from_precision is UNSET or self.from_.year != day.year:
            return False
        return self.from_precision == "year" or self.from_.month == day.month


class SizeDefinition(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A legal definition of size classes, with its versions from the oldest on."""

    code: DefinitionCode
    economy: CountryCode | UnsetType = UNSET
    name: str
    official: bool = True
    sources: dict[str, Source]
    versions: tuple[Version, ...]

    def version_at(self, day: date) -> Version | None:
        """Return the version in force on a day; None when no version covers it."""
        return next((version for version in self.versions if version.holds_on(day)), None)
