"""A Parquet file of declared parties to its rows, batch by batch, by pyarrow (extra `parquet`)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, BinaryIO

from aeo_exchange.declarations.readers.rows import LineOrRefusal
from aeo_exchange.errors import MalformedDocument, MissingExtra
from aeo_exchange.formats.workbooks.sheet import Cell, CellKind
from aeo_exchange.tabular.folding import folded

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile

__all__ = ["headers_of_parquet", "rows_of_parquet", "text_of_value"]

MALFORMED = "AEO-SYN-01"
ROWS = 4096  # of a batch


def rows_of_parquet(stream: BinaryIO) -> Iterator[LineOrRefusal]:
    """Yield the rows of a stream; raises MissingExtra, and MalformedDocument for no such file."""
    number = 0
    with _opened(stream) as file:
        headers = [folded(name) for name in file.schema_arrow.names]
        for batch in file.iter_batches(batch_size=ROWS):
            columns = [column.to_pylist() for column in batch.columns]
            for values in zip(*columns, strict=True):
                number += 1
                yield number, _cells(headers, values)


def headers_of_parquet(stream: BinaryIO) -> tuple[str, ...]:
    """Return the names of the columns; raises as `rows_of_parquet` does."""
    with _opened(stream) as file:
        return tuple(file.schema_arrow.names)


@contextmanager
def _opened(stream: BinaryIO) -> Iterator[ParquetFile]:
    try:
        from pyarrow import ArrowException, parquet  # noqa: PLC0415 an extra
    except ImportError as cause:
        raise MissingExtra("reading Parquet", "parquet") from cause
    try:
        with parquet.ParquetFile(stream) as file:
            yield file
    except (ArrowException, OSError) as cause:
        said = f"no Parquet file that can be read: {cause}"
        raise MalformedDocument(MALFORMED, said[:200]) from cause


def _cells(headers: list[str], values: tuple[object, ...]) -> dict[str, Cell]:
    return {
        header: Cell(0, text_of_value(value), CellKind.TEXT)
        for header, value in zip(headers, values, strict=True)
        if value is not None
    }


def text_of_value(value: object) -> str:
    """Return a value as a table of text has it; an instant without a zone stays so."""
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
