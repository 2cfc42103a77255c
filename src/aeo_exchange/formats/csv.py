"""CSV to documents and records to CSV: a row for each record, as RFC 4180 writes rows."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import compress
from typing import BinaryIO

from msgspec import Struct

from aeo_exchange.errors import ReadError, UnknownFormat
from aeo_exchange.formats.content import Content
from aeo_exchange.formats.csv_header import CsvHeader, header_of, read_header
from aeo_exchange.formats.csv_lines import CsvRow, csv_rows
from aeo_exchange.formats.limits import Limits
from aeo_exchange.formats.row import Likeness
from aeo_exchange.formats.tables.cells import ERROR_SIGN, GUARD, guarded, is_error, unguarded
from aeo_exchange.formats.tables.columns import csv_columns
from aeo_exchange.formats.tables.plain import PlainRow, plain_record, plain_row
from aeo_exchange.formats.tables.rows import Filled, cells_of, places_of, tree_of
from aeo_exchange.model.document import Document, Fault, Place, TablePlace
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.reader_codes import BEYOND_HEADER, NUMBER_FORM, UNKNOWN_FORMAT

__all__ = ["MARK", "read_csv", "recognise_csv", "write_csv"]

BLANKS = b" \r\n"
MARK = b"\xef\xbb\xbf"  # without it Excel takes UTF-8 for the code page of the country
MOST_KNOWN = 1024  # few rows of a register differ in which of their cells are empty


def recognise_csv(head: bytes) -> Likeness:
    """Say whether the first line names columns of a record, whatever stands between them."""
    line = head.removeprefix(MARK).lstrip(BLANKS).split(b"\n", 1)[0]
    return Likeness.CERTAIN if header_of(line.decode(errors="replace")) else Likeness.NONE


def read_csv(content: Content, stream: BinaryIO, limits: Limits) -> Iterator[Document | ReadError]:
    """Yield the document of each row behind the header; rows without any cell are passed over.

    A row that cannot be read is yielded as an error, and the next line begins a row again.
    """
    if stream.read(len(MARK)) != MARK:
        stream.seek(0)
    try:
        header = read_header(stream)
    except ReadError as refusal:
        yield refusal
        return
    plan = _CsvPlan(header, {})
    is_empty = True
    for row in csv_rows(stream, header.mark, limits, header.line + content.first_line):
        for document in (row,) if isinstance(row, ReadError) else plan.documents(row):
            is_empty = False
            yield document
    if is_empty:
        yield UnknownFormat(UNKNOWN_FORMAT, "the table holds no record")


class _CsvPlan(Struct):
    """How the rows under a header become documents, learnt once for the same cells filled."""

    header: CsvHeader
    known: dict[tuple[int, ...], PlainRow | None]

    def documents(self, row: CsvRow) -> Iterator[Document]:
        """Yield the document of a row, none where no cell is filled."""
        locate = partial(_locate, row, self.header)
        wrong = _errors(row, self.header) if ERROR_SIGN in row.text else ()
        is_plain = not wrong and len(row.cells) <= len(self.header.columns)
        if is_plain and (plain := self._plain(row)):
            record, content = plain
            yield Document(record=record, compact=content, locate=locate, line=row.line)
            return
        filled = _filled(row, self.header)
        faults = (*_beyond(row, self.header), *wrong)
        if filled or faults:
            yield Document(tree=tree_of(filled), locate=locate, faults=faults, line=row.line)

    def _plain(self, row: CsvRow) -> tuple[AeoRecord, bytes] | None:
        cells = row.cells
        indices = tuple(compress(range(len(cells)), cells))
        if indices not in self.known:
            if len(self.known) == MOST_KNOWN:
                self.known.clear()
            columns = [self.header.columns[index] for index in indices]
            self.known[indices] = plain_row((column.steps, column) for column in columns)
        plain = self.known[indices]
        if plain is None:
            return None
        texts = list(filter(None, cells))
        return plain_record(plain, list(map(unguarded, texts)) if GUARD in row.text else texts)


def _filled(row: CsvRow, header: CsvHeader) -> list[Filled]:
    return [
        (index, column.steps, column, unguarded(text))
        for index, (column, text) in enumerate(zip(header.columns, row.cells, strict=False))
        if text
    ]


def _beyond(row: CsvRow, header: CsvHeader) -> tuple[Fault, ...]:
    """Return a fault for what stands in no column."""
    over = [cell for cell in row.cells[len(header.columns) :] if cell]
    if not over:
        return ()
    count = len(header.columns)
    message = f"the row has cells beyond the {count} of the header"
    return (Fault(BEYOND_HEADER, "", message, over[0]),)


def _errors(row: CsvRow, header: CsvHeader) -> tuple[Fault, ...]:
    """Return a fault for each cell that is what an export leaves of an error."""
    count = len(header.columns)
    wrong = [index for index, text in enumerate(row.cells[:count]) if is_error(text)]
    if not wrong:
        return ()
    places = places_of(_filled(row, header)).items()
    # The longest path of a cell is that of its item, and comes last.
    paths = {index: path for path, index in sorted(places, key=lambda place: place[0].count("/"))}
    message = "the cell shows an error, and has no value"
    return tuple(Fault(NUMBER_FORM, paths[index], message, row.cells[index]) for index in wrong)


def _locate(row: CsvRow, header: CsvHeader, paths: Iterable[str]) -> Mapping[str, Place]:
    columns = places_of(_filled(row, header))
    return {path: _place(row, header, columns, path) for path in paths}


def _place(row: CsvRow, header: CsvHeader, columns: Mapping[str, object], path: str) -> TablePlace:
    """Return the place of the item at a path, or of the nearest group that has a cell."""
    at = path
    while at and at not in columns:
        at = at.rpartition("/")[0]
    index = columns.get(at, 0) if path else 0
    assert isinstance(index, int)
    return TablePlace(row.position(index, header.mark), row.line, index + 1)


def write_csv(records: Iterable[AeoRecord], stream: BinaryIO) -> None:
    """Write a header and a row for each record, of which every item must have a column."""
    stream.write(MARK)
    writer = csv.writer(_Encoded(stream))
    writer.writerow(column.name for column in csv_columns())
    writer.writerows(map(guarded, cells_of(record)) for record in records)


class _Encoded:
    """Text to a stream of bytes, of which it asks nothing but to be written to."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write text as UTF-8."""
        return self._stream.write(text.encode())
