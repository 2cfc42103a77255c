"""On Apache Spark (extra `spark`): records validated, and who among declared parties is recognised.

All work over Arrow, partition by partition, by the functions that one machine uses; the workers
need this package, and the same Python (`PYSPARK_PYTHON`).
"""

from __future__ import annotations

from aeo_exchange.spark.declared import declared_csv
from aeo_exchange.spark.matched import match
from aeo_exchange.spark.validated import validate_frame

# The name that a program knows from one machine.
validate = validate_frame

__all__ = ["declared_csv", "match", "validate", "validate_frame"]
