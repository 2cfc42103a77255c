"""A workbook of one sheet alone: CSV that a spreadsheet opened and saved, with its columns."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from aeo_exchange.formats.tables.cells import GUARD, is_error, unguarded
from aeo_exchange.formats.tables.columns import RECORDS, SheetTable, csv_columns
from aeo_exchange.formats.workbooks.cells import Cell, CellKind
from aeo_exchange.formats.workbooks.header import HeadedRow, headed_rows
from aeo_exchange.formats.workbooks.package import Package
from aeo_exchange.formats.workbooks.sheet import SheetRow, each_row
from aeo_exchange.model.shape import record_shape

__all__ = ["rows_alone", "table_alone"]

NEEDED = "recordId"


def table_alone(package: Package) -> SheetTable | None:
    """Return the one sheet of a workbook as a table of records; None where it is none.

    A spreadsheet names the sheet of a CSV file after the file, so its name says nothing.
    """
    if len(package.sheets) != 1:
        return None
    (name,) = package.sheets
    if name != RECORDS and not _names_records(package, name):
        return None
    return SheetTable(
        name=name, lists=(), columns=csv_columns(), group=record_shape(), is_alone=True
    )


def _names_records(package: Package, name: str) -> bool:
    row = next(each_row(package, name), SheetRow(1, []))
    return NEEDED in {cell.text.strip() for cell in row.cells}


def rows_alone(package: Package, table: SheetTable) -> Iterator[HeadedRow]:
    """Yield the rows of a table with the texts that its cells of CSV would hold."""
    for row in headed_rows(package, table):
        if any(text.startswith(GUARD) or is_error(text) for text in row.texts):
            yield _as_in_csv(row)
        else:
            yield row


def _as_in_csv(row: HeadedRow) -> HeadedRow:
    """Return a row without the guards of CSV; what an export left of an error is one (TAB-2-6)."""
    known = {cell.column for cell in row.odd}
    wrong = (
        Cell(column, text, CellKind.ERROR)
        for column, text in zip(row.columns, row.texts, strict=True)
        if is_error(text) and column not in known
    )
    return row._replace(texts=tuple(map(unguarded, row.texts)), odd=tuple(chain(row.odd, wrong)))
