"""What every reader gives: rows, whose cells are found by their header."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import ClassVar, TypeAlias

from msgspec import UNSET, Struct, UnsetType, field

from aeo_exchange.errors import ReadError
from aeo_exchange.formats.tables.cells import taken_off
from aeo_exchange.formats.workbooks.merged_cells import MergedCells
from aeo_exchange.formats.workbooks.sheet import Cell, CellKind, SheetRow

__all__ = [
    "BEYOND",
    "UNTYPED",
    "Grid",
    "GridRow",
    "HeadedCell",
    "HeadedColumns",
    "Opened",
    "SourceRow",
    "TextRow",
    "cell_of_line",
    "letters",
]


# Number format of a cell whose file does not tell a text from a number, as CSV does not.
UNTYPED = "General"
BEYOND = "the row has more cells than the header"


class HeadedCell(Struct, frozen=True, gc=False):
    """A cell that holds something: its header as written, where it stands, and the cell."""

    header: str
    column: str
    cell: Cell


class TextRow(Struct, frozen=True, gc=False):
    """A row of CSV that holds something: its number from 1, and what stands between the marks."""

    number: int
    texts: list[str]
    is_hidden: ClassVar[bool] = False

    @property
    def cells(self) -> list[Cell]:
        """The cells that hold something, from left to right."""
        texts = enumerate(self.texts, 1)
        return [cell_of_line(column, text) for column, text in texts if text.strip()]


def cell_of_line(column: int, text: str) -> Cell:
    """Return the cell that a text of CSV is."""
    return Cell(column, taken_off(text), CellKind.TEXT, code=UNTYPED)


class HeadedColumns(Struct, frozen=True):
    """The columns of a sheet: folded header, header as written and letters, by number from 1.

    `blanks` are texts that stand for nothing.
    """

    by_number: Mapping[int, tuple[str, str, str]]
    blanks: frozenset[str]

    def headed(self, cells: Iterable[Cell]) -> dict[str, HeadedCell]:
        """Return the cells that hold something, by their folded headers."""
        held = {}
        for cell in cells:
            text = cell.text.strip()
            if text and text not in self.blanks and cell.column in self.by_number:
                key, written, letter = self.by_number[cell.column]
                held[key] = HeadedCell(written, letter, cell)
        return held


class SourceRow(Struct, gc=False):
    """A row: its number in the file, and its cells by their folded headers.

    Of a row of CSV the cells are made when they are asked for; `texts` and `columns` have them.
    `beyond` is its first cell behind the last column of the header, which may have shifted others;
    `under` the title above it by which it does not stand.
    """

    number: int
    held: dict[str, HeadedCell] | None
    sheet: str | UnsetType = UNSET
    texts: list[str] = []
    columns: HeadedColumns | None = None
    beyond: HeadedCell | None = None
    under: HeadedCell | None = None

    @property
    def cells(self) -> dict[str, HeadedCell]:
        """The cells that hold something, by their folded headers."""
        if self.held is None:
            columns = self.columns or HeadedColumns({}, frozenset())
            self.held = columns.headed(TextRow(self.number, self.texts).cells)
        return self.held

    def cell_at(self, header: str, place: int) -> Cell | None:
        """Return the cell under a header, in CSV by its place from 0; None for one that is empty.

        It makes no cell beside it, as `cells` does.
        """
        if self.held is not None:
            place_of = self.held.get(header)
            return place_of.cell if place_of else None
        cell = cell_of_line(place + 1, self.texts[place])
        text = cell.text.strip()
        blanks = self.columns.blanks if self.columns else frozenset()
        return cell if text and text not in blanks else None

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
    `other_sheets` hold something too and are not read; `hidden` are rows that nobody sees;
    `unheaded` are the rows that hold something under no header, by the letters of the column;
    `merged`, once the rows were read, are the areas of one value, and `footnotes` the rows that say
    of a mark that firms with it may not stand.
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
    unheaded: dict[str, list[int]] = field(default_factory=dict)
    merged: list[MergedCells] = []
    footnotes: dict[str, int] = field(default_factory=dict)


GridRow: TypeAlias = SheetRow | TextRow
# Rows of a sheet that hold something; one that cannot be read stands there as an error.
Grid: TypeAlias = Iterator[GridRow | ReadError]


@lru_cache(maxsize=1024)
def letters(column: int) -> str:
    """Return the name of a column as spreadsheets count: 1 is A, 27 is AA."""
    name = ""
    while column:
        column, left = divmod(column - 1, 26)
        name = chr(ord("A") + left) + name
    return name
