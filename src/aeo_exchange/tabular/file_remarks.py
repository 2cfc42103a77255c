"""What is to be told of a file as a whole: what of it was not read, or not as it looks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import UNSET

from aeo_exchange.counting import how_many
from aeo_exchange.safe_text import excerpt
from aeo_exchange.tabular.folding import folded
from aeo_exchange.tabular.header import LayoutHeaders
from aeo_exchange.tabular.layout import Layout
from aeo_exchange.tabular.rows import Opened

__all__ = ["file_remarks"]

MOST_NAMED = 12  # sheets and rows that are named, of those there are


# Kinds whose reader knows no styles, so not what a person struck through.
UNSTYLED = {"ods": ".ods", "xls": ".xls", "xlsb": ".xlsb"}


def file_remarks(opened: Opened, layout: Layout, kind: str) -> Iterator[str]:
    """Yield what nobody would see in the rows; asked when all of them were read."""
    if layout.file.as_of and opened.as_of is UNSET and opened.header_row is not UNSET:
        texts = " or ".join(map(repr, layout.file.as_of.texts))
        forms = " or ".join(layout.file.as_of.formats)
        yield (
            f"no row above the header tells the day of the list: file.as_of of the layout looks "
            f"for {texts} beside a day such as {forms}"
        )
    yield from _columns_gone(opened, layout)
    if kind in UNSTYLED and opened.header_row is not UNSET:
        yield (
            f"of a workbook in {UNSTYLED[kind]} it is not seen what is struck through or merged: "
            "such a row was read like the others; saved as .xlsx it waits for a person"
        )
    if opened.other_sheets:
        sheets = _named([repr(excerpt(name)) for name in opened.other_sheets])
        yield (
            f"the workbook has more that was not read: {sheets}; look whether it tells of firms "
            "that are suspended or gone"
        )
    if opened.unheaded:
        columns = _named([_of_column(*told) for told in opened.unheaded.items()])
        yield (
            f"what stands under no header was not read: {columns}; look whether it tells of firms "
            "that are suspended or gone"
        )
    if opened.hidden:
        rows = _named(list(map(str, opened.hidden)))
        yield f"rows that are hidden in the sheet were read like the others: {rows}"


def _columns_gone(opened: Opened, layout: Layout) -> Iterator[str]:
    """Yield which items have no column, with the columns that no field reads: one may be renamed.

    A row cannot tell it where its field may be left out: a last day would be gone in silence.
    """
    if opened.headers is UNSET:
        return
    spelled: dict[str, list[str]] = {}
    for field in layout.fields:
        spelled.setdefault(field.item, []).extend(field.from_)
    gone = [
        f"'{excerpt(spellings[0])}' ({item})"
        for item, spellings in spelled.items()
        if item not in layout.constants and opened.headers.isdisjoint(map(folded, spellings))
    ]
    if not gone:
        return
    known = LayoutHeaders.by(layout).known
    left = [
        f"'{excerpt(text)}'"
        for header, (_letters, text) in opened.columns.items()
        if header not in known
    ]
    advice = f"; no field reads {_named(left)}: was a column renamed?" if left else ""
    yield f"no column is called {_named(gone)}, so no row tells it{advice}"


def _of_column(column: str, rows: Sequence[int]) -> str:
    more = f" and {how_many(len(rows) - 1, 'more row')}" if len(rows) > 1 else ""
    return f"{column}{rows[0]}{more}"


def _named(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more
