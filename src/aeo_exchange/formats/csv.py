"""CSV to documents and records to CSV: a row for each record, as RFC 4180 writes rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import BinaryIO

from aeo_exchange.errors import ReadError
from aeo_exchange.formats.content import Content
from aeo_exchange.formats.csv_header import Header, header_of, read_header
from aeo_exchange.formats.csv_lines import Row, rows
from aeo_exchange.formats.limits import Limits
from aeo_exchange.formats.row import Likeness
from aeo_exchange.formats.tables.cells import guarded, unguarded
from aeo_exchange.formats.tables.columns import csv_columns
from aeo_exchange.formats.tables.rows import Filled, cells_of, places_of, tree_of
from aeo_exchange.model.document import Document, Fault, Place, Position, TablePlace
from aeo_exchange.model.record import AeoRecord

__all__ = ["MARK", "read_csv", "recognise_csv", "write_csv"]

MARK = b"\xef\xbb\xbf"  # without it Excel takes UTF-8 for the code page of the country
BEYOND = "AEO-SYN-13"


def recognise_csv(head: bytes) -> Likeness:
    """Say whether the first line names columns of a record, whatever stands between them."""
    line = head.removeprefix(MARK).split(b"\n", 1)[0]
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
    for row in rows(stream, header.mark, limits, content.first_line + 1):
        if isinstance(row, ReadError):
            yield row
            continue
        filled = _filled(row, header)
        faults = _beyond(row, header)
        if filled or faults:
            locate = partial(_locate, row, header)
            yield Document(tree=tree_of(filled), locate=locate, faults=faults, line=row.line)


def _filled(row: Row, header: Header) -> list[Filled]:
    return [
        (index, column.steps, column, unguarded(text))
        for index, (column, text) in enumerate(zip(header.columns, row.cells, strict=False))
        if text
    ]


def _beyond(row: Row, header: Header) -> tuple[Fault, ...]:
    """Return a fault for what stands in no column."""
    over = [cell for cell in row.cells[len(header.columns) :] if cell]
    if not over:
        return ()
    count = len(header.columns)
    return (Fault(BEYOND, "", f"the row has cells beyond the {count} of the header", over[0]),)


def _locate(row: Row, header: Header, paths: Iterable[str]) -> Mapping[str, Place]:
    columns = places_of(_filled(row, header))
    return {path: _place(row, header, columns, path) for path in paths}


def _place(row: Row, header: Header, columns: Mapping[str, object], path: str) -> TablePlace:
    """Return the place of the item at a path, or of the nearest group that has a cell."""
    at = path
    while at and at not in columns:
        at = at.rpartition("/")[0]
    index = columns.get(at, 0) if path else 0
    assert isinstance(index, int)
    line, column = row.position(index, header.mark)
    return TablePlace(Position(line, column), row.line, index + 1)


def write_csv(records: Iterable[AeoRecord], stream: BinaryIO) -> None:
    """Write a header and a row for each record, of which every item must have a column."""
    stream.write(MARK)
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
    try:
        writer = csv.writer(text)
        writer.writerow(column.name for column in csv_columns())
        writer.writerows(map(guarded, cells_of(record)) for record in records)
    finally:
        text.detach()
