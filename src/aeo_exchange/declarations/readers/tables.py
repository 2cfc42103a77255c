"""A table of declared parties, CSV or a workbook, to its rows: as the readers of imports do."""

from __future__ import annotations

from collections.abc import Iterator

from aeo_exchange.declarations.layout import DeclarationLayout
from aeo_exchange.declarations.readers.rows import LineOrRefusal
from aeo_exchange.errors import ReadError
from aeo_exchange.formats.content import Content
from aeo_exchange.tabular.readers import opened_rows

__all__ = ["rows_of_table"]


def rows_of_table(content: Content, layout: DeclarationLayout) -> Iterator[LineOrRefusal]:
    """Yield the rows of a table, or why one cannot be read; raises ReadError and OSError."""
    with opened_rows(content, layout.as_rows) as (_, opened):
        for row in opened.rows:
            if isinstance(row, ReadError):
                yield row
            else:
                yield row.number, {header: place.cell for header, place in row.cells.items()}
