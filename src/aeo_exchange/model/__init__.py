"""THE definition: record, codes, text types, canonical bytes, digest, status."""

from aeo_exchange.model.canonical import canonical_bytes, digest
from aeo_exchange.model.instants import Instant, instant
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.standing import Standing, StatusReason
from aeo_exchange.model.status import StatusAnswer, status_at, status_by

__all__ = [
    "AeoRecord",
    "Instant",
    "Standing",
    "StatusAnswer",
    "StatusReason",
    "canonical_bytes",
    "digest",
    "instant",
    "status_at",
    "status_by",
]
