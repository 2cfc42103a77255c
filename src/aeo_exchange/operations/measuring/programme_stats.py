"""A register to how many operators there are: by programme, year, tier, role and size class."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import BinaryIO

from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.formats import Content, Limits
from aeo_exchange.model.instants import Instant
from aeo_exchange.operations.csv_rows import MARK, csv_row
from aeo_exchange.operations.measuring.fact_counts import ALL, CountKey, Counts, FactCounter
from aeo_exchange.operations.measuring.operators import (
    CLASSES,
    NOT_TOLD,
    SMALL,
    SMALL_FIRMS,
    OperatorFacts,
)
from aeo_exchange.operations.measuring.parquet import write_counts
from aeo_exchange.operations.reading import read_contents
from aeo_exchange.operations.records.validate import refusals_told
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.report import Report, Verdict
from aeo_exchange.rules import Context

__all__ = [
    "OperatorCount",
    "ProgrammeYear",
    "RegisterStatistics",
    "StatisticsWish",
    "register_statistics",
    "statistics_rows",
    "write_statistics",
]

COLUMNS = ("programme", "year", "dimension", "value", "sizeClass", "operators", "hidden")


class _StatisticsPart(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A part of what is told; what is hidden is left out."""


class OperatorCount(_StatisticsPart, frozen=True, kw_only=True):
    """How many operators have a value of a dimension and a size class at the end of a year.

    Without `dimension` all of the programme; without `sizeClass` all sizes. `small-firms` is the
    sum of micro, small, medium and msme, and `not-told` the operators without an assessment.
    """

    programme: str
    year: int
    dimension: str = ""
    value: str = ""
    size_class: str = ""
    operators: int | UnsetType = UNSET
    hidden: bool = False


class ProgrammeYear(_StatisticsPart, frozen=True, kw_only=True):
    """A programme at the end of a year; the share is of the operators whose size is told."""

    programme: str
    year: int
    operators: int | UnsetType = UNSET
    small_firms: int | UnsetType = UNSET
    size_not_told: int | UnsetType = UNSET
    small_percent: float | UnsetType = UNSET


class RegisterStatistics(_StatisticsPart, frozen=True, kw_only=True):
    """How many operators a register has, by year; counts below `hiddenBelow` are hidden.

    The last year is counted at `at`, where it is not over.
    """

    at: Instant
    hidden_below: int
    records: int
    refused: int
    programmes: tuple[ProgrammeYear, ...]
    counts: tuple[OperatorCount, ...]


class StatisticsWish(Struct, frozen=True, kw_only=True):
    """What is asked: which years, all without any; and below which count nothing is told."""

    at: Instant
    years: Sequence[int] = ()
    least: int = 5


def register_statistics(
    contents: Iterable[Content],
    wish: StatisticsWish,
    reference: ReferenceData,
    refused: Callable[[Report], None],
    limits: Limits,
) -> RegisterStatistics:
    """Return how many operators there are; `refused` is told of each that is no valid record.

    Raises MissingExtra without DuckDB.
    """
    counter = FactCounter("counting operators")
    operators, unread = OperatorFacts(reference), 0
    readings = read_contents(contents, limits)
    for reading, report in refusals_told(readings, Context(at=wish.at, reference=reference)):
        if reading.record is None or report.verdict is not Verdict.VALID:
            unread += 1
            refused(report)
        else:
            operators.add(reading.record)
    counter.add(operators.facts(wish.years or operators.years(wish.at), wish.at))
    counts = counter.counts({SMALL_FIRMS: SMALL}, wish.least)
    told = tuple(_operator_counts(counts))
    return RegisterStatistics(
        at=wish.at,
        hidden_below=wish.least,
        records=len(operators),
        refused=unread,
        programmes=tuple(_years(counts)),
        counts=told,
    )


def statistics_rows(statistics: RegisterStatistics) -> Iterator[str]:
    """Yield the counts as rows of CSV, the names of the columns first."""
    yield MARK + csv_row(COLUMNS)
    for one in statistics.counts:
        count = "" if one.operators is UNSET else str(one.operators)
        about = (one.programme, str(one.year), one.dimension, one.value, one.size_class)
        yield csv_row((*about, count, "yes" if one.hidden else ""))


def write_statistics(statistics: RegisterStatistics, stream: BinaryIO) -> None:
    """Write the counts as Parquet, a row for each."""
    write_counts(statistics.counts, OperatorCount, stream)


def _operator_counts(counts: Counts) -> Iterator[OperatorCount]:
    classes = {(key.subject, key.told) for key in counts.counts}
    lines = {key._replace(told=ALL) for key in counts.counts}
    for line in sorted(lines):
        for told in (ALL, *CLASSES):
            if (line.subject, told) in classes:
                yield _count(line._replace(told=told), counts)


def _count(key: CountKey, counts: Counts) -> OperatorCount:
    shown = counts.visible(key)
    return OperatorCount(
        programme=key.subject,
        year=int(key.section),
        dimension=key.dimension,
        value=key.value,
        size_class=key.told,
        operators=UNSET if shown is None else shown,
        hidden=shown is None,
    )


def _years(counts: Counts) -> Iterator[ProgrammeYear]:
    for programme, year in sorted({(key.subject, key.section) for key in counts.counts}):
        key = CountKey(programme, year, ALL, ALL, ALL)
        total, small, not_told = (
            counts.visible(key._replace(told=told)) for told in (ALL, SMALL_FIRMS, NOT_TOLD)
        )
        yield ProgrammeYear(
            programme=programme,
            year=int(year),
            operators=UNSET if total is None else total,
            small_firms=UNSET if small is None else small,
            size_not_told=UNSET if not_told is None else not_told,
            small_percent=_percent(total, small, not_told),
        )


def _percent(total: int | None, small: int | None, not_told: int | None) -> float | UnsetType:
    if total is None or small is None or not_told is None or total == not_told:
        return UNSET
    return round(100 * small / (total - not_told), 1)
