"""What is said of declarations to a file of Parquet: a row for each party, as in CSV.

Columns and cells are those that tables answer in (`aeo match --tables`), so that either can be
joined with the other; none is guarded, since nothing runs there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import BinaryIO

import msgspec

from aeo_exchange.declarations.answer import MatchedDeclaration
from aeo_exchange.errors import MissingExtra
from aeo_exchange.operations.recognition.match import COLUMNS, match_cells

__all__ = ["rows_of_parties", "write_parties"]

LINE = COLUMNS.index("line")
AT_ONCE = 1 << 14  # rows of a group


def rows_of_parties(matched: MatchedDeclaration) -> str:
    """Return the rows of a declaration as a text, which travels from a worker."""
    return msgspec.json.encode(list(match_cells(matched))).decode()


def write_parties(texts: Iterable[str], stream: BinaryIO) -> None:
    """Write the rows of declarations, as `rows_of_parties` has them; raises MissingExtra."""
    try:
        import pyarrow as pa  # noqa: PLC0415 an extra
        from pyarrow import parquet  # noqa: PLC0415 as above
    except ImportError as cause:
        raise MissingExtra("writing Parquet", "parquet") from cause
    schema = pa.schema(
        (name, pa.int64() if place == LINE else pa.string()) for place, name in enumerate(COLUMNS)
    )
    rows = _rows(texts)
    with parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
        while some := list(islice(rows, AT_ONCE)):
            arrays = map(pa.array, zip(*some, strict=True), schema.types)
            writer.write_batch(pa.record_batch(list(arrays), schema=schema))


def _rows(texts: Iterable[str]) -> Iterator[list[str | int | None]]:
    for text in texts:
        for row in msgspec.json.decode(text, type=list[list[str]]):
            line = row[LINE]
            yield [*row[:LINE], int(line) if line else None, *row[LINE + 1 :]]
