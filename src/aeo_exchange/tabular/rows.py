"""What every reader gives: rows, whose cells are found by their header."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TypeAlias

from msgspec import UNSET, Struct, UnsetType, field

from aeo_exchange.errors import ReadError
from aeo_exchange.formats.workbooks.sheet import Cell, SheetRow

__all__ = ["UNTYPED", "Grid", "HeadedCell", "Opened", "SourceRow", "letters"]


class HeadedCell(Struct, frozen=True, gc=False):
    """A cell that holds something: its header as written, where it stands, and the cell."""

    header: str
    column: str
    cell: Cell


class SourceRow(Struct, frozen=True, gc=False):
    """A row: its number in the file, and its cells by their folded headers."""

    number: int
    cells: dict[str, HeadedCell]
    sheet: str | UnsetType = UNSET

    def first(self, spellings: Sequence[str]) -> HeadedCell | None:
        """Return the first of some columns, by their folded headers, that holds something."""
        for spelling in spellings:
            place = self.cells.get(spelling)
            if place is not None:
                return place
        return None


class Opened(Struct):
    """A file as its reader opened it: its rows, and what is to be told of the file as a whole.

    A row that cannot be read stands among them as an error. `since_1904` is from when the file
    counts its days; `as_of` what it says of its own day; `passed_over` how many rows are no data;
    `headers` its columns, folded, where it has any; `columns` letters and text of each of them.
    `other_sheets` hold something too and are not read; `hidden` are rows that nobody sees.
    """

    rows: Iterator[SourceRow | ReadError]
    since_1904: bool = False
    encoding: str | UnsetType = UNSET
    sheet: str | UnsetType = UNSET
    header_row: int | UnsetType = UNSET
    as_of: str | UnsetType = UNSET
    headers: frozenset[str] | UnsetType = UNSET
    columns: Mapping[str, tuple[str, str]] = {}
    passed_over: int = 0
    unused: tuple[str, ...] = ()
    other_sheets: tuple[str, ...] = ()
    hidden: list[int] = field(default_factory=list)


# Number format of a cell whose file does not tell a text from a number, as CSV does not.
UNTYPED = "General"
# Rows of a sheet that hold something; one that cannot be read stands there as an error.
Grid: TypeAlias = Iterator[SheetRow | ReadError]


@lru_cache(maxsize=1024)
def letters(column: int) -> str:
    """Return the name of a column as spreadsheets count: 1 is A, 27 is AA."""
    name = ""
    while column:
        column, left = divmod(column - 1, 26)
        name = chr(ord("A") + left) + name
    return name
