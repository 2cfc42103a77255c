"""A sheet of somebody else to rows that can be written again: of a workbook or of CSV."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import BinaryIO

from msgspec import Struct

from aeo_exchange.counting import how_many
from aeo_exchange.errors import LimitExceeded, ReadError
from aeo_exchange.formats.content import Content
from aeo_exchange.formats.csv import MARK
from aeo_exchange.formats.csv_header import MARKS, header_of
from aeo_exchange.formats.csv_lines import csv_rows
from aeo_exchange.formats.limits import Limits
from aeo_exchange.formats.tables.cells import unguarded
from aeo_exchange.formats.workbooks.arrangement import Arrangement, arrangement_of
from aeo_exchange.formats.workbooks.package import opened
from aeo_exchange.formats.workbooks.sheet import MOST_TEXT, Cell, CellKind, SheetRow, each_row
from aeo_exchange.reader_codes import TOO_LARGE

__all__ = ["CopiedBook", "CopiedSheet", "copied_csv", "copied_workbook"]

MOST_SHEETS = 250  # each is an open file while the copy is written
CSV_SHEET = "records"


class CopiedSheet(Struct, frozen=True):
    """A sheet: its name, how it is arranged, and its rows from top to bottom."""

    name: str
    rows: Callable[[], Iterator[SheetRow]]
    arrangement: Arrangement = Arrangement()


class CopiedBook(Struct, frozen=True):
    """The sheets of a workbook from left to right; `since_1904` says how its days are counted."""

    sheets: tuple[CopiedSheet, ...]
    since_1904: bool = False


@contextmanager
def copied_workbook(stream: BinaryIO) -> Iterator[CopiedBook]:
    """Give the sheets of a workbook; raises MalformedDocument and LimitExceeded.

    Of a row with cells that cannot be read the others are given.
    """
    with opened(stream) as package:
        if len(package.sheets) > MOST_SHEETS:
            raise LimitExceeded(
                TOO_LARGE,
                f"the workbook has {how_many(len(package.sheets), 'sheet')}; "
                f"{MOST_SHEETS} are taken",
            )
        sheets = tuple(
            CopiedSheet(
                name,
                partial(each_row, package, name),
                arrangement_of(package, name),
            )
            for name in package.sheets
        )
        yield CopiedBook(sheets, package.since_1904)


@contextmanager
def copied_csv(content: Content, stream: BinaryIO, limits: Limits) -> Iterator[CopiedBook]:
    """Give the cells of CSV as a sheet; a row that cannot be read is its text in one cell."""
    with content.open() as again:
        yield CopiedBook((CopiedSheet(CSV_SHEET, partial(_csv_rows, stream, again, limits)),))


def _csv_rows(stream: BinaryIO, again: BinaryIO, limits: Limits) -> Iterator[SheetRow]:
    lines = _StreamLines(again)
    first = stream.readline().removeprefix(MARK).decode(errors="replace")
    mark = header_of(first) or MARKS[0]
    yield SheetRow(1, _cells(next(csv.reader([first], delimiter=mark), [])))
    for row in csv_rows(stream, mark, limits, 2):
        if isinstance(row, ReadError):
            number = row.line or 0
            yield SheetRow(number, _cells([lines.line(number)]))
        else:
            yield SheetRow(row.line, _cells(map(unguarded, row.cells)))


def _cells(texts: Iterator[str] | list[str]) -> list[Cell]:
    return [
        Cell(column, text[:MOST_TEXT], CellKind.TEXT)
        for column, text in enumerate(texts, 1)
        if text
    ]


class _StreamLines:
    """The lines of a stream by number, each higher than the one before."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._next = 1

    def line(self, number: int) -> str:
        """Return the beginning of a line as text, whatever its bytes are."""
        text = b""
        while self._next <= number:
            text = piece = self._stream.readline(MOST_TEXT)
            while piece and not piece.endswith(b"\n"):
                piece = self._stream.readline(MOST_TEXT)
            self._next += 1
        return text.decode(errors="replace").rstrip("\r\n")
