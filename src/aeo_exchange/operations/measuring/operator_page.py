"""The operators of a register as a page: by year, and for the last year by tier and role."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import UNSET

from aeo_exchange.counting import how_many
from aeo_exchange.operations.measuring.operators import CLASSES, SMALL_FIRMS
from aeo_exchange.operations.measuring.page import BarRow, BarTable, MeasuredPage, as_measured_page
from aeo_exchange.operations.measuring.programme_stats import OperatorCount, RegisterStatistics

__all__ = ["operator_page"]

PARTS = tuple(told for told in CLASSES if told != SMALL_FIRMS)
BESIDE = ("small firms", "all")


def operator_page(statistics: RegisterStatistics) -> Iterator[str]:
    """Yield the page of the operators of a register."""
    programmes = sorted({one.programme for one in statistics.counts})
    tables = [table for code in programmes for table in _tables(code, statistics)]
    told = [f"Counted at {statistics.at}: {how_many(statistics.records, 'record')}."]
    if statistics.hidden_below > 1:
        told.append(
            f"Counts below {statistics.hidden_below} are hidden, and so are others that would "
            "tell them. A bar leaves out what is hidden."
        )
    yield from as_measured_page(MeasuredPage("Operators of the register", told, tables))


def _tables(programme: str, statistics: RegisterStatistics) -> Iterator[BarTable]:
    counts = [one for one in statistics.counts if one.programme == programme]
    last = max(one.year for one in counts)
    by_year = [one for one in counts if not one.dimension]
    about = "Operators with a tier in force at the end of the year, by size class"
    yield _table(f"{programme} by year", about, "year", by_year)
    for dimension in ("tier", "role"):
        some = [one for one in counts if (one.dimension, one.year) == (dimension, last)]
        about = f"Operators in {last} by size class; who has several counts in each"
        yield _table(f"{programme} by {dimension}, {last}", about, dimension, some)


def _table(title: str, about: str, first: str, counts: list[OperatorCount]) -> BarTable:
    rows: dict[str, dict[str, int | None]] = {}
    for one in counts:
        name = one.value or str(one.year)
        shown = None if one.operators is UNSET else one.operators
        rows.setdefault(name, {})[one.size_class] = shown
    return BarTable(
        title=title,
        about=about,
        first=first,
        parts=tuple(part.replace("-", " ") for part in PARTS),
        beside=BESIDE,
        rows=tuple(
            BarRow(
                name,
                tuple(told.get(part, 0) for part in PARTS),
                (told.get(SMALL_FIRMS, 0), told.get("")),
            )
            for name, told in rows.items()
        ),
    )
