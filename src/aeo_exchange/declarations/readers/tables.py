"""A table of declared parties, CSV or a workbook, to its rows: as the readers of imports do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from aeo_exchange.declarations.layout import DeclarationLayout
from aeo_exchange.declarations.readers.columns import refuse_one_item_twice
from aeo_exchange.declarations.readers.rows import LineOrRefusal
from aeo_exchange.errors import MalformedDocument, ReadError
from aeo_exchange.formats.content import Content
from aeo_exchange.reader_codes import MALFORMED
from aeo_exchange.safe_text import excerpt
from aeo_exchange.tabular.readers import opened_rows
from aeo_exchange.tabular.readers.csv_text import plain_first_texts
from aeo_exchange.tabular.readers.encodings import is_unicode
from aeo_exchange.tabular.readers.kinds import file_kind
from aeo_exchange.tabular.rows import BEYOND, Opened, SourceRow

__all__ = ["TableHead", "first_texts_of_table", "head_of_table", "rows_of_table", "texts_of_table"]


def rows_of_table(content: Content, layout: DeclarationLayout) -> Iterator[LineOrRefusal]:
    """Yield the rows of a table, or why one cannot be read; raises ReadError and OSError."""
    for row in _rows(content, layout):
        if isinstance(row, ReadError):
            yield row
        else:
            yield row.number, {header: place.cell for header, place in row.cells.items()}


def texts_of_table(
    content: Content, layout: DeclarationLayout, headers: Sequence[str]
) -> Iterator[tuple[int, list[str]] | ReadError]:
    """Yield the texts of some columns of CSV, by their folded headers, as they are written.

    Raises as `rows_of_table` does.
    """
    places: list[int] | None = None
    for row in _rows(content, layout):
        if isinstance(row, ReadError):
            yield row
            continue
        if places is None:
            there = {} if row.columns is None else row.columns.by_number
            by_header = {key: number - 1 for number, (key, *_) in there.items()}
            places = [by_header[header] for header in headers]
        texts = row.texts
        yield row.number, [texts[place] if place < len(texts) else "" for place in places]


def _rows(content: Content, layout: DeclarationLayout) -> Iterator[SourceRow | ReadError]:
    with opened_rows(content, layout.as_rows) as (_, opened):
        for row in _checked(opened, layout):
            if isinstance(row, SourceRow) and row.beyond is not None:
                text = excerpt(row.beyond.cell.text)
                yield MalformedDocument(MALFORMED, f"{BEYOND}: {text!r}", line=row.number)
            else:
                yield row


def _checked(opened: Opened, layout: DeclarationLayout) -> Iterator[SourceRow | ReadError]:
    """Yield the rows of a table; raises MalformedDocument where two columns are one item."""
    first = next(opened.rows, None)  # the header is read before the first row
    refuse_one_item_twice((text for _letters, text in opened.columns.values()), layout)
    if first is not None:
        yield first
        yield from opened.rows


class TableHead(NamedTuple):
    """The headers of a table as they are written, and its encoding where that was guessed."""

    headers: tuple[str, ...]
    guessed: str = ""


def head_of_table(content: Content, layout: DeclarationLayout) -> TableHead:
    """Return what stands above the rows of a table; raises ReadError and OSError."""
    with opened_rows(content, layout.as_rows) as (kind, opened):
        next(opened.rows, None)  # the header is read before the first row
        headers = tuple(text for _letters, text in opened.columns.values())
        is_named = kind != "csv" or layout.file.encodings or is_unicode(str(opened.encoding))
        return TableHead(headers, "" if is_named else str(opened.encoding))


def first_texts_of_table(content: Content, layout: DeclarationLayout) -> list[str] | None:
    """Return the texts of the first line of CSV, where it is the header of a plain table.

    That is one in UTF-8 with commas. Raises ReadError and OSError.
    """
    with content.open() as stream:
        is_csv = file_kind(stream) == "csv"
    return plain_first_texts(content, layout.as_rows) if is_csv else None
