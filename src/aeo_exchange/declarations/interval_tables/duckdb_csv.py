"""The rows of a table in CSV, so that DuckDB has those that the readers of tables have.

DuckDB reads a plain table by itself, and fast. Where there is anything that it takes otherwise, or
not at all, the readers of tables read the file and write down what they met: the rows, and why some
of them are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TypeAlias

from aeo_exchange.declarations.layout import declaration_layout
from aeo_exchange.declarations.readers.columns import columns_of_items
from aeo_exchange.declarations.readers.limits import LONGEST_REFUSAL
from aeo_exchange.declarations.readers.tables import (
    first_texts_of_table,
    head_of_table,
    texts_of_table,
)
from aeo_exchange.errors import MalformedDocument, ReadError
from aeo_exchange.formats.content import Content
from aeo_exchange.reader_codes import MALFORMED
from aeo_exchange.safe_text import excerpt
from aeo_exchange.tabular.folding import folded
from aeo_exchange.tabular.readers.kinds import file_kind

__all__ = [
    "LINE",
    "LINES",
    "UNREAD",
    "PlainTable",
    "ReaderRow",
    "ReaderTable",
    "plain_table",
    "reader_table",
    "write_reader_rows",
]

PIECE = 1 << 20
LINES = 1 << 14  # of a batch
LINE_END = b"\r\n"  # of which DuckDB takes the second alone as well, and not the first
LINE, UNREAD = "line", "unread"
# A text with a mark for what could not be read: such a row is refused.
LOST = "\N{REPLACEMENT CHARACTER}".encode()
# DuckDB takes blanks around quotes away; in the standard of CSV they are part of the cell, or none.
QUOTE = b'"'
NEAR_QUOTES = (b' "', b'" ')
BLANK_BY_QUOTE = re.compile(rb'(?:^|,) +"|" +(?:,|\r?$)', re.MULTILINE)


class PlainTable(NamedTuple):
    """A table that DuckDB may read by itself: the texts of its first line, and how many follow."""

    headers: Sequence[str]
    rows: int


def plain_table(content: Content) -> PlainTable | None:
    """Return what DuckDB is to find in a table; None where it would read something otherwise.

    Raises OSError.
    """
    try:
        headers = first_texts_of_table(content, declaration_layout(None))
    except ReadError:
        return None
    lines = _plain_lines(content) if headers else None
    return None if not headers or lines is None else PlainTable(headers, lines - 1)


def _plain_lines(content: Content) -> int | None:
    """Return how many lines a text has; None where one may be read otherwise."""
    lines = behind = 0  # line ends, and those of empty lines at the end
    with content.open() as stream:
        held = b""
        while piece := stream.read(PIECE):
            whole, end, held = (held + piece).rpartition(b"\n")
            if not end and len(held) > PIECE:
                return None  # a line of this length is none
            whole += end
            if _may_differ(whole):
                return None
            lines += whole.count(b"\n")
            behind = whole[len(whole.rstrip(LINE_END)) :].count(b"\n") - 1
        if _may_differ(held):
            return None
    return lines + 1 if held else lines - behind


def _may_differ(text: bytes) -> bool:
    if LOST in text or (b"\r" in text and text.count(b"\r") != text.count(LINE_END)):
        return True
    if QUOTE not in text or not any(mark in text for mark in NEAR_QUOTES):
        return False
    return BLANK_BY_QUOTE.search(text) is not None


# Its line, why it cannot be read, and the texts of the items, guards in them.
ReaderRow: TypeAlias = tuple[int, str, *tuple[str, ...]]


class ReaderTable(NamedTuple):
    """What the readers of tables met in CSV: the items there are, and the rows."""

    items: Sequence[str]
    rows: Iterator[ReaderRow]


def reader_table(content: Content, items: Iterable[str]) -> ReaderTable:
    """Return the rows of CSV with the items that are asked, of those that it has.

    Raises MalformedDocument for what is no such table, and OSError.
    """
    with content.open() as stream:
        kind = file_kind(stream)
    if kind != "csv":
        raise MalformedDocument(
            MALFORMED, f"it seems to be {kind.upper()}; tables answer about CSV and Parquet"
        )
    layout = declaration_layout(None)
    there = columns_of_items(head_of_table(content, layout).headers, items)
    return ReaderTable(tuple(there), _rows(content, list(map(folded, there.values()))))


def write_reader_rows(content: Content, items: Mapping[str, str], target: Path) -> list[str]:
    """Write the rows of a table to a file of Parquet; return the columns of its items.

    `items` are those that are asked, with the column each becomes. Raises as `reader_table` does.
    """
    import pyarrow as pa  # noqa: PLC0415 an extra
    from pyarrow import parquet  # noqa: PLC0415 an extra

    table = reader_table(content, items)
    columns = [items[item] for item in table.items]
    texts = [(column, pa.string()) for column in columns]
    schema = pa.schema([(LINE, pa.int64()), (UNREAD, pa.string()), *texts])
    with parquet.ParquetWriter(target, schema, compression="lz4") as writer:
        while some := list(islice(table.rows, LINES)):
            arrays = map(pa.array, zip(*some, strict=True), schema.types)
            writer.write_batch(pa.record_batch(list(arrays), schema=schema))
    return columns


def _rows(content: Content, headers: Sequence[str]) -> Iterator[ReaderRow]:
    """Yield line, refusal and texts of each row, guards in them."""
    blank = ("",) * len(headers)
    for row in texts_of_table(content, declaration_layout(None), headers):
        if isinstance(row, ReadError):
            refusal = f"{row.rule} {excerpt(row.message, LONGEST_REFUSAL)}"
            yield (row.line or 0, refusal, *blank)
        else:
            number, texts = row
            yield (number, "", *texts)
