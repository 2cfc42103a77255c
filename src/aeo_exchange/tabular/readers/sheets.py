"""The sheets of a file, and the rows of the one that a layout means."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct

from aeo_exchange.counting import how_many
from aeo_exchange.errors import MalformedDocument, ReadError
from aeo_exchange.formats.workbooks.merged_cells import MergedCells
from aeo_exchange.reader_codes import MALFORMED
from aeo_exchange.tabular.data_rows import rows_under
from aeo_exchange.tabular.folding import folded
from aeo_exchange.tabular.header import header_in, no_header
from aeo_exchange.tabular.layout import Layout
from aeo_exchange.tabular.rows import Grid, Opened

__all__ = ["Sheets", "meant", "open_sheet"]


class Sheets(Struct, frozen=True, kw_only=True):
    """The sheets of a file by name, how the rows of one are had, and what else the file tells.

    `merged` has what is merged in each sheet, as far as its rows were read.
    """

    names: tuple[str, ...]
    rows: Callable[[str], Grid]
    since_1904: bool = False
    merged: Mapping[str, list[MergedCells]] = {}
    encoding: str = ""


def open_sheet(sheets: Sheets, layout: Layout) -> Opened:
    """Return the rows of the sheet named, or of the first that has the header.

    Raises MalformedDocument where none has it, and ReadError for what cannot be read.
    """
    for name in meant(sheets.names, layout):
        header = header_in(sheets.rows(name), layout)
        if header is not None:
            opened = Opened(rows=iter(()), sheet=name, since_1904=sheets.since_1904)
            if sheets.encoding:
                opened.encoding = sheets.encoding
            opened.rows = rows_under(header, layout, opened)
            opened.merged = sheets.merged.get(name, [])
            opened.other_sheets = tuple(_others(sheets, name))
            return opened
    raise no_header(layout, "any sheet of the workbook" if len(sheets.names) > 1 else "the sheet")


def _others(sheets: Sheets, name: str) -> Iterator[str]:
    """Yield the other sheets that hold something; one that cannot be read holds something."""
    for other in sheets.names:
        if other == name:
            continue
        try:
            holds = next(iter(sheets.rows(other)), None) is not None
        except ReadError:
            holds = True
        if holds:
            yield other


def meant(names: Sequence[str], layout: Layout) -> Sequence[str]:
    """Return the sheets that a layout can mean; raises MalformedDocument where it has none."""
    wanted = layout.file.sheet
    if isinstance(wanted, int):
        if 1 <= wanted <= len(names):
            return names[wanted - 1 : wanted]
        raise MalformedDocument(
            MALFORMED, f"the workbook has {how_many(len(names), 'sheet')}, not {wanted}"
        )
    if isinstance(wanted, str):
        same = [name for name in names if folded(name) == folded(wanted)]
        if not same:
            there = ", ".join(names[:12])
            raise MalformedDocument(
                MALFORMED, f"the workbook has no sheet {wanted!r}; there are {there}"
            )
        return same
    return names
