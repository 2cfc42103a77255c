"""What a size definition file says: versions in time, classes, thresholds, each with its source.

size.schema.json is printed from these structs, and sizes/*.toml are held to it; `aeo_exchange.msme`
applies them. A class is reached when its test passes; classes stand from the smallest up and the
first one reached is the answer.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated, Literal

from msgspec import UNSET, Struct, UnsetType, field

from aeo_exchange.model.codes import Aggregation, SizeClass
from aeo_exchange.model.instants import calendar_day
from aeo_exchange.model.texts import (
    CountryCode,
    CurrencyCode,
    DefinitionCode,
    DefinitionVersion,
)
from aeo_exchange.reference.row import Source
from aeo_exchange.reference.texts import (
    SOURCE_KEYS,
    Amount,
    Divisor,
    IndexUnit,
    Line,
    SectorCode,
    SourceKey,
    told,
)

__all__ = [
    "PLAIN_UNITS",
    "Caution",
    "ClassTest",
    "Combination",
    "Confidence",
    "Operator",
    "SectorRow",
    "SizeDefinition",
    "SizeVersion",
    "Threshold",
    "Weight",
    "Yardstick",
]

Confidence = Literal["S", "A", "B", "C", "D"]
Operator = Literal["<", "<="]
# The codes of Measure, and the score that a version computes from them.
Yardstick = Literal[
    "headcount", "turnover", "balance-sheet", "assets", "investment", "capital", "score"
]
PLAIN_UNITS = {"headcount": "persons", "score": "points"}


class SizeRow(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every row says about itself; confidence as in the programme files."""

    source: Annotated[SourceKey, told("The source the row rests on, a key of sources.")]
    as_of: Annotated[date, told("Day on which the source says so.")]
    confidence: Annotated[Confidence, told("How sure it is.")]
    note: Annotated[Line | UnsetType, told("What a reader should know beside.")] = UNSET
    look_again: Annotated[
        date | UnsetType,
        told("Day after which the row is to be looked at again, where its kind does not tell."),
    ] = UNSET


class Threshold(SizeRow, frozen=True, kw_only=True):
    """A ceiling of one class; `op` is `<` or `<=` as the law says.

    Without `sector` it holds for every sector.
    """

    class_: Annotated[SizeClass, told("Class whose ceiling it is.")] = field(name="class")
    sector: Annotated[
        SectorCode | UnsetType, told("Sector for which it holds; absent for all.")
    ] = UNSET
    measure: Annotated[Yardstick, told("What is measured.")]
    op: Annotated[Operator, told("Whether the ceiling itself is still within: < no, <= yes.")]
    value: Annotated[Amount, told("The ceiling.")]


