"""The header of CSV: which mark stands between cells, and which item each column holds."""

from __future__ import annotations

import csv
from difflib import get_close_matches
from typing import BinaryIO

from msgspec import Struct

from aeo_exchange.errors import MalformedDocument
from aeo_exchange.formats.tables.columns import TableColumn, csv_columns_by_name
from aeo_exchange.reader_codes import HEADER

__all__ = [
    "MARKS",
    "CsvHeader",
    "header_of",
    "read_header",
]

MARKS = (",", ";", "\t")
LONGEST = 1 << 20
NEEDED = "recordId"


class CsvHeader(Struct, frozen=True):
    """The mark between two cells, the columns from left to right, and how many lines it takes.

    Empty lines may stand before it.
    """

    mark: str
    columns: tuple[TableColumn, ...]
    line: int


def header_of(line: str) -> str:
    """Return the mark of a line that is a header of records, or an empty text."""
    return next((mark for mark in MARKS if NEEDED in _names(line, mark)), "")


def _names(line: str, mark: str) -> list[str]:
    try:
        row = next(csv.reader([line.rstrip("\r\n")], delimiter=mark), [])
    except csv.Error:
        return []
    return [name.strip() for name in row]


def read_header(stream: BinaryIO) -> CsvHeader:
    """Read the first line that is not empty; raises MalformedDocument for one that is no header."""
    number, line = 1, stream.readline(LONGEST).decode(errors="replace")
    while line and not line.strip():
        number, line = number + 1, stream.readline(LONGEST).decode(errors="replace")
    mark = header_of(line) or MARKS[0]
    names = _names(line, mark)
    while names and not names[-1]:
        names.pop()  # a spreadsheet writes empty columns beside those that are filled
    for index, name in enumerate(names):
        if name not in csv_columns_by_name():
            raise _refusal(
                f"column {index + 1} of the header, {name!r}, is not an item{_meant(name)}", number
            )
        if name in names[:index]:
            raise _refusal(f"the header names {name} twice", number)
    return CsvHeader(mark, tuple(csv_columns_by_name()[name] for name in names), number)


def _meant(name: str) -> str:
    near = get_close_matches(name, csv_columns_by_name(), 1)
    return f"; perhaps {near[0]} is meant" if near else ""


def _refusal(message: str, line: int) -> MalformedDocument:
    return MalformedDocument(HEADER, message, line=line, column=1)
