"""Differences as rows of a table: one for each item, in CSV and as a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

import msgspec
from msgspec import UNSET

from aeo_exchange.operations.csv_rows import MARK, csv_row
from aeo_exchange.operations.records.changes import ChangedItem
from aeo_exchange.operations.records.diff import Difference, Differences

__all__ = ["HEADER", "csv_lines", "item_rows", "quoted_value", "write_sheet"]

HEADER = (
    "what",
    "administration",
    "recordId",
    "tin",
    "legalName",
    "oldRevision",
    "newRevision",
    "item",
    "old",
    "new",
)


def quoted_value(value: object) -> str:
    """Return a value as it is quoted: a text bare, a group as JSON; absent is an empty text."""
    if value is UNSET:
        return ""
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def item_rows(difference: Difference) -> Iterator[tuple[str, ...]]:
    """Yield a row for each item of a difference; one without items has a row as well."""
    who = (
        difference.administration,
        difference.record_id,
        *map(quoted_value, (difference.tin, difference.legal_name)),
        *map(quoted_value, (difference.old_revision, difference.new_revision)),
    )
    for change in difference.changes:
        for item in change.items or (ChangedItem(path=""),):
            yield (
                change.what.value,
                *who,
                item.path,
                quoted_value(item.old),
                quoted_value(item.new),
            )


def csv_lines(told: Iterable[Difference | Differences]) -> Iterator[str]:
    """Yield the lines of a CSV for a spreadsheet; no cell is taken for a formula."""
    yield MARK + csv_row(HEADER)
    yield from map(csv_row, _rows(told))


def _rows(told: Iterable[Difference | Differences]) -> Iterator[tuple[str, ...]]:
    for difference in told:
        if isinstance(difference, Difference):
            yield from item_rows(difference)


def write_sheet(told: Iterable[Difference | Differences], stream: BinaryIO) -> None:
    """Write a workbook with a row for each item."""
    from aeo_exchange.formats.workbooks.lists import write_list  # noqa: PLC0415 start-up

    write_list("differences", HEADER, _rows(told), stream)
