"""A page of HTML to its tables, each of them a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain

from lxml import etree

from aeo_exchange.errors import LimitExceeded, MalformedDocument
from aeo_exchange.formats.content import Content
from aeo_exchange.formats.tables.cells import taken_off
from aeo_exchange.formats.workbooks.merged_cells import MergedCells
from aeo_exchange.formats.workbooks.sheet import Cell, CellKind, SheetRow
from aeo_exchange.reader_codes import MALFORMED, TOO_LARGE
from aeo_exchange.tabular.layout import Layout
from aeo_exchange.tabular.readers.encodings import encoding_of, is_encoding
from aeo_exchange.tabular.readers.sheets import Sheets
from aeo_exchange.tabular.rows import UNTYPED, letters

__all__ = ["html_sheets"]

MOST_BYTES = 1 << 26
MOST_SPAN = 1000
ENDS_LINE = frozenset({"br", "div", "li", "p"})
STRIKES = frozenset({"s", "strike", "del"})
STRUCK = "line-through"
HEAD = 4096
_UNSEEN = re.compile(r"(?i)display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)")
_COUNT = re.compile("[0-9]{1,9}")
_CHARSET = re.compile(rb"(?i)charset\s*=\s*[\"']?([\w.:-]+)")


@contextmanager
def html_sheets(content: Content, layout: Layout) -> Iterator[Sheets]:
    """Give the tables of a page; raises ReadError."""
    encoding = _encoding(content, layout)
    with content.open() as stream:
        held = stream.read(MOST_BYTES + 1)
    if len(held) > MOST_BYTES:
        raise LimitExceeded(TOO_LARGE, f"the page has more than {MOST_BYTES:,} bytes")
    text = held.decode(encoding, "replace").replace("\0", "")
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as cause:
        raise MalformedDocument(MALFORMED, f"not a page of HTML: {cause.msg}") from cause
    tables = [] if root is None else list(root.iter("table"))
    if not tables:
        raise MalformedDocument(MALFORMED, "the page has no table")
    named = {f"table {number}": table for number, table in enumerate(tables, 1)}
    merged: dict[str, list[MergedCells]] = {name: [] for name in named}
    yield Sheets(
        names=tuple(named),
        rows=lambda name: _rows(named[name], merged[name]),
        merged=merged,
        encoding=encoding,
    )


def _encoding(content: Content, layout: Layout) -> str:
    """Return the encoding that the page names, unless the layout knows better."""
    with content.open() as stream:
        named = _CHARSET.search(stream.read(HEAD))
    if named and not layout.file.encodings:
        encoding = named[1].decode("ascii", "replace")
        if is_encoding(encoding):
            return encoding
    return encoding_of(content, layout)


def _rows(table: etree._Element, merged: list[MergedCells]) -> Iterator[SheetRow]:
    """Yield the rows of a table; a cell over several rows or columns stands in its first."""
    merged.clear()
    taken: dict[int, int] = {}  # column -> rows below that a cell above still covers
    number = 0
    for row in table.iter("tr"):
        if next(row.iterancestors("table"), None) is not table:
            continue
        number += 1
        cells = _cells(row, taken)
        merged += _merged(taken, cells, number)
        if cells:
            yield SheetRow(number, cells, is_hidden=_is_hidden(row))


def _merged(taken: dict[int, int], cells: list[Cell], number: int) -> Iterator[MergedCells]:
    """Yield the cells of a row that reach into rows below it; their values stand here alone."""
    for cell in cells:
        if below := taken.get(cell.column, 0):
            column = letters(cell.column)
            yield MergedCells(column, column, number, number + below)


def _is_hidden(row: etree._Element) -> bool:
    """Say whether a person does not see a row; a class of a style says nothing."""
    parts = chain([row], row.iterancestors())
    return any("hidden" in part.attrib or _UNSEEN.search(part.get("style", "")) for part in parts)


def _cells(row: etree._Element, taken: dict[int, int]) -> list[Cell]:
    cells: list[Cell] = []
    column = 1
    covered = dict(taken)
    for element in row:
        if element.tag not in {"td", "th"}:
            continue
        while covered.get(column):
            column += 1
        wide, high = _span(element, "colspan"), _span(element, "rowspan")
        text = _text(element)
        if text:
            struck = _is_struck(element)
            held = Cell(column, taken_off(text), CellKind.TEXT, code=UNTYPED, is_struck=struck)
            cells.append(held)
        for offset in range(wide):
            taken[column + offset] = high
        column += wide
    for place, rows in list(taken.items()):
        taken[place] = max(rows - 1, 0)
    return cells


def _is_struck(cell: etree._Element) -> bool:
    """Say whether a cell, or a part of it, is struck through; a class of a style says nothing."""
    parts = chain(cell.iter(), cell.iterancestors())
    return any(part.tag in STRIKES or STRUCK in part.get("style", "").lower() for part in parts)


def _span(cell: etree._Element, name: str) -> int:
    written = cell.get(name, "1").strip()
    return min(int(written), MOST_SPAN) or 1 if _COUNT.fullmatch(written) else 1


def _text(cell: etree._Element) -> str:
    lines = "".join(_pieces(cell)).replace("\N{NO-BREAK SPACE}", " ").splitlines()
    return "\n".join(" ".join(line.split()) for line in lines if line.strip())


def _pieces(element: etree._Element) -> Iterator[str]:
    """Yield the texts of an element, with a line break behind what ends a line."""
    yield element.text or ""
    for child in element:
        yield from _pieces(child)
        if child.tag in ENDS_LINE:
            yield "\n"
        yield child.tail or ""
