"""A table of declared parties, CSV or a workbook, to its rows: as the readers of imports do."""

from __future__ import annotations

from collections.abc import Iterator

from aeo_exchange.declarations.layout import DeclarationLayout
from aeo_exchange.declarations.readers.rows import LineOrRefusal
from aeo_exchange.errors import MalformedDocument, ReadError
from aeo_exchange.formats.content import Content
from aeo_exchange.report import excerpt
from aeo_exchange.tabular.readers import opened_rows
from aeo_exchange.tabular.rows import BEYOND

__all__ = ["headers_of_table", "rows_of_table"]

MALFORMED = "AEO-SYN-01"


def rows_of_table(content: Content, layout: DeclarationLayout) -> Iterator[LineOrRefusal]:
    """Yield the rows of a table, or why one cannot be read; raises ReadError and OSError."""
    with opened_rows(content, layout.as_rows) as (_, opened):
        for row in opened.rows:
            if isinstance(row, ReadError):
                yield row
            elif row.beyond is not None:
                text = excerpt(row.beyond.cell.text)
                yield MalformedDocument(MALFORMED, f"{BEYOND}: {text!r}", line=row.number)
            else:
                yield row.number, {header: place.cell for header, place in row.cells.items()}


def headers_of_table(content: Content, layout: DeclarationLayout) -> tuple[str, ...]:
    """Return the headers of a table as they are written; raises ReadError and OSError."""
    with opened_rows(content, layout.as_rows) as (_, opened):
        next(opened.rows, None)  # the header is read before the first row
        return tuple(text for _letters, text in opened.columns.values())
