"""A Parquet file of declared parties to its rows, batch by batch, by pyarrow (extra `parquet`)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, BinaryIO

from aeo_exchange.declarations.layout import DeclarationLayout
from aeo_exchange.declarations.readers.columns import columns_by_text, refuse_one_item_twice
from aeo_exchange.declarations.readers.rows import LineOrRefusal
from aeo_exchange.errors import MalformedDocument, MissingExtra
from aeo_exchange.formats.workbooks.sheet import Cell, CellKind
from aeo_exchange.reader_codes import ENCODING, MALFORMED
from aeo_exchange.safe_text import excerpt
from aeo_exchange.tabular.folding import folded

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

__all__ = ["NOT_UTF_8", "headers_of_parquet", "rows_of_parquet", "text_of_value"]

OF_BYTES = "a column has bytes that are not UTF-8"
NOT_UTF_8 = f"{ENCODING} {OF_BYTES}"  # as engines tell it
ROWS = 4096  # of a batch


def rows_of_parquet(stream: BinaryIO, layout: DeclarationLayout) -> Iterator[LineOrRefusal]:
    """Yield the rows of a stream, the columns that a layout asks for.

    Raises MissingExtra, and MalformedDocument for no such file and for a known column twice.
    """
    known = layout.headers
    number = 0
    with _opened(stream) as file:
        columns_by_text(file.schema_arrow.names, known)
        refuse_one_item_twice(file.schema_arrow.names, layout)
        _refuse_nested(file.schema_arrow, known)
        headers = [folded(name) for name in file.schema_arrow.names]
        for batch in file.iter_batches(batch_size=ROWS):
            columns = {
                header: _values(column)
                for header, column in zip(headers, batch.columns, strict=True)
                if header in known
            }
            for row in range(batch.num_rows):
                number += 1
                yield _row(number, {header: values[row] for header, values in columns.items()})


def headers_of_parquet(stream: BinaryIO, known: Collection[str] = ()) -> tuple[str, ...]:
    """Return the names of the columns; raises as `rows_of_parquet` does of those that are known."""
    with _opened(stream) as file:
        _refuse_nested(file.schema_arrow, known)
        return tuple(file.schema_arrow.names)


def _refuse_nested(schema: pa.Schema, known: Collection[str]) -> None:
    """Raise MalformedDocument for a column of lists or groups: which of them is meant is open."""
    import pyarrow as pa  # noqa: PLC0415 an extra

    for field in schema:
        if folded(field.name) in known and pa.types.is_nested(field.type):
            raise MalformedDocument(
                MALFORMED,
                f"the column {excerpt(field.name)!r} is of {excerpt(str(field.type), 60)}; "
                "one text in each row is wanted",
            )


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
    """Return the values of a column; an instant is in UTC where it has a zone."""
    import pyarrow as pa  # noqa: PLC0415 an extra

    if pa.types.is_timestamp(column.type) and column.type.unit == "ns":
        column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    if pa.types.is_timestamp(column.type) and column.type.tz:
        column = column.cast(pa.timestamp(column.type.unit, "UTC"))  # no zone has to be known
    try:
        values: list[object] = column.to_pylist()
    except (ValueError, OverflowError):
        return [_value(scalar) for scalar in column]
    return values


def _value(scalar: pa.Scalar) -> object:
    """Return a value; of an instant that no calendar has a text that is none."""
    try:
        value: object = scalar.as_py()
    except (ValueError, OverflowError):
        return f"out of every calendar: {scalar.value}"
    return value


def _row(number: int, values: Mapping[str, object]) -> LineOrRefusal:
    try:
        return number, {
            header: Cell(0, text_of_value(value), _kind_of(value))
            for header, value in values.items()
            if value is not None
        }
    except MalformedDocument as refusal:
        return MalformedDocument(refusal.rule, refusal.message, line=number)


def _kind_of(value: object) -> CellKind:
    """Return the kind of a cell: steps need not read a day or an instant that is one already."""
    return CellKind.DATE if isinstance(value, date) else CellKind.TEXT


def text_of_value(value: object) -> str:
    """Return a value as a table of text has it; an instant without a zone stays so.

    An apostrophe is part of it: a guard is a thing of CSV (DEC-1-12). Bytes are UTF-8; raises
    MalformedDocument for others.
    """
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError as cause:
            raise MalformedDocument(ENCODING, OF_BYTES) from cause
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
