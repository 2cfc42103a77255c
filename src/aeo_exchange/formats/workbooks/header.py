"""The rows of a sheet of ours by the names of its header."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from msgspec import Struct

from aeo_exchange.errors import MalformedDocument
from aeo_exchange.formats.tables.columns import KEY, Table
from aeo_exchange.formats.workbooks.package import Package
from aeo_exchange.formats.workbooks.sheet import Cell, SheetRow, rows_of

__all__ = ["NUMBER", "HeadedRow", "headed_rows", "names_of"]

RULE, BEYOND = "AEO-SYN-12", "AEO-SYN-13"
NUMBER = "{}.number"  # the column that tells which element of an outer list a row is in


class HeadedRow(Struct, frozen=True):
    """A row: its number in the sheet, and its cells by the name of their column."""

    number: int
    cells: dict[str, Cell]

    @property
    def texts(self) -> dict[str, str]:
        """The text of each cell."""
        return {name: cell.text for name, cell in self.cells.items()}


def names_of(table: Table) -> list[str]:
    """Return the names of the columns of a sheet, from left to right."""
    outer = [NUMBER.format(steps[-1]) for steps in table.lists[:-1]]
    return [KEY, *outer, *(column.name for column in table.columns)]


def headed_rows(package: Package, table: Table) -> Iterator[HeadedRow]:
    """Yield the rows under the header of a sheet; raises MalformedDocument."""
    rows = rows_of(package, table.name)
    names = _header(next(rows, SheetRow(1, [])), table)
    for row in rows:
        cells = {}
        for cell in row.cells:
            if cell.column not in names:
                raise MalformedDocument(
                    BEYOND,
                    f"row {row.number} of the sheet {table.name!r} has a cell "
                    f"beside the header: {cell.text[:40]!r}",
                )
            cells[names[cell.column]] = cell
        yield HeadedRow(row.number, cells)


def _header(row: SheetRow, table: Table) -> dict[int, str]:
    known = names_of(table)
    names: dict[int, str] = {}
    for cell in row.cells:
        name = cell.text.strip()
        if name not in known:
            near = get_close_matches(name, known, 1)
            meant = f"; perhaps {near[0]} is meant" if near else ""
            raise _refusal(table, f"{name[:40]!r}, which is no item{meant}")
        if name in names.values():
            raise _refusal(table, f"{name} twice")
        names[cell.column] = name
    return names


def _refusal(table: Table, what: str) -> MalformedDocument:
    return MalformedDocument(RULE, f"the header of the sheet {table.name!r} names {what}")
