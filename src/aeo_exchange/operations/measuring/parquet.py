"""Rows of counts to a file of Parquet; what is hidden has no value there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO, get_args

from msgspec import UNSET, Struct, structs

from aeo_exchange.errors import MissingExtra

__all__ = ["write_counts"]


def write_counts(counts: Sequence[Struct], kind: type[Struct], stream: BinaryIO) -> None:
    """Write a row for each count, a column for each of its items; raises MissingExtra."""
    try:
        import pyarrow as pa  # noqa: PLC0415 an extra
        from pyarrow import parquet  # noqa: PLC0415 as above
    except ImportError as cause:
        raise MissingExtra("writing Parquet", "parquet") from cause
    types = {str: pa.string(), int: pa.int64(), bool: pa.bool_(), float: pa.float64()}
    columns = {}
    for field in structs.fields(kind):
        allowed = get_args(field.type) or (field.type,)  # a count that may be hidden is a union
        held = next(one for one in types if one in allowed)
        values = [getattr(one, field.name) for one in counts]
        told = [None if value is UNSET else value for value in values]
        columns[field.encode_name] = pa.array(told, types[held])
    parquet.write_table(pa.table(columns), stream, compression="zstd")
