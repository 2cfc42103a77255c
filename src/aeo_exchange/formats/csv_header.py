"""The header of CSV: which mark stands between cells, and which item each column holds."""

from __future__ import annotations

import csv
from difflib import get_close_matches
from functools import cache
from typing import BinaryIO

from msgspec import Struct

from aeo_exchange.errors import MalformedDocument
from aeo_exchange.formats.tables.columns import Column, csv_columns

__all__ = ["Header", "header_of", "read_header"]

RULE = "AEO-SYN-12"
MARKS = (",", ";", "\t")
LONGEST = 1 << 20
NEEDED = "recordId"


class Header(Struct, frozen=True):
    """The mark between two cells, and the columns from left to right."""

    mark: str
    columns: tuple[Column, ...]


@cache
def _by_name() -> dict[str, Column]:
    return {column.name: column for column in csv_columns()}


def header_of(line: str) -> str:
    """Return the mark of a line that is a header of records, or an empty text."""
    return next((mark for mark in MARKS if NEEDED in _names(line, mark)), "")


def _names(line: str, mark: str) -> list[str]:
    try:
        row = next(csv.reader([line.rstrip("\r\n")], delimiter=mark), [])
    except csv.Error:
        return []
    return [name.strip() for name in row]


def read_header(stream: BinaryIO) -> Header:
    """Read the first line; raises MalformedDocument where it names no items, or one twice."""
    line = stream.readline(LONGEST).decode(errors="replace")
    mark = header_of(line) or MARKS[0]
    names = _names(line, mark)
    while names and not names[-1]:
        names.pop()  # a spreadsheet writes empty columns beside those that are filled
    for index, name in enumerate(names):
        if name not in _by_name():
            raise _refusal(f"column {index + 1} of the header, {name!r}, is no item{_meant(name)}")
        if name in names[:index]:
            raise _refusal(f"the header names {name} twice")
    return Header(mark, tuple(_by_name()[name] for name in names))


def _meant(name: str) -> str:
    near = get_close_matches(name, _by_name(), 1)
    return f"; perhaps {near[0]} is meant" if near else ""


def _refusal(message: str) -> MalformedDocument:
    return MalformedDocument(RULE, message, line=1, column=1)
