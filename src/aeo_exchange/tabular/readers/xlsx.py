"""A workbook of Office Open XML to rows, as a stream that keeps number formats."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from aeo_exchange.formats.content import Content
from aeo_exchange.formats.workbooks.package import opened
from aeo_exchange.formats.workbooks.sheet import rows_of
from aeo_exchange.tabular.layout import Layout
from aeo_exchange.tabular.readers.sheets import open_sheet
from aeo_exchange.tabular.rows import Opened

__all__ = ["opened_xlsx"]


@contextmanager
def opened_xlsx(content: Content, layout: Layout) -> Iterator[Opened]:
    """Give the rows of the sheet that a layout means; raises ReadError."""
    with content.open() as stream, opened(stream) as package:
        found = open_sheet(list(package.sheets), lambda name: rows_of(package, name), layout)
        found.since_1904 = package.since_1904
        yield found
