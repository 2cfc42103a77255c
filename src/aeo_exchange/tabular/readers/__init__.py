"""A file of any kind to its rows: which reader takes it is told by its first bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from aeo_exchange.errors import MalformedDocument
from aeo_exchange.formats.content import Content
from aeo_exchange.tabular.layout import Kind, Layout
from aeo_exchange.tabular.readers.kinds import GRIDS, kind_of
from aeo_exchange.tabular.rows import Opened

__all__ = ["opened_rows"]

MALFORMED = "AEO-SYN-01"


@contextmanager
def opened_rows(content: Content, layout: Layout) -> Iterator[tuple[Kind, Opened]]:
    """Give the rows of a file, and how it is read; raises ReadError and OSError.

    A table is read as what it is, whatever its name or the layout says: lists come as .xls that
    are pages of HTML.
    """
    wanted = layout.file.kind
    with content.open() as stream:
        found = kind_of(stream)
    kind = found if wanted in GRIDS and found in GRIDS else wanted
    if wanted in GRIDS and found not in GRIDS:
        raise MalformedDocument(MALFORMED, f"a table is wanted, and the file seems to be {found}")
    with _reader(kind)(content, layout) as opened:
        yield kind, opened


Reader = Callable[[Content, Layout], AbstractContextManager[Opened]]


def _reader(kind: Kind) -> Reader:
    """Return the reader of a kind, imported when it is asked for."""
    match kind:
        case "csv":
            from aeo_exchange.tabular.readers.csv_text import opened_csv as reader  # noqa: PLC0415
        case "xlsx":
            from aeo_exchange.tabular.readers.xlsx import opened_xlsx as reader  # noqa: PLC0415
        case _:
            raise MalformedDocument(MALFORMED, f"{kind} is not read yet")
    return reader
