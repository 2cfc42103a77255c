"""The rows of CSV: lines, some of which go on where a cell has a line break in quotes."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import BinaryIO

from msgspec import Struct

from aeo_exchange.errors import LimitExceeded, MalformedDocument, ReadError
from aeo_exchange.formats.limits import Limits
from aeo_exchange.model.document import Position

__all__ = ["Row", "rows"]

QUOTE = b'"'
MOST_LINES = 64  # of one row: no item has a line break, so more is a quote that nobody closed
NOT_UTF8 = "AEO-SYN-04"
MALFORMED = "AEO-SYN-01"
LONG = "AEO-HOS-03"


class Row(Struct, frozen=True):
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


def rows(stream: BinaryIO, mark: str, limits: Limits, first_line: int) -> Iterator[Row | ReadError]:
    """Yield the rows of a stream; of one that cannot be read one line is passed over."""
    waiting: list[bytes] = []
    number = first_line
    while line := waiting.pop(0) if waiting else stream.readline(limits.record_bytes + 1):
        if len(line) > limits.record_bytes:
            yield _too_long(limits, number)
            _pass_over(line, stream)
            number += 1
            continue
        taken = [line]
        if line.count(QUOTE) % 2:
            taken, waiting = _joined(line, waiting, stream, limits)
        row = _row(b"".join(taken), mark, number)
        yield row
        number += len(taken)


def _joined(
    line: bytes, waiting: list[bytes], stream: BinaryIO, limits: Limits
) -> tuple[list[bytes], list[bytes]]:
    """Return the lines of a row whose first one leaves a quote open, and the lines behind.

    Where no line near closes it, the row is the first line, and the others are rows again.
    """
    taken = [line]
    size = len(line)
    while len(taken) < MOST_LINES and size <= limits.record_bytes:
        more = waiting.pop(0) if waiting else stream.readline(limits.record_bytes + 1)
        if not more:
            break
        taken.append(more)
        size += len(more)
        if more.count(QUOTE) % 2:
            return taken, waiting
    return [line], taken[1:] + waiting


def _row(content: bytes, mark: str, line: int) -> Row | ReadError:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return MalformedDocument(NOT_UTF8, "the text is not UTF-8", line=line, column=1)
    text = text.rstrip("\r\n")
    try:
        # As one line: what stands in quotes may hold line breaks, and was counted above.
        read = list(csv.reader(text.splitlines(keepends=True), delimiter=mark, strict=True))
    except csv.Error as cause:
        return MalformedDocument(MALFORMED, f"not well-formed CSV: {cause}", line=line, column=1)
    if len(read) > 1:
        message = "not well-formed CSV: a line break outside of quotes"
        return MalformedDocument(MALFORMED, message, line=line, column=1)
    return Row(read[0] if read else [], line, text)


def _too_long(limits: Limits, line: int) -> LimitExceeded:
    message = f"the record is longer than {limits.record_bytes} bytes"
    return LimitExceeded(LONG, message, line=line, column=1)


def _pass_over(line: bytes, stream: BinaryIO) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(1 << 16)
