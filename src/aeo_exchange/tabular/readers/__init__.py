"""A file of any kind to its rows: which reader takes it is told by its first bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from aeo_exchange.errors import MalformedDocument
from aeo_exchange.formats.content import Content
from aeo_exchange.reader_codes import MALFORMED
from aeo_exchange.tabular.layout import Kind, Layout
from aeo_exchange.tabular.readers.kinds import GRIDS, file_kind
from aeo_exchange.tabular.readers.sheets import Sheets, open_sheet
from aeo_exchange.tabular.rows import Opened

__all__ = ["opened_rows", "sheet_reader"]

LABELS = "labels"


@contextmanager
def opened_rows(content: Content, layout: Layout) -> Iterator[tuple[str, Opened]]:
    """Give the rows of a file, and how it is read; raises ReadError and OSError.

    A table is read as what it is, whatever its name or the layout says: lists come as .xls that
    are pages of HTML. Pairs of label and value stand in tables of every kind.
    """
    wanted = layout.file.kind
    with content.open() as stream:
        kind = file_kind(stream)
    is_table = wanted in GRIDS or wanted == LABELS
    if is_table != (kind in GRIDS) or (not is_table and kind != wanted):
        said = "a table" if is_table else wanted.upper()
        raise MalformedDocument(
            MALFORMED,
            f"the layout {layout.name} is for {said}, and the file seems to be {kind.upper()}",
        )
    with _reader(kind, wanted)(content, layout) as opened:
        yield kind, opened


Reader = Callable[[Content, Layout], AbstractContextManager[Opened]]


def _reader(kind: Kind, wanted: Kind) -> Reader:
    """Return the reader of a kind, imported when it is asked for."""
    match kind:
        case "json":
            from aeo_exchange.tabular.readers.json_members import opened_json  # noqa: PLC0415

            return opened_json
        case "xml":
            from aeo_exchange.tabular.readers.xml import opened_xml  # noqa: PLC0415

            return opened_xml
        case "csv" if wanted != LABELS:
            from aeo_exchange.tabular.readers.csv_text import opened_csv  # noqa: PLC0415

            return opened_csv
        case _:
            return lambda content, layout: _of_sheets(kind, content, layout)


@contextmanager
def _of_sheets(kind: Kind, content: Content, layout: Layout) -> Iterator[Opened]:
    with sheet_reader(kind)(content, layout) as sheets:
        if layout.file.kind == LABELS:
            from aeo_exchange.tabular.readers.labels import open_labels  # noqa: PLC0415

            yield open_labels(sheets, layout)
        else:
            opened = open_sheet(sheets, layout)
            if kind == "html":
                opened.other_sheets = ()  # a page is full of tables that arrange it
            yield opened


def sheet_reader(kind: Kind) -> Callable[[Content, Layout], AbstractContextManager[Sheets]]:
    """Return the reader of the sheets of a kind of table, imported when it is asked for."""
    match kind:
        case "xlsx":
            from aeo_exchange.tabular.readers.xlsx import xlsx_sheets  # noqa: PLC0415

            return xlsx_sheets
        case "html":
            from aeo_exchange.tabular.readers.html import html_sheets  # noqa: PLC0415

            return html_sheets
        case "csv":
            from aeo_exchange.tabular.readers.csv_text import text_sheets  # noqa: PLC0415

            return text_sheets
        case _:
            from aeo_exchange.tabular.readers.books import book_sheets  # noqa: PLC0415

            return book_sheets
