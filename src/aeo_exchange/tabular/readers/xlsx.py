"""A workbook of Office Open XML to its sheets, as a stream that keeps number formats."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from aeo_exchange.errors import MalformedDocument
from aeo_exchange.formats.content import Content
from aeo_exchange.formats.workbooks.merged_cells import MergedCells
from aeo_exchange.formats.workbooks.package import Package, opened
from aeo_exchange.formats.workbooks.sheet import SheetRow, each_row
from aeo_exchange.tabular.layout import Layout
from aeo_exchange.tabular.readers.sheets import Sheets
from aeo_exchange.tabular.rows import Grid

__all__ = ["xlsx_sheets"]


@contextmanager
def xlsx_sheets(content: Content, _layout: Layout) -> Iterator[Sheets]:
    """Give the sheets of a workbook; raises ReadError."""
    with content.open() as stream, opened(stream) as package:
        merged: dict[str, list[MergedCells]] = {name: [] for name in package.sheets}
        yield Sheets(
            names=tuple(package.sheets),
            rows=lambda name: _rows(package, name, merged[name]),
            since_1904=package.since_1904,
            merged=merged,
        )


def _rows(package: Package, name: str, merged: list[MergedCells]) -> Grid:
    """Yield the rows of a sheet; of one with a cell that cannot be read the reason."""
    merged.clear()
    for row in each_row(package, name, merged):
        if row.fault is not None:
            yield MalformedDocument(
                row.fault.rule, row.fault.message, line=row.number, cell=row.fault.cell
            )
            continue
        cells = [cell for cell in row.cells if cell.text]
        if cells:
            yield SheetRow(row.number, cells, is_hidden=row.is_hidden)
