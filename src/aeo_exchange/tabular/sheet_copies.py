"""A partner's file of any kind of table to the sheets of a copy, whatever could be read of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from aeo_exchange.errors import ReadError, WrongChoice
from aeo_exchange.formats.content import Content
from aeo_exchange.formats.workbooks.copies import CopiedBook, CopiedSheet, copied_workbook
from aeo_exchange.formats.workbooks.default_arrangement import default_arrangement
from aeo_exchange.formats.workbooks.sheet import SheetRow
from aeo_exchange.tabular.layout import Kind, Layout
from aeo_exchange.tabular.readers import sheet_reader
from aeo_exchange.tabular.readers.csv_text import copied_rows, mark_of
from aeo_exchange.tabular.readers.encodings import encoding_of
from aeo_exchange.tabular.readers.kinds import GRIDS, file_kind
from aeo_exchange.tabular.rows import Grid

__all__ = ["copied_file", "refuse_no_table"]

CSV_SHEET = "list"


def refuse_no_table(content: Content, layout: Layout) -> None:
    """Raise WrongChoice for a file without cells, or of a kind that cannot be imported so.

    What is unreadable passes: the import says why.
    """
    if layout.file.kind == "records":
        raise WrongChoice(
            f"{content.name} is read as a file of the standard; `aeo validate {content.name} "
            "--annotate` hands it back"
        )
    try:
        kind = _kind(content)
    except (ReadError, OSError):
        return
    if kind not in GRIDS:
        raise WrongChoice(
            f"{content.name} is {kind.upper()}, which has no cells; what is handed back is a "
            "table: CSV, a workbook, or a page of HTML. The report has its findings"
        )


@contextmanager
def copied_file(content: Content, layout: Layout) -> Iterator[CopiedBook]:
    """Give the sheets of a file as it was read by a layout; raises ReadError and OSError."""
    kind = _kind(content)
    if kind == "xlsx":
        with content.open() as stream, copied_workbook(stream) as book:
            yield book
    elif kind == "csv":
        encoding = encoding_of(content, layout)
        mark = mark_of(content, layout, encoding)
        skipped = layout.file.skip_rows
        yield _seen((CSV_SHEET,), lambda _name: copied_rows(content, encoding, mark, skipped))
    else:
        with sheet_reader(kind)(content, layout) as sheets:
            yield _seen(sheets.names, lambda name: _whole(sheets.rows(name)))


def _seen(names: Sequence[str], rows: Callable[[str], Iterator[SheetRow]]) -> CopiedBook:
    """Return sheets whose widths are told by their rows."""
    had = ((name, partial(rows, name)) for name in names)
    return CopiedBook(tuple(CopiedSheet(name, of, default_arrangement(of())) for name, of in had))


def _whole(grid: Grid) -> Iterator[SheetRow]:
    return (row for row in grid if isinstance(row, SheetRow))


def _kind(content: Content) -> Kind:
    with content.open() as stream:
        return file_kind(stream)
