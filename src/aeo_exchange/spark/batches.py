"""What Spark hands to a function in a worker: a partition, batch by batch, as Arrow has it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Batches"]

Batches: TypeAlias = Iterable["pa.RecordBatch"]
