"""Which layout of the package reads a file, told by the beginning of it: the layout itself says.

A table is told by its header, pairs by their labels, XML and JSON by the marks of the layout. For
advice alone: no verdict rests on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice

from aeo_exchange.errors import ReadError
from aeo_exchange.formats.content import Content
from aeo_exchange.formats.workbooks.sheet import SheetRow
from aeo_exchange.tabular.folding import folded
from aeo_exchange.tabular.header import header_in
from aeo_exchange.tabular.layout import FileForm, Kind, Layout
from aeo_exchange.tabular.loading import built_in_layouts, layout_of
from aeo_exchange.tabular.readers import sheet_reader
from aeo_exchange.tabular.readers.csv_text import header_of_text, text_sheets
from aeo_exchange.tabular.readers.kinds import GRIDS, file_kind
from aeo_exchange.tabular.readers.labels import open_labels
from aeo_exchange.tabular.readers.sheets import Sheets
from aeo_exchange.tabular.rows import SourceRow

__all__ = ["known_layout"]

MOST_BYTES = 1 << 16  # of a text, a page or a tree that are looked at
MOST_OF_BOOK = 1 << 24  # of a workbook that its library has to hold whole
MOST_ROWS, MOST_SHEETS = 60, 8
LEAST = 3  # columns, or labels, by which a layout is known
LABELS = "labels"


def known_layout(content: Content) -> Layout | None:
    """Return the layout of the package that reads some content; None where none is known to.

    Raises OSError where the content cannot be opened.
    """
    with content.open() as stream:
        head = stream.read(MOST_BYTES)
        stream.seek(0)
        try:
            kind = file_kind(stream)
        except ReadError:
            return None
    if kind not in GRIDS:
        return _by_marks(head, kind)
    try:
        return _by_header(_part(content, head, kind), kind)
    except ReadError:
        return None


@cache
def _layouts() -> tuple[Layout, ...]:
    return tuple(map(layout_of, built_in_layouts()))


def _by_marks(head: bytes, kind: Kind) -> Layout | None:
    plain = head.replace(b"\0", b"")  # of UTF-16, in which each mark has them between
    for layout in _layouts():
        marks = layout.file.marks
        if layout.file.kind == kind and marks and all(mark.encode() in plain for mark in marks):
            return layout
    return None


def _part(content: Content, head: bytes, kind: Kind) -> Content:
    """Return what is looked at: of a text or a page the beginning, a workbook as it is."""
    if kind in {"csv", "html"}:
        whole = len(head) < MOST_BYTES
        held = head if whole or kind == "html" else head[: head.rfind(b"\n") + 1]
        return Content(name=content.name, held=held)
    if kind != "xlsx" and content.path and content.path.stat().st_size > MOST_OF_BOOK:
        return Content(name=content.name, held=b"")
    return content


def _by_header(part: Content, kind: Kind) -> Layout | None:
    """Return the layout whose columns, or whose labels, most of a table has."""
    rows = [] if kind == "csv" else list(_first_rows(part, kind))
    best, most = None, LEAST - 1
    for layout in _layouts():
        if layout.file.kind == LABELS:
            score = _score_of_labels(part, rows, kind, layout)
        elif layout.file.kind not in GRIDS:
            continue
        elif kind == "csv":
            header = header_of_text(part, layout)
            score = header.score if header else 0
        else:
            headers = (header_in(iter(sheet), layout) for sheet in rows)
            score = max((header.score for header in headers if header), default=0)
        if score > most:
            best, most = layout, score
    return best


def _first_rows(part: Content, kind: Kind) -> Iterator[list[SheetRow]]:
    nothing_known = Layout(name="any", title="any", origin="any", file=FileForm(kind=kind))
    with sheet_reader(kind)(part, nothing_known) as sheets:
        for name in sheets.names[:MOST_SHEETS]:
            first = islice(sheets.rows(name), MOST_ROWS)
            yield [row for row in first if isinstance(row, SheetRow)]


def _score_of_labels(part: Content, rows: list[list[SheetRow]], kind: Kind, layout: Layout) -> int:
    """Return how many labels the first certificate of a file has; 0 without its key."""
    if kind == "csv":
        with text_sheets(part, layout) as sheets:
            return _labels(sheets, layout)
    named = {str(number): sheet for number, sheet in enumerate(rows)}
    return _labels(Sheets(names=tuple(named), rows=lambda name: iter(named[name])), layout)


def _labels(sheets: Sheets, layout: Layout) -> int:
    try:
        row = next(open_labels(sheets, layout).rows, None)
    except ReadError:
        return 0
    is_one = isinstance(row, SourceRow) and all(
        row.first(tuple(map(folded, key))) for key in layout.row.key
    )
    return len(row.cells) if is_one and isinstance(row, SourceRow) else 0
