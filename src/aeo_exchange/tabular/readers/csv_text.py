"""CSV of anybody to rows: any encoding, any mark between cells, quotes that nobody closed."""

from __future__ import annotations

import codecs
import csv
import io
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice

from aeo_exchange.errors import LimitExceeded, MalformedDocument, ReadError
from aeo_exchange.formats.content import Content
from aeo_exchange.formats.workbooks.sheet import MOST_TEXT, Cell, CellKind, SheetRow
from aeo_exchange.reader_codes import ENCODING, MALFORMED, TOO_LARGE
from aeo_exchange.tabular.data_rows import rows_under
from aeo_exchange.tabular.header import SheetHeader, header_in, no_header, texts_by_column
from aeo_exchange.tabular.layout import Layout
from aeo_exchange.tabular.readers.encodings import encoding_of, is_utf_8
from aeo_exchange.tabular.readers.sheets import Sheets
from aeo_exchange.tabular.rows import UNTYPED, Opened, TextRow

__all__ = [
    "MARKS",
    "MOST_CELL",
    "copied_rows",
    "header_of_text",
    "mark_of",
    "opened_csv",
    "plain_first_texts",
    "rows_of_lines",
    "text_sheets",
]

MARKS = (",", ";", "\t", "|")
MOST_LINE = 1 << 20
MOST_CELL = 131_072  # what the reader of quotes takes
MOST_LINES = 64  # of one row, where cells have several lines
LOOKED_AT = 200  # lines in which the header is looked for
QUOTE = '"'
LINE_ENDS = "\r\n"
# In these a text of a language has nowhere only pairs that UTF-8 has too; in Thai, Arabic, Greek or
# the Cyrillic letters of ISO 8859-5 a short one may.
OF_ONE_BYTE = frozenset(
    {
        *("cp1250", "cp1251", "cp1252", "cp1254", "cp1257"),
        *("iso8859-1", "iso8859-2", "iso8859-9", "iso8859-15"),
    }
)
LOST = "\N{REPLACEMENT CHARACTER}"


@contextmanager
def opened_csv(content: Content, layout: Layout) -> Iterator[Opened]:
    """Give the rows of a text with a mark between its cells; raises ReadError."""
    encoding = encoding_of(content, layout)
    with content.open() as stream:
        text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
        header = _header_in(text, layout)
        if header is None:
            raise no_header(layout, "the file")
        opened = Opened(rows=iter(()), encoding=encoding)
        opened.rows = rows_under(header, layout, opened)
        yield opened


def header_of_text(content: Content, layout: Layout) -> SheetHeader | None:
    """Return the header that a layout finds in a text, whose rows behind it are not to be read."""
    encoding = encoding_of(content, layout)
    with content.open() as stream:
        text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
        return _header_in(text, layout)


def _header_in(text: io.TextIOWrapper, layout: Layout) -> SheetHeader | None:
    lines = _lines(text)
    skipped = list(islice(lines, layout.file.skip_rows))
    first = list(islice(lines, LOOKED_AT))
    mark = _mark(first, layout, len(skipped))
    return _header(chain(first, lines), mark, layout, len(skipped))


def plain_first_texts(content: Content, layout: Layout) -> list[str] | None:
    """Return the texts of the first line of a text in UTF-8 with commas, if it is the header."""
    encoding = encoding_of(content, layout)
    if not is_utf_8(encoding) or mark_of(content, layout, encoding) != ",":
        return None
    header = header_of_text(content, layout)
    with content.open() as stream:
        line = stream.readline(MOST_CELL).decode(encoding, "replace")
    texts = _parsed(line, ",")
    if header is None or texts is None:
        return None
    here = texts_by_column(TextRow(1, texts))
    return texts if (header.row, header.texts) == (1, here) else None


@contextmanager
def text_sheets(content: Content, layout: Layout) -> Iterator[Sheets]:
    """Give a text as one sheet, whose cells are its lines or what stands between its marks."""
    encoding = encoding_of(content, layout)
    with content.open() as stream:
        text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
        first = list(islice(_lines(text), LOOKED_AT))
        mark = layout.file.delimiter or _most_frequent(first)
        rows = rows_of_lines(chain(first, _lines(text)), str(mark), 1)
        whole = (row for row in rows if isinstance(row, SheetRow))
        yield Sheets(names=("the text",), rows=lambda _name: whole, encoding=encoding)


def _most_frequent(lines: list[str]) -> str:
    """Return the mark that the most lines have; a control character where none does."""
    held = {mark: sum(mark in line for line in lines) for mark in (";", "\t", "|")}
    most = max(held, key=held.__getitem__)
    return most if held[most] else "\x1f"


def _mark(first: list[str], layout: Layout, skipped: int) -> str:
    """Return the mark by which the header has the most columns."""
    marks = [str(layout.file.delimiter)] if layout.file.delimiter else list(MARKS)
    headers = {mark: _header(first, mark, layout, skipped) for mark in marks}
    scores = {mark: header.score for mark, header in headers.items() if header}
    return max(scores, key=scores.__getitem__) if scores else marks[0]


