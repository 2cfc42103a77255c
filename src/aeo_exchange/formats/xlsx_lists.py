"""The rows of further sheets, each an element of a list, by the record that it names."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, TypeVar

from aeo_exchange.errors import MalformedDocument, ReadError
from aeo_exchange.formats.tables.columns import KEY, SheetTable, Step
from aeo_exchange.formats.workbooks.header import NUMBER, HeadedRow, headed_rows
from aeo_exchange.formats.workbooks.package import Package
from aeo_exchange.formats.workbooks.sheet import cell_name
from aeo_exchange.reader_codes import LOOSE_ROW

__all__ = ["Element", "Elements", "elements_of"]

MOST_ALIKE = 100_000
Held = TypeVar("Held")
_NUMBER = re.compile("[1-9][0-9]{0,5}")


class Element(NamedTuple):
    """A row of a sheet: the sheet, the steps to its element in the record, its cells.

    The sheet of records has no steps. `fault` says what is wrong with where it belongs.
    """

    table: SheetTable
    steps: tuple[Step, ...]
    row: HeadedRow
    fault: ReadError | None = None


class Elements:
    """The rows of the further sheets, held in memory by the record that they name."""

    def __init__(self) -> None:
        self._rows: dict[str, list[Element]] = {}
        # How many elements each list has so far; kept for lists that have lists in them.
        self._numbers: dict[str, dict[tuple[object, ...], int]] = {}
        self._alike: dict[object, Any] = {}

    def end(self, table: SheetTable, tables: Iterable[SheetTable]) -> None:
        """Forget what only the rows of a sheet needed that was read to its end."""
        if not any(other.name.startswith(f"{table.name}.") for other in tables):
            self._numbers.pop(table.name, None)

    def add(self, table: SheetTable, row: HeadedRow) -> None:
        """Add a row, as the next element of its list."""
        key = row.text(KEY)
        steps, fault = self._outer(table, row, key)
        numbers = self._numbers.setdefault(table.name, {})
        number = numbers[key, steps] = numbers.get((key, steps), -1) + 1
        whole = self._once((*steps, *table.lists[-1], number))
        kept = row._replace(texts=tuple([self._once(text) for text in row.texts]))
        self._rows.setdefault(self._once(key), []).append(Element(table, whole, kept, fault))

    def _once(self, value: Held) -> Held:
        """Return an equal value that is held already; few rows hold much that no other does."""
        if len(self._alike) < MOST_ALIKE:
            kept: Held = self._alike.setdefault(value, value)
            return kept
        held: Held = self._alike.get(value, value)
        return held

    def _outer(
        self, table: SheetTable, row: HeadedRow, key: str
    ) -> tuple[tuple[Step, ...], ReadError | None]:
        """Return the steps to the element that a row is in, and what is wrong with its number."""
        steps: tuple[Step, ...] = ()
        fault = None
        name = ""
        for inner in table.lists[:-1]:
            name = f"{name}.{inner[-1]}".removeprefix(".")
            column = NUMBER.format(inner[-1])
            written = row.text(column)
            number = int(written) if _NUMBER.fullmatch(written) else 0
            if not 0 < number <= self._numbers.get(name, {}).get((key, steps), -1) + 1:
                fault = fault or MalformedDocument(
                    LOOSE_ROW,
                    f"the row names {written[:20]!r} as {column}, which the sheet {name!r} "
                    "does not have for this record",
                    cell=(table.name, cell_name(row.number, _column(row, column))),
                )
            steps = (*steps, *inner, max(number - 1, 0))
        return steps, fault

    def of(self, key: str) -> list[Element]:
        """Return the rows that name a record, in the order of the sheets."""
        return self._rows.get(key, []) if key else []

    def of_none_of(self, keys: Container[str]) -> Iterator[tuple[str, Element]]:
        """Yield the rows that name no record of those told, each with what it names."""
        for key, elements in self._rows.items():
            if not key or key not in keys:
                yield from ((key, element) for element in elements)


def elements_of(package: Package, tables: Sequence[SheetTable]) -> Elements:
    """Return the rows of the further sheets; raises MalformedDocument, LimitExceeded."""
    elements = Elements()
    for table in tables:
        if table.name in package.sheets:
            for row in headed_rows(package, table):
                elements.add(table, row)
            elements.end(table, tables)
    return elements


def _column(row: HeadedRow, name: str) -> int:
    return row.columns[row.names.index(name)] if name in row.names else 1
