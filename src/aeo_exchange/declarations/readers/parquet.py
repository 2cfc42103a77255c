"""A Parquet file of declared parties to its rows, batch by batch, by pyarrow (extra `parquet`)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, BinaryIO

from aeo_exchange.declarations.readers.columns import columns_by_text
from aeo_exchange.declarations.readers.rows import LineOrRefusal
from aeo_exchange.errors import MalformedDocument, MissingExtra
from aeo_exchange.formats.workbooks.sheet import Cell, CellKind
from aeo_exchange.tabular.folding import folded

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

__all__ = ["headers_of_parquet", "rows_of_parquet", "text_of_value"]

MALFORMED, NOT_TEXT = "AEO-SYN-01", "AEO-SYN-04"
ROWS = 4096  # of a batch


def rows_of_parquet(stream: BinaryIO, known: Collection[str]) -> Iterator[LineOrRefusal]:
    """Yield the rows of a stream; `known` are the folded headers that its layout asks for.

    Raises MissingExtra, and MalformedDocument for no such file and for a known column twice.
    """
    number = 0
    with _opened(stream) as file:
        columns_by_text(file.schema_arrow.names, known)
        headers = [folded(name) for name in file.schema_arrow.names]
        for batch in file.iter_batches(batch_size=ROWS):
            columns = list(map(_values, batch.columns))
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


def _values(column: pa.Array) -> list[object]:
    """Return the values of a column; raises MalformedDocument for days that no calendar has."""
    import pyarrow as pa  # noqa: PLC0415 an extra

    if pa.types.is_timestamp(column.type) and column.type.unit == "ns":
        column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    try:
        values: list[object] = column.to_pylist()
    except (ValueError, OverflowError, LookupError) as cause:
        said = f"a column has instants that cannot be told: {cause}"
        raise MalformedDocument(MALFORMED, said[:200]) from cause
    return values


def _cells(headers: list[str], values: tuple[object, ...]) -> dict[str, Cell]:
    return {
        header: Cell(0, text_of_value(value), CellKind.TEXT)
        for header, value in zip(headers, values, strict=True)
        if value is not None
    }


def text_of_value(value: object) -> str:
    """Return a value as a table of text has it; an instant without a zone stays so.

    An apostrophe is part of it: a guard is a thing of CSV (DEC-1-12). Bytes are UTF-8; raises
    MalformedDocument for others.
    """
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError as cause:
            raise MalformedDocument(NOT_TEXT, "a column has bytes that are no UTF-8") from cause
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
