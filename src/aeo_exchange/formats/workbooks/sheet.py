"""The rows of one sheet as a stream: each cell as the text that it shows."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from msgspec.structs import replace

from aeo_exchange.errors import LimitExceeded, MalformedDocument, ReadError
from aeo_exchange.formats.workbooks.cells import MOST_TEXT, Cell, CellKind, Stored, cell_of
from aeo_exchange.formats.workbooks.merged_cells import MergedCells, note_merged
from aeo_exchange.formats.workbooks.package import Package
from aeo_exchange.formats.workbooks.parts import fed, strikes
from aeo_exchange.model.document import CellPlace
from aeo_exchange.reader_codes import MALFORMED, TOO_LARGE

__all__ = [
    "MOST_TEXT",
    "Cell",
    "CellKind",
    "SheetRow",
    "cell_name",
    "each_row",
]

MOST_COLUMNS = 16_384
MOST_LETTERS = 3  # of a column
MOST_ROWS = 1_048_576
MOST_RAW = 7 * MOST_TEXT  # as many letters stand where each is escaped


class SheetRow(NamedTuple):
    """A row that is not empty: its number from 1, and its cells from left to right.

    `is_hidden` says that a person does not see it. With a `fault` some of its cells could not be
    read, and are not among them.
    """

    number: int
    cells: list[Cell]
    fault: ReadError | None = None
    is_hidden: bool = False


def each_row(
    package: Package, sheet: str, merged: list[MergedCells] | None = None
) -> Iterator[SheetRow]:
    """Yield the rows of a sheet that hold something, each with what is wrong with it.

    Formulas without a stored value are among the cells. Behind the last row `merged` has what is
    merged over several rows. Raises MalformedDocument and LimitExceeded where no more rows can be
    read.
    """
    reader = _Rows(package, sheet, [] if merged is None else merged)
    try:
        for _ in fed(package.archive, package.sheets[sheet], reader.start, reader.end, reader.text):
            yield from reader.ready
            reader.ready.clear()
    except ReadError:
        yield from reader.ready  # the rows before the place that cannot be read are whole
        raise


def cell_name(row: int, column: int) -> str:
    """Return a cell as spreadsheets name it, such as `AB7`."""
    return str(CellPlace("", row, column).members["cell"])


class _Rows:
    """Takes the tags and the text of a sheet; rows that are whole wait in `ready`."""

    def __init__(self, package: Package, sheet: str, merged: list[MergedCells]) -> None:
        self._merged = merged
        self.ready: list[SheetRow] = []
        self._package = package
        self._sheet = sheet
        self._number = self._count = self._column = self._size = 0
        self._cells: list[Cell] | None = None  # None between rows
        self._fault: ReadError | None = None
        self._attributes: dict[str, str] | None = None  # of the cell; None between cells
        self._value = self._formula = self._inline = ""
        self._taken: list[str] | None = None  # None where text does not count
        self._is_reading = self._is_hidden = False
        self._strikes = self._is_struck = False  # a run of the text of a cell

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in {"v", "t", "f"}:
            if self._attributes is not None and not self._is_reading:
                self._taken, self._size = [], 0
        elif tag == "c":
            if self._cells is not None:
                self._attributes = attributes
                self._value = self._formula = self._inline = ""
                self._strikes = self._is_struck = False
        elif tag == "row":
            self._begin(attributes.get("r", ""))
            self._is_hidden = attributes.get("hidden", "0") in {"1", "true"}
        elif ":" in tag:
            self.start(tag.rpartition(":")[2], attributes)
        else:
            self._start_seldom(tag, attributes)

    def _start_seldom(self, tag: str, attributes: dict[str, str]) -> None:
        """Take a tag that few cells have: of a run of a text, of a reading, of merged cells."""
        if tag == "rPh":
            self._is_reading = True
        elif tag == "r":
            self._strikes = False
        elif tag == "strike":
            self._strikes = strikes(attributes)
        elif tag == "mergeCell":
            note_merged(attributes.get("ref", ""), self._merged)

    def text(self, text: str) -> None:
        if self._taken is not None and self._size <= MOST_RAW:
            self._size += len(text)
            self._taken.append(text)

    def end(self, tag: str) -> None:
        if tag in {"v", "t", "f"}:
            if self._taken is not None:
                self._take(tag, "".join(self._taken))
                self._taken = None
        elif tag == "c":
            if self._attributes is not None:
                self._end_cell(self._attributes)
                self._attributes = None
        elif tag == "row":
            if self._cells or self._fault is not None:
                self.ready.append(
                    SheetRow(self._number, self._cells or [], self._fault, self._is_hidden)
                )
            self._cells = None
        elif tag == "rPh":
            self._is_reading = False
        elif ":" in tag:
            self.end(tag.rpartition(":")[2])

    def _begin(self, written: str) -> None:
        self._count += 1
        if self._count > MOST_ROWS:
            raise LimitExceeded(TOO_LARGE, f"a sheet has more than {MOST_ROWS:,} rows")
        is_number = (
            written.isascii() and written.isdigit() and len(written) < len(str(MOST_ROWS)) + 1
        )
        self._number = int(written) if is_number else self._number + 1
        self._cells, self._fault, self._column = [], None, 0

    def _take(self, tag: str, text: str) -> None:
        if tag == "v":
            self._value = text
        elif tag == "f":
            self._formula = f"={text}"
        elif len(self._inline) <= MOST_RAW:
            self._inline += text
            self._is_struck |= self._strikes and bool(text.strip())

    def _end_cell(self, attributes: dict[str, str]) -> None:
        column = _column(attributes.get("r", "")) or self._column + 1
        if self._fault is not None and column > MOST_COLUMNS:
            return
        try:
            if column > MOST_COLUMNS:
                raise LimitExceeded(TOO_LARGE, f"a row has more than {MOST_COLUMNS:,} columns")
            if column <= self._column:
                raise MalformedDocument(MALFORMED, "a cell stands twice, or in a wrong order")
            if max(len(self._value), len(self._formula)) > MOST_RAW:
                raise LimitExceeded(TOO_LARGE, f"a cell is longer than {MOST_TEXT:,} characters")
            stored = Stored(attributes, self._value, self._formula, self._inline)
            cell = cell_of(stored, column, self._package)
        except ReadError as fault:
            self._blame(fault, column)
        else:
            self._column = column
            if cell is not None and self._cells is not None:
                is_struck = self._strikes_through(attributes)
                self._cells.append(replace(cell, is_struck=True) if is_struck else cell)

    def _strikes_through(self, attributes: dict[str, str]) -> bool:
        """Say whether the text of a cell, or a part of it, is struck through."""
        style, package = attributes.get("s", "0"), self._package
        is_shared = attributes.get("t") == "s"
        by_text = self._value in package.struck_texts if is_shared else self._is_struck
        return by_text or style in package.struck

    def _blame(self, fault: ReadError, column: int) -> None:
        """Keep the first thing that is wrong with the row, with the cell."""
        self._column = max(self._column, column)
        if self._fault is None:
            place = (self._sheet, cell_name(self._number, min(column, MOST_COLUMNS + 1)))
            self._fault = type(fault)(fault.rule, fault.message, cell=place)


@lru_cache(maxsize=1 << 15)
def _column_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _column(name: str) -> int:
    """Return the column of a cell's name such as `AB7`; 0 where it has none."""
    letters = name.rstrip("0123456789")
    if len(letters) > MOST_LETTERS or not letters.isascii() or not letters.isupper():
        return 0 if not letters or len(letters) <= MOST_LETTERS else MOST_COLUMNS + 1
    return _column_of(letters)
