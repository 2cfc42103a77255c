"""Declared parties in CSV to rows, by the reader of one machine, a file in one task (DEC-1-7)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from aeo_exchange.declarations.interval_tables.duckdb_csv import (
    LINES,
    UNREAD,
    ReaderRow,
    reader_table,
)
from aeo_exchange.declarations.interval_tables.duckdb_staging import ITEMS
from aeo_exchange.errors import ReadError
from aeo_exchange.formats import Content
from aeo_exchange.formats.tables.cells import taken_off
from aeo_exchange.safe_text import excerpt
from aeo_exchange.spark.batches import Batches

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["LINES_OF_FILE", "declared_csv"]

LINES_OF_FILE = 1 << 40  # more than any file has


def declared_csv(session: SparkSession, path: str) -> DataFrame:
    """Return the rows of CSV, a file or a folder of them, as `match` asks for them.

    They are read by the reader of `aeo match` (DEC-1-7), a file in one task, each by its own
    header. The columns are the items, empty where a file has not one; `line`, which is that of the
    file, with 2^40 more for each file before it in the order of their names; and `unread`, why a
    row, or a whole file, cannot be read.
    """
    files = session.read.format("binaryFile").load(path)
    names = sorted(row.path for row in files.select("path").collect())
    texts = (f"{name} string" for name in (UNREAD, *ITEMS))
    schema = ", ".join(("line bigint", *texts))
    begins = {name: place * LINES_OF_FILE for place, name in enumerate(names)}
    rows = files.select("path", "content").mapInArrow(partial(_rows_of_csv, begins=begins), schema)
    return rows.select("line", UNREAD, *ITEMS)


def _rows_of_csv(batches: Batches, *, begins: dict[str, int]) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa  # noqa: PLC0415 an extra

    texts = ((name, pa.string()) for name in (UNREAD, *ITEMS))
    schema = pa.schema([("line", pa.int64()), *texts])
    for batch in batches:
        for path, content in zip(*map(list, batch.columns), strict=True):
            held = Content(name=str(path), held=content.as_buffer().to_pybytes())
            rows = _rows_or_refusal(held, begins[str(path)])
            while some := list(islice(rows, LINES)):
                arrays = map(pa.array, zip(*some, strict=True), schema.types)
                yield pa.record_batch(list(arrays), schema=schema)


def _rows_or_refusal(content: Content, begin: int) -> Iterator[ReaderRow]:
    """Yield the rows of a file, or the one that says why it has none."""
    try:
        items, rows = reader_table(content, ITEMS)
        for line, unread, *texts in rows:
            cells = dict(zip(items, map(taken_off, texts), strict=True))
            yield begin + line, unread, *(cells.get(item, "") for item in ITEMS)
    except ReadError as refusal:
        told = f"{refusal.rule} {excerpt(refusal.message)}"
        yield begin + (refusal.line or 0), told, *("" for _ in ITEMS)
