"""A workbook of Office Open XML to its sheets, as a stream that keeps number formats."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from aeo_exchange.formats.content import Content
from aeo_exchange.formats.workbooks.package import opened
from aeo_exchange.formats.workbooks.sheet import rows_of
from aeo_exchange.tabular.layout import Layout
from aeo_exchange.tabular.readers.sheets import Sheets

__all__ = ["xlsx_sheets"]


@contextmanager
def xlsx_sheets(content: Content, _layout: Layout) -> Iterator[Sheets]:
    """Give the sheets of a workbook; raises ReadError."""
    with content.open() as stream, opened(stream) as package:
        yield Sheets(
            names=tuple(package.sheets),
            rows=lambda name: rows_of(package, name),
            since_1904=package.since_1904,
        )
