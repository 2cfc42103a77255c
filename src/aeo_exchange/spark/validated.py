"""A column of records to what is wrong with each, as `aeo_exchange.validate` says it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from aeo_exchange.errors import WrongChoice
from aeo_exchange.model.instants import instant
from aeo_exchange.operations.records.validate import validate
from aeo_exchange.report import worst
from aeo_exchange.spark.batches import Batches

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame

__all__ = ["validate_frame"]


def validate_frame(
    frame: DataFrame, column: str = "record", *, at: str | datetime | None = None
) -> DataFrame:
    """Return a frame with what is wrong with the content of a column, a record in each row.

    The column is text or binary, of any format that `aeo_exchange.validate` reads. Added are
    `verdict`, `codes`, those of the findings, and `report`, the reports as JSON; a row without
    content has none of a known format (AEO-SYN-05). `at` is the instant of the question, one for
    all rows, by default now. Raises WrongChoice where there is no such column.
    """
    if column not in frame.columns:
        raise WrongChoice(f"there is no column {column}; there are {', '.join(frame.columns)}")
    from pyspark.sql.types import (  # noqa: PLC0415 an extra
        ArrayType,
        StringType,
        StructField,
        StructType,
    )

    added = [
        StructField("verdict", StringType()),
        StructField("codes", ArrayType(StringType())),
        StructField("report", StringType()),
    ]
    schema = StructType([*frame.schema.fields, *added])
    moment = instant(datetime.now(UTC) if at is None else at)
    return frame.mapInArrow(partial(_validated, column=column, at=moment), schema)


def _validated(batches: Batches, *, column: str, at: str) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa  # noqa: PLC0415 an extra

    for batch in batches:
        verdicts, codes, reports = [], [], []
        for value in batch.column(column).to_pylist():
            content = value.encode() if isinstance(value, str) else value or b""
            said = list(validate(content, at=at))
            verdicts.append(str(worst({report.verdict for report in said})))
            codes.append([finding.code for report in said for finding in report.findings])
            reports.append(msgspec.json.encode(said).decode())
        added = [pa.array(verdicts), pa.array(codes, pa.list_(pa.string())), pa.array(reports)]
        names = [*batch.schema.names, "verdict", "codes", "report"]
        yield pa.RecordBatch.from_arrays([*batch.columns, *added], names)
