"""THE definition: record, codes, text types, canonical bytes, digest, status.

With `aeo_exchange.operations` this is the public API.
"""

from aeo_exchange.model.canonical import canonical_bytes, digest
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.status import StatusAnswer, status_at

__all__ = ["AeoRecord", "StatusAnswer", "canonical_bytes", "digest", "status_at"]
