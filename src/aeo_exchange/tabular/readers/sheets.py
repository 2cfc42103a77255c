"""Which sheet of a workbook a layout means, and its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from aeo_exchange.errors import MalformedDocument
from aeo_exchange.formats.workbooks.sheet import SheetRow
from aeo_exchange.tabular.folding import folded
from aeo_exchange.tabular.header import header_in, no_header, rows_under
from aeo_exchange.tabular.layout import Layout
from aeo_exchange.tabular.rows import Grid, Opened

__all__ = ["open_sheet"]

MALFORMED = "AEO-SYN-01"


def open_sheet(
    names: Sequence[str], rows: Callable[[str], Iterator[SheetRow]], layout: Layout
) -> Opened:
    """Return the rows of the sheet named, or of the first that has the header."""
    for name in _meant(names, layout):
        header = header_in(_grid(rows(name)), layout)
        if header is not None:
            opened = Opened(rows=iter(()), sheet=name)
            opened.rows = rows_under(header, layout, opened)
            return opened
    raise no_header(layout, "no sheet of the workbook" if len(names) > 1 else "the sheet")


def _grid(rows: Iterator[SheetRow]) -> Grid:
    yield from rows


def _meant(names: Sequence[str], layout: Layout) -> Sequence[str]:
    wanted = layout.file.sheet
    if isinstance(wanted, int):
        if 1 <= wanted <= len(names):
            return names[wanted - 1 : wanted]
        raise MalformedDocument(MALFORMED, f"the workbook has {len(names)} sheets, not {wanted}")
    if isinstance(wanted, str):
        found = [name for name in names if folded(name) == folded(wanted)]
        if not found:
            there = ", ".join(names[:12])
            raise MalformedDocument(
                MALFORMED, f"the workbook has no sheet {wanted!r}; there are {there}"
            )
        return found
    return names