def _header(lines: Iterable[str], mark: str, layout: Layout, skipped: int) -> SheetHeader | None:
    return header_in(_text_rows(iter(lines), mark, skipped + 1), layout)


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    """Yield lines; of one that is too long its beginning, which is then refused.

    A line of UTF-8 in a text of another encoding reads as letters that nobody wrote: it is marked
    as lost, and refused too.
    """
    encoding = codecs.lookup(text.encoding).name
    while line := text.readline(MOST_LINE + 1):
        is_other = not line.isascii() and encoding in OF_ONE_BYTE and _is_utf8(line, encoding)
        yield f"{line.rstrip(LINE_ENDS)}{LOST}\n" if is_other else line
        more = line
        while len(more) > MOST_LINE and not more.endswith(("\n", "\r")):
            more = text.readline(MOST_LINE + 1)


def _is_utf8(line: str, encoding: str) -> bool:
    """Say whether the bytes of a line are UTF-8 as well, as those of a language never are."""
    try:
        line.encode(encoding).decode()
    except UnicodeError:
        return False
    return True


def rows_of_lines(lines: Iterator[str], mark: str, first: int) -> Iterator[SheetRow | ReadError]:
    """Yield the rows of lines that hold something; of one that is no row, one line is refused."""
    for row in _text_rows(lines, mark, first):
        yield row if isinstance(row, ReadError) else SheetRow(row.number, row.cells)


def _text_rows(lines: Iterator[str], mark: str, first: int) -> Iterator[TextRow | ReadError]:
    waiting: deque[str] = deque()
    number = first
    while line := waiting.popleft() if waiting else next(lines, ""):
        taken = [line]
        cells = _parsed(line, mark)
        if cells is None and line.count(QUOTE) % 2:
            taken = _to_the_closing(line, waiting, lines)
            cells = _parsed("".join(taken), mark)
            if cells is None:
                waiting.extendleft(reversed(taken[1:]))
                taken = taken[:1]
        row = _row(cells, number, line)
        if row is not None:
            yield row
        number += len(taken)


def _to_the_closing(line: str, waiting: deque[str], lines: Iterator[str]) -> list[str]:
    """Return the lines as far as one near that could close the quote; else those looked at."""
    taken = [line]
    size = len(line)
    while len(taken) < MOST_LINES and size <= MOST_LINE:
        more = waiting.popleft() if waiting else next(lines, "")
        if not more:
            break
        taken.append(more)
        size += len(more)
        if more.count(QUOTE) % 2:
            break
    return taken


def _parsed(text: str, mark: str) -> list[str] | None:
    """Return the cells of one row; None where the text is not one row of CSV."""
    if QUOTE not in text and len(text) <= MOST_CELL:
        plain = text.rstrip("\r\n")
        return plain.split(mark) if plain else []
    # A line of `splitlines` ends at signs, too, that end none of CSV.
    pieces: Iterable[str] = io.StringIO(text, newline="") if QUOTE in text else [text]
    try:
        read = list(csv.reader(pieces, delimiter=mark, strict=True))
    except csv.Error:
        return None
    if len(read) > 1:
        return None
    return read[0] if read else []


def _row(cells: list[str] | None, number: int, line: str) -> TextRow | ReadError | None:
    if len(line) > MOST_LINE:
        return LimitExceeded(
            TOO_LARGE, f"the line is longer than {MOST_LINE:,} characters", line=number
        )
    if cells is None and len(line) > MOST_CELL and not line.count(QUOTE) % 2:
        return LimitExceeded(
            TOO_LARGE, f"a cell is longer than {MOST_CELL:,} characters", line=number, column=1
        )
    if cells is None:
        return MalformedDocument(MALFORMED, "a quote is opened and nowhere closed", line=number)
    if LOST in "".join(cells):
        return MalformedDocument(
            ENCODING, "the row has bytes that its encoding does not have", line=number
        )
    return TextRow(number, cells) if any(map(str.strip, cells)) else None


def mark_of(content: Content, layout: Layout, encoding: str) -> str:
    """Return what stands between the cells of a text, as the layout has it read."""
    with content.open() as stream:
        text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
        lines = _lines(text)
        skipped = len(list(islice(lines, layout.file.skip_rows)))
        first = list(islice(lines, LOOKED_AT))
    if layout.file.kind == "labels":
        return str(layout.file.delimiter or _most_frequent(first))
    return _mark(first, layout, skipped)


def copied_rows(content: Content, encoding: str, mark: str, skipped: int) -> Iterator[SheetRow]:
    """Yield every row of a text, skipped ones too; what is not a row is given as its line."""
    near: deque[tuple[int, str]] = deque(maxlen=MOST_LINES + 2)
    with content.open() as stream:
        text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
        lines = _noted(_lines(text), near)
        above = list(islice(lines, skipped))
        for row in chain(
            rows_of_lines(iter(above), mark, 1), rows_of_lines(lines, mark, skipped + 1)
        ):
            if isinstance(row, SheetRow):
                yield row
            else:
                line = next((line for number, line in near if number == row.line), "")
                cell = Cell(1, line[:MOST_TEXT].rstrip(), CellKind.TEXT, code=UNTYPED)
                yield SheetRow(row.line or 0, [cell])


def _noted(lines: Iterator[str], near: deque[tuple[int, str]]) -> Iterator[str]:
    for number, line in enumerate(lines, 1):
        near.append((number, line))
        yield line
