"""Pairs of label and value, as a portal shows a certificate, to rows: one for each of them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from aeo_exchange.errors import ReadError
from aeo_exchange.formats.workbooks.sheet import Cell
from aeo_exchange.tabular.folding import cleaned, folded
from aeo_exchange.tabular.header import LayoutHeaders, no_header
from aeo_exchange.tabular.layout import Layout
from aeo_exchange.tabular.readers.sheets import Sheets, meant
from aeo_exchange.tabular.rows import Grid, GridRow, HeadedCell, Opened, SourceRow, letters

__all__ = ["open_labels"]

MARKS = (":", "\t", "\N{FULLWIDTH COLON}")


def open_labels(sheets: Sheets, layout: Layout) -> Opened:
    """Return the rows of label and value pairs in the sheets that a layout means."""
    wanted = LayoutHeaders.by(layout)
    opened = Opened(rows=iter(()), since_1904=sheets.since_1904)
    if sheets.encoding:
        opened.encoding = sheets.encoding
    opened.rows = _rows(sheets, layout, wanted)
    return opened


def _rows(sheets: Sheets, layout: Layout, wanted: LayoutHeaders) -> Iterator[SourceRow | ReadError]:
    met = False
    for name in meant(sheets.names, layout):
        sheet = name if len(sheets.names) > 1 else None
        for row in _of_sheet(sheets.rows(name), layout, wanted, sheet):
            met = True
            yield row
    if not met:
        raise no_header(layout, "the file")


def _of_sheet(
    rows: Grid, layout: Layout, wanted: LayoutHeaders, sheet: str | None
) -> Iterator[SourceRow]:
    """Yield a row for each certificate: a label that comes again begins the next one."""
    held: dict[str, HeadedCell] = {}
    begun: set[str] = set()
    first = 0
    for row in rows:
        if isinstance(row, ReadError):
            raise row
        for label, value in _pairs(row, wanted, frozenset(layout.file.blanks)):
            if label in begun:
                yield _row(first, held, sheet)
                held, begun = {}, set()
            first = first if begun else row.number
            begun.add(label)
            if value.cell.text:
                held[label] = value
    if held:
        yield _row(first, held, sheet)


def _row(first: int, held: dict[str, HeadedCell], sheet: str | None) -> SourceRow:
    return SourceRow(first, held, sheet) if sheet else SourceRow(first, held)


def _pairs(
    row: GridRow, wanted: LayoutHeaders, blanks: frozenset[str]
) -> Iterator[tuple[str, HeadedCell]]:
    """Yield the labels of a row that are known, each with what stands behind it."""
    cells = [cell for cell in row.cells if cleaned(cell.text)]
    for index, cell in enumerate(cells):
        label, value = _parted(cell, wanted)
        if not label:
            continue
        if not value and index + 1 < len(cells) and not _parted(cells[index + 1], wanted)[0]:
            behind = cells[index + 1]
        else:
            behind = replace(cell, text=value)
        if behind.text.strip() in blanks:
            behind = replace(behind, text="")
        place = f"{letters(behind.column)}{row.number}"
        yield folded(label), HeadedCell(label, place, behind)


def _parted(cell: Cell, wanted: LayoutHeaders) -> tuple[str, str]:
    """Return the label of a cell, and the value where it stands in the same cell."""
    text = cleaned(cell.text)
    if folded(text) in wanted.known:
        return text.rstrip(":").strip(), ""
    for mark in MARKS:
        label, parted, value = text.partition(mark)
        if parted and folded(label) in wanted.known:
            return label.strip(), value.strip()
    return "", ""