class Combination(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How ceilings combine; exactly one member is there.

    `highest_of` is for laws where each measure points to a class and the highest counts,
    `lowest_of` for those where the lowest does; `readings` for one whose texts contradict each
    other, so that nothing is decided where they part.
    """

    all: Annotated[
        "tuple[Yardstick | Combination, ...] | UnsetType",
        told("Every one must hold.", minItems=1, uniqueItems=True),
    ] = UNSET
    any: Annotated[
        "tuple[Yardstick | Combination, ...] | UnsetType",
        told("One is enough.", minItems=1, uniqueItems=True),
    ] = UNSET
    two_of: Annotated[
        "tuple[Yardstick | Combination, ...] | UnsetType",
        told(
            "Three measures or combinations, of which two must hold.",
            minItems=3,
            maxItems=3,
            uniqueItems=True,
        ),
    ] = UNSET
    highest_of: Annotated[
        "tuple[Yardstick | Combination, ...] | UnsetType",
        told("Each points to a class; the highest counts.", minItems=1, uniqueItems=True),
    ] = UNSET
    lowest_of: Annotated[
        "tuple[Yardstick | Combination, ...] | UnsetType",
        told("Each points to a class; the lowest counts.", minItems=1, uniqueItems=True),
    ] = UNSET
    readings: Annotated[
        "tuple[Yardstick | Combination, ...] | UnsetType",
        told(
            "Readings of a law whose texts contradict each other; decided where all agree.",
            minItems=2,
            uniqueItems=True,
        ),
    ] = UNSET

    @property
    def logic(self) -> str:
        """The name of the member that is there."""
        return next(name for name in LOGICS if getattr(self, name) is not UNSET)

    @property
    def parts(self) -> "tuple[Yardstick | Combination, ...]":
        """The measures and combinations under it."""
        parts: tuple[Yardstick | Combination, ...] = getattr(self, self.logic)
        return parts

    def measures(self) -> Iterator[str]:
        """Yield the measures named in it, at any depth."""
        for part in self.parts:
            if isinstance(part, str):
                yield part
            else:
                yield from part.measures()


LOGICS = Combination.__struct_fields__


class ClassTest(SizeRow, frozen=True, kw_only=True):
    """A class and how its ceilings combine; `label` is the name the law gives it."""

    class_: Annotated[SizeClass, told("The class.")] = field(name="class")
    label: Annotated[Line | UnsetType, told("Name that the law gives it.")] = UNSET
    test: Annotated[Combination, told("When a firm is within it.")]


class SectorRow(SizeRow, frozen=True, kw_only=True):
    """A line of business, or a case, that the law tells apart; `covers` are other codes for it."""

    code: Annotated[SectorCode, told("Code of the sector.")]
    label: Annotated[Line, told("What it is.")]
    covers: Annotated[
        tuple[SectorCode, ...],
        told("Other sector codes that fall under it.", minItems=1, uniqueItems=True),
    ] = ()


class Weight(SizeRow, frozen=True, kw_only=True):
    """A term of the score: the measure divided by `per`, times `weight`."""

    measure: Annotated[Yardstick, told("What is measured.")]
    weight: Annotated[Amount, told("Its weight.")]
    per: Annotated[Divisor, told("What it is divided by first; absent for 1.")] = "1"


class Caution(SizeRow, frozen=True, kw_only=True):
    """What the ceilings cannot say: a second limit, a year of change, texts that contradict."""

    text: Annotated[Line, told("The condition or doubt, in a sentence.")]


class SizeVersion(SizeRow, frozen=True, kw_only=True):
    """A definition as it stood for a time: `from_` inclusive, `until` exclusive.

    `from_precision` says that only the year or month of the first day is known. `above` are the
    classes a firm may be in that reaches none of those defined.
    """

    version: Annotated[DefinitionVersion, told("What records call the version.")]
    from_: Annotated[
        date | UnsetType, told("First day in force; absent where it is not known.")
    ] = field(default=UNSET, name="from")
    from_precision: Annotated[
        Literal["year", "month"] | UnsetType,
        told("That only the year or the month of the first day is known."),
    ] = UNSET
    until: Annotated[date | UnsetType, told("First day no more in force; absent while it is.")] = (
        UNSET
    )
    legal_source: Annotated[Line, told("The law, decree or convention, with its article.")]
    currency: Annotated[CurrencyCode | UnsetType, told("Currency of the ceilings of money.")] = (
        UNSET
    )
    index_unit: Annotated[IndexUnit | UnsetType, told("Index unit of the ceilings of money.")] = (
        UNSET
    )
    aggregation: Annotated[Aggregation, told("Whether the firm alone is measured or its group.")]
    averaging_years: Annotated[
        int,
        told(
            "Over how many years the measures are averaged; absent for one.", minimum=1, maximum=10
        ),
    ] = 1
    years_to_change: Annotated[
        int,
        told(
            "How many years in a row a firm must be in another class before its class "
            "changes; absent for one.",
            minimum=1,
            maximum=10,
        ),
    ] = 1
    cautions: Annotated[
        tuple[Caution, ...],
        told("Conditions and doubts that the thresholds cannot say.", minItems=1),
    ] = ()
    above: Annotated[
        tuple[SizeClass, ...],
        told(
            "The classes a firm may be in that is in none of those defined.",
            minItems=1,
            uniqueItems=True,
        ),
    ]
    sectors: Annotated[
        tuple[SectorRow, ...], told("The sectors, where the law tells some apart.", minItems=1)
    ] = ()
    score: Annotated[tuple[Weight, ...], told("The terms whose sum is the score.", minItems=1)] = ()
    classes: Annotated[tuple[ClassTest, ...], told("The classes, smallest first.", minItems=1)]
    thresholds: Annotated[tuple[Threshold, ...], told("The ceilings.", minItems=1)]

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

    def holds_on(self, day: date | str) -> bool:
        """Tell whether the version is in force on a day, as far as its first day is known."""
        on = calendar_day(day)
        begun = self.from_ is UNSET or self.from_ <= on
        return begun and (self.until is UNSET or on < self.until)

    def begins_about(self, day: date | str) -> bool:
        """Tell whether a day lies in the year or month of an unknown first day."""
        on = calendar_day(day)
        if self.from_ is UNSET or self.from_precision is UNSET or self.from_.year != on.year:
            return False
        return self.from_precision == "year" or self.from_.month == on.month


class SizeDefinition(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A legal definition of size classes, with its versions from the oldest on."""

    code: Annotated[DefinitionCode, told("Code of the definition; the file has the same name.")]
    economy: Annotated[
        CountryCode | UnsetType,
        told("Economy whose definition it is; absent for one of no economy."),
    ] = UNSET
    name: Annotated[Line, told("Name of the definition in English.")]
    official: Annotated[
        bool, told("False for a scale of this standard's own. Absent means true.")
    ] = True
    sources: Annotated[
        dict[str, Source],
        told("The texts that rows rest on, by key.", minProperties=1, propertyNames=SOURCE_KEYS),
    ]
    versions: Annotated[
        tuple[SizeVersion, ...],
        told("The definition as it stood for a time, oldest first, not overlapping.", minItems=1),
    ]

    def version_at(self, day: date | str) -> SizeVersion | None:
        """Return the version in force on a day; None when no version covers it."""
        return next((version for version in self.versions if version.holds_on(day)), None)
