"""The rows of CSV: lines, some of which go on where a cell has a line break in quotes."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from typing import BinaryIO

from msgspec import Struct

from aeo_exchange.counting import how_many
from aeo_exchange.errors import LimitExceeded, MalformedDocument, ReadError
from aeo_exchange.formats.limits import Limits
from aeo_exchange.model.document import Position
from aeo_exchange.reader_codes import ENCODING, MALFORMED, TOO_LARGE

__all__ = ["CsvRow", "csv_rows"]

QUOTE = b'"'
MOST_LINES = 64  # of one row: no item has a line break, so more is a quote that nobody closed
MOST_CELL = 131_072  # what the reader of quotes takes
UNCLOSED = "a quote that is not closed, or within a cell that does not begin with one"


class CsvRow(Struct, frozen=True):
    """The cells of a row, the line that it begins on, and its text."""

    cells: list[str]
    line: int
    text: str

    def position(self, index: int, mark: str) -> Position:
        """Return where the cell of an index begins; the last one's end for one that is absent."""
        cell, is_quoted, line, start, column = 0, False, self.line, 1, 1
        for letter in self.text:
            if cell == index:
                break
            column += 1
            if letter == '"':
                is_quoted = not is_quoted
            elif letter == "\n":
                line, column = line + 1, 1
            elif letter == mark and not is_quoted:
                cell, start = cell + 1, column
        return Position(line, start)


def csv_rows(
    stream: BinaryIO, mark: str, limits: Limits, first_line: int
) -> Iterator[CsvRow | ReadError]:
    """Yield the rows of a stream; of one that cannot be read one line is passed over."""
    waiting: list[bytes] = []
    number = first_line
    while line := waiting.pop(0) if waiting else stream.readline(limits.record_bytes + 1):
        if len(line) > limits.record_bytes:
            yield _too_long(limits, number)
            _pass_over(line, stream)
            number += 1
            continue
        row, taken = _row(line, mark, number), 1
        if line.count(QUOTE) % 2:
            lines = _closed(line, waiting, stream, limits)
            whole = _row(b"".join(lines), mark, number)
            if isinstance(whole, CsvRow):
                row, taken = whole, len(lines)
            waiting = lines[taken:] + waiting
        yield row
        number += taken


def _closed(line: bytes, waiting: list[bytes], stream: BinaryIO, limits: Limits) -> list[bytes]:
    """Return the lines of a row whose first one leaves a quote open, as far as one closes it."""
    lines = [line]
    size = len(line)
    while len(lines) < MOST_LINES and size <= limits.record_bytes:
        more = waiting.pop(0) if waiting else stream.readline(limits.record_bytes + 1)
        if not more:
            break
        lines.append(more)
        size += len(more)
        if more.count(QUOTE) % 2:
            break
    return lines


def _row(content: bytes, mark: str, line: int) -> CsvRow | ReadError:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return MalformedDocument(ENCODING, "the text is not UTF-8", line=line, column=1)
    text = text.removesuffix("\n").removesuffix("\r")
    if '"' not in text:
        if "\r" in text:
            return _malformed("a line break outside of quotes", line)
        cells = text.split(mark)
        if len(text) > MOST_CELL and max(map(len, cells)) > MOST_CELL:
            return _long_cell(line)
        return CsvRow(cells, line, text)
    try:
        cells = next(csv.reader([text], delimiter=mark, strict=True))
    except csv.Error:
        # Of a row in the right form it refuses a cell that is too long, and no other.
        if _form(mark).fullmatch(text):
            return _long_cell(line)
        return _malformed(UNCLOSED, line)
    if '"' in "".join(cells) and not _form(mark).fullmatch(text):
        return _malformed(UNCLOSED, line)  # the reader takes a quote within a cell for a letter
    return CsvRow(cells, line, text)


@cache
def _form(mark: str) -> re.Pattern[str]:
    """Return what a row is in RFC 4180: cells in quotes, or without any; never tried twice."""
    cell = rf'(?:"(?:[^"]++|"")*+"|[^"\r\n{mark}]*+)'
    return re.compile(rf"{cell}(?:{mark}{cell})*+")


def _malformed(message: str, line: int) -> MalformedDocument:
    return MalformedDocument(MALFORMED, f"not well-formed CSV: {message}", line=line, column=1)


def _long_cell(line: int) -> LimitExceeded:
    return LimitExceeded(TOO_LARGE, "a cell is longer than any item", line=line, column=1)


def _too_long(limits: Limits, line: int) -> LimitExceeded:
    message = f"the record is longer than {how_many(limits.record_bytes, 'byte')}"
    return LimitExceeded(TOO_LARGE, message, line=line, column=1)


def _pass_over(line: bytes, stream: BinaryIO) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(1 << 16)
